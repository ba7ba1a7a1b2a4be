/* SPDX-License-Identifier: Apache-2.0 */
/* The shape of a version: which stages there are, what they rest on, who reviews them, which gates hold them.
 * Stages of one name have one index in all versions, so that what is planned for a stage is planned for
 * all of them: stages come and go at the end of the list. (That jobs are called back whose index is another
 * one the stories show.) */
#ifndef TESTS_SIM_SHAPE_H
#define TESTS_SIM_SHAPE_H

#include "tests/sim/plan.h"
#include "tests/support/chance.h"

/* Change some of it, so that the version stays valid. `first` is the first version; index - that of the
 * procedure. */
void shape_change(struct chance *chance, struct procedure *procedure, const struct procedure *first,
                  uint32_t index);

#endif
