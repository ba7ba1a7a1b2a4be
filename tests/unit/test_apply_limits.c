/* SPDX-License-Identifier: Apache-2.0 */
/* Facts that are well-formed, and cannot follow all the same: said twice, too late, of what is over,
 * or more than there is room for. They are forged here one by one, numbered and linked as they
 * should be, so that nothing but their content is wrong. */
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { LEFT, RIGHT, LATE };

static struct fixture fixture;
static struct procedure open;  /* left, right: outside gates, granted when m is reached */
static struct procedure gated; /* left, right: one gate, all or nothing; late: begins after left */
static struct engine *engine;  /* what the forged facts are tried on */

static int set_up(void **state)
{
    (void)state;
    procedure_begin(&open, "open");
    procedure_add_stage(&open, "left", "planning");
    procedure_add_stage(&open, "right", "design");
    procedure_add_milestone(&open, "m");
    open.stages[LEFT].decide_after.milestones = set_of(0);
    open.stages[RIGHT].decide_after.milestones = set_of(0);
    procedure_begin(&gated, "gated");
    procedure_add_stage(&gated, "left", "planning");
    procedure_add_stage(&gated, "right", "design");
    procedure_add_stage(&gated, "late", "design");
    gated.stages[LATE].start_after.stages = set_of(LEFT);
    procedure_add_gate(&gated, "g", GATE_ALL_OR_NOTHING, set_of(LEFT) | set_of(RIGHT));
    fixture_open(&fixture, NULL);
    assert_int_equal(fixture_publish(&fixture, &open), OK);
    assert_int_equal(fixture_publish(&fixture, &gated), OK);
    assert_int_equal(fixture_join(&fixture, 1, ROLE_WORKER, "planning"), OK);
    assert_int_equal(fixture_join(&fixture, 2, ROLE_WORKER, "design"), OK);
    assert_int_equal(fixture_credit(&fixture, 1, 10), OK);
    assert_int_equal(fixture_credit(&fixture, 2, 10), OK);
    engine = NULL;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    if (engine != NULL) engine_off_heap(engine);
    fixture_close(&fixture);
    return 0;
}

static void judge(uint64_t bundle, uint32_t stage, enum verdict verdict)
{
    struct msg_job job = *fixture_job(&fixture, bundle, stage);
    assert_int_equal(fixture_verdict(&fixture, stage == LEFT ? 1 : 2, &job, verdict), OK);
}

/* ---- Forging --------------------------------------------------------------------------------- */

static struct engine *fresh(void)
{
    if (engine != NULL) engine_off_heap(engine);
    engine = engine_on_heap(&fixture.limits);
    return engine;
}

/* Apply the journal up to and with the n-th fact of a type. */
static void replay_through(enum fact_type type, uint32_t n)
{
    fresh();
    for (uint32_t i = 0; i < fixture.journal_count; i++) {
        assert_int_equal(engine_apply(engine, &fixture.journal[i]), OK);
        if (fixture.journal[i].type == type && n-- == 0) return;
    }
    fail();
}

/* Put a fact behind all that was applied, with number, time and link as they should be. */
static enum err forge(struct fact fact)
{
    static struct bundle_image image;
    struct totals_image totals;

    engine_export_totals(engine, &totals);
    fact.position = engine_position_next(engine);
    fact.at_ms = totals.now_ms;
    if (fact.bundle != 0 && engine_image(engine, fact.bundle, &image) == OK) {
        fact.previous = image.last_position;
    }
    return engine_apply(engine, &fact);
}

/* It is refused, and leaves no trace. */
static void refuse(struct fact fact, enum err err)
{
    struct hash before = engine_hash(engine);

    assert_int_equal(forge(fact), err);
    struct hash after = engine_hash(engine);
    assert_memory_equal(&before, &after, sizeof before);
}

/* ---- Twice, or too late ---------------------------------------------------------------------- */

static void test_a_procedure_is_published_once(void **state)
{
    (void)state;
    replay_through(FACT_PROCEDURE_PUBLISHED, 1);
    refuse(fixture.journal[0], ERR_CORRUPT);
}

