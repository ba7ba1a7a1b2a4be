/* SPDX-License-Identifier: Apache-2.0 */
/* The main job: five permits, in all the ways they can meet. */
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct fixture fixture;
static struct procedure five;
static const char *const departments[FIVE_STAGES] = { "planning", "design", "works", "registry",
                                                      "construction" };

/* Session i + 1 is the worker of stage i. */
static uint32_t worker_of(uint32_t stage)
{
    return stage + 1;
}

static int set_up(void **state)
{
    (void)state;
    fixture_open(&fixture, NULL);
    procedure_five_permits(&five);
    assert_int_equal(fixture_publish(&fixture, &five), OK);
    for (uint32_t i = 0; i < FIVE_STAGES; i++) {
        assert_int_equal(fixture_join(&fixture, worker_of(i), ROLE_WORKER, departments[i]), OK);
        assert_int_equal(fixture_credit(&fixture, worker_of(i), 10), OK);
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

static void judge(uint64_t bundle, uint32_t stage, enum verdict verdict)
{
    const struct msg_job *job = fixture_job(&fixture, bundle, stage);
    assert_non_null(job);
    assert_int_equal(fixture_verdict(&fixture, worker_of(stage), job, verdict), OK);
}

static void reach_all(uint64_t bundle)
{
    for (uint32_t i = 0; i < FIVE_MILESTONES; i++) {
        assert_int_equal(fixture_signal(&fixture, bundle, five.milestones[i].name.text), OK);
    }
}

static void test_all_reviews_start_at_once(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "five-permits", "k"), OK);
    for (uint32_t i = 0; i < FIVE_STAGES; i++) {
        const struct effect *effect = fixture_effect(&fixture, EFFECT_JOB, i);
        assert_non_null(effect);
        assert_int_equal(effect->session.n, worker_of(effect->job.job.stage));
        assert_int_equal(fixture_stage(&fixture, 1, i), STAGE_REVIEWING);
        assert_int_equal(fixture_job_state(&fixture, 1, i), JOB_LEASED);
    }
}

static void test_five_permits_are_issued_in_one_fact(void **state)
{
    (void)state;
    fixture_submit(&fixture, "five-permits", "k");
    reach_all(1);
    for (uint32_t i = 0; i + 1 < FIVE_STAGES; i++) {
        judge(1, i, VERDICT_GRANT);
        assert_null(fixture_fact(&fixture, FACT_PERMITS_ISSUED, 0));
    }
    judge(1, FIVE_F, VERDICT_GRANT);
    const struct fact *issued = fixture_fact(&fixture, FACT_PERMITS_ISSUED, 0);
    assert_non_null(issued);
    assert_int_equal(issued->permits_issued.gate, 0);
    assert_int_equal(issued->permits_issued.year, FIXTURE_YEAR);
    assert_int_equal(issued->permits_issued.permit_count, FIVE_STAGES);
    static const uint8_t order[FIVE_STAGES] = { FIVE_A, FIVE_D, FIVE_B, FIVE_C, FIVE_F };
    for (uint32_t i = 0; i < FIVE_STAGES; i++) {
        assert_int_equal(issued->permits_issued.permits[i].stage, order[i]);
        assert_int_equal(issued->permits_issued.permits[i].number, 1);
        assert_int_equal(fixture_stage(&fixture, 1, i), STAGE_ISSUED);
    }
    const struct fact *ended = fixture_fact(&fixture, FACT_BUNDLE_ENDED, 0);
    assert_non_null(ended);
    assert_int_equal(ended->bundle_ended.result, RESULT_ALL);
}

