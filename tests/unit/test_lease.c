/* SPDX-License-Identifier: Apache-2.0 */
/* Leases: given, renewed, run out, given back, failed, parked and retried. */
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define WORKER 1
#define OTHER 2
#define STRANGER 3 /* of another department */

static struct fixture fixture;
static struct procedure procedure;

static int set_up(void **state)
{
    (void)state;
    fixture_open(&fixture, NULL);
    procedure_begin(&procedure, "one");
    procedure_add_stage(&procedure, "review", "planning");
    procedure_add_stage(&procedure, "later", "design");
    procedure.stages[1].start_after.stages = set_of(0);
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(fixture_join(&fixture, WORKER, ROLE_WORKER, "planning"), OK);
    assert_int_equal(fixture_join(&fixture, OTHER, ROLE_WORKER, "planning"), OK);
    assert_int_equal(fixture_join(&fixture, STRANGER, ROLE_WORKER, "design"), OK);
    assert_int_equal(fixture_credit(&fixture, WORKER, 1), OK);
    assert_int_equal(fixture_submit(&fixture, "one", "k"), OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

/* The job of bundle 1's review, as last sent. */
static struct msg_job job(void)
{
    const struct msg_job *found = fixture_job(&fixture, 1, 0);
    assert_non_null(found);
    return *found;
}

static enum err answer(uint32_t session, const struct msg_job *quoted, enum verdict verdict)
{
    return fixture_verdict(&fixture, session, quoted, verdict);
}

static void test_a_job_carries_what_its_worker_needs(void **state)
{
    (void)state;
    const struct effect *effect = fixture_effect(&fixture, EFFECT_JOB, 0);
    assert_non_null(effect);
    assert_int_equal(effect->session.n, WORKER);
    assert_int_equal(effect->request_id.size, 0);
    assert_int_equal(effect->job.application_position, 2);
    assert_int_equal(effect->job.job.attempt, 1);
    assert_int_not_equal(effect->job.job.token, 0);
    assert_int_equal(effect->job.job.until_ms, fixture.now_ms + 30000);
    assert_int_equal(effect->job.job.lease_ms, 30000);
    assert_string_equal(effect->job.job.stage_name.text, "review");
    assert_string_equal(effect->job.job.procedure.text, "one");
    assert_int_equal(effect->job.job.version, 1);
    assert_int_equal(effect->job.job.submitted_ms, fixture.now_ms);
}

static void test_a_lease_expires_at_its_deadline_not_before(void **state)
{
    (void)state;
    fixture_tick(&fixture, 29999);
    assert_int_equal(fixture.facts->count, 0);
    assert_int_equal(fixture_job_state(&fixture, 1, 0), JOB_LEASED);
    assert_int_equal(engine_next_due_ms(fixture.engine), fixture.now_ms + 1);
    fixture_tick(&fixture, 1);
    assert_non_null(fixture_fact(&fixture, FACT_JOB_EXPIRED, 0));
    assert_int_equal(fixture_job_state(&fixture, 1, 0), JOB_READY);
    assert_int_equal(fixture_image(&fixture, 1).stages[0].failures, 1);
    assert_int_equal(engine_next_due_ms(fixture.engine), INT64_MAX);
}

static void test_a_verdict_at_the_deadline_is_late_even_before_the_tick(void **state)
{
    (void)state;
    struct msg_job late = job();
    fixture.now_ms += 30000;
    assert_int_equal(answer(WORKER, &late, VERDICT_GRANT), ERR_LEASE_STALE);
    assert_non_null(fixture_fact(&fixture, FACT_CLAIM_REFUSED, 0));
    assert_int_equal(fixture_stage(&fixture, 1, 0), STAGE_REVIEWING);
}

static void test_the_late_verdict_loses_against_the_next_worker(void **state)
{
    (void)state;
    struct msg_job late = job();
    fixture_tick(&fixture, 30000);
    fixture_credit(&fixture, OTHER, 1);
    struct msg_job second = job();
    assert_int_equal(second.attempt, 2);
    assert_int_not_equal(second.token, late.token);
    assert_int_equal(answer(WORKER, &late, VERDICT_REFUSE), ERR_LEASE_STALE);
    assert_int_equal(answer(OTHER, &second, VERDICT_GRANT), OK);
    assert_int_equal(fixture_stage(&fixture, 1, 0), STAGE_ISSUED);
}

static void test_only_the_token_of_the_lease_counts_not_the_session(void **state)
{
    (void)state;
    struct msg_job held = job();
    fixture_leave(&fixture, WORKER);
    assert_int_equal(fixture_job_state(&fixture, 1, 0), JOB_LEASED); /* leases run on */
    assert_int_equal(answer(STRANGER, &held, VERDICT_GRANT), ERR_LEASE_STALE);
    struct msg_job forged = held;
    forged.token++;
    assert_int_equal(answer(OTHER, &forged, VERDICT_GRANT), ERR_LEASE_STALE);
    forged = held;
    forged.attempt++;
    assert_int_equal(answer(OTHER, &forged, VERDICT_GRANT), ERR_LEASE_STALE);
    forged = held;
    forged.token = 0;
    assert_int_equal(answer(OTHER, &forged, VERDICT_GRANT), ERR_LEASE_STALE);
    assert_int_equal(answer(OTHER, &held, VERDICT_GRANT), OK);
}

static void test_claims_to_what_does_not_exist_are_stale_and_not_journaled(void **state)
{
    (void)state;
    struct msg_job wrong = job();
    wrong.bundle = 99;
    assert_int_equal(answer(WORKER, &wrong, VERDICT_GRANT), ERR_LEASE_STALE);
    assert_int_equal(fixture.facts->count, 0);
    wrong = job();
    wrong.stage = 31;
    assert_int_equal(fixture_renew(&fixture, WORKER, &wrong), ERR_LEASE_STALE);
    assert_int_equal(fixture.facts->count, 0);
    wrong = job();
    wrong.stage = 1; /* never leased: token and attempt 0 do not help */
    wrong.token = 0;
    wrong.attempt = 0;
    assert_int_equal(answer(STRANGER, &wrong, VERDICT_GRANT), ERR_LEASE_STALE);
}

static void test_a_liar_cannot_grow_the_journal(void **state)
{
    (void)state;
    struct msg_job forged = job();
    uint64_t before = engine_position_next(fixture.engine);
    for (uint32_t i = 0; i < 50; i++) {
        forged.token = i;
        forged.attempt = i * UINT32_C(0x5555555);
        assert_int_equal(answer(OTHER, &forged, VERDICT_GRANT), ERR_LEASE_STALE);
    }
    forged.attempt = UINT32_MAX;
    assert_int_equal(answer(OTHER, &forged, VERDICT_GRANT), ERR_LEASE_STALE);
    assert_true(engine_position_next(fixture.engine) - before <= 2); /* attempts 0 and 1 */
}

static void test_a_verdict_given_again_is_answered_as_before(void **state)
{
    (void)state;
    struct msg_job held = job();
    answer(WORKER, &held, VERDICT_GRANT);
    uint64_t position = fixture_recorded(&fixture)->position;
    assert_int_equal(fixture_fact(&fixture, FACT_VERDICT_GIVEN, 0)->position, position);
    assert_int_equal(answer(OTHER, &held, VERDICT_GRANT), OK);
    assert_true(fixture_recorded(&fixture)->repeated);
    assert_int_equal(fixture_recorded(&fixture)->position, position);
    assert_int_equal(fixture.facts->count, 0);
    assert_int_equal(answer(WORKER, &held, VERDICT_REFUSE), ERR_LEASE_STALE); /* another one */
    assert_int_equal(answer(STRANGER, &held, VERDICT_GRANT), ERR_LEASE_STALE);
}

static void test_refuse_and_park_need_a_reason(void **state)
{
    (void)state;
    struct msg_job held = job();
    static const enum verdict verdicts[] = { VERDICT_REFUSE, VERDICT_PARK };
    for (int i = 0; i < 2; i++) {
        struct event *event = fixture_event(&fixture, EVENT_VERDICT, WORKER);
        event->verdict = (struct msg_verdict){ .bundle = 1,
                                               .attempt = held.attempt,
                                               .token = held.token,
                                               .verdict = (uint8_t)verdicts[i] };
        fixture_step(&fixture);
        assert_int_equal(fixture_effect(&fixture, EFFECT_REFUSED, 0)->refused.err,
                         ERR_REASON_MISSING);
        event->verdict.token++; /* a stale claim is told so first */
        fixture_step(&fixture);
        assert_int_equal(fixture_effect(&fixture, EFFECT_REFUSED, 0)->refused.err, ERR_LEASE_STALE);
    }
    assert_int_equal(fixture_job_state(&fixture, 1, 0), JOB_LEASED);
}

static void test_a_renewal_moves_the_deadline_and_nothing_else(void **state)
{
    (void)state;
    struct msg_job held = job();
    struct stage_image before = fixture_image(&fixture, 1).stages[0];
    fixture.now_ms += 20000;
    assert_int_equal(fixture_renew(&fixture, WORKER, &held), OK);
    assert_int_equal(fixture_recorded(&fixture)->until_ms, fixture.now_ms + 30000);
    struct stage_image after = fixture_image(&fixture, 1).stages[0];
    assert_int_equal(after.due_ms, fixture.now_ms + 30000);
    after.due_ms = before.due_ms;
    assert_memory_equal(&before, &after, sizeof before);
    fixture_tick(&fixture, 10000); /* the old deadline */
    assert_int_equal(fixture_job_state(&fixture, 1, 0), JOB_LEASED);
    fixture_tick(&fixture, 20000);
    assert_int_equal(fixture_job_state(&fixture, 1, 0), JOB_READY);
    assert_int_equal(fixture_renew(&fixture, WORKER, &held), ERR_LEASE_STALE);
}

static void test_a_renewal_that_moves_nothing_is_not_journaled(void **state)
{
    (void)state;
    struct msg_job held = job();
    assert_int_equal(fixture_renew(&fixture, WORKER, &held), OK);
    assert_int_equal(fixture.facts->count, 0);
    assert_true(fixture_recorded(&fixture)->repeated);
    assert_int_equal(fixture_recorded(&fixture)->until_ms, held.until_ms);
}

static void test_a_renewal_that_moves_nothing_is_answered_with_its_lease(void **state)
{
    (void)state;
    struct msg_job held = job();
    struct msg_job forged = held;
    uint64_t position = fixture_image(&fixture, 1).stages[0].changed_position;
    forged.token++;
    assert_int_equal(answer(WORKER, &forged, VERDICT_GRANT), ERR_LEASE_STALE);
    assert_true(fixture_image(&fixture, 1).last_position > position); /* the refused claim */
    assert_int_equal(fixture_renew(&fixture, WORKER, &held), OK);
    assert_int_equal(fixture_recorded(&fixture)->position, position);
}

static void test_a_cancellation_goes_to_who_renewed_last(void **state)
{
    (void)state;
    struct msg_job held = job();
    fixture_leave(&fixture, WORKER);
    fixture.now_ms += 1;
    assert_int_equal(fixture_renew(&fixture, OTHER, &held), OK);
    fixture_withdraw(&fixture, 1);
    const struct effect *cancel = fixture_effect(&fixture, EFFECT_CANCEL, 0);
    assert_non_null(cancel);
    assert_int_equal(cancel->session.n, OTHER);
    assert_int_equal(cancel->cancel.attempt, 1);
}

static void test_a_released_job_goes_back_behind_the_others(void **state)
{
    (void)state;
    fixture_submit(&fixture, "one", "k2"); /* waits: no credit */
    struct msg_job held = job();
    answer(WORKER, &held, VERDICT_RELEASE);
    assert_int_equal(fixture_image(&fixture, 1).stages[0].failures, 0);
    fixture_credit(&fixture, OTHER, 2);
    assert_int_equal(fixture_effect(&fixture, EFFECT_JOB, 0)->job.job.bundle, 2);
    assert_int_equal(fixture_effect(&fixture, EFFECT_JOB, 1)->job.job.bundle, 1);
    assert_int_equal(answer(WORKER, &held, VERDICT_GRANT), ERR_LEASE_STALE);
}

static void test_failures_wait_longer_each_time_up_to_the_maximum(void **state)
{
    (void)state;
    procedure.version = 2;
    procedure.stages[0].attempts_max = ATTEMPTS_MAX;
    fixture_publish(&fixture, &procedure);
    fixture_submit(&fixture, "one", "k2");
    static const int64_t waits[] = { 1000, 2000, 4000, 8000, 8000, 8000 };
    for (uint32_t i = 0; i < 6; i++) {
        fixture_credit(&fixture, OTHER, 1);
        struct msg_job held = *fixture_job(&fixture, 2, 0);
        assert_int_equal(held.attempt, i + 1);
        assert_int_equal(answer(OTHER, &held, VERDICT_FAIL), OK);
        assert_int_equal(fixture_fact(&fixture, FACT_JOB_FAILED, 0)->job_failed.ready_at_ms,
                         fixture.now_ms + waits[i]);
        assert_int_equal(fixture_job_state(&fixture, 2, 0), JOB_DELAYED);
        fixture_tick(&fixture, waits[i] - 1);
        assert_int_equal(fixture_job_state(&fixture, 2, 0), JOB_DELAYED);
        fixture_tick(&fixture, 1);
        assert_int_equal(fixture_fact(&fixture, FACT_JOB_READIED, 0)->job_readied.cause,
                         READY_DELAY_OVER);
    }
}

static void test_a_longer_delay_is_kept_within_a_day(void **state)
{
    (void)state;
    struct msg_job held = job();
    struct event *event = fixture_event(&fixture, EVENT_VERDICT, WORKER);
    event->verdict = (struct msg_verdict){
        .bundle = 1, .attempt = 1, .token = held.token, .verdict = VERDICT_FAIL, .delay_ms = 5000
    };
    fixture_step(&fixture);
    assert_int_equal(engine_next_due_ms(fixture.engine), fixture.now_ms + 5000);
    fixture_tick(&fixture, 5000);
    fixture_credit(&fixture, WORKER, 1);
    held = job();
    event = fixture_event(&fixture, EVENT_VERDICT, WORKER);
    event->verdict = (struct msg_verdict){ .bundle = 1,
                                           .attempt = 2,
                                           .token = held.token,
                                           .verdict = VERDICT_FAIL,
                                           .delay_ms = UINT32_MAX };
    fixture_step(&fixture);
    assert_int_equal(engine_next_due_ms(fixture.engine), fixture.now_ms + BACKOFF_MS_MAX);
}

static void test_the_last_failure_parks(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        fixture_credit(&fixture, WORKER, 1);
        struct msg_job held = job();
        answer(WORKER, &held, VERDICT_FAIL);
        if (i < 2) fixture_tick(&fixture, 8000);
    }
    const struct fact *parked = fixture_fact(&fixture, FACT_JOB_PARKED, 0);
    assert_non_null(parked);
    assert_int_equal(parked->job_parked.cause, PARK_ATTEMPTS);
    assert_int_equal(parked->job_parked.reason.size, 7);
    assert_int_equal(fixture_job_state(&fixture, 1, 0), JOB_PARKED);
    assert_int_equal(engine_next_due_ms(fixture.engine), INT64_MAX);
}

static void test_the_last_expiry_parks(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        fixture_credit(&fixture, WORKER, 1);
        fixture_tick(&fixture, 30000);
        assert_non_null(fixture_fact(&fixture, FACT_JOB_EXPIRED, 0));
    }
    assert_non_null(fixture_fact(&fixture, FACT_JOB_PARKED, 0));
    assert_int_equal(fixture_job_state(&fixture, 1, 0), JOB_PARKED);
    assert_int_equal(fixture_image(&fixture, 1).stages[0].failures, 3);
}