static void test_versions_of_a_submission_count_from_one(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "open", "k"), OK);
    struct fact fact = *fixture_fact(&fixture, FACT_BUNDLE_SUBMITTED, 0);
    replay_through(FACT_PROCEDURE_PUBLISHED, 1);
    fact.bundle_submitted.version = 0;
    refuse(fact, ERR_CORRUPT);
    fact.bundle_submitted.version = 1;
    assert_int_equal(forge(fact), OK);
}

static void test_nothing_follows_the_end_of_a_bundle(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "open", "k"), OK);
    assert_int_equal(fixture_withdraw(&fixture, 1), OK);
    replay_through(FACT_BUNDLE_ENDED, 0);
    const struct fact fact = { .type = FACT_MILESTONE_REACHED, .bundle = 1 };
    refuse(fact, ERR_CORRUPT);
}

static void test_a_stage_is_blocked_once(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "gated", "k"), OK);
    judge(1, LEFT, VERDICT_REFUSE);
    struct fact fact = *fixture_fact(&fixture, FACT_STAGE_BLOCKED, 0);
    assert_int_equal(fact.stage_blocked.stage, LATE);
    replay_through(FACT_STAGE_BLOCKED, 0);
    refuse(fact, ERR_CORRUPT);
}

static void test_a_gate_is_settled_once(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "gated", "k"), OK);
    judge(1, LEFT, VERDICT_REFUSE);
    judge(1, RIGHT, VERDICT_GRANT);
    struct fact fact = *fixture_fact(&fixture, FACT_GATE_LAPSED, 0);
    replay_through(FACT_GATE_LAPSED, 0);
    refuse(fact, ERR_CORRUPT);
}

static void test_two_stages_outside_gates_are_not_issued_in_one(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "open", "k"), OK);
    judge(1, LEFT, VERDICT_GRANT);
    judge(1, RIGHT, VERDICT_GRANT);
    assert_int_equal(fixture_signal(&fixture, 1, "m"), OK);
    struct fact fact = *fixture_fact(&fixture, FACT_PERMITS_ISSUED, 0);
    const struct fact other = *fixture_fact(&fixture, FACT_PERMITS_ISSUED, 1);
    replay_through(FACT_MILESTONE_REACHED, 0);
    fact.permits_issued.permits[1] = other.permits_issued.permits[0];
    fact.permits_issued.permit_count = 2;
    refuse(fact, ERR_CORRUPT);
    fact.permits_issued.permit_count = 1;
    assert_int_equal(forge(fact), OK);
    assert_int_equal(forge(other), OK);
}

/* Failures are a number of 16 bits, and a journal may have any limit of attempts behind it. */
static void test_failures_are_not_counted_beyond_their_number(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "open", "k"), OK);
    struct fact leased = *fixture_fact(&fixture, FACT_JOBS_LEASED, 0);
    struct lease *lease = &leased.jobs_leased.leases[0];
    const uint8_t stage = lease->stage;
    leased.jobs_leased.lease_count = 1;
    replay_through(FACT_BUNDLE_SUBMITTED, 0);
    struct fact expired = { .type = FACT_JOB_EXPIRED, .bundle = 1, .job_expired.stage = stage };
    for (uint32_t attempt = 1; attempt <= UINT16_MAX; attempt++) {
        lease->attempt = attempt;
        expired.job_expired.attempt = attempt;
        assert_int_equal(forge(leased), OK);
        assert_int_equal(forge(expired), OK);
    }
    lease->attempt++;
    expired.job_expired.attempt++;
    assert_int_equal(forge(leased), OK);
    refuse(expired, ERR_CORRUPT);
    struct fact fact = { .type = FACT_JOB_FAILED, .bundle = 1 };
    fact.job_failed.stage = stage;
    fact.job_failed.attempt = lease->attempt;
    refuse(fact, ERR_CORRUPT);
    fact = (struct fact){ .type = FACT_JOB_RELEASED, .bundle = 1 };
    fact.job_released.stage = stage;
    fact.job_released.attempt = lease->attempt;
    assert_int_equal(forge(fact), OK);
}

