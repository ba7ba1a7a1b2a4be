/* SPDX-License-Identifier: Apache-2.0 */
/* A journal without its broker: whatever was changed in it is found and named. */
#include "broker/shell/offline.h"
#include "broker/shell/store.h"
#include "proto/record.h"
#include "tests/support/clerk.h"
#include "tests/support/directory.h"
#include "tests/support/vandal.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct directory directory;
static struct clerk *clerk;
static uint64_t newest; /* position in the journal that set_up has made */

/* A journal with a bit of everything, at rest or with a rest to be replayed. */
static void make_journal(const char *dir, uint64_t behind_max, int turns)
{
    clerk_open(clerk, dir, behind_max);
    clerk_publish(clerk);
    for (int turn = 0; turn < turns; turn++) {
        clerk_bustle(clerk);
        clerk_commit(clerk, false);
    }
    newest = journal_position_next(clerk->journal) - 1;
    clerk_close(clerk);
}

static int set_up(void **state)
{
    (void)state;
    directory_make(&directory);
    clerk = calloc(1, sizeof *clerk);
    if (clerk == NULL) return 1;
    make_journal(directory.path, 60, 60);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(clerk);
    directory_remove(&directory);
    return 0;
}

/* ---- Verify ---------------------------------------------------------------------------------- */

/* What verify had to say: the first problem, and how many. */
static struct offline_problem first;
static uint64_t heard;

static bool listen(void *self, const struct offline_problem *problem)
{
    (void)self;
    if (heard++ == 0) first = *problem;
    return true;
}

static struct offline_verified verify(void)
{
    struct journal *journal = NULL;
    struct offline_verified verified;

    heard = 0;
    first = (struct offline_problem){ 0 };
    assert_int_equal(journal_open_read(&journal, directory.path), OK);
    assert_int_equal(offline_verify(journal, listen, NULL, &verified), OK);
    assert_int_equal(verified.problems, heard);
    journal_close(&journal);
    return verified;
}

static void assert_found(uint64_t position, const char *words)
{
    struct offline_verified verified = verify();

    assert_true(verified.problems > 0);
    assert_int_equal(first.position, position);
    if (strstr(first.text, words) == NULL) fail_msg("\"%s\" lacks \"%s\"", first.text, words);
}

static void test_untouched_journal_has_no_problems(void **state)
{
    (void)state;
    struct offline_verified verified = verify();

    if (verified.problems > 0) fail_msg("%s", first.text);
    assert_true(verified.is_replayed);
    assert_int_equal(verified.records, newest);
    assert_true(verified.bundles > 10);
    assert_true(verified.images_open > 0);
    assert_true(verified.images_closed > 0);
    assert_int_equal(verified.keys, verified.images_closed);
    assert_true(verified.rows > 5);
}

static void test_each_changed_record_is_named(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);

    for (uint64_t position = 1; position <= newest; position += 1 + position % 3) {
        vandal_flip_record(vandal, position, CHAIN_BYTES + position % 8);
        assert_found(position, "chain hash");
        assert_int_equal(heard >= 1, true);
        vandal_flip_record(vandal, position, CHAIN_BYTES + position % 8);
    }
    vandal_free(&vandal);
    assert_int_equal(verify().problems, 0);
}

static void test_changed_chain_hash_is_named(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);

    vandal_flip_record(vandal, 7, 31);
    assert_found(7, "chain hash");
    assert_int_equal(heard, 2); /* the next one stands on it */
    vandal_flip_record(vandal, 7, 31);
    vandal_flip_record(vandal, newest, 0);
    assert_found(newest, "chain hash");
    assert_int_equal(heard, 1);
    vandal_free(&vandal);
}

static void test_missing_record_is_named(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);

    vandal_delete_record(vandal, 5);
    assert_found(5, "missing");
    assert_false(verify().is_replayed);
    vandal_free(&vandal);
}

static void test_exchanged_records_are_named(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);

    vandal_exchange_records(vandal, 8, 9);
    assert_found(8, "chain hash");
    vandal_free(&vandal);
}

static void test_cut_end_is_found(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);

    vandal_delete_record(vandal, newest);
    assert_true(verify().problems > 0); /* the tables know more than the records */
    vandal_free(&vandal);
}

static void test_record_that_is_too_short_is_named(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);

    vandal_cut_record(vandal, 3, CHAIN_BYTES - 1);
    assert_found(3, "too short");
    vandal_free(&vandal);
}

