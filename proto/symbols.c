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
    [ENTRY_DEEMED]    = "deemed",
    [ENTRY_SIGNER]        = "signer",
    [ENTRY_TOLERANCE]     = "tolerance",
    [ENTRY_COMMITMENT]    = "commitment",
    [ENTRY_NO_COMMITMENT] = "no_commitment",
    [ENTRY_DELIVERY]      = "delivery",
    [ENTRY_PERMIT_END]    = "permit_end",
    [ENTRY_DEFERRAL]      = "deferral",
    [ENTRY_WORKS]         = "works",
    [ENTRY_RENEWAL]       = "renewal",
    [ENTRY_STANDSTILL]    = "standstill",
    [ENTRY_CARD]          = "card",
    [ENTRY_REMINDER]      = "reminder",
    [ENTRY_ORDER]         = "order",
    [ENTRY_URGENCY]       = "urgency");

static const char *const signer_states[] = {
    [SIGNER_ASKED] = "asked",         [SIGNER_AGREED] = "agreed",
    [SIGNER_DISAGREED] = "disagreed", [SIGNER_CANCELLED] = "cancelled",
    [SIGNER_REMOVED] = "removed",
};
static const char *const tolerance_states[] = {
    [TOLERANCE_MISSING] = "missing",
    [TOLERANCE_SUPPLIED] = "supplied",
    [TOLERANCE_OVERDUE] = "overdue",
};
static const char *const commitment_states[] = {
    [COMMITMENT_GIVEN] = "given",
    [COMMITMENT_KEPT] = "kept",
    [COMMITMENT_FALSE] = "false",
    [COMMITMENT_WITHDRAWN] = "withdrawn",
};

SYMBOLS(sign_answer,
    [SIGN_AGREE]    = "agree",
    [SIGN_DISAGREE] = "disagree");

SYMBOLS(card_level,
    [CARD_NOTICE]   = "notice",
    [CARD_YELLOW]   = "yellow",
    [CARD_RED]      = "red",
    [CARD_DEEP_RED] = "deep_red");

SYMBOLS(card_to,
    [ROLE_OFFICER]    = "officer",
    [ROLE_HEAD]       = "head",
    [ROLE_GOVERNMENT] = "government",
    [ROLE_SUPERVISOR] = "supervisor");

SYMBOLS(card_state,
    [CARD_RAISED]    = "raised",
    [CARD_APPEALED]  = "appealed",
    [CARD_UPHELD]    = "upheld",
    [CARD_WITHDRAWN] = "withdrawn");

SYMBOLS(order_state,
    [ORDER_ISSUED]     = "issued",
    [ORDER_ACKED]      = "acked",
    [ORDER_REPORTED]   = "reported",
    [ORDER_RETURNED]   = "returned",
    [ORDER_RECTIFYING] = "rectifying",
    [ORDER_VERIFIED]   = "verified",
    [ORDER_CLOSED]     = "closed",
    [ORDER_APPEALED]   = "appealed");

SYMBOLS(permit_end,
    [PERMIT_REVOKED]      = "revoked",
    [PERMIT_RECALLED]     = "recalled",
    [PERMIT_LAPSED]       = "lapsed",
    [PERMIT_EXPIRED]      = "expired",
    [PERMIT_DEREGISTERED] = "deregistered");

SYMBOLS(revocation,
    [REVOKE_ABUSE]       = "abuse",
    [REVOKE_POWERS]      = "powers",
    [REVOKE_PROCEDURE]   = "procedure",
    [REVOKE_UNQUALIFIED] = "unqualified",
    [REVOKE_OTHER]       = "other",
    [REVOKE_FRAUD]       = "fraud");

SYMBOLS(recall,
    [RECALL_LAW]           = "law",
    [RECALL_CIRCUMSTANCES] = "circumstances");

SYMBOLS(deregistration,
    [DEREGISTER_EXPIRED]          = "expired",
    [DEREGISTER_HOLDER_UNABLE]    = "holder_unable",
    [DEREGISTER_HOLDER_DISSOLVED] = "holder_dissolved",
    [DEREGISTER_REVOKED]          = "revoked",
    [DEREGISTER_FORCE_MAJEURE]    = "force_majeure",
    [DEREGISTER_BY_LAW]           = "by_law");

SYMBOLS(go_on,
    [GO_ON_CHECKED] = "checked");

SYMBOLS(request_state,
    [REQUEST_OPEN]    = "open",
    [REQUEST_GRANTED] = "granted",
    [REQUEST_REFUSED] = "refused",
    [REQUEST_DEEMED]  = "deemed");

