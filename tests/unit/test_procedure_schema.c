/* SPDX-License-Identifier: Apache-2.0 */
/* procedures/procedure.schema.json and the loader agree.
 *
 * The schema is applied by a small validator that knows the keywords which the schema uses, and
 * fails on any other. A schema sees one place at a time: what only the loader can see is
 * listed apart, so that nothing moves from one list to the other unseen. */
#include "client/yaml.h"
#include "tests/support/definition.h"

#include <jansson.h>
#include <regex.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static json_t *schema_root;

static bool is_valid(const json_t *schema, const struct yaml_node *node);

/* --- the validator: one function a keyword --- */

static uint32_t child_count(const struct yaml_node *node)
{
    uint32_t count = 0;
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        count++;
    }
    return count;
}

/* Characters, not bytes. */
static json_int_t text_length(const char *text)
{
    json_int_t length = 0;
    for (; *text != '\0'; text++) {
        length += ((uint8_t)*text & 0xc0) != 0x80;
    }
    return length;
}

static bool type_holds(const json_t *value, const struct yaml_node *node)
{
    const char *type = json_string_value(value);

    if (strcmp(type, "object") == 0) return node->kind == YAML_MAPPING;
    if (strcmp(type, "array") == 0) return node->kind == YAML_LIST;
    if (strcmp(type, "string") == 0) return node->kind == YAML_TEXT;
    if (strcmp(type, "boolean") == 0) return node->kind == YAML_BOOL;
    assert_string_equal(type, "integer");
    return node->kind == YAML_NUMBER && strspn(node->text, "-0123456789") == strlen(node->text);
}

static bool pattern_holds(const json_t *value, const struct yaml_node *node)
{
    regex_t regex;
    if (node->kind != YAML_TEXT) return true;
    assert_int_equal(regcomp(&regex, json_string_value(value), REG_EXTENDED | REG_NOSUB), 0);
    bool holds = regexec(&regex, node->text, 0, NULL, 0) == 0;
    regfree(&regex);
    return holds;
}

static bool enum_holds(const json_t *value, const struct yaml_node *node)
{
    size_t index;
    json_t *word;
    json_array_foreach(value, index, word)
    {
        if (node->text == NULL) return false;
        if (json_is_boolean(word)) {
            bool is_it = strcmp(node->text, json_is_true(word) ? "true" : "false") == 0;
            if (node->kind == YAML_BOOL && is_it) return true;
            continue;
        }
        if (json_is_integer(word)) {
            bool is_it = strtoll(node->text, NULL, 10) == json_integer_value(word);
            if (node->kind == YAML_NUMBER && is_it) return true;
            continue;
        }
        if (strcmp(json_string_value(word), node->text) == 0) return true;
    }
    return false;
}

static bool bound_holds(const char *keyword, json_int_t bound, const struct yaml_node *node)
{
    bool is_min = strncmp(keyword, "min", 3) == 0;
    const char *what = keyword + 3;
    json_int_t amount = bound;

    if (strcmp(what, "imum") == 0) {
        if (node->kind == YAML_NUMBER) amount = strtoll(node->text, NULL, 10);
    } else if (strcmp(what, "Length") == 0) {
        if (node->kind == YAML_TEXT) amount = text_length(node->text);
    } else if (strcmp(what, "Items") == 0) {
        if (node->kind == YAML_LIST) amount = child_count(node);
    } else {
        assert_string_equal(what, "Properties");
        if (node->kind == YAML_MAPPING) amount = child_count(node) / 2;
    }
    return is_min ? amount >= bound : amount <= bound;
}

static bool items_hold(const json_t *value, const struct yaml_node *node)
{
    if (node->kind != YAML_LIST) return true;
    for (const struct yaml_node *item = node->first; item != NULL; item = item->next) {
        if (!is_valid(value, item)) return false;
    }
    return true;
}

