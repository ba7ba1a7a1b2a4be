/* SPDX-License-Identifier: Apache-2.0 */
/* When a clock with pauses reaches a point of its limit, held against what ledger_read says of the
 * instants around it. */
#include "broker/core/ledger.h"
#include "tests/support/calendar_china.h"
#include "tests/support/chance.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define MINUTE_MS 60000

/* A clock with pauses that may touch, overlap, or still last. */
static void draw_course(struct chance *random, int64_t first_ms, struct course *course)
{
    course->pause_count = 0;
    course->clock = (struct ledger){ .started_ms = first_ms };
    int64_t at_ms = first_ms;
    for (uint32_t i = chance_below(random, 5); i > 0; i--) {
        at_ms += MINUTE_MS * (int64_t)chance_below(random, 9 * 1440);
        int64_t until_ms = at_ms + MINUTE_MS * (int64_t)chance_below(random, 6 * 1440);
        bool lasts = i == 1 && chance_one_in(random, 3);
        course_add(course, (struct pause){ at_ms, lasts ? 0 : until_ms });
        if (chance_one_in(random, 2)) at_ms = until_ms;
    }
}

static uint64_t used_at(const struct calendar_file *china, const struct course *course,
                        struct limit limit, int64_t at_ms)
{
    return ledger_read(&china->calendar, &china->hours, course, limit, at_ms).used;
}

/* Held against ledger_read: so much is used at that instant for the first time. */
static void test_a_point_is_where_so_much_is_used_for_the_first_time(void **state)
{
    (void)state;
    const struct calendar_file *china = calendar_china();
    struct chance random = { .state = 21 };
    int64_t first_ms = civil_to_day((struct civil){ 2023, 1, 1 }) * CIVIL_DAY_MS;
    uint32_t reached = 0;
    for (uint32_t i = 0; i < 4000; i++) {
        struct course course;
        int64_t started_ms = first_ms + MINUTE_MS * (int64_t)chance_below(&random, 2 * 365 * 1440);
        draw_course(&random, started_ms, &course);
        struct limit limit = { (uint16_t)(1 + chance_below(&random, 40)),
                               (uint8_t)(1 + chance_below(&random, 4)) };
        int64_t all = calendar_amount_of(limit);
        struct threshold point = { .unit = limit.unit,
                                   .amount = 1 + (int64_t)chance_below(&random, (uint32_t)all) };
        int64_t at_ms = ledger_when(&china->calendar, &china->hours, &course, &point);
        if (at_ms == INT64_MAX) {
            int64_t late_ms = started_ms + INT64_C(400) * CIVIL_DAY_MS;
            assert_true(used_at(china, &course, limit, late_ms) < (uint64_t)point.amount);
            continue;
        }
        reached++;
        assert_true(used_at(china, &course, limit, at_ms) >= (uint64_t)point.amount);
        assert_true(used_at(china, &course, limit, at_ms - 1) < (uint64_t)point.amount);
    }
    assert_true(reached > 2000);
}

static void test_the_end_is_that_of_which_everybody_is_told(void **state)
{
    (void)state;
    const struct calendar_file *china = calendar_china();
    struct chance random = { .state = 22 };
    int64_t first_ms = civil_to_day((struct civil){ 2023, 1, 1 }) * CIVIL_DAY_MS;
    for (uint32_t i = 0; i < 4000; i++) {
        struct course course;
        int64_t started_ms = first_ms + MINUTE_MS * (int64_t)chance_below(&random, 2 * 365 * 1440);
        draw_course(&random, started_ms, &course);
        struct limit limit = { (uint16_t)(1 + chance_below(&random, 40)),
                               (uint8_t)(1 + chance_below(&random, 4)) };
        struct threshold point = { .unit = limit.unit,
                                   .is_end = true,
                                   .amount = calendar_amount_of(limit) };
        int64_t at_ms = ledger_when(&china->calendar, &china->hours, &course, &point);
        if (at_ms == INT64_MAX) continue;
        struct limit_view view =
            ledger_read(&china->calendar, &china->hours, &course, limit, at_ms);
        assert_int_equal(view.due_ms, at_ms);
        assert_false(view.late);
        int64_t late_ms = started_ms + INT64_C(400) * CIVIL_DAY_MS; /* after all of its pauses */
        view = ledger_read(&china->calendar, &china->hours, &course, limit, late_ms);
        assert_int_equal(view.due_ms, at_ms);
        assert_true(view.late);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_point_is_where_so_much_is_used_for_the_first_time),
        cmocka_unit_test(test_the_end_is_that_of_which_everybody_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
