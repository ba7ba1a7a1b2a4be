/* SPDX-License-Identifier: Apache-2.0 */
/* What the calendar promises, on China's years 2023 to 2026. test_calendar_random.c compares it with
 * a second calendar, day by day. */
#include "broker/core/calendar.h"
#include "tests/support/calendar_china.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define HOUR_MS INT64_C(3600000)
#define DAY(text) calendar_china_day(text)
#define MS(text) calendar_china_ms(text)

static const struct calendar *china(void)
{
    return &calendar_china()->calendar;
}

/* 09:00-12:00, 13:30-17:30 */
static const struct office_hours *hall(void)
{
    return &calendar_china()->hours;
}

static int32_t add(enum limit_unit unit, const char *day, uint32_t count)
{
    struct calendar_date date = calendar_add_days(china(), unit, DAY(day), count);
    assert_false(date.is_provisional);
    return date.day;
}

static int64_t count(enum limit_unit unit, const char *from, const char *to)
{
    struct calendar_amount amount = calendar_count_days(china(), unit, DAY(from), DAY(to));
    assert_false(amount.is_provisional);
    return amount.amount;
}

/* ---- The years ----------------------------------------------------------------------------- */

static void test_every_day_of_four_years_is_as_in_the_notices(void **state)
{
    (void)state;
    for (int32_t day = DAY("2023-01-01"); day <= DAY("2026-12-31"); day++) {
        if (calendar_is_working(china(), day) != calendar_china_is_working(day)) {
            fail_msg("day %d is not as in the notice", (int)day);
        }
    }
}

static void test_the_years_have_the_working_days_that_were_published(void **state)
{
    (void)state;
    static const uint32_t counts[] = { 249, 251, 248, 248 };
    for (int32_t i = 0; i < 4; i++) {
        assert_true(calendar_is_published(china(), 2023 + i));
        assert_int_equal(calendar_working_count(china(), 2023 + i), counts[i]);
    }
    assert_false(calendar_is_published(china(), 2022));
    assert_false(calendar_is_published(china(), 2027));
}

/* ---- Days ---------------------------------------------------------------------------------- */

static void test_ten_periods_of_working_days_end_as_counted_by_hand(void **state)
{
    (void)state;
    static const struct {
        const char *start;
        uint32_t days;
        const char *end;
    } vectors[] = {
        { "2023-03-30", 20, "2023-04-27" }, { "2023-04-24", 5, "2023-05-04" },
        { "2023-09-27", 10, "2023-10-17" }, { "2024-02-07", 5, "2024-02-20" },
        { "2024-09-13", 5, "2024-09-23" },  { "2025-01-24", 10, "2025-02-13" },
        { "2025-09-26", 10, "2025-10-16" }, { "2026-02-13", 3, "2026-02-25" },
        { "2026-04-30", 7, "2026-05-13" },  { "2023-04-28", 45, "2023-07-05" },
    };
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        assert_int_equal(add(LIMIT_WORKING_DAYS, vectors[i].start, vectors[i].days),
                         DAY(vectors[i].end));
        assert_int_equal(count(LIMIT_WORKING_DAYS, vectors[i].start, vectors[i].end),
                         vectors[i].days);
    }
}

static void test_the_first_day_is_not_counted(void **state)
{
    (void)state;
    assert_int_equal(add(LIMIT_WORKING_DAYS, "2023-03-30", 1), DAY("2023-03-31"));
    assert_int_equal(add(LIMIT_NATURAL_DAYS, "2023-03-30", 1), DAY("2023-03-31"));
    assert_int_equal(count(LIMIT_WORKING_DAYS, "2023-03-30", "2023-03-30"), 0);
    assert_int_equal(count(LIMIT_NATURAL_DAYS, "2023-03-30", "2023-03-31"), 1);
}

