/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/gate.h"
#include "broker/core/milestone.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void test_every_cell_of_the_gate_is_as_drawn(void **state)
{
    (void)state;
    static const uint8_t picture[4][GATE_MOVE_COUNT] = {
        /* clang-format off */
        /*                ISSUE        LAPSE */
        [GATE_OPEN]   = { GATE_ISSUED, GATE_LAPSED },
        [GATE_ISSUED] = { 0,           0 },
        [GATE_LAPSED] = { 0,           0 },
        /* clang-format on */
    };
    for (unsigned from = GATE_OPEN; from <= GATE_LAPSED; from++) {
        for (int move = 0; move < GATE_MOVE_COUNT; move++) {
            enum gate_state next = gate_next((enum gate_state)from, (enum gate_move)move);
            assert_int_equal(next, picture[from][move]);
        }
    }
}

static void test_every_cell_of_the_milestone_is_as_drawn(void **state)
{
    (void)state;
    static const uint8_t picture[4][MILESTONE_MOVE_COUNT] = {
        /* clang-format off */
        /*                         REACH              CALL_OFF */
        [MILESTONE_OPEN]       = { MILESTONE_REACHED, MILESTONE_CALLED_OFF },
        [MILESTONE_REACHED]    = { 0,                 0 },
        [MILESTONE_CALLED_OFF] = { 0,                 0 },
        /* clang-format on */
    };
    for (unsigned from = MILESTONE_OPEN; from <= MILESTONE_CALLED_OFF; from++) {
        for (int move = 0; move < MILESTONE_MOVE_COUNT; move++) {
            enum milestone_state next =
                milestone_next((enum milestone_state)from, (enum milestone_move)move);
            assert_int_equal(next, picture[from][move]);
        }
    }
}

static void test_a_gate_settles_by_its_policy(void **state)
{
    (void)state;
    assert_int_equal(gate_settle(GATE_ALL_OR_NOTHING, 7, 7), GATE_MOVE_ISSUE);
    assert_int_equal(gate_settle(GATE_ALL_OR_NOTHING, 7, 6), GATE_MOVE_LAPSE);
    assert_int_equal(gate_settle(GATE_ALL_OR_NOTHING, 7, 0), GATE_MOVE_LAPSE);
    assert_int_equal(gate_settle(GATE_ISSUE_REST, 7, 7), GATE_MOVE_ISSUE);
    assert_int_equal(gate_settle(GATE_ISSUE_REST, 7, 4), GATE_MOVE_ISSUE);
    assert_int_equal(gate_settle(GATE_ISSUE_REST, 7, 0), GATE_MOVE_LAPSE); /* nothing to issue */
    assert_int_equal(gate_settle(GATE_HOLD_UNTIL, 7, 7), GATE_MOVE_ISSUE);
    assert_int_equal(gate_settle(GATE_HOLD_UNTIL, 7, 4), GATE_MOVE_ISSUE);
    assert_int_equal(gate_settle(GATE_HOLD_UNTIL, 7, 0), GATE_MOVE_LAPSE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_cell_of_the_gate_is_as_drawn),
        cmocka_unit_test(test_every_cell_of_the_milestone_is_as_drawn),
        cmocka_unit_test(test_a_gate_settles_by_its_policy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
