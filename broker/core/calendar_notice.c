/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/calendar_notice.h"

_Static_assert(CALENDAR_HOURS_MAX == OFFICE_INTERVALS_MAX, "one bound by two names");

const struct office_hours office_hours_default = {
    .utc_offset_minutes = 8 * 60,
    .interval_count = 1,
    .intervals = { { .open_minute = 9 * 60, .close_minute = 17 * 60 + 30 } },
};

static struct office_hours hours_of(const struct calendar_notice *notice)
{
    struct office_hours hours = {
        .utc_offset_minutes = (int16_t)(notice->ahead_minutes - notice->behind_minutes),
        .interval_count = (uint16_t)notice->hour_count,
    };

    assert(notice->hour_count <= CALENDAR_HOURS_MAX);
    for (uint32_t i = 0; i < notice->hour_count; i++) {
        hours.intervals[i].open_minute = notice->hours[i].open_minute;
        hours.intervals[i].close_minute = notice->hours[i].close_minute;
    }
    return hours;
}

/* No day is set that the year does not have. */
static bool days_are_good(const struct calendar_days *days)
{
    uint32_t count = civil_year_days(days->year);

    if (days->working.at == NULL || days->working.size != CALENDAR_DAYS_BYTES) return false;
    for (uint32_t i = count; i < CALENDAR_DAYS_BYTES * 8; i++) {
        if ((days->working.at[i / 8] >> i % 8 & 1) != 0) return false;
    }
    return true;
}

const char *calendar_notice_flaw(const struct calendar_notice *notice)
{
    assert(notice != NULL);
    if (notice->ahead_minutes > OFFICE_UTC_OFFSET_MAX) return "ahead_minutes is out of bounds";
    if (notice->behind_minutes > -OFFICE_UTC_OFFSET_MIN) return "behind_minutes is out of bounds";
    if (notice->ahead_minutes != 0 && notice->behind_minutes != 0) {
        return "local time is ahead of UTC or behind it, not both";
    }
    if (notice->hour_count > CALENDAR_HOURS_MAX) return "there are too many intervals of hours";
    struct office_hours hours = hours_of(notice);
    if (!office_hours_is_valid(&hours)) {
        return "each interval of hours begins after the one before it, and before its own end";
    }
    if (notice->year_count > CALENDAR_YEARS_PER_FACT) return "there are too many years";
    for (uint32_t i = 0; i < notice->year_count; i++) {
        const struct calendar_days *days = &notice->years[i];
        if (days->year < CALENDAR_YEAR_FIRST || days->year > CALENDAR_YEAR_LAST) {
            return "a year is out of bounds";
        }
        if (i > 0 && days->year <= notice->years[i - 1].year) return "the years do not ascend";
        if (!days_are_good(days)) return "a day is set that its year does not have";
    }
    return NULL;
}

/* The year as the calendar keeps it. */
static struct calendar_year year_of(const struct calendar_days *days)
{
    struct calendar_year year = { .is_published = true };

    assert(days->working.size == CALENDAR_DAYS_BYTES);
    for (uint32_t i = 0; i < civil_year_days(days->year); i++) {
        if ((days->working.at[i / 8] >> i % 8 & 1) == 0) continue;
        year.working[i / 64] |= UINT64_C(1) << i % 64;
        year.working_count++;
    }
    return year;
}

static bool hours_are_equal(const struct office_hours *left, const struct office_hours *right)
{
    if (left->utc_offset_minutes != right->utc_offset_minutes) return false;
    if (left->interval_count != right->interval_count) return false;
    for (uint32_t i = 0; i < left->interval_count; i++) {
        if (left->intervals[i].open_minute != right->intervals[i].open_minute) return false;
        if (left->intervals[i].close_minute != right->intervals[i].close_minute) return false;
    }
    return true;
}

bool calendar_notice_is_known(const struct calendar_notice *notice, const struct calendar *calendar,
                              const struct office_hours *hours)
{
    struct office_hours given = hours_of(notice);

    assert(calendar_notice_flaw(notice) == NULL);
    if (!hours_are_equal(&given, hours)) return false;
    for (uint32_t i = 0; i < notice->year_count; i++) {
        const struct calendar_days *days = &notice->years[i];
        const struct calendar_year *known = &calendar->years[days->year - CALENDAR_YEAR_FIRST];
        struct calendar_year year = year_of(days);
        if (!known->is_published) return false;
        for (uint32_t n = 0; n < sizeof year.working / sizeof year.working[0]; n++) {
            if (known->working[n] != year.working[n]) return false;
        }
    }
    return true;
}

void calendar_notice_take(const struct calendar_notice *notice, struct calendar *calendar,
                          struct office_hours *hours)
{
    assert(calendar_notice_flaw(notice) == NULL);
    *hours = hours_of(notice);
    for (uint32_t i = 0; i < notice->year_count; i++) {
        const struct calendar_days *days = &notice->years[i];
        calendar->years[days->year - CALENDAR_YEAR_FIRST] = year_of(days);
    }
    assert(calendar_notice_is_known(notice, calendar, hours));
}

void calendar_year_bytes(const struct calendar *calendar, int32_t year,
                         uint8_t bytes[CALENDAR_DAYS_BYTES])
{
    assert(calendar_is_published(calendar, year));
    const struct calendar_year *kept = &calendar->years[year - CALENDAR_YEAR_FIRST];
    memset(bytes, 0, CALENDAR_DAYS_BYTES);
    for (uint32_t i = 0; i < civil_year_days(year); i++) {
        if ((kept->working[i / 64] >> i % 64 & 1) == 0) continue;
        bytes[i / 8] |= (uint8_t)(1U << i % 8);
    }
}
