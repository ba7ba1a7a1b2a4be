/* SPDX-License-Identifier: Apache-2.0 */
/* Acts about corrections: to raise one, to tell the applicant, to take one back, and what the broker
 * itself does when nobody answers. */
#include "broker/core/correction.h"
#include "broker/core/reopening.h"

/* A review can stop and begin again only while reviews go on. */
static bool is_reviewed(const struct bundle *bundle)
{
    assert(bundle->phase < PHASE_COUNT);
    return bundle->phase == PHASE_REVIEW || bundle->phase == PHASE_PRE_REVIEW;
}

static uint64_t materials_raised(const struct bundles *bundles, const struct bundle *bundle)
{
    const set32 raised = correction_raised(bundles, bundle);
    uint64_t materials = 0;

    assert(bundle->number != 0);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(bundles, bundle, i);
        if (entry->kind != ENTRY_DEFICIENCY || entry->until_ms != 0) continue;
        if (set_has(raised, entry->stage)) materials |= entry->materials;
    }
    return materials;
}

/* ---- Raising: an officer does what a reviewer does by a verdict ------------------------------ */

enum err correction_check_raise(const struct act_case *act, struct refusal *refusal)
{
    const struct bundle *bundle = act->target.bundle;

    assert(act->stage < bundle->stage_count);
    refusal->field = "stage";
    if (!is_reviewed(bundle) || !set_has(bundle->in[STAGE_REVIEWING], act->stage)) {
        return act_impossible(refusal, "the stage is not under review");
    }
    return OK;
}

void correction_decide_raise(const struct act_case *act, struct fact_acted *fact)
{
    assert(fact->act == ACT_CORRECT);
    assert(fact->stage < act->target.bundle->stage_count);
    step_cancel(act->step, act->target.bundle, act->stage, CANCEL_PAUSED);
}

bool correction_raises_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_CORRECT);
    return is_reviewed(change->bundle) && set_has(change->bundle->in[STAGE_REVIEWING], body->stage);
}

void correction_apply_raise(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_CORRECT);
    change_pause(change, set_of(body->stage));
    correction_raise(change, body->materials);
}

/* ---- Telling ------------------------------------------------------------------------------- */

static void fill_notice(const struct bundles *bundles, const struct bundle *bundle,
                        struct fact_acted *fact)
{
    assert(fact->act == ACT_NOTIFY);
    assert(fact->stage == STAGE_WHOLE);
    fact->stages = correction_raised(bundles, bundle);
    fact->materials = materials_raised(bundles, bundle);
    fact->amount = correction_rounds(bundles, bundle) + 1;
}

/* A supervisor allows another round, and so gives its notice; the first ones come by themselves. */
enum err correction_check_notify(const struct act_case *act, struct refusal *refusal)
{
    const struct bundles *bundles = &act->step->engine->bundles;
    const struct bundle *bundle = act->target.bundle;
    const struct corrections terms = correction_terms(&act->target.published->procedure);

    assert(bundle->result == RESULT_OPEN);
    if (bundle->phase != PHASE_REVIEW) {
        return act_impossible(refusal, "the bundle is not in review");
    }
    if (correction_raised(bundles, bundle) == 0) {
        return act_impossible(refusal, "no department has anything to correct");
    }
    if (correction_told(bundles, bundle) != 0) {
        return act_impossible(refusal, "the applicant has not answered the last notice yet");
    }
    if (correction_rounds(bundles, bundle) < terms.rounds) {
        return act_impossible(refusal, "this notice needs no leave: it goes out by itself when all "
                                       "reviews have answered");
    }
    return OK;
}

void correction_decide_notify(const struct act_case *act, struct fact_acted *fact)
{
    assert(act->stage == STAGE_WHOLE);
    fact->materials = 0; /* what the departments raised, whatever the message says */
    fill_notice(&act->step->engine->bundles, act->target.bundle, fact);
}

bool correction_notifies_well(const struct change *change)
{
    const struct bundles *bundles = &change->engine->bundles;
    const struct bundle *bundle = change->bundle;
    const struct fact_acted *body = &change->fact->acted;
    struct fact_acted good = { .act = ACT_NOTIFY, .stage = STAGE_WHOLE };

    assert(body->act == ACT_NOTIFY);
    if (bundle->phase != PHASE_REVIEW) return false;
    if (correction_told(bundles, bundle) != 0) return false;
    if (correction_notice(bundles, bundle, NOTICE_PENDING) == NULL) return false;
    fill_notice(bundles, bundle, &good);
    return good.stages != 0 && body->stages == good.stages && body->materials == good.materials &&
           body->amount == good.amount;
}

/* From now on the clocks of the stages concerned stand, and the applicant's runs. */
void correction_apply_notify(const struct change *change)
{
    const struct bundles *bundles = &change->engine->bundles;
    const struct fact_acted *body = &change->fact->acted;
    const int64_t now_ms = change->fact->at_ms;
    struct entry *last = correction_notice(bundles, change->bundle, NOTICE_GIVEN);

    assert(correction_told(bundles, change->bundle) == 0);
    if (last != NULL) last->until_ms = now_ms; /* the stages that it was about have ended */
    for (uint32_t i = 0; i < change->bundle->entry_count; i++) {
        struct entry *entry = bundle_entry(bundles, change->bundle, i);
        if (entry->kind != ENTRY_DEFICIENCY || entry->until_ms != 0) continue;
        if (!set_has(body->stages, entry->stage)) continue;
        entry->kind = ENTRY_PAUSE;
        entry->detail = PAUSE_CORRECTION;
        entry->from_ms = now_ms;
    }
    struct entry *notice = correction_notice(bundles, change->bundle, NOTICE_PENDING);
    assert(notice != NULL);
    notice->state = NOTICE_GIVEN;
    notice->amount = body->amount;
    notice->materials = body->materials;
    notice->position = change->fact->position;
    notice->from_ms = now_ms;
    notice->by = body->by;
}

