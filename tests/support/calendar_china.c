/* SPDX-License-Identifier: Apache-2.0 */
/* Nothing of broker/core/calendar.c or civil.c is used for the second calendar: time.h knows dates,
 * too. */
#include "tests/support/calendar_china.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

static const char *const holidays[] = {
    "2023-01-02", "2023-01-23", "2023-01-24", "2023-01-25", "2023-01-26", "2023-01-27",
    "2023-04-05", "2023-05-01", "2023-05-02", "2023-05-03", "2023-06-22", "2023-06-23",
    "2023-09-29", "2023-10-02", "2023-10-03", "2023-10-04", "2023-10-05", "2023-10-06",
    "2024-01-01", "2024-02-12", "2024-02-13", "2024-02-14", "2024-02-15", "2024-02-16",
    "2024-04-04", "2024-04-05", "2024-05-01", "2024-05-02", "2024-05-03", "2024-06-10",
    "2024-09-16", "2024-09-17", "2024-10-01", "2024-10-02", "2024-10-03", "2024-10-04",
    "2024-10-07", "2025-01-01", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31",
    "2025-02-03", "2025-02-04", "2025-04-04", "2025-05-01", "2025-05-02", "2025-05-05",
    "2025-06-02", "2025-10-01", "2025-10-02", "2025-10-03", "2025-10-06", "2025-10-07",
    "2025-10-08", "2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18",
    "2026-02-19", "2026-02-20", "2026-02-23", "2026-04-06", "2026-05-01", "2026-05-04",
    "2026-05-05", "2026-06-19", "2026-09-25", "2026-10-01", "2026-10-02", "2026-10-05",
    "2026-10-06", "2026-10-07", NULL
};

static const char *const makeup_days[] = { "2023-01-28", "2023-01-29", "2023-04-23", "2023-05-06",
                                           "2023-06-25", "2023-10-07", "2023-10-08", "2024-02-04",
                                           "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11",
                                           "2024-09-14", "2024-09-29", "2024-10-12", "2025-01-26",
                                           "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
                                           "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09",
                                           "2026-09-20", "2026-10-10", NULL };

const struct calendar_file *calendar_china(void)
{
    static struct calendar_file file;
    static struct lint_report report;

    if (file.source_count > 0) return &file;
    const char *source = getenv("TONGFA_SOURCE");
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/procedures/calendars/cn.yaml", source ? source : ".");
    enum err err = calendar_load(path, &file, &report);
    for (uint32_t i = 0; i < report.count; i++) {
        lint_finding_print(stderr, "cn.yaml", &report.findings[i]);
    }
    if (err != OK) fail_msg("cn.yaml: %s", err_name(err));
    return &file;
}

/* Seconds since 1970 of a date in UTC, by time.h. */
static int64_t utc_seconds(const char *text)
{
    struct tm tm = { 0 };
    const char *end = strptime(text, "%Y-%m-%d", &tm);
    if (end != NULL && *end == 'T') end = strptime(end, "T%H:%M", &tm);
    if (end == NULL || *end != '\0') fail_msg("%s is no date", text);
    return (int64_t)timegm(&tm);
}

int32_t calendar_china_day(const char *text)
{
    int64_t seconds = utc_seconds(text);
    return (int32_t)(seconds / 86400);
}

int64_t calendar_china_ms(const char *text)
{
    return (utc_seconds(text) - 8 * 3600) * 1000;
}

static bool list_has(const char *const *list, const char *text)
{
    for (; *list != NULL; list++) {
        if (strcmp(*list, text) == 0) return true;
    }
    return false;
}

static struct tm tm_of(int32_t day)
{
    time_t seconds = (time_t)day * 86400;
    struct tm tm;
    if (gmtime_r(&seconds, &tm) == NULL) fail_msg("day %d is beyond time.h", (int)day);
    return tm;
}

bool calendar_china_is_working(int32_t day)
{
    char text[32];
    struct tm tm = tm_of(day);
    strftime(text, sizeof text, "%Y-%m-%d", &tm);
    if (list_has(holidays, text)) return false;
    if (list_has(makeup_days, text)) return true;
    return tm.tm_wday != 0 && tm.tm_wday != 6;
}

bool calendar_china_is_published(int32_t day)
{
    int year = tm_of(day).tm_year + 1900;
    return year >= 2023 && year <= 2026;
}
