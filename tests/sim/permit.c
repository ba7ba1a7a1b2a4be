/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/permit.h"

#include "tests/sim/calendars.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#define PERMITS_MAX (PLAN_BUNDLES_MAX * STAGES_MAX)
#define MONTHS_OF_A_YEAR 12
#define MONTHS_MAX 12
#define YEARS_MAX 2

static struct issued permits[PERMITS_MAX];
static uint32_t count;
static uint16_t places[PLAN_BUNDLES_MAX][STAGES_MAX]; /* index + 1 */
static uint32_t newest;                               /* calendar: the n-th, from 1 */

void permits_begin(void)
{
    count = 0;
    newest = 1;
    memset(places, 0, sizeof places);
}

static struct limit draw_months(struct chance *chance, uint32_t most)
{
    uint16_t value = (uint16_t)(1 + (chance_below(chance, most) >> chance_below(chance, 3)));
    return (struct limit){ value, LIMIT_MONTHS };
}

void permit_draw_terms(struct chance *chance, struct procedure_stage *stage)
{
    struct limit days = { (uint16_t)(1 + chance_below(chance, 15)),
                          (uint8_t)(1 + chance_below(chance, LIMIT_NATURAL_DAYS)) };
    if (chance_one_in(chance, 2)) stage->delivery = days;
    if (!chance_one_in(chance, 3)) {
        stage->start_within = draw_months(chance, MONTHS_MAX);
        stage->deferrals = (uint8_t)((1 + chance_below(chance, 5)) / 2);
        if (stage->deferrals > 0) stage->deferral = draw_months(chance, 3);
    }
    if (chance_one_in(chance, 3)) return;
    stage->valid = draw_months(chance, YEARS_MAX * MONTHS_MAX);
    if (chance_one_in(chance, 3)) return;
    stage->renew_before =
        (struct limit){ (uint16_t)(1 + chance_below(chance, 40)), LIMIT_NATURAL_DAYS };
}

void permit_clear_terms(struct procedure_stage *stage)
{
    stage->delivery = stage->start_within = stage->deferral = (struct limit){ 0 };
    stage->valid = stage->renew_before = (struct limit){ 0 };
    stage->deferrals = 0;
}

struct issued *permit_issue(const struct audit_bundle *bundle, uint8_t stage, int64_t at_ms)
{
    assert(count < PERMITS_MAX);
    struct issued *permit = &permits[count++];
    *permit = (struct issued){ .bundle = bundle->number,
                               .stage = stage,
                               .definition = &bundle->procedure->stages[stage],
                               .issued_ms = at_ms };
    places[bundle->number - 1][stage] = (uint16_t)count;
    return permit;
}

struct issued *permit_of(uint64_t bundle, uint32_t stage)
{
    bool is_there = bundle > 0 && bundle <= PLAN_BUNDLES_MAX && stage < STAGES_MAX;
    uint16_t place = is_there ? places[bundle - 1][stage] : 0;
    return place == 0 ? NULL : &permits[place - 1];
}

uint32_t permit_count(void)
{
    return count;
}

struct issued *permit_at(uint32_t index)
{
    assert(index < count);
    return &permits[index];
}

void permit_changed(struct issued *permit)
{
    permit->due.calendar = 0;
}

void permits_recount(void)
{
    newest++;
}

/* ---- Terms ----------------------------------------------------------------------------------- */

struct limit permit_limit(const struct issued *permit, enum term_kind kind)
{
    struct limit limit = permit->definition->delivery;
    if (kind == TERM_START) limit = permit->definition->start_within;
    if (kind == TERM_VALID) limit = permit->definition->valid;
    if (limit.value == 0) return limit;
    if (kind == TERM_START) limit.value = (uint16_t)(limit.value + permit->deferred);
    if (kind == TERM_VALID) limit.value = (uint16_t)(limit.value * (1 + permit->renewals));
    return limit;
}

int64_t permit_end_ms(const struct issued *permit, enum term_kind kind,
                      const struct day_count *calendar)
{
    return day_count_term(calendar, permit_limit(permit, kind), permit->issued_ms,
                          permit->issued_ms)
        .due_ms;
}

/* Something happens by itself when this term is over. */
static bool is_running(const struct issued *permit, enum term_kind kind)
{
    if (permit->end != 0 || kind == TERM_DELIVERY) return false;
    if (permit_limit(permit, kind).value == 0) return false;
    return kind == TERM_VALID || (permit->works_ms == 0 && permit->deferral_ms == 0);
}

/* The first instant after the term that ends first. */
static int64_t due_by(const struct issued *permit, const struct day_count *calendar, uint8_t *kind)
{
    int64_t first_ms = INT64_MAX;
    for (enum term_kind each = TERM_START; each <= TERM_VALID; each++) {
        if (!is_running(permit, each)) continue;
        int64_t due_ms = permit_end_ms(permit, each, calendar) + 1;
        if (due_ms < first_ms) *kind = (uint8_t)each;
        if (due_ms < first_ms) first_ms = due_ms;
    }
    return first_ms;
}

