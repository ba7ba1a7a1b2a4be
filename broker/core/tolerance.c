/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/tolerance.h"

#include "broker/core/clocks.h"
#include "broker/core/reopening.h"
#include "broker/core/signing.h"

static uint64_t material_of(uint32_t index)
{
    assert(index < MATERIALS_MAX);
    return (uint64_t)1 << index;
}

uint32_t tolerance_count(uint64_t materials)
{
    uint32_t count = 0;

    for (; materials != 0; materials &= materials - 1) {
        count++;
    }
    assert(count <= MATERIALS_MAX);
    return count;
}

static const struct procedure *procedure_of(const struct engine *engine,
                                            const struct bundle *bundle)
{
    assert(bundle->number != 0);
    assert(bundle->procedure < engine->published.count);
    return &engine->published.at[bundle->procedure].procedure;
}

/* Who reads these materials. */
static set32 readers_of(const struct procedure *procedure, uint64_t materials)
{
    set32 readers = 0;

    assert(procedure->material_count <= MATERIALS_MAX);
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        if ((materials & material_of(i)) == 0) continue;
        set32 stages = procedure->materials[i].stages;
        readers |= stages != 0 ? stages : set_first(procedure->stage_count);
    }
    return readers;
}

/* Some may miss, so the others may not. */
static bool is_checked(const struct procedure *procedure)
{
    assert(procedure->material_count <= MATERIALS_MAX);
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        assert(procedure->materials[i].required || procedure->materials[i].may_miss.value == 0);
        if (procedure->materials[i].may_miss.value != 0) return true;
    }
    return false;
}

struct lack tolerance_lack(const struct procedure *procedure, uint64_t missing, set32 skipped)
{
    struct lack lack = { 0 };

    assert((skipped & ~set_first(procedure->stage_count)) == 0);
    if (missing == 0 || !is_checked(procedure)) return lack;
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        uint64_t material = missing & material_of(i);
        if (material == 0 || !procedure->materials[i].required) continue;
        if ((readers_of(procedure, material) & ~skipped) == 0) continue; /* nobody reads it */
        if (procedure->materials[i].may_miss.value == 0) {
            lack.fatal |= material;
        } else {
            lack.tolerated |= material;
        }
    }
    assert((lack.fatal & lack.tolerated) == 0);
    return lack;
}

/* ---- What is missing ----------------------------------------------------------------------- */

/* The entry is of a material that has neither come nor become overdue. */
static bool is_missing(const struct entry *entry)
{
    return entry->kind == ENTRY_TOLERANCE && entry->state == TOLERANCE_MISSING;
}

uint64_t tolerance_awaited(const struct engine *engine, const struct bundle *bundle)
{
    uint64_t materials = 0;

    assert(bundle->number != 0);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        assert(entry->kind != 0);
        if (is_missing(entry)) materials |= entry->materials;
    }
    return materials;
}

set32 tolerance_stages(const struct engine *engine, const struct bundle *bundle)
{
    if (bundle->entry_count == 0) return 0;
    assert(bundle->number != 0);
    uint64_t materials = tolerance_awaited(engine, bundle);
    return materials == 0 ? 0 : readers_of(procedure_of(engine, bundle), materials);
}

int64_t tolerance_due_ms(const struct engine *engine, const struct bundle *bundle,
                         const struct entry *entry)
{
    const struct procedure *procedure = procedure_of(engine, bundle);
    uint32_t material = 0;

    assert(entry->kind == ENTRY_TOLERANCE);
    assert(entry->materials != 0);
    while ((entry->materials & material_of(material)) == 0) {
        material++;
    }
    assert(material < procedure->material_count);
    return clocks_due_ms(engine, bundle, entry->from_ms, procedure->materials[material].may_miss);
}

/* ---- Told once ----------------------------------------------------------------------------- */

void tolerance_begin(struct step *step, uint32_t index, uint64_t materials)
{
    const struct bundle *bundle = &step->engine->bundles.at[index];

    assert(materials != 0);
    assert(bundle_has_entries(&step->engine->bundles, bundle, tolerance_count(materials),
                              ENTRIES_MAX));
    engine_record(step, &(struct fact){
                            .type = FACT_ACTED,
                            .bundle = bundle->number,
                            .acted = {
                                .act = ACT_TOLERATE,
                                .stage = STAGE_WHOLE,
                                .materials = materials,
                            },
                        });
}