static void test_a_retry_counts_failures_from_zero(void **state)
{
    (void)state;
    assert_int_equal(fixture_retry(&fixture, 1, "review"), ERR_NOT_PARKED);
    struct msg_job held = job();
    fixture_tick(&fixture, 30000);
    fixture_credit(&fixture, WORKER, 1);
    held = job();
    answer(WORKER, &held, VERDICT_PARK);
    assert_int_equal(fixture_fact(&fixture, FACT_JOB_PARKED, 0)->job_parked.cause, PARK_ASKED);
    assert_int_equal(fixture_image(&fixture, 1).stages[0].failures, 1);
    assert_int_equal(fixture_retry(&fixture, 1, "review"), OK);
    assert_int_equal(fixture_image(&fixture, 1).stages[0].failures, 0);
    assert_int_equal(fixture_job_state(&fixture, 1, 0), JOB_READY);
    fixture_credit(&fixture, WORKER, 1);
    assert_int_equal(job().attempt, 3); /* the fence goes on */
}

static void test_credit_comes_with_a_verdict_whatever_becomes_of_it(void **state)
{
    (void)state;
    struct msg_job stale = job();
    fixture_tick(&fixture, 30000);
    assert_int_equal(fixture_job_state(&fixture, 1, 0), JOB_READY);
    struct event *event = fixture_event(&fixture, EVENT_VERDICT, WORKER);
    event->verdict = (struct msg_verdict){ .bundle = 1,
                                           .attempt = stale.attempt,
                                           .token = stale.token,
                                           .verdict = VERDICT_GRANT,
                                           .credit = 1 };
    fixture.credit[WORKER] = 1;
    fixture_step(&fixture);
    assert_int_equal(fixture_effect(&fixture, EFFECT_REFUSED, 0)->refused.err, ERR_LEASE_STALE);
    assert_non_null(fixture_effect(&fixture, EFFECT_JOB, 0)); /* and its next job with it */
}

