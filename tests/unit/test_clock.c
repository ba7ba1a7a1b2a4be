/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>

/* Stands before the C library's: both clocks stand still until a test sets them. */
static int64_t wall_ms = INT64_C(1798700000123);
static int64_t elapsed_ms = 5000;

int clock_gettime(clockid_t clock_id, struct timespec *tp)
{
    int64_t ms = clock_id == CLOCK_REALTIME ? wall_ms : elapsed_ms;
    *tp = (struct timespec){ .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
    return 0;
}

static void test_broker_time_starts_at_the_wall_clock(void **state)
{
    (void)state;
    struct clock clock;
    assert_int_equal(clock_init(&clock, 0, "UTC"), OK);
    assert_true(clock_now_ms(&clock) == wall_ms);
    elapsed_ms += 1234;
    assert_true(clock_now_ms(&clock) == wall_ms + 1234);
}

static void test_broker_time_never_falls_behind_the_journal(void **state)
{
    (void)state;
    struct clock clock;
    int64_t tomorrow_ms = wall_ms + INT64_C(86400) * 1000;
    assert_int_equal(clock_init(&clock, tomorrow_ms, "UTC"), OK);
    assert_true(clock_now_ms(&clock) == tomorrow_ms);
    elapsed_ms += 7000;
    assert_true(clock_now_ms(&clock) == tomorrow_ms + 7000);
    elapsed_ms -= 5000; /* it falls */
    assert_true(clock_now_ms(&clock) == tomorrow_ms + 7000);
}

static void test_broker_time_does_not_follow_a_wall_clock_that_is_set(void **state)
{
    (void)state;
    const int64_t year_ms = INT64_C(366) * 86400 * 1000;
    const int64_t offsets_ms[] = { year_ms, -year_ms, 3600000, -3600000, 0 };
    struct clock clock;
    assert_int_equal(clock_init(&clock, 0, "UTC"), OK);
    int64_t start_ms = clock_now_ms(&clock);
    for (size_t i = 0; i < sizeof offsets_ms / sizeof offsets_ms[0]; i++) {
        wall_ms += offsets_ms[i];
        assert_true(clock_now_ms(&clock) == start_ms);
        wall_ms -= offsets_ms[i];
    }
}

static void test_the_civil_year_begins_at_midnight_of_the_zone(void **state)
{
    (void)state;
    struct clock clock;
    int64_t midnight_ms = INT64_C(1798732800000); /* 2026-12-31 16:00 UTC: 2027 in Shanghai */
    assert_int_equal(clock_init(&clock, 0, "Asia/Shanghai"), OK);
    assert_int_equal(clock_civil_year(&clock, midnight_ms - 1), 2026);
    assert_int_equal(clock_civil_year(&clock, midnight_ms), 2027);
    assert_int_equal(clock_civil_year(&clock, midnight_ms + 1), 2027);
    assert_int_equal(clock_civil_year(&clock, midnight_ms - 1), 2026);
    assert_int_equal(clock_init(&clock, 0, "UTC"), OK);
    assert_int_equal(clock_civil_year(&clock, midnight_ms), 2026);
}

static void test_a_zone_that_is_not_there_is_refused(void **state)
{
    (void)state;
    struct clock clock;
    static const char *const bad[] = { "",     "Mars/Base",      "../passwd", "/etc/passwd",
                                       "Asia", "Asia/Shang hai", "zone.tab" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(clock_zone_exists(bad[i]));
        assert_int_equal(clock_init(&clock, 0, bad[i]), ERR_FIELD_INVALID);
    }
    assert_true(clock_zone_exists("Asia/Shanghai"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_broker_time_starts_at_the_wall_clock),
        cmocka_unit_test(test_broker_time_never_falls_behind_the_journal),
        cmocka_unit_test(test_broker_time_does_not_follow_a_wall_clock_that_is_set),
        cmocka_unit_test(test_the_civil_year_begins_at_midnight_of_the_zone),
        cmocka_unit_test(test_a_zone_that_is_not_there_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
