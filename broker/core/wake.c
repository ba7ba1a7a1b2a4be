/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/wake.h"

#include "broker/core/clocks.h"
#include "broker/core/commitment.h"
#include "broker/core/permit_life.h"

/* A calendar with another UTC offset moves the day on which all began by one; months from it end four days
 * earlier at most: 28 February and 1 March. */
#define MARGIN_MS (4 * CIVIL_DAY_MS)
#define AGAIN_MS CIVIL_DAY_MS
#define SOON_MS 1000
#define HOUR_MS INT64_C(3600000)

int64_t wake_at(int64_t earliest_ms, int64_t due_ms, int64_t now_ms)
{
    assert(now_ms > 0);
    assert(earliest_ms > 0);
    if (earliest_ms - MARGIN_MS > now_ms) return earliest_ms - MARGIN_MS;
    if (due_ms > now_ms + AGAIN_MS) return now_ms + AGAIN_MS;
    return due_ms > now_ms ? due_ms : now_ms + SOON_MS;
}

/* The check of a commitment on which something was issued. No working day is shorter than a day, and no
 * working hour than an hour. */
static int64_t wake_of_check(const struct engine *engine, const struct procedure *procedure,
                             const struct bundle_image *image, const struct entry *entry,
                             int64_t now_ms)
{
    const struct office_hours *hours = &engine->calendar.hours;
    bool is_awaited = entry->kind == ENTRY_COMMITMENT && entry->state == COMMITMENT_GIVEN &&
                      entry->detail != CHECK_IS_LATE;

    assert(entry->kind != 0);
    if (!is_awaited || image->stages[entry->stage].state != STAGE_ISSUED) return INT64_MAX;
    const struct limit within = procedure->stages[entry->stage].check_within;
    bool is_days = within.unit == LIMIT_WORKING_DAYS || within.unit == LIMIT_NATURAL_DAYS;
    int32_t day = office_hours_day(hours, entry->from_ms);
    int64_t earliest_ms = is_days ? office_hours_instant(hours, day + within.value, 0)
                                  : entry->from_ms + within.value * HOUR_MS;
    assert(within.value > 0);
    int64_t due_ms = clocks_entry_due_ms(engine, procedure, image, entry, now_ms);
    return wake_at(earliest_ms, due_ms + 1, now_ms);
}

int64_t engine_wake_ms(const struct engine *engine, const struct bundle_image *image,
                       int64_t now_ms)
{
    uint32_t index = published_find(&engine->published, &image->procedure, image->version);
    int64_t wake_ms = INT64_MAX;

    assert(image->result != RESULT_OPEN);
    if (image->version == 0 || index == PUBLISHED_NONE) return INT64_MAX;
    const struct published *published = &engine->published.at[index];
    const struct procedure *procedure = &published->procedure;
    assert(image->stage_count == procedure->stage_count);
    for (uint32_t i = 0; i < image->stage_count; i++) {
        if (!set_has(published->termed, i)) continue;
        struct permit_life life = permit_life_of_image(image, i);
        int64_t at_ms = permit_wake_ms(&engine->calendar, &procedure->stages[i], &life, now_ms);
        if (at_ms < wake_ms) wake_ms = at_ms;
    }
    for (uint32_t i = 0; i < image->entry_count; i++) {
        int64_t at_ms = wake_of_check(engine, procedure, image, &image->entries[i], now_ms);
        if (at_ms < wake_ms) wake_ms = at_ms;
    }
    return wake_ms;
}
