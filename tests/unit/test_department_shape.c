/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of the departments against APPLICATION.md, and applications of any shape. */
#include "tests/support/application.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DEPARTMENT_COUNT 5
static const char letters[] = "ADBCF"; /* in the order of departments[] */

/* The row of a table of the document whose first cell is this text; size is its length. */
static const char *row_of(const char *document, const char *first, size_t *size)
{
    char begin[160];
    (void)snprintf(begin, sizeof begin, "\n| %s |", first);
    const char *row = strstr(document, begin);
    if (row == NULL) {
        fail_msg("APPLICATION.md has no row for %s", first);
        return "";
    }
    row++;
    *size = strcspn(row, "\n");
    return row;
}

/* The row of a field: bounds stand in one row, "x.min, .max". */
static const char *field_row(const char *document, const char *path, size_t *size)
{
    const char *last = strrchr(path, '.');
    char first[160];
    if (strcmp(last, ".min") != 0 && strcmp(last, ".max") != 0) {
        return row_of(document, path, size);
    }
    (void)snprintf(first, sizeof first, "%.*s.min, .max", (int)(last - path), path);
    return row_of(document, first, size);
}

/* The last cell of a row names the department. */
static bool row_names(const char *row, size_t size, char letter)
{
    assert_true(size > 2);
    const char *cell = memrchr(row, '|', size - 2);
    assert_non_null(cell);
    return memchr(cell, letter, size - (size_t)(cell - row)) != NULL;
}

static bool list_has(const char *const *list, const char *text)
{
    for (; *list != NULL; list++) {
        if (strcmp(*list, text) == 0) return true;
    }
    return false;
}

static void test_every_field_is_documented_with_its_readers(void **state)
{
    (void)state;
    char *document = application_document();
    for (unsigned i = 0; i < field_count(); i++) {
        const char *path = field_at(i)->path;
        size_t size = 0;
        const char *row = field_row(document, path, &size);
        bool is_bound = strstr(path, ".min") != NULL || strstr(path, ".max") != NULL;
        if (!is_bound) {
            const char *title = strstr(row, field_at(i)->title);
            assert_true(title != NULL && title < row + size);
        }
        bool is_conditional = memmem(row, size, "only if", strlen("only if")) != NULL;
        for (size_t d = 0; d < DEPARTMENT_COUNT && !is_conditional; d++) {
            if (list_has(departments[d]->fields, path) != row_names(row, size, letters[d])) {
                fail_msg("%s: table and document differ on %s", path, departments[d]->name);
            }
        }
    }
    free(document);
}

static void test_every_material_is_documented_with_its_readers(void **state)
{
    (void)state;
    char *document = application_document();
    char *materials = strstr(document, "\n## Materials");
    assert_non_null(materials);
    json_t *sample = application_sample();
    size_t i = 0;
    json_t *material = NULL;
    json_array_foreach(json_object_get(sample, "materials"), i, material)
    {
        const char *name = json_string_value(json_object_get(material, "name"));
        assert_non_null(material_title(name));
        size_t size = 0;
        const char *row = row_of(materials, name, &size);
        assert_non_null(memmem(row, size, material_title(name), strlen(material_title(name))));
        bool is_conditional = memmem(row, size, " if ", 4) != NULL;
        for (size_t d = 0; d < DEPARTMENT_COUNT && !is_conditional; d++) {
            assert_int_equal(list_has(departments[d]->materials, name),
                             row_names(row, size, letters[d]));
        }
    }
    json_decref(sample);
    free(document);
}

static void judge(const struct department *department, const json_t *application,
                  struct tongfa_verdict *verdict)
{
    memset(verdict, 0, sizeof *verdict);
    verdict->kind = TONGFA_GRANT;
    department_judge(department, application, verdict);
    assert_int_equal(verdict->reason_size, strlen(verdict->reason));
}

static void test_every_department_refuses_an_empty_application(void **state)
{
    (void)state;
    static struct tongfa_verdict verdict;
    json_t *empty = json_object();
    for (size_t d = 0; d < DEPARTMENT_COUNT; d++) {
        judge(departments[d], empty, &verdict);
        assert_int_equal(verdict.kind, TONGFA_REFUSE);
        assert_non_null(strstr(verdict.reason, "没有提供申请人信息"));
    }
    json_decref(empty);
}

