/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/map.h"
#include "broker/core/mix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT_MAX 500

static struct map map;
static void *memory;

static int set_up(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    map_init(&map, &arena, COUNT_MAX);
    assert_null(map.slots); /* measured only */
    memory = calloc(1, arena.used);
    assert_non_null(memory);
    arena = (struct arena){ .base = memory };
    map_init(&map, &arena, COUNT_MAX);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(memory);
    return 0;
}

static bool has(uint32_t tag, uint32_t index)
{
    uint32_t found = 0;
    for (uint32_t at = map_first(&map, tag, &found); at != MAP_END;
         at = map_after(&map, at, tag, &found)) {
        if (found == index) return true;
    }
    return false;
}

static void test_an_entry_is_found_until_it_is_removed(void **state)
{
    (void)state;
    assert_false(has(17, 3));
    map_add(&map, 17, 3);
    assert_true(has(17, 3));
    assert_false(has(17, 4));
    assert_false(has(18, 3));
    map_remove(&map, 17, 3);
    assert_false(has(17, 3));
    assert_int_equal(map.count, 0);
}

static void test_entries_of_one_tag_are_all_found(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 20; i++) {
        map_add(&map, 99, i);
    }
    map_remove(&map, 99, 7);
    for (uint32_t i = 0; i < 20; i++) {
        assert_int_equal(has(99, i), i != 7);
    }
}

static void test_index_zero_and_the_last_slot_are_ordinary(void **state)
{
    (void)state;
    map_add(&map, map.mask, 0); /* its neighbours wrap around */
    map_add(&map, map.mask, 1);
    map_add(&map, 0, 2);
    map_remove(&map, map.mask, 0);
    assert_true(has(map.mask, 1));
    assert_true(has(0, 2));
    assert_false(has(map.mask, 0));
}

/* Homes are among the last slots of the smallest table, and of whole parts of each larger one: so runs go
 * on at the first slot, and each doubling divides them. */
static uint32_t tag_at_an_end(uint32_t index)
{
    return (uint32_t)mix64(index) << 6 | (63 - index % 7);
}

static void test_runs_around_the_end_survive_growing(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < COUNT_MAX; i++) {
        map_add(&map, tag_at_an_end(i), i);
        for (uint32_t known = 0; known < COUNT_MAX; known++) {
            assert_int_equal(has(tag_at_an_end(known), known), known <= i);
        }
    }
}

static void test_a_table_is_as_large_as_it_must_be(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < COUNT_MAX; i++) {
        map_add(&map, (uint32_t)mix64(i), i);
        assert_true(2 * map.count <= map.mask + 1);
        assert_true(map.mask < 64 || map.mask + 1 < 4 * map.count);
    }
}

static uint32_t tag_for(uint32_t index, uint32_t spread)
{
    return (uint32_t)mix64(index) % spread; /* a small spread makes long runs */
}

/* Add and remove at random and compare with a plain array after every turn. */
static void walk(uint32_t spread)
{
    bool expected[COUNT_MAX] = { false };
    uint64_t random = spread;

    for (int turn = 0; turn < 20000; turn++) {
        random = mix64(random + 1);
        uint32_t index = (uint32_t)(random % COUNT_MAX);
        if (expected[index]) {
            map_remove(&map, tag_for(index, spread), index);
        } else {
            map_add(&map, tag_for(index, spread), index);
        }
        expected[index] = !expected[index];
        uint32_t probe = (uint32_t)(random >> 32) % COUNT_MAX;
        assert_int_equal(has(tag_for(probe, spread), probe), expected[probe]);
    }
    for (uint32_t i = 0; i < COUNT_MAX; i++) {
        assert_int_equal(has(tag_for(i, spread), i), expected[i]);
        if (expected[i]) map_remove(&map, tag_for(i, spread), i);
    }
    assert_int_equal(map.count, 0);
    for (uint32_t i = 0; i <= map.mask; i++) {
        assert_int_equal(map.slots[i].entry, 0); /* no tombstones */
    }
}

static void test_random_walks_agree_with_a_plain_array(void **state)
{
    (void)state;
    walk(UINT32_MAX);
    walk(1000);
    walk(40);
    walk(1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_an_entry_is_found_until_it_is_removed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_entries_of_one_tag_are_all_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_index_zero_and_the_last_slot_are_ordinary, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_runs_around_the_end_survive_growing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_table_is_as_large_as_it_must_be, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_random_walks_agree_with_a_plain_array, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
