/* SPDX-License-Identifier: Apache-2.0 */
/* Dates as people and files write them: 2025-01-26, and times of day: 09:00. */
#ifndef CLIENT_DATE_H
#define CLIENT_DATE_H

#include "broker/core/civil.h"

#define DATE_TEXT_MAX 15

/* Read YYYY-MM-DD at the front of a text.
 *
 * Shape:   *text moves behind it, *day is written; both only if there is such a date there. */
bool date_read(const char **text, int32_t *day);

/* The same for HH:MM, 00:00 to 24:00. Units: *minute - since midnight. */
bool date_read_time(const char **text, uint32_t *minute);

/* "2025-01-26" */
void date_write(int32_t day, char text[DATE_TEXT_MAX + 1]);

#endif
