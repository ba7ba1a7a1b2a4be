/* SPDX-License-Identifier: Apache-2.0 */
/* How it works. Whether an act can follow on what has become of a permit so far is one question,
 * asked when somebody wants to act and again when the fact is applied: obstacle(). What depends on
 * the time, on the calendar that is, is asked of those who act only: a fact of last year is never
 * judged by the calendar of this year. */
#include "broker/core/after_issue.h"

#include "broker/core/permit_life.h"

#define STANDSTILL_MONTHS 12 /* 建筑法 10 */

/* A permit, and the stage that issued it. */
struct subject {
    struct permit_life life;
    const struct procedure_stage *definition;
};

/* ---- What can follow on what ----------------------------------------------------------------- */

/* Why a permit is no more in force; NULL: it is. */
static const char *end_of(const struct permit_life *life)
{
    static const char *const texts[] = {
        [PERMIT_REVOKED] = "the permit was revoked",
        [PERMIT_RECALLED] = "the permit was recalled",
        [PERMIT_LAPSED] = "the permit has lapsed, since works did not begin in time",
        [PERMIT_EXPIRED] = "the permit has expired",
        [PERMIT_DEREGISTERED] = "the permit was deregistered",
    };

    assert(life->end <= PERMIT_DEREGISTERED);
    return texts[life->end];
}

/* 许可法 70: the grounds, and which of them a permit must have met before. */
static const char *deregistration_obstacle(const struct permit_life *life, uint8_t ground)
{
    bool is_undone = life->end == PERMIT_REVOKED || life->end == PERMIT_RECALLED;

    if (life->is_deregistered) return "the permit was deregistered before";
    switch (ground) {
        case DEREGISTER_EXPIRED:
            return life->end == PERMIT_EXPIRED ? NULL : "the permit has not expired";
        case DEREGISTER_REVOKED:
            return is_undone ? NULL : "the permit was neither revoked nor recalled";
        case DEREGISTER_HOLDER_UNABLE:
        case DEREGISTER_HOLDER_DISSOLVED:
        case DEREGISTER_FORCE_MAJEURE: return end_of(life);
        case DEREGISTER_BY_LAW: return NULL;
        default: return "the ground is one of the six that the law names, detail 1 to 6";
    }
}

/* 建筑法 9: an application for more time, at most so many, each of at most so many months. */
static const char *deferral_obstacle(const struct subject *subject, const struct fact_acted *body)
{
    const struct permit_life *life = &subject->life;
    bool is_open = life->deferral_asked_ms != 0;

    if (subject->definition->deferral.value == 0) return "this permit's start cannot be deferred";
    if (life->started_ms != 0) return "works have begun";
    if (body->act != ACT_ASK_DEFERRAL) {
        if (!is_open) return "nobody has asked for a deferral that is not decided";
        if (body->amount <= subject->definition->deferral.value) return NULL;
        return "one deferral cannot be as long as that";
    }
    if (is_open) return "a deferral has been asked for and is not decided yet";
    if (life->deferral_count < subject->definition->deferrals) return NULL;
    return "it has been deferred as often as it can be";
}

/* 建筑法 9, 10: works begin once, and stand still one time after the other. */
static const char *works_obstacle(const struct subject *subject, const struct fact_acted *body)
{
    const struct permit_life *life = &subject->life;

    if (subject->definition->start_within.value == 0) return "no works begin on this permit";
    if (body->act == ACT_START_WORKS) return life->started_ms == 0 ? NULL : "works have begun";
    if (life->started_ms == 0) return "works have not begun";
    if (body->act == ACT_STOP_WORKS) {
        return life->standstill_ms == 0 ? NULL : "works stand still already";
    }
    return life->standstill_ms != 0 ? NULL : "works do not stand still";
}

