/* SPDX-License-Identifier: Apache-2.0 */
/* What a definition says of corrections and the pre-review: what is read, and what no bundle may live by. */
#include "broker/core/procedure_terms.h"
#include "tests/support/definition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define HEAD DEFINITION_HEAD
#define STAGE DEFINITION_STAGE

#define EXPECT(text, line, column, rule, part) \
    definition_expect(text, (struct definition_slip){ line, column, rule, part })

static void test_corrections_are_all_said_or_none(void **state)
{
    (void)state;
    const struct corrections *terms = &definition.corrections;
    assert_int_equal(definition_load(HEAD "stages: { s: { " STAGE " } }\n"), OK);
    assert_int_equal(terms->on_timeout, 0);
    assert_int_equal(definition_load(HEAD "corrections: {}\nstages: { s: { " STAGE " } }\n"), OK);
    assert_int_equal(terms->notice.value, 5);
    assert_int_equal(terms->supply.value, 15);
    assert_int_equal(terms->rounds, 1);
    assert_int_equal(terms->on_timeout, ON_UNANSWERED_REFUSE);
    assert_int_equal(definition_load(HEAD "corrections: { notice: 2 working days, rounds: 3,"
                                          " supply: 10 natural days, on_timeout: return }\n"
                                          "stages: { s: { " STAGE " } }\n"),
                     OK);
    assert_int_equal(terms->notice.value, 2);
    assert_int_equal(terms->supply.unit, LIMIT_NATURAL_DAYS);
    assert_int_equal(terms->rounds, 3);
    assert_int_equal(terms->on_timeout, ON_UNANSWERED_RETURN);
    EXPECT(HEAD "corrections: { rounds: 10 }\nstages: { s: { " STAGE " } }\n", 4, 24,
           "out-of-range", "rounds");
    EXPECT(HEAD "corrections: { on_timeout: wait }\nstages: { s: { " STAGE " } }\n", 4, 28,
           "unknown-word", "withdraw");
}

static void test_a_pre_review_lasts_until_a_milestone(void **state)
{
    (void)state;
    assert_int_equal(definition_load(HEAD "pre_review: { until: m }\n"
                                          "milestones: { l: { title: L }, m: { title: M } }\n"
                                          "stages: { s: { " STAGE ", start_after: [l, m] } }\n"),
                     OK);
    assert_int_equal(definition.pre_review_until, 2);
    EXPECT(HEAD "pre_review: { until: n }\nstages: { s: { " STAGE " } }\n", 4, 22, "unknown-name",
           "no milestone n");
    EXPECT(HEAD "intake: { counter: true }\npre_review: { until: m }\n"
                "milestones: { m: { title: M } }\n"
                "stages: { s: { " STAGE ", start_after: [m] } }\n",
           5, 13, "two-intakes", "keep pre_review or intake");
    EXPECT(HEAD "pre_review: {}\nstages: { s: { " STAGE " } }\n", 4, 13, "missing-key", "until");
}

/* Each line spoils one thing in a copy of good terms. */
#define WRONG(...) \
    do { \
        struct procedure procedure = { .milestone_count = 1, .pre_review_until = 1 }; \
        struct corrections *corrections = &procedure.corrections; \
        *corrections = good; \
        assert_null(procedure_terms_fault(&procedure)); \
        __VA_ARGS__; \
        assert_non_null(procedure_terms_fault(&procedure)); \
    } while (0)

static void test_terms_that_contradict_themselves_are_refused(void **state)
{
    (void)state;
    static const struct corrections good = { { 5, LIMIT_WORKING_DAYS },
                                             { 15, LIMIT_NATURAL_HOURS },
                                             CORRECTION_ROUNDS_MAX,
                                             ON_UNANSWERED_RETURN };
    WRONG(corrections->on_timeout = ON_UNANSWERED_RETURN + 1);
    WRONG(corrections->on_timeout = 0); /* and yet the rest is said */
    WRONG(corrections->rounds = 0);
    WRONG(corrections->rounds = CORRECTION_ROUNDS_MAX + 1);
    WRONG(corrections->notice.value = 0);
    WRONG(corrections->supply.value = 0);
    WRONG(corrections->notice.unit = 0);
    WRONG(corrections->supply.unit = LIMIT_NATURAL_HOURS + 1);
    WRONG(procedure.pre_review_until = 2);
    WRONG(procedure.intake.counter = true);
    WRONG(procedure.statutory = (struct limit){ 1, 0 });
    WRONG(procedure.promised = (struct limit){ 0, LIMIT_NATURAL_HOURS + 1 });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_corrections_are_all_said_or_none),
        cmocka_unit_test(test_a_pre_review_lasts_until_a_milestone),
        cmocka_unit_test(test_terms_that_contradict_themselves_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
