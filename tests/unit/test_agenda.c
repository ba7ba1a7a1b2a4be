/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/agenda.h"
#include "broker/core/mix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define BUNDLE_COUNT 200
#define STAGE_COUNT 4
#define JOB_COUNT ((size_t)BUNDLE_COUNT * STAGE_COUNT)

static struct bundles bundles;
static struct agenda agenda;
static void *memory;
static bool is_in[JOB_COUNT];
static uint64_t position;

static void lay_out(struct arena *arena)
{
    bundles_init(&bundles, arena, BUNDLE_COUNT, BUNDLE_COUNT + BLOCKS_PER_BUNDLE_MAX);
    agenda_init(&agenda, arena, &bundles, JOB_COUNT);
}

static int set_up(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    lay_out(&arena);
    memory = calloc(1, arena.used);
    assert_non_null(memory);
    arena = (struct arena){ .base = memory };
    lay_out(&arena);
    for (uint64_t number = 1; number <= BUNDLE_COUNT; number++) {
        struct bundle_shape shape = { .number = number, .stage_count = STAGE_COUNT };
        memcpy(shape.key_hash.bytes, &number, sizeof number);
        bundles_add(&bundles, &shape);
    }
    memset(is_in, 0, sizeof is_in);
    position = 0;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(memory);
    return 0;
}

/* Jobs are counted through here, four to a bundle. */
static stage_ref ref_of(size_t job)
{
    return stage_ref_of((uint32_t)(job / STAGE_COUNT), (uint32_t)(job % STAGE_COUNT));
}

static struct stage *stage_of(size_t job)
{
    return bundles_stage_of_ref(&bundles, ref_of(job));
}

static void add_at(size_t job, int64_t due_ms, uint64_t at)
{
    stage_of(job)->job = JOB_LEASED;
    stage_of(job)->due_ms = due_ms;
    stage_of(job)->changed_position = at;
    agenda_add(&agenda, ref_of(job));
    is_in[job] = true;
}

static void add(size_t job, int64_t due_ms)
{
    add_at(job, due_ms, ++position);
}

static void take(size_t job)
{
    agenda_remove(&agenda, ref_of(job));
    stage_of(job)->job = JOB_READY;
    is_in[job] = false;
}

static bool comes_before(size_t left, size_t right)
{
    const struct stage *a = stage_of(left);
    const struct stage *b = stage_of(right);
    return a->due_ms != b->due_ms ? a->due_ms < b->due_ms
                                  : a->changed_position < b->changed_position;
}

/* The first of those that are in, found the slow way, is what the agenda says. */
static size_t check_first(void)
{
    size_t first = JOB_COUNT;

    for (size_t job = 0; job < JOB_COUNT; job++) {
        if (is_in[job] && (first == JOB_COUNT || comes_before(job, first))) first = job;
    }
    bool is_empty = first == JOB_COUNT;
    assert_int_equal(agenda_first(&agenda), is_empty ? STAGE_REF_NONE : ref_of(first));
    assert_int_equal(agenda_next_due_ms(&agenda), is_empty ? INT64_MAX : stage_of(first)->due_ms);
    return first;
}

static void check_all_come_out(void)
{
    for (size_t first = check_first(); first < JOB_COUNT; first = check_first()) {
        take(first);
    }
    assert_int_equal(agenda.list_count, 0);
    assert_int_equal(agenda.heap.count, 0);
}

static void test_an_empty_agenda_has_no_first(void **state)
{
    (void)state;
    assert_int_equal(check_first(), JOB_COUNT);
    add(3, 100);
    assert_int_equal(check_first(), 3);
    take(3);
    assert_int_equal(check_first(), JOB_COUNT);
}

static void test_leases_of_few_lengths_need_no_heap(void **state)
{
    (void)state;
    static const int64_t lengths[] = { 30000, 600, 7200000, 5000, 30000 };
    for (size_t job = 0; job < JOB_COUNT; job++) {
        int64_t length = lengths[mix64(job) % (sizeof lengths / sizeof *lengths)];
        add(job, (int64_t)(job / 3) + length);
        if (job > 100) take(job - 100);
        if (job % 50 == 0) check_first();
    }
    assert_true(agenda.list_count >= 4);
    assert_true(agenda.list_count <= 5);
    assert_int_equal(agenda.heap.count, 0);
    check_all_come_out();
}

static void test_any_deadlines_come_out_in_order(void **state)
{
    (void)state;
    for (size_t job = 0; job < JOB_COUNT; job++) {
        add(job, (int64_t)(mix64(job) % 300));
    }
    assert_int_equal(agenda.list_count, AGENDA_LISTS_MAX);
    assert_true(agenda.heap.count > 0);
    check_all_come_out();
}

static void test_those_due_together_come_by_position(void **state)
{
    (void)state;
    for (size_t job = 0; job < JOB_COUNT; job++) {
        add_at(job, (int64_t)(job % 2), mix64(job));
    }
    check_all_come_out();
}

/* Front, middle, end; lists that empty in between; into the heap and out of it. */
static void test_any_of_them_can_leave(void **state)
{
    (void)state;
    for (uint64_t turn = 0; turn < 20000; turn++) {
        size_t job = (size_t)(mix64(turn) % JOB_COUNT);
        if (is_in[job]) {
            take(job);
        } else {
            add(job, (int64_t)(turn / 10 + mix64(turn * 7 + 1) % (turn % 3 == 0 ? 2000 : 3)));
        }
        if (turn % 97 == 0) check_first();
    }
    check_all_come_out();
}

static void test_extreme_deadlines_are_deadlines(void **state)
{
    (void)state;
    add(0, INT64_MAX);
    add(1, INT64_MIN);
    add(2, INT64_MIN);
    add(3, 0);
    add(4, INT64_MAX);
    check_all_come_out();
}

static void test_a_list_ends_where_its_last_one_is_due(void **state)
{
    (void)state;
    add(0, 10);
    add(1, 100);
    take(1);
    add(2, 50);
    assert_int_equal(agenda.list_count, 1);
    check_all_come_out();
}

static void test_a_list_that_became_empty_takes_anything(void **state)
{
    (void)state;
    add(0, 10);
    add(1, 5);
    take(0);
    assert_int_equal(agenda.list_count, 2);
    add(2, INT64_MIN);
    assert_int_equal(agenda.list_count, 2);
    check_all_come_out();
}

static void test_what_is_forgotten_can_be_built_anew(void **state)
{
    (void)state;
    for (size_t job = 0; job < JOB_COUNT; job++) {
        add(job, (int64_t)(mix64(job) % 300));
    }
    agenda_forget(&agenda);
    assert_int_equal(agenda_first(&agenda), STAGE_REF_NONE);
    for (size_t job = JOB_COUNT; job-- > 0;) {
        agenda_add(&agenda, ref_of(job));
    }
    check_all_come_out();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_an_empty_agenda_has_no_first),
        TEST(test_leases_of_few_lengths_need_no_heap),
        TEST(test_any_deadlines_come_out_in_order),
        TEST(test_those_due_together_come_by_position),
        TEST(test_any_of_them_can_leave),
        TEST(test_extreme_deadlines_are_deadlines),
        TEST(test_a_list_ends_where_its_last_one_is_due),
        TEST(test_a_list_that_became_empty_takes_anything),
        TEST(test_what_is_forgotten_can_be_built_anew),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
