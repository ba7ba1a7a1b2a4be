/* SPDX-License-Identifier: Apache-2.0 */
/* Suspension: heads and the government stop bundles and set them going again, some until a day on which
 * the broker itself has to. Source: proto/SPEC.md 8.1. */
#include "tests/sim/check.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/stand.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#define TRIES_MAX 4 /* suspensions that are tried of a bundle */
#define MINUTE_MS 60000
#define DAY_MINUTES 1440

static int64_t until_ms[PLAN_BUNDLES_MAX]; /* of the last suspension; 0: it does not say */
static uint64_t looked;

static void begin(void)
{
    looked = 0;
    memset(until_ms, 0, sizeof until_ms);
}

/* ---- Wishes ---------------------------------------------------------------------------------- */

/* Minutes more often than days. */
static int64_t draw_span(struct chance *chance)
{
    if (chance_one_in(chance, 2)) return 1 + (int64_t)chance_below(chance, 2 * MINUTE_MS);
    uint32_t minutes = world_option(OPTION_leap_days) * DAY_MINUTES;
    minutes = 1 + (chance_below(chance, minutes) >> chance_below(chance, 10));
    return (int64_t)minutes * MINUTE_MS + chance_below(chance, MINUTE_MS);
}

static void on_submitted(uint32_t peer, const struct duty *submit)
{
    const struct duty own = *submit; /* the list may move on */
    struct chance chance = world_chance("acts", own.planned);
    bool is_chosen = chance_below(&chance, 1000) < world_option(OPTION_suspend);
    uint32_t tries = is_chosen ? 1 + chance_below(&chance, TRIES_MAX) : 0;
    (void)peer;
    for (uint32_t i = 0; i < tries; i++) {
        struct wish wish = { .feature = &feature_suspension,
                             .act = chance_one_in(&chance, 6) ? ACT_RESUME : ACT_SUSPEND,
                             .bundle = own.bundle,
                             .stage = STAGE_WHOLE };
        int64_t span_ms = draw_span(&chance);
        int64_t due_ms = wish_when(&chance);
        bool has_end = chance_one_in(&chance, 2) && wish.act == ACT_SUSPEND;
        wish.flaw = (uint8_t)wish_flaw(&chance, wish.act);
        wish.peer = wish_peer(&chance, wish.act, wish.flaw != FLAW_ROLE);
        if (has_end) wish.until_ms = check_broker_ms() + (due_ms - world.now_ms) + span_ms;
        wish_for(&wish, own.planned, due_ms);
    }
}

/* Whatever happens, somebody will resume it. */
static void want_resumed(const struct audit_bundle *bundle, const struct fact *fact)
{
    struct chance chance = world_chance("resume", fact->position);
    struct wish wish = { .feature = &feature_suspension,
                         .act = ACT_RESUME,
                         .bundle = bundle->number,
                         .stage = STAGE_WHOLE };
    wish.peer = wish_decider(&chance, ACT_RESUME, bundle);
    wish_for(&wish, bundle->planned, wish_when(&chance));
}

/* The bundle is not as the act wants it, or was not a moment ago. */
static bool is_refused(const struct wish *wish, const struct msg_error *error)
{
    const struct audit_bundle *bundle = audit_bundle(wish->bundle);
    bool is_over = wish->until_ms != 0 && wish->until_ms <= check_broker_ms();
    bool is_right =
        wish->act == ACT_RESUME ? bundle->is_suspended : !audit_stands(bundle) && !is_over;
    return error->number == ERR_ACT_IMPOSSIBLE && (!is_right || wish_is_new(wish));
}

/* ---- Facts ----------------------------------------------------------------------------------- */

/* Reviews that are open are called off. */
static void suspend(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    set32 stood = 0;
    if (!wish_is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (bundle->is_suspended) audit_fault(fact, "it is suspended already");
    if (bundle->is_pre_reviewed) audit_fault(fact, "nothing runs yet that could stand");
    if (acted->until_ms != 0 && acted->until_ms <= fact->at_ms) audit_fault(fact, "until before");
    if (!onward_is_empty(&acted->onward)) audit_fault(fact, "something goes on");
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        struct audit_stage *stage = &bundle->stages[i];
        if (stage->state != STAGE_REVIEWING) continue;
        stood |= set_of(i);
        stage->state = STAGE_PAUSED;
        stage->job = JOB_CANCELLED;
    }
    if (acted->stages != stood) audit_fault(fact, "stops 0x%x, not 0x%x", acted->stages, stood);
    bundle->is_suspended = true;
    until_ms[bundle->number - 1] = acted->until_ms;
    stand_begin(fact, (struct stand){ .why = PAUSE_SUSPENSION, .stage = STAGE_WHOLE });
    want_resumed(bundle, fact);
}

/* By somebody who may, or by itself in its time; reviews begin anew. */
static void resume(struct audit_bundle *bundle, const struct fact *fact)
{
    int64_t end_ms = until_ms[bundle->number - 1];
    bool is_own = wish_is_own(fact);
    bool is_due = end_ms != 0 && fact->at_ms >= end_ms;
    set32 stood = 0;
    if (!bundle->is_suspended) audit_fault(fact, "it is not suspended");
    if (fact->acted.stage != STAGE_WHOLE) audit_fault(fact, "it is of a stage");
    if (is_own && !is_due) audit_fault(fact, "by itself, before its time");
    if (!is_own && !wish_is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (!is_own && is_due) audit_fault(fact, "it had to go on by itself before");
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        struct audit_stage *stage = &bundle->stages[i];
        if (stage->state != STAGE_PAUSED) continue;
        if (model_holds(bundle, (uint8_t)i) != 0) continue; /* it stands for something else, too */
        stood |= set_of(i);
        stage->state = STAGE_REVIEWING;
        stage->failures = 0;
        audit_make_ready(bundle, stage, fact);
    }
    if (fact->acted.stages != stood) {
        audit_fault(fact, "sets 0x%x going, not 0x%x", fact->acted.stages, stood);
    }
    bundle->is_suspended = false;
    struct stand *stand = stand_find(bundle->number, STAGE_WHOLE, PAUSE_SUSPENSION);
    if (stand != NULL) stand->time.until_ms = fact->at_ms;
}

static bool apply(struct audit_bundle *bundle, const struct fact *fact)
{
    if (fact->type != FACT_ACTED) return false;
    if (fact->acted.act == ACT_SUSPEND) {
        suspend(bundle, fact);
    } else if (fact->acted.act == ACT_RESUME) {
        resume(bundle, fact);
    } else {
        return false;
    }
    return true;
}

/* No suspension lasts longer than it was to. */
static void look_at_time(int64_t now_ms)
{
    for (uint64_t i = 1; i <= audit_bundle_count(); i++) {
        const struct audit_bundle *bundle = audit_bundle(i);
        bool is_over = until_ms[i - 1] != 0 && until_ms[i - 1] <= now_ms;
        if (bundle->result != RESULT_OPEN || !bundle->is_suspended || !is_over) continue;
        world_fail("bundle %llu stays suspended, though its time is over", (unsigned long long)i);
    }
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
    if ((image.phase == PHASE_SUSPENDED) == bundle->is_suspended) return;
    world_fail("%s: bundle %llu is%s suspended", what, (unsigned long long)number,
               bundle->is_suspended ? " not" : "");
}

const struct feature feature_suspension = {
    .begin = begin,
    .on_submitted = on_submitted,
    .act_refused = is_refused,
    .apply = apply,
    .look_at_time = look_at_time,
    .look = look,
};
