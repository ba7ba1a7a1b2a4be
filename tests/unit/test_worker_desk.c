/* SPDX-License-Identifier: Apache-2.0 */
/* What a worker holds and what it tells the broker, without threads and sockets. */
#include "tests/support/desk_play.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Rows are states, columns moves, '-' is refused. A slip must be made twice to go unseen. */
static const char *const picture[PLACE_STATE_COUNT] = {
    /*                     JOB JUDGE LOSE RELEASE SETTLE */
    [PLACE_FREE] = "R----",      [PLACE_REVIEWING] = "-ALB-", [PLACE_LOST] = "-F---",
    [PLACE_ABANDONED] = "-AL-L", [PLACE_ANSWERED] = "--F-F",
};

static void test_every_cell_of_the_table_is_as_drawn(void **state)
{
    (void)state;
    static const char letters[] = "-FRLBA";
    for (int from = PLACE_FREE; from < PLACE_STATE_COUNT; from++) {
        for (int move = 0; move < PLACE_MOVE_COUNT; move++) {
            enum place_state to = place_next((enum place_state)from, (enum place_move)move);
            assert_int_equal(letters[to], picture[from][move]);
        }
    }
}

static void test_nothing_is_said_without_a_session(void **state)
{
    (void)state;
    struct desk *desk = play_open(2);
    play_assert_silent(desk, 0);
    play_close(desk);
}

static void test_credit_is_the_number_of_free_judges(void **state)
{
    (void)state;
    struct desk *desk = play_open(3);
    play_welcome(desk, 0, 3);
    play_assert_silent(desk, 0);
    play_close(desk);
}

static void test_verdict_and_next_credit_travel_together(void **state)
{
    (void)state;
    struct desk *desk = play_open(2);
    struct message message;
    struct msg_job job = play_job(7);
    play_welcome(desk, 0, 2);
    uint32_t index = desk_on_job(desk, &job, 10);
    assert_int_not_equal(index, DESK_NONE);
    play_assert_silent(desk, 10);

    assert_true(desk_on_judged(desk, index, &play_refusal, 20));
    assert_int_equal(play_say(desk, 20, &message), MSG_VERDICT);
    assert_int_equal(message.verdict.bundle, 7);
    assert_int_equal(message.verdict.stage, 2);
    assert_int_equal(message.verdict.attempt, 1);
    assert_int_equal(message.verdict.token, 907);
    assert_int_equal(message.verdict.verdict, VERDICT_REFUSE);
    assert_memory_equal(message.verdict.reason.at, "no.", 3);
    assert_int_equal(message.verdict.credit, 1);
    play_assert_silent(desk, 20);
    assert_int_equal(play_answer(desk, MSG_RECORDED, OK, 30), DESK_SETTLED);
    assert_true(desk_is_empty(desk));
    assert_int_equal(desk->credit_out, 2);
    play_close(desk);
}

static void test_materials_travel_with_corrections(void **state)
{
    (void)state;
    static const struct tongfa_verdict correction = {
        .kind = TONGFA_CORRECT, .reason_size = 3, .reason = "no.", .materials = "deed,photo"
    };
    struct desk *desk = play_open(1);
    struct message message;
    struct msg_job job = play_job(7);
    play_welcome(desk, 0, 1);
    assert_true(desk_on_judged(desk, desk_on_job(desk, &job, 10), &correction, 20));
    assert_int_equal(play_say(desk, 20, &message), MSG_VERDICT);
    assert_int_equal(message.verdict.verdict, VERDICT_CORRECT);
    assert_int_equal(message.verdict.materials.size, 10);
    assert_memory_equal(message.verdict.materials.at, "deed,photo", 10);
    play_close(desk);
}

static void test_credit_never_exceeds_the_judges_that_are_free(void **state)
{
    (void)state;
    struct desk *desk = play_open(2);
    struct message message;
    struct msg_job jobs[2] = { play_job(1), play_job(2) };
    play_welcome(desk, 0, 2);
    uint32_t first = desk_on_job(desk, &jobs[0], 0);
    (void)desk_on_job(desk, &jobs[1], 0);
    (void)desk_on_judged(desk, first, &play_refusal, 1);
    assert_int_equal(play_say(desk, 1, &message), MSG_VERDICT);
    assert_int_equal(message.verdict.credit, 1);
    assert_int_equal(desk->credit_out + desk->in_review, 2);
    play_close(desk);
}

static void test_a_job_that_was_not_granted_goes_back(void **state)
{
    (void)state;
    struct desk *desk = play_open(1);
    struct msg_job jobs[2] = { play_job(1), play_job(2) };
    play_welcome(desk, 0, 1);
    (void)desk_on_job(desk, &jobs[0], 0);
    assert_int_equal(desk_on_job(desk, &jobs[1], 0), DESK_NONE);
    struct message back = desk_refuse(&jobs[1]);
    assert_int_equal(back.verdict.verdict, VERDICT_RELEASE);
    assert_int_equal(back.verdict.token, 902);
    play_close(desk);
}

