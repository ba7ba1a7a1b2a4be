/* SPDX-License-Identifier: Apache-2.0 */
/* 10,000 questions at random, answered a second time by walking: from day to day, from minute to
 * minute, with the days looked up in lists (tests/support/calendar_china.c). */
#include "broker/core/calendar.h"
#include "tests/support/calendar_china.h"
#include "tests/support/chance.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define QUESTIONS 10000
#define MINUTE_MS INT64_C(60000)
#define DAY_MINUTES INT64_C(1440)

/* Mid-2022 to 2029: published years in the middle, others around. */
#define FIRST_DAY "2022-06-01"
#define LAST_DAY "2029-12-31"

/* What the lists say, looked up once. */
static struct {
    int32_t first;
    int32_t last;
    bool working[4096];
    bool published[4096];
} book;

static int book_open(void **state)
{
    (void)state;
    book.first = calendar_china_day(FIRST_DAY);
    book.last = calendar_china_day(LAST_DAY);
    assert(book.last - book.first < 4096);
    for (int32_t day = book.first; day <= book.last; day++) {
        book.working[day - book.first] = calendar_china_is_working(day);
        book.published[day - book.first] = calendar_china_is_published(day);
    }
    return 0;
}

static bool is_working(int64_t day)
{
    assert(day >= book.first && day <= book.last);
    return book.working[day - book.first];
}

static bool is_published(int64_t day)
{
    assert(day >= book.first && day <= book.last);
    return book.published[day - book.first];
}

/* A period that was walked: where it ended, and whether over a day of an unpublished year. */
struct walk {
    int64_t end;
    bool is_provisional;
};

static struct walk walk_working_days(int64_t start, uint32_t count)
{
    struct walk walk = { start, false };
    uint32_t counted = 0;
    while (counted < count) {
        walk.end++;
        if (!is_published(walk.end)) walk.is_provisional = true;
        if (is_working(walk.end)) counted++;
    }
    return walk;
}

static struct walk walk_to_working_day(int64_t day)
{
    struct walk walk = { day, !is_published(day) };
    while (!is_working(walk.end)) {
        walk.end++;
        if (!is_published(walk.end)) walk.is_provisional = true;
    }
    return walk;
}

/* The office is open from 9 to 12 and from half past one to half past five. */
static bool is_open(int64_t minute)
{
    int64_t of_day = minute % DAY_MINUTES;
    if (!is_working(minute / DAY_MINUTES)) return false;
    return (of_day >= 540 && of_day < 720) || (of_day >= 810 && of_day < 1050);
}

/* Local minutes since 1970, all positive here. */
static struct walk walk_working_minutes(int64_t start, int64_t count)
{
    struct walk walk = { start, false };
    int64_t counted = 0;
    while (counted < count) {
        if (!is_published(walk.end / DAY_MINUTES)) walk.is_provisional = true;
        if (is_open(walk.end)) counted++;
        walk.end++;
    }
    return walk;
}

static int64_t instant(int64_t local_minute)
{
    return (local_minute - 480) * MINUTE_MS;
}

static void ask_days(struct chance *chance, enum limit_unit unit)
{
    const struct calendar *calendar = &calendar_china()->calendar;
    int32_t start = book.first + (int32_t)chance_below(chance, 5 * 365 + 200);
    uint32_t count = chance_below(chance, chance_one_in(chance, 10) ? 400 : 50);
    bool is_natural = unit == LIMIT_NATURAL_DAYS;

    struct walk walk = is_natural || count == 0 ? walk_to_working_day(start + (int32_t)count)
                                                : walk_working_days(start, count);
    struct calendar_date date = calendar_add_days(calendar, unit, start, count);
    assert_int_equal(date.day, walk.end);
    assert_int_equal(date.is_provisional, walk.is_provisional);

    struct calendar_amount amount = calendar_count_days(calendar, unit, start, date.day);
    int64_t counted = 0;
    bool provisional = false;
    for (int64_t day = start + 1; day <= walk.end; day++) {
        if (is_natural || is_working(day)) counted++;
        if (!is_natural && !is_published(day)) provisional = true;
    }
    assert_int_equal(amount.amount, counted);
    assert_int_equal(amount.is_provisional, provisional);
}

