/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of all fact records, proto/SPEC.md 13.1: [type, at_ms, bundle, previous, body].
 *
 * Records come from our own journal, and from brokers; they are read as carefully as messages, but
 * whatever is wrong with them has one name. */
#include "proto/record.h"

#include "proto/schema_read.h"
#include "proto/schema_rows.h"
#include "proto/schema_write.h"
#include "proto/structs.h"

#define RECORD_PLACES 5

/* clang-format off */
#define PATH ""
static const struct field mark_fields[] = {
    ROW_HASH(struct request_mark, id),
    ROW_HASH(struct request_mark, content),
};
static const struct schema schema_mark = SCHEMA("request_mark", struct request_mark, mark_fields);

#define ROW_STAGE(struct_)   ROW_UINT(struct_, stage,   OPTIONAL, 0, STAGES_MAX - 1)
#define ROW_ATTEMPT(struct_) ROW_UINT(struct_, attempt, OPTIONAL, 0, UINT32_MAX)
#define ROW_REASON(struct_)  ROW_TEXT(struct_, reason,  OPTIONAL, 0, REASON_BYTES_MAX)
#define ROW_REQUEST(struct_) ROW_MAP(struct_,  request, OPTIONAL, schema_mark)
#define ROW_STAGES(struct_, member_, name_) \
    { ROW_AS(struct_, member_, name_, FIELD_SET, OPTIONAL), .max = UINT32_MAX }
#define ROWS_ONWARD(struct_) \
    ROW_STAGES(struct_, onward.opened, "opened"), ROW_STAGES(struct_, onward.granted, "granted")

static const struct field procedure_published_fields[] = {
    ROW_DEFINITION(struct fact_procedure_published, procedure, schema_procedure),
    ROW_HASH(struct fact_procedure_published,       content),
    ROW_NAME(struct fact_procedure_published,       by, OPTIONAL),
    ROW_REQUEST(struct fact_procedure_published),
};

static const struct field bundle_submitted_fields[] = {
    ROW_NAME(struct fact_bundle_submitted, procedure,   REQUIRED),
    ROW_UINT(struct fact_bundle_submitted, version,     REQUIRED, 1, UINT32_MAX),
    ROW_NAME(struct fact_bundle_submitted, submitter,   OPTIONAL),
    ROW_TEXT(struct fact_bundle_submitted, key,         OPTIONAL, 0, KEY_BYTES_MAX),
    ROW_HASH(struct fact_bundle_submitted, key_hash),
    ROW_HASH(struct fact_bundle_submitted, content_hash),
    ROW_UINT(struct fact_bundle_submitted, priority,    OPTIONAL, 0, PRIORITY_COUNT - 1),
    ROW_BIN(struct fact_bundle_submitted,  application, OPTIONAL, 0, APPLICATION_BYTES_MAX),
    ROWS_ONWARD(struct fact_bundle_submitted),
    ROW_STAGES(struct fact_bundle_submitted, skipped, "skipped"),
    ROW_BOOL(struct fact_bundle_submitted, received),
};

static const struct field milestone_fields[] = {
    ROW_UINT(struct fact_milestone, milestone, OPTIONAL, 0, MILESTONES_MAX - 1),
    ROW_NAME(struct fact_milestone, by,        OPTIONAL),
    ROW_REQUEST(struct fact_milestone),
    ROWS_ONWARD(struct fact_milestone),
};

static const struct field stage_opened_fields[] = {
    ROW_STAGE(struct fact_stage_opened),
};

#define ROWS_LEASE                                           \
    ROW_STAGE(struct lease),                                 \
    ROW_ATTEMPT(struct lease),                               \
    ROW_UINT(struct lease, token,  OPTIONAL, 0, UINT64_MAX), \
    ROW_TIME(struct lease, until_ms),                        \
    ROW_NAME(struct lease, worker, OPTIONAL)

static const struct field job_leased_fields[] = { ROWS_LEASE };

#undef PATH
#define PATH "leases."
static const struct field lease_fields[] = { ROWS_LEASE };
static const struct schema schema_lease = SCHEMA("lease", struct lease, lease_fields);
#undef PATH
#define PATH ""

static const struct field jobs_leased_fields[] = {
    ROW_LIST(struct fact_jobs_leased, leases, lease_count, 1, schema_lease),
};

static const struct field job_renewed_fields[] = {
    ROW_STAGE(struct fact_job_renewed),
    ROW_ATTEMPT(struct fact_job_renewed),
    ROW_TIME(struct fact_job_renewed, until_ms),
};

static const struct field job_expired_fields[] = {
    ROW_STAGE(struct fact_job_expired),
    ROW_ATTEMPT(struct fact_job_expired),
};

