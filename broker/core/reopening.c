/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/reopening.h"

#include "broker/core/commitment.h"
#include "broker/core/special.h"

/* Everything that rests on a stage, directly or through others; what does not apply rests on nothing,
 * and nothing on it. */
static set32 reach_of(const struct published *published, const struct bundle *bundle, uint32_t on)
{
    const struct procedure *procedure = &published->procedure;
    set32 reach = set_of(on);

    assert(on < procedure->stage_count);
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        uint8_t stage = published->order[i]; /* upstreams first: one round is enough */
        const struct procedure_stage *definition = &procedure->stages[stage];
        assert(stage < procedure->stage_count);
        if (set_has(bundle->in[STAGE_SKIPPED], stage)) continue;
        set32 upstreams = definition->start_after.stages | definition->decide_after.stages;
        if ((upstreams & reach) != 0) reach |= set_of(stage);
    }
    return reach & ~set_of(on);
}

set32 reopening_dependents(const struct published *published, const struct bundle *bundle,
                           uint32_t on)
{
    set32 begun = bundle->in[STAGE_REVIEWING] | bundle->in[STAGE_SEALED] |
                  bundle->in[STAGE_GRANTED] | bundle->in[STAGE_PAUSED];

    assert(on < bundle->stage_count);
    assert(bundle->stage_count == published->procedure.stage_count);
    return reach_of(published, bundle, on) & begun;
}

/* ---- Whether it can be --------------------------------------------------------------------- */

enum err reopening_find(struct reopening *reopening, const struct name *on, struct refusal *refusal)
{
    uint32_t found = published_stage(reopening->published, on);

    assert(reopening->stage < reopening->bundle->stage_count);
    refusal->field = "on";
    if (found == PUBLISHED_NONE) return ERR_STAGE_UNKNOWN;
    assert(found < reopening->bundle->stage_count);
    reopening->on = (uint8_t)found;
    return OK;
}

/* Stages that stand for something else than a special procedure: somebody else is to end that. */
static bool has_foreign_pause(const struct engine *engine, const struct bundle *bundle,
                              set32 stages)
{
    assert(bundle->number != 0);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (!set_has(stages & bundle->in[STAGE_PAUSED], i)) continue;
        if (special_find(engine, bundle, i) == NULL) return true;
    }
    return false;
}

enum err reopening_check(const struct engine *engine, const struct reopening *reopening,
                         struct refusal *refusal)
{
    const struct bundle *bundle = reopening->bundle;
    uint8_t on = reopening->on;

    assert(on < bundle->stage_count);
    assert(reopening->stage < bundle->stage_count);
    refusal->field = "on";
    if (!set_has(reach_of(reopening->published, bundle, on), reopening->stage)) {
        return act_impossible(refusal, "a review is returned to a stage that it rests on; it does "
                                       "not rest on this one");
    }
    if (set_has(bundle->in[STAGE_ISSUED], on)) {
        return act_impossible(refusal, "what has been issued is not reopened by a return");
    }
    if (!set_has(bundle->in[STAGE_SEALED] | bundle->in[STAGE_GRANTED], on)) {
        return act_impossible(refusal, "that stage has given no grant or opinion to look at again");
    }
    set32 stages = reopening_dependents(reopening->published, bundle, on);
    refusal->field = "stage";
    if (!has_foreign_pause(engine, bundle, stages)) return OK;
    return act_impossible(refusal, "a stage that rests on it stands; end that first");
}

void reopening_cancel(struct step *step, const struct reopening *reopening)
{
    set32 stages = reopening_dependents(reopening->published, reopening->bundle, reopening->on);

    assert(reopening->on < reopening->bundle->stage_count);
    assert(!set_has(stages, reopening->on));
    for (uint32_t i = 0; i < reopening->bundle->stage_count; i++) {
        if (set_has(stages, i)) step_cancel(step, reopening->bundle, i, CANCEL_PAUSED);
    }
}

/* ---- Holding and letting go ---------------------------------------------------------------- */

set32 reopening_held_by(const struct entry *entry)
{
    assert(entry->kind > 0 && entry->kind < ENTRY_KIND_COUNT);
    if (entry->kind != ENTRY_RETURN || entry->until_ms != 0) return 0;
    assert(entry->stage != STAGE_WHOLE);
    return (set32)entry->materials;
}

