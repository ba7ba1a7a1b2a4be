/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/late_keys.h"
#include "broker/shell/store.h"
#include "tests/support/clerk.h"
#include "tests/support/directory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define MANY (3 * LATE_KEYS_MAX)
#define TOGETHER 700 /* bundles that end with one commit */

/* ---- Without an engine: keys by the hundred thousand ----------------------------------------- */

struct hall {
    struct directory directory;
    struct journal *journal;
    struct view *view;
    struct late_keys late;
    struct draft draft;
    uint64_t ended; /* bundles 1 to this one have ended */
};

/* All bits of it matter, as those of a real hash. */
static struct hash hash_of(uint64_t bundle)
{
    struct hash hash;
    uint64_t bits = bundle;
    for (uint32_t i = 0; i < HASH_BYTES; i++) {
        bits = (bits ^ bits >> 31) * UINT64_C(0x9e3779b97f4a7c15);
        hash.bytes[i] = (uint8_t)(bits >> 56);
    }
    return hash;
}

static void hall_open(struct hall *hall)
{
    assert_int_equal(journal_open(&hall->journal, hall->directory.path, 0), OK);
    assert_int_equal(view_open(&hall->view, hall->journal), OK);
    assert_int_equal(late_keys_init(&hall->late), OK);
    assert_int_equal(view_begin(hall->view), OK);
    assert_int_equal(late_keys_load(&hall->late, hall->view), OK);
    view_end(hall->view);
    assert_int_equal(draft_init(&hall->draft), OK);
}

/* As a kill would: what is in memory only is lost. */
static void hall_close(struct hall *hall)
{
    draft_fini(&hall->draft);
    late_keys_fini(&hall->late);
    view_close(&hall->view);
    journal_close(&hall->journal);
}

static void commit(struct hall *hall, uint32_t count, bool is_idle)
{
    struct draft *draft = &hall->draft;

    draft_begin(draft, journal_position_next(hall->journal));
    for (uint32_t i = 0; i < count; i++) {
        uint64_t bundle = ++hall->ended;
        assert_true(late_keys_have_room(&hall->late, draft->late_count + 1));
        draft->late[draft->late_count++] =
            (struct late_key){ .key_hash = hash_of(bundle), .bundle = bundle };
    }
    late_keys_fill(&hall->late, draft, is_idle);
    if (draft_is_empty(draft)) return;
    assert_int_equal(journal_append_now(hall->journal, &draft->batch), OK);
    late_keys_committed(&hall->late, draft);
}

static uint64_t find(struct hall *hall, uint64_t bundle)
{
    struct hash hash = hash_of(bundle);
    return late_keys_find(&hall->late, hall->view, &hash);
}

/* Whatever the filter has learnt so far. */
static void check_all(struct hall *hall, uint64_t step)
{
    assert_int_equal(view_begin(hall->view), OK);
    key_filter_learn(&hall->late.filter, hall->view, 10007);
    for (uint64_t bundle = 1; bundle <= hall->ended; bundle += step) {
        assert_int_equal(find(hall, bundle), bundle);
    }
    assert_int_equal(find(hall, hall->ended + 1), 0);
    view_end(hall->view);
}

static uint32_t rows(struct hall *hall, enum store_table table)
{
    struct span key = { 0 };
    struct span value;
    uint32_t count = 0;

    assert_int_equal(view_begin(hall->view), OK);
    while (view_table_next(hall->view, table, &key, &value)) {
        count++;
    }
    view_end(hall->view);
    return count;
}

static void rest(struct hall *hall)
{
    for (int i = 0; i < 100; i++) {
        commit(hall, 0, true);
        if (draft_is_empty(&hall->draft)) return;
    }
    fail_msg("it never comes to rest");
}

static struct hall *hall_new(void)
{
    struct hall *hall = calloc(1, sizeof *hall);
    assert_non_null(hall);
    directory_make(&hall->directory);
    hall_open(hall);
    return hall;
}

static void hall_free(struct hall *hall)
{
    hall_close(hall);
    directory_remove(&hall->directory);
    free(hall);
}

static void test_every_key_is_found_at_every_moment_however_many_end(void **state)
{
    (void)state;
    struct hall *hall = hall_new();
    while (hall->ended < MANY) {
        commit(hall, TOGETHER, false);
        if (hall->ended % (100 * TOGETHER) == 0) check_all(hall, 97);
    }
    assert_true(rows(hall, STORE_KEY) > LATE_KEYS_MAX);
    rest(hall);
    check_all(hall, 1);
    hall_free(hall);
}

static void test_a_kill_loses_no_key(void **state)
{
    (void)state;
    struct hall *hall = hall_new();
    uint32_t commits = 0;
    while (hall->ended < MANY / 2) {
        commit(hall, TOGETHER, false);
        if (++commits % 41 != 0) continue;
        hall_close(hall);
        hall_open(hall);
        check_all(hall, 53);
    }
    check_all(hall, 1);
    hall_free(hall);
}

