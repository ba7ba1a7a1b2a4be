/* SPDX-License-Identifier: Apache-2.0 */
/* All acts, each with the file that is about it. */
#include "broker/core/act.h"
#include "broker/core/intake.h"
#include "broker/core/correction.h"
#include "broker/core/pre_review.h"
#include "broker/core/deemed.h"
#include "broker/core/extension.h"
#include "broker/core/reopening.h"
#include "broker/core/special.h"
#include "broker/core/after_issue.h"
#include "broker/core/card.h"
#include "broker/core/commitment.h"
#include "broker/core/signing.h"
#include "broker/core/supervision.h"
#include "broker/core/suspension.h"
#include "broker/core/tolerance.h"
#include "broker/core/urgency.h"

/* Everybody whom a procedure asks to sign a stage. */
#define SIGNERS SIGNERS_PER_STAGE_MAX

/* All acts on permits share one rule: so many entries, and the act says what it is. */
#define AFTER_ISSUE(entries) \
    { \
        0, entries, after_issue_check, after_issue_decide, after_issue_is_good, after_issue_apply \
    }

/* clang-format off */
static const struct act_rule rules[ACT_COUNT] = {
    [ACT_SUSPEND] = { TOUCHES, 1, suspension_check_begin, suspension_decide_begin,
                      suspension_begins_well, suspension_begin },
    [ACT_RESUME]  = { TOUCHES | GOES_ON, 0, suspension_check_end, suspension_decide_end,
                      suspension_ends_well, suspension_end },
    [ACT_ACCEPT]    = { GOES_ON, 0, intake_check_accept, intake_decide_accept, intake_accepts_well, intake_accept },
    [ACT_PUT_RIGHT] = { GOES_ON, 0, intake_check_accept, intake_decide_accept, intake_accepts_well, intake_accept },
    [ACT_DEEM_ACCEPTED]   = { GOES_ON, 0, NULL, NULL, intake_accepts_well, intake_accept },
    [ACT_NOT_REQUIRE]     = { 0, 0, intake_check, NULL, intake_ends_well, intake_end },
    [ACT_NOT_ACCEPT]      = { 0, 0, intake_check_not_accept, NULL, intake_ends_well, intake_end },
    [ACT_LAPSE_INTAKE]    = { 0, 0, NULL, NULL, intake_ends_well, intake_end },
    [ACT_ASK_CORRECTIONS] = { 0, 2, intake_check_ask, NULL, intake_asks_well, intake_ask },
    [ACT_CORRECT]    = { 0, 2, correction_check_raise, correction_decide_raise,
                         correction_raises_well, correction_apply_raise },
    [ACT_NOTIFY]     = { TOUCHES, 0, correction_check_notify, correction_decide_notify,
                         correction_notifies_well, correction_apply_notify },
    [ACT_RETRACT]    = { TOUCHES, 0, correction_check_retract, correction_decide_retract,
                         correction_retracts_well, correction_apply_retract },
    [ACT_UNANSWERED] = { TOUCHES | FREES, 0, NULL, NULL, correction_ends_well, correction_apply_end },
    [ACT_CONVERT]    = { TOUCHES | GOES_ON, 0, NULL, NULL, pre_review_converts_well, pre_review_convert },
    [ACT_FORGO]      = { 0, 0, NULL, NULL, pre_review_forgoes_well, pre_review_forgo },
    [ACT_SPECIAL_START] = { 0, 1, special_check_start, special_decide_start,
                            special_starts_well, special_start },
    [ACT_SPECIAL_END]   = { 0, 0, special_check_end, NULL, special_ends_well, special_end },
    [ACT_EXTEND]        = { 0, 1, extension_check, extension_decide,
                            extension_is_good, extension_apply },
    [ACT_RETURN]        = { TOUCHES, 1, reopening_check_act, reopening_decide_act,
                            reopening_act_is_good, reopening_apply_act },
    [ACT_DEEM]          = { GOES_ON, 1, NULL, NULL, deemed_is_good, deemed_apply },

    [ACT_SIGN]          = { 0, SIGNERS, signing_check_sign, NULL,
                            signing_signs_well, signing_sign },
    [ACT_ADD_SIGNER]    = { 0, SIGNERS + 1, signing_check_add, NULL,
                            signing_adds_well, signing_add },
    [ACT_REMOVE_SIGNER] = { 0, SIGNERS, signing_check_remove, NULL,
                            signing_removes_well, signing_remove },
    [ACT_SIGNED]        = { GOES_ON, 0, NULL, NULL, signing_ends_well, signing_end },

    /* TOLERATE looks itself for room for as many entries as it makes. */
    [ACT_TOLERATE]          = { 0, 0, NULL, NULL, tolerance_begins_well, tolerance_enter },
    [ACT_MATERIAL_SUPPLIED] = { 0, 0, tolerance_check_supplied, NULL,
                                tolerance_is_supplied_well, tolerance_supply },
    [ACT_MATERIAL_OVERDUE]  = { TOUCHES | FREES, 0, NULL, NULL,
                                tolerance_is_overdue_well, tolerance_overdue },

    [ACT_COMMIT]              = { GOES_ON, 1, commitment_check_give, commitment_decide_give,
                                  commitment_is_given_well, commitment_give },
    [ACT_WITHDRAW_COMMITMENT] = { 0, 0, commitment_check_withdraw, NULL,
                                  commitment_is_withdrawn_well, commitment_withdraw },
    [ACT_COMMITMENT_KEPT]     = { TOUCHES, 0, commitment_check_checked, NULL,
                                  commitment_is_checked_well, commitment_checked },
    [ACT_COMMITMENT_FALSE]    = { TOUCHES | FREES, 0, commitment_check_checked, commitment_decide_false,
                                  commitment_is_checked_well, commitment_checked },
    [ACT_BAR_COMMITMENT]      = { 0, 1, commitment_check_bar, NULL,
                                  commitment_is_barred_well, commitment_bar },
    [ACT_CHECK_OVERDUE]       = { 0, 0, NULL, NULL, commitment_is_late_well, commitment_late },

    [ACT_DELIVER]         = AFTER_ISSUE(1),
    [ACT_REVOKE]          = AFTER_ISSUE(1),
    [ACT_RECALL]          = AFTER_ISSUE(1),
    [ACT_DEREGISTER]      = AFTER_ISSUE(1),
    [ACT_ASK_DEFERRAL]    = AFTER_ISSUE(1),
    [ACT_DEFER]           = AFTER_ISSUE(0),
    [ACT_REFUSE_DEFERRAL] = AFTER_ISSUE(0),
    [ACT_START_WORKS]     = AFTER_ISSUE(1),
    [ACT_STOP_WORKS]      = AFTER_ISSUE(1),
    [ACT_GO_ON_WORKS]     = AFTER_ISSUE(0),
    [ACT_ASK_RENEWAL]     = AFTER_ISSUE(1),
    [ACT_RENEW]           = AFTER_ISSUE(0),
    [ACT_REFUSE_RENEWAL]  = AFTER_ISSUE(0),
    [ACT_LAPSE]           = AFTER_ISSUE(1),
    [ACT_EXPIRE]          = AFTER_ISSUE(1),
    [ACT_DEEM_RENEWED]    = AFTER_ISSUE(0),

    [ACT_RAISE_CARD]    = { 0, 1, NULL, NULL, card_raised_well, card_raise },
    [ACT_APPEAL_CARD]   = { 0, 0, card_check, NULL, card_moved_well, card_move },
    [ACT_UPHOLD_CARD]   = { 0, 0, card_check, NULL, card_moved_well, card_move },
    [ACT_WITHDRAW_CARD] = { 0, 0, card_check, NULL, card_moved_well, card_move },
    [ACT_REMIND]        = { 0, 1, reminder_check, NULL, reminder_is_good, reminder_apply },
    [ACT_ORDER]         = { 0, 1, order_check_issue, order_decide, order_issued_well, order_issue },
    [ACT_ACK_ORDER]     = { 0, 0, order_check_move, order_decide, order_moved_well, order_move },
    [ACT_REPORT_ORDER]  = { 0, 0, order_check_move, order_decide, order_moved_well, order_move },
    [ACT_RETURN_ORDER]  = { 0, 0, order_check_move, order_decide, order_moved_well, order_move },
    [ACT_RECTIFY_ORDER] = { 0, 0, order_check_move, order_decide, order_moved_well, order_move },
    [ACT_VERIFY_ORDER]  = { 0, 0, order_check_move, order_decide, order_moved_well, order_move },
    [ACT_CLOSE_ORDER]   = { 0, 0, order_check_move, order_decide, order_moved_well, order_move },
    [ACT_APPEAL_ORDER]  = { 0, 0, order_check_move, order_decide, order_moved_well, order_move },
    [ACT_UPHOLD_ORDER]  = { 0, 0, order_check_move, order_decide, order_moved_well, order_move },
    [ACT_URGE]  = { 0, 1, urgency_check_begin, NULL, urgency_begins_well, urgency_begin },
    [ACT_RELAX] = { 0, 0, urgency_check_end, NULL, urgency_ends_well, urgency_end },
};
/* clang-format on */

const struct act_rule *act_rule_of(uint8_t act)
{
    if (act >= ACT_COUNT || rules[act].apply == NULL) return NULL;
    assert(rules[act].is_good != NULL);
    return &rules[act];
}

bool act_seals(uint8_t act)
{
    assert(act < ACT_COUNT);
    return act == ACT_DEEM || act == ACT_SIGNED || act == ACT_COMMIT;
}
