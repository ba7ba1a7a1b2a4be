/* SPDX-License-Identifier: Apache-2.0 */
#include "client/date.h"

#include <stdio.h>

/* Exactly so many digits; *text moves behind them. */
static bool digits_take(const char **text, uint32_t digits, uint32_t *out)
{
    const char *at = *text;
    uint32_t number = 0;

    for (uint32_t i = 0; i < digits; i++) {
        if (at[i] < '0' || at[i] > '9') return false;
        number = number * 10 + (uint32_t)(at[i] - '0');
    }
    *text = at + digits;
    *out = number;
    return true;
}

static bool sign_take(const char **text, char sign)
{
    if (**text != sign) return false;
    *text += 1;
    return true;
}

bool date_read(const char **text, int32_t *day)
{
    const char *at = *text;
    uint32_t year;
    struct civil date;

    if (!digits_take(&at, 4, &year) || !sign_take(&at, '-')) return false;
    if (!digits_take(&at, 2, &date.month) || !sign_take(&at, '-')) return false;
    if (!digits_take(&at, 2, &date.day)) return false;
    date.year = (int32_t)year;
    if (!civil_is_date(date)) return false;
    *text = at;
    *day = civil_to_day(date);
    return true;
}

bool date_read_time(const char **text, uint32_t *minute)
{
    const char *at = *text;
    uint32_t hours;
    uint32_t minutes;

    if (!digits_take(&at, 2, &hours) || !sign_take(&at, ':')) return false;
    if (!digits_take(&at, 2, &minutes)) return false;
    if (minutes > 59 || hours * 60 + minutes > 24 * 60) return false;
    *text = at;
    *minute = hours * 60 + minutes;
    return true;
}

void date_write(int32_t day, char text[DATE_TEXT_MAX + 1])
{
    struct civil date = civil_from_day(day);
    int size =
        snprintf(text, DATE_TEXT_MAX + 1, "%04d-%02u-%02u", (int)date.year, date.month, date.day);
    assert(size > 0 && size <= DATE_TEXT_MAX);
}
