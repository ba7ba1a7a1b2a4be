/* SPDX-License-Identifier: Apache-2.0 */
/* A table is a list of cells, row by row, the headings being the first row. */
#include "client/cli/output.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS_MAX 16
#define GAP 2 /* columns of space between cells */

struct cell {
    char *text;
    enum color color;
};

struct table {
    size_t column_count;
    bool is_right[COLUMNS_MAX];
    struct cell *cells;
    size_t cell_count;
    size_t cell_capacity;
};

/* A table that cannot be printed whole would mislead. */
static void table_add(struct table *table, struct cell cell)
{
    if (table->cell_count == table->cell_capacity) {
        table->cell_capacity = table->cell_capacity == 0 ? 64 : 2 * table->cell_capacity;
        table->cells =
            memory_checked(realloc(table->cells, table->cell_capacity * sizeof *table->cells));
    }
    table->cells[table->cell_count++] = cell;
}

struct table *table_new(const char *headings)
{
    struct table *table = memory_checked(calloc(1, sizeof *table));

    while (table->column_count < COLUMNS_MAX) {
        bool is_right = headings[0] == '>';
        if (is_right) headings++;
        size_t size = strcspn(headings, "|");
        table->is_right[table->column_count++] = is_right;
        table_add(table, (struct cell){ memory_checked(strndup(headings, size)), COLOR_BOLD });
        if (headings[size] == '\0') break;
        headings += size + 1;
    }
    return table;
}

void table_cell(struct table *table, const char *format, ...)
{
    char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    int size = vasprintf(&text, format, arguments);
    va_end(arguments);
    table_add(table, (struct cell){ memory_checked(size < 0 ? NULL : text), COLOR_NONE });
}

void table_cell_colored(struct table *table, enum color color, const char *text)
{
    table_add(table, (struct cell){ memory_checked(strdup(text)), color });
}

/* That of its widest cell. */
static size_t column_width(const struct table *table, size_t column)
{
    size_t width = 0;

    for (size_t i = column; i < table->cell_count; i += table->column_count) {
        size_t cell = text_width(table->cells[i].text);
        if (cell > width) width = cell;
    }
    return width;
}

/* Colour goes around the text only, not around the space beside it. */
static void cell_print(FILE *file, const struct cell *cell, size_t left, size_t right)
{
    fprintf(file, "%*s", (int)left, "");
    color_begin(file, cell->color);
    text_print(file, cell->text);
    color_end(file, cell->color);
    fprintf(file, "%*s", (int)right, "");
}

void table_print(struct table *table, FILE *file)
{
    size_t widths[COLUMNS_MAX];

    assert(table->column_count > 0);
    for (size_t i = 0; i < table->column_count; i++) {
        widths[i] = column_width(table, i);
    }
    for (size_t i = 0; i < table->cell_count; i++) {
        size_t column = i % table->column_count;
        size_t fill = widths[column] - text_width(table->cells[i].text);
        bool is_last = column + 1 == table->column_count;
        bool is_right = table->is_right[column];
        size_t right = is_last ? 0 : GAP + (is_right ? 0 : fill);
        cell_print(file, &table->cells[i], is_right ? fill : 0, right);
        if (is_last) fputc('\n', file);
    }
    for (size_t i = 0; i < table->cell_count; i++) {
        free(table->cells[i].text);
    }
    free(table->cells);
    free(table);
}