static void test_a_make_up_day_counts_and_a_holiday_does_not(void **state)
{
    (void)state;
    assert_int_equal(add(LIMIT_WORKING_DAYS, "2025-01-25", 1), DAY("2025-01-26")); /* a Sunday */
    assert_int_equal(add(LIMIT_WORKING_DAYS, "2025-01-27", 1), DAY("2025-02-05"));
    assert_int_equal(count(LIMIT_WORKING_DAYS, "2025-01-24", "2025-02-04"), 2);
}

static void test_natural_days_count_rest_days_but_do_not_end_on_one(void **state)
{
    (void)state;
    assert_int_equal(add(LIMIT_NATURAL_DAYS, "2023-03-30", 4), DAY("2023-04-03"));
    assert_int_equal(add(LIMIT_NATURAL_DAYS, "2023-03-30", 2), DAY("2023-04-03")); /* Saturday */
    assert_int_equal(add(LIMIT_NATURAL_DAYS, "2023-09-28", 1), DAY("2023-10-07")); /* make-up */
    assert_int_equal(count(LIMIT_NATURAL_DAYS, "2023-03-30", "2023-04-03"), 4);
}

static void test_no_days_end_today_or_on_the_next_working_day(void **state)
{
    (void)state;
    for (int unit = LIMIT_WORKING_DAYS; unit <= LIMIT_NATURAL_DAYS; unit++) {
        assert_int_equal(add((enum limit_unit)unit, "2023-04-03", 0), DAY("2023-04-03"));
        assert_int_equal(add((enum limit_unit)unit, "2023-04-01", 0), DAY("2023-04-03"));
    }
}

static void test_a_working_day_is_its_own_next_one(void **state)
{
    (void)state;
    assert_int_equal(calendar_working_from(china(), DAY("2026-02-14")).day, DAY("2026-02-14"));
    assert_int_equal(calendar_working_from(china(), DAY("2026-02-15")).day, DAY("2026-02-24"));
}

static void test_a_pause_takes_away_the_days_after_its_first_up_to_its_last(void **state)
{
    (void)state;
    /* 20 working days from 2023-03-30, paused from 04-10 to 04-20: 8 days are not counted. */
    int64_t before = count(LIMIT_WORKING_DAYS, "2023-03-30", "2023-04-10");
    int64_t paused = count(LIMIT_WORKING_DAYS, "2023-04-10", "2023-04-20");
    assert_int_equal(paused, 8);
    assert_int_equal(add(LIMIT_WORKING_DAYS, "2023-04-20", (uint32_t)(20 - before)),
                     add(LIMIT_WORKING_DAYS, "2023-03-30", (uint32_t)(20 + paused)));
}

/* ---- Years that are not published ---------------------------------------------------------- */

static void test_in_a_year_that_is_not_published_monday_to_friday_count(void **state)
{
    (void)state;
    struct calendar_date date =
        calendar_add_days(china(), LIMIT_WORKING_DAYS, DAY("2026-12-30"), 3);
    assert_int_equal(date.day, DAY("2027-01-04"));
    assert_true(date.is_provisional);
    assert_int_equal(calendar_working_count(china(), 2027), 261);
    assert_int_equal(calendar_working_count(china(), 1999), 261);
    assert_int_equal(calendar_working_count(china(), 2064), 262);
}

