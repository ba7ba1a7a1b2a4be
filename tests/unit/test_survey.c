/* SPDX-License-Identifier: Apache-2.0 */
/* How large an engine must be to replay a journal: as many bundles as have a fact to come at a time. */
#include "broker/shell/replay.h"
#include "tests/support/procedure_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define BUNDLES 40000
#define FACTS (4 * BUNDLES)
#define SLACK (1024 + 64 + SURVEY_PORTION) /* what replay.c allows itself */

static struct survey survey;
static struct procedure procedure;
static uint64_t position;

static int set_up(void **state)
{
    (void)state;
    survey = (struct survey){ .until = FACTS };
    survey.last = calloc(FACTS, sizeof *survey.last);
    survey.portions_bytes = (FACTS / SURVEY_PORTION + 1) * sizeof *survey.began;
    survey.began = calloc(1, survey.portions_bytes);
    survey.ended = calloc(1, survey.portions_bytes);
    position = 0;
    procedure_five_permits(&procedure);
    return survey.last == NULL || survey.began == NULL || survey.ended == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    free(survey.last);
    free(survey.began);
    free(survey.ended);
    return 0;
}

static void note(enum fact_type type, uint64_t bundle)
{
    struct fact fact = { .bundle = bundle, .at_ms = 1, .type = type };

    fact.position = ++position;
    if (type == FACT_PROCEDURE_PUBLISHED) fact.procedure_published.procedure = &procedure;
    assert_int_equal(survey_note(&survey, &fact), OK);
}

/* One bundle after the other: each is submitted and ends before the next. */
static void live_one_after_the_other(uint32_t count)
{
    note(FACT_PROCEDURE_PUBLISHED, 0);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t bundle = survey.bundle_count + 1;
        note(FACT_BUNDLE_SUBMITTED, bundle);
        note(FACT_BUNDLE_ENDED, bundle);
    }
}

static void test_bundles_that_end_at_once_need_little(void **state)
{
    (void)state;
    live_one_after_the_other(BUNDLES);
    struct engine_limits limits = survey_limits(&survey);
    assert_in_range(limits.bundles_max, 1, SLACK);
}

static void test_bundles_that_have_a_fact_to_come_stay_until_then(void **state)
{
    (void)state;
    live_one_after_the_other(BUNDLES / 2);
    for (uint64_t bundle = 1; bundle <= BUNDLES / 2; bundle++) {
        note(FACT_ACTED, bundle);
    }
    struct engine_limits limits = survey_limits(&survey);
    assert_in_range(limits.bundles_max, BUNDLES / 2, BUNDLES / 2 + SLACK);
    assert_true(limits.stage_blocks_max > limits.bundles_max * survey.blocks_max);
}

static void test_bundles_that_are_open_at_the_end_never_leave(void **state)
{
    (void)state;
    note(FACT_PROCEDURE_PUBLISHED, 0);
    for (uint64_t bundle = 1; bundle <= 10000; bundle++) {
        note(FACT_BUNDLE_SUBMITTED, bundle);
    }
    for (uint64_t bundle = 10001; bundle <= BUNDLES; bundle++) {
        note(FACT_BUNDLE_SUBMITTED, bundle);
        note(FACT_BUNDLE_ENDED, bundle);
    }
    struct engine_limits limits = survey_limits(&survey);
    assert_in_range(limits.bundles_max, 10001, 20000 + SLACK);
}

int main(void)
{
#define CLAIM(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CLAIM(test_bundles_that_end_at_once_need_little),
        CLAIM(test_bundles_that_have_a_fact_to_come_stay_until_then),
        CLAIM(test_bundles_that_are_open_at_the_end_never_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
