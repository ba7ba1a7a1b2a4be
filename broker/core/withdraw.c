/* SPDX-License-Identifier: Apache-2.0 */
/* WITHDRAW: the applicant takes the bundle back, before or after acceptance. What is issued stays issued.
 *
 * Refusals in order: DRAINING, NOT_ALLOWED, REQUEST_CONFLICT, BUNDLE_UNKNOWN, BUNDLE_ENDED,
 * DISK_FULL. A bundle that is withdrawn already is answered with the position of its withdrawal. */
#include "broker/core/machine.h"

/* A withdrawal is the last that has moved the stages that it ended. */
static uint64_t withdrawn_position(const struct bundles *bundles, const struct bundle *bundle)
{
    uint32_t stage = 0;

    assert(bundle->result == RESULT_WITHDRAWN);
    assert(bundle->in[STAGE_WITHDRAWN] != 0);
    while (!set_has(bundle->in[STAGE_WITHDRAWN], stage)) {
        stage++;
    }
    return bundle_stage(bundles, bundle, stage)->changed_position;
}

static void answer_withdrawn(struct step *step, uint64_t number, uint64_t position)
{
    assert(number > 0);
    assert(position > 0);
    step_answer(step, &(struct msg_recorded){
                          .bundle = number,
                          .position = position,
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
    if (result == RESULT_WITHDRAWN && bundle != NULL) {
        answer_withdrawn(step, number, withdrawn_position(&step->engine->bundles, bundle));
    } else if (result == RESULT_WITHDRAWN && archived->withdrawn_position != 0) {
        answer_withdrawn(step, number, archived->withdrawn_position);
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
