/* SPDX-License-Identifier: Apache-2.0 */
/* Stages that apply to some bundles only. In two procedures of three some stages have a condition, in
 * different words for the same: a size that the application must have. The first stage always
 * applies. Source: proto/SPEC.md 13.2 "Conditions". */
#include "tests/sim/conditions.h"

#include "tests/sim/model.h"
#include "tests/sim/world.h"

#include <stdio.h>

/* Of each stage: it applies to bundles of at least this size. */
static uint8_t size_min[PLAN_PROCEDURES_MAX][STAGES_MAX];

static void begin(void)
{
    memset(size_min, 0, sizeof size_min);
}

static void draw_procedure(struct procedure *procedure, uint32_t index)
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
    for (uint32_t i = 1; i < procedure->stage_count; i++) {
        uint32_t size = chance_below(&chance, PLAN_SIZES);
        const char *form = forms[chance_below(&chance, sizeof forms / sizeof forms[0])];
        bool has_one = chance_one_in(&chance, 3) && size > 0 && !is_plain;
        if (!has_one) continue;
        struct procedure_stage *stage = &procedure->stages[i];
        size_min[index][i] = (uint8_t)size;
        snprintf(stage->applies_if, sizeof stage->applies_if, form, size);
    }
}

void conditions_ask(uint32_t procedure, uint32_t index, uint8_t size, struct procedure_stage *stage)
{
    size_min[procedure][index] = size;
    snprintf(stage->applies_if, sizeof stage->applies_if, ".size >= %u", size);
}

void conditions_say_otherwise(uint32_t procedure, uint32_t index, struct procedure_stage *stage)
{
    memset(stage->applies_if, 0, sizeof stage->applies_if);
    snprintf(stage->applies_if, sizeof stage->applies_if, "%u <= .size",
             size_min[procedure][index]);
}

static void draw_bundle(struct plan_bundle *bundle, uint32_t index)
{
    struct chance chance = world_chance("size", index);
    bundle->size = (uint8_t)chance_below(&chance, PLAN_SIZES);
}

static void predict(const struct plan_bundle *bundle, struct prediction *made)
{
    for (uint32_t i = 0; i < bundle->governing->stage_count; i++) {
        if (bundle->size < size_min[bundle->procedure][i]) made->skipped |= set_of(i);
    }
}

const struct feature feature_conditions = {
    .begin = begin,
    .draw_procedure = draw_procedure,
    .draw_bundle = draw_bundle,
    .predict = predict,
};
