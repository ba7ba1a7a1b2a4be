/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/application.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

char *application_document(void)
{
    const char *source = getenv("TONGFA_SOURCE");
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/workers/departments/APPLICATION.md",
                   source == NULL ? "." : source);
    FILE *file = fopen(path, "rb");
    if (file == NULL) fail_msg("cannot open %s", path);
    static const size_t room = 256 * 1024;
    char *text = calloc(1, room);
    assert_non_null(text);
    size_t size = fread(text, 1, room - 1, file);
    assert_int_equal(fclose(file), 0);
    assert_true(size > 0);
    return text;
}

json_t *application_sample(void)
{
    static const char fence[] = "```json\n";
    char *document = application_document();
    char *begin = strstr(document, fence);
    assert_non_null(begin);
    begin += sizeof fence - 1;
    char *end = strstr(begin, "```");
    assert_non_null(end);
    json_error_t error;
    json_t *sample = json_loadb(begin, (size_t)(end - begin), JSON_REJECT_DUPLICATES, &error);
    if (sample == NULL) fail_msg("sample, line %d: %s", error.line, error.text);
    free(document);
    return sample;
}

/* Index of a material by its name. */
static size_t material_index(json_t *list, const char *name, size_t size)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = json_string_value(json_object_get(json_array_get(list, i), "name"));
        if (text != NULL && strlen(text) == size && strncmp(text, name, size) == 0) return i;
    }
    fail_msg("no material %s", name);
    return 0;
}

static void put(json_t *object, const char *key, const char *json)
{
    if (json == NULL) {
        assert_int_equal(json_object_del(object, key), 0);
        return;
    }
    json_t *value = json_loads(json, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    if (value == NULL) fail_msg("not JSON: %s", json);
    assert_int_equal(json_object_set_new(object, key, value), 0);
}

void application_change(json_t *application, const struct change *change)
{
    json_t *json = application;
    const char *path = change->path;
    for (const char *dot = strchr(path, '.'); dot != NULL; dot = strchr(path, '.')) {
        json = json_object_getn(json, path, (size_t)(dot - path));
        assert_non_null(json);
        path = dot + 1;
        if (!json_is_array(json)) continue;

        size_t size = strcspn(path, ".");
        size_t index = material_index(json, path, size);
        if (path[size] == '\0') {
            assert_null(change->json);
            assert_int_equal(json_array_remove(json, index), 0);
            return;
        }
        json = json_array_get(json, index);
        path += size + 1;
    }
    put(json, path, change->json);
}

/* Reasons are numbered lines. */
static unsigned count_reasons(const char *text)
{
    unsigned count = 0;
    char number[16];
    for (;;) {
        (void)snprintf(number, sizeof number, "%u. ", count + 1);
        if (strncmp(text, number, strlen(number)) == 0) count++;
        text = strchr(text, '\n');
        if (text == NULL) return count;
        text++;
    }
}

static void run_case(void **state)
{
    const struct review_case *at = *state;
    json_t *application = application_sample();
    for (size_t i = 0; i < CHANGES_MAX && at->changes[i].path != NULL; i++) {
        application_change(application, &at->changes[i]);
    }
    struct tongfa_verdict *verdict = calloc(1, sizeof *verdict);
    assert_non_null(verdict);
    verdict->kind = TONGFA_GRANT;
    department_judge(at->department, application, verdict);
    json_decref(application);

    if (at->reason == NULL) {
        assert_string_equal(verdict->reason, "");
        assert_int_equal(verdict->kind, TONGFA_GRANT);
    } else {
        assert_int_equal(verdict->kind, TONGFA_REFUSE);
        if (strstr(verdict->reason, at->reason) == NULL) {
            fail_msg("not in the reason: %s\n%s", at->reason, verdict->reason);
        }
        unsigned wanted = at->reason_count == 0 ? 1 : at->reason_count;
        if (count_reasons(verdict->reason) != wanted) {
            fail_msg("%u reasons wanted: %s", wanted, verdict->reason);
        }
    }
    free(verdict);
}

int application_run_cases(const struct review_case *cases, size_t count)
{
    struct CMUnitTest *tests = calloc(count, sizeof *tests);
    assert_non_null(tests);
    for (size_t i = 0; i < count; i++) {
        union {
            const struct review_case *given;
            void *wanted;
        } state = { .given = &cases[i] };
        tests[i] = (struct CMUnitTest){
            .name = cases[i].claim,
            .test_func = run_case,
            .initial_state = state.wanted,
        };
    }
    int failed = _cmocka_run_group_tests("cases", tests, count, NULL, NULL);
    free(tests);
    return failed;
}
