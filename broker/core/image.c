/* SPDX-License-Identifier: Apache-2.0 */
/* A bundle as an image, an image as a bundle, and the checkpoint's walk over what has changed.
 *
 * The since of a gate is not kept: it settles in the step in which its last member ended, so it is
 * the latest since of its members. An image that comes back is checked against its procedure and
 * the state tables before anything is taken from it. */
#include "broker/core/image.h"

#include "broker/core/image_dossier.h"
#include "broker/core/intake.h"
#include "broker/core/job.h"
#include "broker/core/mix.h"
#include "broker/core/reopening.h"

/* due_ms and verdict_position share a place in memory; the job's state says which it is. */
static void stage_to_image(const struct stage *stage, struct stage_image *image)
{
    bool is_timed = stage->job == JOB_LEASED || stage->job == JOB_DELAYED;

    assert(stage->state > STAGE_NONE && stage->state < STAGE_STATE_COUNT);
    assert(stage->job < JOB_STATE_COUNT);
    *image = (struct stage_image){
        .state = stage->state,
        .job = stage->job,
        .verdict = stage->verdict,
        .failures = stage->failures,
        .attempt = stage->attempt,
        .claim_refused = stage->claim_refused,
        .token = stage->token,
        .changed_position = stage->changed_position,
        .since_ms = stage->since_ms,
        .due_ms = is_timed ? stage->due_ms : 0,
        .permit_number = stage->permit_number,
        .permit_year = stage->permit_year,
        .verdict_position = stage->job == JOB_DONE ? stage->verdict_position : 0,
    };
}

/* An open milestone has been waited for since the bundle came in. */
static void milestone_to_image(const struct engine *engine, const struct bundle *bundle,
                               uint32_t index, struct milestone_image *image)
{
    const struct milestone *milestone = bundle_milestone(&engine->bundles, bundle, index);

    assert(index < MILESTONES_MAX);
    image->state = (uint8_t)bundle_milestone_state(bundle, index);
    image->since_ms = image->state == MILESTONE_OPEN ? bundle->submitted_ms : milestone->since_ms;
    image->position = milestone->position;
    assert((image->position == 0) == (image->state == MILESTONE_OPEN));
}

static void gate_to_image(const struct engine *engine, const struct bundle *bundle, uint32_t gate,
                          struct gate_image *image)
{
    const struct procedure *procedure = &engine->published.at[bundle->procedure].procedure;

    assert(gate < procedure->gate_count);
    image->state = (uint8_t)bundle_gate_state(bundle, gate);
    image->since_ms = bundle->submitted_ms;
    if (image->state == GATE_OPEN) return;
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        int64_t since_ms = bundle_stage(&engine->bundles, bundle, i)->since_ms;
        bool is_member = set_has(procedure->gates[gate].members, i);
        if (is_member && since_ms > image->since_ms) image->since_ms = since_ms;
    }
}

void image_of(const struct engine *engine, uint32_t index, struct bundle_image *image)
{
    assert(index < engine->bundles.high);
    const struct bundle *bundle = &engine->bundles.at[index];
    const struct published *published = &engine->published.at[bundle->procedure];
    const struct procedure *procedure = &published->procedure;

    assert(bundle->number != 0);
    memset(image, 0, offsetof(struct bundle_image, entries));
    image->bundle = bundle->number;
    image->procedure = procedure->name;
    image->version = procedure->version;
    image->submitter = engine->bundles.submitters.at[bundle->submitter].name;
    image->key_hash = bundle->key_hash;
    image->content_hash = bundle->content_hash;
    image->priority = bundle->priority;
    image->result = bundle->result;
    image->submitted_ms = bundle->submitted_ms;
    image->ended_ms = bundle->ended_ms;
    image->submitted_position = bundle->submitted_position;
    image->last_position = bundle->last_position;
    image->stage_count = bundle->stage_count;
    image->milestone_count = bundle->milestone_count;
    image->gate_count = procedure->gate_count;
    image->phase = bundle->phase;
    for (uint32_t i = 0; i < image->stage_count; i++) {
        stage_to_image(bundle_stage(&engine->bundles, bundle, i), &image->stages[i]);
        if (!set_has(published->clocked, i)) continue;
        const struct ledger *clock =
            bundle_ledger(&engine->bundles, bundle, published_ledger(published, i));
        image->stages[i].clock_started_ms = clock->started_ms;
        image->stages[i].clock_stopped_ms = clock->stopped_ms;
    }
    for (uint32_t i = 0; i < image->milestone_count; i++) {
        milestone_to_image(engine, bundle, i, &image->milestones[i]);
    }
    for (uint32_t i = 0; i < image->gate_count; i++) {
        gate_to_image(engine, bundle, i, &image->gates[i]);
    }
    image->entry_count = bundle->entry_count;
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        image->entries[i] = *bundle_entry(&engine->bundles, bundle, i);
    }
}