static void test_the_shell_gives_back_what_never_left_it(void **state)
{
    (void)state;
    struct msg_job held = job();
    struct msg_job other = held;
    other.token++;
    assert_int_equal(answer(0, &other, VERDICT_RELEASE), OK); /* not as it was: nothing */
    assert_int_equal(fixture.facts->count, 0);
    assert_int_equal(answer(0, &held, VERDICT_RELEASE), OK);
    assert_int_equal(fixture_job_state(&fixture, 1, 0), JOB_READY);
    assert_int_equal(answer(0, &held, VERDICT_RELEASE), OK); /* twice is as once */
    assert_int_equal(fixture.facts->count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_a_job_carries_what_its_worker_needs),
        TEST(test_a_lease_expires_at_its_deadline_not_before),
        TEST(test_a_verdict_at_the_deadline_is_late_even_before_the_tick),
        TEST(test_the_late_verdict_loses_against_the_next_worker),
        TEST(test_only_the_token_of_the_lease_counts_not_the_session),
        TEST(test_claims_to_what_does_not_exist_are_stale_and_not_journaled),
        TEST(test_a_liar_cannot_grow_the_journal),
        TEST(test_a_verdict_given_again_is_answered_as_before),
        TEST(test_refuse_and_park_need_a_reason),
        TEST(test_a_renewal_moves_the_deadline_and_nothing_else),
        TEST(test_a_renewal_that_moves_nothing_is_not_journaled),
        TEST(test_a_renewal_that_moves_nothing_is_answered_with_its_lease),
        TEST(test_a_cancellation_goes_to_who_renewed_last),
        TEST(test_a_released_job_goes_back_behind_the_others),
        TEST(test_failures_wait_longer_each_time_up_to_the_maximum),
        TEST(test_a_longer_delay_is_kept_within_a_day),
        TEST(test_the_last_failure_parks),
        TEST(test_the_last_expiry_parks),
        TEST(test_a_retry_counts_failures_from_zero),
        TEST(test_credit_comes_with_a_verdict_whatever_becomes_of_it),
        TEST(test_the_shell_gives_back_what_never_left_it),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
