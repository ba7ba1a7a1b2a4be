/* SPDX-License-Identifier: Apache-2.0 */
/* Restarts from a real journal: the state is the one that was committed, and what is read for it
 * does not grow with history. (test_recovery.c has the engine's side.) */
#include "broker/shell/recovery.h"
#include "broker/shell/store.h"
#include "proto/record.h"
#include "tests/support/clerk.h"
#include "tests/support/directory.h"
#include "tests/support/vandal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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

static void reopen(uint64_t behind_max)
{
    clerk_close(clerk);
    clerk_open(clerk, directory.path, behind_max);
}

static void assert_restart_equals_live(struct recovery_report *report)
{
    struct hash live = engine_hash(clerk->engine);
    struct hash restored = clerk_restored_hash(clerk, report);

    assert_memory_equal(&restored, &live, sizeof live);
}

/* ---- The same state -------------------------------------------------------------------------- */

static void test_empty_journal_gives_an_empty_engine(void **state)
{
    (void)state;
    struct recovery_report report;

    clerk_open(clerk, directory.path, 0);
    assert_restart_equals_live(&report);
    assert_int_equal(report.position_next, 1);
    assert_int_equal(report.records_read, 0);
    assert_int_equal(report.newest_ms, 0);
}

static void test_restart_equals_live_after_each_commit(void **state)
{
    (void)state;
    static const uint64_t bounds[] = { 0, 1, 30, 300, UINT64_MAX };
    struct recovery_report report;

    begin(bounds[0]);
    for (int turn = 0; turn < 250; turn++) {
        clerk->checkpoint.behind_max = bounds[turn / 50]; /* images of all ages */
        clerk->checkpoint.portion = 1 + (uint32_t)turn % 3;
        clerk_bustle(clerk);
        clerk_commit(clerk, turn % 40 == 0);
        assert_restart_equals_live(&report);
        assert_int_equal(report.records_rebuilt, 0);
        assert_true(report.newest_ms <= clerk->now_ms);
    }
    assert_true(journal_position_next(clerk->journal) > 1000);
}

static void test_restarted_broker_goes_on_like_one_that_never_stopped(void **state)
{
    (void)state;
    struct recovery_report report;

    begin(25);
    for (int life = 0; life < 15; life++) {
        for (int turn = 0; turn < 20; turn++) {
            clerk_bustle(clerk);
            clerk_commit(clerk, false);
        }
        struct hash before = engine_hash(clerk->engine);
        uint64_t submitted = clerk->submitted;
        clerk_bustle(clerk); /* decided, never committed, never said */
        reopen((uint64_t)life * 20);
        clerk->random += (uint64_t)life;
        struct hash after = clerk->restored;
        assert_memory_equal(&after, &before, sizeof after);
        assert_int_equal(clerk->submitted, submitted);
        clerk_wait(clerk, 40000); /* leases of the last life run out, the jobs are given again */
    }
    clerk_finish(clerk);
    clerk_commit(clerk, false);
    clerk_rest(clerk);
    assert_restart_equals_live(&report);
    assert_int_equal(clerk_rows(clerk, STORE_CLOSED) + clerk_rows(clerk, STORE_OPEN),
                     clerk->submitted);
}

static void test_time_of_the_newest_fact_is_known(void **state)
{
    (void)state;
    begin(0);
    clerk_wait(clerk, 12345);
    clerk_submit(clerk);
    int64_t now_ms = clerk->now_ms;
    clerk_commit(clerk, false);
    reopen(0);
    assert_int_equal(clerk->recovered.newest_ms, now_ms);
}

/* ---- What is read ---------------------------------------------------------------------------- */

/* Bundles that begin and end, and ten that stay open. */
static void live_through(uint64_t bundles)
{
    begin(100);
    for (int i = 0; i < 10; i++) {
        clerk_submit(clerk);
    }
    for (uint64_t i = 0; i < bundles; i++) {
        uint64_t bundle = clerk_submit(clerk);
        while (clerk_answer(clerk, bundle, VERDICT_GRANT)) {
        }
        clerk_commit(clerk, false);
    }
}

static void test_restart_does_not_depend_on_history(void **state)
{
    (void)state;
    struct recovery_report young;
    struct recovery_report old;

    live_through(30);
    assert_restart_equals_live(&young);
    clerk_close(clerk);
    directory_remove(&directory);
    directory_make(&directory);
    live_through(600);
    assert_restart_equals_live(&old);
    assert_true(old.position_next > 15 * young.position_next);
    assert_in_range(old.records_read, 1, 100);
    assert_in_range(young.records_read, 1, 100);
    assert_int_equal(old.images_open, young.images_open);
    assert_true(old.requests <= clerk->limits.requests_max);
}

