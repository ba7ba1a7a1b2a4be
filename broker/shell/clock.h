/* SPDX-License-Identifier: Apache-2.0 */
/* Broker time: one reading that never falls, whatever happens to the wall clock.
 *
 *     broker time = max(wall clock at start, newest time in the journal) + time elapsed since
 *
 * An adjustment of the wall clock takes effect at the next start, and only forward. */
#ifndef BROKER_SHELL_CLOCK_H
#define BROKER_SHELL_CLOCK_H

#include "tongfa/errors.h"

#include <stdbool.h>
#include <stdint.h>

struct clock {
    int64_t base_ms;                     /* broker time at ... */
    int64_t elapsed_ms;                  /* ... this reading of the elapsed time */
    int64_t newest_ms;                   /* last time given out */
    int64_t year_from_ms, year_until_ms; /* the civil year that was asked for last */
    uint16_t year;
};

/* Can this name be used? UTC and every IANA zone that the machine has; TZDIR is honoured. */
bool clock_zone_exists(const char *zone);

/* Start broker time.
 *
 * Units:   newest_ms - time of the journal's newest fact; 0: there is none.
 * Shape:   zone - counts civil years for the whole process (it becomes TZ).
 * Errors:  ERR_FIELD_INVALID - the zone does not exist. */
enum err clock_init(struct clock *clock, int64_t newest_ms, const char *zone);

int64_t clock_now_ms(struct clock *clock);

/* The civil year of a broker time in the zone: permit numbers count by it. */
uint16_t clock_civil_year(struct clock *clock, int64_t now_ms);

/* Milliseconds that run on while the machine sleeps; their zero means nothing. */
int64_t clock_elapsed_ms(void);

#endif
