/* SPDX-License-Identifier: Apache-2.0 */
/* After the issue: permits are delivered, revoked, recalled and struck off; works begin on them, or are
 * deferred; they are renewed; and what nobody does in time the broker does by itself, also for bundles
 * that ended long ago. Source: proto/SPEC.md 8 "Terms" and 8.1. */
#include "tests/sim/calendars.h"
#include "tests/sim/check.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/permit.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#include <stdio.h>

#define DAY_MS (INT64_C(24) * 3600 * 1000)
#define RATE_LEAST 333 /* per mille of bundles */

static int64_t calendar_ms; /* when the newest one came */
static uint64_t looked;

#define LOOKS_LATE_MAX 8
static uint32_t looks_late; /* something is, one look after the other */

static void begin(void)
{
    permits_begin();
    permit_dossier_begin();
    permit_wishes_begin();
    calendar_ms = 0;
    looks_late = 0;
    looked = 0;
}

/* ---- The plan -------------------------------------------------------------------------------- */

/* In every other procedure two of three stages that issue permits have terms. */
static void draw_procedure(struct procedure *procedure, uint32_t index)
{
    struct chance chance =
        world_chance("permits", index + 100 * (uint64_t)world_option(OPTION_variant));
    if (world_option(OPTION_permits) == 0 || chance_one_in(&chance, 2)) return;
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        struct procedure_stage *stage = &procedure->stages[i];
        bool is_without = chance_one_in(&chance, 3) || stage->permit[0] == '\0';
        if (!is_without) permit_draw_terms(&chance, stage);
    }
}

/* Where anybody does anything, at least to a third of all. */
static bool is_chosen(uint64_t bundle)
{
    struct chance chance = world_chance("permits_of", bundle);
    uint32_t rate = world_option(OPTION_permits);
    if (rate != 0 && rate < RATE_LEAST) rate = RATE_LEAST;
    return chance_below(&chance, 1000) < rate;
}

/* Not all permits of a bundle, so that a run does not become longer than it need be. */
static bool is_followed(const struct issued *permit)
{
    struct chance chance = world_chance("permit_of", permit->bundle * STAGES_MAX + permit->stage);
    return is_chosen(permit->bundle) && !chance_one_in(&chance, 3);
}

static void on_submitted(uint32_t peer, const struct duty *submit)
{
    const struct audit_bundle *bundle = audit_bundle(submit->bundle);
    (void)peer;
    if (is_chosen(submit->bundle)) permit_wish_early(bundle);
}

/* ---- Facts ----------------------------------------------------------------------------------- */

/* A deferral that does not say how long is as long as one can be. */
static bool is_wanted(const struct fact *fact, const struct issued *permit)
{
    struct fact plain = *fact;
    if (wish_is_wanted(fact)) return true;
    bool is_most =
        fact->acted.act == ACT_DEFER && fact->acted.amount == permit->definition->deferral.value;
    if (!is_most) return false;
    plain.acted.amount = 0;
    return wish_is_wanted(&plain);
}

static void expect_wanted(const struct fact *fact, const struct issued *permit)
{
    const struct permit_question question = { .permit = permit,
                                              .act = fact->acted.act,
                                              .detail = fact->acted.detail,
                                              .amount = fact->acted.amount,
                                              .at_ms = fact->at_ms,
                                              .calendar = calendars_now() };
    const char *why = permit_obstacle(&question);
    if (why != NULL) audit_fault(fact, "%s", why);
    if (!is_wanted(fact, permit)) audit_fault(fact, "nobody who may wanted that");
    if (fact->acted.act == ACT_DEFER && fact->acted.amount == 0) audit_fault(fact, "by nothing");
    if (fact->acted.until_ms != 0) audit_fault(fact, "until when?");
}

/* By itself: a term that runs is over, and no other was over before. */
static void expect_due(const struct fact *fact, struct issued *permit)
{
    uint8_t kind = 0;
    int64_t due_ms = permit_due_ms(permit, &kind);
    uint8_t act = kind == TERM_START ? ACT_LAPSE : ACT_EXPIRE;
    if (kind == TERM_VALID && permit->renewal_ms != 0) act = ACT_DEEM_RENEWED;
    int64_t until_ms = act == ACT_DEEM_RENEWED ? 0 : due_ms - 1;
    if (!wish_is_own(fact)) audit_fault(fact, "only the broker itself does that");
    if (fact->at_ms < due_ms) audit_fault(fact, "before its time");
    if (fact->acted.act != act) audit_fault(fact, "act %u is due", act);
    if (fact->acted.until_ms != until_ms) audit_fault(fact, "its time was over at another time");
    if (fact->acted.detail != 0 || fact->acted.amount != 0) audit_fault(fact, "it says too much");
}

