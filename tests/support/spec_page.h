/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the tables of proto/SPEC.md, so that tests can hold the code against them. */
#ifndef TESTS_SUPPORT_SPEC_PAGE_H
#define TESTS_SUPPORT_SPEC_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SPEC_ROWS_MAX 32
#define SPEC_CELL_MAX 3000

struct spec_page {
    char *text; /* cut into lines */
    char **lines;
    size_t line_count;
};

/* A row of a table of fields. */
struct spec_row {
    uint32_t key;
    char name[SPEC_CELL_MAX];
    char type[SPEC_CELL_MAX];
    char required[SPEC_CELL_MAX]; /* or: always */
    char meaning[SPEC_CELL_MAX];  /* begins with the bounds */
};

struct spec_table {
    uint32_t row_count;
    struct spec_row rows[SPEC_ROWS_MAX];
};

/* Returns false after saying why on standard error. */
bool spec_open(struct spec_page *page, const char *path);
void spec_close(struct spec_page *page);

/* The number in "### NAME (number)". False: there is no such heading. */
bool spec_section(const struct spec_page *page, const char *name, uint32_t *number);

/* The next heading of a message from *line (0 at first) on. */
bool spec_next_message(const struct spec_page *page, size_t *line, char name[64], uint32_t *number);

/* The table of fields of a section ("HELLO", "13.2 Procedures") for a list or map in it ("" for the
 * section's own). Where the section says so, the rows that name a bundle come first. */
bool spec_table(const struct spec_page *page, const char *section, const char *path,
                struct spec_table *table);

/* The rows of a fact in the table of section 13.1, and its type. */
bool spec_fact(const struct spec_page *page, const char *name, uint32_t *type,
               struct spec_table *table);

struct spec_refusal {
    uint32_t number;
    char name[SPEC_CELL_MAX];
    char retry[SPEC_CELL_MAX];
    char text[SPEC_CELL_MAX];
};

/* The next row of the table of refusals from *line (0 at first) on. */
bool spec_next_refusal(const struct spec_page *page, size_t *line, struct spec_refusal *refusal);

/* The bounds that a meaning begins with: "1 to 64 bytes", "32 bytes", "up to 16", "from 1", "bits 0 to 15".
 * What it does not give stays as it is. */
void spec_bounds(const char *meaning, uint64_t *min, uint64_t *max);

/* The next "2 refuse" of a list of values; *at moves on. False: the list is at its end. */
bool spec_symbol(const char **at, uint32_t *value, char word[32]);

#endif
