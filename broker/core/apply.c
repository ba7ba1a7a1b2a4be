/* SPDX-License-Identifier: Apache-2.0 */
/* The only door to durable state, live and on replay.
 *
 * Recovery loads globals that contain all facts up to totals.position, images of bundles of
 * different ages, and then replays from before the oldest. So each half of a fact is skipped where
 * it is contained already: its effect on a bundle if the bundle's last_position is not before it,
 * its effect on globals if totals.position is not before it. A fact of a bundle that is not in
 * memory belongs to one that ended and was stored, as long as the globals contain it: whoever replays
 * has brought it back before, if its image lacks the fact (engine_wants_recall).
 *
 * While facts are replayed that the globals contain, images are ahead of some facts and behind
 * others; queues kept meanwhile would come out of order. They are built anew when the replay has
 * caught up with totals.position. */
#include "broker/core/apply.h"

#include "broker/core/card.h"
#include "broker/core/condition.h"
#include "broker/core/correction.h"
#include "broker/core/intake.h"
#include "broker/core/migration.h"
#include "broker/core/procedure_check.h"
#include "broker/core/reopening.h"
#include "broker/core/signing.h"
#include "broker/core/special.h"

void change_touch(const struct change *change, struct stage *stage)
{
    assert(change->fact->position >= stage->changed_position);
    stage->changed_position = change->fact->position;
    stage->since_ms = change->fact->at_ms;
}

struct ledger *change_ledger(const struct change *change, uint32_t stage)
{
    assert(stage < change->bundle->stage_count);
    return bundle_ledger(&change->engine->bundles, change->bundle,
                         published_ledger(change->published, stage));
}

/* Started with its review, if it was not before; stopped by the decision, or by what makes that
 * impossible. Source: proto/SPEC.md 8 "Clocks". */
static void move_clock(const struct change *change, uint32_t stage, enum stage_state state)
{
    struct ledger *clock = change_ledger(change, stage);

    if (state == STAGE_REVIEWING || state == STAGE_WAITING) {
        /* Returned, it goes on as if it had never stopped: nothing had been decided. One that was decided
         * under a version without a clock starts with its next review. */
        bool is_first = clock->started_ms == 0 && state == STAGE_REVIEWING;
        clock->stopped_ms = 0;
        if (is_first) clock->started_ms = intake_effective_ms(change->fact);
        return;
    }
    if (state == STAGE_SEALED || state == STAGE_PAUSED) return;
    if (clock->started_ms == 0 || clock->stopped_ms != 0) return;
    clock->stopped_ms = change->fact->at_ms;
}

void change_set_state(const struct change *change, uint32_t stage, enum stage_state state)
{
    assert(state != STAGE_NONE);
    bool counts = change->bundle->phase != PHASE_PRE_REVIEW;
    if (counts && set_has(change->published->clocked, stage)) move_clock(change, stage, state);
    bundle_set_state(&change->engine->bundles, change->bundle, stage, state);
    bool is_reviewed = state == STAGE_SEALED || stage_is_final(state);
    if (change->bundle->held != 0 && is_reviewed) reopening_end(change, stage);
    if (change->bundle->entry_count == 0 || !stage_is_final(state)) return;
    special_drop(change, stage);
    correction_drop(change, stage);
}

void change_put_job(const struct change *change, uint32_t stage, enum job_state job, int64_t due_ms)
{
    struct stage *record = change_stage(change, stage);
    stage_ref ref = stage_ref_of(change->index, stage);

    assert(record != NULL);
    assert(job != JOB_NONE);
    record->job = (uint8_t)job;
    record->due_ms = due_ms;
    if (job != JOB_LEASED && job != JOB_DONE) record->token = 0;
    job_enter(change->engine, ref);
}

void change_set_job(const struct change *change, uint32_t stage, enum job_state job, int64_t due_ms)
{
    job_leave(change->engine, stage_ref_of(change->index, stage));
    change_put_job(change, stage, job, due_ms);
}

void change_cancel_job(const struct change *change, uint32_t stage)
{
    const struct stage *record = change_stage(change, stage);

    assert(record != NULL);
    assert(!stage_is_final((enum stage_state)record->state));
    enum job_state next = job_next((enum job_state)record->job, JOB_MOVE_CANCEL);
    if (next != JOB_NONE) change_set_job(change, stage, next, 0);
}

