/* SPDX-License-Identifier: Apache-2.0 */
/* Dispatch: ready jobs meet free sessions. Runs at the end of each step, department by department
 * among the hot ones, as long as the step has room; a department that is left hot goes to the end
 * of the list, so that a busy one cannot starve the others. What a new bundle has for several
 * departments goes out by one fact, as far as it is its turn in each. */
#include "broker/core/intake.h"
#include "broker/core/machine.h"
#include "broker/core/supply.h"
#include "broker/core/mix.h"
#include "broker/core/opinion.h"

static bool has_room(const struct step *step)
{
    assert(step->facts->count <= STEP_FACTS_MAX);
    assert(step->effects->count <= STEP_EFFECTS_MAX);
    return step->facts->count < STEP_FACTS_MAX && step->effects->count < STEP_EFFECTS_MAX;
}

/* Nobody can guess it who has not been sent it; never zero, never twice while the engine lives.
 *
 * Shape: leased - leases of this fact before it. */
static uint64_t make_token(const struct step *step, uint32_t leased)
{
    uint64_t leases = step->engine->totals.leases + leased + 1;
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
            .application_position = supply_position(&step->engine->bundles, bundle),
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
                .element = procedure->stages[index].element,
                .opinions = opinions_given(&step->engine->published.at[bundle->procedure], bundle,
                                           index),
            },
        },
    };
}

/* Jobs of one bundle that are leased by one fact, and to whom. */
struct handout {
    stage_ref bundle; /* of its first stage */
    struct fact_jobs_leased *leased;
    session_id sessions[LEASES_PER_FACT_MAX];
};

/* The session that has waited longest gets the job. */
static void add_lease(const struct step *step, struct handout *handout, uint32_t stage,
                      uint16_t department)
{
    struct engine *engine = step->engine;
    const struct bundle *bundle = &engine->bundles.at[handout->bundle / STAGES_MAX];
    const struct procedure *procedure = &engine->published.at[bundle->procedure].procedure;
    const struct stage *record = bundle_stage(&engine->bundles, bundle, stage);
    /* Who accepted it may not decide: a lease would be in vain (受审分离). */
    uint32_t session = presence_take(&engine->presence, &engine->departments, department,
                                     intake_acceptor(&engine->bundles, bundle));
    uint32_t at = handout->leased->lease_count++;

    assert(record->job == JOB_READY);
    assert(engine->presence.at[session].department == department);
    handout->sessions[at] = engine->presence.at[session].id;
    handout->leased->leases[at] = (struct lease){
        .stage = (uint8_t)stage,
        .attempt = record->attempt + 1,
        .token = make_token(step, at),
        .until_ms = step->event->now_ms + procedure->stages[stage].lease_ms,
        .worker = engine->presence.at[session].principal,
    };
}

/* The jobs of a bundle that are next in their departments, as those of a new bundle mostly are. */
static void add_leases(const struct step *step, struct handout *handout)
{
    const struct engine *engine = step->engine;
    const struct bundle *bundle = &engine->bundles.at[handout->bundle / STAGES_MAX];
    const struct published *published = &engine->published.at[bundle->procedure];
    uint32_t room = STEP_EFFECTS_MAX - step->effects->count;

    assert(handout->leased->lease_count == 0);
    assert(room > 0);
    if (room > LEASES_PER_FACT_MAX) room = LEASES_PER_FACT_MAX;
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        uint16_t department = published->departments[i];
        if (handout->leased->lease_count == room) return;
        if (!set_has(bundle->in[STAGE_REVIEWING], i)) continue;
        if (!department_is_matching(&engine->departments.at[department])) continue;
        /* One that is taken already is still its department's next, so none is taken twice. */
        stage_ref next = departments_next_ready(&engine->departments, department);
        if (next == handout->bundle + i) add_lease(step, handout, i, department);
    }
}

/* Lease what the bundle that is next in the department has for it, and for others where it is next,
 * too. If that is more than one fact holds, the department is asked again. */
static void lease_next(struct step *step, uint16_t department)
{
    struct engine *engine = step->engine;
    stage_ref ref = departments_next_ready(&engine->departments, department);
    uint32_t index;
    const struct bundle *bundle = bundles_of_ref(&engine->bundles, ref, &index);
    struct fact *fact = engine_fact(step, FACT_JOBS_LEASED, bundle->number);
    const struct fact_jobs_leased *leased = &fact->jobs_leased;
    struct handout handout; /* its sessions are as many as there are leases */

    handout.bundle = ref - index;
    handout.leased = &fact->jobs_leased;
    handout.leased->lease_count = 0;
    bundles_recall(&engine->bundles, ref / STAGES_MAX);
    add_leases(step, &handout);
    engine_record(step, fact);
    for (uint32_t i = 0; i < leased->lease_count; i++) {
        stage_ref job = handout.bundle + leased->leases[i].stage;
        bundles_stage_of_ref(&engine->bundles, job)->clock.session = handout.sessions[i].n;
        send_job(step, job, handout.sessions[i]);
    }
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
