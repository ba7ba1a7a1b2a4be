/* SPDX-License-Identifier: Apache-2.0 */
/* PUBLISH: a procedure version becomes known, once and for ever.
 *
 * Refusals in order: DRAINING, NOT_ALLOWED, REQUEST_CONFLICT, PROCEDURE_INVALID,
 * PROCEDURE_CONFLICT, DISK_FULL, BUSY. The same version with the same content is answered as before. */
#include "broker/core/machine.h"
#include "broker/core/procedure_check.h"

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
    struct problem problem;

    assert(procedure != NULL);
    assert(step->event->type == EVENT_PUBLISH);
    if (!step_admit(step, ROLE_OPERATOR)) return;
    if (procedure_check(procedure, &problem, 1) != 0) {
        struct refusal refusal = { .err = ERR_PROCEDURE_INVALID, .field = "procedure" };
        _Static_assert(sizeof refusal.text == sizeof problem.text, "the sentence fits");
        memcpy(refusal.text, problem.text, sizeof refusal.text);
        step_refuse(step, &refusal);
        return;
    }
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
