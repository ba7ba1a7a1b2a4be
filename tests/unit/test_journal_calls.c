/* SPDX-License-Identifier: Apache-2.0 */
/* The journal, recovery and replay when calls fail: each call of LMDB, of the system and for memory
 * in turn, with every error that matters. Whatever fails, what comes back is an error or the
 * truth; and afterwards, when all is well again, everything acknowledged is there. */
#include "broker/shell/replay.h"
#include "broker/shell/store.h"
#include "tests/support/calls.h"
#include "tests/support/clerk.h"
#include "tests/support/directory.h"
#include "tests/support/pile.h"
#include "tests/support/vandal.h"

#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define RECORDS 5
#define CALLS_MAX 100000

static struct directory directory; /* of one attempt */
static struct directory original;  /* what recovery is tried on: copied for each attempt */
static struct hash original_hash;  /* of the state in it */
static struct clerk *clerk;
static uint64_t acknowledged; /* position after the newest record that is surely there */

/* ---- Attempts -------------------------------------------------------------------------------- */

/* Does something with calls that may fail. Asserts that whatever it is told is true. */
typedef enum err attempt(void);

static struct journal *opened(void)
{
    struct journal *journal = NULL;

    assert_int_equal(journal_open(&journal, directory.path, 0), OK);
    return journal;
}

/* A fresh directory; with records if wanted, and a row in a table. */
static void prepare(bool is_empty)
{
    directory_make(&directory);
    acknowledged = 1;
    if (is_empty) return;
    struct journal *journal = opened();
    struct store_write write = pile_write(STORE_KEY, "b", "2");
    struct pile pile = { 0 };
    struct batch *batch = pile_make(&pile, 1, RECORDS);

    batch->write_count = 1;
    batch->writes = &write;
    assert_int_equal(journal_append_now(journal, batch), OK);
    acknowledged += RECORDS;
    journal_close(&journal);
}

/* What is acknowledged is there, whatever happened before. */
static void check_piles(void)
{
    struct journal *journal = opened();

    assert_true(pile_check(journal) >= acknowledged);
    pile_append(journal, 1); /* and it goes on */
    journal_close(&journal);
}

/* Calls that may fail without an error for the caller: dead readers stay for now, the lock names
 * no process, a journal is taken for one that was finished or begun. */
static bool is_dispensable(const char *name)
{
    static const char *const names[] = { "mdb_reader_check", "pwrite", "access", "stat" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(name, names[i]) == 0) return true;
    }
    return false;
}

/* Let the calls of an attempt fail in turn with one code. Returns how many there were. */
static uint32_t walk(attempt *try, enum call_kind kinds, int code, void (*before)(void),
                     void (*after)(void))
{
    for (uint32_t number = 1; number < CALLS_MAX; number++) {
        before();
        calls_arm(kinds, number, code);
        enum err err = try();
        const char *name = calls_disarm();
        if (name == NULL) {
            assert_int_equal(err, OK);
        } else if (!is_dispensable(name)) {
            bool is_told = err != OK || acknowledged == 1; /* what is empty may be begun anew */
            if (!is_told) fail_msg("call %u, %s, failed unnoticed", number, name);
        }
        after();
        directory_remove(&directory);
        if (name == NULL) return number - 1;
    }
    fail_msg("it never ends");
    return 0;
}

static void walk_all(attempt *try, void (*before)(void), void (*after)(void))
{
    assert_true(walk(try, CALL_LMDB, EIO, before, after) > 0);
    assert_true(walk(try, CALL_LMDB, MDB_CORRUPTED, before, after) > 0);
    walk(try, CALL_SYSTEM | CALL_MEMORY, 0, before, after);
}

static void prepare_empty(void)
{
    prepare(true);
}

static void prepare_filled(void)
{
    prepare(false);
}

/* ---- Opening --------------------------------------------------------------------------------- */

static enum err attempt_open(void)
{
    struct journal *journal = NULL;
    enum err err = journal_open(&journal, directory.path, 0);

    assert_int_equal(err == OK, journal != NULL);
    if (err == OK) assert_int_equal(journal_position_next(journal), acknowledged);
    journal_close(&journal);
    return err;
}

static enum err attempt_open_read(void)
{
    struct journal *journal = NULL;
    enum err err = journal_open_read(&journal, directory.path);

    assert_int_equal(err == OK, journal != NULL);
    if (err == OK) assert_int_equal(journal_position_next(journal), acknowledged);
    journal_close(&journal);
    return err;
}

