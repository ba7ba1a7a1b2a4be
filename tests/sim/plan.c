/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/plan.h"

#include "proto/record.h"
#include "tests/sim/world.h"
#include "tests/support/outcome_model.h"
#include "tests/support/procedure_builder.h"

#include <stdio.h>
#include <stdlib.h>

struct plan plan;

/* ---- Procedures ------------------------------------------------------------------------------ */

/* Every other stage has a limit that counts, of any unit. */
static void draw_limits(struct procedure *procedure, uint32_t index)
{
    struct chance chance =
        world_chance("limits", index + 100 * (uint64_t)world_option(OPTION_variant));
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        struct procedure_stage *stage = &procedure->stages[i];
        uint16_t value = (uint16_t)(1 + chance_below(&chance, 30));
        uint8_t unit = (uint8_t)(1 + chance_below(&chance, LIMIT_NATURAL_HOURS));
        uint8_t from = (uint8_t)(1 + chance_below(&chance, CLOCK_FROM_RECEIPT));
        if (chance_one_in(&chance, 2)) continue;
        stage->statutory = (struct limit){ value, unit };
        stage->clock_from = from;
    }
}

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
    draw_limits(procedure, index);
}

/* In two procedures of three some stages have a condition, in different words for the same: a size that
 * the application must have. The first stage always applies. */
static void draw_conditions(struct plan_procedure *made, uint32_t index)
{
    static const char *const forms[] = {
        ".size >= %u",
        ".size < %u | not",
        "[.size] | all(.[]; . >= %u)",
        "(.none // .size) >= %u",
        "any([.size][]; . == \"x\") or .size + 1 > %u",
    };
    struct chance chance =
        world_chance("conditions", index + 100 * (uint64_t)world_option(OPTION_variant));
    bool is_plain = chance_one_in(&chance, 3);
    for (uint32_t i = 1; i < made->procedure.stage_count; i++) {
        uint32_t size_min = chance_below(&chance, PLAN_SIZES);
        const char *form = forms[chance_below(&chance, sizeof forms / sizeof forms[0])];
        bool has_one = chance_one_in(&chance, 3) && size_min > 0 && !is_plain;
        if (!has_one) continue;
        struct procedure_stage *stage = &made->procedure.stages[i];
        made->size_min[i] = (uint8_t)size_min;
        snprintf(stage->applies_if, sizeof stage->applies_if, form, size_min);
    }
}

static void make_procedure(uint32_t index)
{
    struct plan_procedure *made = &plan.procedures[index];
    struct buffer buffer;
    uint8_t *bytes = malloc(PLAN_DEFINITION_BYTES);
    assert(bytes != NULL);
    memset(made->size_min, 0, sizeof made->size_min);
    draw_procedure(&made->procedure, index);
    draw_conditions(made, index);
    buffer_init(&buffer, bytes, PLAN_DEFINITION_BYTES);
    procedure_write(&buffer, &made->procedure);
    made->definition = buffer_span(&buffer);
}

/* ---- Bundles --------------------------------------------------------------------------------- */

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
        .application = { 0x82, 0xa1, 'n', (uint8_t)(index & 0x7f), 0xa4, 's', 'i', 'z', 'e' },
        .application_size = 10,
    };
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
    bundle->size = (uint8_t)chance_below(&chance, PLAN_SIZES);
    bundle->application[9] = bundle->size;
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
    for (uint32_t i = 0; i < PLAN_PROCEDURES_MAX; i++) {
        free((void *)(uintptr_t)plan.procedures[i].definition.at);
        plan.procedures[i].definition = (struct span){ 0 };
    }
}

const struct procedure *plan_procedure(uint32_t bundle)
{
    assert(bundle < plan.bundle_count);
    return &plan.procedures[plan.bundles[bundle].procedure].procedure;
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
        const struct procedure *procedure = &plan.procedures[i].procedure;
        for (uint32_t k = 0; k < procedure->stage_count && count < name_max; k++) {
            const struct name *name = &procedure->stages[k].department;
            if (!is_listed(names, count, name)) names[count++] = *name;
        }
    }
    return count;
}

/* ---- The model: sets grow until nothing more follows ----------------------------------------- */

uint8_t plan_gate(const struct procedure *procedure, uint32_t stage)
{
    for (uint32_t i = 0; i < procedure->gate_count; i++) {
        if (set_has(procedure->gates[i].members, stage)) return (uint8_t)i;
    }
    return GATE_NONE;
}

struct model {
    const struct procedure *procedure;
    const struct plan_bundle *bundle;
    struct prediction made;
};

/* All upstreams have what this stage needs of them: the grant in one gate, the permit else. */
static bool are_met(const struct model *model, uint32_t stage, const struct edges *edges)
{
    uint8_t gate = plan_gate(model->procedure, stage);
    if ((edges->milestones & model->bundle->called_off) != 0) return false;
    for (uint32_t i = 0; i < model->procedure->stage_count; i++) {
        if (!set_has(edges->stages & ~model->made.skipped, i)) continue;
        bool is_inside = gate != GATE_NONE && gate == plan_gate(model->procedure, i);
        if (!set_has(is_inside ? model->made.granted : model->made.issued, i)) return false;
    }
    return true;
}

static bool is_issued(const struct model *model, uint32_t stage)
{
    uint8_t gate = plan_gate(model->procedure, stage);
    if (!set_has(model->made.granted, stage)) return false;
    if (gate == GATE_NONE) return true;
    const struct procedure_gate *definition = &model->procedure->gates[gate];
    return definition->policy == GATE_ISSUE_REST ||
           (definition->members & ~model->made.skipped & ~model->made.granted) == 0;
}

static void visit(struct model *model, uint32_t stage)
{
    const struct procedure_stage *definition = &model->procedure->stages[stage];
    if (set_has(model->made.skipped, stage)) return;
    if (!are_met(model, stage, &definition->start_after)) return;
    model->made.opened |= set_of(stage);
    if (set_has(model->bundle->refusals, stage)) return;
    if (are_met(model, stage, &definition->decide_after)) model->made.granted |= set_of(stage);
    if (is_issued(model, stage)) model->made.issued |= set_of(stage);
}

struct prediction plan_predict(uint32_t bundle)
{
    struct model model = { .procedure = plan_procedure(bundle), .bundle = &plan.bundles[bundle] };
    struct prediction before;
    const uint8_t *size_min = plan.procedures[model.bundle->procedure].size_min;
    for (uint32_t i = 0; i < model.procedure->stage_count; i++) {
        if (model.bundle->size < size_min[i]) model.made.skipped |= set_of(i);
    }
    do {
        before = model.made;
        for (uint32_t i = 0; i < model.procedure->stage_count; i++) {
            visit(&model, i);
        }
    } while (before.granted != model.made.granted || before.issued != model.made.issued ||
             before.opened != model.made.opened);
    set32 all = set_first(model.procedure->stage_count) & ~model.made.skipped;
    model.made.result = model.made.issued == 0     ? RESULT_NONE
                        : model.made.issued == all ? RESULT_ALL
                                                   : RESULT_PARTIAL;
    return model.made;
}
