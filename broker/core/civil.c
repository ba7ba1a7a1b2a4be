/* SPDX-License-Identifier: Apache-2.0 */
/* Years are taken to begin on 1 March: then the leap day is the last of its year, and the days
 * before a month are a straight line, (153 m + 2) / 5. 400 such years have 146097 days.
 * Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
#include "broker/core/civil.h"

#define ERA_YEARS 400
#define ERA_DAYS 146097
#define DAYS_TO_1970 719468 /* from 0000-03-01 */

bool civil_is_leap(int32_t year)
{
    assert(year >= CIVIL_YEAR_MIN && year <= CIVIL_YEAR_MAX);
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

uint32_t civil_year_days(int32_t year)
{
    return civil_is_leap(year) ? 366 : 365;
}

uint32_t civil_month_days(int32_t year, uint32_t month)
{
    static const uint8_t days[CIVIL_MONTHS] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    assert(month >= 1 && month <= CIVIL_MONTHS);
    return month == 2 && civil_is_leap(year) ? 29 : days[month - 1];
}

bool civil_is_date(struct civil date)
{
    if (date.year < CIVIL_YEAR_MIN || date.year > CIVIL_YEAR_MAX) return false;
    if (date.month < 1 || date.month > CIVIL_MONTHS) return false;
    return date.day >= 1 && date.day <= civil_month_days(date.year, date.month);
}

int32_t civil_to_day(struct civil date)
{
    assert(civil_is_date(date));
    int32_t year = date.year - (date.month <= 2 ? 1 : 0);
    int32_t month = ((int32_t)date.month + 9) % CIVIL_MONTHS; /* from March */
    int32_t era = year / ERA_YEARS;
    int32_t year_of_era = year % ERA_YEARS;
    int32_t day_of_year = (153 * month + 2) / 5 + (int32_t)date.day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    int32_t day = era * ERA_DAYS + day_of_era - DAYS_TO_1970;
    assert(day >= CIVIL_DAY_MIN && day <= CIVIL_DAY_MAX);
    return day;
}

struct civil civil_from_day(int32_t day)
{
    assert(day >= CIVIL_DAY_MIN && day <= CIVIL_DAY_MAX);
    int32_t since = day + DAYS_TO_1970;
    int32_t era = since / ERA_DAYS;
    int32_t day_of_era = since % ERA_DAYS;
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t month = (5 * day_of_year + 2) / 153; /* from March */

    struct civil date = {
        .year = era * ERA_YEARS + year_of_era + (month >= 10 ? 1 : 0),
        .month = (uint32_t)((month + 2) % CIVIL_MONTHS + 1),
        .day = (uint32_t)(day_of_year - (153 * month + 2) / 5 + 1),
    };
    assert(civil_is_date(date));
    return date;
}

int32_t civil_add_months(int32_t day, uint32_t count)
{
    struct civil date = civil_from_day(day);

    assert(count <= (uint32_t)CIVIL_YEAR_MAX * CIVIL_MONTHS);
    uint32_t month = date.month - 1 + count; /* from January of the year */
    date.year += (int32_t)(month / CIVIL_MONTHS);
    date.month = month % CIVIL_MONTHS + 1;
    assert(date.year <= CIVIL_YEAR_MAX);
    uint32_t last = civil_month_days(date.year, date.month);
    if (date.day > last) date.day = last; /* 民法典 202: 没有对应日的，月末日为期间的最后一日 */
    return civil_to_day(date);
}

enum weekday civil_weekday(int32_t day)
{
    assert(day >= CIVIL_DAY_MIN && day <= CIVIL_DAY_MAX);
    return (enum weekday)((day - CIVIL_DAY_MIN) % WEEKDAY_COUNT);
}

bool civil_is_weekend(int32_t day)
{
    return civil_weekday(day) >= WEEKDAY_SATURDAY;
}

uint32_t civil_weekdays_before(int32_t day)
{
    assert(day >= CIVIL_DAY_MIN && day <= CIVIL_DAY_MAX);
    uint32_t since = (uint32_t)(day - CIVIL_DAY_MIN);
    uint32_t rest = since % WEEKDAY_COUNT;
    return since / WEEKDAY_COUNT * WEEKDAY_SATURDAY +
           (rest < WEEKDAY_SATURDAY ? rest : WEEKDAY_SATURDAY);
}
