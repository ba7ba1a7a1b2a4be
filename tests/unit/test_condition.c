/* SPDX-License-Identifier: Apache-2.0 */
/* Which conditions may be written, and what jq makes of them. */
#include "broker/core/condition.h"
#include "broker/shell/condition.h"
#include "client/application.h"
#include "tests/support/chance.h"
#include "tests/support/procedure_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static struct condition_cache cache;
static struct procedure procedure;

static int set_up(void **state)
{
    (void)state;
    condition_init(&cache);
    procedure_begin(&procedure, "conditions");
    procedure_add_stage(&procedure, "always", "d");
    procedure_add_stage(&procedure, "maybe", "d");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    condition_fini(&cache);
    return 0;
}

static void use(const char *expression)
{
    memset(procedure.stages[1].applies_if, 0, sizeof procedure.stages[1].applies_if);
    snprintf(procedure.stages[1].applies_if, sizeof procedure.stages[1].applies_if, "%s",
             expression);
    condition_fini(&cache); /* the same address is another procedure now */
    condition_init(&cache);
}

/* ---- Which may be written ---- */

static const char *const good[] = {
    ".",
    ".a",
    ".a.b?.c",
    ".\"a\"",
    ".[\"工程\"]",
    ".a[0]",
    ".a[-1]",
    ".[0].a",
    "true",
    "not",
    ".a|not",
    ".a // false",
    ".a == 1",
    ".a==\"x\" or .b==\"y\" and .c!=null",
    ".a + .b + 1 > 0.5",
    "-3 < .a",
    "(.a | length) > 1",
    "[.a[] | .b] | add > 500",
    "[.a[] | select(.b == \"\\\"\\\\\")] | length > 0",
    "any(.a[]; .b)",
    "all(.a[].b; . > 3)",
    "any(.a[] | select(.b); .c)",
    ".a | any",
    ".a | all(. > 1)",
    ".a | map(.b[] | .c) | max",
    ".a | map(select(any(.b[]; . == 2))) | first.c",
    ".a | keys | last | startswith(\"x\")",
    ".a | has(0)",
    ".a | type == \"string\" and contains(\"学校\") or endswith(\"x\")",
    ".a | tonumber | floor <= 3",
    ".a | ascii_downcase == \"x\"",
    "((((((((((((((((.a))))))))))))))))",
};

static void test_what_may_be_written_is_taken_by_jq_too(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        struct conditions conditions = { 0 };
        struct condition_finding finding = condition_check(good[i]);
        if (finding.fault != NULL) printf("# %s: %s\n", good[i], finding.fault);
        assert_null(finding.fault);
        use(good[i]);
        condition_try(&cache, &procedure, &conditions);
        if (conditions.failure != NULL) printf("# %s: %s\n", good[i], conditions.failure);
        assert_null(conditions.failure);
    }
}

struct slip {
    const char *text;
    const char *piece; /* where it begins */
    const char *part;  /* of what is said */
};

