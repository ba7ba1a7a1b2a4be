/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/bundle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT_MAX 10
#define BLOCK_MAX 27

static struct bundles bundles;
static void *memory;
static size_t memory_size;

static int set_up(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    bundles_init(&bundles, &arena, COUNT_MAX, BLOCK_MAX);
    memory_size = arena.used;
    memory = calloc(1, memory_size);
    assert_non_null(memory);
    arena = (struct arena){ .base = memory };
    bundles_init(&bundles, &arena, COUNT_MAX, BLOCK_MAX);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(memory);
    return 0;
}

static uint32_t add(uint64_t number, uint32_t stage_count, uint32_t milestone_count)
{
    struct bundle_shape shape = {
        .number = number,
        .stage_count = stage_count,
        .milestone_count = milestone_count,
    };
    memcpy(shape.key_hash.bytes, &number, sizeof number);
    return bundles_add(&bundles, &shape);
}

static void test_a_pool_that_nobody_uses_is_not_touched(void **state)
{
    (void)state;
    for (size_t i = 0; i < memory_size; i++) {
        assert_int_equal(((uint8_t *)memory)[i], 0);
    }
}

static void test_a_bundle_is_found_by_number_and_key(void **state)
{
    (void)state;
    uint32_t index = add(7, 3, 0);
    struct hash key = { { 7 } };
    assert_int_equal(bundles_find(&bundles, 7), index);
    assert_int_equal(bundles_find_key(&bundles, &key), index);
    assert_int_equal(bundles_find(&bundles, 8), BUNDLE_NONE);
    bundles_remove(&bundles, index);
    assert_int_equal(bundles_find(&bundles, 7), BUNDLE_NONE);
    assert_int_equal(bundles_find_key(&bundles, &key), BUNDLE_NONE);
}

static void test_room_ends_with_bundles_or_blocks(void **state)
{
    (void)state;
    assert_true(bundles_have_room(
        &bundles, &(struct bundle_size){ STAGES_MAX, MILESTONES_MAX, 0, 0 })); /* 9 blocks */
    for (uint64_t i = 1; i <= 3; i++) {
        add(i, STAGES_MAX, MILESTONES_MAX);
    }
    assert_false(bundles_have_room(&bundles, &(struct bundle_size){ 1, 0, 0, 0 }));
    bundles_remove(&bundles, bundles_find(&bundles, 2));
    for (uint64_t i = 10; i < 18; i++) {
        assert_true(bundles_have_room(&bundles, &(struct bundle_size){ 4, 0, 0, 0 }));
        add(i, 4, 0);
    }
    assert_int_equal(bundles.count, COUNT_MAX);
    assert_false(bundles_have_room(
        &bundles, &(struct bundle_size){ 4, 0, 0, 0 })); /* a block is left, but no bundle */
}

static void test_a_returned_entry_comes_back_as_new(void **state)
{
    (void)state;
    for (uint64_t round = 1; round <= 100; round++) {
        uint32_t index = add(round, 5, 4);
        struct bundle *bundle = &bundles.at[index];
        assert_int_equal(bundle->result, 0);
        assert_int_equal(bundle->milestones_reached, 0);
        assert_int_equal(bundle->in[STAGE_WAITING], 31);
        for (uint32_t i = 0; i < 5; i++) {
            struct stage *stage = bundle_stage(&bundles, bundle, i);
            assert_int_equal(stage->attempt, 0);
            assert_int_equal(stage->state, STAGE_WAITING);
            memset(stage, 0xff, sizeof *stage);
        }
        assert_int_equal(bundle_milestone(&bundles, bundle, 3)->position, 0);
        bundle_milestone(&bundles, bundle, 3)->position = 9;
        bundle->result = RESULT_ALL;
        bundle->milestones_reached = 8;
        bundles_remove(&bundles, index);
    }
    assert_int_equal(bundles.high, 1);
    assert_int_equal(bundles.block_high, 2);
}

static void test_stages_and_milestones_have_cells_of_their_own(void **state)
{
    (void)state;
    struct bundle *bundle = &bundles.at[add(1, STAGES_MAX, MILESTONES_MAX)];
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        bundle_stage(&bundles, bundle, i)->attempt = i + 1;
    }
    for (uint32_t i = 0; i < MILESTONES_MAX; i++) {
        *bundle_milestone(&bundles, bundle, i) = (struct milestone){ .position = 100 + i };
    }
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        assert_int_equal(bundle_stage(&bundles, bundle, i)->attempt, i + 1);
        uint32_t stage;
        stage_ref ref = stage_ref_of(0, i);
        assert_ptr_equal(bundles_of_ref(&bundles, ref, &stage), bundle);
        assert_int_equal(stage, i);
    }
    for (uint32_t i = 0; i < MILESTONES_MAX; i++) {
        assert_int_equal(bundle_milestone(&bundles, bundle, i)->position, 100 + i);
    }
}

static void test_the_longest_dirty_comes_first(void **state)
{
    (void)state;
    for (uint64_t i = 1; i <= 4; i++) {
        add(i, 1, 0);
    }
    assert_int_equal(bundles_take_dirty(&bundles), BUNDLE_NONE);
    bundles_mark_dirty(&bundles, 2, 10);
    bundles_mark_dirty(&bundles, 0, 11);
    bundles_mark_dirty(&bundles, 2, 12); /* is already: keeps its place */
    bundles_mark_dirty(&bundles, 3, 13);
    assert_int_equal(bundles.at[2].dirty_position, 10);
    assert_int_equal(bundles_take_dirty(&bundles), 2);
    bundles_mark_dirty(&bundles, 2, 14);
    assert_int_equal(bundles_take_dirty(&bundles), 0);
    assert_int_equal(bundles_take_dirty(&bundles), 3);
    assert_int_equal(bundles_take_dirty(&bundles), 2);
    assert_int_equal(bundles_take_dirty(&bundles), BUNDLE_NONE);
    bundles_mark_dirty(&bundles, 1, 15);
    assert_int_equal(bundles.at[bundles.dirty_first].dirty_position, 15);
}

static void test_the_outcome_counts_what_is_issued(void **state)
{
    (void)state;
    struct bundle *bundle = &bundles.at[add(1, 2, 0)];
    bundle_set_state(&bundles, bundle, 0, STAGE_ISSUED);
    bundle_set_state(&bundles, bundle, 1, STAGE_ISSUED);
    assert_int_equal(bundle_outcome(bundle), RESULT_ALL);
    bundle_set_state(&bundles, bundle, 1, STAGE_LAPSED);
    assert_int_equal(bundle_outcome(bundle), RESULT_PARTIAL);
    bundle_set_state(&bundles, bundle, 0, STAGE_BLOCKED);
    assert_int_equal(bundle_outcome(bundle), RESULT_NONE);
    bundle_set_state(&bundles, bundle, 0, STAGE_WITHDRAWN);
    assert_int_equal(bundle_outcome(bundle), RESULT_WITHDRAWN);
    assert_int_equal(bundle_final(bundle), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_a_pool_that_nobody_uses_is_not_touched),
        TEST(test_a_bundle_is_found_by_number_and_key),
        TEST(test_room_ends_with_bundles_or_blocks),
        TEST(test_a_returned_entry_comes_back_as_new),
        TEST(test_stages_and_milestones_have_cells_of_their_own),
        TEST(test_the_longest_dirty_comes_first),
        TEST(test_the_outcome_counts_what_is_issued),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
