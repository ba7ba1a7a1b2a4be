/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

/* Drawn by hand from proto/SPEC.md, sections 2 and 7 to 10. For each message: what happens at the
 * counter and at the office without a session, then to submitter, worker, operator, clerk,
 * officer, head, government and supervisor (each at its door) with one, then to the one who may while the broker drains.
 *     . passes   T type unknown   D wrong door   H hello first   N not allowed   X draining */
/* clang-format off */
static const struct {
    enum message_type type;
    const char *picture;
} pictures[] = {
    /*                 co swocfhgv drain */
    { MSG_HELLO,      ".. ........ ." },
    { MSG_BYE,        "HH ........ ." },
    { MSG_PING,       "HH ........ ." },
    { MSG_SHOW,       "HH .N...... ." },
    { MSG_HISTORY,    "HH .N...... ." },
    { MSG_EXPLAIN,    "HH .N...... ." },
    { MSG_FOLLOW,     "HH .N...... ." },
    { MSG_MORE,       "HH .N...... ." },
    { MSG_UNFOLLOW,   "HH .N...... ." },
    { MSG_STATS,      "HH .N...... ." },
    { MSG_DEFINITION, "HH .N...... ." },
    { MSG_CHECKPOINT, "HH .N...... ." },
    { MSG_RECEIPT,    "HH .N...... ." },
    { MSG_SUBMIT,     "HD .DDNDDDD X" },
    { MSG_SIGNAL,     "HD .DDNDDDD X" },
    { MSG_WITHDRAW,   "HD .DDNDDDD X" },
    { MSG_SUPPLY,     "HD .DDNDDDD X" },
    { MSG_PUBLISH,    "DH DN.DNNNN X" },
    { MSG_PARKED,     "DH DN.DNNNN ." },
    { MSG_RETRY,      "DH DN.DNNNN X" },
    { MSG_PUBLISH_CALENDAR, "DH DN.DNNNN X" },
    { MSG_ACT,        "HH .N...... X" },
    { MSG_MIGRATE,    "DH DN.DNNNN X" },
    { MSG_CREDIT,     "DH D.NDNNNN ." },
    { MSG_VERDICT,    "DH D.NDNNNN ." },
    { MSG_RENEW,      "DH D.NDNNNN ." },
};
/* clang-format on */
#define PICTURES (sizeof pictures / sizeof pictures[0])

static char letter(enum err err)
{
    if (err == ERR_TYPE_UNKNOWN) return 'T';
    if (err == ERR_WRONG_DOOR) return 'D';
    if (err == ERR_HELLO_FIRST) return 'H';
    if (err == ERR_NOT_ALLOWED) return 'N';
    if (err == ERR_DRAINING) return 'X';
    return err == OK ? '.' : '?';
}

/* The table's answer to a message of a role at its own door. */
static enum err route_of_role(enum message_type type, enum role role, bool is_draining)
{
    bool is_in_front = role == ROLE_SUBMITTER || role == ROLE_CLERK;
    enum door door = is_in_front ? DOOR_COUNTER : DOOR_OFFICE;
    enum err err = route_enter(type, door, true);
    return err == OK ? route_allow(type, role, is_draining) : err;
}

static void test_every_cell_is_as_drawn(void **state)
{
    (void)state;
    for (size_t i = 0; i < PICTURES; i++) {
        enum message_type type = pictures[i].type;
        char drawn[16] = "";
        char drain = '?';
        for (enum role role = ROLE_SUBMITTER; role <= ROLE_SUPERVISOR; role++) {
            drawn[2 + role] = letter(route_of_role(type, role, false));
            if (drawn[2 + role] == '.') drain = letter(route_of_role(type, role, true));
        }
        drawn[0] = letter(route_enter(type, DOOR_COUNTER, false));
        drawn[1] = letter(route_enter(type, DOOR_OFFICE, false));
        drawn[2] = drawn[3 + ROLE_SUPERVISOR] = ' ';
        drawn[4 + ROLE_SUPERVISOR] = drain;
        assert_string_equal(drawn, pictures[i].picture);
    }
}

static void test_what_is_not_drawn_is_no_message_of_a_peer(void **state)
{
    (void)state;
    for (int type = -1; type < 70000; type++) {
        bool is_drawn = false;
        for (size_t i = 0; i < PICTURES; i++) {
            is_drawn = is_drawn || (int)pictures[i].type == type;
        }
        if (is_drawn) continue;
        assert_int_equal(route_enter((enum message_type)type, DOOR_COUNTER, true),
                         ERR_TYPE_UNKNOWN);
        assert_int_equal(route_enter((enum message_type)type, DOOR_OFFICE, false),
                         ERR_TYPE_UNKNOWN);
    }
}

static void test_submitters_and_clerks_stand_in_front_and_nobody_else(void **state)
{
    (void)state;
    assert_true(route_fits(ROLE_SUBMITTER, DOOR_COUNTER));
    assert_false(route_fits(ROLE_SUBMITTER, DOOR_OFFICE));
    assert_false(route_fits(ROLE_WORKER, DOOR_COUNTER));
    assert_true(route_fits(ROLE_WORKER, DOOR_OFFICE));
    assert_false(route_fits(ROLE_OPERATOR, DOOR_COUNTER));
    assert_true(route_fits(ROLE_OPERATOR, DOOR_OFFICE));
    assert_true(route_fits(ROLE_CLERK, DOOR_COUNTER));
    for (enum role role = ROLE_CLERK; role <= ROLE_SUPERVISOR; role++) {
        assert_int_equal(route_fits(role, DOOR_OFFICE), role != ROLE_CLERK);
        assert_int_equal(route_fits(role, DOOR_COUNTER), role == ROLE_CLERK);
    }
}

static void test_draining_is_said_before_not_allowed(void **state)
{
    (void)state;
    assert_int_equal(route_allow(MSG_PUBLISH, ROLE_WORKER, true), ERR_DRAINING);
    assert_int_equal(route_allow(MSG_PUBLISH, ROLE_WORKER, false), ERR_NOT_ALLOWED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_cell_is_as_drawn),
        cmocka_unit_test(test_what_is_not_drawn_is_no_message_of_a_peer),
        cmocka_unit_test(test_submitters_and_clerks_stand_in_front_and_nobody_else),
        cmocka_unit_test(test_draining_is_said_before_not_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
