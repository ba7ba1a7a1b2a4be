/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/shape.h"

#include "broker/core/procedure_check.h"
#include "tests/sim/conditions.h"
#include "tests/sim/signers.h"
#include "tests/sim/world.h"
#include "tests/support/procedure_builder.h"

#include <stdio.h>

#define EXTRA_MAX 2  /* stages more than the first version has */
#define EXTRA_SIZE 2 /* that some of them ask of an application */

/* ---- Stages come and go ---------------------------------------------------------------------- */

/* Nothing else would be left of a gate, or of who reads a material; and no signer or list would miss it. */
static bool may_go(const struct procedure *procedure, uint32_t stage)
{
    bool may = signers_count(procedure, stage) == 0 && procedure->stages[stage].for_each[0] == '\0';
    for (uint32_t i = 0; i < procedure->gate_count; i++) {
        may = may && procedure->gates[i].members != set_of(stage);
    }
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        may = may && procedure->materials[i].stages != set_of(stage);
    }
    return may;
}

static void take_away(struct procedure *procedure)
{
    if (procedure->stage_count < 2) return;
    uint32_t last = procedure->stage_count - 1;
    if (!may_go(procedure, last)) return;
    for (uint32_t i = 0; i < last; i++) {
        procedure->stages[i].start_after.stages &= ~set_of(last);
        procedure->stages[i].decide_after.stages &= ~set_of(last);
    }
    for (uint32_t i = 0; i < procedure->gate_count; i++) {
        procedure->gates[i].members &= ~set_of(last);
    }
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        procedure->materials[i].stages &= ~set_of(last);
    }
    procedure->stage_count = last;
}

/* One that the first version had, or another one; some of these have a condition. */
static void add(struct chance *chance, struct procedure *procedure, const struct procedure *first,
                uint32_t index)
{
    uint32_t at = procedure->stage_count;
    uint32_t known = chance_below(chance, at);
    set32 before = set_first(at);
    struct procedure_stage *stage = &procedure->stages[at];
    set32 starts = (set32)(chance_next(chance) & chance_next(chance) & chance_next(chance));
    set32 decides = (set32)(chance_next(chance) & chance_next(chance));
    bool is_on_condition = at % 2 == 1; /* in each version */
    if (at >= first->stage_count + EXTRA_MAX || at == STAGES_MAX) return;
    procedure->stage_count++;
    *stage = first->stages[at < first->stage_count ? at : known % first->stage_count];
    stage->start_after.stages &= before & starts;
    stage->decide_after.stages &= before;
    if (at < first->stage_count) return;
    char name[16];
    snprintf(name, sizeof name, "s%u", at);
    *stage = (struct procedure_stage){
        .name = named(name),
        .department = first->stages[known % first->stage_count].department,
        .lease_ms = 20000,
        .attempts_max = 3,
        .start_after = { .stages = starts & before },
        .decide_after = { .stages = decides & before },
    };
    snprintf(stage->permit, sizeof stage->permit, "permit %u", at);
    if (is_on_condition) conditions_ask(index, at, EXTRA_SIZE, stage);
}

static void change_stages(struct chance *chance, struct procedure *procedure,
                          const struct procedure *first, uint32_t index)
{
    uint32_t times = 1 + chance_below(chance, 2);
    bool is_more = chance_one_in(chance, 2);
    for (uint32_t i = 0; i < times; i++) {
        if (is_more) {
            add(chance, procedure, first, index);
        } else {
            take_away(procedure);
        }
    }
}

/* ---- What they rest on ----------------------------------------------------------------------- */

static void change_edges(struct chance *chance, struct procedure *procedure)
{
    uint32_t at = chance_below(chance, procedure->stage_count);
    uint32_t upstream = chance_below(chance, procedure->stage_count);
    set32 kept = (set32)(chance_next(chance) | chance_next(chance));
    struct procedure_stage *stage = &procedure->stages[at];
    if (chance_one_in(chance, 3)) {
        bool is_start = chance_one_in(chance, 2);
        if (upstream == at) return;
        (is_start ? &stage->start_after : &stage->decide_after)->stages |= set_of(upstream);
    } else {
        stage->start_after.stages &= kept;
        stage->decide_after.stages &= kept;
        stage->start_after.milestones &= kept;
        stage->decide_after.milestones &= kept >> 16;
    }
}

/* Another stage in it, or out of it; another policy of those that do not wait. */
static void change_gate(struct chance *chance, struct procedure *procedure)
{
    uint32_t stage = chance_below(chance, procedure->stage_count);
    bool is_policy = chance_one_in(chance, 3);
    if (procedure->gate_count == 0) return;
    uint32_t at = chance_below(chance, procedure->gate_count);
    struct procedure_gate *gate = &procedure->gates[at];
    if (is_policy && gate->policy != GATE_HOLD_UNTIL) {
        gate->policy = gate->policy == GATE_ISSUE_REST ? GATE_ALL_OR_NOTHING : GATE_ISSUE_REST;
    } else {
        gate->members ^= set_of(stage);
    }
}

/* ---- Who reviews them, and what they issue --------------------------------------------------- */

static void change_department(struct chance *chance, struct procedure *procedure)
{
    uint32_t at = chance_below(chance, procedure->stage_count);
    uint32_t other = chance_below(chance, procedure->stage_count);
    struct procedure_stage *stage = &procedure->stages[at];
    if (signers_count(procedure, at) == 0) stage->department = procedure->stages[other].department;
}

static void change_permit(struct chance *chance, struct procedure *procedure)
{
    uint32_t at = chance_below(chance, procedure->stage_count);
    struct procedure_stage *stage = &procedure->stages[at];
    uint32_t which = chance_below(chance, 3);
    if (stage->opinion) return;
    if (which == 0 && stage->number[0] == '\0') {
        memset(stage->permit, 0, sizeof stage->permit);
    } else if (stage->permit[0] != '\0') {
        snprintf(stage->number, sizeof stage->number, "no%u.%u-{year}-{serial:4}", at, which);
    }
}

/* The same in other words is another condition. */
static void change_condition(struct chance *chance, struct procedure *procedure, uint32_t index)
{
    uint32_t at = chance_below(chance, procedure->stage_count);
    if (procedure->stages[at].applies_if[0] == '\0') return;
    conditions_say_otherwise(index, at, &procedure->stages[at]);
}

void shape_change(struct chance *chance, struct procedure *procedure, const struct procedure *first,
                  uint32_t index)
{
    static struct procedure before;
    struct problem problem;
    uint32_t changes = chance_one_in(chance, 3) ? 0 : 1 + chance_below(chance, 5);
    for (uint32_t i = 0; i < changes; i++) {
        uint32_t kind = chance_below(chance, 12);
        before = *procedure;
        if (kind < 3) {
            change_stages(chance, procedure, first, index);
        } else if (kind < 7) {
            change_edges(chance, procedure);
        } else if (kind < 9) {
            change_gate(chance, procedure);
        } else if (kind < 10) {
            change_department(chance, procedure);
        } else if (kind < 11) {
            change_permit(chance, procedure);
        } else {
            change_condition(chance, procedure, index);
        }
        if (procedure_check(procedure, &problem, 1) != 0) *procedure = before;
    }
}