/* Each may miss, and is not awaited yet. */
bool tolerance_begins_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    const struct bundles *bundles = &change->engine->bundles;

    assert(body->act == ACT_TOLERATE);
    if ((body->materials & tolerance_awaited(change->engine, change->bundle)) != 0) return false;
    const struct procedure *procedure = &change->published->procedure;
    const struct lack lack = tolerance_lack(procedure, body->materials, 0);
    if (lack.tolerated != body->materials) return false;
    return bundle_has_entries(bundles, change->bundle, tolerance_count(body->materials),
                              ENTRIES_MAX);
}

void tolerance_enter(const struct change *change)
{
    uint64_t materials = change->fact->acted.materials;

    assert(materials != 0);
    for (uint32_t i = 0; i < MATERIALS_MAX; i++) {
        if ((materials & material_of(i)) == 0) continue;
        struct entry *entry = change_enter(change, ENTRY_TOLERANCE);
        entry->materials = material_of(i);
        assert(entry->state == TOLERANCE_MISSING);
    }
}

void tolerance_accepted(const struct change *change)
{
    assert(change->fact->type == FACT_ACTED);
    assert(change->bundle->phase == PHASE_REVIEW);
    for (uint32_t i = 0; i < change->bundle->entry_count; i++) {
        struct entry *entry = bundle_entry(&change->engine->bundles, change->bundle, i);
        if (is_missing(entry)) entry->from_ms = change->fact->at_ms;
    }
}

/* ---- It comes ------------------------------------------------------------------------------ */

void tolerance_settle(const struct change *change, uint64_t materials, enum tolerance_state state)
{
    assert(state == TOLERANCE_SUPPLIED || state == TOLERANCE_OVERDUE);
    for (uint32_t i = 0; i < change->bundle->entry_count; i++) {
        struct entry *entry = bundle_entry(&change->engine->bundles, change->bundle, i);
        assert(entry->kind != 0);
        if (!is_missing(entry) || (entry->materials & materials) == 0) continue;
        entry->state = (uint8_t)state;
        entry->until_ms = change->fact->at_ms;
    }
}

/* What may come now: when all is over, what a permit was issued without, and nothing else. */
static uint64_t owed(const struct engine *engine, const struct bundle *bundle)
{
    uint64_t materials = 0;

    assert(bundle->number != 0);
    if (bundle->result == RESULT_OPEN) return tolerance_awaited(engine, bundle);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        assert(entry->kind != 0);
        if (is_missing(entry) && entry->amount != 0) materials |= entry->materials;
    }
    return materials;
}

enum err tolerance_check_supplied(const struct act_case *act, struct refusal *refusal)
{
    const struct bundle *bundle = act->target.bundle;

    assert(bundle->number != 0);
    assert(act->stage == STAGE_WHOLE);
    refusal->field = "materials";
    uint64_t awaited = owed(act->step->engine, bundle);
    if (act->msg->materials != 0 && (act->msg->materials & ~awaited) == 0) return OK;
    return act_impossible(refusal, "this material is not awaited");
}

bool tolerance_is_supplied_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_MATERIAL_SUPPLIED);
    return (body->materials & ~owed(change->engine, change->bundle)) == 0;
}

void tolerance_supply(const struct change *change)
{
    assert(change->fact->acted.act == ACT_MATERIAL_SUPPLIED);
    tolerance_settle(change, change->fact->acted.materials, TOLERANCE_SUPPLIED);
    assert((tolerance_awaited(change->engine, change->bundle) & change->fact->acted.materials) ==
           0);
}

bool tolerance_awaits(const struct engine *engine, const struct bundle *bundle)
{
    assert(bundle->number != 0);
    assert(bundle->result == RESULT_OPEN);
    return bundle->phase != PHASE_RECEIVED && tolerance_awaited(engine, bundle) != 0;
}

/* The review went on without it, and what rests on it has waited. */
set32 tolerance_reviews_nothing(const struct engine *engine, const struct bundle *bundle,
                                uint64_t changed)
{
    (void)changed;
    assert(tolerance_awaits(engine, bundle));
    return 0;
}

void tolerance_supplied(const struct change *change)
{
    assert(change->fact->type == FACT_SUPPLIED);
    tolerance_settle(change, change->fact->supplied.changed, TOLERANCE_SUPPLIED);
}

