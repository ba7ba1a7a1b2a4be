/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/procedure_builder.h"

struct name named(const char *text)
{
    struct name name = { .text = "" };
    size_t size = strlen(text);

    assert(size <= NAME_BYTES_MAX);
    memcpy(name.text, text, size);
    return name;
}

void procedure_begin(struct procedure *procedure, const char *name)
{
    memset(procedure, 0, sizeof *procedure);
    procedure->name = named(name);
    procedure->version = 1;
    procedure->on_refusal = ON_REFUSAL_FINISH;
}

uint32_t procedure_add_stage(struct procedure *procedure, const char *name, const char *department)
{
    assert(procedure->stage_count < STAGES_MAX);
    struct procedure_stage *stage = &procedure->stages[procedure->stage_count];

    stage->name = named(name);
    stage->department = named(department);
    memcpy(stage->title, stage->name.text, sizeof stage->name.text);
    memcpy(stage->permit, stage->name.text, sizeof stage->name.text);
    stage->lease_ms = 30000;
    stage->backoff_ms = 1000;
    stage->backoff_ms_max = 8000;
    stage->attempts_max = 3;
    return procedure->stage_count++;
}

uint32_t procedure_add_milestone(struct procedure *procedure, const char *name)
{
    assert(procedure->milestone_count < MILESTONES_MAX);
    procedure->milestones[procedure->milestone_count].name = named(name);
    return procedure->milestone_count++;
}

uint32_t procedure_add_gate(struct procedure *procedure, const char *name, enum gate_policy policy,
                            set32 members)
{
    assert(procedure->gate_count < GATES_MAX);
    procedure->gates[procedure->gate_count] = (struct procedure_gate){
        .name = named(name),
        .policy = (uint8_t)policy,
        .members = members,
    };
    return procedure->gate_count++;
}

void procedure_five_permits(struct procedure *procedure)
{
    procedure_begin(procedure, "five-permits");
    procedure_add_stage(procedure, "land-use", "planning");
    procedure_add_stage(procedure, "design-scheme", "design");
    procedure_add_stage(procedure, "works-planning", "works");
    procedure_add_stage(procedure, "title", "registry");
    procedure_add_stage(procedure, "construction", "construction");
    procedure_add_milestone(procedure, "prj");
    procedure_add_milestone(procedure, "lan");
    procedure_add_milestone(procedure, "pay");
    procedure_add_milestone(procedure, "tax");

    procedure->stages[FIVE_A].decide_after.milestones = set_of(FIVE_PRJ) | set_of(FIVE_LAN);
    procedure->stages[FIVE_D].decide_after.milestones = set_of(FIVE_LAN);
    procedure->stages[FIVE_B].decide_after.stages = set_of(FIVE_A) | set_of(FIVE_D);
    procedure->stages[FIVE_C].decide_after.milestones =
        set_of(FIVE_LAN) | set_of(FIVE_PAY) | set_of(FIVE_TAX);
    procedure->stages[FIVE_F].decide_after.stages = set_of(FIVE_A) | set_of(FIVE_B);
    procedure_add_gate(procedure, "five", GATE_ALL_OR_NOTHING, set_first(FIVE_STAGES));
}
