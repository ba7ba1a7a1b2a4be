/* SPDX-License-Identifier: Apache-2.0 */
/* Facts that block stages and settle gates. */
#include "broker/core/apply.h"

#include "broker/core/gate.h"
#include "broker/core/signing.h"
#include "broker/core/tolerance.h"

/* What its reviewer said, if anything, stays as advice. */
static enum err apply_blocked(const struct change *change)
{
    const struct fact_stage_blocked *body = &change->fact->stage_blocked;
    struct stage *stage = change_stage(change, body->stage);

    assert(change->fact->type == FACT_STAGE_BLOCKED);
    if (stage == NULL || body->cause < BLOCK_STAGE || body->cause > BLOCK_GATE) return ERR_CORRUPT;
    enum stage_state next = stage_next((enum stage_state)stage->state, STAGE_MOVE_BLOCK);
    if (next == STAGE_NONE) return ERR_CORRUPT;
    change_cancel_job(change, body->stage);
    signing_cancel(change, set_of(body->stage));
    change_set_state(change, body->stage, next);
    change_touch(change, stage);
    return OK;
}

/* ---- Permits ------------------------------------------------------------------------------- */

/* Permits of one stage's department before it in the list. */
static uint32_t numbers_before(const struct change *change, uint32_t permit)
{
    const struct permit *permits = change->fact->permits_issued.permits;
    const uint16_t *departments = change->published->departments;
    uint32_t count = 0;

    assert(permit < change->fact->permits_issued.permit_count);
    for (uint32_t i = 0; i < permit; i++) {
        bool is_same = departments[permits[i].stage] == departments[permits[permit].stage];
        if (is_same && permits[i].number != 0) count++;
    }
    return count;
}

/* Numbers are consecutive per department and year; opinions have none. Counts the counters that
 * are still to be made. */
static bool numbers_are_good(const struct change *change, uint32_t *counters_missing)
{
    const struct fact_permits_issued *body = &change->fact->permits_issued;

    assert(body->permit_count <= STAGES_MAX);
    *counters_missing = 0;
    for (uint32_t i = 0; i < body->permit_count; i++) {
        uint32_t stage = body->permits[i].stage;
        bool is_opinion = change->published->procedure.stages[stage].permit[0] == '\0';
        if (is_opinion != (body->permits[i].number == 0)) return false;
        if (is_opinion || !change->is_new) continue;
        uint32_t before = numbers_before(change, i);
        uint32_t last = permit_counters_last(&change->engine->counters,
                                             change->published->departments[stage], body->year);
        if (body->permits[i].number != last + before + 1) return false;
        if (last + before == 0) (*counters_missing)++;
    }
    return true;
}

/* The gate is open, and every member that applies is granted or has ended without a grant; a hold may
 * be over before that. */
static bool gate_can(const struct change *change, uint8_t gate, enum gate_move move)
{
    const struct bundle *bundle = change->bundle;
    const struct procedure *procedure = &change->published->procedure;

    assert(move < GATE_MOVE_COUNT);
    if (gate >= procedure->gate_count) return false;
    if (gate_next(bundle_gate_state(bundle, gate), move) == 0) return false;
    bool may_be_over = procedure->gates[gate].policy == GATE_HOLD_UNTIL && move == GATE_MOVE_ISSUE;
    if (may_be_over) return true;
    set32 ended = bundle->in[STAGE_GRANTED] | bundle->in[STAGE_SKIPPED] | bundle_ungranted(bundle);
    return (procedure->gates[gate].members & ~ended) == 0;
}

/* A stage that nothing holds: outside gates, or behind one whose hold is over. */
static bool is_alone(const struct change *change, uint8_t stage)
{
    uint8_t gate = change->published->gates[stage];

    assert(stage < change->bundle->stage_count);
    if (gate == GATE_NONE) return true;
    return change->published->procedure.gates[gate].policy == GATE_HOLD_UNTIL &&
           bundle_gate_state(change->bundle, gate) == GATE_ISSUED;
}

/* The stages are distinct, granted, and exactly those that the gate holds; of a hold those that can be
 * delivered. */
