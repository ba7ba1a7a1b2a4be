/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/commitment.h"

#include "broker/core/clocks.h"
#include "broker/core/reopening.h"

static const struct procedure_stage *stage_of(const struct engine *engine,
                                              const struct bundle *bundle, uint32_t stage)
{
    assert(stage < bundle->stage_count);
    assert(bundle->procedure < engine->published.count);
    return &engine->published.at[bundle->procedure].procedure.stages[stage];
}

static bool is_given(const struct entry *entry)
{
    return entry->kind == ENTRY_COMMITMENT && entry->state == COMMITMENT_GIVEN;
}

struct entry *commitment_open(const struct engine *engine, const struct bundle *bundle,
                              uint32_t stage)
{
    assert(stage < bundle->stage_count);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        assert(entry->kind != 0);
        if (is_given(entry) && entry->stage == stage) return entry;
    }
    return NULL;
}

int64_t commitment_due_ms(const struct engine *engine, const struct bundle *bundle,
                          const struct entry *entry)
{
    assert(entry->kind == ENTRY_COMMITMENT);
    assert(entry->stage < bundle->stage_count);
    return clocks_due_ms(engine, bundle, entry->from_ms,
                         stage_of(engine, bundle, entry->stage)->check_within);
}

/* No commitment is taken for the stage, or for any. */
static bool is_barred(const struct engine *engine, const struct bundle *bundle, uint8_t stage)
{
    assert(stage < bundle->stage_count);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        assert(entry->kind != 0);
        if (entry->kind != ENTRY_NO_COMMITMENT) continue;
        if (entry->stage == stage || entry->stage == STAGE_WHOLE) return true;
    }
    return false;
}

/* ---- Given --------------------------------------------------------------------------------- */

enum err commitment_check_give(const struct act_case *act, struct refusal *refusal)
{
    const struct engine *engine = act->step->engine;
    const struct bundle *bundle = act->target.bundle;

    assert(act->stage < bundle->stage_count);
    refusal->field = "stage";
    if (stage_of(engine, bundle, act->stage)->check_within.value == 0) {
        return act_impossible(refusal, "this stage is not decided on commitments");
    }
    if (bundle->phase != PHASE_REVIEW) return act_impossible(refusal, "the bundle stands still");
    if (is_barred(engine, bundle, act->stage)) { /* 安阳 29 */
        return act_impossible(refusal, "no commitment of this applicant is taken");
    }
    if (set_has(bundle->in[STAGE_WAITING], act->stage)) {
        return act_impossible(refusal, "its review may not begin yet, so it cannot be decided");
    }
    if (set_has(bundle->in[STAGE_REVIEWING], act->stage)) return OK;
    return act_impossible(refusal, "the stage is not under review");
}

/* Decided at once (滨州 12): whoever reviews it need not go on. */
void commitment_decide_give(const struct act_case *act, struct fact_acted *fact)
{
    struct standing standing = cascade_standing(act->target.bundle);

    assert(set_has(act->target.bundle->in[STAGE_REVIEWING], act->stage));
    assert(act->target.published != NULL);
    standing.sealed |= set_of(act->stage);
    standing.waiting |=
        reopening_released(act->step->engine, act->target.bundle, set_of(act->stage), 0);
    fact->onward = cascade_onward(act->target.published, &standing);
    step_cancel(act->step, act->target.bundle, act->stage, CANCEL_COMMITTED);
}

bool commitment_is_given_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    const struct procedure *procedure = &change->published->procedure;

    assert(body->act == ACT_COMMIT);
    if (procedure->stages[body->stage].check_within.value == 0) return false;
    if (is_barred(change->engine, change->bundle, body->stage)) return false;
    return set_has(change->bundle->in[STAGE_REVIEWING], body->stage);
}

void commitment_give(const struct change *change)
{
    const uint8_t stage = change->fact->acted.stage;
    struct entry *entry = change_enter(change, ENTRY_COMMITMENT);

    assert(entry->state == COMMITMENT_GIVEN);
    assert(stage_next(STAGE_REVIEWING, STAGE_MOVE_SEAL) == STAGE_SEALED);
    change_cancel_job(change, stage);
    change_set_state(change, stage, STAGE_SEALED);
    change_touch(change, change_stage(change, stage));
}

