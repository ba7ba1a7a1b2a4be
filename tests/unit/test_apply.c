/* SPDX-License-Identifier: Apache-2.0 */
/* Replay of what is damaged: refused with ERR_CORRUPT, half of nothing is applied, nothing crashes. */
#include "tests/support/engine_fixture.h"
#include "tests/support/outcome_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct fixture fixture;
static struct procedure five;
static struct procedure chain; /* a, then b after a's issue, outside gates; c in a gate by itself */

static const char *const departments[] = { "planning", "design", "works", "registry",
                                           "construction" };

static void judge(uint64_t bundle, uint32_t stage, enum verdict verdict)
{
    const struct msg_job *job = fixture_job(&fixture, bundle, stage);
    assert_non_null(job);
    for (uint32_t session = 1; session <= 5; session++) {
        if (fixture_verdict(&fixture, session, job, verdict) == OK) return;
    }
    fail();
}

static const uint8_t working_days[CALENDAR_DAYS_BYTES] = { 0x3e };

static void correct_a_bundle(void)
{
    fixture_submit(&fixture, "chain", "k6");
    judge(6, 2, VERDICT_GRANT);
    judge(6, 0, VERDICT_CORRECT);
    struct event *event = fixture_event(&fixture, EVENT_SUPPLY, 0);
    event->supply.ref.bundle = 6;
    event->supply.application = (struct span){ (const uint8_t *)"\x80", 1 };
    fixture_step(&fixture);
}

/* A journal in which every type of fact occurs that is still written. */
static void live_a_life(void)
{
    procedure_five_permits(&five);
    procedure_begin(&chain, "chain");
    procedure_add_stage(&chain, "a", "planning");
    procedure_add_stage(&chain, "b", "planning");
    procedure_add_stage(&chain, "c", "design");
    procedure_add_milestone(&chain, "m");
    chain.stages[1].start_after.stages = set_of(0);
    chain.stages[2].decide_after.milestones = set_of(0);
    procedure_add_gate(&chain, "g", GATE_ISSUE_REST, set_of(2));
    fixture_publish(&fixture, &five);
    fixture_publish(&fixture, &chain);
    for (uint32_t i = 0; i < 5; i++) {
        fixture_join(&fixture, i + 1, ROLE_WORKER, departments[i]);
        fixture_credit(&fixture, i + 1, 50);
    }
    fixture_submit(&fixture, "five-permits", "k1");
    fixture_submit(&fixture, "five-permits", "k2");
    fixture_submit(&fixture, "chain", "k3");
    fixture_submit(&fixture, "chain", "k4");
    fixture_submit(&fixture, "five-permits", "k5");
    fixture.request.id = hash_of_text("id");
    fixture.request.content = hash_of_text("content");
    fixture_signal(&fixture, 1, "lan");
    fixture.request = (struct request_mark){ { { 0 } }, { { 0 } } };
    fixture_signal(&fixture, 1, "prj");
    fixture_signal(&fixture, 1, "pay");
    fixture_signal(&fixture, 1, "tax");
    for (uint32_t i = 0; i < FIVE_STAGES; i++) {
        judge(1, i, VERDICT_GRANT);
        judge(2, i, i == FIVE_A ? VERDICT_REFUSE : VERDICT_GRANT);
    }
    judge(3, 0, VERDICT_FAIL);
    fixture_tick(&fixture, 1000);
    judge(3, 0, VERDICT_PARK);
    fixture_retry(&fixture, 3, "a");
    judge(3, 0, VERDICT_RELEASE);
    judge(3, 0, VERDICT_GRANT);
    fixture.now_ms += 10;
    struct msg_job job = *fixture_job(&fixture, 3, 2);
    fixture_renew(&fixture, 2, &job);
    job.token++;
    fixture_verdict(&fixture, 2, &job, VERDICT_GRANT);
    judge(3, 2, VERDICT_GRANT);
    fixture_call_off(&fixture, 3, "m");
    judge(3, 1, VERDICT_REFUSE);
    fixture_tick(&fixture, 60000);
    fixture_withdraw(&fixture, 4);
    judge(5, FIVE_C, VERDICT_GRANT);
    fixture_call_off(&fixture, 2, "lan");
    fixture_call_off(&fixture, 2, "pay");
    struct event *event = fixture_event(&fixture, EVENT_ACT, 0);
    event->act =
        (struct msg_act){ .ref.bundle = 5, .act = ACT_SUSPEND, .until_ms = fixture.now_ms + 50 };
    event->act.reason = (struct span){ (const uint8_t *)"flood", 5 };
    fixture_step(&fixture);
    fixture_tick(&fixture, 50);
    correct_a_bundle();
    event = fixture_event(&fixture, EVENT_PUBLISH_CALENDAR, 0);
    event->publish_calendar.calendar = (struct calendar_notice){
        .ahead_minutes = 480,
        .hour_count = 1,
        .hours = { { 540, 1050 } },
        .year_count = 1,
        .years = { { .year = 2026, .working = { working_days, sizeof working_days } } },
    };
    fixture_step(&fixture);
}

