/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/supplies.h"

#include "tests/sim/check.h"
#include "tests/sim/materials.h"
#include "tests/sim/model.h"
#include "tests/sim/peer.h"
#include "tests/sim/wish.h"

#include <stdio.h>

#define SUPPLIES_MAX 1024
#define SUPPLIED_MAX 64 /* of one bundle */
#define TRIES_MAX 3

enum supply_flaw {
    SUPPLY_GOOD,
    SUPPLY_ROLE,    /* by somebody who may not */
    SUPPLY_FOREIGN, /* of a material that there is not, or is twice */
    SUPPLY_REFUSED, /* too many elements, as in a submission */
    SUPPLY_OTHERS,  /* other stages would apply */
};

struct supply {
    uint64_t bundle;
    uint32_t peer;
    uint8_t flaw;
    uint8_t error; /* SUPPLY_REFUSED */
    struct plan_bundle as;
};

static struct supply supplies[SUPPLIES_MAX];
static uint32_t supply_count;

/* Of each bundle, those that became durable. */
static uint32_t supplied[PLAN_BUNDLES_MAX][SUPPLIED_MAX];
static int64_t changed_ms[PLAN_BUNDLES_MAX]; /* world time at which its last fact became durable */

static void begin(void)
{
    supply_count = 0;
    memset(changed_ms, 0, sizeof changed_ms);
}

static const struct plan_bundle *newest(const struct audit_bundle *bundle)
{
    if (bundle->supplied == 0) return &plan.bundles[bundle->planned];
    return &supplies[supplied[bundle->number - 1][bundle->supplied - 1]].as;
}

struct span supplies_application(const struct audit_bundle *bundle, uint32_t count)
{
    if (count == 0) return plan_application(bundle->planned);
    const struct plan_bundle *as = &supplies[supplied[bundle->number - 1][count - 1]].as;
    return (struct span){ as->application, as->application_size };
}

/* ---- What is wanted -------------------------------------------------------------------------- */

/* What is wrong with it, in the order of precedence. */
static void find_flaw(struct supply *supply)
{
    const struct prediction first = model_predict(audit_bundle(supply->bundle)->planned);
    struct prediction made = { 0 };
    feature_conditions.predict(&supply->as, &made);
    feature_elements.predict(&supply->as, &made);
    if (peer_at(supply->peer)->role != ROLE_SUBMITTER) {
        supply->flaw = SUPPLY_ROLE;
    } else if (supply->as.foreign != 0 || materials_are_unknown(&supply->as)) {
        supply->flaw = SUPPLY_FOREIGN;
    } else if (made.refused != OK) {
        supply->flaw = SUPPLY_REFUSED;
        supply->error = (uint8_t)made.refused;
    } else if (made.skipped != first.skipped) {
        supply->flaw = SUPPLY_OTHERS;
    }
}

/* Under another version other stages may apply. */
static void look_again(struct supply *supply)
{
    const struct procedure *governing = audit_bundle(supply->bundle)->procedure;
    if (supply->as.governing == governing) return;
    supply->as.governing = governing;
    supply->flaw = SUPPLY_GOOD;
    find_flaw(supply);
}

static struct supply *add(const struct audit_bundle *bundle)
{
    if (supply_count == SUPPLIES_MAX) {
        world_fail("more than %u applications: the run does not come to an end", SUPPLIES_MAX);
        return NULL;
    }
    struct supply *supply = &supplies[supply_count++];
    *supply = (struct supply){
        .bundle = bundle->number,
        .peer = 1 + plan.bundles[bundle->planned].client,
        .as = *newest(bundle),
    };
    for (uint32_t i = supply->as.material_count; i < PLAN_MATERIALS_MAX; i++) {
        supply->as.documents[i] = 0; /* under the version before there were none such */
    }
    return supply;
}

/* Its application is written, and its duty begins. */
static void want(struct supply *supply, int64_t due_ms)
{
    uint32_t planned = audit_bundle(supply->bundle)->planned;
    supply->as.governing = plan_procedure(planned);
    plan_write_application(&supply->as, planned);
    find_flaw(supply);
    if (world.is_calm || due_ms <= world.now_ms) due_ms = world.now_ms + 1;
    struct duty *duty = duty_add(DUTY_FEATURE, supply->peer, due_ms);
    if (duty == NULL) return;
    duty->feature = &feature_supplies;
    duty->planned = planned;
    duty->bundle = supply->bundle;
    duty->attempt = (uint32_t)(supply - supplies);
    peer_look_at(supply->peer, due_ms);
}

