/* SPDX-License-Identifier: Apache-2.0 */
/* When an office is open on a working day, and where it lies: intervals of local time, and how far
 * that is from UTC. Make-up days have the hours of every other working day; there is no summer time
 * (China has had none since 1991).
 *
 *     09:00 ████████ 12:00  ------  13:30 ██████████ 17:30     7 hours, closing at 17:30
 */
#ifndef BROKER_CORE_OFFICE_HOURS_H
#define BROKER_CORE_OFFICE_HOURS_H

#include "broker/core/civil.h"

#define OFFICE_INTERVALS_MAX 4
#define OFFICE_DAY_MINUTES 1440
#define OFFICE_MINUTE_MS 60000
#define OFFICE_UTC_OFFSET_MIN (-12 * 60)
#define OFFICE_UTC_OFFSET_MAX (14 * 60)

/* Minutes since local midnight; at the closing minute it is closed. */
struct office_interval {
    uint16_t open_minute;
    uint16_t close_minute; /* at most 1440: the end of the day */
};

struct office_hours {
    int16_t utc_offset_minutes;                             /* local time minus UTC; China: 480 */
    uint16_t interval_count;                                /* 1..OFFICE_INTERVALS_MAX */
    struct office_interval intervals[OFFICE_INTERVALS_MAX]; /* ascending, with gaps between them */
};

/* The bounds and the order above hold. Asked once, by whoever reads hours from outside; the
 * functions below rely on it. */
bool office_hours_is_valid(const struct office_hours *hours);

/* How long the office is open on a working day, and when it closes for that day.
 *
 * Units:   milliseconds; the closing time since local midnight. */
int64_t office_hours_day_ms(const struct office_hours *hours);
int64_t office_hours_closing_ms(const struct office_hours *hours);

/* How long it is open from one time of a working day to another.
 *
 * Units:   from_ms, to_ms - milliseconds since local midnight, 0..CIVIL_DAY_MS. */
int64_t office_hours_between(const struct office_hours *hours, int64_t from_ms, int64_t to_ms);

/* The time of day at which it has been open for so long since from_ms: the first such, so that a
 * morning's work ends at noon, not after lunch.
 *
 * Units:   as above; amount_ms - more than 0, at most what is left from from_ms on. */
int64_t office_hours_after(const struct office_hours *hours, int64_t from_ms, int64_t amount_ms);

/* The local day of an instant, the time of that day, and back.
 *
 * Units:   at_ms - since 1970-01-01T00:00Z; time_ms - since local midnight, 0..CIVIL_DAY_MS. */
int32_t office_hours_day(const struct office_hours *hours, int64_t at_ms);
int64_t office_hours_time(const struct office_hours *hours, int64_t at_ms);
int64_t office_hours_instant(const struct office_hours *hours, int32_t day, int64_t time_ms);

#endif