static void test_what_is_no_application_at_all_is_refused(void **state)
{
    (void)state;
    static struct tongfa_verdict verdict;
    json_t *list = json_pack("[i]", 1);
    for (size_t d = 0; d < DEPARTMENT_COUNT; d++) {
        judge(departments[d], list, &verdict);
        assert_int_equal(verdict.kind, TONGFA_REFUSE);
        judge(departments[d], NULL, &verdict);
        assert_int_equal(verdict.kind, TONGFA_REFUSE);
    }
    json_decref(list);
}

/* Each field in turn becomes each of these; whoever reads it must refuse and name it. */
static const char *const wrong_values[] = {
    "true",
    "{}",
    "[]",
    "[[[]]]",
    "\"\"",
    "-1",
    "1e308",
    "9223372036854775807",
    "-0.5",
    "\"\\u0000\"",
    "\"\\u202e\\n\"",
};

static void spoil_field(const struct department *department, const char *path)
{
    static struct tongfa_verdict verdict;
    if (field_at(field_index(path))->kind == FIELD_FLAG) return;
    for (size_t i = 0; i < sizeof wrong_values / sizeof wrong_values[0]; i++) {
        json_t *application = application_sample();
        application_change(application, &(struct change){ path, wrong_values[i] });
        judge(department, application, &verdict);
        json_decref(application);
        assert_int_equal(verdict.kind, TONGFA_REFUSE);
        if (strstr(verdict.reason, path) == NULL) {
            fail_msg("%s = %s: %s", path, wrong_values[i], verdict.reason);
        }
    }
}

static void test_a_field_of_any_wrong_type_is_named_and_never_a_crash(void **state)
{
    (void)state;
    for (size_t d = 0; d < DEPARTMENT_COUNT; d++) {
        for (const char *const *path = departments[d]->fields; *path != NULL; path++) {
            spoil_field(departments[d], *path);
        }
    }
}

static void test_each_missing_field_is_named(void **state)
{
    (void)state;
    static struct tongfa_verdict verdict;
    for (size_t d = 0; d < DEPARTMENT_COUNT; d++) {
        for (const char *const *path = departments[d]->fields; *path != NULL; path++) {
            json_t *application = application_sample();
            application_change(application, &(struct change){ *path, NULL });
            judge(departments[d], application, &verdict);
            json_decref(application);
            assert_int_equal(verdict.kind, TONGFA_REFUSE);
            assert_non_null(strstr(verdict.reason, *path));
        }
    }
}

/* With every text at its longest, what has no room is counted and the count is told. */
static void test_reasons_beyond_the_bound_are_counted_not_lost(void **state)
{
    (void)state;
    char text[TEXT_BYTES_MAX + 3];
    memset(text, 'a', sizeof text);
    text[0] = '"';
    text[sizeof text - 2] = '"';
    text[sizeof text - 1] = '\0';
    static struct tongfa_verdict verdict;
    json_t *application = application_sample();
    const char *const *paths = department_registry.fields;
    for (; *paths != NULL; paths++) {
        if (field_at(field_index(*paths))->kind != FIELD_TEXT) continue;
        text[1]++; /* all of them differ */
        application_change(application, &(struct change){ *paths, text });
    }
    application_change(application, &(struct change){ "cadastral_survey.area_m2", "1" });
    application_change(application, &(struct change){ "land_contract.area_m2", "1" });
    application_change(application, &(struct change){ "payment.paid_fen", "1" });
    application_change(application, &(struct change){ "deed_tax.rate_percent", "1" });
    application_change(application, &(struct change){ "materials", "[]" });
    judge(&department_registry, application, &verdict);
    json_decref(application);
    assert_int_equal(verdict.kind, TONGFA_REFUSE);
    assert_non_null(strstr(verdict.reason, "条理由因篇幅所限没有列出"));
    assert_true(verdict.reason_size <= TONGFA_REASON_BYTES_MAX);
}

static void test_departments_are_found_by_name(void **state)
{
    (void)state;
    assert_ptr_equal(department_find("registry"), &department_registry);
    assert_ptr_equal(department_find("land"), &department_land);
    assert_null(departments[DEPARTMENT_COUNT]);
    assert_null(department_find("finance"));
    assert_null(department_find(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_field_is_documented_with_its_readers),
        cmocka_unit_test(test_every_material_is_documented_with_its_readers),
        cmocka_unit_test(test_every_department_refuses_an_empty_application),
        cmocka_unit_test(test_what_is_no_application_at_all_is_refused),
        cmocka_unit_test(test_a_field_of_any_wrong_type_is_named_and_never_a_crash),
        cmocka_unit_test(test_each_missing_field_is_named),
        cmocka_unit_test(test_reasons_beyond_the_bound_are_counted_not_lost),
        cmocka_unit_test(test_departments_are_found_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
