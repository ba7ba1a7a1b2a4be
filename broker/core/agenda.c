/* SPDX-License-Identifier: Apache-2.0 */
/* Leases of one length end in the order in which they are given, so there is nothing to search: each
 * length gets a list of its own by itself, since a job goes behind the latest end of a list that is
 * not later than its own. What fits behind none (after renewals, odd delays, a restart) goes into
 * the heap. So the ordinary costs O(1), the worst O(log n), and the order is the same.
 *
 * Rejected: the heap for all. It compares and moves jobs of other bundles, and with ten thousand
 * leases out each of them is a cache miss; neighbours in a list were leased together and mostly end
 * together. A wheel of time slots: who is first in it must be searched for. */
#include "broker/core/agenda.h"

#define LIST_HEAP UINT8_MAX
_Static_assert(AGENDA_LISTS_MAX < LIST_HEAP, "a list's number stands in one byte");

static const struct agenda_list empty_list = {
    .first = STAGE_REF_NONE,
    .last = STAGE_REF_NONE,
    .first_due_ms = INT64_MAX,
    .last_due_ms = INT64_MIN,
};

/* Ties are broken by position, and of leases given by one fact by stage, so that the order does not
 * depend on how the agenda came to be. */
static bool is_before(const void *context, uint32_t left, uint32_t right)
{
    const struct stage *a = bundles_stage_of_ref(context, left);
    const struct stage *b = bundles_stage_of_ref(context, right);

    assert(a->job == JOB_LEASED || a->job == JOB_DELAYED);
    assert(b->job == JOB_LEASED || b->job == JOB_DELAYED);
    if (a->due_ms != b->due_ms) return a->due_ms < b->due_ms;
    if (a->changed_position != b->changed_position) {
        return a->changed_position < b->changed_position;
    }
    return left < right;
}

/* The heap tells where each reference stands. */
static void heap_is_placed(void *context, uint32_t ref, uint32_t index)
{
    struct stage *stage = bundles_stage_of_ref(context, ref);
    assert(stage->clock_list == LIST_HEAP);
    stage->clock.heap_index = index;
}

void agenda_init(struct agenda *agenda, struct arena *arena, const struct bundles *bundles,
                 uint32_t jobs_max)
{
    assert(bundles != NULL);
    assert(jobs_max > 0);
    *agenda = (struct agenda){
        .bundles = bundles,
        .heap = {
            .refs = arena_take(arena, jobs_max, sizeof(uint32_t)),
            .count_max = jobs_max,
            .context = (void *)bundles,
            .is_before = is_before,
            .is_placed = heap_is_placed,
        },
    };
}

void agenda_forget(struct agenda *agenda)
{
    assert(agenda->bundles != NULL);
    agenda->list_count = 0;
    agenda->heap.count = 0;
}

/* ---- Lists --------------------------------------------------------------------------------- */

/* A job may stand behind the last one of a list. */
static bool is_behind(const struct agenda *agenda, stage_ref ref, const struct stage *stage,
                      const struct agenda_list *list)
{
    assert(list->last != ref);
    if (list->last == STAGE_REF_NONE) return true;
    if (stage->due_ms != list->last_due_ms) return stage->due_ms > list->last_due_ms;
    return is_before(agenda->bundles, list->last, ref);
}

/* The list with the latest end that a job may stand behind, an empty one if there is none, or
 * LIST_HEAP. */
static uint8_t choose(struct agenda *agenda, stage_ref ref, const struct stage *stage)
{
    uint32_t chosen = LIST_HEAP;
    int64_t end_ms = INT64_MIN;

    assert(agenda->list_count <= AGENDA_LISTS_MAX);
    for (uint32_t i = 0; i < agenda->list_count; i++) {
        const struct agenda_list *list = &agenda->lists[i];
        if (chosen != LIST_HEAP && list->last_due_ms <= end_ms) continue;
        if (!is_behind(agenda, ref, stage, list)) continue;
        chosen = i;
        end_ms = list->last_due_ms;
    }
    if (chosen == LIST_HEAP && agenda->list_count < AGENDA_LISTS_MAX) {
        chosen = agenda->list_count++;
        agenda->lists[chosen] = empty_list;
    }
    return (uint8_t)chosen;
}

