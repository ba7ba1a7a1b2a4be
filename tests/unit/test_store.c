/* SPDX-License-Identifier: Apache-2.0 */
/* Rows that are not what was written, and journals that are older, larger or further away than they
 * should be: refused by name, or read as what they are. */
#include "broker/shell/store.h"
#include "tests/support/clerk.h"
#include "tests/support/directory.h"
#include "tests/support/pile.h"
#include "tests/support/vandal.h"

#include <lmdb.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
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
}

/* ---- Rows ------------------------------------------------------------------------------------ */

static uint8_t bytes[4096];

static struct span sized(size_t size)
{
    return (struct span){ .at = bytes, .size = size };
}

/* Whatever stands in them, a key or value of a wrong size is no row. */
static void test_rows_of_a_wrong_size_are_refused(void **state)
{
    (void)state;
    static struct bundle_image image;
    const struct hash name = { { 1 } };
    struct signed_checkpoint checkpoint;
    struct counter_image counter;
    struct request_image request;
    struct store_procedure procedure;
    struct hash hash;
    uint64_t bundle;
    uint32_t slot;

    memset(bytes, 0, sizeof bytes);
    assert_int_equal(store_read_image(sized(7), sized(100), &image), ERR_CORRUPT);
    assert_int_equal(store_read_image(sized(8), sized(0), &image), ERR_CORRUPT);
    assert_int_equal(store_read_key(sized(HASH_BYTES), sized(8), &hash, &bundle), OK);
    assert_int_equal(store_read_key(sized(HASH_BYTES - 1), sized(8), &hash, &bundle), ERR_CORRUPT);
    assert_int_equal(store_read_key(sized(HASH_BYTES), sized(7), &hash, &bundle), ERR_CORRUPT);
    assert_int_equal(store_read_request(sized(4), sized(1000), &request, &slot), OK);
    assert_int_equal(store_read_request(sized(5), sized(1000), &request, &slot), ERR_CORRUPT);
    assert_int_equal(store_read_request(sized(4), sized(40), &request, &slot), ERR_CORRUPT);
    assert_int_equal(store_read_procedure(sized(24), &procedure), OK);
    assert_int_equal(store_read_procedure(sized(23), &procedure), ERR_CORRUPT);
    assert_int_equal(store_read_signed(sized(8), sized(1000), &name, &checkpoint), OK);
    assert_int_equal(store_read_signed(sized(9), sized(1000), &name, &checkpoint), ERR_CORRUPT);
    assert_int_equal(store_read_signed(sized(8), sized(100), &name, &checkpoint), ERR_CORRUPT);
    snprintf((char *)bytes, sizeof bytes, "dept");
    assert_int_equal(store_read_counter(sized(7), sized(4), &counter), OK);
    assert_string_equal(counter.department.text, "dept");
    assert_int_equal(store_read_counter(sized(7), sized(3), &counter), ERR_CORRUPT);
    assert_int_equal(store_read_counter(sized(2), sized(4), &counter), ERR_CORRUPT);
    assert_int_equal(store_read_counter(sized(6), sized(4), &counter), ERR_CORRUPT); /* no end */
    assert_int_equal(store_read_counter(sized(8), sized(4), &counter),
                     ERR_CORRUPT); /* an early one */
    assert_int_equal(
        store_read_counter(sized(sizeof counter.department.text + 3), sized(4), &counter),
        ERR_CORRUPT);
}

static struct store_write row(enum store_table table, struct span key, struct span value)
{
    return (struct store_write){ .table = table, .key = key, .value = value };
}

/* What is stored under the number of one bundle and calls itself another. */
static void test_spoiled_rows_are_no_answers(void **state)
{
    (void)state;
    static uint8_t memory[STORE_IMAGE_BYTES_MAX];
    static const uint8_t one[8] = { 0, 0, 0, 0, 0, 0, 0, 1 };
    static const uint8_t two[8] = { 0, 0, 0, 0, 0, 0, 0, 2 };
    static struct bundle_image image;
    const struct hash hash = { { 1 } };
    const struct name name = { "p" };
    struct buffer buffer;
    struct archived archived;
    struct view *view = NULL;

    buffer_init(&buffer, memory, sizeof memory);
    struct store_write other = store_put_image(&buffer, &(struct bundle_image){ .bundle = 1 });
    const struct store_write writes[] = {
        row(STORE_CLOSED, (struct span){ one, 8 }, (struct span){ one, 3 }),
        row(STORE_OPEN, (struct span){ two, 8 }, other.value),
        row(STORE_KEY, (struct span){ hash.bytes, HASH_BYTES }, (struct span){ one, 3 }),
        row(STORE_PROCEDURE, (struct span){ (const uint8_t *)"p\0\0\0\0\1", 6 },
            (struct span){ one, 3 }),
        row(STORE_META, (struct span){ (const uint8_t *)"recover_from", 12 },
            (struct span){ bytes, 8 }),
    };
    struct batch batch = { .position_first = 1, .write_count = 5, .writes = writes };

    memset(bytes, 0, sizeof bytes);
    make_journal(0);
    assert_int_equal(journal_append_now(journal, &batch), OK);
    assert_int_equal(view_open(&view, journal), OK);
    assert_int_equal(view_begin(view), OK);
    assert_int_equal(store_archived(view, 1, &image, &archived), ERR_CORRUPT);
    assert_false(archived.is_found);
    assert_int_equal(store_image(view, 2, &image), ERR_CORRUPT);
    assert_int_equal(store_archived(view, 3, &image, &archived), OK);
    assert_false(archived.is_found);
    assert_int_equal(store_find_key(view, &hash), 0);
    assert_null(store_definition(view, &name, 1).at);
    assert_null(store_definition(view, &name, 2).at);
    assert_int_equal(store_definition_position(view, &name, 1), 0);
    uint64_t position;
    assert_int_equal(store_recover_from(view, &position), ERR_CORRUPT); /* there is no position 0 */
    view_close(&view);
}