static void test_an_open_that_fails_says_so_and_the_next_one_works(void **state)
{
    (void)state;
    walk_all(attempt_open, prepare_empty, check_piles);
    walk_all(attempt_open, prepare_filled, check_piles);
}

static void test_an_open_for_reading_that_fails_says_so(void **state)
{
    (void)state;
    walk_all(attempt_open_read, prepare_filled, check_piles);
}

/* ---- Writing --------------------------------------------------------------------------------- */

/* Everything that a batch can hold; opened beforehand so that only the commit can fail. */
static struct journal *ready;

static void prepare_ready(void)
{
    prepare(false);
    ready = opened();
}

static const struct store_write *some_writes(void)
{
    static struct store_write writes[3];

    writes[0] = pile_write(STORE_KEY, "a", "1");
    writes[1] = pile_write(STORE_KEY, "b", NULL);
    writes[2] = pile_write(STORE_KEY, "never was", NULL);
    return writes;
}

static enum err attempt_append(void)
{
    static struct pile pile;
    struct batch *batch = pile_make(&pile, acknowledged, 2);

    batch->write_count = 3;
    batch->writes = some_writes();
    enum err err = journal_append_now(ready, batch);
    if (err == OK) acknowledged += 2;
    assert_int_equal(journal_position_next(ready), acknowledged);
    return err;
}

static enum err attempt_append_by_thread(void)
{
    static struct pile pile;
    struct batch *batch = pile_make(&pile, acknowledged, 2);
    struct batch *back = NULL;
    enum err err = journal_start(ready);

    if (err != OK) return err;
    journal_append(ready, batch);
    /* Not pile_await: where the eventfd cannot be written, whoever looks next learns it. */
    do {
        err = journal_committed(ready, &back);
    } while (err == OK && back == NULL);
    assert_int_equal(err == OK, back == batch);
    if (err == OK) acknowledged += 2;
    return err;
}

static void close_ready(void)
{
    journal_close(&ready);
    check_piles();
}

static void test_a_commit_that_fails_acknowledges_nothing(void **state)
{
    (void)state;
    walk_all(attempt_append, prepare_ready, close_ready);
    walk_all(attempt_append_by_thread, prepare_ready, close_ready);
}

/* A child that dies with a snapshot in its hands. */
static void leave_a_dead_reader(void)
{
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        struct journal *journal = NULL;
        struct view *view = NULL;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        bool is_good = journal_open_read(&journal, directory.path) == OK &&
                       view_open(&view, journal) == OK && view_begin(view) == OK;
        if (is_good) kill(getpid(), SIGKILL);
        _exit(1);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status));
}

static uint64_t append_rows(uint32_t count)
{
    static char value[4000];
    uint64_t used;
    uint64_t max;

    memset(value, 'x', sizeof value - 1);
    for (uint32_t i = 0; i < count; i++) {
        struct store_write write = pile_write(STORE_META, "totals", value);
        struct batch batch = { .position_first = acknowledged, .write_count = 1, .writes = &write };
        struct batch *back = NULL;
        journal_append(ready, &batch);
        assert_int_equal(pile_await(ready, &back), OK);
    }
    journal_bytes(ready, &used, &max);
    return used;
}

static void test_the_snapshot_of_a_dead_reader_is_freed_while_the_journal_runs(void **state)
{
    (void)state;
    prepare_ready();
    assert_int_equal(journal_start(ready), OK);
    append_rows(1);
    leave_a_dead_reader();
    append_rows(20);
    calls_set_clock_ahead(3600); /* it is time to look for the dead */
    uint64_t used = append_rows(20);
    assert_int_equal(append_rows(100), used); /* the pages of the hundred are those of the twenty */
    calls_set_clock_ahead(0);
    close_ready();
    directory_remove(&directory);
}

/* ---- Reading --------------------------------------------------------------------------------- */

static enum err read_records(struct view *view)
{
    struct span record;
    uint64_t position;
    uint64_t count = 0;

    while (view_next(view, &position, &record, NULL)) {
        assert_int_equal(position, ++count);
        assert_non_null(record.at);
    }
    if (view_err(view) == OK) assert_int_equal(count, RECORDS);
    if (view_err(view) == OK) record = view_record(view, 3, NULL);
    if (view_err(view) == OK) assert_non_null(record.at);
    return view_err(view);
}