/* 许可法 50 */
static const char *renewal_obstacle(const struct subject *subject, const struct fact_acted *body)
{
    bool is_open = subject->life.renewal_asked_ms != 0;

    if (subject->definition->valid.value == 0) return "this permit does not expire";
    if (body->act == ACT_ASK_RENEWAL) {
        return is_open ? "a renewal has been asked for and is not decided yet" : NULL;
    }
    return is_open ? NULL : "nobody has asked for a renewal that is not decided";
}

static const char *expiry_obstacle(const struct subject *subject)
{
    if (subject->definition->valid.value == 0) return "this permit does not expire";
    return subject->life.renewal_asked_ms == 0 ? NULL : "a renewal has been asked for";
}

static const char *lapse_obstacle(const struct subject *subject)
{
    if (subject->definition->start_within.value == 0) return "no works begin on this permit";
    if (subject->life.started_ms != 0) return "works have begun";
    return subject->life.deferral_asked_ms == 0 ? NULL : "a deferral has been asked for";
}

/* Why an act cannot be done to a permit as it stands; NULL: it can. */
static const char *obstacle(const struct subject *subject, const struct fact_acted *body)
{
    const struct permit_life *life = &subject->life;

    if (life->issued_ms == 0) return "this stage has issued nothing";
    if (subject->definition->permit[0] == '\0') return "this stage gives an opinion, not a permit";
    if (body->act == ACT_DEREGISTER) return deregistration_obstacle(life, body->detail);
    if (end_of(life) != NULL) return end_of(life);
    switch (body->act) {
        case ACT_DELIVER:
            return life->delivered_ms == 0 ? NULL : "the permit has been delivered before";
        case ACT_REVOKE:
            return body->detail <= REVOKE_FRAUD ? NULL : "the law names grounds 1 to 6";
        case ACT_RECALL:
            return body->detail <= RECALL_CIRCUMSTANCES ? NULL : "the law names grounds 1 and 2";
        case ACT_ASK_DEFERRAL:
        case ACT_DEFER:
        case ACT_REFUSE_DEFERRAL: return deferral_obstacle(subject, body);
        case ACT_START_WORKS:
        case ACT_STOP_WORKS:
        case ACT_GO_ON_WORKS: return works_obstacle(subject, body);
        case ACT_ASK_RENEWAL:
        case ACT_RENEW:
        case ACT_REFUSE_RENEWAL:
        case ACT_DEEM_RENEWED: return renewal_obstacle(subject, body);
        case ACT_LAPSE: return lapse_obstacle(subject);
        case ACT_EXPIRE: return expiry_obstacle(subject);
        default: break;
    }
    assert(false);
    return "no act on a permit";
}

/* ---- What depends on the time ---------------------------------------------------------------- */

/* The renewal that was granted last has not begun yet. */
static bool is_renewed_ahead(const struct calendar_image *calendar, const struct subject *subject,
                             int64_t now_ms)
{
    struct permit_life before = subject->life;

    if (before.renewal_count == 0) return false;
    before.renewal_count--;
    return now_ms <= term_end(calendar, subject->definition, &before, TERM_VALID).at_ms;
}

/* 许可法 50: 有效期届满三十日前; how many days is the procedure's to say. */
static const char *renewal_lateness(const struct calendar_image *calendar,
                                    const struct subject *subject, int64_t now_ms)
{
    const struct office_hours *hours = &calendar->hours;
    int32_t day = term_end(calendar, subject->definition, &subject->life, TERM_VALID).day;
    int32_t last = day - subject->definition->renew_before.value;

    if (is_renewed_ahead(calendar, subject, now_ms)) {
        return "it has been renewed for a term that has not begun";
    }
    if (office_hours_day(hours, now_ms) <= last) return NULL;
    return "it is too late to ask for a renewal; apply for a new permit";
}

