/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/procedure_builder.h"
#include "tests/support/procedure_problems.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void test_five_permits_pass(void **state)
{
    (void)state;
    assert_int_equal(problems_check(), 0);
}

static void test_a_procedure_needs_a_stage(void **state)
{
    (void)state;
    procedure_begin(&procedure, "empty");
    problems_assert_one(PROBLEM_NO_STAGE, PLACE_PROCEDURE, 0, "\"empty\" has no stage");
}

static void test_names_are_well_formed_everywhere(void **state)
{
    (void)state;
    procedure.stages[1].name = named("Design");
    problems_assert_one(PROBLEM_BAD_NAME, PLACE_STAGE, 1, "stage 2: the name \"Design\"");
    problems_set_up(NULL);
    procedure.name = named("");
    problems_assert_one(PROBLEM_BAD_NAME, PLACE_PROCEDURE, 0, "procedure 1");
    problems_set_up(NULL);
    procedure.milestones[3].name = named("-tax");
    problems_assert_one(PROBLEM_BAD_NAME, PLACE_MILESTONE, 3, "-tax");
    problems_set_up(NULL);
    procedure.stages[1].name = named("a{");
    problems_assert_one(PROBLEM_BAD_NAME, PLACE_STAGE, 1, "a{");
    problems_set_up(NULL);
    procedure.gates[0].name = named("a b");
    problems_assert_one(PROBLEM_BAD_NAME, PLACE_GATE, 0, "gate 1");
}

static void test_a_name_without_an_end_is_refused_and_printed_safely(void **state)
{
    (void)state;
    memset(procedure.stages[0].name.text, 'a', sizeof procedure.stages[0].name.text);
    problems_assert_one(PROBLEM_BAD_NAME, PLACE_STAGE, 0, "aaaa\" is not");
    problems_set_up(NULL);
    procedure.stages[0].name.text[30] = 'x'; /* something after the NUL */
    problems_assert_one(PROBLEM_BAD_NAME, PLACE_STAGE, 0, "\"land-use\"");
    problems_set_up(NULL);
    procedure.stages[0].name.text[0] = '\n';
    problems_assert_one(PROBLEM_BAD_NAME, PLACE_STAGE, 0, "\"?and-use\"");
}

static void test_a_name_stands_once_in_its_list(void **state)
{
    (void)state;
    procedure.stages[4].name = procedure.stages[1].name;
    problems_assert_one(PROBLEM_NAME_TWICE, PLACE_STAGE, 4, "stage 5 has the name of stage 2");
    assert_int_equal(problems[0].other, 1);
    problems_set_up(NULL);
    procedure.milestones[1].name = procedure.milestones[0].name;
    problems_assert_one(PROBLEM_NAME_TWICE, PLACE_MILESTONE, 1, "\"prj\"; rename");
    problems_set_up(NULL);
    procedure.material_count = 2;
    procedure.materials[0].name = named("plan");
    procedure.materials[1].name = named("plan");
    problems_assert_one(PROBLEM_NAME_TWICE, PLACE_MATERIAL, 1, "material 1");
}

static void test_a_milestone_is_not_named_as_a_stage(void **state)
{
    (void)state;
    procedure.milestones[2].name = procedure.stages[3].name;
    problems_assert_one(PROBLEM_NAME_TWICE, PLACE_MILESTONE, 2,
                        "milestone 3 has the name of stage 4");
}

static void test_counts_over_their_bounds_end_the_check(void **state)
{
    (void)state;
    procedure.stage_count = STAGES_MAX + 1;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "at most 32 stages");
    problems_set_up(NULL);
    procedure.milestone_count = UINT32_MAX;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "16 milestones");
    problems_set_up(NULL);
    procedure.gate_count = GATES_MAX + 1;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "8 gates");
    problems_set_up(NULL);
    procedure.material_count = MATERIALS_MAX + 1;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "64 materials");
}

static void test_numbers_of_a_procedure_are_in_range(void **state)
{
    (void)state;
    procedure.version = 0;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "versions count from 1");
    problems_set_up(NULL);
    procedure.on_refusal = 3;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "on_refusal");
    problems_set_up(NULL);
    memset(procedure.title, 'x', sizeof procedure.title);
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "title");
    problems_set_up(NULL);
    memset(procedure.remedies, 'x', sizeof procedure.remedies);
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "remedies");
    procedure.remedies[REMEDIES_BYTES_MAX] = '\0';
    assert_int_equal(problems_check(), 0);
}

