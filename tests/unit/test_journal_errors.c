/* SPDX-License-Identifier: Apache-2.0 */
/* What the journal makes of one certain error of LMDB or of the system. tests/unit/test_journal_calls.c
 * asks of every call whether its failure is told; here it matters how. */
#include "broker/shell/key_filter.h"
#include "tests/support/calls.h"
#include "tests/support/directory.h"
#include "tests/support/pile.h"

#include <dirent.h>
#include <errno.h>
#include <lmdb.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct directory directory;
static struct journal *journal;
static struct view *view;

static void *nothing(void *argument)
{
    return argument;
}

/* ThreadSanitizer begins a thread of its own with the first one: threads are counted after that. */
static int set_up_group(void **state)
{
    pthread_t thread;

    (void)state;
    return pthread_create(&thread, NULL, nothing, NULL) != 0 || pthread_join(thread, NULL) != 0;
}

static int set_up(void **state)
{
    (void)state;
    directory_make(&directory);
    assert_int_equal(journal_open(&journal, directory.path, 0), OK);
    pile_append(journal, 3);
    assert_int_equal(view_open(&view, journal), OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    calls_disarm();
    calls_set_system_error(EIO);
    view_close(&view);
    journal_close(&journal);
    directory_remove(&directory);
    return 0;
}

/* ---- Reading --------------------------------------------------------------------------------- */

/* How the view calls it that a record cannot be read. */
static enum err error_of(int code)
{
    assert_int_equal(view_begin(view), OK);
    calls_arm_only("mdb_get", 1, code);
    assert_null(view_record(view, 1, NULL).at);
    assert_non_null(calls_disarm());
    enum err err = view_err(view);
    assert_int_equal(view_begin(view), OK); /* it may be tried again, and is well */
    assert_non_null(view_record(view, 1, NULL).at);
    assert_int_equal(view_err(view), OK);
    return err;
}

static void test_damage_is_told_apart_from_a_disk_that_fails(void **state)
{
    (void)state;
    static const int damages[] = { MDB_CORRUPTED, MDB_PAGE_NOTFOUND, MDB_INVALID };

    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        assert_int_equal(error_of(damages[i]), ERR_CORRUPT);
    }
    assert_int_equal(error_of(EIO), ERR_IO);
    assert_int_equal(error_of(MDB_NOTFOUND), OK); /* there is no such record, which is no error */
}

/* The cursor of a table is opened by whoever comes first, forwards or backwards. */
static void test_a_table_that_cannot_be_walked_backwards_says_so(void **state)
{
    (void)state;
    const struct span until = { .at = (const uint8_t *)"z", .size = 1 };
    struct span key = { 0 };
    struct span value;

    assert_int_equal(view_begin(view), OK);
    calls_arm_only("mdb_cursor_open", 1, EIO);
    assert_false(view_table_until(view, STORE_META, until, &key, &value));
    assert_non_null(calls_disarm());
    assert_int_equal(view_err(view), ERR_IO);
}

static const uint8_t first_key[HASH_BYTES] = { 1 };
static const uint8_t damaged_key[3] = { 0x80 };
static const uint8_t last_key[HASH_BYTES] = { 0xfe };
static const uint8_t bundle[8] = { [7] = 1 };

/* Three rows of STORE_KEY; the key of the second is none. */
static void put_keys(void)
{
    struct store_write writes[] = {
        { STORE_KEY, { first_key, HASH_BYTES }, { bundle, sizeof bundle } },
        { STORE_KEY, { damaged_key, sizeof damaged_key }, { bundle, sizeof bundle } },
        { STORE_KEY, { last_key, HASH_BYTES }, { bundle, sizeof bundle } },
    };
    struct batch batch = { .position_first = journal_position_next(journal),
                           .write_count = sizeof writes / sizeof writes[0],
                           .writes = writes };
    assert_int_equal(journal_append_now(journal, &batch), OK);
}

/* The filter of keys goes on behind a damaged row; where reading fails it stays with what it knows, and
 * does not say of the rest that it is not there. */
static void test_keys_that_cannot_be_read_are_not_said_to_be_new(void **state)
{
    (void)state;
    struct key_filter filter;
    struct hash last, unknown = { { 0xff } };

    put_keys();
    memcpy(last.bytes, last_key, HASH_BYTES);
    for (int fails = 0; fails < 2; fails++) {
        assert_int_equal(key_filter_init(&filter), OK);
        assert_int_equal(view_begin(view), OK);
        key_filter_learn(&filter, view, 1);
        if (fails == 1) calls_arm_only("mdb_cursor_get", 1, EIO);
        key_filter_learn(&filter, view, 100);
        if (fails == 1) assert_non_null(calls_disarm());
        assert_int_equal(view_err(view), fails == 1 ? ERR_IO : OK);
        assert_false(filter.is_learning);
        assert_false(key_filter_excludes(&filter, &last));
        assert_int_equal(key_filter_excludes(&filter, &unknown), fails == 0);
        key_filter_fini(&filter);
        view_end(view);
    }
}

