/* SPDX-License-Identifier: Apache-2.0 */
/* Ready jobs meet free sessions: order, fairness, credit, and steps that are too small. */
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct fixture fixture;
static struct procedure procedure;

static int set_up(void **state)
{
    (void)state;
    struct engine_limits limits = fixture_limits;
    limits.bundles_max = 4096;
    limits.stage_blocks_max = 8192;
    fixture_open(&fixture, &limits);
    procedure_begin(&procedure, "one");
    procedure_add_stage(&procedure, "review", "planning");
    fixture_publish(&fixture, &procedure);
    procedure_begin(&procedure, "other");
    procedure_add_stage(&procedure, "review", "design");
    fixture_publish(&fixture, &procedure);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

static void submit(const char *name, uint32_t number, uint8_t priority)
{
    char key[32];
    struct event *event = fixture_event(&fixture, EVENT_SUBMIT, 0);
    snprintf(key, sizeof key, "%s %u", name, number);
    event->submit.procedure = named(name);
    event->submit.priority = priority;
    event->key_hash = hash_of_text(key);
    fixture_step(&fixture);
    assert_null(fixture_effect(&fixture, EFFECT_REFUSED, 0));
}

static uint32_t jobs_sent(void)
{
    uint32_t count = 0;
    while (fixture_effect(&fixture, EFFECT_JOB, count) != NULL) {
        count++;
    }
    return count;
}

static void test_urgent_first_then_first_come(void **state)
{
    (void)state;
    static const uint8_t priorities[] = { 7, 4, 0, 4, 7, 0, 1 };
    static const uint64_t expected[] = { 3, 6, 7, 2, 4, 1, 5 };
    for (uint32_t i = 0; i < 7; i++) {
        submit("one", i, priorities[i]);
    }
    fixture_join(&fixture, 1, ROLE_WORKER, "planning");
    fixture_credit(&fixture, 1, 10);
    for (uint32_t i = 0; i < 7; i++) {
        assert_int_equal(fixture_effect(&fixture, EFFECT_JOB, i)->job.job.bundle, expected[i]);
    }
}

static void test_sessions_take_turns(void **state)
{
    (void)state;
    for (uint32_t session = 1; session <= 3; session++) {
        fixture_join(&fixture, session, ROLE_WORKER, "planning");
        fixture_credit(&fixture, session, 2);
    }
    static const uint32_t expected[] = { 1, 2, 3, 1, 2, 3 };
    for (uint32_t i = 0; i < 6; i++) {
        submit("one", i, 4);
        assert_int_equal(fixture_effect(&fixture, EFFECT_JOB, 0)->session.n, expected[i]);
    }
    submit("one", 6, 4);
    assert_int_equal(jobs_sent(), 0); /* all credit is used */
    fixture_credit(&fixture, 2, 1);
    assert_int_equal(fixture_effect(&fixture, EFFECT_JOB, 0)->session.n, 2);
}

static void test_zero_credit_pauses(void **state)
{
    (void)state;
    fixture_join(&fixture, 1, ROLE_WORKER, "planning");
    submit("one", 0, 4);
    assert_int_equal(jobs_sent(), 0); /* a session begins with none */
    fixture_credit(&fixture, 1, 2);
    assert_int_equal(jobs_sent(), 1);
    fixture_credit(&fixture, 1, 0);
    submit("one", 1, 4);
    assert_int_equal(jobs_sent(), 0);
    fixture_credit(&fixture, 1, 1);
    assert_int_equal(jobs_sent(), 1);
}

static void test_a_session_that_left_gets_nothing(void **state)
{
    (void)state;
    fixture_join(&fixture, 1, ROLE_WORKER, "planning");
    fixture_join(&fixture, 2, ROLE_WORKER, "planning");
    fixture_join(&fixture, 3, ROLE_WORKER, "planning");
    for (uint32_t session = 1; session <= 3; session++) {
        fixture_credit(&fixture, session, 5);
    }
    fixture_leave(&fixture, 2); /* from the middle of the list */
    for (uint32_t i = 0; i < 4; i++) {
        submit("one", i, 4);
        assert_int_not_equal(fixture_effect(&fixture, EFFECT_JOB, 0)->session.n, 2);
    }
    fixture_leave(&fixture, 1);
    fixture_leave(&fixture, 3);
    submit("one", 9, 4);
    assert_int_equal(jobs_sent(), 0);
}

static void test_a_worker_gets_its_own_departments_jobs(void **state)
{
    (void)state;
    fixture_join(&fixture, 1, ROLE_WORKER, "planning");
    fixture_credit(&fixture, 1, 5);
    submit("other", 0, 4);
    assert_int_equal(jobs_sent(), 0);
    submit("one", 0, 4);
    assert_int_equal(jobs_sent(), 1);
    fixture_join(&fixture, 1, ROLE_WORKER, "design"); /* HELLO again, elsewhere: credit from 0 */
    assert_int_equal(jobs_sent(), 0);
    fixture_credit(&fixture, 1, 5);
    assert_int_equal(fixture_effect(&fixture, EFFECT_JOB, 0)->job.job.bundle, 1);
    submit("one", 1, 4);
    assert_int_equal(jobs_sent(), 0);
}

static void test_more_than_a_step_holds_goes_on_in_the_next(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 1000; i++) {
        submit("one", i, 4);
        submit("other", i, 4);
    }
    fixture_join(&fixture, 1, ROLE_WORKER, "planning");
    fixture_join(&fixture, 2, ROLE_WORKER, "design");
    fixture_credit(&fixture, 1, CREDIT_MAX);
    assert_int_equal(jobs_sent(), STEP_EFFECTS_MAX);
    assert_true(engine_is_pending(fixture.engine));
    fixture_credit(&fixture, 2, CREDIT_MAX); /* planning was cut off and comes first now */
    assert_int_equal(fixture_effect(&fixture, EFFECT_JOB, 0)->session.n, 1);
    uint32_t sent = fixture.job_count;
    uint32_t steps = 0;
    while (engine_is_pending(fixture.engine)) {
        fixture_tick(&fixture, 0);
        sent += jobs_sent();
        assert_true(++steps < 10);
    }
    assert_int_equal(sent, 2000);
}

