/* SPDX-License-Identifier: Apache-2.0 */
/* VERDICT: a worker answers for a job. Which verdicts a stage can have is a closed set (opinion.h).
 *
 * Refusals in order: NOT_ALLOWED, SEPARATION (unless it only gives the job back), LEASE_STALE,
 * REASON_MISSING, STAGE_UNKNOWN (that it is returned to), ACT_IMPOSSIBLE (it is none of this stage's, or
 * cannot be now), DISK_FULL (nothing can be written), MATERIAL_UNKNOWN, BUSY (no room for a permit
 * counter, or in the dossier).
 * The credit that comes with it is added whatever becomes of it, since the worker is done with the
 * job either way. A verdict given again, with the token of the lease that gave it, is answered with
 * its first position as long as the bundle is in memory; afterwards it is LEASE_STALE. */
#include "broker/core/claim.h"
#include "broker/core/intake.h"
#include "broker/core/correction.h"
#include "broker/core/opinion.h"
#include "broker/core/reopening.h"
#include "broker/core/special.h"

/* What the applicant can do against a refusal, where neither the reviewer nor the procedure says it
 * (许可法 38; 行政复议法 20, 行政诉讼法 46 for the periods). */
static const char remedies_default[] =
    "申请人如不服本决定，可以自知道本决定之日起六十日内依法申请行政复议，"
    "或者自知道本决定之日起六个月内依法向人民法院提起行政诉讼。";
#include "broker/core/signing.h"

