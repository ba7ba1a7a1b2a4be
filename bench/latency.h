/* SPDX-License-Identifier: Apache-2.0 */
/* Every single latency of a run, so that a percentile is one of them and no guess. */
#ifndef BENCH_LATENCY_H
#define BENCH_LATENCY_H

#include "tongfa/base.h"

struct latency {
    uint32_t *us; /* microseconds */
    size_t count;
    size_t capacity;
    bool is_sorted;
};

void latency_add(struct latency *latency, uint64_t ns);

/* The latency that a share of all does not exceed, milliseconds; 0 if there are none. */
double latency_ms(struct latency *latency, double share);

void latency_fini(struct latency *latency);

#endif