static void test_what_may_not_be_written_is_named_with_its_place(void **state)
{
    (void)state;
    static const struct slip slips[] = {
        { "", "", "missing at the end" },
        { ".a ==", "", "missing at the end" },
        { ".a ==\t1", "\t1", "not allowed here" },
        { "..", "..", "recursion" },
        { ".a..b", "..b", "a name must follow" },
        { ".a.", ".", "a name must follow" },
        { ".a | recurse", "recurse", "not among those" },
        { "def f: 1; f", "def", "not among those" },
        { "range(1000000000)", "range", "not among those" },
        { "env.HOME == \"\"", "env", "not among those" },
        { "$ENV.HOME", "$", "not allowed here" },
        { "input", "input", "not among those" },
        { "include \"x\"; .a", "include", "not among those" },
        { ".a | test(\"(a*)*b\")", "test", "not among those" },
        { "until(false; .)", "until", "not among those" },
        { "[.[],.[]]", ",.[]]", "a ] is missing" },
        { ".a = 1", "= 1", "not allowed here" },
        { ".a * 1000000", "* 1", "not allowed here" },
        { ".a - .b", "- .b", "not allowed here" },
        { "{a: 1}", "{", "not allowed here" },
        { ".a # x", "# x", "not allowed here" },
        { "\"\\(.a)\" == \"x\"", "\\(", "backslash" },
        { "\"x", "\"x", "closing quote" },
        { "@base64", "@", "not allowed here" },
        { ".a as $x | 1", "as", "not allowed here" },
        { ".[]", "[]", "must be collected" },
        { ".a | select(.b)", "select", "must be collected" },
        { "[.a[] == .b[]]", "== .b[]]", "are no operand" },
        { "[.a[] + 1]", "+ 1]", "are no operand" },
        { "[.a[] // 1]", "// 1]", "are no operand" },
        { "[true and .a[]]", "and .a", "are no operand" },
        { "[(.a[]) or true]", "or true", "are no operand" },
        { "any(.a[])", "(.a[])", "before a semicolon" },
        { "any(.a[]; .b[])", "[])", "must be collected" },
        { "[select(.a[])]", "[])", "must be collected" },
        { "1 == 2 == 3", "== 3", "not allowed here" },
        { "1.", "1.", "no number" },
        { "1e9 > .a", "1", "no number" },
        { "- 1", "-", "no number" },
        { "not(1)", "(1)", "has no arguments" },
        { "has", "has", "needs an argument" },
        { "has(.a)", ".a)", "text in quotes or a number" },
        { ".[.a]", ".a]", "text in quotes or a number" },
        { ".a?//1", "//1", "put a space" },
        { ".+.+.+.", "+.", "too many sums" },
        { "[[[[[[[[[.[]]|.[]]|.[]]|.[]]|.[]]|.[]]|.[]]|.[]]|.[]]", "[]]", "too often" },
        { "add|add|add|add|add|add|add|add|keys", "keys", "too often" },
        { "(((((((((((((((((.a)))))))))))))))))", "(.a", "nested too deeply" },
        { "(.a", "", "a ) is missing" },
        { "[.a", "", "a ] is missing" },
        { ".a[0", "", "a ] is missing" },
    };
    for (size_t i = 0; i < COUNT(slips); i++) {
        struct condition_finding finding = condition_check(slips[i].text);
        if (finding.fault == NULL) fail_msg("taken: %s", slips[i].text);
        if (strstr(finding.fault, slips[i].part) == NULL) {
            fail_msg("%s: %s", slips[i].text, finding.fault);
        }
        const char *at = slips[i].text + finding.at;
        if (strncmp(at, slips[i].piece, strlen(slips[i].piece)) != 0) {
            fail_msg("%s: at %s", slips[i].text, at);
        }
    }
}

static void test_a_condition_has_at_most_255_bytes(void **state)
{
    (void)state;
    char text[CONDITION_BYTES_MAX + 2];
    memset(text, 'a', sizeof text);
    text[0] = '.';
    text[CONDITION_BYTES_MAX] = '\0';
    assert_null(condition_check(text).fault);
    text[CONDITION_BYTES_MAX] = 'a';
    text[CONDITION_BYTES_MAX + 1] = '\0';
    assert_non_null(strstr(condition_check(text).fault, "255"));
}

/* Pieces in any order: what is taken must be taken by jq, and must come to an end. */
static void test_no_text_is_taken_that_jq_does_not_take(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        ".",    ".a",    ".b",   "[",    "]",    "[]",   "(",      ")", "|",       " // ",
        " or ", " and ", " == ", " < ",  " + ",  "true", "null",   "1", "\"x\"",   "not",
        "any",  "all",   "any(", "all(", "map(", "; ",   "length", "?", "select(", "has(0)",
    };
    struct chance random = { 2026 };
    uint32_t taken = 0;

    for (uint32_t i = 0; i < 60000; i++) {
        char text[CONDITION_BYTES_MAX + 1] = "";
        uint32_t count = 1 + (uint32_t)chance_below(&random, 9);
        for (uint32_t n = 0; n < count; n++) {
            size_t size = strlen(text);
            snprintf(text + size, sizeof text - size, "%s",
                     pieces[chance_below(&random, COUNT(pieces))]);
        }
        if (condition_check(text).fault != NULL || taken++ > 150) continue;
        struct conditions conditions = { 0 };
        use(text);
        condition_try(&cache, &procedure, &conditions);
        if (conditions.failure != NULL) fail_msg("%s: %s", text, conditions.failure);
    }
    assert_true(taken > 150);
}

/* ---- What it gives ---- */

