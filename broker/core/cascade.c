/* SPDX-License-Identifier: Apache-2.0 */
/* The cascade: what follows for a bundle from what has become true, until nothing more follows.
 *
 *     WAITING    a start_after can never be met       -> blocked
 *                every start_after is met             -> opened, its job is READY
 *     SEALED     a decide_after can never be met      -> blocked
 *                every decide_after is met            -> granted
 *     GRANTED    outside any gate, no material missing  -> issued
 *     begun      a start_after was refused after all  -> blocked; granted: a decide_after, too
 *     PAUSED     its signatures decide                -> sealed or refused (signing.h)
 *     gate       every member granted or ended        -> issues or lapses by its policy
 *                its hold is over                     -> issues what is granted (hold.h)
 *     bundle     every stage is final                 -> ended
 *
 * What is opened and granted stands in the very fact that lets it go on (struct onward): a submission,
 * a milestone, a grant or an issue, for nothing else can meet an edge. Whoever records such a fact asks
 * cascade_onward first (a verdict besides lets go what a return held back, reopening.h); the rest follows in facts of its own. Rejected: a fact for each stage. It is as
 * true, and a bundle of five stages had 23 facts to hash, write and replay instead of 9.
 *
 * A bundle that is not in review (it is suspended, or not accepted yet) stands still: nothing follows, until it is in review
 * again. Only when all of its stages are final it ends, whatever its phase.
 *
 * An edge between members of one gate is met when the upstream is granted, any other when it is
 * issued; a stage that is skipped meets every edge, and no gate waits for it. An edge can never be met when its stage is refused, blocked, lapsed or withdrawn, or its
 * milestone called off.
 *
 * Under on_refusal: cancel a stage that waits or is reviewed is blocked as soon as it cannot lead
 * to a permit: an upstream of its decision can never be met, or its gate is all-or-nothing and a
 * member has ended ungranted. What is issued is the same under both; `finish` only lets everybody
 * say what they have to say.
 *
 * Why the outcome does not depend on timing: each rule tests final states of upstreams only, the
 * two tests of a rule exclude each other for ever, and no rule takes back what another has done.
 * So the facts come in different orders but end at the same states. Stages are visited in
 * dependency order, so one round does most of the work; only a gate's issue can feed an edge
 * backwards in that order, which the next round finds.
 *
 * Source: parallel-approval rules of Binzhou, Art. 16: the decision is taken at once when the
 * result of the upstream arrives. */
#include "broker/core/correction.h"
#include "broker/core/gate.h"
#include "broker/core/intake.h"
#include "broker/core/hold.h"
#include "broker/core/job.h"
#include "broker/core/machine.h"
#include "broker/core/pre_review.h"
#include "broker/core/signing.h"
#include "broker/core/tolerance.h"

struct flow {
    struct step *step;
    uint32_t index; /* of the bundle */
    struct bundle *bundle;
    const struct published *published;
};

/* The stages of a gate. */
static set32 members_of(const struct flow *flow, uint32_t gate)
{
    assert(gate < flow->published->procedure.gate_count);
    return flow->published->procedure.gates[gate].members;
}

/* All of these edges of a stage are met where a bundle stands like this. */
static bool is_met(const struct published *published, const struct standing *standing,
                   uint32_t stage, const struct edges *edges)
{
    set32 inside = published_same_gate(published, stage);
    set32 met = standing->met | (standing->granted & inside);

    assert(stage < published->procedure.stage_count);
    return (edges->stages & ~met) == 0 && (edges->milestones & ~standing->reached) == 0;
}

struct standing cascade_standing(const struct bundle *bundle)
{
    assert(bundle->number != 0);
    struct standing standing = cascade_standing_in_review(bundle);
    if (bundle->phase == PHASE_REVIEW) return standing;
    if (bundle->phase != PHASE_PRE_REVIEW) return (struct standing){ 0 }; /* nothing goes on */
    standing.sealed = 0; /* reviews begin, and nothing takes effect */
    return standing;
}

struct standing cascade_standing_in_review(const struct bundle *bundle)
{
    assert(bundle->number != 0);
    return (struct standing){
        .waiting = bundle->in[STAGE_WAITING] & ~bundle->held,
        .sealed = bundle->in[STAGE_SEALED],
        .granted = bundle->in[STAGE_GRANTED],
        .met = bundle->in[STAGE_ISSUED] | bundle->in[STAGE_SKIPPED],
        .reached = bundle->milestones_reached,
    };
}