static void end(struct issued *permit, enum permit_end how, int64_t at_ms)
{
    if (how == PERMIT_DEREGISTERED) permit->is_struck_off = true;
    if (permit->end != 0) return;
    permit->end = (uint8_t)how;
    permit->ended_ms = at_ms;
}

static void change(struct issued *permit, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    switch (acted->act) {
        case ACT_DELIVER: permit->delivered_ms = fact->at_ms; break;
        case ACT_REVOKE: end(permit, PERMIT_REVOKED, fact->at_ms); break;
        case ACT_RECALL: end(permit, PERMIT_RECALLED, fact->at_ms); break;
        case ACT_DEREGISTER: end(permit, PERMIT_DEREGISTERED, fact->at_ms); break;
        case ACT_LAPSE: end(permit, PERMIT_LAPSED, acted->until_ms); break;
        case ACT_EXPIRE: end(permit, PERMIT_EXPIRED, acted->until_ms); break;
        case ACT_ASK_DEFERRAL: permit->deferral_ms = fact->at_ms; break;
        case ACT_DEFER:
            permit->deferrals++;
            permit->deferred += acted->amount;
            permit->deferral_ms = 0;
            break;
        case ACT_REFUSE_DEFERRAL: permit->deferral_ms = 0; break;
        case ACT_START_WORKS: permit->works_ms = fact->at_ms; break;
        case ACT_STOP_WORKS: permit->standstill_ms = fact->at_ms; break;
        case ACT_GO_ON_WORKS: permit->standstill_ms = 0; break;
        case ACT_ASK_RENEWAL: permit->renewal_ms = fact->at_ms; break;
        case ACT_RENEW:
        case ACT_DEEM_RENEWED:
            permit->renewals++;
            permit->renewal_ms = 0;
            break;
        case ACT_REFUSE_RENEWAL: permit->renewal_ms = 0; break;
        default: break;
    }
    permit_changed(permit);
}

static bool apply(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    bool is_own =
        fact->type == FACT_ACTED && acted->act >= ACT_DELIVER && acted->act <= ACT_DEEM_RENEWED;
    if (!is_own) return false;
    struct issued *permit = permit_of(bundle->number, acted->stage);
    if (permit == NULL) {
        audit_fault(fact, "nothing was issued");
        return true;
    }
    (act_roles(acted->act) == ACT_BY_NOBODY ? (void)expect_due(fact, permit)
                                            : expect_wanted(fact, permit));
    if (!onward_is_empty(&acted->onward) || acted->stages != 0) {
        audit_fault(fact, "something goes on");
    }
    change(permit, fact);
    permit_dossier_note(fact);
    if (is_followed(permit)) permit_wish_on(permit, acted->act, fact->position);
    return true;
}

static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    if (fact->type == FACT_CALENDAR_PUBLISHED) {
        permits_recount();
        calendar_ms = fact->at_ms;
    }
    if (bundle == NULL || fact->type != FACT_PERMITS_ISSUED) return;
    for (uint32_t i = 0; i < fact->permits_issued.permit_count; i++) {
        uint8_t stage = fact->permits_issued.permits[i].stage;
        if (bundle->procedure->stages[stage].permit[0] == '\0') continue;
        struct issued *permit = permit_issue(bundle, stage, fact->at_ms);
        if (is_followed(permit)) permit_wish_on(permit, 0, fact->position);
    }
}

/* ---- Answers --------------------------------------------------------------------------------- */

/* It cannot be done now, or could not at one of the latest moments at which the broker read something
 * from that peer. */