static void test_only_days_that_were_looked_at_make_an_answer_provisional(void **state)
{
    (void)state;
    const struct {
        struct calendar_date date;
        bool is_provisional;
    } dates[] = {
        { calendar_add_days(china(), LIMIT_WORKING_DAYS, DAY("2026-12-30"), 1), false },
        { calendar_add_days(china(), LIMIT_WORKING_DAYS, DAY("2026-12-31"), 1), true },
        { calendar_add_days(china(), LIMIT_WORKING_DAYS, DAY("2022-12-31"), 1), false },
        { calendar_add_days(china(), LIMIT_WORKING_DAYS, DAY("2022-12-30"), 1), true },
        { calendar_add_days(china(), LIMIT_NATURAL_DAYS, DAY("2022-01-01"), 700), false },
        { calendar_add_days(china(), LIMIT_NATURAL_DAYS, DAY("2026-01-01"), 700), true },
        { calendar_working_from(china(), DAY("2022-12-31")), true }, /* a Saturday, it seems */
        { calendar_working_from(china(), DAY("2026-12-31")), false },
    };
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        assert_int_equal(dates[i].date.is_provisional, dates[i].is_provisional);
    }
    assert_true(
        calendar_count_days(china(), LIMIT_WORKING_DAYS, DAY("2026-12-31"), DAY("2027-01-01"))
            .is_provisional);
    assert_false(
        calendar_count_days(china(), LIMIT_NATURAL_DAYS, DAY("2026-12-31"), DAY("2028-01-01"))
            .is_provisional);
}

static void test_a_year_that_is_published_later_settles_what_was_provisional(void **state)
{
    (void)state;
    struct calendar calendar = *china();
    calendar_publish(&calendar, 2027);
    assert_true(calendar_mark(&calendar, DAY("2027-01-01"), false));
    assert_true(calendar_mark(&calendar, DAY("2027-01-02"), true));
    struct calendar_date date =
        calendar_add_days(&calendar, LIMIT_WORKING_DAYS, DAY("2026-12-30"), 2);
    assert_int_equal(date.day, DAY("2027-01-02"));
    assert_false(date.is_provisional);
}

static void test_marking_what_holds_already_is_refused(void **state)
{
    (void)state;
    struct calendar calendar;
    calendar_init(&calendar);
    calendar_publish(&calendar, CALENDAR_YEAR_FIRST);
    calendar_publish(&calendar, CALENDAR_YEAR_LAST);
    assert_int_equal(calendar_working_count(&calendar, CALENDAR_YEAR_FIRST), 260);
    assert_false(calendar_mark(&calendar, DAY("2000-12-31"), false)); /* a Sunday */
    assert_true(calendar_mark(&calendar, DAY("2000-12-31"), true));
    assert_false(calendar_mark(&calendar, DAY("2000-12-31"), true));
    assert_int_equal(calendar_working_count(&calendar, CALENDAR_YEAR_FIRST), 261);
    assert_true(calendar_mark(&calendar, DAY("2063-01-01"), false));
    assert_false(calendar_mark(&calendar, DAY("2063-01-01"), false));
    assert_false(calendar_is_working(&calendar, DAY("2063-01-01")));
}

static void test_a_year_without_a_working_day_is_passed_over(void **state)
{
    (void)state;
    struct calendar calendar = *china();
    for (int32_t day = DAY("2024-01-01"); day <= DAY("2024-12-31"); day++) {
        (void)calendar_mark(&calendar, day, false);
    }
    assert_int_equal(calendar_working_count(&calendar, 2024), 0);
    struct calendar_date date =
        calendar_add_days(&calendar, LIMIT_WORKING_DAYS, DAY("2023-12-29"), 1);
    assert_int_equal(date.day, DAY("2025-01-02"));
}

/* ---- Instants ------------------------------------------------------------------------------ */

static struct calendar_instant add_at(enum limit_unit unit, const char *from, int64_t amount)
{
    return calendar_add(china(), hall(), unit, MS(from), amount);
}

static int64_t count_at(enum limit_unit unit, const char *from, const char *to)
{
    return calendar_count(china(), hall(), unit, MS(from), MS(to)).amount;
}