static enum err read_tables(struct view *view)
{
    struct span wanted = { .at = (const uint8_t *)"b", .size = 1 };
    struct span elsewhere = { .at = (const uint8_t *)"a", .size = 1 };
    struct span key = { 0 };
    struct span value;

    bool is_there = view_get(view, STORE_KEY, wanted).at != NULL;
    if (view_err(view) == OK) assert_true(is_there);
    is_there = view_table_next(view, STORE_KEY, &elsewhere, &value);
    if (view_err(view) == OK) assert_true(is_there);
    is_there = view_table_next(view, STORE_KEY, &elsewhere, &value);
    if (view_err(view) == OK) assert_false(is_there);
    is_there = view_table_next(view, STORE_KEY, &wanted, &value);
    if (view_err(view) == OK) assert_false(is_there);
    wanted = (struct span){ .at = (const uint8_t *)"c", .size = 1 };
    is_there = view_table_until(view, STORE_KEY, wanted, &key, &value);
    if (view_err(view) == OK) assert_true(is_there);
    return view_err(view);
}

static enum err attempt_read(void)
{
    struct view *view = NULL;
    enum err err = view_open(&view, ready);

    for (int i = 0; i < 2 && err == OK; i++) { /* the second time everything is renewed */
        err = view_begin(view);
        if (err == OK) view_seek(view, 1);
        if (err == OK) err = read_records(view);
        if (err == OK) err = read_tables(view);
    }
    view_close(&view);
    return err;
}

static void test_what_cannot_be_read_is_never_taken_for_nothing(void **state)
{
    (void)state;
    walk_all(attempt_read, prepare_ready, close_ready);
}

/* ---- Copying --------------------------------------------------------------------------------- */

static enum err attempt_copy(void)
{
    struct directory target = { "" };
    struct journal *copy = NULL;

    directory_make(&target);
    enum err err = journal_copy(ready, target.path, 60000);
    uint32_t armed = calls_pause();
    if (err == OK) {
        assert_int_equal(journal_open_read(&copy, target.path), OK);
        assert_int_equal(pile_check(copy), acknowledged);
        journal_close(&copy);
        assert_int_equal(journal_copy(ready, target.path, 60000), ERR_IO); /* there is one */
    }
    calls_go_on(armed);
    directory_remove(&target);
    return err;
}

static void test_a_backup_that_fails_says_so(void **state)
{
    (void)state;
    walk_all(attempt_copy, prepare_ready, close_ready);
}

/* ---- Recovery and replay --------------------------------------------------------------------- */

static void copy_file(const char *name)
{
    char source[DIRECTORY_PATH_MAX + 16];
    char target[DIRECTORY_PATH_MAX + 16];
    static uint8_t bytes[1 << 16];
    ssize_t size;

    snprintf(source, sizeof source, "%s/%s", original.path, name);
    snprintf(target, sizeof target, "%s/%s", directory.path, name);
    int from = open(source, O_RDONLY);
    int to = open(target, O_WRONLY | O_CREAT, 0600);
    assert_true(from >= 0 && to >= 0);
    while ((size = read(from, bytes, sizeof bytes)) > 0) {
        assert_int_equal(write(to, bytes, (size_t)size), size);
    }
    close(from);
    close(to);
}

static void prepare_copy(void)
{
    directory_make(&directory);
    acknowledged = 2;
    copy_file("data.mdb");
    ready = opened();
}

static enum err attempt_recovery(void)
{
    struct recovery_report report;
    struct engine *engine = NULL;
    enum err err = recovery_engine_new(&engine, &clerk->limits);

    if (err == OK) err = recovery_run(ready, engine, &report);
    if (err == OK) {
        struct hash hash = engine_hash(engine);
        assert_memory_equal(&hash, &original_hash, sizeof hash);
    }
    recovery_engine_free(&engine, &clerk->limits);
    return err;
}

/* The same without writing, as anyone may who only reads. */
static enum err attempt_load(void)
{
    struct recovery_report report;
    struct engine *engine = NULL;
    struct view *view = NULL;
    enum err err = recovery_engine_new(&engine, &clerk->limits);

    if (err == OK) err = view_open(&view, ready);
    if (err == OK) err = view_begin(view);
    if (err == OK) err = recovery_load(view, engine, false, &report);
    if (err == OK) assert_int_equal(engine_position_next(engine), report.position_next);
    view_close(&view);
    recovery_engine_free(&engine, &clerk->limits);
    return err;
}