static bool is_refused(const struct wish *wish, const struct msg_error *error)
{
    const struct peer *peer = peer_at(wish->peer);
    struct permit_question question = { .permit = permit_of(wish->bundle, wish->stage),
                                        .act = wish->act,
                                        .detail = wish->detail,
                                        .amount = wish->amount,
                                        .at_ms = check_broker_ms(),
                                        .calendar = calendars_now() };
    if (error->number != ERR_ACT_IMPOSSIBLE) return false;
    bool is_right = permit_obstacle(&question) != NULL || wish_is_new(wish);
    for (uint32_t i = 0; i < PEER_READS && i < peer->read_count && !is_right; i++) {
        question.at_ms = peer->read_ms[(peer->read_count - 1 - i) % PEER_READS];
        question.calendar = calendars_at(question.at_ms, true);
        is_right = permit_obstacle(&question) != NULL;
        question.calendar = calendars_at(question.at_ms, false);
        is_right = is_right || permit_obstacle(&question) != NULL;
    }
    return is_right;
}

/* ---- Time ------------------------------------------------------------------------------------ */

/* What is due has happened. Of ended bundles the broker learns within a day that a calendar has brought
 * it nearer, and where memory is tight there must be room for them first; one whose time leaps past
 * while it is not yet stored again is looked at some turns later. */
static void look_at_time(int64_t now_ms)
{
    const struct issued *late = NULL;
    for (uint32_t i = 0; i < permit_count(); i++) {
        uint8_t kind = 0;
        struct issued *permit = permit_at(i);
        if (permit_due_ms(permit, &kind) > now_ms) continue;
        late = permit;
    }
    looks_late = late == NULL ? 0 : looks_late + 1;
    if (late == NULL) return;
    bool is_ended = audit_bundle(late->bundle)->result != RESULT_OPEN;
    bool is_excused = is_ended && now_ms <= calendar_ms + DAY_MS;
    if (is_excused || (is_ended && world_option(OPTION_tight) != 0)) return;
    if (is_ended && looks_late < LOOKS_LATE_MAX) return;
    world_fail("bundle %llu: the term of a permit, of stage %u, is over, and nothing has happened",
               (unsigned long long)late->bundle, late->stage);
}

/* ---- What is told ---------------------------------------------------------------------------- */

/* As of one of the latest moments at which the broker read something from this peer. */
static void judge(uint32_t peer, const struct message *message)
{
    if (message->type != MSG_BUNDLE) return;
    const struct bundle_image *image = &message->bundle.image;
    const struct peer *asking = peer_at(peer);
    struct permit_answer answer = { .bundle = audit_bundle(image->bundle),
                                    .told = &message->bundle };
    if (answer.bundle == NULL || answer.bundle->last_position != image->last_position) return;
    for (uint32_t i = 0; i < PEER_READS && i < asking->read_count; i++) {
        answer.at_ms = asking->read_ms[(asking->read_count - 1 - i) % PEER_READS];
        answer.calendar = calendars_at(answer.at_ms, true);
        if (permit_answer_is_right(&answer)) return;
        answer.calendar = calendars_at(answer.at_ms, false);
        if (permit_answer_is_right(&answer)) return;
    }
    world_fail("%s", answer.failure);
}

/* By turns one bundle, also one that has ended and is in no memory. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    static struct msg_bundle told;
    static struct msg_explanation explanation;
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    struct permit_answer answer = {
        .bundle = audit_bundle(number), .told = &told, .calendar = calendars_now(), .at_ms = now_ms
    };
    if (number == 0) return;
    if (engine_image(engine, number, &told.image) != OK) {
        if (check_ended(number) == NULL) return;
        told.image = *check_ended(number);
    }
    bool is_open = told.image.result == RESULT_OPEN;
    if (!is_open) {
        engine_explain_ended(engine, &told.image, now_ms, &explanation);
        answer.explanation = &explanation;
    } else if (!answer.bundle->is_suspended) { /* that is all that one waits for */
        bool is_told = engine_explain(engine, number, now_ms, &explanation) == OK;
        answer.explanation = is_told ? &explanation : NULL;
    }
    engine_terms(engine, &told.image, now_ms, &told);
    order_read_image(&told.image);
    if (!permit_answer_is_right(&answer)) world_fail("%s: %s", what, answer.failure);
}

const struct feature feature_permits = {
    .begin = begin,
    .draw_procedure = draw_procedure,
    .on_submitted = on_submitted,
    .act_refused = is_refused,
    .apply = apply,
    .take_fact = take_fact,
    .look_at_time = look_at_time,
    .next_ms = permit_wishes_next_ms,
    .judge = judge,
    .look = look,
};
