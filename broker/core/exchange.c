/* SPDX-License-Identifier: Apache-2.0 */
/* Two roads to one code: from what a stage is now, and from the facts as they come by. A test walks the
 * engine along both and compares them at each step. */
#include "broker/core/exchange.h"

#include "broker/core/intake_image.h"

/* Before and after its job was leased for the first time. */
struct exchange_row {
    uint8_t queued;
    uint8_t begun;
};

/* clang-format off */
static const struct exchange_row rows[STAGE_STATE_COUNT] = {
    /* Taken in at the counter; its department may not begin: 3 窗口受理. Had it begun before what it
     * rests on was returned to, it has begun all the same. */
    [STAGE_WAITING]   = { EXCHANGE_ACCEPTED,    EXCHANGE_REVIEW_BEGUN },
    /* The same until somebody has it in hand: 8 部门开始办理. */
    [STAGE_REVIEWING] = { EXCHANGE_ACCEPTED,    EXCHANGE_REVIEW_BEGUN },
    /* Reviewed, but the decision waits for an upstream: still with the department, not closed. */
    [STAGE_SEALED]    = { EXCHANGE_REVIEW_BEGUN, EXCHANGE_REVIEW_BEGUN },
    /* Decided, held by its gate, and may still lapse: not closed before the permit is issued. */
    [STAGE_GRANTED]   = { EXCHANGE_REVIEW_BEGUN, EXCHANGE_REVIEW_BEGUN },
    /* 11 办结(通过); an opinion is closed the same way. */
    [STAGE_ISSUED]    = { EXCHANGE_PASSED,       EXCHANGE_PASSED },
    /* 13 办结(不通过), with reasons (Administrative Licensing Law, Art. 38). */
    [STAGE_REFUSED]   = { EXCHANGE_NOT_PASSED,   EXCHANGE_NOT_PASSED },
    /* It can never be granted. There is no code for "not decided, since another was refused"; closed
     * without a pass is what is left. */
    [STAGE_BLOCKED]   = { EXCHANGE_NOT_PASSED,   EXCHANGE_NOT_PASSED },
    /* Granted, and never issued, since its gate issues nothing: as above. */
    [STAGE_LAPSED]    = { EXCHANGE_NOT_PASSED,   EXCHANGE_NOT_PASSED },
    /* 14 撤回, since it was accepted; 2 已撤件 is for what is taken back before. */
    [STAGE_WITHDRAWN] = { EXCHANGE_WITHDRAWN,    EXCHANGE_WITHDRAWN },
    /* Its review stands: with its department all the same. */
    [STAGE_PAUSED]    = { EXCHANGE_ACCEPTED,     EXCHANGE_REVIEW_BEGUN },
    /* It does not apply: there was no 审批事项 to report. */
    [STAGE_SKIPPED]   = { EXCHANGE_NONE,         EXCHANGE_NONE },
};
/* clang-format on */

enum exchange_code exchange_of_stage(enum stage_state state, uint32_t attempt)
{
    if (state >= STAGE_STATE_COUNT) return EXCHANGE_NONE; /* of a newer release */
    const struct exchange_row *row = &rows[state];
    uint8_t code = attempt == 0 ? row->queued : row->begun;
    assert(code < EXCHANGE_CODE_COUNT);
    return (enum exchange_code)code;
}

/* What became of a bundle at the counter. Returned, or deemed withdrawn, before it was accepted: not 14
 * (撤回) or 13, which the exchange refuses without an earlier 3, but 2 (撤件). */
static enum exchange_code exchange_of_intake(uint8_t outcome)
{
    static const uint8_t codes[INTAKE_OUTCOME_COUNT] = {
        [INTAKE_OPEN] = EXCHANGE_TAKEN_BACK, /* it ended, and nobody had said anything */
        [INTAKE_ACCEPTED] = EXCHANGE_ACCEPTED,
        [INTAKE_PUT_RIGHT] = EXCHANGE_ACCEPTED,
        [INTAKE_DEEMED] = EXCHANGE_ACCEPTED,
        [INTAKE_NOT_REQUIRED] = EXCHANGE_NOT_REQUIRED,
        [INTAKE_NOT_ACCEPTED] = EXCHANGE_NOT_ACCEPTED,
        [INTAKE_WITHDRAWN] = EXCHANGE_TAKEN_BACK,
        [INTAKE_RETURNED] = EXCHANGE_TAKEN_BACK,
    };
    if (outcome >= INTAKE_OUTCOME_COUNT) return EXCHANGE_NONE; /* of a newer release */
    assert(codes[outcome] < EXCHANGE_CODE_COUNT);
    return (enum exchange_code)codes[outcome];
}

