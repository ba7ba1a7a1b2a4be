/* SPDX-License-Identifier: Apache-2.0 */
/* From a file to a procedure: bytes, YAML, the format, the graph. */
#include "client/lint.h"
#include "client/procedure_yaml.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum err procedure_load_text(struct span text, struct procedure *out, struct lint_report *report)
{
    struct yaml *yaml;
    struct procedure procedure;
    struct procedure_marks marks;

    memset(report, 0, sizeof *report);
    enum err err = yaml_open(&yaml, text, report);
    if (err != OK) return err;

    procedure_yaml_read(yaml, &procedure, &marks, report);
    procedure_graph_lint(&procedure, &marks, report);
    yaml_close(yaml);
    if (report->error_count > 0) return ERR_PROCEDURE_INVALID;
    *out = procedure;
    return OK;
}

static enum err refuse_file(struct lint_report *report, const char *what)
{
    memset(report, 0, sizeof *report);
    lint_error(report, (struct lint_place){ 0, 0 }, "unreadable", "cannot be read: %s", what);
    return ERR_IO;
}

/* One byte more than a definition may have is read, so that one that is too long is seen. */
static enum err load_stream(FILE *file, struct procedure *out, struct lint_report *report)
{
    uint8_t *bytes = malloc(YAML_BYTES_MAX + 1);
    if (bytes == NULL) return ERR_NO_MEMORY;

    errno = 0;
    size_t size = fread(bytes, 1, YAML_BYTES_MAX + 1, file);
    enum err err = ferror(file) != 0
                       ? refuse_file(report, strerror(errno))
                       : procedure_load_text((struct span){ bytes, size }, out, report);
    free(bytes);
    return err;
}

enum err procedure_load(const char *path, struct procedure *out, struct lint_report *report)
{
    if (strcmp(path, "-") == 0) return load_stream(stdin, out, report);

    FILE *file = fopen(path, "rbe");
    if (file == NULL) return refuse_file(report, strerror(errno));
    enum err err = load_stream(file, out, report);
    (void)fclose(file);
    return err;
}
