/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/stage.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Rows are states, columns moves, '-' is refused. */
static const char *const picture[STAGE_STATE_COUNT] = {
    /* clang-format off */
    /*                     OPEN SEAL REFUSE DECIDE BLOCK ISSUE LAPSE WITHDRAW SKIP PAUSE RESUME RETURN REOPEN */
    [STAGE_WAITING]   =   "r"  "-"  "x"    "-"    "b"   "-"   "-"   "w"     "n"  "-"   "-"    "-"    "-",
    [STAGE_REVIEWING] =   "-"  "s"  "x"    "-"    "b"   "-"   "-"   "w"     "-"  "u"   "-"    "?"    "-",
    [STAGE_SEALED]    =   "-"  "-"  "x"    "g"    "b"   "-"   "-"   "w"     "-"  "-"   "r"    "?"    "r",
    [STAGE_GRANTED]   =   "-"  "-"  "x"    "-"    "b"   "i"   "l"   "w"     "-"  "-"   "-"    "?"    "r",
    [STAGE_ISSUED]    =   "-"  "-"  "-"    "-"    "-"   "-"   "-"   "-"     "-"  "-"   "-"    "-"    "-",
    [STAGE_REFUSED]   =   "-"  "-"  "-"    "-"    "-"   "-"   "-"   "-"     "-"  "-"   "-"    "-"    "-",
    [STAGE_BLOCKED]   =   "-"  "-"  "-"    "-"    "-"   "-"   "-"   "-"     "-"  "-"   "-"    "-"    "-",
    [STAGE_LAPSED]    =   "-"  "-"  "-"    "-"    "-"   "-"   "-"   "-"     "-"  "-"   "-"    "-"    "-",
    [STAGE_WITHDRAWN] =   "-"  "-"  "-"    "-"    "-"   "-"   "-"   "-"     "-"  "-"   "-"    "-"    "-",
    [STAGE_PAUSED]    =   "-"  "s"  "x"    "-"    "b"   "-"   "-"   "w"     "-"  "-"   "r"    "?"    "-",
    [STAGE_SKIPPED]   =   "-"  "-"  "-"    "-"    "-"   "-"   "-"   "-"     "-"  "-"   "-"    "-"    "-",
    /* clang-format on */
};

static char letter_of(enum stage_state state)
{
    static const char letters[STAGE_STATE_COUNT] = {
        [STAGE_NONE] = '-',      [STAGE_WAITING] = '?', [STAGE_REVIEWING] = 'r',
        [STAGE_SEALED] = 's',    [STAGE_GRANTED] = 'g', [STAGE_ISSUED] = 'i',
        [STAGE_REFUSED] = 'x',   [STAGE_BLOCKED] = 'b', [STAGE_LAPSED] = 'l',
        [STAGE_WITHDRAWN] = 'w', [STAGE_SKIPPED] = 'n', [STAGE_PAUSED] = 'u',
    };
    return letters[state];
}

static void test_every_cell_is_as_drawn(void **state)
{
    (void)state;
    for (int from = STAGE_WAITING; from < STAGE_STATE_COUNT; from++) {
        assert_int_equal(strlen(picture[from]), STAGE_MOVE_COUNT);
        for (int move = 0; move < STAGE_MOVE_COUNT; move++) {
            enum stage_state next = stage_next((enum stage_state)from, (enum stage_move)move);
            assert_int_equal(letter_of(next), picture[from][move]);
        }
    }
}

static void test_final_states_are_those_without_a_move(void **state)
{
    (void)state;
    for (int from = STAGE_WAITING; from < STAGE_STATE_COUNT; from++) {
        bool has_move = strspn(picture[from], "-") < STAGE_MOVE_COUNT;
        assert_int_equal(stage_is_final((enum stage_state)from), !has_move);
    }
}

static void test_every_open_state_can_be_withdrawn(void **state)
{
    (void)state;
    for (int from = STAGE_WAITING; from < STAGE_STATE_COUNT; from++) {
        bool can = stage_next((enum stage_state)from, STAGE_MOVE_WITHDRAW) != STAGE_NONE;
        assert_int_equal(can, !stage_is_final((enum stage_state)from));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_cell_is_as_drawn),
        cmocka_unit_test(test_final_states_are_those_without_a_move),
        cmocka_unit_test(test_every_open_state_can_be_withdrawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
