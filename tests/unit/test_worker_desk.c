/* SPDX-License-Identifier: Apache-2.0 */
/* What a worker holds and what it tells the broker, without threads and sockets. */
#include "workers/desk.h"

#include "client/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define LEASE_MS 30000
#define MAX_JOB_MS 100000

static struct tongfa_verdict refusal = { .kind = TONGFA_REFUSE, .reason_size = 3, .reason = "no." };

static struct desk *open_desk(uint32_t concurrency)
{
    struct desk *desk = calloc(1, sizeof *desk);
    struct place *places = calloc(desk_places(concurrency), sizeof *places);
    assert_non_null(desk);
    assert_non_null(places);
    desk_init(desk, places, concurrency, MAX_JOB_MS);
    return desk;
}

static void close_desk(struct desk *desk)
{
    free(desk->places);
    free(desk);
}

static struct msg_job job_of(uint64_t bundle)
{
    return (struct msg_job){
        .bundle = bundle, .stage = 2, .attempt = 1, .token = 900 + bundle, .lease_ms = LEASE_MS
    };
}

/* Ask for the next message and hand it over; its type, or 0 if there is none. */
static int say(struct desk *desk, int64_t now_ms, struct message *message)
{
    uint32_t index = DESK_NONE;
    int64_t due_ms = 0;
    if (!desk_next(desk, now_ms, message, &index, &due_ms)) return 0;
    desk_sent(desk, message, index, now_ms);
    return (int)message->type;
}

static void assert_silent(struct desk *desk, int64_t now_ms)
{
    struct message message;
    assert_int_equal(say(desk, now_ms, &message), 0);
}

/* Answer the message that was made last. */
static enum desk_news answer(struct desk *desk, enum message_type type, enum err err,
                             int64_t now_ms)
{
    char id[REQUEST_ID_BYTES_MAX + 1];
    (void)snprintf(id, sizeof id, "%s", desk->request_id);
    struct message message = { .type = type, .request_id = span_of_text(id) };
    if (type == MSG_ERROR) {
        message.error =
            (struct msg_error){ .number = (uint8_t)err, .retry = (uint8_t)err_retry(err) };
    }
    uint32_t index = DESK_NONE;
    return desk_on_answer(desk, &message, now_ms, &index);
}

/* A session with its first credit said. */
static void welcome(struct desk *desk, int64_t now_ms, uint32_t credit)
{
    struct message message;
    desk_on_welcome(desk, now_ms);
    assert_int_equal(say(desk, now_ms, &message), MSG_CREDIT);
    assert_int_equal(message.credit.credit, credit);
}

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
    struct desk *desk = open_desk(2);
    assert_silent(desk, 0);
    close_desk(desk);
}

static void test_credit_is_the_number_of_free_judges(void **state)
{
    (void)state;
    struct desk *desk = open_desk(3);
    welcome(desk, 0, 3);
    assert_silent(desk, 0);
    close_desk(desk);
}

static void test_verdict_and_next_credit_travel_together(void **state)
{
    (void)state;
    struct desk *desk = open_desk(2);
    struct message message;
    struct msg_job job = job_of(7);
    welcome(desk, 0, 2);
    uint32_t index = desk_on_job(desk, &job, 10);
    assert_int_not_equal(index, DESK_NONE);
    assert_silent(desk, 10);

    assert_true(desk_on_judged(desk, index, &refusal, 20));
    assert_int_equal(say(desk, 20, &message), MSG_VERDICT);
    assert_int_equal(message.verdict.bundle, 7);
    assert_int_equal(message.verdict.stage, 2);
    assert_int_equal(message.verdict.attempt, 1);
    assert_int_equal(message.verdict.token, 907);
    assert_int_equal(message.verdict.verdict, VERDICT_REFUSE);
    assert_memory_equal(message.verdict.reason.at, "no.", 3);
    assert_int_equal(message.verdict.credit, 1);
    assert_silent(desk, 20);
    assert_int_equal(answer(desk, MSG_RECORDED, OK, 30), DESK_SETTLED);
    assert_true(desk_is_empty(desk));
    assert_int_equal(desk->credit_out, 2);
    close_desk(desk);
}

