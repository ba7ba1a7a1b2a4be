/* SPDX-License-Identifier: Apache-2.0 */
/* Late refusals: a stage is refused for another reason than its review's, although it may be granted
 * already: its material did not come, its commitment was false. What rests on it cannot be granted any
 * more; what was issued or refused before stays as it is. Source: proto/SPEC.md 11.1. */
#ifndef TESTS_SIM_LATE_H
#define TESTS_SIM_LATE_H

#include "tests/sim/audit.h"

/* These stages are refused now. */
void late_refuse(struct audit_bundle *bundle, set32 stages);

/* Stages that have not ended. */
set32 late_open_stages(const struct audit_bundle *bundle);

#endif