static int set_up(void **state)
{
    (void)state;
    fixture_open(&fixture, NULL);
    live_a_life();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

/* An engine that has applied the journal up to a position, this one not included. */
static struct engine *replay_to(uint64_t position)
{
    struct engine *engine = engine_on_heap(&fixture.limits);
    for (uint64_t i = 1; i < position; i++) {
        assert_int_equal(engine_apply(engine, &fixture.journal[i - 1]), OK);
    }
    return engine;
}

/* The n-th fact of a type in the journal. */
static struct fact nth(enum fact_type type, uint32_t n)
{
    for (uint32_t i = 0; i < fixture.journal_count; i++) {
        if (fixture.journal[i].type == type && n-- == 0) return fixture.journal[i];
    }
    fail();
    return fixture.journal[0];
}

/* Refused in its place, without a trace; the undamaged fact still applies. */
static void assert_refused(const struct fact *damaged, uint64_t position)
{
    struct engine *engine = replay_to(position);
    struct engine *untouched = replay_to(position);
    assert_int_equal(engine_apply(engine, damaged), ERR_CORRUPT);
    assert_same_hash(engine, untouched);
    assert_int_equal(engine_apply(engine, &fixture.journal[position - 1]), OK);
    engine_off_heap(engine);
    engine_off_heap(untouched);
}

static void test_every_type_of_fact_occurs(void **state)
{
    (void)state;
    for (int type = 1; type < FACT_TYPE_COUNT; type++) {
        bool is_old = type == FACT_STAGE_OPENED || type == FACT_JOB_LEASED;
        if (is_old || type == FACT_STAGE_GRANTED) continue; /* of release 0.1.0 */
        if (type == FACT_MIGRATED) continue;                /* test_migration.c */
        assert_int_equal(nth((enum fact_type)type, 0).type, type);
    }
}

static void test_positions_time_and_links_must_agree(void **state)
{
    (void)state;
    struct fact fact = nth(FACT_VERDICT_GIVEN, 2);
    uint64_t position = fact.position;
    fact.position++;
    assert_refused(&fact, position);
    fact.position -= 2;
    assert_refused(&fact, position);
    fact = nth(FACT_VERDICT_GIVEN, 2);
    fact.previous--;
    assert_refused(&fact, position);
    fact = nth(FACT_VERDICT_GIVEN, 2);
    fact.at_ms = FIXTURE_START_MS - 1;
    assert_refused(&fact, position);
    fact = nth(FACT_VERDICT_GIVEN, 2);
    fact.bundle = 99;
    assert_refused(&fact, position);
    fact.bundle = 0;
    assert_refused(&fact, position);
    fact = nth(FACT_VERDICT_GIVEN, 2);
    fact.type = FACT_TYPE_COUNT;
    assert_refused(&fact, position);
}

static void test_bundles_are_numbered_in_order_and_keys_are_unique(void **state)
{
    (void)state;
    struct fact fact = nth(FACT_BUNDLE_SUBMITTED, 1);
    fact.bundle = 7;
    assert_refused(&fact, fact.position);
    fact.bundle = 1;
    assert_refused(&fact, fact.position);
    fact = nth(FACT_BUNDLE_SUBMITTED, 1);
    fact.bundle_submitted.key_hash = nth(FACT_BUNDLE_SUBMITTED, 0).bundle_submitted.key_hash;
    assert_refused(&fact, fact.position);
    fact = nth(FACT_BUNDLE_SUBMITTED, 1);
    fact.bundle_submitted.version = 9;
    assert_refused(&fact, fact.position);
    fact = nth(FACT_BUNDLE_SUBMITTED, 1);
    fact.bundle_submitted.priority = PRIORITY_COUNT;
    assert_refused(&fact, fact.position);
}

static void test_permit_numbers_cannot_be_skipped_or_given_twice(void **state)
{
    (void)state;
    struct fact fact = nth(FACT_PERMITS_ISSUED, 0);
    fact.permits_issued.permits[2].number = 2;
    assert_refused(&fact, fact.position);
    fact = nth(FACT_PERMITS_ISSUED, 0);
    fact.permits_issued.permits[1] = fact.permits_issued.permits[0];
    assert_refused(&fact, fact.position);
    fact = nth(FACT_PERMITS_ISSUED, 0);
    fact.permits_issued.permits[0].number = 0;
    assert_refused(&fact, fact.position);
}

static void test_a_gate_cannot_issue_a_part(void **state)
{
    (void)state;
    struct fact fact = nth(FACT_PERMITS_ISSUED, 0);
    fact.permits_issued.permit_count--;
    assert_refused(&fact, fact.position);
    fact.permits_issued.permit_count = 0;
    assert_refused(&fact, fact.position);
    fact.permits_issued.permit_count = UINT32_MAX;
    assert_refused(&fact, fact.position);
    fact = nth(FACT_PERMITS_ISSUED, 0);
    fact.permits_issued.gate = GATE_NONE;
    fact.permits_issued.permit_count = 1;
    assert_refused(&fact, fact.position);
    fact = nth(FACT_PERMITS_ISSUED, 1); /* chain's a, outside gates */
    assert_int_equal(fact.permits_issued.gate, GATE_NONE);
    fact.permits_issued.gate = 0;
    assert_refused(&fact, fact.position);
}

static void test_jobs_follow_their_table_and_attempts(void **state)
{
    (void)state;
    struct fact fact = nth(FACT_JOBS_LEASED, 3);
    struct lease *last = &fact.jobs_leased.leases[fact.jobs_leased.lease_count - 1];
    const struct lease good = *last;
    last->attempt++;
    assert_refused(&fact, fact.position);
    last->attempt = 0;
    assert_refused(&fact, fact.position);
    *last = good;
    last->token = 0;
    assert_refused(&fact, fact.position);
    *last = good;
    fact.type = FACT_JOB_LEASED;
    fact.job_leased = good;
    fact.job_leased.stage = STAGES_MAX - 1;
    assert_refused(&fact, fact.position);
    fact.type = FACT_STAGE_OPENED;
    fact.stage_opened.stage = good.stage; /* it was opened by the submission */
    assert_refused(&fact, fact.position);
    fact = nth(FACT_VERDICT_GIVEN, 0);
    fact.verdict_given.verdict = VERDICT_FAIL;
    assert_refused(&fact, fact.position);
    fact = nth(FACT_JOB_READIED, 0);
    fact.job_readied.cause = READY_RETRIED;
    assert_refused(&fact, fact.position);
}

static void test_an_end_needs_every_stage_to_be_final(void **state)
{
    (void)state;
    struct fact fact = nth(FACT_VERDICT_GIVEN, 0);
    fact.type = FACT_BUNDLE_ENDED;
    fact.bundle_ended.result = RESULT_ALL;
    assert_refused(&fact, fact.position);
    fact = nth(FACT_BUNDLE_ENDED, 0);
    fact.bundle_ended.result = RESULT_OPEN;
    assert_refused(&fact, fact.position);
}

static void test_a_definition_that_breaks_a_rule_is_refused(void **state)
{
    (void)state;
    struct fact fact = nth(FACT_PROCEDURE_PUBLISHED, 0);
    static struct procedure damaged;
    damaged = *fact.procedure_published.procedure;
    damaged.stages[0].start_after.stages = set_of(0);
    fact.procedure_published.procedure = &damaged;
    assert_refused(&fact, fact.position);
    fact.procedure_published.procedure = NULL;
    assert_refused(&fact, fact.position);
}

static void test_a_journal_larger_than_the_pools_says_so(void **state)
{
    (void)state;
    struct engine_limits limits = fixture.limits;
    limits.bundles_max = 2;
    struct engine *engine = engine_on_heap(&limits);
    enum err err = OK;
    for (uint32_t i = 0; err == OK && i < fixture.journal_count; i++) {
        err = engine_apply(engine, &fixture.journal[i]);
    }
    assert_int_equal(err, ERR_NO_MEMORY);
    engine_off_heap(engine);
    limits = fixture.limits;
    limits.departments_max = 4;
    engine = engine_on_heap(&limits);
    assert_int_equal(engine_apply(engine, &fixture.journal[0]), ERR_NO_MEMORY);
    engine_off_heap(engine);
}

static void test_a_larger_window_replays_ids_that_were_used_again(void **state)
{
    (void)state;
    struct engine_limits limits = fixture.limits;
    fixture_close(&fixture);
    limits.requests_max = 1;
    fixture_open(&fixture, &limits);
    fixture_publish(&fixture, &five);
    fixture_submit(&fixture, "five-permits", "k");
    static const char *const ids[] = { "x", "y", "x" };
    static const char *const milestones[] = { "prj", "lan", "pay" };
    for (uint32_t i = 0; i < 3; i++) {
        fixture.request.id = hash_of_text(ids[i]);
        fixture.request.content = hash_of_text(milestones[i]);
        assert_int_equal(fixture_signal(&fixture, 1, milestones[i]), OK);
    }
    limits.requests_max = 64;
    struct engine *engine = engine_on_heap(&limits);
    for (uint32_t i = 0; i < fixture.journal_count; i++) {
        assert_int_equal(engine_apply(engine, &fixture.journal[i]), OK);
    }
    struct request_image image;
    uint32_t slot;
    assert_true(engine_export_request(engine, &image, &slot));
    assert_int_equal(image.position, fixture.journal_count); /* "x" as it was last used */
    assert_true(engine_export_request(engine, &image, &slot));
    assert_false(engine_export_request(engine, &image, &slot));
    engine_off_heap(engine);
}

static void test_of_two_stored_answers_to_one_id_the_newer_counts(void **state)
{
    (void)state;
    struct engine *engine = engine_on_heap(&fixture.limits);
    struct request_image image = { .mark.id = hash_of_text("x"), .position = 5 };
    assert_int_equal(engine_restore_request(engine, &image), OK);
    image.position = 7;
    assert_int_equal(engine_restore_request(engine, &image), OK);
    image.position = 6;
    assert_int_equal(engine_restore_request(engine, &image), OK);
    uint32_t slot;
    assert_true(engine_export_request(engine, &image, &slot));
    assert_int_equal(image.position, 7);
    assert_false(engine_export_request(engine, &image, &slot));
    engine_off_heap(engine);
}

/* ---- At random ----------------------------------------------------------------------------- */

/* Damage numbers anywhere in the head or body; spans and pointers stay, the core does not read
 * through spans and the codec makes the pointers. */
static void damage(struct fact *fact, uint64_t *random)
{
    const struct procedure *procedure = fact->type == FACT_PROCEDURE_PUBLISHED
                                            ? fact->procedure_published.procedure
                                            : NULL; /* which is refused, too */
    uint8_t *bytes = (uint8_t *)fact;
    uint32_t count = 1 + random_below(random, 3);

    for (uint32_t i = 0; i < count; i++) {
        size_t at = random_below(random, 8) == 0
                        ? random_below(random, sizeof *fact)
                        : offsetof(struct fact, procedure_published) + random_below(random, 40);
        bytes[at] = (uint8_t)random_next(random);
    }
    if (random_below(random, 10) == 0) {
        fact->type = (enum fact_type)random_below(random, FACT_TYPE_COUNT + 2);
    }
    if (fact->type == FACT_PROCEDURE_PUBLISHED) fact->procedure_published.procedure = procedure;
    if (fact->type == FACT_CALENDAR_PUBLISHED) { /* a span points to what it says */
        for (uint32_t i = 0; i < CALENDAR_YEARS_PER_FACT; i++) {
            struct span *working = &fact->calendar_published.calendar.years[i].working;
            working->at = working_days;
            if (working->size > sizeof working_days) working->size = 0;
        }
    }
}

/* Whatever the state is now, it can be asked about and worked on. */
static void use(struct engine *engine)
{
    static struct msg_explanation explanation;
    static struct msg_statistics statistics;
    static struct facts facts;
    static struct effects effects;
    const struct name all = { "" };
    struct event event = { .type = EVENT_TICK, .civil_year = FIXTURE_YEAR };
    struct totals_image totals;

    engine_hash(engine);
    engine_statistics(engine, &all, &statistics);
    for (uint64_t bundle = 1; bundle <= 6; bundle++) {
        engine_explain(engine, bundle, 0, &explanation);
    }
    engine_export_totals(engine, &totals);
    event.now_ms = totals.now_ms > INT64_MAX - 100000 ? INT64_MAX : totals.now_ms + 100000;
    if (event.now_ms < 0) return;
    engine_step(engine, &event, &facts, &effects);
    event.type = EVENT_WITHDRAW;
    event.withdraw.ref.bundle = 5;
    engine_step(engine, &event, &facts, &effects);
}

static void test_damaged_facts_never_crash(void **state)
{
    (void)state;
    uint64_t random = 77;
    uint32_t refusals = 0;
    for (uint32_t turn = 0; turn < 4000; turn++) {
        uint64_t position = 1 + random_below(&random, fixture.journal_count);
        struct engine *engine = replay_to(position);
        struct fact fact = fixture.journal[position - 1];
        struct hash before = engine_hash(engine);
        damage(&fact, &random);
        if (engine_apply(engine, &fact) != OK) {
            struct hash after = engine_hash(engine);
            assert_memory_equal(before.bytes, after.bytes, HASH_BYTES);
            refusals++;
        } else {
            for (uint64_t i = position; i < fixture.journal_count; i++) {
                if (engine_apply(engine, &fixture.journal[i]) != OK) break;
            }
        }
        use(engine);
        engine_off_heap(engine);
    }
    assert_true(refusals > 500);
}

static void damage_image(struct bundle_image *image, uint64_t *random)
{
    uint8_t *bytes = (uint8_t *)image;
    size_t stages = offsetof(struct bundle_image, stages);
    uint32_t count = 1 + random_below(random, 2);

    for (uint32_t i = 0; i < count; i++) {
        size_t at = random_below(random, 4) == 0
                        ? random_below(random, sizeof *image)
                        : stages + random_below(random, 5 * sizeof image->stages[0]);
        bytes[at] = random_below(random, 2) == 0 ? (uint8_t)random_below(random, 10)
                                                 : (uint8_t)random_next(random);
    }
}

static void restore_globals(struct engine *engine)
{
    struct totals_image totals;
    for (uint32_t i = 0; i < 2; i++) {
        struct fact fact = nth(FACT_PROCEDURE_PUBLISHED, i);
        assert_int_equal(engine_restore_procedure(engine, fact.procedure_published.procedure,
                                                  &fact.procedure_published.content, fact.position),
                         OK);
    }
    engine_export_totals(fixture.engine, &totals);
    assert_int_equal(engine_restore_totals(engine, &totals), OK);
}

static void test_damaged_images_never_crash(void **state)
{
    (void)state;
    uint64_t random = 78;
    uint32_t refusals = 0;
    struct bundle_image good = fixture_image(&fixture, 5);
    assert_int_equal(good.result, RESULT_OPEN);
    for (uint32_t turn = 0; turn < 4000; turn++) {
        struct engine *engine = engine_on_heap(&fixture.limits);
        struct bundle_image image = good;
        restore_globals(engine);
        damage_image(&image, &random);
        if (engine_restore_bundle(engine, &image) != OK) refusals++;
        assert_int_equal(engine_restore_end(engine), OK);
        use(engine);
        engine_off_heap(engine);
    }
    assert_true(refusals > 500);
    assert_true(refusals < 4000);
}

static void test_globals_that_contradict_are_refused(void **state)
{
    (void)state;
    struct engine *engine = engine_on_heap(&fixture.limits);
    struct fact fact = nth(FACT_PROCEDURE_PUBLISHED, 0);
    const struct procedure *procedure = fact.procedure_published.procedure;
    const struct hash content = { { 1 } };
    assert_int_equal(engine_restore_procedure(engine, NULL, &content, 1), ERR_CORRUPT);
    assert_int_equal(engine_restore_procedure(engine, procedure, &content, 0), ERR_CORRUPT);
    assert_int_equal(engine_restore_procedure(engine, procedure, &content, 1), OK);
    assert_int_equal(engine_restore_procedure(engine, procedure, &content, 1), ERR_CORRUPT);
    struct counter_image counter = { .department = named("nowhere"), .year = 2026, .last = 1 };
    assert_int_equal(engine_restore_counter(engine, &counter), ERR_CORRUPT);
    counter.department = named("planning");
    counter.last = UINT32_MAX;
    assert_int_equal(engine_restore_counter(engine, &counter), ERR_CORRUPT);
    counter.last = 5;
    assert_int_equal(engine_restore_counter(engine, &counter), OK);
    assert_int_equal(engine_restore_counter(engine, &counter), ERR_CORRUPT);
    struct request_image request = { .position = 3 };
    assert_int_equal(engine_restore_request(engine, &request), ERR_CORRUPT); /* no mark */
    request.mark.id = hash_of_text("id");
    assert_int_equal(engine_restore_request(engine, &request), OK);
    struct totals_image totals = { .position = 2, .bundles_ended = 1 };
    assert_int_equal(engine_restore_totals(engine, &totals), ERR_CORRUPT);
    totals.bundles_submitted = 1;
    assert_int_equal(engine_restore_totals(engine, &totals), OK);
    assert_int_equal(engine_restore_end(engine), ERR_CORRUPT); /* the answer is from the future */
    engine_off_heap(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_every_type_of_fact_occurs),
        TEST(test_positions_time_and_links_must_agree),
        TEST(test_bundles_are_numbered_in_order_and_keys_are_unique),
        TEST(test_permit_numbers_cannot_be_skipped_or_given_twice),
        TEST(test_a_gate_cannot_issue_a_part),
        TEST(test_jobs_follow_their_table_and_attempts),
        TEST(test_an_end_needs_every_stage_to_be_final),
        TEST(test_a_definition_that_breaks_a_rule_is_refused),
        TEST(test_a_journal_larger_than_the_pools_says_so),
        TEST(test_a_larger_window_replays_ids_that_were_used_again),
        TEST(test_of_two_stored_answers_to_one_id_the_newer_counts),
        TEST(test_damaged_facts_never_crash),
        TEST(test_damaged_images_never_crash),
        TEST(test_globals_that_contradict_are_refused),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