/* ---- Withdrawn ----------------------------------------------------------------------------- */

enum err commitment_check_withdraw(const struct act_case *act, struct refusal *refusal)
{
    const struct bundle *bundle = act->target.bundle;

    assert(act->stage < bundle->stage_count);
    refusal->field = "stage";
    if (commitment_open(act->step->engine, bundle, act->stage) == NULL) {
        return act_impossible(refusal, "no commitment was given for this stage");
    }
    if (bundle->phase != PHASE_REVIEW) return act_impossible(refusal, "the bundle stands still");
    if (set_has(bundle->in[STAGE_SEALED], act->stage)) return OK;
    return act_impossible(refusal, "it has been decided on the commitment"); /* 安阳 26 */
}

bool commitment_is_withdrawn_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_WITHDRAW_COMMITMENT);
    if (commitment_open(change->engine, change->bundle, body->stage) == NULL) return false;
    return change_may_resume(change, set_of(body->stage));
}

void commitment_void(const struct change *change, uint32_t stage)
{
    struct entry *entry = commitment_open(change->engine, change->bundle, stage);

    assert(stage < change->bundle->stage_count);
    if (entry == NULL) return;
    assert(entry->until_ms == 0);
    entry->state = COMMITMENT_WITHDRAWN;
    entry->until_ms = change->fact->at_ms;
}

/* An ordinary review begins. */
void commitment_withdraw(const struct change *change)
{
    const uint8_t stage = change->fact->acted.stage;
    struct entry *entry = commitment_open(change->engine, change->bundle, stage);

    assert(entry != NULL);
    entry->state = COMMITMENT_WITHDRAWN;
    entry->until_ms = change->fact->at_ms;
    change_resume(change, set_of(stage));
    assert(set_has(change->bundle->in[STAGE_REVIEWING], stage));
}

/* ---- Checked ------------------------------------------------------------------------------- */

/* When all is over, what was issued on it is still to be checked (安阳 27), and nothing else. */
static bool is_checked_after_all(const struct bundle *bundle, uint8_t stage)
{
    assert(stage < bundle->stage_count);
    assert(bundle->number != 0);
    return bundle->result == RESULT_OPEN || set_has(bundle->in[STAGE_ISSUED], stage);
}

enum err commitment_check_checked(const struct act_case *act, struct refusal *refusal)
{
    const struct bundle *bundle = act->target.bundle;

    assert(act->stage < bundle->stage_count);
    refusal->field = "stage";
    bool is_open = bundle->result == RESULT_OPEN;
    if (is_open && bundle->phase != PHASE_REVIEW) {
        return act_impossible(refusal, "the bundle stands still");
    }
    bool is_owed = commitment_open(act->step->engine, bundle, act->stage) != NULL;
    if (is_owed && is_checked_after_all(bundle, act->stage)) return OK;
    return act_impossible(refusal, "no commitment of this stage is to be checked");
}

/* The stage that a false commitment refuses, while nothing is issued on it. */
static set32 refused_by(const struct bundle *bundle, uint8_t stage)
{
    set32 undone = bundle->in[STAGE_SEALED] | bundle->in[STAGE_GRANTED];

    assert(stage < bundle->stage_count);
    assert(stage_next(STAGE_GRANTED, STAGE_MOVE_REFUSE) == STAGE_REFUSED);
    return undone & set_of(stage);
}

void commitment_decide_false(const struct act_case *act, struct fact_acted *fact)
{
    assert(act->stage < act->target.bundle->stage_count);
    assert(fact->act == ACT_COMMITMENT_FALSE);
    fact->stages = refused_by(act->target.bundle, act->stage);
    if (act->target.is_ended) return;
    fact->onward = reopening_onward(act->step->engine, act->target.bundle, fact->stages);
}

