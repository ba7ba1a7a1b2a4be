/* SPDX-License-Identifier: Apache-2.0 */
/* What a definition says of the law: signers, commitments, corrections, counters, holds. */
#include "tests/support/procedure_builder.h"
#include "tests/support/procedure_problems.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void test_signers_can_make_up_what_the_rule_wants(void **state)
{
    (void)state;
    procedure.signer_count = 2;
    procedure.signers[0] = (struct procedure_signer){ named("li"), set_of(1) };
    procedure.signers[1] = (struct procedure_signer){ named("wang"), set_of(1) };
    procedure.stages[1].sign_need = 2;
    procedure.stages[1].by_signers = procedure.stages[1].sign_veto = true;
    assert_int_equal(problems_check(), 0);
    procedure.stages[1].sign_need = 3;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 1, "more signers must agree");
    procedure.stages[1].sign_need = 0;
    procedure.signers[1].stages = 0;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 1, "two signers at least");
    procedure.stages[1].by_signers = false;
    assert_int_equal(problems_check(), 0);
    procedure.stages[1].check_within = (struct limit){ 60, LIMIT_WORKING_DAYS };
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 1, "not both");
    procedure.stages[1].check_within.unit = 0;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 1, "check_within");
    procedure.stages[1].check_within.value = 0;
    procedure.signer_count = 0;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 1, "no signer who could have a veto");
}

static void test_signers_are_people_of_different_names(void **state)
{
    (void)state;
    procedure.signer_count = 2;
    procedure.signers[0] = (struct procedure_signer){ named("li"), set_of(1) };
    procedure.signers[1] = (struct procedure_signer){ named("li"), set_of(2) };
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "one name");
    procedure.signers[1] = (struct procedure_signer){ { "Li" }, set_of(2) };
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "a principal's name");
    procedure.signers[1] = (struct procedure_signer){ named("wang"), set_of(FIVE_STAGES) };
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "does not exist");
    procedure.signer_count = SIGNERS_MAX + 1;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "at most 64 signers");
    procedure.signer_count = SIGNERS_PER_STAGE_MAX + 1;
    for (uint32_t i = 0; i < procedure.signer_count; i++) {
        char name[] = { 'a', (char)('0' + i), '\0' };
        procedure.signers[i] = (struct procedure_signer){ named(name), set_of(1) };
    }
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 1, "at most 8 signers");
    procedure.signer_count--;
    assert_int_equal(problems_check(), 0);
}

static void test_what_belongs_together_is_said_together(void **state)
{
    (void)state;
    static const struct limit days = { 5, LIMIT_WORKING_DAYS };
    static const struct limit without_unit = { 5, 0 };
    procedure.corrections.rounds = 1;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "corrections need");
    procedure.corrections = (struct corrections){ .notice = days };
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "corrections need");
    procedure.corrections = (struct corrections){ .supply = days };
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "corrections need");
    problems_set_up(NULL);
    procedure.intake.on_silence = ON_SILENCE_WAIT;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "there is no counter");
    procedure.intake = (struct procedure_intake){ .on_spot = true };
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "there is no counter");
    procedure.intake = (struct procedure_intake){ .within = days };
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "there is no counter");
    procedure.intake = (struct procedure_intake){ .correct_within = days };
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "there is no counter");
    procedure.intake = (struct procedure_intake){ .counter = true, .correct_within = without_unit };
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "a limit needs a unit");
}

/* Silence signs nothing, and an opinion decides nothing that others would have to sign or check. */
static void test_what_has_signers_is_decided_by_them(void **state)
{
    (void)state;
    procedure.signer_count = 2;
    procedure.signers[0] = (struct procedure_signer){ named("li"), set_of(1) };
    procedure.signers[1] = (struct procedure_signer){ named("wang"), set_of(1) };
    procedure.stages[1].on_timeout = ON_TIMEOUT_AGREE;
    procedure.stages[1].statutory = (struct limit){ 5, LIMIT_WORKING_DAYS };
    procedure.stages[1].clock_from = CLOCK_FROM_ACCEPTANCE;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 1, "silence is no signature");
    procedure.stages[1].on_timeout = ON_TIMEOUT_AGREE + 1;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 1, "wait or agree");
    problems_set_up(NULL);
    procedure.stages[1].opinion = true;
    procedure.stages[1].permit[0] = '\0';
    procedure.stages[1].number[0] = '\0';
    procedure.stages[1].check_within = (struct limit){ 5, LIMIT_WORKING_DAYS };
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_STAGE, 1, "no signers and needs no commitment");
}

static void test_holds_and_missing_materials_have_bounds(void **state)
{
    (void)state;
    procedure.gates[0].policy = GATE_HOLD_UNTIL;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_GATE, 0, "1 to 10 working days");
    procedure.gates[0].hold_days = HOLD_DAYS_MAX + 1;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_GATE, 0, "1 to 10 working days");
    procedure.gates[0].hold_days = HOLD_DAYS_MAX;
    assert_int_equal(problems_check(), 0);
    procedure.gates[0].policy = GATE_ISSUE_REST;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_GATE, 0, "only hold_until");
    procedure.gates[0].hold_days = 0;
    procedure.gates[0].on_tolerance = ON_TOLERANCE_GRANT + 1;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_GATE, 0, "on_tolerance");
    problems_set_up(NULL);
    procedure.on_overdue = ON_OVERDUE_WITHDRAW + 1;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_PROCEDURE, 0, "on_overdue");
    problems_set_up(NULL);
    procedure.material_count = 1;
    procedure.materials[0] = (struct procedure_material){ .name = named("m") };
    procedure.materials[0].may_miss = (struct limit){ 5, LIMIT_WORKING_DAYS };
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_MATERIAL, 0, "not required");
    procedure.materials[0].required = true;
    assert_int_equal(problems_check(), 0);
    procedure.materials[0].may_miss.unit = 0;
    problems_assert_one(PROBLEM_OUT_OF_RANGE, PLACE_MATERIAL, 0, "may_miss");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_signers_can_make_up_what_the_rule_wants, problems_set_up),
        cmocka_unit_test_setup(test_signers_are_people_of_different_names, problems_set_up),
        cmocka_unit_test_setup(test_what_belongs_together_is_said_together, problems_set_up),
        cmocka_unit_test_setup(test_what_has_signers_is_decided_by_them, problems_set_up),
        cmocka_unit_test_setup(test_holds_and_missing_materials_have_bounds, problems_set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
