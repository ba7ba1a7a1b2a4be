/* SPDX-License-Identifier: Apache-2.0 */
/* The journal: what is written is read, in order, linked; one writer; only what is a journal. */
#include "broker/shell/journal.h"
#include "tests/support/directory.h"
#include "tests/support/pile.h"

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* Stands before the C library's, also for LMDB: notes which directories are synced. */
static ino_t synced[8];
static int synced_count;

int fsync(int fd)
{
    struct stat stat;

    if (fstat(fd, &stat) == 0 && S_ISDIR(stat.st_mode) && synced_count < 8) {
        synced[synced_count++] = stat.st_ino;
    }
    return (int)syscall(SYS_fsync, fd);
}

static bool was_synced(const char *path)
{
    struct stat wanted;

    assert_int_equal(stat(path, &wanted), 0);
    for (int i = 0; i < synced_count; i++) {
        if (synced[i] == wanted.st_ino) return true;
    }
    return false;
}

/* ---- Fixture --------------------------------------------------------------------------------- */

static struct directory directory;

static int set_up(void **state)
{
    (void)state;
    synced_count = 0;
    directory_make(&directory);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    directory_remove(&directory);
    return 0;
}

static struct journal *opened(size_t map_bytes)
{
    struct journal *journal = NULL;

    assert_int_equal(journal_open(&journal, directory.path, map_bytes), OK);
    assert_non_null(journal);
    return journal;
}

/* ---- Reading and writing --------------------------------------------------------------------- */

static void test_empty_journal_begins_at_position_one(void **state)
{
    (void)state;
    struct journal *journal = opened(0);
    uint8_t chain[CHAIN_BYTES];
    const uint8_t zeros[CHAIN_BYTES] = { 0 };

    assert_int_equal(journal_position_next(journal), 1);
    journal_chain_head(journal, chain);
    assert_memory_equal(chain, zeros, CHAIN_BYTES);
    assert_int_equal(pile_check(journal), 1);
    journal_close(&journal);
    assert_null(journal);
    journal_close(&journal); /* accepts NULL */
}

static void test_records_and_chain_survive_reopening(void **state)
{
    (void)state;
    struct journal *journal = opened(0);

    pile_append(journal, 3);
    pile_append(journal, 1);
    pile_append(journal, PILE_RECORDS_MAX);
    assert_int_equal(pile_check(journal), 5 + PILE_RECORDS_MAX);
    journal_close(&journal);
    journal = opened(0);
    pile_append(journal, 2);
    assert_int_equal(pile_check(journal), 7 + PILE_RECORDS_MAX);
    journal_close(&journal);
}

static void test_chain_covers_position_and_predecessor(void **state)
{
    (void)state;
    uint8_t first[CHAIN_BYTES] = { 0 };
    uint8_t second[CHAIN_BYTES] = { 0 };
    uint8_t third[CHAIN_BYTES] = { 1 };
    struct span record = { .at = (const uint8_t *)"fact", .size = 4 };

    chain_step(first, 1, record);
    chain_step(second, 2, record);
    chain_step(third, 1, record);
    assert_memory_not_equal(first, second, CHAIN_BYTES);
    assert_memory_not_equal(first, third, CHAIN_BYTES);
}

static void test_batch_comes_back_once_and_is_readable_then(void **state)
{
    (void)state;
    struct journal *journal = opened(0);
    struct pile pile;
    struct batch *back = NULL;

    assert_int_equal(journal_start(journal), OK);
    assert_int_equal(journal_committed(journal, &back), OK);
    assert_null(back);
    for (int i = 0; i < 50; i++) {
        struct batch *batch = pile_make(&pile, journal_position_next(journal), 5);
        journal_append(journal, batch);
        assert_int_equal(pile_await(journal, &back), OK);
        assert_ptr_equal(back, batch);
        assert_ptr_equal(back->owner, &pile);
        assert_int_equal(journal_committed(journal, &back), OK);
        assert_null(back);
        assert_int_equal(pile_check(journal), 6 + 5 * (uint64_t)i);
    }
    struct pollfd poll_fd = { .fd = journal_fd(journal), .events = POLLIN };
    assert_int_equal(poll(&poll_fd, 1, 0), 0);
    journal_close(&journal);
}

static void test_close_finishes_the_batch_under_way(void **state)
{
    (void)state;
    struct journal *journal = opened(0);
    struct pile pile;

    assert_int_equal(journal_start(journal), OK);
    journal_append(journal, pile_make(&pile, 1, 7));
    journal_close(&journal);
    journal = opened(0);
    assert_int_equal(pile_check(journal), 8);
    journal_close(&journal);
}