/* Stages come in dependency order, and what goes on by a grant alone comes after it: edges that leave
 * its gate are met by the issue, a fact of its own. So one round is enough. */
struct onward cascade_onward(const struct published *published, const struct standing *from)
{
    const struct procedure *procedure = &published->procedure;
    struct standing standing = *from;
    struct onward onward = { 0 };

    if ((standing.waiting | standing.sealed) == 0) return onward;
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        uint8_t stage = published->order[i];
        const struct procedure_stage *definition = &procedure->stages[stage];
        assert(stage < procedure->stage_count);
        if (set_has(standing.waiting, stage)) {
            if (!is_met(published, &standing, stage, &definition->start_after)) continue;
            onward.opened |= set_of(stage);
        } else if (set_has(standing.sealed, stage)) {
            if (!is_met(published, &standing, stage, &definition->decide_after)) continue;
            onward.granted |= set_of(stage);
            standing.granted |= set_of(stage);
        }
    }
    return onward;
}

static uint8_t first_of(set32 set)
{
    uint8_t index = 0;

    assert(set != 0);
    while (!set_has(set, index)) {
        index++;
    }
    return index;
}

/* Record that a stage can never be granted, and tell who works on it. */
static void block(const struct flow *flow, uint32_t stage, enum block_cause cause, uint8_t index)
{
    assert(stage < flow->bundle->stage_count);
    assert(cause >= BLOCK_STAGE && cause <= BLOCK_GATE);
    step_cancel(flow->step, flow->bundle, stage, CANCEL_POINTLESS);
    engine_record(flow->step, &(struct fact){
                                  .type = FACT_STAGE_BLOCKED,
                                  .bundle = flow->bundle->number,
                                  .stage_blocked = {
                                      .stage = (uint8_t)stage,
                                      .cause = (uint8_t)cause,
                                      .index = index,
                                  },
                              });
}

/* Nothing can be blocked while nothing has been refused or called off: so it is with most bundles. */
static bool is_spared(const struct bundle *bundle)
{
    return bundle_ungranted(bundle) == 0 && bundle->milestones_called_off == 0;
}

/* Block the stage if one of these edges can never be met. */
static bool block_by_edges(const struct flow *flow, uint32_t stage, const struct edges *edges)
{
    set32 stages = edges->stages & bundle_ungranted(flow->bundle);
    set32 milestones = edges->milestones & flow->bundle->milestones_called_off;

    assert(stage < flow->bundle->stage_count);
    if (stages != 0) {
        block(flow, stage, BLOCK_STAGE, first_of(stages));
    } else if (milestones != 0) {
        block(flow, stage, BLOCK_MILESTONE, first_of(milestones));
    }
    return stages != 0 || milestones != 0;
}

/* on_refusal: cancel. Block the stage if it can lead to no permit any more. */
static bool block_pointless(const struct flow *flow, uint32_t stage)
{
    const struct procedure *procedure = &flow->published->procedure;
    uint8_t gate = flow->published->gates[stage];

    assert(stage < procedure->stage_count);
    if (procedure->on_refusal != ON_REFUSAL_CANCEL) return false;
    if (block_by_edges(flow, stage, &procedure->stages[stage].decide_after)) return true;
    if (gate == GATE_NONE || procedure->gates[gate].policy != GATE_ALL_OR_NOTHING) return false;
    if ((members_of(flow, gate) & bundle_ungranted(flow->bundle)) == 0) return false;
    block(flow, stage, BLOCK_GATE, gate);
    return true;
}

/* ---- Permits ------------------------------------------------------------------------------- */

/* The next number of a stage's department, after those already in the fact; 0 for an opinion. */
static uint32_t next_number(const struct flow *flow, const struct fact_permits_issued *issued,
                            uint32_t stage)
{
    const uint16_t *departments = flow->published->departments;
    uint32_t number =
        permit_counters_last(&flow->step->engine->counters, departments[stage], issued->year);

    assert(stage < flow->bundle->stage_count);
    assert(number < UINT32_MAX - STAGES_MAX);
    if (flow->published->procedure.stages[stage].permit[0] == '\0') return 0;
    for (uint32_t i = 0; i < issued->permit_count; i++) {
        bool is_same = departments[issued->permits[i].stage] == departments[stage];
        if (is_same && issued->permits[i].number != 0) number++;
    }
    return number + 1;
}

