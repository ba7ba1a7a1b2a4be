/* SPDX-License-Identifier: Apache-2.0 */
/* How it is done: the bundle's image is rewritten in terms of the new version, and the bundle is filled
 * from that, as a restart would. So there is no second way from an image to a bundle, and whatever
 * an image holds moves along.
 *
 * Rejected: new indices in place. Stages, clocks, milestones, gates and queues each know an index, and
 * one that is forgotten would be found only when its bundle is looked at years later. */
#include "broker/core/migration.h"

#include "broker/core/image.h"
#include "broker/core/in_force.h"
#include "broker/core/mapping.h"
#include "broker/core/reopening.h"

/* ---- The bundle under the new version -------------------------------------------------------- */

/* Clocks go on. One that the old version did not have counts from the receipt, or, where the review
 * is under way, from now on; before the end of a pre-review none does. */
static void move_clock(const struct mapping *mapping, struct stage_image *stage, uint32_t to,
                       int64_t now_ms)
{
    const struct procedure_stage *definition = &mapping->to->procedure.stages[to];
    bool is_open = stage->state == STAGE_REVIEWING || stage->state == STAGE_PAUSED ||
                   stage->state == STAGE_SEALED;

    assert(stage->state != STAGE_NONE);
    if (!set_has(mapping->to->clocked, to)) {
        stage->clock_started_ms = 0;
        stage->clock_stopped_ms = 0;
    } else if (mapping->image->phase == PHASE_PRE_REVIEW) {
        assert(stage->clock_started_ms == 0);
    } else if (stage->clock_started_ms == 0 && definition->clock_from == CLOCK_FROM_RECEIPT &&
               (is_open || stage->state == STAGE_WAITING)) {
        stage->clock_started_ms = mapping->image->submitted_ms;
    } else if (stage->clock_started_ms == 0 && is_open) {
        stage->clock_started_ms = now_ms;
    }
}

/* Whoever holds a job knows it by the index of its stage, so under another one it is READY again. Jobs
 * that wait take their places anew. */
static void move_job(struct stage_image *stage, bool is_same_index, uint64_t position)
{
    assert(stage->job < JOB_STATE_COUNT);
    if (stage->job == JOB_LEASED && !is_same_index) {
        assert(job_next(JOB_LEASED, JOB_MOVE_RELEASE) == JOB_READY);
        stage->job = JOB_READY;
        stage->token = 0;
        stage->due_ms = 0;
    }
    if (stage->job == JOB_READY || stage->job == JOB_PARKED) stage->changed_position = position;
}

static void move_stages(const struct mapping *mapping, struct bundle_image *moved, int64_t now_ms,
                        uint64_t position)
{
    moved->stage_count = mapping->to->procedure.stage_count;
    for (uint32_t i = 0; i < moved->stage_count; i++) {
        moved->stages[i] = (struct stage_image){
            .state = STAGE_WAITING,
            .changed_position = position,
            .since_ms = now_ms,
        };
    }
    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        uint8_t to = mapping->stages[i];
        if (to == MAPPING_GONE) continue;
        assert(to < moved->stage_count);
        moved->stages[to] = mapping->image->stages[i];
        move_job(&moved->stages[to], to == i, position);
    }
    for (uint32_t i = 0; i < moved->stage_count; i++) {
        move_clock(mapping, &moved->stages[i], i, now_ms);
    }
}

/* Milestones and gates of the same name keep what became of them; new ones are open. */
static void move_rest(const struct mapping *mapping, struct bundle_image *moved)
{
    const struct bundle_image *image = mapping->image;

    moved->milestone_count = mapping->to->procedure.milestone_count;
    moved->gate_count = mapping->to->procedure.gate_count;
    for (uint32_t i = 0; i < moved->milestone_count; i++) {
        moved->milestones[i] = (struct milestone_image){ .state = MILESTONE_OPEN };
    }
    for (uint32_t i = 0; i < moved->gate_count; i++) {
        moved->gates[i] = (struct gate_image){ .state = GATE_OPEN };
    }
    for (uint32_t i = 0; i < image->milestone_count; i++) {
        if (mapping->milestones[i] == MAPPING_GONE) continue;
        moved->milestones[mapping->milestones[i]] = image->milestones[i];
    }
    for (uint32_t i = 0; i < image->gate_count; i++) {
        if (mapping->gates[i] == MAPPING_GONE) continue;
        assert(mapping->gates[i] < moved->gate_count);
        moved->gates[mapping->gates[i]] = image->gates[i];
    }
    for (uint32_t i = 0; i < image->entry_count; i++) {
        mapping_entry(mapping, &moved->entries[i]);
    }
}