enum err engine_image(const struct engine *engine, uint64_t bundle, struct bundle_image *image)
{
    assert(engine != NULL);
    assert(image != NULL);
    uint32_t index = bundles_find(&engine->bundles, bundle);
    if (index == BUNDLE_NONE) return ERR_BUNDLE_UNKNOWN;
    image_of(engine, index, image);
    return OK;
}

/* ---- Back ---------------------------------------------------------------------------------- */

/* Which jobs a stage may have in each of its states. */
static bool job_fits_state(const struct stage_image *image)
{
    enum {
        NO = 1 << JOB_NONE,
        OFFERED = 1 << JOB_READY | 1 << JOB_LEASED | 1 << JOB_DELAYED | 1 << JOB_PARKED,
        DONE = 1 << JOB_DONE,
        CANCELLED = 1 << JOB_CANCELLED,
        OVER = NO | DONE | CANCELLED, /* by signers, a worker, or on a commitment */
    };
    /* clang-format off */
    static const uint8_t jobs[STAGE_STATE_COUNT] = {
        [STAGE_WAITING]   = NO | CANCELLED, /* it was returned */
        [STAGE_REVIEWING] = OFFERED,
        [STAGE_SEALED]    = OVER,
        [STAGE_GRANTED]   = OVER,
        [STAGE_ISSUED]    = OVER,
        [STAGE_REFUSED]   = OVER,
        [STAGE_LAPSED]    = OVER,
        [STAGE_BLOCKED]   = OVER,
        [STAGE_WITHDRAWN] = OVER,
        [STAGE_SKIPPED]   = NO,
        [STAGE_PAUSED]    = OVER,
    };
    /* clang-format on */

    assert(image->state < STAGE_STATE_COUNT);
    assert(image->job < JOB_STATE_COUNT);
    return set_has(jobs[image->state], image->job);
}

/* With a verdict nothing is under review, and a job that is done has one; a stage may also be decided by
 * its signers, on a commitment, or because nothing came in time. Corrections lead to no permit; a refusal
 * is sealed before acceptance only. */
static bool verdict_is_good(const struct stage_image *image, uint8_t phase)
{
    enum {
        EITHER = 1 << STAGE_BLOCKED | 1 << STAGE_WITHDRAWN | 1 << STAGE_REFUSED | 1 << STAGE_PAUSED,
        WITH =
            1 << STAGE_SEALED | 1 << STAGE_GRANTED | 1 << STAGE_ISSUED | 1 << STAGE_LAPSED | EITHER,
    };

    assert(image->state < STAGE_STATE_COUNT);
    assert(image->job < JOB_STATE_COUNT);
    if (image->verdict == 0) return image->job != JOB_DONE;
    if (image->verdict == VERDICT_GRANT_TOLERANCE) return image->state == STAGE_ISSUED;
    if (image->job != JOB_DONE && image->job != JOB_CANCELLED) return false;
    if (image->verdict == VERDICT_CORRECT) return set_has(EITHER, image->state);
    if (!verdict_is_final(image->verdict)) return false;
    bool is_early = image->verdict == VERDICT_REFUSE && image->state == STAGE_SEALED;
    return set_has(WITH, image->state) && (!is_early || phase == PHASE_PRE_REVIEW);
}

/* Everything that later code relies on without asking again. */
static bool stage_is_good(const struct stage_image *image, const struct bundle_image *bundle)
{
    bool has_token = image->job == JOB_LEASED || image->job == JOB_DONE;
    bool has_verdict = image->job == JOB_DONE;

    assert(bundle->stage_count <= STAGES_MAX);
    if (image->state == STAGE_NONE || image->state >= STAGE_STATE_COUNT) return false;
    if (image->job >= JOB_STATE_COUNT || !job_fits_state(image)) return false;
    if ((image->token != 0) != has_token) return false;
    if (!verdict_is_good(image, bundle->phase)) return false;
    if (has_verdict != (image->verdict_position != 0)) return false;
    if (image->verdict_position > bundle->last_position) return false;
    if (image->attempt == UINT32_MAX || image->failures > ATTEMPTS_MAX) return false;
    return image->changed_position >= bundle->submitted_position &&
           image->changed_position <= bundle->last_position;
}

