/* SPDX-License-Identifier: Apache-2.0 */
/* Rule sets of supervision: at which point of a clock's limits a card of each level is raised.
 *
 * A rule set is named with its version (`default-1`) and never changes: a card says by which it was
 * raised, and is judged by that for ever. A changed rule is a new set. */
#ifndef BROKER_CORE_CARD_RULES_H
#define BROKER_CORE_CARD_RULES_H

#include "broker/core/ledger.h"
#include "tongfa/procedure.h"

/* At which point; a level with none of these is not raised by the set. */
enum card_point {
    CARD_POINT_NONE = 0,
    CARD_POINT_BEFORE, /* a share is used, or little is left: what comes first */
    CARD_POINT_END,    /* nothing is left */
    CARD_POINT_PASSED, /* the end has passed */
};

/* Of which limit; a level whose limit is not set is not raised. */
enum card_limit {
    CARD_OF_PROMISED = 1,
    CARD_OF_STATUTORY = 2,
    CARD_OF_NEAREST = 3, /* what was promised, or the law's limit where nothing was */
};

struct card_condition {
    uint8_t point;      /* enum card_point */
    uint8_t of;         /* enum card_limit */
    uint8_t percent;    /* BEFORE: used, in hundredths; 0: no matter */
    uint8_t left_days;  /* BEFORE: so many days are left; 0: no matter */
    uint8_t left_hours; /* ... of limits in hours; 0: as many as in those days */
    uint8_t above_days; /* what is left counts only for limits above so many days */
    const char *source;
};

struct card_rules {
    const char *name;
    struct card_condition levels[CARD_LEVEL_COUNT];
};

/* The rule set of a name, or NULL. */
const struct card_rules *card_rules_of(const struct name *name);

/* The limit that a level is about; value 0: there is none. */
struct limit card_limit_of(const struct card_condition *condition, struct limit statutory,
                           struct limit promised);

/* The point of that limit at which the level is reached. At the end of a limit one is still in time:
 * CARD_POINT_PASSED is a millisecond later.
 *
 * Units:   day_ms - office hours of a working day.
 * Shape:   condition - not CARD_POINT_NONE. limit - its value is not 0.
 * Returns: false - the limit is too short for this level. */
bool card_threshold(const struct card_condition *condition, struct limit limit, int64_t day_ms,
                    struct threshold *threshold);

/* Whether the section `supervision` of a definition makes sense; all of it may be anything.
 *
 * Returns: NULL - it does; else the rule that it breaks. */
const char *supervision_flaw(const struct supervision *supervision);

/* Who must act when a card of a level is raised, and who is called in: NULL - the ladder does not say. */
const struct escalation *supervision_step(const struct supervision *supervision, uint8_t level);

#endif
