/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/job.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Rows are states, columns moves, '-' is refused. A slip must be made twice to go unseen. */
static const char *const picture[JOB_STATE_COUNT] = {
    /* clang-format off */
    /*                   OFFER LEASE RENEW EXPIRE RELEASE FAIL PARK READY RETRY DECIDE CANCEL REOPEN */
    [JOB_NONE]      =   "R"   "-"   "-"   "-"    "-"     "-"  "-"  "-"   "-"   "-"    "-"    "-",
    [JOB_READY]     =   "-"   "L"   "-"   "-"    "-"     "-"  "P"  "-"   "-"   "-"    "C"    "-",
    [JOB_LEASED]    =   "-"   "-"   "L"   "R"    "R"     "D"  "P"  "-"   "-"   "V"    "C"    "-",
    [JOB_DELAYED]   =   "-"   "-"   "-"   "-"    "-"     "-"  "P"  "R"   "-"   "-"    "C"    "-",
    [JOB_PARKED]    =   "-"   "-"   "-"   "-"    "-"     "-"  "-"  "-"   "R"   "-"    "C"    "-",
    [JOB_DONE]      =   "-"   "-"   "-"   "-"    "-"     "-"  "-"  "-"   "-"   "-"    "-"    "R",
    [JOB_CANCELLED] =   "-"   "-"   "-"   "-"    "-"     "-"  "-"  "-"   "-"   "-"    "-"    "R",
    /* clang-format on */
};

static char letter_of(enum job_state state)
{
    static const char letters[JOB_STATE_COUNT] = {
        [JOB_NONE] = '-',   [JOB_READY] = 'R', [JOB_LEASED] = 'L',    [JOB_DELAYED] = 'D',
        [JOB_PARKED] = 'P', [JOB_DONE] = 'V',  [JOB_CANCELLED] = 'C',
    };
    return letters[state];
}

static void test_every_cell_is_as_drawn(void **state)
{
    (void)state;
    for (int from = 0; from < JOB_STATE_COUNT; from++) {
        assert_int_equal(strlen(picture[from]), JOB_MOVE_COUNT);
        for (int move = 0; move < JOB_MOVE_COUNT; move++) {
            enum job_state next = job_next((enum job_state)from, (enum job_move)move);
            assert_int_equal(letter_of(next), picture[from][move]);
        }
    }
}

/* But for the last column: its stage alone can bring it back. */
static void test_final_states_are_those_without_a_move(void **state)
{
    (void)state;
    for (int from = 0; from < JOB_STATE_COUNT; from++) {
        bool has_move = strspn(picture[from], "-") < JOB_MOVE_REOPEN;
        assert_int_equal(job_is_final((enum job_state)from), !has_move);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_cell_is_as_drawn),
        cmocka_unit_test(test_final_states_are_those_without_a_move),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
