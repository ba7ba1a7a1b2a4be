/* SPDX-License-Identifier: Apache-2.0 */
/* How a worker begins and ends: options, refusals, stops, drains. */
#include "tests/support/worker_stage.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static void test_a_stopped_worker_finishes_what_it_holds(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_ready(2);
    atomic_store(&stage->behaviour, HOLD);
    stage_send_job(stage, 1, LEASE_MS);
    stage_wait_for(&stage->judging, 1);
    tongfa_worker_stop();
    stage_take_credit(stage, 0);
    stage_send_job(stage, 2, LEASE_MS); /* crossed */
    (void)stage_take_verdict(stage, 2, VERDICT_RELEASE);
    sem_post(&stage->go);
    struct message message = stage_take_verdict(stage, 1, VERDICT_GRANT);
    assert_int_equal(message.verdict.credit, 0);
    stage_record(stage, &message);
    (void)stage_take(stage, MSG_BYE);
    stage_join(stage, 0);
}

static void test_what_is_not_finished_in_time_is_given_back(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_open(1);
    stage->options.drain_ms = 50;
    atomic_store(&stage->behaviour, HOLD);
    stage_start(stage);
    stage_welcome(stage, 60000);
    stage_take_credit(stage, 1);
    stage_send_job(stage, 1, LEASE_MS);
    stage_wait_for(&stage->judging, 1);
    tongfa_worker_stop();
    stage_take_credit(stage, 0);
    struct message message = stage_take_verdict(stage, 1, VERDICT_RELEASE);
    stage_record(stage, &message);
    (void)stage_take(stage, MSG_BYE);
    stage_join(stage, 0);
}

static void test_a_second_stop_gives_back_at_once(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_open(1);
    stage->options.drain_ms = 600000;
    atomic_store(&stage->behaviour, HOLD);
    stage_start(stage);
    stage_welcome(stage, 60000);
    stage_take_credit(stage, 1);
    stage_send_job(stage, 1, LEASE_MS);
    stage_wait_for(&stage->judging, 1);
    tongfa_worker_stop();
    stage_take_credit(stage, 0);
    tongfa_worker_stop();
    struct message message = stage_take_verdict(stage, 1, VERDICT_RELEASE);
    stage_record(stage, &message);
    stage_join(stage, 0);
}

static void test_a_judge_that_never_returns_is_left_behind(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_open(2);
    stage->options.drain_ms = 1;
    atomic_store(&stage->behaviour, HANG);
    stage_start(stage);
    stage_welcome(stage, 60000);
    stage_take_credit(stage, 2);
    stage_send_job(stage, 1, LEASE_MS);
    stage_wait_for(&stage->judging, 1);
    tongfa_worker_stop();
    stage_take_credit(stage, 0);
    struct message message = stage_take_verdict(stage, 1, VERDICT_RELEASE);
    stage_record(stage, &message);
    assert_int_equal(pthread_join(stage->thread, NULL), 0);
    assert_int_equal(stage->code, 0);
    /* The judge comes back after all; the sanitizers watch what it touches. */
    sem_post(&stage->go);
    stage_wait_for(&stage->returned, 1);
    fake_broker_close(&stage->broker);
    sem_destroy(&stage->go);
    free(stage);
}

