/* SPDX-License-Identifier: Apache-2.0 */
/* The journal when disks fail and processes die: what was acknowledged is there, and what failed
 * was not acknowledged. */
#include "broker/shell/journal.h"
#include "tests/support/directory.h"
#include "tests/support/pile.h"

#include <dlfcn.h>
#include <errno.h>
#include <lmdb.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* Stands before the C library's, also for LMDB: a disk that fails on demand, at once or after some
 * calls that go well. */
static bool fdatasync_fails;
static uint32_t fdatasyncs_left;

int fdatasync(int fildes)
{
    if (!fdatasync_fails) return (int)syscall(SYS_fdatasync, fildes);
    if (fdatasyncs_left > 0) {
        fdatasyncs_left--;
        return (int)syscall(SYS_fdatasync, fildes);
    }
    errno = EIO;
    return -1;
}

/* A monotonic clock that can be put forward. */
static _Atomic time_t monotonic_offset_s;

int clock_gettime(clockid_t clock_id, struct timespec *tp)
{
    int rc = (int)syscall(SYS_clock_gettime, clock_id, tp);
    if (clock_id == CLOCK_MONOTONIC) tp->tv_sec += monotonic_offset_s;
    return rc;
}

/* Stands before LMDB's: how the environment was asked for last. */
static unsigned int env_flags;

int mdb_env_open(MDB_env *env, const char *path, unsigned int flags, mdb_mode_t mode)
{
    int (*open)(MDB_env *, const char *, unsigned int, mdb_mode_t);
    void *symbol = dlsym(RTLD_NEXT, "mdb_env_open");
    memcpy(&open, &symbol, sizeof open);
    env_flags = flags;
    return open(env, path, flags, mode);
}

/* ---- Fixture --------------------------------------------------------------------------------- */

static struct directory directory;