/* Shape: mapping - to and image are set, and image is as the bundle is. */
static bool plan(const struct engine *engine, struct mapping *mapping, int64_t now_ms,
                 struct bundle_image *moved, struct words *why)
{
    const struct bundle_image *image = mapping->image;
    uint32_t from = published_find(&engine->published, &image->procedure, image->version);

    assert(image->result == RESULT_OPEN);
    assert(from != PUBLISHED_NONE);
    mapping->from = &engine->published.at[from];
    assert(mapping->from != mapping->to);
    mapping_names(mapping);
    if (!mapping_fits(mapping, why)) return false;
    *moved = *image;
    moved->version = mapping->to->procedure.version;
    move_stages(mapping, moved, now_ms, engine->position_next);
    move_rest(mapping, moved);
    return true;
}

bool migration_has_room(const struct engine *engine, uint32_t index, uint32_t to)
{
    const struct bundle *bundle = &engine->bundles.at[index];
    struct bundle_size size = procedure_size(&engine->published.at[to].procedure);

    size.entry_count = 1; /* the migration itself */
    return bundle_has_entries(&engine->bundles, bundle, 1, ENTRIES_ACT_MAX) &&
           bundle_can_reshape(&engine->bundles, bundle, &size);
}

bool migration_plan(const struct engine *engine, uint32_t index, uint32_t to,
                    struct bundle_image *image, struct words *why)
{
    struct bundle_image before;
    struct mapping mapping = { .to = &engine->published.at[to], .image = &before };

    assert(index < engine->bundles.high);
    assert(to < engine->published.count);
    image_of(engine, index, &before);
    return plan(engine, &mapping, engine->now_ms, image, why);
}

/* ---- Recording it ---------------------------------------------------------------------------- */

/* Stages that returns hold back. */
static set32 held_in(const struct bundle_image *image)
{
    set32 held = 0;

    assert(image->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < image->entry_count; i++) {
        held |= reopening_held_by(&image->entries[i]);
    }
    return held;
}

/* What goes on where a bundle stands as in an image; nothing where it stands still, and in a pre-review
 * reviews only. */
static struct onward onward_of(const struct published *published, const struct bundle_image *image)
{
    struct standing standing = { 0 };

    assert(image->stage_count == published->procedure.stage_count);
    if (image->phase != PHASE_REVIEW && image->phase != PHASE_PRE_REVIEW) {
        return (struct onward){ 0 };
    }
    for (uint32_t i = 0; i < image->stage_count; i++) {
        uint8_t state = image->stages[i].state;
        if (state == STAGE_WAITING) standing.waiting |= set_of(i);
        if (state == STAGE_SEALED) standing.sealed |= set_of(i);
        if (state == STAGE_GRANTED) standing.granted |= set_of(i);
        if (state == STAGE_ISSUED || state == STAGE_SKIPPED) standing.met |= set_of(i);
    }
    for (uint32_t i = 0; i < image->milestone_count; i++) {
        if (image->milestones[i].state == MILESTONE_REACHED) standing.reached |= set_of(i);
    }
    standing.waiting &= ~held_in(image);
    if (image->phase == PHASE_PRE_REVIEW) standing.sealed = 0;
    return cascade_onward(published, &standing);
}

static void call_back(struct step *step, const struct bundle *bundle,
                      const struct bundle_image *moved)
{
    const struct published *from = &step->engine->published.at[bundle->procedure];
    uint32_t version = published_find(&step->engine->published, &moved->procedure, moved->version);
    const struct published *to = &step->engine->published.at[version];

    assert(version != PUBLISHED_NONE);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (published_stage(to, &from->procedure.stages[i].name) == i) continue;
        step_cancel(step, bundle, i, CANCEL_PAUSED);
    }
}

