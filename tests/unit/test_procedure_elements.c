/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions and repeated stages in the YAML form of a procedure. */
#include "tests/support/definition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define HEAD DEFINITION_HEAD
#define STAGE DEFINITION_STAGE
#define EXPECT(text, line, column, rule, part) \
    definition_expect(text, (struct definition_slip){ line, column, rule, part })

static const char buildings[] = HEAD
    "stages:\n"
    "  first: { " STAGE " }\n"
    "  works: { " STAGE ", permit: P, for_each: .buildings, at_most: 3, decide_after: [first],\n"
    "           applies_if: .new // true, lease: 5m }\n"
    "  last: { " STAGE ", start_after: [works] }\n"
    "gates: { g: { policy: issue_rest, members: [works, first] } }\n"
    "materials: { m: { title: M, stages: [works] } }\n";

static void test_a_repeated_stage_becomes_its_copies(void **state)
{
    (void)state;
    static const char *const names[] = { "first", "works.1", "works.2", "works.3", "last" };
    assert_int_equal(definition_load(buildings), OK);
    assert_int_equal(definition_report.count, 0);
    assert_int_equal(definition.stage_count, 5);
    for (uint32_t i = 0; i < 5; i++) {
        const struct procedure_stage *stage = &definition.stages[i];
        bool is_copy = i > 0 && i < 4;
        assert_string_equal(stage->name.text, names[i]);
        assert_int_equal(stage->element, is_copy ? i : 0);
        assert_int_equal(stage->at_most, is_copy ? 3 : 0);
        assert_string_equal(stage->for_each, is_copy ? ".buildings" : "");
        assert_string_equal(stage->applies_if, is_copy ? ".new // true" : "");
        assert_string_equal(stage->permit, is_copy ? "P" : "");
        assert_int_equal(stage->lease_ms, is_copy ? 300000 : LEASE_MS_DEFAULT);
        assert_int_equal(stage->decide_after.stages, is_copy ? 1 : 0);
    }
}

static void test_whoever_names_a_repeated_stage_means_all_copies(void **state)
{
    (void)state;
    assert_int_equal(definition_load(buildings), OK);
    assert_int_equal(definition.stages[4].start_after.stages, 0xe);
    assert_int_equal(definition.gates[0].members, 0xf);
    assert_int_equal(definition.materials[0].stages, 0xe);
}

static void test_copies_count_among_the_32_stages(void **state)
{
    (void)state;
    assert_int_equal(definition_load(HEAD "stages:\n  s: { " STAGE ", for_each: .a, at_most: 31 }\n"
                                          "  t: { " STAGE " }\n"),
                     OK);
    assert_int_equal(definition.stage_count, 32);
    EXPECT(HEAD "stages:\n  s: { " STAGE ", for_each: .a, at_most: 32 }\n  t: { " STAGE " }\n", 6,
           3, "too-many", "more than 32 stages");
}

static void test_lint_refuses_half_of_a_repetition(void **state)
{
    (void)state;
    EXPECT(HEAD "stages: { s: { " STAGE ", for_each: .a } }\n", 4, 51, "missing-key",
           "for_each needs at_most");
    EXPECT(HEAD "stages: { s: { " STAGE ", at_most: 3 } }\n", 4, 50, "missing-key",
           "at_most needs for_each");
}

static void test_lint_refuses_names_that_copies_cannot_have(void **state)
{
    (void)state;
    EXPECT(HEAD "stages:\n  s.2: { " STAGE " }\n  s: { " STAGE ", for_each: .a, at_most: 2 }\n", 6,
           3, "duplicate", "two stages named s.2");
    EXPECT(HEAD "stages:\n  s: { " STAGE ", for_each: .a, at_most: 2 }\n  s.2: { " STAGE " }\n", 6,
           3, "duplicate", "two stages named s.2");
    EXPECT(HEAD "stages:\n  a12345678901234567890123456789: { " STAGE
                ", for_each: .a, at_most: 2 }\n",
           5, 3, "bad-name", "would have over 31 bytes");
}

static void test_lint_says_where_a_condition_goes_too_far(void **state)
{
    (void)state;
    EXPECT(HEAD "stages: { s: { " STAGE ", applies_if: range(9) } }\n", 4, 53, "bad-condition",
           "applies_if, byte 1, 'range': this function is not among those");
    EXPECT(HEAD "stages: { s: { " STAGE ", applies_if: .a == } }\n", 4, 53, "bad-condition",
           "applies_if, byte 6, '': something is missing at the end");
    EXPECT(HEAD "stages: { s: { " STAGE ", for_each: '.a[]', at_most: 2 } }\n", 4, 51,
           "bad-condition", "must be collected");
    EXPECT(HEAD "stages: { s: { " STAGE ", applies_if: [a] } }\n", 4, 53, "wrong-type",
           "applies_if is a list");
    EXPECT(HEAD "stages: { s: { " STAGE ", applies_if: } }\n", 4, 41, "missing-value",
           "applies_if");
    EXPECT(HEAD "stages: { s: { " STAGE ", applies_if: true } }\n", 4, 53, "wrong-type",
           "put it in quotes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_repeated_stage_becomes_its_copies),
        cmocka_unit_test(test_whoever_names_a_repeated_stage_means_all_copies),
        cmocka_unit_test(test_copies_count_among_the_32_stages),
        cmocka_unit_test(test_lint_refuses_half_of_a_repetition),
        cmocka_unit_test(test_lint_refuses_names_that_copies_cannot_have),
        cmocka_unit_test(test_lint_says_where_a_condition_goes_too_far),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
