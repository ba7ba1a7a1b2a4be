/* SPDX-License-Identifier: Apache-2.0 */
/* A published year is a set of its working days and their count; any other year is arithmetic on
 * weekdays. Long spans go from year to year by the counts, and look at days only in the years where
 * they begin and end.
 *
 * Provisional is decided apart from the answer: by the days that were looked at, first to last. */
#include "broker/core/calendar.h"

#define HOUR_MS INT64_C(3600000)
#define WORD_BITS 64

/* Counted by days, from the day after the first one on: all but hours. */
static bool unit_is_days(enum limit_unit unit)
{
    assert(unit >= LIMIT_WORKING_DAYS && unit <= LIMIT_MONTHS);
    return unit != LIMIT_WORKING_HOURS && unit != LIMIT_NATURAL_HOURS;
}

/* The days of one year. */
struct year_span {
    int32_t year;
    int32_t first; /* 1 January */
    int32_t last;  /* 31 December */
};

static struct year_span span_of(int32_t year)
{
    int32_t first = civil_to_day((struct civil){ year, 1, 1 });
    return (struct year_span){ year, first, first + (int32_t)civil_year_days(year) - 1 };
}

static struct year_span span_at(int32_t day)
{
    struct year_span span = span_of(civil_from_day(day).year);
    assert(day >= span.first && day <= span.last);
    return span;
}

/* Bits that are set. The compiler's own would call into its library, which the core goes without. */
static uint32_t bit_count(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (uint32_t)(word * UINT64_C(0x0101010101010101) >> 56);
}

/* The year as published, or NULL. */
static const struct calendar_year *year_find(const struct calendar *calendar, int32_t year)
{
    assert(year >= CIVIL_YEAR_MIN && year <= CIVIL_YEAR_MAX);
    if (year < CALENDAR_YEAR_FIRST || year > CALENDAR_YEAR_LAST) return NULL;
    const struct calendar_year *found = &calendar->years[year - CALENDAR_YEAR_FIRST];
    assert(found->is_published || found->working_count == 0);
    return found->is_published ? found : NULL;
}

static bool year_has(const struct calendar_year *year, uint32_t index)
{
    assert(index < 366);
    return (year->working[index / WORD_BITS] >> index % WORD_BITS & 1) != 0;
}

static void year_flip(struct calendar_year *year, uint32_t index)
{
    assert(index < 366);
    assert(year->is_published);
    bool was_working = year_has(year, index);
    year->working[index / WORD_BITS] ^= UINT64_C(1) << index % WORD_BITS;
    year->working_count =
        (uint16_t)(was_working ? year->working_count - 1 : year->working_count + 1);
}

/* The working days before the day of that index. */
static uint32_t year_count_before(const struct calendar_year *year, uint32_t index)
{
    uint32_t count = 0;

    assert(index <= 366);
    for (uint32_t i = 0; i < index / WORD_BITS; i++) {
        count += bit_count(year->working[i]);
    }
    if (index % WORD_BITS != 0) {
        uint64_t below = (UINT64_C(1) << index % WORD_BITS) - 1;
        count += bit_count(year->working[index / WORD_BITS] & below);
    }
    assert(count <= year->working_count);
    return count;
}

/* ---- Filling it ---------------------------------------------------------------------------- */

void calendar_init(struct calendar *calendar)
{
    memset(calendar, 0, sizeof *calendar);
}

void calendar_publish(struct calendar *calendar, int32_t year)
{
    assert(year >= CALENDAR_YEAR_FIRST && year <= CALENDAR_YEAR_LAST);
    struct calendar_year *published = &calendar->years[year - CALENDAR_YEAR_FIRST];
    assert(!published->is_published);
    struct year_span span = span_of(year);

    *published = (struct calendar_year){ .is_published = true };
    for (int32_t day = span.first; day <= span.last; day++) {
        if (!civil_is_weekend(day)) year_flip(published, (uint32_t)(day - span.first));
    }
}

bool calendar_mark(struct calendar *calendar, int32_t day, bool is_working)
{
    struct year_span span = span_at(day);
    assert(span.year >= CALENDAR_YEAR_FIRST && span.year <= CALENDAR_YEAR_LAST);
    struct calendar_year *year = &calendar->years[span.year - CALENDAR_YEAR_FIRST];
    assert(year->is_published);
    uint32_t index = (uint32_t)(day - span.first);

    if (year_has(year, index) == is_working) return false;
    year_flip(year, index);
    return true;
}

/* ---- Days ---------------------------------------------------------------------------------- */

bool calendar_is_published(const struct calendar *calendar, int32_t year)
{
    if (year < CALENDAR_YEAR_FIRST || year > CALENDAR_YEAR_LAST) return false;
    return year_find(calendar, year) != NULL;
}

/* Is a day of that year a working day? year - NULL: it is not published. */
static bool day_is_working(const struct calendar_year *year, const struct year_span *span,
                           int32_t day)
{
    assert(day >= span->first && day <= span->last);
    if (year == NULL) return !civil_is_weekend(day);
    return year_has(year, (uint32_t)(day - span->first));
}