static void test_many_deadlines_are_dealt_with_step_by_step(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 1000; i++) {
        submit("one", i, 4);
    }
    fixture_join(&fixture, 1, ROLE_WORKER, "planning");
    fixture_credit(&fixture, 1, CREDIT_MAX);
    while (engine_is_pending(fixture.engine)) {
        fixture_tick(&fixture, 0);
    }
    assert_int_equal(fixture.job_count, 1000);
    fixture_leave(&fixture, 1);
    fixture.now_ms += 30000;
    uint64_t before = engine_position_next(fixture.engine);
    uint32_t steps = 0;
    do {
        fixture_tick(&fixture, 0);
        assert_true(++steps < 10);
    } while (engine_is_pending(fixture.engine));
    assert_int_equal(engine_position_next(fixture.engine) - before, 1000);
    assert_true(steps > 1);
}

static void test_credit_is_bounded(void **state)
{
    (void)state;
    static struct msg_statistics statistics;
    const struct name all = { "" };
    fixture_join(&fixture, 1, ROLE_WORKER, "planning");
    fixture_credit(&fixture, 1, UINT32_MAX);
    engine_statistics(fixture.engine, &all, &statistics);
    assert_int_equal(statistics.departments[1].credit, CREDIT_MAX);
    struct event *event = fixture_event(&fixture, EVENT_VERDICT, 1);
    event->verdict =
        (struct msg_verdict){ .bundle = 5, .verdict = VERDICT_GRANT, .credit = UINT32_MAX };
    fixture_step(&fixture);
    engine_statistics(fixture.engine, &all, &statistics);
    assert_int_equal(statistics.departments[1].credit, CREDIT_MAX);
}

