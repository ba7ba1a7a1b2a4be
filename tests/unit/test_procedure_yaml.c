/* SPDX-License-Identifier: Apache-2.0 */
/* The YAML form of a procedure: what each key takes, and what is refused where. */
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

/* --- what is read --- */

static const char whole[] =
    "name: whole.v1\n"
    "version: 7\n"
    "title: 全部\n"
    "area: 421003\n"
    "on_refusal: cancel\n"
    "milestones:\n"
    "  paid: { title: Paid }\n"
    "  signed: { title: Signed }\n"
    "stages:\n"
    "  first:\n"
    "    title: First\n"
    "    department: land\n"
    "    permit: 证\n"
    "    number: 证{area}{year}第{serial:5}号\n"
    "    applies_if: .works.special // false\n"
    "    start_after: [signed]\n"
    "    decide_after: [second, paid]\n"
    "    limits: { statutory: 20 working days, promised: 36 natural hours }\n"
    "    retry: { attempts: 3, backoff: 250ms, backoff_max: 2h }\n"
    "    lease: 5m\n"
    "  second: { title: Second, department: design }\n"
    "gates:\n"
    "  both: { policy: issue_rest, members: [second, first] }\n"
    "materials:\n"
    "  map: { title: Map, stages: [first, second] }\n"
    "  photo: { title: Photo, required: false, stages: [second] }\n";

static void test_every_key_reaches_the_procedure(void **state)
{
    (void)state;
    assert_int_equal(definition_load(whole), OK);
    assert_int_equal(definition_report.count, 0);
    assert_string_equal(definition.name.text, "whole.v1");
    assert_int_equal(definition.version, 7);
    assert_string_equal(definition.title, "全部");
    assert_int_equal(definition.area, 421003);
    assert_int_equal(definition.on_refusal, ON_REFUSAL_CANCEL);
    assert_int_equal(definition.stage_count, 2);
    assert_int_equal(definition.milestone_count, 2);
    assert_int_equal(definition.gate_count, 1);
    assert_int_equal(definition.material_count, 2);
    assert_string_equal(definition.milestones[1].name.text, "signed");
    assert_string_equal(definition.milestones[1].title, "Signed");
    assert_string_equal(definition.gates[0].name.text, "both");
    assert_int_equal(definition.gates[0].policy, GATE_ISSUE_REST);
    assert_int_equal(definition.gates[0].members, 3);
    assert_string_equal(definition.materials[0].title, "Map");
    assert_true(definition.materials[0].required);
    assert_int_equal(definition.materials[0].stages, 3);
    assert_false(definition.materials[1].required);
    assert_int_equal(definition.materials[1].stages, 2);
}

static void test_every_key_of_a_stage_reaches_the_procedure(void **state)
{
    (void)state;
    assert_int_equal(definition_load(whole), OK);
    const struct procedure_stage *stage = &definition.stages[0];

    assert_string_equal(stage->name.text, "first");
    assert_string_equal(stage->title, "First");
    assert_string_equal(stage->department.text, "land");
    assert_string_equal(stage->permit, "证");
    assert_string_equal(stage->number, "证{area}{year}第{serial:5}号");
    assert_string_equal(stage->applies_if, ".works.special // false");
    assert_int_equal(stage->start_after.stages, 0);
    assert_int_equal(stage->start_after.milestones, 2);
    assert_int_equal(stage->decide_after.stages, 2);
    assert_int_equal(stage->decide_after.milestones, 1);
    assert_int_equal(stage->statutory.value, 20);
    assert_int_equal(stage->statutory.unit, LIMIT_WORKING_DAYS);
    assert_int_equal(stage->promised.value, 36);
    assert_int_equal(stage->promised.unit, LIMIT_NATURAL_HOURS);
    assert_int_equal(stage->attempts_max, 3);
    assert_int_equal(stage->backoff_ms, 250);
    assert_int_equal(stage->backoff_ms_max, 7200000);
    assert_int_equal(stage->lease_ms, 300000);
}

