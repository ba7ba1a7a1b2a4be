/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static struct sessions sessions;
static const struct msg_hello hello = { .role = ROLE_WORKER,
                                        .principal = { "a" },
                                        .department = { "land" } };

static void make(uint32_t capacity)
{
    assert_int_equal(sessions_init(&sessions, capacity), OK);
}

static int forget(void **state)
{
    (void)state;
    sessions_fini(&sessions);
    return 0;
}

static struct session *add(uint32_t number, enum door door)
{
    struct session *session = NULL;
    struct address address = { .number = number, .door = (uint8_t)door };
    return sessions_add(&sessions, address, &hello, &session) == OK ? session : NULL;
}

static struct session *at(uint32_t number, enum door door)
{
    return sessions_at(&sessions, (struct address){ .number = number, .door = (uint8_t)door });
}

static void test_a_session_is_found_by_number_and_by_address(void **state)
{
    (void)state;
    make(8);
    struct session *session = add(77, DOOR_OFFICE);
    assert_non_null(session);
    assert_int_equal(session->id.n, 1);
    assert_string_equal(session->department.text, "land");
    assert_ptr_equal(sessions_find(&sessions, session->id), session);
    assert_ptr_equal(at(77, DOOR_OFFICE), session);
    assert_null(at(77, DOOR_COUNTER));
    assert_null(sessions_find(&sessions, (session_id){ 0 }));
}

static void test_the_same_number_after_the_door_was_hung_anew_is_another_peer(void **state)
{
    (void)state;
    make(8);
    struct address address = { .number = 77, .door = DOOR_OFFICE, .hanging = 1 };
    assert_non_null(add(77, DOOR_OFFICE));
    assert_null(sessions_at(&sessions, address));
    struct session *session = NULL;
    assert_int_equal(sessions_add(&sessions, address, &hello, &session), OK);
    sessions_remove(&sessions, at(77, DOOR_OFFICE));
    assert_ptr_equal(sessions_at(&sessions, address), session);
}

static void test_a_number_is_never_used_again(void **state)
{
    (void)state;
    make(2);
    session_id first = add(1, DOOR_COUNTER)->id;
    sessions_remove(&sessions, at(1, DOOR_COUNTER));
    assert_null(sessions_find(&sessions, first));
    for (uint32_t i = 0; i < 100; i++) {
        struct session *session = add(1, DOOR_COUNTER);
        assert_int_not_equal(session->id.n, first.n);
        assert_null(sessions_find(&sessions, first));
        sessions_remove(&sessions, session);
    }
}

static void test_a_full_table_is_busy_until_someone_leaves(void **state)
{
    (void)state;
    make(3);
    assert_non_null(add(1, DOOR_COUNTER));
    assert_non_null(add(2, DOOR_COUNTER));
    assert_non_null(add(3, DOOR_COUNTER));
    struct session *session;
    assert_int_equal(sessions_add(&sessions, (struct address){ .number = 4 }, &hello, &session),
                     ERR_BUSY);
    sessions_remove(&sessions, at(2, DOOR_COUNTER));
    assert_non_null(add(4, DOOR_COUNTER));
    assert_int_equal(sessions.count, 3);
}

/* Against a plain list of who is there. */
static void test_comings_and_goings_leave_the_index_right(void **state)
{
    (void)state;
    enum { PEERS = 300 };
    static bool is_there[PEERS];
    uint32_t count = 0;
    make(100);
    srand(1);
    for (int i = 0; i < 50000; i++) {
        uint32_t peer = (uint32_t)rand() % PEERS;
        struct session *session = at(peer / 2, peer % 2);
        assert_int_equal(session != NULL, is_there[peer]);
        if (session != NULL) {
            sessions_remove(&sessions, session);
            is_there[peer] = false;
            count--;
        } else if (add(peer / 2, peer % 2) != NULL) {
            is_there[peer] = true;
            count++;
        } else {
            assert_int_equal(count, 100);
        }
        assert_int_equal(sessions.count, count);
    }
    uint32_t walked = 0;
    for (uint32_t place = 0; sessions_next(&sessions, &place) != NULL;) {
        walked++;
    }
    assert_int_equal(walked, count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_a_session_is_found_by_number_and_by_address, forget),
        cmocka_unit_test_teardown(test_the_same_number_after_the_door_was_hung_anew_is_another_peer,
                                  forget),
        cmocka_unit_test_teardown(test_a_number_is_never_used_again, forget),
        cmocka_unit_test_teardown(test_a_full_table_is_busy_until_someone_leaves, forget),
        cmocka_unit_test_teardown(test_comings_and_goings_leave_the_index_right, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
