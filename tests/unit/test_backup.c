/* SPDX-License-Identifier: Apache-2.0 */
/* Backup of a journal: whole or not there, and bounded in time. */
#include "broker/shell/backup.h"
#include "tests/support/clerk.h"
#include "tests/support/directory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct directory directory;
static struct clerk *clerk;
static char target[512];

static int set_up(void **state)
{
    (void)state;
    char data[512];

    directory_make(&directory);
    snprintf(data, sizeof data, "%s/data", directory.path);
    snprintf(target, sizeof target, "%s/copy", directory.path);
    clerk = calloc(1, sizeof *clerk);
    if (clerk == NULL) return 1;
    clerk_open(clerk, data, 30);
    clerk_publish(clerk);
    for (int turn = 0; turn < 30; turn++) {
        clerk_bustle(clerk);
        clerk_commit(clerk, false);
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    clerk_close(clerk);
    free(clerk);
    directory_remove(&directory);
    return 0;
}

static enum err back_up(int64_t limit_ms, struct backup_report *report)
{
    const struct backup_options options = {
        .target = target,
        .limit_ms = limit_ms,
        .is_verified = true,
    };

    return backup_make(clerk->journal, &options, report);
}

static bool exists(const char *path)
{
    struct stat status;

    return lstat(path, &status) == 0;
}

static void test_copy_is_the_journal_of_that_moment(void **state)
{
    (void)state;
    struct backup_report report;
    struct recovery_report recovered;
    struct clerk *copy = calloc(1, sizeof *copy);
    uint8_t chain[CHAIN_BYTES];

    assert_non_null(copy);
    assert_int_equal(back_up(60000, &report), OK);
    journal_chain_head(clerk->journal, chain);
    assert_int_equal(report.position, journal_position_next(clerk->journal) - 1);
    assert_int_equal(report.verified.records, report.position);
    assert_int_equal(report.verified.problems, 0);
    assert_true(report.verified.is_replayed);
    assert_memory_equal(report.verified.chain, chain, CHAIN_BYTES);
    struct hash name = journal_id(clerk->journal);
    struct hash before = clerk_restored_hash(clerk, &recovered);
    clerk_bustle(clerk); /* what comes later is not in it */
    clerk_commit(clerk, false);
    clerk_open(copy, target, 30);
    assert_true(hash_is_equal(&copy->restored, &before));
    struct hash again = journal_id(copy->journal);
    assert_true(hash_is_equal(&name, &again));
    clerk_close(copy);
    free(copy);
}

static void test_what_is_there_is_never_written_over(void **state)
{
    (void)state;
    struct backup_report report;
    char part[520];

    assert_int_equal(mkdir(target, 0700), 0);
    assert_int_equal(back_up(60000, &report), ERR_BUSY);
    assert_int_equal(rmdir(target), 0);
    snprintf(part, sizeof part, "%s.part", target);
    assert_int_equal(mkdir(part, 0700), 0);
    assert_int_equal(back_up(60000, &report), ERR_BUSY);
    assert_true(exists(part));
    assert_false(exists(target));
    assert_int_equal(rmdir(part), 0);
    assert_int_equal(symlink("nowhere", target), 0);
    assert_int_equal(back_up(60000, &report), ERR_BUSY);
    assert_int_equal(unlink(target), 0);
    assert_int_equal(back_up(60000, &report), OK);
}

/* In a process of its own: after ERR_TIMEOUT there is only one way to go. */
static void test_copy_that_takes_too_long_is_given_up(void **state)
{
    (void)state;
    struct backup_report report;
    char part[520];
    int status;

    snprintf(part, sizeof part, "%s.part", target);
    char data[512];
    snprintf(data, sizeof data, "%s/data", directory.path);
    clerk_close(clerk);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct journal *journal = NULL;
        const struct backup_options options = { .target = target, .limit_ms = -1 };
        bool is_open = journal_open_read(&journal, data) == OK;
        enum err err = is_open ? backup_make(journal, &options, &report) : ERR_IO;
        _exit(err == ERR_TIMEOUT && !exists(target) && !exists(part) ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    clerk_open(clerk, data, 30);
    assert_int_equal(back_up(60000, &report), OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        CLAIM(test_copy_is_the_journal_of_that_moment),
        CLAIM(test_what_is_there_is_never_written_over),
        CLAIM(test_copy_that_takes_too_long_is_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
