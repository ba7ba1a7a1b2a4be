/* SPDX-License-Identifier: Apache-2.0 */
/* Refusals in order: DRAINING, NOT_ALLOWED, REQUEST_CONFLICT, BUNDLE_UNKNOWN, MATERIAL_UNKNOWN,
 * CONDITION_FAILED, ELEMENTS_TOO_MANY, BUNDLE_ENDED, ACT_IMPOSSIBLE (nobody asked; or other stages would
 * apply to this application than to the first), DISK_FULL, BUSY (no room in the dossier, or for a
 * permit counter). */
#include "broker/core/supply.h"

#include "broker/core/act.h"
#include "broker/core/intake.h"
#include "broker/core/correction.h"
#include "broker/core/pre_review.h"
#include "broker/core/signing.h"
#include "broker/core/tolerance.h"

/* Up to a row without a function. */
static const struct supply_rule rules[] = {
    { intake_is_correcting, intake_reviews_nothing, intake_supplied },
    { correction_awaits, correction_reviewed_again, correction_supplied },
    { pre_review_awaits, pre_review_reviewed_again, pre_review_supplied },
    { tolerance_awaits, tolerance_reviews_nothing, tolerance_supplied },
    { NULL, NULL, NULL },
};

bool supply_is_awaited(const struct engine *engine, const struct bundle *bundle)
{
    assert(bundle->number != 0);
    assert(bundle->result == RESULT_OPEN);
    for (const struct supply_rule *rule = rules; rule->is_awaited != NULL; rule++) {
        if (rule->is_awaited(engine, bundle)) return true;
    }
    return false;
}

/* What all rules that wait for it want reviewed again. */
static set32 reviewed_again(const struct engine *engine, const struct bundle *bundle,
                            uint64_t changed)
{
    const set32 may =
        bundle->in[STAGE_REVIEWING] | bundle->in[STAGE_SEALED] | bundle->in[STAGE_PAUSED];
    set32 stages = 0;

    assert(bundle->number != 0);
    for (const struct supply_rule *rule = rules; rule->is_awaited != NULL; rule++) {
        if (!rule->is_awaited(engine, bundle)) continue;
        stages |= rule->reviewed_again(engine, bundle, changed);
    }
    assert((stages & ~may) == 0);
    return stages;
}

set32 supply_readers(const struct published *published, uint64_t materials)
{
    const struct procedure *procedure = &published->procedure;
    set32 stages = 0;

    assert(procedure->material_count <= MATERIALS_MAX);
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        set32 readers = procedure->materials[i].stages;
        if ((materials >> i & 1) == 0) continue;
        stages |= readers != 0 ? readers : set_first(procedure->stage_count); /* SPEC 13.2: all */
    }
    assert((stages & ~set_first(procedure->stage_count)) == 0);
    return stages;
}

set32 supply_reviewed(const struct engine *engine, const struct bundle *bundle, set32 stages)
{
    set32 reviewed = stages & bundle->in[STAGE_SEALED];

    assert(bundle->number != 0);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (set_has(stages, i) && signing_is_on(engine, bundle, i)) reviewed |= set_of(i);
        if (!set_has(stages & bundle->in[STAGE_REVIEWING], i)) continue;
        /* A job that waits in its queue goes out with the newest application in any case. */
        if (bundle_stage(&engine->bundles, bundle, i)->job != JOB_READY) reviewed |= set_of(i);
    }
    assert((reviewed & ~stages) == 0);
    return reviewed;
}

static struct entry *find_entry(const struct bundles *bundles, const struct bundle *bundle)
{
    assert(bundle->number != 0);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        struct entry *entry = bundle_entry(bundles, bundle, i);
        if (entry->kind == ENTRY_SUPPLY) return entry;
    }
    return NULL;
}

uint64_t supply_position(const struct bundles *bundles, const struct bundle *bundle)
{
    const struct entry *entry = find_entry(bundles, bundle);

    assert(bundle->submitted_position != 0);
    assert(entry == NULL || entry->position > bundle->submitted_position);
    return entry == NULL ? bundle->submitted_position : entry->position;
}

/* ---- Deciding ------------------------------------------------------------------------------ */

static enum err judge(const struct step *step, const struct target *target, struct refusal *refusal)
{
    const struct engine *engine = step->engine;
    const struct bundle *bundle = target->bundle;

    refusal->field = "bundle";
    if (target->is_ended) return ERR_BUNDLE_ENDED;
    assert(bundle != NULL);
    assert(target->published != NULL);
    if (!supply_is_awaited(engine, bundle)) {
        return act_impossible(refusal, "nobody has asked for a new application");
    }
    refusal->field = "application";
    if (step->event->conditions.skipped != bundle->in[STAGE_SKIPPED]) {
        return act_impossible(refusal, "other stages would apply to this application: withdraw the "
                                       "bundle and submit it as a new one");
    }
    return OK;
}

