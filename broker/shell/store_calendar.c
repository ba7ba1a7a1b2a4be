/* SPDX-License-Identifier: Apache-2.0 */
/* The row of the calendar among the META rows, big-endian numbers:
 *
 *     position 8, local time minus UTC in minutes plus 1440 2,
 *     intervals 2, and of each: opens 2, closes 2,
 *     years 2, and of each: year 2, working days 46 as in proto/SPEC.md 13.7 */
#include "broker/shell/store.h"

#include "broker/core/calendar_notice.h"

#define ROW_KEY "calendar"
#define OFFSET_ZERO 1440 /* so that the number is none below zero */

static void add_number(struct buffer *bytes, uint64_t number, size_t width)
{
    uint8_t big[8];

    for (size_t i = width; i-- > 0;) {
        big[i] = (uint8_t)number;
        number >>= 8;
    }
    buffer_add(bytes, big, width);
}

struct store_write store_put_calendar(struct buffer *bytes, const struct calendar_image *image)
{
    struct store_write write = {
        .table = STORE_META,
        .key = { .at = (const uint8_t *)ROW_KEY, .size = sizeof ROW_KEY - 1 },
    };
    uint8_t days[CALENDAR_DAYS_BYTES];
    uint32_t year_count = 0;
    size_t from = bytes->size;

    add_number(bytes, image->position, 8);
    add_number(bytes, (uint64_t)(image->hours.utc_offset_minutes + OFFSET_ZERO), 2);
    add_number(bytes, image->hours.interval_count, 2);
    for (uint32_t i = 0; i < image->hours.interval_count; i++) {
        add_number(bytes, image->hours.intervals[i].open_minute, 2);
        add_number(bytes, image->hours.intervals[i].close_minute, 2);
    }
    for (int32_t year = CALENDAR_YEAR_FIRST; year <= CALENDAR_YEAR_LAST; year++) {
        if (calendar_is_published(&image->calendar, year)) year_count++;
    }
    add_number(bytes, year_count, 2);
    for (int32_t year = CALENDAR_YEAR_FIRST; year <= CALENDAR_YEAR_LAST; year++) {
        if (!calendar_is_published(&image->calendar, year)) continue;
        calendar_year_bytes(&image->calendar, year, days);
        add_number(bytes, (uint64_t)year, 2);
        buffer_add(bytes, days, sizeof days);
    }
    assert(!bytes->is_full);
    write.value = (struct span){ .at = bytes->at + from, .size = bytes->size - from };
    assert(write.value.size <= STORE_CALENDAR_BYTES_MAX);
    return write;
}

/* ---- Reading ------------------------------------------------------------------------------- */

/* What is left of a row; is_short once something was wanted that is not there. */
struct rest {
    struct span bytes;
    bool is_short;
};

static struct span take(struct rest *rest, size_t size)
{
    struct span taken = { .at = rest->bytes.at, .size = size };

    if (rest->is_short || rest->bytes.size < size) {
        rest->is_short = true;
        return (struct span){ 0 };
    }
    rest->bytes.at += size;
    rest->bytes.size -= size;
    return taken;
}

static uint64_t take_number(struct rest *rest, size_t width)
{
    struct span taken = take(rest, width);
    uint64_t number = 0;

    for (size_t i = 0; i < taken.size; i++) {
        number = number << 8 | taken.at[i];
    }
    return number;
}

/* Years in the portions in which they can be published, so that the same code takes them in. */
static bool take_years(struct rest *rest, uint64_t count, const struct calendar_notice *hours,
                       struct calendar_image *image)
{
    for (uint64_t i = 0; i < count; i++) {
        struct calendar_notice notice = *hours;
        notice.year_count = 1;
        notice.years[0].year = (uint16_t)take_number(rest, 2);
        notice.years[0].working = take(rest, CALENDAR_DAYS_BYTES);
        if (rest->is_short || calendar_notice_flaw(&notice) != NULL) return false;
        if (calendar_is_published(&image->calendar, notice.years[0].year)) return false;
        calendar_notice_take(&notice, &image->calendar, &image->hours);
    }
    return true;
}

enum err store_calendar(struct view *view, struct calendar_image *image)
{
    const struct span key = { .at = (const uint8_t *)ROW_KEY, .size = sizeof ROW_KEY - 1 };
    struct rest rest = { .bytes = view_get(view, STORE_META, key) };
    struct calendar_notice notice = { 0 };

    *image = (struct calendar_image){ .position = 0 };
    if (rest.bytes.at == NULL) return view_err(view);
    uint64_t position = take_number(&rest, 8);
    int64_t offset = (int64_t)take_number(&rest, 2) - OFFSET_ZERO;
    if (offset < OFFICE_UTC_OFFSET_MIN || offset > OFFICE_UTC_OFFSET_MAX) return ERR_CORRUPT;
    if (offset >= 0) notice.ahead_minutes = (uint16_t)offset;
    if (offset < 0) notice.behind_minutes = (uint16_t)-offset;
    uint64_t interval_count = take_number(&rest, 2);
    if (interval_count > CALENDAR_HOURS_MAX) return ERR_CORRUPT;
    notice.hour_count = (uint32_t)interval_count;
    for (uint32_t i = 0; i < notice.hour_count; i++) {
        notice.hours[i].open_minute = (uint16_t)take_number(&rest, 2);
        notice.hours[i].close_minute = (uint16_t)take_number(&rest, 2);
    }
    uint64_t year_count = take_number(&rest, 2);
    if (rest.is_short || position == 0 || calendar_notice_flaw(&notice) != NULL) return ERR_CORRUPT;
    calendar_notice_take(&notice, &image->calendar, &image->hours);
    if (!take_years(&rest, year_count, &notice, image)) return ERR_CORRUPT;
    image->position = position;
    return OK;
}
