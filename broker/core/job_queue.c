/* SPDX-License-Identifier: Apache-2.0 */
/* Links stand in the stages themselves, so a queue costs nothing and a job can leave it from the
 * middle when its bundle is withdrawn. */
#include "broker/core/job_queue.h"

void job_queue_init(struct job_queue *queue)
{
    assert(queue != NULL);
    *queue = (struct job_queue){ .first = STAGE_REF_NONE, .last = STAGE_REF_NONE };
}

/* The last job, but for those that became ready by the same fact and have a later place in it: a fact may
 * resume some stages and open others, and job_order.c knows nothing of that when queues are built anew. */
static stage_ref last_before(const struct job_queue *queue, const struct bundles *bundles,
                             stage_ref ref)
{
    uint64_t position = bundles_stage_of_ref(bundles, ref)->changed_position;
    stage_ref last = queue->last;

    while (last != STAGE_REF_NONE && last > ref) {
        const struct stage *stage = bundles_stage_of_ref(bundles, last);
        if (stage->changed_position != position) break;
        last = stage->queue.previous;
    }
    return last;
}

void job_queue_append(struct job_queue *queue, const struct bundles *bundles, stage_ref ref)
{
    struct stage *stage = bundles_stage_of_ref(bundles, ref);

    assert((queue->first == STAGE_REF_NONE) == (queue->count == 0));
    assert(stage->job == JOB_READY || stage->job == JOB_PARKED);
    stage_ref previous = last_before(queue, bundles, ref);
    stage_ref next = previous == STAGE_REF_NONE
                         ? queue->first
                         : bundles_stage_of_ref(bundles, previous)->queue.next;
    stage->queue.previous = previous;
    stage->queue.next = next;
    if (previous == STAGE_REF_NONE) {
        queue->first = ref;
    } else {
        bundles_stage_of_ref(bundles, previous)->queue.next = ref;
    }
    if (next == STAGE_REF_NONE) {
        queue->last = ref;
    } else {
        bundles_stage_of_ref(bundles, next)->queue.previous = ref;
    }
    queue->count++;
}

void job_queue_remove(struct job_queue *queue, const struct bundles *bundles, stage_ref ref)
{
    const struct stage *stage = bundles_stage_of_ref(bundles, ref);
    stage_ref previous = stage->queue.previous;
    stage_ref next = stage->queue.next;

    assert(queue->count > 0);
    assert((previous == STAGE_REF_NONE) == (queue->first == ref));
    assert((next == STAGE_REF_NONE) == (queue->last == ref));
    if (previous == STAGE_REF_NONE) {
        queue->first = next;
    } else {
        bundles_stage_of_ref(bundles, previous)->queue.next = next;
    }
    if (next == STAGE_REF_NONE) {
        queue->last = previous;
    } else {
        bundles_stage_of_ref(bundles, next)->queue.previous = previous;
    }
    queue->count--;
}
