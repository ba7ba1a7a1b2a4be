/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/suspension.h"

#include "broker/core/correction.h"

/* ---- Beginning ----------------------------------------------------------------------------- */

enum err suspension_check_begin(const struct act_case *act, struct refusal *refusal)
{
    const struct bundle *bundle = act->target.bundle;

    assert(bundle->result == RESULT_OPEN);
    if (bundle->phase == PHASE_SUSPENDED) {
        return act_impossible(refusal, "the bundle is suspended already");
    }
    if (bundle->phase != PHASE_REVIEW) {
        return act_impossible(refusal, "the bundle is not in review: it has not been accepted yet");
    }
    if (act->msg->until_ms != 0 && act->msg->until_ms <= act->step->event->now_ms) {
        refusal->field = "until_ms";
        return act_impossible(refusal, "the suspension would end before it begins");
    }
    return OK;
}

/* Reviews that are under way stand; their workers are told. */
void suspension_decide_begin(const struct act_case *act, struct fact_acted *fact)
{
    const struct bundle *bundle = act->target.bundle;

    assert(act->stage == STAGE_WHOLE);
    fact->stages = bundle->in[STAGE_REVIEWING];
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (set_has(fact->stages, i)) step_cancel(act->step, bundle, i, CANCEL_PAUSED);
    }
}

bool suspension_begins_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_SUSPEND);
    return change->bundle->phase == PHASE_REVIEW &&
           body->stages == change->bundle->in[STAGE_REVIEWING];
}

void suspension_begin(const struct change *change)
{
    struct entry *entry = change_enter(change, ENTRY_PAUSE);

    assert(change->bundle->phase == PHASE_REVIEW);
    entry->detail = PAUSE_SUSPENSION;
    entry->due_ms = change->fact->acted.until_ms;
    change->bundle->phase = PHASE_SUSPENDED;
    change_pause(change, change->fact->acted.stages);
}

/* ---- Ending -------------------------------------------------------------------------------- */

static struct entry *find_open(const struct engine *engine, const struct bundle *bundle)
{
    assert(bundle->phase == PHASE_SUSPENDED);
    struct entry *entry = bundle_open_entry(&engine->bundles, bundle, ENTRY_PAUSE, STAGE_WHOLE);
    assert(entry != NULL);
    return entry;
}

/* Stages that stand because of the suspension alone. */
static set32 held_stages(const struct engine *engine, const struct bundle *bundle)
{
    const set32 raised = correction_raised(&engine->bundles, bundle);
    set32 held = 0;

    assert(bundle->phase == PHASE_SUSPENDED);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (!set_has(bundle->in[STAGE_PAUSED], i)) continue;
        if (bundle_stage(&engine->bundles, bundle, i)->job != JOB_CANCELLED) continue;
        if (bundle_open_entry(&engine->bundles, bundle, ENTRY_PAUSE, (uint8_t)i) != NULL) continue;
        if (set_has(raised, i)) continue;
        held |= set_of(i);
    }
    return held;
}

static void fill_end(const struct engine *engine, const struct bundle *bundle,
                     struct fact_acted *fact)
{
    struct standing standing = cascade_standing_in_review(bundle);

    assert(bundle->procedure < engine->published.count);
    fact->stages = held_stages(engine, bundle);
    fact->onward = cascade_onward(&engine->published.at[bundle->procedure], &standing);
}

enum err suspension_check_end(const struct act_case *act, struct refusal *refusal)
{
    assert(act->target.bundle->result == RESULT_OPEN);
    if (act->target.bundle->phase == PHASE_SUSPENDED) return OK;
    return act_impossible(refusal, "the bundle is not suspended");
}

void suspension_decide_end(const struct act_case *act, struct fact_acted *fact)
{
    assert(act->stage == STAGE_WHOLE);
    fill_end(act->step->engine, act->target.bundle, fact);
}

bool suspension_ends_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_RESUME);
    return change->bundle->phase == PHASE_SUSPENDED &&
           body->stages == held_stages(change->engine, change->bundle);
}

void suspension_end(const struct change *change)
{
    find_open(change->engine, change->bundle)->until_ms = change->fact->at_ms;
    change->bundle->phase = PHASE_REVIEW;
    change_resume(change, change->fact->acted.stages);
    assert(change_may_go_on(change, &change->fact->acted.onward, change->bundle->in[STAGE_SEALED]));
}

/* ---- By itself ----------------------------------------------------------------------------- */

int64_t suspension_due(const struct engine *engine, uint32_t index)
{
    const struct bundle *bundle = &engine->bundles.at[index];

    assert(bundle->result == RESULT_OPEN);
    if (bundle->phase != PHASE_SUSPENDED) return INT64_MAX;
    int64_t due_ms = find_open(engine, bundle)->due_ms;
    return due_ms == 0 ? INT64_MAX : due_ms;
}

void suspension_run(struct step *step, uint32_t index)
{
    const struct bundle *bundle = &step->engine->bundles.at[index];
    struct fact_acted acted = { .act = ACT_RESUME, .stage = STAGE_WHOLE };

    assert(suspension_due(step->engine, index) <= step->event->now_ms);
    fill_end(step->engine, bundle, &acted);
    act_by_itself(step, index, &acted);
}