static bool any_holds(const json_t *value, const struct yaml_node *node)
{
    size_t index;
    json_t *schema;
    json_array_foreach(value, index, schema)
    {
        if (is_valid(schema, node)) return true;
    }
    return false;
}

static bool items_are_unique(const struct yaml_node *node)
{
    if (node->kind != YAML_LIST) return true;
    for (const struct yaml_node *left = node->first; left != NULL; left = left->next) {
        for (const struct yaml_node *right = left->next; right != NULL; right = right->next) {
            bool are_texts = left->text != NULL && right->text != NULL;
            if (are_texts && strcmp(left->text, right->text) == 0) return false;
        }
    }
    return true;
}

static bool required_hold(const json_t *value, const struct yaml_node *node)
{
    size_t index;
    json_t *word;
    if (node->kind != YAML_MAPPING) return true;
    json_array_foreach(value, index, word)
    {
        const struct yaml_node *key = node->first;
        while (key != NULL && strcmp(key->text, json_string_value(word)) != 0) {
            key = key->next->next;
        }
        if (key == NULL) return false;
    }
    return true;
}

/* "properties", "additionalProperties" and "propertyNames" together, for one key. */
static bool property_holds(const json_t *schema, const struct yaml_node *key)
{
    const json_t *names = json_object_get(schema, "propertyNames");
    const json_t *others = json_object_get(schema, "additionalProperties");
    const json_t *property = json_object_get(json_object_get(schema, "properties"), key->text);
    struct yaml_node text = *key;

    text.kind = YAML_TEXT;
    if (names != NULL && !is_valid(names, &text)) return false;
    if (property != NULL) return is_valid(property, key->next);
    return others == NULL || (!json_is_false(others) && is_valid(others, key->next));
}

static bool properties_hold(const json_t *schema, const struct yaml_node *node)
{
    if (node->kind != YAML_MAPPING) return true;
    for (const struct yaml_node *key = node->first; key != NULL; key = key->next->next) {
        assert_non_null(key->text);
        if (!property_holds(schema, key)) return false;
    }
    return true;
}

/* Where the mapping has the key, all of it is valid under the key's schema, too. */
static bool dependencies_hold(const json_t *value, const struct yaml_node *node)
{
    if (node->kind != YAML_MAPPING) return true;
    for (const struct yaml_node *key = node->first; key != NULL; key = key->next->next) {
        const json_t *schema = json_object_get(value, key->text);
        if (schema != NULL && !is_valid(schema, node)) return false;
    }
    return true;
}

static const json_t *reference(const json_t *value)
{
    static const char prefix[] = "#/definitions/";
    const char *path = json_string_value(value);
    assert_int_equal(strncmp(path, prefix, sizeof prefix - 1), 0);
    const json_t *target =
        json_object_get(json_object_get(schema_root, "definitions"), path + sizeof prefix - 1);
    assert_non_null(target);
    return target;
}

static bool word_is_in(const char *word, const char *const *words)
{
    while (*words != NULL && strcmp(word, *words) != 0) {
        words++;
    }
    return *words != NULL;
}

static bool keyword_holds(const char *keyword, const json_t *value, const struct yaml_node *node)
{
    static const char *const notes[] = {
        "$schema",     "title",      "description",          "default",       "examples",
        "definitions", "properties", "additionalProperties", "propertyNames", NULL
    };
    if (word_is_in(keyword, notes)) return true; /* the last three: properties_hold */
    if (strcmp(keyword, "$ref") == 0) return is_valid(reference(value), node);
    if (strcmp(keyword, "type") == 0) return type_holds(value, node);
    if (strcmp(keyword, "pattern") == 0) return pattern_holds(value, node);
    if (strcmp(keyword, "enum") == 0) return enum_holds(value, node);
    if (strcmp(keyword, "anyOf") == 0) return any_holds(value, node);
    if (strcmp(keyword, "items") == 0) return items_hold(value, node);
    if (strcmp(keyword, "uniqueItems") == 0) return items_are_unique(node);
    if (strcmp(keyword, "required") == 0) return required_hold(value, node);
    if (strcmp(keyword, "dependencies") == 0) return dependencies_hold(value, node);
    if (strncmp(keyword, "min", 3) == 0 || strncmp(keyword, "max", 3) == 0) {
        return bound_holds(keyword, json_integer_value(value), node);
    }
    fail_msg("the schema uses the keyword %s: teach it to this test", keyword);
    return false;
}

