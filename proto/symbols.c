/* SPDX-License-Identifier: Apache-2.0 */
/* The names are those of proto/SPEC.md, in lower case. Whoever adds a value to an enum adds its name
 * here; a value without one is refused as FIELD_INVALID. */
#include "proto/symbols.h"

#include "tongfa/errors.h"
#include "tongfa/message.h"

/* Defines symbols_NAME from designated names. */
#define SYMBOLS(name_, ...) \
    static const char *const name_##_names[] = { __VA_ARGS__ }; \
    const struct symbols symbols_##name_ = { name_##_names, \
                                             sizeof name_##_names / sizeof name_##_names[0] }

/* clang-format off */
SYMBOLS(role,
    [ROLE_SUBMITTER] = "submitter",
    [ROLE_WORKER]    = "worker",
    [ROLE_OPERATOR]  = "operator",
    [ROLE_CLERK]     = "clerk",
    [ROLE_OFFICER]   = "officer",
    [ROLE_HEAD]      = "head",
    [ROLE_GOVERNMENT] = "government",
    [ROLE_SUPERVISOR] = "supervisor");

#define ACT_WORD(number, name, word, by, needs) [ACT_##name] = (word),
SYMBOLS(act, ACT_TABLE(ACT_WORD));

SYMBOLS(phase,
    [PHASE_REVIEW]    = "review",
    [PHASE_SUSPENDED] = "suspended",
    [PHASE_RECEIVED]  = "received",
    [PHASE_CORRECTING] = "correcting",
    [PHASE_PRE_REVIEW] = "pre_review");

SYMBOLS(entry_kind,
    [ENTRY_PAUSE]  = "pause",
    [ENTRY_INTAKE] = "intake",
    [ENTRY_INTAKE_NOTICE] = "intake_notice",
    [ENTRY_MIGRATION] = "migration",
    [ENTRY_SUPPLY] = "supply",
    [ENTRY_DEFICIENCY] = "deficiency",
    [ENTRY_NOTICE] = "notice",
    [ENTRY_EXTENSION] = "extension",
    [ENTRY_RETURN]    = "return",
    [ENTRY_DEEMED]    = "deemed");

SYMBOLS(notice_state,
    [NOTICE_PENDING]  = "pending",
    [NOTICE_GIVEN]    = "given",
    [NOTICE_ANSWERED] = "answered",
    [NOTICE_LAPSED]   = "lapsed",
    [NOTICE_RETURNED] = "returned");

SYMBOLS(pause_cause,
    [PAUSE_SUSPENSION] = "suspension",
    [PAUSE_CORRECTION] = "correction",
    [PAUSE_INTAKE]     = "intake_correction",
    [PAUSE_SPECIAL]    = "special");

SYMBOLS(special_kind,
    [SPECIAL_HEARING]       = "hearing",
    [SPECIAL_TENDER]        = "tender",
    [SPECIAL_AUCTION]       = "auction",
    [SPECIAL_INSPECTION]    = "inspection",
    [SPECIAL_TESTING]       = "testing",
    [SPECIAL_QUARANTINE]    = "quarantine",
    [SPECIAL_APPRAISAL]     = "appraisal",
    [SPECIAL_EXPERT_REVIEW] = "expert_review",
    [SPECIAL_OTHER]         = "other");

SYMBOLS(extends,
    [EXTENDS_STATUTORY] = "statutory",
    [EXTENDS_PROMISED]  = "promised",
    [EXTENDS_BOTH]      = "both");

SYMBOLS(verdict,
    [VERDICT_GRANT]   = "grant",
    [VERDICT_REFUSE]  = "refuse",
    [VERDICT_FAIL]    = "fail",
    [VERDICT_PARK]    = "park",
    [VERDICT_RELEASE] = "release",
    [VERDICT_CORRECT] = "correct",
    [VERDICT_SPECIAL] = "special",
    [VERDICT_AGREE]    = "agree",
    [VERDICT_DISAGREE] = "disagree",
    [VERDICT_FORWARD]  = "forward",
    [VERDICT_RETURN]   = "return");

SYMBOLS(decision,
    [VERDICT_GRANT]    = "grant",
    [VERDICT_REFUSE]   = "refuse",
    [VERDICT_CORRECT]  = "correct",
    [VERDICT_AGREE]    = "agree",
    [VERDICT_DISAGREE] = "disagree",
    [VERDICT_FORWARD]  = "forward");