static struct span application_of(const char *json)
{
    static uint8_t memory[APPLICATION_BYTES_MAX];
    struct buffer buffer;
    json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);

    assert_non_null(value);
    buffer_init(&buffer, memory, sizeof memory);
    assert_int_equal(application_from_json(value, &buffer, NULL), OK);
    json_decref(value);
    return buffer_span(&buffer);
}

static struct conditions evaluate(const char *expression, struct span application)
{
    struct conditions conditions = { 0 };

    use(expression);
    condition_evaluate(&cache, &procedure, application, &conditions);
    assert_int_equal(conditions.skipped & set_of(0), 0); /* it has no condition */
    return conditions;
}

static const char application[] =
    "{\"works\": {\"kind\": \"extension\", \"area\": 350.5, \"special\": true},"
    " \"工程\": \"学校\", \"count\": -2, \"none\": null,"
    " \"buildings\": [{\"name\": \"A\", \"floors\": 6}, {\"name\": \"B\", \"floors\": 18}]}";

static void test_a_stage_is_skipped_when_its_condition_is_false(void **state)
{
    (void)state;
    static const struct {
        const char *expression;
        bool applies;
    } rows[] = {
        { ".works.special", true },
        { ".works.special | not", false },
        { ".works.other // false", false },
        { ".works.kind == \"extension\" and .works.area >= 300", true },
        { ".works.area < 300", false },
        { ".[\"工程\"] == \"学校\"", true },
        { ".count == -2", true },
        { ".none == null and .missing == null", true },
        { "(.buildings | length) > 2", false },
        { "any(.buildings[]; .floors > 7)", true },
        { "all(.buildings[]; .floors > 7)", false },
        { "[.buildings[].floors] | add == 24", true },
        { "[.buildings[] | select(.name == \"B\")] | first.floors == 18", true },
        { ".buildings | map(.floors) | max > 20", false },
        { ". | has(\"works\")", true },
        { "[[[1] | .[]] | [.[]][]] | length == 1", true },
        { "[.buildings[].name | [.] | .[0]] | first == \"A\"", true },
        { "[(.buildings)[] | .floors] == [.buildings[]?.floors]", true },
        { ".works.kind | startswith(\"ext\")", true },
    };
    struct span bytes = application_of(application);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct conditions conditions = evaluate(rows[i].expression, bytes);
        if (conditions.failure != NULL) {
            fail_msg("%s: %s", rows[i].expression, conditions.failure);
        }
        if (set_has(conditions.skipped, 1) == rows[i].applies) fail_msg("%s", rows[i].expression);
    }
}

static void test_a_condition_that_gives_no_boolean_says_what_it_gives(void **state)
{
    (void)state;
    static const struct slip slips[] = {
        { ".missing", "", "neither true nor false but null" },
        { ".works", "", "but object" },
        { ".count", "", "but number" },
        { ".works.kind", "", "but string" },
        { ".buildings", "", "but array" },
        { ".works.kind.deeper", "", "fails (Cannot index string" },
        { ".works.kind.deeper?", "", "gives no value" },
        { ".works | tonumber > 1", "", "fails (object" },
        { "any(.works[]; . == 1)", "", "fails (Cannot iterate over object" },
        { ".works | any(.x > 1)", "", "fails (Cannot iterate over object" },
        { ".works | map(.x) | add > 1", "", "fails (Cannot iterate over object" },
        { ".works | add > 1", "", "fails (Cannot iterate over object" },
    };
    struct span bytes = application_of(application);
    for (size_t i = 0; i < COUNT(slips); i++) {
        struct conditions conditions = evaluate(slips[i].text, bytes);
        assert_non_null(conditions.failure);
        assert_int_equal(conditions.failed_stage, 1);
        if (strstr(conditions.failure, slips[i].part) == NULL) {
            fail_msg("%s: %s", slips[i].text, conditions.failure);
        }
    }
}

static void test_a_program_is_used_again_and_forgets_the_last_application(void **state)
{
    (void)state;
    use(".a");
    for (uint32_t i = 0; i < 6; i++) {
        static const char *const jsons[] = { "{\"a\": true}", "{\"a\": 5}", "{\"a\": false}" };
        struct conditions conditions = { 0 };
        condition_evaluate(&cache, &procedure, application_of(jsons[i % 3]), &conditions);
        assert_int_equal(conditions.failure != NULL, i % 3 == 1);
        assert_int_equal(conditions.skipped, i % 3 == 2 ? set_of(1) : 0);
    }
    assert_int_equal(cache.count, 1);
}