/* Draft 7 ignores what stands beside a $ref; a note may, a rule would be lost. */
static void assert_only_notes_beside_reference(const json_t *schema)
{
    const char *keyword;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)schema, keyword, value)
    {
        assert_true(strcmp(keyword, "$ref") == 0 || strcmp(keyword, "description") == 0);
    }
}

static bool is_valid(const json_t *schema, const struct yaml_node *node)
{
    const char *keyword;
    json_t *value;

    if (json_object_get(schema, "$ref") != NULL) assert_only_notes_beside_reference(schema);
    json_object_foreach((json_t *)(uintptr_t)schema, keyword, value)
    {
        if (!keyword_holds(keyword, value, node)) return false;
    }
    return properties_hold(schema, node);
}

static bool schema_accepts(struct span text)
{
    static struct lint_report report;
    struct yaml *yaml;

    memset(&report, 0, sizeof report);
    assert_int_equal(yaml_open(&yaml, text, &report), OK);
    bool accepts = is_valid(schema_root, yaml_root(yaml));
    yaml_close(yaml);
    return accepts;
}

static bool schema_accepts_text(const char *text)
{
    return schema_accepts((struct span){ (const uint8_t *)text, strlen(text) });
}

/* --- the tests --- */

#define HEAD DEFINITION_HEAD
#define STAGE DEFINITION_STAGE
#define REST "stages: { s: { " STAGE " }, t: { " STAGE " } }\n"
#define ONE(keys) HEAD "stages: { s: { " STAGE ", " keys " }, t: { " STAGE " } }\n"
#define TIMES_8(text) text text text text text text text text
#define TITLE_95 TIMES_8("abcdefghijk") "abcdefg"

