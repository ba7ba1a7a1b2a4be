/* SPDX-License-Identifier: Apache-2.0 */
/* The section on the counter, and the day in force, as they are read from a file. */
#include "tests/support/definition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define HEAD DEFINITION_HEAD
#define STAGE DEFINITION_STAGE

static void test_a_counter_has_what_the_law_says_unless_it_says_otherwise(void **state)
{
    (void)state;
    assert_int_equal(
        definition_load(HEAD "intake: { counter: true }\nstages: { s: { " STAGE " } }\n"), OK);
    assert_true(definition.intake.counter);
    assert_int_equal(definition.intake.within.value, 5);
    assert_int_equal(definition.intake.within.unit, LIMIT_WORKING_DAYS);
    assert_int_equal(definition.intake.on_silence, ON_SILENCE_ACCEPT);
    assert_int_equal(definition.intake.on_lapse, 0);
    assert_int_equal(
        definition_load(HEAD "intake: { counter: true, on_spot: true, on_silence: wait,\n"
                             "          correct_within: 3 natural days, on_lapse: withdraw }\n"
                             "in_force: 2026-03-01\nstages: { s: { " STAGE " } }\n"),
        OK);
    assert_true(definition.intake.on_spot);
    assert_int_equal(definition.intake.within.value, 0);
    assert_int_equal(definition.intake.on_silence, ON_SILENCE_WAIT);
    assert_int_equal(definition.intake.on_lapse, ON_LAPSE_WITHDRAW);
    assert_int_equal(definition.in_force, 20260301);
    assert_int_equal(definition_load(HEAD
                                     "intake: { counter: true, correct_within: 1 working day }\n"
                                     "stages: { s: { " STAGE " } }\n"),
                     OK);
    assert_int_equal(definition.intake.on_lapse, ON_LAPSE_RETURN);
    assert_int_equal(
        definition_load(HEAD "intake: { counter: false }\nstages: { s: { " STAGE " } }\n"), OK);
    assert_int_equal(definition.intake.within.value, 0);
}

static void test_lint_refuses_a_counter_that_makes_no_sense(void **state)
{
    (void)state;
    static const struct {
        const char *intake;
        const char *rule;
        const char *says;
    } wrong[] = {
        { "intake: { within: 5 working days }", "missing-key", "counter" },
        { "intake: { counter: false, within: 5 working days }", "no-counter", "counter: true" },
        { "intake: { counter: true, on_spot: true, within: 1 working day }", "two-limits",
          "on_spot" },
        { "intake: { counter: true, on_lapse: return }", "missing-key", "correct_within" },
        { "intake: { counter: true, on_silence: grant }", "unknown-word", "accept or wait" },
        { "in_force: 2026-02-30", "bad-date", "no day that can be" },
        { "in_force: 1999-01-01", "bad-date", "2000 to 2063" },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char text[256];
        (void)snprintf(text, sizeof text, HEAD "%s\nstages: { s: { " STAGE " } }\n",
                       wrong[i].intake);
        assert_int_not_equal(definition_load(text), OK);
        assert_string_equal(definition_report.findings[0].rule, wrong[i].rule);
        assert_non_null(strstr(definition_report.findings[0].text, wrong[i].says));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_counter_has_what_the_law_says_unless_it_says_otherwise),
        cmocka_unit_test(test_lint_refuses_a_counter_that_makes_no_sense),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
