/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/procedure_terms.h"

bool limit_is_good(const struct limit *limit)
{
    if (limit->value == 0) return limit->unit <= LIMIT_NATURAL_HOURS;
    return limit->unit >= LIMIT_WORKING_DAYS && limit->unit <= LIMIT_NATURAL_HOURS;
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

const char *procedure_terms_problem(const struct procedure_stage *stage)
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
