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
    if (procedure->pre_review_until != 0 && procedure->intake.counter) {
        return "its milestone accepts what is pre-reviewed, a counter accepts the rest; keep one";
    }
    return NULL;
}
static bool is_days(const struct limit *limit)
{
    return limit->value == 0 || limit->unit == LIMIT_WORKING_DAYS ||
           limit->unit == LIMIT_NATURAL_DAYS;
}

static bool is_months(const struct limit *limit)
{
    if (limit->value == 0) return true;
    return limit->unit == LIMIT_MONTHS && limit->value <= TERM_MONTHS_MAX;
}

static bool has_terms(const struct procedure_stage *stage)
{
    return (stage->delivery.value | stage->start_within.value | stage->deferral.value |
            stage->deferrals | stage->valid.value | stage->renew_before.value) != 0;
}

const char *procedure_stage_terms_fault(const struct procedure_stage *stage)
{
    bool defers = stage->deferral.value != 0;

    assert(stage != NULL);
    if (!has_terms(stage)) return NULL;
    if (stage->permit[0] == '\0') return "an opinion has no terms after issue; name its permit";
    if (!is_days(&stage->delivery)) return "delivery is in working or natural days";
    if (!is_months(&stage->start_within) || !is_months(&stage->deferral) ||
        !is_months(&stage->valid)) {
        return "start_within, deferral and valid are in months or years, at most 100 years";
    }
    if (defers && stage->start_within.value == 0) return "a deferral needs start_within beside it";
    if (defers != (stage->deferrals != 0) || stage->deferrals > DEFERRALS_MAX) {
        return "deferral says how long, deferrals how often, 1 to 10: give both";
    }
    if (stage->renew_before.value == 0) return NULL;
    if (stage->valid.value == 0) return "renew_before needs valid beside it";
    return stage->renew_before.unit == LIMIT_NATURAL_DAYS ? NULL
                                                          : "renew_before is in natural days";
}
