/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/procedure_terms.h"

bool procedure_limit_is_good(const struct limit *limit)
{
    assert(limit != NULL);
    if (limit->value == 0) return limit->unit <= LIMIT_NATURAL_HOURS;
    return limit->unit >= LIMIT_WORKING_DAYS && limit->unit <= LIMIT_NATURAL_HOURS;
}

/* All of it is said, or nothing. */
static bool corrections_are_good(const struct corrections *corrections)
{
    assert(corrections != NULL);
    if (corrections->on_timeout == 0) {
        return corrections->rounds == 0 && corrections->notice.value == 0 &&
               corrections->supply.value == 0;
    }
    return corrections->on_timeout <= ON_UNANSWERED_RETURN && corrections->rounds >= 1 &&
           corrections->rounds <= CORRECTION_ROUNDS_MAX && corrections->notice.value != 0 &&
           corrections->supply.value != 0 && procedure_limit_is_good(&corrections->notice) &&
           procedure_limit_is_good(&corrections->supply);
}

const char *procedure_terms_fault(const struct procedure *procedure)
{
    assert(procedure != NULL);
    if (!procedure_limit_is_good(&procedure->statutory) ||
        !procedure_limit_is_good(&procedure->promised)) {
        return "a limit needs a unit: working or natural days or hours";
    }
    if (!corrections_are_good(&procedure->corrections)) {
        return "corrections need a notice and a supply limit, 1 to 9 rounds, and an on_timeout";
    }
    if (procedure->pre_review_until > procedure->milestone_count) {
        return "pre_review must last until one of its milestones";
    }
    return NULL;
}