void correction_notify(struct step *step, uint32_t index)
{
    struct fact_acted acted = { .act = ACT_NOTIFY, .stage = STAGE_WHOLE };

    assert(correction_raised(&step->engine->bundles, &step->engine->bundles.at[index]) != 0);
    fill_notice(&step->engine->bundles, &step->engine->bundles.at[index], &acted);
    act_by_itself(step, index, &acted);
}

/* ---- Taking back --------------------------------------------------------------------------- */

static bool is_open(const struct bundles *bundles, const struct bundle *bundle, uint8_t stage)
{
    assert(stage < bundle->stage_count);
    return set_has(correction_raised(bundles, bundle) | correction_told(bundles, bundle), stage);
}

enum err correction_check_retract(const struct act_case *act, struct refusal *refusal)
{
    const struct bundles *bundles = &act->step->engine->bundles;

    assert(act->stage < act->target.bundle->stage_count);
    if (!is_reviewed(act->target.bundle)) {
        return act_impossible(refusal, "the bundle is not in review");
    }
    if (!is_open(bundles, act->target.bundle, act->stage)) {
        return act_impossible(refusal, "the stage does not ask for anything to be corrected");
    }
    return OK;
}

void correction_decide_retract(const struct act_case *act, struct fact_acted *fact)
{
    assert(act->stage < act->target.bundle->stage_count);
    assert(fact->act == ACT_RETRACT);
    fact->stages = set_of(act->stage);
    fact->materials = 0;
}

bool correction_retracts_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_RETRACT);
    return is_reviewed(change->bundle) && body->stages == set_of(body->stage) &&
           is_open(&change->engine->bundles, change->bundle, body->stage);
}

/* A notice about nothing any more is answered. */
void correction_apply_retract(const struct change *change)
{
    const struct bundles *bundles = &change->engine->bundles;

    correction_close(change, change->fact->acted.stages);
    change_resume(change, change->fact->acted.stages);
    struct entry *notice = correction_notice(bundles, change->bundle, NOTICE_GIVEN);
    assert(notice == NULL || notice->until_ms == 0);
    if (notice == NULL || correction_told(bundles, change->bundle) != 0) return;
    notice->state = NOTICE_ANSWERED;
    notice->until_ms = change->fact->at_ms;
}

/* ---- No answer ----------------------------------------------------------------------------- */

bool correction_ends_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    const struct bundles *bundles = &change->engine->bundles;

    assert(body->act == ACT_UNANSWERED);
    return change->bundle->phase == PHASE_REVIEW &&
           body->detail == correction_terms(&change->published->procedure).on_timeout &&
           body->stages != 0 && body->stages == correction_told(bundles, change->bundle);
}

/* Its reviewer said what was missing; the refusal says that it did not come. */
static void refuse(const struct change *change, set32 stages)
{
    assert((stages & ~change->bundle->in[STAGE_PAUSED]) == 0);
    for (uint32_t i = 0; i < change->bundle->stage_count; i++) {
        if (!set_has(stages, i)) continue;
        assert(stage_next(STAGE_PAUSED, STAGE_MOVE_REFUSE) == STAGE_REFUSED);
        change_set_state(change, i, STAGE_REFUSED);
        change_touch(change, change_stage(change, i));
    }
}

void correction_apply_end(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    struct entry *notice =
        correction_notice(&change->engine->bundles, change->bundle, NOTICE_GIVEN);

    assert(notice != NULL);
    notice->until_ms = change->fact->at_ms;
    notice->state = NOTICE_LAPSED;
    correction_close(change, body->stages);
    switch ((enum on_unanswered)body->detail) {
        case ON_UNANSWERED_REFUSE: /* 滨州 10, 11: not approved */
            refuse(change, body->stages);
            return;
        case ON_UNANSWERED_RETURN: /* 厦门 T_YQTJ: sent back */
            notice->state = NOTICE_RETURNED;
            change_withdraw(change);
            return;
        case ON_UNANSWERED_WITHDRAW: /* 安阳 24, 36: counts as withdrawn */
            change_withdraw(change);
            return;
    }
    assert(false); /* it ends well */
}

static void end(struct step *step, uint32_t index)
{
    const struct bundle *bundle = &step->engine->bundles.at[index];
    const struct procedure *procedure = &step->engine->published.at[bundle->procedure].procedure;
    struct fact_acted acted = {
        .act = ACT_UNANSWERED,
        .stage = STAGE_WHOLE,
        .detail = correction_terms(procedure).on_timeout,
        .stages = correction_told(&step->engine->bundles, bundle),
    };

    assert(acted.stages != 0);
    if (acted.detail == ON_UNANSWERED_REFUSE) {
        acted.onward = reopening_onward(step->engine, bundle, acted.stages);
    }
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (acted.detail == ON_UNANSWERED_REFUSE) break;
        step_cancel(step, bundle, i, CANCEL_WITHDRAWN);
    }
    act_by_itself(step, index, &acted);
}

void correction_run(struct step *step, uint32_t index)
{
    const struct bundle *bundle = &step->engine->bundles.at[index];

    assert(correction_due(step->engine, index) <= step->event->now_ms);
    if (correction_answer_due(step->engine, bundle) != 0) {
        end(step, index);
    } else {
        correction_notify(step, index);
    }
}
