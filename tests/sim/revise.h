/* SPDX-License-Identifier: Apache-2.0 */
/* What the next version of a procedure says otherwise besides its stages and limits (shape.h): milestones and
 * materials come and go, others sign, by other rules, stages give opinions that issued permits, and the other
 * way, permits have other terms, commitments and tolerance are no more, or are new. */
#ifndef TESTS_SIM_REVISE_H
#define TESTS_SIM_REVISE_H

#include "tests/support/chance.h"
#include "tongfa/procedure.h"

/* Change some of it, so that it remains a procedure. What is at an index that the first version has bears
 * its name, and beyond that the same in all versions. */
void revise_change(struct chance *chance, struct procedure *procedure,
                   const struct procedure *first);

#endif
