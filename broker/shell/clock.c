/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/clock.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int64_t read_ms(clockid_t which)
{
    struct timespec now;
    clock_gettime(which, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_elapsed_ms(void)
{
    return read_ms(CLOCK_BOOTTIME);
}

/* A name is letters, digits and "_-+/" with no way out of the folder of zones. */
static bool zone_is_name(const char *zone)
{
    size_t size = strlen(zone);
    if (size == 0 || size > 64 || zone[0] == '/' || strstr(zone, "..") != NULL) return false;
    return strspn(zone, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+/") ==
           size;
}

bool clock_zone_exists(const char *zone)
{
    if (!zone_is_name(zone)) return false;
    if (strcmp(zone, "UTC") == 0) return true;

    /* libc takes a zone that it does not find for UTC without a word, so look first. */
    const char *folder = getenv("TZDIR");
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder != NULL ? folder : "/usr/share/zoneinfo", zone);
    FILE *file = fopen(path, "re");
    if (file == NULL) return false;
    char magic[4] = "";
    bool is_zone = fread(magic, 1, sizeof magic, file) == sizeof magic &&
                   memcmp(magic, "TZif", sizeof magic) == 0;
    fclose(file);
    return is_zone;
}

enum err clock_init(struct clock *clock, int64_t newest_ms, const char *zone)
{
    if (!clock_zone_exists(zone)) return ERR_FIELD_INVALID;
    setenv("TZ", zone, 1);
    tzset();

    int64_t wall_ms = read_ms(CLOCK_REALTIME);
    *clock = (struct clock){
        .base_ms = wall_ms > newest_ms ? wall_ms : newest_ms,
        .elapsed_ms = clock_elapsed_ms(),
    };
    clock->newest_ms = clock->base_ms;
    return OK;
}

int64_t clock_now_ms(struct clock *clock)
{
    int64_t now_ms = clock->base_ms + (clock_elapsed_ms() - clock->elapsed_ms);
    if (now_ms > clock->newest_ms) clock->newest_ms = now_ms;
    return clock->newest_ms;
}

static int64_t year_begins_ms(int year)
{
    struct tm first = { .tm_year = year - 1900, .tm_mday = 1, .tm_isdst = -1 };
    return (int64_t)mktime(&first) * 1000;
}

uint16_t clock_civil_year(struct clock *clock, int64_t now_ms)
{
    assert(now_ms >= 0);
    if (now_ms < clock->year_from_ms || now_ms >= clock->year_until_ms) {
        time_t seconds = (time_t)(now_ms / 1000);
        struct tm local;
        localtime_r(&seconds, &local);
        int year = local.tm_year + 1900;
        clock->year = (uint16_t)year;
        clock->year_from_ms = year_begins_ms(year);
        clock->year_until_ms = year_begins_ms(year + 1);
    }
    return clock->year;
}
