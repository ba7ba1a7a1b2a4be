/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/pre_review.h"

#include "broker/core/correction.h"
#include "broker/core/supply.h"
#include "broker/core/tolerance.h"

static enum milestone_state milestone_of(const struct engine *engine, const struct bundle *bundle)
{
    const struct procedure *procedure = &engine->published.at[bundle->procedure].procedure;

    assert(bundle->phase == PHASE_PRE_REVIEW);
    assert(procedure->pre_review_until > 0);
    return bundle_milestone_state(bundle, procedure->pre_review_until - 1u);
}

bool pre_review_is_over(const struct engine *engine, const struct bundle *bundle)
{
    assert(bundle->number != 0);
    if (bundle->phase != PHASE_PRE_REVIEW) return false;
    if (bundle_final(bundle) == set_first(bundle->stage_count)) return false; /* given up */
    return milestone_of(engine, bundle) != MILESTONE_OPEN;
}

/* ---- Supply -------------------------------------------------------------------------------- */

bool pre_review_awaits(const struct engine *engine, const struct bundle *bundle)
{
    assert(engine != NULL);
    assert(bundle->result == RESULT_OPEN);
    return bundle->phase == PHASE_PRE_REVIEW;
}

set32 pre_review_reviewed_again(const struct engine *engine, const struct bundle *bundle,
                                uint64_t changed)
{
    const struct published *published = &engine->published.at[bundle->procedure];

    assert(bundle->phase == PHASE_PRE_REVIEW);
    return correction_raised(&engine->bundles, bundle) |
           supply_reviewed(engine, bundle, supply_readers(published, changed));
}

void pre_review_supplied(const struct change *change)
{
    assert(change->fact->type == FACT_SUPPLIED);
    assert(change->bundle->phase == PHASE_PRE_REVIEW);
    correction_close(change, change->fact->supplied.stages);
}

/* ---- Conversion ---------------------------------------------------------------------------- */

/* Pre-verdicts that refuse. */
static set32 refused(const struct engine *engine, const struct bundle *bundle)
{
    set32 stages = 0;

    assert(bundle->phase == PHASE_PRE_REVIEW);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (!set_has(bundle->in[STAGE_SEALED], i)) continue;
        if (bundle_stage(&engine->bundles, bundle, i)->verdict == VERDICT_REFUSE) {
            stages |= set_of(i);
        }
    }
    return stages;
}

bool pre_review_converts_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_CONVERT);
    if (change->bundle->phase != PHASE_PRE_REVIEW) return false;
    if (milestone_of(change->engine, change->bundle) != MILESTONE_REACHED) return false;
    return body->stages == refused(change->engine, change->bundle) &&
           (body->onward.granted & body->stages) == 0;
}

/* As of a bundle that is accepted now: who is under review or has been, and who counts from receipt. */
static void start_clocks(const struct change *change)
{
    const struct procedure *procedure = &change->published->procedure;
    const struct bundle *bundle = change->bundle;
    const set32 begun =
        bundle->in[STAGE_REVIEWING] | bundle->in[STAGE_SEALED] | bundle->in[STAGE_PAUSED];

    assert(bundle->phase == PHASE_REVIEW);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (!set_has(change->published->clocked & ~bundle->in[STAGE_SKIPPED], i)) continue;
        bool from_receipt = procedure->stages[i].clock_from == CLOCK_FROM_RECEIPT;
        if (!from_receipt && !set_has(begun, i)) continue;
        assert(change_ledger(change, i)->started_ms == 0);
        change_ledger(change, i)->started_ms = change->fact->at_ms;
    }
}

/* What was asked for informally is asked for from now on: the notice is due as of today. */
static void begin_corrections(const struct change *change)
{
    assert(change->bundle->phase == PHASE_REVIEW);
    for (uint32_t i = 0; i < change->bundle->entry_count; i++) {
        struct entry *entry = bundle_entry(&change->engine->bundles, change->bundle, i);
        assert(entry->kind != 0);
        if (entry->kind != ENTRY_DEFICIENCY || entry->until_ms != 0) continue;
        entry->from_ms = change->fact->at_ms;
    }
}

/* Unchanged stages keep their pre-verdict: what changed was reopened when it was supplied. */
void pre_review_convert(const struct change *change)
{
    const set32 stages = change->fact->acted.stages;

    assert(change->bundle->phase == PHASE_PRE_REVIEW);
    change->bundle->phase = PHASE_REVIEW;
    start_clocks(change);
    begin_corrections(change);
    tolerance_accepted(change);
    for (uint32_t i = 0; i < change->bundle->stage_count; i++) {
        if (!set_has(stages, i)) continue;
        assert(stage_next(STAGE_SEALED, STAGE_MOVE_REFUSE) == STAGE_REFUSED);
        change_set_state(change, i, STAGE_REFUSED);
        change_touch(change, change_stage(change, i));
    }
}

bool pre_review_forgoes_well(const struct change *change)
{
    assert(change->fact->acted.act == ACT_FORGO);
    return pre_review_is_over(change->engine, change->bundle) &&
           milestone_of(change->engine, change->bundle) == MILESTONE_CALLED_OFF;
}

/* Nothing was decided, so nothing is refused: no stage can be granted any more. It was never accepted, and
 * stays in the phase in which it ends. */
void pre_review_forgo(const struct change *change)
{
    struct bundle *bundle = change->bundle;

    assert(bundle->phase == PHASE_PRE_REVIEW);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        struct stage *stage = change_stage(change, i);
        enum stage_state next = stage_next((enum stage_state)stage->state, STAGE_MOVE_BLOCK);
        if (next == STAGE_NONE) continue;
        change_cancel_job(change, i);
        change_set_state(change, i, next);
        change_touch(change, stage);
    }
    bundle->gates_lapsed |= (uint8_t)(set_first(change->published->procedure.gate_count));
    assert(bundle->gates_issued == 0);
}

void pre_review_end(struct step *step, uint32_t index)
{
    const struct engine *engine = step->engine;
    const struct bundle *bundle = &engine->bundles.at[index];
    struct fact_acted acted = { .act = ACT_CONVERT, .stage = STAGE_WHOLE };

    assert(pre_review_is_over(engine, bundle));
    if (milestone_of(engine, bundle) == MILESTONE_REACHED) {
        struct standing standing = cascade_standing_in_review(bundle);
        acted.stages = refused(engine, bundle);
        standing.sealed &= ~acted.stages;
        acted.onward = cascade_onward(&engine->published.at[bundle->procedure], &standing);
    } else {
        acted.act = ACT_FORGO;
        for (uint32_t i = 0; i < bundle->stage_count; i++) {
            step_cancel(step, bundle, i, CANCEL_POINTLESS);
        }
    }
    act_by_itself(step, index, &acted);
}
