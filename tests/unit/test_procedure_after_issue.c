/* SPDX-License-Identifier: Apache-2.0 */
/* The terms that run after a permit's issue: as they are read from a file, and which make sense. */
#include "broker/core/procedure_check.h"
#include "tests/support/definition.h"
#include "tests/support/procedure_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#define HEAD DEFINITION_HEAD
#define STAGE DEFINITION_STAGE

static struct procedure procedure;
static struct problem problems[2];

/* One problem, of the third stage, whose sentence contains some words. */
static void assert_refused(const char *words)
{
    assert_int_equal(procedure_check(&procedure, problems, 2), 1);
    assert_int_equal(problems[0].kind, PROBLEM_OUT_OF_RANGE);
    assert_int_equal(problems[0].place, PLACE_STAGE);
    assert_int_equal(problems[0].index, 2);
    if (strstr(problems[0].text, words) == NULL) printf("# %s\n", problems[0].text);
    assert_non_null(strstr(problems[0].text, words));
}

static void test_terms_after_issue_are_read_and_completed(void **state)
{
    (void)state;
    const struct procedure_stage *stage = &definition.stages[0];

    assert_int_equal(definition_load(HEAD "stages: { s: { " STAGE
                                          ", permit: P, after_issue: { delivery: 10 "
                                          "working days, start_within: 1 year, deferral: 3 months, "
                                          "valid: 100 years } } }\n"),
                     OK);
    assert_int_equal(stage->delivery.value, 10);
    assert_int_equal(stage->delivery.unit, LIMIT_WORKING_DAYS);
    assert_int_equal(stage->start_within.value, 12);
    assert_int_equal(stage->start_within.unit, LIMIT_MONTHS);
    assert_int_equal(stage->deferral.value, 3);
    assert_int_equal(stage->deferrals, 2); /* 建筑法 9 */
    assert_int_equal(stage->valid.value, 1200);
    assert_int_equal(stage->renew_before.value, 30); /* 许可法 50 */
    assert_int_equal(stage->renew_before.unit, LIMIT_NATURAL_DAYS);
    assert_int_equal(definition_load(HEAD "stages: { s: { " STAGE ", permit: P, after_issue: { "
                                          "valid: 834 years } } }\n"),
                     ERR_PROCEDURE_INVALID); /* over 9999 months */
    assert_int_equal(definition_load(HEAD "stages: { s: { " STAGE ", permit: P, after_issue: { "
                                          "start_within: 3 months, deferrals: 2 } } }\n"),
                     ERR_PROCEDURE_INVALID);
}

static void test_terms_after_issue_make_sense(void **state)
{
    (void)state;
    static const struct limit days = { 10, LIMIT_WORKING_DAYS };
    static const struct limit months = { 3, LIMIT_MONTHS };
    static const struct limit long_ago = { TERM_MONTHS_MAX + 1, LIMIT_MONTHS };
    struct procedure_stage *stage = &procedure.stages[2];

    procedure_five_permits(&procedure);
    stage->delivery = days;
    stage->start_within = stage->deferral = stage->valid = months;
    stage->deferrals = DEFERRALS_MAX;
    stage->renew_before = (struct limit){ 30, LIMIT_NATURAL_DAYS };
    assert_int_equal(procedure_check(&procedure, problems, 2), 0);
    struct procedure good = procedure;
    static const struct {
        const char *text;
        int slip;
    } cases[] = {
        { "an opinion has no terms", 0 },
        { "delivery is in", 1 },
        { "in months or years", 2 },
        { "in months or years", 3 },
        { "in months or years", 4 },
        { "start_within beside it", 5 },
        { "give both", 6 },
        { "give both", 7 },
        { "give both", 8 },
        { "valid beside it", 9 },
        { "in natural days", 10 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        procedure = good;
        switch (cases[i].slip) {
            case 0: stage->permit[0] = '\0'; break;
            case 1: stage->delivery = months; break;
            case 2: stage->start_within = long_ago; break;
            case 3: stage->deferral = days; break;
            case 4: stage->valid = days; break;
            case 5: stage->start_within.value = 0; break;
            case 6: stage->deferrals = 0; break;
            case 7: stage->deferral.value = 0; break;
            case 8: stage->deferrals = DEFERRALS_MAX + 1; break;
            case 9: stage->valid.value = 0; break;
            default: stage->renew_before.unit = LIMIT_WORKING_DAYS; break;
        }
        assert_refused(cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_terms_after_issue_are_read_and_completed),
        cmocka_unit_test(test_terms_after_issue_make_sense),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
