/* SPDX-License-Identifier: Apache-2.0 */
/* Stages that are repeated for the elements of a list: in one procedure of three, runs of one to five
 * stages are copies of one stage, told apart by `element`. The list is the application's, or those of
 * its members that are large enough, said in different words. A copy applies if there is an element for it;
 * more elements than copies are refused. Source: proto/SPEC.md 13.2 "Elements". */
#include "tests/sim/model.h"
#include "tests/sim/world.h"

#include <stdio.h>

#define RUNS_MAX 3
#define COPIES_MAX 5

/* Of each stage that is a copy: which elements its list is of. */
static uint8_t least[PLAN_PROCEDURES_MAX][STAGES_MAX];

static void begin(void)
{
    memset(least, 0, sizeof least);
}

/* `which` is the member at least: 0 lets all pass. */
static void write_list(char text[CONDITION_BYTES_MAX + 1], struct chance *chance, uint8_t which)
{
    static const char *const all[] = { ".list", "(.none // .list)", ".list | map(. + 1)" };
    static const char *const some[] = {
        "[.list[] | select(. >= %u)]",
        ".list | map(select(. < %u | not))",
        "[.list[] | select(. >= %u and true)] | map([.])",
    };
    const char *const *forms = which == 0 ? all : some;
    snprintf(text, CONDITION_BYTES_MAX + 1, forms[chance_below(chance, 3)], which);
}

/* The first stage always applies, so that something does. */
static void draw_procedure(struct procedure *procedure, uint32_t index)
{
    struct chance chance =
        world_chance("elements", index + 100 * (uint64_t)world_option(OPTION_variant));
    uint32_t runs = chance_one_in(&chance, 3) ? 1 + chance_below(&chance, RUNS_MAX) : 0;
    uint32_t at = 1;
    for (uint32_t run = 0; run < runs; run++) {
        char text[CONDITION_BYTES_MAX + 1] = "";
        uint32_t copies = 1 + chance_below(&chance, COPIES_MAX);
        uint8_t which = (uint8_t)chance_below(&chance, PLAN_SIZES);
        at += chance_below(&chance, 4);
        write_list(text, &chance, which);
        if (at + copies > procedure->stage_count) return;
        for (uint32_t i = 0; i < copies; i++, at++) {
            struct procedure_stage *stage = &procedure->stages[at];
            memcpy(stage->for_each, text, sizeof stage->for_each);
            stage->at_most = (uint8_t)copies;
            stage->element = (uint8_t)(i + 1);
            least[index][at] = which;
        }
    }
}

static void draw_bundle(struct plan_bundle *bundle, uint32_t index)
{
    struct chance chance = world_chance("list", index);
    bundle->list_count =
        (uint8_t)(chance_below(&chance, PLAN_LIST_MAX + 1) >> chance_below(&chance, 3));
    for (uint32_t i = 0; i < bundle->list_count; i++) {
        bundle->list[i] = (uint8_t)chance_below(&chance, PLAN_SIZES);
    }
}

static uint32_t count(const struct plan_bundle *bundle, uint32_t stage)
{
    uint32_t elements = 0;
    for (uint32_t i = 0; i < bundle->list_count; i++) {
        elements += bundle->list[i] >= least[bundle->procedure][stage];
    }
    return elements;
}

/* Nobody looks at the list of a stage whose condition is false. */
static void predict(const struct plan_bundle *bundle, struct prediction *made)
{
    const struct procedure *procedure = bundle->governing;
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        const struct procedure_stage *stage = &procedure->stages[i];
        if (stage->for_each[0] == '\0' || set_has(made->skipped, i)) continue;
        uint32_t elements = count(bundle, i);
        if (elements > stage->at_most) made->refused = ERR_ELEMENTS_TOO_MANY;
        if (elements < stage->element) made->skipped |= set_of(i);
    }
}

const struct feature feature_elements = {
    .begin = begin,
    .draw_procedure = draw_procedure,
    .draw_bundle = draw_bundle,
    .predict = predict,
};
