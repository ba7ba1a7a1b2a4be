/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/hold.h"

#include "broker/core/clocks.h"
#include "broker/core/tolerance.h"

static const struct procedure_gate *gate_of(const struct engine *engine,
                                            const struct bundle *bundle, uint32_t gate)
{
    assert(bundle->procedure < engine->published.count);
    assert(gate < engine->published.at[bundle->procedure].procedure.gate_count);
    return &engine->published.at[bundle->procedure].procedure.gates[gate];
}

set32 hold_ready(const struct engine *engine, const struct bundle *bundle, uint32_t gate)
{
    const struct procedure_gate *definition = gate_of(engine, bundle, gate);
    set32 granted = definition->members & bundle->in[STAGE_GRANTED];

    assert(bundle->number != 0);
    if (definition->on_tolerance == ON_TOLERANCE_GRANT) return granted;
    return granted & ~tolerance_stages(engine, bundle);
}

int64_t hold_end_ms(const struct engine *engine, const struct bundle *bundle, uint32_t gate)
{
    const struct procedure_gate *definition = gate_of(engine, bundle, gate);
    int64_t first_ms = INT64_MAX;

    assert(gate < GATES_MAX);
    if (definition->policy != GATE_HOLD_UNTIL) return INT64_MAX;
    if (bundle_gate_state(bundle, gate) != GATE_OPEN) return INT64_MAX;
    set32 ready = hold_ready(engine, bundle, gate);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (!set_has(ready, i)) continue;
        int64_t since_ms = bundle_stage(&engine->bundles, bundle, i)->since_ms;
        if (since_ms < first_ms) first_ms = since_ms;
    }
    if (first_ms == INT64_MAX) return INT64_MAX;
    return clocks_due_ms(engine, bundle, first_ms,
                         (struct limit){ definition->hold_days, LIMIT_WORKING_DAYS });
}

int64_t hold_due(const struct engine *engine, uint32_t index)
{
    const struct bundle *bundle = &engine->bundles.at[index];
    const struct procedure *procedure = &engine->published.at[bundle->procedure].procedure;
    int64_t first_ms = INT64_MAX;

    assert(bundle->result == RESULT_OPEN);
    if (bundle->phase != PHASE_REVIEW || bundle->in[STAGE_GRANTED] == 0) return INT64_MAX;
    for (uint32_t gate = 0; gate < procedure->gate_count; gate++) {
        int64_t end_ms = hold_end_ms(engine, bundle, gate);
        if (end_ms < first_ms) first_ms = end_ms;
    }
    return first_ms;
}

/* The cascade looks at holds itself, since they may be over when a bundle is resumed. */
void hold_run(struct step *step, uint32_t index)
{
    assert(hold_due(step->engine, index) <= step->event->now_ms);
    assert(step->engine->bundles.at[index].phase == PHASE_REVIEW);
    cascade(step, index);
}
