/* SPDX-License-Identifier: Apache-2.0 */
/* The last permit number of each department in each civil year: consecutive from 1, no gaps, never
 * twice. The counters of past years stay, so that a clock or time zone that is set back cannot
 * begin a year again. */
#ifndef BROKER_CORE_PERMIT_COUNTER_H
#define BROKER_CORE_PERMIT_COUNTER_H

#include "broker/core/arena.h"
#include "broker/core/map.h"

#define COUNTER_NONE UINT32_MAX

struct permit_counter {
    uint16_t department; /* index */
    uint16_t year;
    uint32_t last;
    uint32_t dirty_next; /* in the list of those to export */
    bool is_dirty;
};

struct permit_counters {
    struct permit_counter *at;
    uint32_t count;
    uint32_t count_max;
    struct map by_department;
    uint32_t dirty_first;
};

void permit_counters_init(struct permit_counters *counters, struct arena *arena,
                          uint32_t count_max);

/* Index of a counter, or COUNTER_NONE. */
uint32_t permit_counters_find(const struct permit_counters *counters, uint16_t department,
                              uint16_t year);

/* The last number given, 0 if there is no counter yet. */
uint32_t permit_counters_last(const struct permit_counters *counters, uint16_t department,
                              uint16_t year);

/* Set the last number, in a new counter if need be.
 * Returns: false - there is no room for a new one. */
bool permit_counters_set(struct permit_counters *counters, uint16_t department, uint16_t year,
                         uint32_t last);

/* Take a counter that changed since it was last taken: its index, or COUNTER_NONE. */
uint32_t permit_counters_take_dirty(struct permit_counters *counters);

#endif
