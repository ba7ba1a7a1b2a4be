/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a procedure definition (YAML) and saying everything that is wrong with it at once.
 *
 * Used by `tongfa lint` and `tongfa publish`. The format is described in procedures/README.md. */
#ifndef CLIENT_LINT_H
#define CLIENT_LINT_H

#include "tongfa/errors.h"
#include "tongfa/procedure.h"

#include <stdio.h>

#define LINT_FINDINGS_MAX 256
#define LINT_TEXT_BYTES_MAX 319

enum lint_severity {
    LINT_ERROR = 1,   /* the procedure may not be published */
    LINT_WARNING = 2, /* it may, but is it meant? */
};

struct lint_finding {
    uint32_t line;   /* from 1; 0: the file as a whole */
    uint32_t column; /* from 1, in characters; 0: the file as a whole */
    enum lint_severity severity;
    const char *rule;                   /* stable, such as "unknown-name"; static text */
    char text[LINT_TEXT_BYTES_MAX + 1]; /* what is wrong and what to do; one line of UTF-8 */
};

/* Plain data: starts as zero, owns nothing, is used once for each file. */
struct lint_report {
    uint32_t count;         /* findings kept, in order of line and column */
    uint32_t omitted;       /* findings beyond LINT_FINDINGS_MAX; counted below all the same */
    uint32_t error_count;   /* with the omitted ones */
    uint32_t warning_count; /* with the omitted ones */
    struct lint_finding findings[LINT_FINDINGS_MAX];
};

/* Read and check a definition; path "-" is standard input.
 *
 * Shape:   report - written in every case. out - only on OK; warnings do not prevent OK.
 * Errors:  ERR_PROCEDURE_INVALID - the report has at least one error;
 *          ERR_IO - the file cannot be read, the one finding says why; ERR_NO_MEMORY. */
enum err procedure_load(const char *path, struct procedure *out, struct lint_report *report);

/* The same for bytes in memory. Errors: as above, but ERR_IO. */
enum err procedure_load_text(struct span text, struct procedure *out, struct lint_report *report);

/* "path:line:column: error: text [rule]" and a line end; without line and column where they are 0. */
void lint_finding_print(FILE *file, const char *path, const struct lint_finding *finding);

/* "error" or "warning". */
const char *lint_severity_name(enum lint_severity severity);

/* Add a finding in its place. text - printf-like, cut at LINT_TEXT_BYTES_MAX. */
struct lint_place {
    uint32_t line;
    uint32_t column;
};
void lint_error(struct lint_report *report, struct lint_place place, const char *rule,
                const char *format, ...) __attribute__((format(printf, 4, 5)));
void lint_warning(struct lint_report *report, struct lint_place place, const char *rule,
                  const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
