/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/plan.h"

#include "proto/record.h"
#include "tests/sim/materials.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/world.h"
#include "tests/support/outcome_model.h"
#include "tests/support/procedure_builder.h"

#include <stdio.h>
#include <stdlib.h>

struct plan plan;

/* ---- Procedures ------------------------------------------------------------------------------ */

/* A random procedure has edges of both kinds, milestones and gates; times and policies vary here. */
static void draw_procedure(struct procedure *procedure, uint32_t index)
{
    struct chance chance =
        world_chance("procedure", index + 100 * (uint64_t)world_option(OPTION_variant));
    uint64_t random = chance_next(&chance);
    char name[16];
    procedure_random(procedure, &random, world_option(OPTION_stages));
    snprintf(name, sizeof name, "p%u", index + 1);
    procedure->name = named(name);
    memcpy(procedure->title, name, sizeof name);
    procedure->on_refusal = chance_one_in(&chance, 3) ? ON_REFUSAL_CANCEL : ON_REFUSAL_FINISH;
    for (uint32_t i = 0; i < procedure->milestone_count; i++) {
        memcpy(procedure->milestones[i].title, procedure->milestones[i].name.text,
               sizeof procedure->milestones[i].name.text);
    }
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        struct procedure_stage *stage = &procedure->stages[i];
        stage->lease_ms = 1000 + chance_below(&chance, 30) * 1000;
        stage->backoff_ms = chance_below(&chance, 3) * 700;
        stage->backoff_ms_max = stage->backoff_ms * (1 + chance_below(&chance, 8));
        stage->attempts_max = (uint16_t)(1 + chance_below(&chance, 4));
    }
}

static void write_definition(struct plan_version *version)
{
    static struct procedure published;
    struct buffer buffer;
    uint8_t *bytes = malloc(PLAN_DEFINITION_BYTES);
    assert(bytes != NULL);
    buffer_init(&buffer, bytes, PLAN_DEFINITION_BYTES);
    order_publish(version, &published);
    procedure_write(&buffer, &published);
    version->definition = buffer_span(&buffer);
}

static void make_procedure(uint32_t index)
{
    struct plan_procedure *made = &plan.procedures[index];
    made->version_count = 1;
    order_plain(&made->versions[0]);
    draw_procedure(&made->versions[0].procedure, index);
    model_draw_procedure(&made->versions[0].procedure, index);
    model_draw_versions(made, index);
    for (uint32_t i = 0; i < made->version_count; i++) {
        write_definition(&made->versions[i]);
    }
}

/* ---- Bundles --------------------------------------------------------------------------------- */

/* {"n": 7, "size": 3, "list": [2, 0], "materials": [...]}, in MessagePack. */
void plan_write_application(struct plan_bundle *bundle, uint32_t index)
{
    const struct procedure *procedure = bundle->governing;
    bool has_materials = procedure->material_count > 0;
    const uint8_t bytes[] = { (uint8_t)(has_materials ? 0x84 : 0x83),
                              0xa1,
                              'n',
                              (uint8_t)(index & 0x7f),
                              0xa4,
                              's',
                              'i',
                              'z',
                              'e',
                              bundle->size,
                              0xa4,
                              'l',
                              'i',
                              's',
                              't',
                              (uint8_t)(0x90 | bundle->list_count) };
    struct buffer buffer;
    assert(bundle->list_count <= PLAN_LIST_MAX);
    bundle->material_count = (uint8_t)procedure->material_count;
    buffer_init(&buffer, bundle->application, sizeof bundle->application);
    buffer_add(&buffer, bytes, sizeof bytes);
    buffer_add(&buffer, bundle->list, bundle->list_count);
    if (has_materials) materials_write(&buffer, bundle);
    bundle->application_size = (uint32_t)buffer.size;
}

