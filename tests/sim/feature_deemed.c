/* SPDX-License-Identifier: Apache-2.0 */
/* Deemed agreement: in one procedure of two some stages count as agreed, or granted, when their time is
 * over. The broker says so itself: not in time, not later, not by a guess, and it stays marked.
 * Source: proto/SPEC.md 8.1 "deem", 13.2 "on_timeout". */
#include "tests/sim/calendars.h"
#include "tests/sim/clocks.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/returns.h"
#include "tests/sim/signers.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"
#include "tongfa/state.h"

/* The first instant at which a stage's time is over, as long as no fact and no calendar comes. */
struct due {
    uint64_t position; /* of the bundle's last fact, when it was counted */
    uint64_t calendars;
    int64_t at_ms;
};

static struct due dues[PLAN_BUNDLES_MAX][STAGES_MAX];
static set32 deemed[PLAN_BUNDLES_MAX];
static uint64_t calendars_seen;
static uint64_t looked;

static void begin(void)
{
    memset(dues, 0, sizeof dues);
    memset(deemed, 0, sizeof deemed);
    calendars_seen = 0;
    looked = 0;
}

static void draw_procedure(struct procedure *procedure, uint32_t index)
{
    struct chance chance =
        world_chance("deem", index + 100 * (uint64_t)world_option(OPTION_variant));
    bool is_chosen = chance_one_in(&chance, 2) && world_option(OPTION_deem) != 0;
    for (uint32_t i = 0; i < procedure->stage_count && is_chosen; i++) {
        struct procedure_stage *stage = &procedure->stages[i];
        bool is_one = chance_below(&chance, 1000) < world_option(OPTION_deem);
        bool is_apt = stage->clock_from != CLOCK_NONE && signers_count(procedure, i) == 0;
        if (is_one && is_apt) stage->on_timeout = ON_TIMEOUT_AGREE;
    }
}

static void predict(const struct plan_bundle *bundle, struct prediction *made)
{
    uint64_t number = audit_number((uint32_t)(bundle - plan.bundles));
    if (number != 0) made->refusals &= ~deemed[number - 1];
}

/* ---- When it is due -------------------------------------------------------------------------- */

/* Not while the end rests on a year that is not published. */
static int64_t count_due(const struct audit_bundle *bundle, uint8_t stage, int64_t now_ms)
{
    struct clock_now clock;
    if (!clock_read(bundle, stage, now_ms, &clock)) return INT64_MAX;
    struct limit limit = clock.statutory.value != 0 ? clock.statutory : clock.promised;
    if (limit.value == 0) return INT64_MAX;
    clock.course.until_ms = day_count_limit(calendars_now(), limit, &clock.course).due_ms + 1;
    struct day_counted counted = day_count_limit(calendars_now(), limit, &clock.course);
    return counted.provisional ? INT64_MAX : counted.due_ms + 1;
}

/* INT64_MAX: it is not, as things stand. */
static int64_t due_of(const struct audit_bundle *bundle, uint8_t stage, int64_t now_ms)
{
    struct due *due = &dues[bundle->number - 1][stage];
    bool is_timed = bundle->procedure->stages[stage].on_timeout == ON_TIMEOUT_AGREE;
    bool is_known = due->position == bundle->last_position && due->calendars == calendars_seen;
    if (!is_timed || bundle->stages[stage].state != STAGE_REVIEWING) return INT64_MAX;
    if (bundle->is_suspended || bundle->is_received || returns_await(bundle, stage)) {
        return INT64_MAX;
    }
    if (is_known) return due->at_ms;
    *due = (struct due){ bundle->last_position, calendars_seen, 0 };
    due->at_ms = count_due(bundle, stage, now_ms);
    return due->at_ms;
}

static int64_t first_due(int64_t now_ms, uint64_t *number)
{
    int64_t first_ms = INT64_MAX;
    for (uint64_t i = 1; i <= audit_bundle_count(); i++) {
        const struct audit_bundle *bundle = audit_bundle(i);
        if (bundle->result != RESULT_OPEN) continue;
        for (uint32_t k = 0; k < bundle->procedure->stage_count; k++) {
            int64_t due_ms = due_of(bundle, (uint8_t)k, now_ms);
            if (due_ms >= first_ms) continue;
            first_ms = due_ms;
            *number = i;
        }
    }
    return first_ms;
}

static void look_at_time(int64_t now_ms)
{
    uint64_t number = 0;
    if (first_due(now_ms, &number) > now_ms) return;
    world_fail("bundle %llu: a stage is not deemed to have agreed, though its time is over",
               (unsigned long long)number);
}

/* ---- Facts ----------------------------------------------------------------------------------- */

/* What is there of a job is called off. */
static bool apply(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    if (fact->type != FACT_ACTED || acted->act != ACT_DEEM) return false;
    if (acted->stage >= bundle->procedure->stage_count) {
        audit_fault(fact, "of no stage");
        return true;
    }
    bool is_opinion = bundle->procedure->stages[acted->stage].opinion;
    struct audit_stage *stage = &bundle->stages[acted->stage];
    int64_t due_ms = due_of(bundle, acted->stage, fact->at_ms);
    if (!wish_is_own(fact)) audit_fault(fact, "by somebody");
    if (due_ms == INT64_MAX) audit_fault(fact, "its time does not end");
    if (fact->at_ms < due_ms) audit_fault(fact, "before its time is over");
    if (acted->detail != (is_opinion ? VERDICT_AGREE : VERDICT_GRANT)) {
        audit_fault(fact, "as %u", acted->detail);
    }
    if (acted->stages != 0) audit_fault(fact, "it is of other stages");
    stage->state = STAGE_SEALED;
    stage->job = JOB_CANCELLED;
    deemed[bundle->number - 1] |= set_of(acted->stage);
    return true;
}

/* Reviewed again, it is deemed nothing any more. */
static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    if (fact->type == FACT_CALENDAR_PUBLISHED) calendars_seen++;
    if (bundle == NULL) return;
    if (fact->type == FACT_VERDICT_GIVEN) {
        const struct due *due = &dues[bundle->number - 1][fact->verdict_given.stage];
        bool is_known = due->position == fact->previous && due->calendars == calendars_seen;
        bool is_late = is_known && due->position != 0 && due->at_ms <= fact->at_ms;
        if (is_late) audit_fault(fact, "it had agreed by silence before");
    }
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        enum stage_state state = bundle->stages[i].state;
        bool is_again = state == STAGE_WAITING || state == STAGE_REVIEWING;
        if (is_again) deemed[bundle->number - 1] &= ~set_of(i);
    }
}

/* An engine that has applied what the audit has: by turns one bundle. Each stage that is deemed to have agreed
 * is marked, and its clock was late. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    static struct bundle_image image;
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    const struct audit_bundle *bundle = audit_bundle(number);
    set32 marked = 0;
    (void)now_ms;
    if (bundle == NULL || order_image(engine, number, &image) != OK) return;
    for (uint32_t i = 0; i < image.entry_count; i++) {
        const struct entry *entry = &image.entries[i];
        bool is_open = entry->kind == ENTRY_DEEMED && entry->until_ms == 0;
        if (is_open) marked |= set_of(entry->stage);
    }
    if (marked == deemed[number - 1]) return;
    world_fail("%s: bundle %llu: 0x%x are deemed to have agreed, should be 0x%x", what,
               (unsigned long long)number, marked, deemed[number - 1]);
}

const struct feature feature_deemed = {
    .begin = begin,
    .draw_procedure = draw_procedure,
    .predict = predict,
    .apply = apply,
    .take_fact = take_fact,
    .look_at_time = look_at_time,
    .look = look,
};
