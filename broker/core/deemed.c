/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/deemed.h"

#include "broker/core/reopening.h"
#include "broker/core/time_limit.h"

/* An instant after everything that the dossier knows of: pauses that have ended count as such. */
static int64_t latest_of(const struct engine *engine, const struct bundle *bundle)
{
    int64_t latest_ms = bundle->submitted_ms;

    assert(bundle->number != 0);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        assert(entry->kind > 0);
        if (entry->from_ms > latest_ms) latest_ms = entry->from_ms;
        if (entry->until_ms > latest_ms) latest_ms = entry->until_ms;
    }
    return latest_ms + 1;
}

/* The first instant at which the stage is late, or INT64_MAX: its limit is not known for certain. */
static int64_t stage_due(const struct engine *engine, const struct bundle *bundle, uint32_t stage)
{
    struct time_limit_question question = {
        .bundle = bundle,
        .stage = (uint8_t)stage,
        .which = EXTENDS_STATUTORY,
        .at_ms = latest_of(engine, bundle),
    };
    struct limit_view view;

    assert(set_has(bundle->in[STAGE_REVIEWING], stage));
    if (!time_limit_read(engine, &question, &view)) {
        question.which = EXTENDS_PROMISED;
        if (!time_limit_read(engine, &question, &view)) return INT64_MAX;
    }
    assert(view.value > 0);
    return view.provisional ? INT64_MAX : view.due_ms + 1;
}

/* The stage whose time is over first, and when; STAGE_WHOLE: there is none. */
static uint8_t find_first(const struct engine *engine, const struct bundle *bundle, int64_t *due_ms)
{
    const struct published *published = &engine->published.at[bundle->procedure];
    set32 stages = published->timed & bundle->in[STAGE_REVIEWING];
    uint8_t first = STAGE_WHOLE;

    assert(bundle->result == RESULT_OPEN);
    *due_ms = INT64_MAX;
    if (bundle->phase != PHASE_REVIEW) return first;
    for (uint32_t i = 0; i < bundle->stage_count && stages != 0; i++) {
        if (!set_has(stages, i) || reopening_awaits(engine, bundle, i)) continue;
        int64_t stage_ms = stage_due(engine, bundle, i);
        if (stage_ms >= *due_ms) continue;
        *due_ms = stage_ms;
        first = (uint8_t)i;
    }
    return first;
}

int64_t deemed_due(const struct engine *engine, uint32_t index)
{
    const struct bundle *bundle = &engine->bundles.at[index];
    int64_t due_ms = INT64_MAX;

    assert(bundle->result == RESULT_OPEN);
    assert(bundle->procedure < engine->published.count);
    if (engine->published.at[bundle->procedure].timed == 0) return INT64_MAX;
    if (!bundle_has_entries(&engine->bundles, bundle, 1, ENTRIES_MAX)) return INT64_MAX;
    (void)find_first(engine, bundle, &due_ms);
    return due_ms;
}

static uint8_t verdict_of(const struct published *published, uint8_t stage)
{
    assert(stage < published->procedure.stage_count);
    assert(published->procedure.stages[stage].on_timeout == ON_TIMEOUT_AGREE);
    return published->procedure.stages[stage].opinion ? VERDICT_AGREE : VERDICT_GRANT;
}

void deemed_run(struct step *step, uint32_t index)
{
    const struct bundle *bundle = &step->engine->bundles.at[index];
    const struct published *published = &step->engine->published.at[bundle->procedure];
    struct standing standing = cascade_standing(bundle);
    int64_t due_ms;

    uint8_t stage = find_first(step->engine, bundle, &due_ms);
    assert(stage != STAGE_WHOLE);
    assert(due_ms <= step->event->now_ms);
    standing.sealed |= set_of(stage);
    standing.waiting |= reopening_released(step->engine, bundle, set_of(stage), 0);
    step_cancel(step, bundle, stage, CANCEL_DEEMED);
    act_by_itself(step, index,
                  &(struct fact_acted){
                      .act = ACT_DEEM,
                      .stage = stage,
                      .detail = verdict_of(published, stage),
                      .onward = cascade_onward(published, &standing),
                  });
}

/* ---- Applying ------------------------------------------------------------------------------ */

bool deemed_is_good(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_DEEM);
    assert(change->bundle->result == RESULT_OPEN);
    if (!set_has(change->published->timed, body->stage)) return false;
    if (body->detail != verdict_of(change->published, body->stage)) return false;
    return set_has(change->bundle->in[STAGE_REVIEWING], body->stage) &&
           change->bundle->phase == PHASE_REVIEW;
}

/* A grant without a job that was done: what is there of one is called off. */
void deemed_apply(const struct change *change)
{
    uint8_t stage = change->fact->acted.stage;
    struct stage *record = change_stage(change, stage);
    struct entry *entry = change_enter(change, ENTRY_DEEMED);

    assert(record->state == STAGE_REVIEWING);
    assert(stage_next(STAGE_REVIEWING, STAGE_MOVE_SEAL) == STAGE_SEALED);
    entry->detail = change->fact->acted.detail;
    change_cancel_job(change, stage);
    change_set_state(change, stage, STAGE_SEALED);
    change_touch(change, record);
    record->verdict = change->fact->acted.detail;
}
