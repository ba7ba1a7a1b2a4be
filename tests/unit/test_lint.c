/* SPDX-License-Identifier: Apache-2.0 */
/* What lint says of files that are no definition, of graphs that cannot work, and how it says it. */
#include "client/lint.h"
#include "client/suggest.h"
#include "tests/support/definition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define HEAD DEFINITION_HEAD
#define STAGE DEFINITION_STAGE

/* One slip, and nothing else is found. */
#define EXPECT(text, line, column, rule, part) \
    definition_expect(text, (struct definition_slip){ line, column, rule, part })

/* --- the bytes and the YAML --- */

static void test_lint_says_where_the_yaml_breaks(void **state)
{
    (void)state;
    EXPECT("name: p\ntitle: \"T\n", 2, 9, "syntax", "quote");
    EXPECT("a: [1,\nb: 2\n", 2, 1, "syntax", "this is not YAML");
    EXPECT("", 0, 0, "syntax", "empty");
    EXPECT("# nothing but a comment\n", 0, 0, "syntax", "empty");
    EXPECT(HEAD "---\na: 1\n", 4, 1, "syntax", "second document");
}

static void test_lint_refuses_bytes_that_are_no_text(void **state)
{
    (void)state;
    EXPECT("name: p\ntitle: \xff\n", 2, 8, "not-text", "0xff");
    EXPECT("name: \xc0\xaf\n", 1, 7, "not-text", "0xc0");
    EXPECT("name: \xed\xa0\x80\n", 1, 7, "not-text", "0xed");
    EXPECT("name: \xe8\x8d", 1, 7, "not-text", "0xe8");
    EXPECT("name: a\x1b[31m\n", 1, 8, "not-text", "0x1b");
}

static void test_lint_refuses_a_nul_where_the_parser_would_stop_silently(void **state)
{
    (void)state;
    static const uint8_t bytes[] = "name: p\0\nversion: x\n";
    enum err err = procedure_load_text((struct span){ bytes, sizeof bytes - 1 }, &definition,
                                       &definition_report);
    assert_int_equal(err, ERR_PROCEDURE_INVALID);
    assert_int_equal(definition_report.count, 1);
    assert_string_equal(definition_report.findings[0].rule, "not-text");
    assert_int_equal(definition_report.findings[0].column, 8);
}

static void test_lint_counts_columns_in_characters(void **state)
{
    (void)state;
    EXPECT("name: p\nversion: 1\ntitle: 荆州\nstages: { 名: { " STAGE " } }\n", 4, 11, "bad-name",
           "'名'");
    EXPECT(HEAD "stages: { s: { title: 荆州, departmen: d } }\n", 4, 27, "unknown-key",
           "did you mean department?");
}

static void test_lint_refuses_anchors_aliases_and_tags(void **state)
{
    (void)state;
    EXPECT("name: p\nversion: &v 1\ntitle: T\nstages: { s: { " STAGE " } }\n", 2, 13, "reference",
           "anchors");
    EXPECT("name: p\nversion: 1\ntitle: !!str T\nstages: { s: { " STAGE " } }\n", 3, 14,
           "reference", "tags");
    assert_int_equal(definition_load(HEAD "stages: { s: *x }\n"), ERR_PROCEDURE_INVALID);
    assert_non_null(definition_find("reference"));
}

static void test_lint_bounds_size_depth_and_parts(void **state)
{
    (void)state;
    static char text[300 * 1024];

    memset(text, '\n', sizeof text);
    text[sizeof text - 1] = '\0';
    EXPECT(text, 0, 0, "too-large", "bytes");
    memset(text, '[', 1000);
    text[1000] = '\0';
    EXPECT(text, 1, 17, "too-large", "deep");
    for (size_t i = 0; i < 40000; i += 2) {
        memcpy(text + i, "- ", 2);
    }
    text[0] = '[';
    for (size_t i = 1; i < 40000; i += 2) {
        memcpy(text + i, "1,", 2);
    }
    text[40001] = '\0';
    assert_int_equal(definition_load(text), ERR_PROCEDURE_INVALID);
    assert_string_equal(definition_report.findings[0].rule, "too-large");
}

/* --- the graph --- */

static void test_lint_finds_a_stage_that_waits_for_itself(void **state)
{
    (void)state;
    EXPECT(HEAD "stages:\n  s: { " STAGE ", start_after: [s] }\n", 5, 47, "cycle", "s");
}

static void test_lint_finds_a_cycle_over_both_kinds_of_edges(void **state)
{
    (void)state;
    assert_int_equal(definition_load(HEAD "stages:\n"
                                          "  a: { " STAGE ", start_after: [b] }\n"
                                          "  b: { " STAGE ", decide_after: [c] }\n"
                                          "  c: { " STAGE ", start_after: [a] }\n"
                                          "  free: { " STAGE " }\n"),
                     ERR_PROCEDURE_INVALID);
    const struct lint_finding *cycle = definition_find("cycle");
    assert_non_null(cycle);
    assert_in_range(cycle->line, 5, 7);
    assert_null(definition_find("unreachable-stage"));
}

