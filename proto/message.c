/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of all messages: proto/SPEC.md 7 to 10, one row a field, in order of keys.
 *
 * Required is what a message makes no sense without. The broker's own messages require little:
 * a later release may leave out what it does not know. */
#include "proto/message.h"

#include "proto/envelope.h"
#include "proto/schema_rows.h"
#include "proto/schema_read.h"
#include "proto/schema_write.h"
#include "proto/structs.h"

#define PATH ""

/* ---- What a row needs beyond its bounds ------------------------------------------------------ */

static bool hello_has_department(const void *object)
{
    const struct msg_hello *hello = object;
    return role_has_department((enum role)hello->role);
}

/* A bundle is named by its number or by a key. The reference is the first member of each message
 * that has one. */
static bool ref_has_no_key(const void *object)
{
    return ((const struct bundle_ref *)object)->key.size == 0;
}
_Static_assert((offsetof(struct msg_signal, ref) | offsetof(struct msg_withdraw, ref) |
                offsetof(struct msg_supply, ref) | offsetof(struct msg_show, ref) |
                offsetof(struct msg_history, ref) | offsetof(struct msg_receipt, ref) |
                offsetof(struct msg_act, ref) | offsetof(struct msg_migrate, ref)) == 0,
               "ref_has_no_key");

/* What an act must say is for its row to say; a missing reason is a refusal of its own. */
static bool act_is_of_stage(const void *object)
{
    const struct msg_act *act = object;
    return (act_needs(act->act) & NEEDS_STAGE) != 0;
}

static bool act_has_detail(const void *object)
{
    const struct msg_act *act = object;
    return (act_needs(act->act) & NEEDS_DETAIL) != 0;
}

static bool act_has_amount(const void *object)
{
    const struct msg_act *act = object;
    return (act_needs(act->act) & NEEDS_AMOUNT) != 0;
}

static bool act_has_materials(const void *object)
{
    const struct msg_act *act = object;
    return (act_needs(act->act) & NEEDS_MATERIALS) != 0;
}

static bool act_has_until(const void *object)
{
    const struct msg_act *act = object;
    return (act_needs(act->act) & NEEDS_UNTIL) != 0;
}

static bool act_has_on(const void *object)
{
    const struct msg_act *act = object;
    return (act_needs(act->act) & NEEDS_ON) != 0;
}

static bool verdict_is_special(const void *object)
{
    const struct msg_verdict *verdict = object;
    return verdict->verdict == VERDICT_SPECIAL;
}

static bool verdict_is_return(const void *object)
{
    const struct msg_verdict *verdict = object;
    return verdict->verdict == VERDICT_RETURN;
}

static bool receipt_is_of_stage(const void *object)
{
    const struct msg_receipt *receipt = object;
    return receipt->of == RECEIPT_VERDICT || receipt->of == RECEIPT_OUTCOME;
}

static bool receipt_is_of_position(const void *object)
{
    const struct msg_receipt *receipt = object;
    return receipt->of == RECEIPT_POSITION;
}

/* clang-format off */
#define ROWS_REF(struct_) \
    { ROW_AS(struct_, ref.bundle, "bundle", FIELD_UINT, OPTIONAL), .max = UINT64_MAX, \
      .needed = ref_has_no_key }, \
    { ROW_AS(struct_, ref.key, "key", FIELD_TEXT, OPTIONAL), .max = KEY_BYTES_MAX }, \
    { ROW_AS(struct_, ref.submitter, "submitter", FIELD_NAME, OPTIONAL), .max = NAME_BYTES_MAX }

/* ---- Session --------------------------------------------------------------------------------- */

static const struct field hello_fields[] = {
    ROW_ENUM(struct msg_hello, role,      REQUIRED, symbols_role),
    ROW_NAME(struct msg_hello, principal, REQUIRED),
    { ROW(struct msg_hello, department, FIELD_NAME, OPTIONAL), .max = NAME_BYTES_MAX,
      .needed = hello_has_department },
    ROW_TEXT(struct msg_hello, software,  OPTIONAL, 0, SOFTWARE_BYTES_MAX),
};