static void test_sealed_grants_take_effect_in_the_step_of_the_upstream(void **state)
{
    (void)state;
    fixture_submit(&fixture, "five-permits", "k");
    for (uint32_t i = FIVE_STAGES; i-- > 0;) {
        judge(1, i, VERDICT_GRANT);
        assert_int_equal(fixture_stage(&fixture, 1, i), STAGE_SEALED);
    }
    fixture_signal(&fixture, 1, "prj");
    fixture_signal(&fixture, 1, "pay");
    fixture_signal(&fixture, 1, "tax");
    assert_int_equal(fixture_fact(&fixture, FACT_MILESTONE_REACHED, 0)->milestone.onward.granted,
                     0);
    fixture_signal(&fixture, 1, "lan"); /* the last thing missing decides everything */
    const struct fact *reached = fixture_fact(&fixture, FACT_MILESTONE_REACHED, 0);
    assert_int_equal(reached->milestone.onward.granted, set_first(FIVE_STAGES));
    for (uint32_t i = 0; i < FIVE_STAGES; i++) {
        assert_int_equal(fixture_stage(&fixture, 1, i), STAGE_ISSUED);
    }
}

static void test_one_refusal_lapses_the_others_under_all_or_nothing(void **state)
{
    (void)state;
    fixture_submit(&fixture, "five-permits", "k");
    reach_all(1);
    judge(1, FIVE_A, VERDICT_GRANT);
    judge(1, FIVE_D, VERDICT_REFUSE);
    assert_int_equal(fixture_stage(&fixture, 1, FIVE_D), STAGE_REFUSED);
    assert_int_equal(fixture_stage(&fixture, 1, FIVE_B), STAGE_REVIEWING); /* goes on */
    judge(1, FIVE_C, VERDICT_GRANT);
    judge(1, FIVE_B, VERDICT_GRANT);
    assert_int_equal(fixture_stage(&fixture, 1, FIVE_B), STAGE_BLOCKED);
    judge(1, FIVE_F, VERDICT_REFUSE);
    assert_int_equal(fixture_stage(&fixture, 1, FIVE_F), STAGE_REFUSED); /* a refusal refuses */
    assert_int_equal(fixture_stage(&fixture, 1, FIVE_A), STAGE_LAPSED);
    assert_int_equal(fixture_stage(&fixture, 1, FIVE_C), STAGE_LAPSED);
    struct bundle_image image = fixture_image(&fixture, 1);
    assert_int_equal(image.result, RESULT_NONE);
    assert_int_equal(image.gates[0].state, GATE_LAPSED);
}

static void test_one_refusal_leaves_the_rest_under_issue_rest(void **state)
{
    (void)state;
    five.version = 2;
    five.gates[0].policy = GATE_ISSUE_REST;
    fixture_publish(&fixture, &five);
    fixture_submit(&fixture, "five-permits", "k");
    assert_int_equal(fixture_recorded(&fixture)->version, 2);
    reach_all(1);
    judge(1, FIVE_F, VERDICT_REFUSE);
    for (uint32_t i = 0; i < FIVE_F; i++) {
        judge(1, i, VERDICT_GRANT);
    }
    const struct fact *issued = fixture_fact(&fixture, FACT_PERMITS_ISSUED, 0);
    assert_non_null(issued);
    assert_int_equal(issued->permits_issued.permit_count, 4);
    assert_int_equal(fixture_image(&fixture, 1).result, RESULT_PARTIAL);
}

static void test_cancel_calls_pointless_reviews_back(void **state)
{
    (void)state;
    five.version = 2;
    five.on_refusal = ON_REFUSAL_CANCEL;
    fixture_publish(&fixture, &five);
    fixture_submit(&fixture, "five-permits", "k");
    judge(1, FIVE_D, VERDICT_REFUSE);
    for (uint32_t i = 0; i < 4; i++) {
        const struct effect *cancel = fixture_effect(&fixture, EFFECT_CANCEL, i);
        assert_non_null(cancel);
        assert_int_equal(cancel->cancel.cause, CANCEL_POINTLESS);
        assert_int_equal(cancel->session.n, worker_of(cancel->cancel.stage));
    }
    assert_int_equal(fixture_fact(&fixture, FACT_BUNDLE_ENDED, 0)->bundle_ended.result,
                     RESULT_NONE);
    assert_int_equal(fixture_job_state(&fixture, 1, FIVE_A), JOB_CANCELLED);
}

