/* SPDX-License-Identifier: Apache-2.0 */
/* The section `supervision` of a definition: what it takes, what is refused where, what is warned of. */
#include "tests/support/definition.h"
#include "tongfa/act.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define HEAD DEFINITION_HEAD
#define STAGE DEFINITION_STAGE
#define REST "stages: { s: { " STAGE ", limits: { promised: 20 working days } } }\n"
#define EXPECT(text, line, column, rule, part) \
    definition_expect(text, (struct definition_slip){ line, column, rule, part })

static void test_every_key_reaches_the_procedure(void **state)
{
    (void)state;
    assert_int_equal(definition_load(HEAD "supervision:\n  rules: yulin-1\n  escalate:\n"
                                          "    - { at: red, to: supervisor, interview: 约谈 }\n"
                                          "    - { at: deep_red, to: government }\n" REST),
                     OK);
    assert_int_equal(definition_report.count, 0);
    const struct supervision *supervision = &definition.supervision;
    assert_string_equal(supervision->rules.text, "yulin-1");
    assert_int_equal(supervision->escalate_count, 2);
    assert_int_equal(supervision->escalate[0].at, CARD_RED);
    assert_int_equal(supervision->escalate[0].to, ROLE_SUPERVISOR);
    assert_string_equal(supervision->escalate[0].interview, "约谈");
    assert_int_equal(supervision->escalate[1].at, CARD_DEEP_RED);
    assert_int_equal(supervision->escalate[1].to, ROLE_GOVERNMENT);
}

static void test_each_role_and_level_has_its_word(void **state)
{
    (void)state;
    assert_int_equal(
        definition_load(HEAD "supervision: { rules: apl-1, escalate: ["
                             " { at: notice, to: officer }, { at: yellow, to: head } ] }\n" REST),
        OK);
    assert_int_equal(definition.supervision.escalate[0].at, CARD_NOTICE);
    assert_int_equal(definition.supervision.escalate[0].to, ROLE_OFFICER);
    assert_int_equal(definition.supervision.escalate[1].at, CARD_YELLOW);
    assert_int_equal(definition.supervision.escalate[1].to, ROLE_HEAD);
}

static void test_lint_refuses_supervision_that_is_none(void **state)
{
    (void)state;
    EXPECT(HEAD "supervision: { rules: defualt-1 }\n" REST, 4, 14, "supervision",
           "no rule set of this name; use default-1, yulin-1 or apl-1");
    EXPECT(HEAD "supervision: { escalate: [] }\n" REST, 4, 14, "missing-key",
           "lacks the key rules");
    EXPECT(HEAD "supervision: { rules: apl-1, escalate: [ { at: rde, to: head } ] }\n" REST, 4, 48,
           "unknown-word", "rde");
    EXPECT(HEAD "supervision: { rules: apl-1, escalate: [ { at: red, to: clerk } ] }\n" REST, 4, 57,
           "unknown-word", "clerk");
    EXPECT(HEAD "supervision: { rules: apl-1, escalate: [ { at: red, to: head },"
                " { at: red, to: head } ] }\n" REST,
           4, 14, "supervision", "a level may escalate once");
    EXPECT(HEAD "supervision: { rules: apl-1, escalate: [ { at: notice, to: head },"
                " { at: yellow, to: head }, { at: red, to: head }, { at: deep_red, to: head },"
                " { at: red, to: head } ] }\n" REST,
           4, 145, "too-many", "more than 4 steps");
}

static void test_lint_warns_where_no_clock_counts(void **state)
{
    (void)state;
    assert_int_equal(
        definition_load(HEAD "supervision: { rules: apl-1 }\nstages: { s: { " STAGE " } }\n"), OK);
    assert_non_null(definition_find("no-clock"));
    assert_int_equal(definition_load(HEAD "supervision: { rules: apl-1 }\n"
                                          "limits: { promised: 3 working days }\n"
                                          "stages: { s: { " STAGE " } }\n"),
                     OK);
    assert_int_equal(definition_report.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_key_reaches_the_procedure),
        cmocka_unit_test(test_each_role_and_level_has_its_word),
        cmocka_unit_test(test_lint_refuses_supervision_that_is_none),
        cmocka_unit_test(test_lint_warns_where_no_clock_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
