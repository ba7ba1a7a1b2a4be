/* SPDX-License-Identifier: Apache-2.0 */
/* Each mapping of the format is a table of fields: key, whether it must be there, and the function
 * that reads its value. The sections (milestones, stages, gates, materials) are mappings from names
 * to such mappings; all names are collected before any section is read, so that an edge may name
 * what stands further down.
 *
 * When you add a field: its row here, its property in procedures/procedure.schema.json, its line in
 * procedures/README.md, and a case in tests/unit/test_procedure_yaml.c. */
#include "client/procedure_yaml.h"

#include "broker/core/permit_number.h"
#include "client/suggest.h"
#include "client/text.h"
#include "client/yaml_value.h"

#define FIELDS_MAX 16
#define BACKOFF_MS_DEFAULT 1000
#define BACKOFF_MS_MAX_DEFAULT (60 * 1000)
#define ATTEMPTS_DEFAULT 5

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
};

enum section_index {
    SECTION_MILESTONES,
    SECTION_STAGES,
    SECTION_GATES,
    SECTION_MATERIALS,
    SECTION_COUNT,
};

struct reader {
    struct procedure *procedure;
    struct procedure_marks *marks;
    struct lint_report *report;
    struct section sections[SECTION_COUNT];
    uint32_t index;                /* of the entry being read in its section */
    struct lint_place backoff_max; /* where the entry sets it; zero: it does not */
};

struct field {
    const char *key;
    bool required;
    void (*read)(struct reader *reader, struct value value);
};

static struct procedure_stage *reader_stage(const struct reader *reader)
{
    assert(reader->index < reader->procedure->stage_count);
    return &reader->procedure->stages[reader->index];
}

static struct procedure_material *reader_material(const struct reader *reader)
{
    assert(reader->index < reader->procedure->material_count);
    return &reader->procedure->materials[reader->index];
}

/* --- mappings --- */

/* Returns: the field that was probably meant, as a set; it is not missed then. */
static set32 report_unknown_key(struct lint_report *report, const struct yaml_node *key,
                                const struct field *fields)
{
    const char *words[FIELDS_MAX];
    uint32_t count = 0;
    uint32_t index = 0;

    for (; fields[count].key != NULL; count++) {
        assert(count < FIELDS_MAX);
        words[count] = fields[count].key;
    }
    const char *text = key->text == NULL ? "" : key->text;
    const char *meant = suggest(text, words, count);
    if (meant == NULL) {
        lint_error(report, key->place, "unknown-key", "there is no key '%s' here; remove it", text);
        return 0;
    }
    lint_error(report, key->place, "unknown-key", "there is no key '%s' here; did you mean %s?",
               text, meant);
    while (words[index] != meant) {
        index++;
    }
    return set_of(index);
}

static const struct field *field_find(const struct field *fields, const struct yaml_node *key)
{
    if (key->text == NULL) return NULL;
    for (; fields->key != NULL; fields++) {
        if (strcmp(fields->key, key->text) == 0) return fields;
    }
    return NULL;
}

/* Read a mapping by its table, which ends with a row of zeros. */
static void read_fields(struct reader *reader, struct value mapping, const struct field *fields)
{
    set32 seen = 0;
    set32 meant = 0;

    if (!value_is(mapping, YAML_MAPPING)) return;
    for (const struct yaml_node *key = mapping.node->first; key != NULL; key = key->next->next) {
        const struct field *field = field_find(fields, key);
        if (field == NULL) {
            meant |= report_unknown_key(reader->report, key, fields);
            continue;
        }
        if (set_has(seen, (uint32_t)(field - fields))) {
            lint_error(reader->report, key->place, "duplicate", "%s stands here twice; remove one",
                       field->key);
            continue;
        }
        seen |= set_of((uint32_t)(field - fields));
        field->read(reader, (struct value){ key->next, field->key, reader->report });
    }
    for (uint32_t i = 0; fields[i].key != NULL; i++) {
        if (!fields[i].required || set_has(seen | meant, i)) continue;
        lint_error(reader->report, mapping.node->place, "missing-key",
                   "%s lacks the key %s; add it", mapping.key, fields[i].key);
    }
}

