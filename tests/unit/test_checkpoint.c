/* SPDX-License-Identifier: Apache-2.0 */
/* The checkpoint: what goes out with the batches, and that nothing is ever out of reach. */
#include "broker/shell/checkpoint.h"
#include "broker/shell/store.h"
#include "tests/support/clerk.h"
#include "tests/support/directory.h"

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

static void begin(uint64_t behind_max)
{
    clerk_open(clerk, directory.path, behind_max);
    clerk_publish(clerk);
    clerk_commit(clerk, false);
}

/* The stored image of a bundle, or its absence. */
static enum err stored(uint64_t bundle, struct bundle_image *image)
{
    assert_int_equal(view_begin(clerk->view), OK);
    enum err err = store_image(clerk->view, bundle, image);
    view_end(clerk->view);
    return err;
}

static uint64_t stored_recover_from(void)
{
    uint64_t position;

    assert_int_equal(view_begin(clerk->view), OK);
    assert_int_equal(store_recover_from(clerk->view, &position), OK);
    view_end(clerk->view);
    return position;
}

static bool is_in_memory(uint64_t bundle)
{
    struct bundle_image image;

    return engine_image(clerk->engine, bundle, &image) == OK;
}

static void assert_all_keys_found(void)
{
    for (uint64_t bundle = 1; bundle <= clerk->submitted; bundle++) {
        assert_int_equal(clerk_find(clerk, bundle), bundle);
    }
}

/* ---- Globals --------------------------------------------------------------------------------- */

static void test_globals_are_stored_with_the_facts_that_change_them(void **state)
{
    (void)state;
    struct totals_image totals;
    struct totals_image live;

    begin(UINT64_MAX);
    assert_int_equal(clerk_rows(clerk, STORE_PROCEDURE), 1);
    assert_int_equal(clerk_rows(clerk, STORE_REQUEST), 1);
    uint64_t bundle = clerk_submit(clerk);
    while (clerk_answer(clerk, bundle, VERDICT_GRANT)) {
    }
    assert_int_equal(clerk_rows(clerk, STORE_COUNTER), 0);
    clerk_commit(clerk, false);
    assert_int_equal(clerk_rows(clerk, STORE_COUNTER), 5);
    assert_int_equal(clerk_rows(clerk, STORE_REQUEST), 5); /* and four signals */
    assert_int_equal(view_begin(clerk->view), OK);
    assert_int_equal(store_totals(clerk->view, &totals), OK);
    engine_export_totals(clerk->engine, &live);
    assert_memory_equal(&totals, &live, sizeof live);
    assert_int_equal(totals.permits_issued, 5);
    assert_int_equal(totals.position + 1, journal_position_next(clerk->journal));
    struct span definition = store_definition(clerk->view, &clerk->procedure.name, 1);
    assert_true(definition.size > 0);
    assert_null(store_definition(clerk->view, &clerk->procedure.name, 2).at);
    view_end(clerk->view);
}

static void test_draft_without_news_is_empty(void **state)
{
    (void)state;
    begin(UINT64_MAX);
    clerk_rest(clerk);
    struct draft *draft = clerk_fill(clerk, false);
    assert_true(draft_is_empty(draft));
    draft = clerk_fill(clerk, true);
    assert_true(draft_is_empty(draft));
}

/* ---- When bundles go out --------------------------------------------------------------------- */

static void test_replay_distance_stays_within_its_bound(void **state)
{
    (void)state;
    begin(100);
    for (int i = 0; i < 600; i++) {
        clerk_bustle(clerk);
        clerk_commit(clerk, false);
        uint64_t behind = journal_position_next(clerk->journal) - stored_recover_from();
        assert_in_range(behind, 0, 100);
    }
    assert_true(journal_position_next(clerk->journal) > 2000);
}

static void test_small_portions_keep_pace_too(void **state)
{
    (void)state;
    begin(0);
    clerk->checkpoint.portion = 1;
    for (int i = 0; i < 300; i++) {
        clerk_bustle(clerk);
        clerk_commit(clerk, false);
    }
    uint64_t behind = journal_position_next(clerk->journal) - stored_recover_from();
    assert_in_range(behind, 0, 20); /* a turn at most; there was a portion for each fact */
}

static void test_within_the_bound_nothing_goes_out(void **state)
{
    (void)state;
    begin(UINT64_MAX);
    for (int i = 0; i < 20; i++) {
        clerk_bustle(clerk);
        clerk_commit(clerk, false);
    }
    assert_int_equal(clerk_rows(clerk, STORE_OPEN), 0);
    assert_int_equal(clerk_rows(clerk, STORE_CLOSED), 0);
    assert_int_equal(stored_recover_from() <= 2, true);
}

static void test_idle_turns_end_with_nothing_to_replay(void **state)
{
    (void)state;
    struct recovery_report report;

    begin(UINT64_MAX);
    for (int i = 0; i < 100; i++) {
        clerk_bustle(clerk);
    }
    clerk_commit(clerk, false);
    clerk_rest(clerk);
    assert_int_equal(stored_recover_from(), engine_position_next(clerk->engine));
    struct hash live = engine_hash(clerk->engine);
    struct hash restored = clerk_restored_hash(clerk, &report);
    assert_memory_equal(&restored, &live, sizeof live);
    assert_int_equal(report.records_read, 0);
}

