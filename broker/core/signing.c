/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/signing.h"

#include "broker/core/reopening.h"
#include "broker/core/separation.h"

/* What the signatures of a round come to so far. */
struct tally {
    uint32_t agreed;
    uint32_t disagreed;
    uint32_t asked; /* ... and have not answered */
};

static const struct procedure *procedure_of(const struct engine *engine,
                                            const struct bundle *bundle)
{
    assert(bundle->number != 0);
    assert(bundle->procedure < engine->published.count);
    return &engine->published.at[bundle->procedure].procedure;
}

bool signing_is_wanted(const struct procedure *procedure, uint32_t stage)
{
    assert(stage < procedure->stage_count);
    assert(procedure->signer_count <= SIGNERS_MAX);
    for (uint32_t i = 0; i < procedure->signer_count; i++) {
        if (set_has(procedure->signers[i].stages, stage)) return true;
    }
    return false;
}

bool signing_is_on(const struct engine *engine, const struct bundle *bundle, uint32_t stage)
{
    const struct procedure *procedure = procedure_of(engine, bundle);

    assert(stage < bundle->stage_count);
    if (!set_has(bundle->in[STAGE_PAUSED], stage)) return false;
    const struct stage *record = bundle_stage(&engine->bundles, bundle, stage);
    bool is_reviewed = record->job == JOB_DONE && record->verdict == VERDICT_GRANT;
    bool has_no_review = record->job == JOB_NONE && procedure->stages[stage].by_signers;
    if (!is_reviewed && !has_no_review) return false;
    if (!signing_is_wanted(procedure, stage)) return false;
    return bundle_open_entry(&engine->bundles, bundle, ENTRY_PAUSE, (uint8_t)stage) == NULL;
}

/* ---- Who is asked -------------------------------------------------------------------------- */

/* The n-th entry of the round that goes on, from 0, or NULL. */
static struct entry *entry_of_round(const struct engine *engine, const struct bundle *bundle,
                                    uint32_t stage, uint32_t nth)
{
    uint64_t since = bundle_stage(&engine->bundles, bundle, stage)->changed_position;

    assert(stage < bundle->stage_count);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        if (entry->kind != ENTRY_SIGNER || entry->stage != stage) continue;
        if (entry->position > since && nth-- == 0) return entry;
    }
    return NULL;
}

/* The entry of somebody who is or was asked in this round, and not removed; NULL: there is none. */
static struct entry *entry_of_signer(const struct engine *engine, const struct bundle *bundle,
                                     uint32_t stage, const struct name *who)
{
    struct entry *entry;

    assert(!name_is_empty(who));
    for (uint32_t i = 0; (entry = entry_of_round(engine, bundle, stage, i)) != NULL; i++) {
        assert(entry->kind == ENTRY_SIGNER);
        if (entry->state != SIGNER_REMOVED && name_is_equal(&entry->by, who)) return entry;
    }
    return NULL;
}

/* The n-th signer that the procedure names for a stage, or NULL. */
static const struct name *named(const struct procedure *procedure, uint32_t stage, uint32_t nth)
{
    assert(stage < procedure->stage_count);
    assert(procedure->signer_count <= SIGNERS_MAX);
    for (uint32_t i = 0; i < procedure->signer_count; i++) {
        if (!set_has(procedure->signers[i].stages, stage)) continue;
        if (nth-- == 0) return &procedure->signers[i].name;
    }
    return NULL;
}

const struct name *signing_asked(const struct engine *engine, const struct bundle *bundle,
                                 uint32_t stage, uint32_t nth)
{
    const struct entry *entry;

    assert(signing_is_on(engine, bundle, stage));
    if (entry_of_round(engine, bundle, stage, 0) == NULL) {
        return named(procedure_of(engine, bundle), stage, nth);
    }
    for (uint32_t i = 0; (entry = entry_of_round(engine, bundle, stage, i)) != NULL; i++) {
        assert(entry->state < SIGNER_STATE_COUNT);
        if (entry->state == SIGNER_ASKED && nth-- == 0) return &entry->by;
    }
    return NULL;
}

