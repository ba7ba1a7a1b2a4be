/* SPDX-License-Identifier: Apache-2.0 */
/* The encoding of calendars: proto/SPEC.md 13.7. Only the bounds of single fields are held here;
 * the rest is for broker/core/calendar_notice.h to say. */
#include "proto/schema_rows.h"
#include "proto/structs.h"

/* clang-format off */
#define PATH "hours."
static const struct field hours_fields[] = {
    ROW_UINT(struct calendar_hours, open_minute,  OPTIONAL, 0, 1439),
    ROW_UINT(struct calendar_hours, close_minute, REQUIRED, 1, 1440),
};
static const struct schema schema_hours = SCHEMA("hours", struct calendar_hours, hours_fields);

#undef PATH
#define PATH "years."
static const struct field days_fields[] = {
    ROW_UINT(struct calendar_days, year,    REQUIRED, 2000, 2063),
    ROW_BIN(struct calendar_days,  working, REQUIRED, CALENDAR_DAYS_BYTES, CALENDAR_DAYS_BYTES),
    ROW_TEXT(struct calendar_days, source,  OPTIONAL, 0, TITLE_BYTES_MAX),
};
static const struct schema schema_days = SCHEMA("days", struct calendar_days, days_fields);

#undef PATH
#define PATH ""
static const struct field calendar_fields[] = {
    ROW_UINT(struct calendar_notice, ahead_minutes,  OPTIONAL, 0, 14 * 60),
    ROW_UINT(struct calendar_notice, behind_minutes, OPTIONAL, 0, 12 * 60),
    ROW_LIST(struct calendar_notice, hours, hour_count, 1, schema_hours),
    ROW_LIST(struct calendar_notice, years, year_count, 0, schema_days),
};
/* clang-format on */

const struct schema schema_calendar =
    SCHEMA_LISTS("calendar", struct calendar_notice, calendar_fields, hours);
