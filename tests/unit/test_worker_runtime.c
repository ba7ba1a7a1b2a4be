/* SPDX-License-Identifier: Apache-2.0 */
/* The worker runtime at work, against a broker that does what the test says. */
#include "tests/support/worker_stage.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void test_a_job_is_judged_and_answered_with_new_credit(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_ready(1);
    atomic_store(&stage->behaviour, REFUSE);
    stage_send_job(stage, 7, LEASE_MS);
    struct message message = stage_take_verdict(stage, 7, VERDICT_REFUSE);
    assert_int_equal(message.verdict.credit, 1);
    assert_int_equal(message.verdict.reason.size, strlen("land-use five-permits 4 hi"));
    assert_memory_equal(message.verdict.reason.at, "land-use five-permits 4 hi",
                        message.verdict.reason.size);
    stage_record(stage, &message);
    stage_stop(stage);
}

static void test_jobs_are_judged_at_the_same_time(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_ready(3);
    atomic_store(&stage->behaviour, HOLD);
    struct message jobs[3] = { stage_job(1, LEASE_MS), stage_job(2, LEASE_MS),
                               stage_job(3, LEASE_MS) };
    fake_broker_say_all(stage->broker, jobs, 3);
    stage_wait_for(&stage->judging, 3);
    uint32_t credit = 0;
    for (int i = 0; i < 3; i++) {
        sem_post(&stage->go);
        struct message message = stage_take(stage, MSG_VERDICT);
        credit += message.verdict.credit;
        stage_record(stage, &message);
    }
    assert_int_equal(credit, 3);
    stage_stop(stage);
}

static void test_a_job_beyond_the_credit_goes_back(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_ready(1);
    atomic_store(&stage->behaviour, HOLD);
    stage_send_job(stage, 1, LEASE_MS);
    stage_wait_for(&stage->judging, 1);
    stage_send_job(stage, 2, LEASE_MS);
    (void)stage_take_verdict(stage, 2, VERDICT_RELEASE);
    sem_post(&stage->go);
    struct message message = stage_take_verdict(stage, 1, VERDICT_GRANT);
    stage_record(stage, &message);
    stage_stop(stage);
}

static void test_a_lease_is_renewed_while_the_judge_works(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_ready(1);
    atomic_store(&stage->behaviour, HOLD);
    stage_send_job(stage, 1, 150);
    for (int i = 0; i < 3; i++) {
        struct message message = stage_take(stage, MSG_RENEW);
        assert_int_equal(message.renew.bundle, 1);
        assert_int_equal(message.renew.attempt, 3);
        assert_true(message.renew.token == 0xfedcba9876543211);
        stage_record(stage, &message);
    }
    sem_post(&stage->go);
    struct message message;
    while (fake_broker_take(stage->broker, &message, PATIENCE_MS) && message.type == MSG_RENEW) {
        stage_record(stage, &message);
    }
    assert_int_equal(message.type, MSG_VERDICT);
    stage_record(stage, &message);
    stage_stop(stage);
}

static void test_a_stale_renewal_tells_the_judge_and_drops_the_verdict(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_ready(1);
    atomic_store(&stage->behaviour, HOLD);
    stage_send_job(stage, 1, 90);
    struct message renewal = stage_take(stage, MSG_RENEW);
    stage_decline(stage, &renewal, ERR_LEASE_STALE);
    stage_wait_for(&stage->cancelled, 1);
    stage_take_credit(stage, 1); /* no verdict, but the judge is free */
    stage_stop(stage);
}

static void test_a_cancelled_job_tells_the_judge_and_drops_the_verdict(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_ready(1);
    atomic_store(&stage->behaviour, HOLD);
    stage_send_job(stage, 1, LEASE_MS);
    stage_wait_for(&stage->judging, 1);
    struct message cancel = {
        .type = MSG_CANCEL,
        .cancel = { .bundle = 1, .stage = 1, .attempt = 3, .cause = CANCEL_WITHDRAWN }
    };
    fake_broker_say(stage->broker, &cancel);
    stage_wait_for(&stage->cancelled, 1);
    stage_take_credit(stage, 1);
    stage_send_job(stage, 2, LEASE_MS);
    stage_wait_for(&stage->judging, 2);
    sem_post(&stage->go);
    struct message message = stage_take_verdict(stage, 2, VERDICT_GRANT);
    assert_int_equal(atomic_load(&stage->cancelled), 1); /* the second judge heard of nothing */
    stage_record(stage, &message);
    stage_stop(stage);
}

