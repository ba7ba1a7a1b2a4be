/* SPDX-License-Identifier: Apache-2.0 */
/* What a bundle waits for, since when, and who could act.
 *
 *     WAITING    its review waits for the open start_after edges           EDGE_START
 *     REVIEWING  READY, DELAYED, PARKED: its review waits                  EDGE_START
 *                LEASED: its decision waits for the verdict                EDGE_DECIDE
 *                and for the open decide_after edges all the same          EDGE_DECIDE
 *     SEALED     its decision waits for the open decide_after edges        EDGE_DECIDE
 *     GRANTED    its permit waits for the other members of its gate        EDGE_ISSUE
 *
 *                or for a missing material, and until a hold is over       EDGE_ISSUE
 *
 *     PAUSED     its review waits for what its dossier says                EDGE_START
 *     SEALED in pre-review waits for its milestone, too                    EDGE_DECIDE
 *     returned   its review waits until the stage that it was returned to is decided again
 *                its decision waits for its signers                        EDGE_DECIDE
 *     ISSUED     what follows for its permit: explain_after.c                EDGE_AFTER
 *     suspended  the bundle as a whole waits to be resumed, and for nothing else
 *     received   ... for somebody at the counter; until it is deemed accepted
 *     correcting ... for the applicant; until it lapses
 *
 * An open bundle has at least one stage that is not final, and after a cascade none of these states
 * waits for nothing: so a bundle that waits always has an explanation. The tests hold this after
 * every step; it is no assertion, since a query must survive a damaged store. */
#include "broker/core/correction.h"
#include "broker/core/explain_after.h"
#include "broker/core/hold.h"
#include "broker/core/image.h"
#include "broker/core/intake.h"
#include "broker/core/reopening.h"
#include "broker/core/signing.h"
#include "broker/core/special.h"
#include "broker/core/time_limit.h"
#include "broker/core/tolerance.h"

struct inquiry {
    const struct engine *engine;
    const struct bundle *bundle;
    const struct published *published;
    struct msg_explanation *explanation;
};

/* A new wait of a stage, or NULL when the answer is full. */
static struct wait *wait_add(const struct inquiry *inquiry, uint32_t stage, enum wait_edge edge,
                             enum wait_kind kind)
{
    struct msg_explanation *explanation = inquiry->explanation;

    assert(stage < inquiry->bundle->stage_count);
    assert(explanation->wait_count <= WAITS_MAX);
    if (explanation->wait_count == WAITS_MAX) return NULL;
    struct wait *wait = &explanation->waits[explanation->wait_count++];
    *wait = (struct wait){
        .stage = inquiry->published->procedure.stages[stage].name,
        .edge = (uint8_t)edge,
        .kind = (uint8_t)kind,
        .since_ms = bundle_stage(&inquiry->engine->bundles, inquiry->bundle, stage)->since_ms,
    };
    return wait;
}

/* Who could act: the department of a stage. */
static const struct department *add_department(const struct inquiry *inquiry, uint32_t stage,
                                               struct wait *wait)
{
    uint16_t index = inquiry->published->departments[stage];

    assert(index < inquiry->engine->departments.count);
    assert(stage < inquiry->bundle->stage_count);
    const struct department *department = &inquiry->engine->departments.at[index];
    wait->department = department->name;
    wait->workers = department->session_count;
    wait->workers_free = department->free_count;
    return department;
}

/* Edges that are open: neither met nor beyond hope. The latter block the stage, if not now (its
 * review goes on), then when its verdict is there. */
