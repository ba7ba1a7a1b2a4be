/* SPDX-License-Identifier: Apache-2.0 */
/* Entries for people: what each is about, who, since when, and until when or by when. */
#include "client/cli/dossier.h"

#include "client/cli/output.h"

#include <string.h>

#define SUBJECT_BYTES_MAX 160

/* "suspension", the materials that it is about, with commas, or both: "put_right: site-plan". */
static void subject_text(const json_t *entry, char text[SUBJECT_BYTES_MAX])
{
    size_t used = (size_t)snprintf(text, SUBJECT_BYTES_MAX, "%s", json_text_of(entry, "detail"));
    size_t i;
    json_t *material;
    const char *separator = used > 0 ? ": " : "";

    json_array_foreach(json_object_get(entry, "materials"), i, material)
    {
        if (used >= SUBJECT_BYTES_MAX) return;
        used += (size_t)snprintf(text + used, SUBJECT_BYTES_MAX - used, "%s%s",
                                 i > 0 ? ", " : separator,
                                 json_is_string(material) ? json_string_value(material) : "?");
    }
}

/* Nothing for what has no such instant. */
static void cell_time(struct table *table, const json_t *entry, const char *key)
{
    char text[TIME_TEXT_MAX + 1];
    const int64_t at_ms = json_number_of(entry, key);

    time_text(at_ms, text);
    table_cell(table, "%.16s", at_ms == 0 ? "" : text);
}

void dossier_print(const json_t *bundle)
{
    size_t i;
    json_t *entry;
    const json_t *entries = json_object_get(bundle, "entries");

    if (json_array_size(entries) == 0) return;
    struct table *table = table_new("  DOSSIER|STAGE|ABOUT|WHO|STATE|SINCE|UNTIL|DUE");
    json_array_foreach(entries, i, entry)
    {
        char subject[SUBJECT_BYTES_MAX];
        const char *stage = json_text_of(entry, "stage");
        subject_text(entry, subject);
        table_cell(table, "  %s", json_text_of(entry, "kind"));
        table_cell(table, "%s", stage[0] != '\0' ? stage : "(all)");
        table_cell(table, "%s", subject);
        table_cell(table, "%s", json_text_of(entry, "by"));
        table_cell(table, "%s", json_text_of(entry, "state"));
        cell_time(table, entry, "from_ms");
        cell_time(table, entry, "until_ms");
        cell_time(table, entry, "due_ms");
    }
    putchar('\n');
    table_print(table, stdout);
}