static void test_what_is_left_out_has_a_default(void **state)
{
    (void)state;
    assert_int_equal(definition_load(HEAD "stages: { s: { " STAGE " } }\n"), OK);
    const struct procedure_stage *stage = &definition.stages[0];

    assert_int_equal(definition.on_refusal, ON_REFUSAL_FINISH);
    assert_int_equal(stage->permit[0], 0);
    assert_int_equal(stage->applies_if[0], 0);
    assert_int_equal(stage->statutory.value, 0);
    assert_int_equal(stage->promised.value, 0);
    assert_int_equal(stage->attempts_max, 5);
    assert_int_equal(stage->backoff_ms, 1000);
    assert_int_equal(stage->backoff_ms_max, 60000);
    assert_int_equal(stage->lease_ms, LEASE_MS_DEFAULT);
}

static void test_a_long_backoff_alone_is_its_own_maximum(void **state)
{
    (void)state;
    assert_int_equal(definition_load(HEAD "stages: { s: { " STAGE ", retry: { backoff: 5m } } }\n"),
                     OK);
    assert_int_equal(definition.stages[0].backoff_ms, 300000);
    assert_int_equal(definition.stages[0].backoff_ms_max, 300000);
}

static void test_every_form_of_a_limit_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        struct limit limit;
    } forms[] = {
        { "1 working day", { 1, LIMIT_WORKING_DAYS } },
        { "9999 working days", { 9999, LIMIT_WORKING_DAYS } },
        { "1 natural day", { 1, LIMIT_NATURAL_DAYS } },
        { "60 natural days", { 60, LIMIT_NATURAL_DAYS } },
        { "1 working hour", { 1, LIMIT_WORKING_HOURS } },
        { "4 working hours", { 4, LIMIT_WORKING_HOURS } },
        { "1 natural hour", { 1, LIMIT_NATURAL_HOURS } },
        { "48 natural hours", { 48, LIMIT_NATURAL_HOURS } },
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        char text[160];
        (void)snprintf(text, sizeof text,
                       HEAD "stages: { s: { " STAGE ", limits: { statutory: %s } } }\n",
                       forms[i].text);
        assert_int_equal(definition_load(text), OK);
        assert_int_equal(definition.stages[0].statutory.value, forms[i].limit.value);
        assert_int_equal(definition.stages[0].statutory.unit, forms[i].limit.unit);
    }
}

/* YAML 1.2, 10.3.2: plain scalars that are no texts, and some that only look so. */
static void test_plain_values_have_the_kinds_of_yaml_1_2(void **state)
{
    (void)state;
    static const char *const others[] = { "~",  "null", "Null",  "NULL", "true", "True",  "FALSE",
                                          "0",  "-7",   "+1.5",  "1e3",  ".5",   "0x1F",  "0o17",
                                          "1.", ".inf", "-.inf", ".nan", ".NaN", "1.5E-3" };
    static const char *const texts[] = { "null Null", "nul",   "TRUe", "yes", "on",  "1 2",
                                         "0o8",       "0o",    "1e",   "--",  ".",   "+",
                                         "abc",       "1.2.3", "0xg",  "inf", "nan", "true False" };
    char text[160];

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        (void)snprintf(text, sizeof text,
                       "name: p\nversion: 1\ntitle: %s\nstages: { s: { " STAGE " } }\n", others[i]);
        assert_int_equal(definition_load(text), ERR_PROCEDURE_INVALID);
    }
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        (void)snprintf(text, sizeof text,
                       "name: p\nversion: 1\ntitle: %s\nstages: { s: { " STAGE " } }\n", texts[i]);
        if (definition_load(text) != OK) fail_msg("%s is a text", texts[i]);
        assert_string_equal(definition.title, texts[i]);
    }
}

