/* SPDX-License-Identifier: Apache-2.0 */
/* Facts of jobs: which move of the table in job.c each one is, what it carries along, and what goes
 * on because of it. */
#include "broker/core/commitment.h"
#include "broker/core/correction.h"

#include "broker/core/opinion.h"
#include "broker/core/reopening.h"
#include "broker/core/special.h"

#include "broker/core/signing.h"

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
    change_touch(change, stage);
    change_put_job(change, index, next, due_ms);
}

/* ---- What goes on -------------------------------------------------------------------------- */

bool change_may_go_on(const struct change *change, const struct onward *onward, set32 sealed)
{
    const struct bundle *bundle = change->bundle;

    assert(bundle != NULL);
    assert(stage_next(STAGE_WAITING, STAGE_MOVE_OPEN) == STAGE_REVIEWING);
    /* Before acceptance nothing takes effect but by the act that accepts. */
    bool is_early = bundle->phase == PHASE_PRE_REVIEW && change->fact->type != FACT_ACTED;
    if (is_early && onward->granted != 0) return false;
    return (onward->opened & ~bundle->in[STAGE_WAITING]) == 0 && (onward->granted & ~sealed) == 0;
}

/* There is no job, signers are asked anew: is it so? */
static bool ask_signers(const struct change *change, uint32_t index)
{
    assert(set_has(change->bundle->in[STAGE_REVIEWING], index));
    assert(change->published != NULL);
    if (!change->published->procedure.stages[index].by_signers) return false;
    change_set_state(change, index, STAGE_PAUSED);
    change_touch(change, change_stage(change, index));
    return true;
}

/* The review may begin: the job is offered; or signers are asked where it has none. */
static void open_stage(const struct change *change, uint32_t index)
{
    assert(set_has(change->bundle->in[STAGE_WAITING], index));
    bool is_new = change_stage(change, index)->job == JOB_NONE; /* else it was returned */
    assert(is_new || change_stage(change, index)->job == JOB_CANCELLED);
    change_set_state(change, index, STAGE_REVIEWING);
    if (ask_signers(change, index)) return;
    move_job(change, index, is_new ? JOB_MOVE_OFFER : JOB_MOVE_REOPEN, 0);
}

/* A sealed grant takes effect. */
static void grant_stage(const struct change *change, uint32_t index)
{
    assert(set_has(change->bundle->in[STAGE_SEALED], index));
    assert(stage_next(STAGE_SEALED, STAGE_MOVE_DECIDE) == STAGE_GRANTED);
    change_set_state(change, index, STAGE_GRANTED);
    change_touch(change, change_stage(change, index));
}

/* In order of their numbers: jobs that become ready by one fact queue up in it, also when queues are
 * built anew (job_order.c). */
void change_go_on(const struct change *change, const struct onward *onward)
{
    assert((onward->opened & onward->granted) == 0);
    if (onward_is_empty(onward)) return;
    for (uint32_t i = 0; i < change->bundle->stage_count; i++) {
        if (set_has(onward->opened, i)) open_stage(change, i);
        if (set_has(onward->granted, i)) grant_stage(change, i);
    }
}

bool change_may_pause(const struct change *change, set32 stages)
{
    assert(change->bundle != NULL);
    assert(stage_next(STAGE_REVIEWING, STAGE_MOVE_PAUSE) == STAGE_PAUSED);
    return (stages & ~change->bundle->in[STAGE_REVIEWING]) == 0;
}

void change_pause(const struct change *change, set32 stages)
{
    assert(change_may_pause(change, stages));
    for (uint32_t i = 0; i < change->bundle->stage_count; i++) {
        if (!set_has(stages, i)) continue;
        move_job(change, i, JOB_MOVE_CANCEL, 0);
        change_set_state(change, i, STAGE_PAUSED);
    }
}

bool change_may_resume(const struct change *change, set32 stages)
{
    assert(change->bundle != NULL);
    assert(stage_next(STAGE_PAUSED, STAGE_MOVE_RESUME) == STAGE_REVIEWING);
    assert(stage_next(STAGE_SEALED, STAGE_MOVE_RESUME) == STAGE_REVIEWING);
    set32 standing = change->bundle->in[STAGE_PAUSED] | change->bundle->in[STAGE_SEALED];
    return (stages & ~standing) == 0;
}

