/* SPDX-License-Identifier: Apache-2.0 */
/* Versions and the counter: each reason why a bundle cannot be migrated, what is carried over when it
 * can, and that neither damaged facts nor damaged images of such bundles do harm. */
#include "tests/support/engine_fixture.h"
#include "tests/support/outcome_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct fixture fixture;
static struct procedure first; /* version 1 */
static struct procedure next;  /* version 2: the same, but for what a test changes */

enum { PLAN, WORKS, TITLE, FIRE };

/* plan and works are held by a gate, title stands alone and waits for a milestone, fire for plan. */
static void make_first(void)
{
    procedure_begin(&first, "p");
    procedure_add_stage(&first, "plan", "planning");
    procedure_add_stage(&first, "works", "works");
    procedure_add_stage(&first, "title", "registry");
    procedure_add_stage(&first, "fire", "fire");
    procedure_add_milestone(&first, "land");
    procedure_add_milestone(&first, "tax");
    procedure_add_gate(&first, "g", GATE_ISSUE_REST, set_of(PLAN) | set_of(WORKS));
    first.stages[TITLE].start_after.milestones = set_of(0);
    first.stages[FIRE].start_after.stages = set_of(PLAN);
    first.material_count = 2;
    first.materials[0] = (struct procedure_material){ .name = named("form"), .stages = 1 };
    first.materials[1] = (struct procedure_material){ .name = named("deed"), .stages = 1 };
    next = first;
    next.version = 2;
}

static const char *const departments[] = { "planning", "works", "registry", "fire" };

static int set_up(void **state)
{
    (void)state;
    fixture_open(&fixture, NULL);
    make_first();
    assert_int_equal(fixture_publish(&fixture, &first), OK);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(fixture_join(&fixture, i + 1, ROLE_WORKER, departments[i]), OK);
        fixture_credit(&fixture, i + 1, 10);
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
    assert_int_equal(fixture_verdict(&fixture, stage + 1, job, verdict), OK);
}

static enum err migrate(uint64_t bundle, uint32_t version)
{
    struct event *event = fixture_event(&fixture, EVENT_MIGRATE, 0);
    event->migrate.ref.bundle = bundle;
    event->migrate.procedure = named("p");
    event->migrate.version = version;
    fixture_step(&fixture);
    const struct effect *refused = fixture_effect(&fixture, EFFECT_REFUSED, 0);
    return refused == NULL ? OK : refused->refused.err;
}

/* It is refused with this text, and the bundle stays as it is. */
static void assert_stays(const char *why)
{
    uint32_t count = fixture.journal_count;
    assert_int_equal(fixture_publish(&fixture, &next), OK);
    assert_int_equal(migrate(1, 2), ERR_ACT_IMPOSSIBLE);
    assert_string_equal(fixture_effect(&fixture, EFFECT_REFUSED, 0)->refused.text, why);
    assert_int_equal(fixture.journal_count, count + 1); /* the publication */
    assert_int_equal(fixture_image(&fixture, 1).version, 1);
}

static void test_what_has_begun_must_still_be_there(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    next.stages[PLAN].name = named("plan-2");
    next.stages[TITLE].name = named("title-2"); /* it waits: that would not matter */
    assert_stays("stages have begun that are not in version 2: \"plan\"");
}

static void test_what_has_begun_stays_with_its_department(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    next.stages[PLAN].department = next.stages[WORKS].department = named("registry");
    next.stages[FIRE].department = named("registry"); /* nobody there has seen it yet */
    assert_stays(
        "stages have begun that are another department's in version 2: \"plan\", \"works\"");
}

static void test_conditions_are_evaluated_once(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    memcpy(next.stages[FIRE].applies_if, ".a == 1", 8);
    assert_stays("the conditions of stages are others in version 2: \"fire\"");
}

static void test_a_new_stage_with_a_condition_was_never_asked_for(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    procedure_add_stage(&next, "heritage", "works");
    memcpy(next.stages[4].applies_if, ".old", 5);
    assert_stays("stages with a condition are new in version 2: \"heritage\"");
}

