/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/timers.h"

#include "broker/core/after_issue.h"
#include "broker/core/card.h"
#include "broker/core/commitment.h"
#include "broker/core/correction.h"
#include "broker/core/deemed.h"
#include "broker/core/hold.h"
#include "broker/core/intake.h"
#include "broker/core/suspension.h"
#include "broker/core/tolerance.h"

/* In this order where several are due at once. */
/* clang-format off */
static const struct timer_rule rules[] = {
    { false, false, suspension_due, suspension_run },
    { false, false, intake_due, intake_run },
    { false, false, correction_due, correction_run },
    { false, false, hold_due, hold_run },
    { false, false, tolerance_due, tolerance_run },
    { true, false, commitment_due, commitment_run },
    { false, true, deemed_due, deemed_run },
    { false, true, card_due, card_run },
    { true, true, after_issue_due, after_issue_run },
};
/* clang-format on */
#define RULE_COUNT (sizeof rules / sizeof rules[0])

/* Ties are broken by the bundle's number, so that the order does not depend on how it came to be. */
static bool is_before(const void *context, uint32_t left, uint32_t right)
{
    const struct bundles *bundles = context;
    const struct bundle *a = &bundles->at[left];
    const struct bundle *b = &bundles->at[right];

    assert(a->timer_due_ms != INT64_MAX);
    assert(b->timer_due_ms != INT64_MAX);
    if (a->timer_due_ms != b->timer_due_ms) return a->timer_due_ms < b->timer_due_ms;
    return a->number < b->number;
}

static void is_placed(void *context, uint32_t ref, uint32_t index)
{
    struct bundles *bundles = context;

    assert(ref < bundles->high);
    bundles->at[ref].timer_index = index + 1;
}

void timers_init(struct timers *timers, struct arena *arena, struct bundles *bundles,
                 uint32_t count_max)
{
    assert(bundles != NULL);
    assert(count_max > 0);
    *timers = (struct timers){
        .bundles = bundles,
        .heap = {
            .refs = arena_take(arena, count_max, sizeof(uint32_t)),
            .count_max = count_max,
            .context = bundles,
            .is_before = is_before,
            .is_placed = is_placed,
        },
    };
}

/* The rule whose time comes first, and that time; RULE_COUNT: there is none. */
static size_t rule_first(const struct engine *engine, uint32_t index, int64_t *due_ms)
{
    size_t first = RULE_COUNT;
    bool is_ended = engine->bundles.at[index].result != RESULT_OPEN;
    bool is_full = engine->bundles.at[index].entry_count == ENTRIES_MAX;

    assert(engine->bundles.at[index].number != 0);
    *due_ms = INT64_MAX;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (is_ended && !rules[i].also_ended) continue;
        if (is_full && rules[i].enters) continue;
        int64_t rule_ms = rules[i].due(engine, index);
        if (rule_ms >= *due_ms) continue;
        *due_ms = rule_ms;
        first = i;
    }
    return first;
}

/* Nothing of what rules look at is there: most bundles, most of the time. */
static bool is_timeless(const struct engine *engine, const struct bundle *bundle)
{
    const struct published *published = &engine->published.at[bundle->procedure];

    assert(bundle->procedure < engine->published.count);
    return bundle->entry_count == 0 && bundle->timer_index == 0 && !published->is_timed &&
           (published->timed | published->termed) == 0 &&
           (bundle->in[STAGE_GRANTED] & published->holding) == 0;
}

static void leave(struct heap *heap, struct bundle *bundle, uint32_t index)
{
    if (bundle->timer_index == 0) return;
    assert(heap->refs[bundle->timer_index - 1] == index);
    heap_remove(heap, bundle->timer_index - 1);
    bundle->timer_index = 0;
}

void timers_forget(struct engine *engine, uint32_t index)
{
    assert(index < engine->bundles.high);
    leave(&engine->timers.heap, &engine->bundles.at[index], index);
}