static const struct field job_released_fields[] = {
    ROW_STAGE(struct fact_job_released),
    ROW_ATTEMPT(struct fact_job_released),
    ROW_REASON(struct fact_job_released),
};

static const struct field job_failed_fields[] = {
    ROW_STAGE(struct fact_job_failed),
    ROW_ATTEMPT(struct fact_job_failed),
    ROW_TIME(struct fact_job_failed, ready_at_ms),
    ROW_REASON(struct fact_job_failed),
};

static const struct field job_parked_fields[] = {
    ROW_STAGE(struct fact_job_parked),
    ROW_ATTEMPT(struct fact_job_parked),
    ROW_ENUM(struct fact_job_parked, cause, REQUIRED, symbols_park_cause),
    ROW_REASON(struct fact_job_parked),
};

static const struct field job_readied_fields[] = {
    ROW_STAGE(struct fact_job_readied),
    ROW_ENUM(struct fact_job_readied, cause, REQUIRED, symbols_ready_cause),
    ROW_NAME(struct fact_job_readied, by,    OPTIONAL),
    ROW_REQUEST(struct fact_job_readied),
};

static const struct field verdict_given_fields[] = {
    ROW_STAGE(struct fact_verdict_given),
    ROW_ATTEMPT(struct fact_verdict_given),
    ROW_ENUM(struct fact_verdict_given, verdict, REQUIRED, symbols_given),
    ROW_NAME(struct fact_verdict_given, worker,  OPTIONAL),
    ROW_REASON(struct fact_verdict_given),
    ROWS_ONWARD(struct fact_verdict_given),
    ROW_UINT(struct fact_verdict_given, materials, OPTIONAL, 0, UINT64_MAX),
    ROW_BOOL(struct fact_verdict_given, pre_review),
    ROW_TEXT(struct fact_verdict_given, remedies, OPTIONAL, 0, REMEDIES_BYTES_MAX),
    ROW_ENUM(struct fact_verdict_given, special,  OPTIONAL, symbols_special_kind),
    ROW_UINT(struct fact_verdict_given, days,     OPTIONAL, 0, UINT32_MAX),
    ROW_TIME(struct fact_verdict_given, until_ms),
    ROW_NAME(struct fact_verdict_given, on,       OPTIONAL),
    ROW_STAGES(struct fact_verdict_given, stages, "stages"),
    ROW_BOOL(struct fact_verdict_given, to_signers),
};

static const struct field claim_refused_fields[] = {
    ROW_STAGE(struct fact_claim_refused),
    ROW_ATTEMPT(struct fact_claim_refused),
    ROW_NAME(struct fact_claim_refused, worker, OPTIONAL),
};

static const struct field stage_granted_fields[] = {
    ROW_STAGE(struct fact_stage_granted),
};

static const struct field stage_blocked_fields[] = {
    ROW_STAGE(struct fact_stage_blocked),
    ROW_ENUM(struct fact_stage_blocked, cause, REQUIRED, symbols_block_cause),
    ROW_UINT(struct fact_stage_blocked, index, OPTIONAL, 0, STAGES_MAX - 1),
};

#undef PATH
#define PATH "permits."
static const struct field permit_fields[] = {
    ROW_STAGE(struct permit),
    ROW_UINT(struct permit, number, OPTIONAL, 0, UINT32_MAX),
};
static const struct schema schema_permit = SCHEMA("permit", struct permit, permit_fields);
#undef PATH
#define PATH ""

static const struct field permits_issued_fields[] = {
    ROW_UINT(struct fact_permits_issued, gate, OPTIONAL, 0, UINT8_MAX),
    ROW_UINT(struct fact_permits_issued, year, OPTIONAL, 0, UINT16_MAX),
    ROW_LIST(struct fact_permits_issued, permits, permit_count, 0, schema_permit),
    ROWS_ONWARD(struct fact_permits_issued),
    ROW_STAGES(struct fact_permits_issued, tolerated, "tolerated"),
};

static const struct field gate_lapsed_fields[] = {
    ROW_UINT(struct fact_gate_lapsed, gate, OPTIONAL, 0, GATES_MAX - 1),
};

static const struct field bundle_withdrawn_fields[] = {
    ROW_NAME(struct fact_bundle_withdrawn, by, OPTIONAL),
    ROW_REASON(struct fact_bundle_withdrawn),
    ROW_REQUEST(struct fact_bundle_withdrawn),
    ROW_BOOL(struct fact_bundle_withdrawn, early),
};

