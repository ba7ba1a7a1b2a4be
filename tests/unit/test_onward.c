/* SPDX-License-Identifier: Apache-2.0 */
/* What goes on because of a fact: it is all that can, whatever the order in which it is looked at.
 * And the facts of release 0.1.0, which had one for each stage that went on and for each lease, still
 * lead to where they led. */
#include "broker/core/machine.h"
#include "tests/support/engine_fixture.h"
#include "tests/support/outcome_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define STANDINGS 20000
#define LIVES 40

static struct fixture fixture;
static struct procedure procedure;

/* ---- Against a second opinion ---------------------------------------------------------------- */

static bool is_same_gate(uint32_t left, uint32_t right)
{
    for (uint32_t i = 0; i < procedure.gate_count; i++) {
        set32 members = procedure.gates[i].members;
        if (set_has(members, left)) return set_has(members, right);
    }
    return false;
}

static bool is_met(const struct standing *standing, uint32_t stage, const struct edges *edges)
{
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        if (!set_has(edges->stages, i) || set_has(standing->met, i)) continue;
        if (!set_has(standing->granted, i) || !is_same_gate(stage, i)) return false;
    }
    return (edges->milestones & ~standing->reached) == 0;
}

/* Round after round over all stages, until a round changes nothing. */
static struct onward naive_onward(struct standing standing)
{
    struct onward onward = { 0 };

    for (bool has_changed = true; has_changed;) {
        has_changed = false;
        for (uint32_t i = procedure.stage_count; i-- > 0;) {
            if (!set_has(standing.sealed & ~onward.granted, i)) continue;
            if (!is_met(&standing, i, &procedure.stages[i].decide_after)) continue;
            onward.granted |= set_of(i);
            standing.granted |= set_of(i);
            has_changed = true;
        }
    }
    for (uint32_t i = 0; i < procedure.stage_count; i++) {
        bool can_begin = is_met(&standing, i, &procedure.stages[i].start_after);
        if (set_has(standing.waiting, i) && can_begin) onward.opened |= set_of(i);
    }
    return onward;
}

/* A good many stages have come far, so that something can go on. */
static struct standing random_standing(uint64_t *random)
{
    struct standing standing = { .reached = (set32)random_next(random) };

    standing.reached |= (set32)random_next(random);
    for (uint32_t i = 0; i < procedure.stage_count; i++) {
        switch (random_below(random, 8)) {
            case 0:
            case 1: standing.waiting |= set_of(i); break;
            case 2:
            case 3: standing.sealed |= set_of(i); break;
            case 4: standing.granted |= set_of(i); break;
            case 5:
            case 6: standing.met |= set_of(i); break;
            default: break; /* is reviewed, or has ended without a permit */
        }
    }
    return standing;
}

static void test_all_that_can_go_on_goes_on_at_once(void **state)
{
    (void)state;
    uint64_t random = 2026;
    uint32_t opened = 0;
    uint32_t chains = 0;

    for (uint32_t i = 0; i < STANDINGS; i++) {
        if (i % 50 == 0) {
            if (i > 0) fixture_close(&fixture);
            procedure_random(&procedure, &random, i % 100 == 0 ? 8 : STAGES_MAX);
            fixture_open(&fixture, NULL);
            assert_int_equal(fixture_publish(&fixture, &procedure), OK);
        }
        struct standing standing = random_standing(&random);
        struct onward onward = cascade_onward(&fixture.engine->published.at[0], &standing);
        struct onward expected = naive_onward(standing);
        assert_int_equal(onward.opened, expected.opened);
        assert_int_equal(onward.granted, expected.granted);
        opened += onward.opened != 0;
        standing.granted |= onward.granted; /* nothing is left that could go on */
        standing.sealed &= ~onward.granted;
        standing.waiting &= ~onward.opened;
        struct onward more = cascade_onward(&fixture.engine->published.at[0], &standing);
        assert_true(onward_is_empty(&more));
        for (uint32_t stage = 0; stage < procedure.stage_count; stage++) {
            set32 upstreams = procedure.stages[stage].decide_after.stages;
            chains += set_has(onward.granted, stage) && (upstreams & onward.granted) != 0;
        }
    }
    fixture_close(&fixture);
    assert_true(opened > STANDINGS / 10); /* the sample is worth something */
    assert_true(chains > STANDINGS / 100);
}

/* ---- As release 0.1.0 wrote it --------------------------------------------------------------- */

static struct engine *engine;

/* Apply a fact behind all that was applied, with number and link as they should be. */
static void write(struct fact fact)
{
    static struct bundle_image image;
    struct totals_image totals;

    engine_export_totals(engine, &totals);
    fact.position = engine_position_next(engine);
    fact.previous = 0;
    if (fact.bundle != 0 && engine_image(engine, fact.bundle, &image) == OK) {
        fact.previous = image.last_position;
    }
    assert_int_equal(engine_apply(engine, &fact), OK);
}

