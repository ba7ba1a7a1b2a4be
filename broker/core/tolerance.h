/* SPDX-License-Identifier: Apache-2.0 */
/* Tolerance (容缺受理): an application is taken although materials are missing that the procedure lets come
 * later. Each of them has a time of its own, apart from the clocks of stages, and stands in the dossier.
 *
 *     TOLERATE            what is missing, told once, with the submission
 *     MATERIAL_SUPPLIED   it came, at the counter
 *     MATERIAL_OVERDUE    it did not come in time: the stages that read it are refused, or the
 *                         application counts as withdrawn, as the procedure says
 *
 * Nothing is issued while a material is missing that the stage reads, unless its gate grants with
 * tolerance: then the permit says so (exchange code 12), and its time goes on. A material that lists no
 * stages is read by all of them. The time stands while the bundle as a whole is suspended, and begins with
 * the acceptance where there was a pre-review.
 *
 * A procedure that lets no material come later leaves it to the departments whether an application is
 * complete. As soon as one may miss, the list of those that may is closed: what is required and
 * not in it must be there (MATERIAL_MISSING).
 *
 * Rejected: when it is due as a date in the entry. As all limits it follows from the calendar.
 *
 * Source: 豫 35, 粤 32, 滨州 11, 安阳 24. */
#ifndef BROKER_CORE_TOLERANCE_H
#define BROKER_CORE_TOLERANCE_H

#include "broker/core/act.h"

/* What is missing of the required ones, where so many stages do not apply.
 *
 * Shape: missing - bit i: the i-th required material was not given. */
struct lack {
    uint64_t fatal;     /* they may not miss */
    uint64_t tolerated; /* they may come later */
};
struct lack tolerance_lack(const struct procedure *procedure, uint64_t missing, set32 skipped);

/* So many materials. */
uint32_t tolerance_count(uint64_t materials);

/* Record which materials of the bundle at an index are missing; there is room for an entry each. */
void tolerance_begin(struct step *step, uint32_t index, uint64_t materials);

/* The bundle is accepted after a pre-review, in which no time ran: that of what is missing begins. */
void tolerance_accepted(const struct change *change);

/* Stages that read a material that is still missing. */
set32 tolerance_stages(const struct engine *engine, const struct bundle *bundle);

/* The last instant at which a missing material is in time. */
int64_t tolerance_due_ms(const struct engine *engine, const struct bundle *bundle,
                         const struct entry *entry);

/* These came: their entries are settled. Which of them were awaited is the return value of the
 * second; whoever applies a supply of another kind calls both. */
uint64_t tolerance_awaited(const struct engine *engine, const struct bundle *bundle);
void tolerance_settle(const struct change *change, uint64_t materials, enum tolerance_state state);

/* The supply rule (supply.h): a material that is missing comes with a new application. While the counter
 * looks at the first one, it takes no other. */
bool tolerance_awaits(const struct engine *engine, const struct bundle *bundle);
set32 tolerance_reviews_nothing(const struct engine *engine, const struct bundle *bundle,
                                uint64_t changed);
void tolerance_supplied(const struct change *change);

/* Permits of these stages are issued while materials are missing: it stands in their entries. */
void tolerance_issued(const struct change *change, set32 stages);

bool tolerance_begins_well(const struct change *change);
void tolerance_enter(const struct change *change);

enum err tolerance_check_supplied(const struct act_case *act, struct refusal *refusal);
bool tolerance_is_supplied_well(const struct change *change);
void tolerance_supply(const struct change *change);

bool tolerance_is_overdue_well(const struct change *change);
void tolerance_overdue(const struct change *change);

int64_t tolerance_due(const struct engine *engine, uint32_t index);
void tolerance_run(struct step *step, uint32_t index);

#endif