static void explain_edges(const struct inquiry *inquiry, uint32_t stage, enum wait_edge edge)
{
    const struct bundle *bundle = inquiry->bundle;
    const struct procedure *procedure = &inquiry->published->procedure;
    const struct edges *edges = edge == EDGE_START ? &procedure->stages[stage].start_after
                                                   : &procedure->stages[stage].decide_after;
    set32 inside = published_same_gate(inquiry->published, stage);
    set32 met =
        bundle->in[STAGE_ISSUED] | bundle->in[STAGE_SKIPPED] | (bundle->in[STAGE_GRANTED] & inside);
    set32 stages_settled = met | bundle_ungranted(bundle);
    set32 milestones_settled = (set32)bundle->milestones_reached | bundle->milestones_called_off;

    assert(edge == EDGE_START || edge == EDGE_DECIDE);
    assert(procedure->milestone_count == bundle->milestone_count);
    for (uint32_t i = 0; i < bundle->milestone_count; i++) {
        if (!set_has(edges->milestones & ~milestones_settled, i)) continue;
        struct wait *wait = wait_add(inquiry, stage, edge, WAIT_MILESTONE);
        if (wait != NULL) wait->on = procedure->milestones[i].name;
    }
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (!set_has(edges->stages & ~stages_settled, i)) continue;
        struct wait *wait = wait_add(inquiry, stage, edge, WAIT_STAGE);
        if (wait == NULL) continue;
        wait->on = procedure->stages[i].name;
        add_department(inquiry, i, wait);
    }
}

/* Ready jobs of the department that are not less urgent, but for this one. */
static uint32_t queued_before(const struct department *department, uint32_t priority)
{
    uint32_t count = 0;

    assert(priority < PRIORITY_COUNT);
    for (uint32_t level = 0; level <= priority; level++) {
        count += department->ready[level].job_count;
    }
    assert(count > 0);
    return count - 1;
}

static void explain_job(const struct inquiry *inquiry, uint32_t stage)
{
    const struct stage *record = bundle_stage(&inquiry->engine->bundles, inquiry->bundle, stage);
    static const uint8_t kinds[JOB_STATE_COUNT] = {
        [JOB_READY] = WAIT_WORKER,
        [JOB_LEASED] = WAIT_VERDICT,
        [JOB_DELAYED] = WAIT_RETRY,
        [JOB_PARKED] = WAIT_OPERATOR,
    };
    enum wait_kind kind = (enum wait_kind)kinds[record->job];

    assert(record->state == STAGE_REVIEWING);
    assert(kind != 0);
    struct wait *wait =
        wait_add(inquiry, stage, kind == WAIT_VERDICT ? EDGE_DECIDE : EDGE_START, kind);
    if (wait == NULL) return;
    const struct department *department = add_department(inquiry, stage, wait);
    bool is_timed = kind == WAIT_VERDICT || kind == WAIT_RETRY;
    if (is_timed) wait->until_ms = record->due_ms;
    if (kind == WAIT_WORKER) {
        wait->queued_before = queued_before(department, inquiry->bundle->priority);
    }
}

/* Those who are asked for their signature, and the open edges of the decision all the same. */
static void explain_signers(const struct inquiry *inquiry, uint32_t stage)
{
    const struct name *signer;

    if (!signing_is_on(inquiry->engine, inquiry->bundle, stage)) return;
    for (uint32_t i = 0;
         (signer = signing_asked(inquiry->engine, inquiry->bundle, stage, i)) != NULL; i++) {
        struct wait *wait = wait_add(inquiry, stage, EDGE_DECIDE, WAIT_SIGNERS);
        if (wait == NULL) return;
        assert(i < SIGNERS_PER_STAGE_MAX);
        wait->on = *signer;
        wait->department = inquiry->published->procedure.stages[stage].department;
    }
    explain_edges(inquiry, stage, EDGE_DECIDE);
}

/* Missing materials that hold a granted stage: those that it reads, or another one that its gate would
 * issue with it. */
