/* SPDX-License-Identifier: Apache-2.0 */
/* All acts, each with the file that is about it. */
#include "broker/core/act.h"
#include "broker/core/after_issue.h"
#include "broker/core/suspension.h"

/* All acts on permits share one rule: so many entries, and the act says what it is. */
#define AFTER_ISSUE(entries) \
    { \
        entries, after_issue_check, after_issue_decide, after_issue_is_good, after_issue_apply \
    }

/* clang-format off */
static const struct act_rule rules[ACT_COUNT] = {
    [ACT_SUSPEND] = { 1, suspension_check_begin, suspension_decide_begin,
                      suspension_begins_well, suspension_begin },
    [ACT_RESUME]  = { 0, suspension_check_end, suspension_decide_end,
                      suspension_ends_well, suspension_end },
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
};
/* clang-format on */

const struct act_rule *act_rule_of(uint8_t act)
{
    if (act >= ACT_COUNT || rules[act].apply == NULL) return NULL;
    assert(rules[act].is_good != NULL);
    return &rules[act];
}