static void draw_documents(struct supply *supply, struct chance *chance, uint64_t asked)
{
    const struct procedure *procedure = plan_procedure(audit_bundle(supply->bundle)->planned);
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        bool is_asked = (asked >> i & 1) != 0;
        uint8_t document = materials_draw(chance);
        bool is_other = is_asked ? !chance_one_in(chance, 4) : chance_one_in(chance, 6);
        if (is_other) supply->as.documents[i] = document;
    }
}

void supply_for(const struct audit_bundle *bundle, struct chance *chance, uint64_t asked,
                int64_t due_ms)
{
    struct supply *supply = add(bundle);
    if (supply == NULL) return;
    draw_documents(supply, chance, asked);
    want(supply, due_ms);
}

void supply_wrongly(const struct audit_bundle *bundle, struct chance *chance, int64_t due_ms)
{
    struct supply *supply = add(bundle);
    if (supply == NULL) return;
    draw_documents(supply, chance, 0);
    switch (chance_below(chance, 4)) {
        case 0: supply->peer = chance_below(chance, peer_count()); break; /* anybody */
        case 1: supply->as.size = (uint8_t)chance_below(chance, PLAN_SIZES); break;
        case 2:
            supply->as.list_count = (uint8_t)chance_below(chance, PLAN_LIST_MAX + 1);
            for (uint32_t i = 0; i < supply->as.list_count; i++) {
                supply->as.list[i] = (uint8_t)chance_below(chance, PLAN_SIZES);
            }
            break;
        default:
            if (plan_procedure(bundle->planned)->material_count == 0) break;
            supply->as.foreign = 1;
            if (supply->as.documents[0] != 0) supply->as.foreign += chance_one_in(chance, 2);
            break;
    }
    want(supply, due_ms);
}

/* Some come that nobody asked for, or at a time at which they do not do. */
static void on_submitted(uint32_t peer, const struct duty *submit)
{
    const struct duty own = *submit; /* the list may move on */
    struct chance chance = world_chance("supplies", own.planned);
    bool is_chosen = chance_below(&chance, 1000) < world_option(OPTION_correct);
    uint32_t tries = is_chosen ? chance_below(&chance, TRIES_MAX + 1) : 0;
    (void)peer;
    for (uint32_t i = 0; i < tries; i++) {
        supply_wrongly(audit_bundle(own.bundle), &chance, wish_when(&chance));
    }
}

/* ---- As a duty ------------------------------------------------------------------------------- */

static const struct supply *supply_of(const struct duty *duty)
{
    struct supply *supply = &supplies[duty->attempt];
    assert(duty->feature == &feature_supplies);
    look_again(supply);
    return supply;
}

static void put_message(const struct duty *duty, struct message *message)
{
    const struct supply *supply = supply_of(duty);
    message->type = MSG_SUPPLY;
    message->supply = (struct msg_supply){
        .ref = { .bundle = supply->bundle },
        .reason = { (const uint8_t *)"here", 4 },
        .application = { supply->as.application, supply->as.application_size },
    };
}

static void describe(const struct duty *duty, char *text, size_t size)
{
    static const char *const flaws[] = { "", " (may not)", " with a wrong material", " too many",
                                         " for other stages" };
    const struct supply *supply = supply_of(duty);
    snprintf(text, size, "SUPPLY %llu%s", (unsigned long long)supply->bundle, flaws[supply->flaw]);
}

static void judge_recorded(const struct duty *duty, const struct msg_recorded *recorded)
{
    const struct supply *supply = supply_of(duty);
    const struct audit_fact *fact = audit_fact(recorded->position);
    bool is_forgotten = audit_requests_since(duty->position) >= check_requests_max();
    char text[64];
    describe(duty, text, sizeof text);
    if (supply->flaw != SUPPLY_GOOD) world_fail("%s: RECORDED, it had to be refused", text);
    if (fact->type != FACT_SUPPLIED || fact->bundle != supply->bundle) {
        world_fail("%s: RECORDED, but the position is that of another fact", text);
    }
    if (duty->position == 0 || duty->position == recorded->position || is_forgotten) return;
    world_fail("%s: done again under the same request id", text);
}

/* Nobody waits for it, or did a moment ago. */
static bool is_unasked(const struct audit_bundle *bundle)
{
    return !model_awaits(bundle) || changed_ms[bundle->number - 1] == world.now_ms;
}

/* Another version has begun to govern a moment ago, and the one before may have known its materials, or not. */
static bool was_other(const struct audit_bundle *bundle, const struct msg_error *error)
{
    const struct audit_fact *last = audit_fact(bundle->last_position);
    bool is_moved = last->type == FACT_MIGRATED && changed_ms[bundle->number - 1] == world.now_ms;
    return is_moved &&
           (error->number == ERR_MATERIAL_UNKNOWN || error->number == ERR_ACT_IMPOSSIBLE);
}

