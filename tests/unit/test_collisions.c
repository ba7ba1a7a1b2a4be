/* SPDX-License-Identifier: Apache-2.0 */
/* The hash tables hold tags of 32 bits; whoever looks something up compares the whole key. So two keys
 * with one tag, which a long life or an enemy brings about, are told apart everywhere. */
#include "broker/core/bundle.h"
#include "broker/core/department.h"
#include "broker/core/lane.h"
#include "broker/core/mix.h"
#include "broker/core/permit_counter.h"
#include "broker/core/presence.h"
#include "broker/core/published.h"
#include "broker/core/request_window.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define TRIES 400000 /* two of 2^18.6 tags of 32 bits are equal but for one time in 10^8 */

/* ---- Two keys with one tag ------------------------------------------------------------------- */

struct tagged {
    uint32_t tag;
    uint64_t number;
};

static int compare(const void *left, const void *right)
{
    uint32_t a = ((const struct tagged *)left)->tag;
    uint32_t b = ((const struct tagged *)right)->tag;

    return (a > b) - (a < b);
}

typedef uint32_t tagger(uint64_t number);

/* Two numbers among so many that have the same tag. Returns false if there are none. */
static bool find_pair_among(tagger *tag_of, uint64_t first, uint32_t count, uint64_t pair[2])
{
    struct tagged *all = calloc(count, sizeof *all);

    assert_non_null(all);
    for (uint32_t i = 0; i < count; i++) {
        all[i] = (struct tagged){ .tag = tag_of(first + i), .number = first + i };
    }
    qsort(all, count, sizeof *all, compare);
    uint32_t at = 1;
    while (at < count && all[at].tag != all[at - 1].tag) {
        at++;
    }
    if (at < count) {
        pair[0] = all[at - 1].number;
        pair[1] = all[at].number;
    }
    free(all);
    return at < count;
}

static void find_pair(tagger *tag_of, uint64_t pair[2])
{
    assert_true(find_pair_among(tag_of, 1, TRIES, pair));
}

static struct hash hash_of_number(uint64_t number)
{
    struct hash hash = { { 0 } };

    memcpy(hash.bytes, &number, sizeof number);
    return hash;
}

static uint32_t tag_of_hashed(uint64_t number)
{
    struct hash hash = hash_of_number(number);

    return tag_of_hash(&hash);
}

static struct name name_of_number(uint64_t number)
{
    struct name name = { { 0 } };

    snprintf(name.text, sizeof name.text, "n%llu", (unsigned long long)number);
    return name;
}

static uint32_t tag_of_named(uint64_t number)
{
    struct name name = name_of_number(number);

    return tag_of_name(&name);
}

/* ---- Memory ---------------------------------------------------------------------------------- */

static uint8_t memory[1 << 20];

static struct arena fresh(void)
{
    memset(memory, 0, sizeof memory);
    return (struct arena){ .base = memory };
}

/* ---- The tables ------------------------------------------------------------------------------ */

static void test_bundles_whose_numbers_collide(void **state)
{
    (void)state;
    struct bundles bundles = { 0 };
    struct arena arena = fresh();
    uint64_t pair[2];
    uint32_t index[2];

    find_pair(tag_of_number, pair);
    bundles_init(&bundles, &arena, 4, 16);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(bundles_find(&bundles, pair[i]), BUNDLE_NONE);
        index[i] = bundles_add(&bundles, &(struct bundle_shape){
                                             .number = pair[i],
                                             .key_hash = hash_of_number(pair[i]),
                                             .stage_count = 1,
                                         });
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(bundles_find(&bundles, pair[i]), index[i]);
    }
}

static void test_bundles_whose_keys_collide(void **state)
{
    (void)state;
    struct bundles bundles = { 0 };
    struct arena arena = fresh();
    uint64_t pair[2];
    uint32_t index[2];

    find_pair(tag_of_hashed, pair);
    bundles_init(&bundles, &arena, 4, 16);
    for (uint32_t i = 0; i < 2; i++) {
        struct hash key = hash_of_number(pair[i]);
        assert_int_equal(bundles_find_key(&bundles, &key), BUNDLE_NONE);
        index[i] = bundles_add(
            &bundles, &(struct bundle_shape){ .number = i + 1, .key_hash = key, .stage_count = 1 });
    }
    for (int i = 0; i < 2; i++) {
        struct hash key = hash_of_number(pair[i]);
        assert_int_equal(bundles_find_key(&bundles, &key), index[i]);
    }
}

