/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/opinion.h"

const char *opinion_misfit(const struct procedure_stage *stage, uint8_t verdict)
{
    assert(verdict > 0);
    assert(!stage->opinion || stage->permit[0] == '\0');
    bool is_opinion = verdict >= VERDICT_AGREE && verdict <= VERDICT_FORWARD;
    bool is_decision = verdict == VERDICT_GRANT || verdict == VERDICT_REFUSE;
    /* An answer outside the closed set is an error, not a silent agreement (domain.md 4.1). */
    if (stage->opinion && is_decision) {
        return "the stage gives an opinion: agree, disagree or forward";
    }
    if (!stage->opinion && is_opinion) return "the stage decides: grant or refuse";
    return NULL;
}

bool opinion_needs_reason(uint8_t verdict)
{
    assert(verdict > 0);
    /* 许可法 38: a refusal; 45: why time is needed; domain.md 4.1 (初设 15): an opinion against it. */
    return verdict == VERDICT_REFUSE || verdict == VERDICT_PARK || verdict == VERDICT_SPECIAL ||
           verdict == VERDICT_CORRECT || verdict == VERDICT_DISAGREE || verdict == VERDICT_RETURN;
}

set32 opinions_given(const struct published *published, const struct bundle *bundle, uint32_t stage)
{
    const struct procedure_stage *definition = &published->procedure.stages[stage];
    set32 upstreams = definition->start_after.stages | definition->decide_after.stages;

    assert(stage < bundle->stage_count);
    assert(published->procedure.stage_count == bundle->stage_count);
    set32 given = bundle->in[STAGE_SEALED] | bundle->in[STAGE_GRANTED] | bundle->in[STAGE_ISSUED];
    given |= bundle->in[STAGE_BLOCKED] | bundle->in[STAGE_LAPSED]; /* it was said all the same */
    return upstreams & published->opinions & given;
}

/* Where nobody gave it, the fact that the time was over has the place of the verdict. */
static void fill(const struct engine *engine, const struct bundle *bundle, uint32_t stage,
                 struct opinion *opinion)
{
    const struct stage *record = bundle_stage(&engine->bundles, bundle, stage);
    const struct entry *deemed =
        bundle_open_entry(&engine->bundles, bundle, ENTRY_DEEMED, (uint8_t)stage);

    assert(record->verdict != 0);
    assert(record->job == JOB_DONE || deemed != NULL);
    *opinion = (struct opinion){
        .stage = engine->published.at[bundle->procedure].procedure.stages[stage].name,
        .verdict = record->verdict,
        .deemed = deemed != NULL,
        .position = deemed != NULL ? deemed->position : record->verdict_position,
    };
}

uint32_t engine_opinions(const struct engine *engine, uint64_t number, set32 stages,
                         struct opinion opinions[STAGES_MAX])
{
    uint32_t index = stages == 0 ? BUNDLE_NONE : bundles_find(&engine->bundles, number);
    uint32_t count = 0;

    assert(engine != NULL);
    if (index == BUNDLE_NONE) return 0;
    const struct bundle *bundle = &engine->bundles.at[index];
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (!set_has(stages, i)) continue;
        if (bundle_stage(&engine->bundles, bundle, i)->verdict == 0) continue; /* reviewed again */
        assert(count < STAGES_MAX);
        fill(engine, bundle, i, &opinions[count++]);
    }
    return count;
}