static bool is_asked(const struct engine *engine, const struct bundle *bundle, uint32_t stage,
                     const struct name *who)
{
    const struct name *asked;

    assert(stage < bundle->stage_count);
    for (uint32_t i = 0; (asked = signing_asked(engine, bundle, stage, i)) != NULL; i++) {
        assert(i < SIGNERS_PER_STAGE_MAX);
        if (name_is_equal(asked, who)) return true;
    }
    return false;
}

static struct tally tally_of(const struct engine *engine, const struct bundle *bundle,
                             uint32_t stage)
{
    struct tally tally = { 0 };
    const struct entry *entry;

    assert(signing_is_on(engine, bundle, stage));
    for (uint32_t i = 0; (entry = entry_of_round(engine, bundle, stage, i)) != NULL; i++) {
        assert(entry->state != SIGNER_CANCELLED); /* then it would be decided */
        tally.agreed += entry->state == SIGNER_AGREED;
        tally.disagreed += entry->state == SIGNER_DISAGREED;
    }
    while (signing_asked(engine, bundle, stage, tally.asked) != NULL) {
        tally.asked++;
    }
    return tally;
}

/* What they come to; 0: that is open. */
static uint8_t decision_of(const struct procedure_stage *stage, const struct tally *tally)
{
    uint32_t all = tally->agreed + tally->disagreed + tally->asked;
    uint32_t need = stage->sign_need == 0 ? all : stage->sign_need;

    assert(all > 0);
    assert(need > 0);
    if (stage->sign_veto && tally->disagreed > 0) return SIGN_DISAGREE;
    if (tally->agreed >= need) return SIGN_AGREE;
    return tally->agreed + tally->asked < need ? SIGN_DISAGREE : 0;
}

/* From the first act about a round on, all who are asked stand in the dossier. */
static void enter_named(const struct change *change, uint32_t stage)
{
    const struct procedure *procedure = &change->published->procedure;
    int64_t since_ms = change_stage(change, stage)->since_ms;
    const struct name *name;

    if (entry_of_round(change->engine, change->bundle, stage, 0) != NULL) return;
    for (uint32_t i = 0; (name = named(procedure, stage, i)) != NULL; i++) {
        assert(i < SIGNERS_PER_STAGE_MAX);
        struct entry *entry = change_enter(change, ENTRY_SIGNER);
        entry->by = *name;
        entry->from_ms = since_ms;
        assert(entry->state == SIGNER_ASKED);
    }
}

static void answer(const struct change *change, struct entry *entry, enum signer_state state)
{
    assert(entry != NULL);
    assert(entry->state == SIGNER_ASKED);
    entry->state = (uint8_t)state;
    entry->until_ms = change->fact->at_ms;
}

void signing_cancel(const struct change *change, set32 stages)
{
    assert((stages & ~set_first(change->bundle->stage_count)) == 0);
    for (uint32_t i = 0; i < change->bundle->entry_count; i++) {
        struct entry *entry = bundle_entry(&change->engine->bundles, change->bundle, i);
        assert(entry->kind != 0);
        if (entry->kind != ENTRY_SIGNER || entry->state != SIGNER_ASKED) continue;
        if (set_has(stages, entry->stage)) answer(change, entry, SIGNER_CANCELLED);
    }
}

/* ---- Signing ------------------------------------------------------------------------------- */

/* Something can be done about the signatures of the act's stage. */
static enum err check_on(const struct act_case *act, struct refusal *refusal)
{
    const struct bundle *bundle = act->target.bundle;

    assert(act->stage < bundle->stage_count);
    refusal->field = "stage";
    if (bundle->phase != PHASE_REVIEW) {
        return act_impossible(refusal, "the bundle stands still");
    }
    if (signing_is_on(act->step->engine, bundle, act->stage)) return OK;
    return act_impossible(refusal, "the stage is not being signed");
}

/* The person, the role and the department are right; has the principal anything to say, and says it? */
enum err signing_check_sign(const struct act_case *act, struct refusal *refusal)
{
    const struct engine *engine = act->step->engine;
    const struct bundle *bundle = act->target.bundle;
    const struct name *who = &act->step->event->principal;