/* ---- Journals -------------------------------------------------------------------------------- */

/* Deletes a whole table, as a release that did not have it. */
static void drop_table(const char *table)
{
    MDB_env *env;
    MDB_txn *txn;
    MDB_dbi dbi;

    journal_close(&journal);
    assert_int_equal(mdb_env_create(&env), 0);
    assert_int_equal(mdb_env_set_maxdbs(env, STORE_TABLE_COUNT + 1), 0);
    assert_int_equal(mdb_env_open(env, directory.path, 0, 0600), 0);
    assert_int_equal(mdb_txn_begin(env, NULL, 0, &txn), 0);
    assert_int_equal(mdb_dbi_open(txn, table, 0, &dbi), 0);
    assert_int_equal(mdb_drop(txn, dbi, 1), 0);
    assert_int_equal(mdb_txn_commit(txn), 0);
    mdb_env_close(env);
}

static void
test_the_journal_of_an_older_release_is_read_as_if_its_new_table_were_empty(void **state)
{
    (void)state;
    struct view *view = NULL;
    struct span key = { 0 };
    struct span value;

    make_journal(3);
    drop_table("signed");
    assert_int_equal(journal_open_read(&journal, directory.path), OK);
    assert_int_equal(pile_check(journal), 4);
    assert_int_equal(view_open(&view, journal), OK);
    assert_int_equal(view_begin(view), OK);
    assert_null(view_get(view, STORE_SIGNED, sized(8)).at);
    assert_false(view_table_next(view, STORE_SIGNED, &key, &value));
    assert_false(view_table_until(view, STORE_SIGNED, sized(8), &key, &value));
    assert_int_equal(view_err(view), OK);
    view_close(&view);
    journal_close(&journal);
    make_journal(0); /* opened for writing it gets the table */
    assert_int_equal(pile_check(journal), 4);
}

static void test_without_its_description_a_journal_is_none(void **state)
{
    (void)state;
    make_journal(3);
    drop_table("meta");
    assert_int_equal(journal_open_read(&journal, directory.path), ERR_IO);
    assert_null(journal);
    assert_int_equal(journal_open(&journal, directory.path, 0), ERR_CORRUPT); /* no format */
}

static void spoil_meta(const char *key, const char *value)
{
    struct vandal *vandal = vandal_new(directory.path);

    journal_close(&journal);
    vandal_put(vandal, STORE_META, key, value);
    vandal_free(&vandal);
}

static void test_a_journal_without_a_readable_name_is_refused(void **state)
{
    (void)state;
    make_journal(3);
    spoil_meta("journal", "short");
    assert_int_equal(journal_open(&journal, directory.path, 0), ERR_CORRUPT);
    assert_int_equal(journal_open_read(&journal, directory.path), ERR_CORRUPT);
}

static void test_a_journal_from_before_there_were_names_gets_one_when_written(void **state)
{
    (void)state;
    const struct hash none = { { 0 } };

    make_journal(3);
    spoil_meta("journal", NULL);
    assert_int_equal(journal_open_read(&journal, directory.path), OK);
    struct hash id = journal_id(journal);
    assert_memory_equal(&id, &none, sizeof id);
    journal_close(&journal);
    make_journal(0);
    id = journal_id(journal);
    assert_memory_not_equal(&id, &none, sizeof id);
}

static void test_records_without_a_format_are_refused(void **state)
{
    (void)state;
    make_journal(3);
    spoil_meta("format", NULL);
    assert_int_equal(journal_open(&journal, directory.path, 0), ERR_CORRUPT);
    assert_int_equal(journal_open_read(&journal, directory.path), ERR_CORRUPT);
}