static void test_at_rest_all_keys_are_in_the_table_and_no_row_is_left(void **state)
{
    (void)state;
    struct hall *hall = hall_new();
    commit(hall, 1, false);
    for (int i = 0; i < 200; i++) {
        commit(hall, 3, false);
    }
    assert_int_equal(rows(hall, STORE_KEY), 0);
    assert_int_equal(rows(hall, STORE_LATE_KEY), 201);
    rest(hall);
    assert_int_equal(rows(hall, STORE_KEY), 601);
    assert_int_equal(rows(hall, STORE_LATE_KEY), 0);
    check_all(hall, 1);
    hall_free(hall);
}

static uint32_t excluded(struct hall *hall, uint32_t of)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < of; i++) {
        struct hash hash = hash_of(hall->ended + 1 + i);
        if (key_filter_excludes(&hall->late.filter, &hash)) count++;
    }
    return count;
}

static void test_nearly_all_new_keys_are_known_to_be_new_without_the_table(void **state)
{
    (void)state;
    struct hall *hall = hall_new();
    while (hall->ended < MANY) {
        commit(hall, TOGETHER, false);
    }
    rest(hall);
    hall_close(hall);
    hall_open(hall);
    assert_int_equal(excluded(hall, 10000), 0);
    assert_int_equal(view_begin(hall->view), OK);
    key_filter_learn(&hall->late.filter, hall->view, MANY / 2);
    assert_true(hall->late.filter.is_learning);
    assert_in_range(excluded(hall, 10000), 4800, 5200);
    key_filter_learn(&hall->late.filter, hall->view, MANY);
    assert_false(hall->late.filter.is_learning);
    assert_in_range(excluded(hall, 10000), 9990, 10000);
    view_end(hall->view);
    check_all(hall, 1);
    hall_free(hall);
}

static void test_a_row_that_is_damaged_is_said_so(void **state)
{
    (void)state;
    struct hall *hall = hall_new();
    static const uint8_t row[8] = { 0, 0, 0, 0, 0, 0, 0, 1 };
    static const uint8_t value[25] = { 1 };
    struct store_write write = { .table = STORE_LATE_KEY,
                                 .key = { row, sizeof row },
                                 .value = { value, sizeof value } };
    struct batch batch = { .position_first = 1, .write_count = 1, .writes = &write };
    assert_int_equal(journal_append_now(hall->journal, &batch), OK);

    assert_int_equal(view_begin(hall->view), OK);
    assert_int_equal(late_keys_load(&hall->late, hall->view), ERR_CORRUPT);
    view_end(hall->view);
    hall_free(hall);
}

/* ---- With an engine: bundles that end -------------------------------------------------------- */

static uint64_t clerk_finds(struct clerk *clerk, struct late_keys *late, uint64_t bundle)
{
    struct hash hash = clerk_key_hash(bundle);
    uint64_t found = late_keys_find(late, NULL, &hash);
    return found != 0 ? found : clerk_find(clerk, bundle);
}

static void test_a_bundle_leaves_memory_and_its_key_stays_known(void **state)
{
    (void)state;
    static struct clerk clerk;
    static struct late_keys late;
    struct directory directory = { "" };
    directory_make(&directory);
    assert_int_equal(late_keys_init(&late), OK);
    clerk_open(&clerk, directory.path, 100);
    clerk.checkpoint.late = &late;
    clerk_publish(&clerk);
    for (int i = 0; i < 300; i++) {
        clerk_bustle(&clerk);
        clerk_commit(&clerk, false);
        for (uint64_t bundle = 1; bundle <= clerk.submitted; bundle++) {
            assert_int_equal(clerk_finds(&clerk, &late, bundle), bundle);
        }
    }
    assert_true(clerk_rows(&clerk, STORE_LATE_KEY) > 0);
    clerk_finish(&clerk);
    clerk_rest(&clerk);
    assert_int_equal(clerk_rows(&clerk, STORE_LATE_KEY), 0);
    assert_int_equal(clerk_rows(&clerk, STORE_KEY), clerk.submitted);
    clerk_close(&clerk);
    late_keys_fini(&late);
    directory_remove(&directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_key_is_found_at_every_moment_however_many_end),
        cmocka_unit_test(test_a_kill_loses_no_key),
        cmocka_unit_test(test_at_rest_all_keys_are_in_the_table_and_no_row_is_left),
        cmocka_unit_test(test_nearly_all_new_keys_are_known_to_be_new_without_the_table),
        cmocka_unit_test(test_a_row_that_is_damaged_is_said_so),
        cmocka_unit_test(test_a_bundle_leaves_memory_and_its_key_stays_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
