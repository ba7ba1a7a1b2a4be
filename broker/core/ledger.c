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

struct limit_view ledger_read(const struct calendar *calendar, const struct office_hours *hours,
                              struct ledger clock, struct limit limit, int64_t at_ms)
{
    enum limit_unit unit = (enum limit_unit)limit.unit;
    bool is_provisional = false;
    int64_t until_ms = clock.stopped_ms != 0 ? clock.stopped_ms : at_ms;

    assert(clock.started_ms != 0);
    assert(limit.value != 0);
    int64_t from_ms = counted_from(calendar, hours, clock.started_ms, &is_provisional);
    struct calendar_instant due =
        calendar_add(calendar, hours, unit, from_ms, calendar_amount_of(limit));
    struct calendar_amount used = calendar_count(calendar, hours, unit, from_ms, until_ms);
    return (struct limit_view){
        .value = limit.value,
        .unit = limit.unit,
        .due_ms = due.at_ms,
        .used = (uint64_t)used.amount,
        .late = until_ms > due.at_ms,
        .provisional = is_provisional || due.is_provisional || used.is_provisional,
    };
}
