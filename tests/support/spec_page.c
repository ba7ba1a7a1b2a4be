/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/spec_page.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CELLS_MAX 8
#define LINE_MAX_BYTES 1024

struct cells {
    uint32_t count;
    char text[CELLS_MAX][SPEC_CELL_MAX];
};

/* ---- The page -------------------------------------------------------------------------------- */

bool spec_open(struct spec_page *page, const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t size = 0;

    memset(page, 0, sizeof *page);
    if (file == NULL || getdelim(&page->text, &size, '\0', file) < 0) {
        fprintf(stderr, "%s: cannot be read\n", path);
        if (file != NULL) fclose(file);
        return false;
    }
    fclose(file);
    page->lines = calloc(strlen(page->text) + 1, sizeof *page->lines);
    if (page->lines == NULL) abort();
    char *rest = page->text;
    while (rest != NULL) {
        page->lines[page->line_count++] = strsep(&rest, "\n");
    }
    return true;
}

void spec_close(struct spec_page *page)
{
    free(page->lines);
    free(page->text);
    memset(page, 0, sizeof *page);
}

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* "| a | b |" into "a" and "b". A line that is no row has no cells. */
static void cut_cells(const char *line, struct cells *cells)
{
    memset(cells, 0, sizeof *cells);
    if (line[0] != '|') return;
    while (cells->count < CELLS_MAX && line[1] != '\0') {
        const char *start = line + 1;
        const char *end = strchr(start, '|');
        if (end == NULL) return;
        line = end;
        while (start < end && *start == ' ') {
            start++;
        }
        while (end > start && end[-1] == ' ') {
            end--;
        }
        snprintf(cells->text[cells->count++], SPEC_CELL_MAX, "%.*s", (int)(end - start), start);
    }
}

/* ---- Headings -------------------------------------------------------------------------------- */

/* "### NAME (number)..." */
static bool heading_read(const char *line, char name[64], uint32_t *number)
{
    if (!begins_with(line, "### ")) return false;
    line += strlen("### ");
    const size_t size = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    if (size == 0 || size >= 64 || !begins_with(line + size, " (")) return false;
    snprintf(name, 64, "%.*s", (int)size, line);
    line += size + strlen(" (");
    char *end;
    *number = (uint32_t)strtoul(line, &end, 10);
    return end > line;
}

bool spec_next_message(const struct spec_page *page, size_t *line, char name[64], uint32_t *number)
{
    while (*line < page->line_count) {
        if (heading_read(page->lines[(*line)++], name, number)) return true;
    }
    return false;
}

bool spec_section(const struct spec_page *page, const char *name, uint32_t *number)
{
    char found[64];
    size_t line = 0;

    while (spec_next_message(page, &line, found, number)) {
        if (strcmp(found, name) == 0) return true;
    }
    return false;
}

/* The lines of a section: from the one below its heading up to the next heading. */
static bool section_lines(const struct spec_page *page, const char *section, size_t *first,
                          size_t *end)
{
    size_t size = strlen(section);

    for (*first = 0; *first < page->line_count; (*first)++) {
        const char *line = page->lines[*first];
        if (!begins_with(line, "### ") || strncmp(line + 4, section, size) != 0) continue;
        if (line[4 + size] == '\0' || line[4 + size] == ' ') break;
    }
    if (*first == page->line_count) return false;
    (*first)++;
    for (*end = *first; *end < page->line_count; (*end)++) {
        if (begins_with(page->lines[*end], "## ") || begins_with(page->lines[*end], "### ")) break;
    }
    return true;
}

/* ---- Tables of fields ------------------------------------------------------------------------ */

/* Append the rows below a table's head. */
static void add_rows(const struct spec_page *page, size_t head, struct spec_table *table)
{
    struct cells cells;

    for (size_t i = head + 2; i < page->line_count && table->row_count < SPEC_ROWS_MAX; i++) {
        cut_cells(page->lines[i], &cells);
        if (cells.count < 5) return;
        struct spec_row *row = &table->rows[table->row_count++];
        row->key = (uint32_t)strtoul(cells.text[0], NULL, 10);
        memcpy(row->name, cells.text[1], SPEC_CELL_MAX);
        memcpy(row->type, cells.text[2], SPEC_CELL_MAX);
        memcpy(row->required, cells.text[3], SPEC_CELL_MAX);
        memcpy(row->meaning, cells.text[4], SPEC_CELL_MAX);
    }
}

/* Is the table whose head is at a line called `path`? The own one of a section bears no name. */
static bool is_called(const struct spec_page *page, size_t head, const char *path)
{
    char quoted[SPEC_CELL_MAX];
    size_t line = head - 1;

    while (line > 0 && page->lines[line][0] == '\0') {
        line--;
    }
    if (path[0] == '\0') return page->lines[line][0] != '`';
    snprintf(quoted, sizeof quoted, "`%s`", path);
    return page->lines[line][0] == '`' && strstr(page->lines[line], quoted) != NULL;
}

static bool is_head(const char *line)
{
    return begins_with(line, "| key | field | type |");
}

