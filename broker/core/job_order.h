/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs in the order in which they last changed, gathered in any order: for queues that are built
 * anew. Millions at a time, without memory: they are sorted in the links that their stages have for
 * a queue, so they must be in none. */
#ifndef BROKER_CORE_JOB_ORDER_H
#define BROKER_CORE_JOB_ORDER_H

#include "broker/core/bundle.h"

#define JOB_ORDER_RUNS_MAX 32
#define JOB_ORDER_LEVELS 32

/* A sorted piece. */
struct job_run {
    stage_ref first;
    stage_ref last;
    uint64_t position; /* at which the last one changed */
};

struct job_order {
    const struct bundles *bundles;
    uint32_t run_count;
    struct job_run runs[JOB_ORDER_RUNS_MAX]; /* each ends before the one that stands before it */
    stage_ref levels[JOB_ORDER_LEVELS];      /* what was merged before */
};

void job_order_init(struct job_order *order, const struct bundles *bundles);

void job_order_add(struct job_order *order, stage_ref ref);

/* Sort: the first job, or STAGE_REF_NONE; each stage's queue.next is the one after it. */
stage_ref job_order_sort(struct job_order *order);

#endif
