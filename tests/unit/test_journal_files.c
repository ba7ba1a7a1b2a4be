/* SPDX-License-Identifier: Apache-2.0 */
/* A data directory that another hand, another program or another release has left behind; and walks
 * through tables that do not begin where the last one stood. */
#include "broker/shell/store.h"
#include "tests/support/directory.h"
#include "tests/support/pile.h"
#include "tests/support/vandal.h"

#include <fcntl.h>
#include <lmdb.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include <cmocka.h>

static struct directory directory;
static struct journal *journal;

static int set_up(void **state)
{
    (void)state;
    directory_make(&directory);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    journal_close(&journal);
    directory_remove(&directory);
    return 0;
}

static void make_journal(uint32_t records)
{
    assert_int_equal(journal_open(&journal, directory.path, 0), OK);
    if (records > 0) pile_append(journal, records);
    journal_close(&journal);
}

static int open_file(const char *name, int flags)
{
    char path[DIRECTORY_PATH_MAX + 16];

    snprintf(path, sizeof path, "%s/%s", directory.path, name);
    int fd = open(path, flags, 0600);
    assert_true(fd >= 0);
    return fd;
}

/* ---- Opening --------------------------------------------------------------------------------- */

/* A broker that has the directory may not have written its number yet. */
static void test_whoever_has_the_directory_has_it_without_a_number_too(void **state)
{
    (void)state;
    int fd = open_file("lock", O_RDWR | O_CREAT);

    assert_int_equal(flock(fd, LOCK_EX), 0);
    assert_int_equal(journal_open(&journal, directory.path, 0), ERR_BUSY);
    assert_null(journal);
    close(fd);
    assert_int_equal(journal_open(&journal, directory.path, 0), OK);
}

/* The heads of the file are its first two pages; behind 16 bytes each names LMDB and its version. */
static void test_a_file_of_another_version_of_lmdb_is_refused(void **state)
{
    (void)state;
    const uint32_t version = 999;

    make_journal(3);
    int fd = open_file("data.mdb", O_RDWR);
    for (off_t page = 0; page < 2; page++) {
        uint32_t found;
        off_t at = page * sysconf(_SC_PAGESIZE) + 20;
        assert_int_equal(pread(fd, &found, sizeof found, at), sizeof found);
        assert_int_equal(found, 1);
        assert_int_equal(pwrite(fd, &version, sizeof version, at), sizeof version);
    }
    close(fd);
    assert_int_equal(journal_open(&journal, directory.path, 0), ERR_CORRUPT);
    assert_int_equal(journal_open_read(&journal, directory.path), ERR_CORRUPT);
}

static void test_a_format_that_only_begins_like_ours_is_refused(void **state)
{
    (void)state;
    static const char *const formats[] = { "", "tongfa journal", "tongfa journal 10" };
    struct vandal *vandal = vandal_new(directory.path);

    make_journal(3);
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        vandal_put(vandal, STORE_META, "format", formats[i]);
        assert_int_equal(journal_open(&journal, directory.path, 0), ERR_CORRUPT);
        assert_int_equal(journal_open_read(&journal, directory.path), ERR_CORRUPT);
    }
    vandal_free(&vandal);
}

/* LMDB takes numbers of four bytes for keys, too. Positions have eight. */
static void put_under_short_key(uint32_t key)
{
    static uint8_t bytes[100];
    MDB_env *env;
    MDB_txn *txn;
    MDB_dbi facts;
    MDB_val name = { .mv_size = sizeof key, .mv_data = &key };
    MDB_val value = { .mv_size = sizeof bytes, .mv_data = bytes };

    assert_int_equal(mdb_env_create(&env), 0);
    assert_int_equal(mdb_env_set_maxdbs(env, STORE_TABLE_COUNT + 1), 0);
    assert_int_equal(mdb_env_open(env, directory.path, 0, 0600), 0);
    assert_int_equal(mdb_txn_begin(env, NULL, 0, &txn), 0);
    assert_int_equal(mdb_dbi_open(txn, "facts", MDB_INTEGERKEY, &facts), 0);
    assert_int_equal(mdb_put(txn, facts, &name, &value, 0), 0);
    assert_int_equal(mdb_txn_commit(txn), 0);
    mdb_env_close(env);
}

static void test_a_record_whose_position_is_no_position_is_refused(void **state)
{
    (void)state;
    make_journal(0);
    put_under_short_key(1);
    assert_int_equal(journal_open(&journal, directory.path, 0), ERR_CORRUPT);
    assert_int_equal(journal_open_read(&journal, directory.path), ERR_CORRUPT);
}

/* ---- Tables ---------------------------------------------------------------------------------- */

static struct span text(const char *words)
{
    return (struct span){ .at = (const uint8_t *)words, .size = strlen(words) };
}

/* A journal with some keys, and a view of it. */
static struct view *view_of(const char *const *keys, uint32_t count)
{
    struct store_write writes[8];
    struct batch batch = { .position_first = 1, .write_count = count, .writes = writes };
    struct view *view = NULL;

    assert_true(count <= 8);
    assert_int_equal(journal_open(&journal, directory.path, 0), OK);
    for (uint32_t i = 0; i < count; i++) {
        writes[i] = pile_write(STORE_KEY, keys[i], "value");
    }
    assert_int_equal(journal_append_now(journal, &batch), OK);
    assert_int_equal(view_open(&view, journal), OK);
    assert_int_equal(view_begin(view), OK);
    return view;
}