/* --- sections --- */

static struct name *section_name(const struct section *section, uint32_t index)
{
    return (struct name *)(void *)(section->list + index * section->list_stride);
}

static struct lint_place *section_place(const struct section *section, uint32_t index)
{
    return (struct lint_place *)(void *)(section->places + index * section->places_stride);
}

/* The index of a name in a section, or the count of the section. */
static uint32_t section_find(const struct reader *reader, enum section_index which,
                             const struct name *name)
{
    const struct section *section = &reader->sections[which];
    uint32_t index = 0;

    while (index < *section->count && !name_is_equal(section_name(section, index), name)) {
        index++;
    }
    return index;
}

static bool section_has(const struct reader *reader, enum section_index which,
                        const struct name *name)
{
    return section_find(reader, which, name) < *reader->sections[which].count;
}

static void collect_name(struct reader *reader, enum section_index which,
                         const struct yaml_node *key)
{
    struct section *section = &reader->sections[which];
    struct yaml_node text = *key;
    struct name name;

    if (text.text != NULL) text.kind = YAML_TEXT; /* as a key, 2024 is as good as "2024" */
    if (!value_name((struct value){ &text, section->what, reader->report }, &name)) return;
    if (section_has(reader, which, &name)) {
        lint_error(reader->report, key->place, "duplicate",
                   "there are two %ss named %s; rename or remove one", section->what, name.text);
        return;
    }
    if (which == SECTION_STAGES && section_has(reader, SECTION_MILESTONES, &name)) {
        lint_error(reader->report, key->place, "duplicate",
                   "a milestone is named %s, too, so that an edge could mean either; rename one",
                   name.text);
    }
    if (*section->count == section->count_max) {
        lint_error(reader->report, key->place, "too-many",
                   "there are more than %u %ss, the most that a procedure can have",
                   section->count_max, section->what);
        return;
    }
    uint32_t index = (*section->count)++;
    *section_name(section, index) = name;
    *section_place(section, index) = key->place;
    section->entries[index] = key->next;
}

static void collect_names(struct reader *reader, enum section_index which)
{
    const struct yaml_node *node = reader->sections[which].node;
    if (node == NULL) return;
    for (const struct yaml_node *key = node->first; key != NULL; key = key->next->next) {
        collect_name(reader, which, key);
    }
}

static void read_section(struct reader *reader, enum section_index which,
                         const struct field *fields)
{
    const struct section *section = &reader->sections[which];

    for (reader->index = 0; reader->index < *section->count; reader->index++) {
        const struct name *name = section_name(section, reader->index);
        reader->backoff_max = (struct lint_place){ 0, 0 };
        read_fields(reader,
                    (struct value){ section->entries[reader->index], name->text, reader->report },
                    fields);
    }
}

/* --- lists of names --- */

static void report_unknown_name(struct reader *reader, struct value value, const struct name *name,
                                bool milestones_too)
{
    const char *words[UPSTREAMS_MAX];
    size_t count = 0;
    const struct procedure *procedure = reader->procedure;
    const char *what = milestones_too ? "stage or milestone" : "stage";

    if (!milestones_too && section_has(reader, SECTION_MILESTONES, name)) {
        lint_error(reader->report, value.node->place, "unknown-name",
                   "%s: '%s' is a milestone; only stages can stand here", value.key, name->text);
        return;
    }
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        words[count++] = procedure->stages[i].name.text;
    }
    for (uint32_t i = 0; milestones_too && i < procedure->milestone_count; i++) {
        words[count++] = procedure->milestones[i].name.text;
    }
    const char *meant = suggest(name->text, words, count);
    if (meant != NULL) {
        lint_error(reader->report, value.node->place, "unknown-name",
                   "%s: there is no %s '%s'; did you mean %s?", value.key, what, name->text, meant);
    } else {
        lint_error(reader->report, value.node->place, "unknown-name",
                   "%s: there is no %s '%s'; define it or remove it", value.key, what, name->text);
    }
}