int64_t permit_due_ms(struct issued *permit, uint8_t *kind)
{
    if (permit->due.calendar != newest) {
        permit->due.calendar = newest;
        permit->due.at_ms = due_by(permit, calendars_now(), &permit->due.kind);
    }
    *kind = permit->due.kind;
    return permit->due.at_ms;
}

/* ---- What can be done ------------------------------------------------------------------------ */

/* 许可法 70 */
static const char *striking_off(const struct issued *permit, uint8_t ground)
{
    bool is_undone = permit->end == PERMIT_REVOKED || permit->end == PERMIT_RECALLED;
    if (permit->is_struck_off) return "it was struck off";
    switch (ground) {
        case 1: return permit->end == PERMIT_EXPIRED ? NULL : "it has not expired";
        case 4: return is_undone ? NULL : "nobody revoked or recalled it";
        case 2:
        case 3:
        case 5: return permit->end == 0 ? NULL : "it is no more in force";
        case 6: return NULL;
        default: return "there are six grounds";
    }
}

/* 建筑法 9 */
static const char *deferral(const struct permit_question *question)
{
    const struct issued *permit = question->permit;
    uint16_t most = permit->definition->deferral.value;
    if (most == 0) return "it cannot be deferred";
    if (permit->works_ms != 0) return "works have begun";
    if (question->act == ACT_ASK_DEFERRAL) {
        if (permit->deferral_ms != 0) return "that is asked for already";
        return permit->deferrals < permit->definition->deferrals ? NULL : "often enough";
    }
    if (permit->deferral_ms == 0) return "nobody has asked";
    return question->amount <= most ? NULL : "that is too long";
}

/* 建筑法 9, 10: after a year it must have been checked. */
static const char *works(const struct permit_question *question)
{
    const struct issued *permit = question->permit;
    if (permit->definition->start_within.value == 0) return "there are no works";
    if (question->act == ACT_START_WORKS) return permit->works_ms == 0 ? NULL : "they have begun";
    if (permit->works_ms == 0) return "they have not begun";
    if (question->act == ACT_STOP_WORKS) {
        return permit->standstill_ms == 0 ? NULL : "they stand still";
    }
    if (permit->standstill_ms == 0) return "they do not stand still";
    int32_t since = day_count_of(question->calendar, permit->standstill_ms);
    int32_t today = day_count_of(question->calendar, question->at_ms);
    bool is_long = today >= day_count_months(since, MONTHS_OF_A_YEAR);
    return is_long && question->detail != GO_ON_CHECKED ? "it must be checked" : NULL;
}

/* 许可法 50: so many days before the end at the latest, and not in the term before the one that was
 * granted last. */
static const char *renewal(const struct permit_question *question)
{
    const struct issued *permit = question->permit;
    if (permit->definition->valid.value == 0) return "it does not expire";
    if (question->act != ACT_ASK_RENEWAL) return permit->renewal_ms != 0 ? NULL : "nobody asked";
    if (permit->renewal_ms != 0) return "that is asked for already";
    struct issued before = *permit;
    before.renewals--;
    bool is_ahead = permit->renewals > 0 &&
                    question->at_ms <= permit_end_ms(&before, TERM_VALID, question->calendar);
    if (is_ahead) return "the term that was granted has not begun";
    int64_t end_ms = permit_end_ms(permit, TERM_VALID, question->calendar);
    int32_t last = day_count_of(question->calendar, end_ms);
    last -= permit->definition->renew_before.value;
    return day_count_of(question->calendar, question->at_ms) <= last ? NULL : "it is too late";
}

const char *permit_obstacle(const struct permit_question *question)
{
    const struct issued *permit = question->permit;
    uint8_t kind = 0;
    if (permit == NULL) return "nothing was issued";
    if (question->act == ACT_DEREGISTER) {
        const char *why = striking_off(permit, question->detail);
        if (why != NULL) return why;
    } else if (permit->end != 0) {
        return "it is no more in force";
    }
    if (due_by(permit, question->calendar, &kind) <= question->at_ms) return "its time is over";
    switch (question->act) {
        case ACT_DELIVER: return permit->delivered_ms == 0 ? NULL : "it was delivered";
        case ACT_REVOKE: return question->detail <= 6 ? NULL : "there are six grounds";
        case ACT_RECALL: return question->detail <= 2 ? NULL : "there are two grounds";
        case ACT_ASK_DEFERRAL:
        case ACT_DEFER:
        case ACT_REFUSE_DEFERRAL: return deferral(question);
        case ACT_START_WORKS:
        case ACT_STOP_WORKS:
        case ACT_GO_ON_WORKS: return works(question);
        case ACT_ASK_RENEWAL:
        case ACT_RENEW:
        case ACT_REFUSE_RENEWAL: return renewal(question);
        default: return NULL;
    }
}