static void test_a_lease_is_renewed_at_each_third(void **state)
{
    (void)state;
    struct desk *desk = play_open(1);
    struct message message;
    struct msg_job job = play_job(1);
    uint32_t index = 0;
    int64_t due_ms = 0;
    play_welcome(desk, 0, 1);
    (void)desk_on_job(desk, &job, 1000);
    assert_false(desk_next(desk, 10999, &message, &index, &due_ms));
    assert_int_equal(due_ms, 11000);
    assert_int_equal(play_say(desk, 11000, &message), MSG_RENEW);
    assert_int_equal(message.renew.token, 901);
    play_assert_silent(desk, 20999);
    assert_int_equal(play_say(desk, 21000, &message), MSG_RENEW);
    play_close(desk);
}

static void test_a_hung_judge_is_not_renewed_for_ever(void **state)
{
    (void)state;
    uint32_t index;
    struct desk *desk = play_reviewing(&index);
    struct message message;
    assert_int_equal(play_say(desk, 99999, &message), MSG_RENEW);
    assert_int_equal(desk_over_bound(desk, 99999), DESK_NONE);
    assert_int_equal(desk_over_bound(desk, 100000), index);
    assert_int_equal(desk_over_bound(desk, 100000), DESK_NONE);
    play_assert_silent(desk, 200000);
    assert_false(desk_on_judged(desk, index, &play_refusal, 200000)); /* it was told to stop */
    play_close(desk);
}

static void test_a_verdict_is_repeated_in_every_session_until_answered(void **state)
{
    (void)state;
    uint32_t index;
    struct desk *desk = play_reviewing(&index);
    struct message message;
    (void)desk_on_judged(desk, index, &play_refusal, 1);
    assert_int_equal(play_say(desk, 1, &message), MSG_VERDICT);
    for (int session = 0; session < 3; session++) {
        desk_on_lost(desk);
        play_assert_silent(desk, 10);
        play_welcome(desk, 20, 1);
        assert_int_equal(play_say(desk, 20, &message), MSG_VERDICT);
        assert_int_equal(message.verdict.credit, 0);
        play_assert_silent(desk, 20);
    }
    assert_int_equal(play_answer(desk, MSG_RECORDED, OK, 30), DESK_SETTLED);
    assert_true(desk_is_empty(desk));
    play_close(desk);
}

static void test_a_new_session_renews_what_is_held(void **state)
{
    (void)state;
    struct desk *desk = play_open(2);
    struct message message;
    struct msg_job job = play_job(1);
    play_welcome(desk, 0, 2);
    (void)desk_on_job(desk, &job, 0);
    desk_on_lost(desk);
    play_welcome(desk, 50, 1);
    assert_int_equal(play_say(desk, 50, &message), MSG_RENEW);
    play_assert_silent(desk, 50);
    play_close(desk);
}

static void test_a_cancelled_job_says_nothing_more(void **state)
{
    (void)state;
    uint32_t index;
    struct desk *desk = play_reviewing(&index);
    assert_int_equal(desk_on_cancel(desk, &(struct msg_cancel){ 1, 2, 2, 1 }), DESK_NONE);
    assert_int_equal(desk_on_cancel(desk, &(struct msg_cancel){ 1, 2, 1, 1 }), index);
    play_assert_silent(desk, PLAY_LEASE_MS);
    assert_false(desk_on_judged(desk, index, &play_refusal, PLAY_LEASE_MS));
    assert_true(desk_is_empty(desk));
    play_close(desk);
}

static void test_a_closed_desk_grants_nothing_and_finishes(void **state)
{
    (void)state;
    struct desk *desk = play_open(2);
    struct message message;
    struct msg_job jobs[2] = { play_job(1), play_job(2) };
    play_welcome(desk, 0, 2);
    uint32_t index = desk_on_job(desk, &jobs[0], 0);
    desk_close(desk);
    assert_int_equal(play_say(desk, 1, &message), MSG_CREDIT);
    assert_int_equal(message.credit.credit, 0);
    assert_int_equal(play_say(desk, 1, &message), MSG_PING);
    assert_int_equal(desk_on_job(desk, &jobs[1], 1), DESK_NONE);
    (void)desk_on_judged(desk, index, &play_refusal, 2);
    assert_int_equal(play_say(desk, 2, &message), MSG_VERDICT);
    assert_int_equal(message.verdict.credit, 0);
    assert_false(desk_is_empty(desk));
    assert_int_equal(play_answer(desk, MSG_RECORDED, OK, 3), DESK_SETTLED);
    assert_false(desk_is_empty(desk)); /* more may be on its way, until the PING comes back */
    assert_int_equal(play_answer(desk, MSG_PONG, OK, 4), DESK_NOTHING);
    assert_true(desk_is_empty(desk));
    play_assert_silent(desk, 4);
    play_close(desk);
}

