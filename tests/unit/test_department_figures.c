/* SPDX-License-Identifier: Apache-2.0 */
/* The exact figures under the rules. */
#include "workers/departments/figure.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_measures_are_read_exactly(void **state)
{
    (void)state;
    static const struct {
        double number;
        int64_t hundredths;
    } cases[] = {
        { 0, 0 },
        { 0.01, 1 },
        { 1.1, 110 },
        { 133333.33, 13333333 },
        { 8999999.99, 899999999 },
        { 10000000, MEASURE_MAX },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t hundredths = -1;
        assert_true(figure_read_measure(cases[i].number, &hundredths));
        assert_int_equal(hundredths, cases[i].hundredths);
    }
}

static void test_every_hundredth_is_read_back(void **state)
{
    (void)state;
    for (int64_t wanted = 0; wanted < MEASURE_MAX; wanted += 99991) {
        int64_t hundredths = -1;
        assert_true(figure_read_measure((double)wanted / 100, &hundredths));
        assert_int_equal(hundredths, wanted);
    }
}

static void test_measures_outside_are_refused(void **state)
{
    (void)state;
    int64_t hundredths = -1;
    assert_false(figure_read_measure(-0.01, &hundredths));
    assert_false(figure_read_measure(0.001, &hundredths));
    assert_false(figure_read_measure(1.005, &hundredths));
    assert_false(figure_read_measure(10000000.01, &hundredths));
    assert_false(figure_read_measure(1e300, &hundredths));
    assert_false(figure_read_measure((double)INFINITY, &hundredths));
    assert_false(figure_read_measure((double)NAN, &hundredths));
    assert_int_equal(hundredths, -1);
}

static void test_measures_are_written_without_idle_zeros(void **state)
{
    (void)state;
    assert_string_equal(figure_measure(0).text, "0");
    assert_string_equal(figure_measure(150).text, "1.5");
    assert_string_equal(figure_measure(20000).text, "200");
    assert_string_equal(figure_measure(7).text, "0.07");
    assert_string_equal(figure_measure(13333333).text, "133333.33");
}

static void test_money_is_written_to_the_fen(void **state)
{
    (void)state;
    assert_string_equal(figure_money(0).text, "0.00元");
    assert_string_equal(figure_money(4800000005).text, "48000000.05元");
    assert_string_equal(figure_money(MONEY_MAX).text, "10000000000000.00元");
}

static void test_dates_are_days_that_exist(void **state)
{
    (void)state;
    int64_t days = 0;
    assert_true(figure_read_date("1970-01-01", &days));
    assert_int_equal(days, 0);
    assert_true(figure_read_date("2023-03-30", &days));
    assert_int_equal(days, 19446);
    assert_true(figure_read_date("2024-02-29", &days));
    assert_true(figure_read_date("1900-01-01", &days));
    assert_int_equal(days, -25567);

    static const char *const wrong[] = { "2023-02-29",  "2023-04-31", "2100-02-29", "2023-13-01",
                                         "2023-00-10",  "2023-01-00", "2023-1-1",   "20230101",
                                         "2023-01-01 ", "",           "1899-12-31", "３２-01-01" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(figure_read_date(wrong[i], &days));
    }
}

static void test_every_day_of_four_centuries_is_read_back(void **state)
{
    (void)state;
    for (int64_t wanted = -25567; wanted < 120000; wanted++) {
        int64_t days = 0;
        assert_true(figure_read_date(figure_date(wanted).text, &days));
        assert_int_equal(days, wanted);
    }
}

static void test_scaling_rounds_half_up(void **state)
{
    (void)state;
    assert_int_equal(figure_scale(1, 1, 2), 1);
    assert_int_equal(figure_scale(1, 1, 3), 0);
    assert_int_equal(figure_scale(2, 1, 3), 1);
    assert_int_equal(figure_scale(MONEY_MAX, 500, 10000), MONEY_MAX / 20);
    assert_int_equal(figure_scale(MEASURE_MAX, 10000, 1), MEASURE_MAX * 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_measures_are_read_exactly),
        cmocka_unit_test(test_every_hundredth_is_read_back),
        cmocka_unit_test(test_measures_outside_are_refused),
        cmocka_unit_test(test_measures_are_written_without_idle_zeros),
        cmocka_unit_test(test_money_is_written_to_the_fen),
        cmocka_unit_test(test_dates_are_days_that_exist),
        cmocka_unit_test(test_every_day_of_four_centuries_is_read_back),
        cmocka_unit_test(test_scaling_rounds_half_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