static const char *const accepted[] = {
    HEAD REST,
    HEAD "on_refusal: cancel\n" REST,
    HEAD "corrections: { notice: 2 working days, supply: 9 natural days, rounds: 9 }\n" REST,
    HEAD "corrections: { on_timeout: withdraw }\n" REST,
    HEAD "pre_review: { until: m }\nmilestones: { m: { title: M } }\n"
         "stages: { s: { " STAGE ", start_after: [m] } }\n",
    HEAD "pre_review: { until: m }\nintake: { counter: false }\nmilestones: { m: { title: M } }\n"
         "stages: { s: { " STAGE ", start_after: [m] } }\n",
    "name: a.b_c-9\nversion: 4294967295\ntitle: " TITLE_95 "\n" REST,
    HEAD REST "milestones: {}\ngates: {}\nmaterials: {}\n",
    HEAD "milestones: { m: { title: M } }\nstages: { s: { " STAGE ", start_after: [m] } }\n",
    ONE("permit: P, start_after: [], decide_after: [t]"),
    ONE("permit: P, number: '第{year}-{serial}号'"),
    "area: 421000\n" ONE("permit: P, number: '{area}{year}{serial:1}{serial:10}'"),
    ONE("limits: {}, retry: {}, lease: 1s"),
    ONE("limits: { statutory: 1 working day, promised: 9999 natural hours }"),
    ONE("limits: { statutory: 1 working day, clock_from: receipt }"),
    ONE("permit: P, after_issue: { delivery: 10 working days, valid: 3 years }"),
    ONE("permit: P, after_issue: { start_within: 1 month, deferral: 3 months, deferrals: 10 }"),
    ONE("permit: P, after_issue: { valid: 1 year, renew_before: 60 natural days }"),
    "limits: { statutory: 30 working days, promised: 10 working days }\n" ONE("lease: 1s"),
    "in_force: 2026-03-01\n" ONE("lease: 1s"),
    "intake: { counter: false }\n" ONE("lease: 1s"),
    "intake: { counter: true, within: 5 working days, on_silence: wait, correct_within: 10 natural "
    "days, on_lapse: not_accept }\n" ONE("lease: 1s"),
    "intake: { counter: true, on_spot: true, on_silence: accept }\n" ONE("lease: 1s"),
    "limits: { statutory: 30 working days, extension: none }\n" ONE("lease: 1s"),
    ONE("limits: { statutory: 1 working day, extension: 9999 }"),
    ONE("opinion: true"),
    ONE("permit: P, opinion: false, on_timeout: wait"),
    ONE("on_timeout: agree, limits: { promised: 1 working day }"),
    "remedies: 可以申请行政复议。\n" ONE("lease: 1s"),
    "supervision: { rules: default-1 }\n" ONE("limits: { promised: 1 working day }"),
    "supervision: { rules: apl-1, escalate: [] }\n" ONE("limits: { promised: 1 working day }"),
    "supervision: { rules: yulin-1, escalate: [ { at: notice, to: officer }, { at: yellow, to: head },"
    " { at: red, to: supervisor, interview: 约谈 }, { at: deep_red, to: government } ] }\n" ONE(
        "limits: { promised: 1 working day }"),
    ONE("retry: { attempts: 100, backoff: 1ms, backoff_max: 24h }, lease: 86400s"),
    HEAD REST "gates: { g: { policy: issue_rest, members: [s, t] } }\n",
    HEAD REST "gates: { g: { policy: all_or_nothing, members: [s] } }\n",
    HEAD REST "materials: { m: { title: M, stages: [s] } }\n",
    HEAD REST "materials: { m: { title: M, required: false, stages: [s, t] } }\n",
    HEAD "stages: { 2024: { " STAGE " } }\n",
    ONE("signers: { of: [li, wang, zhao], rule: 2, veto: true }"),
    ONE("signers: { of: [li, wang], rule: all }, by: worker"),
    ONE("signers: { of: [li, wang], rule: any }, by: signers"),
    ONE("by_commitment: { check_within: 60 working days }"),
    "on_overdue: withdraw\n" ONE("lease: 1s"),
    HEAD REST "gates: { g: { policy: hold_until, members: [s], hold: 10 working days,"
              " on_tolerance: grant } }\n",
    HEAD REST "materials: { m: { title: M, stages: [s], may_miss: 5 working days } }\n",
};

