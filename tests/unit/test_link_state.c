/* SPDX-License-Identifier: Apache-2.0 */
#include "client/link_state.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Rows are states, columns moves, '-' is refused. A slip must be made twice to go unseen. */
static const char *const picture[LINK_STATE_COUNT] = {
    /* clang-format off */
    /*                  DIAL WELCOME LOSE REFUSE */
    [LINK_NONE]     =   "-"  "-"     "-"  "-",
    [LINK_DOWN]     =   "G"  "-"     "-"  "-",
    [LINK_GREETING] =   "-"  "U"     "D"  "R",
    [LINK_UP]       =   "-"  "-"     "D"  "-",
    [LINK_REFUSED]  =   "-"  "-"     "-"  "-",
    /* clang-format on */
};

static const char letters[LINK_STATE_COUNT] = {
    [LINK_NONE] = '-', [LINK_DOWN] = 'D',    [LINK_GREETING] = 'G',
    [LINK_UP] = 'U',   [LINK_REFUSED] = 'R',
};

static void test_every_cell_is_as_drawn(void **state)
{
    (void)state;
    for (int from = 0; from < LINK_STATE_COUNT; from++) {
        assert_int_equal(strlen(picture[from]), LINK_MOVE_COUNT);
        for (int move = 0; move < LINK_MOVE_COUNT; move++) {
            enum link_state next = link_next_state((enum link_state)from, (enum link_move)move);
            assert_int_equal(letters[next], picture[from][move]);
        }
    }
}

/* From wherever it was lost it can come up again; only a refusal for good is an end. */
static void test_every_state_but_the_refused_one_leads_up(void **state)
{
    (void)state;
    for (int from = LINK_DOWN; from < LINK_STATE_COUNT; from++) {
        enum link_state at = (enum link_state)from;
        if (at == LINK_UP) at = link_next_state(at, LINK_MOVE_LOSE);
        if (at == LINK_DOWN) at = link_next_state(at, LINK_MOVE_DIAL);
        if (at == LINK_GREETING) at = link_next_state(at, LINK_MOVE_WELCOME);
        assert_int_equal(at, from == LINK_REFUSED ? LINK_REFUSED : LINK_UP);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_cell_is_as_drawn),
        cmocka_unit_test(test_every_state_but_the_refused_one_leads_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