static void test_materials_travel_with_corrections(void **state)
{
    (void)state;
    static const struct tongfa_verdict correction = {
        .kind = TONGFA_CORRECT, .reason_size = 3, .reason = "no.", .materials = "deed,photo"
    };
    struct desk *desk = open_desk(1);
    struct message message;
    struct msg_job job = job_of(7);
    welcome(desk, 0, 1);
    assert_true(desk_on_judged(desk, desk_on_job(desk, &job, 10), &correction, 20));
    assert_int_equal(say(desk, 20, &message), MSG_VERDICT);
    assert_int_equal(message.verdict.verdict, VERDICT_CORRECT);
    assert_int_equal(message.verdict.materials.size, 10);
    assert_memory_equal(message.verdict.materials.at, "deed,photo", 10);
    close_desk(desk);
}

static void test_credit_never_exceeds_the_judges_that_are_free(void **state)
{
    (void)state;
    struct desk *desk = open_desk(2);
    struct message message;
    struct msg_job jobs[2] = { job_of(1), job_of(2) };
    welcome(desk, 0, 2);
    uint32_t first = desk_on_job(desk, &jobs[0], 0);
    (void)desk_on_job(desk, &jobs[1], 0);
    (void)desk_on_judged(desk, first, &refusal, 1);
    assert_int_equal(say(desk, 1, &message), MSG_VERDICT);
    assert_int_equal(message.verdict.credit, 1);
    assert_int_equal(desk->credit_out + desk->in_review, 2);
    close_desk(desk);
}

static void test_a_job_that_was_not_granted_goes_back(void **state)
{
    (void)state;
    struct desk *desk = open_desk(1);
    struct msg_job jobs[2] = { job_of(1), job_of(2) };
    welcome(desk, 0, 1);
    (void)desk_on_job(desk, &jobs[0], 0);
    assert_int_equal(desk_on_job(desk, &jobs[1], 0), DESK_NONE);
    struct message back = desk_refuse(&jobs[1]);
    assert_int_equal(back.verdict.verdict, VERDICT_RELEASE);
    assert_int_equal(back.verdict.token, 902);
    close_desk(desk);
}

static void test_a_lease_is_renewed_at_each_third(void **state)
{
    (void)state;
    struct desk *desk = open_desk(1);
    struct message message;
    struct msg_job job = job_of(1);
    uint32_t index = 0;
    int64_t due_ms = 0;
    welcome(desk, 0, 1);
    (void)desk_on_job(desk, &job, 1000);
    assert_false(desk_next(desk, 10999, &message, &index, &due_ms));
    assert_int_equal(due_ms, 11000);
    assert_int_equal(say(desk, 11000, &message), MSG_RENEW);
    assert_int_equal(message.renew.token, 901);
    assert_silent(desk, 20999);
    assert_int_equal(say(desk, 21000, &message), MSG_RENEW);
    close_desk(desk);
}

static void test_a_hung_judge_is_not_renewed_for_ever(void **state)
{
    (void)state;
    struct desk *desk = open_desk(1);
    struct message message;
    struct msg_job job = job_of(1);
    welcome(desk, 0, 1);
    uint32_t index = desk_on_job(desk, &job, 0);
    assert_int_equal(say(desk, 99999, &message), MSG_RENEW);
    assert_int_equal(desk_over_bound(desk, 99999), DESK_NONE);
    assert_int_equal(desk_over_bound(desk, 100000), index);
    assert_int_equal(desk_over_bound(desk, 100000), DESK_NONE);
    assert_silent(desk, 200000);
    assert_false(desk_on_judged(desk, index, &refusal, 200000)); /* it was told to stop */
    close_desk(desk);
}

