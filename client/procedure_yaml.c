/* SPDX-License-Identifier: Apache-2.0 */
/* The definition as a whole, and its milestones, gates and materials. */
#include "client/procedure_law.h"

#include "broker/core/card_rules.h"
#include "broker/core/permit_number.h"
#include "tongfa/act.h"

#define BACKOFF_MS_DEFAULT 1000
#define BACKOFF_MS_MAX_DEFAULT (60 * 1000)
#define ATTEMPTS_DEFAULT 5

static struct procedure_material *reader_material(const struct procedure_reader *reader)
{
    assert(reader->index < reader->procedure->material_count);
    return &reader->procedure->materials[reader->index];
}

/* --- milestones, gates, materials --- */

static void read_milestone_title(struct procedure_reader *reader, struct value value)
{
    (void)value_title(value, reader->procedure->milestones[reader->index].title);
}

static const struct field milestone_fields[] = {
    { "title", true, read_milestone_title },
    { NULL, false, NULL },
};

static void read_gate_policy(struct procedure_reader *reader, struct value value)
{
    static const char *const words[] = { [GATE_ALL_OR_NOTHING] = "all_or_nothing",
                                         [GATE_ISSUE_REST] = "issue_rest",
                                         [GATE_HOLD_UNTIL] = "hold_until",
                                         NULL };
    (void)value_choice(value, &reader->procedure->gates[reader->index].policy, words);
}

static void read_gate_members(struct procedure_reader *reader, struct value value)
{
    procedure_reader_stages(reader, value, &reader->procedure->gates[reader->index].members);
}

static const struct field gate_fields[] = {
    { "policy", true, read_gate_policy },
    { "members", true, read_gate_members },
    { "hold", false, read_gate_hold },
    { "on_tolerance", false, read_gate_on_tolerance },
    { NULL, false, NULL },
};

static void read_material_title(struct procedure_reader *reader, struct value value)
{
    (void)value_title(value, reader_material(reader)->title);
}

static void read_material_required(struct procedure_reader *reader, struct value value)
{
    (void)value_flag(value, &reader_material(reader)->required);
}

static void read_material_stages(struct procedure_reader *reader, struct value value)
{
    procedure_reader_stages(reader, value, &reader_material(reader)->stages);
}

static const struct field material_fields[] = {
    { "title", true, read_material_title },
    { "required", false, read_material_required },
    { "stages", true, read_material_stages },
    { "may_miss", false, read_material_may_miss },
    { NULL, false, NULL },
};

/* --- the whole --- */

static void read_name(struct procedure_reader *reader, struct value value)
{
    (void)value_name(value, &reader->procedure->name);
}

static void read_version(struct procedure_reader *reader, struct value value)
{
    (void)value_number(value, &reader->procedure->version, 1, UINT32_MAX);
}

static void read_title(struct procedure_reader *reader, struct value value)
{
    (void)value_title(value, reader->procedure->title);
}

static void read_area(struct procedure_reader *reader, struct value value)
{
    (void)value_number(value, &reader->procedure->area, AREA_MIN, AREA_MAX);
}

static void read_on_refusal(struct procedure_reader *reader, struct value value)
{
    static const char *const words[] = {
        [ON_REFUSAL_FINISH] = "finish", [ON_REFUSAL_CANCEL] = "cancel", NULL
    };
    (void)value_choice(value, &reader->procedure->on_refusal, words);
}

static void read_joint_statutory(struct procedure_reader *reader, struct value value)
{
    (void)value_limit(value, &reader->procedure->statutory);
}

static void read_joint_promised(struct procedure_reader *reader, struct value value)
{
    (void)value_limit(value, &reader->procedure->promised);
}

static void read_joint_extension(struct procedure_reader *reader, struct value value)
{
    (void)value_extension(value, &reader->procedure->extension);
}

/* Of all stages together (许可法 42). */
static void read_joint_limits(struct procedure_reader *reader, struct value value)
{
    static const struct field fields[] = {
        { "statutory", false, read_joint_statutory },
        { "promised", false, read_joint_promised },
        { "extension", false, read_joint_extension },
        { NULL, false, NULL },
    };
    procedure_reader_fields(reader, value, fields);
}

/* A day, "2026-03-01"; as a number 20260301. */
static void read_in_force(struct procedure_reader *reader, struct value value)
{
    (void)value_date(value, &reader->procedure->in_force);
}

static void keep_pre_review(struct procedure_reader *reader, struct value value)
{
    if (value_is(value, YAML_MAPPING)) reader->pre_review = value.node;
}

static void read_remedies(struct procedure_reader *reader, struct value value)
{
    (void)value_text(value, reader->procedure->remedies, REMEDIES_BYTES_MAX);
}

static void read_supervision_rules(struct procedure_reader *reader, struct value value)
{
    (void)value_name(value, &reader->procedure->supervision.rules);
}