static const char *const refused[] = {
    "[]\n",
    "name: p\nversion: 1\n" REST,
    HEAD,
    HEAD "stages: {}\n",
    HEAD "stages: []\n",
    HEAD "stages:\n",
    HEAD REST "colour: red\n",
    HEAD REST "corrections: { rounds: 0 }\n",
    HEAD REST "corrections: { on_timeout: wait }\n",
    HEAD REST "corrections: { supply: 3 }\n",
    HEAD REST "pre_review: {}\n",
    HEAD "pre_review: { until: m }\nintake: { counter: true }\nmilestones: { m: { title: M } }\n"
         "stages: { s: { " STAGE ", start_after: [m] } }\n",
    HEAD REST "on_refusal: stop\n",
    HEAD REST "on_refusal: true\n",
    "name: P\nversion: 1\ntitle: T\n" REST,
    "name: 1\nversion: 1\ntitle: T\n" REST,
    "name: p\nversion: 0\ntitle: T\n" REST,
    "name: p\nversion: 1.5\ntitle: T\n" REST,
    "name: p\nversion: '1'\ntitle: T\n" REST,
    "name: p\nversion: 4294967296\ntitle: T\n" REST,
    "name: p\nversion: 1\ntitle: ''\n" REST,
    "name: p\nversion: 1\ntitle: 1\n" REST,
    "name: p\nversion: 1\ntitle: " TITLE_95 "6\n" REST,
    HEAD "stages: { S: { " STAGE " } }\n",
    HEAD "stages: { s: { title: S } }\n",
    HEAD "stages: { s: { department: d } }\n",
    HEAD "stages: { s: { title: S, department: D } }\n",
    HEAD "stages: { s: ~ }\n",
    ONE("colour: red"),
    ONE("permit: ''"),
    ONE("permit: P, number: ''"),
    ONE("permit: P, number: 17"),
    ONE("permit: P, number: '{year}{serail}'"),
    ONE("permit: P, number: '{year}{serial'"),
    ONE("permit: P, number: '{year}{serial}}'"),
    ONE("permit: P, number: '{year}{serial:0}'"),
    ONE("permit: P, number: '{year}{serial:11}'"),
    "area: 42100\n" HEAD REST,
    "area: '421000'\n" HEAD REST,
    "area: 1000000\n" HEAD REST,
    ONE("start_after: t"),
    ONE("start_after: [t, t]"),
    ONE("start_after: [T]"),
    ONE("start_after: [[t]]"),
    ONE("limits: { statutory: 20 days }"),
    ONE("limits: { statutory: 2 months }"),
    ONE("permit: P, after_issue: { delivery: 2 months }"),
    ONE("permit: P, after_issue: { start_within: 90 natural days }"),
    ONE("permit: P, after_issue: { start_within: 3 months, deferral: 3 months, deferrals: 11 }"),
    ONE("permit: P, after_issue: { valid: 1 year, renew_before: 30 working days }"),
    ONE("permit: P, after_issue: { until: 1 year }"),
    ONE("limits: { statutory: 20 working days, clock_from: submission }"),
    "limits: { joint: 30 working days }\n" ONE("lease: 1s"),
    "in_force: 20260301\n" ONE("lease: 1s"),
    "in_force: 1999-03-01\n" ONE("lease: 1s"),
    "in_force: 2026-3-1\n" ONE("lease: 1s"),
    "intake: {}\n" ONE("lease: 1s"),
    "intake: { counter: 1 }\n" ONE("lease: 1s"),
    "intake: { counter: true, within: 5 days }\n" ONE("lease: 1s"),
    "intake: { counter: true, on_silence: grant }\n" ONE("lease: 1s"),
    "intake: { counter: true, correct_within: 5 working days, on_lapse: refuse }\n" ONE(
        "lease: 1s"),
    ONE("limits: { statutory: 1 working day, extension: 0 }"),
    ONE("limits: { statutory: 1 working day, extension: 10000 }"),
    ONE("limits: { statutory: 1 working day, extension: any }"),
    ONE("limits: { statutory: 1 working day, extension: 10 working days }"),
    ONE("opinion: maybe"),
    ONE("on_timeout: grant, limits: { promised: 1 working day }"),
    "remedies: ''\n" ONE("lease: 1s"),
    ONE("remedies: 可以申请行政复议。"),
    "supervision: {}\n" ONE("lease: 1s"),
    "supervision: default-1\n" ONE("lease: 1s"),
    "supervision: { rules: default-2 }\n" ONE("lease: 1s"),
    "supervision: { rules: apl-1, ladder: [] }\n" ONE("lease: 1s"),
    "supervision: { rules: apl-1, escalate: { at: red, to: head } }\n" ONE("lease: 1s"),
    "supervision: { rules: apl-1, escalate: [ { at: red } ] }\n" ONE("lease: 1s"),
    "supervision: { rules: apl-1, escalate: [ { to: head } ] }\n" ONE("lease: 1s"),
    "supervision: { rules: apl-1, escalate: [ { at: blue, to: head } ] }\n" ONE("lease: 1s"),
    "supervision: { rules: apl-1, escalate: [ { at: red, to: clerk } ] }\n" ONE("lease: 1s"),
    "supervision: { rules: apl-1, escalate: [ { at: red, to: head, interview: '' } ] }\n" ONE(
        "lease: 1s"),
    ONE("limits: { statutory: 0 working days }"),
    ONE("limits: { statutory: 10000 working days }"),
    ONE("limits: { promised: 20 }"),
    ONE("limits: { usual: 1 working day }"),
    ONE("retry: { attempts: 0 }"),
    ONE("retry: { attempts: 101 }"),
    ONE("retry: { attempts: many }"),
    ONE("retry: { backoff: 0s }"),
    ONE("retry: { backoff: 1.5s }"),
    ONE("retry: { backoff_min: 1s }"),
    ONE("lease: 30"),
    ONE("lease: 30 s"),
    ONE("lease: 030s"),
    HEAD "milestones: { m: {} }\n" REST,
    HEAD "milestones: { m: { title: M, colour: red } }\n" REST,
    HEAD REST "gates: { g: { policy: issue_rest } }\n",
    HEAD REST "gates: { g: { members: [s] } }\n",
    HEAD REST "gates: { g: { policy: issue_rest, members: [] } }\n",
    HEAD REST "gates: { g: { policy: hold_for, members: [s] } }\n",
    HEAD REST "gates: { g: { policy: issue_rest, members: [s], on_tolerance: maybe } }\n",
    HEAD REST "gates: { g: { policy: hold_until, members: [s], hold: ten } }\n",
    ONE("signers: {}"),
    ONE("signers: [li]"),
    ONE("signers: { of: [li, li] }"),
    ONE("signers: { of: [li], rule: most }"),
    ONE("signers: { of: [li], rule: 9 }"),
    ONE("signers: { of: [li], veto: 1 }"),
    ONE("by: nobody"),
    ONE("by_commitment: {}"),
    ONE("by_commitment: { check_within: 60 }"),
    "on_overdue: revoke\n" ONE("lease: 1s"),
    HEAD REST "materials: { m: { title: M, stages: [s], may_miss: true } }\n",
    HEAD REST "materials: { m: { title: M } }\n",
    HEAD REST "materials: { m: { title: M, stages: [s], required: yes } }\n",
    HEAD REST "materials: { m: { title: M, stages: [s, s] } }\n",
};