/* ---- Nothing but the records ----------------------------------------------------------------- */

static void test_deleted_tables_are_rebuilt(void **state)
{
    (void)state;
    struct recovery_report report;

    begin(50);
    for (int turn = 0; turn < 150; turn++) {
        clerk_bustle(clerk);
        clerk_commit(clerk, false);
    }
    struct hash before = engine_hash(clerk->engine);
    uint32_t closed = clerk_rows(clerk, STORE_CLOSED);
    clerk_delete_tables(clerk);
    assert_int_equal(clerk_rows(clerk, STORE_CLOSED), 0);
    reopen(50);
    assert_int_equal(clerk->recovered.recover_from, 1);
    assert_int_equal(clerk->recovered.records_rebuilt, journal_position_next(clerk->journal) - 1);
    assert_memory_equal(&clerk->restored, &before, sizeof before);
    assert_in_range(clerk_rows(clerk, STORE_CLOSED), closed, clerk->submitted);
    struct hash rebuilt = clerk_restored_hash(clerk, &report);
    assert_memory_equal(&rebuilt, &before, sizeof before);
    assert_int_equal(report.records_read, 0);
}

static void test_rebuilding_needs_the_memory_of_what_was_open_only(void **state)
{
    (void)state;
    struct engine *engine = NULL;
    struct recovery_report report;

    live_through(500);
    clerk_rest(clerk);
    struct hash live = engine_hash(clerk->engine);
    clerk_delete_tables(clerk);
    struct engine_limits limits = clerk->limits;
    limits.bundles_max = 30; /* of 510: it has to store early what takes up room */
    assert_int_equal(recovery_engine_new(&engine, &limits), OK);
    assert_int_equal(recovery_run(clerk->journal, engine, &report), OK);
    struct hash rebuilt = engine_hash(engine);
    assert_memory_equal(&rebuilt, &live, sizeof live);
    assert_int_equal(report.records_rebuilt, report.position_next - 1);
    recovery_engine_free(&engine, &limits);
    assert_int_equal(clerk_rows(clerk, STORE_CLOSED), 500);
    assert_int_equal(clerk_rows(clerk, STORE_KEY), 500);
    assert_int_equal(clerk_rows(clerk, STORE_OPEN), 10);
}

/* ---- The window of answered requests --------------------------------------------------------- */

/* Restart with another window. Returns how many answers it remembers. */
static uint32_t restart_with_window(uint32_t requests_max)
{
    struct engine *engine = NULL;
    struct recovery_report report;
    struct engine_limits limits = clerk->limits;

    limits.requests_max = requests_max;
    assert_int_equal(recovery_engine_new(&engine, &limits), OK);
    assert_int_equal(recovery_run(clerk->journal, engine, &report), OK);
    recovery_engine_free(&engine, &limits);
    return report.requests;
}

static void test_window_of_answers_may_be_made_smaller_or_larger(void **state)
{
    (void)state;
    begin(0);
    for (int i = 0; i < 100; i++) {
        clerk_submit(clerk); /* and four signals: more than 256 requests */
    }
    clerk_commit(clerk, false);
    assert_int_equal(restart_with_window(256), 256);
    assert_int_equal(restart_with_window(1000), 256);
    assert_int_equal(restart_with_window(16), 16);
}

/* ---- Refusals -------------------------------------------------------------------------------- */

/* Recover into a new engine; what is logged goes to text. */
static enum err recover(const struct engine_limits *limits, char text[4096])
{
    struct engine *engine = NULL;
    struct recovery_report report;
    FILE *file = tmpfile();
    int before = dup(STDERR_FILENO);

    assert_non_null(file);
    assert_int_equal(recovery_engine_new(&engine, limits), OK);
    dup2(fileno(file), STDERR_FILENO);
    enum err err = recovery_run(clerk->journal, engine, &report);
    dup2(before, STDERR_FILENO);
    close(before);
    rewind(file);
    text[fread(text, 1, 4095, file)] = '\0';
    fclose(file);
    recovery_engine_free(&engine, limits);
    return err;
}

static void append_record(const char *bytes, size_t size)
{
    struct span record = { .at = (const uint8_t *)bytes, .size = size };
    struct batch batch = {
        .position_first = journal_position_next(clerk->journal),
        .record_count = 1,
        .records = &record,
    };

    assert_int_equal(journal_append_now(clerk->journal, &batch), OK);
}

