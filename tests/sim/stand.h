/* SPDX-License-Identifier: Apache-2.0 */
/* Stages and bundles that stand, and clocks with them: a suspension holds all clocks of its bundle, a
 * special procedure its own stage's and that of all stages together.
 * Source: proto/SPEC.md 8, "Clocks". */
#ifndef TESTS_SIM_STAND_H
#define TESTS_SIM_STAND_H

#include "tests/support/day_count.h"
#include "tongfa/fact.h"

struct stand {
    struct day_pause time;
    uint8_t stage;   /* or STAGE_WHOLE */
    uint8_t special; /* enum special_kind; 0: it is suspended */
};

/* A new run: nothing stands. */
void stands_begin(void);

/* What a fact ACTED is about stands from then on. */
void stand_begin(const struct fact *fact, uint8_t special);

/* What stands of this stage or bundle, or NULL; it ends with time.until_ms. */
struct stand *stand_find(uint64_t bundle, uint8_t stage);

/* The times at which a clock stood, of a stage or of all together (STAGE_WHOLE): one after the other; the
 * last may last (until_ms 0). Good until the next call. */
const struct day_pause *stand_pauses(uint64_t bundle, uint8_t stage, uint32_t *count);

/* Why a clock stands now: enum pause_cause, or 0; since when; and for which special procedure. */
struct stand_cause {
    uint8_t why;
    uint8_t special;
    int64_t from_ms;
};
struct stand_cause stand_cause(uint64_t bundle, uint8_t stage);

#endif