static void explain_missing(const struct inquiry *inquiry, uint32_t stage)
{
    uint8_t gate = inquiry->published->gates[stage];
    set32 together = gate == GATE_NONE ? set_of(stage)
                                       : inquiry->published->procedure.gates[gate].members &
                                             inquiry->bundle->in[STAGE_GRANTED];
    const struct procedure *procedure = &inquiry->published->procedure;

    assert(stage < procedure->stage_count);
    for (uint32_t i = 0; i < inquiry->bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&inquiry->engine->bundles, inquiry->bundle, i);
        if (entry->kind != ENTRY_TOLERANCE || entry->state != TOLERANCE_MISSING) continue;
        uint32_t material = 0;
        while ((entry->materials >> material & 1) == 0) {
            material++;
        }
        assert(material < procedure->material_count);
        set32 readers = procedure->materials[material].stages;
        if (readers != 0 && (readers & together) == 0) continue;
        struct wait *wait = wait_add(inquiry, stage, EDGE_ISSUE, WAIT_TOLERANCE);
        if (wait == NULL) return;
        wait->on = procedure->materials[material].name;
        wait->until_ms = tolerance_due_ms(inquiry->engine, inquiry->bundle, entry);
    }
}

/* Until when at the latest its gate holds it. */
static void explain_hold(const struct inquiry *inquiry, uint32_t stage, uint8_t gate)
{
    int64_t end_ms = hold_end_ms(inquiry->engine, inquiry->bundle, gate);

    assert(set_has(inquiry->bundle->in[STAGE_GRANTED], stage));
    if (end_ms == INT64_MAX) return;
    if (!set_has(hold_ready(inquiry->engine, inquiry->bundle, gate), stage)) return;
    struct wait *wait = wait_add(inquiry, stage, EDGE_ISSUE, WAIT_HOLD);
    if (wait != NULL) wait->until_ms = end_ms;
}

static void explain_gate(const struct inquiry *inquiry, uint32_t stage)
{
    const struct bundle *bundle = inquiry->bundle;
    uint8_t gate = inquiry->published->gates[stage];
    const struct procedure_gate *gates = inquiry->published->procedure.gates;

    bool waits = gate == GATE_NONE || gates[gate].on_tolerance != ON_TOLERANCE_GRANT;
    if (waits) explain_missing(inquiry, stage);
    if (gate == GATE_NONE) return; /* nothing else holds it outside gates */
    if (bundle_gate_state(bundle, gate) != GATE_OPEN) return; /* ... and behind a hold */
    explain_hold(inquiry, stage, gate);
    set32 open = inquiry->published->procedure.gates[gate].members & ~bundle->in[STAGE_GRANTED] &
                 ~bundle->in[STAGE_SKIPPED] & ~bundle_ungranted(bundle);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (!set_has(open, i)) continue;
        struct wait *wait = wait_add(inquiry, stage, EDGE_ISSUE, WAIT_GATE);
        if (wait == NULL) continue;
        wait->on = inquiry->published->procedure.stages[i].name;
        add_department(inquiry, i, wait);
    }
}

/* The open entry by which a stage waits for corrections, or NULL. */
static const struct entry *find_correction(const struct inquiry *inquiry, uint32_t stage)
{
    assert(stage < inquiry->bundle->stage_count);
    for (uint32_t i = 0; i < inquiry->bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&inquiry->engine->bundles, inquiry->bundle, i);
        bool is_it = entry->kind == ENTRY_DEFICIENCY ||
                     (entry->kind == ENTRY_PAUSE && entry->detail == PAUSE_CORRECTION);
        if (is_it && entry->stage == stage && entry->until_ms == 0) return entry;
    }
    return NULL;
}

/* Told: for the applicant. Raised: until the applicant is told; before acceptance nobody has to. */
static void explain_correction(const struct inquiry *inquiry, uint32_t stage)
{
    static const struct name supervisor = { "supervisor" };
    const struct entry *entry = find_correction(inquiry, stage);
    bool is_pre = inquiry->bundle->phase == PHASE_PRE_REVIEW;

    assert(set_has(inquiry->bundle->in[STAGE_PAUSED], stage));
    if (entry == NULL) return;
    bool is_for_supply = is_pre || entry->kind == ENTRY_PAUSE;
    struct wait *wait =
        wait_add(inquiry, stage, EDGE_START, is_for_supply ? WAIT_SUPPLY : WAIT_NOTICE);
    if (wait == NULL) return;
    wait->since_ms = entry->from_ms;
    if (is_pre) return;
    if (is_for_supply) {
        wait->until_ms = correction_answer_due(inquiry->engine, inquiry->bundle);
        return;
    }
    wait->until_ms = correction_notice_due(inquiry->engine, inquiry->bundle);
    bool is_answered = correction_told(&inquiry->engine->bundles, inquiry->bundle) == 0;
    if (wait->until_ms == 0 && is_answered) wait->on = supervisor;
}

