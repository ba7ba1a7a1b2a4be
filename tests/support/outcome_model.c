/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/outcome_model.h"

#include "broker/core/procedure_check.h"
#include "tests/support/procedure_builder.h"

#include <stdio.h>

static bool is_granted(const struct outcome *outcome, uint32_t stage);

static const struct procedure_gate *gate_of(const struct procedure *procedure, uint32_t stage)
{
    for (uint32_t i = 0; i < procedure->gate_count; i++) {
        if (set_has(procedure->gates[i].members, stage)) return &procedure->gates[i];
    }
    return NULL;
}

static bool is_issued(const struct outcome *outcome, uint32_t stage)
{
    const struct procedure_gate *gate = gate_of(outcome->procedure, stage);

    if (!is_granted(outcome, stage)) return false;
    if (gate == NULL || gate->policy != GATE_ALL_OR_NOTHING) return true;
    for (uint32_t i = 0; i < outcome->procedure->stage_count; i++) {
        if (set_has(outcome->skipped, i)) continue;
        if (set_has(gate->members, i) && !is_granted(outcome, i)) return false;
    }
    return true;
}

static bool are_met(const struct outcome *outcome, uint32_t stage, const struct edges *edges)
{
    const struct procedure_gate *own = gate_of(outcome->procedure, stage);

    if ((edges->milestones & ~outcome->reached) != 0) return false;
    for (uint32_t i = 0; i < outcome->procedure->stage_count; i++) {
        if (!set_has(edges->stages, i) || set_has(outcome->skipped, i)) continue;
        bool is_inside = own != NULL && own == gate_of(outcome->procedure, i);
        if (is_inside ? !is_granted(outcome, i) : !is_issued(outcome, i)) return false;
    }
    return true;
}

static bool is_granted(const struct outcome *outcome, uint32_t stage)
{
    const struct procedure_stage *definition = &outcome->procedure->stages[stage];

    return !set_has(outcome->refusals | outcome->skipped, stage) &&
           are_met(outcome, stage, &definition->start_after) &&
           are_met(outcome, stage, &definition->decide_after);
}

enum stage_state outcome_of(const struct outcome *outcome, uint32_t stage)
{
    const struct procedure_stage *definition = &outcome->procedure->stages[stage];

    if (set_has(outcome->skipped, stage)) return STAGE_SKIPPED;
    if (!are_met(outcome, stage, &definition->start_after)) return STAGE_BLOCKED;
    if (set_has(outcome->refusals, stage)) return STAGE_REFUSED;
    if (!are_met(outcome, stage, &definition->decide_after)) return STAGE_BLOCKED;
    return is_issued(outcome, stage) ? STAGE_ISSUED : STAGE_LAPSED;
}

set32 outcome_issued(const struct outcome *outcome)
{
    set32 issued = 0;

    for (uint32_t i = 0; i < outcome->procedure->stage_count; i++) {
        if (is_issued(outcome, i)) issued |= set_of(i);
    }
    return issued;
}

enum bundle_result outcome_result(const struct outcome *outcome)
{
    set32 issued = outcome_issued(outcome);

    if (issued == 0) return RESULT_NONE;
    set32 wanted = set_first(outcome->procedure->stage_count) & ~outcome->skipped;
    return issued == wanted ? RESULT_ALL : RESULT_PARTIAL;
}

/* ---- Random procedures --------------------------------------------------------------------- */

uint64_t random_next(uint64_t *random)
{
    *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    uint64_t x = *random;
    x ^= x >> 33;
    x *= UINT64_C(0xff51afd7ed558ccd);
    return x ^ (x >> 29);
}

uint32_t random_below(uint64_t *random, uint32_t bound)
{
    return (uint32_t)((random_next(random) >> 16) % bound);
}

/* Upstreams of a stage among those before it in a random order. */
static set32 random_edges(uint64_t *random, set32 before, uint32_t density)
{
    set32 edges = 0;

    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        if (set_has(before, i) && random_below(random, 100) < density) edges |= set_of(i);
    }
    return edges;
}

static void add_random_edges(struct procedure *procedure, uint64_t *random)
{
    uint32_t density = random_below(random, 40);
    set32 before = 0;

    while (before != set_first(procedure->stage_count)) {
        uint32_t i = random_below(random, procedure->stage_count);
        if (set_has(before, i)) continue;
        struct procedure_stage *stage = &procedure->stages[i];
        stage->start_after.stages = random_edges(random, before, density / 3);
        stage->decide_after.stages = random_edges(random, before, density);
        set32 milestones = set_first(procedure->milestone_count);
        stage->start_after.milestones = random_edges(random, milestones, 10);
        stage->decide_after.milestones = random_edges(random, milestones, 20);
        before |= set_of(i);
    }
}

static void add_random_gates(struct procedure *procedure, uint64_t *random)
{
    set32 left = set_first(procedure->stage_count);
    uint32_t count = random_below(random, 4);

    for (uint32_t i = 0; i < count; i++) {
        char name[] = { 'g', (char)('0' + i), '\0' };
        set32 members = random_edges(random, left, 50);
        if (members == 0) continue;
        left &= ~members;
        procedure_add_gate(procedure, name,
                           random_below(random, 2) == 0 ? GATE_ALL_OR_NOTHING : GATE_ISSUE_REST,
                           members);
    }
}

static void try_random(struct procedure *procedure, uint64_t *random, uint32_t stage_max)
{
    static const char *const departments[] = { "north", "east", "south", "west" };
    uint32_t stage_count = 1 + random_below(random, stage_max);
    uint32_t milestone_count = random_below(random, 5);
    char name[16];

    procedure_begin(procedure, "random");
    for (uint32_t i = 0; i < stage_count; i++) {
        snprintf(name, sizeof name, "s%u", i);
        uint32_t index = procedure_add_stage(procedure, name, departments[random_below(random, 4)]);
        if (random_below(random, 8) == 0) {
            memset(procedure->stages[index].permit, 0, sizeof procedure->stages[index].permit);
        }
    }
    for (uint32_t i = 0; i < milestone_count; i++) {
        snprintf(name, sizeof name, "m%u", i);
        procedure_add_milestone(procedure, name);
    }
    add_random_edges(procedure, random);
    add_random_gates(procedure, random);
}

void procedure_random(struct procedure *procedure, uint64_t *random, uint32_t stage_max)
{
    struct problem problem;

    do {
        try_random(procedure, random, stage_max);
    } while (procedure_check(procedure, &problem, 1) != 0); /* a circle through a gate */
}