/* Issue the permits of these stages in one fact, in dependency order. */
static void issue(const struct flow *flow, uint8_t gate, set32 stages)
{
    struct fact *fact = engine_fact(flow->step, FACT_PERMITS_ISSUED, flow->bundle->number);
    struct fact_permits_issued *issued = &fact->permits_issued;

    assert(stages != 0);
    assert((stages & ~flow->bundle->in[STAGE_GRANTED]) == 0);
    assert(flow->step->event->civil_year > 0);
    *issued = (struct fact_permits_issued){
        .gate = gate,
        .tolerated = stages & tolerance_stages(flow->step->engine, flow->bundle) &
                     ~flow->published->opinions, /* these have no permit, and stay what they are */
        .year = flow->step->event->civil_year,
    };
    for (uint32_t i = 0; i < flow->bundle->stage_count; i++) {
        uint8_t stage = flow->published->order[i];
        if (!set_has(stages, stage)) continue;
        uint32_t number = next_number(flow, issued, stage);
        issued->permits[issued->permit_count++] = (struct permit){ stage, number };
    }
    struct standing standing = cascade_standing(flow->bundle);
    standing.granted &= ~stages;
    standing.met |= stages;
    issued->onward = cascade_onward(flow->published, &standing);
    engine_record(flow->step, fact);
}

/* ---- Rounds -------------------------------------------------------------------------------- */

/* Blocked if its review can never begin, or if it has begun on what was refused after all: within a gate it
 * begins on a grant, which is not final. If it could begin, the fact that let it would have said so. */
static bool visit_review(const struct flow *flow, uint32_t stage)
{
    const struct edges *edges = &flow->published->procedure.stages[stage].start_after;

    assert(!set_has(bundle_final(flow->bundle), stage));
    assert(stage < flow->published->procedure.stage_count);
    return block_by_edges(flow, stage, edges) || block_pointless(flow, stage);
}

/* The same for its grant. */
static bool visit_sealed(const struct flow *flow, uint32_t stage)
{
    const struct procedure_stage *definition = &flow->published->procedure.stages[stage];

    assert(set_has(flow->bundle->in[STAGE_SEALED] | flow->bundle->in[STAGE_GRANTED], stage));
    if (is_spared(flow->bundle)) return false;
    return block_by_edges(flow, stage, &definition->start_after) ||
           block_by_edges(flow, stage, &definition->decide_after);
}

/* Blocked if what it rests on was refused after all. Outside any gate only a missing material holds it,
 * and so it is behind a gate whose hold is over. */
static bool visit_granted(const struct flow *flow, uint32_t stage)
{
    uint8_t gate = flow->published->gates[stage];
    const struct engine *engine = flow->step->engine;

    assert(set_has(flow->bundle->in[STAGE_GRANTED], stage));
    if (visit_sealed(flow, stage)) return true;
    if (gate == GATE_NONE) {
        if (set_has(tolerance_stages(engine, flow->bundle), stage)) return false;
    } else {
        if (bundle_gate_state(flow->bundle, gate) == GATE_OPEN) return false;
        if (!set_has(hold_ready(engine, flow->bundle, gate), stage)) return false;
    }
    issue(flow, GATE_NONE, set_of(stage));
    return true;
}

/* A hold is over: its first grant may wait no longer (许可法 44). */
static bool visit_hold(const struct flow *flow, uint32_t gate)
{
    const struct engine *engine = flow->step->engine;

    assert(bundle_gate_state(flow->bundle, gate) == GATE_OPEN);
    if (flow->published->holding == 0) return false;
    if (hold_end_ms(engine, flow->bundle, gate) > flow->step->event->now_ms) return false;
    issue(flow, (uint8_t)gate, hold_ready(engine, flow->bundle, gate));
    return true;
}

/* Settled when every member that applies is granted or has ended without a grant; so at once, and with
 * nothing to issue, where none of them applies. */
static bool visit_gate(const struct flow *flow, uint32_t gate)
{
    const struct procedure_gate *definition = &flow->published->procedure.gates[gate];
    set32 members = definition->members & ~flow->bundle->in[STAGE_SKIPPED];
    set32 granted = members & flow->bundle->in[STAGE_GRANTED];
    set32 ended = granted | (members & bundle_ungranted(flow->bundle));

    if (bundle_gate_state(flow->bundle, gate) != GATE_OPEN) return false;
    if (ended != members) return visit_hold(flow, gate);
    assert((members & flow->bundle->in[STAGE_ISSUED]) == 0);
    enum gate_policy policy = (enum gate_policy)definition->policy;
    if (gate_settle(policy, members, granted) == GATE_MOVE_ISSUE) {
        if (hold_ready(flow->step->engine, flow->bundle, gate) != granted) {
            return visit_hold(flow, gate);
        }
        issue(flow, (uint8_t)gate, granted);
    } else {
        engine_record(flow->step, &(struct fact){
                                      .type = FACT_GATE_LAPSED,
                                      .bundle = flow->bundle->number,
                                      .gate_lapsed = { .gate = (uint8_t)gate },
                                  });
    }
    return true;
}