static const struct field welcome_fields[] = {
    ROW_TEXT(struct msg_welcome, software,              OPTIONAL, 0, SOFTWARE_BYTES_MAX),
    ROW_UINT(struct msg_welcome, session,               OPTIONAL, 0, UINT64_MAX),
    ROW_TIME(struct msg_welcome, now_ms),
    ROW_UINT(struct msg_welcome, heartbeat_ms,          REQUIRED, 1, UINT32_MAX),
    ROW_UINT(struct msg_welcome, liveness_ms,           REQUIRED, 1, UINT32_MAX),
    ROW_UINT(struct msg_welcome, envelope_bytes_max,    OPTIONAL, 0, UINT32_MAX),
    ROW_UINT(struct msg_welcome, payload_bytes_max,     OPTIONAL, 0, UINT32_MAX),
    ROW_UINT(struct msg_welcome, application_bytes_max, OPTIONAL, 0, UINT32_MAX),
    ROW_UINT(struct msg_welcome, batch_items_max,       OPTIONAL, 0, UINT32_MAX),
    ROW_UINT(struct msg_welcome, credit_max,            OPTIONAL, 0, UINT32_MAX),
    ROW_UINT(struct msg_welcome, position,              OPTIONAL, 0, UINT64_MAX),
    ROW_BOOL(struct msg_welcome, synced),
};

static const struct field pong_fields[] = {
    ROW_TIME(struct msg_pong, now_ms),
    ROW_UINT(struct msg_pong, position, OPTIONAL, 0, UINT64_MAX),
};

static const struct field error_fields[] = {
    ROW_UINT(struct msg_error, number,   REQUIRED, 1, UINT8_MAX),
    ROW_TEXT(struct msg_error, name,     OPTIONAL, 0, REASON_BYTES_MAX),
    ROW_TEXT(struct msg_error, field,    OPTIONAL, 0, REASON_BYTES_MAX),
    ROW_TEXT(struct msg_error, text,     OPTIONAL, 0, REASON_BYTES_MAX),
    ROW_ENUM(struct msg_error, retry,    OPTIONAL, symbols_retry_hint),
    ROW_UINT(struct msg_error, after_ms, OPTIONAL, 0, UINT32_MAX),
    ROW_UINT(struct msg_error, bundle,   OPTIONAL, 0, UINT64_MAX),
};

static const struct field recorded_fields[] = {
    ROW_UINT(struct msg_recorded, bundle,   OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct msg_recorded, position, OPTIONAL, 0, UINT64_MAX),
    ROW_BOOL(struct msg_recorded, repeated),
    ROW_TIME(struct msg_recorded, until_ms),
    ROW_UINT(struct msg_recorded, version,  OPTIONAL, 0, UINT32_MAX),
};

/* ---- Counter --------------------------------------------------------------------------------- */

static const struct field submit_fields[] = {
    ROW_NAME(struct msg_submit,  procedure, REQUIRED),
    ROW_UINT(struct msg_submit,  version,   OPTIONAL, 0, UINT32_MAX),
    ROW_TEXT(struct msg_submit,  key,       REQUIRED, 1, KEY_BYTES_MAX),
    ROW_UINT(struct msg_submit,  priority,  OPTIONAL, 0, PRIORITY_COUNT - 1),
    ROW_SHARE(struct msg_submit, application),
};

static const struct field signal_fields[] = {
    ROWS_REF(struct msg_signal),
    ROW_NAME(struct msg_signal, milestone, REQUIRED),
    ROW_BOOL(struct msg_signal, called_off),
};

static const struct field withdraw_fields[] = {
    ROWS_REF(struct msg_withdraw),
    ROW_TEXT(struct msg_withdraw, reason, OPTIONAL, 0, REASON_BYTES_MAX),
};

