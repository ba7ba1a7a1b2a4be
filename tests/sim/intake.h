/* SPDX-License-Identifier: Apache-2.0 */
/* The counter, for other features: since when the review of a bundle counts, and the two clocks that run
 * before. Source: proto/SPEC.md 8 "Clocks", 8.1. */
#ifndef TESTS_SIM_INTAKE_H
#define TESTS_SIM_INTAKE_H

#include "tests/sim/audit.h"

/* 0: it has not started, or not stopped. */
struct counter_clock {
    int64_t started_ms;
    int64_t stopped_ms;
};

/* That of whoever has to accept it or not, and that of the applicant who corrects. */
struct counter_clock intake_clock_of_counter(uint64_t bundle);
struct counter_clock intake_clock_of_applicant(uint64_t bundle);

/* The instant from which clocks count that start with this fact: its own, or that of the receipt if it is
 * deemed to have been accepted then. */
int64_t intake_counts_from(const struct fact *fact);

#endif
