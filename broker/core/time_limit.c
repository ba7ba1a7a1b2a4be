/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/time_limit.h"

struct limit time_limit_of(const struct published *published, uint8_t stage, enum extends which)
{
    const struct procedure *procedure = &published->procedure;
    bool is_statutory = which == EXTENDS_STATUTORY;

    assert(which == EXTENDS_STATUTORY || which == EXTENDS_PROMISED);
    if (stage == STAGE_WHOLE) return is_statutory ? procedure->statutory : procedure->promised;
    assert(stage < procedure->stage_count);
    return is_statutory ? procedure->stages[stage].statutory : procedure->stages[stage].promised;
}

uint16_t time_limit_added(const struct entry *entry, uint8_t stage, enum extends which)
{
    assert(entry->kind > 0);
    if (entry->kind != ENTRY_EXTENSION || entry->stage != stage) return 0;
    assert(entry->amount <= UINT16_MAX);
    return (entry->detail & which) != 0 ? (uint16_t)entry->amount : 0;
}

struct limit time_limit_extended(struct limit limit, uint32_t added)
{
    uint32_t value = limit.value + added;

    assert(added <= UINT16_MAX);
    if (limit.value != 0) limit.value = value < UINT16_MAX ? (uint16_t)value : UINT16_MAX;
    return limit;
}

bool time_limit_stands(const struct entry *entry, uint8_t stage)
{
    if (entry->kind == ENTRY_NOTICE) {
        return entry->state != NOTICE_PENDING && stage == STAGE_WHOLE;
    }
    if (entry->kind != ENTRY_PAUSE) return false;
    if (entry->stage == stage || entry->stage == STAGE_WHOLE) return true;
    return stage == STAGE_WHOLE && entry->detail == PAUSE_SPECIAL;
}

/* From when all stages together count: 0 before acceptance (intake_accepted_ms, of memory). */
static int64_t accepted_ms(const struct engine *engine, const struct bundle *bundle)
{
    const struct procedure *procedure = &engine->published.at[bundle->procedure].procedure;
    const uint8_t until = procedure->pre_review_until;

    assert(bundle->number != 0);
    assert(until <= MILESTONES_MAX);
    if (until != 0) {
        if (bundle_milestone_state(bundle, until - 1u) != MILESTONE_REACHED) return 0;
        return bundle_milestone(&engine->bundles, bundle, until - 1u)->since_ms;
    }
    if (bundle->entry_count == 0) return bundle->submitted_ms;
    const struct entry *entry = bundle_entry(&engine->bundles, bundle, 0);
    if (entry->kind != ENTRY_INTAKE) return bundle->submitted_ms;
    if (!intake_is_accepted(entry->detail)) return 0;
    return entry->detail == INTAKE_DEEMED ? entry->from_ms : entry->until_ms;
}

/* From when to when the clock counts, without its pauses. */
static struct ledger clock_of(const struct engine *engine, const struct bundle *bundle,
                              uint8_t stage)
{
    const struct published *published = &engine->published.at[bundle->procedure];

    assert(bundle->number != 0);
    if (stage == STAGE_WHOLE) {
        return (struct ledger){ accepted_ms(engine, bundle), bundle->ended_ms };
    }
    if (!set_has(published->clocked, stage)) return (struct ledger){ 0 };
    return *bundle_ledger(&engine->bundles, bundle, published_ledger(published, stage));
}

bool time_limit_course(const struct engine *engine, const struct bundle *bundle, uint8_t stage,
                       struct course *course)
{
    assert(bundle->number != 0);
    assert(bundle->entry_count <= ENTRIES_MAX);
    course->clock = clock_of(engine, bundle, stage);
    course->pause_count = 0;
    if (course->clock.started_ms == 0) return false;
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        if (!time_limit_stands(entry, stage)) continue;
        course_add(course, (struct pause){ entry->from_ms, entry->until_ms });
    }
    return true;
}

struct limit time_limit_now(const struct engine *engine, const struct bundle *bundle, uint8_t stage,
                            enum extends which)
{
    uint32_t added = 0;

    assert(bundle->number != 0);
    assert(bundle->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        added += time_limit_added(bundle_entry(&engine->bundles, bundle, i), stage, which);
    }
    return time_limit_extended(
        time_limit_of(&engine->published.at[bundle->procedure], stage, which), added);
}

bool time_limit_read(const struct engine *engine, const struct time_limit_question *question,
                     struct limit_view *view)
{
    const struct bundle *bundle = question->bundle;
    struct limit limit = time_limit_now(engine, bundle, question->stage, question->which);
    struct course course;

    assert(bundle->number != 0);
    if (limit.value == 0) return false;
    if (!time_limit_course(engine, bundle, question->stage, &course)) return false;
    *view = ledger_read(&engine->calendar.calendar, &engine->calendar.hours, &course, limit,
                        question->at_ms);
    return true;
}

struct limit_view time_limit_planned(const struct calendar_image *calendar,
                                     const struct entry *entry, int64_t at_ms)
{
    struct limit limit = { .value = (uint16_t)entry->amount, .unit = LIMIT_WORKING_DAYS };
    struct course course;

    assert(entry->kind == ENTRY_PAUSE && entry->detail == PAUSE_SPECIAL);
    assert(entry->amount > 0 && entry->amount <= UINT16_MAX);
    course.clock = (struct ledger){ entry->from_ms, entry->until_ms };
    course.pause_count = 0;
    return ledger_read(&calendar->calendar, &calendar->hours, &course, limit, at_ms);
}
