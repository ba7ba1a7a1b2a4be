/* SPDX-License-Identifier: Apache-2.0 */
/* Facts of jobs: which move of the table in job.c each one is, and what it carries along. */
#include "broker/core/apply.h"

/* The stage of a job fact, if it is under review, the attempt is the current one and the job may
 * make this move; else NULL. */
static struct stage *movable(const struct change *change, uint32_t index, uint32_t attempt,
                             enum job_move move)
{
    struct stage *stage = change_stage(change, index);

    assert(move < JOB_MOVE_COUNT);
    if (stage == NULL || stage->state != STAGE_REVIEWING) return NULL;
    if (stage->attempt != attempt) return NULL;
    if (job_next((enum job_state)stage->job, move) == JOB_NONE) return NULL;
    return stage;
}

/* Make the move: out of the queue or agenda, the new position and time, and in again. In that order,
 * since both are ordered by what is changed in between. */
static void move_job(const struct change *change, uint32_t index, enum job_move move,
                     int64_t due_ms)
{
    struct stage *stage = change_stage(change, index);

    assert(stage != NULL);
    enum job_state next = job_next((enum job_state)stage->job, move);
    assert(next != JOB_NONE);
    job_leave(change->engine, stage_ref_of(change->index, index));
    stage->job = JOB_NONE; /* in no queue while its place in the order changes */
    change_touch(change, stage);
    change_set_job(change, index, next, due_ms);
}

/* The review may begin: the job is offered. */
static enum err apply_opened(const struct change *change)
{
    uint8_t index = change->fact->stage_opened.stage;
    const struct stage *stage = change_stage(change, index);

    assert(change->fact->type == FACT_STAGE_OPENED);
    if (stage == NULL) return ERR_CORRUPT;
    enum stage_state next = stage_next((enum stage_state)stage->state, STAGE_MOVE_OPEN);
    if (next == STAGE_NONE) return ERR_CORRUPT;
    assert(stage->job == JOB_NONE); /* as of every stage that waits */

    change_set_state(change, index, next);
    move_job(change, index, JOB_MOVE_OFFER, 0);
    return OK;
}

/* The attempt is the fence: one more with each lease, never the same twice. */
static enum err apply_leased(const struct change *change)
{
    const struct fact_job_leased *body = &change->fact->job_leased;

    assert(change->fact->type == FACT_JOB_LEASED);
    if (body->attempt == 0 || body->token == 0) return ERR_CORRUPT;
    struct stage *stage = movable(change, body->stage, body->attempt - 1, JOB_MOVE_LEASE);
    if (stage == NULL) return ERR_CORRUPT;

    job_pass_turn(change->engine, stage_ref_of(change->index, body->stage));
    move_job(change, body->stage, JOB_MOVE_LEASE, body->until_ms);
    stage->attempt = body->attempt;
    stage->token = body->token;
    stage->clock.session = 0; /* dispatch.c knows better */
    if (change->is_new) change->engine->totals.leases++;
    return OK;
}

/* A renewal moves the deadline only: the review has been running since the lease. */
static enum err apply_renewed(const struct change *change)
{
    const struct fact_job_renewed *body = &change->fact->job_renewed;
    struct stage *stage = movable(change, body->stage, body->attempt, JOB_MOVE_RENEW);

    assert(change->fact->type == FACT_JOB_RENEWED);
    if (stage == NULL) return ERR_CORRUPT;
    uint32_t session = stage->clock.session;
    change_set_job(change, body->stage, JOB_LEASED, body->until_ms);
    stage->clock.session = session;
    return OK;
}

/* Counts as a failure. Whether it was the last one is the decider's business: JOB_PARKED follows. */
static enum err apply_expired(const struct change *change)
{
    const struct fact_job_expired *body = &change->fact->job_expired;
    struct stage *stage = movable(change, body->stage, body->attempt, JOB_MOVE_EXPIRE);

    assert(change->fact->type == FACT_JOB_EXPIRED);
    if (stage == NULL || stage->failures == UINT16_MAX) return ERR_CORRUPT;
    move_job(change, body->stage, JOB_MOVE_EXPIRE, 0);
    stage->failures++;
    if (change->is_new) change->engine->totals.jobs_expired++;
    return OK;
}

/* Counts as nothing. */
static enum err apply_released(const struct change *change)
{
    const struct fact_job_released *body = &change->fact->job_released;

    assert(change->fact->type == FACT_JOB_RELEASED);
    if (movable(change, body->stage, body->attempt, JOB_MOVE_RELEASE) == NULL) return ERR_CORRUPT;
    move_job(change, body->stage, JOB_MOVE_RELEASE, 0);
    return OK;
}

