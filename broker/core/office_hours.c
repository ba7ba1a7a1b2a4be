/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/office_hours.h"

bool office_hours_is_valid(const struct office_hours *hours)
{
    uint32_t free_from = 0; /* the earliest minute at which the next interval may begin */

    if (hours->utc_offset_minutes < OFFICE_UTC_OFFSET_MIN) return false;
    if (hours->utc_offset_minutes > OFFICE_UTC_OFFSET_MAX) return false;
    if (hours->interval_count < 1 || hours->interval_count > OFFICE_INTERVALS_MAX) return false;
    for (uint32_t i = 0; i < hours->interval_count; i++) {
        const struct office_interval *interval = &hours->intervals[i];
        if (interval->open_minute < free_from) return false;
        if (interval->close_minute <= interval->open_minute) return false;
        if (interval->close_minute > OFFICE_DAY_MINUTES) return false;
        free_from = interval->close_minute + 1u;
    }
    return true;
}

int64_t office_hours_day_ms(const struct office_hours *hours)
{
    return office_hours_between(hours, 0, CIVIL_DAY_MS);
}

int64_t office_hours_closing_ms(const struct office_hours *hours)
{
    assert(hours->interval_count >= 1);
    assert(hours->interval_count <= OFFICE_INTERVALS_MAX);
    return (int64_t)hours->intervals[hours->interval_count - 1].close_minute * OFFICE_MINUTE_MS;
}

int64_t office_hours_between(const struct office_hours *hours, int64_t from_ms, int64_t to_ms)
{
    int64_t sum_ms = 0;

    assert(from_ms >= 0 && from_ms <= to_ms);
    assert(to_ms <= CIVIL_DAY_MS);
    assert(hours->interval_count <= OFFICE_INTERVALS_MAX);
    for (uint32_t i = 0; i < hours->interval_count; i++) {
        int64_t open_ms = (int64_t)hours->intervals[i].open_minute * OFFICE_MINUTE_MS;
        int64_t close_ms = (int64_t)hours->intervals[i].close_minute * OFFICE_MINUTE_MS;
        if (open_ms < from_ms) open_ms = from_ms;
        if (close_ms > to_ms) close_ms = to_ms;
        if (close_ms > open_ms) sum_ms += close_ms - open_ms;
    }
    return sum_ms;
}

int64_t office_hours_after(const struct office_hours *hours, int64_t from_ms, int64_t amount_ms)
{
    assert(from_ms >= 0 && from_ms <= CIVIL_DAY_MS);
    assert(amount_ms > 0);
    assert(amount_ms <= office_hours_between(hours, from_ms, CIVIL_DAY_MS));
    for (uint32_t i = 0;; i++) {
        assert(i < hours->interval_count);
        int64_t open_ms = (int64_t)hours->intervals[i].open_minute * OFFICE_MINUTE_MS;
        int64_t close_ms = (int64_t)hours->intervals[i].close_minute * OFFICE_MINUTE_MS;
        if (open_ms < from_ms) open_ms = from_ms;
        if (close_ms <= open_ms) continue;
        if (amount_ms <= close_ms - open_ms) return open_ms + amount_ms;
        amount_ms -= close_ms - open_ms;
    }
}

int32_t office_hours_day(const struct office_hours *hours, int64_t at_ms)
{
    assert(at_ms >= CIVIL_DAY_MIN * CIVIL_DAY_MS);
    assert(at_ms < CIVIL_DAY_MAX * CIVIL_DAY_MS);
    int64_t local_ms = at_ms + (int64_t)hours->utc_offset_minutes * OFFICE_MINUTE_MS;
    int64_t day = local_ms / CIVIL_DAY_MS;
    return (int32_t)(local_ms % CIVIL_DAY_MS < 0 ? day - 1 : day); /* rounded down */
}

int64_t office_hours_time(const struct office_hours *hours, int64_t at_ms)
{
    int64_t time_ms = at_ms - office_hours_instant(hours, office_hours_day(hours, at_ms), 0);
    assert(time_ms >= 0 && time_ms < CIVIL_DAY_MS);
    return time_ms;
}

int64_t office_hours_instant(const struct office_hours *hours, int32_t day, int64_t time_ms)
{
    assert(day >= CIVIL_DAY_MIN && day <= CIVIL_DAY_MAX);
    assert(time_ms >= 0 && time_ms <= CIVIL_DAY_MS);
    return day * CIVIL_DAY_MS + time_ms - (int64_t)hours->utc_offset_minutes * OFFICE_MINUTE_MS;
}
