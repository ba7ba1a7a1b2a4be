/* SPDX-License-Identifier: Apache-2.0 */
/* From a file to a procedure: bytes, YAML, the format, the graph. */
#include "client/lint.h"
#include "client/procedure_yaml.h"

/* Closes the tree. */
static enum err load_yaml(struct yaml *yaml, struct procedure *out, struct lint_report *report)
{
    struct procedure procedure;
    struct procedure_marks marks;

    procedure_yaml_read(yaml, &procedure, &marks, report);
    procedure_graph_lint(&procedure, &marks, report);
    yaml_close(yaml);
    if (report->error_count > 0) return ERR_PROCEDURE_INVALID;
    *out = procedure;
    return OK;
}

enum err procedure_load_text(struct span text, struct procedure *out, struct lint_report *report)
{
    struct yaml *yaml;

    memset(report, 0, sizeof *report);
    enum err err = yaml_open(&yaml, text, report);
    return err == OK ? load_yaml(yaml, out, report) : err;
}

enum err procedure_load(const char *path, struct procedure *out, struct lint_report *report)
{
    struct yaml *yaml;

    memset(report, 0, sizeof *report);
    enum err err = yaml_open_file(&yaml, path, report);
    return err == OK ? load_yaml(yaml, out, report) : err;
}