static void test_an_empty_journal_without_a_format_can_be_written_only(void **state)
{
    (void)state;
    make_journal(0);
    spoil_meta("format", NULL);
    assert_int_equal(journal_open_read(&journal, directory.path), ERR_IO);
    assert_int_equal(journal_open(&journal, directory.path, 0), OK);
}

static void test_a_newest_record_that_is_too_short_is_refused(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);

    make_journal(3);
    journal_close(&journal);
    vandal_cut_record(vandal, 3, CHAIN_BYTES - 1);
    vandal_free(&vandal);
    assert_int_equal(journal_open(&journal, directory.path, 0), ERR_CORRUPT);
    assert_int_equal(journal_open_read(&journal, directory.path), ERR_CORRUPT);
}

static void test_a_directory_too_long_to_be_named_is_refused(void **state)
{
    (void)state;
    static char path[8192];

    /* "/././." is the same place however long it is. */
    for (size_t length = 4080; length < 4100; length++) {
        size_t at = (size_t)snprintf(path, sizeof path, "%s", directory.path);
        while (at < length) {
            path[at] = (at - strlen(directory.path)) % 2 == 0 ? '/' : '.';
            at++;
        }
        path[at] = '\0';
        enum err err = journal_open(&journal, path, 0);
        if (err != OK) assert_int_equal(err, ERR_IO);
        if (err != OK) assert_null(journal);
        journal_close(&journal);
        err = journal_open_read(&journal, path);
        if (err != OK) assert_int_equal(err, ERR_IO);
        journal_close(&journal);
    }
    assert_int_equal(journal_open(&journal, path, 0), ERR_IO); /* the longest */
}

/* Another process opens the journal with a larger map and fills more than the smaller one holds. */
static void grow_in_another_process(void)
{
    pid_t child = fork();
    int status;

    assert_true(child >= 0);
    if (child == 0) {
        static uint8_t large[1 << 20];
        struct journal *writer = NULL;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        bool is_good = journal_open(&writer, directory.path, (size_t)64 << 20) == OK;
        for (uint64_t i = 0; i < 8 && is_good; i++) {
            const struct span record = { large, sizeof large };
            struct batch batch = { .position_first = journal_position_next(writer),
                                   .record_count = 1,
                                   .records = &record };
            is_good = journal_append_now(writer, &batch) == OK;
        }
        journal_close(&writer);
        _exit(is_good ? 0 : 1);
    }
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void test_a_reader_follows_a_journal_that_outgrows_its_map(void **state)
{
    (void)state;
    struct view *view = NULL;

    assert_int_equal(journal_open(&journal, directory.path, (size_t)1 << 20), OK);
    pile_append(journal, 3);
    journal_close(&journal);
    assert_int_equal(journal_open_read(&journal, directory.path), OK);
    assert_int_equal(view_open(&view, journal), OK);
    assert_int_equal(view_begin(view), OK);
    assert_int_equal(view_position_next(view), 4);
    view_end(view);
    grow_in_another_process();
    assert_int_equal(view_begin(view), OK);
    assert_int_equal(view_position_next(view), 12);
    assert_int_equal(view_record(view, 11, NULL).size, 1 << 20);
    view_close(&view);
}

/* ---- Memory ---------------------------------------------------------------------------------- */

static void test_a_draft_that_is_full_has_no_room(void **state)
{
    (void)state;
    struct draft draft;

    assert_int_equal(draft_init(&draft), OK);
    assert_true(draft_has_room(&draft));
    assert_true(draft_is_empty(&draft));
    draft.record_bytes.size = draft.record_bytes.capacity - 1;
    assert_false(draft_has_room(&draft));
    draft_begin(&draft, 7);
    assert_true(draft_has_room(&draft));
    draft.batch.record_count = DRAFT_RECORDS_MAX;
    assert_false(draft_has_room(&draft));
    draft_fini(&draft);
    draft_fini(&draft); /* accepts an empty one */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        CLAIM(test_rows_of_a_wrong_size_are_refused),
        CLAIM(test_spoiled_rows_are_no_answers),
        CLAIM(test_the_journal_of_an_older_release_is_read_as_if_its_new_table_were_empty),
        CLAIM(test_without_its_description_a_journal_is_none),
        CLAIM(test_a_journal_without_a_readable_name_is_refused),
        CLAIM(test_a_journal_from_before_there_were_names_gets_one_when_written),
        CLAIM(test_records_without_a_format_are_refused),
        CLAIM(test_an_empty_journal_without_a_format_can_be_written_only),
        CLAIM(test_a_newest_record_that_is_too_short_is_refused),
        CLAIM(test_a_directory_too_long_to_be_named_is_refused),
        CLAIM(test_a_reader_follows_a_journal_that_outgrows_its_map),
        CLAIM(test_a_draft_that_is_full_has_no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
