/* SPDX-License-Identifier: Apache-2.0 */
/* PUBLISH: a procedure version becomes known, once and for ever.
 *
 * Refusals in order: DRAINING, NOT_ALLOWED, REQUEST_CONFLICT, PROCEDURE_INVALID,
 * PROCEDURE_CONFLICT, DISK_FULL, BUSY. The same version with the same content is answered as before. */
#include "broker/core/machine.h"
#include "broker/core/procedure_check.h"
#include "broker/core/words.h"

/* Answer for a version that is known already. */
static void answer_known(struct step *step, const struct published *known)
{
    assert(known->position > 0);
    assert(known->procedure.version > 0);
    if (!hash_is_equal(&known->content, &step->event->content_hash)) {
        step_refuse_field(step, ERR_PROCEDURE_CONFLICT, "version", 0);
        return;
    }
    step_answer(step, &(struct msg_recorded){
                          .position = known->position,
                          .repeated = true,
                          .version = known->procedure.version,
                      });
}

/* Say which rule it breaks, or which condition jq does not take.
 *
 * Returns: true - refused. */
static bool refuse_definition(struct step *step, const struct procedure *procedure)
{
    const struct conditions *conditions = &step->event->conditions;
    struct refusal refusal = { .err = ERR_PROCEDURE_INVALID, .field = "procedure" };
    struct problem problem;
    struct words words;

    _Static_assert(sizeof refusal.text == sizeof problem.text, "the sentence fits");
    if (procedure_check(procedure, &problem, 1) != 0) {
        if (problem.kind == PROBLEM_CONDITION) refusal.field = "stages.applies_if";
        if (problem.kind == PROBLEM_ELEMENTS) refusal.field = "stages.for_each";
        memcpy(refusal.text, problem.text, sizeof refusal.text);
        step_refuse(step, &refusal);
        return true;
    }
    if (conditions->failure == NULL) return false;
    assert(conditions->failed_stage < procedure->stage_count);
    refusal.field = conditions->is_for_each ? "stages.for_each" : "stages.applies_if";
    words_init(&words, refusal.text, sizeof refusal.text);
    words_add(&words, "stage ");
    words_add_name(&words, &procedure->stages[conditions->failed_stage].name);
    words_add(&words, conditions->is_for_each ? ", for_each: " : ", applies_if: ");
    words_add(&words, conditions->failure);
    step_refuse(step, &refusal);
    return true;
}

/* Room for the definition and for every department that it names first. */
static bool has_room(const struct engine *engine, const struct procedure *procedure)
{
    const struct departments *departments = &engine->departments;

    assert(engine->published.count <= engine->published.count_max);
    assert(departments->count <= departments->count_max);
    if (engine->published.count == engine->published.count_max) return false;
    uint32_t left = departments->count_max - departments->count;
    return departments_missing(departments, procedure) <= left;
}

void step_publish(struct step *step)
{
    struct engine *engine = step->engine;
    const struct procedure *procedure = step->event->publish.procedure;

    assert(procedure != NULL);
    assert(step->event->type == EVENT_PUBLISH);
    if (!step_admit(step, ROLE_OPERATOR)) return;
    if (refuse_definition(step, procedure)) return;
    uint32_t known = published_find(&engine->published, &procedure->name, procedure->version);
    if (known != PUBLISHED_NONE) {
        answer_known(step, &engine->published.at[known]);
        return;
    }
    if (!step_has_disk(step, true, 0)) return;
    if (!has_room(engine, procedure)) {
        step_refuse_field(step, ERR_BUSY, "procedure", 0);
        return;
    }
    engine_record(step, &(struct fact){
                            .type = FACT_PROCEDURE_PUBLISHED,
                            .procedure_published = {
                                .procedure = procedure,
                                .content = step->event->content_hash,
                                .by = step->event->principal,
                                .request = step->event->request,
                            },
                        });
    step_answer(step, &(struct msg_recorded){
                          .position = engine->position_next - 1,
                          .version = procedure->version,
                      });
}
