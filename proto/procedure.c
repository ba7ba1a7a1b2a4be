/* SPDX-License-Identifier: Apache-2.0 */
/* The encoding of procedure definitions: proto/SPEC.md 13.2. Only the bounds of single fields are
 * held here; whether a definition makes sense is for broker/core/procedure_check.h to say. */
#include "proto/record.h"
#include "proto/schema_rows.h"
#include "proto/structs.h"

#define MILESTONES_ALL ((1U << MILESTONES_MAX) - 1)

/* clang-format off */
#define PATH ""
static const struct field edges_fields[] = {
    ROW_SET(struct edges, stages,     OPTIONAL, UINT32_MAX),
    ROW_SET(struct edges, milestones, OPTIONAL, MILESTONES_ALL),
};
static const struct schema schema_edges = SCHEMA("edges", struct edges, edges_fields);

static const struct field limit_fields[] = {
    ROW_UINT(struct limit, value, OPTIONAL, 0, UINT16_MAX),
    ROW_ENUM(struct limit, unit,  OPTIONAL, symbols_limit_unit),
};
static const struct schema schema_limit = SCHEMA("limit", struct limit, limit_fields);

#undef PATH
#define PATH "stages."
static const struct field stage_fields[] = {
    ROW_NAME(struct procedure_stage,  name,           REQUIRED),
    ROW_NAME(struct procedure_stage,  department,     REQUIRED),
    ROW_TITLE(struct procedure_stage, title),
    ROW_TITLE(struct procedure_stage, permit),
    ROW_MAP(struct procedure_stage,   start_after,    OPTIONAL, schema_edges),
    ROW_MAP(struct procedure_stage,   decide_after,   OPTIONAL, schema_edges),
    ROW_MAP(struct procedure_stage,   statutory,      OPTIONAL, schema_limit),
    ROW_MAP(struct procedure_stage,   promised,       OPTIONAL, schema_limit),
    ROW_UINT(struct procedure_stage,  lease_ms,       REQUIRED, LEASE_MS_MIN, LEASE_MS_MAX),
    ROW_UINT(struct procedure_stage,  backoff_ms,     OPTIONAL, 0, BACKOFF_MS_MAX),
    ROW_UINT(struct procedure_stage,  backoff_ms_max, OPTIONAL, 0, BACKOFF_MS_MAX),
    ROW_UINT(struct procedure_stage,  attempts_max,   REQUIRED, 1, ATTEMPTS_MAX),
    ROW_TITLE(struct procedure_stage, number),
    ROW_TITLE(struct procedure_stage, applies_if),
    ROW_TITLE(struct procedure_stage, for_each),
    ROW_UINT(struct procedure_stage,  at_most,        OPTIONAL, 0, ELEMENTS_MAX),
    ROW_UINT(struct procedure_stage,  element,        OPTIONAL, 0, ELEMENTS_MAX),
    ROW_ENUM(struct procedure_stage,  clock_from,     OPTIONAL, symbols_clock_from),
    ROW_BOOL(struct procedure_stage,  opinion),
    ROW_ENUM(struct procedure_stage,  on_timeout,     OPTIONAL, symbols_on_timeout),
    ROW_UINT(struct procedure_stage,  extension,      OPTIONAL, 0, UINT16_MAX),
    ROW_UINT(struct procedure_stage,  sign_need,      OPTIONAL, 0, SIGNERS_PER_STAGE_MAX),
    ROW_BOOL(struct procedure_stage,  sign_veto),
    ROW_BOOL(struct procedure_stage,  by_signers),
    ROW_MAP(struct procedure_stage,   check_within,   OPTIONAL, schema_limit),
    ROW_MAP(struct procedure_stage,   delivery,       OPTIONAL, schema_limit),
    ROW_MAP(struct procedure_stage,   start_within,   OPTIONAL, schema_limit),
    ROW_MAP(struct procedure_stage,   deferral,       OPTIONAL, schema_limit),
    ROW_UINT(struct procedure_stage,  deferrals,      OPTIONAL, 0, DEFERRALS_MAX),
    ROW_MAP(struct procedure_stage,   valid,          OPTIONAL, schema_limit),
    ROW_MAP(struct procedure_stage,   renew_before,   OPTIONAL, schema_limit),
};
static const struct schema schema_stage = SCHEMA("stage", struct procedure_stage, stage_fields);

#undef PATH
#define PATH "milestones."
static const struct field milestone_fields[] = {
    ROW_NAME(struct procedure_milestone,  name, REQUIRED),
    ROW_TITLE(struct procedure_milestone, title),
};
static const struct schema schema_milestone =
    SCHEMA("milestone", struct procedure_milestone, milestone_fields);

#undef PATH
#define PATH "gates."
static const struct field gate_fields[] = {
    ROW_NAME(struct procedure_gate, name,    REQUIRED),
    ROW_ENUM(struct procedure_gate, policy,  REQUIRED, symbols_gate_policy),
    ROW_SET(struct procedure_gate,  members, OPTIONAL, UINT32_MAX),
    ROW_ENUM(struct procedure_gate, on_tolerance, OPTIONAL, symbols_on_tolerance),
    ROW_UINT(struct procedure_gate, hold_days,    OPTIONAL, 0, HOLD_DAYS_MAX),
};
static const struct schema schema_gate = SCHEMA("gate", struct procedure_gate, gate_fields);

