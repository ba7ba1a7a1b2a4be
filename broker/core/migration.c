/* SPDX-License-Identifier: Apache-2.0 */
/* How it is done: the bundle's image is rewritten in terms of the new version, and the bundle is filled
 * from that, as a restart would. So there is no second way from an image to a bundle, and whatever
 * an image holds moves along.
 *
 * Rejected: new indices in place. Stages, clocks, milestones, gates and queues each know an index, and
 * one that is forgotten would be found only when its bundle is looked at years later. */
#include "broker/core/migration.h"

#include "broker/core/condition.h"
#include "broker/core/image.h"
#include "broker/core/in_force.h"
#include "broker/core/intake.h"

#define GONE UINT8_MAX

/* Where everything of the old version is in the new one, or GONE. */
struct mapping {
    const struct published *from;
    const struct published *to;
    const struct bundle_image *image; /* as it is */
    uint8_t stages[STAGES_MAX];
    uint8_t milestones[MILESTONES_MAX];
    uint8_t gates[GATES_MAX];
    uint8_t materials[MATERIALS_MAX];
};

#define BEGUN \
    (set_of(STAGE_REVIEWING) | set_of(STAGE_SEALED) | set_of(STAGE_GRANTED) | \
     set_of(STAGE_ISSUED) | set_of(STAGE_REFUSED) | set_of(STAGE_BLOCKED) | set_of(STAGE_LAPSED) | \
     set_of(STAGE_WITHDRAWN) | set_of(STAGE_PAUSED))

/* ---- Names ----------------------------------------------------------------------------------- */

static uint8_t gate_named(const struct procedure *procedure, const struct name *name)
{
    assert(procedure->gate_count <= GATES_MAX);
    for (uint8_t i = 0; i < procedure->gate_count; i++) {
        if (name_is_equal(&procedure->gates[i].name, name)) return i;
    }
    return GONE;
}

static uint8_t material_named(const struct procedure *procedure, const struct name *name)
{
    assert(procedure->material_count <= MATERIALS_MAX);
    for (uint8_t i = 0; i < procedure->material_count; i++) {
        if (name_is_equal(&procedure->materials[i].name, name)) return i;
    }
    return GONE;
}

static void map_names(struct mapping *mapping)
{
    const struct procedure *from = &mapping->from->procedure;
    const struct procedure *to = &mapping->to->procedure;

    _Static_assert(PUBLISHED_NONE > UINT8_MAX && (uint8_t)PUBLISHED_NONE == GONE, "it is cut off");
    assert(name_is_equal(&from->name, &to->name));
    for (uint32_t i = 0; i < from->stage_count; i++) {
        mapping->stages[i] = (uint8_t)published_stage(mapping->to, &from->stages[i].name);
    }
    for (uint32_t i = 0; i < from->milestone_count; i++) {
        mapping->milestones[i] =
            (uint8_t)published_milestone(mapping->to, &from->milestones[i].name);
    }
    for (uint32_t i = 0; i < from->gate_count; i++) {
        mapping->gates[i] = gate_named(to, &from->gates[i].name);
    }
    for (uint32_t i = 0; i < from->material_count; i++) {
        mapping->materials[i] = material_named(to, &from->materials[i].name);
    }
}

/* A set of the old version's stages in terms of the new one; those that are gone are left out. */
static set32 moved_stages(const struct mapping *mapping, set32 stages)
{
    set32 moved = 0;

    for (uint32_t i = 0; i < mapping->from->procedure.stage_count; i++) {
        if (!set_has(stages, i) || mapping->stages[i] == GONE) continue;
        assert(mapping->stages[i] < STAGES_MAX);
        moved |= set_of(mapping->stages[i]);
    }
    return moved;
}

static uint64_t moved_materials(const struct mapping *mapping, uint64_t materials)
{
    uint64_t moved = 0;

    for (uint32_t i = 0; i < mapping->from->procedure.material_count; i++) {
        if ((materials >> i & 1) == 0 || mapping->materials[i] == GONE) continue;
        assert(mapping->materials[i] < MATERIALS_MAX);
        moved |= UINT64_C(1) << mapping->materials[i];
    }
    return moved;
}

