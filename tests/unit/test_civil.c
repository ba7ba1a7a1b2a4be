/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/civil.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void test_days_are_counted_from_1970(void **state)
{
    (void)state;
    assert_int_equal(civil_to_day((struct civil){ 1970, 1, 1 }), 0);
    assert_int_equal(civil_to_day((struct civil){ 1969, 12, 31 }), -1);
    assert_int_equal(civil_to_day((struct civil){ 2000, 2, 29 }), 11016);
    assert_int_equal(civil_to_day((struct civil){ 2023, 3, 30 }), 19446);
    assert_int_equal(civil_to_day((struct civil){ 1, 1, 1 }), CIVIL_DAY_MIN);
    assert_int_equal(civil_to_day((struct civil){ 99999, 12, 31 }), CIVIL_DAY_MAX);
}

/* Walked as a person would turn the pages: month by month, by the rule of leap years. */
static void test_every_day_of_8000_years_follows_the_day_before(void **state)
{
    (void)state;
    static const uint32_t lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int32_t day = civil_to_day((struct civil){ 1600, 1, 1 });
    uint32_t weekday = WEEKDAY_SATURDAY; /* known from almanacs */

    for (int32_t year = 1600; year < 9600; year++) {
        bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        assert_int_equal(civil_is_leap(year), is_leap);
        for (uint32_t month = 1; month <= 12; month++) {
            uint32_t length = lengths[month - 1] + (month == 2 && is_leap ? 1 : 0);
            assert_int_equal(civil_month_days(year, month), length);
            for (uint32_t date = 1; date <= length; date++) {
                struct civil civil = civil_from_day(day);
                assert_int_equal(civil.year, year);
                assert_int_equal(civil.month, month);
                assert_int_equal(civil.day, date);
                assert_int_equal(civil_to_day(civil), day);
                assert_int_equal(civil_weekday(day), weekday);
                weekday = (weekday + 1) % 7;
                day++;
            }
        }
    }
}

/* 民法典 202: the day of the same number, or the last of a month that has none. */
static void test_months_end_on_the_day_of_the_same_number_or_the_last(void **state)
{
    (void)state;
    static const struct {
        struct civil from;
        uint32_t count;
        struct civil to;
    } cases[] = {
        { { 2023, 3, 30 }, 3, { 2023, 6, 30 } },    { { 2023, 3, 31 }, 3, { 2023, 6, 30 } },
        { { 2024, 11, 30 }, 3, { 2025, 2, 28 } },   { { 2023, 11, 30 }, 3, { 2024, 2, 29 } },
        { { 2024, 2, 29 }, 12, { 2025, 2, 28 } },   { { 2024, 2, 29 }, 48, { 2028, 2, 29 } },
        { { 2023, 12, 31 }, 1, { 2024, 1, 31 } },   { { 2023, 12, 1 }, 0, { 2023, 12, 1 } },
        { { 2023, 10, 15 }, 14, { 2024, 12, 15 } }, { { 2099, 11, 30 }, 3, { 2100, 2, 28 } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(civil_add_months(civil_to_day(cases[i].from), cases[i].count),
                         civil_to_day(cases[i].to));
    }
}

static void test_weekdays_before_grow_from_monday_to_friday_only(void **state)
{
    (void)state;
    assert_int_equal(civil_weekdays_before(CIVIL_DAY_MIN), 0);
    for (int32_t day = 20000; day < 21000; day++) {
        uint32_t step = civil_weekdays_before(day + 1) - civil_weekdays_before(day);
        assert_int_equal(step, civil_is_weekend(day) ? 0 : 1);
    }
}

static void test_a_date_that_is_none_is_refused(void **state)
{
    (void)state;
    static const struct civil wrong[] = {
        { 0, 1, 1 },     { 100000, 1, 1 }, { 2023, 0, 1 },          { 2023, 13, 1 },
        { 2023, 1, 0 },  { 2023, 1, 32 },  { 2023, 4, 31 },         { 2023, 2, 29 },
        { 1900, 2, 29 }, { -1, 1, 1 },     { 2023, UINT32_MAX, 1 }, { 2023, 1, UINT32_MAX },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(civil_is_date(wrong[i]));
    }
    assert_true(civil_is_date((struct civil){ 2024, 2, 29 }));
    assert_true(civil_is_date((struct civil){ 2000, 2, 29 }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_are_counted_from_1970),
        cmocka_unit_test(test_every_day_of_8000_years_follows_the_day_before),
        cmocka_unit_test(test_months_end_on_the_day_of_the_same_number_or_the_last),
        cmocka_unit_test(test_weekdays_before_grow_from_monday_to_friday_only),
        cmocka_unit_test(test_a_date_that_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