/* A forger who knows how the chain works writes a record anew, with all hashes after it. */
static void forge(struct vandal *vandal, uint64_t position, const struct fact *fact)
{
    uint8_t bytes[1024];
    struct buffer buffer;

    buffer_init(&buffer, bytes, sizeof bytes);
    record_write(&buffer, fact);
    vandal_forge_record(vandal, position, buffer_span(&buffer));
}

/* The fact at a position; its spans are gone. */
static struct fact fact_at(uint64_t position)
{
    static struct procedure procedure;
    struct journal *journal = NULL;
    struct view *view = NULL;
    struct fact fact;

    assert_int_equal(journal_open_read(&journal, directory.path), OK);
    assert_int_equal(view_open(&view, journal), OK);
    assert_int_equal(view_begin(view), OK);
    struct span record = view_record(view, position, NULL);
    assert_int_equal(record_read(record, position, &procedure, &fact), OK);
    view_close(&view);
    journal_close(&journal);
    return fact;
}

static uint64_t find_fact(enum fact_type type)
{
    for (uint64_t position = 1; position <= newest; position++) {
        if (fact_at(position).type == type) return position;
    }
    fail_msg("there is no fact of type %d", (int)type);
    return 0;
}

static void test_forged_links_and_times_are_named(void **state)
{
    (void)state;
    uint64_t position = find_fact(FACT_JOBS_LEASED);
    struct fact fact = fact_at(position);
    struct fact forged = fact;

    struct vandal *vandal = vandal_new(directory.path);
    forged.previous = fact.previous - 1;
    forge(vandal, position, &forged);
    assert_found(position, "previous");
    forged = fact;
    forged.at_ms = 1;
    forge(vandal, position, &forged);
    assert_found(position, "time");
    forged = fact;
    forged.bundle = newest + 5;
    forged.previous = 0;
    forge(vandal, position, &forged);
    assert_found(position, "bundle number");
    forge(vandal, position, &fact);
    assert_int_equal(verify().problems, 0);
    vandal_free(&vandal);
}

static void test_forged_fact_that_contradicts_is_named(void **state)
{
    (void)state;
    uint64_t position = find_fact(FACT_JOBS_LEASED);
    struct fact fact = fact_at(position);

    struct vandal *vandal = vandal_new(directory.path);
    fact.jobs_leased.leases[0].stage = 31; /* the chain is right; there is no such stage */
    forge(vandal, position, &fact);
    assert_found(position, "contradicts");
    assert_true(verify().is_replayed);
    vandal_free(&vandal);
}

/* ---- Verify: tables -------------------------------------------------------------------------- */

static void test_changed_images_are_found(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);
    static const enum store_table tables[] = { STORE_OPEN, STORE_CLOSED };

    for (size_t i = 0; i < 2; i++) {
        struct bundle_image before;
        vandal_read_image(vandal, tables[i], &before);
        struct bundle_image image = before;
        image.stages[2].attempt += 1;
        vandal_write_image(vandal, tables[i], &image);
        assert_found(0, "not what a replay");
        assert_int_equal(first.bundle, image.bundle);
        assert_int_equal(heard, 1);
        image = before;
        image.last_position += 1;
        vandal_write_image(vandal, tables[i], &image);
        assert_true(verify().problems > 0);
        assert_int_equal(first.bundle, image.bundle);
        vandal_write_image(vandal, tables[i], &before);
    }
    vandal_free(&vandal);
    assert_int_equal(verify().problems, 0);
}

static void test_missing_images_and_keys_are_found(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);
    struct bundle_image image;

    vandal_delete_first(vandal, STORE_KEY);
    assert_found(0, "no key leads to it");
    vandal_read_image(vandal, STORE_OPEN, &image);
    vandal_delete_first(vandal, STORE_OPEN);
    assert_true(verify().problems > 0);
    assert_non_null(strstr(first.text, "a restart would miss it"));
    assert_int_equal(first.bundle, image.bundle);
    vandal_free(&vandal);
}