/* What a schema cannot say, or not without becoming unreadable. */
static const char *const refused_by_lint_only[] = {
    "in_force: 2026-02-30\n" ONE("lease: 1s"),
    "intake: { counter: false, within: 5 working days }\n" ONE("lease: 1s"),
    "intake: { counter: true, within: 5 working days, on_spot: true }\n" ONE("lease: 1s"),
    "intake: { counter: true, on_lapse: return }\n" ONE("lease: 1s"),
    HEAD REST "gates: { g: { policy: hold_until, members: [s] } }\n", /* one key wants another */
    HEAD REST "gates: { g: { policy: issue_rest, members: [s], hold: 1 working day } }\n",
    HEAD REST "gates: { g: { policy: hold_until, members: [s], hold: 11 working days } }\n",
    HEAD REST "gates: { g: { policy: hold_until, members: [s], hold: 9 natural days } }\n",
    ONE("signers: { of: [li, wang], rule: 3 }"),
    ONE("by: signers, signers: { of: [li] }"),
    ONE("by: signers"),
    ONE("signers: { of: [a, b, c, d, e, f, g, h, i] }"),
    ONE("signers: { of: [li, wang] }, by_commitment: { check_within: 60 working days }"),
    HEAD REST "materials: { m: { title: M, stages: [s], required: false,"
              " may_miss: 5 working days } }\n",
    ONE("start_after: [u]"),                          /* a name that is not there */
    ONE("start_after: [s]"),                          /* a cycle */
    ONE("permit: P, number: '{year}'"),               /* a serial must be there, in any place */
    ONE("permit: P, number: '{serial}'"),             /* a year, too */
    ONE("number: '{year}{serial}'"),                  /* an opinion has none */
    ONE("permit: P, number: '{area}{year}{serial}'"), /* there is no area */
    ONE("permit: P, opinion: true"),                  /* one of the two */
    ONE("on_timeout: agree"),                         /* towards what limit? */
    ONE("limits: { extension: 10 }"),                 /* of what limit? */
    "limits: { extension: 10 }\n" ONE("lease: 1s"),   /* ... */
    ONE("lease: 999ms"),                              /* a bound on an amount with a unit */
    ONE("lease: 25h"),                                /* ... */
    ONE("retry: { backoff: 2s, backoff_max: 1s }"),   /* two values compared */
    "name: p\nversion: 1\ntitle: \"a\\nb\"\n" REST,   /* control characters */
    "name: p\nversion: 1\ntitle: " TIMES_8("荆州市高") "\n" REST, /* bytes, not characters */
    "supervision: { rules: apl-1, escalate: [ { at: red, to: head }, { at: red, to: head } ] }\n" ONE(
        "lease: 1s"), /* a level twice */
    HEAD REST "gates: { g: { policy: issue_rest, members: [s] },"
              " h: { policy: issue_rest, members: [s] } }\n", /* a stage in two gates */
};