static void test_a_review_may_not_have_begun_too_early(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    next.stages[WORKS].start_after.milestones = set_of(1);
    assert_stays("stages have begun that may not begin yet in version 2: \"works\"");
}

static void test_a_decision_may_not_have_been_taken_too_early(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    judge(1, PLAN, VERDICT_GRANT);
    next.stages[PLAN].decide_after.milestones = set_of(1);
    assert_stays("stages are decided that may not be decided yet in version 2: \"plan\"");
}

static void test_what_is_granted_stays_in_its_gate(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    judge(1, PLAN, VERDICT_GRANT);
    assert_int_equal(fixture_stage(&fixture, 1, PLAN), STAGE_GRANTED);
    next.gates[0].name = named("h");
    assert_stays(
        "stages are granted, issued or lapsed in another gate than in version 2: \"plan\"");
}

static void test_what_is_issued_stays_outside_gates(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    assert_int_equal(fixture_signal(&fixture, 1, "land"), OK);
    judge(1, TITLE, VERDICT_GRANT);
    assert_int_equal(fixture_stage(&fixture, 1, TITLE), STAGE_ISSUED);
    next.gates[0].members |= set_of(TITLE);
    assert_stays(
        "stages are granted, issued or lapsed in another gate than in version 2: \"title\"");
}

static void test_a_gate_that_has_issued_keeps_its_members(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    judge(1, PLAN, VERDICT_GRANT);
    judge(1, WORKS, VERDICT_REFUSE);
    assert_int_equal(fixture_stage(&fixture, 1, PLAN), STAGE_ISSUED);
    next.gates[0].members |= set_of(TITLE);
    assert_stays("a gate has settled whose members are others in version 2: \"plan\", \"works\"");
}

static void test_a_permit_keeps_its_number(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    assert_int_equal(fixture_signal(&fixture, 1, "land"), OK);
    judge(1, TITLE, VERDICT_GRANT);
    memcpy(next.stages[TITLE].number, "T{year}{serial:5}", 18);
    assert_stays("permits are issued that would be numbered otherwise in version 2: \"title\"");
}

static void test_a_version_that_is_not_in_force_is_none_yet(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    next.in_force = 20231116; /* FIXTURE_START_MS is the 15th in Beijing */
    assert_stays("version 2 is not in force before 20231116");
    fixture_tick(&fixture, INT64_C(86400000));
    assert_int_equal(migrate(1, 0), OK);
    assert_int_equal(migrate(1, 2), ERR_ACT_IMPOSSIBLE);
    assert_string_equal(fixture_effect(&fixture, EFFECT_REFUSED, 0)->refused.text,
                        "the bundle is under version 2 already");
    assert_int_equal(migrate(1, 3), ERR_PROCEDURE_UNKNOWN);
    assert_int_equal(migrate(2, 2), ERR_BUNDLE_UNKNOWN);
}

static void test_another_procedure_is_no_version(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    next.name = named("q");
    assert_int_equal(fixture_publish(&fixture, &next), OK);
    struct event *event = fixture_event(&fixture, EVENT_MIGRATE, 0);
    event->migrate.ref.bundle = 1;
    event->migrate.procedure = named("q");
    fixture_step(&fixture);
    const struct effect *refused = fixture_effect(&fixture, EFFECT_REFUSED, 0);
    assert_non_null(refused);
    assert_int_equal(refused->refused.err, ERR_ACT_IMPOSSIBLE);
    assert_string_equal(refused->refused.text, "the bundle is of procedure \"p\"");
}

/* ---- What is carried over -------------------------------------------------------------------- */

/* The stages in another order, one gone, one new, milestones the other way round. */
static void turn_around(void)
{
    const struct procedure_stage plan = next.stages[PLAN];
    const struct procedure_milestone land = next.milestones[0];

    next.stages[PLAN] = next.stages[WORKS];
    next.stages[WORKS] = plan;
    next.milestones[0] = next.milestones[1];
    next.milestones[1] = land;
    next.stages[TITLE].start_after.milestones = set_of(1);
    next.stages[FIRE].name = named("safety");
    next.stages[FIRE].start_after.stages = 0;
    memcpy(next.stages[FIRE].title, "safety", 7);
    next.stages[FIRE].start_after.milestones = set_of(1); /* land, which is reached */
}