static const struct field supply_fields[] = {
    ROWS_REF(struct msg_supply),
    ROW_TEXT(struct msg_supply,  reason, OPTIONAL, 0, REASON_BYTES_MAX),
    ROW_SHARE(struct msg_supply, application),
};

static const struct field show_fields[] = {
    ROWS_REF(struct msg_show),
};

static const struct field bundle_fields[] = {
    ROW_MAP(struct msg_bundle,  image, REQUIRED, schema_image),
    ROW_TEXT(struct msg_bundle, key,   OPTIONAL, 0, KEY_BYTES_MAX),
    ROW_LIST(struct msg_bundle, clocks, clock_count, 0, schema_clock),
    ROW_LIST(struct msg_bundle, terms,  term_count,  0, schema_term),
};

static const struct field history_fields[] = {
    ROWS_REF(struct msg_history),
    ROW_UINT(struct msg_history, before, OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct msg_history, limit,  REQUIRED, 1, HISTORY_PAGE_MAX),
};

static const struct field follow_fields[] = {
    ROW_UINT(struct msg_follow, from,      REQUIRED, 1, UINT64_MAX),
    ROW_UINT(struct msg_follow, credit,    REQUIRED, 0, FOLLOW_CREDIT_MAX),
    ROW_SET(struct msg_follow,  types,     OPTIONAL, UINT32_MAX),
    ROW_UINT(struct msg_follow, bundle,    OPTIONAL, 0, UINT64_MAX),
    ROW_NAME(struct msg_follow, submitter, OPTIONAL),
};

static const struct field more_fields[] = {
    ROW_UINT(struct msg_more, credit, REQUIRED, 1, FOLLOW_CREDIT_MAX),
};

static const struct field stats_fields[] = {
    ROW_NAME(struct msg_stats, after, OPTIONAL),
};

static const struct field definition_fields[] = {
    ROW_NAME(struct msg_definition, procedure, REQUIRED),
    ROW_UINT(struct msg_definition, version,   OPTIONAL, 0, UINT32_MAX),
};

static const struct field checkpoint_fields[] = {
    ROW_UINT(struct msg_checkpoint, position, OPTIONAL, 0, UINT64_MAX),
    ROW_BOOL(struct msg_checkpoint, after),
};

static const struct field receipt_fields[] = {
    ROWS_REF(struct msg_receipt),
    ROW_ENUM(struct msg_receipt, of, REQUIRED, symbols_receipt_of),
    { ROW(struct msg_receipt, stage, FIELD_NAME, OPTIONAL), .max = NAME_BYTES_MAX,
      .needed = receipt_is_of_stage },
    { ROW(struct msg_receipt, position, FIELD_UINT, OPTIONAL), .max = UINT64_MAX,
      .needed = receipt_is_of_position },
};

#define ROW_EXACT(struct_, member_, size_) ROW_BIN(struct_, member_, REQUIRED, size_, size_)
#define ROW_JOURNAL(struct_) \
    { ROW(struct_, journal, FIELD_HASH, REQUIRED), .max = HASH_BYTES }

static const struct field signed_checkpoint_fields[] = {
    ROW_JOURNAL(struct msg_signed_checkpoint),
    ROW_UINT(struct msg_signed_checkpoint,  position,   REQUIRED, 0, UINT64_MAX),
    ROW_EXACT(struct msg_signed_checkpoint, chain,      CHAIN_BYTES),
    ROW_TIME(struct msg_signed_checkpoint,  at_ms),
    ROW_EXACT(struct msg_signed_checkpoint, public_key, PUBLIC_KEY_BYTES),
    ROW_EXACT(struct msg_signed_checkpoint, signature,  SIGNATURE_BYTES),
};