static void test_a_verdict_is_repeated_in_every_session_until_answered(void **state)
{
    (void)state;
    struct desk *desk = open_desk(1);
    struct message message;
    struct msg_job job = job_of(1);
    welcome(desk, 0, 1);
    uint32_t index = desk_on_job(desk, &job, 0);
    (void)desk_on_judged(desk, index, &refusal, 1);
    assert_int_equal(say(desk, 1, &message), MSG_VERDICT);
    for (int session = 0; session < 3; session++) {
        desk_on_lost(desk);
        assert_silent(desk, 10);
        welcome(desk, 20, 1);
        assert_int_equal(say(desk, 20, &message), MSG_VERDICT);
        assert_int_equal(message.verdict.credit, 0);
        assert_silent(desk, 20);
    }
    assert_int_equal(answer(desk, MSG_RECORDED, OK, 30), DESK_SETTLED);
    assert_true(desk_is_empty(desk));
    close_desk(desk);
}

static void test_a_new_session_renews_what_is_held(void **state)
{
    (void)state;
    struct desk *desk = open_desk(2);
    struct message message;
    struct msg_job job = job_of(1);
    welcome(desk, 0, 2);
    (void)desk_on_job(desk, &job, 0);
    desk_on_lost(desk);
    welcome(desk, 50, 1);
    assert_int_equal(say(desk, 50, &message), MSG_RENEW);
    assert_silent(desk, 50);
    close_desk(desk);
}

static void test_a_stale_renewal_drops_the_job_and_its_verdict(void **state)
{
    (void)state;
    struct desk *desk = open_desk(1);
    struct message message;
    struct msg_job job = job_of(1);
    welcome(desk, 0, 1);
    uint32_t index = desk_on_job(desk, &job, 0);
    assert_int_equal(say(desk, LEASE_MS, &message), MSG_RENEW);
    assert_int_equal(answer(desk, MSG_ERROR, ERR_LEASE_STALE, LEASE_MS), DESK_STALE);
    assert_false(desk_on_judged(desk, index, &refusal, LEASE_MS + 1));
    assert_true(desk_is_empty(desk));
    /* The judge is free again; nothing can cross a credit of nothing. */
    assert_int_equal(say(desk, LEASE_MS + 1, &message), MSG_CREDIT);
    assert_int_equal(message.credit.credit, 1);
    close_desk(desk);
}

static void test_a_stale_verdict_is_dropped(void **state)
{
    (void)state;
    struct desk *desk = open_desk(1);
    struct message message;
    struct msg_job job = job_of(1);
    welcome(desk, 0, 1);
    uint32_t index = desk_on_job(desk, &job, 0);
    (void)desk_on_judged(desk, index, &refusal, 1);
    assert_int_equal(say(desk, 1, &message), MSG_VERDICT);
    assert_int_equal(answer(desk, MSG_ERROR, ERR_LEASE_STALE, 2), DESK_STALE);
    assert_true(desk_is_empty(desk));
    close_desk(desk);
}

static void test_a_verdict_that_is_refused_for_good_parks_the_job(void **state)
{
    (void)state;
    struct desk *desk = open_desk(1);
    struct message message;
    struct msg_job job = job_of(1);
    welcome(desk, 0, 1);
    uint32_t index = desk_on_job(desk, &job, 0);
    (void)desk_on_judged(desk, index, &refusal, 1);
    assert_int_equal(say(desk, 1, &message), MSG_VERDICT);
    assert_int_equal(answer(desk, MSG_ERROR, ERR_FIELD_INVALID, 2), DESK_DECLINED);
    assert_int_equal(say(desk, 2, &message), MSG_VERDICT);
    assert_int_equal(message.verdict.verdict, VERDICT_PARK);
    assert_memory_equal(message.verdict.reason.at, "the broker refused the verdict refuse: ", 39);
    assert_int_equal(answer(desk, MSG_ERROR, ERR_FIELD_INVALID, 3), DESK_DECLINED); /* that, too */
    assert_silent(desk, LEASE_MS);
    assert_true(desk_is_empty(desk));
    close_desk(desk);
}

static void test_who_may_not_decide_leaves_the_job_to_another(void **state)
{
    (void)state;
    struct desk *desk = open_desk(1);
    struct message message;
    struct msg_job job = job_of(1);
    welcome(desk, 0, 1);
    uint32_t index = desk_on_job(desk, &job, 0);
    (void)desk_on_judged(desk, index, &refusal, 1);
    assert_int_equal(say(desk, 1, &message), MSG_VERDICT);
    assert_int_equal(answer(desk, MSG_ERROR, ERR_SEPARATION, 2), DESK_DECLINED);
    assert_int_equal(say(desk, 2, &message), MSG_VERDICT);
    assert_int_equal(message.verdict.verdict, VERDICT_FAIL);
    close_desk(desk);
}

