/* SPDX-License-Identifier: Apache-2.0 */
/* Figures of an application: exact integers inside, words for the applicant outside.
 *
 *     measure    hundredths of m², mu, m, percent or a ratio
 *     money      fen, hundredths of a yuan
 *     date       days since 1970-01-01
 *
 * Text comes back by value, so that several fit into one call: figure_money(fen).text. */
#ifndef WORKERS_DEPARTMENTS_FIGURE_H
#define WORKERS_DEPARTMENTS_FIGURE_H

#include <stdbool.h>
#include <stdint.h>

#define MEASURE_MAX INT64_C(1000000000)     /* hundredths: 10 000 000.00 */
#define MONEY_MAX INT64_C(1000000000000000) /* fen: ten thousand billion yuan */

struct figure {
    char text[32];
};

/* "133333.33", "1.5", "200": no zeros at the end. */
struct figure figure_measure(int64_t hundredths);

/* "48000000.00元" */
struct figure figure_money(int64_t fen);

/* "2023-03-30" */
struct figure figure_date(int64_t days);

/* Read "YYYY-MM-DD", years 1900 to 2999. Returns false if no such day exists. */
bool figure_read_date(const char *text, int64_t *days);

/* Hundredths of a number with at most two decimals, 0..MEASURE_MAX. Returns false for others. */
bool figure_read_measure(double number, int64_t *hundredths);

/* value * factor / divisor, half a unit rounded up. All are >= 0, divisor > 0, and the product is
 * below INT64_MAX / 2. */
int64_t figure_scale(int64_t value, int64_t factor, int64_t divisor);

#endif
