/* SPDX-License-Identifier: Apache-2.0 */
/* VERDICT: a worker answers for a job.
 *
 * Refusals in order: NOT_ALLOWED, LEASE_STALE, REASON_MISSING, DISK_FULL (nothing can be written),
 * BUSY (no room for a permit counter).
 * The credit that comes with it is added whatever becomes of it, since the worker is done with the
 * job either way. A verdict given again, with the token of the lease that gave it, is answered with
 * its first position as long as the bundle is in memory; afterwards it is LEASE_STALE. */
#include "broker/core/claim.h"
#include "broker/core/signing.h"

/* What the worker will take besides, up to CREDIT_MAX in all. */
static void add_credit(const struct step *step)
{
    struct engine *engine = step->engine;
    uint32_t index = presence_find(&engine->presence, step->event->session);

    assert(index != SESSION_NONE);
    assert(engine->presence.at[index].credit <= CREDIT_MAX);
    if (step->event->verdict.credit == 0) return;
    uint64_t credit = (uint64_t)engine->presence.at[index].credit + step->event->verdict.credit;
    presence_set_credit(&engine->presence, &engine->departments, index,
                        credit > CREDIT_MAX ? CREDIT_MAX : (uint32_t)credit);
}

/* The answer quotes the first fact of the step: the verdict itself. */
static void answer(struct step *step, uint64_t bundle)
{
    assert(bundle != 0);
    assert(step->facts->count > 0);
    step_answer(step, &(struct msg_recorded){
                          .bundle = bundle,
                          .position = step->facts->facts[0].position,
                      });
}

/* Grant or refusal: the review is done. */
static void decide(struct step *step, const struct claim *claim)
{
    const struct msg_verdict *msg = &step->event->verdict;
    struct standing standing = cascade_standing(&step->engine->bundles.at[claim->index]);

    assert(msg->verdict == VERDICT_GRANT || msg->verdict == VERDICT_REFUSE);
    assert(claim->record->state == STAGE_REVIEWING);
    if (!cascade_has_room(step, claim->published)) {
        step_refuse_field(step, ERR_BUSY, "counters", claim->number);
        return;
    }
    bool to_signers = msg->verdict == VERDICT_GRANT &&
                      signing_is_wanted(&claim->published->procedure, claim->stage);
    if (msg->verdict == VERDICT_GRANT && !to_signers) standing.sealed |= set_of(claim->stage);
    engine_record(step, &(struct fact){
                            .type = FACT_VERDICT_GIVEN,
                            .bundle = claim->number,
                            .verdict_given = {
                                .stage = (uint8_t)claim->stage,
                                .attempt = claim->attempt,
                                .verdict = msg->verdict,
                                .worker = step->event->principal,
                                .reason = msg->reason,
                                .onward = cascade_onward(claim->published, &standing),
                                .to_signers = to_signers,
                            },
                        });
    answer(step, claim->number);
    cascade(step, claim->index);
}

/* Unworked: READY again, at the end of the queue. */
static void release(struct step *step, const struct claim *claim)
{
    assert(step->event->verdict.verdict == VERDICT_RELEASE);
    assert(claim->record->job == JOB_LEASED);
    engine_record(step, &(struct fact){
                            .type = FACT_JOB_RELEASED,
                            .bundle = claim->number,
                            .job_released = {
                                .stage = (uint8_t)claim->stage,
                                .attempt = claim->attempt,
                                .reason = step->event->verdict.reason,
                            },
                        });
    answer(step, claim->number);
}

/* To an operator, because the worker asks or attempts are used up. */
static void park(struct step *step, const struct claim *claim, enum park_cause cause)
{
    assert(cause == PARK_ASKED || cause == PARK_ATTEMPTS);
    assert(claim->record->state == STAGE_REVIEWING);
    engine_record(step, &(struct fact){
                            .type = FACT_JOB_PARKED,
                            .bundle = claim->number,
                            .job_parked = {
                                .stage = (uint8_t)claim->stage,
                                .attempt = claim->attempt,
                                .cause = (uint8_t)cause,
                                .reason = step->event->verdict.reason,
                            },
                        });
}

/* The wait after the n-th failure: the backoff doubled n - 1 times, at most its maximum. */
static uint32_t backoff_ms(const struct procedure_stage *stage, uint32_t failures)
{
    uint64_t wait_ms = stage->backoff_ms;

    assert(failures > 0);
    assert(stage->backoff_ms_max <= BACKOFF_MS_MAX);
    for (uint32_t i = 1; i < failures && wait_ms < stage->backoff_ms_max; i++) {
        wait_ms *= 2;
    }
    return wait_ms < stage->backoff_ms_max ? (uint32_t)wait_ms : stage->backoff_ms_max;
}