static void test_a_busy_broker_gets_the_verdict_again(void **state)
{
    (void)state;
    struct desk *desk = open_desk(1);
    struct message message;
    struct msg_job job = job_of(1);
    welcome(desk, 0, 1);
    uint32_t index = desk_on_job(desk, &job, 0);
    (void)desk_on_judged(desk, index, &refusal, 1);
    assert_int_equal(say(desk, 1, &message), MSG_VERDICT);
    assert_int_equal(answer(desk, MSG_ERROR, ERR_BUSY, 2), DESK_DELAYED);
    assert_silent(desk, 500);
    assert_int_equal(say(desk, 2000, &message), MSG_VERDICT);
    close_desk(desk);
}

static void test_a_cancelled_job_says_nothing_more(void **state)
{
    (void)state;
    struct desk *desk = open_desk(1);
    struct msg_job job = job_of(1);
    welcome(desk, 0, 1);
    uint32_t index = desk_on_job(desk, &job, 0);
    assert_int_equal(desk_on_cancel(desk, &(struct msg_cancel){ 1, 2, 2, 1 }), DESK_NONE);
    assert_int_equal(desk_on_cancel(desk, &(struct msg_cancel){ 1, 2, 1, 1 }), index);
    assert_silent(desk, LEASE_MS);
    assert_false(desk_on_judged(desk, index, &refusal, LEASE_MS));
    assert_true(desk_is_empty(desk));
    close_desk(desk);
}

static void test_a_cancel_that_crosses_the_verdict_waits_for_its_answer(void **state)
{
    (void)state;
    struct desk *desk = open_desk(1);
    struct message message;
    struct msg_job job = job_of(1);
    welcome(desk, 0, 1);
    uint32_t index = desk_on_job(desk, &job, 0);
    (void)desk_on_judged(desk, index, &refusal, 1);
    assert_int_equal(say(desk, 1, &message), MSG_VERDICT);
    assert_int_equal(desk_on_cancel(desk, &(struct msg_cancel){ 1, 2, 1, 1 }), DESK_NONE);
    assert_int_equal(answer(desk, MSG_ERROR, ERR_LEASE_STALE, 2), DESK_STALE);
    assert_true(desk_is_empty(desk));
    close_desk(desk);
}

static void test_a_stale_renewal_behind_the_verdict_waits_for_its_answer(void **state)
{
    (void)state;
    struct desk *desk = open_desk(1);
    struct message message;
    struct msg_job job = job_of(1);
    welcome(desk, 0, 1);
    uint32_t index = desk_on_job(desk, &job, 0);
    assert_int_equal(say(desk, LEASE_MS, &message), MSG_RENEW);
    char renewal_id[REQUEST_ID_BYTES_MAX + 1];
    (void)snprintf(renewal_id, sizeof renewal_id, "%s", desk->request_id);
    (void)desk_on_judged(desk, index, &refusal, LEASE_MS);
    assert_int_equal(say(desk, LEASE_MS, &message), MSG_VERDICT);
    struct message stale = { .type = MSG_ERROR,
                             .request_id = span_of_text(renewal_id),
                             .error = { .number = ERR_LEASE_STALE, .retry = RETRY_NEVER } };
    assert_int_equal(desk_on_answer(desk, &stale, LEASE_MS, &index), DESK_NOTHING);
    assert_false(desk_is_empty(desk));
    assert_int_equal(answer(desk, MSG_ERROR, ERR_LEASE_STALE, LEASE_MS), DESK_STALE);
    assert_true(desk_is_empty(desk));
    close_desk(desk);
}