/* 建筑法 10: 中止施工满一年的工程恢复施工前，应当报发证机关核验施工许可证. */
static const char *standstill_length(const struct calendar_image *calendar,
                                     const struct subject *subject, const struct msg_act *msg,
                                     int64_t now_ms)
{
    const struct office_hours *hours = &calendar->hours;
    int32_t since = office_hours_day(hours, subject->life.standstill_ms);
    bool is_long = office_hours_day(hours, now_ms) >= civil_add_months(since, STANDSTILL_MONTHS);

    if (!is_long || msg->detail == GO_ON_CHECKED) return NULL;
    return "works stood still for a year: the permit must be checked again, say detail 1";
}

static const char *lateness(const struct act_case *act, const struct subject *subject)
{
    const struct calendar_image *calendar = &act->step->engine->calendar;
    int64_t now_ms = act->step->event->now_ms;
    enum term_kind kind;

    if (permit_due(calendar, subject->definition, &subject->life, &kind) <= now_ms) {
        return "its term is over";
    }
    switch (act->msg->act) {
        case ACT_ASK_RENEWAL: return renewal_lateness(calendar, subject, now_ms);
        case ACT_GO_ON_WORKS: return standstill_length(calendar, subject, act->msg, now_ms);
        default: return NULL;
    }
}

/* ---- Acts ------------------------------------------------------------------------------------ */

enum err after_issue_check(const struct act_case *act, struct refusal *refusal)
{
    const struct bundle *bundle = act->target.bundle;
    const struct fact_acted body = { .act = act->msg->act,
                                     .detail = act->msg->detail,
                                     .amount = act->msg->amount };
    const struct subject subject = {
        .life = permit_life_of(act->step->engine, bundle, act->stage),
        .definition = &act->target.published->procedure.stages[act->stage],
    };

    assert(act->stage < bundle->stage_count);
    const char *why = obstacle(&subject, &body);
    if (why == NULL) why = lateness(act, &subject);
    refusal->field = "act";
    return why == NULL ? OK : act_impossible(refusal, why);
}

/* A deferral that does not say how long is as long as one can be. */
void after_issue_decide(const struct act_case *act, struct fact_acted *fact)
{
    const struct procedure_stage *definition = &act->target.published->procedure.stages[act->stage];

    assert(fact->act == act->msg->act);
    if (fact->act != ACT_DEFER || fact->amount != 0) return;
    assert(definition->deferral.value != 0);
    fact->amount = definition->deferral.value;
}

bool after_issue_is_good(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    struct subject subject;

    assert(change->bundle != NULL);
    subject.life = permit_life_of(change->engine, change->bundle, body->stage);
    subject.definition = &change->published->procedure.stages[body->stage];
    return obstacle(&subject, body) == NULL && (body->act != ACT_DEFER || body->amount != 0);
}

/* Whatever ran for the permit ends with it: nobody decides on a request any more. */
static void end(const struct change *change, enum permit_end how)
{
    const struct fact_acted *body = &change->fact->acted;
    struct entry *entry = change_enter(change, ENTRY_PERMIT_END);

    assert(entry->stage == body->stage);
    entry->detail = (uint8_t)how;
    entry->amount = body->detail;
    if (body->until_ms != 0) entry->from_ms = body->until_ms; /* its term was over then */
}

static void ask(const struct change *change, enum entry_kind kind)
{
    struct entry *entry = change_enter(change, kind);

    assert(entry->until_ms == 0);
    entry->state = REQUEST_OPEN;
}

static void settle(const struct change *change, enum entry_kind kind, enum request_state state)
{
    const struct fact_acted *body = &change->fact->acted;
    struct entry *entry =
        bundle_open_entry(&change->engine->bundles, change->bundle, kind, body->stage);

    assert(entry != NULL);
    assert(entry->state == REQUEST_OPEN);
    entry->state = (uint8_t)state;
    entry->until_ms = change->fact->at_ms;
    if (state == REQUEST_GRANTED) entry->amount = body->amount;
}

static void go_on(const struct change *change)
{
    struct entry *entry = bundle_open_entry(&change->engine->bundles, change->bundle,
                                            ENTRY_STANDSTILL, change->fact->acted.stage);

    assert(entry != NULL);
    assert(entry->until_ms == 0);
    entry->until_ms = change->fact->at_ms;
}

