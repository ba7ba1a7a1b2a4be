/* SPDX-License-Identifier: Apache-2.0 */
/* EXPLAIN, STATS and PARKED: what operators and applicants are told. */
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct fixture fixture;
static struct procedure procedure;
static struct msg_explanation explanation;
static struct msg_statistics statistics;
static struct msg_parked_jobs parked;

enum { FIRST, SECOND, THIRD }; /* stages: SECOND starts after FIRST; THIRD decides after FIRST, m */

static int set_up(void **state)
{
    (void)state;
    fixture_open(&fixture, NULL);
    procedure_begin(&procedure, "three");
    procedure_add_stage(&procedure, "first", "alpha");
    procedure_add_stage(&procedure, "second", "beta");
    procedure_add_stage(&procedure, "third", "gamma");
    procedure_add_milestone(&procedure, "m");
    procedure.stages[SECOND].start_after.stages = set_of(FIRST);
    procedure.stages[THIRD].decide_after.stages = set_of(FIRST);
    procedure.stages[THIRD].decide_after.milestones = set_of(0);
    procedure_add_gate(&procedure, "g", GATE_ISSUE_REST, set_of(FIRST) | set_of(SECOND));
    fixture_publish(&fixture, &procedure);
    fixture_join(&fixture, 1, ROLE_WORKER, "alpha");
    fixture_join(&fixture, 3, ROLE_WORKER, "gamma");
    fixture_credit(&fixture, 3, 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

static void explain(uint64_t bundle)
{
    assert_int_equal(engine_explain(fixture.engine, bundle, fixture.now_ms, &explanation), OK);
}

/* The wait of a stage on something, or of a kind; NULL if it is not there. */
static const struct wait *wait_of(const char *stage, enum wait_kind kind, const char *on)
{
    const struct name stage_name = named(stage);
    const struct name on_name = named(on);
    for (uint32_t i = 0; i < explanation.wait_count; i++) {
        const struct wait *wait = &explanation.waits[i];
        if (wait->kind == kind && name_is_equal(&wait->stage, &stage_name) &&
            name_is_equal(&wait->on, &on_name)) {
            return wait;
        }
    }
    return NULL;
}

static void test_a_ready_job_waits_for_a_worker(void **state)
{
    (void)state;
    fixture_submit(&fixture, "three", "k1");
    fixture.now_ms += 5000;
    fixture_submit(&fixture, "three", "k2");
    explain(2);
    const struct wait *wait = wait_of("first", WAIT_WORKER, "");
    assert_non_null(wait);
    assert_int_equal(wait->edge, EDGE_START);
    assert_string_equal(wait->department.text, "alpha");
    assert_int_equal(wait->since_ms, fixture.now_ms);
    assert_int_equal(wait->workers, 1);
    assert_int_equal(wait->workers_free, 0);
    assert_int_equal(wait->queued_before, 1);
    assert_int_equal(explanation.bundle, 2);
    assert_int_equal(explanation.result, RESULT_OPEN);
}

static void test_each_state_of_a_job_waits_for_somebody_else(void **state)
{
    (void)state;
    fixture_submit(&fixture, "three", "k");
    explain(1);
    const struct wait *wait = wait_of("third", WAIT_VERDICT, "");
    assert_int_equal(wait->edge, EDGE_DECIDE);
    assert_int_equal(wait->until_ms, fixture.now_ms + 30000);
    struct msg_job job = *fixture_job(&fixture, 1, THIRD);
    fixture_verdict(&fixture, 3, &job, VERDICT_FAIL);
    explain(1);
    wait = wait_of("third", WAIT_RETRY, "");
    assert_int_equal(wait->until_ms, fixture.now_ms + 1000);
    fixture_tick(&fixture, 1000);
    fixture_credit(&fixture, 3, 1);
    job = *fixture_job(&fixture, 1, THIRD);
    fixture_verdict(&fixture, 3, &job, VERDICT_PARK);
    explain(1);
    wait = wait_of("third", WAIT_OPERATOR, "");
    assert_int_equal(wait->edge, EDGE_START);
    assert_int_equal(wait->since_ms, fixture.now_ms);
    assert_int_equal(wait->until_ms, 0);
}

static void test_edges_wait_for_stages_and_milestones(void **state)
{
    (void)state;
    fixture_submit(&fixture, "three", "k");
    explain(1);
    assert_int_equal(wait_of("second", WAIT_STAGE, "first")->edge, EDGE_START);
    assert_string_equal(wait_of("second", WAIT_STAGE, "first")->department.text, "alpha");
    assert_int_equal(wait_of("third", WAIT_STAGE, "first")->edge, EDGE_DECIDE);
    const struct wait *wait = wait_of("third", WAIT_MILESTONE, "m");
    assert_int_equal(wait->edge, EDGE_DECIDE);
    assert_string_equal(wait->department.text, ""); /* an outside party */
    struct msg_job job = *fixture_job(&fixture, 1, THIRD);
    fixture_verdict(&fixture, 3, &job, VERDICT_GRANT); /* sealed */
    fixture_signal(&fixture, 1, "m");
    explain(1);
    assert_null(wait_of("third", WAIT_MILESTONE, "m"));
    assert_non_null(wait_of("third", WAIT_STAGE, "first"));
    assert_null(wait_of("third", WAIT_VERDICT, ""));
}

static void test_a_granted_stage_waits_for_the_members_of_its_gate(void **state)
{
    (void)state;
    fixture_submit(&fixture, "three", "k");
    fixture_credit(&fixture, 1, 1);
    struct msg_job job = *fixture_job(&fixture, 1, FIRST);
    fixture_verdict(&fixture, 1, &job, VERDICT_GRANT);
    explain(1);
    const struct wait *wait = wait_of("first", WAIT_GATE, "second");
    assert_non_null(wait);
    assert_int_equal(wait->edge, EDGE_ISSUE);
    assert_string_equal(wait->department.text, "beta");
    assert_null(wait_of("second", WAIT_STAGE, "first"));    /* inside the gate a grant is enough */
    assert_non_null(wait_of("third", WAIT_STAGE, "first")); /* outside it must be issued */
}

static void test_what_has_ended_waits_for_nothing(void **state)
{
    (void)state;
    fixture_submit(&fixture, "three", "k");
    fixture_withdraw(&fixture, 1);
    explain(1);
    assert_int_equal(explanation.wait_count, 0);
    assert_int_equal(explanation.result, RESULT_WITHDRAWN);
    assert_int_equal(engine_explain(fixture.engine, 2, 0, &explanation), ERR_BUNDLE_UNKNOWN);
}

static void test_an_explanation_is_bounded(void **state)
{
    (void)state;
    procedure_begin(&procedure, "large");
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        char name[16];
        snprintf(name, sizeof name, "s%u", i);
        procedure_add_stage(&procedure, name, "alpha");
        procedure.stages[i].decide_after.stages = set_first(i);
    }
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    fixture_submit(&fixture, "large", "k");
    explain(1);
    assert_int_equal(explanation.wait_count, WAITS_MAX);
}

/* ---- Statistics ---------------------------------------------------------------------------- */

static const struct department_statistics *department(const char *name)
{
    const struct name wanted = named(name);
    const struct name all = { "" };
    engine_statistics(fixture.engine, &all, &statistics);
    for (uint32_t i = 0; i < statistics.department_count; i++) {
        if (name_is_equal(&statistics.departments[i].department, &wanted)) {
            return &statistics.departments[i];
        }
    }
    return NULL;
}

static void test_statistics_count_jobs_where_they_stand(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 5; i++) {
        char key[8] = { 'k', (char)('0' + i), '\0' };
        fixture_submit(&fixture, "three", key);
        fixture.now_ms += 100;
    }
    assert_int_equal(department("alpha")->ready, 5);
    assert_int_equal(department("alpha")->oldest_ready_ms, FIXTURE_START_MS);
    assert_int_equal(department("gamma")->leased, 1);
    assert_int_equal(department("beta")->ready, 0);
    assert_int_equal(department("beta")->oldest_ready_ms, 0);
    fixture_credit(&fixture, 1, 3);
    assert_int_equal(department("alpha")->leased, 3);
    assert_int_equal(department("alpha")->oldest_ready_ms, FIXTURE_START_MS + 300);
    struct msg_job job = *fixture_job(&fixture, 1, FIRST);
    fixture_verdict(&fixture, 1, &job, VERDICT_FAIL);
    job = *fixture_job(&fixture, 2, FIRST);
    fixture_verdict(&fixture, 1, &job, VERDICT_PARK);
    assert_int_equal(department("alpha")->ready, 2);
    assert_int_equal(department("alpha")->leased, 1);
    assert_int_equal(department("alpha")->delayed, 1);
    assert_int_equal(department("alpha")->parked, 1);
    assert_int_equal(department("alpha")->workers, 1);
    assert_int_equal(statistics.bundles_open, 5);
    assert_int_equal(statistics.bundles_submitted, 5);
    assert_int_equal(statistics.sessions, 2);
    fixture_withdraw(&fixture, 1);
    fixture_withdraw(&fixture, 2);
    assert_int_equal(department("alpha")->delayed, 0);
    assert_int_equal(department("alpha")->parked, 0);
    assert_int_equal(statistics.bundles_open, 3);
    assert_int_equal(statistics.bundles_ended, 2);
}