static void add_bundle_rows(const struct spec_page *page, struct spec_table *table)
{
    size_t line = 0;

    while (line < page->line_count && !begins_with(page->lines[line], "**Naming a bundle.**")) {
        line++;
    }
    while (line < page->line_count && !is_head(page->lines[line])) {
        line++;
    }
    if (line < page->line_count) add_rows(page, line, table);
}

bool spec_table(const struct spec_page *page, const char *section, const char *path,
                struct spec_table *table)
{
    size_t first;
    size_t end;

    memset(table, 0, sizeof *table);
    if (!section_lines(page, section, &first, &end)) return false;
    for (size_t line = first; line < end; line++) {
        if (path[0] == '\0' && begins_with(page->lines[line], "Keys 1 to 3 name the bundle.")) {
            add_bundle_rows(page, table);
        }
        if (!is_head(page->lines[line]) || !is_called(page, line, path)) continue;
        add_rows(page, line, table);
        return true;
    }
    return table->row_count > 0;
}

bool spec_fact(const struct spec_page *page, const char *name, uint32_t *type,
               struct spec_table *table)
{
    struct cells cells;
    size_t first;
    size_t end;
    bool is_inside = false;

    memset(table, 0, sizeof *table);
    if (!section_lines(page, "13.1 Facts", &first, &end)) return false;
    for (size_t line = first; line < end; line++) {
        cut_cells(page->lines[line], &cells);
        if (cells.count != 7) continue;
        if (cells.text[1][0] != '\0') is_inside = strcmp(cells.text[1], name) == 0;
        if (!is_inside || table->row_count == SPEC_ROWS_MAX) continue;
        if (cells.text[0][0] != '\0') *type = (uint32_t)strtoul(cells.text[0], NULL, 10);
        struct spec_row *row = &table->rows[table->row_count++];
        row->key = (uint32_t)strtoul(cells.text[2], NULL, 10);
        memcpy(row->name, cells.text[3], SPEC_CELL_MAX);
        memcpy(row->type, cells.text[4], SPEC_CELL_MAX);
        memcpy(row->required, cells.text[5], SPEC_CELL_MAX);
        memcpy(row->meaning, cells.text[6], SPEC_CELL_MAX);
    }
    return table->row_count > 0;
}

/* ---- Refusals, bounds, values ---------------------------------------------------------------- */

bool spec_next_refusal(const struct spec_page *page, size_t *line, struct spec_refusal *refusal)
{
    struct cells cells;
    bool is_below = *line > 0; /* the heading was found before */

    while (*line < page->line_count && !begins_with(page->lines[*line], "## 12.") && !is_below) {
        (*line)++;
    }
    for (; *line < page->line_count && !begins_with(page->lines[*line], "## 13."); (*line)++) {
        cut_cells(page->lines[*line], &cells);
        if (cells.count != 4 || !isdigit((unsigned char)cells.text[0][0])) continue;
        refusal->number = (uint32_t)strtoul(cells.text[0], NULL, 10);
        memcpy(refusal->name, cells.text[1], SPEC_CELL_MAX);
        memcpy(refusal->retry, cells.text[2], SPEC_CELL_MAX);
        memcpy(refusal->text, cells.text[3], SPEC_CELL_MAX);
        (*line)++;
        return true;
    }
    return false;
}

/* "65,536 bytes" -> 65536 */
static bool number_read(const char **at, uint64_t *number)
{
    if (!isdigit((unsigned char)**at)) return false;
    for (*number = 0; isdigit((unsigned char)**at) || **at == ','; (*at)++) {
        if (**at == ',' && !isdigit((unsigned char)(*at)[1])) break;
        if (**at != ',') *number = *number * 10 + (uint64_t)(**at - '0');
    }
    return true;
}

static bool word_read(const char **at, const char *word)
{
    if (!begins_with(*at, word)) return false;
    *at += strlen(word);
    return true;
}

void spec_bounds(const char *meaning, uint64_t *min, uint64_t *max)
{
    uint64_t low;
    uint64_t high;
    const char *at = meaning;

    if (word_read(&at, "from ")) {
        (void)number_read(&at, min);
    } else if (word_read(&at, "up to ")) {
        (void)number_read(&at, max);
    } else if (word_read(&at, "bits 0 to ") && number_read(&at, &high)) {
        *max = (UINT64_C(2) << high) - 1;
    } else if (number_read(&at, &low)) {
        bool is_exact = word_read(&at, " bytes");
        if (!is_exact && (!word_read(&at, " to ") || !number_read(&at, &high))) return;
        *min = low;
        *max = is_exact ? low : high;
    }
}

bool spec_symbol(const char **at, uint32_t *value, char word[32])
{
    const char *rest = *at;
    uint64_t number;
    int size = 0;

    (void)word_read(&rest, ", ");
    if (!number_read(&rest, &number) || !word_read(&rest, " ")) return false;
    if (sscanf(rest, "%31[a-z_-]%n", word, &size) != 1) return false;
    *value = (uint32_t)number;
    *at = rest + size;
    return true;
}
