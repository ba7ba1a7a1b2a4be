/* SPDX-License-Identifier: Apache-2.0 */
/* Clocks for people: both limits of each, what is left of them, and why a clock runs or stands. */
#include "client/cli/clocks.h"

#include "client/cli/output.h"

#include <inttypes.h>
#include <string.h>

#define MINUTE_MS 60000
#define AMOUNT_TEXT_MAX 31

static bool counts_hours(const json_t *limit)
{
    return strstr(json_text_of(limit, "unit"), "hours") != NULL;
}

/* "3", or "5:30" of hours. */
static void amount_text(bool is_hours, int64_t amount, char text[AMOUNT_TEXT_MAX + 1])
{
    int64_t minutes = (amount < 0 ? -amount : amount) / MINUTE_MS;

    if (is_hours) {
        snprintf(text, AMOUNT_TEXT_MAX + 1, "%s%" PRId64 ":%02d", amount < 0 ? "-" : "",
                 minutes / 60, (int)(minutes % 60));
    } else {
        snprintf(text, AMOUNT_TEXT_MAX + 1, "%" PRId64, amount);
    }
}

/* "promised 5 working days". */
static void limit_text(const char *kind, const json_t *limit, char *text, size_t size)
{
    const int64_t value = json_number_of(limit, "value");
    char unit[32];

    snprintf(unit, sizeof unit, "%s", json_text_of(limit, "unit"));
    char *underline = strchr(unit, '_');
    if (underline != NULL) *underline = ' ';
    if (value == 1 && unit[0] != '\0') unit[strlen(unit) - 1] = '\0';
    snprintf(text, size, "%s %" PRId64 " %s", kind, value, unit);
}

/* Whether the stage's review is done and its decision waits for others. */
static bool is_sealed(const json_t *bundle, const char *name)
{
    size_t i;
    json_t *stage;

    json_array_foreach(json_object_get(bundle, "stages"), i, stage)
    {
        if (strcmp(json_text_of(stage, "name"), name) != 0) continue;
        return strcmp(json_text_of(stage, "state"), "sealed") == 0;
    }
    return false;
}

/* Why it stands, in words: "special, expert review", "the applicant corrects"; "" where it runs. */
static void pause_text(const json_t *clock, char *text, size_t size)
{
    const char *pause = json_text_of(clock, "pause");
    const char *special = json_text_of(clock, "special");

    if (strcmp(pause, "suspension") == 0) pause = "the bundle is suspended";
    if (strcmp(pause, "correction") == 0) pause = "the applicant corrects";
    if (strcmp(pause, "intake_correction") == 0) pause = "the applicant corrects, at the counter";
    snprintf(text, size, "%s%s%s", pause, special[0] != '\0' ? ", " : "", special);
    for (char *at = text; *at != '\0'; at++) {
        if (*at == '_') *at = ' ';
    }
}

static void state_text(const json_t *bundle, const json_t *clock, char *text, size_t size)
{
    const int64_t stopped_ms = json_number_of(clock, "stopped_ms");
    char stopped[TIME_TEXT_MAX + 1];
    char pause[64];

    pause_text(clock, pause, sizeof pause);
    if (stopped_ms != 0) {
        time_text(stopped_ms, stopped);
        snprintf(text, size, "stopped %.16s", stopped);
    } else if (pause[0] != '\0') {
        time_text(json_number_of(clock, "paused_ms"), stopped);
        snprintf(text, size, "stands since %.16s: %s", stopped, pause);
    } else if (is_sealed(bundle, json_text_of(clock, "stage"))) {
        snprintf(text, size, "runs; its review is done, it waits for others");
    } else {
        snprintf(text, size, "runs");
    }
}

/* A clock of no stage. */
static const char *whose(const json_t *clock)
{
    const char *kind = json_text_of(clock, "kind");

    if (strcmp(kind, "intake") == 0) return "the counter";
    return strcmp(kind, "correction") == 0 ? "the applicant" : "all stages together";
}

