/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/revise.h"

#include "broker/core/procedure_check.h"
#include "tests/sim/materials.h"
#include "tests/sim/permit.h"
#include "tests/sim/signers.h"
#include "tests/sim/world.h"
#include "tests/support/procedure_builder.h"

#include <stdio.h>

#define EXTRA_MAX 2 /* milestones more than the first version has */
#define AMOUNT_MAX 20
#define CHANGES_MAX 5

static struct limit draw_time(struct chance *chance)
{
    uint32_t amount = chance_below(chance, AMOUNT_MAX);
    uint16_t value = (uint16_t)(1 + (amount >> chance_below(chance, 5)));
    return (struct limit){ value, (uint8_t)(1 + chance_below(chance, LIMIT_NATURAL_HOURS)) };
}

/* ---- Milestones ------------------------------------------------------------------------------ */

static void add_milestone(struct chance *chance, struct procedure *procedure,
                          const struct procedure *first)
{
    uint32_t at = procedure->milestone_count;
    uint32_t stage = chance_below(chance, procedure->stage_count);
    bool is_start = chance_one_in(chance, 3);
    char name[16];
    if (at == MILESTONES_MAX || at >= first->milestone_count + EXTRA_MAX) return;
    procedure->milestone_count++;
    snprintf(name, sizeof name, "late%u", at);
    procedure->milestones[at] = (struct procedure_milestone){ .name = named(name) };
    if (at < first->milestone_count) procedure->milestones[at] = first->milestones[at];
    struct procedure_stage *waiting = &procedure->stages[stage];
    (is_start ? &waiting->start_after : &waiting->decide_after)->milestones |= set_of(at);
}

static void take_milestone(struct procedure *procedure)
{
    uint32_t last = procedure->milestone_count - 1;
    if (procedure->milestone_count == 0 || procedure->pre_review_until == last + 1) return;
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        procedure->stages[i].start_after.milestones &= ~set_of(last);
        procedure->stages[i].decide_after.milestones &= ~set_of(last);
    }
    procedure->milestone_count = last;
}

static void change_milestones(struct chance *chance, struct procedure *procedure,
                              const struct procedure *first)
{
    if (chance_one_in(chance, 2)) {
        add_milestone(chance, procedure, first);
    } else {
        take_milestone(procedure);
    }
}

/* Until another one, or there is a pre-review where there was none, or the other way. */
static void change_pre_review(struct chance *chance, struct procedure *procedure)
{
    uint32_t until = chance_below(chance, procedure->milestone_count + 1);
    bool is_on = world_option(OPTION_pre_review) != 0 && !procedure->intake.counter;
    if (is_on && chance_one_in(chance, 3)) procedure->pre_review_until = (uint8_t)until;
}

/* ---- Materials ------------------------------------------------------------------------------- */

static set32 draw_readers(struct chance *chance, const struct procedure *procedure)
{
    set32 stages = (set32)(chance_next(chance) & chance_next(chance));
    return chance_one_in(chance, 4) ? 0 : stages & set_first(procedure->stage_count);
}

static void add_material(struct chance *chance, struct procedure *procedure)
{
    uint32_t at = procedure->material_count;
    set32 readers = draw_readers(chance, procedure);
    bool is_required = chance_one_in(chance, 2);
    char name[16];
    if (at == PLAN_MATERIALS_MAX) return;
    procedure->material_count++;
    snprintf(name, sizeof name, "m%u", at);
    procedure->materials[at] = (struct procedure_material){ .name = named(name),
                                                            .required = is_required,
                                                            .stages = readers };
}

/* Who reads it; whether it may be left out, or may come later. */
static void change_material(struct chance *chance, struct procedure *procedure)
{
    uint32_t at = chance_below(chance, procedure->material_count);
    struct procedure_material *material = &procedure->materials[at];
    bool has_time = material->may_miss.value != 0;
    struct limit within = draw_time(chance);
    bool may_miss = world_option(OPTION_tolerate) != 0 && chance_one_in(chance, 2);
    switch (chance_below(chance, has_time ? 5 : 3)) {
        case 0: material->stages = draw_readers(chance, procedure); break;
        case 1:
            material->required = !material->required;
            material->may_miss = (struct limit){ 0 };
            break;
        default:
            material->required = true;
            material->may_miss = within;
            if (!may_miss) material->may_miss = (struct limit){ 0 };
            break;
    }
}