/* ---- What goes on, and leases ---------------------------------------------------------------- */

/* The fact cannot be what comes next if it lets these stages go on. */
static void refuse_onward(struct fact fact, set32 opened, set32 granted)
{
    const struct onward onward = { .opened = opened, .granted = granted };

    switch ((int)fact.type) {
        case FACT_BUNDLE_SUBMITTED: fact.bundle_submitted.onward = onward; break;
        case FACT_VERDICT_GIVEN: fact.verdict_given.onward = onward; break;
        case FACT_PERMITS_ISSUED: fact.permits_issued.onward = onward; break;
        default: fact.milestone.onward = onward; break;
    }
    refuse(fact, ERR_CORRUPT);
}

/* Replay all that lies before a fact. */
static void replay_before(const struct fact *fact)
{
    fresh();
    for (uint64_t i = 1; i < fact->position; i++) {
        assert_int_equal(engine_apply(engine, &fixture.journal[i - 1]), OK);
    }
}

static void test_a_submission_opens_stages_of_its_own_and_grants_none(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "open", "k"), OK);
    const struct fact fact = *fixture_fact(&fixture, FACT_BUNDLE_SUBMITTED, 0);
    assert_int_equal(fact.bundle_submitted.onward.opened, set_of(LEFT) | set_of(RIGHT));
    replay_before(&fact);
    refuse_onward(fact, set_first(3), 0); /* there is no third */
    refuse_onward(fact, set_of(STAGES_MAX - 1), 0);
    refuse_onward(fact, set_of(LEFT), set_of(RIGHT));
    assert_int_equal(forge(fact), OK);
}

static void test_only_what_waits_is_opened_and_only_what_is_sealed_is_granted(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "gated", "k"), OK);
    judge(1, LEFT, VERDICT_GRANT);
    const struct fact verdict = *fixture_fact(&fixture, FACT_VERDICT_GIVEN, 0);
    assert_int_equal(verdict.verdict_given.onward.granted, set_of(LEFT)); /* itself */
    replay_before(&verdict);
    refuse_onward(verdict, 0, set_of(LEFT) | set_of(RIGHT)); /* is reviewed */
    refuse_onward(verdict, 0, set_of(LATE));                 /* waits */
    refuse_onward(verdict, set_of(RIGHT), set_of(LEFT));
    refuse_onward(verdict, set_of(LEFT), 0);
    refuse_onward(verdict, set_of(3), 0); /* there is no fourth */
    assert_int_equal(forge(verdict), OK);

    judge(1, RIGHT, VERDICT_GRANT);
    const struct fact issued = *fixture_fact(&fixture, FACT_PERMITS_ISSUED, 0);
    assert_int_equal(issued.permits_issued.onward.opened, set_of(LATE));
    replay_before(&issued);
    refuse_onward(issued, set_of(LATE), set_of(LEFT)); /* was granted before */
    refuse_onward(issued, set_of(LATE) | set_of(RIGHT), 0);
    assert_int_equal(forge(issued), OK);
    refuse_onward(issued, set_of(LATE), 0);
}

static void test_a_refusal_lets_nothing_go_on(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "gated", "k"), OK);
    judge(1, LEFT, VERDICT_REFUSE);
    const struct fact fact = *fixture_fact(&fixture, FACT_VERDICT_GIVEN, 0);
    replay_before(&fact);
    refuse_onward(fact, set_of(LATE), 0); /* it waits */
    refuse_onward(fact, 0, set_of(LEFT));
    assert_int_equal(forge(fact), OK);
}

static void test_a_milestone_that_is_called_off_lets_nothing_go_on(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "open", "k"), OK);
    judge(1, LEFT, VERDICT_GRANT);
    assert_int_equal(fixture_signal(&fixture, 1, "m"), OK);
    struct fact fact = *fixture_fact(&fixture, FACT_MILESTONE_REACHED, 0);
    assert_int_equal(fact.milestone.onward.granted, set_of(LEFT));
    replay_before(&fact);
    refuse_onward(fact, 0, set_of(LEFT) | set_of(RIGHT));
    refuse_onward(fact, set_of(RIGHT), 0);
    fact.type = FACT_MILESTONE_CALLED_OFF;
    refuse_onward(fact, 0, set_of(LEFT));
    fact.type = FACT_MILESTONE_REACHED;
    assert_int_equal(forge(fact), OK);
}