static int set_up(void **state)
{
    (void)state;
    fdatasync_fails = false;
    fdatasyncs_left = 0;
    monotonic_offset_s = 0;
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

/* ---- Failing --------------------------------------------------------------------------------- */

/* After a failure nothing comes back any more, now or later. */
static void check_failed_for_ever(struct journal *journal)
{
    struct batch *back;
    struct pile pile;

    for (int i = 0; i < 3; i++) {
        assert_int_equal(pile_await(journal, &back), ERR_IO);
        assert_null(back);
    }
    journal_append(journal, pile_make(&pile, journal_position_next(journal), 1));
    assert_int_equal(pile_await(journal, &back), ERR_IO);
    assert_null(back);
}

static void test_batch_that_does_not_join_on_is_refused_for_ever(void **state)
{
    (void)state;
    for (uint64_t position = 2; position <= 4; position += 2) {
        struct journal *journal = opened(0);
        struct pile pile;

        if (position == 2) pile_append(journal, 2); /* next is 3: once too low, once too high */
        assert_int_equal(journal_start(journal), OK);
        journal_append(journal, pile_make(&pile, position, 1));
        check_failed_for_ever(journal);
        journal_close(&journal);
        journal = opened(0);
        assert_int_equal(pile_check(journal), 3);
        journal_close(&journal);
    }
}

static void test_append_now_fails_for_ever_too(void **state)
{
    (void)state;
    struct journal *journal = opened(0);
    struct pile pile;

    assert_int_equal(journal_append_now(journal, pile_make(&pile, 5, 1)), ERR_IO);
    assert_int_equal(journal_append_now(journal, pile_make(&pile, 1, 1)), ERR_IO);
    journal_close(&journal);
}

static void test_full_map_acknowledges_nothing_more(void **state)
{
    (void)state;
    struct journal *journal = opened((size_t)256 << 10);
    struct pile pile;
    struct batch *back;
    uint64_t acked = 1;

    assert_int_equal(journal_start(journal), OK);
    for (;;) {
        journal_append(journal, pile_make(&pile, acked, 16));
        if (pile_await(journal, &back) != OK) break;
        acked += 16;
        assert_in_range(acked, 1, 10000);
    }
    assert_true(acked > 16);
    check_failed_for_ever(journal);
    assert_int_equal(journal_position_next(journal), acked);
    journal_close(&journal);
    journal = opened((size_t)16 << 20); /* a larger map heals it */
    assert_int_equal(pile_check(journal), acked);
    pile_append(journal, 16);
    journal_close(&journal);
}

static void test_file_that_cannot_grow_acknowledges_nothing_more(void **state)
{
    (void)state;
    struct journal *journal = opened(0);
    struct rlimit before;
    struct pile pile;
    struct batch *back;
    uint64_t acked = 1;

    getrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = { .rlim_cur = 200 << 10, .rlim_max = before.rlim_max };
    setrlimit(RLIMIT_FSIZE, &limit);
    assert_int_equal(journal_start(journal), OK);
    for (;;) {
        journal_append(journal, pile_make(&pile, acked, 16));
        if (pile_await(journal, &back) != OK) break;
        acked += 16;
        assert_in_range(acked, 1, 10000);
    }
    check_failed_for_ever(journal);
    setrlimit(RLIMIT_FSIZE, &before);
    journal_close(&journal);
    journal = opened(0);
    assert_int_equal(pile_check(journal), acked);
    journal_close(&journal);
}

static void test_sync_that_fails_acknowledges_nothing_more(void **state)
{
    (void)state;
    struct journal *journal = opened(0);
    struct pile pile;

    pile_append(journal, 4);
    assert_int_equal(journal_start(journal), OK);
    fdatasync_fails = true;
    journal_append(journal, pile_make(&pile, 5, 4));
    check_failed_for_ever(journal);
    assert_int_equal(journal_position_next(journal), 5);
    fdatasync_fails = false;
    check_failed_for_ever(journal); /* it does not believe that all is well again */
    journal_close(&journal);
    journal = opened(0);
    assert_true(pile_check(journal) >= 5); /* the outcome is unknown, but it is whole */
    journal_close(&journal);
}

/* What makes commits fast by not waiting for the disk. */
static void test_no_mode_is_asked_for_that_skips_a_sync(void **state)
{
    (void)state;
    struct journal *journal = opened(0);
    const unsigned int fast = MDB_NOSYNC | MDB_NOMETASYNC | MDB_WRITEMAP | MDB_MAPASYNC;

    assert_int_equal(env_flags & fast, 0);
    journal_close(&journal);
}

static bool has_row(struct journal *journal, const char *key)
{
    struct view *view = NULL;
    struct span name = { .at = (const uint8_t *)key, .size = strlen(key) };

    assert_int_equal(view_open(&view, journal), OK);
    assert_int_equal(view_begin(view), OK);
    bool is_there = view_get(view, STORE_META, name).at != NULL;
    view_close(&view);
    return is_there;
}

/* However many syncs go well before one fails, records and rows are there together or not at all. */
static void test_batch_that_fails_is_there_whole_or_not_at_all(void **state)
{
    (void)state;
    struct journal *journal = opened(0);
    struct store_write write = pile_write(STORE_META, "row", "of the batch");
    struct pile pile;
    enum err err = ERR_IO;

    for (uint32_t syncs = 0; err != OK; syncs++) {
        assert_in_range(syncs, 0, 8);
        struct batch *batch = pile_make(&pile, 1, 4);
        batch->write_count = 1;
        batch->writes = &write;
        fdatasync_fails = true;
        fdatasyncs_left = syncs;
        err = journal_append_now(journal, batch);
        fdatasync_fails = false;
        journal_close(&journal);
        journal = opened(0);
        bool has_records = pile_check(journal) == 5;
        assert_int_equal(has_row(journal, "row"), has_records);
        if (has_records) break; /* it failed, or so it seemed, and reached the disk all the same */
    }
    journal_close(&journal);
}

/* ---- Processes that die ---------------------------------------------------------------------- */

/* Append for ever; write each acknowledged position to the pipe. */
static void append_until_killed(int pipe_fd)
{
    struct journal *journal = NULL;
    static struct pile piles[2];
    struct batch *back;

    if (journal_open(&journal, directory.path, 0) != OK || journal_start(journal) != OK) _exit(1);
    uint64_t next = journal_position_next(journal);
    for (unsigned i = 0;; i++) {
        uint32_t count = 1 + (uint32_t)(next * 2654435761U >> 7) % PILE_RECORDS_MAX;
        struct pollfd poll_fd = { .fd = journal_fd(journal), .events = POLLIN };

        journal_append(journal, pile_make(&piles[i % 2], next, count));
        if (poll(&poll_fd, 1, -1) != 1 || journal_committed(journal, &back) != OK) _exit(1);
        next += count;
        if (write(pipe_fd, &next, sizeof next) != sizeof next) _exit(1);
    }
}

/* Let a child write, read count acknowledgements, kill it, and read those still in the pipe. */
static uint64_t kill_after(unsigned count)
{
    uint64_t acked = 0;
    int ends[2];
    int status;

    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* it does not outlive a test that fails */
        append_until_killed(ends[1]);
    }
    close(ends[1]);
    for (unsigned i = 0; i < count; i++) {
        assert_int_equal(read(ends[0], &acked, sizeof acked), sizeof acked);
    }
    for (volatile unsigned i = 0; i < count * 20011; i++) {
    } /* somewhere within a commit */
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status));
    while (read(ends[0], &acked, sizeof acked) == sizeof acked) {
    }
    close(ends[0]);
    return acked;
}

