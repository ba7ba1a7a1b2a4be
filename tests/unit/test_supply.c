/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/supply.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define PLAN 1u
#define PHOTO 2u
#define CONTRACT 4u

static struct procedure procedure;

static int set_up(void **state)
{
    (void)state;
    static const char *const names[] = { "plan", "photo", "contract" };
    memset(&procedure, 0, sizeof procedure);
    procedure.material_count = 3;
    for (uint32_t i = 0; i < 3; i++) {
        snprintf(procedure.materials[i].name.text, sizeof procedure.materials[i].name.text, "%s",
                 names[i]);
    }
    return 0;
}

/* digest: one letter, 32 times; 0: none. */
static struct material material(const char *name, const char *uri, char digest, uint64_t size)
{
    static uint8_t digests[128][32];
    struct material made = { .uri = { (const uint8_t *)uri, strlen(uri) }, .size = size };
    snprintf(made.name.text, sizeof made.name.text, "%s", name);
    if (digest == 0) return made;
    memset(digests[(int)digest], digest, sizeof digests[0]);
    made.digest = (struct span){ digests[(int)digest], sizeof digests[0] };
    return made;
}

static uint64_t compare(struct material before, struct material after)
{
    return supply_compare(&procedure, &before, 1, &after, 1);
}

static void test_the_same_is_no_change_in_whatever_order(void **state)
{
    (void)state;
    const struct material before[] = { material("plan", "a", 'x', 1),
                                       material("photo", "b", 0, 2) };
    const struct material after[] = { material("photo", "b", 0, 2), material("plan", "a", 'x', 1) };
    assert_int_equal(supply_compare(&procedure, before, 2, after, 2), 0);
    assert_int_equal(supply_compare(&procedure, NULL, 0, NULL, 0), 0);
}

static void test_added_and_removed_are_changes(void **state)
{
    (void)state;
    const struct material before[] = { material("plan", "a", 'x', 1) };
    const struct material after[] = { material("contract", "c", 'z', 1) };
    assert_int_equal(supply_compare(&procedure, before, 1, after, 1), PLAN | CONTRACT);
    assert_int_equal(supply_compare(&procedure, before, 1, NULL, 0), PLAN);
    assert_int_equal(supply_compare(&procedure, NULL, 0, after, 1), CONTRACT);
}

static void test_a_digest_says_what_is_the_same_wherever_it_lies(void **state)
{
    (void)state;
    assert_int_equal(compare(material("plan", "a", 'x', 1), material("plan", "b", 'x', 1)), 0);
    assert_int_equal(compare(material("plan", "a", 'x', 1), material("plan", "a", 'y', 1)), PLAN);
    assert_int_equal(compare(material("plan", "a", 'x', 1), material("plan", "a", 'x', 2)), PLAN);
}

static void test_without_a_digest_its_place_decides(void **state)
{
    (void)state;
    assert_int_equal(compare(material("photo", "a", 0, 1), material("photo", "a", 0, 1)), 0);
    assert_int_equal(compare(material("photo", "a", 0, 1), material("photo", "b", 0, 1)), PHOTO);
    assert_int_equal(compare(material("photo", "a", 0, 1), material("photo", "ab", 0, 1)), PHOTO);
    assert_int_equal(compare(material("photo", "a", 0, 1), material("photo", "a", 'x', 1)), PHOTO);
}

static void test_unknown_and_twice_are_found(void **state)
{
    (void)state;
    const struct material twice[] = { material("plan", "a", 0, 0), material("plan", "b", 0, 0) };
    const struct material good[] = { material("plan", "a", 0, 0), material("photo", "b", 0, 0) };
    const struct material strange[] = { material("map", "a", 0, 0) };
    struct name unknown = { .text = "" };
    supply_check_materials(&procedure, good, 2, &unknown);
    assert_true(name_is_empty(&unknown));
    supply_check_materials(&procedure, twice, 2, &unknown);
    assert_string_equal(unknown.text, "plan");
    supply_check_materials(&procedure, strange, 1, &unknown);
    assert_string_equal(unknown.text, "map");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_same_is_no_change_in_whatever_order),
        cmocka_unit_test(test_added_and_removed_are_changes),
        cmocka_unit_test(test_a_digest_says_what_is_the_same_wherever_it_lies),
        cmocka_unit_test(test_without_a_digest_its_place_decides),
        cmocka_unit_test(test_unknown_and_twice_are_found),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