static const struct field bundle_ended_fields[] = {
    ROW_ENUM(struct fact_bundle_ended, result, REQUIRED, symbols_bundle_end),
};

static const struct field calendar_published_fields[] = {
    ROW_MAP(struct fact_calendar_published,  calendar, REQUIRED, schema_calendar),
    ROW_NAME(struct fact_calendar_published, by,       OPTIONAL),
    ROW_REQUEST(struct fact_calendar_published),
};

static const struct field acted_fields[] = {
    ROW_ENUM(struct fact_acted, act,       REQUIRED, symbols_act),
    ROW_UINT(struct fact_acted, stage,     OPTIONAL, 0, STAGE_WHOLE),
    ROW_UINT(struct fact_acted, detail,    OPTIONAL, 0, UINT8_MAX),
    ROW_ENUM(struct fact_acted, role,      OPTIONAL, symbols_role),
    ROW_UINT(struct fact_acted, amount,    OPTIONAL, 0, UINT32_MAX),
    ROW_STAGES(struct fact_acted, stages, "stages"),
    ROW_UINT(struct fact_acted, materials, OPTIONAL, 0, UINT64_MAX),
    ROW_TIME(struct fact_acted, until_ms),
    ROW_NAME(struct fact_acted, by,        OPTIONAL),
    ROW_NAME(struct fact_acted, on,        OPTIONAL),
    ROW_REASON(struct fact_acted),
    ROW_REQUEST(struct fact_acted),
    ROWS_ONWARD(struct fact_acted),
};

static const struct field supplied_fields[] = {
    ROW_NAME(struct fact_supplied, by,          OPTIONAL),
    ROW_REASON(struct fact_supplied),
    ROW_BIN(struct fact_supplied,  application, REQUIRED, 1, APPLICATION_BYTES_MAX),
    ROW_HASH(struct fact_supplied, content_hash),
    ROW_UINT(struct fact_supplied, changed,     OPTIONAL, 0, UINT64_MAX),
    ROW_STAGES(struct fact_supplied, stages, "stages"),
    ROW_REQUEST(struct fact_supplied),
    ROWS_ONWARD(struct fact_supplied),
    ROW_BOOL(struct fact_supplied, early),
};

static const struct field migrated_fields[] = {
    ROW_UINT(struct fact_migrated, version, REQUIRED, 1, UINT32_MAX),
    ROW_UINT(struct fact_migrated, from,    REQUIRED, 1, UINT32_MAX),
    ROW_NAME(struct fact_migrated, by,      OPTIONAL),
    ROW_REQUEST(struct fact_migrated),
    ROWS_ONWARD(struct fact_migrated),
};

#define FACT(name_, struct_, fields_) [FACT_##name_] = SCHEMA(#name_, struct_, fields_)
static const struct schema facts[FACT_TYPE_COUNT] = {
    FACT(PROCEDURE_PUBLISHED,  struct fact_procedure_published, procedure_published_fields),
    FACT(BUNDLE_SUBMITTED,     struct fact_bundle_submitted, bundle_submitted_fields),
    FACT(MILESTONE_REACHED,    struct fact_milestone, milestone_fields),
    FACT(MILESTONE_CALLED_OFF, struct fact_milestone, milestone_fields),
    FACT(STAGE_OPENED,         struct fact_stage_opened, stage_opened_fields),
    FACT(JOB_LEASED,           struct lease, job_leased_fields),
    FACT(JOB_RENEWED,          struct fact_job_renewed, job_renewed_fields),
    FACT(JOB_EXPIRED,          struct fact_job_expired, job_expired_fields),
    FACT(JOB_RELEASED,         struct fact_job_released, job_released_fields),
    FACT(JOB_FAILED,           struct fact_job_failed, job_failed_fields),
    FACT(JOB_PARKED,           struct fact_job_parked, job_parked_fields),
    FACT(JOB_READIED,          struct fact_job_readied, job_readied_fields),
    FACT(VERDICT_GIVEN,        struct fact_verdict_given, verdict_given_fields),
    FACT(CLAIM_REFUSED,        struct fact_claim_refused, claim_refused_fields),
    FACT(STAGE_GRANTED,        struct fact_stage_granted, stage_granted_fields),
    FACT(STAGE_BLOCKED,        struct fact_stage_blocked, stage_blocked_fields),
    [FACT_PERMITS_ISSUED] = SCHEMA_LISTS("PERMITS_ISSUED", struct fact_permits_issued,
                                         permits_issued_fields, permits),
    FACT(GATE_LAPSED,          struct fact_gate_lapsed, gate_lapsed_fields),
    FACT(BUNDLE_WITHDRAWN,     struct fact_bundle_withdrawn, bundle_withdrawn_fields),
    FACT(BUNDLE_ENDED,         struct fact_bundle_ended, bundle_ended_fields),
    [FACT_JOBS_LEASED] = SCHEMA_LISTS("JOBS_LEASED", struct fact_jobs_leased, jobs_leased_fields,
                                      leases),
    FACT(CALENDAR_PUBLISHED,   struct fact_calendar_published, calendar_published_fields),
    FACT(ACTED,                struct fact_acted, acted_fields),
    FACT(SUPPLIED,             struct fact_supplied, supplied_fields),
    FACT(MIGRATED,             struct fact_migrated, migrated_fields),
};
/* clang-format on */