static void test_leases_of_one_fact_are_of_different_jobs_in_order(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "open", "k"), OK);
    const struct fact good = *fixture_fact(&fixture, FACT_JOBS_LEASED, 0);
    const struct lease *leases = good.jobs_leased.leases;
    assert_int_equal(good.jobs_leased.lease_count, 2);
    replay_before(&good);
    struct fact fact = good;
    for (uint32_t count = 0; count <= UINT8_MAX; count++) {
        fact.jobs_leased.lease_count = count;
        if (count == 0 || count > LEASES_PER_FACT_MAX) refuse(fact, ERR_CORRUPT);
    }
    fact = good;
    fact.jobs_leased.leases[1] = leases[0]; /* twice */
    refuse(fact, ERR_CORRUPT);
    fact.jobs_leased.leases[0] = leases[1]; /* the other way round */
    refuse(fact, ERR_CORRUPT);
    fact = good;
    fact.jobs_leased.leases[1].token = 0; /* then the first is not leased either */
    refuse(fact, ERR_CORRUPT);
    fact.jobs_leased.leases[1] = leases[1];
    assert_int_equal(forge(fact), OK);
}

/* ---- More than there is room for ------------------------------------------------------------- */

static void test_a_procedure_too_many_says_so(void **state)
{
    (void)state;
    fixture.limits.procedures_max = 1;
    fresh();
    assert_int_equal(forge(fixture.journal[0]), OK);
    refuse(fixture.journal[1], ERR_NO_MEMORY);
}

static void test_a_permit_counter_too_many_says_so(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "open", "k"), OK);
    assert_int_equal(fixture_signal(&fixture, 1, "m"), OK);
    judge(1, LEFT, VERDICT_GRANT);
    judge(1, RIGHT, VERDICT_GRANT);
    struct fact fact = *fixture_fact(&fixture, FACT_PERMITS_ISSUED, 0);
    fixture.limits.counters_max = 1;
    replay_before(&fact);
    refuse(fact, ERR_NO_MEMORY);
}

/* Blocks of stages run short before bundles do. */
static void test_it_is_cramped_when_stages_that_ended_take_the_last_room(void **state)
{
    (void)state;
    fixture_close(&fixture);
    struct engine_limits limits = fixture_limits;
    limits.stage_blocks_max = 16;
    fixture_open(&fixture, &limits);
    assert_int_equal(fixture_publish(&fixture, &open), OK);
    assert_int_equal(fixture_submit(&fixture, "open", "0"), OK);
    assert_int_equal(fixture_withdraw(&fixture, 1), OK);
    for (char key[] = "1"; !engine_is_cramped(fixture.engine); key[0]++) {
        assert_int_equal(fixture_submit(&fixture, "open", key), OK); /* or there was no warning */
    }
    static struct bundle_image image;
    while (engine_export_dirty(fixture.engine, &image)) {
    }
    engine_evict(fixture.engine, 1);
    assert_false(engine_is_cramped(fixture.engine)); /* the one that had ended has made room */
}

/* ---- After images were loaded ---------------------------------------------------------------- */

/* An engine with the globals of the fixture's, but for the totals. */
static void restore_globals(void)
{
    struct counter_image counter;
    struct request_image request;
    uint32_t slot;

    fresh();
    for (uint32_t i = 0; i < fixture.journal_count; i++) {
        const struct fact_procedure_published *body = &fixture.journal[i].procedure_published;
        if (fixture.journal[i].type != FACT_PROCEDURE_PUBLISHED) continue;
        assert_int_equal(engine_restore_procedure(engine, body->procedure, &body->content, i + 1),
                         OK);
    }
    while (engine_export_counter(fixture.engine, &counter)) {
        assert_int_equal(engine_restore_counter(engine, &counter), OK);
    }
    while (engine_export_request(fixture.engine, &request, &slot)) {
        assert_int_equal(engine_restore_request(engine, &request), OK);
    }
}

