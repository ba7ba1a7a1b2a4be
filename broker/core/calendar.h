/* SPDX-License-Identifier: Apache-2.0 */
/* The working-day calendar: which days count, and the two questions that every clock asks of it,
 * how much of a limit has been consumed between two instants, and at which instant so much will have
 * been. Limits are in one of the units of enum limit_unit; an amount is
 *
 *     working days, natural days     days; an instant stands for its local civil day
 *     months                         granted in months, consumed in natural days
 *     working hours, natural hours   milliseconds, of office hours or of all hours
 *
 * Days are counted from the day after the first one: of d, those with from < d <= to (民法典 201). A
 * period of days never ends on a rest day, but on the next working day, when the office closes (民法典
 * 203). A period of months ends on the day of the same number, or on the last day of a month that has
 * none (民法典 202), and is moved likewise. Hours are counted from the instant itself, and end wherever they end (民法典 201, 203 speak of
 * days only).
 *
 * The State Council publishes each year's rest days and make-up days towards the end of the year
 * before. In a year that is not in the calendar Monday to Friday count as working days, and whatever
 * rests on such a day is marked as provisional: it has to be asked again when the year is published.
 *
 * Which procedure counts in which unit is not known here: 许可法 82 makes all limits of that law
 * working days; others are what their own law says.
 *
 * A struct calendar is plain data of the caller's: no pointers, nothing to free. */
#ifndef BROKER_CORE_CALENDAR_H
#define BROKER_CORE_CALENDAR_H

#include "broker/core/office_hours.h"
#include "tongfa/procedure.h"

/* The years that can be published. */
#define CALENDAR_YEAR_FIRST 2000
#define CALENDAR_YEAR_LAST 2063
#define CALENDAR_YEARS (CALENDAR_YEAR_LAST - CALENDAR_YEAR_FIRST + 1)

/* The most that is ever counted on at once: a limit and its extensions are far below. */
#define CALENDAR_UNITS_MAX 100000

/* What the functions take as a day or an instant, in every zone: year 1 to 9999. */
#define CALENDAR_DAY_MIN CIVIL_DAY_MIN
#define CALENDAR_DAY_MAX 2932896
#define CALENDAR_AT_MS_MIN ((CALENDAR_DAY_MIN + 1) * CIVIL_DAY_MS)
#define CALENDAR_AT_MS_MAX (CALENDAR_DAY_MAX * CIVIL_DAY_MS)

struct calendar_year {
    bool is_published;
    uint16_t working_count; /* days in the set below */
    uint64_t working[6];    /* bit i: day i of the year, from 0, is a working day */
};

struct calendar {
    struct calendar_year years[CALENDAR_YEARS];
};

/* Answers. Provisional: a day of a year that is not published decided it. */
struct calendar_date {
    int32_t day;
    bool is_provisional;
};

struct calendar_amount {
    int64_t amount; /* days or milliseconds, by the unit */
    bool is_provisional;
};

struct calendar_instant {
    int64_t at_ms;
    int32_t
        day; /* the local day of at_ms; where the office closes at 24:00, the day that it ends */
    bool is_provisional;
};

/* ---- Filling it ---------------------------------------------------------------------------- */

/* No year is published. The same as a struct of zeros. */
void calendar_init(struct calendar *calendar);

/* A year is published; to begin with, Monday to Friday are its working days.
 *
 * Shape:   year - CALENDAR_YEAR_FIRST..LAST and not published yet. */
void calendar_publish(struct calendar *calendar, int32_t year);

/* A day is a working day, or none, against the rule that stands.
 *
 * Shape:   day - of a published year.
 * Returns: false if it was so before: a holiday on a Sunday, a make-up day on a Monday, or a day that
 *          is named twice. */
bool calendar_mark(struct calendar *calendar, int32_t day, bool is_working);

/* ---- Days ---------------------------------------------------------------------------------- */

/* Any year may be asked. */
bool calendar_is_published(const struct calendar *calendar, int32_t year);

/* The working days of a year. */
uint32_t calendar_working_count(const struct calendar *calendar, int32_t year);

/* Shape:   day - of any civil year. */
bool calendar_is_working(const struct calendar *calendar, int32_t day);

/* The day itself if it is a working day, else the next one. */
struct calendar_date calendar_working_from(const struct calendar *calendar, int32_t day);

/* The last day of a period that begins on a day, which is not counted.
 *
 * Units:   unit - LIMIT_WORKING_DAYS, LIMIT_NATURAL_DAYS or LIMIT_MONTHS; count - of these,
 *          0..CALENDAR_UNITS_MAX.
 * Shape:   count 0 is a period that ends on the day it begins: the day, or the next working day.
 * Source:  民法典 201 (the first day is not counted), 202 (months), 203 (a last day on a rest day is
 *          moved). */
struct calendar_date calendar_add_days(const struct calendar *calendar, enum limit_unit unit,
                                       int32_t day, uint32_t count);

/* The days d with from < d <= to that count in a unit; none where to is not after from.
 *
 * Units:   unit - as above; from, to - days. The amount is in days.
 * Source:  民法典 201. A pause from S to E takes away what this counts from S to E. */
struct calendar_amount calendar_count_days(const struct calendar *calendar, enum limit_unit unit,
                                           int32_t from, int32_t to);

/* The day on which something counts as received: that of the instant if it is a working day and the
 * office has not closed for the day, else the next working day. What comes before the office opens
 * or over lunch is received the same day, and what comes at the closing minute is still in time.
 *
 * Units:   at_ms - milliseconds since 1970-01-01T00:00Z.
 * Source:  common practice, there is no rule in the law; 民法典 203 for the closing time. */
struct calendar_date calendar_receipt(const struct calendar *calendar,
                                      const struct office_hours *hours, int64_t at_ms);

/* ---- Instants: what a clock asks ------------------------------------------------------------ */

/* The amount that a limit grants: days, months or milliseconds, by its unit. */
int64_t calendar_amount_of(struct limit limit);

/* How much of a unit has been consumed between two instants; nothing where to is not after from, so
 * that a clock that will start only on Monday has consumed nothing on Sunday.
 *
 * Units:   from_ms, to_ms - milliseconds since 1970-01-01T00:00Z, CALENDAR_AT_MS_MIN..MAX. */
struct calendar_amount calendar_count(const struct calendar *calendar,
                                      const struct office_hours *hours, enum limit_unit unit,
                                      int64_t from_ms, int64_t to_ms);

/* The last instant of a period: the first at which so much more has been consumed, for hours; when
 * the office closes on the last day, for days. Whoever acts at that instant is in time.
 *
 * For hours, calendar_count from from_ms to the answer is the amount. So it is for working days; of
 * natural days it counts those by which the end was moved, too.
 *
 * Units:   from_ms - as above; amount - days, months or milliseconds, 0..CALENDAR_UNITS_MAX units.
 * Shape:   amount 0 - for hours the instant itself, for days as in calendar_add_days.
 * Source:  民法典 201, 203 (on the last day, the end of business). */
struct calendar_instant calendar_add(const struct calendar *calendar,
                                     const struct office_hours *hours, enum limit_unit unit,
                                     int64_t from_ms, int64_t amount);

#endif
