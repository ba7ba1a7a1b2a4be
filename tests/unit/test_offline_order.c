/* SPDX-License-Identifier: Apache-2.0 */
/* Verify reads and hashes records in two threads, portion by portion and chunk by chunk; what it says is in
 * order all the same, and nothing is said twice or lost where these meet. */
#include "broker/shell/offline.h"
#include "tests/support/directory.h"
#include "tests/support/pile.h"
#include "tests/support/vandal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

/* Stands before the C library's, also for LMDB: no power fails in these tests. */
int fdatasync(int fildes)
{
    (void)fildes;
    return 0;
}

#define RECORDS 40000u
#define PORTION 16384u /* as in offline_chain.h; the tests hold whatever it is */
#define CHUNK 2048u    /* as in offline_chain.c; ditto */

static struct directory directory;
static struct vandal *vandal;

static int set_up(void **state)
{
    struct journal *journal = NULL;

    (void)state;
    directory_make(&directory);
    assert_int_equal(journal_open(&journal, directory.path, 0), OK);
    for (uint32_t made = 0; made < RECORDS; made += PILE_RECORDS_MAX) {
        uint32_t left = RECORDS - made;
        pile_append(journal, left < PILE_RECORDS_MAX ? left : PILE_RECORDS_MAX);
    }
    journal_close(&journal);
    vandal = vandal_new(directory.path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    vandal_free(&vandal);
    directory_remove(&directory);
    return 0;
}

/* None of the pile's records is a fact, so each gives a problem, and those that are damaged more. */
struct heard {
    uint64_t count;
    uint64_t unreadable;
    uint64_t chain;
    uint64_t missing;
    uint64_t short_ones;
    uint64_t until; /* stop at so many; 0: never */
    struct offline_problem last;
};

static bool listen(void *self, const struct offline_problem *problem)
{
    struct heard *heard = self;

    if (problem->position != 0) {
        assert_true(problem->position >= heard->last.position);
        heard->last = *problem;
    }
    heard->count++;
    heard->unreadable += strstr(problem->text, "not a fact") != NULL;
    heard->chain += strstr(problem->text, "chain hash") != NULL;
    heard->missing += strstr(problem->text, "missing") != NULL;
    heard->short_ones += strstr(problem->text, "too short") != NULL;
    return heard->count != heard->until;
}

static struct heard verify_until(uint64_t until)
{
    struct heard heard = { .until = until };
    struct journal *journal = NULL;
    struct offline_verified verified;

    assert_int_equal(journal_open_read(&journal, directory.path), OK);
    assert_int_equal(offline_verify(journal, listen, &heard, &verified), OK);
    assert_int_equal(verified.problems, heard.count);
    assert_false(verified.is_replayed);
    journal_close(&journal);
    return heard;
}

static void test_every_record_is_looked_at_once(void **state)
{
    (void)state;
    struct heard heard = verify_until(0);
    assert_int_equal(heard.unreadable, RECORDS);
    assert_int_equal(heard.count, RECORDS);
}

static void test_changes_where_portions_meet_are_named_in_order(void **state)
{
    (void)state;
    static const uint64_t places[] = { 1,           2,         CHUNK,       CHUNK + 1,
                                       CHUNK + 2,   PORTION,   PORTION + 1, PORTION + 2,
                                       PORTION * 2, CHUNK * 3, RECORDS };
    const uint64_t count = sizeof places / sizeof places[0];
    for (uint64_t i = 0; i < count; i++) {
        vandal_flip_record(vandal, places[i], CHAIN_BYTES);
    }
    struct heard heard = verify_until(0);
    assert_int_equal(heard.chain, count);
    assert_int_equal(heard.unreadable, RECORDS);
    assert_int_equal(heard.count, RECORDS + count);
}

static void test_a_gap_across_portions_is_one_gap(void **state)
{
    (void)state;
    for (uint64_t position = PORTION - 3; position < PORTION + 5; position++) {
        vandal_delete_record(vandal, position);
    }
    struct heard heard = verify_until(0);
    assert_int_equal(heard.missing, 1);
    assert_int_equal(heard.chain, 0);
    assert_int_equal(heard.unreadable, RECORDS - 8);
    assert_int_equal(heard.count, RECORDS - 8 + 1);
}

static void test_gaps_that_swallow_chunks_are_one_each(void **state)
{
    (void)state;
    static const struct {
        uint64_t from;
        uint64_t to;
    } gaps[] = {
        { CHUNK - 7, CHUNK + 9 },
        { CHUNK * 2 + 1, CHUNK * 4 + 1 },
        { CHUNK * 5, CHUNK * 5 + 1 },
        { CHUNK * 6 + 1, CHUNK * 6 + 2 },
        { PORTION - CHUNK, PORTION + CHUNK * 2 },
    };
    uint64_t gone = 0;
    for (size_t i = 0; i < sizeof gaps / sizeof gaps[0]; i++) {
        for (uint64_t position = gaps[i].from; position < gaps[i].to; position++) {
            vandal_delete_record(vandal, position);
            gone++;
        }
    }
    vandal_flip_record(vandal, CHUNK * 4 + 2, CHAIN_BYTES);
    struct heard heard = verify_until(0);
    assert_int_equal(heard.missing, sizeof gaps / sizeof gaps[0]);
    assert_int_equal(heard.chain, 1);
    assert_int_equal(heard.unreadable, RECORDS - gone);
    assert_int_equal(heard.count, RECORDS - gone + heard.missing + 1);
}

static void test_a_record_that_is_too_short_is_said_once(void **state)
{
    (void)state;
    vandal_cut_record(vandal, PORTION, CHAIN_BYTES - 1);
    struct heard heard = verify_until(0);
    assert_int_equal(heard.short_ones, 1);
    assert_int_equal(heard.unreadable, RECORDS - 1);
}

static void test_who_has_heard_enough_hears_no_more(void **state)
{
    (void)state;
    assert_int_equal(verify_until(1).count, 1);
    assert_int_equal(verify_until(PORTION + 1).count, PORTION + 1);
}

int main(void)
{
#define CLAIM(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CLAIM(test_every_record_is_looked_at_once),
        CLAIM(test_changes_where_portions_meet_are_named_in_order),
        CLAIM(test_a_gap_across_portions_is_one_gap),
        CLAIM(test_gaps_that_swallow_chunks_are_one_each),
        CLAIM(test_a_record_that_is_too_short_is_said_once),
        CLAIM(test_who_has_heard_enough_hears_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