bool calendar_is_working(const struct calendar *calendar, int32_t day)
{
    struct year_span span = span_at(day);
    return day_is_working(year_find(calendar, span.year), &span, day);
}

/* A day of a year that is not published lies among these, both included; none if last < first. */
static bool is_provisional(const struct calendar *calendar, int32_t first, int32_t last)
{
    if (last < first) return false;
    int32_t last_year = civil_from_day(last).year;
    for (int32_t year = civil_from_day(first).year; year <= last_year; year++) {
        if (year_find(calendar, year) == NULL) return true;
    }
    return false;
}

/* Working days from first to last, both of one year and included. */
static uint32_t count_within(const struct calendar *calendar, const struct year_span *span,
                             int32_t first, int32_t last)
{
    assert(first >= span->first && first <= last);
    assert(last <= span->last);
    const struct calendar_year *year = year_find(calendar, span->year);
    if (year == NULL) return civil_weekdays_before(last + 1) - civil_weekdays_before(first);
    if (first == span->first && last == span->last) return year->working_count;
    return year_count_before(year, (uint32_t)(last - span->first) + 1) -
           year_count_before(year, (uint32_t)(first - span->first));
}

uint32_t calendar_working_count(const struct calendar *calendar, int32_t year)
{
    struct year_span span = span_of(year);
    return count_within(calendar, &span, span.first, span.last);
}

/* Working days from first to last, both included; none if last < first. */
static uint32_t count_working(const struct calendar *calendar, int32_t first, int32_t last)
{
    uint32_t count = 0;

    assert(first >= CIVIL_DAY_MIN && last < CIVIL_DAY_MAX);
    while (first <= last) {
        struct year_span span = span_at(first);
        int32_t end = last < span.last ? last : span.last;
        count += count_within(calendar, &span, first, end);
        first = end + 1;
    }
    return count;
}

/* The working day of that number, from 1, after a day. */
static int32_t nth_after(const struct calendar *calendar, int32_t day, uint32_t number)
{
    assert(number >= 1);
    struct year_span span = span_at(day + 1);
    uint32_t count = count_within(calendar, &span, day + 1, span.last);

    while (number > count) {
        number -= count;
        day = span.last;
        span = span_of(span.year + 1);
        count = count_within(calendar, &span, span.first, span.last);
    }
    const struct calendar_year *year = year_find(calendar, span.year);
    while (number > 0) {
        day++;
        if (day_is_working(year, &span, day)) number--;
    }
    return day;
}

struct calendar_date calendar_working_from(const struct calendar *calendar, int32_t day)
{
    int32_t found = calendar_is_working(calendar, day) ? day : nth_after(calendar, day, 1);
    return (struct calendar_date){ found, is_provisional(calendar, day, found) };
}

struct calendar_date calendar_add_days(const struct calendar *calendar, enum limit_unit unit,
                                       int32_t day, uint32_t count)
{
    assert(unit_is_days(unit));
    assert(day >= CALENDAR_DAY_MIN && day <= CALENDAR_DAY_MAX);
    assert(count <= CALENDAR_UNITS_MAX);
    if (unit == LIMIT_MONTHS) {
        return calendar_working_from(calendar, civil_add_months(day, count)); /* 民法典 202, 203 */
    }
    if (unit == LIMIT_NATURAL_DAYS || count == 0) {
        return calendar_working_from(calendar, day + (int32_t)count); /* 民法典 203 */
    }
    int32_t last = nth_after(calendar, day, count); /* 民法典 201: from the day after */
    return (struct calendar_date){ last, is_provisional(calendar, day + 1, last) };
}

struct calendar_amount calendar_count_days(const struct calendar *calendar, enum limit_unit unit,
                                           int32_t from, int32_t to)
{
    assert(unit_is_days(unit));
    assert(from >= CALENDAR_DAY_MIN && to < CIVIL_DAY_MAX);
    if (to <= from) return (struct calendar_amount){ 0, false };
    if (unit != LIMIT_WORKING_DAYS) return (struct calendar_amount){ to - from, false };
    return (struct calendar_amount){ count_working(calendar, from + 1, to),
                                     is_provisional(calendar, from + 1, to) };
}

struct calendar_date calendar_receipt(const struct calendar *calendar,
                                      const struct office_hours *hours, int64_t at_ms)
{
    int32_t day = office_hours_day(hours, at_ms);
    assert(day >= CALENDAR_DAY_MIN && day <= CALENDAR_DAY_MAX);
    if (office_hours_time(hours, at_ms) <= office_hours_closing_ms(hours)) {
        return calendar_working_from(calendar, day);
    }
    int32_t next = nth_after(calendar, day, 1);
    return (struct calendar_date){ next, is_provisional(calendar, day + 1, next) };
}

/* ---- Instants ------------------------------------------------------------------------------ */

int64_t calendar_amount_of(struct limit limit)
{
    return unit_is_days((enum limit_unit)limit.unit) ? limit.value : limit.value * HOUR_MS;
}

/* Office hours on one day from one time to another: none on a rest day. */
static int64_t day_between(const struct calendar *calendar, const struct office_hours *hours,
                           int32_t day, int64_t from_ms, int64_t to_ms)
{
    if (!calendar_is_working(calendar, day)) return 0;
    return office_hours_between(hours, from_ms, to_ms);
}

