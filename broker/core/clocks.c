/* SPDX-License-Identifier: Apache-2.0 */
/* The clocks of a bundle for those who ask. They are read from its image, so that a bundle that ended
 * years ago answers like one in memory; the clock of all stages together runs from the acceptance to
 * the end, and is not stored at all. */
#include "broker/core/clocks.h"
#include "broker/core/intake_image.h"
#include "broker/core/time_limit.h"

/* Both limits of a clock; false if it has none, or does not run yet. */
static bool view(const struct calendar_image *calendar, const struct course *course, int64_t now_ms,
                 struct clock_view *out)
{
    const struct ledger *clock = &course->clock;
    struct limit statutory = { .value = out->statutory.value, .unit = out->statutory.unit };
    struct limit promised = { .value = out->promised.value, .unit = out->promised.unit };
    const struct office_hours *hours = &calendar->hours;

    if (clock->started_ms == 0 || (statutory.value == 0 && promised.value == 0)) return false;
    assert(clock->stopped_ms == 0 || clock->stopped_ms >= clock->started_ms);
    out->started_ms = clock->started_ms;
    out->stopped_ms = clock->stopped_ms;
    if (statutory.value != 0) {
        out->statutory = ledger_read(&calendar->calendar, hours, course, statutory, now_ms);
    }
    if (promised.value != 0) {
        out->promised = ledger_read(&calendar->calendar, hours, course, promised, now_ms);
    }
    return true;
}

/* A bundle that was pre-reviewed is accepted when its milestone is reached; 0: it has not been. */
static int64_t accepted_ms(const struct bundle_image *image, const struct procedure *procedure)
{
    assert(procedure->pre_review_until <= MILESTONES_MAX);
    if (procedure->pre_review_until == 0) return intake_accepted_ms(image);
    const struct milestone_image *milestone = &image->milestones[procedure->pre_review_until - 1];
    return milestone->state == MILESTONE_REACHED ? milestone->since_ms : 0;
}

static struct limit_view asked(struct limit limit)
{
    return (struct limit_view){ .value = limit.value, .unit = limit.unit };
}

/* What an extension added to a limit, if there is such a limit. */
static void extend(const struct entry *entry, uint8_t stage, struct clock_view *out)
{
    uint16_t statutory = time_limit_added(entry, stage, EXTENDS_STATUTORY);
    uint16_t promised = time_limit_added(entry, stage, EXTENDS_PROMISED);
    struct limit limits[] = { { out->statutory.value, out->statutory.unit },
                              { out->promised.value, out->promised.unit } };

    assert(entry->kind != ENTRY_PAUSE || (statutory | promised) == 0);
    out->statutory.value = time_limit_extended(limits[0], statutory).value;
    out->promised.value = time_limit_extended(limits[1], promised).value;
    if ((statutory | promised) != 0) out->extended = (uint16_t)entry->amount;
}

/* A pause of the whole stands in the course of each stage, too. What lasts is why it stands now. */
static void add_entries(const struct bundle_image *image, uint8_t stage, struct course *course,
                        struct clock_view *out)
{
    assert(image->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        extend(entry, stage, out);
        if (!time_limit_stands(entry, stage)) continue;
        course_add(course, (struct pause){ entry->from_ms, entry->until_ms });
        if (entry->until_ms != 0 || course->clock.stopped_ms != 0) continue;
        out->pause = entry->kind == ENTRY_NOTICE ? (uint8_t)PAUSE_CORRECTION : entry->detail;
        out->paused_ms = entry->from_ms;
        out->special = 0;
        if (entry->detail == PAUSE_SPECIAL) out->special = entry->state;
    }
}

/* The course of the clock of a stage, or of all together (STAGE_WHOLE). */
static void course_of(const struct bundle_image *image, uint8_t stage, struct course *course,
                      struct clock_view *out)
{
    bool is_whole = stage == STAGE_WHOLE;

    assert(is_whole || stage < image->stage_count);
    course->pause_count = 0;
    course->clock.started_ms =
        is_whole ? intake_accepted_ms(image) : image->stages[stage].clock_started_ms;
    course->clock.stopped_ms = is_whole ? image->ended_ms : image->stages[stage].clock_stopped_ms;
    add_entries(image, stage, course, out);
}

/* How long the special procedure was to take for which a clock stands. */
static void set_planned(const struct calendar_image *calendar, const struct bundle_image *image,
                        int64_t now_ms, struct clock_view *out)
{
    assert(image->entry_count <= ENTRIES_MAX);
    if (out->special == 0) return;
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        if (entry->kind != ENTRY_PAUSE || entry->detail != PAUSE_SPECIAL) continue;
        if (entry->until_ms != 0 || entry->from_ms != out->paused_ms) continue;
        if (entry->amount == 0 || entry->amount > UINT16_MAX) continue;
        out->planned = time_limit_planned(calendar, entry, now_ms);
    }
}