static void test_foreign_rows_are_found(void **state)
{
    (void)state;
    static const char *const words[STORE_TABLE_COUNT] = {
        [STORE_OPEN] = "cannot be read",    [STORE_CLOSED] = "cannot be read",
        [STORE_KEY] = "cannot be read",     [STORE_PROCEDURE] = "no fact behind",
        [STORE_COUNTER] = "no fact behind", [STORE_REQUEST] = "cannot be read",
    };
    for (enum store_table table = STORE_OPEN; table < STORE_META; table++) {
        struct vandal *vandal = vandal_new(directory.path);
        vandal_put(vandal, table, "zzzz", "yyyy");
        assert_found(0, words[table]);
        vandal_put(vandal, table, "zzzz", NULL);
        vandal_free(&vandal);
    }
    assert_int_equal(verify().problems, 0);
}

static void test_changed_globals_are_found(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);

    vandal_flip_first(vandal, STORE_COUNTER);
    assert_found(0, "permit counter");
    vandal_flip_first(vandal, STORE_COUNTER);
    vandal_flip_first(vandal, STORE_PROCEDURE);
    assert_found(1, "definition");
    vandal_flip_first(vandal, STORE_PROCEDURE);
    vandal_put(vandal, STORE_META, "totals", "0123456701234567012345670123456701234567");
    assert_found(0, "totals");
    vandal_free(&vandal);
}

static void test_recover_from_that_passes_over_a_fact_is_found(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);
    char bytes[9] = "\x00\x00\x00\x00\x00\x00\x00\x00";

    for (uint64_t i = 0; i < 8; i++) {
        bytes[7 - i] = (char)((newest + 1) >> (8 * i));
    }
    vandal_put_bytes(vandal, STORE_META, "recover_from",
                     (struct span){ .at = (const uint8_t *)bytes, .size = 8 });
    assert_true(verify().problems > 0);
    assert_non_null(strstr(first.text, "a restart would miss it"));
    assert_true(first.position > 0);
    vandal_free(&vandal);
}

/* ---- Dump ------------------------------------------------------------------------------------ */

struct dumped {
    uint64_t count;
    uint64_t from;
    uint64_t until;
    uint64_t unreadable;
    uint64_t stop_after; /* 0: never */
    uint64_t bundle;
};

static bool show(void *self, const struct offline_record *record)
{
    struct dumped *dumped = self;

    if (dumped->count++ == 0) dumped->from = record->position;
    assert_true(record->position > dumped->until);
    dumped->until = record->position;
    if (record->err != OK) dumped->unreadable++;
    if (record->err == OK) assert_int_equal(record->fact.position, record->position);
    if (dumped->bundle != 0) assert_int_equal(record->fact.bundle, dumped->bundle);
    return dumped->count != dumped->stop_after;
}

static struct dumped dump(struct offline_range range, uint64_t stop_after)
{
    struct journal *journal = NULL;
    struct dumped dumped = { .stop_after = stop_after, .bundle = range.bundle };

    assert_int_equal(journal_open_read(&journal, directory.path), OK);
    assert_int_equal(offline_dump(journal, &range, show, &dumped), OK);
    journal_close(&journal);
    return dumped;
}

static void test_dump_shows_all_or_a_range(void **state)
{
    (void)state;
    struct dumped dumped = dump((struct offline_range){ 0 }, 0);

    assert_int_equal(dumped.count, newest);
    assert_int_equal(dumped.from, 1);
    assert_int_equal(dumped.unreadable, 0);
    dumped = dump((struct offline_range){ .from = 5, .until = 9 }, 0);
    assert_int_equal(dumped.from, 5);
    assert_int_equal(dumped.until, 9);
    assert_int_equal(dumped.count, 5);
    dumped = dump((struct offline_range){ .from = newest + 1 }, 0);
    assert_int_equal(dumped.count, 0);
    dumped = dump((struct offline_range){ 0 }, 3);
    assert_int_equal(dumped.count, 3);
}

static void test_dump_of_a_bundle_shows_its_facts_only(void **state)
{
    (void)state;
    struct dumped dumped = dump((struct offline_range){ .bundle = 1 }, 0);

    assert_true(dumped.count > 5);
    assert_int_equal(dumped.from, fact_at(dumped.from).position);
    assert_int_equal(fact_at(dumped.from).type, FACT_BUNDLE_SUBMITTED);
    dumped = dump((struct offline_range){ .bundle = newest + 1 }, 0);
    assert_int_equal(dumped.count, 0);
}

static void test_dump_shows_unreadable_records_too(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);

    vandal_cut_record(vandal, 3, 10);
    vandal_cut_record(vandal, 4, CHAIN_BYTES + 1);
    vandal_free(&vandal);
    struct dumped dumped = dump((struct offline_range){ 0 }, 0);
    assert_int_equal(dumped.count, newest);
    assert_int_equal(dumped.unreadable, 2);
}

