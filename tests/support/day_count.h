/* SPDX-License-Identifier: Apache-2.0 */
/* Limits counted by people: a list of days, each crossed off the one after the other. Slow, plain, and
 * without a line of broker/core, so that a test can hold the engine's clocks against it. It knows the
 * days from 2020 to 2059; what lies beyond was never published.
 *
 * Source: proto/SPEC.md 8 "Clocks"; 民法典 201 (the first day is not counted), 203 (a last day that is
 * a rest day is moved to the next working day; it ends when the office closes). */
#ifndef TESTS_SUPPORT_DAY_COUNT_H
#define TESTS_SUPPORT_DAY_COUNT_H

#include "tongfa/calendar.h"
#include "tongfa/procedure.h"

#define DAY_COUNT_YEAR_FIRST 2020
#define DAY_COUNT_YEARS 40
#define DAY_COUNT_DAYS (366 * DAY_COUNT_YEARS)

enum day_kind { DAY_UNSAID, DAY_REST, DAY_WORKING };

struct day_count {
    int32_t ahead_minutes; /* local time less UTC */
    uint32_t hour_count;
    struct calendar_hours hours[CALENDAR_HOURS_MAX];
    uint8_t days[DAY_COUNT_DAYS]; /* enum day_kind, from the 1st of January of the first year on */
};

/* The clock stands from one instant to another; until_ms 0: still. */
struct day_pause {
    int64_t from_ms;
    int64_t until_ms;
};

#define DAY_PAUSES_MAX 160

/* When a clock started, until when it is read (now, or when it stopped), and when it stood meanwhile:
 * one pause after the other. */
struct day_course {
    int64_t started_ms;
    int64_t until_ms;
    const struct day_pause *pauses;
    uint32_t pause_count;
};

/* What a limit comes to. */
struct day_counted {
    int64_t due_ms; /* the last instant in time */
    uint64_t used;  /* days; of hours milliseconds */
    bool late;
    bool provisional; /* a day that nobody published was asked for */
};

/* Nothing is published: Monday to Friday, 09:00 to 17:30 at UTC+08:00. */
void day_count_begin(struct day_count *calendar);

/* A notice is published: its hours hold, and its years. */
void day_count_publish(struct day_count *calendar, const struct calendar_notice *notice);

/* Everything in the notice is so in the calendar. */
bool day_count_has(const struct day_count *calendar, const struct calendar_notice *notice);

/* Days since 1970 of the 1st of January, and how many days there are from then on. */
int32_t day_count_first(uint32_t year);
uint32_t day_count_length(uint32_t year);

/* 0: Monday. */
uint32_t day_count_weekday(int32_t day);

/* A limit of a clock that has started. One that stands is due as if it went on now. */
struct day_counted day_count_limit(const struct day_count *calendar, struct limit limit,
                                   const struct day_course *course);

/* When the day ends on which something has come, and may be answered on the spot: it closes. */
int64_t day_count_receipt_end(const struct day_count *calendar, int64_t came_ms);

/* A term after the issue of a permit, in days or months: it counts from that day on, whatever day and
 * hour it was, and never stands. Until when it is read stands in until_ms. */
struct day_counted day_count_term(const struct day_count *calendar, struct limit limit,
                                  int64_t from_ms, int64_t until_ms);

/* The day that comes so many months after a day (民法典 202), and the day of an instant. */
int32_t day_count_months(int32_t day, uint32_t months);
int32_t day_count_of(const struct day_count *calendar, int64_t at_ms);

/* From when on a clock counts that starts at an instant. */
int64_t day_count_from(const struct day_count *calendar, int64_t started_ms);

#endif
