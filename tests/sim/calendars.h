/* SPDX-License-Identifier: Apache-2.0 */
/* The calendars that became durable, for whoever counts by them: each is what its notice and all
 * before it say. */
#ifndef TESTS_SIM_CALENDARS_H
#define TESTS_SIM_CALENDARS_H

#include "tests/support/day_count.h"

/* The one that holds now. */
const struct day_count *calendars_now(void);

/* The one that held at a broker time; of those that came in that very millisecond all or none. */
const struct day_count *calendars_at(int64_t at_ms, bool with_those_of_now);

#endif
