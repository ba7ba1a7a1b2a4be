/* SPDX-License-Identifier: Apache-2.0 */
/* Stages and bundles that stand, and clocks with them: a suspension holds all clocks of its bundle, a
 * special procedure and a notice of corrections their own stages' and that of all stages together.
 * Source: proto/SPEC.md 8, "Clocks". */
#ifndef TESTS_SIM_STAND_H
#define TESTS_SIM_STAND_H

#include "tests/support/day_count.h"
#include "tongfa/fact.h"

struct stand {
    struct day_pause time;
    uint8_t why;     /* enum pause_cause */
    uint8_t stage;   /* or STAGE_WHOLE */
    uint8_t special; /* enum special_kind; 0: it is for none */
};

/* A new run: nothing stands. */
void stands_begin(void);

/* From a fact on something stands: `of` says what. */
void stand_begin(const struct fact *fact, struct stand of);

/* What stands of this stage or bundle, and why (enum pause_cause); or NULL. It ends with time.until_ms. */
struct stand *stand_find(uint64_t bundle, uint8_t stage, uint8_t why);

/* The times at which a clock stood, of a stage or of all together (STAGE_WHOLE): one after the other; the
 * last may last (until_ms 0). Good until the next call. */
const struct day_pause *stand_pauses(uint64_t bundle, uint8_t stage, uint32_t *count);

/* The last instant in time of what counts from an instant on and stands only while its bundle is suspended,
 * by the calendar that holds now. */
int64_t stand_due_ms(uint64_t bundle, int64_t from_ms, struct limit limit, int64_t now_ms);

/* That a clock stands now for this: enum pause_cause, since when, for which special procedure. All 0: that
 * it does not stand. */
struct stand_cause {
    uint8_t why;
    uint8_t special;
    int64_t from_ms;
};
bool stand_is(uint64_t bundle, uint8_t stage, struct stand_cause cause);

#endif
