/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/in_force.h"

#include "broker/core/calendar.h"

bool in_force_is_day(uint32_t number)
{
    const struct civil date = {
        .year = (int32_t)(number / 10000),
        .month = number / 100 % 100,
        .day = number % 100,
    };
    if (date.year < CALENDAR_YEAR_FIRST || date.year > CALENDAR_YEAR_LAST) return false;
    return civil_is_date(date);
}

uint32_t in_force_day(const struct office_hours *hours, int64_t at_ms)
{
    assert(hours->interval_count > 0);
    if (at_ms < CALENDAR_AT_MS_MIN) at_ms = CALENDAR_AT_MS_MIN; /* a clock that is out of order */
    if (at_ms > CALENDAR_AT_MS_MAX) at_ms = CALENDAR_AT_MS_MAX;
    struct civil date = civil_from_day(office_hours_day(hours, at_ms));
    assert(date.year > 0);
    return (uint32_t)date.year * 10000 + date.month * 100 + date.day;
}

/* Versions that are not in force yet are not there for whoever names none. */
uint32_t in_force_find(const struct published_list *list, const struct name *name, uint32_t version,
                       uint32_t day)
{
    uint32_t found = published_find(list, name, version);

    assert(day > 0);
    if (version != 0 || found == PUBLISHED_NONE) return found;
    if (list->at[found].procedure.in_force <= day) return found;
    found = PUBLISHED_NONE;
    for (uint32_t i = 0; i < list->count; i++) {
        const struct procedure *procedure = &list->at[i].procedure;
        if (!name_is_equal(&procedure->name, name) || procedure->in_force > day) continue;
        assert(procedure->version > 0);
        if (found == PUBLISHED_NONE || procedure->version > list->at[found].procedure.version) {
            found = i;
        }
    }
    return found;
}