static void test_a_refused_definition_leaves_the_procedure_alone(void **state)
{
    (void)state;
    assert_int_equal(definition_load(whole), OK);
    struct procedure before = definition;
    assert_int_equal(definition_load("name: other\n"), ERR_PROCEDURE_INVALID);
    assert_memory_equal(&definition, &before, sizeof before);
}

/* --- the five permits --- */

static void load_file(const char *path)
{
    enum err err = procedure_load(path, &definition, &definition_report);
    for (uint32_t i = 0; i < definition_report.count; i++) {
        lint_finding_print(stderr, path, &definition_report.findings[i]);
    }
    assert_int_equal(err, OK);
    assert_int_equal(definition_report.count, 0);
}

/* The second picture of domain knowledge: rows are stages, columns what the decision waits for. */
static void test_five_permits_have_the_edges_of_the_law(void **state)
{
    (void)state;
    static const char *const columns[] = { "project-record", "land-contract",     "price-paid",
                                           "deed-tax-paid",  "land-use",          "design-scheme",
                                           "works-planning", "real-estate-title", "construction" };
    /* clang-format off */
    static const struct {
        const char *stage;
        const char *department;
        const char *waits;
    } rows[] = {
        /*                                        PRJ LAN PAY TAX  A D B C F */
        { "land-use",          "land",         "x   x   -   -    - - - - -" },
        { "design-scheme",     "design",       "-   x   -   -    - - - - -" },
        { "works-planning",    "planning",     "-   x   -   -    - x - - -" },
        { "real-estate-title", "registry",     "-   x   x   x    - - - - -" },
        { "construction",      "construction", "-   -   -   -    x - x - -" },
    };
    /* clang-format on */

    load_file(TONGFA_SOURCE "/procedures/five-permits.yaml");
    assert_int_equal(definition.stage_count, 5);
    assert_int_equal(definition.milestone_count, 4);
    for (uint32_t i = 0; i < 4; i++) {
        assert_string_equal(definition.milestones[i].name.text, columns[i]);
    }
    for (uint32_t i = 0; i < 5; i++) {
        const struct procedure_stage *stage = &definition.stages[i];
        const char *mark = rows[i].waits;
        assert_string_equal(stage->name.text, rows[i].stage);
        assert_string_equal(stage->name.text, columns[4 + i]);
        assert_string_equal(stage->department.text, rows[i].department);
        assert_int_equal(stage->start_after.stages | stage->start_after.milestones, 0);
        for (uint32_t column = 0; column < 9; column++, mark++) {
            mark += strspn(mark, " ");
            bool waits = column < 4 ? set_has(stage->decide_after.milestones, column)
                                    : set_has(stage->decide_after.stages, column - 4);
            assert_int_equal(waits, *mark == 'x');
        }
        assert_true(stage->permit[0] != '\0');
    }
    assert_int_equal(definition.gate_count, 1);
    assert_int_equal(definition.gates[0].policy, GATE_ALL_OR_NOTHING);
    assert_int_equal(definition.gates[0].members, 0x1f);
}

static void test_the_second_file_differs_in_its_policy_only(void **state)
{
    (void)state;
    load_file(TONGFA_SOURCE "/procedures/five-permits.yaml");
    struct procedure strict = definition;

    load_file(TONGFA_SOURCE "/procedures/five-permits-issue-rest.yaml");
    assert_string_equal(definition.name.text, "five-permits-issue-rest");
    assert_int_equal(definition.gates[0].policy, GATE_ISSUE_REST);
    definition.name = strict.name;
    memcpy(definition.title, strict.title, sizeof strict.title);
    definition.gates[0].policy = strict.gates[0].policy;
    assert_memory_equal(&definition, &strict, sizeof strict);
}