SYMBOLS(term_kind,
    [TERM_DELIVERY] = "delivery",
    [TERM_START]    = "start",
    [TERM_VALID]    = "valid");

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

SYMBOLS(stage_verdict,
    [VERDICT_GRANT]           = "grant",
    [VERDICT_REFUSE]          = "refuse",
    [VERDICT_CORRECT]         = "correct",
    [VERDICT_GRANT_TOLERANCE] = "grant_tolerance",
    [VERDICT_AGREE]           = "agree",
    [VERDICT_DISAGREE]        = "disagree",
    [VERDICT_FORWARD]         = "forward");

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
    [CANCEL_DEEMED]    = "deemed",
    [CANCEL_COMMITTED] = "committed");

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
    [WAIT_SPECIAL]    = "special",
    [WAIT_SIGNERS]   = "signers",
    [WAIT_TOLERANCE] = "tolerance",
    [WAIT_HOLD]      = "hold",
    [WAIT_DELIVERY]  = "delivery",
    [WAIT_WORKS]     = "works",
    [WAIT_DEFERRAL]  = "deferral",
    [WAIT_RENEWAL]   = "renewal",
    [WAIT_CHECK]     = "check");

SYMBOLS(wait_edge,
    [EDGE_START]  = "start",
    [EDGE_DECIDE] = "decide",
    [EDGE_ISSUE]  = "issue",
    [EDGE_AFTER]  = "after");

SYMBOLS(retry_hint,
    [RETRY_NEVER] = "never",
    [RETRY_AFTER] = "after",
    [RETRY_WHEN]  = "when");

SYMBOLS(gate_policy,
    [GATE_ALL_OR_NOTHING] = "all_or_nothing",
    [GATE_ISSUE_REST]     = "issue_rest",
    [GATE_HOLD_UNTIL]     = "hold_until");

SYMBOLS(on_tolerance,
    [ON_TOLERANCE_WAIT]  = "wait",
    [ON_TOLERANCE_GRANT] = "grant");

SYMBOLS(on_overdue,
    [ON_OVERDUE_REFUSE]   = "refuse",
    [ON_OVERDUE_WITHDRAW] = "withdraw");

SYMBOLS(on_refusal,
    [ON_REFUSAL_FINISH] = "finish",
    [ON_REFUSAL_CANCEL] = "cancel");

SYMBOLS(limit_unit,
    [LIMIT_WORKING_DAYS]  = "working_days",
    [LIMIT_NATURAL_DAYS]  = "natural_days",
    [LIMIT_WORKING_HOURS] = "working_hours",
    [LIMIT_NATURAL_HOURS] = "natural_hours",
    [LIMIT_MONTHS]        = "months");

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
    if (act >= ACT_RAISE_CARD && act <= ACT_WITHDRAW_CARD) return &symbols_card_level;
    switch (act) {
        case ACT_LAPSE_INTAKE: return &symbols_intake_outcome;
        case ACT_UNANSWERED: return &symbols_on_unanswered;
        case ACT_SPECIAL_START: return &symbols_special_kind;
        case ACT_EXTEND: return &symbols_extends;
        case ACT_DEEM: return &symbols_decision;
        case ACT_SIGN:
        case ACT_SIGNED: return &symbols_sign_answer;
        case ACT_REVOKE: return &symbols_revocation;
        case ACT_RECALL: return &symbols_recall;
        case ACT_DEREGISTER: return &symbols_deregistration;
        case ACT_GO_ON_WORKS: return &symbols_go_on;
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
        case ENTRY_PERMIT_END: return &symbols_permit_end;
        case ENTRY_CARD: return &symbols_card_level;
        default: return NULL;
    }
}

const struct symbols *symbols_entry_state(uint8_t kind)
{
    static const struct symbols tables[] = {
        [ENTRY_SIGNER] = { signer_states, SIGNER_STATE_COUNT },
        [ENTRY_TOLERANCE] = { tolerance_states, TOLERANCE_STATE_COUNT },
        [ENTRY_COMMITMENT] = { commitment_states, COMMITMENT_STATE_COUNT },
    };
    bool is_known = kind < sizeof tables / sizeof tables[0] && tables[kind].names != NULL;

    if (kind == ENTRY_DEFERRAL || kind == ENTRY_RENEWAL) return &symbols_request_state;
    if (kind == ENTRY_NOTICE) return &symbols_notice_state;
    if (kind == ENTRY_CARD) return &symbols_card_state;
    if (kind == ENTRY_ORDER) return &symbols_order_state;
    return is_known ? &tables[kind] : NULL;
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