static void test_answers_to_an_older_job_of_the_place_mean_nothing(void **state)
{
    (void)state;
    struct desk *desk = open_desk(1);
    struct message message;
    struct msg_job job = job_of(1);
    welcome(desk, 0, 1);
    uint32_t index = desk_on_job(desk, &job, 0);
    assert_int_equal(say(desk, LEASE_MS, &message), MSG_RENEW);
    char old_id[REQUEST_ID_BYTES_MAX + 1];
    (void)snprintf(old_id, sizeof old_id, "%s", desk->request_id);
    (void)desk_on_cancel(desk, &(struct msg_cancel){ 1, 2, 1, 1 });
    (void)desk_on_judged(desk, index, &refusal, LEASE_MS);
    struct msg_job next = job_of(2);
    assert_int_equal(desk_on_job(desk, &next, LEASE_MS), index);

    struct message late = { .type = MSG_ERROR,
                            .request_id = span_of_text(old_id),
                            .error = { .number = ERR_LEASE_STALE, .retry = RETRY_NEVER } };
    assert_int_equal(desk_on_answer(desk, &late, LEASE_MS, &index), DESK_NOTHING);
    assert_int_equal(desk->in_review, 1);
    close_desk(desk);
}

static void test_answers_with_strange_ids_mean_nothing(void **state)
{
    (void)state;
    static const char *const ids[] = { "",
                                       "v",
                                       "v0",
                                       "v0.",
                                       "v0.0",
                                       "x0.1",
                                       "v99.1",
                                       "v-1.1",
                                       "v0.1.1",
                                       "v 0.1x",
                                       "0123456789012345678901234567890123" };
    struct desk *desk = open_desk(1);
    struct msg_job job = job_of(1);
    uint32_t index = 0;
    welcome(desk, 0, 1);
    (void)desk_on_job(desk, &job, 0);
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        struct message message = { .type = MSG_RECORDED, .request_id = span_of_text(ids[i]) };
        assert_int_equal(desk_on_answer(desk, &message, 1, &index), DESK_NOTHING);
    }
    close_desk(desk);
}

static void test_a_closed_desk_grants_nothing_and_finishes(void **state)
{
    (void)state;
    struct desk *desk = open_desk(2);
    struct message message;
    struct msg_job jobs[2] = { job_of(1), job_of(2) };
    welcome(desk, 0, 2);
    uint32_t index = desk_on_job(desk, &jobs[0], 0);
    desk_close(desk);
    assert_int_equal(say(desk, 1, &message), MSG_CREDIT);
    assert_int_equal(message.credit.credit, 0);
    assert_int_equal(say(desk, 1, &message), MSG_PING);
    assert_int_equal(desk_on_job(desk, &jobs[1], 1), DESK_NONE);
    (void)desk_on_judged(desk, index, &refusal, 2);
    assert_int_equal(say(desk, 2, &message), MSG_VERDICT);
    assert_int_equal(message.verdict.credit, 0);
    assert_false(desk_is_empty(desk));
    assert_int_equal(answer(desk, MSG_RECORDED, OK, 3), DESK_SETTLED);
    assert_false(desk_is_empty(desk)); /* more may be on its way, until the PING comes back */
    assert_int_equal(answer(desk, MSG_PONG, OK, 4), DESK_NOTHING);
    assert_true(desk_is_empty(desk));
    assert_silent(desk, 4);
    close_desk(desk);
}

static void test_abandoned_jobs_are_released_whatever_the_judge_says_later(void **state)
{
    (void)state;
    struct desk *desk = open_desk(1);
    struct message message;
    struct msg_job job = job_of(1);
    welcome(desk, 0, 1);
    uint32_t index = desk_on_job(desk, &job, 0);
    desk_close(desk);
    desk_abandon(desk, 5);
    assert_int_equal(say(desk, 5, &message), MSG_CREDIT);
    assert_int_equal(say(desk, 5, &message), MSG_PING);
    assert_int_equal(answer(desk, MSG_PONG, OK, 5), DESK_NOTHING);
    assert_false(desk_is_empty(desk));
    assert_int_equal(say(desk, 5, &message), MSG_VERDICT);
    assert_int_equal(message.verdict.verdict, VERDICT_RELEASE);
    assert_false(desk_on_judged(desk, index, &refusal, 6));
    assert_silent(desk, 6);
    assert_int_equal(answer(desk, MSG_RECORDED, OK, 7), DESK_SETTLED);
    assert_true(desk_is_empty(desk));
    close_desk(desk);
}

