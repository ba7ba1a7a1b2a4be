/* SPDX-License-Identifier: Apache-2.0 */
/* RETRY: an operator sends a parked job round again; its failures count from zero.
 *
 * Refusals in order: DRAINING, NOT_ALLOWED, REQUEST_CONFLICT, BUNDLE_UNKNOWN, STAGE_UNKNOWN,
 * BUNDLE_ENDED, NOT_PARKED, DISK_FULL. */
#include "broker/core/job.h"
#include "broker/core/machine.h"

/* The job goes to the end of its department's queue. */
static void ready_again(struct step *step, const struct bundle *bundle, uint32_t index)
{
    assert(bundle->result == RESULT_OPEN);
    assert(bundle_stage(&step->engine->bundles, bundle, index)->job == JOB_PARKED);
    engine_record(step, &(struct fact){
                            .type = FACT_JOB_READIED,
                            .bundle = bundle->number,
                            .job_readied = {
                                .stage = (uint8_t)index,
                                .cause = READY_RETRIED,
                                .by = step->event->principal,
                                .request = step->event->request,
                            },
                        });
    step_answer(step, &(struct msg_recorded){
                          .bundle = bundle->number,
                          .position = step->engine->position_next - 1,
                      });
}

void step_retry(struct step *step)
{
    const struct msg_retry *msg = &step->event->retry;
    uint32_t index = PUBLISHED_NONE;
    struct target target;

    assert(step->event->type == EVENT_RETRY);
    if (!step_admit(step, ROLE_OPERATOR)) return;
    if (!step_find(step, msg->bundle, &target)) return;
    if (target.published != NULL) {
        index = published_stage(target.published, &msg->stage);
        if (index == PUBLISHED_NONE) {
            step_refuse_field(step, ERR_STAGE_UNKNOWN, "stage", msg->bundle);
            return;
        }
    }
    if (target.is_ended) {
        step_refuse_field(step, ERR_BUNDLE_ENDED, "bundle", msg->bundle);
        return;
    }
    const struct stage *stage = bundle_stage(&step->engine->bundles, target.bundle, index);
    if (job_next((enum job_state)stage->job, JOB_MOVE_RETRY) == JOB_NONE) {
        step_refuse_field(step, ERR_NOT_PARKED, "stage", msg->bundle);
        return;
    }
    if (!step_has_disk(step, true, msg->bundle)) return;
    ready_again(step, target.bundle, index);
}
