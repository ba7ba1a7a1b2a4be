/* SPDX-License-Identifier: Apache-2.0 */
/* Suspension (中止) of a bundle as a whole: no review goes on, no clock runs, nothing takes effect,
 * until it is resumed, by somebody or by itself at the instant that the suspension named. What was
 * reviewed stays; reviews that were under way begin again. Milestones are still taken, and the
 * applicant may withdraw.
 *
 * Source: domain.md's SUSPENDED: by the applicant's, a court's or a higher power's cause. */
#ifndef BROKER_CORE_SUSPENSION_H
#define BROKER_CORE_SUSPENSION_H

#include "broker/core/act.h"

enum err suspension_check_begin(const struct act_case *act, struct refusal *refusal);
void suspension_decide_begin(const struct act_case *act, struct fact_acted *fact);
bool suspension_begins_well(const struct change *change);
void suspension_begin(const struct change *change);

enum err suspension_check_end(const struct act_case *act, struct refusal *refusal);
void suspension_decide_end(const struct act_case *act, struct fact_acted *fact);
bool suspension_ends_well(const struct change *change);
void suspension_end(const struct change *change);

int64_t suspension_due(const struct engine *engine, uint32_t index);
void suspension_run(struct step *step, uint32_t index);

#endif