bool commitment_is_checked_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_COMMITMENT_KEPT || body->act == ACT_COMMITMENT_FALSE);
    if (commitment_open(change->engine, change->bundle, body->stage) == NULL) return false;
    if (!is_checked_after_all(change->bundle, body->stage)) return false;
    set32 refused = body->act == ACT_COMMITMENT_FALSE ? refused_by(change->bundle, body->stage) : 0;
    return body->stages == refused;
}

/* False: what was granted on it and is not issued yet is undone; a permit that is out takes a
 * revocation (安阳 27). */
void commitment_checked(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    struct entry *entry = commitment_open(change->engine, change->bundle, body->stage);

    assert(entry != NULL);
    entry->state = body->act == ACT_COMMITMENT_FALSE ? COMMITMENT_FALSE : COMMITMENT_KEPT;
    entry->until_ms = change->fact->at_ms;
    if (body->stages == 0) return;
    assert(body->stages == set_of(body->stage));
    change_set_state(change, body->stage, STAGE_REFUSED);
    change_touch(change, change_stage(change, body->stage));
}

/* ---- Barred -------------------------------------------------------------------------------- */

enum err commitment_check_bar(const struct act_case *act, struct refusal *refusal)
{
    const struct bundle *bundle = act->target.bundle;
    uint8_t first = act->stage == STAGE_WHOLE ? 0 : act->stage;

    assert(first < bundle->stage_count);
    refusal->field = "stage";
    bool is_known = act->stage != STAGE_WHOLE && is_barred(act->step->engine, bundle, first);
    if (is_known) return act_impossible(refusal, "none is taken for it already");
    return OK;
}

bool commitment_is_barred_well(const struct change *change)
{
    assert(change->fact->acted.act == ACT_BAR_COMMITMENT);
    assert(change->bundle->result == RESULT_OPEN);
    return true;
}

void commitment_bar(const struct change *change)
{
    const struct entry *entry = change_enter(change, ENTRY_NO_COMMITMENT);

    assert(entry->stage == change->fact->acted.stage);
    assert(entry->until_ms == 0); /* it lasts */
}

/* Its check can still become late. */
static bool is_awaited(const struct bundle *bundle, const struct entry *entry)
{
    assert(entry->kind != 0);
    if (!is_given(entry) || entry->detail == CHECK_IS_LATE) return false;
    return is_checked_after_all(bundle, entry->stage);
}

/* ---- By itself ----------------------------------------------------------------------------- */

int64_t commitment_due(const struct engine *engine, uint32_t index)
{
    const struct bundle *bundle = &engine->bundles.at[index];
    bool is_open = bundle->result == RESULT_OPEN;
    int64_t first_ms = INT64_MAX;

    assert(bundle->number != 0);
    if (is_open && bundle->phase != PHASE_REVIEW) return INT64_MAX;
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        assert(entry->kind != 0);
        if (!is_awaited(bundle, entry)) continue;
        int64_t late_ms = commitment_due_ms(engine, bundle, entry) + 1;
        if (late_ms < first_ms) first_ms = late_ms;
    }
    return first_ms;
}

bool commitment_is_late_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_CHECK_OVERDUE);
    const struct entry *entry = commitment_open(change->engine, change->bundle, body->stage);
    return entry != NULL && is_awaited(change->bundle, entry);
}

void commitment_late(const struct change *change)
{
    struct entry *entry =
        commitment_open(change->engine, change->bundle, change->fact->acted.stage);

    assert(entry != NULL);
    assert(entry->detail != CHECK_IS_LATE);
    entry->detail = CHECK_IS_LATE;
}

void commitment_run(struct step *step, uint32_t index)
{
    const struct bundle *bundle = &step->engine->bundles.at[index];

    assert(commitment_due(step->engine, index) <= step->event->now_ms);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&step->engine->bundles, bundle, i);
        assert(entry->kind != 0);
        if (!is_awaited(bundle, entry)) continue;
        if (commitment_due_ms(step->engine, bundle, entry) >= step->event->now_ms) continue;
        const struct fact_acted acted = { .act = ACT_CHECK_OVERDUE, .stage = entry->stage };
        act_by_itself(step, index, &acted);
        return;
    }
}