static void test_departments_come_in_pages_by_name(void **state)
{
    (void)state;
    struct engine_limits limits = fixture_limits;
    limits.departments_max = 200;
    fixture_close(&fixture);
    fixture_open(&fixture, &limits);
    for (uint32_t i = 0; i < 5; i++) {
        procedure_begin(&procedure, "many");
        procedure.version = i + 1;
        for (uint32_t j = 0; j < 30; j++) {
            char name[16];
            snprintf(name, sizeof name, "d%03u", (i * 30 + j) * 7 % 150);
            procedure_add_stage(&procedure, name, name);
        }
        assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    }
    struct name after = { "" };
    struct name last = { "" };
    uint32_t count = 0;
    do {
        engine_statistics(fixture.engine, &after, &statistics);
        for (uint32_t i = 0; i < statistics.department_count; i++) {
            assert_true(strcmp(statistics.departments[i].department.text, last.text) > 0);
            last = statistics.departments[i].department;
            count++;
        }
        after = statistics.next;
    } while (!name_is_empty(&after));
    assert_int_equal(count, 150);
}

/* ---- Parked jobs --------------------------------------------------------------------------- */

/* Park the first and third stage of bundles 1 to count; numbers are parked out of order. */
static void park_many(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        char key[16];
        snprintf(key, sizeof key, "k%u", i);
        fixture_submit(&fixture, "three", key);
    }
    fixture_credit(&fixture, 1, count);
    fixture_credit(&fixture, 3, count);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t bundle = 1 + (i * 37) % count;
        struct msg_job job = *fixture_job(&fixture, bundle, THIRD);
        fixture_verdict(&fixture, 3, &job, VERDICT_PARK);
        job = *fixture_job(&fixture, bundle, FIRST);
        fixture_verdict(&fixture, 1, &job, VERDICT_PARK);
    }
}