static void restore_totals(void)
{
    struct totals_image totals;

    engine_export_totals(fixture.engine, &totals);
    assert_int_equal(engine_restore_totals(engine, &totals), OK);
    assert_int_equal(engine_restore_end(engine), OK);
}

/* A life with permits, so that every global would be changed if a fact counted twice. */
static void live(void)
{
    assert_int_equal(fixture_submit(&fixture, "open", "1"), OK);
    assert_int_equal(fixture_submit(&fixture, "gated", "2"), OK);
    fixture.request.id = hash_of_text("id");
    assert_int_equal(fixture_signal(&fixture, 1, "m"), OK);
    fixture.request = (struct request_mark){ { { 0 } }, { { 0 } } };
    judge(1, LEFT, VERDICT_GRANT);
    judge(1, RIGHT, VERDICT_GRANT);
    judge(2, LEFT, VERDICT_REFUSE);
    assert_int_equal(fixture_submit(&fixture, "open", "3"), OK);
}

static void test_facts_that_the_globals_hold_do_not_count_again(void **state)
{
    (void)state;
    live();
    restore_globals();
    restore_totals();
    for (uint32_t i = 0; i < fixture.journal_count; i++) {
        assert_int_equal(engine_apply(engine, &fixture.journal[i]), OK);
    }
    assert_same_hash(engine, fixture.engine);
}

/* What has ended may leave memory while the replay has not caught up; what stays is set in order. */
static void test_a_bundle_may_leave_while_queues_are_not_kept(void **state)
{
    (void)state;
    static struct bundle_image image;

    live();
    assert_int_equal(fixture_withdraw(&fixture, 2), OK);    /* its place stays empty ... */
    assert_int_equal(fixture_signal(&fixture, 3, "m"), OK); /* ... when queues are built */
    restore_globals();
    restore_totals();
    for (uint32_t i = 0; i < fixture.journal_count; i++) {
        assert_int_equal(engine_apply(engine, &fixture.journal[i]), OK);
        if (fixture.journal[i].type != FACT_BUNDLE_ENDED) continue;
        while (engine_export_dirty(engine, &image)) {
        }
        engine_evict(engine, fixture.journal[i].bundle);
    }
    while (engine_export_dirty(fixture.engine, &image)) {
    }
    engine_evict(fixture.engine, 1);
    engine_evict(fixture.engine, 2);
    assert_same_hash(engine, fixture.engine);
    assert_int_equal(engine_next_due_ms(engine), engine_next_due_ms(fixture.engine));
}

static void test_a_replay_begins_within_what_the_globals_hold(void **state)
{
    (void)state;
    live();
    restore_globals();
    restore_totals();
    struct fact fact = fixture.journal[0];
    fact.position = fixture.journal_count + 2;
    assert_int_equal(engine_apply(engine, &fact), ERR_CORRUPT);
    fact.position = 0;
    assert_int_equal(engine_apply(engine, &fact), ERR_CORRUPT);
    fact.position = 1;
    assert_int_equal(engine_apply(engine, &fact), OK);
}

static void test_a_bundle_that_the_globals_have_not_counted_is_refused(void **state)
{
    (void)state;
    live();
    restore_globals();
    struct totals_image totals;
    engine_export_totals(fixture.engine, &totals);
    totals.bundles_submitted = 2;
    assert_int_equal(engine_restore_totals(engine, &totals), OK);
    assert_int_equal(engine_restore_end(engine), OK);
    for (uint32_t i = 0; i < fixture.journal_count; i++) {
        bool is_counted = fixture.journal[i].bundle <= totals.bundles_submitted;
        assert_int_equal(engine_apply(engine, &fixture.journal[i]), is_counted ? OK : ERR_CORRUPT);
        if (!is_counted) return;
    }
    fail();
}