SYMBOLS(given,
    [VERDICT_GRANT]    = "grant",
    [VERDICT_REFUSE]   = "refuse",
    [VERDICT_CORRECT]  = "correct",
    [VERDICT_SPECIAL]  = "special",
    [VERDICT_AGREE]    = "agree",
    [VERDICT_DISAGREE] = "disagree",
    [VERDICT_FORWARD]  = "forward",
    [VERDICT_RETURN]   = "return");

SYMBOLS(bundle_result,
    [RESULT_OPEN]      = "open",
    [RESULT_ALL]       = "all",
    [RESULT_PARTIAL]   = "partial",
    [RESULT_NONE]      = "none",
    [RESULT_WITHDRAWN] = "withdrawn",
    [RESULT_NOT_REQUIRED] = "not_required",
    [RESULT_NOT_ACCEPTED] = "not_accepted",
    [RESULT_RETURNED]  = "returned");

SYMBOLS(bundle_end,
    [RESULT_ALL]       = "all",
    [RESULT_PARTIAL]   = "partial",
    [RESULT_NONE]      = "none",
    [RESULT_WITHDRAWN] = "withdrawn",
    [RESULT_NOT_REQUIRED] = "not_required",
    [RESULT_NOT_ACCEPTED] = "not_accepted",
    [RESULT_RETURNED]  = "returned");

SYMBOLS(stage_state,
    [STAGE_WAITING]   = "waiting",
    [STAGE_REVIEWING] = "reviewing",
    [STAGE_SEALED]    = "sealed",
    [STAGE_GRANTED]   = "granted",
    [STAGE_ISSUED]    = "issued",
    [STAGE_REFUSED]   = "refused",
    [STAGE_BLOCKED]   = "blocked",
    [STAGE_LAPSED]    = "lapsed",
    [STAGE_WITHDRAWN] = "withdrawn",
    [STAGE_SKIPPED]   = "skipped",
    [STAGE_PAUSED]    = "paused");

SYMBOLS(job_state,
    [JOB_NONE]      = "none",
    [JOB_READY]     = "ready",
    [JOB_LEASED]    = "leased",
    [JOB_DELAYED]   = "delayed",
    [JOB_PARKED]    = "parked",
    [JOB_DONE]      = "done",
    [JOB_CANCELLED] = "cancelled");

SYMBOLS(milestone_state,
    [MILESTONE_OPEN]       = "open",
    [MILESTONE_REACHED]    = "reached",
    [MILESTONE_CALLED_OFF] = "called_off");

SYMBOLS(gate_state,
    [GATE_OPEN]   = "open",
    [GATE_ISSUED] = "issued",
    [GATE_LAPSED] = "lapsed");

SYMBOLS(park_cause,
    [PARK_ASKED]    = "asked",
    [PARK_ATTEMPTS] = "attempts");

SYMBOLS(ready_cause,
    [READY_DELAY_OVER] = "delay_over",
    [READY_RETRIED]    = "retried");

SYMBOLS(block_cause,
    [BLOCK_STAGE]     = "stage",
    [BLOCK_MILESTONE] = "milestone",
    [BLOCK_GATE]      = "gate");

SYMBOLS(cancel_cause,
    [CANCEL_WITHDRAWN] = "withdrawn",
    [CANCEL_POINTLESS] = "pointless",
    [CANCEL_PAUSED]    = "paused",
    [CANCEL_DEEMED]    = "deemed");

SYMBOLS(receipt_of,
    [RECEIPT_SUBMISSION] = "submission",
    [RECEIPT_DEFINITION] = "definition",
    [RECEIPT_VERDICT]    = "verdict",
    [RECEIPT_OUTCOME]    = "outcome",
    [RECEIPT_POSITION]   = "position",
    [RECEIPT_ACCEPTANCE] = "acceptance");

SYMBOLS(wait_kind,
    [WAIT_MILESTONE] = "milestone",
    [WAIT_STAGE]     = "stage",
    [WAIT_WORKER]    = "worker",
    [WAIT_VERDICT]   = "verdict",
    [WAIT_RETRY]     = "retry",
    [WAIT_OPERATOR]  = "operator",
    [WAIT_GATE]      = "gate",
    [WAIT_RESUMPTION] = "resumption",
    [WAIT_ACCEPTANCE] = "acceptance",
    [WAIT_SUPPLY]     = "supply",
    [WAIT_NOTICE]     = "notice",
    [WAIT_SPECIAL]    = "special");