static void test_view_is_a_snapshot_until_begun_anew(void **state)
{
    (void)state;
    struct journal *journal = opened(0);
    struct view *view = NULL;
    uint64_t position = 0;
    struct span record;

    pile_append(journal, 2);
    assert_int_equal(view_open(&view, journal), OK);
    assert_int_equal(view_begin(view), OK);
    pile_append(journal, 2);
    assert_int_equal(view_position_next(view), 3);
    assert_null(view_record(view, 3, NULL).at);
    assert_true(view_next(view, &position, &record, NULL));
    assert_true(view_next(view, &position, &record, NULL));
    assert_false(view_next(view, &position, &record, NULL));
    assert_int_equal(position, 2);
    assert_int_equal(view_begin(view), OK); /* and it goes on where it was */
    assert_true(view_next(view, &position, &record, NULL));
    assert_int_equal(position, 3);
    assert_non_null(view_record(view, 4, NULL).at);
    view_seek(view, 2);
    assert_true(view_next(view, &position, &record, NULL));
    assert_int_equal(position, 2);
    assert_true(view_next(view, &position, &record, NULL));
    assert_int_equal(position, 3);
    view_close(&view);
    view_close(&view); /* accepts NULL */
    journal_close(&journal);
}

static void test_tables_are_written_overwritten_deleted_and_walked_in_order(void **state)
{
    (void)state;
    struct journal *journal = opened(0);
    struct view *view = NULL;
    const struct store_write first[] = {
        pile_write(STORE_KEY, "b", "2"),
        pile_write(STORE_KEY, "c", "3"),
        pile_write(STORE_KEY, "a", "1"),
        pile_write(STORE_META, "totals", "x"),
    };
    const struct store_write second[] = {
        pile_write(STORE_KEY, "c", "three"),
        pile_write(STORE_KEY, "b", NULL),
        pile_write(STORE_KEY, "never was", NULL),
    };
    struct batch batch = { .position_first = 1, .write_count = 4, .writes = first };

    assert_int_equal(journal_append_now(journal, &batch), OK);
    batch = (struct batch){ .position_first = 1, .write_count = 3, .writes = second };
    assert_int_equal(journal_append_now(journal, &batch), OK);
    assert_int_equal(journal_position_next(journal), 1);

    struct span key = { 0 };
    struct span value;
    assert_int_equal(view_open(&view, journal), OK);
    assert_int_equal(view_begin(view), OK);
    assert_true(view_table_next(view, STORE_KEY, &key, &value));
    assert_memory_equal(key.at, "a", 1);
    struct span copy = { .at = (const uint8_t *)"a", .size = 1 }; /* the same key elsewhere */
    assert_true(view_table_next(view, STORE_KEY, &copy, &value));
    assert_memory_equal(copy.at, "c", 1);
    assert_int_equal(value.size, 5);
    assert_memory_equal(value.at, "three", 5);
    assert_false(view_table_next(view, STORE_KEY, &copy, &value));
    assert_null(view_get(view, STORE_KEY, first[0].key).at);
    assert_int_equal(view_get(view, STORE_META, first[3].key).size, 1);
    assert_int_equal(view_err(view), OK);
    view_close(&view);
    journal_close(&journal);
}

static void test_bytes_used_are_below_the_map(void **state)
{
    (void)state;
    struct journal *journal = opened((size_t)8 << 20);
    uint64_t used_before;
    uint64_t used;
    uint64_t max;

    journal_bytes(journal, &used_before, &max);
    assert_int_equal(max, (size_t)8 << 20);
    pile_append(journal, PILE_RECORDS_MAX);
    pile_append(journal, PILE_RECORDS_MAX);
    journal_bytes(journal, &used, &max);
    assert_true(used > used_before);
    assert_true(used < max);
    journal_close(&journal);
}

/* ---- Opening --------------------------------------------------------------------------------- */

static void test_directory_and_parent_are_synced_before_open_returns(void **state)
{
    (void)state;
    struct journal *journal = NULL;
    char path[DIRECTORY_PATH_MAX + 8];

    snprintf(path, sizeof path, "%s/new", directory.path);
    assert_int_equal(journal_open(&journal, path, 0), OK);
    assert_true(was_synced(path));
    assert_true(was_synced(directory.path));
    journal_close(&journal);
}

static void test_only_the_last_level_is_created(void **state)
{
    (void)state;
    struct journal *journal = NULL;
    char path[DIRECTORY_PATH_MAX + 16];

    snprintf(path, sizeof path, "%s/not/there", directory.path);
    assert_int_equal(journal_open(&journal, path, 0), ERR_IO);
    assert_null(journal);
}