/* Put a bit into a set; a second time is an error. */
static void set_add(struct reader *reader, struct value value, set32 *set, uint32_t index)
{
    if (set_has(*set, index)) {
        lint_error(reader->report, value.node->place, "duplicate", "%s names %s twice; remove one",
                   value.key, value.node->text);
    }
    *set |= set_of(index);
}

static void read_edges(struct reader *reader, struct value list, struct edges *edges,
                       struct lint_place *places)
{
    if (!value_is(list, YAML_LIST)) return;
    for (const struct yaml_node *node = list.node->first; node != NULL; node = node->next) {
        struct value item = { node, list.key, list.report };
        struct name name;
        if (!value_name(item, &name)) continue;
        uint32_t stage = section_find(reader, SECTION_STAGES, &name);
        uint32_t milestone = section_find(reader, SECTION_MILESTONES, &name);
        if (stage < reader->procedure->stage_count) {
            set_add(reader, item, &edges->stages, stage);
            places[stage] = node->place;
        } else if (milestone < reader->procedure->milestone_count) {
            set_add(reader, item, &edges->milestones, milestone);
            places[STAGES_MAX + milestone] = node->place;
        } else {
            report_unknown_name(reader, item, &name, true);
        }
    }
}

static void read_stages_list(struct reader *reader, struct value list, set32 *set)
{
    if (!value_is(list, YAML_LIST)) return;
    for (const struct yaml_node *node = list.node->first; node != NULL; node = node->next) {
        struct value item = { node, list.key, list.report };
        struct name name;
        if (!value_name(item, &name)) continue;
        uint32_t stage = section_find(reader, SECTION_STAGES, &name);
        if (stage < reader->procedure->stage_count) {
            set_add(reader, item, set, stage);
        } else {
            report_unknown_name(reader, item, &name, false);
        }
    }
}

/* --- stages --- */

static void read_stage_title(struct reader *reader, struct value value)
{
    (void)value_title(value, reader_stage(reader)->title);
}

static void read_stage_department(struct reader *reader, struct value value)
{
    (void)value_name(value, &reader_stage(reader)->department);
}

static void read_stage_permit(struct reader *reader, struct value value)
{
    (void)value_title(value, reader_stage(reader)->permit);
}

static void read_stage_number(struct reader *reader, struct value value)
{
    reader->marks->stages[reader->index].number = value.node->place;
    (void)value_permit_number(value, reader_stage(reader)->number);
}

static void read_stage_start_after(struct reader *reader, struct value value)
{
    read_edges(reader, value, &reader_stage(reader)->start_after,
               reader->marks->stages[reader->index].start_after);
}

static void read_stage_decide_after(struct reader *reader, struct value value)
{
    read_edges(reader, value, &reader_stage(reader)->decide_after,
               reader->marks->stages[reader->index].decide_after);
}

static void read_limit_statutory(struct reader *reader, struct value value)
{
    (void)value_limit(value, &reader_stage(reader)->statutory);
}

static void read_limit_promised(struct reader *reader, struct value value)
{
    reader->marks->stages[reader->index].promised = value.node->place;
    (void)value_limit(value, &reader_stage(reader)->promised);
}

static void read_stage_limits(struct reader *reader, struct value value)
{
    static const struct field fields[] = {
        { "statutory", false, read_limit_statutory },
        { "promised", false, read_limit_promised },
        { NULL, false, NULL },
    };
    read_fields(reader, value, fields);
}

static void read_retry_attempts(struct reader *reader, struct value value)
{
    uint32_t attempts;
    if (!value_number(value, &attempts, 1, ATTEMPTS_MAX)) return;
    reader_stage(reader)->attempts_max = (uint16_t)attempts;
}

static void read_retry_backoff(struct reader *reader, struct value value)
{
    (void)value_duration(value, &reader_stage(reader)->backoff_ms, 1, BACKOFF_MS_MAX);
}

static void read_retry_backoff_max(struct reader *reader, struct value value)
{
    reader->backoff_max = value.node->place;
    (void)value_duration(value, &reader_stage(reader)->backoff_ms_max, 1, BACKOFF_MS_MAX);
}

