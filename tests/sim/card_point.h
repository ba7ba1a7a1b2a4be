/* SPDX-License-Identifier: Apache-2.0 */
/* At which point of a clock each rule set has a card raised: the table of proto/SPEC.md 8.1 "Cards",
 * asked at one time after another. */
#ifndef TESTS_SIM_CARD_POINT_H
#define TESTS_SIM_CARD_POINT_H

#include "tests/sim/audit.h"

enum rules { RULES_NONE, RULES_DEFAULT, RULES_YULIN, RULES_APL, RULES_COUNT };

struct card_case {
    const struct audit_bundle *bundle;
    uint8_t stage; /* or STAGE_WHOLE */
    uint8_t level;
    enum rules rules;
};

const char *card_rules_name(enum rules rules);

/* By name, as it stands in the procedure. */
enum rules card_rules_in(const struct procedure *procedure);

/* By the calendar that is durable, the clock has come so far at a broker time. */
bool card_is_reached(const struct card_case *card, int64_t at_ms);

/* It has been reached now: since when. */
int64_t card_reached_ms(const struct card_case *card, int64_t now_ms);

#endif
