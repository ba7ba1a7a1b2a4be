/* SPDX-License-Identifier: Apache-2.0 */
/* Versions of procedures: which have been published, and which is in force when. Sources: proto/SPEC.md 8
 * "SUBMIT", 13.2 "in_force". */
#ifndef TESTS_SIM_VERSIONS_H
#define TESTS_SIM_VERSIONS_H

#include "tests/sim/plan.h"
#include "tests/support/day_count.h"

/* The fact that published a version of a procedure of the plan; 0: it is not published. */
uint64_t versions_position(uint32_t procedure, uint32_t version);

/* At this position this version was published. */
bool versions_are_at(uint64_t position, uint32_t procedure, uint32_t version);

/* Some version has been published in this very millisecond: a refusal may be older. */
bool versions_are_new(void);

/* The day of an instant in the office's own time, such as 20260301. */
uint32_t versions_day(const struct day_count *calendar, int64_t at_ms);

/* It is published, and in force at a broker time. */
bool versions_in_force(uint32_t procedure, uint32_t version, int64_t at_ms,
                       const struct day_count *calendar);

/* The newest of these, which who names none means; 0: there is none. */
uint32_t versions_newest(uint32_t procedure, int64_t at_ms, const struct day_count *calendar);

#endif
