/* SPDX-License-Identifier: Apache-2.0 */
/* Pre-review (预审): before a milestone, say the land contract, all departments review what there is.
 *
 *     until then    no clock runs, nothing takes effect: grants and refusals alike are pre-verdicts and
 *                   stay sealed. The applicant may supply at any time; what read a changed material is
 *                   reviewed again, nothing else.
 *     reached       act convert, in the same step: the bundle is in review, clocks start, pre-verdicts are
 *                   verdicts: refusals refuse, and grants whose upstreams are there take effect.
 *     called off    act forgo: there is nothing to approve; the bundle ends with no permit.
 *
 * A start_after holds here, too: who may not begin before a milestone does not begin before it.
 *
 * Source: 烟台 7, pre-approval before the land transfer; 海沧; domain.md 4.3. */
#ifndef BROKER_CORE_PRE_REVIEW_H
#define BROKER_CORE_PRE_REVIEW_H

#include "broker/core/act.h"

/* Its milestone is settled. */
bool pre_review_is_over(const struct engine *engine, const struct bundle *bundle);

/* Record what follows from that. */
void pre_review_end(struct step *step, uint32_t index);

/* Rows in supply.c and act_rules.c. */
bool pre_review_awaits(const struct engine *engine, const struct bundle *bundle);
set32 pre_review_reviewed_again(const struct engine *engine, const struct bundle *bundle,
                                uint64_t changed);
void pre_review_supplied(const struct change *change);

bool pre_review_converts_well(const struct change *change);
void pre_review_convert(const struct change *change);
bool pre_review_forgoes_well(const struct change *change);
void pre_review_forgo(const struct change *change);

#endif