static void test_a_period_of_days_ends_when_the_office_closes_on_its_last_day(void **state)
{
    (void)state;
    struct calendar_instant end = add_at(LIMIT_WORKING_DAYS, "2023-03-30T23:59", 20);
    assert_int_equal(end.at_ms, MS("2023-04-27T17:30"));
    assert_int_equal(end.day, DAY("2023-04-27"));
    assert_false(end.is_provisional);
    assert_int_equal(add_at(LIMIT_NATURAL_DAYS, "2023-03-30T00:00", 2).at_ms,
                     MS("2023-04-03T17:30"));
    assert_int_equal(count_at(LIMIT_WORKING_DAYS, "2023-03-30T23:59", "2023-04-27T17:30"), 20);
    assert_int_equal(count_at(LIMIT_WORKING_DAYS, "2023-03-30T23:59", "2023-04-27T00:00"), 20);
    assert_int_equal(count_at(LIMIT_WORKING_DAYS, "2023-03-30T23:59", "2023-04-26T23:59"), 19);
}

static void test_a_day_that_never_closes_ends_before_the_next_one_begins(void **state)
{
    (void)state;
    const struct office_hours always = { .utc_offset_minutes = 480,
                                         .interval_count = 1,
                                         .intervals = { { 0, 1440 } } };
    struct calendar_instant end =
        calendar_add(china(), &always, LIMIT_WORKING_DAYS, MS("2023-03-30T12:00"), 1);
    assert_int_equal(end.at_ms, MS("2023-04-01T00:00") - 1);
    assert_int_equal(end.day, DAY("2023-03-31"));
    assert_int_equal(
        calendar_count(china(), &always, LIMIT_WORKING_DAYS, MS("2023-03-30T12:00"), end.at_ms)
            .amount,
        1);
}

static void test_working_hours_pass_over_nights_lunch_and_rest_days(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int64_t minutes;
        const char *to;
    } cases[] = {
        { "2023-03-30T09:00", 180, "2023-03-30T12:00" }, /* the first instant, not 13:30 */
        { "2023-03-30T09:00", 181, "2023-03-30T13:31" },
        { "2023-03-30T09:00", 420, "2023-03-30T17:30" },
        { "2023-03-30T16:30", 120, "2023-03-31T10:00" },
        { "2023-03-31T16:30", 120, "2023-04-03T10:00" }, /* over a weekend */
        { "2023-04-28T17:00", 60, "2023-05-04T09:30" },  /* over the May holiday */
        { "2023-04-21T17:00", 60, "2023-04-23T09:30" },  /* a Sunday that is made up */
        { "2023-04-30T12:00", 7 * 60, "2023-05-04T17:30" },
        { "2023-04-01T03:00", 7 * 60 * 10, "2023-04-17T17:30" },
        { "2023-03-30T18:00", 0, "2023-03-30T18:00" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t amount = cases[i].minutes * OFFICE_MINUTE_MS;
        struct calendar_instant end = add_at(LIMIT_WORKING_HOURS, cases[i].from, amount);
        assert_int_equal(end.at_ms, MS(cases[i].to));
        assert_int_equal(count_at(LIMIT_WORKING_HOURS, cases[i].from, cases[i].to), amount);
    }
}

static void test_natural_hours_pass_over_nothing_and_end_wherever_they_end(void **state)
{
    (void)state;
    struct calendar_instant end = add_at(LIMIT_NATURAL_HOURS, "2026-12-31T20:15", 48 * HOUR_MS);
    assert_int_equal(end.at_ms, MS("2027-01-02T20:15"));
    assert_int_equal(end.day, DAY("2027-01-02"));
    assert_false(end.is_provisional); /* no calendar was needed */
    assert_int_equal(count_at(LIMIT_NATURAL_HOURS, "2026-12-31T20:15", "2027-01-02T20:15"),
                     48 * HOUR_MS);
}