static void append(struct agenda *agenda, struct agenda_list *list, stage_ref ref,
                   struct stage *stage)
{
    assert(stage->due_ms >= list->last_due_ms);
    stage->clock.previous = list->last;
    stage->clock.next = STAGE_REF_NONE;
    if (list->last == STAGE_REF_NONE) {
        list->first = ref;
        list->first_due_ms = stage->due_ms;
    } else {
        bundles_stage_of_ref(agenda->bundles, list->last)->clock.next = ref;
    }
    list->last = ref;
    list->last_due_ms = stage->due_ms;
}

/* Out of its list, whose ends may be others now. */
static void take_out(struct agenda *agenda, struct agenda_list *list, stage_ref ref,
                     const struct stage *stage)
{
    stage_ref previous = stage->clock.previous;
    stage_ref next = stage->clock.next;

    assert((previous == STAGE_REF_NONE) == (list->first == ref));
    assert((next == STAGE_REF_NONE) == (list->last == ref));
    if (previous == STAGE_REF_NONE && next == STAGE_REF_NONE) {
        *list = empty_list;
        return;
    }
    if (previous == STAGE_REF_NONE) {
        struct stage *first = bundles_stage_of_ref(agenda->bundles, next);
        first->clock.previous = STAGE_REF_NONE;
        list->first = next;
        list->first_due_ms = first->due_ms;
    } else if (next == STAGE_REF_NONE) {
        struct stage *last = bundles_stage_of_ref(agenda->bundles, previous);
        last->clock.next = STAGE_REF_NONE;
        list->last = previous;
        list->last_due_ms = last->due_ms;
    } else {
        bundles_stage_of_ref(agenda->bundles, previous)->clock.next = next;
        bundles_stage_of_ref(agenda->bundles, next)->clock.previous = previous;
    }
}

/* ---- All of it ----------------------------------------------------------------------------- */

void agenda_add(struct agenda *agenda, stage_ref ref)
{
    struct stage *stage = bundles_stage_of_ref(agenda->bundles, ref);

    assert(stage->job == JOB_LEASED || stage->job == JOB_DELAYED);
    stage->clock_list = choose(agenda, ref, stage);
    if (stage->clock_list == LIST_HEAP) {
        heap_add(&agenda->heap, ref);
        return;
    }
    append(agenda, &agenda->lists[stage->clock_list], ref, stage);
}

void agenda_remove(struct agenda *agenda, stage_ref ref)
{
    const struct stage *stage = bundles_stage_of_ref(agenda->bundles, ref);

    assert(stage->job == JOB_LEASED || stage->job == JOB_DELAYED);
    if (stage->clock_list == LIST_HEAP) {
        heap_remove(&agenda->heap, stage->clock.heap_index);
        return;
    }
    assert(stage->clock_list < agenda->list_count);
    take_out(agenda, &agenda->lists[stage->clock_list], ref, stage);
    while (agenda->list_count > 0 &&
           agenda->lists[agenda->list_count - 1].first == STAGE_REF_NONE) {
        agenda->list_count--;
    }
}

stage_ref agenda_first(const struct agenda *agenda)
{
    stage_ref first = agenda->heap.count == 0 ? STAGE_REF_NONE : heap_first(&agenda->heap);

    assert(agenda->list_count <= AGENDA_LISTS_MAX);
    for (uint32_t i = 0; i < agenda->list_count; i++) {
        stage_ref other = agenda->lists[i].first;
        if (other == STAGE_REF_NONE) continue;
        bool is_first = first == STAGE_REF_NONE || is_before(agenda->bundles, other, first);
        if (is_first) first = other;
    }
    return first;
}

int64_t agenda_next_due_ms(const struct agenda *agenda)
{
    int64_t due_ms = INT64_MAX;

    assert(agenda->list_count <= AGENDA_LISTS_MAX);
    if (agenda->heap.count > 0) {
        due_ms = bundles_stage_of_ref(agenda->bundles, heap_first(&agenda->heap))->due_ms;
    }
    for (uint32_t i = 0; i < agenda->list_count; i++) {
        if (agenda->lists[i].first_due_ms < due_ms) due_ms = agenda->lists[i].first_due_ms;
    }
    return due_ms;
}