static enum err find_room(const struct step *step, const struct target *target,
                          struct refusal *refusal)
{
    const struct bundles *bundles = &step->engine->bundles;

    assert(target->bundle != NULL);
    assert(target->published != NULL);
    refusal->field = "counters";
    if (!cascade_has_room(step, target->published)) return ERR_BUSY;
    refusal->field = "dossier";
    if (find_entry(bundles, target->bundle) != NULL) return OK;
    return bundle_has_entries(bundles, target->bundle, 1, ENTRIES_ACT_MAX) ? OK : ERR_BUSY;
}

/* Who reviews the old application is told to stop. */
static void record(struct step *step, const struct target *target)
{
    const struct event *event = step->event;
    const struct bundle *bundle = target->bundle;
    const set32 stages = reviewed_again(step->engine, bundle, event->changed);

    assert(event->supply.application.size > 0);
    assert(event->supply.application.size <= APPLICATION_BYTES_MAX);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (set_has(stages, i)) step_cancel(step, bundle, i, CANCEL_PAUSED);
    }
    engine_record(step, &(struct fact){
                            .type = FACT_SUPPLIED,
                            .bundle = bundle->number,
                            .supplied = {
                                .by = event->principal,
                                .reason = event->supply.reason,
                                .application = event->supply.application,
                                .content_hash = event->content_hash,
                                .changed = event->changed,
                                .stages = stages,
                                .request = event->request,
                                .early = phase_is_intake(bundle->phase),
                            },
                        });
    step_answer(step, &(struct msg_recorded){
                          .bundle = bundle->number,
                          .position = step->engine->position_next - 1,
                      });
    cascade(step, target->index);
}

void step_supply(struct step *step)
{
    const uint64_t number = step->event->supply.ref.bundle;
    struct refusal refusal = { .bundle = number };
    struct target target;

    assert(step->event->type == EVENT_SUPPLY);
    if (!step_admit(step, ROLE_SUBMITTER)) return;
    if (!step_find(step, number, &target)) return;
    if (target.published != NULL &&
        step_refuse_application(step, &target.published->procedure, number)) {
        return;
    }
    refusal.err = judge(step, &target, &refusal);
    if (refusal.err == OK) {
        if (!step_has_disk(step, true, number)) return;
        refusal.err = find_room(step, &target, &refusal);
    }
    if (refusal.err != OK) {
        step_refuse(step, &refusal);
        return;
    }
    assert(!target.is_ended);
    record(step, &target);
}

/* ---- Applying ------------------------------------------------------------------------------ */

/* One entry for all of them: whoever wants each reads the bundle's history. */
static void enter(const struct change *change)
{
    const struct fact *fact = change->fact;
    struct entry *entry = find_entry(&change->engine->bundles, change->bundle);

    assert(fact->type == FACT_SUPPLIED);
    if (entry == NULL) entry = change_enter(change, ENTRY_SUPPLY);
    assert(entry->stage == STAGE_WHOLE);
    entry->position = fact->position;
    entry->materials |= fact->supplied.changed;
    entry->amount++;
    entry->until_ms = fact->at_ms;
    entry->by = fact->supplied.by;
}

enum err apply_supplied(const struct change *change)
{
    const struct fact_supplied *body = &change->fact->supplied;
    const struct engine *engine = change->engine;
    const struct bundle *bundle = change->bundle;
    uint32_t material_count = change->published->procedure.material_count;

    assert(bundle != NULL);
    assert(bundle->result == RESULT_OPEN);
    if (!supply_is_awaited(engine, bundle)) return ERR_CORRUPT;
    if (material_count < MATERIALS_MAX && body->changed >> material_count != 0) return ERR_CORRUPT;
    if (body->stages != reviewed_again(engine, bundle, body->changed)) return ERR_CORRUPT;
    if (body->early != phase_is_intake(bundle->phase)) return ERR_CORRUPT;
    if (!change_may_go_on(change, &body->onward, bundle->in[STAGE_SEALED] & ~body->stages)) {
        return ERR_CORRUPT;
    }
    bool is_first = find_entry(&engine->bundles, bundle) == NULL;
    if (is_first && !bundle_has_entries(&engine->bundles, bundle, 1, ENTRIES_MAX)) {
        return bundle->entry_count == ENTRIES_MAX ? ERR_CORRUPT : ERR_NO_MEMORY;
    }

    for (const struct supply_rule *rule = rules; rule->is_awaited != NULL; rule++) {
        if (rule->apply != NULL && rule->is_awaited(engine, bundle)) rule->apply(change);
    }
    change_reopen(change, body->stages);
    enter(change);
    change_go_on(change, &body->onward);
    change_remember(change, &body->request, 0);
    return OK;
}