/* The old version's stages whose state is one of a set of states. */
static set32 stages_in(const struct mapping *mapping, set32 states)
{
    set32 stages = 0;

    assert(mapping->image->stage_count == mapping->from->procedure.stage_count);
    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (set_has(states, mapping->image->stages[i].state)) stages |= set_of(i);
    }
    return stages;
}

/* ---- What stands against it: sets of the old version's stages -------------------------------- */

static set32 find_gone(const struct mapping *mapping)
{
    set32 begun = stages_in(mapping, BEGUN);
    set32 found = 0;

    assert(mapping->image->stage_count <= STAGES_MAX);
    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (set_has(begun, i) && mapping->stages[i] == GONE) found |= set_of(i);
    }
    return found;
}

static set32 find_elsewhere(const struct mapping *mapping)
{
    set32 begun = stages_in(mapping, BEGUN);
    set32 found = 0;

    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (!set_has(begun, i)) continue;
        assert(mapping->stages[i] != GONE); /* that is asked first */
        uint16_t department = mapping->to->departments[mapping->stages[i]];
        if (mapping->from->departments[i] != department) found |= set_of(i);
    }
    return found;
}

static bool is_same_condition(const struct procedure_stage *left,
                              const struct procedure_stage *right)
{
    return strcmp(left->applies_if, right->applies_if) == 0 &&
           strcmp(left->for_each, right->for_each) == 0 && left->at_most == right->at_most &&
           left->element == right->element;
}

static set32 find_other_conditions(const struct mapping *mapping)
{
    set32 found = 0;

    assert(mapping->image->stage_count <= STAGES_MAX);
    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (mapping->stages[i] == GONE) continue;
        if (!is_same_condition(&mapping->from->procedure.stages[i],
                               &mapping->to->procedure.stages[mapping->stages[i]])) {
            found |= set_of(i);
        }
    }
    return found;
}

/* Edges of the new version that are open as the bundle stands. */
static bool has_open(const struct mapping *mapping, uint32_t to, const struct edges *edges)
{
    set32 met =
        moved_stages(mapping, stages_in(mapping, set_of(STAGE_ISSUED) | set_of(STAGE_SKIPPED)));
    set32 granted = moved_stages(mapping, stages_in(mapping, set_of(STAGE_GRANTED)));
    set32 milestones = edges->milestones;

    assert(to < mapping->to->procedure.stage_count);
    met |= granted & published_same_gate(mapping->to, to);
    for (uint32_t i = 0; i < mapping->image->milestone_count; i++) {
        bool is_reached = mapping->image->milestones[i].state == MILESTONE_REACHED;
        if (is_reached && mapping->milestones[i] != GONE) {
            milestones &= ~set_of(mapping->milestones[i]);
        }
    }
    return (edges->stages & ~met) != 0 || milestones != 0;
}

/* What ended without a grant is not judged again. */
static set32 find_early(const struct mapping *mapping)
{
    set32 begun =
        stages_in(mapping, set_of(STAGE_REVIEWING) | set_of(STAGE_PAUSED) | set_of(STAGE_SEALED) |
                               set_of(STAGE_GRANTED) | set_of(STAGE_ISSUED));
    set32 found = 0;

    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (!set_has(begun, i)) continue;
        assert(mapping->stages[i] != GONE);
        const struct procedure_stage *stage = &mapping->to->procedure.stages[mapping->stages[i]];
        if (has_open(mapping, mapping->stages[i], &stage->start_after)) found |= set_of(i);
    }
    return found;
}

static set32 find_decided_early(const struct mapping *mapping)
{
    set32 decided = stages_in(mapping, set_of(STAGE_GRANTED) | set_of(STAGE_ISSUED));
    set32 found = 0;

    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (!set_has(decided, i)) continue;
        assert(mapping->stages[i] != GONE);
        const struct procedure_stage *stage = &mapping->to->procedure.stages[mapping->stages[i]];
        if (has_open(mapping, mapping->stages[i], &stage->decide_after)) found |= set_of(i);
    }
    return found;
}