static struct calendar_amount count_working_hours(const struct calendar *calendar,
                                                  const struct office_hours *hours, int64_t from_ms,
                                                  int64_t to_ms)
{
    assert(from_ms < to_ms);
    int32_t first = office_hours_day(hours, from_ms);
    int32_t last = office_hours_day(hours, to_ms - 1); /* midnight is the end of a day here */
    int64_t from_time = office_hours_time(hours, from_ms);
    int64_t to_time = office_hours_time(hours, to_ms - 1) + 1;
    bool provisional = is_provisional(calendar, first, last);
    if (first == last) {
        int64_t amount = day_between(calendar, hours, first, from_time, to_time);
        return (struct calendar_amount){ amount, provisional };
    }
    int64_t whole_days = count_working(calendar, first + 1, last - 1);
    int64_t amount = day_between(calendar, hours, first, from_time, CIVIL_DAY_MS) +
                     whole_days * office_hours_day_ms(hours) +
                     day_between(calendar, hours, last, 0, to_time);
    assert(amount >= 0 && amount <= to_ms - from_ms);
    return (struct calendar_amount){ amount, provisional };
}

struct calendar_amount calendar_count(const struct calendar *calendar,
                                      const struct office_hours *hours, enum limit_unit unit,
                                      int64_t from_ms, int64_t to_ms)
{
    assert(from_ms >= CALENDAR_AT_MS_MIN && from_ms <= CALENDAR_AT_MS_MAX);
    assert(to_ms >= CALENDAR_AT_MS_MIN && to_ms <= CALENDAR_AT_MS_MAX);
    assert(unit >= LIMIT_WORKING_DAYS && unit <= LIMIT_MONTHS);
    if (to_ms <= from_ms) return (struct calendar_amount){ 0, false };
    switch (unit) {
        case LIMIT_WORKING_HOURS: return count_working_hours(calendar, hours, from_ms, to_ms);
        case LIMIT_NATURAL_HOURS: return (struct calendar_amount){ to_ms - from_ms, false };
        case LIMIT_WORKING_DAYS:
        case LIMIT_NATURAL_DAYS:
        case LIMIT_MONTHS: break;
    }
    return calendar_count_days(calendar, unit, office_hours_day(hours, from_ms),
                               office_hours_day(hours, to_ms));
}

/* Today what is left of it, then whole days at once, then the part of the last day. */
static struct calendar_instant add_working_hours(const struct calendar *calendar,
                                                 const struct office_hours *hours, int64_t from_ms,
                                                 int64_t amount_ms)
{
    int32_t first = office_hours_day(hours, from_ms);
    int64_t from_time = office_hours_time(hours, from_ms);
    int64_t day_ms = office_hours_day_ms(hours);
    int64_t left_ms = day_between(calendar, hours, first, from_time, CIVIL_DAY_MS);
    int32_t day = first;
    assert(amount_ms > 0);
    assert(day_ms > 0 && left_ms <= day_ms);

    if (amount_ms > left_ms) {
        amount_ms -= left_ms;
        int64_t whole_days = (amount_ms - 1) / day_ms; /* at least a millisecond is left */
        amount_ms -= whole_days * day_ms;
        day = nth_after(calendar, first, (uint32_t)whole_days + 1);
        from_time = 0;
    }
    int64_t time_ms = office_hours_after(hours, from_time, amount_ms);
    return (struct calendar_instant){ office_hours_instant(hours, day, time_ms), day,
                                      is_provisional(calendar, first, day) };
}

/* 民法典 203: on the last day until 24:00, or until the end of business where there is one. The last
 * millisecond of a day still is that day. */
static struct calendar_instant day_close(const struct office_hours *hours,
                                         struct calendar_date date)
{
    int64_t time_ms = office_hours_closing_ms(hours);
    assert(time_ms > 0 && time_ms <= CIVIL_DAY_MS);
    if (time_ms == CIVIL_DAY_MS) time_ms--;
    return (struct calendar_instant){ office_hours_instant(hours, date.day, time_ms), date.day,
                                      date.is_provisional };
}

struct calendar_instant calendar_add(const struct calendar *calendar,
                                     const struct office_hours *hours, enum limit_unit unit,
                                     int64_t from_ms, int64_t amount)
{
    bool is_days = unit_is_days(unit);

    assert(from_ms >= CALENDAR_AT_MS_MIN && from_ms <= CALENDAR_AT_MS_MAX);
    assert(amount >= 0 && amount <= CALENDAR_UNITS_MAX * (is_days ? 1 : HOUR_MS));
    int32_t day = office_hours_day(hours, from_ms);
    if (is_days) return day_close(hours, calendar_add_days(calendar, unit, day, (uint32_t)amount));
    if (unit == LIMIT_WORKING_HOURS && amount > 0) {
        return add_working_hours(calendar, hours, from_ms, amount);
    }
    int64_t at_ms = from_ms + amount;
    return (struct calendar_instant){ at_ms, office_hours_day(hours, at_ms), false };
}