static void test_bundle_that_ends_within_the_bound_is_stored_once(void **state)
{
    (void)state;
    struct bundle_image image;

    begin(UINT64_MAX);
    uint64_t bundle = clerk_submit(clerk);
    clerk_commit(clerk, false);
    while (clerk_answer(clerk, bundle, VERDICT_GRANT)) {
    }
    clerk_commit(clerk, false);
    assert_int_equal(stored(bundle, &image), ERR_BUNDLE_UNKNOWN);
    clerk_rest(clerk);
    assert_int_equal(clerk_rows(clerk, STORE_OPEN), 0);
    assert_int_equal(clerk_rows(clerk, STORE_CLOSED), 1);
    assert_int_equal(stored(bundle, &image), OK);
    assert_int_equal(image.result, RESULT_ALL);
}

static void test_closing_replaces_the_open_image_and_writes_the_key(void **state)
{
    (void)state;
    struct bundle_image image;

    begin(0);
    uint64_t bundle = clerk_submit(clerk);
    clerk_commit(clerk, false);
    assert_int_equal(clerk_rows(clerk, STORE_OPEN), 1);
    assert_int_equal(clerk_rows(clerk, STORE_KEY), 0);
    while (clerk_answer(clerk, bundle, VERDICT_GRANT)) {
    }
    clerk_commit(clerk, false);
    assert_int_equal(clerk_rows(clerk, STORE_OPEN), 0);
    assert_int_equal(clerk_rows(clerk, STORE_CLOSED), 1);
    assert_int_equal(clerk_rows(clerk, STORE_KEY), 1);
    assert_int_equal(stored(bundle, &image), OK);
    assert_int_equal(image.bundle, bundle);
}

static void test_what_was_never_stored_as_open_is_not_deleted(void **state)
{
    (void)state;
    begin(UINT64_MAX);
    uint64_t bundle = clerk_submit(clerk);
    while (clerk_answer(clerk, bundle, VERDICT_GRANT)) {
    }
    const struct draft *draft = clerk_fill(clerk, true);
    assert_int_equal(draft->ended_count, 1);
    for (uint32_t i = 0; i < draft->batch.write_count; i++) {
        assert_int_not_equal(draft->writes[i].table, STORE_OPEN);
    }
}

static void test_what_was_restored_as_open_is_deleted(void **state)
{
    (void)state;
    begin(0);
    clerk_submit(clerk);
    clerk_commit(clerk, false);
    assert_int_equal(clerk_rows(clerk, STORE_OPEN), 1);
    clerk_close(clerk);
    clerk_open(clerk, directory.path, UINT64_MAX);
    clerk_wait(clerk, 60000); /* who held its jobs is gone */
    clerk_finish(clerk);
    clerk_rest(clerk);
    assert_int_equal(clerk_rows(clerk, STORE_OPEN), 0);
    assert_int_equal(clerk_rows(clerk, STORE_CLOSED), 1);
}

/* ---- Leaving memory -------------------------------------------------------------------------- */

static void test_ended_bundle_leaves_memory_after_the_commit_not_before(void **state)
{
    (void)state;
    static struct bundle_image image;
    struct archived archived;

    begin(0);
    uint64_t bundle = clerk_submit(clerk);
    while (clerk_answer(clerk, bundle, VERDICT_GRANT)) {
    }
    struct draft *draft = clerk_fill(clerk, false);
    assert_int_equal(draft->ended_count, 1);
    assert_true(is_in_memory(bundle));
    assert_int_equal(journal_append_now(clerk->journal, &draft->batch), OK);
    assert_true(is_in_memory(bundle));
    checkpoint_committed(&clerk->checkpoint, clerk->engine, draft);
    assert_false(is_in_memory(bundle));

    assert_int_equal(view_begin(clerk->view), OK);
    assert_int_equal(store_archived(clerk->view, bundle, &image, &archived), OK);
    assert_true(archived.is_found);
    assert_int_equal(archived.result, RESULT_ALL);
    assert_int_equal(archived.version, 1);
    assert_int_equal(store_archived(clerk->view, bundle + 1, &image, &archived), OK);
    assert_false(archived.is_found);
}

static void test_open_bundle_is_not_archived(void **state)
{
    (void)state;
    static struct bundle_image image;
    struct archived archived;

    begin(0);
    uint64_t bundle = clerk_submit(clerk);
    clerk_commit(clerk, false);
    assert_int_equal(view_begin(clerk->view), OK);
    assert_int_equal(store_archived(clerk->view, bundle, &image, &archived), OK);
    assert_false(archived.is_found);
}

