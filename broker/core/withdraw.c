/* SPDX-License-Identifier: Apache-2.0 */
/* WITHDRAW: the applicant takes the bundle back, before or after acceptance. What is issued stays issued.
 *
 * Refusals in order: DRAINING, NOT_ALLOWED, REQUEST_CONFLICT, BUNDLE_UNKNOWN, BUNDLE_ENDED,
 * DISK_FULL. A bundle that is withdrawn already is answered with the position of its withdrawal. */
#include "broker/core/machine.h"

/* A withdrawal ends the bundle in the same step, so it is the fact before the last. */
static void answer_withdrawn(struct step *step, uint64_t number, uint64_t last_position)
{
    assert(number > 0);
    assert(last_position > 1);
    step_answer(step, &(struct msg_recorded){
                          .bundle = number,
                          .position = last_position - 1,
                          .repeated = true,
                      });
}

/* Withdrawn before is as good as withdrawn now; ended otherwise is too late. */
static void answer_ended(struct step *step, const struct target *target)
{
    const struct archived *archived = &step->event->archived;
    const struct bundle *bundle = target->bundle;
    uint64_t number = step->event->withdraw.ref.bundle;

    assert(target->is_ended);
    assert(bundle == NULL || bundle->number == number);
    uint8_t result = bundle != NULL ? bundle->result : archived->result;
    uint64_t last_position = bundle != NULL ? bundle->last_position : archived->last_position;
    if (result == RESULT_WITHDRAWN) {
        answer_withdrawn(step, number, last_position);
    } else {
        step_refuse_field(step, ERR_BUNDLE_ENDED, "bundle", number);
    }
}

void step_withdraw(struct step *step)
{
    const struct msg_withdraw *msg = &step->event->withdraw;
    struct target target;

    assert(step->event->type == EVENT_WITHDRAW);
    if (!step_admit(step, ROLE_SUBMITTER)) return;
    if (!step_find(step, msg->ref.bundle, &target)) return;
    if (target.is_ended) {
        answer_ended(step, &target);
        return;
    }
    assert(target.bundle != NULL);
    if (!step_has_disk(step, true, msg->ref.bundle)) return;
    for (uint32_t i = 0; i < target.bundle->stage_count; i++) {
        step_cancel(step, target.bundle, i, CANCEL_WITHDRAWN);
    }
    engine_record(step, &(struct fact){
                            .type = FACT_BUNDLE_WITHDRAWN,
                            .bundle = target.bundle->number,
                            .bundle_withdrawn = {
                                .by = step->event->principal,
                                .reason = msg->reason,
                                .request = step->event->request,
                                .early = phase_is_intake(target.bundle->phase),
                            },
                        });
    step_answer(step, &(struct msg_recorded){
                          .bundle = target.bundle->number,
                          .position = step->engine->position_next - 1,
                      });
    cascade(step, target.index);
}