static void test_kill_loses_nothing_acknowledged(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 25; i++) {
        uint64_t acked = kill_after(1 + i % 7);
        struct journal *journal = opened(0); /* the lock ended with the child */
        assert_true(pile_check(journal) >= acked);
        journal_close(&journal);
    }
}

/* A child that holds a snapshot; returns when it has it. */
static pid_t hold_snapshot(void)
{
    int ends[2];
    char byte;

    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        struct journal *journal = NULL;
        struct view *view = NULL;
        bool is_good = journal_open_read(&journal, directory.path) == OK &&
                       view_open(&view, journal) == OK && view_begin(view) == OK &&
                       view_record(view, 3, NULL).at != NULL;
        if (!is_good || write(ends[1], "r", 1) != 1) _exit(1);
        pause();
        _exit(0);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    close(ends[0]);
    return child;
}

static void test_reader_in_another_process_sees_a_running_journal(void **state)
{
    (void)state;
    struct journal *journal = opened(0);
    int status;

    pile_append(journal, 3);
    pid_t child = hold_snapshot();
    pile_append(journal, 3);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status));
    journal_close(&journal);
}

static void test_snapshot_of_a_dead_reader_is_freed_at_open(void **state)
{
    (void)state;
    struct journal *journal = opened(0);
    char value[64];
    uint64_t used_before;
    uint64_t used;
    uint64_t max;

    pile_append(journal, 3);
    pid_t child = hold_snapshot();
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    journal_close(&journal);
    journal = opened(0);
    journal_bytes(journal, &used_before, &max);
    for (int i = 0; i < 300; i++) {
        snprintf(value, sizeof value, "%d", i);
        struct store_write write = pile_write(STORE_META, "totals", value);
        struct batch batch = { .position_first = 4, .write_count = 1, .writes = &write };
        assert_int_equal(journal_append_now(journal, &batch), OK);
    }
    journal_bytes(journal, &used, &max);
    assert_true(used < used_before + (64 << 10)); /* 300 kept snapshots would be megabytes */
    journal_close(&journal);
}

/* Its snapshot would keep every page that is freed from being used again. */
static void test_snapshot_of_a_dead_reader_is_freed_while_the_journal_runs(void **state)
{
    (void)state;
    struct journal *journal = opened(0);
    static struct pile pile;
    struct batch *back;
    uint64_t used_before = 0;
    uint64_t used;
    uint64_t max;

    pile_append(journal, 3);
    assert_int_equal(journal_start(journal), OK);
    journal_append(journal, pile_make(&pile, 4, 1));
    assert_int_equal(pile_await(journal, &back), OK); /* its thread has looked at the clock */
    pid_t child = hold_snapshot();
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    monotonic_offset_s = 3600; /* long enough for any timer */
    for (int i = 0; i < 300; i++) {
        char value[64];
        snprintf(value, sizeof value, "%d", i);
        struct store_write write = pile_write(STORE_META, "totals", value);
        pile.batch = (struct batch){ .position_first = 5, .write_count = 1, .writes = &write };
        journal_append(journal, &pile.batch);
        assert_int_equal(pile_await(journal, &back), OK);
        if (i == 3) journal_bytes(journal, &used_before, &max);
    }
    journal_bytes(journal, &used, &max);
    assert_in_range(used, 0, used_before + (64 << 10)); /* else it would be megabytes */
    journal_close(&journal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        CLAIM(test_batch_that_does_not_join_on_is_refused_for_ever),
        CLAIM(test_append_now_fails_for_ever_too),
        CLAIM(test_full_map_acknowledges_nothing_more),
        CLAIM(test_file_that_cannot_grow_acknowledges_nothing_more),
        CLAIM(test_sync_that_fails_acknowledges_nothing_more),
        CLAIM(test_no_mode_is_asked_for_that_skips_a_sync),
        CLAIM(test_batch_that_fails_is_there_whole_or_not_at_all),
        CLAIM(test_kill_loses_nothing_acknowledged),
        CLAIM(test_reader_in_another_process_sees_a_running_journal),
        CLAIM(test_snapshot_of_a_dead_reader_is_freed_at_open),
        CLAIM(test_snapshot_of_a_dead_reader_is_freed_while_the_journal_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
