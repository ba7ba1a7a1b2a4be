/* SPDX-License-Identifier: Apache-2.0 */
/* The sample and the made bundles, judged by the real departments: each is refused by exactly those
 * that its maker says. */
#include "broker/core/procedure_check.h"
#include "client/application.h"
#include "client/lint.h"
#include "workers/departments/department.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define MAKE "/usr/bin/python3 -B " TONGFA_SOURCE "/scripts/make-bundles "

static struct tongfa_verdict verdict;
static struct lint_report report;
static struct procedure procedure;

static enum tongfa_verdict_kind judge(const struct department *department, const json_t *bundle)
{
    memset(&verdict, 0, sizeof verdict);
    verdict.kind = TONGFA_GRANT;
    department_judge(department, json_object_get(bundle, "application"), &verdict);
    return verdict.kind;
}

static bool array_has(const json_t *array, const char *word)
{
    size_t index;
    json_t *value;
    json_array_foreach(array, index, value)
    {
        if (strcmp(json_string_value(value), word) == 0) return true;
    }
    return false;
}

/* --- the sample --- */

static json_t *sample_load(void)
{
    json_error_t error;
    json_t *sample = json_load_file(TONGFA_SOURCE "/procedures/samples/zhongke-zhigu.json",
                                    JSON_REJECT_DUPLICATES, &error);
    assert_non_null(sample);
    return sample;
}

static void test_every_department_grants_the_sample(void **state)
{
    (void)state;
    json_t *sample = sample_load();
    for (size_t i = 0; departments[i] != NULL; i++) {
        if (judge(departments[i], sample) != TONGFA_GRANT) {
            fail_msg("%s: %s", departments[i]->name, verdict.reason);
        }
    }
    json_decref(sample);
}

/* Every field is in the report, or named as made up. */
static void test_the_sample_says_what_is_made_up(void **state)
{
    (void)state;
    static const char *const reported[] = { "project.name", "applicant.name", "plot.location",
                                            "plot.area_mu" };
    json_t *sample = sample_load();
    json_t *application = json_object_get(sample, "application");
    json_t *made_up = json_object_get(json_object_get(sample, "_made_up"), "fields");
    const char *section;
    json_t *fields;
    unsigned reported_count = 0;

    json_object_foreach(application, section, fields)
    {
        char path[64];
        const char *field;
        json_t *value;
        (void)snprintf(path, sizeof path, "%s.*", section);
        bool is_whole = array_has(made_up, section) || array_has(made_up, path);
        if (is_whole) continue;
        json_object_foreach(fields, field, value)
        {
            (void)snprintf(path, sizeof path, "%s.%s", section, field);
            if (array_has(made_up, path)) continue;
            assert_true(reported_count < 4);
            assert_string_equal(path, reported[reported_count++]);
        }
    }
    assert_int_equal(reported_count, 4);
    json_decref(sample);
}

static void test_the_sample_can_travel(void **state)
{
    (void)state;
    static uint8_t bytes[APPLICATION_BYTES_MAX];
    struct buffer buffer;
    struct application_problem problem;
    json_t *sample = sample_load();
    buffer_init(&buffer, bytes, sizeof bytes);
    assert_int_equal(
        application_from_json(json_object_get(sample, "application"), &buffer, &problem), OK);
    json_decref(sample);
}

/* --- the procedure and the departments --- */

static void test_the_procedure_names_what_the_departments_read(void **state)
{
    (void)state;
    assert_int_equal(
        procedure_load(TONGFA_SOURCE "/procedures/five-permits.yaml", &procedure, &report), OK);
    for (uint32_t stage = 0; stage < procedure.stage_count; stage++) {
        const struct department *department =
            department_find(procedure.stages[stage].department.text);
        assert_non_null(department);
        assert_string_equal(department->stage, procedure.stages[stage].name.text);
        assert_string_equal(department->permit, procedure.stages[stage].permit);
        for (size_t i = 0; department->materials[i] != NULL; i++) {
            uint32_t at = 0;
            while (strcmp(procedure.materials[at].name.text, department->materials[i]) != 0) {
                at++;
                assert_true(at < procedure.material_count);
            }
            assert_true(procedure.materials[at].required);
            assert_true(set_has(procedure.materials[at].stages, stage));
        }
    }
}

