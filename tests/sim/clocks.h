/* SPDX-License-Identifier: Apache-2.0 */
/* Clocks as the facts have them, for whatever else goes by them. */
#ifndef TESTS_SIM_CLOCKS_H
#define TESTS_SIM_CLOCKS_H

#include "tests/sim/audit.h"
#include "tests/support/day_count.h"

struct clock_now {
    struct limit statutory;
    struct limit promised;
    struct day_course course; /* until now; its pauses are good until the next call */
    bool has_stopped;
};

/* The clock of a stage, or of all stages together (STAGE_WHOLE), at a broker time. False: it has not
 * begun, or there is none. */
bool clock_read(const struct audit_bundle *bundle, uint8_t stage, int64_t at_ms,
                struct clock_now *clock);

#endif