static void test_numbers_of_a_stage_are_in_range(void **state)
{
    (void)state;
    procedure.stages[2].lease_ms = LEASE_MS_MIN - 1;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 2, "\"works-planning\": the lease");
    problems_set_up(NULL);
    procedure.stages[2].lease_ms = LEASE_MS_MAX + 1;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 2, "lease");
    problems_set_up(NULL);
    procedure.stages[2].backoff_ms = procedure.stages[2].backoff_ms_max + 1;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 2, "backoff");
    problems_set_up(NULL);
    procedure.stages[2].backoff_ms_max = BACKOFF_MS_MAX + 1;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 2, "backoff");
    problems_set_up(NULL);
    procedure.stages[2].attempts_max = 0;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 2, "attempts");
    problems_set_up(NULL);
    procedure.stages[2].attempts_max = ATTEMPTS_MAX + 1;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 2, "attempts");
    problems_set_up(NULL);
    procedure.stages[2].department = named("");
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 2, "department");
    problems_set_up(NULL);
    procedure.stages[2].statutory = (struct limit){ .value = 20, .unit = 0 };
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 2, "unit");
    problems_set_up(NULL);
    procedure.stages[2].clock_from = CLOCK_FROM_ACCEPTANCE;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 2, "towards a limit");
    procedure.stages[2].promised = (struct limit){ .value = 20, .unit = LIMIT_WORKING_DAYS };
    procedure.stages[2].clock_from = CLOCK_FROM_RECEIPT + 1;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 2, "acceptance or receipt");
    problems_set_up(NULL);
    procedure.promised = (struct limit){ .value = 20, .unit = 0 };
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "unit");
    problems_set_up(NULL);
    procedure.stages[2].promised =
        (struct limit){ .value = 20, .unit = (uint8_t)(LIMIT_NATURAL_HOURS + 1) };
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 2, "unit");
    problems_set_up(NULL);
    memset(procedure.stages[2].title, 'x', sizeof procedure.stages[2].title);
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 2, "title");
    problems_set_up(NULL);
    memset(procedure.stages[2].permit, 'x', sizeof procedure.stages[2].permit);
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 2, "permit");
}

static void number_set(uint32_t stage, const char *format)
{
    memset(procedure.stages[stage].number, 0, sizeof procedure.stages[stage].number);
    snprintf(procedure.stages[stage].number, sizeof procedure.stages[stage].number, "%s", format);
}

static void test_a_counter_is_whole_or_not_there(void **state)
{
    (void)state;
    const struct limit days = { 5, LIMIT_WORKING_DAYS };
    const struct limit none = { 0, 0 };
    const struct {
        struct procedure_intake intake;
        const char *says; /* NULL: it is good */
    } cases[] = {
        { { true, false, ON_SILENCE_ACCEPT, 0, days, none }, NULL },
        { { true, true, ON_SILENCE_ACCEPT, ON_LAPSE_NOT_ACCEPT, none, days }, NULL },
        { { true, false, ON_SILENCE_WAIT, 0, none, none }, NULL },
        { { true, false, ON_SILENCE_ACCEPT, 0, none, none }, "needs a limit" },
        { { true, true, ON_SILENCE_ACCEPT, 0, days, none }, "on the spot" },
        { { true, false, 0, 0, days, none }, "accept or wait" },
        { { true, false, ON_SILENCE_WAIT + 1, 0, days, none }, "accept or wait" },
        { { true, false, ON_SILENCE_WAIT, 0, none, days }, "come together" },
        { { true, false, ON_SILENCE_WAIT, ON_LAPSE_RETURN, none, none }, "come together" },
        { { true, false, ON_SILENCE_WAIT, ON_LAPSE_NOT_ACCEPT + 1, none, days }, "come together" },
        { { true, false, ON_SILENCE_WAIT, 0, { 5, 0 }, none }, "unit" },
        { { false, true, 0, 0, none, none }, "no counter" },
        { { false, false, 0, 0, days, none }, "no counter" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        procedure.intake = cases[i].intake;
        if (cases[i].says == NULL) {
            assert_int_equal(problems_check(), 0);
        } else {
            problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, cases[i].says);
        }
    }
}