/* What the worker will take besides, up to CREDIT_MAX in all. */
static void add_credit(const struct step *step)
{
    struct engine *engine = step->engine;
    uint32_t index = step->session;

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

/* A refusal without remedies is invalid (许可法 38): what the reviewer says, else what the procedure says. */
static struct span remedies_of(const struct msg_verdict *msg, const struct procedure *procedure)
{
    assert(msg->verdict > 0);
    assert(procedure->stage_count > 0);
    if (msg->verdict != VERDICT_REFUSE) return (struct span){ 0 };
    if (msg->remedies.size > 0) return msg->remedies;
    const char *text = procedure->remedies[0] != '\0' ? procedure->remedies : remedies_default;
    return (struct span){ (const uint8_t *)text, strlen(text) };
}

/* What all verdicts say. */
static struct fact_verdict_given given_of(const struct step *step, const struct claim *claim)
{
    assert(claim->stage < STAGES_MAX);
    assert(claim->record->job == JOB_LEASED);
    return (struct fact_verdict_given){
        .stage = (uint8_t)claim->stage,
        .attempt = claim->attempt,
        .verdict = step->event->verdict.verdict,
        .worker = step->event->principal,
        .reason = step->event->verdict.reason,
    };
}

static void record(struct step *step, const struct claim *claim,
                   const struct fact_verdict_given *given)
{
    struct fact *fact = engine_fact(step, FACT_VERDICT_GIVEN, claim->number);
    fact->verdict_given = *given;
    engine_record(step, fact);
    answer(step, claim->number);
}

/* Grant, refusal or opinion: the review is done. */
static void decide(struct step *step, const struct claim *claim)
{
    const struct msg_verdict *msg = &step->event->verdict;
    struct standing standing = cascade_standing(claim->bundle);

    assert(verdict_is_final(msg->verdict));
    assert(claim->record->state == STAGE_REVIEWING);
    if (!cascade_has_room(step, claim->published)) {
        step_refuse_field(step, ERR_BUSY, "counters", claim->number);
        return;
    }
    bool is_pre = claim->bundle->phase == PHASE_PRE_REVIEW;
    bool to_signers = msg->verdict == VERDICT_GRANT &&
                      signing_is_wanted(&claim->published->procedure, claim->stage);
    /* Before acceptance nothing takes effect, and before it is signed neither. */
    bool seals = msg->verdict != VERDICT_REFUSE && !is_pre && !to_signers;
    set32 decided = to_signers ? 0 : set_of(claim->stage);
    set32 refused = msg->verdict == VERDICT_REFUSE && !is_pre ? decided : 0;
    if (seals) standing.sealed |= decided;
    standing.waiting |= reopening_released(step->engine, claim->bundle, decided, refused);
    struct fact_verdict_given given = given_of(step, claim);
    given.onward = cascade_onward(claim->published, &standing);
    given.pre_review = is_pre;
    given.remedies = remedies_of(msg, &claim->published->procedure);
    if (msg->verdict == VERDICT_FORWARD) given.on = msg->on;
    given.to_signers = to_signers;
    record(step, claim, &given);
    cascade(step, claim->index);
}

/* The applicant must correct something first: the stage stands. Whoever is not done yet goes on, so that the
 * applicant is told everything at once (许可法 32(4)). */
static void correct(struct step *step, const struct claim *claim)
{
    const struct msg_verdict *msg = &step->event->verdict;
    const struct bundles *bundles = &step->engine->bundles;
    uint64_t materials;

    assert(msg->verdict == VERDICT_CORRECT);
    assert(claim->record->state == STAGE_REVIEWING);
    if (!correction_find(claim->published, msg->materials, &materials)) {
        step_refuse_field(step, ERR_MATERIAL_UNKNOWN, "materials", claim->number);
        return;
    }
    if (!correction_has_room(bundles, claim->bundle, ENTRIES_ACT_MAX)) {
        step_refuse_field(step, ERR_BUSY, "dossier", claim->number);
        return;
    }
    struct fact_verdict_given given = given_of(step, claim);
    given.materials = materials;
    given.pre_review = claim->bundle->phase == PHASE_PRE_REVIEW;
    record(step, claim, &given);
    cascade(step, claim->index);
}

/* There is room in the dossier for what a verdict enters. */
static bool has_entry(struct step *step, const struct claim *claim)
{
    const struct bundles *bundles = &step->engine->bundles;

    assert(claim->bundle != NULL);
    assert(claim->bundle->result == RESULT_OPEN);
    if (bundle_has_entries(bundles, claim->bundle, 1, ENTRIES_ACT_MAX)) return true;
    step_refuse_field(step, ERR_BUSY, "dossier", claim->number);
    return false;
}

static struct special_demand demand_of(const struct msg_verdict *msg)
{
    return (struct special_demand){ msg->special, msg->days, msg->until_ms };
}

/* The review stands for a special procedure, whose time is not counted (许可法 45). */
static void begin_special(struct step *step, const struct claim *claim)
{
    const struct msg_verdict *msg = &step->event->verdict;

    assert(msg->verdict == VERDICT_SPECIAL);
    assert(claim->record->job == JOB_LEASED);
    if (!has_entry(step, claim)) return;
    struct fact_verdict_given given = given_of(step, claim);
    given.special = msg->special;
    given.days = msg->days;
    given.until_ms = msg->until_ms;
    record(step, claim, &given);
}

static enum err find_reopening(const struct step *step, const struct claim *claim,
                               struct reopening *reopening, struct refusal *refusal)
{
    *reopening = (struct reopening){
        .published = claim->published,
        .bundle = claim->bundle,
        .stage = (uint8_t)claim->stage,
    };
    assert(step->event->verdict.verdict == VERDICT_RETURN);
    assert(claim->bundle != NULL);
    return reopening_find(reopening, &step->event->verdict.on, refusal);
}

/* Back to a stage that this one rests on. */
static void send_back(struct step *step, const struct claim *claim)
{
    const struct msg_verdict *msg = &step->event->verdict;
    struct reopening reopening;
    struct refusal refusal = { .bundle = claim->number };

    if (!has_entry(step, claim)) return;
    enum err err = find_reopening(step, claim, &reopening, &refusal);
    assert(err == OK); /* it has been looked at */
    assert(claim->record->job == JOB_LEASED);
    set32 stages = reopening_dependents(claim->published, claim->bundle, reopening.on);
    for (uint32_t i = 0; i < claim->bundle->stage_count; i++) { /* the others that are at work */
        if (set_has(stages, i) && i != claim->stage) {
            step_cancel(step, claim->bundle, i, CANCEL_PAUSED);
        }
    }
    struct fact_verdict_given given = given_of(step, claim);
    given.on = msg->on;
    given.stages = stages;
    record(step, claim, &given);
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
        case VERDICT_REFUSE:
        case VERDICT_AGREE:
        case VERDICT_DISAGREE:
        case VERDICT_FORWARD: decide(step, claim); break;
        case VERDICT_CORRECT: correct(step, claim); break;
        case VERDICT_SPECIAL: begin_special(step, claim); break;
        case VERDICT_RETURN: send_back(step, claim); break;
        case VERDICT_FAIL: fail(step, claim); break;
        case VERDICT_RELEASE: release(step, claim); break;
        case VERDICT_PARK:
            park(step, claim, PARK_ASKED);
            answer(step, claim->number);
            break;
        case VERDICT_GRANT_TOLERANCE: break; /* the engine's own, of what it issues */
    }
}