/* Held, issued or lapsed together with others than before. */
static set32 find_other_gates(const struct mapping *mapping)
{
    set32 held =
        stages_in(mapping, set_of(STAGE_GRANTED) | set_of(STAGE_ISSUED) | set_of(STAGE_LAPSED));
    set32 found = 0;

    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (!set_has(held, i)) continue;
        uint8_t gate = mapping->from->gates[i];
        assert(gate == GATE_NONE || gate < GATES_MAX);
        uint8_t expected = gate == GATE_NONE ? GATE_NONE : mapping->gates[gate];
        bool is_gone = gate != GATE_NONE && expected == GONE;
        if (is_gone || mapping->to->gates[mapping->stages[i]] != expected) found |= set_of(i);
    }
    return found;
}
_Static_assert(GATE_NONE == GONE, "a gate that is gone is told from none by the old version");

/* All members of gates that have settled, if those are others now. */
static set32 find_other_members(const struct mapping *mapping)
{
    set32 found = 0;

    assert(mapping->image->gate_count <= GATES_MAX);
    for (uint32_t i = 0; i < mapping->image->gate_count; i++) {
        set32 members = mapping->from->procedure.gates[i].members;
        if (mapping->image->gates[i].state == GATE_OPEN) continue;
        uint8_t gate = mapping->gates[i];
        bool is_same = gate != GONE &&
                       mapping->to->procedure.gates[gate].members == moved_stages(mapping, members);
        for (uint32_t stage = 0; stage < mapping->image->stage_count; stage++) {
            is_same &= !set_has(members, stage) || mapping->stages[stage] != GONE;
        }
        if (!is_same) found |= members;
    }
    return found;
}

/* A permit's number is written as its procedure says; it must read the same tomorrow. */
static set32 find_other_numbers(const struct mapping *mapping)
{
    const struct procedure *from = &mapping->from->procedure;
    const struct procedure *to = &mapping->to->procedure;
    set32 issued = stages_in(mapping, set_of(STAGE_ISSUED));
    set32 found = 0;

    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (!set_has(issued, i)) continue;
        assert(mapping->stages[i] != GONE);
        const struct procedure_stage *stage = &to->stages[mapping->stages[i]];
        bool is_same = strcmp(stage->number, from->stages[i].number) == 0 &&
                       (stage->permit[0] == '\0') == (from->stages[i].permit[0] == '\0') &&
                       (stage->number[0] == '\0' || from->area == to->area);
        if (!is_same) found |= set_of(i);
    }
    return found;
}

static set32 find_entries_gone(const struct mapping *mapping)
{
    set32 found = 0;

    assert(mapping->image->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < mapping->image->entry_count; i++) {
        uint8_t stage = mapping->image->entries[i].stage;
        if (stage == STAGE_WHOLE || mapping->stages[stage] != GONE) continue;
        found |= set_of(stage);
    }
    return found;
}

/* In the order in which they are asked: the later ones rely on the earlier ones. */
static const struct {
    set32 (*find)(const struct mapping *mapping);
    const char *says;
} reasons[] = {
    { find_gone, "stages have begun that are not in version " },
    { find_elsewhere, "stages have begun that are another department's in version " },
    { find_other_conditions, "the conditions of stages are others in version " },
    { find_early, "stages have begun that may not begin yet in version " },
    { find_decided_early, "stages are decided that may not be decided yet in version " },
    { find_other_gates, "stages are granted, issued or lapsed in another gate than in version " },
    { find_other_members, "a gate has settled whose members are others in version " },
    { find_other_numbers, "permits are issued that would be numbered otherwise in version " },
    { find_entries_gone, "the dossier speaks of stages that are not in version " },
};

/* ---- ... and the rest ------------------------------------------------------------------------- */

static void say_stages(struct words *why, const struct procedure *procedure, set32 stages)
{
    const char *before = ": ";

    assert(stages != 0);
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        if (!set_has(stages, i)) continue;
        words_add(why, before);
        words_add_name(why, &procedure->stages[i].name);
        before = ", ";
    }
}

/* New stages whose condition nobody has evaluated. */
static set32 new_conditions(const struct mapping *mapping)
{
    const struct procedure *to = &mapping->to->procedure;
    set32 found = 0;

    for (uint32_t i = 0; i < to->stage_count; i++) {
        bool is_new = published_stage(mapping->from, &to->stages[i].name) == PUBLISHED_NONE;
        if (is_new && condition_is_on(&to->stages[i])) found |= set_of(i);
    }
    return found;
}