static const struct field signed_record_fields[] = {
    ROW_JOURNAL(struct msg_signed_record),
    ROW_UINT(struct msg_signed_record,  position,     REQUIRED, 1, UINT64_MAX),
    ROW_BIN(struct msg_signed_record,   record,       REQUIRED, 1, ENVELOPE_BYTES_MAX),
    ROW_EXACT(struct msg_signed_record, chain_before, CHAIN_BYTES),
    ROW_EXACT(struct msg_signed_record, chain,        CHAIN_BYTES),
    ROW_TIME(struct msg_signed_record,  at_ms),
    ROW_EXACT(struct msg_signed_record, public_key,   PUBLIC_KEY_BYTES),
    ROW_EXACT(struct msg_signed_record, signature,    SIGNATURE_BYTES),
};

static const struct field procedure_fields[] = {
    ROW_BIN(struct msg_procedure, encoded, REQUIRED, 1, ENVELOPE_BYTES_MAX),
};

/* ---- Office ---------------------------------------------------------------------------------- */

static const struct field publish_fields[] = {
    ROW_BIN(struct msg_publish, encoded, REQUIRED, 1, ENVELOPE_BYTES_MAX),
};

static const struct field parked_fields[] = {
    ROW_NAME(struct msg_parked, department, OPTIONAL),
    ROW_UINT(struct msg_parked, after,      OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct msg_parked, limit,      REQUIRED, 1, PARKED_PAGE_MAX),
};

static const struct field retry_fields[] = {
    ROW_UINT(struct msg_retry, bundle, REQUIRED, 1, UINT64_MAX),
    ROW_NAME(struct msg_retry, stage,  REQUIRED),
};

static const struct field publish_calendar_fields[] = {
    ROW_MAP(struct msg_publish_calendar, calendar, REQUIRED, schema_calendar),
};

static const struct field act_fields[] = {
    ROWS_REF(struct msg_act),
    ROW_ENUM(struct msg_act, act, REQUIRED, symbols_act),
    { ROW(struct msg_act, stage, FIELD_NAME, OPTIONAL), .max = NAME_BYTES_MAX,
      .needed = act_is_of_stage },
    { ROW(struct msg_act, detail, FIELD_UINT, OPTIONAL), .max = UINT8_MAX,
      .needed = act_has_detail },
    { ROW(struct msg_act, amount, FIELD_UINT, OPTIONAL), .max = UINT32_MAX,
      .needed = act_has_amount },
    { ROW(struct msg_act, materials, FIELD_UINT, OPTIONAL), .max = UINT64_MAX,
      .needed = act_has_materials },
    { ROW(struct msg_act, until_ms, FIELD_TIME, OPTIONAL), .needed = act_has_until },
    { ROW(struct msg_act, on, FIELD_NAME, OPTIONAL), .max = NAME_BYTES_MAX,
      .needed = act_has_on },
    ROW_TEXT(struct msg_act, reason, OPTIONAL, 0, REASON_BYTES_MAX),
};

static const struct field migrate_fields[] = {
    ROWS_REF(struct msg_migrate),
    ROW_NAME(struct msg_migrate, procedure, REQUIRED),
    ROW_UINT(struct msg_migrate, version,   OPTIONAL, 0, UINT32_MAX),
};

static const struct field credit_fields[] = {
    ROW_UINT(struct msg_credit, credit, OPTIONAL, 0, CREDIT_MAX),
};

#undef PATH
#define PATH "opinions."
static const struct field opinion_fields[] = {
    ROW_NAME(struct opinion, stage,    OPTIONAL),
    ROW_ENUM(struct opinion, verdict,  OPTIONAL, symbols_decision),
    ROW_BOOL(struct opinion, deemed),
    ROW_UINT(struct opinion, position, OPTIONAL, 0, UINT64_MAX),
};
static const struct schema schema_opinion = SCHEMA("opinion", struct opinion, opinion_fields);
#undef PATH
#define PATH ""