static void test_the_third_file_is_reviewed_before_the_land(void **state)
{
    (void)state;
    load_file(TONGFA_SOURCE "/procedures/five-permits.yaml");
    struct procedure strict = definition;

    load_file(TONGFA_SOURCE "/procedures/five-permits-pre-review.yaml");
    assert_string_equal(definition.name.text, "five-permits-pre-review");
    assert_int_equal(definition.pre_review_until, 2); /* the land contract */
    definition.name = strict.name;
    memcpy(definition.title, strict.title, sizeof strict.title);
    definition.pre_review_until = 0;
    assert_memory_equal(&definition, &strict, sizeof strict);
}

/* A block that begins with a name is a whole procedure. */
static void test_the_examples_in_the_readme_are_valid(void **state)
{
    (void)state;
    static char text[64 * 1024];
    static const char opening[] = "```yaml\nname: ";
    FILE *file = fopen(TONGFA_SOURCE "/procedures/README.md", "rb");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    assert_int_equal(fclose(file), 0);

    for (char *at = text; (at = strstr(at, opening)) != NULL;) {
        char *example = at + strlen("```yaml\n");
        at = strstr(example, "```");
        *at++ = '\0';
        if (strstr(example, "utc_offset:") != NULL) continue; /* a calendar */
        assert_int_equal(definition_load(example), OK);
        assert_int_equal(definition_report.count, 0);
    }
    assert_int_equal(definition.stage_count, 3); /* the last of them */
}

/* --- keys --- */

static void test_lint_suggests_the_key_that_was_meant(void **state)
{
    (void)state;
    EXPECT(HEAD "stages: { s: { " STAGE " } }\nmatreials: {}\n", 5, 1, "unknown-key",
           "did you mean materials?");
    EXPECT(HEAD "stages:\n  s: { " STAGE ", decide_afer: [] }\n", 5, 33, "unknown-key",
           "did you mean decide_after?");
    EXPECT(HEAD "stages:\n  s: { " STAGE ", colour: red }\n", 5, 33, "unknown-key",
           "'colour' here; remove it");
}

static void test_lint_names_every_missing_key(void **state)
{
    (void)state;
    assert_int_equal(definition_load("on_refusal: finish\n"), ERR_PROCEDURE_INVALID);
    assert_int_equal(definition_report.count, 4);
    for (uint32_t i = 0; i < definition_report.count; i++) {
        assert_string_equal(definition_report.findings[i].rule, "missing-key");
    }
    EXPECT(HEAD "stages:\n  s: { title: S }\n", 5, 6, "missing-key", "s lacks the key department");
}

static void test_lint_refuses_a_key_that_stands_twice(void **state)
{
    (void)state;
    EXPECT(HEAD "title: U\nstages: { s: { " STAGE " } }\n", 4, 1, "duplicate",
           "title stands here twice");
    EXPECT(HEAD "stages:\n  s: { " STAGE " }\n  s: { " STAGE " }\n", 6, 3, "duplicate",
           "two stages named s");
}

static void test_lint_refuses_a_key_that_is_no_scalar(void **state)
{
    (void)state;
    EXPECT(HEAD "stages: { s: { " STAGE " } }\n? [a]\n: b\n", 5, 3, "unknown-key", "''");
}

/* --- values --- */

static void test_lint_refuses_the_wrong_type(void **state)
{
    (void)state;
    EXPECT(HEAD "stages: { s: { title: 7, department: d } }\n", 4, 23, "wrong-type",
           "title is a number, a text is expected; put it in quotes");
    EXPECT(HEAD "stages: { s: { title: [S], department: d } }\n", 4, 23, "wrong-type",
           "title is a list");
    EXPECT(HEAD "stages: { s: { title: S, department: d, permit: yes } }\n"
                "materials: { m: { title: M, required: yes, stages: [s] } }\n",
           5, 39, "wrong-type", "required is a text, true or false is expected");
    EXPECT(HEAD "stages: { s: { " STAGE ", start_after: s2 }, s2: { " STAGE " } }\n", 4, 54,
           "wrong-type", "write [s2]");
    EXPECT("[]\n", 1, 1, "wrong-type", "the procedure is a list");
    EXPECT(HEAD "stages: [s]\n", 4, 9, "wrong-type", "stages is a list");
}

