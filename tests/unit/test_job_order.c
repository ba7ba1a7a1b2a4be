/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/job_order.h"
#include "broker/core/mix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define BUNDLES 4096
#define STAGES 4
#define JOBS (BUNDLES * STAGES)

static struct bundles bundles;
static void *pool;

static int set_up(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    bundles_init(&bundles, &arena, BUNDLES, BUNDLES);
    pool = aligned_alloc(ARENA_ALIGNMENT, arena.used);
    assert_non_null(pool);
    memset(pool, 0, arena.used);
    arena = (struct arena){ .base = pool };
    bundles_init(&bundles, &arena, BUNDLES, BUNDLES);
    for (uint64_t i = 1; i <= BUNDLES; i++) {
        struct bundle_shape shape = { .number = i, .stage_count = STAGES };
        memcpy(shape.key_hash.bytes, &i, sizeof i);
        bundles_add(&bundles, &shape);
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(pool);
    return 0;
}

static stage_ref ref_of(uint32_t n)
{
    return stage_ref_of(n / STAGES, n % STAGES);
}

/* Gather the first count jobs and check that they come out once each, in order. */
static void check(uint32_t count)
{
    struct job_order order;
    uint32_t found = 0;
    uint64_t position = 0;
    stage_ref before = 0;

    job_order_init(&order, &bundles);
    for (uint32_t n = 0; n < count; n++) {
        job_order_add(&order, ref_of(n));
    }
    for (stage_ref ref = job_order_sort(&order); ref != STAGE_REF_NONE; found++) {
        struct stage *stage = bundles_stage_of_ref(&bundles, ref);
        assert_true(found < count);
        assert_true(stage->changed_position >= position);
        if (found > 0 && stage->changed_position == position) assert_true(ref > before);
        assert_int_equal(stage->attempt, 7); /* not met before */
        stage->attempt = 8;
        position = stage->changed_position;
        before = ref;
        ref = stage->queue.next;
    }
    assert_int_equal(found, count);
}

static void set_position(uint32_t n, uint64_t position)
{
    struct stage *stage = bundles_stage_of_ref(&bundles, ref_of(n));
    stage->changed_position = position;
    stage->attempt = 7;
}

static void test_nothing_gives_nothing(void **state)
{
    (void)state;
    check(0);
}

static void test_one_is_itself(void **state)
{
    (void)state;
    set_position(0, 5);
    check(1);
}

static void test_what_is_in_order_stays(void **state)
{
    (void)state;
    for (uint32_t n = 0; n < JOBS; n++) {
        set_position(n, n + 1);
    }
    check(JOBS);
}

static void test_the_reverse_is_turned_round(void **state)
{
    (void)state;
    for (uint32_t n = 0; n < JOBS; n++) {
        set_position(n, JOBS - n);
    }
    check(JOBS);
}

/* As in life: most are as old as their bundle, some were released later. */
static void test_some_are_late(void **state)
{
    (void)state;
    for (uint32_t n = 0; n < JOBS; n++) {
        bool is_late = mix64(n) % 5 == 0;
        set_position(n, is_late ? JOBS + mix64(n) % JOBS : n + 1);
    }
    check(JOBS);
}

static void test_any_order_is_sorted(void **state)
{
    (void)state;
    for (uint32_t round = 0; round < 20; round++) {
        uint32_t count = round < 10 ? round * 100 : JOBS;
        uint64_t range = round % 3 == 0 ? 100 : UINT64_MAX; /* also with many equal ones */
        for (uint32_t n = 0; n < count; n++) {
            set_position(n, mix64(n + 1000 * round) % range + 1);
        }
        check(count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nothing_gives_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_one_is_itself, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_in_order_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_reverse_is_turned_round, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_some_are_late, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_any_order_is_sorted, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