/* What a call says on standard error. */
static void listen(char *text, size_t size, enum err *err)
{
    struct journal *journal = NULL;
    FILE *file = tmpfile();
    int before = dup(STDERR_FILENO);

    assert_non_null(file);
    dup2(fileno(file), STDERR_FILENO);
    *err = journal_open(&journal, directory.path, 0);
    dup2(before, STDERR_FILENO);
    close(before);
    rewind(file);
    text[fread(text, 1, size - 1, file)] = '\0';
    fclose(file);
    journal_close(&journal);
}

static void test_second_opener_is_refused_and_told_who_has_it(void **state)
{
    (void)state;
    struct journal *journal = opened(0);
    char text[2048];
    char holder[64];
    enum err err;

    listen(text, sizeof text, &err);
    assert_int_equal(err, ERR_BUSY);
    snprintf(holder, sizeof holder, "in use by process %ld;", (long)getpid());
    assert_non_null(strstr(text, holder));
    assert_non_null(strstr(text, directory.path));
    journal_close(&journal);
    listen(text, sizeof text, &err);
    assert_int_equal(err, OK);
}

static void write_file(const char *name, const char *text)
{
    char path[DIRECTORY_PATH_MAX + 16];

    snprintf(path, sizeof path, "%s/%s", directory.path, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 1000; i++) {
        fputs(text, file);
    }
    fclose(file);
}

static void test_what_is_no_journal_is_refused(void **state)
{
    (void)state;
    struct journal *journal = NULL;

    write_file("data.mdb", "this is not a journal, it only looks like one; ");
    assert_int_equal(journal_open(&journal, directory.path, 0), ERR_CORRUPT);
    assert_null(journal);
    assert_int_equal(journal_open_read(&journal, directory.path), ERR_CORRUPT);
    assert_null(journal);
}

static void test_unknown_format_is_refused(void **state)
{
    (void)state;
    struct journal *journal = opened(0);
    struct store_write write = pile_write(STORE_META, "format", "tongfa journal 2");
    struct batch batch = { .position_first = 1, .write_count = 1, .writes = &write };

    assert_int_equal(journal_append_now(journal, &batch), OK);
    journal_close(&journal);
    assert_int_equal(journal_open(&journal, directory.path, 0), ERR_CORRUPT);
    assert_int_equal(journal_open_read(&journal, directory.path), ERR_CORRUPT);
}

static void test_reading_needs_a_journal(void **state)
{
    (void)state;
    struct journal *journal = NULL;

    assert_int_equal(journal_open_read(&journal, directory.path), ERR_IO);
    assert_null(journal);
}

/* KiB of the journal's file that count as our memory. */
static unsigned long resident_kib(void)
{
    char line[512];
    unsigned long kib = 0;
    bool is_it = false;
    FILE *maps = fopen("/proc/self/smaps", "r");

    assert_non_null(maps);
    while (fgets(line, sizeof line, maps) != NULL) {
        if (strstr(line, " rw") == NULL && strstr(line, "/data.mdb") != NULL) is_it = true;
        if (!is_it || strncmp(line, "Rss:", strlen("Rss:")) != 0) continue;
        kib = strtoul(line + strlen("Rss:"), NULL, 10);
        break;
    }
    fclose(maps);
    assert_true(is_it);
    return kib;
}

static void test_pages_that_were_read_are_let_go(void **state)
{
    (void)state;
    struct journal *journal = opened(0);

    for (int i = 0; i < 64; i++) {
        pile_append(journal, PILE_RECORDS_MAX);
    }
    uint64_t next = pile_check(journal);
    assert_true(resident_kib() > 1024);
    journal_trim(journal);
    assert_true(resident_kib() < 64);
    assert_int_equal(pile_check(journal), next);
    journal_close(&journal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        CLAIM(test_empty_journal_begins_at_position_one),
        CLAIM(test_records_and_chain_survive_reopening),
        CLAIM(test_chain_covers_position_and_predecessor),
        CLAIM(test_batch_comes_back_once_and_is_readable_then),
        CLAIM(test_close_finishes_the_batch_under_way),
        CLAIM(test_view_is_a_snapshot_until_begun_anew),
        CLAIM(test_tables_are_written_overwritten_deleted_and_walked_in_order),
        CLAIM(test_bytes_used_are_below_the_map),
        CLAIM(test_directory_and_parent_are_synced_before_open_returns),
        CLAIM(test_only_the_last_level_is_created),
        CLAIM(test_second_opener_is_refused_and_told_who_has_it),
        CLAIM(test_what_is_no_journal_is_refused),
        CLAIM(test_unknown_format_is_refused),
        CLAIM(test_reading_needs_a_journal),
        CLAIM(test_pages_that_were_read_are_let_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
