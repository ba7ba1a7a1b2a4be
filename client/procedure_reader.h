/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of a definition's sections share: mappings by tables of fields, sections, lists of
 * names.
 *
 * Each mapping of the format is a table of fields: key, whether it must be there, and the function
 * that reads its value. The sections (milestones, stages, gates, materials) are mappings from names
 * to such mappings; all names are collected before any section is read, so that an edge may name
 * what stands further down. A stage with for_each stands for its copies NAME.1, NAME.2 and so on, from
 * here on: its mapping is read once, and whoever names it means all of them.
 *
 * When you add a field: its row in the table of its mapping, its property in
 * procedures/procedure.schema.json, its line in procedures/README.md, and a case in
 * tests/unit/test_procedure_yaml.c. */
#ifndef CLIENT_PROCEDURE_READER_H
#define CLIENT_PROCEDURE_READER_H

#include "client/procedure_yaml.h"
#include "client/yaml_value.h"

/* A section of the file and the list of the procedure that it fills. */
struct section {
    const char *what; /* "stage" */
    const struct yaml_node *node;
    uint32_t count_max;
    uint32_t *count;
    uint8_t *list; /* structs that begin with their name */
    size_t list_stride;
    uint8_t *places; /* structs that begin with the place of that name */
    size_t places_stride;
    const struct yaml_node *entries[MATERIALS_MAX]; /* the largest count_max */
    uint8_t elements[MATERIALS_MAX];    /* of stages that are copies: which one, from 1; else 0 */
    struct name written[MATERIALS_MAX]; /* the name in the file: that of all copies */
};

enum section_index {
    SECTION_MILESTONES,
    SECTION_STAGES,
    SECTION_GATES,
    SECTION_MATERIALS,
    SECTION_COUNT,
};

struct procedure_reader {
    struct procedure *procedure;
    struct procedure_marks *marks;
    struct lint_report *report;
    struct section sections[SECTION_COUNT];
    uint32_t index; /* of the entry being read in its section */
    const struct yaml_node
        *pre_review;               /* read when the milestones are known; NULL: there is none */
    struct lint_place backoff_max; /* where the entry sets it; zero: it does not */
};

struct field {
    const char *key;
    bool required;
    void (*read)(struct procedure_reader *reader, struct value value);
};

/* Of a stage; the table ends with a row of zeros, as all do. */
extern const struct field procedure_stage_fields[];

/* The section on the counter. */
void procedure_reader_intake(struct procedure_reader *reader, struct value value);

/* corrections and pre_review; the latter when the milestones are known (procedure_corrections.c). */
void procedure_read_corrections(struct procedure_reader *reader, struct value value);
void procedure_read_pre_review(struct procedure_reader *reader, struct value value);

/* Read a mapping by its table. Rules "unknown-key", "missing-key", "duplicate". */
void procedure_reader_fields(struct procedure_reader *reader, struct value mapping,
                             const struct field *fields);

/* Take down the names of a section. Rules "bad-name", "duplicate", "too-many". */
void procedure_reader_collect(struct procedure_reader *reader, enum section_index which);

/* Read the mapping of each entry whose name was collected. */
void procedure_reader_section(struct procedure_reader *reader, enum section_index which,
                              const struct field *fields);

/* A list of stages and milestones; places - of their names in it. Rule "unknown-name". */
void procedure_reader_edges(struct procedure_reader *reader, struct value list, struct edges *edges,
                            struct lint_place *places);

/* A list of stages only. */
void procedure_reader_stages(struct procedure_reader *reader, struct value list, set32 *set);

#endif
