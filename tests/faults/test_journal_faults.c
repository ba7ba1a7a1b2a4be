/* SPDX-License-Identifier: Apache-2.0 */
/* The journal, with every call to the file system failing in turn: what was acknowledged is there
 * afterwards, and a journal that cannot be opened today opens when the disk is well again.
 *
 * Always complete, since it costs milliseconds: for each kind of call and each error, once and for
 * good, the n-th call for every n that the scenario makes. */
#include "broker/shell/journal.h"
#include "broker/shell/log.h"
#include "tests/faults/inject.h"
#include "tests/support/directory.h"
#include "tests/support/pile.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define LIVES 2
#define BATCHES 4 /* in each life */
#define RECORDS 5 /* in each batch */

static const struct {
    const char *name;
    int error;
} errors[] = {
    { "EIO", EIO }, { "ENOSPC", ENOSPC }, { "EINTR", EINTR }, { "short", INJECT_SHORT }
};

#define ERROR_COUNT (sizeof errors / sizeof errors[0])
#define CASES_MAX (INJECT_KIND_COUNT * ERROR_COUNT * 2)

struct fault_case {
    char name[96];
    struct inject_fault fault;
};

static struct directory directory;
static struct inject_counts made; /* calls of a run without faults */

/* How it went, over all n of a case. */
struct tally {
    uint32_t runs, refused_opens, refused_commits, unharmed;
};

static enum err append(struct journal *journal, uint32_t number)
{
    static struct pile pile;
    char key[16];
    struct batch *batch = pile_make(&pile, journal_position_next(journal), RECORDS);

    snprintf(key, sizeof key, "row %u", number);
    struct store_write writes[] = {
        pile_write(STORE_OPEN, key, "an image that stands for many others like it"),
        pile_write(STORE_OPEN, "row 1", number % 3 == 0 ? NULL : key),
    };
    batch->writes = writes;
    batch->write_count = 2;
    return journal_append_now(journal, batch);
}

/* One life of a journal. Returns the position up to which the caller was told that all is well. */
static uint64_t live(uint64_t acked, struct tally *tally)
{
    struct journal *journal = NULL;

    if (journal_open(&journal, directory.path, 0) != OK) {
        assert_null(journal);
        tally->refused_opens++;
        return acked;
    }
    if (journal_position_next(journal) > acked) acked = journal_position_next(journal);
    for (uint32_t i = 0; i < BATCHES; i++) {
        enum err err = append(journal, i);
        if (err != OK) {
            assert_int_equal(append(journal, i), ERR_IO); /* for ever */
            tally->refused_commits++;
            break;
        }
        acked = journal_position_next(journal);
    }
    journal_close(&journal);
    return acked;
}

/* What a run must leave behind: all that was acknowledged, and a journal that takes more. */
static void check_after(uint64_t acked, const char *name, uint32_t nth)
{
    struct journal *journal = NULL;

    if (journal_open(&journal, directory.path, 0) != OK) fail_msg("%s %u: lost", name, nth);
    uint64_t next = pile_check(journal);
    if (next < acked) {
        fail_msg("%s %u: %u acknowledged, %u there", name, nth, (unsigned)acked, (unsigned)next);
    }
    assert_int_equal(append(journal, 1), OK);
    assert_int_equal(pile_check(journal), next + RECORDS);
    journal_close(&journal);
}

static void run(const struct fault_case *one, uint32_t nth, struct tally *tally)
{
    struct inject_fault fault = one->fault;
    char data[DIRECTORY_PATH_MAX + 8];
    uint64_t acked = 0;

    fault.nth = nth;
    directory_make(&directory);
    struct directory outer = directory;
    snprintf(data, sizeof data, "%.*s/data", DIRECTORY_PATH_MAX - 6, outer.path);
    snprintf(directory.path, sizeof directory.path, "%.*s", DIRECTORY_PATH_MAX - 1, data);
    inject_watch(directory.path);
    inject_arm(&fault);
    struct tally before = *tally;
    for (int life = 0; life < LIVES; life++) {
        acked = live(acked, tally);
    }
    inject_disarm();
    if (nth == 0) made = inject_counts();
    if (nth > 0) assert_true(inject_counts().injected > 0);
    check_after(acked, one->name, nth);
    tally->runs++;
    tally->unharmed += tally->refused_opens + tally->refused_commits ==
                       before.refused_opens + before.refused_commits;
    directory_remove(&outer);
}

static void test_nothing_acknowledged_is_lost(void **state)
{
    const struct fault_case *one = *state;
    struct tally tally = { 0 };

    for (uint32_t nth = 1; nth <= made.calls[one->fault.kind]; nth++) {
        run(one, nth, &tally);
    }
    printf("# %s: %u runs; %u opens and %u commits refused, %u unharmed\n", one->name, tally.runs,
           tally.refused_opens, tally.refused_commits, tally.unharmed);
    assert_int_equal(tally.runs, made.calls[one->fault.kind]);
}

static void test_without_a_fault_all_is_written(void **state)
{
    const struct fault_case none = { .name = "no fault" };
    struct tally tally = { 0 };

    (void)state;
    run(&none, 0, &tally);
    assert_int_equal(tally.unharmed, 1);
    assert_true(made.calls[INJECT_OPEN] > 0);
    assert_true(made.calls[INJECT_MKDIR] > 0);
    assert_true(made.calls[INJECT_WRITE] > 4 * LIVES * BATCHES / 2);
    assert_true(made.calls[INJECT_FDATASYNC] >= LIVES * BATCHES);
}

/* Only writes can be cut short. */
static uint32_t make_cases(struct fault_case cases[CASES_MAX])
{
    uint32_t count = 0;

    for (int kind = 0; kind < INJECT_KIND_COUNT; kind++) {
        for (size_t i = 0; i < 2 * ERROR_COUNT; i++) {
            struct fault_case *one = &cases[count];
            bool is_for_good = i % 2 == 1;
            one->fault = (struct inject_fault){ .kind = (enum inject_kind)kind,
                                                .error = errors[i / 2].error,
                                                .is_for_good = is_for_good };
            if (one->fault.error == INJECT_SHORT && kind != INJECT_WRITE) continue;
            if (made.calls[kind] == 0) continue;
            snprintf(one->name, sizeof one->name, "%s fails with %s, %s", inject_kind_names[kind],
                     errors[i / 2].name, is_for_good ? "for good" : "once");
            count++;
        }
    }
    return count;
}

int main(void)
{
    static struct fault_case cases[CASES_MAX];
    static struct CMUnitTest tests[CASES_MAX + 1];
    const struct fault_case none = { .name = "no fault" };
    struct tally tally = { 0 };

    /* In memory: the faults are ours, and real disks are slow. */
    if (access("/dev/shm", W_OK) == 0) setenv("TMPDIR", "/dev/shm", 0);
    run(&none, 0, &tally);
    uint32_t count = make_cases(cases);
    tests[0] = (struct CMUnitTest)cmocka_unit_test(test_without_a_fault_all_is_written);
    for (uint32_t i = 0; i < count; i++) {
        tests[i + 1] = (struct CMUnitTest){ .name = cases[i].name,
                                            .test_func = test_nothing_acknowledged_is_lost,
                                            .initial_state = &cases[i] };
    }
    return _cmocka_run_group_tests("journal faults", tests, count + 1, NULL, NULL);
}