static void test_a_closed_desk_asks_no_new_session_for_anything(void **state)
{
    (void)state;
    struct desk *desk = open_desk(1);
    struct message message;
    struct msg_job job = job_of(1);
    welcome(desk, 0, 1);
    (void)desk_on_job(desk, &job, 0);
    desk_close(desk);
    desk_on_lost(desk);
    desk_on_welcome(desk, 10);
    assert_int_equal(say(desk, 10, &message), MSG_RENEW);
    assert_silent(desk, 10);
    close_desk(desk);

    desk = open_desk(1);
    desk_close(desk);
    assert_true(desk_is_empty(desk));
    desk_on_welcome(desk, 10);
    assert_silent(desk, 10);
    close_desk(desk);
}

static void test_a_draining_broker_is_granted_nothing_until_the_next_session(void **state)
{
    (void)state;
    struct desk *desk = open_desk(1);
    struct message message;
    struct msg_job job = job_of(1);
    welcome(desk, 0, 1);
    uint32_t index = desk_on_job(desk, &job, 0);
    desk->is_paused = true;
    (void)desk_on_judged(desk, index, &refusal, 1);
    assert_int_equal(say(desk, 1, &message), MSG_VERDICT);
    assert_int_equal(message.verdict.credit, 0);
    assert_int_equal(answer(desk, MSG_RECORDED, OK, 2), DESK_SETTLED);
    assert_silent(desk, 3);
    desk_on_lost(desk);
    welcome(desk, 4, 1);
    close_desk(desk);
}

/* Any order of events: counts stay within their bounds, and at the end everything is settled. */
static void test_any_order_of_events_keeps_the_bounds(void **state)
{
    (void)state;
    struct desk *desk = open_desk(4);
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
            struct msg_job job = job_of(++bundle);
            assert_int_not_equal(desk_on_job(desk, &job, now_ms), DESK_NONE);
        } else if (dice < 7 && has_judge) {
            (void)desk_on_judged(desk, index, &refusal, now_ms);
        } else if (dice == 7) {
            (void)desk_on_cancel(desk, &(struct msg_cancel){ place->bundle, 2, place->attempt, 1 });
        } else if (dice == 8) {
            desk_on_lost(desk);
            desk_on_welcome(desk, now_ms);
        } else if (say(desk, now_ms, &message) == MSG_VERDICT && dice > 9) {
            (void)answer(desk, MSG_RECORDED, OK, now_ms);
        }
        assert_true(desk->in_review <= 4);
        assert_true(desk->credit_out + desk->in_review <= 4);
    }
    assert_true(bundle > 1000);
    close_desk(desk);
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
        cmocka_unit_test(test_a_stale_renewal_drops_the_job_and_its_verdict),
        cmocka_unit_test(test_a_stale_verdict_is_dropped),
        cmocka_unit_test(test_a_verdict_that_is_refused_for_good_parks_the_job),
        cmocka_unit_test(test_who_may_not_decide_leaves_the_job_to_another),
        cmocka_unit_test(test_a_busy_broker_gets_the_verdict_again),
        cmocka_unit_test(test_a_cancelled_job_says_nothing_more),
        cmocka_unit_test(test_a_cancel_that_crosses_the_verdict_waits_for_its_answer),
        cmocka_unit_test(test_a_stale_renewal_behind_the_verdict_waits_for_its_answer),
        cmocka_unit_test(test_answers_to_an_older_job_of_the_place_mean_nothing),
        cmocka_unit_test(test_answers_with_strange_ids_mean_nothing),
        cmocka_unit_test(test_a_closed_desk_grants_nothing_and_finishes),
        cmocka_unit_test(test_abandoned_jobs_are_released_whatever_the_judge_says_later),
        cmocka_unit_test(test_a_closed_desk_asks_no_new_session_for_anything),
        cmocka_unit_test(test_a_draining_broker_is_granted_nothing_until_the_next_session),
        cmocka_unit_test(test_any_order_of_events_keeps_the_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