static void ask_hours(struct chance *chance, enum limit_unit unit)
{
    const struct calendar_file *china = calendar_china();
    int64_t start = (book.first + (int64_t)chance_below(chance, 5 * 365 + 200)) * DAY_MINUTES +
                    chance_below(chance, (uint32_t)DAY_MINUTES);
    int64_t minutes = chance_below(chance, 40 * 60);

    struct walk walk = unit == LIMIT_NATURAL_HOURS ? (struct walk){ start + minutes, false }
                                                   : walk_working_minutes(start, minutes);
    struct calendar_instant end =
        calendar_add(&china->calendar, &china->hours, unit, instant(start), minutes * MINUTE_MS);
    assert_int_equal(end.at_ms, instant(walk.end));
    assert_int_equal(end.day, walk.end / DAY_MINUTES);
    assert_int_equal(end.is_provisional, walk.is_provisional);

    struct calendar_amount amount =
        calendar_count(&china->calendar, &china->hours, unit, instant(start), end.at_ms);
    assert_int_equal(amount.amount, minutes * MINUTE_MS);
    assert_int_equal(amount.is_provisional, walk.is_provisional);
}

static void test_10000_periods_end_where_walking_ends(void **state)
{
    (void)state;
    struct chance chance = { 20230330 };
    for (uint32_t i = 0; i < QUESTIONS; i++) {
        enum limit_unit unit = (enum limit_unit)(LIMIT_WORKING_DAYS + chance_below(&chance, 4));
        bool is_days = unit == LIMIT_WORKING_DAYS || unit == LIMIT_NATURAL_DAYS;
        if (is_days) {
            ask_days(&chance, unit);
        } else {
            ask_hours(&chance, unit);
        }
    }
}

/* To the millisecond, where walking would take too long: what was added is what is counted, and an
 * instant earlier it was not yet. */
static void test_hours_end_at_the_first_millisecond_at_which_they_are_consumed(void **state)
{
    (void)state;
    const struct calendar_file *china = calendar_china();
    struct chance chance = { 7 };
    for (uint32_t i = 0; i < QUESTIONS; i++) {
        int64_t from = instant(book.first * DAY_MINUTES) +
                       (int64_t)(chance_next(&chance) % (UINT64_C(5) * 365 * 86400000));
        int64_t amount = 1 + (int64_t)(chance_next(&chance) % (UINT64_C(2000) * 3600000));
        int64_t end =
            calendar_add(&china->calendar, &china->hours, LIMIT_WORKING_HOURS, from, amount).at_ms;
        assert_int_equal(
            calendar_count(&china->calendar, &china->hours, LIMIT_WORKING_HOURS, from, end).amount,
            amount);
        assert_int_equal(
            calendar_count(&china->calendar, &china->hours, LIMIT_WORKING_HOURS, from, end - 1)
                .amount,
            amount - 1);
    }
}

/* A clock that is asked in between has consumed the sum of the parts. */
static void test_parts_of_a_time_add_up_in_every_unit(void **state)
{
    (void)state;
    const struct calendar_file *china = calendar_china();
    struct chance chance = { 11 };
    for (uint32_t i = 0; i < QUESTIONS; i++) {
        enum limit_unit unit = (enum limit_unit)(LIMIT_WORKING_DAYS + chance_below(&chance, 4));
        int64_t at[3] = { instant(book.first * DAY_MINUTES), 0, 0 };
        at[0] += (int64_t)(chance_next(&chance) % (UINT64_C(5) * 365 * 86400000));
        at[1] = at[0] + (int64_t)(chance_next(&chance) % (UINT64_C(500) * 86400000));
        at[2] = at[1] + (int64_t)(chance_next(&chance) % (UINT64_C(500) * 86400000));
        int64_t parts = calendar_count(&china->calendar, &china->hours, unit, at[0], at[1]).amount +
                        calendar_count(&china->calendar, &china->hours, unit, at[1], at[2]).amount;
        assert_int_equal(calendar_count(&china->calendar, &china->hours, unit, at[0], at[2]).amount,
                         parts);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_10000_periods_end_where_walking_ends),
        cmocka_unit_test(test_hours_end_at_the_first_millisecond_at_which_they_are_consumed),
        cmocka_unit_test(test_parts_of_a_time_add_up_in_every_unit),
    };
    return cmocka_run_group_tests(tests, book_open, NULL);
}
