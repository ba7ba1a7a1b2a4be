/* SPDX-License-Identifier: Apache-2.0 */
/* The YAML form of a procedure, and where in the file each of its parts stands.
 *
 * Loading is two steps: procedure_yaml_read checks what can be seen in one place (keys, types,
 * bounds, names), procedure_graph_lint what only the whole shows (cycles, gates that stay shut). */
#ifndef CLIENT_PROCEDURE_YAML_H
#define CLIENT_PROCEDURE_YAML_H

#include "client/lint.h"
#include "client/yaml.h"
#include "tongfa/procedure.h"

/* What an edge comes from: stages first, milestones after them. */
#define UPSTREAMS_MAX (STAGES_MAX + MILESTONES_MAX)

struct stage_marks {
    struct lint_place name;
    struct lint_place promised;
    struct lint_place number;
    struct lint_place start_after[UPSTREAMS_MAX]; /* of the upstream's name in that list */
    struct lint_place decide_after[UPSTREAMS_MAX];
};

/* Places by index in the procedure's lists; zero where nothing stands in the file. */
struct procedure_marks {
    struct stage_marks stages[STAGES_MAX];
    struct lint_place milestones[MILESTONES_MAX];
    struct lint_place gates[GATES_MAX];
    struct lint_place materials[MATERIALS_MAX];
    struct lint_place supervision;
};

/* Shape:   out, marks - written in every case, with what could be read; what could not is left out,
 *          has its default and an error in the report. */
void procedure_yaml_read(const struct yaml *yaml, struct procedure *out,
                         struct procedure_marks *marks, struct lint_report *report);

/* Rules about the whole; the procedure may lack what has an error in the report already. */
void procedure_graph_lint(const struct procedure *procedure, const struct procedure_marks *marks,
                          struct lint_report *report);

#endif