/* The applicant was told what to correct for this stage, and has not answered (过程补件). */
static bool is_corrected(const struct bundle_image *image, uint32_t stage)
{
    assert(stage < image->stage_count);
    if (image->stages[stage].state != STAGE_PAUSED) return false;
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        bool is_told = entry->kind == ENTRY_PAUSE && entry->detail == PAUSE_CORRECTION;
        if (is_told && entry->stage == stage && entry->until_ms == 0) return true;
    }
    return false;
}

/* What the dossier says of a stage before its own state does; EXCHANGE_NONE: nothing. */
static enum exchange_code exchange_of_entry(const struct bundle_image *image, uint32_t stage)
{
    const struct entry *intake = intake_of_image(image);
    bool is_accepted = intake == NULL || intake_is_accepted(intake->detail);

    assert(image->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        if (entry->kind != ENTRY_PERMIT_END || entry->stage != stage) continue;
        if (entry->detail == PERMIT_REVOKED) return EXCHANGE_REVOKED;
    }
    if (is_accepted && is_corrected(image, stage)) return EXCHANGE_CORRECTION_BEGUN;
    if (is_accepted || image->stages[stage].state == STAGE_SKIPPED) return EXCHANGE_NONE;
    if (image->result != RESULT_OPEN) return exchange_of_intake(intake->detail);
    if (image->phase == PHASE_CORRECTING) return EXCHANGE_CORRECTION_BEGUN;
    return intake->amount > 1 ? EXCHANGE_CORRECTION_ENDED : EXCHANGE_RECEIVED;
}

enum exchange_code exchange_of_image(const struct bundle_image *image, uint32_t stage)
{
    const struct stage_image *record = &image->stages[stage];

    assert(stage < image->stage_count);
    if (image->phase == PHASE_PRE_REVIEW) return EXCHANGE_NONE; /* it has no legal effect yet */
    enum exchange_code code = exchange_of_entry(image, stage);
    if (code != EXCHANGE_NONE) return code;
    if (record->state == STAGE_ISSUED && record->verdict == VERDICT_GRANT_TOLERANCE) {
        return EXCHANGE_PASSED_TOLERANTLY;
    }
    return exchange_of_stage((enum stage_state)record->state, record->attempt);
}

enum exchange_code exchange_of_permit(const struct fact_permits_issued *issued, uint8_t stage)
{
    assert(issued->permit_count <= STAGES_MAX);
    if (stage < STAGES_MAX && set_has(issued->tolerated, stage)) return EXCHANGE_PASSED_TOLERANTLY;
    return exchange_of_stage(STAGE_ISSUED, 1);
}

