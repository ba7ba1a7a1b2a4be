/* SPDX-License-Identifier: Apache-2.0 */
/* Sets grow until nothing more follows: no states, no facts, no time. */
#include "tests/sim/model.h"

static const struct feature *const features[] = {
#define FEATURE_ROW(name) &feature_##name,
    FEATURE_TABLE(FEATURE_ROW)
#undef FEATURE_ROW
};

#define FEATURE_COUNT (sizeof features / sizeof features[0])

/* Each feature that has the hook. */
#define EACH(hook, arguments) \
    for (size_t i = 0; i < FEATURE_COUNT; i++) { \
        if (features[i]->hook != NULL) features[i]->hook arguments; \
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
    return definition->policy != GATE_ALL_OR_NOTHING ||
           (definition->members & ~model->made.skipped & ~model->made.granted) == 0;
}

static void visit(struct model *model, uint32_t stage)
{
    const struct procedure_stage *definition = &model->procedure->stages[stage];
    if (set_has(model->made.skipped | model->made.fixed | model->made.lost, stage)) return;
    if (!are_met(model, stage, &definition->start_after)) return;
    model->made.opened |= set_of(stage);
    if (set_has(model->made.refusals, stage)) return;
    if (are_met(model, stage, &definition->decide_after)) model->made.granted |= set_of(stage);
    if (is_issued(model, stage)) model->made.issued |= set_of(stage);
}

struct prediction model_predict(uint32_t bundle)
{
    struct model model = { .procedure = plan_procedure(bundle), .bundle = &plan.bundles[bundle] };
    struct prediction before;
    model.made.refusals = model.made.reviewers = model.bundle->refusals;
    EACH(predict, (model.bundle, &model.made))
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

uint8_t model_verdict(const struct audit_bundle *bundle, uint32_t stage)
{
    bool is_refused = set_has(model_predict(bundle->planned).refusals, stage);
    uint8_t verdict = is_refused ? VERDICT_REFUSE : VERDICT_GRANT;
    EACH(intend, (bundle, stage, &verdict))
    return verdict;
}

/* ---- Every feature's turn -------------------------------------------------------------------- */

int64_t model_next_ms(int64_t now_ms)
{
    int64_t next_ms = INT64_MAX;
    for (size_t i = 0; i < FEATURE_COUNT; i++) {
        if (features[i]->next_ms == NULL) continue;
        int64_t own_ms = features[i]->next_ms(now_ms);
        if (own_ms < next_ms) next_ms = own_ms;
    }
    return next_ms;
}

void model_begin(void)
{
    EACH(begin, ())
}

void model_draw_procedure(struct procedure *procedure, uint32_t index)
{
    EACH(draw_procedure, (procedure, index))
}

void model_draw_versions(struct plan_procedure *procedure, uint32_t index)
{
    EACH(draw_versions, (procedure, index))
}

void model_draw_bundle(struct plan_bundle *bundle, uint32_t index)
{
    EACH(draw_bundle, (bundle, index))
}

void model_add_duties(void)
{
    EACH(add_duties, ())
}

void model_on_submitted(uint32_t peer, const struct duty *submit)
{
    EACH(on_submitted, (peer, submit))
}

void model_on_job(uint32_t peer, const struct msg_job *job)
{
    EACH(on_job, (peer, job))
}

void model_review(struct duty *duty)
{
    EACH(review, (duty))
}

bool model_apply(struct audit_bundle *bundle, const struct fact *fact)
{
    bool is_own = false;
    for (size_t i = 0; i < FEATURE_COUNT; i++) {
        if (features[i]->apply != NULL && features[i]->apply(bundle, fact)) is_own = true;
    }
    return is_own;
}

void model_take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    EACH(take_fact, (bundle, fact))
}

/* Some feature sees to it. */
#define ANY(hook, arguments) \
    for (size_t i = 0; i < FEATURE_COUNT; i++) { \
        if (features[i]->hook != NULL && features[i]->hook arguments) return true; \
    } \
    return false;

bool model_open(struct audit_bundle *bundle, const struct fact *fact, uint8_t stage)
{
    ANY(open, (bundle, fact, stage))
}

bool model_grant(struct audit_bundle *bundle, const struct fact *fact, uint8_t stage)
{
    ANY(grant, (bundle, fact, stage))
}

bool model_explains(const struct audit_bundle *bundle, uint8_t stage)
{
    for (size_t i = 0; i < FEATURE_COUNT; i++) {
        if (features[i]->explains != NULL && !features[i]->explains(bundle, stage)) return false;
    }
    return true;
}

bool model_bears(const struct audit_bundle *bundle, const struct procedure *to)
{
    for (size_t i = 0; i < FEATURE_COUNT; i++) {
        if (features[i]->bears != NULL && !features[i]->bears(bundle, to)) return false;
    }
    return true;
}

uint8_t model_holds(const struct audit_bundle *bundle, uint8_t stage)
{
    uint8_t wait = 0;
    for (size_t i = 0; i < FEATURE_COUNT && wait == 0; i++) {
        if (features[i]->holds != NULL) wait = features[i]->holds(bundle, stage);
    }
    return wait;
}

static bool awaits(const struct feature *feature, const struct audit_bundle *bundle)
{
    return feature->awaits != NULL && feature->awaits(bundle);
}

set32 model_withholds(const struct audit_bundle *bundle)
{
    set32 stages = 0;
    for (size_t i = 0; i < FEATURE_COUNT; i++) {
        if (features[i]->withholds != NULL) stages |= features[i]->withholds(bundle);
    }
    return stages;
}

bool model_releases(const struct audit_bundle *bundle, uint32_t gate, int64_t now_ms)
{
    bool is_released = false;
    for (size_t i = 0; i < FEATURE_COUNT; i++) {
        if (features[i]->releases == NULL) continue;
        is_released = is_released || features[i]->releases(bundle, gate, now_ms);
    }
    return is_released;
}

bool model_awaits(const struct audit_bundle *bundle)
{
    bool is_awaited = false;
    for (size_t i = 0; i < FEATURE_COUNT; i++) {
        is_awaited = is_awaited || awaits(features[i], bundle);
    }
    return is_awaited;
}

set32 model_reviewed_again(const struct audit_bundle *bundle, uint64_t changed)
{
    set32 stages = 0;
    for (size_t i = 0; i < FEATURE_COUNT; i++) {
        bool is_for_it = features[i]->reviewed_again != NULL && awaits(features[i], bundle);
        if (is_for_it) stages |= features[i]->reviewed_again(bundle, changed);
    }
    return stages;
}

void model_supplied(struct audit_bundle *bundle, const struct fact *fact)
{
    for (size_t i = 0; i < FEATURE_COUNT; i++) {
        bool is_for_it = features[i]->supplied != NULL && awaits(features[i], bundle);
        if (is_for_it) features[i]->supplied(bundle, fact);
    }
}

void model_settled(const struct audit_bundle *bundle)
{
    EACH(settled, (bundle))
}

void model_look_at_time(int64_t now_ms)
{
    EACH(look_at_time, (now_ms))
}

void model_judge(uint32_t peer, const struct message *message)
{
    EACH(judge, (peer, message))
}

void model_look(const struct engine *engine, int64_t now_ms, const char *what)
{
    EACH(look, (engine, now_ms, what))
}