static void make_bundle(uint32_t index)
{
    struct chance chance = world_chance("bundle", index);
    struct plan_bundle *bundle = &plan.bundles[index];
    uint32_t phase_ms = world_option(OPTION_seconds) * 1000;

    *bundle = (struct plan_bundle){
        .is_left_out = index < 64 && (world.options.bundles_left_out >> index & 1) != 0,
        .procedure = chance_below(&chance, 1000) % plan.procedure_count,
        .client = chance_below(&chance, 1000) % world_option(OPTION_clients),
        .priority =
            (uint8_t)(chance_below(&chance, PRIORITY_COUNT) % world_option(OPTION_priorities)),
        .submit_ms = 1000 + chance_below(&chance, phase_ms * 3 / 4),
        .withdraw_ms = PLAN_NEVER,
    };
    bundle->governing = &plan.procedures[bundle->procedure].versions[0].procedure;
    snprintf(bundle->key, sizeof bundle->key, "k%u", index + 1);
    uint32_t withdraw_after_ms = chance_below(&chance, phase_ms / 4);
    if (chance_below(&chance, 1000) < world_option(OPTION_withdraw)) {
        bundle->withdraw_ms = bundle->submit_ms + withdraw_after_ms;
    }
    for (uint32_t i = 0; i < MILESTONES_MAX; i++) {
        bundle->signal_ms[i] = bundle->submit_ms + chance_below(&chance, phase_ms / 4);
        bool is_off = chance_below(&chance, 1000) < world_option(OPTION_call_off);
        if (is_off) bundle->called_off |= set_of(i);
    }
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        bool is_refused = chance_below(&chance, 1000) < world_option(OPTION_refuse);
        if (is_refused) bundle->refusals |= set_of(i);
    }
    model_draw_bundle(bundle, index);
    plan_write_application(bundle, index);
}

void plan_begin(void)
{
    plan.procedure_count = world_option(OPTION_procedures);
    if (plan.procedure_count > PLAN_PROCEDURES_MAX) plan.procedure_count = PLAN_PROCEDURES_MAX;
    plan.bundle_count = world_option(OPTION_bundles);
    if (plan.bundle_count > PLAN_BUNDLES_MAX) plan.bundle_count = PLAN_BUNDLES_MAX;
    for (uint32_t i = 0; i < plan.procedure_count; i++) {
        make_procedure(i);
    }
    for (uint32_t i = 0; i < plan.bundle_count; i++) {
        make_bundle(i);
    }
}

void plan_end(void)
{
    for (uint32_t i = 0; i < PLAN_PROCEDURES_MAX * PLAN_VERSIONS_MAX; i++) {
        struct plan_procedure *procedure = &plan.procedures[i / PLAN_VERSIONS_MAX];
        struct plan_version *version = &procedure->versions[i % PLAN_VERSIONS_MAX];
        free((void *)(uintptr_t)version->definition.at);
        version->definition = (struct span){ 0 };
    }
}

const struct procedure *plan_procedure(uint32_t bundle)
{
    assert(bundle < plan.bundle_count);
    return plan.bundles[bundle].governing;
}

const struct plan_version *plan_version(uint32_t procedure, uint32_t version)
{
    const struct plan_procedure *planned = &plan.procedures[procedure];
    bool is_there = version > 0 && version <= planned->version_count;
    return is_there ? &planned->versions[version - 1] : NULL;
}

uint32_t plan_named(const struct name *name)
{
    for (uint32_t i = 0; i < plan.procedure_count; i++) {
        if (name_is_equal(&plan.procedures[i].versions[0].procedure.name, name)) return i;
    }
    return PLAN_PROCEDURES_MAX;
}

uint32_t plan_find(struct span key)
{
    for (uint32_t i = 0; i < plan.bundle_count; i++) {
        const char *own = plan.bundles[i].key;
        if (strlen(own) == key.size && memcmp(own, key.at, key.size) == 0) return i;
    }
    return PLAN_BUNDLES_MAX;
}

struct span plan_application(uint32_t bundle)
{
    const struct plan_bundle *planned = &plan.bundles[bundle];
    return (struct span){ planned->application, planned->application_size };
}

struct span plan_other_application(void)
{
    static const uint8_t other[] = { 0x81, 0xa1, 'x', 0xc3 };
    return (struct span){ other, sizeof other };
}

static bool is_listed(const struct name *names, uint32_t count, const struct name *name)
{
    for (uint32_t i = 0; i < count; i++) {
        if (name_is_equal(&names[i], name)) return true;
    }
    return false;
}

uint32_t plan_departments(struct name *names, uint32_t name_max)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < plan.procedure_count; i++) {
        const struct procedure *procedure = &plan.procedures[i].versions[0].procedure;
        for (uint32_t k = 0; k < procedure->stage_count && count < name_max; k++) {
            const struct name *name = &procedure->stages[k].department;
            if (!is_listed(names, count, name)) names[count++] = *name;
        }
    }
    return count;
}

uint8_t plan_gate(const struct procedure *procedure, uint32_t stage)
{
    for (uint32_t i = 0; i < procedure->gate_count; i++) {
        if (set_has(procedure->gates[i].members, stage)) return (uint8_t)i;
    }
    return GATE_NONE;
}