void change_remember(const struct change *change, const struct request_mark *mark, uint32_t version)
{
    struct request_window *window = &change->engine->requests;
    const struct request_image image = {
        .mark = *mark,
        .bundle = change->fact->bundle,
        .position = change->fact->position,
        .version = version,
    };

    assert(change->fact->position > 0);
    if (!change->is_new || request_mark_is_empty(mark)) return;
    /* A journal written with a smaller window may use an id again that this one still has. */
    uint32_t slot = request_window_find(window, &mark->id);
    if (slot == REQUEST_NONE) {
        request_window_add(window, &image);
    } else {
        window->at[slot] = image;
    }
}

/* ---- Facts of no bundle -------------------------------------------------------------------- */

/* Order, gates and edges of a definition are relied upon from here on, so a damaged one stops here. */
static bool procedure_is_good(const struct procedure *procedure)
{
    struct problem problem;
    return procedure != NULL && procedure_check(procedure, &problem, 1) == 0;
}

/* Add a procedure and the departments it names.
 * Errors: ERR_NO_MEMORY - no room for it or for a department. */
static enum err publish(struct engine *engine, const struct procedure *procedure,
                        const struct hash *content, uint64_t position)
{
    struct published_list *list = &engine->published;
    struct departments *departments = &engine->departments;

    assert(position > 0);
    if (list->count == list->count_max) return ERR_NO_MEMORY;
    uint32_t missing = departments_missing(departments, procedure);
    if (missing > departments->count_max - departments->count) return ERR_NO_MEMORY;

    uint32_t index = published_add(list, procedure);
    assert(index < list->count);
    struct published *published = &list->at[index];
    published->content = *content;
    published->position = position;
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        published->departments[i] = departments_add(departments, &procedure->stages[i].department);
    }
    return OK;
}

static enum err apply_published(const struct change *change)
{
    const struct fact_procedure_published *body = &change->fact->procedure_published;

    assert(change->fact->type == FACT_PROCEDURE_PUBLISHED);
    if (change->fact->previous != 0 || !procedure_is_good(body->procedure)) return ERR_CORRUPT;
    uint32_t known = published_find(&change->engine->published, &body->procedure->name,
                                    body->procedure->version);
    if (known != PUBLISHED_NONE) return change->is_new ? ERR_CORRUPT : OK;

    enum err err = publish(change->engine, body->procedure, &body->content, change->fact->position);
    if (err != OK) return err;
    change_remember(change, &body->request, body->procedure->version);
    return OK;
}

enum err engine_restore_procedure(struct engine *engine, const struct procedure *procedure,
                                  const struct hash *content, uint64_t position)
{
    assert(engine != NULL);
    assert(content != NULL);
    if (position == 0 || !procedure_is_good(procedure)) return ERR_CORRUPT;
    uint32_t known = published_find(&engine->published, &procedure->name, procedure->version);
    if (known != PUBLISHED_NONE) return ERR_CORRUPT;
    return publish(engine, procedure, content, position);
}

/* ---- Facts of a bundle's life -------------------------------------------------------------- */

/* Numbers are dense, keys unique, the procedure known, and there is room. */
static enum err check_submitted(const struct change *change, uint32_t *procedure)
{
    const struct engine *engine = change->engine;
    const struct fact_bundle_submitted *body = &change->fact->bundle_submitted;
    uint64_t last = engine->totals.bundles_submitted;

    if (change->fact->previous != 0 || body->version == 0) return ERR_CORRUPT;
    if (change->is_new && change->fact->bundle != last + 1) return ERR_CORRUPT;
    if (!change->is_new && change->fact->bundle > last) return ERR_CORRUPT;
    if (body->priority >= PRIORITY_COUNT) return ERR_CORRUPT;
    *procedure = published_find(&engine->published, &body->procedure, body->version);
    if (*procedure == PUBLISHED_NONE) return ERR_CORRUPT;
    if (bundles_find_key(&engine->bundles, &body->key_hash) != BUNDLE_NONE) return ERR_CORRUPT;