static void test_schema_and_loader_accept_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof accepted / sizeof accepted[0]; i++) {
        if (!schema_accepts_text(accepted[i])) fail_msg("schema refuses:\n%s", accepted[i]);
        if (definition_load(accepted[i]) != OK) fail_msg("loader refuses:\n%s", accepted[i]);
    }
}

static void test_schema_and_loader_refuse_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        if (schema_accepts_text(refused[i])) fail_msg("schema accepts:\n%s", refused[i]);
        if (definition_load(refused[i]) == OK) fail_msg("loader accepts:\n%s", refused[i]);
    }
}

static void test_what_only_the_loader_refuses_is_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused_by_lint_only / sizeof refused_by_lint_only[0]; i++) {
        const char *text = refused_by_lint_only[i];
        if (!schema_accepts_text(text)) fail_msg("schema refuses, move it up:\n%s", text);
        if (definition_load(text) == OK) fail_msg("loader accepts:\n%s", text);
    }
}

static void test_the_schema_accepts_the_procedures_that_come_along(void **state)
{
    (void)state;
    static const char *const paths[] = { TONGFA_SOURCE "/procedures/five-permits.yaml",
                                         TONGFA_SOURCE "/procedures/five-permits-issue-rest.yaml",
                                         TONGFA_SOURCE "/procedures/five-permits-pre-review.yaml",
                                         TONGFA_SOURCE "/procedures/works-by-building.yaml" };
    static uint8_t bytes[YAML_BYTES_MAX];

    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        FILE *file = fopen(paths[i], "rb");
        assert_non_null(file);
        size_t size = fread(bytes, 1, sizeof bytes, file);
        assert_int_equal(fclose(file), 0);
        assert_true(schema_accepts((struct span){ bytes, size }));
        static const char modeline[] = "# yaml-language-server: $schema=procedure.schema.json\n";
        assert_memory_equal(bytes, modeline, sizeof modeline - 1);
    }
}

static int schema_open(void **state)
{
    json_error_t error;
    (void)state;
    schema_root = json_load_file(TONGFA_SOURCE "/procedures/procedure.schema.json",
                                 JSON_REJECT_DUPLICATES, &error);
    return schema_root == NULL ? -1 : 0;
}

static int schema_close(void **state)
{
    (void)state;
    json_decref(schema_root);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_schema_and_loader_accept_the_same),
        cmocka_unit_test(test_schema_and_loader_refuse_the_same),
        cmocka_unit_test(test_what_only_the_loader_refuses_is_known),
        cmocka_unit_test(test_the_schema_accepts_the_procedures_that_come_along),
    };
    return cmocka_run_group_tests(tests, schema_open, schema_close);
}