/* Stages for which anything can follow as the bundle stands. */
static set32 stirring(const struct bundle *bundle)
{
    set32 stages = bundle->in[STAGE_PAUSED] | bundle->in[STAGE_GRANTED];
    if (is_spared(bundle)) return stages;
    return stages | bundle->in[STAGE_WAITING] | bundle->in[STAGE_REVIEWING] |
           bundle->in[STAGE_SEALED];
}

/* One round over all stages and gates. Returns whether anything followed. */
static bool visit_all(const struct flow *flow)
{
    const struct bundle *bundle = flow->bundle;
    bool has_changed = false;

    assert(bundle->result == RESULT_OPEN);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        uint8_t stage = flow->published->order[i];
        assert(stage < bundle->stage_count);
        if (!set_has(stirring(bundle), stage)) continue;
        if (set_has(bundle->in[STAGE_WAITING], stage)) has_changed |= visit_review(flow, stage);
        if (set_has(bundle->in[STAGE_PAUSED], stage)) {
            has_changed |= signing_settle(flow->step, flow->index, stage);
        }
        if (set_has(bundle->in[STAGE_REVIEWING] | bundle->in[STAGE_PAUSED], stage)) {
            has_changed |= visit_review(flow, stage);
        }
        if (set_has(bundle->in[STAGE_SEALED], stage)) has_changed |= visit_sealed(flow, stage);
        if (set_has(bundle->in[STAGE_GRANTED], stage)) has_changed |= visit_granted(flow, stage);
    }
    for (uint32_t gate = 0; gate < flow->published->procedure.gate_count; gate++) {
        has_changed |= visit_gate(flow, gate);
    }
    return has_changed;
}

static enum bundle_result outcome(const struct engine *engine, const struct bundle *bundle)
{
    enum bundle_result result = bundle_outcome(bundle);

    assert(result != RESULT_OPEN);
    if (result == RESULT_WITHDRAWN && correction_is_returned(&engine->bundles, bundle)) {
        return RESULT_RETURNED;
    }
    return result;
}

void cascade(struct step *step, uint32_t index)
{
    assert(index < step->engine->bundles.high);
    struct bundle *bundle = &step->engine->bundles.at[index];
    const struct flow flow = {
        .step = step,
        .index = index,
        .bundle = bundle,
        .published = &step->engine->published.at[bundle->procedure],
    };

    assert(bundle->number != 0);
    if (pre_review_is_over(step->engine, bundle)) {
        pre_review_end(step, index); /* and the cascade of that */
        return;
    }
    while (bundle->phase == PHASE_REVIEW && visit_all(&flow)) {
    }
    if (correction_is_complete(step->engine, bundle)) {
        correction_notify(step, index); /* the same */
        return;
    }
    if (bundle_final(bundle) != set_first(bundle->stage_count)) return;
    enum bundle_result result = intake_result(&step->engine->bundles, bundle);
    if (result == RESULT_OPEN) result = outcome(step->engine, bundle);
    struct fact *fact = engine_fact(step, FACT_BUNDLE_ENDED, bundle->number);
    fact->bundle_ended = (struct fact_bundle_ended){ .result = (uint8_t)result };
    engine_record(step, fact);
}

/* The stage is the first of its department. */
static bool is_first_of_department(const struct published *published, uint32_t stage)
{
    assert(stage < published->procedure.stage_count);
    for (uint32_t i = 0; i < stage; i++) {
        if (published->departments[i] == published->departments[stage]) return false;
    }
    return true;
}

bool cascade_has_room(const struct step *step, const struct published *published)
{
    const struct permit_counters *counters = &step->engine->counters;
    uint32_t left = counters->count_max - counters->count;
    uint32_t missing = 0;

    assert(counters->count <= counters->count_max);
    if (left >= published->procedure.stage_count) return true;
    for (uint32_t i = 0; i < published->procedure.stage_count; i++) {
        if (!is_first_of_department(published, i)) continue;
        uint32_t found =
            permit_counters_find(counters, published->departments[i], step->event->civil_year);
        if (found == COUNTER_NONE) missing++;
    }
    return missing <= left;
}