static void test_more_procedures_than_programs_take_turns(void **state)
{
    (void)state;
    static struct procedure many[CONDITION_PROGRAMS_MAX + 2];
    for (uint32_t round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < COUNT(many); i++) {
            struct conditions conditions = { 0 };
            many[i] = procedure;
            snprintf(many[i].stages[1].applies_if, 32, ".a == %u", i);
            condition_evaluate(&cache, &many[i], application_of("{\"a\": 65}"), &conditions);
            assert_null(conditions.failure);
            assert_int_equal(conditions.skipped, i == 65 ? 0 : set_of(1));
        }
    }
    assert_int_equal(cache.count, CONDITION_PROGRAMS_MAX);
}

static void test_the_first_stage_whose_condition_fails_is_named(void **state)
{
    (void)state;
    procedure_add_stage(&procedure, "third", "d");
    procedure_add_stage(&procedure, "fourth", "d");
    memcpy(procedure.stages[2].applies_if, ".b", sizeof ".b");
    memcpy(procedure.stages[3].applies_if, ".c", sizeof ".c");
    struct conditions conditions = evaluate(".a", application_of("{\"a\": false}"));
    assert_int_equal(conditions.failed_stage, 2);
    conditions = evaluate(".a", application_of("{\"a\": false, \"b\": true, \"c\": false}"));
    assert_null(conditions.failure);
    assert_int_equal(conditions.skipped, set_of(1) | set_of(3));
}

static void test_every_kind_of_value_has_a_form_in_json(void **state)
{
    (void)state;
    static const uint8_t bytes[] = "\x8a\xa1\x61\xc4\x02\xab\x01"     /* "a": bytes */
                                   "\x05\xc3"                         /* 5: true */
                                   "\xff\xc2"                         /* -1: false */
                                   "\x91\x91\xc0\xc3"                 /* [[null]]: not seen */
                                   "\xa1\x62\xcb\x7f\xf8\0\0\0\0\0\0" /* "b": NaN */
                                   "\xa1\x63\xcb\x7f\xf0\0\0\0\0\0\0" /* "c": infinity */
                                   "\xa1\x64\xd4\x05\x7f"             /* "d": ext */
                                   "\xa1\x65\xcf\xff\xff\xff\xff\xff\xff\xff\xff" /* "e": 2^64-1 */
                                   "\xa1\x66\x90"                                 /* "f": [] */
                                   "\xc0\xc3"; /* null: not seen */
    const struct span span = { bytes, sizeof bytes - 1 };
    struct conditions conditions =
        evaluate(".a == \"ab01\" and .[\"5\"] and (.[\"-1\"] == false) and .b == null and "
                 ".c == null and .d == \"7f\" and .e > 18446744073709550000 and "
                 "(.f | length) == 0 and length == 8",
                 span);
    if (conditions.failure != NULL) fail_msg("%s", conditions.failure);
    assert_int_equal(conditions.skipped, 0);
}

/* ---- A stage for each element ---- */

static void repeat(const char *for_each, uint32_t at_most)
{
    procedure_begin(&procedure, "elements");
    procedure_add_stage(&procedure, "always", "d");
    for (uint32_t i = 1; i <= at_most; i++) {
        char name[16];
        snprintf(name, sizeof name, "works.%u", i);
        struct procedure_stage *stage =
            &procedure.stages[procedure_add_stage(&procedure, name, "d")];
        snprintf(stage->for_each, sizeof stage->for_each, "%s", for_each);
        stage->at_most = (uint8_t)at_most;
        stage->element = (uint8_t)i;
    }
    condition_fini(&cache);
    condition_init(&cache);
}

static struct conditions elements(const char *for_each, const char *json)
{
    struct conditions conditions = { 0 };

    repeat(for_each, 3);
    condition_evaluate(&cache, &procedure, application_of(json), &conditions);
    return conditions;
}