static void test_everything_is_carried_over_by_its_name(void **state)
{
    (void)state;
    turn_around();
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    judge(1, PLAN, VERDICT_GRANT);
    assert_int_equal(fixture_signal(&fixture, 1, "land"), OK);
    judge(1, TITLE, VERDICT_FAIL);
    struct bundle_image before = fixture_image(&fixture, 1);
    assert_int_equal(fixture_publish(&fixture, &next), OK);
    assert_int_equal(migrate(1, 2), OK);
    assert_int_equal(fixture_recorded(&fixture)->version, 2);
    struct bundle_image after = fixture_image(&fixture, 1);
    assert_int_equal(after.version, 2);
    assert_memory_equal(&after.stages[WORKS], &before.stages[PLAN], sizeof after.stages[0]);
    assert_memory_equal(&after.stages[TITLE], &before.stages[TITLE], sizeof after.stages[0]);
    assert_int_equal(after.milestones[0].state, MILESTONE_OPEN);
    assert_memory_equal(&after.milestones[1], &before.milestones[0], sizeof after.milestones[0]);
    assert_int_equal(fixture_stage(&fixture, 1, FIRE), STAGE_REVIEWING); /* new, and it may */
    assert_int_equal(after.entry_count, 1);
    assert_int_equal(after.entries[0].kind, ENTRY_MIGRATION);
    assert_int_equal(after.entries[0].amount, 1);
    assert_int_equal(image_version_at(&after, after.entries[0].position - 1), 1);
    assert_int_equal(image_version_at(&after, after.entries[0].position), 2);
}

static void test_a_lease_under_another_index_ends_and_under_the_same_goes_on(void **state)
{
    (void)state;
    turn_around();
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    assert_int_equal(fixture_signal(&fixture, 1, "land"), OK);
    const struct msg_job works = *fixture_job(&fixture, 1, WORKS);
    const struct msg_job title = *fixture_job(&fixture, 1, TITLE);
    assert_int_equal(fixture_publish(&fixture, &next), OK);
    assert_int_equal(migrate(1, 2), OK);
    const struct effect *cancelled = fixture_effect(&fixture, EFFECT_CANCEL, 1);
    assert_non_null(cancelled);
    assert_int_equal(cancelled->cancel.stage, WORKS);
    assert_null(fixture_effect(&fixture, EFFECT_CANCEL, 2));
    assert_int_equal(fixture_verdict(&fixture, 2, &works, VERDICT_GRANT), ERR_LEASE_STALE);
    assert_int_equal(fixture_verdict(&fixture, 3, &title, VERDICT_GRANT), OK);
    const struct msg_job *again = fixture_job(&fixture, 1, PLAN); /* works has that place now */
    assert_int_equal(again->attempt, works.attempt + 1);
    assert_int_equal(fixture_verdict(&fixture, 2, again, VERDICT_GRANT), OK);
}

static void test_a_bundle_that_was_migrated_survives_a_restart_and_ends(void **state)
{
    (void)state;
    turn_around();
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    assert_int_equal(fixture_publish(&fixture, &next), OK);
    assert_int_equal(migrate(1, 2), OK);
    struct engine *restored = fixture_restore(&fixture);
    assert_same_hash(restored, fixture.engine);
    engine_off_heap(restored);
    struct engine *replayed = fixture_replay(&fixture);
    assert_same_hash(replayed, fixture.engine);
    engine_off_heap(replayed);
    assert_int_equal(fixture_signal(&fixture, 1, "land"), OK);
    static const uint32_t sessions[] = { 2, 1, 3, 4 };
    for (uint32_t i = 0; i < 4; i++) {
        const struct msg_job *job = fixture_job(&fixture, 1, i);
        assert_non_null(job);
        assert_int_equal(fixture_verdict(&fixture, sessions[i], job, VERDICT_GRANT), OK);
    }
    assert_int_equal(fixture_image(&fixture, 1).result, RESULT_ALL);
    assert_int_equal(migrate(1, 1), ERR_BUNDLE_ENDED);
}