    const struct procedure *definition = &engine->published.at[*procedure].procedure;
    if ((body->onward.opened & ~set_first(definition->stage_count)) != 0) return ERR_CORRUPT;
    if (body->onward.granted != 0) return ERR_CORRUPT;
    if (body->received != definition->intake.counter) return ERR_CORRUPT;
    if (body->received && body->onward.opened != 0) return ERR_CORRUPT;
    set32 may_skip = 0;
    for (uint32_t i = 0; i < definition->stage_count && body->skipped != 0; i++) {
        if (condition_is_on(&definition->stages[i])) may_skip |= set_of(i);
    }
    if ((body->skipped & (~may_skip | body->onward.opened)) != 0) return ERR_CORRUPT;
    if (body->skipped == set_first(definition->stage_count)) return ERR_CORRUPT;
    const struct bundle_size size = procedure_size(definition);
    return bundles_have_room(&engine->bundles, &size) ? OK : ERR_NO_MEMORY;
}

/* Clocks that run from the receipt start, but for stages that do not apply. */
static void start_receipt_clocks(const struct change *change)
{
    const struct procedure *procedure = &change->published->procedure;

    assert(change->fact->type == FACT_BUNDLE_SUBMITTED);
    if (change->published->clocked == 0 || change->bundle->phase == PHASE_PRE_REVIEW) return;
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        if (procedure->stages[i].clock_from != CLOCK_FROM_RECEIPT) continue;
        if (!set_has(change->bundle->in[STAGE_WAITING], i)) continue;
        change_ledger(change, i)->started_ms = change->fact->at_ms;
    }
}

/* A new bundle, all stages WAITING but those that may begin, or do not apply. */
static enum err apply_submitted(struct change *change)
{
    struct engine *engine = change->engine;
    const struct fact_bundle_submitted *body = &change->fact->bundle_submitted;
    uint32_t procedure;

    assert(change->bundle == NULL);
    enum err err = check_submitted(change, &procedure);
    if (err != OK) return err;

    change->published = &engine->published.at[procedure];
    change->index = bundles_add(
        &engine->bundles, &(struct bundle_shape){
                              .number = change->fact->bundle,
                              .key_hash = body->key_hash,
                              .submitter = body->submitter,
                              .stage_count = change->published->procedure.stage_count,
                              .milestone_count = change->published->procedure.milestone_count,
                              .clock_count = procedure_clock_count(&change->published->procedure),
                          });
    struct bundle *bundle = &engine->bundles.at[change->index];
    change->bundle = bundle;
    bundle->content_hash = body->content_hash;
    bundle->submitted_ms = change->fact->at_ms;
    bundle->submitted_position = change->fact->position;
    bundle->procedure = (uint16_t)procedure;
    bundle->priority = body->priority;
    if (change->published->procedure.pre_review_until != 0) bundle->phase = PHASE_PRE_REVIEW;
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        struct stage *stage = change_stage(change, i);
        change_touch(change, stage);
        if (!set_has(body->skipped, i)) continue;
        change_set_state(change, i, stage_next((enum stage_state)stage->state, STAGE_MOVE_SKIP));
    }
    start_receipt_clocks(change);
    if (body->received) intake_begin(change);
    engine->open_count++;
    if (change->is_new) engine->totals.bundles_submitted++;
    change_go_on(change, &body->onward);
    return OK;
}

/* Reached and called off differ in the move only. */
static enum err apply_milestone(const struct change *change)
{
    const struct fact_milestone *body = &change->fact->milestone;
    struct bundle *bundle = change->bundle;
    enum milestone_move move = change->fact->type == FACT_MILESTONE_REACHED
                                   ? MILESTONE_MOVE_REACH
                                   : MILESTONE_MOVE_CALL_OFF;

    assert(bundle != NULL);
    if (body->milestone >= bundle->milestone_count) return ERR_CORRUPT;
    enum milestone_state state = bundle_milestone_state(bundle, body->milestone);
    enum milestone_state next = milestone_next(state, move);
    if (next == 0) return ERR_CORRUPT;
    if (!change_may_go_on(change, &body->onward, bundle->in[STAGE_SEALED])) return ERR_CORRUPT;
    if (next == MILESTONE_CALLED_OFF && !onward_is_empty(&body->onward)) return ERR_CORRUPT;

    uint16_t bit = (uint16_t)set_of(body->milestone);
    if (next == MILESTONE_REACHED) bundle->milestones_reached |= bit;
    if (next == MILESTONE_CALLED_OFF) bundle->milestones_called_off |= bit;
    *bundle_milestone(&change->engine->bundles, bundle, body->milestone) = (struct milestone){
        .since_ms = change->fact->at_ms,
        .position = change->fact->position,
    };
    change_go_on(change, &body->onward);
    change_remember(change, &body->request, 0);
    return OK;
}