static void assert_refused_at(uint64_t position)
{
    char text[4096];
    char wanted[64];

    snprintf(wanted, sizeof wanted, "position %llu ", (unsigned long long)position);
    assert_int_equal(recover(&clerk->limits, text), ERR_CORRUPT);
    assert_non_null(strstr(text, wanted));
}

static void test_what_is_no_record_is_named_by_its_position(void **state)
{
    (void)state;
    begin(0);
    clerk_submit(clerk);
    clerk_commit(clerk, false);
    append_record("?", 1);
    assert_refused_at(journal_position_next(clerk->journal) - 1);
}

static void test_fact_that_contradicts_the_state_is_named(void **state)
{
    (void)state;
    uint8_t bytes[256];
    struct buffer buffer;
    struct fact fact = { .type = FACT_STAGE_OPENED, .bundle = 999, .at_ms = INT64_MAX / 2 };

    begin(0);
    clerk_submit(clerk);
    clerk_commit(clerk, false);
    fact.position = journal_position_next(clerk->journal);
    buffer_init(&buffer, bytes, sizeof bytes);
    record_write(&buffer, &fact);
    append_record((const char *)bytes, buffer.size);
    assert_refused_at(fact.position);
}

static void test_missing_record_is_named_by_its_position(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);
    char text[4096];

    begin(UINT64_MAX);
    clerk_submit(clerk);
    clerk_commit(clerk, false);
    clerk_close(clerk);
    vandal_delete_record(vandal, 4);
    vandal_free(&vandal);
    assert_int_equal(journal_open(&clerk->journal, directory.path, 0), OK);
    assert_int_equal(recover(&clerk->limits, text), ERR_CORRUPT);
    assert_non_null(strstr(text, "position 4 is missing"));
}

static void test_engine_that_is_too_small_is_refused(void **state)
{
    (void)state;
    char text[4096];

    begin(0);
    for (int i = 0; i < 20; i++) {
        clerk_submit(clerk);
    }
    clerk_commit(clerk, false);
    struct engine_limits limits = clerk->limits;
    limits.bundles_max = 10;
    assert_int_equal(recover(&limits, text), ERR_NO_MEMORY);
    assert_non_null(strstr(text, "limits"));
    limits.bundles_max = 20;
    assert_int_equal(recover(&limits, text), OK);
}

static void test_row_that_cannot_be_read_is_refused(void **state)
{
    (void)state;
    static const uint8_t key[8] = { 0, 0, 0, 0, 0, 0, 0, 1 };
    char text[4096];
    const struct store_write writes[] = {
        { STORE_OPEN, { key, 8 }, { key, 3 } },
        { STORE_COUNTER, { key, 8 }, { key, 3 } },
        { STORE_REQUEST, { key, 4 }, { key, 3 } },
        { STORE_PROCEDURE, { key, 8 }, { key, 3 } },
        { STORE_META, { (const uint8_t *)"totals", 6 }, { key, 3 } },
        { STORE_META, { (const uint8_t *)"recover_from", 12 }, { key, 3 } },
    };

    for (size_t i = 0; i < sizeof writes / sizeof *writes; i++) {
        struct batch batch = { .position_first = 1, .write_count = 1, .writes = &writes[i] };

        if (i > 0) {
            clerk_close(clerk);
            directory_remove(&directory);
            directory_make(&directory);
        }
        clerk_open(clerk, directory.path, 0);
        assert_int_equal(journal_append_now(clerk->journal, &batch), OK);
        assert_int_equal(recover(&clerk->limits, text), ERR_CORRUPT);
        assert_non_null(strstr(text, "recovery: the stored "));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        CLAIM(test_empty_journal_gives_an_empty_engine),
        CLAIM(test_restart_equals_live_after_each_commit),
        CLAIM(test_restarted_broker_goes_on_like_one_that_never_stopped),
        CLAIM(test_time_of_the_newest_fact_is_known),
        CLAIM(test_restart_does_not_depend_on_history),
        CLAIM(test_deleted_tables_are_rebuilt),
        CLAIM(test_rebuilding_needs_the_memory_of_what_was_open_only),
        CLAIM(test_window_of_answers_may_be_made_smaller_or_larger),
        CLAIM(test_what_is_no_record_is_named_by_its_position),
        CLAIM(test_fact_that_contradicts_the_state_is_named),
        CLAIM(test_missing_record_is_named_by_its_position),
        CLAIM(test_engine_that_is_too_small_is_refused),
        CLAIM(test_row_that_cannot_be_read_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
