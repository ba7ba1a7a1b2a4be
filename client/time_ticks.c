/* SPDX-License-Identifier: Apache-2.0 */
/* Below a day ticks are equal steps, counted from local midnight; days and months are counted in the
 * calendar, since neither is always of the same length. */
#include "client/time_ticks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SECOND 1000
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY ((int64_t)24 * HOUR)

/* clang-format off */
static const struct step {
    int64_t ms;   /* about, for days and months */
    int days;
    int months;
    const char *format;
    bool has_fraction;
} steps[] = {
    { 1, 0, 0, "%H:%M:%S", true }, { 2, 0, 0, "%H:%M:%S", true }, { 5, 0, 0, "%H:%M:%S", true },
    { 10, 0, 0, "%H:%M:%S", true }, { 20, 0, 0, "%H:%M:%S", true }, { 50, 0, 0, "%H:%M:%S", true },
    { 100, 0, 0, "%H:%M:%S", true }, { 200, 0, 0, "%H:%M:%S", true }, { 500, 0, 0, "%H:%M:%S", true },
    { SECOND, 0, 0, "%H:%M:%S", false }, { 2 * SECOND, 0, 0, "%H:%M:%S", false },
    { 5 * SECOND, 0, 0, "%H:%M:%S", false }, { 10 * SECOND, 0, 0, "%H:%M:%S", false },
    { 15 * SECOND, 0, 0, "%H:%M:%S", false }, { 30 * SECOND, 0, 0, "%H:%M:%S", false },
    { MINUTE, 0, 0, "%H:%M", false }, { 2 * MINUTE, 0, 0, "%H:%M", false },
    { 5 * MINUTE, 0, 0, "%H:%M", false }, { 10 * MINUTE, 0, 0, "%H:%M", false },
    { 15 * MINUTE, 0, 0, "%H:%M", false }, { 30 * MINUTE, 0, 0, "%H:%M", false },
    { HOUR, 0, 0, "%H:%M", false }, { 2 * HOUR, 0, 0, "%H:%M", false },
    { 3 * HOUR, 0, 0, "%H:%M", false }, { 6 * HOUR, 0, 0, "%H:%M", false },
    { 12 * HOUR, 0, 0, "%H:%M", false },
    { DAY, 1, 0, "%m-%d", false }, { 2 * DAY, 2, 0, "%m-%d", false }, { 7 * DAY, 7, 0, "%m-%d", false },
    { 14 * DAY, 14, 0, "%m-%d", false },
    { 30 * DAY, 0, 1, "%Y-%m", false }, { 91 * DAY, 0, 3, "%Y-%m", false },
    { 182 * DAY, 0, 6, "%Y-%m", false }, { 365 * DAY, 0, 12, "%Y-%m", false },
    { 1826 * DAY, 0, 60, "%Y-%m", false }, { 36524 * DAY, 0, 1200, "%Y-%m", false },
};
/* clang-format on */
#define STEP_COUNT (sizeof steps / sizeof steps[0])

static int64_t floor_to(int64_t value, int64_t step)
{
    int64_t rest = value % step;
    return value - (rest < 0 ? rest + step : rest);
}

/* False: a moment that the calendar does not know. */
static bool local_time(int64_t at_ms, struct tm *local)
{
    time_t seconds = (time_t)(floor_to(at_ms, SECOND) / SECOND);
    return localtime_r(&seconds, local) != NULL;
}

static int64_t offset_ms(int64_t at_ms)
{
    struct tm local;
    return local_time(at_ms, &local) ? (int64_t)local.tm_gmtoff * SECOND : 0;
}

/* Midnight of a day counted from the one of a moment, at the first of a month where months count. */
static int64_t calendar_add(int64_t at_ms, int days, int months)
{
    struct tm local;

    if (!local_time(at_ms, &local)) return INT64_MAX;
    struct tm day = { .tm_year = local.tm_year,
                      .tm_mon = local.tm_mon + months,
                      .tm_mday = months != 0 ? 1 : local.tm_mday + days,
                      .tm_isdst = -1 };
    return (int64_t)mktime(&day) * SECOND;
}

/* The last round month at or before a moment. */
static int64_t month_floor(int64_t at_ms, int months)
{
    struct tm local;

    if (!local_time(at_ms, &local)) return INT64_MAX;
    struct tm day = { .tm_year = local.tm_year,
                      .tm_mon = local.tm_mon - (local.tm_year * 12 + local.tm_mon) % months,
                      .tm_mday = 1,
                      .tm_isdst = -1 };
    return (int64_t)mktime(&day) * SECOND;
}

/* A step of hours over a change of the clock is made longer or shorter, so that ticks stay round. */
static int64_t step_after(const struct step *step, int64_t at_ms)
{
    if (step->days != 0 || step->months != 0) {
        return calendar_add(at_ms, step->days, step->months);
    }
    int64_t next = at_ms + step->ms;
    int64_t mended =
        next - (offset_ms(next) - offset_ms(at_ms)); /* the clock was changed between */
    return mended > at_ms ? mended : next;
}

static int64_t step_before(const struct step *step, int64_t at_ms)
{
    if (step->months != 0) return month_floor(at_ms, step->months);
    if (step->days != 0) return calendar_add(at_ms, 0, 0);
    int64_t offset = offset_ms(at_ms);
    return floor_to(at_ms + offset, step->ms) - offset;
}

void time_ticks_begin(struct time_ticks *ticks, int64_t from_ms, int64_t apart_ms)
{
    uint32_t step = 0;

    while (step + 1 < STEP_COUNT && steps[step].ms < apart_ms) {
        step++;
    }
    ticks->step = step;
    ticks->next_ms = step_before(&steps[step], from_ms);
    if (ticks->next_ms < from_ms) ticks->next_ms = step_after(&steps[step], ticks->next_ms);
}

static void format(char text[TICK_TEXT_MAX + 1], const char *pattern, int64_t at_ms,
                   bool has_fraction)
{
    struct tm local;

    text[0] = '\0';
    if (!local_time(at_ms, &local)) return;
    size_t size = strftime(text, TICK_TEXT_MAX + 1, pattern, &local);
    if (!has_fraction) return;
    snprintf(text + size, TICK_TEXT_MAX + 1 - size, ".%03d",
             (int)(at_ms - floor_to(at_ms, SECOND)));
}

void time_ticks_next(struct time_ticks *ticks, struct time_tick *tick)
{
    const struct step *step = &steps[ticks->step];

    assert(ticks->step < STEP_COUNT);
    tick->at_ms = ticks->next_ms;
    format(tick->text, step->format, tick->at_ms, step->has_fraction);
    format(tick->day, "%Y-%m-%d", tick->at_ms, false);
    if (tick->at_ms == INT64_MAX) return;
    int64_t next = step_after(step, tick->at_ms);
    ticks->next_ms = next > tick->at_ms ? next : tick->at_ms + step->ms;
}

void time_moment_text(char text[TICK_TEXT_MAX + 1], int64_t at_ms)
{
    format(text, "%Y-%m-%d %H:%M:%S", at_ms, true);
}

void time_second_text(char text[TICK_TEXT_MAX + 1], int64_t at_ms)
{
    format(text, "%Y-%m-%d %H:%M:%S", at_ms, false);
}

void time_zone_text(char text[TICK_TEXT_MAX + 1], int64_t at_ms)
{
    const int minutes = (int)(offset_ms(at_ms) / MINUTE);

    snprintf(text, TICK_TEXT_MAX + 1, "UTC%c%02d:%02d", minutes < 0 ? '-' : '+', abs(minutes) / 60,
             abs(minutes) % 60);
}
