/* SPDX-License-Identifier: Apache-2.0 */
/* What people see: tables that line up also with Chinese text, colours, local times. */
#ifndef CLIENT_CLI_OUTPUT_H
#define CLIENT_CLI_OUTPUT_H

#include <jansson.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Columns that a text takes on a terminal: Chinese characters take two. */
size_t text_width(const char *text);

/* Write text from strangers: control characters, which could command the terminal, become dots. */
void text_print(FILE *file, const char *text);

/* The same, cut at `width` columns or filled up to it. */
void text_print_padded(FILE *file, const char *text, size_t width);

/* ---- Memory -------------------------------------------------------------------------------- */

/* From now on JSON that cannot be made whole ends the program: half of an answer would mislead. */
void memory_guard(bool json);

/* `memory`, which was just asked for; where it is NULL the program ends as below. */
void *memory_checked(void *memory);

/* Say that there is not enough memory, on standard output where all is JSON, and end. */
_Noreturn void memory_is_short(void);

/* ---- Colours ------------------------------------------------------------------------------- */

enum color { COLOR_NONE, COLOR_GOOD, COLOR_BAD, COLOR_BUSY, COLOR_DIM, COLOR_BOLD };

/* For all output from now on. */
void color_enable(bool is_enabled);
void color_begin(FILE *file, enum color color);
void color_end(FILE *file, enum color color);

/* The colour of a state or result by its name. */
enum color color_of(const char *state);

/* ---- Times --------------------------------------------------------------------------------- */

#define TIME_TEXT_MAX 31

/* "2026-11-23 16:24:05" in the local time zone; "-" for 0. */
void time_text(int64_t time_ms, char text[TIME_TEXT_MAX + 1]);

/* "16:24:05.123" */
void time_of_day_text(int64_t time_ms, char text[TIME_TEXT_MAX + 1]);

/* The same if that is today, else with the date and without the fraction. */
void time_short_text(int64_t time_ms, char text[TIME_TEXT_MAX + 1]);

int64_t time_now_ms(void);

/* ---- Tables -------------------------------------------------------------------------------- */

/* Rows of cells, kept until they are printed, so that columns fit. */
struct table;

/* headings - "BUNDLE|STAGE|>COUNT"; > aligns to the right. Never NULL: without memory the program
 * ends. */
struct table *table_new(const char *headings);
void table_cell(struct table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));
void table_cell_colored(struct table *table, enum color color, const char *text);

/* Print and free it. */
void table_print(struct table *table, FILE *file);

/* ---- JSON ---------------------------------------------------------------------------------- */

/* One object on one line of standard output. */
void json_line(const json_t *json);

/* Members of objects, with a default where there is none. */
const char *json_text_of(const json_t *object, const char *key);
int64_t json_number_of(const json_t *object, const char *key);
bool json_flag_of(const json_t *object, const char *key);

#endif