#define ROW_JOB(member_, kind_, required_) \
    ROW_AS(struct msg_job_told, job.member_, #member_, kind_, required_)
static const struct field job_fields[] = {
    { ROW_JOB(bundle, FIELD_UINT, REQUIRED), .min = 1, .max = UINT64_MAX },
    { ROW_JOB(stage, FIELD_UINT, OPTIONAL), .min = 0, .max = STAGES_MAX - 1 },
    { ROW_JOB(attempt, FIELD_UINT, REQUIRED), .min = 1, .max = UINT32_MAX },
    { ROW_JOB(token, FIELD_UINT, REQUIRED), .min = 0, .max = UINT64_MAX },
    { ROW_JOB(until_ms, FIELD_TIME, OPTIONAL) },
    { ROW_JOB(lease_ms, FIELD_UINT, OPTIONAL), .min = 0, .max = UINT32_MAX },
    { ROW_JOB(stage_name, FIELD_NAME, OPTIONAL), .max = NAME_BYTES_MAX },
    { ROW_JOB(procedure, FIELD_NAME, OPTIONAL), .max = NAME_BYTES_MAX },
    { ROW_JOB(version, FIELD_UINT, OPTIONAL), .min = 0, .max = UINT32_MAX },
    { ROW_JOB(priority, FIELD_UINT, OPTIONAL), .min = 0, .max = PRIORITY_COUNT - 1 },
    { ROW_JOB(submitted_ms, FIELD_TIME, OPTIONAL) },
    { ROW_JOB(application, FIELD_SHARE, REQUIRED), .min = 1, .max = APPLICATION_BYTES_MAX },
    { ROW_JOB(element, FIELD_UINT, OPTIONAL), .min = 0, .max = ELEMENTS_MAX },
    ROW_LIST(struct msg_job_told, opinions, opinion_count, 0, schema_opinion),
};

static const struct field verdict_fields[] = {
    ROW_UINT(struct msg_verdict, bundle,   REQUIRED, 1, UINT64_MAX),
    ROW_UINT(struct msg_verdict, stage,    OPTIONAL, 0, STAGES_MAX - 1),
    ROW_UINT(struct msg_verdict, attempt,  REQUIRED, 1, UINT32_MAX),
    ROW_UINT(struct msg_verdict, token,    REQUIRED, 0, UINT64_MAX),
    ROW_ENUM(struct msg_verdict, verdict,  REQUIRED, symbols_verdict),
    ROW_TEXT(struct msg_verdict, reason,   OPTIONAL, 0, REASON_BYTES_MAX),
    ROW_UINT(struct msg_verdict, delay_ms, OPTIONAL, 0, BACKOFF_MS_MAX),
    ROW_UINT(struct msg_verdict, credit,   OPTIONAL, 0, CREDIT_MAX),
    ROW_TEXT(struct msg_verdict, materials, OPTIONAL, 0, MATERIALS_TEXT_BYTES_MAX),
    ROW_TEXT(struct msg_verdict, remedies, OPTIONAL, 0, REMEDIES_BYTES_MAX),
    { ROW(struct msg_verdict, special, FIELD_ENUM, OPTIONAL), .symbols = &symbols_special_kind,
      .needed = verdict_is_special },
    { ROW(struct msg_verdict, days, FIELD_UINT, OPTIONAL), .max = UINT32_MAX,
      .needed = verdict_is_special },
    ROW_TIME(struct msg_verdict, until_ms),
    { ROW(struct msg_verdict, on, FIELD_NAME, OPTIONAL), .max = NAME_BYTES_MAX,
      .needed = verdict_is_return },
};

static const struct field renew_fields[] = {
    ROW_UINT(struct msg_renew, bundle,  REQUIRED, 1, UINT64_MAX),
    ROW_UINT(struct msg_renew, stage,   OPTIONAL, 0, STAGES_MAX - 1),
    ROW_UINT(struct msg_renew, attempt, REQUIRED, 1, UINT32_MAX),
    ROW_UINT(struct msg_renew, token,   REQUIRED, 0, UINT64_MAX),
};

static const struct field cancel_fields[] = {
    ROW_UINT(struct msg_cancel, bundle,  REQUIRED, 1, UINT64_MAX),
    ROW_UINT(struct msg_cancel, stage,   OPTIONAL, 0, STAGES_MAX - 1),
    ROW_UINT(struct msg_cancel, attempt, OPTIONAL, 0, UINT32_MAX),
    ROW_ENUM(struct msg_cancel, cause,   OPTIONAL, symbols_cancel_cause),
};

/* ---- Answers that are lists ------------------------------------------------------------------ */

#undef PATH
#define PATH "waits."
static const struct field wait_fields[] = {
    ROW_NAME(struct wait, stage,         OPTIONAL),
    ROW_ENUM(struct wait, edge,          OPTIONAL, symbols_wait_edge),
    ROW_ENUM(struct wait, kind,          OPTIONAL, symbols_wait_kind),
    ROW_NAME(struct wait, on,            OPTIONAL),
    ROW_NAME(struct wait, department,    OPTIONAL),
    ROW_TIME(struct wait, since_ms),
    ROW_TIME(struct wait, until_ms),
    ROW_UINT(struct wait, workers,       OPTIONAL, 0, UINT32_MAX),
    ROW_UINT(struct wait, workers_free,  OPTIONAL, 0, UINT32_MAX),
    ROW_UINT(struct wait, queued_before, OPTIONAL, 0, UINT32_MAX),
};
static const struct schema schema_wait = SCHEMA("wait", struct wait, wait_fields);

#undef PATH
#define PATH "facts."
static const struct field fact_record_fields[] = {
    ROW_UINT(struct fact_record, position, REQUIRED, 1, UINT64_MAX),
    ROW_BIN(struct fact_record,  record,   REQUIRED, 1, ENVELOPE_BYTES_MAX),
};
static const struct schema schema_fact_record =
    SCHEMA("fact_record", struct fact_record, fact_record_fields);

#undef PATH
#define PATH "departments."
static const struct field department_fields[] = {
    ROW_NAME(struct department_statistics, department,      REQUIRED),
    ROW_UINT(struct department_statistics, ready,           OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct department_statistics, leased,          OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct department_statistics, delayed,         OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct department_statistics, parked,          OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct department_statistics, workers,         OPTIONAL, 0, UINT32_MAX),
    ROW_UINT(struct department_statistics, credit,          OPTIONAL, 0, UINT32_MAX),
    ROW_TIME(struct department_statistics, oldest_ready_ms),
    ROW_UINT(struct department_statistics, yellow,          OPTIONAL, 0, UINT32_MAX),
    ROW_UINT(struct department_statistics, red,             OPTIONAL, 0, UINT32_MAX),
    ROW_UINT(struct department_statistics, deep_red,        OPTIONAL, 0, UINT32_MAX),
};
static const struct schema schema_department =
    SCHEMA("department", struct department_statistics, department_fields);

#undef PATH
#define PATH "jobs."
static const struct field parked_job_fields[] = {
    ROW_UINT(struct parked_job, bundle,     REQUIRED, 1, UINT64_MAX),
    ROW_NAME(struct parked_job, stage,      REQUIRED),
    ROW_NAME(struct parked_job, department, OPTIONAL),
    ROW_UINT(struct parked_job, attempt,    OPTIONAL, 0, UINT32_MAX),
    ROW_ENUM(struct parked_job, cause,      OPTIONAL, symbols_park_cause),
    ROW_TIME(struct parked_job, since_ms),
    ROW_TEXT(struct parked_job, reason,     OPTIONAL, 0, REASON_BYTES_MAX),
};
static const struct schema schema_parked_job =
    SCHEMA("parked_job", struct parked_job, parked_job_fields);

#undef PATH
#define PATH ""
static const struct field explanation_fields[] = {
    ROW_UINT(struct msg_explanation, bundle, REQUIRED, 1, UINT64_MAX),
    ROW_ENUM(struct msg_explanation, result, OPTIONAL, symbols_bundle_result),
    ROW_TIME(struct msg_explanation, now_ms),
    ROW_LIST(struct msg_explanation, waits, wait_count, 0, schema_wait),
};

static const struct field facts_fields[] = {
    ROW_UINT(struct msg_facts, next, OPTIONAL, 0, UINT64_MAX),
    ROW_BOOL(struct msg_facts, is_live),
    ROW_LIST(struct msg_facts, facts, fact_count, 0, schema_fact_record),
};

static const struct field statistics_fields[] = {
    ROW_TIME(struct msg_statistics, now_ms),
    ROW_TIME(struct msg_statistics, started_ms),
    ROW_UINT(struct msg_statistics, position,          OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct msg_statistics, bundles_open,      OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct msg_statistics, bundles_submitted, OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct msg_statistics, bundles_ended,     OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct msg_statistics, permits_issued,    OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct msg_statistics, claims_refused,    OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct msg_statistics, jobs_expired,      OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct msg_statistics, commits,           OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct msg_statistics, journal_bytes,     OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct msg_statistics, recover_from,      OPTIONAL, 0, UINT64_MAX),
    ROW_UINT(struct msg_statistics, sessions,          OPTIONAL, 0, UINT32_MAX),
    ROW_UINT(struct msg_statistics, followers,         OPTIONAL, 0, UINT32_MAX),
    ROW_BOOL(struct msg_statistics, is_draining),
    ROW_LIST(struct msg_statistics, departments, department_count, 0, schema_department),
    ROW_NAME(struct msg_statistics, next,              OPTIONAL),
};

static const struct field parked_jobs_fields[] = {
    ROW_UINT(struct msg_parked_jobs, next, OPTIONAL, 0, UINT64_MAX),
    ROW_LIST(struct msg_parked_jobs, jobs, job_count, 0, schema_parked_job),
};

/* ---- All of them ----------------------------------------------------------------------------- */

#define MESSAGE(name_, struct_, fields_) [MSG_##name_] = SCHEMA(#name_, struct_, fields_)
#define MESSAGE_LISTS(name_, struct_, fields_, first_) \
    [MSG_##name_] = SCHEMA_LISTS(#name_, struct_, fields_, first_)
static const struct schema messages[] = {
    MESSAGE(HELLO,             struct msg_hello, hello_fields),
    [MSG_BYE] = SCHEMA_EMPTY("BYE"),
    [MSG_PING] = SCHEMA_EMPTY("PING"),
    MESSAGE(SHOW,              struct msg_show, show_fields),
    MESSAGE(HISTORY,           struct msg_history, history_fields),
    MESSAGE(EXPLAIN,           struct msg_show, show_fields),
    MESSAGE(FOLLOW,            struct msg_follow, follow_fields),
    MESSAGE(MORE,              struct msg_more, more_fields),
    [MSG_UNFOLLOW] = SCHEMA_EMPTY("UNFOLLOW"),
    MESSAGE(STATS,             struct msg_stats, stats_fields),
    MESSAGE(DEFINITION,        struct msg_definition, definition_fields),
    MESSAGE(CHECKPOINT,        struct msg_checkpoint, checkpoint_fields),
    MESSAGE(RECEIPT,           struct msg_receipt, receipt_fields),
    MESSAGE(SUBMIT,            struct msg_submit, submit_fields),
    MESSAGE(SIGNAL,            struct msg_signal, signal_fields),
    MESSAGE(WITHDRAW,          struct msg_withdraw, withdraw_fields),
    MESSAGE(SUPPLY,            struct msg_supply, supply_fields),
    MESSAGE(PUBLISH,           struct msg_publish, publish_fields),
    MESSAGE(PARKED,            struct msg_parked, parked_fields),
    MESSAGE(RETRY,             struct msg_retry, retry_fields),
    MESSAGE(PUBLISH_CALENDAR,  struct msg_publish_calendar, publish_calendar_fields),
    MESSAGE(ACT,               struct msg_act, act_fields),
    MESSAGE(MIGRATE,           struct msg_migrate, migrate_fields),
    MESSAGE(CREDIT,            struct msg_credit, credit_fields),
    MESSAGE(VERDICT,           struct msg_verdict, verdict_fields),
    MESSAGE(RENEW,             struct msg_renew, renew_fields),
    MESSAGE(WELCOME,           struct msg_welcome, welcome_fields),
    MESSAGE(PONG,              struct msg_pong, pong_fields),
    MESSAGE(ERROR,             struct msg_error, error_fields),
    MESSAGE(RECORDED,          struct msg_recorded, recorded_fields),
    MESSAGE_LISTS(BUNDLE,      struct msg_bundle, bundle_fields, image),
    MESSAGE_LISTS(EXPLANATION, struct msg_explanation, explanation_fields, waits),
    MESSAGE_LISTS(FACTS,       struct msg_facts, facts_fields, facts),
    MESSAGE_LISTS(STATISTICS,  struct msg_statistics, statistics_fields, departments),
    MESSAGE_LISTS(PARKED_JOBS, struct msg_parked_jobs, parked_jobs_fields, jobs),
    MESSAGE(PROCEDURE,         struct msg_procedure, procedure_fields),
    MESSAGE(SIGNED_CHECKPOINT, struct msg_signed_checkpoint, signed_checkpoint_fields),
    MESSAGE(SIGNED_RECORD,     struct msg_signed_record, signed_record_fields),
    MESSAGE_LISTS(JOB,         struct msg_job_told, job_fields, opinions),
    MESSAGE(CANCEL,            struct msg_cancel, cancel_fields),
    [MSG_DRAIN] = SCHEMA_EMPTY("DRAIN"),
};
/* clang-format on */

#define TYPES_END (sizeof messages / sizeof messages[0])

const struct schema *message_schema(enum message_type type)
{
    const uint32_t number = (uint32_t)type;
    if (number >= TYPES_END || messages[number].name == NULL) return NULL;
    return &messages[number];
}

uint32_t message_type_count(void)
{
    uint32_t count = 0;
    for (uint32_t type = 0; type < TYPES_END; type++) {
        count += messages[type].name != NULL;
    }
    return count;
}

enum message_type message_type_at(uint32_t index)
{
    uint32_t type = 0;

    assert(index < message_type_count());
    while (messages[type].name == NULL || index-- > 0) {
        type++;
    }
    return (enum message_type)type;
}

const char *message_type_name(enum message_type type)
{
    if (type == MSG_BATCH) return "BATCH";
    const struct schema *schema = message_schema(type);
    return schema == NULL ? NULL : schema->name;
}

/* What the broker hears and says most has code of its own. */
bool message_read_usual(struct message *message, struct reader *reader)
{
    switch ((int)message->type) {
        case MSG_SUBMIT: return schema_read_usual(&messages[MSG_SUBMIT], reader, &message->submit);
        case MSG_VERDICT:
            return schema_read_usual(&messages[MSG_VERDICT], reader, &message->verdict);
        default: return false;
    }
}

void message_write(struct buffer *buffer, const struct message *message)
{
    switch ((int)message->type) {
        case MSG_RECORDED:
            schema_write_here(buffer, &messages[MSG_RECORDED], &message->recorded);
            break;
        case MSG_JOB: schema_write_here(buffer, &messages[MSG_JOB], &message->job_told); break;
        default: schema_write(buffer, message_schema(message->type), message_body_seen(message));
    }
}

const struct span *message_share_seen(const struct message *message)
{
    if (message->type == MSG_SUBMIT) return &message->submit.application;
    if (message->type == MSG_SUPPLY) return &message->supply.application;
    if (message->type == MSG_JOB) return &message->job.application;
    return NULL;
}

struct span *message_share(struct message *message)
{
    return (struct span *)(uintptr_t)message_share_seen(message);
}