/* --- made bundles --- */

struct maker {
    FILE *bundles;
    FILE *expected;
    char *lines[2];
    size_t sizes[2];
    unsigned count;
};

static void maker_open(struct maker *maker, const char *options)
{
    char command[512];

    memset(maker, 0, sizeof *maker);
    (void)snprintf(command, sizeof command, MAKE "%s --print bundles", options);
    maker->bundles = popen(command, "r");
    (void)snprintf(command, sizeof command, MAKE "%s --print expected", options);
    maker->expected = popen(command, "r");
    assert_non_null(maker->bundles);
    assert_non_null(maker->expected);
}

static void maker_close(struct maker *maker)
{
    assert_int_equal(pclose(maker->bundles), 0);
    assert_int_equal(pclose(maker->expected), 0);
    free(maker->lines[0]);
    free(maker->lines[1]);
}

static bool maker_next(struct maker *maker, json_t **bundle, json_t **expected)
{
    bool more = getline(&maker->lines[0], &maker->sizes[0], maker->bundles) > 0;
    assert_int_equal(getline(&maker->lines[1], &maker->sizes[1], maker->expected) > 0, more);
    if (!more) return false;
    *bundle = json_loads(maker->lines[0], JSON_REJECT_DUPLICATES, NULL);
    *expected = json_loads(maker->lines[1], JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(*bundle);
    assert_non_null(*expected);
    maker->count++;
    return true;
}

static void judge_all(const char *options, unsigned count)
{
    struct maker maker;
    json_t *bundle;
    json_t *expected;

    maker_open(&maker, options);
    while (maker_next(&maker, &bundle, &expected)) {
        json_t *refused = json_object_get(expected, "refused");
        for (size_t i = 0; departments[i] != NULL; i++) {
            bool must_refuse = array_has(refused, departments[i]->name);
            if ((judge(departments[i], bundle) == TONGFA_REFUSE) != must_refuse) {
                fail_msg("%s should%s refuse; it says: %s\n%s", departments[i]->name,
                         must_refuse ? "" : " not", verdict.reason, maker.lines[1]);
            }
        }
        json_decref(bundle);
        json_decref(expected);
    }
    assert_int_equal(maker.count, count);
    maker_close(&maker);
}

static void test_valid_made_bundles_are_granted_by_all(void **state)
{
    (void)state;
    judge_all("500 --seed 11 --flawed 0", 500);
}

static void test_flawed_made_bundles_are_refused_by_those_named(void **state)
{
    (void)state;
    judge_all("1000 --seed 12 --flawed 1", 1000);
}

static void test_made_bundles_can_travel(void **state)
{
    (void)state;
    static uint8_t bytes[APPLICATION_BYTES_MAX];
    struct maker maker;
    json_t *bundle;
    json_t *expected;

    maker_open(&maker, "200 --seed 13 --flawed 0.5");
    while (maker_next(&maker, &bundle, &expected)) {
        struct buffer buffer;
        buffer_init(&buffer, bytes, sizeof bytes);
        assert_int_equal(
            application_from_json(json_object_get(bundle, "application"), &buffer, NULL), OK);
        json_decref(bundle);
        json_decref(expected);
    }
    assert_int_equal(maker.count, 200);
    maker_close(&maker);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_department_grants_the_sample),
        cmocka_unit_test(test_the_sample_says_what_is_made_up),
        cmocka_unit_test(test_the_sample_can_travel),
        cmocka_unit_test(test_the_procedure_names_what_the_departments_read),
        cmocka_unit_test(test_valid_made_bundles_are_granted_by_all),
        cmocka_unit_test(test_flawed_made_bundles_are_refused_by_those_named),
        cmocka_unit_test(test_made_bundles_can_travel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