/* A clock that runs has not stopped, one that has stopped was started; what is skipped has none. */
static bool clock_is_good(const struct stage_image *image, bool is_clocked)
{
    if (image->clock_started_ms == 0 || !is_clocked || image->state == STAGE_SKIPPED) {
        return image->clock_started_ms == 0 && image->clock_stopped_ms == 0;
    }
    bool is_undecided = image->state == STAGE_WAITING || image->state == STAGE_REVIEWING ||
                        image->state == STAGE_PAUSED || image->state == STAGE_SEALED;
    if (is_undecided) return image->clock_stopped_ms == 0;
    return image->clock_stopped_ms >= image->clock_started_ms;
}

static bool milestone_is_good(const struct milestone_image *image,
                              const struct bundle_image *bundle)
{
    bool is_open = image->state == MILESTONE_OPEN;

    assert(bundle->milestone_count <= MILESTONES_MAX);
    if (image->state < MILESTONE_OPEN || image->state > MILESTONE_CALLED_OFF) return false;
    return is_open == (image->position == 0) && image->position <= bundle->last_position;
}

/* An open gate has issued and let lapse nothing; a settled one holds nothing and waits for nobody.
 * Grants are held by gates only. */
static bool gates_are_good(const struct bundle_image *image, const struct procedure *procedure)
{
    set32 undecided = stages_in(image, set_of(STAGE_WAITING) | set_of(STAGE_REVIEWING) |
                                           set_of(STAGE_PAUSED) | set_of(STAGE_SEALED));
    set32 granted = stages_in(image, set_of(STAGE_GRANTED));
    set32 issued = stages_in(image, set_of(STAGE_ISSUED));
    set32 lapsed = stages_in(image, set_of(STAGE_LAPSED));
    set32 outside = set_first(image->stage_count);

    assert(image->gate_count == procedure->gate_count);
    for (uint32_t i = 0; i < image->gate_count; i++) {
        set32 members = procedure->gates[i].members;
        set32 wrong = undecided | granted;
        if (image->gates[i].state < GATE_OPEN || image->gates[i].state > GATE_LAPSED) return false;
        bool is_over = procedure->gates[i].policy == GATE_HOLD_UNTIL; /* its hold, maybe */
        if (image->gates[i].state == GATE_OPEN) wrong = issued | lapsed;
        if (image->gates[i].state == GATE_ISSUED) wrong = lapsed | (is_over ? 0 : wrong);
        if (image->gates[i].state == GATE_LAPSED) wrong |= issued;
        if ((members & wrong) != 0) return false;
        outside &= ~members;
    }
    set32 held = image->entry_count > 0 ? 0 : granted; /* a missing material holds any grant */
    return (outside & (held | lapsed)) == 0;
}

/* An open bundle has something left to do, an ended one nothing. */
static bool result_is_good(const struct bundle_image *image)
{
    set32 open = set_of(STAGE_WAITING) | set_of(STAGE_REVIEWING) | set_of(STAGE_PAUSED) |
                 set_of(STAGE_SEALED) | set_of(STAGE_GRANTED);
    bool is_open = image->result == RESULT_OPEN;

    assert(image->stage_count <= STAGES_MAX);
    if (image->result > RESULT_RETURNED) return false;
    if (is_open != (stages_in(image, open) != 0)) return false;
    return is_open ? image->ended_ms == 0 : image->ended_ms >= image->submitted_ms;
}

static bool image_is_good(const struct bundle_image *image, const struct published *published)
{
    const struct procedure *procedure = &published->procedure;

    assert(procedure->stage_count <= STAGES_MAX);
    if (image->bundle == 0) return false;
    if (image->priority >= PRIORITY_COUNT) return false;
    if (image->submitted_position == 0) return false;
    if (image->last_position < image->submitted_position) return false;
    if (image->stage_count != procedure->stage_count) return false;
    if (image->milestone_count != procedure->milestone_count) return false;
    if (image->gate_count != procedure->gate_count) return false;
    for (uint32_t i = 0; i < image->stage_count; i++) {
        if (!stage_is_good(&image->stages[i], image)) return false;
        if (!clock_is_good(&image->stages[i], set_has(published->clocked, i))) return false;
    }
    for (uint32_t i = 0; i < image->milestone_count; i++) {
        if (!milestone_is_good(&image->milestones[i], image)) return false;
    }
    return result_is_good(image) && gates_are_good(image, procedure) &&
           dossier_is_good(image, procedure);
}

