/* SPDX-License-Identifier: Apache-2.0 */
/* The published procedures, each with its order, gates and departments worked out once. */
#include "broker/core/published.h"

#include "broker/core/mix.h"
#include "broker/core/procedure_check.h"
#include "tongfa/fact.h"

void published_init(struct published_list *list, struct arena *arena, uint32_t count_max)
{
    assert(count_max > 0);
    assert(count_max <= PUBLISHED_MAX);

    *list = (struct published_list){
        .at = arena_take(arena, count_max, sizeof(struct published)),
        .count_max = count_max,
    };
    map_init(&list->by_name, arena, count_max);
}

uint32_t published_find(const struct published_list *list, const struct name *name,
                        uint32_t version)
{
    uint32_t tag = tag_of_name(name);
    uint32_t found = PUBLISHED_NONE;
    uint32_t index = 0;

    for (uint32_t at = map_first(&list->by_name, tag, &index); at != MAP_END;
         at = map_after(&list->by_name, at, tag, &index)) {
        assert(index < list->count);
        const struct procedure *procedure = &list->at[index].procedure;
        if (!name_is_equal(&procedure->name, name)) continue;
        if (version != 0 && procedure->version == version) return index;
        if (version != 0) continue;
        if (found == PUBLISHED_NONE || procedure->version > list->at[found].procedure.version) {
            found = index;
        }
    }
    return found;
}

uint32_t published_add(struct published_list *list, const struct procedure *procedure)
{
    assert(list->count < list->count_max);
    assert(procedure->version > 0);
    assert(published_find(list, &procedure->name, procedure->version) == PUBLISHED_NONE);

    uint32_t index = list->count++;
    struct published *published = &list->at[index];
    published->procedure = *procedure;
    procedure_order(procedure, published->order);
    for (uint32_t stage = 0; stage < procedure->stage_count; stage++) {
        const struct procedure_stage *definition = &procedure->stages[stage];
        bool ends = definition->start_within.value != 0 || definition->valid.value != 0;
        if (definition->clock_from != CLOCK_NONE) published->clocked |= set_of(stage);
        if (definition->opinion) published->opinions |= set_of(stage);
        if (definition->on_timeout == ON_TIMEOUT_AGREE) published->timed |= set_of(stage);
        if (ends) published->termed |= set_of(stage);
    }
    published->is_timed = !name_is_empty(&procedure->supervision.rules);
    memset(published->gates, GATE_NONE, sizeof published->gates);
    for (uint32_t gate = 0; gate < procedure->gate_count; gate++) {
        if (procedure->gates[gate].policy == GATE_HOLD_UNTIL) {
            published->holding |= procedure->gates[gate].members;
        }
        for (uint32_t stage = 0; stage < procedure->stage_count; stage++) {
            if (!set_has(procedure->gates[gate].members, stage)) continue;
            assert(published->gates[stage] == GATE_NONE);
            published->gates[stage] = (uint8_t)gate;
        }
    }
    map_add(&list->by_name, tag_of_name(&procedure->name), index);
    return index;
}

set32 published_same_gate(const struct published *published, uint32_t stage)
{
    assert(stage < published->procedure.stage_count);
    uint8_t gate = published->gates[stage];
    assert(gate == GATE_NONE || gate < published->procedure.gate_count);
    return gate == GATE_NONE ? 0 : published->procedure.gates[gate].members;
}

uint32_t published_ledger(const struct published *published, uint32_t stage)
{
    uint32_t nth = 0;

    assert(set_has(published->clocked, stage));
    for (uint32_t i = 0; i < stage; i++) {
        nth += set_has(published->clocked, i);
    }
    return nth;
}

uint32_t procedure_clock_count(const struct procedure *procedure)
{
    uint32_t count = 0;

    assert(procedure->stage_count <= STAGES_MAX);
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        count += procedure->stages[i].clock_from != CLOCK_NONE;
    }
    return count;
}

struct bundle_size procedure_size(const struct procedure *procedure)
{
    assert(procedure->stage_count <= STAGES_MAX);
    assert(procedure->milestone_count <= MILESTONES_MAX);
    return (struct bundle_size){
        .stage_count = procedure->stage_count,
        .milestone_count = procedure->milestone_count,
        .clock_count = procedure_clock_count(procedure),
        .entry_count = procedure->intake.counter ? 1 : 0,
    };
}

uint32_t published_stage(const struct published *published, const struct name *name)
{
    assert(published->procedure.stage_count <= STAGES_MAX);
    for (uint32_t i = 0; i < published->procedure.stage_count; i++) {
        if (name_is_equal(&published->procedure.stages[i].name, name)) return i;
    }
    return PUBLISHED_NONE;
}

uint32_t published_milestone(const struct published *published, const struct name *name)
{
    assert(published->procedure.milestone_count <= MILESTONES_MAX);
    for (uint32_t i = 0; i < published->procedure.milestone_count; i++) {
        if (name_is_equal(&published->procedure.milestones[i].name, name)) return i;
    }
    return PUBLISHED_NONE;
}