void change_void(const struct change *change, uint32_t index)
{
    struct stage *stage = change_stage(change, index);

    assert(stage != NULL);
    assert(!stage_is_final((enum stage_state)stage->state));
    if (stage->job == JOB_DONE) move_job(change, index, JOB_MOVE_REOPEN, 0);
    bool is_off = stage->job == JOB_CANCELLED || stage->job == JOB_NONE; /* signers have no job */
    if (!is_off) move_job(change, index, JOB_MOVE_CANCEL, 0);
    change_touch(change, stage);
    stage->verdict = 0;
    stage->failures = 0;
}

void change_reoffer(const struct change *change, uint32_t index)
{
    struct stage *stage = change_stage(change, index);

    assert(stage->state == STAGE_REVIEWING);
    if (ask_signers(change, index)) return;
    move_job(change, index, JOB_MOVE_REOPEN, 0);
    stage->verdict = 0;
    stage->failures = 0;
}

void change_resume(const struct change *change, set32 stages)
{
    assert(change_may_resume(change, stages));
    for (uint32_t i = 0; i < change->bundle->stage_count; i++) {
        if (!set_has(stages, i)) continue;
        change_set_state(change, i, STAGE_REVIEWING);
        change_reoffer(change, i);
    }
}

/* A stage that only its signers decide is signed anew. */
static void ask_again(const struct change *change, uint32_t index)
{
    struct stage *stage = change_stage(change, index);

    assert(stage->state == STAGE_SEALED || stage->state == STAGE_PAUSED);
    assert(stage->job == JOB_NONE);
    change_set_state(change, index, STAGE_REVIEWING);
    change_set_state(change, index, STAGE_PAUSED);
    change_touch(change, stage);
    stage->verdict = 0;
}

/* What was under review, sealed, being signed or paused begins anew; while the bundle is suspended, when it is resumed. */
void change_reopen(const struct change *change, set32 stages)
{
    set32 reviewed = stages;

    assert(stage_next(STAGE_SEALED, STAGE_MOVE_REOPEN) == STAGE_REVIEWING);
    signing_cancel(change, stages);
    for (uint32_t i = 0; i < change->bundle->stage_count; i++) {
        if (!set_has(stages, i)) continue;
        struct stage *stage = change_stage(change, i);
        commitment_void(change, i);
        if (change->published->procedure.stages[i].by_signers) {
            ask_again(change, i);
            reviewed &= ~set_of(i);
            continue;
        }
        if (stage->state == STAGE_REVIEWING) {
            move_job(change, i, JOB_MOVE_CANCEL, 0);
        } else {
            assert(stage->state == STAGE_SEALED || stage->state == STAGE_PAUSED);
            change_set_state(change, i, STAGE_REVIEWING);
        }
        move_job(change, i, JOB_MOVE_REOPEN, 0);
        stage->verdict = 0;
        stage->failures = 0;
    }
    if (change->bundle->phase == PHASE_SUSPENDED) change_pause(change, reviewed);
}

/* As of release 0.1.0, which had a fact for each. */
static enum err apply_opened(const struct change *change)
{
    uint8_t stage = change->fact->stage_opened.stage;
    const struct onward onward = { .opened = stage < STAGES_MAX ? set_of(stage) : 0 };

    assert(change->fact->type == FACT_STAGE_OPENED);
    if (onward.opened == 0 || !change_may_go_on(change, &onward, 0)) return ERR_CORRUPT;
    change_go_on(change, &onward);
    return OK;
}

static enum err apply_granted(const struct change *change)
{
    uint8_t stage = change->fact->stage_granted.stage;
    const struct onward onward = { .granted = stage < STAGES_MAX ? set_of(stage) : 0 };

    assert(change->fact->type == FACT_STAGE_GRANTED);
    if (onward.granted == 0) return ERR_CORRUPT;
    if (!change_may_go_on(change, &onward, change->bundle->in[STAGE_SEALED])) return ERR_CORRUPT;
    change_go_on(change, &onward);
    return OK;
}