    enum err err = check_on(act, refusal);
    if (err != OK) return err;
    refusal->field = "principal";
    if (separation_has_accepted(&engine->bundles, bundle, who)) return ERR_SEPARATION; /* 滨州 10 */
    const struct entry *entry = entry_of_signer(engine, bundle, act->stage, who);
    if (entry != NULL && entry->state != SIGNER_ASKED) {
        return act_impossible(refusal, "you have signed already");
    }
    if (!is_asked(engine, bundle, act->stage, who)) {
        return act_impossible(refusal, "you are not among the stage's signers");
    }
    refusal->field = "detail";
    if (act->msg->detail > SIGN_DISAGREE) {
        return act_impossible(refusal, "a signer agrees (1) or disagrees (2)");
    }
    refusal->field = "reason";
    bool needs_reason = act->msg->detail == SIGN_DISAGREE; /* 初设 15; 许可法 38 */
    return needs_reason && act->msg->reason.size == 0 ? ERR_REASON_MISSING : OK;
}

bool signing_signs_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_SIGN);
    if (name_is_empty(&body->by)) return false;
    if (!signing_is_on(change->engine, change->bundle, body->stage)) return false;
    if (body->detail != SIGN_AGREE && body->detail != SIGN_DISAGREE) return false;
    return is_asked(change->engine, change->bundle, body->stage, &body->by);
}

void signing_sign(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->stage < change->bundle->stage_count);
    enter_named(change, body->stage);
    struct entry *entry = entry_of_signer(change->engine, change->bundle, body->stage, &body->by);
    assert(entry != NULL);
    answer(change, entry, body->detail == SIGN_AGREE ? SIGNER_AGREED : SIGNER_DISAGREED);
}

/* ---- More and fewer signers ---------------------------------------------------------------- */

enum err signing_check_add(const struct act_case *act, struct refusal *refusal)
{
    const struct engine *engine = act->step->engine;
    const struct bundle *bundle = act->target.bundle;

    enum err err = check_on(act, refusal);
    if (err != OK) return err;
    refusal->field = "on";
    if (separation_has_accepted(&engine->bundles, bundle, &act->msg->on)) return ERR_SEPARATION;
    bool is_signer = entry_of_signer(engine, bundle, act->stage, &act->msg->on) != NULL ||
                     is_asked(engine, bundle, act->stage, &act->msg->on);
    if (is_signer) return act_impossible(refusal, "this is one of its signers already");
    struct tally tally = tally_of(engine, bundle, act->stage);
    if (tally.agreed + tally.disagreed + tally.asked == SIGNERS_PER_STAGE_MAX) {
        return act_impossible(refusal, "a stage has at most 8 signers");
    }
    return OK;
}

bool signing_adds_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_ADD_SIGNER);
    if (name_is_empty(&body->on)) return false;
    if (!signing_is_on(change->engine, change->bundle, body->stage)) return false;
    const struct tally tally = tally_of(change->engine, change->bundle, body->stage);
    if (tally.agreed + tally.disagreed + tally.asked >= SIGNERS_PER_STAGE_MAX) return false;
    bool is_signer =
        entry_of_signer(change->engine, change->bundle, body->stage, &body->on) != NULL ||
        is_asked(change->engine, change->bundle, body->stage, &body->on);
    return !is_signer;
}

void signing_add(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->stage < change->bundle->stage_count);
    enter_named(change, body->stage);
    struct entry *entry = change_enter(change, ENTRY_SIGNER);
    entry->by = body->on;
    assert(entry->state == SIGNER_ASKED);
}

/* Enough would be left to agree, and two officials where there is no reviewer (许可法 34(3)). */
static bool may_lose_one(const struct procedure_stage *stage, const struct tally *tally)
{
    uint32_t left = tally->agreed + tally->disagreed + tally->asked - 1;
    uint32_t officials = stage->by_signers ? 2 : 1;

    assert(tally->asked > 0);
    assert(left < SIGNERS_PER_STAGE_MAX);
    if (left < officials || left < stage->sign_need) return false;
    return stage->sign_need == 0 || tally->agreed + tally->asked - 1 >= stage->sign_need;
}

