/* SPDX-License-Identifier: Apache-2.0 */
/* The encoding of bundle images: proto/SPEC.md 8, "BUNDLE". The same bytes are the answer to SHOW
 * and the checkpoint in the journal's tables, so a change here must read what older releases wrote. */
#include "proto/record.h"
#include "proto/schema_rows.h"
#include "proto/structs.h"

/* clang-format off */
#define PATH "stages."
static const struct field stage_fields[] = {
    ROW_ENUM(struct stage_image, state,            REQUIRED, symbols_stage_state),
    ROW_ENUM(struct stage_image, job,              OPTIONAL, symbols_job_state),
    ROW_ENUM(struct stage_image, verdict,          OPTIONAL, symbols_stage_verdict),
    ROW_UINT(struct stage_image, failures,         OPTIONAL, 0, UINT16_MAX),
    ROW_UINT(struct stage_image, attempt,          OPTIONAL, 0, UINT32_MAX),
    ROW_UINT(struct stage_image, claim_refused,    OPTIONAL, 0, UINT32_MAX),
    ROW_UINT(struct stage_image, token,            OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct stage_image, changed_position, OPTIONAL, 0, UINT64_MAX),
    ROW_TIME(struct stage_image, since_ms),
    ROW_TIME(struct stage_image, due_ms),
    ROW_UINT(struct stage_image, permit_number,    OPTIONAL, 0, UINT32_MAX),
    ROW_UINT(struct stage_image, permit_year,      OPTIONAL, 0, UINT16_MAX),
    ROW_UINT(struct stage_image, verdict_position, OPTIONAL, 0, UINT64_MAX),
    ROW_TIME(struct stage_image, clock_started_ms),
    ROW_TIME(struct stage_image, clock_stopped_ms),
};
static const struct schema schema_stage = SCHEMA("stage", struct stage_image, stage_fields);

#undef PATH
#define PATH "milestones."
static const struct field milestone_fields[] = {
    ROW_ENUM(struct milestone_image, state,    REQUIRED, symbols_milestone_state),
    ROW_TIME(struct milestone_image, since_ms),
    ROW_UINT(struct milestone_image, position, OPTIONAL, 0, UINT64_MAX),
};
static const struct schema schema_milestone =
    SCHEMA("milestone", struct milestone_image, milestone_fields);

#undef PATH
#define PATH "gates."
static const struct field gate_fields[] = {
    ROW_ENUM(struct gate_image, state, REQUIRED, symbols_gate_state),
    ROW_TIME(struct gate_image, since_ms),
};
static const struct schema schema_gate = SCHEMA("gate", struct gate_image, gate_fields);

#undef PATH
#define PATH "entries."
static const struct field entry_fields[] = {
    ROW_ENUM(struct entry, kind,      REQUIRED, symbols_entry_kind),
    ROW_UINT(struct entry, stage,     OPTIONAL, 0, UINT8_MAX),
    ROW_UINT(struct entry, detail,    OPTIONAL, 0, UINT8_MAX),
    ROW_UINT(struct entry, state,     OPTIONAL, 0, UINT8_MAX),
    ROW_UINT(struct entry, amount,    OPTIONAL, 0, UINT32_MAX),
    ROW_UINT(struct entry, materials, OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct entry, position,  OPTIONAL, 0, UINT64_MAX),
    ROW_TIME(struct entry, from_ms),
    ROW_TIME(struct entry, until_ms),
    ROW_TIME(struct entry, due_ms),
    ROW_NAME(struct entry, by,        OPTIONAL),
};
static const struct schema schema_entry = SCHEMA("entry", struct entry, entry_fields);

#undef PATH
#define PATH ""
static const struct field image_fields[] = {
    ROW_UINT(struct bundle_image, bundle,             REQUIRED, 1, UINT64_MAX),
    ROW_NAME(struct bundle_image, procedure,          REQUIRED),
    ROW_UINT(struct bundle_image, version,            REQUIRED, 1, UINT32_MAX),
    ROW_NAME(struct bundle_image, submitter,          OPTIONAL),
    ROW_HASH(struct bundle_image, key_hash),
    ROW_HASH(struct bundle_image, content_hash),
    ROW_UINT(struct bundle_image, priority,           OPTIONAL, 0, PRIORITY_COUNT - 1),
    ROW_ENUM(struct bundle_image, result,             OPTIONAL, symbols_bundle_result),
    ROW_TIME(struct bundle_image, submitted_ms),
    ROW_TIME(struct bundle_image, ended_ms),
    ROW_UINT(struct bundle_image, submitted_position, OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct bundle_image, last_position,      OPTIONAL, 0, UINT64_MAX),
    ROW_LIST(struct bundle_image, stages,     stage_count,     0, schema_stage),
    ROW_LIST(struct bundle_image, milestones, milestone_count, 0, schema_milestone),
    ROW_LIST(struct bundle_image, gates,      gate_count,      0, schema_gate),
    ROW_ENUM(struct bundle_image, phase,              OPTIONAL, symbols_phase),
    ROW_LIST(struct bundle_image, entries,    entry_count,     0, schema_entry),
};
/* clang-format on */

const struct schema schema_image = SCHEMA_LISTS("image", struct bundle_image, image_fields, stages);

void image_write(struct buffer *buffer, const struct bundle_image *image)
{
    schema_write(buffer, &schema_image, image);
}

enum err image_read(struct span bytes, struct bundle_image *image)
{
    struct decoder decoder;

    decoder_init(&decoder, bytes, NULL);
    if (schema_read(&schema_image, &decoder, image) != OK) return ERR_CORRUPT;
    return reader_is_at_end(&decoder.reader) ? OK : ERR_CORRUPT;
}
