/* SPDX-License-Identifier: Apache-2.0 */
#include "client/cli/terms.h"

#include "client/cli/output.h"

#include <inttypes.h>
#include <string.h>

/* "10 working days". */
static void limit_text(const json_t *limit, char *text, size_t size)
{
    const int64_t value = json_number_of(limit, "value");
    char unit[32];

    snprintf(unit, sizeof unit, "%s", json_text_of(limit, "unit"));
    char *underline = strchr(unit, '_');
    if (underline != NULL) *underline = ' ';
    if (value == 1 && unit[0] != '\0') unit[strlen(unit) - 1] = '\0';
    snprintf(text, size, "%" PRId64 " %s", value, unit);
}

static void state_text(const json_t *term, char *text, size_t size)
{
    const int64_t stopped_ms = json_number_of(term, "stopped_ms");
    const bool is_late = json_flag_of(json_object_get(term, "limit"), "late");
    char stopped[TIME_TEXT_MAX + 1];

    if (stopped_ms == 0) {
        snprintf(text, size, is_late ? "overdue" : "runs");
        return;
    }
    time_text(stopped_ms, stopped);
    snprintf(text, size, "%s%.16s", is_late ? "late, " : "until ", stopped);
}

static void term_row(struct table *table, const json_t *term)
{
    const json_t *limit = json_object_get(term, "limit");
    const bool is_late = json_flag_of(limit, "late");
    char text[96];
    char due[TIME_TEXT_MAX + 1];

    table_cell(table, "  %s", json_text_of(term, "stage"));
    table_cell(table, "%s", json_text_of(term, "kind"));
    limit_text(limit, text, sizeof text);
    table_cell(table, "%s", text);
    table_cell(table, "%" PRId64 " d", json_number_of(limit, "used"));
    time_text(json_number_of(limit, "due_ms"), due);
    table_cell(table, "%.16s%s", due, json_flag_of(limit, "provisional") ? " ?" : "");
    state_text(term, text, sizeof text);
    table_cell_colored(table, is_late ? COLOR_BAD : COLOR_NONE, text);
}

static void end_print(const json_t *entry)
{
    char since[TIME_TEXT_MAX + 1];

    time_text(json_number_of(entry, "from_ms"), since);
    printf("  %s: the permit was ", json_text_of(entry, "stage"));
    color_begin(stdout, COLOR_BAD);
    fputs(json_text_of(entry, "detail"), stdout);
    color_end(stdout, COLOR_BAD);
    printf(", %.16s\n", since);
}

void terms_print(const json_t *bundle)
{
    const json_t *terms = json_object_get(bundle, "terms");
    size_t i;
    json_t *item;

    if (json_array_size(terms) > 0) {
        struct table *table = table_new("  PERMIT|TERM|LIMIT|>USED|ENDS|");
        json_array_foreach(terms, i, item)
        {
            term_row(table, item);
        }
        putchar('\n');
        table_print(table, stdout);
    }
    json_array_foreach(json_object_get(bundle, "entries"), i, item)
    {
        if (strcmp(json_text_of(item, "kind"), "permit_end") == 0) end_print(item);
    }
}