/* ---- Replay ---------------------------------------------------------------------------------- */

static void test_replay_of_all_equals_a_restart(void **state)
{
    (void)state;
    static const uint64_t bounds[] = { 0, 7, 100, UINT64_MAX };
    struct offline_replayed replayed;

    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        struct journal *journal = NULL;
        struct directory other = { "" };
        directory_make(&other);
        make_journal(other.path, bounds[i], 80);
        assert_int_equal(journal_open_read(&journal, other.path), OK);
        assert_int_equal(offline_replay(journal, &replayed), OK);
        assert_true(replayed.is_equal);
        assert_int_equal(replayed.position, newest);
        assert_int_equal(replayed.records_whole, newest);
        assert_true(replayed.records_restored <= bounds[i]);
        journal_close(&journal);
        directory_remove(&other);
    }
}

static void test_replay_sees_when_a_restart_would_differ(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);
    struct journal *journal = NULL;
    struct offline_replayed replayed;
    struct bundle_image image;

    vandal_free(&vandal);
    directory_remove(&directory);
    directory_make(&directory);
    make_journal(directory.path, 0, 40); /* all images are of the last fact */
    vandal = vandal_new(directory.path);
    vandal_read_image(vandal, STORE_OPEN, &image);
    image.stages[0].failures++;
    vandal_write_image(vandal, STORE_OPEN, &image);
    vandal_free(&vandal);
    assert_int_equal(journal_open_read(&journal, directory.path), OK);
    assert_int_equal(offline_replay(journal, &replayed), OK);
    assert_false(replayed.is_equal);
    journal_close(&journal);
}

/* ---- While a broker runs --------------------------------------------------------------------- */

/* A broker in a process of its own that works until it is killed. The caller closes the pipe. */
static pid_t start_broker(int *pipe_fd)
{
    int ends[2];
    char byte;

    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* it does not outlive a test that fails */
        clerk_open(clerk, directory.path, 50);
        for (;;) {
            clerk_bustle(clerk);
            clerk_commit(clerk, false);
            if (write(ends[1], "t", 1) != 1) _exit(1);
        }
    }
    close(ends[1]);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(read(ends[0], &byte, 1), 1);
    }
    *pipe_fd = ends[0]; /* while it is open and not full, the broker works */
    return child;
}

static void test_running_broker_can_be_verified_and_replayed(void **state)
{
    (void)state;
    struct journal *journal = NULL;
    struct offline_replayed replayed;
    int pipe_fd;
    pid_t child = start_broker(&pipe_fd);

    for (int i = 0; i < 5; i++) {
        struct offline_verified verified = verify();
        if (verified.problems > 0) fail_msg("%s", first.text);
        assert_true(verified.records > newest);
        assert_int_equal(journal_open_read(&journal, directory.path), OK);
        assert_int_equal(offline_replay(journal, &replayed), OK);
        assert_true(replayed.is_equal);
        journal_close(&journal);
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(pipe_fd);
    assert_int_equal(verify().problems, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        CLAIM(test_untouched_journal_has_no_problems),
        CLAIM(test_each_changed_record_is_named),
        CLAIM(test_changed_chain_hash_is_named),
        CLAIM(test_missing_record_is_named),
        CLAIM(test_exchanged_records_are_named),
        CLAIM(test_cut_end_is_found),
        CLAIM(test_record_that_is_too_short_is_named),
        CLAIM(test_forged_links_and_times_are_named),
        CLAIM(test_forged_fact_that_contradicts_is_named),
        CLAIM(test_changed_images_are_found),
        CLAIM(test_missing_images_and_keys_are_found),
        CLAIM(test_foreign_rows_are_found),
        CLAIM(test_changed_globals_are_found),
        CLAIM(test_recover_from_that_passes_over_a_fact_is_found),
        CLAIM(test_dump_shows_all_or_a_range),
        CLAIM(test_dump_of_a_bundle_shows_its_facts_only),
        CLAIM(test_dump_shows_unreadable_records_too),
        CLAIM(test_replay_of_all_equals_a_restart),
        CLAIM(test_replay_sees_when_a_restart_would_differ),
        CLAIM(test_running_broker_can_be_verified_and_replayed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
