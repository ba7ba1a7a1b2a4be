/* SPDX-License-Identifier: Apache-2.0 */
#include "workers/departments/figure.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

struct figure figure_measure(int64_t hundredths)
{
    assert(hundredths >= 0);
    struct figure figure;
    int size = snprintf(figure.text, sizeof figure.text, "%" PRId64 ".%02d", hundredths / 100,
                        (int)(hundredths % 100));
    while (figure.text[size - 1] == '0') {
        figure.text[--size] = '\0';
    }
    if (figure.text[size - 1] == '.') figure.text[size - 1] = '\0';
    return figure;
}

struct figure figure_money(int64_t fen)
{
    assert(fen >= 0);
    struct figure figure;
    (void)snprintf(figure.text, sizeof figure.text, "%" PRId64 ".%02d元", fen / 100,
                   (int)(fen % 100));
    return figure;
}

/* Days from the civil calendar, counted in years that begin in March: the leap day comes last. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = year / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct figure figure_date(int64_t days)
{
    int64_t shifted = days + 719468;
    int64_t era = shifted / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    struct figure figure;
    (void)snprintf(figure.text, sizeof figure.text, "%04d-%02d-%02d",
                   (int)(year_of_era + era * 400 + (month <= 2)), (int)month,
                   (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1));
    return figure;
}

bool figure_read_date(const char *text, int64_t *days)
{
    static const char shape[] = "dddd-dd-dd";
    if (strlen(text) != sizeof shape - 1) return false;

    int64_t parts[3] = { 0, 0, 0 };
    size_t part = 0;
    for (size_t i = 0; i < sizeof shape - 1; i++) {
        if (shape[i] == '-') {
            if (text[i] != '-') return false;
            part++;
            continue;
        }
        if (text[i] < '0' || text[i] > '9') return false;
        parts[part] = parts[part] * 10 + (text[i] - '0');
    }
    if (parts[0] < 1900 || parts[0] > 2999 || parts[1] < 1 || parts[1] > 12 || parts[2] < 1) {
        return false;
    }
    int64_t result = days_of(parts[0], parts[1], parts[2]);
    /* A day that does not exist, such as 31 April, comes back as another one. */
    if (strcmp(figure_date(result).text, text) != 0) return false;
    *days = result;
    return true;
}

bool figure_read_measure(double number, int64_t *hundredths)
{
    /* The comparison is false for a number that is none. */
    if (!(number >= 0 && number <= (double)MEASURE_MAX / 100)) return false;
    double scaled = number * 100;
    double rounded = round(scaled);
    /* Decimal fractions are not exact in binary: up to 10^9 hundredths the error is below 10^-6. */
    if (fabs(scaled - rounded) > 1e-4) return false;
    *hundredths = (int64_t)rounded;
    return true;
}

int64_t figure_scale(int64_t value, int64_t factor, int64_t divisor)
{
    assert(value >= 0);
    assert(factor >= 0);
    assert(divisor > 0);
    assert(factor == 0 || value <= INT64_MAX / 2 / factor);
    return (value * factor + divisor / 2) / divisor;
}
