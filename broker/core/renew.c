/* SPDX-License-Identifier: Apache-2.0 */
/* RENEW: a worker needs its job longer; the lease now ends one whole lease time from now.
 *
 * Refusals in order: NOT_ALLOWED, LEASE_STALE, DISK_FULL. A renewal that would move nothing is answered
 * without a fact, so that hurried repeats do not grow the journal. */
#include "broker/core/claim.h"

/* A deadline only ever moves away. */
static void extend(struct step *step, const struct claim *claim, int64_t until_ms)
{
    assert(until_ms > claim->record->due_ms);
    assert(claim->record->job == JOB_LEASED);
    engine_record(step, &(struct fact){
                            .type = FACT_JOB_RENEWED,
                            .bundle = claim->number,
                            .job_renewed = {
                                .stage = (uint8_t)claim->stage,
                                .attempt = claim->attempt,
                                .until_ms = until_ms,
                            },
                        });
}

void step_renew(struct step *step)
{
    const struct msg_renew *msg = &step->event->renew;
    struct claim claim = {
        .number = msg->bundle,
        .stage = msg->stage,
        .attempt = msg->attempt,
        .token = msg->token,
    };

    assert(step->event->type == EVENT_RENEW);
    if (!step_admit(step, ROLE_WORKER)) return;
    claim_find(step, &claim);
    if (!claim_holds(step, &claim)) {
        claim_refuse(step, &claim);
        return;
    }
    int64_t until_ms =
        step->event->now_ms + claim.published->procedure.stages[claim.stage].lease_ms;
    bool is_longer = until_ms > claim.record->due_ms;
    if (is_longer && !step_has_disk(step, false, claim.number)) return;
    if (is_longer) extend(step, &claim, until_ms);
    claim.record->clock.session = step->event->session.n; /* who would be told to stop */
    assert(claim.record->due_ms >= until_ms);
    step_answer(step, &(struct msg_recorded){
                          .bundle = claim.number,
                          .position = is_longer ? claim.bundle->last_position
                                                : claim.record->changed_position,
                          .repeated = !is_longer,
                          .until_ms = claim.record->due_ms,
                      });
}