static void read_stage_retry(struct reader *reader, struct value value)
{
    static const struct field fields[] = {
        { "attempts", false, read_retry_attempts },
        { "backoff", false, read_retry_backoff },
        { "backoff_max", false, read_retry_backoff_max },
        { NULL, false, NULL },
    };
    struct procedure_stage *stage = reader_stage(reader);

    read_fields(reader, value, fields);
    if (stage->backoff_ms <= stage->backoff_ms_max) return;
    if (reader->backoff_max.line != 0) {
        lint_error(reader->report, reader->backoff_max, "out-of-range",
                   "backoff_max is shorter than backoff, the first wait; raise it");
    }
    stage->backoff_ms_max = stage->backoff_ms;
}

static void read_stage_lease(struct reader *reader, struct value value)
{
    (void)value_duration(value, &reader_stage(reader)->lease_ms, LEASE_MS_MIN, LEASE_MS_MAX);
}

/* clang-format off */
static const struct field stage_fields[] = {
    { "title",        true,  read_stage_title },
    { "department",   true,  read_stage_department },
    { "permit",       false, read_stage_permit },
    { "number",       false, read_stage_number },
    { "start_after",  false, read_stage_start_after },
    { "decide_after", false, read_stage_decide_after },
    { "limits",       false, read_stage_limits },
    { "retry",        false, read_stage_retry },
    { "lease",        false, read_stage_lease },
    { NULL,           false, NULL },
};
/* clang-format on */

/* --- milestones, gates, materials --- */

static void read_milestone_title(struct reader *reader, struct value value)
{
    (void)value_title(value, reader->procedure->milestones[reader->index].title);
}

static const struct field milestone_fields[] = {
    { "title", true, read_milestone_title },
    { NULL, false, NULL },
};

static void read_gate_policy(struct reader *reader, struct value value)
{
    static const char *const words[] = {
        [GATE_ALL_OR_NOTHING] = "all_or_nothing", [GATE_ISSUE_REST] = "issue_rest", NULL
    };
    (void)value_choice(value, &reader->procedure->gates[reader->index].policy, words);
}

static void read_gate_members(struct reader *reader, struct value value)
{
    read_stages_list(reader, value, &reader->procedure->gates[reader->index].members);
}

static const struct field gate_fields[] = {
    { "policy", true, read_gate_policy },
    { "members", true, read_gate_members },
    { NULL, false, NULL },
};

static void read_material_title(struct reader *reader, struct value value)
{
    (void)value_title(value, reader_material(reader)->title);
}

static void read_material_required(struct reader *reader, struct value value)
{
    (void)value_flag(value, &reader_material(reader)->required);
}

static void read_material_stages(struct reader *reader, struct value value)
{
    read_stages_list(reader, value, &reader_material(reader)->stages);
}

static const struct field material_fields[] = {
    { "title", true, read_material_title },
    { "required", false, read_material_required },
    { "stages", true, read_material_stages },
    { NULL, false, NULL },
};

/* --- the whole --- */

static void read_name(struct reader *reader, struct value value)
{
    (void)value_name(value, &reader->procedure->name);
}

static void read_version(struct reader *reader, struct value value)
{
    (void)value_number(value, &reader->procedure->version, 1, UINT32_MAX);
}

static void read_title(struct reader *reader, struct value value)
{
    (void)value_title(value, reader->procedure->title);
}

static void read_area(struct reader *reader, struct value value)
{
    (void)value_number(value, &reader->procedure->area, AREA_MIN, AREA_MAX);
}

static void read_on_refusal(struct reader *reader, struct value value)
{
    static const char *const words[] = {
        [ON_REFUSAL_FINISH] = "finish", [ON_REFUSAL_CANCEL] = "cancel", NULL
    };
    (void)value_choice(value, &reader->procedure->on_refusal, words);
}

static void keep_milestones(struct reader *reader, struct value value)
{
    if (value_is(value, YAML_MAPPING)) reader->sections[SECTION_MILESTONES].node = value.node;
}