/* The way back of stage_to_image. */
static void stage_from_image(const struct bundles *bundles, struct bundle *bundle, uint32_t index,
                             const struct stage_image *image)
{
    struct stage *stage = bundle_stage(bundles, bundle, index);

    assert(stage->state == STAGE_WAITING);
    bundle_set_state(bundles, bundle, index, (enum stage_state)image->state);
    stage->job = image->job;
    stage->verdict = image->verdict;
    stage->failures = image->failures;
    stage->attempt = image->attempt;
    stage->claim_refused = image->claim_refused;
    stage->token = image->token;
    stage->changed_position = image->changed_position;
    stage->since_ms = image->since_ms;
    stage->due_ms = image->due_ms;
    if (image->job == JOB_DONE) stage->verdict_position = image->verdict_position;
    stage->permit_number = image->permit_number;
    stage->permit_year = image->permit_year;
    assert(stage->state == image->state);
}

/* Milestones and gates. */
static void rest_from_image(const struct bundles *bundles, struct bundle *bundle,
                            const struct bundle_image *image)
{
    assert(bundle->milestone_count == image->milestone_count);
    assert(image->gate_count <= GATES_MAX);
    for (uint32_t i = 0; i < image->milestone_count; i++) {
        uint16_t bit = (uint16_t)set_of(i);
        if (image->milestones[i].state == MILESTONE_OPEN) continue;
        if (image->milestones[i].state == MILESTONE_REACHED) bundle->milestones_reached |= bit;
        if (image->milestones[i].state == MILESTONE_CALLED_OFF) {
            bundle->milestones_called_off |= bit;
        }
        *bundle_milestone(bundles, bundle, i) = (struct milestone){
            .since_ms = image->milestones[i].since_ms,
            .position = image->milestones[i].position,
        };
    }
    for (uint32_t i = 0; i < image->gate_count; i++) {
        uint8_t bit = (uint8_t)set_of(i);
        if (image->gates[i].state == GATE_ISSUED) bundle->gates_issued |= bit;
        if (image->gates[i].state == GATE_LAPSED) bundle->gates_lapsed |= bit;
    }
}

/* All that is not of the bundle as a whole; its procedure is set, its stages are new. */
static void fill(struct engine *engine, struct bundle *bundle, const struct bundle_image *image)
{
    const struct published *published = &engine->published.at[bundle->procedure];
    struct bundles *bundles = &engine->bundles;

    assert(image->stage_count == bundle->stage_count);
    for (uint32_t i = 0; i < image->stage_count; i++) {
        stage_from_image(bundles, bundle, i, &image->stages[i]);
        if (!set_has(published->clocked, i)) continue;
        *bundle_ledger(bundles, bundle, published_ledger(published, i)) =
            (struct ledger){ .started_ms = image->stages[i].clock_started_ms,
                             .stopped_ms = image->stages[i].clock_stopped_ms };
    }
    rest_from_image(bundles, bundle, image);
}

void image_refill(struct engine *engine, uint32_t index, uint32_t procedure,
                  const struct bundle_image *image)
{
    struct bundle *bundle = &engine->bundles.at[index];
    const struct bundle_size size = procedure_size(&engine->published.at[procedure].procedure);
    uint32_t sessions[STAGES_MAX] = { 0 };

    assert(bundle->result == RESULT_OPEN);
    assert(image->entry_count == bundle->entry_count);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        const struct stage *stage = bundle_stage(&engine->bundles, bundle, i);
        if (stage->job == JOB_LEASED) sessions[i] = stage->clock.session;
        job_leave(engine, stage_ref_of(index, i));
    }
    bundle_reshape(&engine->bundles, bundle, &size);
    bundle->procedure = (uint16_t)procedure;
    fill(engine, bundle, image);
    for (uint32_t i = 0; i < image->entry_count; i++) {
        *bundle_entry(&engine->bundles, bundle, i) = image->entries[i];
    }
    reopening_restore(engine, bundle);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        struct stage *stage = bundle_stage(&engine->bundles, bundle, i);
        job_enter(engine, stage_ref_of(index, i));
        if (stage->job == JOB_LEASED) stage->clock.session = sessions[i];
    }
}

