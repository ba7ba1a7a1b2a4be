/* SPDX-License-Identifier: Apache-2.0 */
/* A step and an answer have bounds: what does not fit comes later, or is left out, and what is there
 * is right. And what the shell itself asks of the engine, as session 0. */
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define WORKER 1
#define OTHER 2

static struct fixture fixture;
static struct procedure procedure;

static int set_up(void **state)
{
    (void)state;
    struct engine_limits limits = fixture_limits;

    limits.bundles_max = 1024;
    limits.stage_blocks_max = 8192;
    fixture_open(&fixture, &limits);
    procedure_begin(&procedure, "wide");
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        char name[8];
        snprintf(name, sizeof name, "s%u", i);
        procedure_add_stage(&procedure, name, "planning");
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

static void publish(void)
{
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(fixture_join(&fixture, WORKER, ROLE_WORKER, "planning"), OK);
}

static void submit(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        char key[16];
        snprintf(key, sizeof key, "k%u", i);
        assert_int_equal(fixture_submit(&fixture, "wide", key), OK);
    }
}

/* ---- Effects --------------------------------------------------------------------------------- */

/* A withdrawal calls off 32 jobs and is answered; where many jobs wait besides, the step has no more
 * room for what it must say long before it has none for facts. */
static void test_jobs_wait_for_the_next_step_where_this_one_can_say_no_more(void **state)
{
    (void)state;
    const uint32_t bundles = 1 + CREDIT_MAX / STAGES_MAX;
    publish();
    assert_int_equal(fixture_credit(&fixture, WORKER, STAGES_MAX), OK);
    submit(bundles);
    assert_int_equal(fixture.job_count, STAGES_MAX); /* all of bundle 1 */
    assert_int_equal(fixture_credit(&fixture, WORKER, CREDIT_MAX), OK);
    assert_int_equal(fixture.job_count, STAGES_MAX + STEP_FACTS_MAX);
    assert_true(engine_is_pending(fixture.engine));

    assert_int_equal(fixture_withdraw(&fixture, 1), OK);
    assert_int_equal(fixture.effects->count, STEP_EFFECTS_MAX);
    assert_true(fixture.facts->count < STEP_FACTS_MAX);
    assert_non_null(fixture_effect(&fixture, EFFECT_CANCEL, STAGES_MAX - 1));
    assert_true(engine_is_pending(fixture.engine));
    while (engine_is_pending(fixture.engine)) {
        fixture_tick(&fixture, 0);
    }
    assert_int_equal(fixture.job_count, bundles * STAGES_MAX); /* each of them once */
}

/* ---- Answers --------------------------------------------------------------------------------- */

static struct msg_explanation explanation;

/* Every wait of an answer that is full says of whom and for what. */
static void check_full(void)
{
    assert_int_equal(engine_explain(fixture.engine, 1, fixture.now_ms, &explanation), OK);
    assert_int_equal(explanation.wait_count, WAITS_MAX);
    for (uint32_t i = 0; i < WAITS_MAX; i++) {
        assert_false(name_is_empty(&explanation.waits[i].stage));
        bool is_for_worker = explanation.waits[i].kind == WAIT_WORKER;
        assert_true(is_for_worker || !name_is_empty(&explanation.waits[i].on));
    }
}

static void test_an_explanation_of_too_many_milestones_ends_where_it_is_full(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < MILESTONES_MAX; i++) {
        char name[8];
        snprintf(name, sizeof name, "m%u", i);
        procedure_add_milestone(&procedure, name);
    }
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        procedure.stages[i].start_after.milestones = set_first(MILESTONES_MAX);
    }
    publish();
    submit(1);
    check_full();
    assert_string_equal(explanation.waits[WAITS_MAX - 1].stage.text, "s15");
}

/* 16 granted stages wait for 16 that are not, one of which waits for more. */
static void test_an_explanation_of_too_large_a_gate_ends_where_it_is_full(void **state)
{
    (void)state;
    procedure_add_milestone(&procedure, "m");
    procedure_add_gate(&procedure, "all", GATE_ISSUE_REST, set_first(STAGES_MAX));
    procedure.stages[0].decide_after.milestones = set_of(0);
    publish();
    assert_int_equal(fixture_credit(&fixture, WORKER, STAGES_MAX), OK);
    submit(1);
    for (uint32_t i = 1; i <= 16; i++) {
        struct msg_job job = *fixture_job(&fixture, 1, i);
        assert_int_equal(fixture_verdict(&fixture, WORKER, &job, VERDICT_GRANT), OK);
        assert_int_equal(fixture_stage(&fixture, 1, i), STAGE_GRANTED);
    }
    fixture_leave(&fixture, WORKER);
    assert_int_equal(engine_explain(fixture.engine, 1, fixture.now_ms, &explanation), OK);
    assert_int_equal(explanation.wait_count, WAITS_MAX);
    assert_int_equal(explanation.waits[WAITS_MAX - 1].kind, WAIT_GATE);
    assert_string_equal(explanation.waits[WAITS_MAX - 1].stage.text, "s16");
}

