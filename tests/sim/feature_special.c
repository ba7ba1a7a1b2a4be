/* SPDX-License-Identifier: Apache-2.0 */
/* Special procedures: officers begin them for stages of theirs, and end them. While one lasts nobody
 * reviews. Source: proto/SPEC.md 8.1. */
#include "tests/sim/model.h"
#include "tests/sim/peer.h"
#include "tests/sim/stand.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#define TRIES_MAX 8

static void begin(void)
{
    stands_begin();
}

/* A stage that has ended stands for nothing. */
static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    if (bundle == NULL) return;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        struct stand *stand = stand_find(bundle->number, (uint8_t)i, PAUSE_SPECIAL);
        bool is_over = stand != NULL && bundle->stages[i].state != STAGE_PAUSED;
        if (is_over) stand->time.until_ms = fact->at_ms;
    }
}

/* A hearing must say its day (许可法 48): these do not. */
static void on_submitted(uint32_t peer, const struct duty *submit)
{
    const struct duty own = *submit; /* the list may move on */
    const struct procedure *procedure = plan_procedure(own.planned);
    struct chance chance = world_chance("special", own.planned);
    bool is_chosen = chance_below(&chance, 1000) < world_option(OPTION_special);
    uint32_t tries = is_chosen ? 2 + chance_below(&chance, TRIES_MAX) : 0;
    (void)peer;
    for (uint32_t i = 0; i < tries; i++) {
        struct wish wish = { .feature = &feature_special,
                             .act = ACT_SPECIAL_START,
                             .bundle = own.bundle };
        wish.detail = (uint8_t)(SPECIAL_HEARING + chance_below(&chance, SPECIAL_OTHER));
        wish.amount = (uint16_t)(1 + chance_below(&chance, 40));
        wish.stage = (uint8_t)chance_below(&chance, procedure->stage_count);
        wish.flaw = (uint8_t)wish_flaw(&chance, wish.act);
        bool is_unset = wish.detail == SPECIAL_HEARING && wish.flaw == FLAW_NONE;
        if (is_unset) wish.flaw = FLAW_OWN;
        wish.peer = wish_peer(&chance, wish.act, wish.flaw != FLAW_ROLE);
        bool is_own = wish.flaw != FLAW_ROLE && !chance_one_in(&chance, 6);
        if (is_own) wish.peer = wish_officer(procedure, wish.stage);
        wish_for(&wish, own.planned, wish_when(&chance));
    }
}

/* Somebody will end what the stage stands for. */
static void want_ended(const struct audit_bundle *bundle, const struct fact *fact, uint8_t stage)
{
    struct chance chance = world_chance("special_end", fact->position + stage);
    struct wish wish = { .feature = &feature_special,
                         .act = ACT_SPECIAL_END,
                         .bundle = bundle->number,
                         .stage = stage };
    wish.peer = wish_officer(bundle->procedure, stage);
    wish_for(&wish, bundle->planned, wish_when(&chance));
}

/* The stage is not as the act wants it, or was not a moment ago. */
static bool is_refused(const struct wish *wish, const struct msg_error *error)
{
    const struct audit_bundle *bundle = audit_bundle(wish->bundle);
    bool is_right = wish->act == ACT_SPECIAL_END
                        ? stand_find(wish->bundle, wish->stage, PAUSE_SPECIAL) != NULL
                        : bundle->stages[wish->stage].state == STAGE_REVIEWING;
    if (audit_stands(bundle) || wish->flaw == FLAW_OWN) is_right = false;
    return error->number == ERR_ACT_IMPOSSIBLE && (!is_right || wish_is_new(wish));
}

/* The stage stands until somebody of its department says what came of it. */
static void begin_special(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    if (acted->stage >= bundle->procedure->stage_count) {
        audit_fault(fact, "of no stage");
        return;
    }
    struct audit_stage *stage = &bundle->stages[acted->stage];
    if (!wish_is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (audit_stands(bundle)) audit_fault(fact, "the bundle stands still");
    if (stage->state != STAGE_REVIEWING) audit_fault(fact, "its review is not open");
    if (!onward_is_empty(&acted->onward) || acted->stages != 0) {
        audit_fault(fact, "something goes on");
    }
    stage->state = STAGE_PAUSED;
    stage->job = JOB_CANCELLED;
    stand_begin(fact, (struct stand){
                          .why = PAUSE_SPECIAL, .stage = acted->stage, .special = acted->detail });
    want_ended(bundle, fact, acted->stage);
}

static void end_special(struct audit_bundle *bundle, const struct fact *fact)
{
    struct stand *stand = stand_find(bundle->number, fact->acted.stage, PAUSE_SPECIAL);
    if (fact->acted.stage >= bundle->procedure->stage_count || stand == NULL) {
        audit_fault(fact, "it stands for nothing");
        return;
    }
    struct audit_stage *stage = &bundle->stages[fact->acted.stage];
    if (!wish_is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (audit_stands(bundle)) audit_fault(fact, "the bundle stands still");
    if (!onward_is_empty(&fact->acted.onward)) audit_fault(fact, "something goes on");
    stand->time.until_ms = fact->at_ms;
    stage->state = STAGE_REVIEWING;
    stage->failures = 0;
    audit_make_ready(bundle, stage, fact);
}

/* What was to be ended while the bundle was suspended is wanted again. */
static void want_rest(const struct audit_bundle *bundle, const struct fact *fact)
{
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (stand_find(bundle->number, (uint8_t)i, PAUSE_SPECIAL) == NULL) continue;
        want_ended(bundle, fact, (uint8_t)i);
    }
}

static uint8_t holds(const struct audit_bundle *bundle, uint8_t stage)
{
    return stand_find(bundle->number, stage, PAUSE_SPECIAL) != NULL ? WAIT_SPECIAL : 0;
}

static bool apply(struct audit_bundle *bundle, const struct fact *fact)
{
    if (fact->type != FACT_ACTED) return false;
    if (fact->acted.act == ACT_RESUME) want_rest(bundle, fact);
    if (fact->acted.act == ACT_SPECIAL_START) {
        begin_special(bundle, fact);
    } else if (fact->acted.act == ACT_SPECIAL_END) {
        end_special(bundle, fact);
    } else {
        return false;
    }
    return true;
}

const struct feature feature_special = {
    .begin = begin,
    .on_submitted = on_submitted,
    .act_refused = is_refused,
    .take_fact = take_fact,
    .apply = apply,
    .holds = holds,
};