static void test_key_is_found_at_all_times(void **state)
{
    (void)state;
    static const uint64_t bounds[] = { 0, 40, 400 };

    for (size_t i = 0; i < 3; i++) {
        if (i == 0) {
            begin(bounds[i]);
        } else {
            clerk_close(clerk); /* as a kill; what was not committed is gone */
            clerk_open(clerk, directory.path, bounds[i]);
        }
        assert_all_keys_found();
        for (int turn = 0; turn < 120; turn++) {
            clerk_bustle(clerk);
            struct draft *draft = clerk_fill(clerk, turn % 17 == 0);
            assert_all_keys_found();
            clerk_bustle(clerk); /* the engine goes on while the batch is under way */
            assert_all_keys_found();
            if (draft_is_empty(draft)) continue;
            assert_int_equal(journal_append_now(clerk->journal, &draft->batch), OK);
            assert_all_keys_found();
            checkpoint_committed(&clerk->checkpoint, clerk->engine, draft);
            assert_all_keys_found();
        }
    }
    assert_true(clerk_rows(clerk, STORE_KEY) > 10);
    assert_int_equal(clerk_rows(clerk, STORE_KEY), clerk_rows(clerk, STORE_CLOSED));
}

static void test_memory_is_freed_as_bundles_end(void **state)
{
    (void)state;
    uint64_t in_memory = 0;

    begin(200);
    for (int i = 0; i < 300; i++) {
        uint64_t bundle = clerk_submit(clerk);
        while (clerk_answer(clerk, bundle, VERDICT_GRANT)) {
        }
        clerk_commit(clerk, false);
    }
    for (uint64_t bundle = 1; bundle <= 300; bundle++) {
        in_memory += is_in_memory(bundle);
    }
    assert_in_range(in_memory, 0, 20); /* 200 facts are fewer bundles than that */
    clerk_rest(clerk);
    assert_false(is_in_memory(300));
    assert_int_equal(clerk_rows(clerk, STORE_CLOSED), 300);
}

/* ---- Drafts ---------------------------------------------------------------------------------- */

static void test_draft_uses_the_same_memory_again(void **state)
{
    (void)state;
    begin(10);
    const void *writes = clerk->drafts[0].writes;
    const void *bytes = clerk->drafts[0].write_bytes.at;
    const void *records = clerk->drafts[0].record_bytes.at;

    for (int i = 0; i < 50; i++) {
        clerk_bustle(clerk);
        clerk_commit(clerk, false);
    }
    assert_ptr_equal(writes, clerk->drafts[0].writes);
    assert_ptr_equal(bytes, clerk->drafts[0].write_bytes.at);
    assert_ptr_equal(records, clerk->drafts[0].record_bytes.at);
}

static void test_draft_says_when_it_is_full(void **state)
{
    (void)state;
    static uint8_t application[APPLICATION_BYTES_MAX];
    struct draft draft;
    struct facts *facts = calloc(1, sizeof *facts);
    uint64_t position = 1;

    begin(0); /* for tear_down */
    assert_non_null(facts);
    assert_int_equal(draft_init(&draft), OK);
    while (draft_has_room(&draft)) {
        facts->count = STEP_FACTS_MAX;
        for (uint32_t i = 0; i < facts->count; i++) {
            facts->facts[i] = (struct fact){
                .type = FACT_STAGE_OPENED, .position = position + i, .bundle = 1, .at_ms = 1
            };
        }
        struct fact *largest = &facts->facts[0];
        largest->type = FACT_BUNDLE_SUBMITTED;
        largest->bundle_submitted.application =
            (struct span){ .at = application, .size = sizeof application };
        draft_record(&draft, facts);
        position += facts->count;
    }
    assert_false(draft.record_bytes.is_full);
    assert_true(draft.batch.record_count > DRAFT_RECORDS_MAX - STEP_FACTS_MAX);
    draft_begin(&draft, position);
    assert_true(draft_has_room(&draft));
    assert_true(draft_is_empty(&draft));
    draft_fini(&draft);
    draft_fini(&draft); /* accepts a zeroed one */
    free(facts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        CLAIM(test_globals_are_stored_with_the_facts_that_change_them),
        CLAIM(test_draft_without_news_is_empty),
        CLAIM(test_replay_distance_stays_within_its_bound),
        CLAIM(test_small_portions_keep_pace_too),
        CLAIM(test_within_the_bound_nothing_goes_out),
        CLAIM(test_idle_turns_end_with_nothing_to_replay),
        CLAIM(test_bundle_that_ends_within_the_bound_is_stored_once),
        CLAIM(test_what_was_never_stored_as_open_is_not_deleted),
        CLAIM(test_what_was_restored_as_open_is_deleted),
        CLAIM(test_closing_replaces_the_open_image_and_writes_the_key),
        CLAIM(test_ended_bundle_leaves_memory_after_the_commit_not_before),
        CLAIM(test_open_bundle_is_not_archived),
        CLAIM(test_key_is_found_at_all_times),
        CLAIM(test_memory_is_freed_as_bundles_end),
        CLAIM(test_draft_uses_the_same_memory_again),
        CLAIM(test_draft_says_when_it_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
