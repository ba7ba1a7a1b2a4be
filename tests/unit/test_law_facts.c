/* SPDX-License-Identifier: Apache-2.0 */
/* What the law refuses, in words; what a damaged journal or image says of it, and is not believed; and a
 * dossier that is full. */
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define WORKER 1
#define OFFICER 2
#define HEAD 3
#define UPSTREAM_WORKER 4
#define DAY_MS (INT64_C(24) * 3600 * 1000)

enum stages { DESIGN, PLAN, FIRE };

static struct fixture fixture;
static struct procedure procedure;

static struct span because(void)
{
    return (struct span){ (const uint8_t *)"because", 7 };
}

/* Design, a plan that rests on it, and an opinion; the first two are let out together. */
static int open_bundle(void **state)
{
    (void)state;
    fixture_open(&fixture, NULL);
    procedure_begin(&procedure, "law");
    procedure_add_stage(&procedure, "design", "design");
    uint32_t plan = procedure_add_stage(&procedure, "plan", "planning");
    uint32_t fire = procedure_add_stage(&procedure, "fire", "fire");
    procedure.stages[plan].decide_after.stages = set_of(DESIGN);
    procedure.stages[plan].statutory = (struct limit){ 5, LIMIT_NATURAL_DAYS };
    procedure.stages[plan].clock_from = CLOCK_FROM_ACCEPTANCE;
    procedure.stages[fire].opinion = true;
    memset(procedure.stages[fire].permit, 0, sizeof procedure.stages[fire].permit);
    procedure_add_gate(&procedure, "together", GATE_ISSUE_REST, set_of(DESIGN) | set_of(PLAN));
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    fixture_join(&fixture, WORKER, ROLE_WORKER, "planning");
    fixture_join(&fixture, OFFICER, ROLE_OFFICER, "planning");
    fixture_join(&fixture, HEAD, ROLE_HEAD, "planning");
    fixture_join(&fixture, UPSTREAM_WORKER, ROLE_WORKER, "design");
    fixture_credit(&fixture, UPSTREAM_WORKER, CREDIT_MAX);
    assert_int_equal(fixture_submit(&fixture, "law", "key"), OK);
    return 0;
}