static void test_lint_refuses_a_key_without_a_value(void **state)
{
    (void)state;
    EXPECT(HEAD "on_refusal:\nstages: { s: { " STAGE " } }\n", 4, 1, "missing-value",
           "on_refusal has no value");
    EXPECT(HEAD "stages: { s: { " STAGE " } }\ngates: ~\n", 5, 8, "missing-value",
           "gates has no value");
}

static void test_lint_refuses_versions_out_of_range(void **state)
{
    (void)state;
    static const char *const wrong[] = { "0", "-1", "1.0", "4294967296", "0x10", "01", "1e3" };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char text[128];
        (void)snprintf(text, sizeof text,
                       "name: p\nversion: %s\ntitle: T\nstages: { s: { " STAGE " } }\n", wrong[i]);
        EXPECT(text, 2, 10, "out-of-range", "whole number from 1 to 4294967295");
    }
    assert_int_equal(
        definition_load("name: p\nversion: 4294967295\ntitle: T\nstages: { s: { " STAGE " } }\n"),
        OK);
    assert_int_equal(definition.version, UINT32_MAX);
}

static void test_lint_refuses_names_that_are_none(void **state)
{
    (void)state;
    EXPECT(HEAD "stages: { Land: { " STAGE " } }\n", 4, 11, "bad-name", "'Land'");
    EXPECT(HEAD "stages: { s: { title: S, department: 'the land' } }\n", 4, 38, "bad-name",
           "department: 'the land'");
    EXPECT(HEAD "stages: { s: { title: S, department: '' } }\n", 4, 38, "bad-name", "''");
    EXPECT(HEAD "stages: { -s: { " STAGE " } }\n", 4, 11, "bad-name", "'-s'");
    EXPECT(HEAD "stages: { a1234567890123456789012345678901: { " STAGE " } }\n", 4, 11, "bad-name",
           "1 to 31");
    assert_int_equal(
        definition_load(HEAD "stages: { a123456789012345678901234567890: { " STAGE " } }\n"), OK);
    assert_int_equal(definition_load(HEAD "stages: { 2024: { " STAGE " } }\n"), OK);
}

static void test_lint_refuses_durations_that_are_none(void **state)
{
    (void)state;
    static const char *const wrong[] = { "30 s", "1.5s", "s", "30sec", "-5s", "1h30m", "05s" };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char text[128];
        (void)snprintf(text, sizeof text, HEAD "stages:\n  s: { " STAGE ", lease: %s }\n",
                       wrong[i]);
        EXPECT(text, 5, 40, "bad-duration", "such as 500ms, 30s, 5m or 2h");
    }
    EXPECT(HEAD "stages:\n  s: { " STAGE ", lease: 999ms }\n", 5, 40, "out-of-range",
           "between 1s and 86400s");
    EXPECT(HEAD "stages:\n  s: { " STAGE ", lease: 25h }\n", 5, 40, "out-of-range", "25h");
    EXPECT(HEAD "stages:\n  s: { " STAGE ", lease: 99999999999999999999h }\n", 5, 40,
           "bad-duration", "lease");
    EXPECT(HEAD "stages:\n  s: { " STAGE ", lease: 30 }\n", 5, 40, "bad-duration",
           "'30' is no duration");
    EXPECT(HEAD "stages:\n  s: { " STAGE ", limits: { promised: 20 } }\n", 5, 53, "bad-limit",
           "'20' is no limit");
}

static void test_lint_refuses_retry_out_of_bounds(void **state)
{
    (void)state;
    EXPECT(HEAD "stages:\n  s: { " STAGE ", retry: { attempts: 0 } }\n", 5, 52, "out-of-range",
           "from 1 to 100");
    EXPECT(HEAD "stages:\n  s: { " STAGE ", retry: { attempts: 101 } }\n", 5, 52, "out-of-range",
           "from 1 to 100");
    EXPECT(HEAD "stages:\n  s: { " STAGE ", retry: { backoff: 5m, backoff_max: 1m } }\n", 5, 68,
           "out-of-range", "backoff_max is shorter than backoff");
}

