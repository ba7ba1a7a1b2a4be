/* SPDX-License-Identifier: Apache-2.0 */
/* What comes out of the store is not believed: an image, counter, request or total that contradicts
 * itself or the rest is refused, and the engine does not trip over it. */
#include "broker/core/engine.h"
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct fixture fixture;
static struct procedure procedure;
static struct bundle_image good; /* of an open bundle, one stage of which is decided */

enum { SUBMITTER = 1, WORKER };

static int set_up(void **state)
{
    (void)state;
    fixture_open(&fixture, NULL);
    procedure_five_permits(&procedure);
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(
        fixture_join(&fixture, WORKER, ROLE_WORKER, procedure.stages[FIVE_C].department.text), OK);
    assert_int_equal(fixture_credit(&fixture, WORKER, 5), OK);
    assert_int_equal(fixture_submit(&fixture, "five-permits", "k"), OK);
    const struct msg_job *job = fixture_job(&fixture, 1, FIVE_C);
    assert_non_null(job);
    assert_int_equal(fixture_verdict(&fixture, WORKER, job, VERDICT_GRANT), OK);
    assert_int_equal(fixture_signal(&fixture, 1, "prj"), OK);
    good = fixture_image(&fixture, 1);
    assert_int_equal(good.stages[FIVE_C].job, JOB_DONE);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

/* ---- Globals --------------------------------------------------------------------------------- */

/* An engine that has the procedure and the totals of the fixture's. */
static struct engine *with_globals(void)
{
    struct engine *engine = engine_on_heap(&fixture.limits);
    const struct fact *fact = &fixture.journal[0];
    struct totals_image totals;

    assert_int_equal(fact->type, FACT_PROCEDURE_PUBLISHED);
    assert_int_equal(engine_restore_procedure(engine, &procedure,
                                              &fact->procedure_published.content, fact->position),
                     OK);
    engine_export_totals(fixture.engine, &totals);
    assert_int_equal(engine_restore_totals(engine, &totals), OK);
    return engine;
}

static void test_totals_are_restored_once_and_within_bounds(void **state)
{
    (void)state;
    struct engine *engine = engine_on_heap(&fixture.limits);
    struct totals_image totals = { .position = UINT64_MAX };

    assert_int_equal(engine_restore_totals(engine, &totals), ERR_CORRUPT);
    totals = (struct totals_image){ .position = 7, .bundles_submitted = 1, .bundles_ended = 2 };
    assert_int_equal(engine_restore_totals(engine, &totals), ERR_CORRUPT);
    totals.bundles_ended = 1;
    assert_int_equal(engine_restore_totals(engine, &totals), OK);
    assert_int_equal(engine_restore_totals(engine, &totals), ERR_CORRUPT);
    engine_off_heap(engine);
}

static void test_a_procedure_of_the_future_is_refused_in_the_end(void **state)
{
    (void)state;
    struct engine *engine = engine_on_heap(&fixture.limits);
    const struct hash content = { { 1 } };
    const struct totals_image totals = { .position = 7 };

    assert_int_equal(engine_restore_procedure(engine, &procedure, &content, 8), OK);
    assert_int_equal(engine_restore_totals(engine, &totals), OK);
    assert_int_equal(engine_restore_end(engine), ERR_CORRUPT);
    engine_off_heap(engine);
}

static void test_a_request_of_the_future_is_refused_in_the_end(void **state)
{
    (void)state;
    struct engine *engine = with_globals();
    struct request_image image = { .position = 0, .mark = { .id = { { 1 } } } };

    assert_int_equal(engine_restore_request(engine, &image), ERR_CORRUPT);
    image = (struct request_image){ .position = 1 };
    assert_int_equal(engine_restore_request(engine, &image), ERR_CORRUPT);
    image = (struct request_image){ .position = 1000, .mark = { .id = { { 1 } } } };
    assert_int_equal(engine_restore_request(engine, &image), OK);
    assert_int_equal(engine_restore_end(engine), ERR_CORRUPT);
    engine_off_heap(engine);
}

static void test_counters_are_restored_once_each_and_within_bounds(void **state)
{
    (void)state;
    struct engine_limits limits = fixture.limits;
    const struct hash content = { { 1 } };
    struct counter_image image = { .department = named("unheard-of"), .year = 2026, .last = 1 };

    limits.counters_max = 5; /* as many as the procedure has departments that issue */
    struct engine *engine = engine_on_heap(&limits);
    assert_int_equal(engine_restore_procedure(engine, &procedure, &content, 1), OK);
    assert_int_equal(engine_restore_counter(engine, &image), ERR_CORRUPT);
    image.department = procedure.stages[FIVE_A].department;
    image.last = 0;
    assert_int_equal(engine_restore_counter(engine, &image), ERR_CORRUPT);
    image.last = UINT32_MAX;
    assert_int_equal(engine_restore_counter(engine, &image), ERR_CORRUPT);
    image.last = 1;
    assert_int_equal(engine_restore_counter(engine, &image), OK);
    assert_int_equal(engine_restore_counter(engine, &image), ERR_CORRUPT);
    enum err err = OK;
    while (err == OK) {
        image.year++;
        err = engine_restore_counter(engine, &image);
    }
    assert_int_equal(err, ERR_NO_MEMORY);
    assert_int_equal(image.year, 2026 + 5);
    engine_off_heap(engine);
}

/* ---- Images ---------------------------------------------------------------------------------- */

static enum err restore(const struct bundle_image *image)
{
    struct engine *engine = with_globals();
    enum err err = engine_restore_bundle(engine, image);

    if (err == OK) assert_int_equal(engine_restore_end(engine), OK);
    engine_off_heap(engine);
    return err;
}

/* Each line spoils one thing in a copy of the good image. */
#define REFUSED(...) \
    do { \
        struct bundle_image image = good; \
        __VA_ARGS__; \
        assert_int_equal(restore(&image), ERR_CORRUPT); \
    } while (0)

static void test_the_image_as_it_was_is_taken(void **state)
{
    (void)state;
    assert_int_equal(restore(&good), OK);
}

static void test_an_image_that_is_none_of_an_open_bundle_is_refused(void **state)
{
    (void)state;
    REFUSED(image.bundle = 0);
    REFUSED(image.bundle = 2); /* one was submitted */
    REFUSED(image.result = RESULT_ALL);
    REFUSED(image.version = 0);
    REFUSED(image.version = 2);
    REFUSED(image.procedure = named("unheard-of"));
    REFUSED(image.priority = PRIORITY_COUNT);
    REFUSED(image.submitted_position = 0);
    REFUSED(image.last_position = image.submitted_position - 1);
    REFUSED(image.last_position = fixture.journal_count + 1);
    REFUSED(image.stage_count--);
    REFUSED(image.milestone_count--);
    REFUSED(image.gate_count--);
}

static void test_a_stage_that_contradicts_itself_is_refused(void **state)
{
    (void)state;
    REFUSED(image.stages[FIVE_A].state = STAGE_NONE);
    REFUSED(image.stages[FIVE_A].state = STAGE_STATE_COUNT);
    REFUSED(image.stages[FIVE_A].job = JOB_STATE_COUNT);
    REFUSED(image.stages[FIVE_A].job = JOB_NONE); /* it is under review */
    REFUSED(image.stages[FIVE_A].state = STAGE_SEALED);
    REFUSED(image.stages[FIVE_A].state = STAGE_BLOCKED);
    REFUSED(image.stages[FIVE_A].token = 1);
    REFUSED(image.stages[FIVE_C].token = 0);
    REFUSED(image.stages[FIVE_C].verdict = 0);
    REFUSED(image.stages[FIVE_C].verdict = VERDICT_REFUSE + 1);
    REFUSED(image.stages[FIVE_A].verdict_position = 1);
    REFUSED(image.stages[FIVE_C].verdict_position = image.last_position + 1);
    REFUSED(image.stages[FIVE_A].attempt = UINT32_MAX);
    REFUSED(image.stages[FIVE_A].failures = ATTEMPTS_MAX + 1);
    REFUSED(image.stages[FIVE_A].changed_position = image.submitted_position - 1);
    REFUSED(image.stages[FIVE_A].changed_position = image.last_position + 1);
}

static void test_a_milestone_or_gate_that_contradicts_the_rest_is_refused(void **state)
{
    (void)state;
    REFUSED(image.milestones[FIVE_PRJ].state = MILESTONE_OPEN); /* with a position */
    REFUSED(image.milestones[FIVE_LAN].state = MILESTONE_REACHED);
    REFUSED(image.milestones[FIVE_LAN].state = 0);
    REFUSED(image.milestones[FIVE_LAN].state = MILESTONE_CALLED_OFF + 1);
    REFUSED(image.milestones[FIVE_PRJ].position = image.last_position + 1);
    REFUSED(image.gates[0].state = 0);
    REFUSED(image.gates[0].state = GATE_LAPSED + 1);
    REFUSED(image.gates[0].state = GATE_ISSUED); /* with reviews under way */
    REFUSED(image.gates[0].state = GATE_LAPSED);
    REFUSED(image.stages[FIVE_C].state = STAGE_ISSUED); /* by an open gate */
    REFUSED(image.stages[FIVE_C].state = STAGE_LAPSED);
}

static void test_an_image_of_a_bundle_that_is_there_is_refused(void **state)
{
    (void)state;
    struct engine *engine = with_globals();
    struct bundle_image image = good;

    assert_int_equal(engine_restore_bundle(engine, &good), OK);
    assert_int_equal(engine_restore_bundle(engine, &image), ERR_CORRUPT);
    engine_off_heap(engine);
}

static void test_two_bundles_with_one_key_are_refused(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "five-permits", "k2"), OK);
    struct engine *engine = with_globals();
    struct bundle_image image = fixture_image(&fixture, 2);

    assert_int_equal(engine_restore_bundle(engine, &good), OK);
    image.key_hash = good.key_hash;
    assert_int_equal(engine_restore_bundle(engine, &image), ERR_CORRUPT);
    engine_off_heap(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        CLAIM(test_totals_are_restored_once_and_within_bounds),
        CLAIM(test_a_procedure_of_the_future_is_refused_in_the_end),
        CLAIM(test_a_request_of_the_future_is_refused_in_the_end),
        CLAIM(test_counters_are_restored_once_each_and_within_bounds),
        CLAIM(test_the_image_as_it_was_is_taken),
        CLAIM(test_an_image_that_is_none_of_an_open_bundle_is_refused),
        CLAIM(test_a_stage_that_contradicts_itself_is_refused),
        CLAIM(test_a_milestone_or_gate_that_contradicts_the_rest_is_refused),
        CLAIM(test_an_image_of_a_bundle_that_is_there_is_refused),
        CLAIM(test_two_bundles_with_one_key_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