static void test_as_many_copies_apply_as_there_are_elements(void **state)
{
    (void)state;
    static const char *const lists[] = { "{\"l\": []}", "{\"l\": [0]}", "{\"l\": [0, null]}",
                                         "{\"l\": [0, 1, 2]}" };
    for (uint32_t count = 0; count < COUNT(lists); count++) {
        struct conditions conditions = elements(".l", lists[count]);
        assert_null(conditions.failure);
        assert_int_equal(conditions.element_count, 0);
        assert_int_equal(conditions.skipped, set_first(4) & ~set_first(count + 1));
    }
    assert_int_equal(elements("[.l[] | select(. > 1)]", lists[3]).skipped, set_of(2) | set_of(3));
}

static void test_more_elements_than_copies_are_counted(void **state)
{
    (void)state;
    struct conditions conditions = elements(".l", "{\"l\": [1, 2, 3, 4]}");
    assert_null(conditions.failure);
    assert_int_equal(conditions.element_count, 4);
    assert_int_equal(conditions.too_many_stage, 1);
}

static void test_what_is_no_list_is_named(void **state)
{
    (void)state;
    static const char *const jsons[] = { "{}", "{\"l\": {}}", "{\"l\": \"abc\"}", "{\"l\": 2}" };
    for (size_t i = 0; i < COUNT(jsons); i++) {
        struct conditions conditions = elements(".l", jsons[i]);
        assert_string_equal(conditions.failure, "gives no list");
        assert_true(conditions.is_for_each);
        assert_int_equal(conditions.failed_stage, 1);
    }
    assert_non_null(strstr(elements(".l.m", "{\"l\": 2}").failure, "fails (Cannot index"));
}

static void test_a_condition_beside_it_must_hold_too(void **state)
{
    (void)state;
    struct conditions conditions = { 0 };
    repeat(".l", 2);
    memcpy(procedure.stages[1].applies_if, ".a", sizeof ".a");
    memcpy(procedure.stages[2].applies_if, ".a", sizeof ".a");
    condition_evaluate(&cache, &procedure, application_of("{\"a\": true, \"l\": [1]}"),
                       &conditions);
    assert_int_equal(conditions.skipped, set_of(2));
    conditions = (struct conditions){ 0 };
    condition_evaluate(&cache, &procedure, application_of("{\"a\": false}"), &conditions);
    assert_null(conditions.failure); /* the list is not looked at */
    assert_int_equal(conditions.skipped, set_of(1) | set_of(2));
}

static const char *fault_of(uint32_t stage)
{
    const char *key;
    return condition_check_stage(&procedure, stage, &key).fault;
}

static void test_no_copy_may_be_missing_or_out_of_order(void **state)
{
    (void)state;
    repeat(".l", 3);
    for (uint32_t i = 0; i < 4; i++) {
        assert_null(fault_of(i));
    }
    procedure.stages[2].element = 3;
    assert_non_null(fault_of(1));
    assert_non_null(fault_of(2));
    repeat(".l", 3);
    procedure.stage_count = 3;
    assert_non_null(strstr(fault_of(2), "after it is missing"));
    repeat(".l", 3);
    procedure.stages[1].for_each[0] = ' ';
    assert_non_null(strstr(fault_of(2), "before it is missing"));
    repeat(".l", 3);
    procedure.stages[1].at_most = 0;
    assert_non_null(strstr(fault_of(1), "belong together"));
    procedure.stages[1].at_most = 33;
    assert_non_null(strstr(fault_of(1), "1 to 32"));
    procedure.stages[0].element = 1;
    assert_non_null(strstr(fault_of(0), "belong together"));
    memcpy(procedure.stages[3].for_each, "range(9)", sizeof "range(9)");
    assert_non_null(strstr(fault_of(3), "not among those"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_may_be_written_is_taken_by_jq_too, set_up,
                                        tear_down),
        cmocka_unit_test(test_what_may_not_be_written_is_named_with_its_place),
        cmocka_unit_test(test_a_condition_has_at_most_255_bytes),
        cmocka_unit_test_setup_teardown(test_no_text_is_taken_that_jq_does_not_take, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_stage_is_skipped_when_its_condition_is_false, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_condition_that_gives_no_boolean_says_what_it_gives,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_program_is_used_again_and_forgets_the_last_application, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_first_stage_whose_condition_fails_is_named, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_every_kind_of_value_has_a_form_in_json, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_as_many_copies_apply_as_there_are_elements, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_more_elements_than_copies_are_counted, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_no_list_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_condition_beside_it_must_hold_too, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_no_copy_may_be_missing_or_out_of_order, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_more_procedures_than_programs_take_turns, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