static void assert_key(struct span key, const char *words)
{
    assert_int_equal(key.size, strlen(words));
    assert_memory_equal(key.at, words, key.size);
}

/* The key to go on from may be gone; another may begin with it. */
static void test_a_walk_goes_on_behind_a_key_that_is_not_there(void **state)
{
    (void)state;
    static const char *const keys[] = { "a", "bb", "c" };
    static const struct {
        const char *behind;
        const char *next;
    } steps[] = { { "a", "bb" }, { "b", "bb" },  { "ba", "bb" },
                  { "bb", "c" }, { "bbb", "c" }, { "bc", "c" } };
    struct view *view = view_of(keys, 3);
    struct span value;

    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct span key = text(steps[i].behind);
        assert_true(view_table_next(view, STORE_KEY, &key, &value));
        assert_key(key, steps[i].next);
    }
    struct span key = text("d");
    assert_false(view_table_next(view, STORE_KEY, &key, &value));
    assert_int_equal(view_err(view), OK);
    view_close(&view);
}

static void test_the_last_row_up_to_a_key_that_is_not_there_is_the_one_before(void **state)
{
    (void)state;
    static const char *const keys[] = { "b", "cc", "d" };
    static const struct {
        const char *until;
        const char *last; /* NULL: there is none */
    } steps[] = { { "a", NULL },  { "b", "b" },    { "c", "b" },   { "cb", "b" },
                  { "cc", "cc" }, { "ccc", "cc" }, { "cd", "cc" }, { "z", "d" } };
    struct view *view = view_of(keys, 3);

    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct span key = { 0 };
        struct span value;
        bool is_there = view_table_until(view, STORE_KEY, text(steps[i].until), &key, &value);
        assert_int_equal(is_there, steps[i].last != NULL);
        if (steps[i].last != NULL) assert_key(key, steps[i].last);
    }
    assert_int_equal(view_err(view), OK);
    view_close(&view);
}

static void test_a_signed_checkpoint_that_cannot_be_read_is_none(void **state)
{
    (void)state;
    static const uint8_t junk[3] = { 1, 2, 3 };
    static const uint8_t position[8] = { 0, 0, 0, 0, 0, 0, 0, 2 };
    const struct store_write write = { .table = STORE_SIGNED,
                                       .key = { position, sizeof position },
                                       .value = { junk, sizeof junk } };
    struct batch batch = { .position_first = 1, .write_count = 1, .writes = &write };
    struct signed_checkpoint checkpoint;
    struct view *view = view_of(NULL, 0);
    const struct hash name = journal_id(journal);

    assert_int_equal(journal_append_now(journal, &batch), OK);
    assert_int_equal(view_begin(view), OK);
    for (int after = 0; after < 2; after++) {
        const struct signed_wanted wanted = { .position = 2, .after = after != 0 };
        assert_false(store_signed(view, &name, &wanted, &checkpoint));
    }
    assert_int_equal(view_err(view), OK);
    view_close(&view);
}

/* Whoever has no late keys in memory finds them in their rows, whichever they are in. */
static void test_a_late_key_is_found_in_its_row(void **state)
{
    (void)state;
    enum { ROWS = 3, KEYS = 5 };
    static uint8_t memory[ROWS][1024];
    struct late_key keys[ROWS][KEYS];
    struct store_write writes[ROWS];
    struct batch batch = { .position_first = 1, .write_count = ROWS, .writes = writes };
    struct view *view = view_of(NULL, 0);
    struct hash unknown = { { 0xff } };

    for (uint32_t i = 0; i < ROWS * KEYS; i++) {
        keys[i / KEYS][i % KEYS] =
            (struct late_key){ .key_hash = { { (uint8_t)(i + 1) } }, .bundle = i + 100 };
    }
    for (uint32_t row = 0; row < ROWS; row++) {
        struct buffer buffer;
        buffer_init(&buffer, memory[row], sizeof memory[row]);
        writes[row] = store_put_late_row(&buffer, row, keys[row], KEYS);
    }
    assert_int_equal(journal_append_now(journal, &batch), OK);
    assert_int_equal(view_begin(view), OK);
    for (uint32_t i = 0; i < ROWS * KEYS; i++) {
        const struct late_key *key = &keys[i / KEYS][i % KEYS];
        assert_int_equal(store_find_key(view, &key->key_hash), 0);
        assert_int_equal(store_find_late_key(view, &key->key_hash), key->bundle);
    }
    assert_int_equal(store_find_late_key(view, &unknown), 0);
    view_close(&view);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        CLAIM(test_whoever_has_the_directory_has_it_without_a_number_too),
        CLAIM(test_a_file_of_another_version_of_lmdb_is_refused),
        CLAIM(test_a_format_that_only_begins_like_ours_is_refused),
        CLAIM(test_a_record_whose_position_is_no_position_is_refused),
        CLAIM(test_a_walk_goes_on_behind_a_key_that_is_not_there),
        CLAIM(test_the_last_row_up_to_a_key_that_is_not_there_is_the_one_before),
        CLAIM(test_a_signed_checkpoint_that_cannot_be_read_is_none),
        CLAIM(test_a_late_key_is_found_in_its_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