void after_issue_apply(const struct change *change)
{
    assert(change->fact->type == FACT_ACTED);
    assert(change->fact->acted.stage < change->bundle->stage_count);
    switch (change->fact->acted.act) {
        case ACT_DELIVER: change_enter(change, ENTRY_DELIVERY); break;
        case ACT_REVOKE: end(change, PERMIT_REVOKED); break;
        case ACT_RECALL: end(change, PERMIT_RECALLED); break;
        case ACT_DEREGISTER: end(change, PERMIT_DEREGISTERED); break;
        case ACT_LAPSE: end(change, PERMIT_LAPSED); break;
        case ACT_EXPIRE: end(change, PERMIT_EXPIRED); break;
        case ACT_ASK_DEFERRAL: ask(change, ENTRY_DEFERRAL); break;
        case ACT_DEFER: settle(change, ENTRY_DEFERRAL, REQUEST_GRANTED); break;
        case ACT_REFUSE_DEFERRAL: settle(change, ENTRY_DEFERRAL, REQUEST_REFUSED); break;
        case ACT_START_WORKS: change_enter(change, ENTRY_WORKS); break;
        case ACT_STOP_WORKS: change_enter(change, ENTRY_STANDSTILL); break;
        case ACT_GO_ON_WORKS: go_on(change); break;
        case ACT_ASK_RENEWAL: ask(change, ENTRY_RENEWAL); break;
        case ACT_RENEW: settle(change, ENTRY_RENEWAL, REQUEST_GRANTED); break;
        case ACT_REFUSE_RENEWAL: settle(change, ENTRY_RENEWAL, REQUEST_REFUSED); break;
        case ACT_DEEM_RENEWED: settle(change, ENTRY_RENEWAL, REQUEST_DEEMED); break;
        default: assert(false);
    }
}

/* ---- By itself ------------------------------------------------------------------------------- */

/* The stage whose permit is due first, and when. */
static int64_t first_due(const struct engine *engine, uint32_t index, uint32_t *stage,
                         enum term_kind *kind)
{
    const struct bundle *bundle = &engine->bundles.at[index];
    const struct published *published = &engine->published.at[bundle->procedure];
    int64_t first_ms = INT64_MAX;

    assert(bundle->number != 0);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (!set_has(published->termed & bundle->in[STAGE_ISSUED], i)) continue;
        enum term_kind each = TERM_START;
        struct permit_life life = permit_life_of(engine, bundle, i);
        int64_t due_ms =
            permit_due(&engine->calendar, &published->procedure.stages[i], &life, &each);
        if (due_ms >= first_ms) continue;
        first_ms = due_ms;
        *stage = i;
        *kind = each;
    }
    return first_ms;
}

int64_t after_issue_due(const struct engine *engine, uint32_t index)
{
    uint32_t stage;
    enum term_kind kind;

    assert(index < engine->bundles.high);
    return first_due(engine, index, &stage, &kind);
}

void after_issue_run(struct step *step, uint32_t index)
{
    const struct engine *engine = step->engine;
    uint32_t stage = 0;
    enum term_kind kind = TERM_START;
    int64_t due_ms = first_due(engine, index, &stage, &kind);
    struct permit_life life = permit_life_of(engine, &engine->bundles.at[index], stage);
    struct fact_acted acted = { .act = ACT_EXPIRE, .stage = (uint8_t)stage };

    assert(due_ms <= step->event->now_ms);
    if (kind == TERM_START) {
        acted.act = ACT_LAPSE; /* 建筑法 9: 施工许可证自行废止 */
    } else if (life.renewal_asked_ms != 0) {
        acted.act = ACT_DEEM_RENEWED; /* 许可法 50: 逾期未作决定的，视为准予延续 */
    }
    if (acted.act != ACT_DEEM_RENEWED) acted.until_ms = due_ms - 1;
    act_by_itself(step, index, &acted);
}