static void test_submitters_whose_names_collide(void **state)
{
    (void)state;
    struct submitters submitters = { 0 };
    struct arena arena = fresh();
    struct name names[2];
    uint64_t pair[2];

    find_pair(tag_of_named, pair);
    submitters_init(&submitters, &arena, 4);
    for (uint32_t i = 0; i < 2; i++) {
        names[i] = name_of_number(pair[i]);
        assert_int_equal(submitters_find(&submitters, &names[i]), SUBMITTER_NONE);
        assert_int_equal(submitters_enter(&submitters, &names[i]), i);
        assert_int_equal(submitters_enter(&submitters, &names[i]), i);
    }
    submitters_leave(&submitters, 0);
    for (uint32_t i = 0; i < 2; i++) {
        assert_int_equal(submitters_find(&submitters, &names[i]), i);
        assert_int_equal(submitters.at[i].bundle_count, 1 + i);
    }
    submitters_leave(&submitters, 0);
    assert_int_equal(submitters_find(&submitters, &names[0]), SUBMITTER_NONE);
    assert_int_equal(submitters_find(&submitters, &names[1]), 1);
}

/* In department 0 at priority 0 an owner is its submitter. */
static void test_lanes_whose_owners_collide(void **state)
{
    (void)state;
    struct bundles bundles = { 0 };
    struct lanes lanes = { 0 };
    struct line line;
    struct arena arena = fresh();
    stage_ref refs[4];
    uint64_t pair[2];

    find_pair(tag_of_number, pair);
    bundles_init(&bundles, &arena, 4, 2 * BLOCKS_PER_BUNDLE_MAX);
    lanes_init(&lanes, &arena, 4);
    line_init(&line);
    for (uint32_t i = 0; i < 4; i++) { /* 0 and 1 are of the first, 2 and 3 of the other */
        struct lane_owner owner = { .submitter = (uint32_t)pair[i / 2] };
        struct bundle_shape shape = { .number = i + 1, .stage_count = 1 };
        shape.key_hash = hash_of_number(i);
        refs[i] = stage_ref_of(bundles_add(&bundles, &shape), 0);
        bundles_stage_of_ref(&bundles, refs[i])->job = JOB_READY;
        line_append(&line, &lanes, &bundles, refs[i], &owner);
    }
    static const uint32_t expected[] = { 0, 2, 1, 3 };
    for (uint32_t i = 0; i < 4; i++) {
        stage_ref next = line_next(&line, &lanes);
        assert_int_equal(next, refs[expected[i]]);
        line_pass(&line, &lanes, &bundles, next);
        line_remove(&line, &lanes, &bundles, next);
    }
    assert_int_equal(lanes.count, 0);
}

static void test_departments_whose_names_collide(void **state)
{
    (void)state;
    struct departments departments = { 0 };
    struct arena arena = fresh();
    struct name names[2];
    uint64_t pair[2];

    find_pair(tag_of_named, pair);
    departments_init(&departments, &arena, 4, 4);
    for (int i = 0; i < 2; i++) {
        names[i] = name_of_number(pair[i]);
        assert_int_equal(departments_find(&departments, &names[i]), DEPARTMENT_NONE);
        assert_int_equal(departments_add(&departments, &names[i]), i);
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(departments_find(&departments, &names[i]), i);
    }
}

static void test_procedures_whose_names_collide(void **state)
{
    (void)state;
    struct published_list list = { 0 };
    struct arena arena = fresh();
    static struct procedure procedures[2];
    uint64_t pair[2];

    find_pair(tag_of_named, pair);
    published_init(&list, &arena, 4);
    for (uint32_t i = 0; i < 2; i++) {
        procedures[i].name = name_of_number(pair[i]);
        procedures[i].version = 1;
        procedures[i].stage_count = 1;
        assert_int_equal(published_find(&list, &procedures[i].name, 1), PUBLISHED_NONE);
        assert_int_equal(published_add(&list, &procedures[i]), i);
    }
    for (uint32_t i = 0; i < 2; i++) {
        assert_int_equal(published_find(&list, &procedures[i].name, 1), i);
        assert_int_equal(published_find(&list, &procedures[i].name, 0), i); /* the newest */
    }
}