/* An image in which all is over belongs to a bundle that has ended, and those are elsewhere. */
static void test_an_open_image_has_a_stage_that_is_not_over(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "open", "1"), OK);
    struct bundle_image image = fixture_image(&fixture, 1);
    restore_globals();
    struct totals_image totals;
    engine_export_totals(fixture.engine, &totals);
    assert_int_equal(engine_restore_totals(engine, &totals), OK);
    image.stages[LEFT].state = image.stages[RIGHT].state = STAGE_WITHDRAWN;
    image.stages[LEFT].job = image.stages[RIGHT].job = JOB_CANCELLED;
    image.stages[LEFT].token = image.stages[RIGHT].token = 0;
    assert_int_equal(engine_restore_bundle(engine, &image), ERR_CORRUPT);
    image.stages[RIGHT].state = STAGE_REVIEWING;
    image.stages[RIGHT].job = JOB_READY;
    assert_int_equal(engine_restore_bundle(engine, &image), OK);
}

/* They have one position, and stand in their queue in the order of their stages: then as now. */
static void test_jobs_that_became_ready_at_once_keep_their_order(void **state)
{
    (void)state;
    static struct procedure same;
    static struct facts facts;
    static struct effects effects;

    procedure_begin(&same, "same");
    procedure_add_stage(&same, "z", "planning");
    procedure_add_stage(&same, "y", "planning");
    procedure_add_stage(&same, "x", "planning");
    same.stages[0].start_after.stages = set_of(1);
    fixture_leave(&fixture, 1);
    assert_int_equal(fixture_publish(&fixture, &same), OK);
    assert_int_equal(fixture_submit(&fixture, "same", "1"), OK);
    struct bundle_image image = fixture_image(&fixture, 1);
    assert_int_equal(image.stages[0].job, JOB_NONE);
    assert_int_equal(image.stages[1].changed_position, image.stages[2].changed_position);
    restore_globals();
    struct totals_image totals;
    engine_export_totals(fixture.engine, &totals);
    assert_int_equal(engine_restore_totals(engine, &totals), OK);
    assert_int_equal(engine_restore_bundle(engine, &image), OK);
    assert_int_equal(engine_restore_end(engine), OK);
    for (uint32_t stage = 1; stage <= 2; stage++) {
        struct event event = { .type = EVENT_JOINED, .session = { stage } };
        event.now_ms = fixture.now_ms;
        event.civil_year = FIXTURE_YEAR;
        event.joined.role = ROLE_WORKER;
        event.joined.department = named("planning");
        engine_step(engine, &event, &facts, &effects);
        event.type = EVENT_CREDIT;
        event.credit.credit = 1;
        engine_step(engine, &event, &facts, &effects);
        assert_int_equal(effects.count, 1);
        assert_int_equal(effects.effects[0].job.job.stage, stage);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        CLAIM(test_a_procedure_is_published_once),
        CLAIM(test_versions_of_a_submission_count_from_one),
        CLAIM(test_nothing_follows_the_end_of_a_bundle),
        CLAIM(test_a_stage_is_blocked_once),
        CLAIM(test_a_gate_is_settled_once),
        CLAIM(test_two_stages_outside_gates_are_not_issued_in_one),
        CLAIM(test_failures_are_not_counted_beyond_their_number),
        CLAIM(test_a_submission_opens_stages_of_its_own_and_grants_none),
        CLAIM(test_only_what_waits_is_opened_and_only_what_is_sealed_is_granted),
        CLAIM(test_a_refusal_lets_nothing_go_on),
        CLAIM(test_a_milestone_that_is_called_off_lets_nothing_go_on),
        CLAIM(test_leases_of_one_fact_are_of_different_jobs_in_order),
        CLAIM(test_a_procedure_too_many_says_so),
        CLAIM(test_a_permit_counter_too_many_says_so),
        CLAIM(test_it_is_cramped_when_stages_that_ended_take_the_last_room),
        CLAIM(test_facts_that_the_globals_hold_do_not_count_again),
        CLAIM(test_a_bundle_may_leave_while_queues_are_not_kept),
        CLAIM(test_a_replay_begins_within_what_the_globals_hold),
        CLAIM(test_a_bundle_that_the_globals_have_not_counted_is_refused),
        CLAIM(test_an_open_image_has_a_stage_that_is_not_over),
        CLAIM(test_jobs_that_became_ready_at_once_keep_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