/* A third of 10,000 moves is to a version with a different number of blocks. */
static void test_blocks_are_given_back(void **state)
{
    (void)state;
    for (uint32_t i = 4; i < 20; i++) {
        char name[NAME_BYTES_MAX];
        snprintf(name, sizeof name, "s%u", i);
        next.stages[procedure_add_stage(&next, name, "works")].start_after.milestones = set_of(1);
    }
    assert_int_equal(fixture_publish(&fixture, &next), OK);
    for (uint32_t i = 0; i < 60; i++) { /* there and back, in each of 60 bundles */
        char key[16];
        snprintf(key, sizeof key, "k%u", i);
        assert_int_equal(fixture_submit(&fixture, "p", key), OK);
        for (uint32_t version = 1; version <= 2; version++) {
            assert_int_equal(migrate(i + 1, version), OK);
        }
        assert_int_equal(fixture_withdraw(&fixture, i + 1), OK);
    }
}

/* ---- At random ------------------------------------------------------------------------------- */

static void act(enum act what, uint64_t materials)
{
    struct event *event = fixture_event(&fixture, EVENT_ACT, 0);
    event->act = (struct msg_act){ .ref.bundle = 1, .act = (uint8_t)what, .materials = materials };
    event->act.reason = (struct span){ (const uint8_t *)"r", 1 };
    fixture_step(&fixture);
    assert_null(fixture_effect(&fixture, EFFECT_REFUSED, 0));
}

/* Received, corrected, supplied, accepted under a newer version, migrated once more. */
static void live_at_the_counter(void)
{
    static const uint8_t map[] = { 0x80 };

    next.intake = (struct procedure_intake){ .counter = true,
                                             .on_silence = ON_SILENCE_ACCEPT,
                                             .on_lapse = ON_LAPSE_RETURN,
                                             .within = { 5, LIMIT_WORKING_DAYS },
                                             .correct_within = { 5, LIMIT_WORKING_DAYS } };
    assert_int_equal(fixture_publish(&fixture, &next), OK);
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    act(ACT_ASK_CORRECTIONS, 2);
    struct event *event = fixture_event(&fixture, EVENT_SUPPLY, 0);
    event->supply.ref.bundle = 1;
    event->supply.application = (struct span){ map, sizeof map };
    event->changed = 2;
    fixture_step(&fixture);
    assert_non_null(fixture_fact(&fixture, FACT_SUPPLIED, 0));
    turn_around();
    next.version = 3;
    assert_int_equal(fixture_publish(&fixture, &next), OK);
    act(ACT_ACCEPT, 0);
    assert_non_null(fixture_fact(&fixture, FACT_MIGRATED, 0));
    assert_int_equal(fixture_submit(&fixture, "p", "silent"), OK);
    fixture_tick(&fixture, INT64_C(20) * 86400000);
    assert_non_null(fixture_fact(&fixture, FACT_ACTED, 0)); /* deemed accepted */
    assert_int_equal(fixture_submit(&fixture, "p", "open"), OK);
}

static struct engine *replay_to(uint32_t count)
{
    struct engine *engine = engine_on_heap(&fixture.limits);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(engine_apply(engine, &fixture.journal[i]), OK);
    }
    return engine;
}

/* Whatever the state is now, it can be asked about and goes on. */
static void use(struct engine *engine)
{
    static struct msg_explanation explanation;
    static struct facts facts;
    static struct effects effects;
    struct event event = { .type = EVENT_TICK, .civil_year = FIXTURE_YEAR };
    struct totals_image totals;

    for (uint64_t bundle = 1; bundle <= 3; bundle++) {
        (void)engine_explain(engine, bundle, 0, &explanation);
    }
    engine_export_totals(engine, &totals);
    if (totals.now_ms < 0 || totals.now_ms > INT64_MAX - INT64_C(4000000000)) return;
    event.now_ms = totals.now_ms + INT64_C(4000000000);
    engine_step(engine, &event, &facts, &effects);
}

