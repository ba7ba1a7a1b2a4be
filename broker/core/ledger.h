/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger of a clock: from when to when the limits of a stage count. It holds instants and never a
 * date: how much has been used, what is left and when it ends follow from the calendar that holds
 * when somebody asks, so that a deadline is right again as soon as a year is published.
 *
 *     statutory and promised    two limits of one clock: they run together
 *     started_ms                the review may begin; or the application was received
 *     stopped_ms                the decision took effect, or there will be none: 0 while it runs
 *
 * A SEALED stage's clock runs: its review is done, and its upstreams use up its time. Whatever
 * reaches a department after it has closed, or on a rest day, has reached it on the next working day
 * (calendar_receipt), and the first day is not counted (民法典 201).
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

/* How a limit stands at an instant, or where the clock stood when it stopped.
 *
 * Shape:   clock - started. limit - its value is not 0. */
struct limit_view ledger_read(const struct calendar *calendar, const struct office_hours *hours,
                              struct ledger clock, struct limit limit, int64_t at_ms);

#endif