/* Everything that is not final ends here in one go: jobs are called off, held grants and open gates
 * come to nothing, what is issued stays. */
void change_withdraw(const struct change *change)
{
    struct bundle *bundle = change->bundle;

    assert(bundle != NULL);
    assert(bundle->result == RESULT_OPEN);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        struct stage *stage = change_stage(change, i);
        enum stage_state next = stage_next((enum stage_state)stage->state, STAGE_MOVE_WITHDRAW);
        if (next == STAGE_NONE) continue;
        change_cancel_job(change, i);
        change_set_state(change, i, next);
        change_touch(change, stage);
    }
    for (uint32_t gate = 0; gate < change->published->procedure.gate_count; gate++) {
        if (bundle_gate_state(bundle, gate) != GATE_OPEN) continue;
        bundle->gates_lapsed |= (uint8_t)set_of(gate);
    }
}

static enum err apply_withdrawn(const struct change *change)
{
    const struct fact_bundle_withdrawn *body = &change->fact->bundle_withdrawn;

    assert(change->fact->type == FACT_BUNDLE_WITHDRAWN);
    if (body->early != phase_is_intake(change->bundle->phase)) return ERR_CORRUPT;
    change_withdraw(change);
    change_remember(change, &body->request, 0);
    return OK;
}

/* From here on no fact of this bundle may follow but what becomes of its permits. */
static enum err apply_ended(const struct change *change)
{
    struct bundle *bundle = change->bundle;
    uint8_t result = change->fact->bundle_ended.result;

    assert(bundle != NULL);
    assert(change->engine->open_count > 0);
    if (result < RESULT_ALL || result > RESULT_RETURNED) return ERR_CORRUPT;
    if (bundle_final(bundle) != set_first(bundle->stage_count)) return ERR_CORRUPT;

    bundle->result = result;
    bundle->ended_ms = change->fact->at_ms;
    change_end_pauses(change);
    intake_close(change);
    signing_cancel(change, set_first(bundle->stage_count));
    cards_end(change);
    change->engine->open_count--;
    if (change->is_new) change->engine->totals.bundles_ended++;
    return OK;
}

static enum err apply_by_type(struct change *change)
{
    switch (change->fact->type) {
        case FACT_MILESTONE_REACHED:
        case FACT_MILESTONE_CALLED_OFF: return apply_milestone(change);
        case FACT_STAGE_OPENED:
        case FACT_JOB_LEASED:
        case FACT_JOBS_LEASED:
        case FACT_JOB_RENEWED:
        case FACT_JOB_EXPIRED:
        case FACT_JOB_RELEASED:
        case FACT_JOB_FAILED:
        case FACT_JOB_PARKED:
        case FACT_JOB_READIED:
        case FACT_VERDICT_GIVEN:
        case FACT_CLAIM_REFUSED:
        case FACT_STAGE_GRANTED: return apply_job_fact(change);
        case FACT_STAGE_BLOCKED:
        case FACT_PERMITS_ISSUED:
        case FACT_GATE_LAPSED: return apply_permit_fact(change);
        case FACT_BUNDLE_WITHDRAWN: return apply_withdrawn(change);
        case FACT_BUNDLE_ENDED: return apply_ended(change);
        case FACT_ACTED: return apply_acted(change);
        case FACT_SUPPLIED: return apply_supplied(change);
        case FACT_MIGRATED: return apply_migrated(change);
        case FACT_PROCEDURE_PUBLISHED:
        case FACT_BUNDLE_SUBMITTED:
        case FACT_CALENDAR_PUBLISHED:
        case FACT_TYPE_COUNT: break;
    }
    return ERR_CORRUPT; /* its bundle exists already, or it has none */
}

/* Acts that can follow the end. */
static bool is_after_end(const struct fact *fact)
{
    return fact->type == FACT_ACTED && (act_needs(fact->acted.act) & ALSO_ENDED) != 0;
}

/* Whether the fact continues the bundle as it is; *is_contained: an image has it already. */
static enum err check_chain(const struct change *change, bool *is_contained)
{
    const struct bundle *bundle = change->bundle;