static void keep_stages(struct reader *reader, struct value value)
{
    if (value_is(value, YAML_MAPPING)) reader->sections[SECTION_STAGES].node = value.node;
}

static void keep_gates(struct reader *reader, struct value value)
{
    if (value_is(value, YAML_MAPPING)) reader->sections[SECTION_GATES].node = value.node;
}

static void keep_materials(struct reader *reader, struct value value)
{
    if (value_is(value, YAML_MAPPING)) reader->sections[SECTION_MATERIALS].node = value.node;
}

/* clang-format off */
static const struct field root_fields[] = {
    { "name",       true,  read_name },
    { "version",    true,  read_version },
    { "title",      true,  read_title },
    { "area",       false, read_area },
    { "on_refusal", false, read_on_refusal },
    { "milestones", false, keep_milestones },
    { "stages",     true,  keep_stages },
    { "gates",      false, keep_gates },
    { "materials",  false, keep_materials },
    { NULL,         false, NULL },
};
/* clang-format on */

/* clang-format off */
#define SECTION(what_, list_, count_, places_)                                 \
    (struct section){ .what = what_,                                           \
                      .count_max = sizeof(list_) / sizeof((list_)[0]),         \
                      .count = &(count_),                                      \
                      .list = (uint8_t *)(list_),                              \
                      .list_stride = sizeof((list_)[0]),                       \
                      .places = (uint8_t *)(places_),                          \
                      .places_stride = sizeof((places_)[0]) }
/* clang-format on */
_Static_assert(offsetof(struct procedure_stage, name) == 0, "section_name relies on it");
_Static_assert(offsetof(struct procedure_milestone, name) == 0, "section_name relies on it");
_Static_assert(offsetof(struct procedure_gate, name) == 0, "section_name relies on it");
_Static_assert(offsetof(struct procedure_material, name) == 0, "section_name relies on it");
_Static_assert(offsetof(struct stage_marks, name) == 0, "section_place relies on it");

static void reader_init(struct reader *reader, struct procedure *procedure,
                        struct procedure_marks *marks, struct lint_report *report)
{
    memset(reader, 0, sizeof *reader);
    memset(procedure, 0, sizeof *procedure);
    memset(marks, 0, sizeof *marks);
    reader->procedure = procedure;
    reader->marks = marks;
    reader->report = report;
    reader->sections[SECTION_MILESTONES] =
        SECTION("milestone", procedure->milestones, procedure->milestone_count, marks->milestones);
    reader->sections[SECTION_STAGES] =
        SECTION("stage", procedure->stages, procedure->stage_count, marks->stages);
    reader->sections[SECTION_GATES] =
        SECTION("gate", procedure->gates, procedure->gate_count, marks->gates);
    reader->sections[SECTION_MATERIALS] =
        SECTION("material", procedure->materials, procedure->material_count, marks->materials);
}

static void set_defaults(struct procedure *procedure)
{
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        struct procedure_stage *stage = &procedure->stages[i];
        stage->lease_ms = LEASE_MS_DEFAULT;
        stage->attempts_max = ATTEMPTS_DEFAULT;
        stage->backoff_ms = BACKOFF_MS_DEFAULT;
        stage->backoff_ms_max = BACKOFF_MS_MAX_DEFAULT;
    }
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        procedure->materials[i].required = true;
    }
}

void procedure_yaml_read(const struct yaml *yaml, struct procedure *out,
                         struct procedure_marks *marks, struct lint_report *report)
{
    struct reader reader;

    reader_init(&reader, out, marks, report);
    out->on_refusal = ON_REFUSAL_FINISH;
    read_fields(&reader, (struct value){ yaml_root(yaml), "the procedure", report }, root_fields);
    for (uint32_t i = 0; i < SECTION_COUNT; i++) {
        collect_names(&reader, (enum section_index)i);
    }
    set_defaults(out);
    read_section(&reader, SECTION_MILESTONES, milestone_fields);
    read_section(&reader, SECTION_STAGES, stage_fields);
    read_section(&reader, SECTION_GATES, gate_fields);
    read_section(&reader, SECTION_MATERIALS, material_fields);
}