enum err signing_check_remove(const struct act_case *act, struct refusal *refusal)
{
    const struct engine *engine = act->step->engine;
    const struct bundle *bundle = act->target.bundle;

    enum err err = check_on(act, refusal);
    if (err != OK) return err;
    refusal->field = "on";
    const struct entry *entry = entry_of_signer(engine, bundle, act->stage, &act->msg->on);
    if (entry != NULL && entry->state != SIGNER_ASKED) {
        return act_impossible(refusal, "this one has signed; what is signed stays");
    }
    if (!is_asked(engine, bundle, act->stage, &act->msg->on)) {
        return act_impossible(refusal, "this is none of its signers");
    }
    struct tally tally = tally_of(engine, bundle, act->stage);
    if (may_lose_one(&act->target.published->procedure.stages[act->stage], &tally)) return OK;
    return act_impossible(refusal, "too few signers would be left");
}

bool signing_removes_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_REMOVE_SIGNER);
    if (name_is_empty(&body->on)) return false;
    if (!signing_is_on(change->engine, change->bundle, body->stage)) return false;
    if (!is_asked(change->engine, change->bundle, body->stage, &body->on)) return false;
    const struct tally tally = tally_of(change->engine, change->bundle, body->stage);
    return may_lose_one(&change->published->procedure.stages[body->stage], &tally);
}

void signing_remove(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->stage < change->bundle->stage_count);
    enter_named(change, body->stage);
    struct entry *entry = entry_of_signer(change->engine, change->bundle, body->stage, &body->on);
    assert(entry != NULL);
    answer(change, entry, SIGNER_REMOVED);
}

/* ---- What they come to --------------------------------------------------------------------- */

/* Only a signature can make a refusal certain: its reason is that of the refusal (许可法 38); those of
 * others who disagreed stand in their own facts. */
bool signing_settle(struct step *step, uint32_t index, uint32_t stage)
{
    const struct engine *engine = step->engine;
    const struct bundle *bundle = &engine->bundles.at[index];
    const struct published *published = &engine->published.at[bundle->procedure];

    assert(bundle->phase == PHASE_REVIEW);
    if (!signing_is_on(engine, bundle, stage)) return false;
    const struct tally tally = tally_of(engine, bundle, stage);
    uint8_t decision = decision_of(&published->procedure.stages[stage], &tally);
    if (decision == 0) return false;
    struct fact fact = {
        .type = FACT_ACTED,
        .bundle = bundle->number,
        .acted = { .act = ACT_SIGNED, .stage = (uint8_t)stage, .detail = decision },
    };
    if (decision == SIGN_AGREE) {
        struct standing standing = cascade_standing(bundle);
        standing.sealed |= set_of(stage);
        standing.waiting |= reopening_released(engine, bundle, set_of(stage), 0);
        fact.acted.onward = cascade_onward(published, &standing);
    } else {
        fact.acted.onward = reopening_onward(engine, bundle, set_of(stage));
        assert(step->event->type == EVENT_ACT);
        fact.acted.reason = step->event->act.reason;
    }
    engine_record(step, &fact);
    return true;
}

bool signing_ends_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_SIGNED);
    if (!signing_is_on(change->engine, change->bundle, body->stage)) return false;
    const struct tally tally = tally_of(change->engine, change->bundle, body->stage);
    uint8_t decision = decision_of(&change->published->procedure.stages[body->stage], &tally);
    if (decision == 0 || body->detail != decision) return false;
    return decision == SIGN_AGREE || reopening_frees_well(change->bundle, &body->onward);
}

void signing_end(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    enum stage_move move = body->detail == SIGN_AGREE ? STAGE_MOVE_SEAL : STAGE_MOVE_REFUSE;

    assert(set_has(change->bundle->in[STAGE_PAUSED], body->stage));
    assert(stage_next(STAGE_PAUSED, move) != STAGE_NONE);
    signing_cancel(change, set_of(body->stage));
    change_set_state(change, body->stage, stage_next(STAGE_PAUSED, move));
    change_touch(change, change_stage(change, body->stage));
}