static void test_a_milestone_called_off_blocks_what_needs_it(void **state)
{
    (void)state;
    fixture_submit(&fixture, "five-permits", "k");
    assert_int_equal(fixture_call_off(&fixture, 1, "tax"), OK);
    judge(1, FIVE_C, VERDICT_GRANT);
    const struct fact *blocked = fixture_fact(&fixture, FACT_STAGE_BLOCKED, 0);
    assert_non_null(blocked);
    assert_int_equal(blocked->stage_blocked.cause, BLOCK_MILESTONE);
    assert_int_equal(blocked->stage_blocked.index, FIVE_TAX);
}

static void test_withdrawal_ends_everything_and_calls_jobs_back(void **state)
{
    (void)state;
    fixture_submit(&fixture, "five-permits", "k");
    judge(1, FIVE_C, VERDICT_GRANT);
    assert_int_equal(fixture_withdraw(&fixture, 1), OK);
    assert_non_null(fixture_effect(&fixture, EFFECT_CANCEL, 3));
    assert_null(fixture_effect(&fixture, EFFECT_CANCEL, 4));
    assert_int_equal(fixture_effect(&fixture, EFFECT_CANCEL, 0)->cancel.cause, CANCEL_WITHDRAWN);
    struct bundle_image image = fixture_image(&fixture, 1);
    assert_int_equal(image.result, RESULT_WITHDRAWN);
    for (uint32_t i = 0; i < FIVE_STAGES; i++) {
        assert_int_equal(image.stages[i].state, STAGE_WITHDRAWN);
        const struct msg_job *job = fixture_job(&fixture, 1, i);
        if (i == FIVE_C) continue;
        assert_int_equal(fixture_verdict(&fixture, worker_of(i), job, VERDICT_GRANT),
                         ERR_LEASE_STALE);
    }
}

static void test_numbers_count_per_department_and_year(void **state)
{
    (void)state;
    static const char *const keys[] = { "k1", "k2", "k3" };
    for (uint32_t n = 0; n < 3; n++) {
        if (n == 2) fixture.year++;
        fixture_submit(&fixture, "five-permits", keys[n]);
        reach_all(n + 1);
        for (uint32_t i = 0; i < FIVE_STAGES; i++) {
            judge(n + 1, i, VERDICT_GRANT);
        }
        const struct fact *issued = fixture_fact(&fixture, FACT_PERMITS_ISSUED, 0);
        assert_non_null(issued);
        assert_int_equal(issued->permits_issued.year, FIXTURE_YEAR + (n == 2));
        assert_int_equal(issued->permits_issued.permits[0].number, n == 2 ? 1 : n + 1);
    }
}

static void test_a_replay_and_a_restore_have_the_live_hash(void **state)
{
    (void)state;
    fixture_submit(&fixture, "five-permits", "k1");
    fixture_submit(&fixture, "five-permits", "k2");
    reach_all(2);
    judge(1, FIVE_C, VERDICT_GRANT);
    judge(2, FIVE_A, VERDICT_REFUSE);
    struct engine *restored = fixture_restore(&fixture);
    struct engine *replayed = fixture_replay(&fixture);
    assert_same_hash(fixture.engine, restored);
    assert_same_hash(fixture.engine, replayed);
    judge(1, FIVE_A, VERDICT_GRANT);
    struct hash before = engine_hash(restored);
    struct hash after = engine_hash(fixture.engine);
    assert_memory_not_equal(before.bytes, after.bytes, HASH_BYTES);
    engine_off_heap(restored);
    engine_off_heap(replayed);
}