static void limit_row(struct table *table, const json_t *bundle, const json_t *clock,
                      const char *kind)
{
    const json_t *limit = json_object_get(clock, kind);
    const int64_t value = json_number_of(limit, "value");
    const int64_t used = json_number_of(limit, "used");
    const bool is_hours = counts_hours(limit);
    const bool is_late = json_flag_of(limit, "late");
    const char *stage = json_text_of(clock, "stage");
    char text[96];
    char due[TIME_TEXT_MAX + 1];

    if (value == 0) return;
    table_cell(table, "  %s", stage[0] != '\0' ? stage : whose(clock));
    limit_text(kind, limit, text, sizeof text);
    table_cell(table, "%s", text);
    amount_text(is_hours, used, text);
    table_cell(table, "%s", text);
    amount_text(is_hours, (is_hours ? value * 60 * MINUTE_MS : value) - used, text);
    table_cell_colored(table, is_late ? COLOR_BAD : COLOR_NONE, text);
    time_text(json_number_of(limit, "due_ms"), due);
    table_cell(table, "%.16s%s", due, json_flag_of(limit, "provisional") ? " ?" : "");
    state_text(bundle, clock, text, sizeof text);
    const int64_t extended = json_number_of(clock, "extended");
    if (extended > 0) {
        table_cell(table, "%sextended by %" PRId64 "; %s", is_late ? "late; " : "", extended, text);
    } else {
        table_cell(table, "%s%s", is_late ? "late; " : "", text);
    }
}

void clocks_print(const json_t *bundle)
{
    size_t i;
    json_t *clock;
    const json_t *clocks = json_object_get(bundle, "clocks");
    bool is_provisional = false;

    if (json_array_size(clocks) == 0) return;
    struct table *table = table_new("  CLOCK|LIMIT|>USED|>LEFT|ENDS|");
    json_array_foreach(clocks, i, clock)
    {
        limit_row(table, bundle, clock, "promised");
        limit_row(table, bundle, clock, "statutory");
        limit_row(table, bundle, clock, "planned"); /* of the special procedure it stands for */
        is_provisional |= json_flag_of(json_object_get(clock, "promised"), "provisional");
        is_provisional |= json_flag_of(json_object_get(clock, "statutory"), "provisional");
    }
    putchar('\n');
    table_print(table, stdout);
    if (is_provisional) puts("  ?  provisional: a year that it rests on is not published yet");
}

/* One sentence for each running clock with what is nearest. */
void deadlines_print(const json_t *bundle)
{
    static const char *const kinds[] = { "promised", "statutory" };
    size_t i;
    json_t *clock;

    json_array_foreach(json_object_get(bundle, "clocks"), i, clock)
    {
        const char *stage = json_text_of(clock, "stage");
        if (json_number_of(clock, "stopped_ms") != 0) continue;
        char pause[64];
        pause_text(clock, pause, sizeof pause);
        printf("- The time of %s %s", stage[0] != '\0' ? stage : whose(clock),
               pause[0] != '\0' ? "stands: " : "runs");
        if (pause[0] != '\0') {
            printf("%s; were it to go on now", pause);
        } else if (is_sealed(bundle, stage)) {
            fputs(" although its review is done: others use it up", stdout);
        }
        for (size_t k = 0; k < 2; k++) {
            const json_t *limit = json_object_get(clock, kinds[k]);
            char text[96];
            char due[TIME_TEXT_MAX + 1];
            if (json_number_of(limit, "value") == 0) continue;
            limit_text(kinds[k], limit, text, sizeof text);
            time_text(json_number_of(limit, "due_ms"), due);
            printf("; %s %s %.16s%s", text, json_flag_of(limit, "late") ? "ended" : "end", due,
                   json_flag_of(limit, "provisional") ? " (provisional)" : "");
        }
        puts(".");
    }
}
