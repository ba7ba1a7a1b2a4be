/* SPDX-License-Identifier: Apache-2.0 */
/* PUBLISH_CALENDAR: which days count, from now on, for every clock that runs.
 *
 * Refusals in order: DRAINING, NOT_ALLOWED, REQUEST_CONFLICT, CALENDAR_INVALID, DISK_FULL. What would
 * change nothing is answered `repeated`, so that a calendar may be published every night.
 *
 * The engine keeps the working days of the years, not the notice that named them: that stands in the
 * fact. Nothing is counted here: clocks are ledgers, and their deadlines follow from the calendar
 * that holds when they are asked. */
#include "broker/core/apply.h"
#include "broker/core/calendar_notice.h"

void step_publish_calendar(struct step *step)
{
    struct engine *engine = step->engine;
    const struct calendar_notice *notice = &step->event->publish_calendar.calendar;
    struct calendar_image *kept = &engine->calendar;

    assert(step->event->type == EVENT_PUBLISH_CALENDAR);
    if (!step_admit(step, ROLE_OPERATOR)) return;
    const char *flaw = calendar_notice_flaw(notice);
    if (flaw != NULL) {
        struct refusal refusal = { .err = ERR_CALENDAR_INVALID, .field = "calendar" };
        assert(strlen(flaw) < sizeof refusal.text);
        memcpy(refusal.text, flaw, strlen(flaw));
        step_refuse(step, &refusal);
        return;
    }
    if (kept->position != 0 && calendar_notice_is_known(notice, &kept->calendar, &kept->hours)) {
        step_answer(step, &(struct msg_recorded){ .position = kept->position, .repeated = true });
        return;
    }
    if (!step_has_disk(step, true, 0)) return;
    engine_record(step, &(struct fact){
                            .type = FACT_CALENDAR_PUBLISHED,
                            .calendar_published = {
                                .calendar = *notice,
                                .by = step->event->principal,
                                .request = step->event->request,
                            },
                        });
    step_answer(step, &(struct msg_recorded){ .position = engine->position_next - 1 });
}

/* ---- Applying ------------------------------------------------------------------------------ */

enum err apply_calendar(const struct change *change)
{
    const struct fact_calendar_published *body = &change->fact->calendar_published;
    struct calendar_image *kept = &change->engine->calendar;

    assert(change->fact->type == FACT_CALENDAR_PUBLISHED);
    if (change->fact->previous != 0) return ERR_CORRUPT;
    if (calendar_notice_flaw(&body->calendar) != NULL) return ERR_CORRUPT;
    if (!change->is_new) return OK; /* the globals hold it */
    calendar_notice_take(&body->calendar, &kept->calendar, &kept->hours);
    kept->position = change->fact->position;
    change->engine->is_calendar_dirty = true;
    /* Limits that are counted by it end elsewhere now. */
    if (!change->engine->is_restoring) timers_rebuild(change->engine);
    change_remember(change, &body->request, 0);
    return OK;
}

/* ---- The store's side ---------------------------------------------------------------------- */

bool engine_export_calendar(struct engine *engine, struct calendar_image *image)
{
    assert(engine != NULL);
    assert(image != NULL);
    if (!engine->is_calendar_dirty) return false;
    assert(engine->calendar.position != 0);
    engine->is_calendar_dirty = false;
    *image = engine->calendar;
    return true;
}

/* The days of a published year are counted, and none lies outside it; another year has none. */
static bool year_is_good(const struct calendar_year *kept, int32_t year)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < 6 * 64; i++) {
        if ((kept->working[i / 64] >> i % 64 & 1) == 0) continue;
        if (!kept->is_published || i >= civil_year_days(year)) return false;
        count++;
    }
    return count == kept->working_count;
}

enum err engine_restore_calendar(struct engine *engine, const struct calendar_image *image)
{
    assert(engine != NULL);
    assert(image != NULL);
    if (engine->calendar.position != 0 || image->position == 0) return ERR_CORRUPT;
    if (!office_hours_is_valid(&image->hours)) return ERR_CORRUPT;
    for (int32_t i = 0; i < CALENDAR_YEARS; i++) {
        if (!year_is_good(&image->calendar.years[i], CALENDAR_YEAR_FIRST + i)) return ERR_CORRUPT;
    }
    engine->calendar = *image;
    return OK;
}

const struct calendar_image *engine_calendar(const struct engine *engine)
{
    assert(engine != NULL);
    assert(office_hours_is_valid(&engine->calendar.hours));
    return &engine->calendar;
}
