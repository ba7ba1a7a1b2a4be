/* SPDX-License-Identifier: Apache-2.0 */
/* A working-day calendar as it travels and as it is journaled: where offices lie and when they are
 * open, and some years with their working days. What follows from it is broker/core/calendar.h.
 *
 * Spans point into the bytes that it came from, as in a fact. */
#ifndef TONGFA_CALENDAR_H
#define TONGFA_CALENDAR_H

#include "tongfa/base.h"
#include "tongfa/limits.h"

/* On a working day, in minutes since local midnight; at the closing minute it is closed. */
struct calendar_hours {
    uint16_t open_minute;
    uint16_t close_minute;
};

/* A published year. */
struct calendar_days {
    uint16_t year;
    struct span working; /* CALENDAR_DAYS_BYTES; bit i % 8 of byte i / 8: day i of the year works */
    struct span source;  /* the notice that published it, for people; may be empty */
};

struct calendar_notice {
    uint16_t ahead_minutes;  /* local time is so much ahead of UTC; China: 480 */
    uint16_t behind_minutes; /* ... or behind it; one of the two is 0 */
    uint32_t hour_count;
    struct calendar_hours hours[CALENDAR_HOURS_MAX]; /* ascending, with gaps between them */
    uint32_t year_count;
    struct calendar_days years[CALENDAR_YEARS_PER_FACT]; /* ascending */
};

#endif