static void test_a_clock_runs_from_acceptance_unless_it_says_receipt(void **state)
{
    (void)state;
    const char *text =
        HEAD "limits: { statutory: 30 working days, promised: 15 natural days }\n"
             "stages:\n"
             "  a: { " STAGE ", limits: { statutory: 20 working days } }\n"
             "  b: { " STAGE ", limits: { promised: 20 working days, clock_from: receipt } }\n"
             "  c: { " STAGE " }\n";
    assert_int_equal(definition_load(text), OK);
    assert_int_equal(definition.statutory.value, 30);
    assert_int_equal(definition.promised.unit, LIMIT_NATURAL_DAYS);
    assert_int_equal(definition.stages[0].clock_from, CLOCK_FROM_ACCEPTANCE);
    assert_int_equal(definition.stages[1].clock_from, CLOCK_FROM_RECEIPT);
    assert_int_equal(definition.stages[2].clock_from, CLOCK_NONE);
}

static void test_lint_refuses_limits_that_are_none(void **state)
{
    (void)state;
    static const char *const wrong[] = { "20 days",          "20",
                                         "0 working days",   "10000 natural days",
                                         "20  working days", "twenty working days" };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char text[160];
        (void)snprintf(text, sizeof text,
                       HEAD "stages:\n  s: { " STAGE ", limits: { promised: '%s' } }\n", wrong[i]);
        EXPECT(text, 5, 53, "bad-limit", "working days");
    }
}

static void test_lint_refuses_texts_too_long_or_on_two_lines(void **state)
{
    (void)state;
    char text[256];
    char title[97];

    memset(title, 'x', 96);
    title[96] = '\0';
    (void)snprintf(text, sizeof text, HEAD "stages: { s: { title: %s, department: d } }\n", title);
    EXPECT(text, 4, 23, "bad-text", "96 bytes, at most 95");
    title[95] = '\0';
    (void)snprintf(text, sizeof text, HEAD "stages: { s: { title: %s, department: d } }\n", title);
    assert_int_equal(definition_load(text), OK);
    EXPECT(HEAD "stages: { s: { title: \"a\\nb\", department: d } }\n", 4, 23, "bad-text",
           "one line");
    EXPECT(HEAD "stages: { s: { title: \"\\e[31m\", department: d } }\n", 4, 23, "bad-text",
           "control character");
    EXPECT(HEAD "stages: { s: { title: \"\", department: d } }\n", 4, 23, "bad-text", "empty");
    EXPECT(HEAD "stages: { s: { title: \"a\\0b\", department: d } }\n", 4, 23, "not-text", "NUL");
}

static void test_lint_suggests_the_word_that_was_meant(void **state)
{
    (void)state;
    EXPECT(HEAD "on_refusal: finsh\nstages: { s: { " STAGE " } }\n", 4, 13, "unknown-word",
           "did you mean finish?");
    EXPECT(HEAD "stages: { s: { " STAGE " } }\n"
                "gates: { g: { policy: each_for_itself, members: [s] } }\n",
           5, 23, "unknown-word", "write all_or_nothing or issue_rest");
}

/* --- names of others --- */

static void test_lint_suggests_the_stage_or_milestone_that_was_meant(void **state)
{
    (void)state;
    EXPECT(HEAD "milestones: { land-contract: { title: L } }\n"
                "stages:\n"
                "  land: { " STAGE ", decide_after: [land-contract, lnad-contract] }\n",
           6, 66, "unknown-name", "did you mean land-contract?");
    EXPECT(HEAD "stages: { s: { " STAGE ", start_after: [moon] } }\n", 4, 55, "unknown-name",
           "there is no stage or milestone 'moon'; define it or remove it");
}