void timers_update(struct engine *engine, uint32_t index)
{
    struct bundle *bundle = &engine->bundles.at[index];
    struct heap *heap = &engine->timers.heap;
    int64_t due_ms = INT64_MAX;

    assert(index < engine->bundles.high);
    if (engine->is_restoring || is_timeless(engine, bundle)) return;
    rule_first(engine, index, &due_ms);
    if (bundle->timer_index != 0 && due_ms == bundle->timer_due_ms) return;
    leave(heap, bundle, index);
    bundle->timer_due_ms = due_ms;
    if (due_ms != INT64_MAX) heap_add(heap, index);
}

void timers_rebuild(struct engine *engine)
{
    assert(!engine->is_restoring);
    engine->timers.heap.count = 0;
    for (uint32_t i = 0; i < engine->bundles.high; i++) {
        if (engine->bundles.at[i].number == 0) continue;
        engine->bundles.at[i].timer_index = 0;
        timers_update(engine, i);
    }
}

int64_t timers_next_due_ms(const struct timers *timers)
{
    if (timers->heap.count == 0) return INT64_MAX;
    assert(timers->bundles->at[heap_first(&timers->heap)].timer_index == 1);
    return timers->bundles->at[heap_first(&timers->heap)].timer_due_ms;
}

static const struct published *published_of(const struct engine *engine, uint32_t index)
{
    assert(index < engine->bundles.high);
    assert(engine->bundles.at[index].procedure < engine->published.count);
    return &engine->published.at[engine->bundles.at[index].procedure];
}

/* Room for what a rule does: for an entry of the dossier, if it takes one, and for the counters of the
 * permits that may be issued then. */
static bool can_run(const struct step *step, uint32_t index, const struct timer_rule *rule)
{
    const struct bundles *bundles = &step->engine->bundles;
    const struct bundle *bundle = &bundles->at[index];

    assert(bundle->number != 0);
    if (bundle->result == RESULT_OPEN &&
        !cascade_has_room(step, published_of(step->engine, index))) {
        return false;
    }
    return !rule->enters || bundle_has_entries(bundles, bundle, 1, ENTRIES_MAX);
}

/* There is no room: what is due must wait until there is. */
static void put_off(struct step *step, uint32_t index)
{
    struct bundle *bundle = &step->engine->bundles.at[index];
    struct heap *heap = &step->engine->timers.heap;

    assert(bundle->timer_due_ms <= step->event->now_ms);
    leave(heap, bundle, index);
    bundle->timer_due_ms = step->event->now_ms + step->engine->limits.busy_after_ms + 1;
    heap_add(heap, index);
}

/* The first rule of the bundle at an index, which is due. */
static void run_first(struct step *step, uint32_t index)
{
    int64_t due_ms;
    size_t rule = rule_first(step->engine, index, &due_ms);
    uint32_t fact_count = step->facts->count;

    if (due_ms > step->event->now_ms) { /* there is no room for it any more */
        timers_update(step->engine, index);
        return;
    }
    assert(rule < RULE_COUNT);
    if (!can_run(step, index, &rules[rule])) {
        put_off(step, index);
        return;
    }
    rules[rule].run(step, index);
    assert(step->facts->count > fact_count);
}

static bool has_room(const struct step *step)
{
    return step->facts->count + STEP_RESERVE <= STEP_FACTS_MAX &&
           step->effects->count + STEP_RESERVE <= STEP_EFFECTS_MAX;
}

void timers_run_for(struct step *step, uint32_t index)
{
    const struct bundle *bundle = &step->engine->bundles.at[index];

    assert(bundle->number != 0);
    while (bundle->timer_index != 0 && bundle->timer_due_ms <= step->event->now_ms) {
        if (step->facts->count == STEP_RESERVE) return; /* next time */
        run_first(step, index);
    }
}

void timers_run(struct step *step)
{
    struct engine *engine = step->engine;

    assert(step->event->type == EVENT_TICK);
    if (step->event->room == ROOM_NONE) return;
    while (timers_next_due_ms(&engine->timers) <= step->event->now_ms) {
        if (!has_room(step)) return;
        run_first(step, heap_first(&engine->timers.heap));
    }
}
