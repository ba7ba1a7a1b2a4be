/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/order.h"

#include "broker/core/engine.h"
#include "tests/sim/world.h"

void order_plain(struct plan_version *version)
{
    for (uint8_t i = 0; i < STAGES_MAX; i++) {
        version->stages[i] = i;
    }
    for (uint8_t i = 0; i < MILESTONES_MAX; i++) {
        version->milestones[i] = i;
    }
    for (uint8_t i = 0; i < GATES_MAX; i++) {
        version->gates[i] = i;
    }
}

uint8_t order_stage(const struct plan_version *version, uint8_t place)
{
    return place < version->procedure.stage_count ? version->stages[place] : place;
}

uint8_t order_place(const struct plan_version *version, uint8_t stage)
{
    for (uint8_t i = 0; i < version->procedure.stage_count; i++) {
        if (version->stages[i] == stage) return i;
    }
    return stage;
}

const struct plan_version *order_of(const struct audit_bundle *bundle)
{
    return plan_version(plan.bundles[bundle->planned].procedure, bundle->procedure->version);
}

/* Those that are repeated for a list stay where they are: one of them follows on the other. */
static void shuffle_stages(struct chance *chance, struct plan_version *version)
{
    uint8_t free[STAGES_MAX];
    uint32_t count = 0;
    for (uint8_t i = 0; i < version->procedure.stage_count; i++) {
        if (version->procedure.stages[i].for_each[0] == '\0') free[count++] = i;
    }
    for (uint32_t left = count; left > 1; left--) {
        uint32_t at = chance_below(chance, left);
        uint8_t last = version->stages[free[left - 1]];
        version->stages[free[left - 1]] = version->stages[free[at]];
        version->stages[free[at]] = last;
    }
}

static void shuffle(struct chance *chance, uint8_t *places, uint32_t count)
{
    for (uint32_t left = count; left > 1; left--) {
        uint32_t at = chance_below(chance, left);
        uint8_t last = places[left - 1];
        places[left - 1] = places[at];
        places[at] = last;
    }
}

void order_draw(struct plan_version *version, uint64_t which)
{
    struct chance chance = world_chance("order", which);
    order_plain(version);
    shuffle(&chance, version->milestones, version->procedure.milestone_count);
    shuffle(&chance, version->gates, version->procedure.gate_count);
    if (!chance_one_in(&chance, 3)) shuffle_stages(&chance, version);
}

/* A set of the plan's milestones as one of places in the list. */
static set32 published_set(const struct plan_version *version, set32 milestones)
{
    set32 places = 0;
    for (uint32_t i = 0; i < version->procedure.milestone_count; i++) {
        if (set_has(milestones, version->milestones[i])) places |= set_of(i);
    }
    return places;
}

static set32 published_stages(const struct plan_version *version, set32 stages)
{
    set32 places = 0;
    for (uint32_t i = 0; i < version->procedure.stage_count; i++) {
        if (set_has(stages, version->stages[i])) places |= set_of(i);
    }
    return places;
}

void order_publish(const struct plan_version *version, struct procedure *published)
{
    const struct procedure *own = &version->procedure;
    *published = *own;
    for (uint32_t i = 0; i < own->milestone_count; i++) {
        published->milestones[i] = own->milestones[version->milestones[i]];
        bool is_last = own->pre_review_until == version->milestones[i] + 1;
        if (is_last) published->pre_review_until = (uint8_t)(i + 1);
    }
    for (uint32_t i = 0; i < own->gate_count; i++) {
        published->gates[i] = own->gates[version->gates[i]];
        published->gates[i].members = published_stages(version, published->gates[i].members);
    }
    for (uint32_t i = 0; i < own->material_count; i++) {
        set32 *stages = &published->materials[i].stages;
        *stages = published_stages(version, *stages);
    }
    for (uint32_t i = 0; i < own->signer_count; i++) {
        set32 *stages = &published->signers[i].stages;
        *stages = published_stages(version, *stages);
    }
    for (uint32_t i = 0; i < own->stage_count; i++) {
        struct procedure_stage *stage = &published->stages[i];
        *stage = own->stages[version->stages[i]];
        stage->start_after.stages = published_stages(version, stage->start_after.stages);
        stage->decide_after.stages = published_stages(version, stage->decide_after.stages);
        stage->start_after.milestones = published_set(version, stage->start_after.milestones);
        stage->decide_after.milestones = published_set(version, stage->decide_after.milestones);
    }
}

/* A set of places as one of the plan's stages; a place that there is not stays one. */
static void read_stages(const struct plan_version *version, set32 *stages)
{
    set32 places = *stages;
    *stages = 0;
    for (uint8_t i = 0; i < STAGES_MAX; i++) {
        if (set_has(places, i)) *stages |= set_of(order_stage(version, i));
    }
}

static void read_stage(const struct plan_version *version, uint8_t *stage)
{
    *stage = order_stage(version, *stage);
}