static bool judge_refused(const struct duty *duty, const struct msg_error *error)
{
    const struct supply *supply = supply_of(duty);
    const struct audit_bundle *bundle = audit_bundle(supply->bundle);
    bool has_ended = bundle->result != RESULT_OPEN;
    if (supply->flaw == SUPPLY_ROLE) {
        return error->number == ERR_NOT_ALLOWED || error->number == ERR_WRONG_DOOR;
    }
    /* Nobody looks at the applications of bundles that are no more in memory. */
    if (error->number == ERR_BUNDLE_ENDED) return has_ended;
    if (was_other(bundle, error)) return true;
    if (supply->flaw == SUPPLY_FOREIGN) return error->number == ERR_MATERIAL_UNKNOWN;
    if (supply->flaw == SUPPLY_REFUSED) return error->number == supply->error;
    bool is_deserved = supply->flaw == SUPPLY_OTHERS || is_unasked(bundle);
    return error->number == ERR_ACT_IMPOSSIBLE && is_deserved;
}

/* ---- Facts ----------------------------------------------------------------------------------- */

/* Who gave it; NULL: nobody who may. */
static const struct supply *find(const struct fact *fact)
{
    const struct span application = fact->supplied.application;
    for (uint32_t i = 0; i < supply_count; i++) {
        struct supply *supply = &supplies[i];
        if (supply->bundle != fact->bundle) continue;
        look_again(supply);
        if (supply->flaw != SUPPLY_GOOD) continue;
        if (supply->as.application_size != application.size) continue;
        if (memcmp(supply->as.application, application.at, application.size) != 0) continue;
        if (name_is_equal(&peer_at(supply->peer)->principal, &fact->supplied.by)) return supply;
    }
    return NULL;
}

/* Its review begins anew, by the new application; while the bundle is suspended, when it is resumed. */
static void review_again(struct audit_bundle *bundle, const struct fact *fact, uint32_t index)
{
    struct audit_stage *stage = &bundle->stages[index];
    bool is_open = stage->state == STAGE_REVIEWING || stage->state == STAGE_SEALED ||
                   stage->state == STAGE_PAUSED;
    if (!is_open) audit_fault(fact, "stage %u cannot be reviewed again", index);
    if (model_open(bundle, fact, (uint8_t)index)) return;
    stage->state = bundle->is_suspended ? STAGE_PAUSED : STAGE_REVIEWING;
    stage->failures = 0;
    stage->job = JOB_CANCELLED;
    if (!bundle->is_suspended) audit_make_ready(bundle, stage, fact);
}

static bool apply(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_supplied *body = &fact->supplied;
    if (fact->type != FACT_SUPPLIED) return false;
    const struct supply *supply = find(fact);
    if (supply == NULL) {
        audit_fault(fact, "nobody who may gave that application");
        return true;
    }
    uint64_t changed = materials_changed(bundle->procedure, newest(bundle), &supply->as);
    set32 stages = model_reviewed_again(bundle, changed);
    if (!model_awaits(bundle)) audit_fault(fact, "nobody asked for an application");
    if (body->early != bundle->is_received) audit_fault(fact, "before acceptance, or not");
    if (body->changed != changed) {
        audit_fault(fact, "changes 0x%llx, not 0x%llx", (unsigned long long)body->changed,
                    (unsigned long long)changed);
    }
    if (body->stages != stages) {
        audit_fault(fact, "has 0x%x reviewed again, not 0x%x", body->stages, stages);
    }
    if (!onward_is_empty(&body->onward)) audit_fault(fact, "something goes on");
    model_supplied(bundle, fact);
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (set_has(stages, i)) review_again(bundle, fact, i);
    }
    if (bundle->supplied == SUPPLIED_MAX) {
        audit_fault(fact, "more applications than the model has room for");
        return true;
    }
    supplied[bundle->number - 1][bundle->supplied++] = (uint32_t)(supply - supplies);
    return true;
}

static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    (void)fact;
    if (bundle != NULL) changed_ms[bundle->number - 1] = world.now_ms;
}

const struct feature feature_supplies = {
    .begin = begin,
    .on_submitted = on_submitted,
    .duty_message = put_message,
    .duty_describe = describe,
    .judge_recorded = judge_recorded,
    .judge_refused = judge_refused,
    .apply = apply,
    .take_fact = take_fact,
};