/* Later again, or to an operator if that was the last attempt. */
static void fail(struct step *step, const struct claim *claim)
{
    const struct msg_verdict *msg = &step->event->verdict;
    const struct procedure_stage *stage = &claim->published->procedure.stages[claim->stage];
    uint32_t failures = claim->record->failures + 1u;
    uint32_t wait_ms = backoff_ms(stage, failures);

    assert(msg->verdict == VERDICT_FAIL);
    assert(claim->record->job == JOB_LEASED);
    if (msg->delay_ms > wait_ms) wait_ms = msg->delay_ms;
    if (wait_ms > BACKOFF_MS_MAX) wait_ms = BACKOFF_MS_MAX;
    engine_record(step, &(struct fact){
                            .type = FACT_JOB_FAILED,
                            .bundle = claim->number,
                            .job_failed = {
                                .stage = (uint8_t)claim->stage,
                                .attempt = claim->attempt,
                                .ready_at_ms = step->event->now_ms + wait_ms,
                                .reason = msg->reason,
                            },
                        });
    if (failures >= stage->attempts_max) park(step, claim, PARK_ATTEMPTS);
    answer(step, claim->number);
}

static void take(struct step *step, const struct claim *claim)
{
    assert(claim->record->job == JOB_LEASED);
    assert(claim->bundle->result == RESULT_OPEN);
    switch ((enum verdict)step->event->verdict.verdict) {
        case VERDICT_GRANT:
        case VERDICT_REFUSE: decide(step, claim); break;
        case VERDICT_FAIL: fail(step, claim); break;
        case VERDICT_RELEASE: release(step, claim); break;
        case VERDICT_PARK:
            park(step, claim, PARK_ASKED);
            answer(step, claim->number);
            break;
        case VERDICT_GRANT_TOLERANCE: break; /* the engine's own, of what it issues */
    }
}

/* The verdict that this claim's lease gave, and no other. */
static bool is_repeated(const struct step *step, const struct claim *claim)
{
    if (!claim_is_answered(step, claim)) return false;
    assert(claim->record->verdict == VERDICT_GRANT || claim->record->verdict == VERDICT_REFUSE);
    assert(claim->record->verdict_position < step->engine->position_next);
    return claim->record->verdict == step->event->verdict.verdict;
}

/* The shell gives back a job that certainly never left it. That is no claim of anybody's: if the
 * lease is not as it was, nothing happens. */
static void give_back_unsent(struct step *step, struct claim *claim)
{
    assert(step->event->session.n == 0);
    assert(step->event->verdict.verdict == VERDICT_RELEASE);
    claim_find(step, claim);
    if (claim->record == NULL || claim->record->job != JOB_LEASED) return;
    if (claim->record->token != claim->token || claim->record->attempt != claim->attempt) return;
    assert(step->event->room != ROOM_NONE);
    release(step, claim);
}

void step_verdict(struct step *step)
{
    const struct msg_verdict *msg = &step->event->verdict;
    struct claim claim = {
        .number = msg->bundle,
        .stage = msg->stage,
        .attempt = msg->attempt,
        .token = msg->token,
    };

    assert(step->event->type == EVENT_VERDICT);
    assert(msg->verdict >= VERDICT_GRANT && msg->verdict <= VERDICT_RELEASE);
    if (step->event->session.n == 0) {
        give_back_unsent(step, &claim);
        return;
    }
    if (!step_admit(step, ROLE_WORKER)) return;
    add_credit(step);
    claim_find(step, &claim);
    if (is_repeated(step, &claim)) {
        step_answer(step, &(struct msg_recorded){
                              .bundle = claim.number,
                              .position = claim.record->verdict_position,
                              .repeated = true,
                          });
        return;
    }
    if (!claim_holds(step, &claim)) {
        claim_refuse(step, &claim);
        return;
    }
    bool needs_reason = msg->verdict == VERDICT_REFUSE || msg->verdict == VERDICT_PARK;
    if (needs_reason && msg->reason.size == 0) {
        step_refuse_field(step, ERR_REASON_MISSING, "reason", claim.number);
        return;
    }
    if (!step_has_disk(step, false, claim.number)) return;
    take(step, &claim);
}
