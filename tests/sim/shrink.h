/* SPDX-License-Identifier: Apache-2.0 */
/* From a run that fails to the smallest that still fails in the same way: options go to their least
 * values, bundles and faults are left out, each by a run of its own. */
#ifndef TESTS_SIM_SHRINK_H
#define TESTS_SIM_SHRINK_H

#include "tests/sim/trial.h"

/* Returns how many runs it took. *result is that of the smallest. */
uint32_t shrink(struct options *options, struct run_result *result);

#endif