static void read_onward(const struct plan_version *version, struct fact *fact)
{
    struct onward *onward = (struct onward *)(uintptr_t)fact_onward(fact);
    if (onward == NULL) return;
    read_stages(version, &onward->opened);
    read_stages(version, &onward->granted);
}

static void read_jobs(const struct plan_version *version, struct fact *fact)
{
    switch ((int)fact->type) {
        case FACT_JOBS_LEASED:
            for (uint32_t i = 0; i < fact->jobs_leased.lease_count; i++) {
                read_stage(version, &fact->jobs_leased.leases[i].stage);
            }
            break;
        case FACT_JOB_RENEWED: read_stage(version, &fact->job_renewed.stage); break;
        case FACT_JOB_EXPIRED: read_stage(version, &fact->job_expired.stage); break;
        case FACT_JOB_RELEASED: read_stage(version, &fact->job_released.stage); break;
        case FACT_JOB_FAILED: read_stage(version, &fact->job_failed.stage); break;
        case FACT_JOB_PARKED: read_stage(version, &fact->job_parked.stage); break;
        case FACT_JOB_READIED: read_stage(version, &fact->job_readied.stage); break;
        case FACT_CLAIM_REFUSED: read_stage(version, &fact->claim_refused.stage); break;
        default: break;
    }
}

static void read_decisions(const struct plan_version *version, struct fact *fact)
{
    switch ((int)fact->type) {
        case FACT_BUNDLE_SUBMITTED: read_stages(version, &fact->bundle_submitted.skipped); break;
        case FACT_STAGE_BLOCKED: read_stage(version, &fact->stage_blocked.stage); break;
        case FACT_SUPPLIED: read_stages(version, &fact->supplied.stages); break;
        case FACT_VERDICT_GIVEN:
            read_stage(version, &fact->verdict_given.stage);
            read_stages(version, &fact->verdict_given.stages);
            break;
        case FACT_ACTED:
            read_stage(version, &fact->acted.stage);
            read_stages(version, &fact->acted.stages);
            break;
        case FACT_PERMITS_ISSUED:
            read_stages(version, &fact->permits_issued.tolerated);
            for (uint32_t i = 0; i < fact->permits_issued.permit_count; i++) {
                read_stage(version, &fact->permits_issued.permits[i].stage);
            }
            break;
        default: break;
    }
}

void order_read(const struct plan_version *version, struct fact *fact)
{
    read_onward(version, fact);
    read_jobs(version, fact);
    read_decisions(version, fact);
    uint8_t *milestone = &fact->milestone.milestone;
    uint8_t *gate = NULL;
    bool is_milestone =
        fact->type == FACT_MILESTONE_REACHED || fact->type == FACT_MILESTONE_CALLED_OFF;
    if (is_milestone && *milestone < MILESTONES_MAX) *milestone = version->milestones[*milestone];
    if (fact->type == FACT_PERMITS_ISSUED) gate = &fact->permits_issued.gate;
    if (fact->type == FACT_GATE_LAPSED) gate = &fact->gate_lapsed.gate;
    if (gate != NULL && *gate < GATES_MAX) *gate = version->gates[*gate];
}

/* ---- Images ---------------------------------------------------------------------------------- */

static void read_entry(const struct plan_version *version, struct entry *entry)
{
    set32 stages = entry->kind == ENTRY_TOLERANCE ? (set32)entry->amount : (set32)entry->materials;
    read_stage(version, &entry->stage);
    read_stages(version, &stages);
    if (entry->kind == ENTRY_TOLERANCE) entry->amount = stages;
    if (entry->kind != ENTRY_RETURN) return;
    entry->materials = stages;
    read_stage(version, &entry->detail);
}

void order_read_image(struct bundle_image *image)
{
    static struct stage_image stages[STAGES_MAX];
    uint32_t procedure = plan_named(&image->procedure);
    const struct plan_version *version =
        procedure == PLAN_PROCEDURES_MAX ? NULL : plan_version(procedure, image->version);
    if (version == NULL) return;
    memcpy(stages, image->stages, sizeof stages);
    for (uint8_t i = 0; i < image->stage_count; i++) {
        image->stages[order_stage(version, i)] = stages[i];
    }
    for (uint32_t i = 0; i < image->entry_count; i++) {
        read_entry(version, &image->entries[i]);
    }
}

void order_read_job(struct msg_job *job)
{
    uint32_t procedure = plan_named(&job->procedure);
    if (procedure == PLAN_PROCEDURES_MAX) return;
    const struct plan_version *version = plan_version(procedure, job->version);
    if (version != NULL) read_stage(version, &job->stage);
}

enum err order_image(const struct engine *engine, uint64_t number, struct bundle_image *image)
{
    enum err err = engine_image(engine, number, image);
    if (err == OK) order_read_image(image);
    return err;
}
