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
#include "broker/core/suspension.h"

/* clang-format off */
static const struct act_rule rules[ACT_COUNT] = {
    [ACT_SUSPEND] = { 1, suspension_check_begin, suspension_decide_begin,
                      suspension_begins_well, suspension_begin },
    [ACT_RESUME]  = { 0, suspension_check_end, suspension_decide_end,
                      suspension_ends_well, suspension_end },
    [ACT_ACCEPT]    = { 0, intake_check_accept, intake_decide_accept, intake_accepts_well, intake_accept },
    [ACT_PUT_RIGHT] = { 0, intake_check_accept, intake_decide_accept, intake_accepts_well, intake_accept },
    [ACT_DEEM_ACCEPTED]   = { 0, NULL, NULL, intake_accepts_well, intake_accept },
    [ACT_NOT_REQUIRE]     = { 0, intake_check, NULL, intake_ends_well, intake_end },
    [ACT_NOT_ACCEPT]      = { 0, intake_check_not_accept, NULL, intake_ends_well, intake_end },
    [ACT_LAPSE_INTAKE]    = { 0, NULL, NULL, intake_ends_well, intake_end },
    [ACT_ASK_CORRECTIONS] = { 2, intake_check_ask, NULL, intake_asks_well, intake_ask },
    [ACT_CORRECT]    = { 2, correction_check_raise, correction_decide_raise,
                         correction_raises_well, correction_apply_raise },
    [ACT_NOTIFY]     = { 0, correction_check_notify, correction_decide_notify,
                         correction_notifies_well, correction_apply_notify },
    [ACT_RETRACT]    = { 0, correction_check_retract, correction_decide_retract,
                         correction_retracts_well, correction_apply_retract },
    [ACT_UNANSWERED] = { 0, NULL, NULL, correction_ends_well, correction_apply_end },
    [ACT_CONVERT]    = { 0, NULL, NULL, pre_review_converts_well, pre_review_convert },
    [ACT_FORGO]      = { 0, NULL, NULL, pre_review_forgoes_well, pre_review_forgo },
    [ACT_SPECIAL_START] = { 1, special_check_start, special_decide_start,
                            special_starts_well, special_start },
    [ACT_SPECIAL_END]   = { 0, special_check_end, NULL, special_ends_well, special_end },
    [ACT_EXTEND]        = { 1, extension_check, extension_decide,
                            extension_is_good, extension_apply },
    [ACT_RETURN]        = { 1, reopening_check_act, reopening_decide_act,
                            reopening_act_is_good, reopening_apply_act },
    [ACT_DEEM]          = { 1, NULL, NULL, deemed_is_good, deemed_apply, .seals = true },
};
/* clang-format on */

const struct act_rule *act_rule_of(uint8_t act)
{
    if (act >= ACT_COUNT || rules[act].apply == NULL) return NULL;
    assert(rules[act].is_good != NULL);
    return &rules[act];
}