/* An open notice asks for a material that is gone. */
static bool asks_in_vain(const struct mapping *mapping)
{
    assert(mapping->image->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < mapping->image->entry_count; i++) {
        const struct entry *entry = &mapping->image->entries[i];
        if (entry->until_ms != 0 || entry->materials == 0) continue;
        for (uint32_t bit = 0; bit < mapping->from->procedure.material_count; bit++) {
            bool is_asked = (entry->materials >> bit & 1) != 0;
            if (is_asked && mapping->materials[bit] == GONE) return true;
        }
    }
    return false;
}

/* Everything fits; else *why says what does not. */
static bool fits(const struct mapping *mapping, struct words *why)
{
    const struct procedure *to = &mapping->to->procedure;

    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        set32 found = reasons[i].find(mapping);
        if (found == 0) continue;
        words_add(why, reasons[i].says);
        words_add_number(why, to->version);
        say_stages(why, &mapping->from->procedure, found);
        return false;
    }
    set32 unevaluated = new_conditions(mapping);
    if (unevaluated != 0) {
        words_add(why, "stages with a condition are new in version ");
        words_add_number(why, to->version);
        say_stages(why, to, unevaluated);
        return false;
    }
    if (asks_in_vain(mapping)) {
        words_add(why, "the applicant was told to supply what is not in version ");
        words_add_number(why, to->version);
        return false;
    }
    if (!phase_is_intake(mapping->image->phase) || to->intake.counter) return true;
    words_add(why, "the bundle is not accepted yet, and there is no counter in version ");
    words_add_number(why, to->version);
    return false;
}

/* ---- The bundle under the new version -------------------------------------------------------- */

/* Clocks go on. One that the old version did not have counts from the receipt, or, where the review
 * is under way, from now on. */
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
        if (to == GONE) continue;
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
        if (mapping->milestones[i] == GONE) continue;
        moved->milestones[mapping->milestones[i]] = image->milestones[i];
    }
    for (uint32_t i = 0; i < image->gate_count; i++) {
        if (mapping->gates[i] == GONE) continue;
        assert(mapping->gates[i] < moved->gate_count);
        moved->gates[mapping->gates[i]] = image->gates[i];
    }
    for (uint32_t i = 0; i < image->entry_count; i++) {
        struct entry *entry = &moved->entries[i];
        entry->materials = moved_materials(mapping, entry->materials);
        if (entry->stage == STAGE_WHOLE) continue;
        assert(mapping->stages[entry->stage] != GONE);
        entry->stage = mapping->stages[entry->stage];
    }
}

static bool plan(const struct engine *engine, uint32_t index, uint32_t to,
                 struct bundle_image *moved, struct words *why, int64_t now_ms)
{
    struct bundle_image image;
    struct mapping mapping = { .to = &engine->published.at[to], .image = &image };

    assert(engine->bundles.at[index].result == RESULT_OPEN);
    assert(engine->bundles.at[index].procedure != to);
    mapping.from = &engine->published.at[engine->bundles.at[index].procedure];
    image_of(engine, index, &image);
    map_names(&mapping);
    if (!fits(&mapping, why)) return false;
    image_of(engine, index, moved);
    moved->version = mapping.to->procedure.version;
    move_stages(&mapping, moved, now_ms, engine->position_next);
    move_rest(&mapping, moved);
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
    assert(index < engine->bundles.high);
    assert(to < engine->published.count);
    return plan(engine, index, to, image, why, engine->now_ms);
}

/* ---- Recording it ---------------------------------------------------------------------------- */

/* What goes on where a bundle stands as in an image; nothing where it stands still. */
static struct onward onward_of(const struct published *published, const struct bundle_image *image)
{
    struct standing standing = { 0 };

    assert(image->stage_count == published->procedure.stage_count);
    if (image->phase != PHASE_REVIEW) return (struct onward){ 0 };
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
    if (!plan(engine, change->index, to, &image, &why, change->fact->at_ms)) return ERR_CORRUPT;
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
