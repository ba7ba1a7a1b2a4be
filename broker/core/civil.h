/* SPDX-License-Identifier: Apache-2.0 */
/* The civil (Gregorian) calendar: dates as numbers and back, without a library.
 *
 * A day is the count of days since 1970-01-01, the same in every time zone. The years are so many
 * that no sum of a date and a limit leaves them (broker/core/calendar.h). */
#ifndef BROKER_CORE_CIVIL_H
#define BROKER_CORE_CIVIL_H

#include "tongfa/base.h"

#define CIVIL_YEAR_MIN 1
#define CIVIL_YEAR_MAX 99999
#define CIVIL_DAY_MIN (-719162) /* 0001-01-01, a Monday */
#define CIVIL_DAY_MAX 35804721  /* 99999-12-31 */
#define CIVIL_MONTHS 12
#define CIVIL_DAY_MS INT64_C(86400000)

struct civil {
    int32_t year;
    uint32_t month; /* 1..12 */
    uint32_t day;   /* 1..31 */
};

enum weekday {
    WEEKDAY_MONDAY = 0,
    WEEKDAY_TUESDAY,
    WEEKDAY_WEDNESDAY,
    WEEKDAY_THURSDAY,
    WEEKDAY_FRIDAY,
    WEEKDAY_SATURDAY,
    WEEKDAY_SUNDAY,
    WEEKDAY_COUNT
};

bool civil_is_leap(int32_t year);
uint32_t civil_year_days(int32_t year);
uint32_t civil_month_days(int32_t year, uint32_t month);

/* There is such a date, within CIVIL_YEAR_MIN..MAX. Any values may be asked. */
bool civil_is_date(struct civil date);

/* Shape:   date - civil_is_date holds; day - CIVIL_DAY_MIN..MAX. Each undoes the other. */
int32_t civil_to_day(struct civil date);
struct civil civil_from_day(int32_t day);

/* The day of that number in a later month; where that month is too short, its last day.
 *
 * Shape:   count - so that the answer is not after CIVIL_DAY_MAX.
 * Source:  民法典 202. */
int32_t civil_add_months(int32_t day, uint32_t count);

enum weekday civil_weekday(int32_t day);
bool civil_is_weekend(int32_t day); /* Saturday or Sunday */

/* The days before this one, from 0001-01-01 on, that are Monday to Friday. */
uint32_t civil_weekdays_before(int32_t day);

#endif
