/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/office_hours.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define MINUTE(hours, minutes) ((hours)*60 + (minutes))
#define AT(hours, minutes) ((int64_t)MINUTE(hours, minutes) * OFFICE_MINUTE_MS)

static const struct office_hours hall = {
    .utc_offset_minutes = 480,
    .interval_count = 2,
    .intervals = { { MINUTE(9, 0), MINUTE(12, 0) }, { MINUTE(13, 30), MINUTE(17, 30) } },
};

static void test_a_day_has_the_minutes_of_its_intervals(void **state)
{
    (void)state;
    const struct office_hours always = { .interval_count = 1, .intervals = { { 0, 1440 } } };
    assert_int_equal(office_hours_day_ms(&hall), AT(7, 0));
    assert_int_equal(office_hours_closing_ms(&hall), AT(17, 30));
    assert_int_equal(office_hours_day_ms(&always), CIVIL_DAY_MS);
    assert_int_equal(office_hours_closing_ms(&always), CIVIL_DAY_MS);
}

static void test_only_open_minutes_count(void **state)
{
    (void)state;
    static const int64_t spans[][3] = {
        { AT(0, 0), AT(9, 0), 0 },           { AT(8, 0), AT(9, 1), AT(0, 1) },
        { AT(12, 0), AT(13, 30), 0 },        { AT(11, 0), AT(14, 0), AT(1, 30) },
        { AT(17, 30), AT(24, 0), 0 },        { AT(9, 0), AT(9, 0), 0 },
        { AT(17, 29), AT(24, 0), AT(0, 1) }, { AT(9, 0), AT(17, 30), AT(7, 0) },
    };
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++) {
        assert_int_equal(office_hours_between(&hall, spans[i][0], spans[i][1]), spans[i][2]);
    }
}

static void test_time_is_used_up_at_the_first_instant_at_which_it_is(void **state)
{
    (void)state;
    assert_int_equal(office_hours_after(&hall, AT(0, 0), 1), AT(9, 0) + 1);
    assert_int_equal(office_hours_after(&hall, AT(9, 0), AT(3, 0)), AT(12, 0)); /* not 13:30 */
    assert_int_equal(office_hours_after(&hall, AT(9, 0), AT(3, 0) + 1), AT(13, 30) + 1);
    assert_int_equal(office_hours_after(&hall, AT(12, 30), AT(1, 0)), AT(14, 30));
    assert_int_equal(office_hours_after(&hall, AT(11, 0), AT(5, 0)), AT(17, 30));
}

static void test_the_local_day_begins_at_local_midnight(void **state)
{
    (void)state;
    int64_t midnight = 19446 * CIVIL_DAY_MS - AT(8, 0); /* 2023-03-30 in China */
    assert_int_equal(office_hours_day(&hall, midnight), 19446);
    assert_int_equal(office_hours_day(&hall, midnight - 1), 19445);
    assert_int_equal(office_hours_time(&hall, midnight), 0);
    assert_int_equal(office_hours_time(&hall, midnight - 1), CIVIL_DAY_MS - 1);
    assert_int_equal(office_hours_instant(&hall, 19446, 0), midnight);
    assert_int_equal(office_hours_day(&hall, -AT(8, 0) - 1), -1); /* before 1970, too */
    assert_int_equal(office_hours_time(&hall, -AT(8, 0) - 1), CIVIL_DAY_MS - 1);
    assert_int_equal(office_hours_day(&hall, -AT(8, 0) - CIVIL_DAY_MS), -1); /* midnight itself */

    struct office_hours west = hall;
    west.utc_offset_minutes = -210;
    assert_int_equal(office_hours_day(&west, AT(3, 30) - 1), -1);
    assert_int_equal(office_hours_day(&west, AT(3, 30)), 0);
}

static bool hours_are_valid(uint16_t count, const struct office_interval *intervals)
{
    struct office_hours hours = { .utc_offset_minutes = 480, .interval_count = count };
    for (uint16_t i = 0; i < count && i < OFFICE_INTERVALS_MAX; i++) {
        hours.intervals[i] = intervals[i];
    }
    return office_hours_is_valid(&hours);
}

static void test_hours_that_make_no_day_are_refused(void **state)
{
    (void)state;
    const struct office_interval good[] = { { 0, 1 }, { 2, 3 }, { 4, 5 }, { 1439, 1440 } };
    assert_true(hours_are_valid(4, good));
    assert_false(hours_are_valid(0, good));
    assert_false(hours_are_valid(5, good));
    assert_false(hours_are_valid(1, (const struct office_interval[]){ { 600, 600 } }));
    assert_false(hours_are_valid(1, (const struct office_interval[]){ { 600, 540 } }));
    assert_false(hours_are_valid(1, (const struct office_interval[]){ { 600, 1441 } }));
    assert_false(hours_are_valid(2, (const struct office_interval[]){ { 9, 12 }, { 11, 17 } }));
    assert_false(hours_are_valid(2, (const struct office_interval[]){ { 9, 12 }, { 12, 17 } }));
    assert_false(hours_are_valid(2, (const struct office_interval[]){ { 13, 17 }, { 9, 12 } }));
}

static void test_offsets_from_utc_have_bounds(void **state)
{
    (void)state;
    static const struct {
        int16_t offset;
        bool is_valid;
    } cases[] = { { -720, true }, { 840, true }, { -721, false }, { 841, false } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct office_hours hours = hall;
        hours.utc_offset_minutes = cases[i].offset;
        assert_int_equal(office_hours_is_valid(&hours), cases[i].is_valid);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_day_has_the_minutes_of_its_intervals),
        cmocka_unit_test(test_only_open_minutes_count),
        cmocka_unit_test(test_time_is_used_up_at_the_first_instant_at_which_it_is),
        cmocka_unit_test(test_the_local_day_begins_at_local_midnight),
        cmocka_unit_test(test_hours_that_make_no_day_are_refused),
        cmocka_unit_test(test_offsets_from_utc_have_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