static void test_lint_refuses_a_milestone_where_a_stage_is_meant(void **state)
{
    (void)state;
    EXPECT(HEAD "milestones: { paid: { title: P } }\n"
                "stages: { s: { " STAGE ", decide_after: [paid] } }\n"
                "materials: { m: { title: M, stages: [s, paid] } }\n",
           6, 41, "unknown-name", "is a milestone; only stages");
}

static void test_lint_refuses_one_name_for_a_stage_and_a_milestone(void **state)
{
    (void)state;
    EXPECT(HEAD "stages: { s: { " STAGE " }, t: { " STAGE ", start_after: [s] } }\n"
                "milestones: { t: { title: T } }\n",
           4, 43, "duplicate", "a milestone is named t");
}

static void test_lint_refuses_a_name_twice_in_a_list(void **state)
{
    (void)state;
    EXPECT(HEAD "stages:\n  s: { " STAGE " }\n  t: { " STAGE ", start_after: [s, s] }\n", 6, 50,
           "duplicate", "start_after names s twice");
}

static void test_lint_refuses_more_stages_than_there_can_be(void **state)
{
    (void)state;
    char text[4096] = HEAD "stages:\n";

    for (int i = 0; i < 33; i++) {
        size_t size = strlen(text);
        (void)snprintf(text + size, sizeof text - size, "  s%d: { " STAGE " }\n", i);
    }
    EXPECT(text, 37, 3, "too-many", "more than 32 stages");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_key_reaches_the_procedure),
        cmocka_unit_test(test_every_key_of_a_stage_reaches_the_procedure),
        cmocka_unit_test(test_what_is_left_out_has_a_default),
        cmocka_unit_test(test_a_long_backoff_alone_is_its_own_maximum),
        cmocka_unit_test(test_every_form_of_a_limit_is_read),
        cmocka_unit_test(test_plain_values_have_the_kinds_of_yaml_1_2),
        cmocka_unit_test(test_a_refused_definition_leaves_the_procedure_alone),
        cmocka_unit_test(test_five_permits_have_the_edges_of_the_law),
        cmocka_unit_test(test_the_second_file_differs_in_its_policy_only),
        cmocka_unit_test(test_the_third_file_is_reviewed_before_the_land),
        cmocka_unit_test(test_the_examples_in_the_readme_are_valid),
        cmocka_unit_test(test_lint_suggests_the_key_that_was_meant),
        cmocka_unit_test(test_lint_names_every_missing_key),
        cmocka_unit_test(test_lint_refuses_a_key_that_stands_twice),
        cmocka_unit_test(test_lint_refuses_a_key_that_is_no_scalar),
        cmocka_unit_test(test_lint_refuses_the_wrong_type),
        cmocka_unit_test(test_lint_refuses_a_key_without_a_value),
        cmocka_unit_test(test_lint_refuses_versions_out_of_range),
        cmocka_unit_test(test_lint_refuses_names_that_are_none),
        cmocka_unit_test(test_lint_refuses_durations_that_are_none),
        cmocka_unit_test(test_lint_refuses_retry_out_of_bounds),
        cmocka_unit_test(test_a_clock_runs_from_acceptance_unless_it_says_receipt),
        cmocka_unit_test(test_lint_refuses_limits_that_are_none),
        cmocka_unit_test(test_lint_refuses_texts_too_long_or_on_two_lines),
        cmocka_unit_test(test_lint_suggests_the_word_that_was_meant),
        cmocka_unit_test(test_lint_suggests_the_stage_or_milestone_that_was_meant),
        cmocka_unit_test(test_lint_refuses_a_milestone_where_a_stage_is_meant),
        cmocka_unit_test(test_lint_refuses_one_name_for_a_stage_and_a_milestone),
        cmocka_unit_test(test_lint_refuses_a_name_twice_in_a_list),
        cmocka_unit_test(test_lint_refuses_more_stages_than_there_can_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