static void test_the_largest_cascade_fits_a_step(void **state)
{
    (void)state;
    static struct procedure large;
    procedure_begin(&large, "large");
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        char name[] = { 's', (char)('a' + i % 26), (char)('a' + i / 26), '\0' };
        procedure_add_stage(&large, name, "planning");
        large.stages[i].decide_after.milestones = set_of(0);
        if (i > 0) large.stages[i].decide_after.stages = set_of(i - 1);
    }
    procedure_add_milestone(&large, "go");
    assert_int_equal(fixture_publish(&fixture, &large), OK);
    fixture_credit(&fixture, worker_of(FIVE_A), STAGES_MAX);
    fixture_submit(&fixture, "large", "k");
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        const struct msg_job *job = fixture_job(&fixture, 1, i);
        fixture_verdict(&fixture, worker_of(FIVE_A), job, VERDICT_GRANT);
        assert_int_equal(fixture_stage(&fixture, 1, i), STAGE_SEALED);
    }
    assert_int_equal(fixture_signal(&fixture, 1, "go"), OK);
    assert_int_equal(fixture.facts->count, 1 + STAGES_MAX + 1); /* a permit each, the end */
    assert_int_equal(fixture_image(&fixture, 1).result, RESULT_ALL);
    for (uint32_t i = 0; i < STAGES_MAX; i++) { /* one department: 1 to 32, upstreams first */
        assert_int_equal(fixture_image(&fixture, 1).stages[i].permit_number, i + 1);
    }
}

static void test_an_opinion_is_issued_without_a_number(void **state)
{
    (void)state;
    static struct procedure mixed;
    procedure_begin(&mixed, "mixed");
    procedure_add_stage(&mixed, "opinion", "planning");
    procedure_add_stage(&mixed, "permit", "planning");
    memset(mixed.stages[0].permit, 0, sizeof mixed.stages[0].permit);
    procedure_add_gate(&mixed, "g", GATE_ALL_OR_NOTHING, 3);
    fixture_publish(&fixture, &mixed);
    fixture_submit(&fixture, "mixed", "k");
    judge(1, 0, VERDICT_GRANT);
    fixture_verdict(&fixture, worker_of(FIVE_A), fixture_job(&fixture, 1, 1), VERDICT_GRANT);
    const struct fact *issued = fixture_fact(&fixture, FACT_PERMITS_ISSUED, 0);
    assert_non_null(issued);
    assert_int_equal(issued->permits_issued.permits[0].number, 0);
    assert_int_equal(issued->permits_issued.permits[1].number, 1);
    static struct msg_statistics statistics;
    const struct name all = { "" };
    engine_statistics(fixture.engine, &all, &statistics);
    assert_int_equal(statistics.permits_issued, 1);
}

static void test_procedures_are_found_by_version_or_the_newest(void **state)
{
    (void)state;
    five.version = 5;
    fixture_publish(&fixture, &five);
    const struct name name = named("five-permits");
    const struct name other = named("six-permits");
    assert_int_equal(engine_procedure(fixture.engine, &name, 0)->version, 5);
    assert_int_equal(engine_procedure(fixture.engine, &name, 1)->version, 1);
    assert_null(engine_procedure(fixture.engine, &name, 2));
    assert_null(engine_procedure(fixture.engine, &other, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_all_reviews_start_at_once),
        TEST(test_five_permits_are_issued_in_one_fact),
        TEST(test_sealed_grants_take_effect_in_the_step_of_the_upstream),
        TEST(test_one_refusal_lapses_the_others_under_all_or_nothing),
        TEST(test_one_refusal_leaves_the_rest_under_issue_rest),
        TEST(test_cancel_calls_pointless_reviews_back),
        TEST(test_a_milestone_called_off_blocks_what_needs_it),
        TEST(test_withdrawal_ends_everything_and_calls_jobs_back),
        TEST(test_numbers_count_per_department_and_year),
        TEST(test_a_replay_and_a_restore_have_the_live_hash),
        TEST(test_the_largest_cascade_fits_a_step),
        TEST(test_an_opinion_is_issued_without_a_number),
        TEST(test_procedures_are_found_by_version_or_the_newest),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