static int close_bundle(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

static struct msg_act *begin_act(uint32_t session, enum act act, const char *stage)
{
    struct event *event = fixture_event(&fixture, EVENT_ACT, session);
    event->act = (struct msg_act){
        .ref = { .bundle = 1 },
        .act = (uint8_t)act,
        .stage = named(stage),
        .reason = because(),
    };
    return &event->act;
}

static enum err step(void)
{
    fixture_step(&fixture);
    const struct effect *refused = fixture_effect(&fixture, EFFECT_REFUSED, 0);
    return refused == NULL ? OK : refused->refused.err;
}

static void assert_says(const char *piece)
{
    const struct effect *refused = fixture_effect(&fixture, EFFECT_REFUSED, 0);
    assert_non_null(refused);
    assert_int_equal(refused->refused.err, ERR_ACT_IMPOSSIBLE);
    if (strstr(refused->refused.text, piece) == NULL) fail_msg("says: %s", refused->refused.text);
}

static enum err start_special(uint32_t days)
{
    struct msg_act *act = begin_act(OFFICER, ACT_SPECIAL_START, "plan");
    act->detail = SPECIAL_TESTING;
    act->amount = days;
    return step();
}

static enum err end_special(void)
{
    begin_act(OFFICER, ACT_SPECIAL_END, "plan");
    return step();
}

static enum err return_plan(void)
{
    begin_act(OFFICER, ACT_RETURN, "plan")->on = named("design");
    return step();
}

static void grant_design(void)
{
    const struct msg_job job = *fixture_job(&fixture, 1, DESIGN);
    assert_int_equal(fixture_verdict(&fixture, UPSTREAM_WORKER, &job, VERDICT_GRANT), OK);
}

/* ---- What is refused, in words --------------------------------------------------------------- */

static void test_an_extension_after_the_limit_came_too_late(void **state)
{
    (void)state;
    fixture_tick(&fixture, 30 * DAY_MS);
    begin_act(HEAD, ACT_EXTEND, "plan")->amount = 5;
    assert_int_equal(step(), ERR_ACT_IMPOSSIBLE);
    assert_says("it came too late");
    assert_says("overdue");
}

static void test_each_impossible_act_says_why(void **state)
{
    (void)state;
    begin_act(HEAD, ACT_EXTEND, "plan")->amount = 11;
    step();
    assert_says("more than this limit may be extended by");
    begin_act(OFFICER, ACT_SPECIAL_END, "plan");
    step();
    assert_says("no special procedure");
    struct msg_act *hearing = begin_act(OFFICER, ACT_SPECIAL_START, "plan");
    hearing->detail = SPECIAL_HEARING;
    hearing->amount = 10;
    step();
    assert_says("needs its day");
    return_plan();
    assert_says("no grant or opinion");
}

/* ---- Facts of a damaged journal ---------------------------------------------------------------- */

/* The last fact of the step, changed, is refused where the good one is taken. */
static void assert_corrupt(const struct fact *damaged)
{
    struct engine *engine = engine_on_heap(&fixture.limits);
    uint32_t last = fixture.journal_count - 1;

    for (uint32_t i = 0; i < last; i++) {
        assert_int_equal(engine_apply(engine, &fixture.journal[i]), OK);
    }
    struct hash before = engine_hash(engine);
    assert_int_equal(engine_apply(engine, damaged), ERR_CORRUPT);
    struct hash after = engine_hash(engine);
    assert_true(hash_is_equal(&before, &after));
    assert_int_equal(engine_apply(engine, &fixture.journal[last]), OK);
    engine_off_heap(engine);
}

static struct fact last_fact(void)
{
    return fixture.journal[fixture.journal_count - 1];
}

static void test_a_special_procedure_that_is_none_is_corrupt(void **state)
{
    (void)state;
    assert_int_equal(start_special(5), OK);
    struct fact fact = last_fact();
    fact.acted.detail = 0;
    assert_corrupt(&fact);
    fact.acted.detail = SPECIAL_OTHER + 1;
    assert_corrupt(&fact);
    fact = last_fact();
    fact.acted.amount = 0;
    assert_corrupt(&fact);
    fact = last_fact();
    fact.acted.stage = STAGE_WHOLE;
    assert_corrupt(&fact);
    fact = last_fact();
    fact.acted.stages = set_of(PLAN);
    assert_corrupt(&fact);
    assert_int_equal(end_special(), OK);
    fact = last_fact();
    fact.acted.stage = FIRE;
    assert_corrupt(&fact);
}

static void test_an_extension_of_nothing_is_corrupt(void **state)
{
    (void)state;
    begin_act(HEAD, ACT_EXTEND, "plan")->amount = 5;
    assert_int_equal(step(), OK);
    struct fact fact = last_fact();
    fact.acted.detail = 0;
    assert_corrupt(&fact);
    fact.acted.detail = EXTENDS_BOTH + 1;
    assert_corrupt(&fact);
    fact = last_fact();
    fact.acted.amount = 0;
    assert_corrupt(&fact);
    fact.acted.amount = UINT16_MAX;
    assert_corrupt(&fact);
}

static void test_a_return_of_other_stages_is_corrupt(void **state)
{
    (void)state;
    grant_design();
    assert_int_equal(return_plan(), OK);
    for (uint32_t i = fixture.journal_count; i-- > 0;) { /* behind it design is leased again */
        if (fixture.journal[i].type != FACT_ACTED) continue;
        fixture.journal_count = i + 1;
        break;
    }
    struct fact fact = last_fact();
    fact.acted.stages = 0;
    assert_corrupt(&fact);
    fact.acted.stages = set_of(PLAN) | set_of(FIRE);
    assert_corrupt(&fact);
    fact = last_fact();
    fact.acted.on = named("fire");
    assert_corrupt(&fact);
    fact.acted.on = named("nowhere");
    assert_corrupt(&fact);
    fact = last_fact();
    fact.acted.stage = DESIGN;
    assert_corrupt(&fact);
}

static void test_silence_that_does_not_count_is_corrupt(void **state)
{
    (void)state;
    assert_int_equal(start_special(5), OK);
    struct fact fact = last_fact();
    fact.acted = (struct fact_acted){ .act = ACT_DEEM, .stage = PLAN, .detail = VERDICT_GRANT };
    assert_corrupt(&fact); /* nothing was said of its silence */
}

static void test_a_verdict_that_its_stage_cannot_have_is_corrupt(void **state)
{
    (void)state;
    grant_design();
    struct fact fact = last_fact();
    assert_int_equal(fact.type, FACT_VERDICT_GIVEN);
    fact.verdict_given.verdict = VERDICT_AGREE;
    assert_corrupt(&fact);
    fact.verdict_given.verdict = VERDICT_PARK;
    assert_corrupt(&fact);
    fact.verdict_given.verdict = VERDICT_SPECIAL; /* without a kind, and it grants */
    assert_corrupt(&fact);
    fact.verdict_given.verdict = VERDICT_RETURN;
    assert_corrupt(&fact);
    fact.verdict_given.verdict = VERDICT_REFUSE;
    assert_corrupt(&fact);
}

/* ---- Images ------------------------------------------------------------------------------------ */

static void assert_image_refused(const struct bundle_image *image)
{
    struct totals_image totals;
    struct engine *engine = engine_on_heap(&fixture.limits);

    engine_export_totals(fixture.engine, &totals);
    assert_int_equal(
        engine_restore_procedure(engine, &procedure, &(struct hash){ .bytes = { 1 } }, 1), OK);
    assert_int_equal(engine_restore_totals(engine, &totals), OK);
    assert_int_equal(engine_restore_bundle(engine, image), ERR_CORRUPT);
    engine_off_heap(engine);
}

static void test_an_image_whose_dossier_makes_no_sense_is_refused(void **state)
{
    (void)state;
    grant_design();
    assert_int_equal(return_plan(), OK);
    struct bundle_image image = fixture_image(&fixture, 1);
    assert_int_equal(image.entry_count, 1);
    assert_int_equal(image.entries[0].kind, ENTRY_RETURN);
    struct engine *restored = fixture_restore(&fixture);
    assert_same_hash(restored, fixture.engine);
    engine_off_heap(restored);

    struct bundle_image damaged = image;
    damaged.entries[0].materials = UINT64_C(1) << STAGES_MAX;
    assert_image_refused(&damaged);
    damaged = image;
    damaged.entries[0].stage = STAGE_WHOLE;
    assert_image_refused(&damaged);
    damaged = image;
    damaged.entries[0].kind = ENTRY_DEEMED; /* of a stage that has no verdict */
    assert_image_refused(&damaged);
    damaged = image;
    damaged.entries[0] = (struct entry){ .kind = ENTRY_PAUSE,
                                         .stage = PLAN,
                                         .detail = PAUSE_SPECIAL,
                                         .state = SPECIAL_OTHER,
                                         .position = image.entries[0].position,
                                         .from_ms = 1 };
    assert_image_refused(&damaged); /* for no day */
    damaged.entries[0].amount = 1;
    damaged.entries[0].state = SPECIAL_OTHER + 1;
    assert_image_refused(&damaged);
    damaged = image;
    damaged.stages[DESIGN].verdict = VERDICT_GRANT; /* it is under review */
    assert_image_refused(&damaged);
}

/* ---- A dossier that is full ------------------------------------------------------------------- */

static void test_a_full_dossier_is_busy_and_the_review_goes_on(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < ENTRIES_ACT_MAX; i++) {
        assert_int_equal(start_special(1), OK);
        assert_int_equal(end_special(), OK);
    }
    assert_int_equal(start_special(1), ERR_BUSY);
    assert_string_equal(fixture_effect(&fixture, EFFECT_REFUSED, 0)->refused.field, "dossier");
    fixture_credit(&fixture, WORKER, 1);
    const struct msg_job job = *fixture_job(&fixture, 1, PLAN);
    struct event *event = fixture_event(&fixture, EVENT_VERDICT, WORKER);
    event->verdict = (struct msg_verdict){ .bundle = 1,
                                           .stage = PLAN,
                                           .attempt = job.attempt,
                                           .token = job.token,
                                           .verdict = VERDICT_SPECIAL,
                                           .special = SPECIAL_TESTING,
                                           .days = 1,
                                           .reason = because() };
    assert_int_equal(step(), ERR_BUSY);
    assert_int_equal(fixture_verdict(&fixture, WORKER, &job, VERDICT_GRANT), OK);
}

