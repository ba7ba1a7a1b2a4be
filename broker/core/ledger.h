/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger of a clock: from when to when the limits of a stage count. It holds instants and never a
 * date: how much has been used, what is left and when it ends follow from the calendar that holds
 * when somebody asks, so that a deadline is right again as soon as a year is published.
 *
 *     statutory and promised    two limits of one clock: they run together
 *     started_ms                the review may begin; or the application was received
 *     stopped_ms                the decision took effect, or there will be none: 0 while it runs
 *
 *     pauses                    while it stands: what the law does not count (许可法 45), and corrections
 *
 * A SEALED stage's clock runs: its review is done, and its upstreams use up its time. Whatever
 * reaches a department after it has closed, or on a rest day, has reached it on the next working day
 * (calendar_receipt), and the first day is not counted (民法典 201).
 *
 * A pause from day S to day E takes away the days d with S < d <= E: the day on which it begins still
 * counts, and when the clock goes on, counting begins on the next day. While a clock stands, its
 * deadline is what it would be if it went on now.
 *
 * Rejected: the amount used so far as a number. A replay would count it by the calendar of its time,
 * a restart from an older image by a newer one. */
#ifndef BROKER_CORE_LEDGER_H
#define BROKER_CORE_LEDGER_H

#include "broker/core/calendar.h"
#include "tongfa/message.h"

struct ledger {
    int64_t started_ms; /* 0: it does not run yet */
    int64_t stopped_ms;
};

struct pause {
    int64_t from_ms;
    int64_t until_ms; /* 0: it lasts */
};

/* The course of a clock so far: pauses are in order and apart, only the last one may last. */
struct course {
    struct ledger clock;
    uint32_t pause_count;
    struct pause pauses[ENTRIES_MAX];
};

/* How a limit stands at an instant, or where the clock stood when it stopped.
 *
 * Shape:   course - its clock has started. limit - its value is not 0. */
struct limit_view ledger_read(const struct calendar *calendar, const struct office_hours *hours,
                              const struct course *course, struct limit limit, int64_t at_ms);

/* A point of a limit: so much of it has been consumed, or all of it, and the period is over. */
struct threshold {
    uint8_t unit; /* enum limit_unit */
    bool is_end; /* the last instant that is in time (民法典 203), instead of the first at which so
                   * much has been consumed */
    int64_t amount; /* days; of hours milliseconds */
};

/* When a running clock reaches a point, by the calendar that is given. Of days the first instant is
 * the midnight at which the day begins to count: `used` changes then.
 *
 * Shape:   course - its clock has started, and has not stopped.
 * Returns: INT64_MAX - it stands, and had not reached it before. */
int64_t ledger_when(const struct calendar *calendar, const struct office_hours *hours,
                    const struct course *course, const struct threshold *threshold);

/* A pause from a dossier takes its place in the course of a clock: those that touch become one. */
void course_add(struct course *course, struct pause pause);

#endif