#undef PATH
#define PATH "materials."
static const struct field material_fields[] = {
    ROW_NAME(struct procedure_material,  name,   REQUIRED),
    ROW_TITLE(struct procedure_material, title),
    ROW_BOOL(struct procedure_material,  required),
    ROW_SET(struct procedure_material,   stages, OPTIONAL, UINT32_MAX),
    ROW_MAP(struct procedure_material,   may_miss, OPTIONAL, schema_limit),
};
static const struct schema schema_material =
    SCHEMA("material", struct procedure_material, material_fields);

#undef PATH
#define PATH "intake."
static const struct field intake_fields[] = {
    ROW_BOOL(struct procedure_intake, counter),
    ROW_BOOL(struct procedure_intake, on_spot),
    ROW_ENUM(struct procedure_intake, on_silence,     OPTIONAL, symbols_on_silence),
    ROW_ENUM(struct procedure_intake, on_lapse,       OPTIONAL, symbols_on_lapse),
    ROW_MAP(struct procedure_intake,  within,         OPTIONAL, schema_limit),
    ROW_MAP(struct procedure_intake,  correct_within, OPTIONAL, schema_limit),
};
static const struct schema schema_intake =
    SCHEMA("intake", struct procedure_intake, intake_fields);

#undef PATH
#define PATH "signers."
static const struct field signer_fields[] = {
    ROW_NAME(struct procedure_signer, name,   REQUIRED),
    ROW_SET(struct procedure_signer,  stages, OPTIONAL, UINT32_MAX),
};
static const struct schema schema_signer =
    SCHEMA("signer", struct procedure_signer, signer_fields);

#undef PATH
#define PATH "supervision.escalate."
static const struct field escalation_fields[] = {
    ROW_ENUM(struct escalation,  at, REQUIRED, symbols_card_level),
    ROW_ENUM(struct escalation,  to, REQUIRED, symbols_card_to),
    ROW_TITLE(struct escalation, interview),
};
static const struct schema schema_escalation =
    SCHEMA("escalation", struct escalation, escalation_fields);

#undef PATH
#define PATH "supervision."
static const struct field supervision_fields[] = {
    ROW_NAME(struct supervision, rules,    OPTIONAL),
    ROW_LIST(struct supervision, escalate, escalate_count, 0, schema_escalation),
};
static const struct schema schema_supervision =
    SCHEMA_LISTS("supervision", struct supervision, supervision_fields, escalate);

#undef PATH
#define PATH ""
static const struct field corrections_fields[] = {
    ROW_MAP(struct corrections,  notice,     OPTIONAL, schema_limit),
    ROW_MAP(struct corrections,  supply,     OPTIONAL, schema_limit),
    ROW_UINT(struct corrections, rounds,     OPTIONAL, 0, CORRECTION_ROUNDS_MAX),
    ROW_ENUM(struct corrections, on_timeout, OPTIONAL, symbols_on_unanswered),
};
static const struct schema schema_corrections =
    SCHEMA("corrections", struct corrections, corrections_fields);

static const struct field procedure_fields[] = {
    ROW_NAME(struct procedure,  name,       REQUIRED),
    ROW_UINT(struct procedure,  version,    REQUIRED, 1, UINT32_MAX),
    ROW_TITLE(struct procedure, title),
    ROW_ENUM(struct procedure,  on_refusal, REQUIRED, symbols_on_refusal),
    ROW_LIST(struct procedure,  stages,     stage_count,     1, schema_stage),
    ROW_LIST(struct procedure,  milestones, milestone_count, 0, schema_milestone),
    ROW_LIST(struct procedure,  gates,      gate_count,      0, schema_gate),
    ROW_LIST(struct procedure,  materials,  material_count,  0, schema_material),
    ROW_UINT(struct procedure,  area,       OPTIONAL, 100000, 999999),
    ROW_MAP(struct procedure,   statutory,  OPTIONAL, schema_limit),
    ROW_MAP(struct procedure,   promised,   OPTIONAL, schema_limit),
    ROW_MAP(struct procedure,   intake,     OPTIONAL, schema_intake),
    ROW_UINT(struct procedure,  in_force,   OPTIONAL, 0, 99991231),
    ROW_MAP(struct procedure,   corrections, OPTIONAL, schema_corrections),
    ROW_UINT(struct procedure,  pre_review_until, OPTIONAL, 0, MILESTONES_MAX),
    ROW_UINT(struct procedure,  extension,  OPTIONAL, 0, UINT16_MAX),
    ROW_TITLE(struct procedure, remedies),
    ROW_LIST(struct procedure,  signers,    signer_count,    0, schema_signer),
    ROW_ENUM(struct procedure,  on_overdue, OPTIONAL, symbols_on_overdue),
    ROW_MAP(struct procedure,   supervision, OPTIONAL, schema_supervision),
};
/* clang-format on */

const struct schema schema_procedure =
    SCHEMA_LISTS("procedure", struct procedure, procedure_fields, stages);

void procedure_write(struct buffer *buffer, const struct procedure *procedure)
{
    schema_write(buffer, &schema_procedure, procedure);
}

enum err procedure_read(struct span bytes, struct procedure *procedure, const char **field)
{
    struct decoder decoder;

    decoder_init(&decoder, bytes, NULL);
    enum err err = schema_read(&schema_procedure, &decoder, procedure);
    if (err != ERR_MALFORMED && !reader_is_at_end(&decoder.reader)) err = ERR_MALFORMED;
    *field = err == ERR_MALFORMED ? "" : decoder.field;
    return err;
}