static void test_damaged_facts_of_the_counter_never_crash(void **state)
{
    (void)state;
    static const enum fact_type types[] = { FACT_ACTED, FACT_MIGRATED, FACT_SUPPLIED,
                                            FACT_BUNDLE_SUBMITTED };
    uint64_t random = 41;
    uint32_t refusals = 0;
    uint32_t tries = 0;

    live_at_the_counter();
    while (tries < 3000) {
        uint32_t at = random_below(&random, fixture.journal_count);
        struct fact fact = fixture.journal[at];
        bool is_wanted = false;
        for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
            is_wanted |= fact.type == types[i];
        }
        if (!is_wanted) continue;
        struct engine *engine = replay_to(at);
        struct hash before = engine_hash(engine);
        uint8_t *bytes = (uint8_t *)&fact + offsetof(struct fact, acted);
        for (uint32_t n = 1 + random_below(&random, 3); n > 0; n--) {
            bytes[random_below(&random, 60)] = (uint8_t)random_next(&random);
        }
        if (fact.type == FACT_BUNDLE_SUBMITTED) {
            fact.bundle_submitted.received = (uint8_t)random_below(&random, 3);
        }
        if (engine_apply(engine, &fact) != OK) {
            struct hash after = engine_hash(engine);
            assert_memory_equal(before.bytes, after.bytes, HASH_BYTES);
            refusals++;
        }
        use(engine);
        engine_off_heap(engine);
        tries++;
    }
    assert_true(refusals > 500);
}

static void test_damaged_images_of_the_counter_never_crash(void **state)
{
    (void)state;
    uint64_t random = 42;
    uint32_t refusals = 0;
    struct totals_image totals;

    live_at_the_counter();
    engine_export_totals(fixture.engine, &totals);
    for (uint32_t turn = 0; turn < 3000; turn++) {
        struct engine *engine = engine_on_heap(&fixture.limits);
        struct bundle_image image = fixture_image(&fixture, turn % 2 == 0 ? 1 : 3);
        for (uint32_t i = 0; i < fixture.journal_count; i++) {
            const struct fact *fact = &fixture.journal[i];
            if (fact->type != FACT_PROCEDURE_PUBLISHED) continue;
            assert_int_equal(engine_restore_procedure(engine, fact->procedure_published.procedure,
                                                      &fact->procedure_published.content,
                                                      fact->position),
                             OK);
        }
        assert_int_equal(engine_restore_totals(engine, &totals), OK);
        uint8_t *bytes = (uint8_t *)image.entries;
        for (uint32_t n = 1 + random_below(&random, 3); n > 0; n--) {
            bytes[random_below(&random, image.entry_count * sizeof image.entries[0])] =
                (uint8_t)random_below(&random, random_below(&random, 2) == 0 ? 8 : 256);
        }
        uint8_t phase = (uint8_t)random_below(&random, PHASE_COUNT);
        if (random_below(&random, 4) == 0) image.phase = phase;
        if (engine_restore_bundle(engine, &image) != OK) refusals++;
        assert_int_equal(engine_restore_end(engine), OK);
        use(engine);
        engine_off_heap(engine);
    }
    assert_true(refusals > 300);
    assert_true(refusals < 3000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_has_begun_must_still_be_there),
        TEST(test_what_has_begun_stays_with_its_department),
        TEST(test_conditions_are_evaluated_once),
        TEST(test_a_new_stage_with_a_condition_was_never_asked_for),
        TEST(test_a_review_may_not_have_begun_too_early),
        TEST(test_a_decision_may_not_have_been_taken_too_early),
        TEST(test_what_is_granted_stays_in_its_gate),
        TEST(test_what_is_issued_stays_outside_gates),
        TEST(test_a_gate_that_has_issued_keeps_its_members),
        TEST(test_a_permit_keeps_its_number),
        TEST(test_a_version_that_is_not_in_force_is_none_yet),
        TEST(test_another_procedure_is_no_version),
        TEST(test_everything_is_carried_over_by_its_name),
        TEST(test_a_lease_under_another_index_ends_and_under_the_same_goes_on),
        TEST(test_a_bundle_that_was_migrated_survives_a_restart_and_ends),
        TEST(test_blocks_are_given_back),
        TEST(test_damaged_facts_of_the_counter_never_crash),
        TEST(test_damaged_images_of_the_counter_never_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
