/* SPDX-License-Identifier: Apache-2.0 */
/* Where the ticks of a time axis stand: at round local times, from milliseconds to years. */
#ifndef CLIENT_TIME_TICKS_H
#define CLIENT_TIME_TICKS_H

#include "tongfa/base.h"

#define TICK_TEXT_MAX 31

struct time_tick {
    int64_t at_ms;
    char text[TICK_TEXT_MAX + 1]; /* "16:24:05", "11-23", as fine as the ticks are apart */
    char day[TICK_TEXT_MAX + 1];  /* "2026-11-23" */
};

struct time_ticks {
    uint32_t step; /* index of the table in time_ticks.c */
    int64_t next_ms;
};

/* Begin with the first tick at or after a moment; they are at least `apart_ms` apart, but for the
 * ends of short months and changes of the clock. */
void time_ticks_begin(struct time_ticks *ticks, int64_t from_ms, int64_t apart_ms);

/* The next one; it comes later than the one before. */
void time_ticks_next(struct time_ticks *ticks, struct time_tick *tick);

/* A moment in full, "2026-11-23 16:24:05.120", local. */
void time_moment_text(char text[TICK_TEXT_MAX + 1], int64_t at_ms);

/* The same without the fraction. */
void time_second_text(char text[TICK_TEXT_MAX + 1], int64_t at_ms);

/* "UTC+08:00" */
void time_zone_text(char text[TICK_TEXT_MAX + 1], int64_t at_ms);

#endif
