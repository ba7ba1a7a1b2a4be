/* SPDX-License-Identifier: Apache-2.0 */
/* Counters by department and year. What changed is a list without order: the checkpoint stores all
 * of it with every batch, so a counter is never behind the permits that it counted. */
#include "broker/core/permit_counter.h"

#include "broker/core/mix.h"

void permit_counters_init(struct permit_counters *counters, struct arena *arena, uint32_t count_max)
{
    assert(count_max > 0);
    assert(count_max < COUNTER_NONE);

    *counters = (struct permit_counters){
        .at = arena_take(arena, count_max, sizeof(struct permit_counter)),
        .count_max = count_max,
        .dirty_first = COUNTER_NONE,
    };
    map_init(&counters->by_department, arena, count_max);
}

static uint32_t tag_of(uint16_t department, uint16_t year)
{
    return tag_of_number((uint64_t)department << 16 | year);
}

uint32_t permit_counters_find(const struct permit_counters *counters, uint16_t department,
                              uint16_t year)
{
    uint32_t tag = tag_of(department, year);
    uint32_t index = 0;

    for (uint32_t at = map_first(&counters->by_department, tag, &index); at != MAP_END;
         at = map_after(&counters->by_department, at, tag, &index)) {
        assert(index < counters->count);
        const struct permit_counter *counter = &counters->at[index];
        if (counter->department == department && counter->year == year) return index;
    }
    return COUNTER_NONE;
}

uint32_t permit_counters_last(const struct permit_counters *counters, uint16_t department,
                              uint16_t year)
{
    uint32_t index = permit_counters_find(counters, department, year);
    return index == COUNTER_NONE ? 0 : counters->at[index].last;
}

bool permit_counters_set(struct permit_counters *counters, uint16_t department, uint16_t year,
                         uint32_t last)
{
    uint32_t index = permit_counters_find(counters, department, year);

    assert(counters->count <= counters->count_max);
    if (index == COUNTER_NONE) {
        if (counters->count == counters->count_max) return false;
        index = counters->count++;
        counters->at[index] = (struct permit_counter){ .department = department, .year = year };
        map_add(&counters->by_department, tag_of(department, year), index);
    }
    struct permit_counter *counter = &counters->at[index];
    assert(last > counter->last);
    counter->last = last;
    if (!counter->is_dirty) {
        counter->is_dirty = true;
        counter->dirty_next = counters->dirty_first;
        counters->dirty_first = index;
    }
    return true;
}

uint32_t permit_counters_take_dirty(struct permit_counters *counters)
{
    uint32_t index = counters->dirty_first;
    if (index == COUNTER_NONE) return COUNTER_NONE;

    assert(index < counters->count);
    assert(counters->at[index].is_dirty);
    counters->dirty_first = counters->at[index].dirty_next;
    counters->at[index].is_dirty = false;
    return index;
}
