/* SPDX-License-Identifier: Apache-2.0 */
/* Extension (延长审批) of a limit: of a stage by the head of its department (许可法 42(1)), of all stages together by
 * the head of the government of that level (42(2)); once, with a reason that the applicant is told, at
 * most as much as the procedure or the law allows, and only before the limit has ended.
 *
 * The statutory limit grows, or the promised one where there is no other; with it the promise, if it counts in
 * the same unit and has not been broken already. */
#ifndef BROKER_CORE_EXTENSION_H
#define BROKER_CORE_EXTENSION_H

#include "broker/core/act.h"

enum err extension_check(const struct act_case *act, struct refusal *refusal);
void extension_decide(const struct act_case *act, struct fact_acted *fact);
bool extension_is_good(const struct change *change);
void extension_apply(const struct change *change);

#endif