/* 民法典 202, 203: a last day on a rest day is moved to the next working day. */
static void test_a_period_of_months_ends_on_a_working_day(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        uint32_t count;
        const char *to;
    } cases[] = {
        { "2023-03-30", 3, "2023-06-30" }, /* a Friday */
        { "2023-01-31", 1, "2023-02-28" },
        { "2023-03-29", 6, "2023-10-07" }, /* into the National Day holiday; 7 October is made up */
        { "2023-07-01", 6, "2024-01-02" }, /* New Year's Day */
        { "2024-11-30", 3, "2025-02-28" },
        { "2024-10-26", 3, "2025-01-26" },  /* a Sunday that is made up */
        { "2023-03-30", 12, "2024-04-01" }, /* 30 March is a Saturday */
        { "2023-04-01", 0, "2023-04-03" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(add(LIMIT_MONTHS, cases[i].from, cases[i].count), DAY(cases[i].to));
    }
    assert_int_equal(add_at(LIMIT_MONTHS, "2023-03-30T23:00", 3).at_ms, MS("2023-06-30T17:30"));
    assert_int_equal(count_at(LIMIT_MONTHS, "2023-03-30T23:00", "2023-06-30T17:30"), 92);
    assert_true(calendar_add_days(china(), LIMIT_MONTHS, DAY("2026-12-30"), 3).is_provisional);
    assert_int_equal(calendar_amount_of((struct limit){ 36, LIMIT_MONTHS }), 36);
}

static void test_nothing_is_consumed_before_a_clock_starts(void **state)
{
    (void)state;
    for (int unit = LIMIT_WORKING_DAYS; unit <= LIMIT_NATURAL_HOURS; unit++) {
        assert_int_equal(count_at((enum limit_unit)unit, "2027-04-03T09:00", "2023-03-31T10:00"),
                         0);
        assert_int_equal(count_at((enum limit_unit)unit, "2023-04-03T09:00", "2023-04-03T09:00"),
                         0);
    }
}

static void test_working_hours_that_touch_an_unpublished_year_are_provisional(void **state)
{
    (void)state;
    struct calendar_instant inside = add_at(LIMIT_WORKING_HOURS, "2026-12-31T09:00", 7 * HOUR_MS);
    struct calendar_instant beyond =
        add_at(LIMIT_WORKING_HOURS, "2026-12-31T09:00", 7 * HOUR_MS + 1);
    assert_false(inside.is_provisional);
    assert_true(beyond.is_provisional);
    assert_int_equal(beyond.at_ms, MS("2027-01-01T09:00") + 1);
    assert_false(calendar_count(china(), hall(), LIMIT_WORKING_HOURS, MS("2026-12-31T09:00"),
                                MS("2027-01-01T00:00"))
                     .is_provisional);
    assert_true(calendar_count(china(), hall(), LIMIT_WORKING_HOURS, MS("2026-12-31T09:00"),
                               MS("2027-01-01T00:01"))
                    .is_provisional);
}

static void test_a_limit_is_an_amount_of_days_or_of_milliseconds(void **state)
{
    (void)state;
    assert_int_equal(calendar_amount_of((struct limit){ 20, LIMIT_WORKING_DAYS }), 20);
    assert_int_equal(calendar_amount_of((struct limit){ 60, LIMIT_NATURAL_DAYS }), 60);
    assert_int_equal(calendar_amount_of((struct limit){ 4, LIMIT_WORKING_HOURS }), 4 * HOUR_MS);
    assert_int_equal(calendar_amount_of((struct limit){ 9999, LIMIT_NATURAL_HOURS }),
                     9999 * HOUR_MS);
}

static void test_the_first_and_last_days_can_be_asked(void **state)
{
    (void)state;
    const struct office_hours minute = { .utc_offset_minutes = -720,
                                         .interval_count = 1,
                                         .intervals = { { 1439, 1440 } } };
    for (int unit = LIMIT_WORKING_DAYS; unit <= LIMIT_NATURAL_HOURS; unit++) {
        bool is_days = unit <= LIMIT_NATURAL_DAYS;
        int64_t most = CALENDAR_UNITS_MAX * (is_days ? 1 : HOUR_MS);
        struct calendar_instant end =
            calendar_add(china(), &minute, (enum limit_unit)unit, CALENDAR_AT_MS_MAX, most);
        assert_true(end.day > CALENDAR_DAY_MAX);
        struct calendar_amount amount = calendar_count(china(), &minute, (enum limit_unit)unit,
                                                       CALENDAR_AT_MS_MIN, CALENDAR_AT_MS_MAX);
        assert_true(amount.amount > 0);
    }
}