SYMBOLS(wait_edge,
    [EDGE_START]  = "start",
    [EDGE_DECIDE] = "decide",
    [EDGE_ISSUE]  = "issue");

SYMBOLS(retry_hint,
    [RETRY_NEVER] = "never",
    [RETRY_AFTER] = "after",
    [RETRY_WHEN]  = "when");

SYMBOLS(gate_policy,
    [GATE_ALL_OR_NOTHING] = "all_or_nothing",
    [GATE_ISSUE_REST]     = "issue_rest");

SYMBOLS(on_refusal,
    [ON_REFUSAL_FINISH] = "finish",
    [ON_REFUSAL_CANCEL] = "cancel");

SYMBOLS(limit_unit,
    [LIMIT_WORKING_DAYS]  = "working_days",
    [LIMIT_NATURAL_DAYS]  = "natural_days",
    [LIMIT_WORKING_HOURS] = "working_hours",
    [LIMIT_NATURAL_HOURS] = "natural_hours");

SYMBOLS(intake_outcome,
    [INTAKE_ACCEPTED]     = "accepted",
    [INTAKE_PUT_RIGHT]    = "put_right",
    [INTAKE_DEEMED]       = "deemed",
    [INTAKE_NOT_REQUIRED] = "not_required",
    [INTAKE_NOT_ACCEPTED] = "not_accepted",
    [INTAKE_WITHDRAWN]    = "withdrawn",
    [INTAKE_RETURNED]     = "returned");

SYMBOLS(clock_kind,
    [CLOCK_OF_REVIEW]     = "review",
    [CLOCK_OF_INTAKE]     = "intake",
    [CLOCK_OF_CORRECTION] = "correction");

SYMBOLS(on_silence,
    [ON_SILENCE_ACCEPT] = "accept",
    [ON_SILENCE_WAIT]   = "wait");

SYMBOLS(on_lapse,
    [ON_LAPSE_RETURN]     = "return",
    [ON_LAPSE_WITHDRAW]   = "withdraw",
    [ON_LAPSE_NOT_ACCEPT] = "not_accept");

SYMBOLS(on_unanswered,
    [ON_UNANSWERED_REFUSE]   = "refuse",
    [ON_UNANSWERED_WITHDRAW] = "withdraw",
    [ON_UNANSWERED_RETURN]   = "return");

/* Left out: wait. */
SYMBOLS(on_timeout,
    [ON_TIMEOUT_WAIT]  = "wait",
    [ON_TIMEOUT_AGREE] = "agree");

SYMBOLS(clock_from,
    [CLOCK_FROM_ACCEPTANCE] = "acceptance",
    [CLOCK_FROM_RECEIPT]    = "receipt");
/* clang-format on */

const struct symbols *symbols_act_detail(uint8_t act)
{
    switch (act) {
        case ACT_LAPSE_INTAKE: return &symbols_intake_outcome;
        case ACT_UNANSWERED: return &symbols_on_unanswered;
        case ACT_SPECIAL_START: return &symbols_special_kind;
        case ACT_EXTEND: return &symbols_extends;
        case ACT_DEEM: return &symbols_decision;
        default: return NULL;
    }
}

const struct symbols *symbols_entry_detail(uint8_t kind)
{
    switch (kind) {
        case ENTRY_PAUSE: return &symbols_pause_cause;
        case ENTRY_INTAKE: return &symbols_intake_outcome;
        case ENTRY_EXTENSION: return &symbols_extends;
        case ENTRY_DEEMED: return &symbols_decision;
        default: return NULL;
    }
}

const char *symbols_name(const struct symbols *symbols, uint64_t value)
{
    return value < symbols->count ? symbols->names[value] : NULL;
}

bool symbols_find(const struct symbols *symbols, const char *name, uint32_t *value)
{
    for (uint32_t i = 0; i < symbols->count; i++) {
        if (symbols->names[i] == NULL || strcmp(symbols->names[i], name) != 0) continue;
        *value = i;
        return true;
    }
    return false;
}
