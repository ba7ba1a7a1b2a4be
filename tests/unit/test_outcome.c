/* SPDX-License-Identifier: Apache-2.0 */
/* The outcome of a bundle is a function of its verdicts and milestones, whatever their timing:
 * random procedures, the same verdicts in many orders, compared with a plain model.
 *
 * A gate that holds until a date issues the same permits whatever the timing, but not in the same facts:
 * what is granted when the hold is over comes together, the rest one by one. So there days pass
 * between verdicts, and how often a hold was over is counted: a sample in which none was says nothing. */
#include "tests/support/engine_fixture.h"
#include "tests/support/outcome_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define PROCEDURES 250
#define ORDERS 6
#define STAGES_TRIED_MAX 10
#define DAY_MS (24 * 3600 * 1000)
#define DAYS_MAX 60 /* that pass; leases expire meanwhile, and attempts are bounded */

static struct fixture fixture;
static struct procedure procedure;
static bool days_pass;
static uint32_t late_permits; /* issued alone, behind a gate whose hold was over */

static void begin(void)
{
    static const char *const departments[] = { "north", "east", "south", "west" };

    fixture_open(&fixture, NULL);
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    for (uint32_t i = 0; i < 4; i++) {
        enum err err = fixture_join(&fixture, i + 1, ROLE_WORKER, departments[i]);
        if (err == ERR_DEPARTMENT_UNKNOWN) continue; /* not in this procedure */
        assert_int_equal(err, OK);
        assert_int_equal(fixture_credit(&fixture, i + 1, CREDIT_MAX), OK);
    }
}

/* Answer a leased job as its reviewer would. */
static void judge(const struct outcome *outcome, uint32_t stage)
{
    const struct msg_job *job = fixture_job(&fixture, 1, stage);
    uint32_t session = 0;

    assert_non_null(job);
    for (uint32_t i = 0; i < fixture.job_count; i++) {
        if (&fixture.jobs[i] == job) session = fixture.job_sessions[i].n;
    }
    bool refuses = set_has(outcome->refusals, stage);
    assert_int_equal(
        fixture_verdict(&fixture, session, job, refuses ? VERDICT_REFUSE : VERDICT_GRANT), OK);
}

static void settle(const struct outcome *outcome, uint32_t milestone)
{
    const char *name = outcome->procedure->milestones[milestone].name.text;

    if (set_has(outcome->reached, milestone)) {
        assert_int_equal(fixture_signal(&fixture, 1, name), OK);
    } else {
        assert_int_equal(fixture_call_off(&fixture, 1, name), OK);
    }
}

/* Permits of stages that have a gate, in facts that name none. */
static uint32_t count_late_permits(void)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < fixture.journal_count; i++) {
        const struct fact *fact = &fixture.journal[i];
        if (fact->type != FACT_PERMITS_ISSUED || fact->permits_issued.gate != GATE_NONE) continue;
        for (uint32_t gate = 0; gate < procedure.gate_count; gate++) {
            count += set_has(procedure.gates[gate].members, fact->permits_issued.permits[0].stage);
        }
    }
    return count;
}

/* Play everything that can happen in a random order, until the bundle has ended. */
static struct bundle_image play(const struct outcome *outcome, uint64_t *random)
{
    set32 settled = 0;

    begin();
    fixture.conditions.skipped = outcome->skipped;
    assert_int_equal(fixture_submit(&fixture, "random", "key"), OK);
    struct bundle_image image = fixture_image(&fixture, 1);
    uint32_t days = 0;
    for (uint32_t turn = 0; image.result == RESULT_OPEN; turn++) {
        assert_true(turn < 100000);
        if (days_pass && days < DAYS_MAX && random_below(random, 3) == 0) {
            days++;
            fixture_tick(&fixture, DAY_MS);
        }
        uint32_t pick = random_below(random, image.stage_count + image.milestone_count);
        if (pick < image.stage_count) {
            if (image.stages[pick].job == JOB_LEASED) judge(outcome, pick);
        } else if (!set_has(settled, pick - image.stage_count)) {
            settled |= set_of(pick - image.stage_count);
            settle(outcome, pick - image.stage_count);
        }
        image = fixture_image(&fixture, 1);
    }
    late_permits += count_late_permits();
    fixture_close(&fixture);
    return image;
}

/* In every second procedure some stages do not apply; one always does. */
static void skip_some(struct outcome *outcome, uint64_t *random)
{
    if (random_below(random, 2) == 0) return;
    for (uint32_t i = 0; i < procedure.stage_count; i++) {
        if (random_below(random, 4) != 0) continue;
        memcpy(procedure.stages[i].applies_if, ".a", sizeof ".a");
        outcome->skipped |= set_of(i);
    }
    if (outcome->skipped == set_first(procedure.stage_count)) outcome->skipped &= ~set_of(0);
}