static void test_a_page_of_parked_jobs_has_a_size_whatever_is_asked_for(void **state)
{
    (void)state;
    static const uint32_t limits[] = { 0, PARKED_PAGE_MAX, PARKED_PAGE_MAX + 1, UINT32_MAX };
    static struct msg_parked_jobs parked;

    procedure.stage_count = 20;
    publish();
    assert_int_equal(fixture_credit(&fixture, WORKER, 80), OK);
    submit(4);
    for (uint32_t i = 0; i < 80; i++) {
        struct msg_job job = fixture.jobs[i];
        assert_int_equal(fixture_verdict(&fixture, WORKER, &job, VERDICT_PARK), OK);
    }
    for (uint32_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        const struct msg_parked query = { .limit = limits[i] };
        engine_parked(fixture.engine, &query, &parked);
        assert_int_equal(parked.job_count, 60); /* three whole bundles; the fourth does not fit */
        assert_int_equal(parked.next, 3);
    }
}

/* ---- The shell ------------------------------------------------------------------------------- */

/* The job comes back by the hand of the shell, which could not send it. */
static void give_back(const struct msg_job *job)
{
    assert_int_equal(fixture_verdict(&fixture, 0, job, VERDICT_RELEASE), OK);
}

static struct msg_job only_job(void)
{
    procedure.stage_count = 1;
    publish();
    assert_int_equal(fixture_credit(&fixture, WORKER, 1), OK);
    submit(1);
    return *fixture_job(&fixture, 1, 0);
}

static void test_a_job_that_could_not_be_sent_goes_to_the_next_worker(void **state)
{
    (void)state;
    const struct msg_job job = only_job();

    fixture_leave(&fixture, WORKER);
    give_back(&job);
    assert_non_null(fixture_fact(&fixture, FACT_JOB_RELEASED, 0));
    assert_int_equal(fixture_job_state(&fixture, 1, 0), JOB_READY);
    assert_int_equal(fixture_image(&fixture, 1).stages[0].failures, 0);
    assert_int_equal(fixture_join(&fixture, OTHER, ROLE_WORKER, "planning"), OK);
    assert_int_equal(fixture_credit(&fixture, OTHER, 1), OK);
    const struct msg_job *again = fixture_job(&fixture, 1, 0);
    assert_int_equal(again->attempt, 2);
    assert_true(again->token != job.token);
    assert_int_equal(fixture_verdict(&fixture, OTHER, again, VERDICT_GRANT), OK);
}

/* Nobody claims anything: so nothing is refused either, and nobody's credit changes. */
static void test_a_job_that_has_moved_on_is_not_given_back(void **state)
{
    (void)state;
    struct msg_job job = only_job();
    struct msg_job wrong[4] = { job, job, job, job };

    wrong[0].bundle = 2;
    wrong[1].stage = 1;
    wrong[2].token++;
    wrong[3].attempt++;
    for (uint32_t i = 0; i < 4; i++) {
        give_back(&wrong[i]);
        assert_int_equal(fixture.facts->count, 0);
        assert_int_equal(fixture.effects->count, 0);
        assert_int_equal(fixture_job_state(&fixture, 1, 0), JOB_LEASED);
    }
    assert_int_equal(fixture_verdict(&fixture, WORKER, &job, VERDICT_GRANT), OK);
    give_back(&job); /* it was answered after all */
    assert_int_equal(fixture.facts->count, 0);
}

static void test_a_session_has_one_of_the_roles(void **state)
{
    (void)state;
    publish();
    for (int role = 0; role <= UINT8_MAX; role++) {
        bool is_one = role >= ROLE_SUBMITTER && role <= ROLE_SUPERVISOR;
        enum err err = fixture_join(&fixture, OTHER, (enum role)role, "planning");
        assert_int_equal(err, is_one ? OK : ERR_NOT_ALLOWED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        CLAIM(test_jobs_wait_for_the_next_step_where_this_one_can_say_no_more),
        CLAIM(test_an_explanation_of_too_many_milestones_ends_where_it_is_full),
        CLAIM(test_an_explanation_of_too_large_a_gate_ends_where_it_is_full),
        CLAIM(test_a_page_of_parked_jobs_has_a_size_whatever_is_asked_for),
        CLAIM(test_a_job_that_could_not_be_sent_goes_to_the_next_worker),
        CLAIM(test_a_job_that_has_moved_on_is_not_given_back),
        CLAIM(test_a_session_has_one_of_the_roles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