/* ---- Leases -------------------------------------------------------------------------------- */

/* The attempt is the fence: one more with each lease, never the same twice. */
static bool may_lease(const struct change *change, const struct lease *lease)
{
    assert(change->bundle != NULL);
    assert(change->bundle->result == RESULT_OPEN);
    if (lease->attempt == 0 || lease->token == 0) return false;
    return movable(change, lease->stage, lease->attempt - 1, JOB_MOVE_LEASE) != NULL;
}

static void lease(const struct change *change, const struct lease *lease)
{
    struct stage *stage = change_stage(change, lease->stage);

    assert(stage->job == JOB_READY);
    job_pass_turn(change->engine, stage_ref_of(change->index, lease->stage));
    move_job(change, lease->stage, JOB_MOVE_LEASE, lease->until_ms);
    stage->attempt = lease->attempt;
    stage->token = lease->token;
    stage->clock.session = 0; /* dispatch.c knows better */
    if (change->is_new) change->engine->totals.leases++;
}

/* All of them are good before the first one changes anything. */
static enum err apply_leases(const struct change *change, const struct lease *leases,
                             uint32_t count)
{
    assert(leases != NULL);
    if (count == 0 || count > LEASES_PER_FACT_MAX) return ERR_CORRUPT;
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0 && leases[i].stage <= leases[i - 1].stage) return ERR_CORRUPT;
        if (!may_lease(change, &leases[i])) return ERR_CORRUPT;
    }
    for (uint32_t i = 0; i < count; i++) {
        lease(change, &leases[i]);
    }
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

static enum err check_correct(const struct change *change)
{
    const struct bundles *bundles = &change->engine->bundles;
    const struct fact_verdict_given *body = &change->fact->verdict_given;
    bool is_correct = body->verdict == VERDICT_CORRECT;

    assert(change->fact->type == FACT_VERDICT_GIVEN);
    if (!is_correct) return body->materials == 0 ? OK : ERR_CORRUPT;
    if (!correction_knows(change->published, body->materials)) return ERR_CORRUPT;
    if (correction_has_room(bundles, change->bundle, ENTRIES_MAX)) return OK;
    return change->bundle->entry_count + 2 > ENTRIES_MAX ? ERR_CORRUPT : ERR_NO_MEMORY;
}

/* The verdict is one of those that its stage can have. */
static bool verdict_is_good(const struct change *change)
{
    const struct fact_verdict_given *body = &change->fact->verdict_given;

    assert(body->stage < change->bundle->stage_count);
    if (!verdict_is_final(body->verdict) && body->verdict != VERDICT_SPECIAL &&
        body->verdict != VERDICT_RETURN && body->verdict != VERDICT_CORRECT) {
        return false;
    }
    if (body->pre_review != (change->bundle->phase == PHASE_PRE_REVIEW)) return false;
    return opinion_misfit(&change->published->procedure.stages[body->stage], body->verdict) == NULL;
}

/* What a verdict does to its stage. Before acceptance a refusal is sealed like a grant. */
static enum stage_move move_of(const struct change *change)
{
    bool is_pre = change->bundle->phase == PHASE_PRE_REVIEW;
    uint8_t verdict = change->fact->verdict_given.verdict;

    assert(verdict_is_final(verdict) || verdict == VERDICT_CORRECT);
    if (verdict == VERDICT_CORRECT || change->fact->verdict_given.to_signers) {
        return STAGE_MOVE_PAUSE;
    }
    return verdict == VERDICT_REFUSE && !is_pre ? STAGE_MOVE_REFUSE : STAGE_MOVE_SEAL;
}

/* The review is done, or something must be corrected first; the token stays, so that the same verdict
 * again can be recognised. */
static enum err apply_final(const struct change *change, struct stage *stage)
{
    const struct fact_verdict_given *body = &change->fact->verdict_given;
    bool is_refusal = body->verdict == VERDICT_REFUSE;
    set32 sealed = change->bundle->in[STAGE_SEALED];

