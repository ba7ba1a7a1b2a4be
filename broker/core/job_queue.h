/* SPDX-License-Identifier: Apache-2.0 */
/* A queue of jobs, linked through the records of their stages: first in, first out; those of one fact in
 * order of their stages. */
#ifndef BROKER_CORE_JOB_QUEUE_H
#define BROKER_CORE_JOB_QUEUE_H

#include "broker/core/bundle.h"

struct job_queue {
    stage_ref first;
    stage_ref last;
    uint32_t count;
};

void job_queue_init(struct job_queue *queue);
void job_queue_append(struct job_queue *queue, const struct bundles *bundles, stage_ref ref);
void job_queue_remove(struct job_queue *queue, const struct bundles *bundles, stage_ref ref);

#endif