const struct schema *fact_schema(enum fact_type type)
{
    if (type >= FACT_TYPE_COUNT || facts[type].name == NULL) return NULL;
    return &facts[type];
}

const char *fact_type_name(enum fact_type type)
{
    const struct schema *schema = fact_schema(type);
    return schema == NULL ? NULL : schema->name;
}

const void *fact_body(const struct fact *fact)
{
    return &fact->procedure_published;
}

void record_write(struct buffer *buffer, const struct fact *fact)
{
    const struct schema *schema = fact_schema(fact->type);

    assert(schema != NULL);
    writer_array(buffer, RECORD_PLACES);
    writer_uint(buffer, (uint64_t)fact->type);
    writer_int(buffer, fact->at_ms);
    writer_uint(buffer, fact->bundle);
    writer_uint(buffer, fact->previous);
    switch ((int)fact->type) { /* what happens to every bundle has code of its own */
        case FACT_BUNDLE_SUBMITTED:
            schema_write_here(buffer, &facts[FACT_BUNDLE_SUBMITTED], &fact->bundle_submitted);
            break;
        case FACT_JOBS_LEASED:
            schema_write_here(buffer, &facts[FACT_JOBS_LEASED], &fact->jobs_leased);
            break;
        case FACT_VERDICT_GIVEN:
            schema_write_here(buffer, &facts[FACT_VERDICT_GIVEN], &fact->verdict_given);
            break;
        default: schema_write(buffer, schema, fact_body(fact));
    }
}

struct span record_application(const struct buffer *buffer, const struct fact *fact)
{
    bool is_supplied = fact->type == FACT_SUPPLIED;
    if (fact->type != FACT_BUNDLE_SUBMITTED && !is_supplied) return (struct span){ 0 };
    const size_t size =
        is_supplied ? fact->supplied.application.size : fact->bundle_submitted.application.size;
    if (size == 0) return (struct span){ 0 };
    assert(buffer->bin_end >= size); /* the only BIN of either schema */
    return (struct span){ .at = buffer->at + buffer->bin_end - size, .size = size };
}

/* As we write it. False: nothing was read. */
static bool head_read_usual(struct reader *reader, struct record_head *head)
{
    const uint8_t *at = reader->at;
    const uint8_t *end = reader->end;
    uint64_t type = 0;
    uint64_t at_ms = 0;

    if (at == end || *at++ != (0x90 | RECORD_PLACES)) return false;
    at = usual_natural(at, end, &type);
    if (at != NULL) at = usual_natural(at, end, &at_ms);
    if (at != NULL) at = usual_natural(at, end, &head->bundle);
    if (at != NULL) at = usual_natural(at, end, &head->previous);
    if (at == NULL || at_ms > INT64_MAX) return false;
    if (type >= FACT_TYPE_COUNT || fact_schema((enum fact_type)type) == NULL) return false;
    head->type = (enum fact_type)type;
    head->at_ms = (int64_t)at_ms;
    return reader_pass_into(reader, at, RECORD_PLACES - 1, 1);
}

/* The four places before the body; the reader stands at the body afterwards. */
static enum err head_read(struct reader *reader, struct record_head *head)
{
    struct value place[RECORD_PLACES];

    if (head_read_usual(reader, head)) return OK;
    for (uint32_t i = 0; i < RECORD_PLACES; i++) {
        if (reader_next(reader, &place[i]) != OK) return ERR_CORRUPT;
        if (i > 0 && place[i].kind != VALUE_UINT && place[i].kind != VALUE_INT) return ERR_CORRUPT;
    }
    if (place[0].kind != VALUE_ARRAY || place[0].count != RECORD_PLACES) return ERR_CORRUPT;
    if (place[1].kind != VALUE_UINT || place[1].natural >= FACT_TYPE_COUNT) return ERR_CORRUPT;
    if (fact_schema((enum fact_type)place[1].natural) == NULL) return ERR_CORRUPT;
    if (place[3].kind != VALUE_UINT || place[4].kind != VALUE_UINT) return ERR_CORRUPT;
    if (!value_integer(&place[2], &head->at_ms)) return ERR_CORRUPT;
    head->type = (enum fact_type)place[1].natural;
    head->bundle = place[3].natural;
    head->previous = place[4].natural;
    return OK;
}