/* Stages that open entries hold, but for those of some stages. */
static set32 held_by_others(const struct engine *engine, const struct bundle *bundle, set32 stages)
{
    set32 held = 0;

    assert(bundle->number != 0);
    assert(bundle->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        set32 own = reopening_held_by(entry);
        if (own == 0 || set_has(stages, entry->stage)) continue;
        held |= own;
    }
    return held;
}

void reopening_restore(const struct engine *engine, struct bundle *bundle)
{
    assert(bundle->result == RESULT_OPEN);
    bundle->held = held_by_others(engine, bundle, 0);
    assert((bundle->held & ~set_first(bundle->stage_count)) == 0);
}

/* Stages that are not decided and whose review began, or would begin, after one of these: they are blocked, and
 * so on. */
static set32 lost_with(const struct published *published, const struct bundle *bundle,
                       set32 refused)
{
    const struct procedure *procedure = &published->procedure;
    set32 undecided =
        bundle->in[STAGE_WAITING] | bundle->in[STAGE_REVIEWING] | bundle->in[STAGE_PAUSED];
    set32 lost = refused;

    assert(bundle->stage_count == procedure->stage_count);
    for (uint32_t i = 0; i < procedure->stage_count && refused != 0; i++) {
        uint8_t stage = published->order[i]; /* upstreams first: one round is enough */
        assert(stage < procedure->stage_count);
        if (!set_has(undecided, stage)) continue;
        if ((procedure->stages[stage].start_after.stages & lost) != 0) lost |= set_of(stage);
    }
    return lost;
}

set32 reopening_released(const struct engine *engine, const struct bundle *bundle, set32 decided,
                         set32 refused)
{
    const struct published *published = &engine->published.at[bundle->procedure];

    assert((refused & ~decided) == 0);
    if (bundle->held == 0) return 0;
    assert(bundle->entry_count > 0);
    set32 lost = lost_with(published, bundle, refused);
    set32 others = held_by_others(engine, bundle, decided | lost);
    return bundle->held & ~others & bundle->in[STAGE_WAITING] & ~lost;
}

struct onward reopening_onward(const struct engine *engine, const struct bundle *bundle,
                               set32 refused)
{
    struct standing standing = cascade_standing(bundle);

    assert(bundle->result == RESULT_OPEN);
    assert((refused & ~set_first(bundle->stage_count)) == 0);
    if (bundle->phase != PHASE_REVIEW) return (struct onward){ 0 };
    standing.waiting = reopening_released(engine, bundle, refused, refused);
    standing.sealed = 0;
    standing.granted &= ~refused;
    return cascade_onward(&engine->published.at[bundle->procedure], &standing);
}

bool reopening_frees_well(const struct bundle *bundle, const struct onward *onward)
{
    assert(bundle->number != 0);
    assert((bundle->held & ~set_first(bundle->stage_count)) == 0);
    return onward->granted == 0 && (onward->opened & ~bundle->held) == 0;
}

void reopening_end(const struct change *change, uint32_t stage)
{
    struct bundles *bundles = &change->engine->bundles;

    assert(change->bundle->held != 0);
    assert(stage < change->bundle->stage_count);
    struct entry *entry = bundle_open_entry(bundles, change->bundle, ENTRY_RETURN, (uint8_t)stage);
    if (entry == NULL) return;
    entry->until_ms = change->fact->at_ms;
    reopening_restore(change->engine, change->bundle);
}

bool reopening_awaits(const struct engine *engine, const struct bundle *bundle, uint32_t stage)
{
    assert(stage < bundle->stage_count);
    assert(bundle->number != 0);
    return bundle->held != 0 &&
           bundle_open_entry(&engine->bundles, bundle, ENTRY_RETURN, (uint8_t)stage) != NULL;
}

const struct entry *reopening_of(const struct engine *engine, const struct bundle *bundle,
                                 uint32_t stage)
{
    assert(stage < bundle->stage_count);
    if (!set_has(bundle->held, stage)) return NULL;
    assert(bundle->entry_count > 0);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        if (set_has(reopening_held_by(entry), stage)) return entry;
    }
    return NULL;
}

/* ---- Applying ------------------------------------------------------------------------------ */