static void test_a_day_in_force_is_a_day(void **state)
{
    (void)state;
    static const uint32_t good[] = { 0, 20000101, 20240229, 20631231 };
    static const uint32_t bad[] = { 1, 19991231, 20640101, 20250229, 20251301, 20250100, 99991231 };

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        procedure.in_force = good[i];
        assert_int_equal(problems_check(), 0);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        procedure.in_force = bad[i];
        problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "in_force");
    }
}

static void test_an_area_has_six_digits_or_none(void **state)
{
    (void)state;
    static const struct {
        uint32_t area;
        bool is_good;
    } cases[] = { { 0, true },      { 1, false },     { 99999, false },
                  { 100000, true }, { 999999, true }, { 1000000, false } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        procedure.area = cases[i].area;
        if (cases[i].is_good) {
            assert_int_equal(problems_check(), 0);
        } else {
            problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "six digits");
        }
    }
}

static void test_a_format_of_numbers_gives_each_permit_its_own(void **state)
{
    (void)state;
    number_set(FIVE_D, "{year}-{serial:4}");
    assert_int_equal(problems_check(), 0);
    number_set(FIVE_D, "{year}");
    problems_assert_one(PROBLEM_NUMBER, PLACE_STAGE, FIVE_D,
                        "\"design-scheme\", number: it lacks {serial}");
    number_set(FIVE_D, "{year}{serail}");
    problems_assert_one(PROBLEM_NUMBER, PLACE_STAGE, FIVE_D, "no such placeholder");
    number_set(FIVE_D, "{area}{year}{serial}");
    problems_assert_one(PROBLEM_NUMBER, PLACE_STAGE, FIVE_D, "no area");
    procedure.area = 421000;
    assert_int_equal(problems_check(), 0);
    procedure.stages[FIVE_D].permit[0] = '\0';
    problems_assert_one(PROBLEM_NUMBER, PLACE_STAGE, FIVE_D, "an opinion has no number");
    problems_set_up(NULL);
    memset(procedure.stages[FIVE_D].number, 'x', sizeof procedure.stages[FIVE_D].number);
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, FIVE_D, "number is over 95 bytes");
}

static void test_two_departments_do_not_share_a_format(void **state)
{
    (void)state;
    number_set(FIVE_A, "{year}-{serial}");
    number_set(FIVE_C, "{year}-{serial}");
    problems_assert_one(PROBLEM_NUMBER, PLACE_STAGE, FIVE_C, "change one, stage \"land-use\"");
    assert_int_equal(problems[0].other, FIVE_A);
    procedure.stages[FIVE_C].department = procedure.stages[FIVE_A].department;
    assert_int_equal(problems_check(), 0); /* one department counts both */
}

static void test_edges_name_what_exists(void **state)
{
    (void)state;
    procedure.stages[0].start_after.stages = set_of(FIVE_STAGES);
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 0, "an edge");
    problems_set_up(NULL);
    procedure.stages[0].decide_after.milestones = set_of(FIVE_MILESTONES);
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 0, "an edge");
    problems_set_up(NULL);
    procedure.material_count = 1;
    procedure.materials[0].name = named("plan");
    procedure.materials[0].stages = set_of(31);
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_MATERIAL, 0, "reads it");
}

static void test_a_stage_does_not_wait_for_itself(void **state)
{
    (void)state;
    procedure.stages[3].decide_after.stages = set_of(3);
    problems_assert_one(PROBLEM_CYCLE, PLACE_STAGE, 3, "\"title\" > \"title\"");
}

static void test_a_circle_is_reported_once_with_its_way(void **state)
{
    (void)state;
    procedure.stages[FIVE_A].start_after.stages = set_of(FIVE_F);
    problems_assert_one(PROBLEM_CYCLE, PLACE_STAGE, FIVE_A,
                        "\"land-use\" > \"construction\" > \"land-use\"");
    assert_int_equal(problems[0].other, FIVE_F);
    problems_set_up(NULL);
    procedure.stages[FIVE_D].start_after.stages = set_of(FIVE_B);
    procedure.stages[FIVE_C].start_after.stages = set_of(FIVE_C);
    assert_int_equal(problems_check(), 2);
    assert_int_equal(problems[0].index, FIVE_D);
    assert_int_equal(problems[1].index, FIVE_C);
}