static void test_tokens_are_never_given_twice(void **state)
{
    (void)state;
    fixture_join(&fixture, 1, ROLE_WORKER, "planning");
    for (uint32_t i = 0; i < 300; i++) {
        fixture.entropy = 0; /* even if the random source repeats itself */
        fixture_credit(&fixture, 1, CREDIT_MAX);
        fixture.entropy = 0;
        submit("one", i, 4);
    }
    for (uint32_t i = 0; i < fixture.job_count; i++) {
        assert_int_not_equal(fixture.jobs[i].token, 0);
        for (uint32_t j = 0; j < i; j++) {
            assert_int_not_equal(fixture.jobs[i].token, fixture.jobs[j].token);
        }
    }
}

/* ---- Several jobs of one bundle -------------------------------------------------------------- */

/* A bundle with a stage at each of so many departments; a worker joins each, as session 1, 2, ... */
static void open_departments(uint32_t count)
{
    procedure_begin(&procedure, "several");
    for (uint32_t i = 0; i < count; i++) {
        char name[16];
        snprintf(name, sizeof name, "d%u", i);
        procedure_add_stage(&procedure, name, name);
    }
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    for (uint32_t i = 0; i < count; i++) {
        const char *department = procedure.stages[i].department.text;
        assert_int_equal(fixture_join(&fixture, i + 1, ROLE_WORKER, department), OK);
    }
}

/* Credit that cannot be used yet: there is no room for facts. */
static void credit_later(uint32_t session, uint32_t credit)
{
    struct event *event = fixture_event(&fixture, EVENT_CREDIT, session);
    event->credit.credit = credit;
    event->room = ROOM_NONE;
    fixture.credit[session] = credit;
    fixture_step(&fixture);
    assert_int_equal(fixture.facts->count, 0);
}

static uint32_t leases_of(uint32_t nth)
{
    const struct fact *fact = fixture_fact(&fixture, FACT_JOBS_LEASED, nth);
    return fact == NULL ? 0 : fact->jobs_leased.lease_count;
}

static void test_jobs_that_are_all_next_go_out_by_one_fact(void **state)
{
    (void)state;
    open_departments(5);
    for (uint32_t session = 1; session <= 5; session++) {
        fixture_credit(&fixture, session, 1);
    }
    submit("several", 0, 4);
    assert_int_equal(fixture.facts->count, 2);
    assert_int_equal(leases_of(0), 5);
    const struct lease *leases = fixture_fact(&fixture, FACT_JOBS_LEASED, 0)->jobs_leased.leases;
    for (uint32_t i = 0; i < 5; i++) {
        const struct effect *sent = fixture_effect(&fixture, EFFECT_JOB, i);
        assert_int_equal(leases[i].stage, i);
        assert_int_equal(sent->session.n, i + 1);
        assert_int_equal(sent->job.job.stage, i);
        assert_true(sent->job.job.token == leases[i].token);
        for (uint32_t j = 0; j < i; j++) {
            assert_true(leases[i].token != leases[j].token);
        }
    }
}

static void test_a_job_is_not_leased_out_of_turn_with_its_siblings(void **state)
{
    (void)state;
    open_departments(2);
    procedure_begin(&procedure, "second");
    procedure_add_stage(&procedure, "review", "d1");
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    submit("second", 0, 4);
    submit("several", 0, 4);
    credit_later(1, 2);
    credit_later(2, 2);
    fixture_tick(&fixture, 0); /* d0 is first, where bundle 2 is next; at d1 that is bundle 1 */
    assert_int_equal(jobs_sent(), 3);
    static const uint64_t bundles[] = { 2, 1, 2 };
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(leases_of(i), 1);
        assert_int_equal(fixture_fact(&fixture, FACT_JOBS_LEASED, i)->bundle, bundles[i]);
    }
}

