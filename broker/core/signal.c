/* SPDX-License-Identifier: Apache-2.0 */
/* SIGNAL: a milestone is reached, or will never be.
 *
 * Refusals in order: DRAINING, NOT_ALLOWED, REQUEST_CONFLICT, BUNDLE_UNKNOWN, MILESTONE_UNKNOWN,
 * BUNDLE_ENDED, MILESTONE_SETTLED, DISK_FULL, BUSY. The same said again of an open bundle is answered
 * with the first position, whatever the request id. */
#include "broker/core/machine.h"

/* Record it, answer, and let follow what waited for it. */
static void settle(struct step *step, const struct target *target, uint32_t milestone)
{
    bool called_off = step->event->signal.called_off;
    uint64_t number = target->bundle->number;
    struct standing standing = cascade_standing(target->bundle);

    assert(bundle_milestone_state(target->bundle, milestone) == MILESTONE_OPEN);
    assert(!target->is_ended);
    if (!called_off) standing.reached |= set_of(milestone);
    engine_record(step, &(struct fact){
                            .type = called_off ? FACT_MILESTONE_CALLED_OFF
                                               : FACT_MILESTONE_REACHED,
                            .bundle = number,
                            .milestone = {
                                .milestone = (uint8_t)milestone,
                                .by = step->event->principal,
                                .request = step->event->request,
                                .onward = cascade_onward(target->published, &standing),
                            },
                        });
    step_answer(step, &(struct msg_recorded){
                          .bundle = number,
                          .position = step->engine->position_next - 1,
                      });
    cascade(step, target->index);
}

/* Answer for a milestone that is settled already. */
static void answer_settled(struct step *step, const struct target *target, uint32_t milestone)
{
    const struct bundle *bundle = target->bundle;
    enum milestone_state asked =
        step->event->signal.called_off ? MILESTONE_CALLED_OFF : MILESTONE_REACHED;
    enum milestone_state state = bundle_milestone_state(bundle, milestone);

    assert(state != MILESTONE_OPEN);
    assert(milestone < bundle->milestone_count);
    if (state != asked) {
        step_refuse_field(step, ERR_MILESTONE_SETTLED, "milestone", bundle->number);
        return;
    }
    step_answer(
        step, &(struct msg_recorded){
                  .bundle = bundle->number,
                  .position = bundle_milestone(&step->engine->bundles, bundle, milestone)->position,
                  .repeated = true,
              });
}

void step_signal(struct step *step)
{
    const struct msg_signal *msg = &step->event->signal;
    uint32_t milestone = PUBLISHED_NONE;
    struct target target;

    assert(step->event->type == EVENT_SIGNAL);
    if (!step_admit(step, ROLE_SUBMITTER)) return;
    if (!step_find(step, msg->ref.bundle, &target)) return;
    if (target.published != NULL) {
        milestone = published_milestone(target.published, &msg->milestone);
        if (milestone == PUBLISHED_NONE) {
            step_refuse_field(step, ERR_MILESTONE_UNKNOWN, "milestone", msg->ref.bundle);
            return;
        }
    }
    if (target.is_ended) {
        step_refuse_field(step, ERR_BUNDLE_ENDED, "bundle", msg->ref.bundle);
        return;
    }
    assert(target.published != NULL);
    if (bundle_milestone_state(target.bundle, milestone) != MILESTONE_OPEN) {
        answer_settled(step, &target, milestone);
        return;
    }
    if (!step_has_disk(step, true, msg->ref.bundle)) return;
    if (!cascade_has_room(step, target.published)) {
        step_refuse_field(step, ERR_BUSY, "counters", msg->ref.bundle);
        return;
    }
    settle(step, &target, milestone);
}