static void test_a_circle_through_a_gate_is_found(void **state)
{
    (void)state;
    /* x waits for a's issue, which waits for the whole gate, whose member b waits for x. */
    procedure_begin(&procedure, "circle");
    uint32_t a = procedure_add_stage(&procedure, "a", "d");
    uint32_t b = procedure_add_stage(&procedure, "b", "d");
    uint32_t x = procedure_add_stage(&procedure, "x", "d");
    procedure_add_gate(&procedure, "g", GATE_ISSUE_REST, set_of(a) | set_of(b));
    procedure.stages[x].decide_after.stages = set_of(a);
    assert_int_equal(problems_check(), 0);
    procedure.stages[b].start_after.stages = set_of(x);
    problems_assert_one(PROBLEM_CYCLE_THROUGH_GATE, PLACE_STAGE, b,
                        "\"b\" > \"x\" > gate \"g\" > \"b\"");
}

static void test_an_edge_inside_a_gate_is_no_circle(void **state)
{
    (void)state;
    procedure_begin(&procedure, "inside");
    uint32_t a = procedure_add_stage(&procedure, "a", "d");
    uint32_t b = procedure_add_stage(&procedure, "b", "d");
    procedure_add_gate(&procedure, "g", GATE_ALL_OR_NOTHING, set_of(a) | set_of(b));
    procedure.stages[b].start_after.stages = set_of(a);
    assert_int_equal(problems_check(), 0);
}

static void test_two_gates_that_wait_for_each_other_are_found(void **state)
{
    (void)state;
    procedure_begin(&procedure, "two");
    uint32_t a = procedure_add_stage(&procedure, "a", "d");
    uint32_t b = procedure_add_stage(&procedure, "b", "d");
    uint32_t c = procedure_add_stage(&procedure, "c", "d");
    uint32_t d = procedure_add_stage(&procedure, "d", "d");
    procedure_add_gate(&procedure, "g", GATE_ALL_OR_NOTHING, set_of(a) | set_of(b));
    procedure_add_gate(&procedure, "h", GATE_ALL_OR_NOTHING, set_of(c) | set_of(d));
    procedure.stages[c].decide_after.stages = set_of(a);
    procedure.stages[b].decide_after.stages = set_of(d);
    problems_assert_one(PROBLEM_CYCLE_THROUGH_GATE, PLACE_STAGE, b, "gate \"h\"");
}

static void test_a_gate_has_members_policy_and_its_stages_to_itself(void **state)
{
    (void)state;
    procedure.gates[0].members = 0;
    problems_assert_one(PROBLEM_GATE_EMPTY, PLACE_GATE, 0, "gate \"five\" has no members");
    problems_set_up(NULL);
    procedure.gates[0].policy = 0;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_GATE, 0, "policy");
    problems_set_up(NULL);
    procedure.gates[0].members |= set_of(FIVE_STAGES);
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_GATE, 0, "member");
    problems_set_up(NULL);
    procedure_add_gate(&procedure, "more", GATE_ISSUE_REST, set_of(FIVE_C));
    problems_assert_one(PROBLEM_TWO_GATES, PLACE_GATE, 1, "\"title\" is in gate \"five\"");
    assert_int_equal(problems[0].other, 0);
}

static void test_problems_come_in_order_and_never_more_than_asked(void **state)
{
    (void)state;
    procedure.version = 0;
    procedure.stages[1].attempts_max = 0;
    procedure.stages[4].attempts_max = 0;
    procedure.gates[0].policy = 9;
    assert_int_equal(problems_check(), 4);
    assert_int_equal(problems[0].place, PLACE_PROCEDURE);
    assert_int_equal(problems[1].index, 1);
    assert_int_equal(problems[2].index, 4);
    assert_int_equal(problems[3].place, PLACE_GATE);
    memset(problems, 0xee, sizeof problems);
    assert_int_equal(procedure_check(&procedure, problems, 2), 2);
    assert_int_equal((uint8_t)problems[2].text[0], 0xee);
}

/* Everything that can be wrong at once. */
static void spoil(void)
{
    procedure.name = named("Five");
    procedure.stages[0].start_after.stages = set_of(0);
    procedure.stages[1].name = procedure.stages[2].name;
    procedure.stages[3].lease_ms = 0;
    procedure.milestones[0].name = procedure.milestones[1].name;
    procedure.milestones[3].name = named("TAX");
    procedure_add_gate(&procedure, "none", GATE_ISSUE_REST, 0);
    procedure_add_gate(&procedure, "two", GATE_ISSUE_REST, set_of(3));
}