static struct outcome random_outcome(uint64_t *random)
{
    struct outcome outcome = { .procedure = &procedure };

    for (uint32_t i = 0; i < procedure.stage_count; i++) {
        if (random_below(random, 5) == 0) outcome.refusals |= set_of(i);
    }
    for (uint32_t i = 0; i < procedure.milestone_count; i++) {
        if (random_below(random, 8) != 0) outcome.reached |= set_of(i);
    }
    skip_some(&outcome, random);
    return outcome;
}

static void compare_all(const struct outcome *outcome, const struct bundle_image *image)
{
    for (uint32_t i = 0; i < image->stage_count; i++) {
        assert_int_equal(image->stages[i].state, outcome_of(outcome, i));
    }
    assert_int_equal(image->result, outcome_result(outcome));
}

static void compare_issued(const struct outcome *outcome, const struct bundle_image *image)
{
    set32 issued = outcome_issued(outcome);

    for (uint32_t i = 0; i < image->stage_count; i++) {
        assert_int_equal(image->stages[i].state == STAGE_ISSUED, set_has(issued, i));
    }
    assert_int_equal(image->result, outcome_result(outcome));
}

/* Gates that issue the rest hold until a date, and leases may expire often. */
static void hold_until(uint64_t *random)
{
    for (uint32_t i = 0; i < procedure.gate_count; i++) {
        struct procedure_gate *gate = &procedure.gates[i];
        if (gate->policy != GATE_ISSUE_REST) continue;
        gate->policy = GATE_HOLD_UNTIL;
        gate->hold_days = (uint8_t)(1 + random_below(random, HOLD_DAYS_MAX));
    }
    for (uint32_t i = 0; i < procedure.stage_count; i++) {
        procedure.stages[i].attempts_max = ATTEMPTS_MAX;
    }
}

static void try_orders(enum on_refusal on_refusal, uint32_t stage_max,
                       void (*compare)(const struct outcome *, const struct bundle_image *))
{
    uint64_t random = 2026 + on_refusal + stage_max;
    uint32_t results[RESULT_WITHDRAWN + 1] = { 0 };
    uint32_t procedure_count = PROCEDURES * STAGES_TRIED_MAX / stage_max;

    for (uint32_t i = 0; i < procedure_count; i++) {
        procedure_random(&procedure, &random, stage_max);
        procedure.on_refusal = (uint8_t)on_refusal;
        if (days_pass) hold_until(&random);
        struct outcome outcome = random_outcome(&random);
        for (uint32_t order = 0; order < ORDERS; order++) {
            struct bundle_image image = play(&outcome, &random);
            compare(&outcome, &image);
        }
        results[outcome_result(&outcome)]++;
    }
    assert_true(results[RESULT_ALL] > procedure_count / 40); /* the sample is worth something */
    assert_true(results[RESULT_PARTIAL] > procedure_count / 20);
    assert_true(results[RESULT_NONE] > procedure_count / 40);
}

static void test_end_states_do_not_depend_on_timing_under_finish(void **state)
{
    (void)state;
    try_orders(ON_REFUSAL_FINISH, STAGES_TRIED_MAX, compare_all);
}

static void test_what_is_issued_does_not_depend_on_timing_under_cancel(void **state)
{
    (void)state;
    try_orders(ON_REFUSAL_CANCEL, STAGES_TRIED_MAX, compare_issued);
}

static void test_the_largest_procedures_come_out_the_same(void **state)
{
    (void)state;
    try_orders(ON_REFUSAL_FINISH, STAGES_MAX, compare_all);
    try_orders(ON_REFUSAL_CANCEL, STAGES_MAX, compare_issued);
}

static void test_a_hold_changes_when_and_not_what_is_issued(void **state)
{
    (void)state;
    days_pass = true;
    late_permits = 0;
    try_orders(ON_REFUSAL_FINISH, STAGES_TRIED_MAX, compare_all);
    try_orders(ON_REFUSAL_CANCEL, STAGES_TRIED_MAX, compare_issued);
    days_pass = false;
    assert_true(late_permits > 100);
}

static void test_no_hold_leaves_no_permit_behind(void **state)
{
    (void)state;
    late_permits = 0;
    try_orders(ON_REFUSAL_FINISH, STAGES_TRIED_MAX, compare_all);
    assert_int_equal(late_permits, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_end_states_do_not_depend_on_timing_under_finish),
        cmocka_unit_test(test_what_is_issued_does_not_depend_on_timing_under_cancel),
        cmocka_unit_test(test_the_largest_procedures_come_out_the_same),
        cmocka_unit_test(test_a_hold_changes_when_and_not_what_is_issued),
        cmocka_unit_test(test_no_hold_leaves_no_permit_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