static void test_a_job_whose_department_is_busy_is_left_behind(void **state)
{
    (void)state;
    open_departments(3);
    fixture_credit(&fixture, 1, 1);
    fixture_credit(&fixture, 3, 1);
    submit("several", 0, 4);
    assert_int_equal(leases_of(0), 2);
    assert_int_equal(fixture_job_state(&fixture, 1, 1), JOB_READY);
    fixture_credit(&fixture, 2, 1);
    assert_int_equal(leases_of(0), 1);
}

static void test_jobs_of_one_department_go_out_one_by_one(void **state)
{
    (void)state;
    procedure_begin(&procedure, "same");
    procedure_add_stage(&procedure, "first", "planning");
    procedure_add_stage(&procedure, "other", "design");
    procedure_add_stage(&procedure, "last", "planning");
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    fixture_join(&fixture, 1, ROLE_WORKER, "planning");
    fixture_join(&fixture, 2, ROLE_WORKER, "design");
    fixture_credit(&fixture, 1, 5);
    fixture_credit(&fixture, 2, 5);
    submit("same", 0, 4);
    assert_int_equal(leases_of(0), 2);
    assert_int_equal(leases_of(1), 1);
    assert_int_equal(fixture_fact(&fixture, FACT_JOBS_LEASED, 1)->jobs_leased.leases[0].stage, 2);
    assert_int_equal(jobs_sent(), 3);
}

static void test_more_jobs_than_a_fact_holds_go_out_by_the_next(void **state)
{
    (void)state;
    open_departments(LEASES_PER_FACT_MAX + 3);
    submit("several", 0, 4);
    for (uint32_t session = LEASES_PER_FACT_MAX + 3; session >= 1; session--) {
        credit_later(session, 1);
    }
    fixture_tick(&fixture, 0); /* the last department is asked first, and again */
    assert_int_equal(fixture.facts->count, 2);
    assert_int_equal(leases_of(0), LEASES_PER_FACT_MAX);
    assert_int_equal(leases_of(1), 3);
}

static void test_a_step_that_is_nearly_full_leases_as_many_as_it_can_send(void **state)
{
    (void)state;
    const uint32_t bundles = 1 + STEP_EFFECTS_MAX / 3;
    open_departments(3);
    for (uint32_t i = 0; i < bundles; i++) {
        submit("several", i, 4);
    }
    for (uint32_t session = 1; session <= 3; session++) {
        credit_later(session, CREDIT_MAX);
    }
    uint32_t sent = 0;
    while (engine_is_pending(fixture.engine)) {
        fixture_tick(&fixture, 0);
        sent += jobs_sent();
        if (sent < 3 * bundles) assert_int_equal(fixture.effects->count, STEP_EFFECTS_MAX);
    }
    assert_int_equal(sent, 3 * bundles);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_urgent_first_then_first_come),
        TEST(test_sessions_take_turns),
        TEST(test_zero_credit_pauses),
        TEST(test_a_session_that_left_gets_nothing),
        TEST(test_a_worker_gets_its_own_departments_jobs),
        TEST(test_more_than_a_step_holds_goes_on_in_the_next),
        TEST(test_many_deadlines_are_dealt_with_step_by_step),
        TEST(test_credit_is_bounded),
        TEST(test_tokens_are_never_given_twice),
        TEST(test_jobs_that_are_all_next_go_out_by_one_fact),
        TEST(test_a_job_is_not_leased_out_of_turn_with_its_siblings),
        TEST(test_a_job_whose_department_is_busy_is_left_behind),
        TEST(test_jobs_of_one_department_go_out_one_by_one),
        TEST(test_more_jobs_than_a_fact_holds_go_out_by_the_next),
        TEST(test_a_step_that_is_nearly_full_leases_as_many_as_it_can_send),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