static void assert_prefixes(uint32_t count)
{
    struct problem few[PROBLEMS_MAX];

    assert_int_equal(problems_check(), count);
    for (uint32_t room = 1; room < count; room++) {
        memset(few, 0xee, sizeof few);
        assert_int_equal(procedure_check(&procedure, few, room), room);
        assert_memory_equal(few, problems, room * sizeof *few);
        assert_int_equal((uint8_t)few[room].text[0], 0xee);
    }
}

static void test_with_room_for_some_problems_the_first_are_reported(void **state)
{
    (void)state;
    spoil();
    assert_prefixes(8);
    procedure_begin(&procedure, "Empty");
    assert_prefixes(2);
}

static void test_order_puts_upstreams_first(void **state)
{
    (void)state;
    uint8_t order[STAGES_MAX];
    static const uint8_t expected[FIVE_STAGES] = { FIVE_A, FIVE_D, FIVE_B, FIVE_C, FIVE_F };

    procedure_order(&procedure, order);
    assert_memory_equal(order, expected, sizeof expected);

    procedure_begin(&procedure, "backwards");
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        char name[3] = { 's', (char)('a' + i % 26), (char)('a' + i / 26) };
        struct name wide = { .text = { name[0], name[1], name[2] } };
        procedure_add_stage(&procedure, wide.text, "d");
        if (i > 0) procedure.stages[i - 1].start_after.stages = set_of(i);
    }
    assert_int_equal(problems_check(), 0);
    procedure_order(&procedure, order);
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        assert_int_equal(order[i], STAGES_MAX - 1 - i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_five_permits_pass, problems_set_up),
        cmocka_unit_test_setup(test_a_procedure_needs_a_stage, problems_set_up),
        cmocka_unit_test_setup(test_names_are_well_formed_everywhere, problems_set_up),
        cmocka_unit_test_setup(test_a_name_without_an_end_is_refused_and_printed_safely,
                               problems_set_up),
        cmocka_unit_test_setup(test_a_name_stands_once_in_its_list, problems_set_up),
        cmocka_unit_test_setup(test_a_milestone_is_not_named_as_a_stage, problems_set_up),
        cmocka_unit_test_setup(test_counts_over_their_bounds_end_the_check, problems_set_up),
        cmocka_unit_test_setup(test_numbers_of_a_procedure_are_in_range, problems_set_up),
        cmocka_unit_test_setup(test_numbers_of_a_stage_are_in_range, problems_set_up),
        cmocka_unit_test_setup(test_an_area_has_six_digits_or_none, problems_set_up),
        cmocka_unit_test_setup(test_a_counter_is_whole_or_not_there, problems_set_up),
        cmocka_unit_test_setup(test_a_day_in_force_is_a_day, problems_set_up),
        cmocka_unit_test_setup(test_a_format_of_numbers_gives_each_permit_its_own, problems_set_up),
        cmocka_unit_test_setup(test_two_departments_do_not_share_a_format, problems_set_up),
        cmocka_unit_test_setup(test_edges_name_what_exists, problems_set_up),
        cmocka_unit_test_setup(test_a_stage_does_not_wait_for_itself, problems_set_up),
        cmocka_unit_test_setup(test_a_circle_is_reported_once_with_its_way, problems_set_up),
        cmocka_unit_test_setup(test_a_circle_through_a_gate_is_found, problems_set_up),
        cmocka_unit_test_setup(test_an_edge_inside_a_gate_is_no_circle, problems_set_up),
        cmocka_unit_test_setup(test_two_gates_that_wait_for_each_other_are_found, problems_set_up),
        cmocka_unit_test_setup(test_a_gate_has_members_policy_and_its_stages_to_itself,
                               problems_set_up),
        cmocka_unit_test_setup(test_problems_come_in_order_and_never_more_than_asked,
                               problems_set_up),
        cmocka_unit_test_setup(test_with_room_for_some_problems_the_first_are_reported,
                               problems_set_up),
        cmocka_unit_test_setup(test_order_puts_upstreams_first, problems_set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
