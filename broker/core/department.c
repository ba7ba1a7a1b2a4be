/* SPDX-License-Identifier: Apache-2.0 */
/* Departments, found by name, listed by name, and kept for ever.
 *
 * The sorted list is rewritten when a department appears, which happens when a procedure is
 * published; statistics page through it all the time. */
#include "broker/core/department.h"

#include "broker/core/mix.h"

_Static_assert(PRIORITY_COUNT <= 32, "ready_levels has a bit for each");

void departments_init(struct departments *departments, struct arena *arena, uint32_t count_max,
                      uint32_t jobs_max)
{
    assert(count_max > 0);
    assert(count_max <= DEPARTMENTS_MAX);

    *departments = (struct departments){
        .at = arena_take(arena, count_max, sizeof(struct department)),
        .sorted = arena_take(arena, count_max, sizeof(uint16_t)),
        .count_max = count_max,
        .hot_first = DEPARTMENT_NONE,
        .hot_last = DEPARTMENT_NONE,
    };
    map_init(&departments->by_name, arena, count_max);
    lanes_init(&departments->lanes, arena, jobs_max);
}

uint16_t departments_find(const struct departments *departments, const struct name *name)
{
    uint32_t tag = tag_of_name(name);
    uint32_t index = 0;

    for (uint32_t at = map_first(&departments->by_name, tag, &index); at != MAP_END;
         at = map_after(&departments->by_name, at, tag, &index)) {
        assert(index < departments->count);
        if (name_is_equal(&departments->at[index].name, name)) return (uint16_t)index;
    }
    return DEPARTMENT_NONE;
}

/* An earlier stage has the same department. */
static bool is_named_before(const struct procedure *procedure, uint32_t stage)
{
    const struct name *name = &procedure->stages[stage].department;

    for (uint32_t i = 0; i < stage; i++) {
        if (name_is_equal(&procedure->stages[i].department, name)) return true;
    }
    return false;
}

uint32_t departments_missing(const struct departments *departments,
                             const struct procedure *procedure)
{
    uint32_t missing = 0;

    assert(procedure->stage_count <= STAGES_MAX);
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        if (is_named_before(procedure, i)) continue;
        const struct name *name = &procedure->stages[i].department;
        if (departments_find(departments, name) == DEPARTMENT_NONE) missing++;
    }
    return missing;
}

uint32_t departments_after(const struct departments *departments, const struct name *name)
{
    uint32_t low = 0;
    uint32_t high = departments->count;

    assert(departments->count <= departments->count_max);
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        const struct name *other = &departments->at[departments->sorted[middle]].name;
        if (memcmp(other->text, name->text, sizeof name->text) <= 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    assert(low <= departments->count);
    return low;
}

/* Nothing is ready, nothing parked. */
static void forget_jobs(struct department *department)
{
    assert(!name_is_empty(&department->name));
    for (uint32_t priority = 0; priority < PRIORITY_COUNT; priority++) {
        line_init(&department->ready[priority]);
    }
    job_queue_init(&department->parked);
    department->ready_levels = 0;
    department->ready_count = 0;
    department->leased_count = 0;
    department->delayed_count = 0;
    memset(department->card_counts, 0, sizeof department->card_counts);
}

uint16_t departments_add(struct departments *departments, const struct name *name)
{
    uint16_t found = departments_find(departments, name);
    if (found != DEPARTMENT_NONE) return found;

    assert(departments->count < departments->count_max);
    assert(!name_is_empty(name));
    uint16_t index = (uint16_t)departments->count;
    uint32_t place = departments_after(departments, name);
    memmove(&departments->sorted[place + 1], &departments->sorted[place],
            (departments->count - place) * sizeof *departments->sorted);
    departments->sorted[place] = index;
    departments->count++;
    struct department *department = &departments->at[index];
    *department = (struct department){
        .name = *name,
        .free_first = SESSION_NONE,
        .free_last = SESSION_NONE,
        .hot_next = DEPARTMENT_NONE,
    };
    forget_jobs(department);
    map_add(&departments->by_name, tag_of_name(name), index);
    return index;
}

void departments_forget_jobs(struct departments *departments)
{
    assert(departments->count <= departments->count_max);
    for (uint32_t i = 0; i < departments->count; i++) {
        forget_jobs(&departments->at[i]);
    }
    lanes_forget(&departments->lanes);
}

void departments_add_ready(struct departments *departments, uint16_t index,
                           const struct bundles *bundles, stage_ref ref)
{
    uint32_t stage;
    const struct bundle *bundle = bundles_of_ref(bundles, ref, &stage);
    struct department *department = &departments->at[index];
    const struct lane_owner owner = {
        .submitter = bundle->submitter,
        .department = index,
        .priority = bundle->priority,
    };

    assert(index < departments->count);
    assert(bundle->priority < PRIORITY_COUNT);
    line_append(&department->ready[bundle->priority], &departments->lanes, bundles, ref, &owner);
    department->ready_levels |= set_of(bundle->priority);
    department->ready_count++;
}

void departments_remove_ready(struct departments *departments, uint16_t index,
                              const struct bundles *bundles, stage_ref ref)
{
    uint32_t stage;
    const struct bundle *bundle = bundles_of_ref(bundles, ref, &stage);
    struct department *department = &departments->at[index];
    struct line *line = &department->ready[bundle->priority];

    assert(index < departments->count);
    assert(department->ready_count > 0);
    line_remove(line, &departments->lanes, bundles, ref);
    if (line->job_count == 0) department->ready_levels &= ~set_of(bundle->priority);
    department->ready_count--;
}

void departments_pass_turn(struct departments *departments, uint16_t index,
                           const struct bundles *bundles, stage_ref ref)
{
    uint32_t stage;
    uint32_t priority = bundles_of_ref(bundles, ref, &stage)->priority;

    assert(index < departments->count);
    assert(set_has(departments->at[index].ready_levels, priority));
    line_pass(&departments->at[index].ready[priority], &departments->lanes, bundles, ref);
}

stage_ref departments_next_ready(const struct departments *departments, uint16_t index)
{
    assert(index < departments->count);
    const struct department *department = &departments->at[index];
    uint32_t priority = 0;

    assert(department->ready_levels != 0);
    while (!set_has(department->ready_levels, priority)) {
        priority++;
    }
    return line_next(&department->ready[priority], &departments->lanes);
}

bool department_is_matching(const struct department *department)
{
    assert((department->ready_count == 0) == (department->ready_levels == 0));
    assert((department->free_count == 0) == (department->free_first == SESSION_NONE));
    return department->ready_count > 0 && department->free_count > 0;
}

void departments_heat(struct departments *departments, uint16_t index)
{
    assert(index < departments->count);
    struct department *department = &departments->at[index];

    if (department->is_hot || !department_is_matching(department)) return;
    department->is_hot = true;
    department->hot_next = DEPARTMENT_NONE;
    if (departments->hot_last == DEPARTMENT_NONE) {
        departments->hot_first = index;
    } else {
        departments->at[departments->hot_last].hot_next = index;
    }
    departments->hot_last = index;
}

uint16_t departments_take_hot(struct departments *departments)
{
    uint16_t index = departments->hot_first;
    if (index == DEPARTMENT_NONE) return DEPARTMENT_NONE;

    assert(index < departments->count);
    struct department *department = &departments->at[index];
    assert(department->is_hot);
    departments->hot_first = department->hot_next;
    if (departments->hot_first == DEPARTMENT_NONE) departments->hot_last = DEPARTMENT_NONE;
    department->is_hot = false;
    return index;
}