/* ---- Receipt ------------------------------------------------------------------------------- */

static void
test_what_comes_after_closing_or_on_a_rest_day_is_received_the_next_working_day(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "2023-03-30T10:00", "2023-03-30" }, { "2023-03-30T07:00", "2023-03-30" },
        { "2023-03-30T12:30", "2023-03-30" }, { "2023-03-30T17:30", "2023-03-30" },
        { "2023-03-30T17:31", "2023-03-31" }, { "2023-03-31T18:00", "2023-04-03" },
        { "2023-04-01T10:00", "2023-04-03" }, { "2023-04-28T23:00", "2023-05-04" },
        { "2023-04-23T10:00", "2023-04-23" }, { "2023-04-22T10:00", "2023-04-23" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct calendar_date date = calendar_receipt(china(), hall(), MS(cases[i][0]));
        assert_int_equal(date.day, DAY(cases[i][1]));
        assert_false(date.is_provisional);
    }
    assert_int_equal(calendar_receipt(china(), hall(), MS("2023-03-30T17:30") + 1).day,
                     DAY("2023-03-31"));
    assert_true(calendar_receipt(china(), hall(), MS("2026-12-31T18:00")).is_provisional);
    assert_false(calendar_receipt(china(), hall(), MS("2026-12-31T17:00")).is_provisional);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_day_of_four_years_is_as_in_the_notices),
        cmocka_unit_test(test_the_years_have_the_working_days_that_were_published),
        cmocka_unit_test(test_ten_periods_of_working_days_end_as_counted_by_hand),
        cmocka_unit_test(test_the_first_day_is_not_counted),
        cmocka_unit_test(test_a_make_up_day_counts_and_a_holiday_does_not),
        cmocka_unit_test(test_natural_days_count_rest_days_but_do_not_end_on_one),
        cmocka_unit_test(test_no_days_end_today_or_on_the_next_working_day),
        cmocka_unit_test(test_a_working_day_is_its_own_next_one),
        cmocka_unit_test(test_a_pause_takes_away_the_days_after_its_first_up_to_its_last),
        cmocka_unit_test(test_in_a_year_that_is_not_published_monday_to_friday_count),
        cmocka_unit_test(test_only_days_that_were_looked_at_make_an_answer_provisional),
        cmocka_unit_test(test_a_year_that_is_published_later_settles_what_was_provisional),
        cmocka_unit_test(test_marking_what_holds_already_is_refused),
        cmocka_unit_test(test_a_year_without_a_working_day_is_passed_over),
        cmocka_unit_test(test_a_period_of_days_ends_when_the_office_closes_on_its_last_day),
        cmocka_unit_test(test_a_day_that_never_closes_ends_before_the_next_one_begins),
        cmocka_unit_test(test_working_hours_pass_over_nights_lunch_and_rest_days),
        cmocka_unit_test(test_natural_hours_pass_over_nothing_and_end_wherever_they_end),
        cmocka_unit_test(test_a_period_of_months_ends_on_a_working_day),
        cmocka_unit_test(test_nothing_is_consumed_before_a_clock_starts),
        cmocka_unit_test(test_working_hours_that_touch_an_unpublished_year_are_provisional),
        cmocka_unit_test(test_a_limit_is_an_amount_of_days_or_of_milliseconds),
        cmocka_unit_test(test_the_first_and_last_days_can_be_asked),
        cmocka_unit_test(
            test_what_comes_after_closing_or_on_a_rest_day_is_received_the_next_working_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