enum err record_read_head(struct span record, struct record_head *head)
{
    struct reader reader;

    reader_init(&reader, record, READER_VALUES_ANY);
    return head_read(&reader, head);
}

/* The key of the application: its row in bundle_submitted_fields or supplied_fields; 0: the fact has none. */
static uint64_t application_key(const struct value *type)
{
    if (type->kind != VALUE_UINT) return 0;
    if (type->natural == FACT_BUNDLE_SUBMITTED) return 8;
    return type->natural == FACT_SUPPLIED ? 3 : 0;
}

/* Passes over the values before it: they are few and flat, and each job that goes out asks. */
enum err record_read_application(struct span record, struct span *application)
{
    struct reader reader;
    struct value type, body, key, value;

    reader_init(&reader, record, READER_VALUES_ANY);
    if (reader_next(&reader, &value) != OK || value.kind != VALUE_ARRAY) return ERR_CORRUPT;
    if (value.count != RECORD_PLACES || reader_next(&reader, &type) != OK) return ERR_CORRUPT;
    const uint64_t wanted = application_key(&type);
    if (wanted == 0) return ERR_CORRUPT;
    for (uint32_t i = 2; i < RECORD_PLACES; i++) {
        if (reader_pass(&reader) != OK) return ERR_CORRUPT;
    }
    if (reader_next(&reader, &body) != OK || body.kind != VALUE_MAP) return ERR_CORRUPT;
    for (uint32_t i = 0; i < body.count; i++) {
        if (reader_next(&reader, &key) != OK || key.kind != VALUE_UINT) return ERR_CORRUPT;
        if (key.natural != wanted) {
            if (reader_pass(&reader) != OK) return ERR_CORRUPT;
            continue;
        }
        if (reader_next(&reader, &value) != OK || value.kind != VALUE_BIN) return ERR_CORRUPT;
        *application = value.bytes;
        return OK;
    }
    *application = (struct span){ 0 };
    return OK;
}

/* The only field is the list. */
static bool leases_read_usual(struct reader *reader, struct fact_jobs_leased *leased)
{
    struct reader inside = *reader;
    struct value map, key, list;

    if (reader_next(&inside, &map) != OK || map.kind != VALUE_MAP || map.count != 1) return false;
    if (reader_next(&inside, &key) != OK || key.kind != VALUE_UINT) return false;
    if (reader_next(&inside, &list) != OK || list.kind != VALUE_ARRAY) return false;
    if (key.natural != 1 || list.count == 0 || list.count > LEASES_PER_FACT_MAX) return false;
    for (uint32_t i = 0; i < list.count; i++) {
        if (!schema_read_usual(&schema_lease, &inside, &leased->leases[i])) return false;
    }
    leased->lease_count = list.count;
    *reader = inside;
    return true;
}

bool fact_read_usual(struct fact *fact, struct reader *reader)
{
    switch ((int)fact->type) {
        case FACT_BUNDLE_SUBMITTED:
            return schema_read_usual(&facts[FACT_BUNDLE_SUBMITTED], reader,
                                     &fact->bundle_submitted);
        case FACT_JOBS_LEASED: return leases_read_usual(reader, &fact->jobs_leased);
        case FACT_VERDICT_GIVEN:
            return schema_read_usual(&facts[FACT_VERDICT_GIVEN], reader, &fact->verdict_given);
        case FACT_BUNDLE_ENDED:
            return schema_read_usual(&facts[FACT_BUNDLE_ENDED], reader, &fact->bundle_ended);
        default: return false;
    }
}

enum err record_read(struct span record, uint64_t position, struct procedure *procedure,
                     struct fact *fact)
{
    struct decoder decoder;
    struct record_head head;

    decoder_init(&decoder, record, procedure);
    if (head_read(&decoder.reader, &head) != OK) return ERR_CORRUPT;
    fact->position = position;
    fact->previous = head.previous;
    fact->bundle = head.bundle;
    fact->at_ms = head.at_ms;
    fact->type = head.type;
    bool is_read = fact_read_usual(fact, &decoder.reader) ||
                   schema_read(fact_schema(head.type), &decoder, &fact->procedure_published) == OK;
    if (!is_read) return ERR_CORRUPT;
    return reader_is_at_end(&decoder.reader) ? OK : ERR_CORRUPT;
}