    assert(stage->state == STAGE_REVIEWING);
    enum err err = check_correct(change);
    if (err != OK) return err;
    bool is_signed = body->verdict == VERDICT_GRANT &&
                     signing_is_wanted(&change->published->procedure, body->stage);
    if (body->to_signers != is_signed) return ERR_CORRUPT;
    enum stage_state next = stage_next(STAGE_REVIEWING, move_of(change));
    assert(next != STAGE_NONE);
    if (next == STAGE_SEALED) sealed |= set_of(body->stage);
    if (!change_may_go_on(change, &body->onward, sealed)) return ERR_CORRUPT;
    if (next != STAGE_SEALED && body->onward.granted != 0) return ERR_CORRUPT;
    if (is_refusal && !reopening_frees_well(change->bundle, &body->onward)) return ERR_CORRUPT;
    if (body->verdict == VERDICT_CORRECT && body->onward.opened != 0) return ERR_CORRUPT;

    move_job(change, body->stage, JOB_MOVE_DECIDE, 0);
    change_set_state(change, body->stage, next);
    stage->verdict = body->verdict;
    stage->verdict_position = change->fact->position;
    if (body->verdict == VERDICT_CORRECT) correction_raise(change, body->materials);
    change_go_on(change, &body->onward);
    return OK;
}

/* A special procedure begins, or it goes back to an earlier stage: the review is not done. */
static enum err apply_undecided(const struct change *change)
{
    const struct fact_verdict_given *body = &change->fact->verdict_given;
    const struct special_demand demand = { body->special, body->days, body->until_ms };
    struct reopening reopening = { change->published, change->bundle, body->stage, 0 };
    struct refusal refusal = { .bundle = 0 };

    assert(body->verdict == VERDICT_SPECIAL || body->verdict == VERDICT_RETURN);
    if (!onward_is_empty(&body->onward)) return ERR_CORRUPT;
    bool is_good = body->verdict == VERDICT_SPECIAL
                       ? special_is_good(change, body->stage, &demand)
                       : reopening_find(&reopening, &body->on, &refusal) == OK &&
                             reopening_is_good(change, &reopening, body->stages);
    if (!is_good) return ERR_CORRUPT;
    if (change->bundle->entry_count == ENTRIES_MAX) return ERR_CORRUPT;
    if (!bundle_has_entries(&change->engine->bundles, change->bundle, 1, ENTRIES_MAX)) {
        return ERR_NO_MEMORY;
    }
    if (body->verdict == VERDICT_SPECIAL) {
        special_begin(change, body->stage, &demand);
    } else {
        reopening_begin(change, &reopening, body->stages);
    }
    return OK;
}

static enum err apply_verdict(const struct change *change)
{
    const struct fact_verdict_given *body = &change->fact->verdict_given;
    struct stage *stage = movable(change, body->stage, body->attempt, JOB_MOVE_DECIDE);

    assert(change->fact->type == FACT_VERDICT_GIVEN);
    if (stage == NULL || !verdict_is_good(change)) return ERR_CORRUPT;
    bool is_undecided = body->verdict == VERDICT_SPECIAL || body->verdict == VERDICT_RETURN;
    return is_undecided ? apply_undecided(change) : apply_final(change, stage);
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
        case FACT_JOB_LEASED: return apply_leases(change, &change->fact->job_leased, 1);
        case FACT_JOBS_LEASED:
            return apply_leases(change, change->fact->jobs_leased.leases,
                                change->fact->jobs_leased.lease_count);
        case FACT_JOB_RENEWED: return apply_renewed(change);
        case FACT_JOB_EXPIRED: return apply_expired(change);
        case FACT_JOB_RELEASED: return apply_released(change);
        case FACT_JOB_FAILED: return apply_failed(change);
        case FACT_JOB_PARKED: return apply_parked(change);
        case FACT_JOB_READIED: return apply_readied(change);
        case FACT_VERDICT_GIVEN: return apply_verdict(change);
        case FACT_CLAIM_REFUSED: return apply_claim_refused(change);
        case FACT_STAGE_GRANTED: return apply_granted(change);
        default: return ERR_CORRUPT;
    }
}