static void test_lint_finds_a_cycle_through_a_gate(void **state)
{
    (void)state;
    /* a waits for x; x waits for the issue of b; b is issued together with a. */
    assert_int_equal(definition_load(HEAD
                                     "stages:\n"
                                     "  a: { " STAGE ", decide_after: [x] }\n"
                                     "  b: { " STAGE " }\n"
                                     "  x: { " STAGE ", start_after: [b] }\n"
                                     "gates: { g: { policy: issue_rest, members: [a, b] } }\n"),
                     ERR_PROCEDURE_INVALID);
    assert_non_null(definition_find("cycle-through-gate"));
    assert_non_null(definition_find("gate-never-opens"));
    assert_null(definition_find("cycle"));
}

static void test_lint_allows_edges_inside_one_gate(void **state)
{
    (void)state;
    assert_int_equal(definition_load(HEAD
                                     "stages:\n"
                                     "  a: { " STAGE " }\n"
                                     "  b: { " STAGE ", decide_after: [a] }\n"
                                     "  after: { " STAGE ", start_after: [b] }\n"
                                     "gates: { g: { policy: all_or_nothing, members: [a, b] } }\n"),
                     OK);
    assert_int_equal(definition_report.count, 0);
}

static void test_lint_finds_stages_behind_a_cycle(void **state)
{
    (void)state;
    assert_int_equal(definition_load(HEAD "stages:\n"
                                          "  a: { " STAGE ", decide_after: [a] }\n"
                                          "  late: { " STAGE ", decide_after: [a] }\n"
                                          "  later: { " STAGE ", start_after: [late] }\n"),
                     ERR_PROCEDURE_INVALID);
    assert_int_equal(definition_report.error_count, 3);
    assert_string_equal(definition_report.findings[1].rule, "unreachable-stage");
    assert_int_equal(definition_report.findings[1].line, 6);
    assert_non_null(strstr(definition_report.findings[1].text, "late can never be granted"));
    assert_string_equal(definition_report.findings[2].rule, "unreachable-stage");
    assert_non_null(strstr(definition_report.findings[2].text, "later can never be reviewed"));
}

static void test_lint_finds_a_gate_that_can_never_open(void **state)
{
    (void)state;
    assert_int_equal(definition_load(HEAD "stages:\n"
                                          "  a: { " STAGE ", decide_after: [a] }\n"
                                          "  b: { " STAGE " }\n"
                                          "  c: { " STAGE ", decide_after: [a] }\n"
                                          "gates:\n"
                                          "  g: { policy: issue_rest, members: [b, c] }\n"
                                          "  h: { policy: issue_rest, members: [] }\n"),
                     ERR_PROCEDURE_INVALID);
    const struct lint_finding *shut = definition_find("gate-never-opens");
    assert_non_null(shut);
    assert_int_equal(shut->line, 9);
    assert_int_equal(shut->column, 3);
    assert_non_null(strstr(shut->text, "member c"));
}

static void test_lint_finds_an_empty_gate_and_a_stage_in_two(void **state)
{
    (void)state;
    EXPECT(HEAD "stages: { s: { " STAGE " } }\n"
                "gates: { g: { policy: issue_rest, members: [] } }\n",
           5, 10, "gate-empty", "g");
    assert_int_equal(definition_load(HEAD "stages: { s: { " STAGE " } }\n"
                                          "gates:\n"
                                          "  g: { policy: issue_rest, members: [s] }\n"
                                          "  h: { policy: issue_rest, members: [s] }\n"),
                     ERR_PROCEDURE_INVALID);
    assert_non_null(definition_find("two-gates"));
}

static void test_lint_finds_a_procedure_without_stages(void **state)
{
    (void)state;
    EXPECT(HEAD "stages: {}\n", 1, 1, "no-stage", "stage");
}

/* --- warnings --- */

static void test_lint_warns_of_what_nobody_uses(void **state)
{
    (void)state;
    EXPECT(HEAD "stages: { s: { " STAGE " } }\nmilestones: { paid: { title: P } }\n", 5, 15,
           "unused-milestone", "nothing waits for milestone paid");
    assert_int_equal(definition_report.warning_count, 1);
    EXPECT(HEAD "stages: { s: { " STAGE " } }\nmaterials: { m: { title: M, stages: [] } }\n", 5, 14,
           "read-by-all", "all read it; name those that do");
}