static void test_a_hung_judge_blocks_no_heartbeat(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_open(1);
    atomic_store(&stage->behaviour, HANG);
    stage_start(stage);
    stage_welcome(stage, 20);
    stage_take_credit(stage, 1);
    stage_send_job(stage, 1, LEASE_MS);
    stage_wait_for(&stage->judging, 1);
    for (int i = 0; i < 3; i++) {
        (void)stage_take(stage, MSG_PING);
    }
    sem_post(&stage->go);
    struct message message = stage_take_verdict(stage, 1, VERDICT_GRANT);
    stage_record(stage, &message);
    stage_stop(stage);
}

static void test_a_hung_judge_loses_its_lease(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_open(1);
    stage->options.max_job_ms = 200;
    atomic_store(&stage->behaviour, HOLD);
    stage_start(stage);
    stage_welcome(stage, 60000);
    stage_take_credit(stage, 1);
    stage_send_job(stage, 1, 90);
    stage_wait_for(&stage->cancelled, 1); /* told at the bound */
    uint32_t renewals = 0;
    struct message message;
    while (fake_broker_take(stage->broker, &message, PATIENCE_MS) && message.type == MSG_RENEW) {
        stage_record(stage, &message);
        renewals++;
    }
    assert_in_range(renewals, 1, 8);
    assert_int_equal(message.type, MSG_CREDIT); /* for the next job; of this one no verdict */
    stage_stop(stage);
}

static void test_a_verdict_is_said_again_after_a_reconnect(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_ready(1);
    stage_send_job(stage, 1, LEASE_MS);
    (void)stage_take_verdict(stage, 1, VERDICT_GRANT);
    for (int i = 0; i < 2; i++) {
        fake_broker_close(&stage->broker); /* without an answer */
        stage->broker = fake_broker_open(stage->endpoint);
        stage_welcome(stage, 60000);
        stage_take_credit(stage, 1);
        struct message message = stage_take_verdict(stage, 1, VERDICT_GRANT);
        if (i == 1) stage_record(stage, &message);
    }
    stage_send_job(stage, 2, LEASE_MS);
    struct message message = stage_take_verdict(stage, 2, VERDICT_GRANT);
    stage_record(stage, &message);
    stage_stop(stage);
}

static void test_a_job_under_review_survives_a_reconnect(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_ready(1);
    atomic_store(&stage->behaviour, HOLD);
    stage_send_job(stage, 1, LEASE_MS);
    stage_wait_for(&stage->judging, 1);
    fake_broker_close(&stage->broker);
    stage->broker = fake_broker_open(stage->endpoint);
    stage_welcome(stage, 60000);
    stage_take_credit(stage, 0);
    struct message renewal = stage_take(stage, MSG_RENEW);
    stage_record(stage, &renewal);
    sem_post(&stage->go);
    struct message message = stage_take_verdict(stage, 1, VERDICT_GRANT);
    stage_record(stage, &message);
    stage_stop(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_job_is_judged_and_answered_with_new_credit),
        cmocka_unit_test(test_jobs_are_judged_at_the_same_time),
        cmocka_unit_test(test_a_job_beyond_the_credit_goes_back),
        cmocka_unit_test(test_a_lease_is_renewed_while_the_judge_works),
        cmocka_unit_test(test_a_stale_renewal_tells_the_judge_and_drops_the_verdict),
        cmocka_unit_test(test_a_cancelled_job_tells_the_judge_and_drops_the_verdict),
        cmocka_unit_test(test_a_hung_judge_blocks_no_heartbeat),
        cmocka_unit_test(test_a_hung_judge_loses_its_lease),
        cmocka_unit_test(test_a_verdict_is_said_again_after_a_reconnect),
        cmocka_unit_test(test_a_job_under_review_survives_a_reconnect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
