/* SPDX-License-Identifier: Apache-2.0 */
/* A journal whose parts contradict each other, by whatever hand: recovery and replay say so, with
 * the place, and no engine comes of it. And a long journal is replayed in little memory. */
#include "broker/shell/replay.h"
#include "broker/shell/store.h"
#include "proto/record.h"
#include "tests/support/clerk.h"
#include "tests/support/directory.h"
#include "tests/support/vandal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct directory directory;
static struct clerk *clerk;

static int set_up(void **state)
{
    (void)state;
    directory_make(&directory);
    clerk = calloc(1, sizeof *clerk);
    return clerk == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    clerk_close(clerk);
    free(clerk);
    directory_remove(&directory);
    return 0;
}

static void begin(uint64_t behind_max, uint32_t bundles)
{
    clerk_open(clerk, directory.path, behind_max);
    clerk_publish(clerk);
    clerk_commit(clerk, false);
    for (uint32_t i = 0; i < bundles; i++) {
        clerk_submit(clerk);
    }
    clerk_commit(clerk, false);
}

static uint64_t position_next(void)
{
    return journal_position_next(clerk->journal);
}

/* ---- Tables against records ------------------------------------------------------------------ */

static enum err recover(const struct engine_limits *limits)
{
    struct engine *engine = NULL;
    struct recovery_report report;

    assert_int_equal(recovery_engine_new(&engine, limits), OK);
    enum err err = recovery_run(clerk->journal, engine, &report);
    recovery_engine_free(&engine, limits);
    return err;
}

static void write_row(struct store_write write)
{
    struct batch batch = { .position_first = position_next(), .write_count = 1, .writes = &write };

    assert_int_equal(journal_append_now(clerk->journal, &batch), OK);
}

static uint8_t memory[STORE_IMAGE_BYTES_MAX];

static struct buffer *fresh(void)
{
    static struct buffer buffer;

    buffer_init(&buffer, memory, sizeof memory);
    return &buffer;
}

static void test_totals_of_facts_that_are_not_there_are_refused(void **state)
{
    (void)state;
    struct totals_image totals;

    begin(0, 2);
    engine_export_totals(clerk->engine, &totals);
    totals.position = position_next();
    write_row(store_put_totals(fresh(), &totals));
    assert_int_equal(recover(&clerk->limits), ERR_CORRUPT);
}

static void test_a_recovery_from_beyond_the_end_is_refused(void **state)
{
    (void)state;
    begin(0, 2);
    write_row(store_put_recover_from(fresh(), position_next()));
    recover(&clerk->limits); /* from the very end: whether that can be is for the images to say */
    write_row(store_put_recover_from(fresh(), position_next() + 1));
    assert_int_equal(recover(&clerk->limits), ERR_CORRUPT);
}

static void test_an_image_of_facts_that_are_not_there_is_refused(void **state)
{
    (void)state;
    static struct bundle_image image;

    begin(0, 2);
    assert_int_equal(engine_image(clerk->engine, 1, &image), OK);
    image.last_position = position_next();
    write_row(store_put_image(fresh(), &image));
    assert_int_equal(recover(&clerk->limits), ERR_CORRUPT);
}

static void test_a_request_answered_in_the_future_is_refused(void **state)
{
    (void)state;
    struct request_image image = { .mark = { .id = { { 1 } }, .content = { { 2 } } } };

    begin(0, 2);
    image.position = position_next();
    write_row(store_put_request(fresh(), &image, 200));
    assert_int_equal(recover(&clerk->limits), ERR_CORRUPT);
}

static void test_a_definition_that_cannot_be_read_is_refused(void **state)
{
    (void)state;
    static const uint8_t bytes[64] = { 0, 0, 0, 0, 0, 0, 0, 1 };
    const struct store_write write = { .table = STORE_PROCEDURE,
                                       .key = { (const uint8_t *)"p\0\0\0\0\1", 6 },
                                       .value = { bytes, sizeof bytes } };

    begin(0, 2);
    write_row(write);
    assert_int_equal(recover(&clerk->limits), ERR_CORRUPT);
}