static void test_a_worker_without_a_broker_stops_too(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_open(1);
    fake_broker_close(&stage->broker);
    struct timespec begin;
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    stage_start(stage);
    (void)poll(NULL, 0, 20); /* in either order the outcome is the same, once it runs */
    while (pthread_tryjoin_np(stage->thread, NULL) != 0) {
        tongfa_worker_stop();
        (void)poll(NULL, 0, 1);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    assert_in_range(end.tv_sec - begin.tv_sec, 0, 5);
    assert_int_equal(stage->code, 0);
    sem_destroy(&stage->go);
    free(stage);
}

static void test_a_draining_broker_gets_no_credit_until_it_is_back(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_ready(1);
    atomic_store(&stage->behaviour, HOLD);
    stage_send_job(stage, 1, LEASE_MS);
    stage_wait_for(&stage->judging, 1);
    struct message drain[2] = { { .type = MSG_DRAIN }, stage_job(2, LEASE_MS) };
    fake_broker_say_all(stage->broker, drain, 2);
    (void)stage_take_verdict(stage, 2, VERDICT_RELEASE); /* it has read the order, too */
    sem_post(&stage->go);
    struct message message = stage_take_verdict(stage, 1, VERDICT_GRANT);
    assert_int_equal(message.verdict.credit, 0);
    stage_record(stage, &message);
    fake_broker_close(&stage->broker);
    stage->broker = fake_broker_open(stage->endpoint);
    stage_welcome(stage, 60000);
    stage_take_credit(stage, 1);
    stage_stop(stage);
}

static void test_a_refused_worker_says_so(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_open(1);
    stage_start(stage);
    struct message hello = stage_take(stage, MSG_HELLO);
    stage_decline(stage, &hello, ERR_NOT_ALLOWED);
    stage_join(stage, 77);
}

static void test_an_unknown_department_is_asked_for_again(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_open(1);
    stage_start(stage);
    struct message hello = stage_take(stage, MSG_HELLO);
    stage_decline(stage, &hello, ERR_DEPARTMENT_UNKNOWN);
    stage_welcome(stage, 60000);
    stage_take_credit(stage, 1);
    stage_stop(stage);
}

static void test_bad_options_are_refused(void **state)
{
    (void)state;
    struct tongfa_worker_options good = {
        .endpoint = "ipc:///tmp/none", .department = "land", .quiet = true, .judge = stage_judge
    };
    struct tongfa_worker_options bad = good;
    bad.endpoint = NULL;
    assert_int_equal(tongfa_worker_run(&bad), 64);
    bad.endpoint = "nowhere";
    assert_int_equal(tongfa_worker_run(&bad), 64);
    bad = good;
    bad.department = NULL;
    assert_int_equal(tongfa_worker_run(&bad), 64);
    bad.department = "no such name!";
    assert_int_equal(tongfa_worker_run(&bad), 64);
    bad = good;
    bad.judge = NULL;
    assert_int_equal(tongfa_worker_run(&bad), 64);
    bad = good;
    bad.concurrency = 257;
    assert_int_equal(tongfa_worker_run(&bad), 64);
    bad = good;
    bad.name = "Not A Name";
    assert_int_equal(tongfa_worker_run(&bad), 64);
    bad.name = "a-name-that-is-longer-than-thirty-one-characters";
    assert_int_equal(tongfa_worker_run(&bad), 64);
}

static void test_sigterm_drains_and_the_old_handler_comes_back(void **state)
{
    (void)state;
    struct worker_stage *stage = stage_open(1);
    stage->options.keep_signals = false;
    stage_start(stage);
    stage_welcome(stage, 60000);
    stage_take_credit(stage, 1);
    assert_int_equal(kill(getpid(), SIGTERM), 0);
    stage_take_credit(stage, 0);
    (void)stage_take(stage, MSG_BYE);
    stage_join(stage, 0);
    struct sigaction now;
    assert_int_equal(sigaction(SIGTERM, NULL, &now), 0);
    assert_true(now.sa_handler == SIG_DFL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_stopped_worker_finishes_what_it_holds),
        cmocka_unit_test(test_what_is_not_finished_in_time_is_given_back),
        cmocka_unit_test(test_a_second_stop_gives_back_at_once),
        cmocka_unit_test(test_a_judge_that_never_returns_is_left_behind),
        cmocka_unit_test(test_a_worker_without_a_broker_stops_too),
        cmocka_unit_test(test_a_draining_broker_gets_no_credit_until_it_is_back),
        cmocka_unit_test(test_a_refused_worker_says_so),
        cmocka_unit_test(test_an_unknown_department_is_asked_for_again),
        cmocka_unit_test(test_bad_options_are_refused),
        cmocka_unit_test(test_sigterm_drains_and_the_old_handler_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