void engine_restore_expect(const struct engine *engine, const struct bundle_image *image)
{
    assert(engine != NULL);
    assert(image != NULL);
    map_expect(&engine->bundles.by_number, tag_of_number(image->bundle));
    map_expect(&engine->bundles.by_key, tag_of_hash(&image->key_hash));
}

/* Whether an image can be taken, and under which procedure. */
static enum err check_image(const struct engine *engine, const struct bundle_image *image,
                            uint32_t *procedure)
{
    const struct bundles *bundles = &engine->bundles;

    *procedure = published_find(&engine->published, &image->procedure, image->version);
    if (image->version == 0 || *procedure == PUBLISHED_NONE) return ERR_CORRUPT;
    if (!image_is_good(image, &engine->published.at[*procedure])) return ERR_CORRUPT;
    if (image->bundle > engine->totals.bundles_submitted) return ERR_CORRUPT;
    if (image->last_position > engine->totals.position) return ERR_CORRUPT;
    if (bundles_find(bundles, image->bundle) != BUNDLE_NONE) return ERR_CORRUPT;
    if (bundles_find_key(bundles, &image->key_hash) != BUNDLE_NONE) return ERR_CORRUPT;
    return OK;
}

/* All that is in the image but its entries. */
static uint32_t take_image(struct engine *engine, const struct bundle_image *image,
                           uint32_t procedure)
{
    struct bundles *bundles = &engine->bundles;
    const struct published *published = &engine->published.at[procedure];
    uint32_t index =
        bundles_add(bundles, &(struct bundle_shape){
                                 .number = image->bundle,
                                 .key_hash = image->key_hash,
                                 .submitter = image->submitter,
                                 .stage_count = image->stage_count,
                                 .milestone_count = image->milestone_count,
                                 .clock_count = procedure_clock_count(&published->procedure),
                             });
    struct bundle *bundle = &bundles->at[index];

    assert(bundle->dirty_position == 0);
    bundle->content_hash = image->content_hash;
    bundle->submitted_ms = image->submitted_ms;
    bundle->ended_ms = image->ended_ms;
    bundle->submitted_position = image->submitted_position;
    bundle->last_position = image->last_position;
    bundle->procedure = (uint16_t)procedure;
    bundle->priority = image->priority;
    bundle->result = image->result;
    bundle->phase = image->phase;
    fill(engine, bundle, image);
    return index;
}

/* The bundle of an image, if there is room for all of it.
 * Errors: ERR_CORRUPT, ERR_NO_MEMORY - nothing has changed. */
static enum err add_image(struct engine *engine, const struct bundle_image *image, uint32_t *index)
{
    struct bundles *bundles = &engine->bundles;
    uint32_t procedure;
    enum err err = check_image(engine, image, &procedure);
    if (err != OK) return err;

    struct bundle_size size = procedure_size(&engine->published.at[procedure].procedure);
    size.entry_count = image->entry_count;
    if (!bundles_have_room(bundles, &size)) return ERR_NO_MEMORY;
    *index = take_image(engine, image, procedure);
    for (uint32_t i = 0; i < image->entry_count; i++) {
        if (!bundle_has_entries(bundles, &bundles->at[*index], 1, ENTRIES_MAX)) {
            bundles_remove(bundles, *index);
            return ERR_NO_MEMORY;
        }
        *bundle_enter(bundles, &bundles->at[*index]) = image->entries[i];
    }
    return OK;
}

enum err engine_restore_bundle(struct engine *engine, const struct bundle_image *image)
{
    uint32_t index;

    assert(image != NULL);
    if (image->result != RESULT_OPEN) return ERR_CORRUPT;
    enum err err = add_image(engine, image, &index);
    if (err != OK) return err;
    reopening_restore(engine, &engine->bundles.at[index]);
    engine->is_restoring = true;
    engine->bundles.at[index].is_stored = true;
    engine->open_count++;
    return OK;
}

/* None of its jobs is in a queue, since all of its stages are final: so it can come at any time. */
enum err engine_recall(struct engine *engine, const struct bundle_image *image)
{
    uint32_t index;

    assert(image != NULL);
    if (image->result == RESULT_OPEN) return ERR_CORRUPT;
    enum err err = add_image(engine, image, &index);
    if (err != OK) return err;
    assert(bundle_final(&engine->bundles.at[index]) == set_first(image->stage_count));
    engine->bundles.at[index].is_recalled = true;
    timers_update(engine, index);
    return OK;
}