static void test_an_engine_too_small_for_the_facts_to_replay_is_refused(void **state)
{
    (void)state;
    struct engine_limits limits;

    begin(UINT64_MAX, 20); /* no image: all is in the facts */
    limits = clerk->limits;
    limits.bundles_max = 10;
    assert_int_equal(recover(&limits), ERR_NO_MEMORY);
    limits.bundles_max = 20;
    assert_int_equal(recover(&limits), OK);
}

/* ---- Replay ---------------------------------------------------------------------------------- */

/* Returns what came of it; with at_most > 0 in an engine for so many bundles only. */
static enum err replay(uint32_t at_most)
{
    struct survey survey = { 0 };
    struct engine *engine = NULL;
    struct view *view = NULL;

    assert_int_equal(view_open(&view, clerk->journal), OK);
    assert_int_equal(view_begin(view), OK);
    assert_int_equal(survey_init(&survey, view), OK);
    enum err err = survey_run(&survey, view);
    if (err == OK) {
        struct engine_limits limits = survey_limits(&survey);
        if (at_most > 0) limits.bundles_max = at_most;
        assert_int_equal(recovery_engine_new(&engine, &limits), OK);
        err = replay_run(&survey, view, engine, NULL, NULL);
        if (err == OK) assert_int_equal(engine_position_next(engine), survey.until);
        recovery_engine_free(&engine, &limits);
    }
    survey_fini(&survey);
    view_close(&view);
    return err;
}

static void append_fact(struct fact fact)
{
    uint8_t bytes[512];
    struct buffer buffer;

    fact.position = position_next();
    buffer_init(&buffer, bytes, sizeof bytes);
    record_write(&buffer, &fact);
    const struct span record = buffer_span(&buffer);
    struct batch batch = { .position_first = fact.position, .record_count = 1, .records = &record };
    assert_int_equal(journal_append_now(clerk->journal, &batch), OK);
}

static void test_a_fact_of_no_bundle_ends_a_replay(void **state)
{
    (void)state;
    begin(0, 2);
    assert_int_equal(replay(0), OK);
    append_fact((struct fact){ .type = FACT_STAGE_OPENED, .bundle = 3, .at_ms = INT64_MAX / 2 });
    assert_int_equal(replay(0), ERR_CORRUPT);
}

static void test_a_fact_that_cannot_follow_ends_a_replay(void **state)
{
    (void)state;
    begin(0, 2);
    append_fact((struct fact){ .type = FACT_BUNDLE_ENDED,
                               .bundle = 1,
                               .previous = 1,
                               .at_ms = INT64_MAX / 2,
                               .bundle_ended = { .result = RESULT_ALL } });
    assert_int_equal(replay(0), ERR_CORRUPT);
}

/* The survey counts what is open, and may not count below nothing. */
static void test_a_bundle_that_ends_twice_ends_a_replay(void **state)
{
    (void)state;
    begin(0, 1);
    clerk_finish(clerk);
    clerk_commit(clerk, false);
    assert_int_equal(replay(0), OK);
    append_fact((struct fact){ .type = FACT_BUNDLE_ENDED,
                               .bundle = 1,
                               .previous = position_next() - 1,
                               .at_ms = INT64_MAX / 2,
                               .bundle_ended = { .result = RESULT_ALL } });
    assert_int_equal(replay(0), ERR_CORRUPT);
}

static void test_what_is_no_record_ends_a_replay(void **state)
{
    (void)state;
    const struct span record = { (const uint8_t *)"?", 1 };
    struct batch batch = { .record_count = 1, .records = &record };

    begin(0, 2);
    batch.position_first = position_next();
    assert_int_equal(journal_append_now(clerk->journal, &batch), OK);
    assert_int_equal(replay(0), ERR_CORRUPT);
}

