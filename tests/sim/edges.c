/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/edges.h"

#include "tests/sim/model.h"

static bool is_ungranted(enum stage_state state)
{
    return state == STAGE_REFUSED || state == STAGE_BLOCKED || state == STAGE_LAPSED ||
           state == STAGE_WITHDRAWN;
}

bool edges_is_final(enum stage_state state)
{
    return state == STAGE_ISSUED || state == STAGE_SKIPPED || is_ungranted(state);
}

static bool is_inside(const struct audit_bundle *bundle, uint32_t stage, uint32_t upstream)
{
    uint8_t gate = plan_gate(bundle->procedure, stage);
    return gate != GATE_NONE && gate == plan_gate(bundle->procedure, upstream);
}

bool edges_are_met(const struct audit_bundle *bundle, uint32_t stage, const struct edges *edges)
{
    if ((edges->milestones & ~bundle->reached) != 0) return false;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (!set_has(edges->stages, i)) continue;
        enum stage_state state = bundle->stages[i].state;
        if (state == STAGE_SKIPPED) continue;
        bool is_enough = state == STAGE_GRANTED && is_inside(bundle, stage, i);
        if (state != STAGE_ISSUED && !is_enough) return false;
    }
    return true;
}

/* One of them can never be met any more. */
static bool are_dead(const struct audit_bundle *bundle, const struct edges *edges)
{
    if ((edges->milestones & bundle->called_off) != 0) return true;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (set_has(edges->stages, i) && is_ungranted(bundle->stages[i].state)) return true;
    }
    return false;
}

/* Under on_refusal: cancel, a review that can lead to no permit. */
static bool is_pointless(const struct audit_bundle *bundle, uint32_t stage)
{
    uint8_t gate = plan_gate(bundle->procedure, stage);
    if (bundle->procedure->on_refusal != ON_REFUSAL_CANCEL) return false;
    if (are_dead(bundle, &bundle->procedure->stages[stage].decide_after)) return true;
    if (gate == GATE_NONE) return false;
    const struct procedure_gate *definition = &bundle->procedure->gates[gate];
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (!set_has(definition->members, i)) continue;
        bool is_fatal = definition->policy == GATE_ALL_OR_NOTHING;
        if (is_fatal && is_ungranted(bundle->stages[i].state)) return true;
    }
    return false;
}

bool edges_must_block(const struct audit_bundle *bundle, uint32_t stage)
{
    const struct procedure_stage *definition = &bundle->procedure->stages[stage];
    enum stage_state state = bundle->stages[stage].state;
    if (edges_is_final(state)) return false;
    if (are_dead(bundle, &definition->start_after)) return true;
    bool is_decided = state == STAGE_SEALED || state == STAGE_GRANTED;
    return is_decided ? are_dead(bundle, &definition->decide_after) : is_pointless(bundle, stage);
}

set32 edges_granted(const struct audit_bundle *bundle, uint32_t gate, bool *is_due)
{
    set32 granted = 0;
    *is_due = true;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        enum stage_state state = bundle->stages[i].state;
        if (!set_has(bundle->procedure->gates[gate].members, i)) continue;
        if (state == STAGE_GRANTED) {
            granted |= set_of(i);
        } else if (!is_ungranted(state) && state != STAGE_SKIPPED) {
            *is_due = false;
        }
    }
    return granted;
}

bool edges_must_lapse(const struct audit_bundle *bundle, uint32_t gate)
{
    const struct procedure_gate *definition = &bundle->procedure->gates[gate];
    set32 wanted = definition->members;
    bool is_due;
    set32 granted = edges_granted(bundle, gate, &is_due);
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (bundle->stages[i].state == STAGE_SKIPPED) wanted &= ~set_of(i);
    }
    if (!is_due) return false;
    return granted == 0 || (definition->policy == GATE_ALL_OR_NOTHING && granted != wanted);
}

set32 edges_issue(const struct audit_bundle *bundle, uint32_t gate)
{
    bool is_due;
    set32 granted = edges_granted(bundle, gate, &is_due);
    bool must_wait = (granted & model_withholds(bundle)) != 0;
    return !is_due || must_wait || edges_must_lapse(bundle, gate) ? 0 : granted;
}

set32 edges_release(const struct audit_bundle *bundle, uint32_t gate, int64_t now_ms)
{
    bool is_due;
    set32 granted = edges_granted(bundle, gate, &is_due);
    if (edges_must_lapse(bundle, gate) || !model_releases(bundle, gate, now_ms)) return 0;
    return granted & ~model_withholds(bundle);
}

bool edges_is_alone(const struct audit_bundle *bundle, uint32_t stage)
{
    uint8_t gate = plan_gate(bundle->procedure, stage);
    return gate == GATE_NONE || set_has(bundle->gates_settled, gate);
}