static void test_sessions_whose_numbers_collide(void **state)
{
    (void)state;
    struct departments departments = { 0 };
    struct presence presence = { 0 };
    struct arena arena = fresh();
    uint64_t pair[2];

    find_pair(tag_of_number, pair);
    departments_init(&departments, &arena, 4, 4);
    presence_init(&presence, &arena, 4);
    for (int i = 0; i < 2; i++) {
        struct session session = { .id = { (uint32_t)pair[i] },
                                   .role = ROLE_SUBMITTER,
                                   .department = DEPARTMENT_NONE };
        assert_int_equal(presence_find(&presence, session.id), SESSION_NONE);
        presence_join(&presence, &departments, &session);
    }
    for (int i = 0; i < 2; i++) {
        uint32_t index = presence_find(&presence, (session_id){ (uint32_t)pair[i] });
        assert_int_not_equal(index, SESSION_NONE);
        assert_int_equal(presence.at[index].id.n, pair[i]);
    }
}

/* Department and year stand in one number of 32 bits. */
static void check_counters(const uint64_t pair[2])
{
    struct permit_counters counters = { 0 };
    struct arena arena = fresh();

    permit_counters_init(&counters, &arena, 4);
    for (uint32_t i = 0; i < 2; i++) {
        uint16_t department = (uint16_t)(pair[i] >> 16);
        assert_int_equal(permit_counters_last(&counters, department, (uint16_t)pair[i]), 0);
        assert_true(permit_counters_set(&counters, department, (uint16_t)pair[i], 10 + i));
    }
    for (uint32_t i = 0; i < 2; i++) {
        uint16_t department = (uint16_t)(pair[i] >> 16);
        assert_int_equal(permit_counters_last(&counters, department, (uint16_t)pair[i]), 10 + i);
    }
}

static void test_permit_counters_that_collide(void **state)
{
    (void)state;
    uint64_t pair[2];

    find_pair(tag_of_number, pair);
    check_counters(pair);
}

static void test_permit_counters_of_one_department_whose_years_collide(void **state)
{
    (void)state;
    uint64_t pair[2];
    uint64_t department = 0;

    while (!find_pair_among(tag_of_number, department << 16, 1 << 16, pair)) {
        department++;
        assert_true(department < 64); /* every second one has such years */
    }
    check_counters(pair);
}

static void test_permit_counters_are_no_more_than_there_is_room_for(void **state)
{
    (void)state;
    struct permit_counters counters = { 0 };
    struct arena arena = fresh();

    permit_counters_init(&counters, &arena, 2);
    assert_true(permit_counters_set(&counters, 1, 2026, 1));
    assert_true(permit_counters_set(&counters, 2, 2026, 1));
    assert_false(permit_counters_set(&counters, 1, 2027, 1));
    assert_true(permit_counters_set(&counters, 1, 2026, 2));
    assert_int_equal(permit_counters_last(&counters, 1, 2026), 2);
    assert_int_equal(permit_counters_last(&counters, 1, 2027), 0);
}

static void test_requests_whose_ids_collide(void **state)
{
    (void)state;
    struct request_window window = { 0 };
    struct arena arena = fresh();
    uint64_t pair[2];

    find_pair(tag_of_hashed, pair);
    request_window_init(&window, &arena, 4);
    for (uint32_t i = 0; i < 2; i++) {
        struct request_image image = { .position = i + 1 };
        image.mark.id = hash_of_number(pair[i]);
        assert_int_equal(request_window_find(&window, &image.mark.id), REQUEST_NONE);
        request_window_add(&window, &image);
    }
    for (uint32_t i = 0; i < 2; i++) {
        struct hash id = hash_of_number(pair[i]);
        assert_int_equal(request_window_find(&window, &id), i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bundles_whose_numbers_collide),
        cmocka_unit_test(test_bundles_whose_keys_collide),
        cmocka_unit_test(test_submitters_whose_names_collide),
        cmocka_unit_test(test_lanes_whose_owners_collide),
        cmocka_unit_test(test_departments_whose_names_collide),
        cmocka_unit_test(test_procedures_whose_names_collide),
        cmocka_unit_test(test_sessions_whose_numbers_collide),
        cmocka_unit_test(test_permit_counters_that_collide),
        cmocka_unit_test(test_permit_counters_of_one_department_whose_years_collide),
        cmocka_unit_test(test_permit_counters_are_no_more_than_there_is_room_for),
        cmocka_unit_test(test_requests_whose_ids_collide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