/* An archived bundle, a key and a definition are looked up while the broker works. */
static enum err attempt_look_up(void)
{
    static struct bundle_image image;
    struct archived archived = { 0 };
    struct view *view = NULL;
    const struct hash key = clerk_key_hash(1);
    enum err err = view_open(&view, ready);

    if (err == OK) err = view_begin(view);
    if (err == OK) err = store_image(view, 1, &image);
    if (err == OK) err = store_archived(view, 1, &image, &archived);
    if (err == OK) store_find_key(view, &key);
    if (err == OK) err = view_err(view);
    view_close(&view);
    return err;
}

/* Whatever an attempt left behind, the next one is right. */
static void check_recovery(void)
{
    journal_close(&ready);
    ready = opened();
    assert_int_equal(attempt_recovery(), OK);
    journal_close(&ready);
}

static enum err replay(struct view *view, struct survey *survey)
{
    struct engine *engine = NULL;
    enum err err = survey_run(survey, view);

    if (err != OK) return err;
    struct engine_limits limits = survey_limits(survey);
    err = recovery_engine_new(&engine, &limits);
    if (err == OK) err = view_begin(view);
    if (err == OK) err = replay_run(survey, view, engine, NULL, NULL);
    if (err == OK) assert_int_equal(engine_position_next(engine), survey->until);
    recovery_engine_free(&engine, &limits);
    return err;
}

static enum err attempt_replay(void)
{
    struct survey survey = { 0 };
    struct view *view = NULL;
    enum err err = view_open(&view, ready);

    if (err == OK) err = view_begin(view);
    if (err == OK) err = survey_init(&survey, view);
    if (err == OK) err = replay(view, &survey);
    survey_fini(&survey);
    view_close(&view);
    return err;
}

static void make_original(void)
{
    directory_make(&original);
    clerk_open(clerk, original.path, 20000);
    clerk_publish(clerk);
    for (int i = 0; i < 5; i++) {
        clerk_submit(clerk);
        clerk_work(clerk, 3);
        clerk_commit(clerk, false);
    }
    clerk_rest(clerk);
    clerk_submit(clerk); /* a few facts that are in no image yet */
    clerk_commit(clerk, false);
    original_hash = engine_hash(clerk->engine);
}

static void test_a_recovery_that_fails_says_so_and_the_next_one_is_right(void **state)
{
    (void)state;
    make_original();
    clerk_close(clerk);
    walk_all(attempt_recovery, prepare_copy, check_recovery);
    walk_all(attempt_load, prepare_copy, check_recovery);
    walk_all(attempt_look_up, prepare_copy, check_recovery);
    directory_remove(&original);
}

static void test_a_rebuild_that_fails_says_so_and_the_next_one_is_right(void **state)
{
    (void)state;
    make_original();
    clerk_delete_tables(clerk); /* so that the records are all there is */
    clerk_close(clerk);
    walk_all(attempt_recovery, prepare_copy, check_recovery);
    directory_remove(&original);
}

static void test_a_replay_that_fails_says_so(void **state)
{
    (void)state;
    make_original();
    clerk_close(clerk);
    walk_all(attempt_replay, prepare_copy, check_recovery);
    directory_remove(&original);
}

static int set_up_group(void **state)
{
    (void)state;
    /* In memory, where there is such a place: the faults are ours, and disks are slow. */
    if (access("/dev/shm", W_OK) == 0) setenv("TMPDIR", "/dev/shm", 0);
    clerk = calloc(1, sizeof *clerk);
    return clerk == NULL;
}

static int tear_down_group(void **state)
{
    (void)state;
    free(clerk);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_open_that_fails_says_so_and_the_next_one_works),
        cmocka_unit_test(test_an_open_for_reading_that_fails_says_so),
        cmocka_unit_test(test_a_commit_that_fails_acknowledges_nothing),
        cmocka_unit_test(test_the_snapshot_of_a_dead_reader_is_freed_while_the_journal_runs),
        cmocka_unit_test(test_what_cannot_be_read_is_never_taken_for_nothing),
        cmocka_unit_test(test_a_backup_that_fails_says_so),
        cmocka_unit_test(test_a_recovery_that_fails_says_so_and_the_next_one_is_right),
        cmocka_unit_test(test_a_rebuild_that_fails_says_so_and_the_next_one_is_right),
        cmocka_unit_test(test_a_replay_that_fails_says_so),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