/* Its owner makes the map larger, and nobody else: if the file grew nevertheless, something is wrong.
 * Whoever only reads takes the size from the file. */
static void test_only_a_reader_follows_a_map_that_has_grown(void **state)
{
    (void)state;
    calls_arm_only("mdb_txn_begin", 1, MDB_MAP_RESIZED);
    assert_int_equal(view_begin(view), ERR_IO);
    assert_non_null(calls_disarm());
    view_close(&view);
    journal_close(&journal);

    assert_int_equal(journal_open_read(&journal, directory.path), OK);
    assert_int_equal(view_open(&view, journal), OK);
    calls_arm_only("mdb_txn_begin", 1, MDB_MAP_RESIZED);
    assert_int_equal(view_begin(view), OK);
    assert_non_null(calls_disarm());
    assert_int_equal(view_position_next(view), 4);
}

/* ---- Opening --------------------------------------------------------------------------------- */

static void test_a_call_that_a_signal_interrupts_is_made_again(void **state)
{
    (void)state;
    view_close(&view);
    journal_close(&journal);
    calls_set_system_error(EINTR);
    calls_arm_only("posix_fallocate", 1, 0);
    assert_int_equal(journal_open(&journal, directory.path, 0), OK);
    assert_non_null(calls_disarm());
    assert_int_equal(pile_check(journal), 4);
}

/* ---- Copying --------------------------------------------------------------------------------- */

static uint32_t thread_count(void)
{
    DIR *tasks = opendir("/proc/self/task");
    uint32_t count = 0;

    assert_non_null(tasks);
    while (readdir(tasks) != NULL) {
        count++;
    }
    closedir(tasks);
    return count;
}

/* What threads work with that were given up is theirs, and not lost. */
static void *left_behind[4];
static uint32_t left_count;

/* Copy to a fresh directory, and wait until whoever copied is gone. */
static enum err copy_within(int64_t limit_ms, struct directory *target)
{
    uint32_t before = thread_count();

    directory_make(target);
    enum err err = journal_copy(journal, target->path, limit_ms);
    if (err == ERR_TIMEOUT) {
        left_behind[left_count++] = calls_newest_memory();
        calls_go_on_copying();
    }
    while (thread_count() > before) {
        sched_yield();
    }
    return err;
}

static void test_a_backup_that_hangs_is_given_up_in_time(void **state)
{
    (void)state;
    static const int64_t limits[] = { 0, 20 };
    struct directory target = { "" };

    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        calls_hang_copying();
        assert_int_equal(copy_within(limits[i], &target), ERR_TIMEOUT);
        directory_remove(&target);
    }
    pile_append(journal, 1); /* the journal itself goes on */
}

/* Whatever the fraction of a second is at which it begins. */
static void test_a_backup_has_the_time_that_it_was_given(void **state)
{
    (void)state;
    static const int64_t limits[] = { 60000, 60999 };
    struct directory target = { "" };

    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct journal *copy = NULL;
        assert_int_equal(copy_within(limits[i], &target), OK);
        assert_int_equal(journal_open_read(&copy, target.path), OK);
        assert_int_equal(pile_check(copy), 4);
        journal_close(&copy);
        directory_remove(&target);
    }
}

static void test_a_backup_to_a_path_that_is_too_long_is_refused(void **state)
{
    (void)state;
    static char path[8000];

    memset(path, 'x', sizeof path - 1);
    assert_int_equal(journal_copy(journal, path, 60000), ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        CLAIM(test_damage_is_told_apart_from_a_disk_that_fails),
        CLAIM(test_a_table_that_cannot_be_walked_backwards_says_so),
        CLAIM(test_keys_that_cannot_be_read_are_not_said_to_be_new),
        CLAIM(test_only_a_reader_follows_a_map_that_has_grown),
        CLAIM(test_a_call_that_a_signal_interrupts_is_made_again),
        CLAIM(test_a_backup_that_hangs_is_given_up_in_time),
        CLAIM(test_a_backup_has_the_time_that_it_was_given),
        CLAIM(test_a_backup_to_a_path_that_is_too_long_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up_group, NULL);
}
