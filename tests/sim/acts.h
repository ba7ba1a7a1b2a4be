/* SPDX-License-Identifier: Apache-2.0 */
/* What people have done to bundles: for the audit, which takes the facts, and the clocks, which stand
 * meanwhile. */
#ifndef TESTS_SIM_ACTS_H
#define TESTS_SIM_ACTS_H

#include "tests/sim/audit.h"
#include "tests/support/day_count.h"

/* ACTED: may it be, and what comes of it in the picture. */
void acts_apply(struct audit_bundle *bundle, const struct fact *fact);

/* The times at which a clock stood, of a stage or of all together (STAGE_WHOLE): one after the other; the
 * last may last (until_ms 0). Good until the next call. */
const struct day_pause *acts_pauses(uint64_t bundle, uint8_t stage, uint32_t *count);

/* Why a clock stands now: enum pause_kind, or 0; since when; and for which special procedure. */
struct act_stand {
    uint8_t why;
    uint8_t special;
    int64_t from_ms;
};
struct act_stand acts_stand(uint64_t bundle, uint8_t stage);

/* No suspension lasts longer than it was to. */
void acts_check_due(int64_t now_ms);

/* Who acts, besides clients and the operator: there are peers of these roles if anybody acts. */
bool acts_are_on(void);

#endif