static void test_abandoned_jobs_are_released_whatever_the_judge_says_later(void **state)
{
    (void)state;
    uint32_t index;
    struct desk *desk = play_reviewing(&index);
    struct message message;
    desk_close(desk);
    desk_abandon(desk, 5);
    assert_int_equal(play_say(desk, 5, &message), MSG_CREDIT);
    assert_int_equal(play_say(desk, 5, &message), MSG_PING);
    assert_int_equal(play_answer(desk, MSG_PONG, OK, 5), DESK_NOTHING);
    assert_false(desk_is_empty(desk));
    assert_int_equal(play_say(desk, 5, &message), MSG_VERDICT);
    assert_int_equal(message.verdict.verdict, VERDICT_RELEASE);
    assert_false(desk_on_judged(desk, index, &play_refusal, 6));
    play_assert_silent(desk, 6);
    assert_int_equal(play_answer(desk, MSG_RECORDED, OK, 7), DESK_SETTLED);
    assert_true(desk_is_empty(desk));
    play_close(desk);
}

static void test_a_closed_desk_asks_no_new_session_for_anything(void **state)
{
    (void)state;
    struct desk *desk = play_reviewing(NULL);
    struct message message;
    desk_close(desk);
    desk_on_lost(desk);
    desk_on_welcome(desk, 10);
    assert_int_equal(play_say(desk, 10, &message), MSG_RENEW);
    play_assert_silent(desk, 10);
    play_close(desk);

    desk = play_open(1);
    desk_close(desk);
    assert_true(desk_is_empty(desk));
    desk_on_welcome(desk, 10);
    play_assert_silent(desk, 10);
    play_close(desk);
}

static void test_a_draining_broker_is_granted_nothing_until_the_next_session(void **state)
{
    (void)state;
    uint32_t index;
    struct desk *desk = play_reviewing(&index);
    struct message message;
    desk->is_paused = true;
    (void)desk_on_judged(desk, index, &play_refusal, 1);
    assert_int_equal(play_say(desk, 1, &message), MSG_VERDICT);
    assert_int_equal(message.verdict.credit, 0);
    assert_int_equal(play_answer(desk, MSG_RECORDED, OK, 2), DESK_SETTLED);
    play_assert_silent(desk, 3);
    desk_on_lost(desk);
    play_welcome(desk, 4, 1);
    play_close(desk);
}

/* Any order of events: counts stay within their bounds, and at the end everything is settled. */
static void test_any_order_of_events_keeps_the_bounds(void **state)
{
    (void)state;
    struct desk *desk = play_open(4);
    unsigned seed = 1;
    uint64_t bundle = 0;
    int64_t now_ms = 0;
    desk_on_welcome(desk, 0);
    for (int i = 0; i < 200000; i++) {
        seed = seed * 1664525 + 1013904223;
        unsigned dice = seed >> 16 & 15;
        struct message message;
        uint32_t index = seed >> 8 & 15;
        struct place *place = &desk->places[index];
        bool has_judge = place->state == PLACE_REVIEWING || place->state == PLACE_LOST;
        now_ms += dice;
        if (dice < 4 && desk->credit_out > 0) {
            struct msg_job job = play_job(++bundle);
            assert_int_not_equal(desk_on_job(desk, &job, now_ms), DESK_NONE);
        } else if (dice < 7 && has_judge) {
            (void)desk_on_judged(desk, index, &play_refusal, now_ms);
        } else if (dice == 7) {
            (void)desk_on_cancel(desk, &(struct msg_cancel){ place->bundle, 2, place->attempt, 1 });
        } else if (dice == 8) {
            desk_on_lost(desk);
            desk_on_welcome(desk, now_ms);
        } else if (play_say(desk, now_ms, &message) == MSG_VERDICT && dice > 9) {
            (void)play_answer(desk, MSG_RECORDED, OK, now_ms);
        }
        assert_true(desk->in_review <= 4);
        assert_true(desk->credit_out + desk->in_review <= 4);
    }
    assert_true(bundle > 1000);
    play_close(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_cell_of_the_table_is_as_drawn),
        cmocka_unit_test(test_nothing_is_said_without_a_session),
        cmocka_unit_test(test_credit_is_the_number_of_free_judges),
        cmocka_unit_test(test_verdict_and_next_credit_travel_together),
        cmocka_unit_test(test_materials_travel_with_corrections),
        cmocka_unit_test(test_credit_never_exceeds_the_judges_that_are_free),
        cmocka_unit_test(test_a_job_that_was_not_granted_goes_back),
        cmocka_unit_test(test_a_lease_is_renewed_at_each_third),
        cmocka_unit_test(test_a_hung_judge_is_not_renewed_for_ever),
        cmocka_unit_test(test_a_verdict_is_repeated_in_every_session_until_answered),
        cmocka_unit_test(test_a_new_session_renews_what_is_held),
        cmocka_unit_test(test_a_cancelled_job_says_nothing_more),
        cmocka_unit_test(test_a_closed_desk_grants_nothing_and_finishes),
        cmocka_unit_test(test_abandoned_jobs_are_released_whatever_the_judge_says_later),
        cmocka_unit_test(test_a_closed_desk_asks_no_new_session_for_anything),
        cmocka_unit_test(test_a_draining_broker_is_granted_nothing_until_the_next_session),
        cmocka_unit_test(test_any_order_of_events_keeps_the_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