void tolerance_issued(const struct change *change, set32 stages)
{
    const struct procedure *procedure = &change->published->procedure;

    assert(stages != 0);
    for (uint32_t i = 0; i < change->bundle->entry_count; i++) {
        struct entry *entry = bundle_entry(&change->engine->bundles, change->bundle, i);
        assert(entry->kind != 0);
        if (is_missing(entry)) entry->amount |= readers_of(procedure, entry->materials) & stages;
    }
}

/* ---- It does not come ---------------------------------------------------------------------- */

/* Stages that are refused for want of a material: those that read it and have not ended. What was
 * issued with tolerance is not undone here. */
static set32 refused_for(const struct bundle *bundle, const struct procedure *procedure,
                         uint64_t materials)
{
    assert(bundle->result == RESULT_OPEN);
    assert(materials != 0);
    if (procedure->on_overdue == ON_OVERDUE_WITHDRAW) return 0;
    return readers_of(procedure, materials) & set_first(bundle->stage_count) &
           ~bundle_final(bundle);
}

bool tolerance_is_overdue_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    const struct procedure *procedure = &change->published->procedure;

    assert(body->act == ACT_MATERIAL_OVERDUE);
    if ((body->materials & ~tolerance_awaited(change->engine, change->bundle)) != 0) return false;
    return body->stages == refused_for(change->bundle, procedure, body->materials);
}

/* Not approved (滨州 11). */
void tolerance_overdue(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->materials != 0);
    tolerance_settle(change, body->materials, TOLERANCE_OVERDUE);
    signing_cancel(change, body->stages);
    for (uint32_t i = 0; i < change->bundle->stage_count; i++) {
        if (!set_has(body->stages, i)) continue;
        struct stage *stage = change_stage(change, i);
        enum stage_state next = stage_next((enum stage_state)stage->state, STAGE_MOVE_REFUSE);
        assert(next == STAGE_REFUSED);
        change_cancel_job(change, i);
        change_set_state(change, i, next);
        change_touch(change, stage);
    }
}

int64_t tolerance_due(const struct engine *engine, uint32_t index)
{
    const struct bundle *bundle = &engine->bundles.at[index];
    int64_t first_ms = INT64_MAX;

    assert(bundle->result == RESULT_OPEN);
    if (bundle->phase != PHASE_REVIEW) return INT64_MAX;
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        assert(entry->kind != 0);
        if (!is_missing(entry)) continue;
        int64_t late_ms = tolerance_due_ms(engine, bundle, entry) + 1;
        if (late_ms < first_ms) first_ms = late_ms;
    }
    return first_ms;
}

/* The application counts as withdrawn (安阳 24). */
static void withdraw(struct step *step, const struct bundle *bundle)
{
    assert(bundle->result == RESULT_OPEN);
    assert(bundle->phase == PHASE_REVIEW);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        step_cancel(step, bundle, i, CANCEL_WITHDRAWN);
    }
    engine_record(step, &(struct fact){
                            .type = FACT_BUNDLE_WITHDRAWN,
                            .bundle = bundle->number,
                        });
}

void tolerance_run(struct step *step, uint32_t index)
{
    const struct engine *engine = step->engine;
    const struct bundle *bundle = &engine->bundles.at[index];
    const struct procedure *procedure = procedure_of(engine, bundle);
    struct fact fact = {
        .type = FACT_ACTED,
        .bundle = bundle->number,
        .acted = { .act = ACT_MATERIAL_OVERDUE, .stage = STAGE_WHOLE },
    };

    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        if (!is_missing(entry)) continue;
        if (tolerance_due_ms(engine, bundle, entry) >= step->event->now_ms) continue;
        fact.acted.materials |= entry->materials;
    }
    assert(fact.acted.materials != 0);
    fact.acted.stages = refused_for(bundle, procedure, fact.acted.materials);
    fact.acted.onward = reopening_onward(engine, bundle, fact.acted.stages);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (set_has(fact.acted.stages, i)) step_cancel(step, bundle, i, CANCEL_POINTLESS);
    }
    engine_record(step, &fact);
    if (procedure->on_overdue == ON_OVERDUE_WITHDRAW) withdraw(step, bundle);
    cascade(step, index);
}