/* The same, with a wait. */
static enum err apply_failed(const struct change *change)
{
    const struct fact_job_failed *body = &change->fact->job_failed;
    struct stage *stage = movable(change, body->stage, body->attempt, JOB_MOVE_FAIL);

    assert(change->fact->type == FACT_JOB_FAILED);
    if (stage == NULL || stage->failures == UINT16_MAX) return ERR_CORRUPT;
    move_job(change, body->stage, JOB_MOVE_FAIL, body->ready_at_ms);
    stage->failures++;
    return OK;
}

static enum err apply_parked(const struct change *change)
{
    const struct fact_job_parked *body = &change->fact->job_parked;

    assert(change->fact->type == FACT_JOB_PARKED);
    if (body->cause != PARK_ASKED && body->cause != PARK_ATTEMPTS) return ERR_CORRUPT;
    if (movable(change, body->stage, body->attempt, JOB_MOVE_PARK) == NULL) return ERR_CORRUPT;
    move_job(change, body->stage, JOB_MOVE_PARK, 0);
    return OK;
}

/* A delay is over, or an operator sends it round again. */
static enum err apply_readied(const struct change *change)
{
    const struct fact_job_readied *body = &change->fact->job_readied;
    struct stage *stage = change_stage(change, body->stage);
    enum job_move move = body->cause == READY_RETRIED ? JOB_MOVE_RETRY : JOB_MOVE_READY;

    assert(change->fact->type == FACT_JOB_READIED);
    if (body->cause != READY_RETRIED && body->cause != READY_DELAY_OVER) return ERR_CORRUPT;
    if (stage == NULL || stage->state != STAGE_REVIEWING) return ERR_CORRUPT;
    if (job_next((enum job_state)stage->job, move) == JOB_NONE) return ERR_CORRUPT;
    move_job(change, body->stage, move, 0);
    if (move == JOB_MOVE_RETRY) stage->failures = 0;
    change_remember(change, &body->request, 0);
    return OK;
}

/* The review is done; the token stays, so that the same verdict again can be recognised. */
static enum err apply_verdict(const struct change *change)
{
    const struct fact_verdict_given *body = &change->fact->verdict_given;
    enum stage_move move = body->verdict == VERDICT_GRANT ? STAGE_MOVE_SEAL : STAGE_MOVE_REFUSE;

    assert(change->fact->type == FACT_VERDICT_GIVEN);
    if (body->verdict != VERDICT_GRANT && body->verdict != VERDICT_REFUSE) return ERR_CORRUPT;
    struct stage *stage = movable(change, body->stage, body->attempt, JOB_MOVE_DECIDE);
    if (stage == NULL) return ERR_CORRUPT;
    enum stage_state next = stage_next((enum stage_state)stage->state, move);
    assert(next != STAGE_NONE); /* it is under review */

    move_job(change, body->stage, JOB_MOVE_DECIDE, 0);
    change_set_state(change, body->stage, next);
    stage->verdict = body->verdict;
    stage->verdict_position = change->fact->position;
    return OK;
}

/* Remembered so that a liar cannot fill the journal: once for each attempt that there was. */
static enum err apply_claim_refused(const struct change *change)
{
    const struct fact_claim_refused *body = &change->fact->claim_refused;
    struct stage *stage = change_stage(change, body->stage);

    assert(change->fact->type == FACT_CLAIM_REFUSED);
    if (stage == NULL) return ERR_CORRUPT;
    uint32_t attempt = body->attempt < stage->attempt ? body->attempt : stage->attempt;
    if (attempt + 1 <= stage->claim_refused) return ERR_CORRUPT;
    stage->claim_refused = attempt + 1;
    if (change->is_new) change->engine->totals.claims_refused++;
    return OK;
}

enum err apply_job_fact(const struct change *change)
{
    assert(change->bundle != NULL);
    assert(change->bundle->result == RESULT_OPEN);
    switch ((int)change->fact->type) {
        case FACT_STAGE_OPENED: return apply_opened(change);
        case FACT_JOB_LEASED: return apply_leased(change);
        case FACT_JOB_RENEWED: return apply_renewed(change);
        case FACT_JOB_EXPIRED: return apply_expired(change);
        case FACT_JOB_RELEASED: return apply_released(change);
        case FACT_JOB_FAILED: return apply_failed(change);
        case FACT_JOB_PARKED: return apply_parked(change);
        case FACT_JOB_READIED: return apply_readied(change);
        case FACT_VERDICT_GIVEN: return apply_verdict(change);
        case FACT_CLAIM_REFUSED: return apply_claim_refused(change);
        default: return ERR_CORRUPT;
    }
}