/* The clocks of the counter and of the applicant who corrects. On the spot no limit counts. */
static void view_intake(const struct engine *engine, const struct bundle_image *image,
                        int64_t now_ms, struct msg_bundle *answer)
{
    uint32_t index = published_find(&engine->published, &image->procedure, image->version);
    const struct procedure_intake *intake = &engine->published.at[index].procedure.intake;
    const struct {
        enum clock_kind kind;
        struct ledger clock;
        struct limit limit;
    } of[] = {
        { CLOCK_OF_INTAKE, intake_look(image), intake->within },
        { CLOCK_OF_CORRECTION, intake_correction(image), intake->correct_within },
    };

    assert(answer->clock_count + sizeof of / sizeof of[0] <= CLOCKS_MAX);
    for (uint32_t i = 0; i < sizeof of / sizeof of[0]; i++) {
        struct clock_view *out = &answer->clocks[answer->clock_count];
        const struct course course = { .clock = of[i].clock };
        *out = (struct clock_view){ .kind = (uint8_t)of[i].kind, .statutory = asked(of[i].limit) };
        if (view(&engine->calendar, &course, now_ms, out)) answer->clock_count++;
    }
}

/* The limit that an open entry counts towards; value 0: none. */
static struct limit limit_of_entry(const struct procedure *procedure, const struct entry *entry)
{
    const struct limit none = { 0 };

    if (entry->state != 0) return none; /* it is settled */
    if (entry->kind == ENTRY_COMMITMENT && entry->stage < procedure->stage_count) {
        return procedure->stages[entry->stage].check_within;
    }
    for (uint32_t i = 0; entry->kind == ENTRY_TOLERANCE && i < procedure->material_count; i++) {
        if ((entry->materials >> i & 1) != 0) return procedure->materials[i].may_miss;
    }
    return none;
}

/* While the bundle as a whole stands, what its applicant owes does, too. */
static void add_suspensions(const struct bundle_image *image, struct course *course)
{
    assert(image->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        if (entry->kind != ENTRY_PAUSE || entry->stage != STAGE_WHOLE) continue;
        course_add(course, (struct pause){ entry->from_ms, entry->until_ms });
    }
}

int64_t clocks_entry_due_ms(const struct engine *engine, const struct procedure *procedure,
                            const struct bundle_image *image, const struct entry *entry,
                            int64_t now_ms)
{
    const struct limit limit = limit_of_entry(procedure, entry);
    struct course course = { .clock = { .started_ms = entry->from_ms } };

    assert(entry >= image->entries && entry < image->entries + image->entry_count);
    if (limit.value == 0 || entry->from_ms == 0) return 0;
    if (image->phase == PHASE_PRE_REVIEW) return 0; /* it begins with the acceptance (容缺受理) */
    add_suspensions(image, &course);
    assert(course.clock.started_ms != 0);
    return ledger_read(&engine->calendar.calendar, &engine->calendar.hours, &course, limit, now_ms)
        .due_ms;
}

/* When what is missing or to be checked is due, by the calendar of now: in the answer only. */
static void date_entries(const struct engine *engine, const struct procedure *procedure,
                         int64_t now_ms, struct bundle_image *image)
{
    assert(image->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < image->entry_count; i++) {
        struct entry *entry = &image->entries[i];
        int64_t due_ms = clocks_entry_due_ms(engine, procedure, image, entry, now_ms);
        if (due_ms != 0) entry->due_ms = due_ms;
    }
}

void engine_clocks(const struct engine *engine, const struct bundle_image *image, int64_t now_ms,
                   struct msg_bundle *answer)
{
    uint32_t index = published_find(&engine->published, &image->procedure, image->version);

    assert(answer != NULL);
    answer->clock_count = 0;
    if (index == PUBLISHED_NONE) return;
    const struct procedure *procedure = &engine->published.at[index].procedure;
    date_entries(engine, procedure, now_ms, &answer->image);
    struct clock_view *joint = &answer->clocks[answer->clock_count];
    *joint = (struct clock_view){ .statutory = asked(procedure->statutory),
                                  .promised = asked(procedure->promised) };
    struct course course;
    course_of(image, STAGE_WHOLE, &course, joint);
    course.clock.started_ms = accepted_ms(image, procedure);
    set_planned(&engine->calendar, image, now_ms, joint);
    if (view(&engine->calendar, &course, now_ms, joint)) answer->clock_count++;
    view_intake(engine, image, now_ms, answer);
    for (uint32_t i = 0; i < image->stage_count && i < procedure->stage_count; i++) {
        const struct procedure_stage *stage = &procedure->stages[i];
        struct clock_view *out = &answer->clocks[answer->clock_count];
        if (stage->clock_from == CLOCK_NONE) continue;
        *out = (struct clock_view){ .stage = stage->name,
                                    .statutory = asked(stage->statutory),
                                    .promised = asked(stage->promised) };
        course_of(image, (uint8_t)i, &course, out);
        set_planned(&engine->calendar, image, now_ms, out);
        if (view(&engine->calendar, &course, now_ms, out)) answer->clock_count++;
    }
}

/* Where it ends does not depend on when that is asked, as long as every pause has begun by then. */
int64_t clocks_due_ms(const struct engine *engine, const struct bundle *bundle, int64_t from_ms,
                      struct limit limit)
{
    struct course course = { .clock = { .started_ms = from_ms } };
    int64_t at_ms = engine->now_ms > engine->totals.now_ms ? engine->now_ms : engine->totals.now_ms;

    assert(from_ms != 0);
    assert(limit.value != 0);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        if (entry->kind != ENTRY_PAUSE || entry->stage != STAGE_WHOLE) continue;
        course_add(&course, (struct pause){ entry->from_ms, entry->until_ms });
    }
    return ledger_read(&engine->calendar.calendar, &engine->calendar.hours, &course, limit, at_ms)
        .due_ms;
}
