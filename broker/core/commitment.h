/* SPDX-License-Identifier: Apache-2.0 */
/* Commitments (告知承诺): the applicant signs that the conditions of a stage are met, and it is decided at once
 * without a review. What was promised is checked later.
 *
 *     REVIEWING --commit--> SEALED, its job called off --> GRANTED as any sealed grant
 *     SEALED --withdraw_commitment--> REVIEWING, its job READY (安阳 26: only before the decision)
 *     SEALED, GRANTED --commitment_false--> REFUSED; what rests on it within its gate is blocked
 *
 * The entry of a commitment is open until it is checked, also when the permit is issued and when the
 * bundle has ended: then whoever finds it false revokes the permit. The time for the check counts from
 * the commitment; when it is over that is told once, and the check is still owed.
 *
 * Source: 优化 40, 滨州 12, 安阳 25-27; whoever's credit is bad is barred from it (安阳 29). */
#ifndef BROKER_CORE_COMMITMENT_H
#define BROKER_CORE_COMMITMENT_H

#include "broker/core/act.h"

#define CHECK_IS_LATE 1 /* entry.detail of a commitment: its check was not made in time */

/* The commitment of a stage that has not been checked yet, or NULL. */
struct entry *commitment_open(const struct engine *engine, const struct bundle *bundle,
                              uint32_t stage);

/* The last instant at which its check is in time. */
int64_t commitment_due_ms(const struct engine *engine, const struct bundle *bundle,
                          const struct entry *entry);

enum err commitment_check_give(const struct act_case *act, struct refusal *refusal);
void commitment_decide_give(const struct act_case *act, struct fact_acted *fact);
bool commitment_is_given_well(const struct change *change);
void commitment_give(const struct change *change);

enum err commitment_check_withdraw(const struct act_case *act, struct refusal *refusal);
bool commitment_is_withdrawn_well(const struct change *change);
void commitment_withdraw(const struct change *change);

/* The stage is reviewed again: what it was decided on counts no more. */
void commitment_void(const struct change *change, uint32_t stage);

enum err commitment_check_checked(const struct act_case *act, struct refusal *refusal);
void commitment_decide_false(const struct act_case *act, struct fact_acted *fact);
bool commitment_is_checked_well(const struct change *change);
void commitment_checked(const struct change *change);

enum err commitment_check_bar(const struct act_case *act, struct refusal *refusal);
bool commitment_is_barred_well(const struct change *change);
void commitment_bar(const struct change *change);

bool commitment_is_late_well(const struct change *change);
void commitment_late(const struct change *change);

int64_t commitment_due(const struct engine *engine, uint32_t index);
void commitment_run(struct step *step, uint32_t index);

#endif