static void test_lint_warns_of_an_edge_that_says_nothing(void **state)
{
    (void)state;
    EXPECT(HEAD "milestones: { paid: { title: P } }\n"
                "stages:\n  s: { " STAGE ", start_after: [paid], decide_after: [paid] }\n",
           6, 69, "redundant-edge", "start_after names this, too");
}

#define NUMBERED(number) \
    HEAD "stages:\n  s:\n    title: S\n    department: d\n    permit: P\n    number: " number "\n"

static void test_lint_finds_what_keeps_permits_from_being_numbered(void **state)
{
    (void)state;
    EXPECT(NUMBERED("第{year}{serail}号"), 9, 13, "bad-number",
           "number: there is no placeholder {serail}; did you mean {serial}?");
    EXPECT(NUMBERED("第{year}{date}号"), 9, 13, "bad-number",
           "number: {date}: there is no such placeholder; write {serial}, {year} or {area}");
    EXPECT(NUMBERED("第{year}{serial号"), 9, 13, "bad-number", "number: {: it has a { without");
    EXPECT(NUMBERED("第{year}{serial}}号"), 9, 13, "bad-number", "number: }: it has a } without");
    EXPECT(NUMBERED("第{year}{serial:99}号"), 9, 13, "bad-number", "{serial:99}: {serial:N} has 1");
    EXPECT(NUMBERED("第{year}号"), 9, 13, "bad-number", "number: it lacks {serial}");
    EXPECT(NUMBERED("第{serial}号"), 9, 13, "bad-number", "number: it lacks {year}");
    EXPECT(NUMBERED("第{area}{year}{serial}号"), 9, 13, "bad-number", "the procedure has no area");
    EXPECT(NUMBERED("第一二三四五六七八九十一二三四五六七八九十一二三四五六{serial}{year}"), 9, 13,
           "bad-number", "over 95 bytes; shorten it");
    EXPECT(HEAD "stages:\n  s: { title: S, department: d, number: '{year}-{serial}' }\n", 5, 41,
           "bad-number", "an opinion has no number");
    EXPECT(HEAD "stages:\n  s: { title: S, department: d, permit: P, number: '{year}-{serial}' }\n"
                "  t: { title: T, department: e, permit: Q, number: '{year}-{serial}' }\n",
           6, 52, "bad-number", "another department counts by the same format");
    EXPECT(HEAD "area: 42\nstages: { s: { " STAGE " } }\n", 4, 7, "out-of-range", "area is 42");
}

static void test_lint_warns_of_a_promise_longer_than_the_law(void **state)
{
    (void)state;
    EXPECT(HEAD "stages:\n  s: { " STAGE ", limits: { statutory: 20 working days, "
                "promised: 21 working days } }\n",
           5, 81, "promise-too-long", "more time than the law allows");
    assert_int_equal(definition_load(HEAD "stages:\n  s: { " STAGE
                                          ", limits: { statutory: 20 working days, "
                                          "promised: 21 natural days } }\n"),
                     OK);
    assert_int_equal(definition_report.count, 0);
}

/* --- the report --- */

static void test_lint_reports_everything_at_once_in_order(void **state)
{
    (void)state;
    assert_int_equal(
        definition_load("name: P\n"
                        "version: 0\n"
                        "on_refusal: stop\n"
                        "stages:\n"
                        "  a: { title: A, department: d, start_after: [b, zz] }\n"
                        "  b: { title: B, department: d, start_after: [a], lease: 5 }\n"
                        "gates: { g: { policy: issue_rest, members: [a, c] } }\n"),
        ERR_PROCEDURE_INVALID);
    static const char *const rules[] = { "bad-name",     "missing-key",  "out-of-range",
                                         "unknown-word", "unknown-name", "bad-duration",
                                         "cycle",        "unknown-name", "gate-never-opens" };
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        assert_non_null(definition_find(rules[i]));
    }
    for (uint32_t i = 1; i < definition_report.count; i++) {
        const struct lint_finding *left = &definition_report.findings[i - 1];
        const struct lint_finding *right = &definition_report.findings[i];
        assert_true(left->line < right->line ||
                    (left->line == right->line && left->column <= right->column));
    }
    assert_int_equal(definition_report.error_count, definition_report.count);
}

static void test_lint_counts_what_it_does_not_keep(void **state)
{
    (void)state;
    char text[32 * 1024] =
        HEAD "stages:\n  s:\n    title: S\n    department: d\n    start_after:\n";
    size_t size = strlen(text);

    for (int i = 0; i < 300; i++) {
        size += (size_t)snprintf(text + size, sizeof text - size, "      - nobody%d\n", i);
    }
    assert_int_equal(definition_load(text), ERR_PROCEDURE_INVALID);
    assert_int_equal(definition_report.count, LINT_FINDINGS_MAX);
    assert_int_equal(definition_report.omitted, 300 - LINT_FINDINGS_MAX);
    assert_int_equal(definition_report.error_count, 300);
}