static void test_a_value_too_short_to_be_a_record_ends_replay_and_recovery(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);

    begin(UINT64_MAX, 4);
    clerk_close(clerk);
    vandal_cut_record(vandal, 3, CHAIN_BYTES - 1);
    vandal_free(&vandal);
    assert_int_equal(journal_open(&clerk->journal, directory.path, 0), OK);
    assert_int_equal(replay(0), ERR_CORRUPT);
    assert_int_equal(recover(&clerk->limits), ERR_CORRUPT);
}

static void test_an_empty_journal_is_replayed_to_nothing(void **state)
{
    (void)state;
    clerk_open(clerk, directory.path, 0);
    assert_int_equal(position_next(), 1);
    assert_int_equal(replay(0), OK);
}

/* A survey of one moment; by the time it walks, the journal is longer. */
static void test_a_replay_stops_where_its_survey_began(void **state)
{
    (void)state;
    struct survey survey = { 0 };
    struct view *view = NULL;

    begin(0, 2);
    assert_int_equal(view_open(&view, clerk->journal), OK);
    assert_int_equal(view_begin(view), OK);
    assert_int_equal(survey_init(&survey, view), OK);
    clerk_submit(clerk);
    clerk_commit(clerk, false);
    assert_int_equal(view_begin(view), OK);
    assert_true(view_position_next(view) > survey.until);
    assert_int_equal(survey_run(&survey, view), OK);
    assert_int_equal(survey.bundle_count, 2);
    struct engine *engine = NULL;
    struct engine_limits limits = survey_limits(&survey);
    assert_int_equal(recovery_engine_new(&engine, &limits), OK);
    assert_int_equal(replay_run(&survey, view, engine, NULL, NULL), OK);
    assert_int_equal(engine_position_next(engine), survey.until);
    recovery_engine_free(&engine, &limits);
    survey_fini(&survey);
    view_close(&view);
}

static void test_an_engine_too_small_ends_a_replay(void **state)
{
    (void)state;
    begin(0, 20);
    assert_int_equal(replay(10), ERR_NO_MEMORY);
}

/* Thousands of bundles one after another: they are forgotten in groups, and the snapshot that they are
 * read from is renewed on the way. */
static void test_a_long_journal_is_replayed_in_the_memory_of_a_few_bundles(void **state)
{
    (void)state;
    begin(0, 1);
    clerk_finish(clerk);
    for (int i = 0; position_next() <= REPLAY_RENEW_RECORDS; i++) {
        clerk_submit(clerk);
        clerk_finish(clerk);
        if (i % 50 == 0) clerk_commit(clerk, false);
    }
    clerk_commit(clerk, false);
    assert_int_equal(replay(1100), OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        CLAIM(test_totals_of_facts_that_are_not_there_are_refused),
        CLAIM(test_a_recovery_from_beyond_the_end_is_refused),
        CLAIM(test_an_image_of_facts_that_are_not_there_is_refused),
        CLAIM(test_a_request_answered_in_the_future_is_refused),
        CLAIM(test_a_definition_that_cannot_be_read_is_refused),
        CLAIM(test_an_engine_too_small_for_the_facts_to_replay_is_refused),
        CLAIM(test_a_fact_of_no_bundle_ends_a_replay),
        CLAIM(test_a_fact_that_cannot_follow_ends_a_replay),
        CLAIM(test_a_bundle_that_ends_twice_ends_a_replay),
        CLAIM(test_what_is_no_record_ends_a_replay),
        CLAIM(test_an_empty_journal_is_replayed_to_nothing),
        CLAIM(test_a_replay_stops_where_its_survey_began),
        CLAIM(test_a_value_too_short_to_be_a_record_ends_replay_and_recovery),
        CLAIM(test_an_engine_too_small_ends_a_replay),
        CLAIM(test_a_long_journal_is_replayed_in_the_memory_of_a_few_bundles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