static void write_leases(const struct fact *fact)
{
    for (uint32_t i = 0; i < fact->jobs_leased.lease_count; i++) {
        struct fact leased = *fact;
        leased.type = FACT_JOB_LEASED;
        leased.job_leased = fact->jobs_leased.leases[i];
        write(leased);
    }
}

/* The fact without what goes on because of it, then that, stage by stage. */
static void write_onward(struct fact fact)
{
    const struct onward onward = *fact_onward(&fact);
    const struct fact last = fact;

    switch ((int)fact.type) {
        case FACT_BUNDLE_SUBMITTED: fact.bundle_submitted.onward = (struct onward){ 0 }; break;
        case FACT_MILESTONE_REACHED: fact.milestone.onward = (struct onward){ 0 }; break;
        case FACT_VERDICT_GIVEN: fact.verdict_given.onward = (struct onward){ 0 }; break;
        default: fact.permits_issued.onward = (struct onward){ 0 }; break;
    }
    write(fact);
    for (uint8_t i = 0; i < STAGES_MAX; i++) {
        struct fact next = { .bundle = last.bundle, .at_ms = last.at_ms };
        next.type = FACT_STAGE_GRANTED;
        next.stage_granted.stage = i;
        if (set_has(onward.granted, i)) write(next);
        next.type = FACT_STAGE_OPENED;
        next.stage_opened.stage = i;
        if (set_has(onward.opened, i)) write(next);
    }
}

/* Where every stage stands, but for the positions at which it came there. */
static void compare_bundle(const struct engine *other)
{
    static struct bundle_image left;
    static struct bundle_image right;

    assert_int_equal(engine_image(fixture.engine, 1, &left), OK);
    assert_int_equal(engine_image(other, 1, &right), OK);
    assert_int_equal(left.result, right.result);
    for (uint32_t i = 0; i < left.stage_count; i++) {
        assert_int_equal(left.stages[i].state, right.stages[i].state);
        assert_int_equal(left.stages[i].job, right.stages[i].job);
        assert_int_equal(left.stages[i].attempt, right.stages[i].attempt);
        assert_true(left.stages[i].token == right.stages[i].token);
        assert_true(left.stages[i].due_ms == right.stages[i].due_ms);
        assert_true(left.stages[i].since_ms == right.stages[i].since_ms);
        assert_int_equal(left.stages[i].permit_number, right.stages[i].permit_number);
    }
}

/* One bundle, to its end if it has one: workers grant, refuse and fail, milestones are reached. */
static void live(uint64_t *random)
{
    static const char *const departments[] = { "north", "east", "south", "west" };

    fixture_open(&fixture, NULL);
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    for (uint32_t i = 0; i < 4; i++) {
        if (fixture_join(&fixture, i + 1, ROLE_WORKER, departments[i]) != OK) continue;
        assert_int_equal(fixture_credit(&fixture, i + 1, CREDIT_MAX), OK);
    }
    assert_int_equal(fixture_submit(&fixture, "random", "k"), OK);
    for (uint32_t i = 0; i < procedure.milestone_count; i++) {
        if (random_below(random, 8) == 0) continue;
        assert_int_equal(fixture_signal(&fixture, 1, procedure.milestones[i].name.text), OK);
    }
    for (uint32_t i = 0; i < fixture.job_count; i++) {
        static const enum verdict verdicts[8] = { VERDICT_REFUSE, VERDICT_RELEASE };
        const struct msg_job job = fixture.jobs[i];
        enum verdict verdict = verdicts[random_below(random, 8)];
        if (verdict == 0) verdict = VERDICT_GRANT;
        fixture.now_ms++;
        fixture_verdict(&fixture, fixture.job_sessions[i].n, &job, verdict);
    }
}

static void test_facts_of_release_0_1_0_lead_to_the_same_states(void **state)
{
    (void)state;
    uint64_t random = 2027;
    uint32_t written = 0;

    for (uint32_t i = 0; i < LIVES; i++) {
        procedure_random(&procedure, &random, 12);
        live(&random);
        engine = engine_on_heap(&fixture.limits);
        for (uint32_t at = 0; at < fixture.journal_count; at++) {
            const struct fact *fact = &fixture.journal[at];
            if (fact->type == FACT_JOBS_LEASED) {
                write_leases(fact);
            } else if (fact_onward(fact) != NULL) {
                write_onward(*fact);
            } else {
                write(*fact);
            }
        }
        written += (uint32_t)engine_position_next(engine) - 1 - fixture.journal_count;
        compare_bundle(engine);
        engine_off_heap(engine);
        fixture_close(&fixture);
    }
    assert_true(written > 5 * LIVES); /* as many more facts as it had */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_that_can_go_on_goes_on_at_once),
        cmocka_unit_test(test_facts_of_release_0_1_0_lead_to_the_same_states),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
