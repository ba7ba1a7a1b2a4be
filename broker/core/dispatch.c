/* SPDX-License-Identifier: Apache-2.0 */
/* Dispatch: ready jobs meet free sessions. Runs at the end of each step, department by department
 * among the hot ones, as long as the step has room; a department that is left hot goes to the end
 * of the list, so that a busy one cannot starve the others. */
#include "broker/core/machine.h"
#include "broker/core/mix.h"

static bool has_room(const struct step *step)
{
    assert(step->facts->count <= STEP_FACTS_MAX);
    assert(step->effects->count <= STEP_EFFECTS_MAX);
    return step->facts->count < STEP_FACTS_MAX && step->effects->count < STEP_EFFECTS_MAX;
}

/* Nobody can guess it who has not been sent it; never zero, never twice while the engine lives. */
static uint64_t make_token(const struct step *step)
{
    uint64_t leases = step->engine->totals.leases + 1;
    uint64_t token = mix_in(mix_in(step->event->entropy, leases), step->event->entropy);

    assert(leases > 0);
    return token == 0 ? leases : token;
}

/* The lease is recorded; now its holder is told, with all that the engine knows of the job. */
static void send_job(struct step *step, stage_ref ref, session_id session)
{
    uint32_t index;
    const struct bundle *bundle = bundles_of_ref(&step->engine->bundles, ref, &index);
    const struct stage *stage = bundle_stage(&step->engine->bundles, bundle, index);
    const struct procedure *procedure = &step->engine->published.at[bundle->procedure].procedure;

    assert(stage->job == JOB_LEASED);
    assert(step->effects->count < STEP_EFFECTS_MAX);
    step->effects->effects[step->effects->count++] = (struct effect){
        .type = EFFECT_JOB,
        .session = session,
        .job = {
            .submitted_position = bundle->submitted_position,
            .job = {
                .bundle = bundle->number,
                .stage = (uint8_t)index,
                .attempt = stage->attempt,
                .token = stage->token,
                .until_ms = stage->due_ms,
                .lease_ms = procedure->stages[index].lease_ms,
                .stage_name = procedure->stages[index].name,
                .procedure = procedure->name,
                .version = procedure->version,
                .priority = bundle->priority,
                .submitted_ms = bundle->submitted_ms,
            },
        },
    };
}

/* The job of the department that is next to the session that has waited longest. */
static void lease_next(struct step *step, uint16_t department)
{
    struct engine *engine = step->engine;
    stage_ref ref = departments_next_ready(&engine->departments, department);
    uint32_t session = presence_take(&engine->presence, &engine->departments, department);
    uint32_t index;
    const struct bundle *bundle = bundles_of_ref(&engine->bundles, ref, &index);
    struct stage *stage = bundle_stage(&engine->bundles, bundle, index);
    const struct procedure *procedure = &engine->published.at[bundle->procedure].procedure;

    bundles_recall(&engine->bundles, ref / STAGES_MAX);
    assert(stage->job == JOB_READY);
    assert(engine->presence.at[session].department == department);
    engine_record(step, &(struct fact){
                            .type = FACT_JOB_LEASED,
                            .bundle = bundle->number,
                            .job_leased = {
                                .stage = (uint8_t)index,
                                .attempt = stage->attempt + 1,
                                .token = make_token(step),
                                .until_ms = step->event->now_ms + procedure->stages[index].lease_ms,
                                .worker = engine->presence.at[session].principal,
                            },
                        });
    stage->clock.session = engine->presence.at[session].id.n;
    send_job(step, ref, engine->presence.at[session].id);
}

void dispatch(struct step *step)
{
    struct departments *departments = &step->engine->departments;

    if (step->engine->is_draining || step->event->room == ROOM_NONE) return;
    while (has_room(step)) {
        uint16_t index = departments_take_hot(departments);
        if (index == DEPARTMENT_NONE) return;
        assert(index < departments->count);
        while (has_room(step) && department_is_matching(&departments->at[index])) {
            lease_next(step, index);
        }
        departments_heat(departments, index);
    }
}
