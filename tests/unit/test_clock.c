/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

/* Stands before the C library's: a wall clock that somebody sets. */
static time_t wall_offset_s;

int clock_gettime(clockid_t clock_id, struct timespec *tp)
{
    int rc = (int)syscall(SYS_clock_gettime, clock_id, tp);
    if (clock_id == CLOCK_REALTIME) tp->tv_sec += wall_offset_s;
    return rc;
}

static void test_broker_time_starts_at_the_wall_clock(void **state)
{
    (void)state;
    struct clock clock;
    int64_t before_ms = (int64_t)time(NULL) * 1000;
    assert_int_equal(clock_init(&clock, 0, "UTC"), OK);
    int64_t now_ms = clock_now_ms(&clock);
    assert_true(now_ms >= before_ms);
    assert_true(now_ms <= ((int64_t)time(NULL) + 1) * 1000);
}

static void test_broker_time_never_falls_behind_the_journal(void **state)
{
    (void)state;
    struct clock clock;
    int64_t tomorrow_ms = ((int64_t)time(NULL) + 86400) * 1000;
    assert_int_equal(clock_init(&clock, tomorrow_ms, "UTC"), OK);
    assert_true(clock_now_ms(&clock) >= tomorrow_ms);
    clock.elapsed_ms += 5000; /* as if elapsed time fell */
    int64_t now_ms = clock_now_ms(&clock);
    clock.elapsed_ms += 5000;
    assert_int_equal(clock_now_ms(&clock), now_ms);
}

static void test_broker_time_does_not_follow_a_wall_clock_that_is_set(void **state)
{
    (void)state;
    const time_t year_s = 366 * 86400;
    const time_t offsets_s[] = { year_s, -year_s, 3600, -3600, 0 };
    struct clock clock;
    assert_int_equal(clock_init(&clock, 0, "UTC"), OK);
    int64_t start_ms = clock_now_ms(&clock);
    for (size_t i = 0; i < sizeof offsets_s / sizeof offsets_s[0]; i++) {
        wall_offset_s = offsets_s[i];
        int64_t now_ms = clock_now_ms(&clock);
        wall_offset_s = 0;
        assert_in_range(now_ms, start_ms, start_ms + 60000);
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