/* What is sealed before acceptance waits for that, whatever else it waits for; so does what can begin no more.
 * edges - those that are explained besides. */
static void explain_pre_review(const struct inquiry *inquiry, uint32_t stage,
                               const struct edges *edges)
{
    const struct procedure *procedure = &inquiry->published->procedure;

    assert(stage < procedure->stage_count);
    if (inquiry->bundle->phase != PHASE_PRE_REVIEW) return;
    assert(procedure->pre_review_until > 0);
    uint32_t milestone = procedure->pre_review_until - 1u;
    if (set_has(edges->milestones, milestone)) return; /* said */
    struct wait *wait = wait_add(inquiry, stage, EDGE_DECIDE, WAIT_MILESTONE);
    if (wait != NULL) wait->on = procedure->milestones[milestone].name;
}

/* Its department ends it; what is planned may be over, and ends nothing. */
static void explain_special(const struct inquiry *inquiry, uint32_t stage)
{
    const struct engine *engine = inquiry->engine;
    const struct entry *entry = special_find(engine, inquiry->bundle, stage);

    if (entry == NULL) return;
    assert(set_has(inquiry->bundle->in[STAGE_PAUSED], stage));
    struct wait *wait = wait_add(inquiry, stage, EDGE_START, WAIT_SPECIAL);
    if (wait == NULL) return;
    wait->on = special_name(entry->state);
    wait->since_ms = entry->from_ms;
    wait->until_ms =
        time_limit_planned(&engine->calendar, entry, inquiry->explanation->now_ms).due_ms;
    add_department(inquiry, stage, wait);
}

/* Besides its edges, a stage may wait for the one that it was returned to. */
static void explain_return(const struct inquiry *inquiry, uint32_t stage)
{
    const struct entry *entry = reopening_of(inquiry->engine, inquiry->bundle, stage);

    assert(set_has(inquiry->bundle->in[STAGE_WAITING], stage));
    if (entry == NULL) return;
    const struct procedure *procedure = &inquiry->published->procedure;
    if (set_has(procedure->stages[stage].start_after.stages, entry->stage)) return; /* it is said */
    struct wait *wait = wait_add(inquiry, stage, EDGE_START, WAIT_STAGE);
    if (wait == NULL) return;
    assert(entry->stage < procedure->stage_count);
    wait->on = procedure->stages[entry->stage].name;
    add_department(inquiry, entry->stage, wait);
}

static void explain_stage(const struct inquiry *inquiry, uint32_t stage)
{
    const struct stage *record = bundle_stage(&inquiry->engine->bundles, inquiry->bundle, stage);
    const struct procedure_stage *definition = &inquiry->published->procedure.stages[stage];

    assert(set_has(inquiry->bundle->in[record->state], stage));
    switch ((enum stage_state)record->state) {
        case STAGE_WAITING:
            explain_edges(inquiry, stage, EDGE_START);
            explain_return(inquiry, stage);
            if ((definition->start_after.milestones & inquiry->bundle->milestones_called_off) !=
                0) {
                explain_pre_review(inquiry, stage, &definition->start_after);
            }
            break;
        case STAGE_REVIEWING:
            explain_job(inquiry, stage);
            explain_edges(inquiry, stage, EDGE_DECIDE);
            break;
        case STAGE_SEALED:
            explain_pre_review(inquiry, stage, &definition->decide_after);
            explain_edges(inquiry, stage, EDGE_DECIDE);
            break;
        case STAGE_GRANTED: explain_gate(inquiry, stage); break;
        case STAGE_PAUSED:
            explain_correction(inquiry, stage);
            explain_special(inquiry, stage);
            explain_signers(inquiry, stage);
            break;
        case STAGE_NONE:
        case STAGE_ISSUED:
        case STAGE_REFUSED:
        case STAGE_BLOCKED:
        case STAGE_LAPSED:
        case STAGE_WITHDRAWN:
        case STAGE_SKIPPED:
        case STAGE_STATE_COUNT: break;
    }
}

