/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/ledger.h"

/* The instant from which on is counted: as it is, or when the office opens on the day of receipt. */
static int64_t counted_from(const struct calendar *calendar, const struct office_hours *hours,
                            int64_t started_ms, bool *is_provisional)
{
    struct calendar_date receipt = calendar_receipt(calendar, hours, started_ms);

    assert(hours->interval_count > 0);
    *is_provisional = receipt.is_provisional;
    if (receipt.day == office_hours_day(hours, started_ms)) return started_ms;
    int64_t opens_ms = (int64_t)hours->intervals[0].open_minute * OFFICE_MINUTE_MS;
    return office_hours_instant(hours, receipt.day, opens_ms);
}

/* What is consumed, and what decides when all of it will be. */
struct count {
    const struct calendar *calendar;
    const struct office_hours *hours;
    enum limit_unit unit;
    int64_t granted;
    int64_t consumed;
    struct calendar_instant due; /* once it is known */
    bool is_due_known;
    bool is_provisional;
};

/* The clock runs from one instant to another. Where it stopped in the middle of its last day it ends
 * when the office closes on the day on which it goes on. */
static void run(struct count *count, int64_t from_ms, int64_t until_ms, bool is_last)
{
    int64_t left = count->granted - count->consumed;
    int64_t begin_ms = from_ms;

    if (!count->is_due_known) {
        bool is_provisional = false;
        if (left <= 0) {
            begin_ms = counted_from(count->calendar, count->hours, from_ms, &is_provisional);
        }
        count->due =
            calendar_add(count->calendar, count->hours, count->unit, begin_ms, left > 0 ? left : 0);
        count->due.is_provisional |= is_provisional;
        count->is_due_known = is_last || count->due.at_ms <= until_ms;
    }
    if (until_ms <= from_ms) return;
    struct calendar_amount used =
        calendar_count(count->calendar, count->hours, count->unit, from_ms, until_ms);
    assert(used.amount >= 0);
    count->consumed += used.amount;
    count->is_provisional |= used.is_provisional;
}

struct limit_view ledger_read(const struct calendar *calendar, const struct office_hours *hours,
                              const struct course *course, struct limit limit, int64_t at_ms)
{
    const struct ledger *clock = &course->clock;
    int64_t end_ms = clock->stopped_ms != 0 ? clock->stopped_ms : at_ms;
    struct count count = { .calendar = calendar,
                           .hours = hours,
                           .unit = (enum limit_unit)limit.unit,
                           .granted = calendar_amount_of(limit) };

    assert(clock->started_ms != 0);
    assert(limit.value != 0);
    int64_t from_ms = counted_from(calendar, hours, clock->started_ms, &count.is_provisional);
    for (uint32_t i = 0; i < course->pause_count && course->pauses[i].from_ms < end_ms; i++) {
        const struct pause *pause = &course->pauses[i];
        bool lasts = pause->until_ms == 0 || pause->until_ms >= end_ms;
        if (pause->until_ms != 0 && pause->until_ms <= from_ms) continue;
        if (pause->from_ms > from_ms) run(&count, from_ms, pause->from_ms, false);
        if (!lasts) from_ms = pause->until_ms;
        if (lasts && end_ms > from_ms) from_ms = end_ms; /* as if it went on now */
    }
    run(&count, from_ms, end_ms, true);
    return (struct limit_view){
        .value = limit.value,
        .unit = limit.unit,
        .due_ms = count.due.at_ms,
        .used = (uint64_t)count.consumed,
        .late = end_ms > count.due.at_ms,
        .provisional = count.is_provisional || count.due.is_provisional,
    };
}

/* ---- When a point is reached --------------------------------------------------------------- */

/* When a clock that runs from an instant on has consumed an amount since. */
static int64_t reach(const struct calendar *calendar, const struct office_hours *hours,
                     const struct threshold *threshold, int64_t from_ms, int64_t amount)
{
    enum limit_unit unit = (enum limit_unit)threshold->unit;
    int32_t day = office_hours_day(hours, from_ms);

    assert(amount >= 0);
    if (threshold->is_end) {
        bool is_provisional;
        if (amount == 0) from_ms = counted_from(calendar, hours, from_ms, &is_provisional);
        return calendar_add(calendar, hours, unit, from_ms, amount).at_ms;
    }
    if (amount == 0) return from_ms;
    if (unit == LIMIT_WORKING_DAYS) {
        day = calendar_add_days(calendar, unit, day, (uint32_t)amount).day;
        return office_hours_instant(hours, day, 0);
    }
    /* 民法典 203 moves the end of a period alone: a rest day is a natural day like others. */
    if (unit == LIMIT_NATURAL_DAYS) return office_hours_instant(hours, day + (int32_t)amount, 0);
    return calendar_add(calendar, hours, unit, from_ms, amount).at_ms;
}

int64_t ledger_when(const struct calendar *calendar, const struct office_hours *hours,
                    const struct course *course, const struct threshold *threshold)
{
    enum limit_unit unit = (enum limit_unit)threshold->unit;
    bool is_provisional;
    int64_t left = threshold->amount;

    assert(course->clock.started_ms != 0);
    assert(course->clock.stopped_ms == 0);
    int64_t from_ms = counted_from(calendar, hours, course->clock.started_ms, &is_provisional);
    for (uint32_t i = 0; i < course->pause_count; i++) {
        const struct pause *pause = &course->pauses[i];
        if (pause->until_ms != 0 && pause->until_ms <= from_ms) continue;
        if (pause->from_ms > from_ms) {
            int64_t at_ms = reach(calendar, hours, threshold, from_ms, left > 0 ? left : 0);
            if (at_ms <= pause->from_ms) return at_ms;
            left -= calendar_count(calendar, hours, unit, from_ms, pause->from_ms).amount;
        }
        if (pause->until_ms == 0) return INT64_MAX;
        from_ms = pause->until_ms;
    }
    return reach(calendar, hours, threshold, from_ms, left > 0 ? left : 0);
}

/* ---- Pauses -------------------------------------------------------------------------------- */

void course_add(struct course *course, struct pause pause)
{
    uint32_t at = course->pause_count;

    assert(at < ENTRIES_MAX);
    assert(pause.until_ms == 0 || pause.until_ms >= pause.from_ms);
    while (at > 0 && course->pauses[at - 1].from_ms > pause.from_ms) {
        course->pauses[at] = course->pauses[at - 1];
        at--;
    }
    course->pauses[at] = pause;
    course->pause_count++;
    uint32_t kept = 0;
    for (uint32_t i = 1; i < course->pause_count; i++) {
        struct pause *last = &course->pauses[kept];
        const struct pause *next = &course->pauses[i];
        if (last->until_ms != 0 && next->from_ms > last->until_ms) {
            course->pauses[++kept] = *next;
        } else if (last->until_ms != 0 &&
                   (next->until_ms == 0 || next->until_ms > last->until_ms)) {
            last->until_ms = next->until_ms;
        }
    }
    course->pause_count = kept + 1;
}
