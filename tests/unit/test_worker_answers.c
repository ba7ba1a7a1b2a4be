/* SPDX-License-Identifier: Apache-2.0 */
/* What a worker makes of the broker's answers. */
#include "tests/support/desk_play.h"

#include "client/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* A desk of one judge, whose verdict on one job was said at 1 ms. */
static struct desk *desk_that_said_its_verdict(void)
{
    uint32_t index;
    struct desk *desk = play_reviewing(&index);
    struct message message;
    (void)desk_on_judged(desk, index, &play_refusal, 1);
    assert_int_equal(play_say(desk, 1, &message), MSG_VERDICT);
    return desk;
}

/* To the message that was made last, for later: the lease is another's. Valid until the next one. */
static struct message stale_answer(const struct desk *desk)
{
    static char id[REQUEST_ID_BYTES_MAX + 1];
    (void)snprintf(id, sizeof id, "%s", desk->request_id);
    return (struct message){ .type = MSG_ERROR,
                             .request_id = span_of_text(id),
                             .error = { .number = ERR_LEASE_STALE, .retry = RETRY_NEVER } };
}

static void test_a_stale_renewal_drops_the_job_and_its_verdict(void **state)
{
    (void)state;
    uint32_t index;
    struct desk *desk = play_reviewing(&index);
    struct message message;
    assert_int_equal(play_say(desk, PLAY_LEASE_MS, &message), MSG_RENEW);
    assert_int_equal(play_answer(desk, MSG_ERROR, ERR_LEASE_STALE, PLAY_LEASE_MS), DESK_STALE);
    assert_false(desk_on_judged(desk, index, &play_refusal, PLAY_LEASE_MS + 1));
    assert_true(desk_is_empty(desk));
    /* The judge is free again; nothing can cross a credit of nothing. */
    assert_int_equal(play_say(desk, PLAY_LEASE_MS + 1, &message), MSG_CREDIT);
    assert_int_equal(message.credit.credit, 1);
    play_close(desk);
}

static void test_a_stale_verdict_is_dropped(void **state)
{
    (void)state;
    struct desk *desk = desk_that_said_its_verdict();
    assert_int_equal(play_answer(desk, MSG_ERROR, ERR_LEASE_STALE, 2), DESK_STALE);
    assert_true(desk_is_empty(desk));
    play_close(desk);
}

static void test_a_verdict_that_is_refused_for_good_parks_the_job(void **state)
{
    (void)state;
    struct desk *desk = desk_that_said_its_verdict();
    struct message message;
    assert_int_equal(play_answer(desk, MSG_ERROR, ERR_FIELD_INVALID, 2), DESK_DECLINED);
    assert_int_equal(play_say(desk, 2, &message), MSG_VERDICT);
    assert_int_equal(message.verdict.verdict, VERDICT_PARK);
    assert_memory_equal(message.verdict.reason.at, "the broker refused the verdict refuse: ", 39);
    assert_int_equal(play_answer(desk, MSG_ERROR, ERR_FIELD_INVALID, 3),
                     DESK_DECLINED); /* that, too */
    play_assert_silent(desk, PLAY_LEASE_MS);
    assert_true(desk_is_empty(desk));
    play_close(desk);
}

static void test_who_may_not_decide_leaves_the_job_to_another(void **state)
{
    (void)state;
    struct desk *desk = desk_that_said_its_verdict();
    struct message message;
    assert_int_equal(play_answer(desk, MSG_ERROR, ERR_SEPARATION, 2), DESK_DECLINED);
    assert_int_equal(play_say(desk, 2, &message), MSG_VERDICT);
    assert_int_equal(message.verdict.verdict, VERDICT_FAIL);
    play_close(desk);
}

static void test_a_busy_broker_gets_the_verdict_again(void **state)
{
    (void)state;
    struct desk *desk = desk_that_said_its_verdict();
    struct message message;
    assert_int_equal(play_answer(desk, MSG_ERROR, ERR_BUSY, 2), DESK_DELAYED);
    play_assert_silent(desk, 500);
    assert_int_equal(play_say(desk, 2000, &message), MSG_VERDICT);
    play_close(desk);
}

static void test_a_cancel_that_crosses_the_verdict_waits_for_its_answer(void **state)
{
    (void)state;
    struct desk *desk = desk_that_said_its_verdict();
    assert_int_equal(desk_on_cancel(desk, &(struct msg_cancel){ 1, 2, 1, 1 }), DESK_NONE);
    assert_int_equal(play_answer(desk, MSG_ERROR, ERR_LEASE_STALE, 2), DESK_STALE);
    assert_true(desk_is_empty(desk));
    play_close(desk);
}

static void test_a_stale_renewal_behind_the_verdict_waits_for_its_answer(void **state)
{
    (void)state;
    uint32_t index;
    struct desk *desk = play_reviewing(&index);
    struct message message;
    assert_int_equal(play_say(desk, PLAY_LEASE_MS, &message), MSG_RENEW);
    struct message stale = stale_answer(desk);
    (void)desk_on_judged(desk, index, &play_refusal, PLAY_LEASE_MS);
    assert_int_equal(play_say(desk, PLAY_LEASE_MS, &message), MSG_VERDICT);
    assert_int_equal(desk_on_answer(desk, &stale, PLAY_LEASE_MS, &index), DESK_NOTHING);
    assert_false(desk_is_empty(desk));
    assert_int_equal(play_answer(desk, MSG_ERROR, ERR_LEASE_STALE, PLAY_LEASE_MS), DESK_STALE);
    assert_true(desk_is_empty(desk));
    play_close(desk);
}

static void test_answers_to_an_older_job_of_the_place_mean_nothing(void **state)
{
    (void)state;
    uint32_t index;
    struct desk *desk = play_reviewing(&index);
    struct message message;
    assert_int_equal(play_say(desk, PLAY_LEASE_MS, &message), MSG_RENEW);
    struct message late = stale_answer(desk);
    (void)desk_on_cancel(desk, &(struct msg_cancel){ 1, 2, 1, 1 });
    (void)desk_on_judged(desk, index, &play_refusal, PLAY_LEASE_MS);
    struct msg_job next = play_job(2);
    assert_int_equal(desk_on_job(desk, &next, PLAY_LEASE_MS), index);

    assert_int_equal(desk_on_answer(desk, &late, PLAY_LEASE_MS, &index), DESK_NOTHING);
    assert_int_equal(desk->in_review, 1);
    play_close(desk);
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
    struct desk *desk = play_open(1);
    struct msg_job job = play_job(1);
    uint32_t index = 0;
    play_welcome(desk, 0, 1);
    (void)desk_on_job(desk, &job, 0);
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        struct message message = { .type = MSG_RECORDED, .request_id = span_of_text(ids[i]) };
        assert_int_equal(desk_on_answer(desk, &message, 1, &index), DESK_NOTHING);
    }
    play_close(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_stale_renewal_drops_the_job_and_its_verdict),
        cmocka_unit_test(test_a_stale_verdict_is_dropped),
        cmocka_unit_test(test_a_verdict_that_is_refused_for_good_parks_the_job),
        cmocka_unit_test(test_who_may_not_decide_leaves_the_job_to_another),
        cmocka_unit_test(test_a_busy_broker_gets_the_verdict_again),
        cmocka_unit_test(test_a_cancel_that_crosses_the_verdict_waits_for_its_answer),
        cmocka_unit_test(test_a_stale_renewal_behind_the_verdict_waits_for_its_answer),
        cmocka_unit_test(test_answers_to_an_older_job_of_the_place_mean_nothing),
        cmocka_unit_test(test_answers_with_strange_ids_mean_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