void migration_record(struct step *step, uint32_t index, const struct bundle_image *image,
                      const struct event *request)
{
    const struct bundle *bundle = &step->engine->bundles.at[index];
    const struct published_list *list = &step->engine->published;
    uint32_t to = published_find(list, &image->procedure, image->version);
    struct fact fact = {
        .type = FACT_MIGRATED,
        .bundle = bundle->number,
        .migrated = {
            .version = image->version,
            .from = list->at[bundle->procedure].procedure.version,
            .onward = onward_of(&list->at[to], image),
        },
    };

    assert(to != PUBLISHED_NONE);
    if (request != NULL) {
        fact.migrated.by = request->principal;
        fact.migrated.request = request->request;
    }
    call_back(step, bundle, image);
    engine_record(step, &fact);
}

/* In force now, and not yet when the bundle came in. */
static bool is_since_receipt(const struct engine *engine, const struct bundle *bundle, uint32_t to)
{
    const struct published *published = &engine->published.at[to];
    uint32_t receipt = in_force_day(&engine->calendar.hours, bundle->submitted_ms);

    assert(bundle->number != 0);
    return published->procedure.in_force > receipt ||
           published->position > bundle->submitted_position;
}

/* The version that governs a bundle that is accepted now, if it is another than the one under which it
 * was received; else PUBLISHED_NONE. */
static uint32_t find_governing(const struct step *step, uint32_t index, struct bundle_image *image)
{
    const struct engine *engine = step->engine;
    const struct bundle *bundle = &engine->bundles.at[index];
    const struct procedure *procedure = &engine->published.at[bundle->procedure].procedure;
    uint32_t today = in_force_day(&engine->calendar.hours, step->event->now_ms);
    uint32_t to = in_force_find(&engine->published, &procedure->name, 0, today);
    char text[64];
    struct words why;

    assert(bundle->phase == PHASE_RECEIVED);
    if (to == PUBLISHED_NONE || to == bundle->procedure) return PUBLISHED_NONE;
    if (engine->published.at[to].procedure.version < procedure->version) return PUBLISHED_NONE;
    if (!is_since_receipt(engine, bundle, to)) return PUBLISHED_NONE;
    words_init(&why, text, sizeof text);
    return migration_plan(engine, index, to, image, &why) ? to : PUBLISHED_NONE;
}

bool migration_has_room_at_acceptance(const struct step *step, uint32_t index)
{
    struct bundle_image image;
    uint32_t to = find_governing(step, index, &image);

    assert(to == PUBLISHED_NONE || to < step->engine->published.count);
    return to == PUBLISHED_NONE || migration_has_room(step->engine, index, to);
}

void migration_at_acceptance(struct step *step, uint32_t index)
{
    struct bundle_image image;

    assert(step->event->type == EVENT_ACT);
    if (find_governing(step, index, &image) == PUBLISHED_NONE) return;
    migration_record(step, index, &image, NULL);
}

/* ---- Applying -------------------------------------------------------------------------------- */

enum err apply_migrated(const struct change *change)
{
    const struct fact_migrated *body = &change->fact->migrated;
    struct engine *engine = change->engine;
    const struct procedure *procedure = &change->published->procedure;
    struct bundle_image image;
    char text[64];
    struct words why;

    assert(change->bundle->result == RESULT_OPEN);
    uint32_t to = published_find(&engine->published, &procedure->name, body->version);
    if (body->version == 0 || to == PUBLISHED_NONE || to == change->bundle->procedure) {
        return ERR_CORRUPT;
    }
    if (body->from != procedure->version) return ERR_CORRUPT;
    words_init(&why, text, sizeof text);
    struct bundle_image before;
    struct mapping mapping = { .to = &engine->published.at[to], .image = &before };
    image_of(engine, change->index, &before);
    if (!plan(engine, &mapping, change->fact->at_ms, &image, &why)) return ERR_CORRUPT;
    struct onward onward = onward_of(&engine->published.at[to], &image);
    if (onward.opened != body->onward.opened || onward.granted != body->onward.granted) {
        return ERR_CORRUPT;
    }
    if (!migration_has_room(engine, change->index, to)) return ERR_NO_MEMORY;
    image_refill(engine, change->index, to, &image);
    struct change moved = *change;
    moved.published = &engine->published.at[to];
    struct entry *entry = change_enter(change, ENTRY_MIGRATION);
    entry->amount = body->from;
    entry->until_ms = change->fact->at_ms;
    change_go_on(&moved, &body->onward);
    change_remember(change, &body->request, body->version);
    return OK;
}