/* Most acts are not reported; these decide the intake, a stage or a permit. */
static enum exchange_code exchange_of_act(const struct fact_acted *acted)
{
    assert(acted != NULL);
    switch ((int)acted->act) {
        case ACT_ACCEPT: return exchange_of_intake(INTAKE_ACCEPTED);
        case ACT_PUT_RIGHT: return exchange_of_intake(INTAKE_PUT_RIGHT);
        case ACT_DEEM_ACCEPTED: return exchange_of_intake(INTAKE_DEEMED);
        case ACT_NOT_REQUIRE: return exchange_of_intake(INTAKE_NOT_REQUIRED);
        case ACT_NOT_ACCEPT: return exchange_of_intake(INTAKE_NOT_ACCEPTED);
        case ACT_LAPSE_INTAKE: return exchange_of_intake(acted->detail);
        case ACT_ASK_CORRECTIONS: return EXCHANGE_CORRECTION_BEGUN;
        case ACT_COMMIT: return exchange_of_stage(STAGE_SEALED, 0);
        case ACT_SIGNED:
            return exchange_of_stage(acted->detail == SIGN_AGREE ? STAGE_SEALED : STAGE_REFUSED, 0);
        case ACT_MATERIAL_OVERDUE:
        case ACT_COMMITMENT_FALSE:
            return acted->stages == 0 ? EXCHANGE_NONE : exchange_of_stage(STAGE_REFUSED, 0);
        case ACT_REVOKE: return EXCHANGE_REVOKED;
        case ACT_SPECIAL_START: return EXCHANGE_SPECIAL_BEGUN;
        case ACT_SPECIAL_END: return EXCHANGE_SPECIAL_ENDED;
        case ACT_NOTIFY: return EXCHANGE_CORRECTION_BEGUN;
        case ACT_RETRACT: return EXCHANGE_CORRECTION_ENDED;
        case ACT_UNANSWERED:
            return acted->detail == ON_UNANSWERED_REFUSE ? EXCHANGE_NOT_PASSED : EXCHANGE_WITHDRAWN;
        default: return EXCHANGE_NONE; /* what else has a code is said by the facts that follow */
    }
}

enum exchange_code exchange_of_lease(const struct lease *lease)
{
    assert(lease != NULL);
    return lease->attempt == 1 ? exchange_of_stage(STAGE_REVIEWING, 1) : EXCHANGE_NONE;
}

enum exchange_code exchange_of_fact(const struct fact *fact)
{
    assert(fact != NULL);
    switch (fact->type) {
        case FACT_BUNDLE_SUBMITTED:
            if (fact->bundle_submitted.received) return EXCHANGE_RECEIVED;
            return exchange_of_stage(STAGE_WAITING, 0);
        case FACT_JOB_LEASED: return exchange_of_lease(&fact->job_leased);
        case FACT_VERDICT_GIVEN:
            if (fact->verdict_given.verdict == VERDICT_SPECIAL) return EXCHANGE_SPECIAL_BEGUN;
            if (fact->verdict_given.verdict != VERDICT_REFUSE) return EXCHANGE_NONE;
            return exchange_of_stage(STAGE_REFUSED, 1);
        case FACT_STAGE_BLOCKED: return exchange_of_stage(STAGE_BLOCKED, 1);
        case FACT_PERMITS_ISSUED:
            if (fact->permits_issued.tolerated != 0) return EXCHANGE_NONE; /* each has its own */
            return exchange_of_stage(STAGE_ISSUED, 1);
        case FACT_GATE_LAPSED: return exchange_of_stage(STAGE_LAPSED, 1);
        case FACT_BUNDLE_WITHDRAWN:
            if (fact->bundle_withdrawn.early) return EXCHANGE_TAKEN_BACK;
            return exchange_of_stage(STAGE_WITHDRAWN, 1);
        case FACT_ACTED: return exchange_of_act(&fact->acted);
        case FACT_SUPPLIED: /* or a material that was tolerated, for which nobody was told 6 */
            return fact->supplied.early || fact->supplied.stages != 0 ? EXCHANGE_CORRECTION_ENDED
                                                                      : EXCHANGE_NONE;
        case FACT_STAGE_OPENED: /* accepted before, and begun only when it is leased */
        case FACT_STAGE_GRANTED:
        case FACT_JOBS_LEASED: /* each of its leases has its own */
        case FACT_MIGRATED:    /* under another version it is where it was */
        case FACT_CALENDAR_PUBLISHED:
        case FACT_PROCEDURE_PUBLISHED:
        case FACT_MILESTONE_REACHED:
        case FACT_MILESTONE_CALLED_OFF:
        case FACT_JOB_RENEWED:
        case FACT_JOB_EXPIRED:
        case FACT_JOB_RELEASED:
        case FACT_JOB_FAILED:
        case FACT_JOB_PARKED:
        case FACT_JOB_READIED:
        case FACT_CLAIM_REFUSED:
        case FACT_BUNDLE_ENDED:
        case FACT_TYPE_COUNT: break;
    }
    return EXCHANGE_NONE;
}