/* The whole waits for one thing, so that is all there is to say. */
static void explain_suspension(const struct inquiry *inquiry)
{
    const struct entry *entry =
        bundle_open_entry(&inquiry->engine->bundles, inquiry->bundle, ENTRY_PAUSE, STAGE_WHOLE);

    assert(entry != NULL);
    assert(inquiry->explanation->wait_count == 0);
    inquiry->explanation->waits[inquiry->explanation->wait_count++] = (struct wait){
        .kind = WAIT_RESUMPTION,
        .edge = EDGE_START,
        .since_ms = entry->from_ms,
        .until_ms = entry->due_ms,
    };
}

/* The same before acceptance. */
static void explain_intake(const struct inquiry *inquiry, uint32_t index)
{
    const struct bundle *bundle = inquiry->bundle;
    bool is_corrected = bundle->phase == PHASE_CORRECTING;
    const struct entry *entry =
        bundle_open_entry(&inquiry->engine->bundles, bundle,
                          is_corrected ? ENTRY_INTAKE_NOTICE : ENTRY_INTAKE, STAGE_WHOLE);
    int64_t due_ms = intake_due(inquiry->engine, index);

    assert(entry != NULL);
    assert(inquiry->explanation->wait_count == 0);
    inquiry->explanation->waits[inquiry->explanation->wait_count++] = (struct wait){
        .kind = is_corrected ? WAIT_SUPPLY : WAIT_ACCEPTANCE,
        .edge = EDGE_START,
        .since_ms = entry->from_ms,
        .until_ms = due_ms == INT64_MAX ? 0 : due_ms - 1,
    };
}

enum err engine_explain(const struct engine *engine, uint64_t bundle, int64_t now_ms,
                        struct msg_explanation *explanation)
{
    assert(engine != NULL);
    assert(explanation != NULL);
    uint32_t index = bundles_find(&engine->bundles, bundle);
    if (index == BUNDLE_NONE) return ERR_BUNDLE_UNKNOWN;

    const struct inquiry inquiry = {
        .engine = engine,
        .bundle = &engine->bundles.at[index],
        .published = &engine->published.at[engine->bundles.at[index].procedure],
        .explanation = explanation,
    };
    explanation->bundle = bundle;
    explanation->result = inquiry.bundle->result;
    explanation->now_ms = now_ms;
    explanation->wait_count = 0;
    bool is_open = inquiry.bundle->result == RESULT_OPEN; /* a suspended one may be withdrawn */
    if (is_open && inquiry.bundle->phase == PHASE_SUSPENDED) {
        explain_suspension(&inquiry);
        return OK;
    }
    if (inquiry.bundle->result == RESULT_OPEN && phase_is_intake(inquiry.bundle->phase)) {
        explain_intake(&inquiry, index);
        return OK;
    }
    for (uint32_t i = 0; i < inquiry.bundle->stage_count; i++) {
        explain_stage(&inquiry, inquiry.published->order[i]);
    }
    bool is_permitted = inquiry.bundle->in[STAGE_ISSUED] != 0;
    if (!is_permitted && inquiry.bundle->entry_count == 0) return OK; /* nothing is owed */
    struct bundle_image image;
    image_of(engine, index, &image);
    explain_permits(engine, inquiry.published, &image, explanation);
    return OK;
}
