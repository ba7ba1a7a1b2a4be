/* SPDX-License-Identifier: Apache-2.0 */
/* A working-day calendar as a file: its years, the hours of offices, and where each year was
 * published. The format is described in procedures/README.md; procedures/calendars holds China's.
 *
 * Nothing here knows of a broker, so that a broker can load one, too. */
#ifndef CLIENT_CALENDAR_YAML_H
#define CLIENT_CALENDAR_YAML_H

#include "broker/core/calendar_notice.h"
#include "client/lint.h"

struct calendar_source {
    int32_t year;
    char text[TITLE_BYTES_MAX + 1]; /* the notice that published it */
};

/* Plain data: no pointers, nothing to free. */
struct calendar_file {
    struct name name; /* "cn" */
    char title[TITLE_BYTES_MAX + 1];
    struct office_hours hours;
    struct calendar calendar;
    uint32_t source_count;
    struct calendar_source sources[CALENDAR_YEARS]; /* of the published years, in their order */
};

/* Read and check a file; path "-" is standard input.
 *
 * Shape:   report - written in every case. out - only on OK.
 * Errors:  ERR_FIELD_INVALID - the report has at least one error;
 *          ERR_IO - the file cannot be read, the one finding says why; ERR_NO_MEMORY. */
enum err calendar_load(const char *path, struct calendar_file *out, struct lint_report *report);

/* The same for bytes in memory. Errors: as above, but ERR_IO. */
enum err calendar_load_text(struct span text, struct calendar_file *out,
                            struct lint_report *report);

/* The published years from one place in the file's order on, as they are sent to a broker, at most
 * CALENDAR_YEARS_PER_FACT; with the hours.
 *
 * Shape:   from - below source_count, or 0.
 * Owns:    the notice points into the file, and into bytes, which is the caller's. */
typedef uint8_t calendar_bytes[CALENDAR_YEARS_PER_FACT][CALENDAR_DAYS_BYTES];
void calendar_notice_of(const struct calendar_file *file, uint32_t from, calendar_bytes bytes,
                        struct calendar_notice *notice);

/* Where China's calendar lies: with the installed program, else in the tree that it was built in. It
 * is written even if there is no such file, for what is said then. */
#define CALENDAR_PATH_MAX 1023
void calendar_path(char path[CALENDAR_PATH_MAX + 1]);

#endif