static void test_lint_makes_what_it_quotes_harmless(void **state)
{
    (void)state;
    char text[1024] = HEAD "stages: { s: { " STAGE " } }\n\"\\e]0;x\\a\\x9b";

    for (int i = 0; i < 150; i++) {
        memcpy(text + strlen(text), "名", sizeof "名");
    }
    memcpy(text + strlen(text), "\": 1\n", sizeof "\": 1\n");
    assert_int_equal(definition_load(text), ERR_PROCEDURE_INVALID);
    const char *said = definition_report.findings[0].text;
    assert_non_null(strstr(said, "'?]0;x???名"));
    assert_in_range(strlen(said), LINT_TEXT_BYTES_MAX - 3, LINT_TEXT_BYTES_MAX);
    assert_string_equal(said + strlen(said) - 3, "名");
}

static void test_lint_prints_a_line_that_editors_understand(void **state)
{
    (void)state;
    char *line = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&line, &size);
    assert_non_null(file);

    assert_int_equal(definition_load("name: P\n"), ERR_PROCEDURE_INVALID);
    lint_finding_print(file, "a.yaml", definition_find("bad-name"));
    struct lint_finding whole = { .severity = LINT_WARNING, .rule = "r", .text = "t" };
    lint_finding_print(file, "a.yaml", &whole);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(strncmp(line, "a.yaml:1:7: error: name: 'P' is not a name;", 43), 0);
    assert_non_null(strstr(line, " [bad-name]\na.yaml: warning: t [r]\n"));
    free(line);
}

static void test_lint_says_why_a_file_cannot_be_read(void **state)
{
    (void)state;
    assert_int_equal(
        procedure_load(TONGFA_SOURCE "/procedures/none.yaml", &definition, &definition_report),
        ERR_IO);
    assert_int_equal(definition_report.count, 1);
    assert_string_equal(definition_report.findings[0].rule, "unreadable");
    assert_non_null(strstr(definition_report.findings[0].text, "No such file"));
    assert_int_equal(procedure_load(TONGFA_SOURCE "/procedures", &definition, &definition_report),
                     ERR_IO);
    assert_non_null(strstr(definition_report.findings[0].text, "directory"));
}

static void test_suggest_counts_slips_of_a_typist(void **state)
{
    (void)state;
    static const char *const words[] = { "registry", "planning", "land", "design" };

    assert_string_equal(suggest("registyr", words, 4), "registry");
    assert_string_equal(suggest("plannig", words, 4), "planning");
    assert_string_equal(suggest("lnad", words, 4), "land");
    assert_string_equal(suggest("desgin", words, 4), "design");
    assert_null(suggest("fire", words, 4));
    assert_null(suggest("", words, 4));
    assert_null(suggest("x", words, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lint_says_where_the_yaml_breaks),
        cmocka_unit_test(test_lint_refuses_bytes_that_are_no_text),
        cmocka_unit_test(test_lint_refuses_a_nul_where_the_parser_would_stop_silently),
        cmocka_unit_test(test_lint_counts_columns_in_characters),
        cmocka_unit_test(test_lint_refuses_anchors_aliases_and_tags),
        cmocka_unit_test(test_lint_bounds_size_depth_and_parts),
        cmocka_unit_test(test_lint_finds_a_stage_that_waits_for_itself),
        cmocka_unit_test(test_lint_finds_a_cycle_over_both_kinds_of_edges),
        cmocka_unit_test(test_lint_finds_a_cycle_through_a_gate),
        cmocka_unit_test(test_lint_allows_edges_inside_one_gate),
        cmocka_unit_test(test_lint_finds_stages_behind_a_cycle),
        cmocka_unit_test(test_lint_finds_a_gate_that_can_never_open),
        cmocka_unit_test(test_lint_finds_an_empty_gate_and_a_stage_in_two),
        cmocka_unit_test(test_lint_finds_a_procedure_without_stages),
        cmocka_unit_test(test_lint_warns_of_what_nobody_uses),
        cmocka_unit_test(test_lint_warns_of_an_edge_that_says_nothing),
        cmocka_unit_test(test_lint_finds_what_keeps_permits_from_being_numbered),
        cmocka_unit_test(test_lint_warns_of_a_promise_longer_than_the_law),
        cmocka_unit_test(test_lint_reports_everything_at_once_in_order),
        cmocka_unit_test(test_lint_counts_what_it_does_not_keep),
        cmocka_unit_test(test_lint_makes_what_it_quotes_harmless),
        cmocka_unit_test(test_lint_prints_a_line_that_editors_understand),
        cmocka_unit_test(test_lint_says_why_a_file_cannot_be_read),
        cmocka_unit_test(test_suggest_counts_slips_of_a_typist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