static bool stages_are_good(const struct change *change)
{
    const struct fact_permits_issued *body = &change->fact->permits_issued;
    const struct bundle *bundle = change->bundle;
    set32 stages = 0;

    assert(bundle != NULL);
    if (body->permit_count == 0 || body->permit_count > bundle->stage_count) return false;
    for (uint32_t i = 0; i < body->permit_count; i++) {
        uint8_t stage = body->permits[i].stage;
        if (stage >= bundle->stage_count || set_has(stages, stage)) return false;
        stages |= set_of(stage);
    }
    if ((stages & ~bundle->in[STAGE_GRANTED]) != 0) return false;
    if ((body->tolerated & ~stages) != 0) return false;
    if (body->gate == GATE_NONE) {
        return body->permit_count == 1 && is_alone(change, body->permits[0].stage);
    }
    if (!gate_can(change, body->gate, GATE_MOVE_ISSUE)) return false;
    const struct procedure_gate *gate = &change->published->procedure.gates[body->gate];
    if (gate->policy == GATE_HOLD_UNTIL) return (stages & ~gate->members) == 0;
    return stages == (gate->members & bundle->in[STAGE_GRANTED]);
}

/* One permit of a fact that has been checked as a whole. */
static void issue(const struct change *change, const struct permit *permit)
{
    struct stage *stage = change_stage(change, permit->stage);
    uint16_t year = change->fact->permits_issued.year;

    assert(stage->state == STAGE_GRANTED);
    change_set_state(change, permit->stage, STAGE_ISSUED);
    change_touch(change, stage);
    stage->permit_number = permit->number;
    stage->permit_year = year;
    bool is_tolerant = set_has(change->fact->permits_issued.tolerated, permit->stage);
    if (is_tolerant) stage->verdict = VERDICT_GRANT_TOLERANCE;
    if (permit->number == 0 || !change->is_new) return;
    bool is_set =
        permit_counters_set(&change->engine->counters,
                            change->published->departments[permit->stage], year, permit->number);
    assert(is_set);
    change->engine->totals.permits_issued++;
}

/* All permits of a gate together, or the one of a stage outside gates. */
static enum err apply_issued(const struct change *change)
{
    const struct fact_permits_issued *body = &change->fact->permits_issued;
    const struct permit_counters *counters = &change->engine->counters;
    uint32_t counters_missing;

    assert(change->fact->type == FACT_PERMITS_ISSUED);
    if (!stages_are_good(change)) return ERR_CORRUPT;
    if (!numbers_are_good(change, &counters_missing)) return ERR_CORRUPT;
    if (!change_may_go_on(change, &body->onward, change->bundle->in[STAGE_SEALED])) {
        return ERR_CORRUPT;
    }
    if (counters_missing > counters->count_max - counters->count) return ERR_NO_MEMORY;
    for (uint32_t i = 0; i < body->permit_count; i++) {
        issue(change, &body->permits[i]);
    }
    if (body->tolerated != 0) tolerance_issued(change, body->tolerated);
    if (body->gate != GATE_NONE) change->bundle->gates_issued |= (uint8_t)set_of(body->gate);
    change_go_on(change, &body->onward);
    return OK;
}

/* Nothing is issued; the grants that were held lapse. */
static enum err apply_lapsed(const struct change *change)
{
    struct bundle *bundle = change->bundle;
    uint8_t gate = change->fact->gate_lapsed.gate;

    assert(change->fact->type == FACT_GATE_LAPSED);
    if (!gate_can(change, gate, GATE_MOVE_LAPSE)) return ERR_CORRUPT;
    set32 held = change->published->procedure.gates[gate].members & bundle->in[STAGE_GRANTED];
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (!set_has(held, i)) continue;
        change_set_state(change, i, STAGE_LAPSED);
        change_touch(change, change_stage(change, i));
    }
    bundle->gates_lapsed |= (uint8_t)set_of(gate);
    return OK;
}

enum err apply_permit_fact(const struct change *change)
{
    assert(change->bundle != NULL);
    assert(change->bundle->result == RESULT_OPEN);
    switch ((int)change->fact->type) {
        case FACT_STAGE_BLOCKED: return apply_blocked(change);
        case FACT_PERMITS_ISSUED: return apply_issued(change);
        case FACT_GATE_LAPSED: return apply_lapsed(change);
        default: return ERR_CORRUPT;
    }
}
