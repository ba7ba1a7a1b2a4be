/* SPDX-License-Identifier: Apache-2.0 */
/* All acts, each with the file that is about it. */
#include "broker/core/act.h"
#include "broker/core/card.h"
#include "broker/core/supervision.h"
#include "broker/core/suspension.h"
#include "broker/core/urgency.h"

/* clang-format off */
static const struct act_rule rules[ACT_COUNT] = {
    [ACT_SUSPEND] = { 1, suspension_check_begin, suspension_decide_begin,
                      suspension_begins_well, suspension_begin },
    [ACT_RESUME]  = { 0, suspension_check_end, suspension_decide_end,
                      suspension_ends_well, suspension_end },
    [ACT_RAISE_CARD]    = { 1, NULL, NULL, card_raised_well, card_raise },
    [ACT_APPEAL_CARD]   = { 0, card_check, NULL, card_moved_well, card_move },
    [ACT_UPHOLD_CARD]   = { 0, card_check, NULL, card_moved_well, card_move },
    [ACT_WITHDRAW_CARD] = { 0, card_check, NULL, card_moved_well, card_move },
    [ACT_REMIND]        = { 1, reminder_check, NULL, reminder_is_good, reminder_apply },
    [ACT_ORDER]         = { 1, order_check_issue, order_decide, order_issued_well, order_issue },
    [ACT_ACK_ORDER]     = { 0, order_check_move, order_decide, order_moved_well, order_move },
    [ACT_REPORT_ORDER]  = { 0, order_check_move, order_decide, order_moved_well, order_move },
    [ACT_RETURN_ORDER]  = { 0, order_check_move, order_decide, order_moved_well, order_move },
    [ACT_RECTIFY_ORDER] = { 0, order_check_move, order_decide, order_moved_well, order_move },
    [ACT_VERIFY_ORDER]  = { 0, order_check_move, order_decide, order_moved_well, order_move },
    [ACT_CLOSE_ORDER]   = { 0, order_check_move, order_decide, order_moved_well, order_move },
    [ACT_APPEAL_ORDER]  = { 0, order_check_move, order_decide, order_moved_well, order_move },
    [ACT_UPHOLD_ORDER]  = { 0, order_check_move, order_decide, order_moved_well, order_move },
    [ACT_URGE]  = { 1, urgency_check_begin, NULL, urgency_begins_well, urgency_begin },
    [ACT_RELAX] = { 0, urgency_check_end, NULL, urgency_ends_well, urgency_end },
};
/* clang-format on */

const struct act_rule *act_rule_of(uint8_t act)
{
    if (act >= ACT_COUNT || rules[act].apply == NULL) return NULL;
    assert(rules[act].is_good != NULL);
    return &rules[act];
}