/* ---- No room for what would follow by itself --------------------------------------------------- */

/* The only counter belongs to another department, so silence cannot become a permit: it waits. */
static void test_without_a_counter_nothing_is_deemed(void **state)
{
    (void)state;
    static uint8_t working[CALENDAR_DAYS_BYTES];
    struct engine_limits limits = fixture_limits;
    limits.counters_max = 1;
    fixture_open(&fixture, &limits);
    memset(working, 0xff, sizeof working);
    working[45] = 0x1f;
    fixture_event(&fixture, EVENT_PUBLISH_CALENDAR, 0)->publish_calendar.calendar =
        (struct calendar_notice){ .hour_count = 1,
                                  .hours = { { 0, 24 * 60 } },
                                  .year_count = 1,
                                  .years = { { 2023, { working, sizeof working }, { 0 } } } };
    fixture_step(&fixture);
    procedure_begin(&procedure, "first");
    procedure_add_stage(&procedure, "design", "design");
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    procedure_begin(&procedure, "silent");
    uint32_t plan = procedure_add_stage(&procedure, "plan", "planning");
    procedure.stages[plan].statutory = (struct limit){ 1, LIMIT_NATURAL_HOURS };
    procedure.stages[plan].clock_from = CLOCK_FROM_ACCEPTANCE;
    procedure.stages[plan].on_timeout = ON_TIMEOUT_AGREE;
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(fixture_submit(&fixture, "silent", "key 1"), OK);
    assert_int_equal(fixture_submit(&fixture, "first", "key 2"), OK);
    fixture_join(&fixture, WORKER, ROLE_WORKER, "design");
    fixture_credit(&fixture, WORKER, 1);
    const struct msg_job job = *fixture_job(&fixture, 2, 0);
    assert_int_equal(fixture_verdict(&fixture, WORKER, &job, VERDICT_GRANT), OK);

    fixture_tick(&fixture, 2 * 3600 * 1000);
    assert_int_equal(fixture.facts->count, 0);
    assert_int_equal(fixture_stage(&fixture, 1, 0), STAGE_REVIEWING);
    assert_true(engine_next_due_ms(fixture.engine) > fixture.now_ms); /* nor does it spin */
    fixture_tick(&fixture, 3600 * 1000);
    assert_int_equal(fixture.facts->count, 0);
    fixture_close(&fixture);
}

int main(void)
{
#define IN_BUNDLE(test) cmocka_unit_test_setup_teardown(test, open_bundle, close_bundle)
    const struct CMUnitTest tests[] = {
        IN_BUNDLE(test_an_extension_after_the_limit_came_too_late),
        IN_BUNDLE(test_each_impossible_act_says_why),
        IN_BUNDLE(test_a_special_procedure_that_is_none_is_corrupt),
        IN_BUNDLE(test_an_extension_of_nothing_is_corrupt),
        IN_BUNDLE(test_a_return_of_other_stages_is_corrupt),
        IN_BUNDLE(test_silence_that_does_not_count_is_corrupt),
        IN_BUNDLE(test_a_verdict_that_its_stage_cannot_have_is_corrupt),
        IN_BUNDLE(test_an_image_whose_dossier_makes_no_sense_is_refused),
        IN_BUNDLE(test_a_full_dossier_is_busy_and_the_review_goes_on),
        cmocka_unit_test(test_without_a_counter_nothing_is_deemed),
    };
    return cmocka_run_group_tests_name("law_facts", tests, NULL, NULL);
}
