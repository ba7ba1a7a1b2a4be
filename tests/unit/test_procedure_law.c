/* SPDX-License-Identifier: Apache-2.0 */
/* Signers, commitments, missing materials and holds in the YAML form of a procedure. */
#include "tests/support/definition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define HEAD DEFINITION_HEAD
#define STAGE DEFINITION_STAGE

/* One slip, and nothing else is found. */
#define EXPECT(text, line, column, rule, part) \
    definition_expect(text, (struct definition_slip){ line, column, rule, part })

static void test_signers_of_all_stages_stand_in_one_list(void **state)
{
    (void)state;
    assert_int_equal(
        definition_load(HEAD "on_overdue: withdraw\n"
                             "stages:\n"
                             "  s: { " STAGE ", signers: { of: [li, wang], rule: any } }\n"
                             "  t: { " STAGE ", for_each: .b, at_most: 2, by: signers,\n"
                             "       signers: { of: [wang, zhao, li], rule: 2, veto: true } }\n"
                             "  u: { " STAGE ", by_commitment: { check_within: 3 natural days } }\n"
                             "gates:\n"
                             "  g: { policy: hold_until, hold: 10 working days, members: [s, u],\n"
                             "       on_tolerance: grant }\n"
                             "materials:\n"
                             "  m: { title: M, stages: [s, t, u], may_miss: 5 working days }\n"),
        OK);
    assert_int_equal(definition.signer_count, 3);
    assert_string_equal(definition.signers[0].name.text, "li");
    assert_int_equal(definition.signers[0].stages, 7); /* both copies of t */
    assert_int_equal(definition.signers[1].stages, 7);
    assert_int_equal(definition.signers[2].stages, 6);
    assert_int_equal(definition.stages[0].sign_need, 1);
    assert_false(definition.stages[0].by_signers);
    assert_int_equal(definition.stages[2].sign_need, 2);
    assert_true(definition.stages[2].sign_veto);
    assert_true(definition.stages[2].by_signers);
    assert_int_equal(definition.stages[3].check_within.value, 3);
    assert_int_equal(definition.stages[3].check_within.unit, LIMIT_NATURAL_DAYS);
    assert_int_equal(definition.gates[0].policy, GATE_HOLD_UNTIL);
    assert_int_equal(definition.gates[0].hold_days, 10);
    assert_int_equal(definition.gates[0].on_tolerance, ON_TOLERANCE_GRANT);
    assert_int_equal(definition.materials[0].may_miss.value, 5);
    assert_int_equal(definition.on_overdue, ON_OVERDUE_WITHDRAW);
}

static void test_lint_knows_the_bounds_of_signers_and_holds(void **state)
{
    (void)state;
    EXPECT(HEAD "stages:\n  s: { " STAGE ", signers: { of: [li, li] } }\n", 5, 53, "duplicate",
           "twice");
    EXPECT(HEAD "stages:\n  s: { " STAGE ", signers: { of: [li, wang], rule: 3 } }\n", 5, 3,
           "out-of-range", "more signers must agree");
    EXPECT(HEAD "stages:\n  s: { " STAGE " }\ngates:\n"
                "  g: { policy: hold_until, members: [s], hold: 11 working days }\n",
           7, 48, "out-of-range", "10 working days");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signers_of_all_stages_stand_in_one_list),
        cmocka_unit_test(test_lint_knows_the_bounds_of_signers_and_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
