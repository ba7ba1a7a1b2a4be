/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/heap.h"
#include "broker/core/mix.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define COUNT_MAX 300

struct owner {
    int64_t keys[COUNT_MAX];
    uint32_t places[COUNT_MAX];
};

static struct owner owner;
static uint32_t refs[COUNT_MAX];
static struct heap heap;

static bool is_before(const void *context, uint32_t left, uint32_t right)
{
    const struct owner *one = context;
    return one->keys[left] < one->keys[right];
}

static void is_placed(void *context, uint32_t ref, uint32_t index)
{
    struct owner *one = context;
    one->places[ref] = index;
}

static int set_up(void **state)
{
    (void)state;
    memset(&owner, 0, sizeof owner);
    heap = (struct heap){
        .refs = refs,
        .count_max = COUNT_MAX,
        .context = &owner,
        .is_before = is_before,
        .is_placed = is_placed,
    };
    return 0;
}

static void check(void)
{
    for (uint32_t i = 0; i < heap.count; i++) {
        assert_int_equal(owner.places[refs[i]], i);
        if (i > 0) assert_true(owner.keys[refs[(i - 1) / 2]] <= owner.keys[refs[i]]);
    }
}

static void test_they_come_out_in_order(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < COUNT_MAX; i++) {
        owner.keys[i] = (int64_t)(mix64(i) % 1000);
        heap_add(&heap, i);
    }
    check();
    int64_t last = -1;
    while (heap.count > 0) {
        uint32_t first = heap_first(&heap);
        assert_true(owner.keys[first] >= last);
        last = owner.keys[first];
        heap_remove(&heap, 0);
    }
}

static void test_any_of_them_can_move_or_leave(void **state)
{
    (void)state;
    bool is_in[COUNT_MAX] = { false };
    for (uint64_t turn = 0; turn < 20000; turn++) {
        uint32_t ref = (uint32_t)(mix64(turn) % COUNT_MAX);
        int64_t key = (int64_t)(mix64(turn * 7 + 1) % 500);
        if (!is_in[ref]) {
            owner.keys[ref] = key;
            heap_add(&heap, ref);
            is_in[ref] = true;
        } else if (key % 2 == 0) {
            owner.keys[ref] = key;
            heap_move(&heap, owner.places[ref]);
        } else {
            heap_remove(&heap, owner.places[ref]);
            is_in[ref] = false;
        }
        if (turn % 97 == 0) check();
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < COUNT_MAX; i++) {
        count += is_in[i];
    }
    assert_int_equal(count, heap.count);
    check();
}

static void test_the_last_one_can_be_removed(void **state)
{
    (void)state;
    heap_add(&heap, 5);
    heap_remove(&heap, 0);
    assert_int_equal(heap.count, 0);
    heap_add(&heap, 6);
    assert_int_equal(heap_first(&heap), 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_they_come_out_in_order, set_up),
        cmocka_unit_test_setup(test_any_of_them_can_move_or_leave, set_up),
        cmocka_unit_test_setup(test_the_last_one_can_be_removed, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
