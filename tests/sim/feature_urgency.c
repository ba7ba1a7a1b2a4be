/* SPDX-License-Identifier: Apache-2.0 */
/* Urgency: heads, supervisors and the government make bundles urgent for a while.
 * Source: proto/SPEC.md 8.1. */
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/stand.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#define TRIES_MAX 4

static uint64_t looked;

static void begin(void)
{
    looked = 0;
}

/* Where bundles become urgent, half of them are not so yet. */
static void draw_bundle(struct plan_bundle *bundle, uint32_t index)
{
    struct chance chance = world_chance("patience", index);
    bool is_patient = chance_one_in(&chance, 2) && world_option(OPTION_urge) != 0;
    if (is_patient) bundle->priority |= PRIORITY_COUNT / 2;
}

static void on_submitted(uint32_t peer, const struct duty *submit)
{
    const struct duty own = *submit; /* the list may move on */
    struct chance chance = world_chance("urge", own.planned);
    bool is_chosen = chance_below(&chance, 1000) < world_option(OPTION_urge);
    uint32_t tries = is_chosen ? 2 + chance_below(&chance, TRIES_MAX) : 0;
    (void)peer;
    for (uint32_t i = 0; i < tries; i++) {
        struct wish wish = { .feature = &feature_urgency,
                             .act = chance_one_in(&chance, 3) ? ACT_RELAX : ACT_URGE,
                             .bundle = own.bundle,
                             .stage = STAGE_WHOLE };
        uint32_t amount = chance_below(&chance, PRIORITY_COUNT) >> chance_below(&chance, 4);
        if (wish.act == ACT_URGE) wish.amount = (uint16_t)amount;
        wish.flaw = (uint8_t)wish_flaw(&chance, wish.act);
        wish.peer = wish_peer(&chance, wish.act, wish.flaw != FLAW_ROLE);
        wish_for(&wish, own.planned, wish_when(&chance));
    }
}

/* It is urgent or not already, or would not become more so; or was a moment ago. */
static bool is_refused(const struct wish *wish, const struct msg_error *error)
{
    const struct audit_bundle *bundle = audit_bundle(wish->bundle);
    bool is_right = wish->act == ACT_RELAX ? bundle->is_urgent
                                           : !bundle->is_urgent && wish->amount < bundle->priority;
    return error->number == ERR_ACT_IMPOSSIBLE && (!is_right || wish_is_new(wish));
}

/* Its ready jobs stand in line anew, as if they had become ready now. */
static void set_priority(struct audit_bundle *bundle, const struct fact *fact, uint8_t priority)
{
    set32 ready = 0;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (bundle->stages[i].job != JOB_READY) continue;
        ready |= set_of(i);
        bundle->stages[i].job = JOB_NONE;
    }
    bundle->priority = priority;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (set_has(ready, i)) audit_make_ready(bundle, &bundle->stages[i], fact);
    }
}

static void change_urgency(struct audit_bundle *bundle, const struct fact *fact, bool is_urgent)
{
    const struct fact_acted *acted = &fact->acted;
    uint8_t planned = plan.bundles[bundle->planned].priority;
    if (!wish_is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (bundle->is_urgent == is_urgent) audit_fault(fact, "it changes nothing");
    if (is_urgent && acted->amount >= planned) audit_fault(fact, "that is no higher priority");
    if (!onward_is_empty(&acted->onward) || acted->stages != 0) {
        audit_fault(fact, "something goes on");
    }
    bundle->is_urgent = is_urgent;
    set_priority(bundle, fact, is_urgent ? (uint8_t)acted->amount : planned);
}

static bool apply(struct audit_bundle *bundle, const struct fact *fact)
{
    uint8_t act = fact->type == FACT_ACTED ? fact->acted.act : 0;
    if (act != ACT_URGE && act != ACT_RELAX) return false;
    change_urgency(bundle, fact, act == ACT_URGE);
    return true;
}

/* An engine that has applied what the audit has: by turns one bundle. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    static struct bundle_image image;
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    const struct audit_bundle *bundle = audit_bundle(number);
    (void)now_ms;
    if (bundle == NULL || bundle->result != RESULT_OPEN) return;
    if (order_image(engine, number, &image) != OK) return;
    if (image.priority == bundle->priority) return;
    world_fail("%s: bundle %llu has priority %u, should be %u", what, (unsigned long long)number,
               image.priority, bundle->priority);
}

const struct feature feature_urgency = {
    .begin = begin,
    .draw_bundle = draw_bundle,
    .on_submitted = on_submitted,
    .act_refused = is_refused,
    .apply = apply,
    .look = look,
};