    assert(change->fact->position > 0);
    *is_contained = false;
    if (bundle != NULL && bundle->last_position >= change->fact->position) {
        assert(!change->is_new); /* no bundle is ahead of the globals */
        *is_contained = true;
        return OK;
    }
    if (bundle == NULL && change->fact->type != FACT_BUNDLE_SUBMITTED) {
        *is_contained = true; /* it ended, was stored and left memory */
        return change->is_new ? ERR_CORRUPT : OK;
    }
    if (bundle == NULL) return OK;
    if (change->fact->previous != bundle->last_position) return ERR_CORRUPT;
    return bundle->result == RESULT_OPEN || is_after_end(change->fact) ? OK : ERR_CORRUPT;
}

/* Neither a clock nor the dossier moves with it, and they are all that timers look at. */
static bool is_of_job(enum fact_type type)
{
    static const set32 jobs =
        1u << FACT_JOB_LEASED | 1u << FACT_JOBS_LEASED | 1u << FACT_JOB_RENEWED |
        1u << FACT_JOB_EXPIRED | 1u << FACT_JOB_RELEASED | 1u << FACT_JOB_FAILED |
        1u << FACT_JOB_PARKED | 1u << FACT_JOB_READIED | 1u << FACT_CLAIM_REFUSED;

    assert(type > 0 && type < FACT_TYPE_COUNT);
    _Static_assert(FACT_TYPE_COUNT <= 32, "types are bits of a set");
    return set_has(jobs, type);
}

static enum err apply_to_bundle(struct change *change)
{
    struct engine *engine = change->engine;
    bool is_contained;

    assert(change->fact->bundle != 0);
    change->index = bundles_find(&engine->bundles, change->fact->bundle);
    if (change->index != BUNDLE_NONE) {
        change->bundle = &engine->bundles.at[change->index];
        change->published = &engine->published.at[change->bundle->procedure];
    }
    enum err err = check_chain(change, &is_contained);
    if (err != OK || is_contained) return err;

    err = change->bundle == NULL ? apply_submitted(change) : apply_by_type(change);
    if (err != OK) return err;
    assert(change->bundle != NULL);
    change->bundle->last_position = change->fact->position;
    bundles_mark_dirty(&engine->bundles, change->index, change->fact->position);
    if (!is_of_job(change->fact->type)) timers_update(engine, change->index);
    return OK;
}

/* ---- Positions ----------------------------------------------------------------------------- */

/* Positions are dense; only the first fact after images were loaded may step back. */
static enum err take_position(struct engine *engine, uint64_t position)
{
    assert(engine->position_next > 0);
    assert(engine->position_next < UINT64_MAX);
    if (position != engine->position_next) {
        if (!engine->may_rewind || position == 0 || position > engine->position_next) {
            return ERR_CORRUPT;
        }
        engine->position_next = position;
        engine->is_restoring = true;
    }
    engine->may_rewind = false;
    return OK;
}

/* The fact has taken effect: count it, and set the queues in order once the replay has caught up. */
static void advance(struct engine *engine, const struct change *change)
{
    assert(change->fact->position == engine->position_next);
    engine->position_next++;
    if (change->is_new) {
        assert(change->fact->position == engine->totals.position + 1);
        engine->totals.position = change->fact->position;
        engine->totals.now_ms = change->fact->at_ms;
    }
    if (engine->is_restoring && engine->position_next > engine->totals.position) {
        engine->is_restoring = false;
        jobs_rebuild(engine);
    }
}

enum err engine_apply(struct engine *engine, const struct fact *fact)
{
    struct change change = { .engine = engine, .fact = fact, .index = BUNDLE_NONE };

    assert(engine != NULL);
    assert(fact != NULL);
    enum err err = take_position(engine, fact->position);
    if (err != OK) return err;
    change.is_new = fact->position > engine->totals.position;
    if (change.is_new && fact->at_ms < engine->totals.now_ms) return ERR_CORRUPT;

    if (fact->bundle != 0) {
        err = apply_to_bundle(&change);
    } else if (fact->type == FACT_PROCEDURE_PUBLISHED) {
        err = apply_published(&change);
    } else if (fact->type == FACT_CALENDAR_PUBLISHED) {
        err = apply_calendar(&change);
    } else {
        err = ERR_CORRUPT;
    }
    if (err != OK) return err;
    advance(engine, &change);
    return OK;
}
