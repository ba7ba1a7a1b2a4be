/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/order.h"

#include "tests/sim/world.h"

void order_plain(struct plan_version *version)
{
    for (uint8_t i = 0; i < MILESTONES_MAX; i++) {
        version->milestones[i] = i;
    }
    for (uint8_t i = 0; i < GATES_MAX; i++) {
        version->gates[i] = i;
    }
}

static void shuffle(struct chance *chance, uint8_t *places, uint32_t count)
{
    for (uint32_t left = count; left > 1; left--) {
        uint32_t at = chance_below(chance, left);
        uint8_t last = places[left - 1];
        places[left - 1] = places[at];
        places[at] = last;
    }
}

void order_draw(struct plan_version *version, uint64_t which)
{
    struct chance chance = world_chance("order", which);
    order_plain(version);
    shuffle(&chance, version->milestones, version->procedure.milestone_count);
    shuffle(&chance, version->gates, version->procedure.gate_count);
}

/* A set of the plan's milestones as one of places in the list. */
static set32 published_set(const struct plan_version *version, set32 milestones)
{
    set32 places = 0;
    for (uint32_t i = 0; i < version->procedure.milestone_count; i++) {
        if (set_has(milestones, version->milestones[i])) places |= set_of(i);
    }
    return places;
}

void order_publish(const struct plan_version *version, struct procedure *published)
{
    const struct procedure *own = &version->procedure;
    *published = *own;
    for (uint32_t i = 0; i < own->milestone_count; i++) {
        published->milestones[i] = own->milestones[version->milestones[i]];
        bool is_last = own->pre_review_until == version->milestones[i] + 1;
        if (is_last) published->pre_review_until = (uint8_t)(i + 1);
    }
    for (uint32_t i = 0; i < own->gate_count; i++) {
        published->gates[i] = own->gates[version->gates[i]];
    }
    for (uint32_t i = 0; i < own->stage_count; i++) {
        struct procedure_stage *stage = &published->stages[i];
        stage->start_after.milestones = published_set(version, stage->start_after.milestones);
        stage->decide_after.milestones = published_set(version, stage->decide_after.milestones);
    }
}

void order_read(const struct plan_version *version, struct fact *fact)
{
    uint8_t *milestone = &fact->milestone.milestone;
    uint8_t *gate = NULL;
    bool is_milestone =
        fact->type == FACT_MILESTONE_REACHED || fact->type == FACT_MILESTONE_CALLED_OFF;
    if (is_milestone && *milestone < MILESTONES_MAX) *milestone = version->milestones[*milestone];
    if (fact->type == FACT_PERMITS_ISSUED) gate = &fact->permits_issued.gate;
    if (fact->type == FACT_GATE_LAPSED) gate = &fact->gate_lapsed.gate;
    if (gate != NULL && *gate < GATES_MAX) *gate = version->gates[*gate];
}