static void change_materials(struct chance *chance, struct procedure *procedure)
{
    uint32_t kind = chance_below(chance, 4);
    if (!materials_are_on()) return;
    if (kind == 0) {
        add_material(chance, procedure);
    } else if (procedure->material_count == 0) {
        return;
    } else if (kind == 1) {
        procedure->material_count--;
    } else {
        change_material(chance, procedure);
    }
}

/* ---- Stages ---------------------------------------------------------------------------------- */

/* An opinion has no permit, and nothing that permits have. */
static void change_opinion(struct chance *chance, struct procedure *procedure)
{
    uint32_t at = chance_below(chance, procedure->stage_count);
    struct procedure_stage *stage = &procedure->stages[at];
    if (world_option(OPTION_opinion) == 0) return;
    stage->opinion = !stage->opinion;
    memset(stage->permit, 0, sizeof stage->permit);
    if (!stage->opinion) {
        snprintf(stage->permit, sizeof stage->permit, "permit %u", at);
        return;
    }
    memset(stage->number, 0, sizeof stage->number);
    permit_clear_terms(stage);
}

static void change_terms(struct chance *chance, struct procedure *procedure)
{
    struct procedure_stage *stage =
        &procedure->stages[chance_below(chance, procedure->stage_count)];
    bool is_none = chance_one_in(chance, 3);
    if (world_option(OPTION_permits) == 0 || stage->permit[0] == '\0') return;
    permit_clear_terms(stage);
    if (!is_none) permit_draw_terms(chance, stage);
}

/* Mostly of a stage that takes commitments: of none any more, or to be checked at another time. */
static void change_commitment(struct chance *chance, struct procedure *procedure)
{
    uint32_t at = chance_below(chance, procedure->stage_count);
    struct limit within = draw_time(chance);
    bool is_none = chance_one_in(chance, 2);
    bool is_any = chance_one_in(chance, 4);
    if (world_option(OPTION_commit) == 0) return;
    if (is_none) within = (struct limit){ 0 };
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        uint32_t stage = (at + i) % procedure->stage_count;
        if (!is_any && procedure->stages[stage].check_within.value == 0) continue;
        procedure->stages[stage].check_within = within;
        return;
    }
}

/* ---- The rest -------------------------------------------------------------------------------- */

/* By how much limits may be extended, what follows on materials that do not come, and who grants with
 * tolerance. */
static void change_rules(struct chance *chance, struct procedure *procedure)
{
    static const uint16_t most[] = { 0, 1, 3, 20, UINT16_MAX };
    uint32_t at = chance_below(chance, procedure->stage_count);
    struct procedure_stage *stage = &procedure->stages[at];
    struct procedure_gate *gate = &procedure->gates[at % (procedure->gate_count + 1)];
    uint16_t extension = most[chance_below(chance, 5)];
    bool has_limit = stage->statutory.value != 0 || stage->promised.value != 0;
    bool has_joint = procedure->statutory.value != 0 || procedure->promised.value != 0;
    if (has_limit && chance_one_in(chance, 2)) stage->extension = extension;
    if (has_joint && chance_one_in(chance, 2)) procedure->extension = extension;
    bool is_on = chance_one_in(chance, 2) && world_option(OPTION_tolerate) != 0;
    if (!is_on) return;
    procedure->on_overdue = (uint8_t)chance_below(chance, ON_OVERDUE_WITHDRAW + 1);
    if (gate < procedure->gates + procedure->gate_count) {
        gate->on_tolerance = (uint8_t)chance_below(chance, ON_TOLERANCE_GRANT + 1);
    }
}

void revise_change(struct chance *chance, struct procedure *procedure,
                   const struct procedure *first)
{
    static struct procedure before;
    struct problem problem;
    uint32_t changes = chance_one_in(chance, 3) ? 0 : 1 + chance_below(chance, CHANGES_MAX);
    for (uint32_t i = 0; i < changes; i++) {
        before = *procedure;
        switch (chance_below(chance, 8)) {
            case 0: change_milestones(chance, procedure, first); break;
            case 1: change_materials(chance, procedure); break;
            case 2: change_opinion(chance, procedure); break;
            case 3: change_terms(chance, procedure); break;
            case 4: change_commitment(chance, procedure); break;
            case 5: signers_change(procedure, chance); break;
            case 6: change_pre_review(chance, procedure); break;
            default: change_rules(chance, procedure); break;
        }
        if (procedure_check(procedure, &problem, 1) != 0) *procedure = before;
    }
}