static uint32_t walk_parked(const char *name, uint32_t limit)
{
    struct msg_parked query = { .department = named(name), .limit = limit };
    uint64_t last = 0;
    uint32_t count = 0;
    do {
        engine_parked(fixture.engine, &query, &parked);
        assert_true(parked.job_count <= PARKED_PAGE_MAX);
        for (uint32_t i = 0; i < parked.job_count; i++) {
            assert_true(parked.jobs[i].bundle >= last);
            last = parked.jobs[i].bundle;
            assert_int_equal(parked.jobs[i].cause, PARK_ASKED);
        }
        count += parked.job_count;
        assert_true(parked.next == 0 || parked.next > query.after);
        query.after = parked.next;
    } while (query.after != 0);
    return count;
}

static void test_parked_jobs_come_in_pages_by_bundle(void **state)
{
    (void)state;
    park_many(100);
    assert_int_equal(walk_parked("", 64), 200);
    assert_int_equal(walk_parked("", 7), 200);
    assert_int_equal(walk_parked("", 1), 200); /* a page never splits a bundle */
    assert_int_equal(walk_parked("alpha", 64), 100);
    assert_int_equal(walk_parked("gamma", 33), 100);
    assert_int_equal(walk_parked("beta", 64), 0);
    assert_int_equal(walk_parked("nowhere", 64), 0);
}

static void test_a_parked_job_says_what_and_why(void **state)
{
    (void)state;
    fixture_submit(&fixture, "three", "k");
    for (uint32_t i = 0; i < 3; i++) {
        fixture_credit(&fixture, 3, 1);
        fixture_tick(&fixture, 30000);
    }
    const struct msg_parked query = { .limit = 10 };
    engine_parked(fixture.engine, &query, &parked);
    assert_int_equal(parked.job_count, 1);
    assert_int_equal(parked.next, 0);
    assert_string_equal(parked.jobs[0].stage.text, "third");
    assert_string_equal(parked.jobs[0].department.text, "gamma");
    assert_int_equal(parked.jobs[0].attempt, 3);
    assert_int_equal(parked.jobs[0].cause, PARK_ATTEMPTS);
    assert_int_equal(parked.jobs[0].since_ms, fixture.now_ms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_a_ready_job_waits_for_a_worker),
        TEST(test_each_state_of_a_job_waits_for_somebody_else),
        TEST(test_edges_wait_for_stages_and_milestones),
        TEST(test_a_granted_stage_waits_for_the_members_of_its_gate),
        TEST(test_what_has_ended_waits_for_nothing),
        TEST(test_an_explanation_is_bounded),
        TEST(test_statistics_count_jobs_where_they_stand),
        TEST(test_departments_come_in_pages_by_name),
        TEST(test_parked_jobs_come_in_pages_by_bundle),
        TEST(test_a_parked_job_says_what_and_why),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