bool reopening_is_good(const struct change *change, const struct reopening *reopening, set32 stages)
{
    struct refusal refusal = { .bundle = 0 };

    assert(change->bundle != NULL);
    assert(reopening->bundle == change->bundle);
    if (reopening_check(change->engine, reopening, &refusal) != OK) return false;
    return set_has(stages, reopening->stage) &&
           stages == reopening_dependents(change->published, change->bundle, reopening->on);
}

/* What was said of a stage is void; so is the time being over, if nobody had said anything. */
static void forget(const struct change *change, uint32_t stage)
{
    struct bundles *bundles = &change->engine->bundles;
    struct entry *deemed = bundle_open_entry(bundles, change->bundle, ENTRY_DEEMED, (uint8_t)stage);

    assert(stage < change->bundle->stage_count);
    if (deemed != NULL) deemed->until_ms = change->fact->at_ms;
    struct entry *special = special_find(change->engine, change->bundle, stage);
    if (special != NULL) special->until_ms = change->fact->at_ms;
    commitment_void(change, stage);
    change_void(change, stage);
}

void reopening_begin(const struct change *change, const struct reopening *reopening, set32 stages)
{
    struct entry *entry = change_enter(change, ENTRY_RETURN);

    assert(set_has(stages, reopening->stage));
    assert(!set_has(stages, reopening->on));
    entry->stage = reopening->on;
    entry->detail = reopening->stage;
    entry->materials = stages;
    for (uint32_t i = 0; i < change->bundle->stage_count; i++) {
        if (!set_has(stages, i)) continue;
        forget(change, i);
        change_set_state(change, i, STAGE_WAITING);
    }
    forget(change, reopening->on);
    change_set_state(change, reopening->on, STAGE_REVIEWING);
    change_reoffer(change, reopening->on);
    reopening_restore(change->engine, change->bundle);
}

/* ---- The act ------------------------------------------------------------------------------- */

static struct reopening reopening_of_act(const struct act_case *act)
{
    assert(act->target.published != NULL);
    assert(act->stage != STAGE_WHOLE);
    return (struct reopening){
        .published = act->target.published,
        .bundle = act->target.bundle,
        .stage = act->stage,
    };
}

enum err reopening_check_act(const struct act_case *act, struct refusal *refusal)
{
    struct reopening reopening = reopening_of_act(act);

    assert(act->target.bundle->result == RESULT_OPEN);
    refusal->field = "stage";
    if (act->target.bundle->phase != PHASE_REVIEW) {
        return act_impossible(refusal, "the bundle as a whole is not under review");
    }
    if (!set_has(act->target.bundle->in[STAGE_REVIEWING], act->stage)) {
        return act_impossible(refusal, "the stage is not under review");
    }
    enum err err = reopening_find(&reopening, &act->msg->on, refusal);
    return err == OK ? reopening_check(act->step->engine, &reopening, refusal) : err;
}

void reopening_decide_act(const struct act_case *act, struct fact_acted *fact)
{
    struct reopening reopening = reopening_of_act(act);
    struct refusal refusal = { .bundle = 0 };

    enum err err = reopening_find(&reopening, &act->msg->on, &refusal);
    assert(err == OK);
    assert(fact->act == ACT_RETURN);
    fact->stages = reopening_dependents(reopening.published, reopening.bundle, reopening.on);
    reopening_cancel(act->step, &reopening);
}

static bool reopening_of_change(const struct change *change, struct reopening *reopening)
{
    const struct fact_acted *body = &change->fact->acted;
    struct refusal refusal = { .bundle = 0 };

    assert(body->act == ACT_RETURN);
    if (body->stage >= change->bundle->stage_count) return false;
    *reopening = (struct reopening){
        .published = change->published,
        .bundle = change->bundle,
        .stage = body->stage,
    };
    return reopening_find(reopening, &body->on, &refusal) == OK;
}

bool reopening_act_is_good(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    struct reopening reopening;

    assert(change->bundle->result == RESULT_OPEN);
    if (!reopening_of_change(change, &reopening)) return false;
    return change->bundle->phase == PHASE_REVIEW &&
           set_has(change->bundle->in[STAGE_REVIEWING], body->stage) &&
           reopening_is_good(change, &reopening, body->stages);
}

void reopening_apply_act(const struct change *change)
{
    struct reopening reopening;

    bool is_found = reopening_of_change(change, &reopening);
    assert(is_found);
    assert(change->bundle->phase == PHASE_REVIEW);
    reopening_begin(change, &reopening, change->fact->acted.stages);
}