static struct escalation *reader_escalation(const struct procedure_reader *reader)
{
    const struct supervision *supervision = &reader->procedure->supervision;
    assert(supervision->escalate_count > 0);
    return &reader->procedure->supervision.escalate[supervision->escalate_count - 1];
}

static void read_escalation_at(struct procedure_reader *reader, struct value value)
{
    static const char *const words[] = { [CARD_NOTICE] = "notice",
                                         [CARD_YELLOW] = "yellow",
                                         [CARD_RED] = "red",
                                         [CARD_DEEP_RED] = "deep_red",
                                         NULL };
    (void)value_choice(value, &reader_escalation(reader)->at, words);
}

static void read_escalation_to(struct procedure_reader *reader, struct value value)
{
    static const char *const words[] = {
        NULL, "officer", "head", "government", "supervisor", NULL
    };
    uint8_t choice;

    if (!value_choice(value, &choice, words)) return;
    reader_escalation(reader)->to = (uint8_t)(ROLE_OFFICER - 1 + choice);
}

static void read_escalation_interview(struct procedure_reader *reader, struct value value)
{
    (void)value_title(value, reader_escalation(reader)->interview);
}

/* A list of mappings: who must act when a card of a level is raised. */
static void read_supervision_escalate(struct procedure_reader *reader, struct value value)
{
    static const struct field fields[] = {
        { "at", true, read_escalation_at },
        { "to", true, read_escalation_to },
        { "interview", false, read_escalation_interview },
        { NULL, false, NULL },
    };

    if (!value_is(value, YAML_LIST)) return;
    for (const struct yaml_node *node = value.node->first; node != NULL; node = node->next) {
        if (reader->procedure->supervision.escalate_count == ESCALATIONS_MAX) {
            lint_error(reader->report, node->place, "too-many",
                       "there are more than %d steps, one for each level of cards",
                       ESCALATIONS_MAX);
            return;
        }
        reader->procedure->supervision.escalate_count++;
        procedure_reader_fields(reader, (struct value){ node, value.key, reader->report }, fields);
    }
}

/* What is wrong with the whole of it: procedure_check knows the rule sets. */
static void read_supervision(struct procedure_reader *reader, struct value value)
{
    static const struct field fields[] = {
        { "rules", true, read_supervision_rules },
        { "escalate", false, read_supervision_escalate },
        { NULL, false, NULL },
    };
    uint32_t errors = reader->report->error_count;

    reader->marks->supervision = value.node->place;
    procedure_reader_fields(reader, value, fields);
    const char *flaw = supervision_flaw(&reader->procedure->supervision);
    if (flaw == NULL || reader->report->error_count > errors) return;
    lint_error(reader->report, value.node->place, "supervision", "supervision: %s", flaw);
}

static void keep_milestones(struct procedure_reader *reader, struct value value)
{
    if (value_is(value, YAML_MAPPING)) reader->sections[SECTION_MILESTONES].node = value.node;
}

static void keep_stages(struct procedure_reader *reader, struct value value)
{
    if (value_is(value, YAML_MAPPING)) reader->sections[SECTION_STAGES].node = value.node;
}

static void keep_gates(struct procedure_reader *reader, struct value value)
{
    if (value_is(value, YAML_MAPPING)) reader->sections[SECTION_GATES].node = value.node;
}

static void keep_materials(struct procedure_reader *reader, struct value value)
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
    { "limits",     false, read_joint_limits },
    { "in_force",   false, read_in_force },
    { "intake",     false, procedure_reader_intake },
    { "corrections", false, procedure_read_corrections },
    { "pre_review", false, keep_pre_review },
    { "remedies",   false, read_remedies },
    { "on_overdue", false, read_on_overdue },
    { "supervision", false, read_supervision },
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

static void reader_init(struct procedure_reader *reader, struct procedure *procedure,
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
    struct procedure_reader reader;

    reader_init(&reader, out, marks, report);
    out->on_refusal = ON_REFUSAL_FINISH;
    procedure_reader_fields(&reader, (struct value){ yaml_root(yaml), "the procedure", report },
                            root_fields);
    for (uint32_t i = 0; i < SECTION_COUNT; i++) {
        procedure_reader_collect(&reader, (enum section_index)i);
    }
    if (reader.pre_review != NULL) {
        procedure_read_pre_review(&reader,
                                  (struct value){ reader.pre_review, "pre_review", report });
    }
    set_defaults(out);
    procedure_reader_section(&reader, SECTION_MILESTONES, milestone_fields);
    procedure_reader_section(&reader, SECTION_STAGES, procedure_stage_fields);
    procedure_reader_section(&reader, SECTION_GATES, gate_fields);
    procedure_reader_section(&reader, SECTION_MATERIALS, material_fields);
}