/* Accepting and deciding are separate acts of separate people (受审分离: 许可法 24; 滨州 10). Giving a job
 * back decides nothing. */
static bool is_own_acceptance(const struct step *step, const struct claim *claim)
{
    uint8_t verdict = step->event->verdict.verdict;

    if (claim->bundle == NULL) return false;
    assert(verdict != 0);
    bool decides = verdict != VERDICT_FAIL && verdict != VERDICT_PARK && verdict != VERDICT_RELEASE;
    const struct name *acceptor = intake_acceptor(&step->engine->bundles, claim->bundle);
    return decides && acceptor != NULL && name_is_equal(acceptor, &step->event->principal);
}

/* The verdict that this claim's lease gave, and no other. */
static bool is_repeated(const struct step *step, const struct claim *claim)
{
    if (!claim_is_answered(step, claim)) return false;
    assert(claim->record->verdict != 0);
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

/* What only this verdict needs, or only this stage can say. */
static enum err check(const struct step *step, const struct claim *claim, struct refusal *refusal)
{
    const struct msg_verdict *msg = &step->event->verdict;
    const struct special_demand demand = demand_of(msg);
    struct reopening reopening;

    assert(claim->bundle != NULL);
    refusal->field = "reason";
    if (opinion_needs_reason(msg->verdict) && msg->reason.size == 0) return ERR_REASON_MISSING;
    if (msg->verdict == VERDICT_RETURN) {
        enum err err = find_reopening(step, claim, &reopening, refusal);
        assert(err == OK || err == ERR_STAGE_UNKNOWN);
        if (err != OK) return err;
    }
    const char *misfit =
        opinion_misfit(&claim->published->procedure.stages[claim->stage], msg->verdict);
    refusal->field = "verdict";
    if (misfit != NULL) return act_impossible(refusal, misfit);
    bool holds_up = msg->verdict == VERDICT_SPECIAL || msg->verdict == VERDICT_RETURN;
    if (holds_up && claim->bundle->phase != PHASE_REVIEW) { /* nothing counts, nothing is decided */
        return act_impossible(refusal, "the bundle as a whole is not under review");
    }
    if (msg->verdict == VERDICT_SPECIAL) return special_check(step, &demand, refusal);
    if (msg->verdict != VERDICT_RETURN) return OK;
    return reopening_check(step->engine, &reopening, refusal);
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
    assert(msg->verdict >= VERDICT_GRANT && msg->verdict <= VERDICT_RETURN);
    if (step->event->session.n == 0) {
        give_back_unsent(step, &claim);
        return;
    }
    if (!step_admit(step, ROLE_WORKER)) return;
    add_credit(step);
    claim_find(step, &claim);
    if (is_own_acceptance(step, &claim)) {
        step_refuse_field(step, ERR_SEPARATION, "principal", claim.number);
        return;
    }
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
    struct refusal refusal = { .bundle = claim.number };
    refusal.err = check(step, &claim, &refusal);
    if (refusal.err != OK) {
        step_refuse(step, &refusal);
        return;
    }
    if (!step_has_disk(step, false, claim.number)) return;
    take(step, &claim);
}
