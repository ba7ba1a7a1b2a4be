/* SPDX-License-Identifier: Apache-2.0 */
/* What people have done to bundles: for the audit, which takes the facts. */
#ifndef TESTS_SIM_ACTS_H
#define TESTS_SIM_ACTS_H

#include "tests/sim/audit.h"

/* ACTED: may it be, and what comes of it in the picture. */
void acts_apply(struct audit_bundle *bundle, const struct fact *fact);

/* No suspension lasts longer than it was to. */
void acts_check_due(int64_t now_ms);

/* Who acts, besides clients and the operator: there are peers of these roles if anybody acts. */
bool acts_are_on(void);

#endif
