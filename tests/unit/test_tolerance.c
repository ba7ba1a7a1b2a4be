/* SPDX-License-Identifier: Apache-2.0 */
/* Missing materials, commitments and holds: what the stories do not show. Facts that cannot be true are
 * refused in a replay, images that contradict themselves are not taken, and the store's way back
 * leaves nothing out. */
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define DAY_MS (24 * 3600 * 1000)

enum { PLAN, FIRE, STAGES };
enum { FORM, DRAWING, SAFETY };

static struct fixture fixture;
static struct procedure procedure;

static void add_material(const char *name, bool required, set32 stages, uint16_t days)
{
    procedure.materials[procedure.material_count++] = (struct procedure_material){
        .name = named(name),
        .required = required,
        .stages = stages,
        .may_miss = { .value = days, .unit = days == 0 ? 0 : LIMIT_WORKING_DAYS },
    };
}

/* plan reads drawing and safety, fire is decided on a commitment; both in a gate. */
static int set_up(void **state)
{
    (void)state;
    procedure_begin(&procedure, "p");
    procedure_add_stage(&procedure, "plan", "d");
    procedure_add_stage(&procedure, "fire", "e");
    procedure_add_milestone(&procedure, "land");
    procedure.stages[FIRE].check_within = (struct limit){ 5, LIMIT_WORKING_DAYS };
    procedure.stages[FIRE].decide_after.milestones = set_of(0);
    procedure_add_gate(&procedure, "g", GATE_ISSUE_REST, set_first(STAGES));
    add_material("form", true, 0, 0);
    add_material("drawing", true, set_of(PLAN), 5);
    add_material("safety", true, set_of(PLAN), 10);
    fixture_open(&fixture, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

static enum err submit(uint64_t missing, set32 skipped)
{
    fixture.conditions.skipped = skipped;
    struct event *event = fixture_event(&fixture, EVENT_SUBMIT, 0);
    event->submit.procedure = named("p");
    event->submit.key = (struct span){ (const uint8_t *)"k", 1 };
    event->key_hash = hash_of_text("k");
    event->materials_missing = missing;
    fixture_step(&fixture);
    const struct effect *refused = fixture_effect(&fixture, EFFECT_REFUSED, 0);
    return refused == NULL ? OK : refused->refused.err;
}

static enum err act(struct msg_act msg, const char *stage)
{
    struct event *event = fixture_event(&fixture, EVENT_ACT, 0);
    event->act = msg;
    event->act.ref.bundle = 1;
    if (stage != NULL) event->act.stage = named(stage);
    event->act.reason = (struct span){ (const uint8_t *)"so", 2 };
    fixture_step(&fixture);
    const struct effect *refused = fixture_effect(&fixture, EFFECT_REFUSED, 0);
    return refused == NULL ? OK : refused->refused.err;
}

static void grant(uint32_t stage, uint32_t session, const char *department)
{
    assert_int_equal(fixture_join(&fixture, session, ROLE_WORKER, department), OK);
    assert_int_equal(fixture_credit(&fixture, session, 1), OK);
    const struct msg_job *job = fixture_job(&fixture, 1, stage);
    assert_int_equal(fixture_verdict(&fixture, session, job, VERDICT_GRANT), OK);
}

static void assert_corrupt(struct fact fact)
{
    struct engine *engine = fixture_replay(&fixture);
    const struct bundle_image image = fixture_image(&fixture, 1);

    fact.position = fixture.journal_count + 1;
    fact.previous = image.last_position;
    fact.bundle = 1;
    fact.at_ms = fixture.now_ms;
    assert_int_equal(engine_apply(engine, &fact), ERR_CORRUPT);
    assert_same_hash(engine, fixture.engine);
    engine_off_heap(engine);
}

static void assert_act_corrupt(struct fact_acted acted)
{
    assert_corrupt((struct fact){ .type = FACT_ACTED, .acted = acted });
}

/* ---- Missing materials ----------------------------------------------------------------------- */

static void test_a_material_is_required_where_somebody_reads_it(void **state)
{
    (void)state;
    memcpy(procedure.stages[PLAN].applies_if, ".a", sizeof ".a");
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(submit(1 << FORM, 0), ERR_MATERIAL_MISSING);
    assert_int_equal(submit(1 << FORM, set_of(PLAN)), ERR_MATERIAL_MISSING); /* all read it */
    assert_int_equal(submit(1 << DRAWING, set_of(PLAN)), OK);                /* nobody does */
    assert_null(fixture_fact(&fixture, FACT_ACTED, 0));
    assert_int_equal(fixture_image(&fixture, 1).entry_count, 0);
}

static void test_where_none_may_miss_the_departments_judge(void **state)
{
    (void)state;
    procedure.materials[DRAWING].may_miss = procedure.materials[SAFETY].may_miss =
        (struct limit){ 0, 0 };
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(submit(1 << FORM | 1 << DRAWING, 0), OK);
    assert_null(fixture_fact(&fixture, FACT_ACTED, 0));
}

static void test_each_material_has_a_time_of_its_own(void **state)
{
    (void)state;
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(submit(1 << DRAWING | 1 << SAFETY, 0), OK);
    assert_int_equal(fixture_image(&fixture, 1).entry_count, 2);
    grant(PLAN, 1, "d");
    uint32_t told = 0;
    for (uint32_t day = 0; day < 8; day++) {
        fixture_tick(&fixture, DAY_MS);
        const struct fact *fact = fixture_fact(&fixture, FACT_ACTED, 0);
        if (fact == NULL) continue;
        told++;
        assert_int_equal(fact->acted.act, ACT_MATERIAL_OVERDUE);
        assert_int_equal(fact->acted.materials, 1 << DRAWING);
        assert_int_equal(fact->acted.stages, set_of(PLAN));
    }
    assert_int_equal(told, 1);
    assert_int_equal(fixture_stage(&fixture, 1, PLAN), STAGE_REFUSED);
    assert_int_equal(fixture_image(&fixture, 1).entries[1].state, TOLERANCE_MISSING);
    assert_int_equal(
        act((struct msg_act){ .act = ACT_MATERIAL_SUPPLIED, .materials = 1 << SAFETY }, NULL), OK);
    assert_int_equal(
        act((struct msg_act){ .act = ACT_MATERIAL_SUPPLIED, .materials = 1 << DRAWING }, NULL),
        ERR_ACT_IMPOSSIBLE);
}

static void test_materials_that_cannot_miss_or_come_are_refused_in_a_replay(void **state)
{
    (void)state;
    const struct fact_acted supplied = { .act = ACT_MATERIAL_SUPPLIED,
                                         .stage = STAGE_WHOLE,
                                         .materials = 1 << DRAWING };
    struct fact_acted acted = supplied;

    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(submit(1 << DRAWING, 0), OK);
    acted.materials = 1 << SAFETY;
    assert_act_corrupt(acted); /* it is not missing */
    acted.materials = 0;
    assert_act_corrupt(acted);
    acted = supplied;
    acted.stage = PLAN;
    assert_act_corrupt(acted);
    acted = supplied;
    acted.onward.opened = set_of(PLAN);
    assert_act_corrupt(acted);
    acted = supplied;
    acted.act = ACT_MATERIAL_OVERDUE;
    assert_act_corrupt(acted); /* ... without what becomes of its stages */
    acted.stages = set_of(FIRE);
    assert_act_corrupt(acted); /* ... which does not read it */
    acted = supplied;
    acted.act = ACT_TOLERATE;
    assert_act_corrupt(acted); /* it is missing already */
    acted.materials = 1 << FORM;
    assert_act_corrupt(acted); /* it may not miss */
    acted.materials = (uint64_t)1 << 63;
    assert_act_corrupt(acted); /* there is no such material */
}

static void test_a_permit_is_tolerant_only_of_its_own_stages(void **state)
{
    (void)state;
    procedure.gates[0].on_tolerance = ON_TOLERANCE_GRANT;
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(submit(1 << DRAWING, 0), OK);
    grant(PLAN, 1, "d");
    grant(FIRE, 2, "e");
    assert_int_equal(fixture_signal(&fixture, 1, "land"), OK);
    const struct fact *fact = fixture_fact(&fixture, FACT_PERMITS_ISSUED, 0);
    assert_non_null(fact);
    assert_int_equal(fact->permits_issued.tolerated, set_of(PLAN));
    const struct bundle_image image = fixture_image(&fixture, 1);
    assert_int_equal(image.stages[PLAN].verdict, VERDICT_GRANT_TOLERANCE);
    assert_int_equal(image.stages[FIRE].verdict, VERDICT_GRANT);
    assert_int_equal(image.entries[0].amount, set_of(PLAN));
    assert_int_equal(image.entries[0].state, TOLERANCE_MISSING); /* it is still owed */
}

/* ---- Commitments ----------------------------------------------------------------------------- */

static void test_commitments_that_cannot_be_are_refused_in_a_replay(void **state)
{
    (void)state;
    struct fact_acted commit = { .act = ACT_COMMIT, .stage = FIRE };

    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(submit(0, 0), OK);
    for (uint8_t number = ACT_WITHDRAW_COMMITMENT; number <= ACT_CHECK_OVERDUE; number++) {
        if (number == ACT_BAR_COMMITMENT) continue;
        assert_act_corrupt((struct fact_acted){ .act = number, .stage = FIRE }); /* none given */
        assert_act_corrupt((struct fact_acted){ .act = number, .stage = STAGE_WHOLE });
    }
    commit.stage = PLAN;
    assert_act_corrupt(commit); /* is not decided in this way */
    commit.stage = FIRE;
    commit.onward.granted = set_of(PLAN);
    assert_act_corrupt(commit); /* which is not sealed */
    assert_int_equal(act((struct msg_act){ .act = ACT_COMMIT }, "fire"), OK);
    commit.onward.granted = 0;
    assert_act_corrupt(commit); /* twice */
    struct fact_acted checked = { .act = ACT_COMMITMENT_FALSE, .stage = FIRE };
    assert_act_corrupt(checked); /* it refuses the stage */
    checked.act = ACT_COMMITMENT_KEPT;
    checked.stages = set_of(FIRE);
    assert_act_corrupt(checked); /* it refuses none */
    assert_int_equal(act((struct msg_act){ .act = ACT_BAR_COMMITMENT }, "fire"), OK);
    assert_int_equal(act((struct msg_act){ .act = ACT_BAR_COMMITMENT }, "fire"),
                     ERR_ACT_IMPOSSIBLE);
    assert_int_equal(act((struct msg_act){ .act = ACT_WITHDRAW_COMMITMENT }, "fire"), OK);
    assert_act_corrupt((struct fact_acted){ .act = ACT_COMMIT, .stage = FIRE }); /* barred */
}

/* ---- Verdicts and permits that cannot be ----------------------------------------------------- */

static void test_a_grant_goes_to_signers_where_there_are_some(void **state)
{
    (void)state;
    struct fact fact = { .type = FACT_VERDICT_GIVEN,
                         .verdict_given = { .stage = PLAN,
                                            .attempt = 1,
                                            .verdict = VERDICT_GRANT,
                                            .worker = named("w"),
                                            .to_signers = true } };

    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(submit(0, 0), OK);
    assert_int_equal(fixture_join(&fixture, 1, ROLE_WORKER, "d"), OK);
    assert_int_equal(fixture_credit(&fixture, 1, 1), OK);
    assert_corrupt(fact); /* nobody signs it */
    fact.verdict_given.to_signers = false;
    fact.verdict_given.verdict = VERDICT_GRANT_TOLERANCE;
    assert_corrupt(fact); /* no worker says so */
}

static void test_only_a_hold_may_issue_a_part(void **state)
{
    (void)state;
    struct fact fact = { .type = FACT_PERMITS_ISSUED,
                         .permits_issued = { .gate = 0,
                                             .year = FIXTURE_YEAR,
                                             .permit_count = 1,
                                             .permits = { { PLAN, 1 } } } };

    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(submit(0, 0), OK);
    grant(PLAN, 1, "d");
    assert_corrupt(fact); /* fire is open, and the gate no hold */
    fact.permits_issued.gate = GATE_NONE;
    assert_corrupt(fact);
    fact.permits_issued.tolerated = set_of(FIRE);
    assert_corrupt(fact);
}

static void test_a_hold_is_over_for_good(void **state)
{
    (void)state;
    procedure.gates[0].policy = GATE_HOLD_UNTIL;
    procedure.gates[0].hold_days = 2;
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(submit(0, 0), OK);
    grant(PLAN, 1, "d");
    assert_true(engine_next_due_ms(fixture.engine) < fixture.now_ms + 7 * DAY_MS);
    fixture_tick(&fixture, 7 * DAY_MS);
    assert_int_equal(fixture_stage(&fixture, 1, PLAN), STAGE_ISSUED);
    assert_int_equal(fixture_image(&fixture, 1).gates[0].state, GATE_ISSUED);
    struct engine *restored = fixture_restore(&fixture); /* members are still under review */
    assert_same_hash(fixture.engine, restored);
    engine_off_heap(restored);
    grant(FIRE, 2, "e");
    assert_int_equal(fixture_signal(&fixture, 1, "land"), OK);
    const struct fact *fact = fixture_fact(&fixture, FACT_PERMITS_ISSUED, 0);
    assert_non_null(fact);
    assert_int_equal(fact->permits_issued.gate, GATE_NONE);
    assert_int_equal(fixture_image(&fixture, 1).result, RESULT_ALL);
}

/* ---- Images ---------------------------------------------------------------------------------- */

static void assert_restores(const struct bundle_image *image, enum err expected)
{
    struct engine *engine = engine_on_heap(&fixture.limits);
    struct totals_image totals;

    engine_export_totals(fixture.engine, &totals);
    assert_int_equal(engine_restore_totals(engine, &totals), OK);
    assert_int_equal(engine_restore_procedure(engine, &procedure, &(struct hash){ { 1 } }, 1), OK);
    assert_int_equal(engine_restore_bundle(engine, image), expected);
    engine_off_heap(engine);
}

static void assert_image_refused(const struct bundle_image *image)
{
    assert_restores(image, ERR_CORRUPT);
}

static void test_entries_that_contradict_themselves_are_refused(void **state)
{
    (void)state;
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(submit(1 << DRAWING, 0), OK);
    const struct bundle_image good = fixture_image(&fixture, 1);
    struct bundle_image image = good;
    assert_restores(&good, OK);
    image.entries[0].state = TOLERANCE_SUPPLIED; /* and still open */
    assert_image_refused(&image);
    image.entries[0].state = TOLERANCE_STATE_COUNT;
    image.entries[0].until_ms = image.entries[0].from_ms;
    assert_image_refused(&image);
    image = good;
    image.entries[0].until_ms = image.entries[0].from_ms; /* settled as nothing */
    assert_image_refused(&image);
    image = good;
    image.entries[0].materials = 0;
    assert_image_refused(&image);
    image = good;
    image.entries[0].stage = PLAN;
    assert_image_refused(&image);
    image = good;
    image.entries[0].kind = ENTRY_SIGNER; /* of the whole, and about a material */
    assert_image_refused(&image);
    image = good;
    image.stages[PLAN].verdict = VERDICT_GRANT_TOLERANCE; /* before it is issued */
    assert_image_refused(&image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_a_material_is_required_where_somebody_reads_it),
        TEST(test_where_none_may_miss_the_departments_judge),
        TEST(test_each_material_has_a_time_of_its_own),
        TEST(test_materials_that_cannot_miss_or_come_are_refused_in_a_replay),
        TEST(test_a_permit_is_tolerant_only_of_its_own_stages),
        TEST(test_commitments_that_cannot_be_are_refused_in_a_replay),
        TEST(test_a_grant_goes_to_signers_where_there_are_some),
        TEST(test_only_a_hold_may_issue_a_part),
        TEST(test_a_hold_is_over_for_good),
        TEST(test_entries_that_contradict_themselves_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
