/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of a stage in a definition. */
#include "client/procedure_law.h"

static struct procedure_stage *reader_stage(const struct procedure_reader *reader)
{
    assert(reader->index < reader->procedure->stage_count);
    return &reader->procedure->stages[reader->index];
}

static void read_stage_title(struct procedure_reader *reader, struct value value)
{
    (void)value_title(value, reader_stage(reader)->title);
}

static void read_stage_department(struct procedure_reader *reader, struct value value)
{
    (void)value_name(value, &reader_stage(reader)->department);
}

static void read_stage_permit(struct procedure_reader *reader, struct value value)
{
    (void)value_title(value, reader_stage(reader)->permit);
}

static void read_stage_number(struct procedure_reader *reader, struct value value)
{
    reader->marks->stages[reader->index].number = value.node->place;
    (void)value_permit_number(value, reader_stage(reader)->number);
}

static void read_stage_opinion(struct procedure_reader *reader, struct value value)
{
    (void)value_flag(value, &reader_stage(reader)->opinion);
}

/* Waiting is what happens where nothing is said. */
static void read_stage_on_timeout(struct procedure_reader *reader, struct value value)
{
    static const char *const words[] = { [ON_TIMEOUT_AGREE] = "agree", "wait", NULL };
    uint8_t word = ON_TIMEOUT_WAIT;

    if (!value_choice(value, &word, words)) return;
    reader_stage(reader)->on_timeout = word == ON_TIMEOUT_AGREE ? word : ON_TIMEOUT_WAIT;
}

static void read_stage_applies_if(struct procedure_reader *reader, struct value value)
{
    (void)value_condition(value, reader_stage(reader)->applies_if);
}

/* Without the other one it could not be known how many copies there are. */
static void miss_partner(struct procedure_reader *reader, struct value value, const char *partner)
{
    if (reader->sections[SECTION_STAGES].elements[reader->index] != 0) return;
    lint_error(reader->report, value.node->place, "missing-key",
               "%s needs %s beside it, a whole number from 1 to %d for at_most; add it", value.key,
               partner, ELEMENTS_MAX);
}

static void read_stage_for_each(struct procedure_reader *reader, struct value value)
{
    char text[CONDITION_BYTES_MAX + 1];

    if (!value_condition(value, text)) return;
    miss_partner(reader, value, "at_most");
    if (reader_stage(reader)->element == 0) return;
    memcpy(reader_stage(reader)->for_each, text, sizeof text);
}

static void read_stage_at_most(struct procedure_reader *reader, struct value value)
{
    uint32_t count;

    if (!value_number(value, &count, 1, ELEMENTS_MAX)) return;
    miss_partner(reader, value, "for_each");
    if (reader_stage(reader)->element == 0) return;
    reader_stage(reader)->at_most = (uint8_t)count;
}

static void read_stage_start_after(struct procedure_reader *reader, struct value value)
{
    procedure_reader_edges(reader, value, &reader_stage(reader)->start_after,
                           reader->marks->stages[reader->index].start_after);
}

static void read_stage_decide_after(struct procedure_reader *reader, struct value value)
{
    procedure_reader_edges(reader, value, &reader_stage(reader)->decide_after,
                           reader->marks->stages[reader->index].decide_after);
}

static void read_limit_statutory(struct procedure_reader *reader, struct value value)
{
    (void)value_limit(value, &reader_stage(reader)->statutory);
}

static void read_limit_promised(struct procedure_reader *reader, struct value value)
{
    reader->marks->stages[reader->index].promised = value.node->place;
    (void)value_limit(value, &reader_stage(reader)->promised);
}

static void read_limit_clock(struct procedure_reader *reader, struct value value)
{
    static const char *const words[] = {
        [CLOCK_FROM_ACCEPTANCE] = "acceptance", [CLOCK_FROM_RECEIPT] = "receipt", NULL
    };
    (void)value_choice(value, &reader_stage(reader)->clock_from, words);
}

static void read_limit_extension(struct procedure_reader *reader, struct value value)
{
    (void)value_extension(value, &reader_stage(reader)->extension);
}

/* With a limit there is a clock; without one there is nothing that it could count towards. */
static void read_stage_limits(struct procedure_reader *reader, struct value value)
{
    static const struct field fields[] = {
        { "statutory", false, read_limit_statutory },
        { "promised", false, read_limit_promised },
        { "clock_from", false, read_limit_clock },
        { "extension", false, read_limit_extension },
        { NULL, false, NULL },
    };
    struct procedure_stage *stage = reader_stage(reader);

    procedure_reader_fields(reader, value, fields);
    bool has_limit = stage->statutory.value != 0 || stage->promised.value != 0;
    if (!has_limit) stage->clock_from = CLOCK_NONE;
    if (has_limit && stage->clock_from == CLOCK_NONE) stage->clock_from = CLOCK_FROM_ACCEPTANCE;
}

static void read_retry_attempts(struct procedure_reader *reader, struct value value)
{
    uint32_t attempts;
    if (!value_number(value, &attempts, 1, ATTEMPTS_MAX)) return;
    reader_stage(reader)->attempts_max = (uint16_t)attempts;
}

static void read_retry_backoff(struct procedure_reader *reader, struct value value)
{
    (void)value_duration(value, &reader_stage(reader)->backoff_ms, 1, BACKOFF_MS_MAX);
}

static void read_retry_backoff_max(struct procedure_reader *reader, struct value value)
{
    reader->backoff_max = value.node->place;
    (void)value_duration(value, &reader_stage(reader)->backoff_ms_max, 1, BACKOFF_MS_MAX);
}

static void read_stage_retry(struct procedure_reader *reader, struct value value)
{
    static const struct field fields[] = {
        { "attempts", false, read_retry_attempts },
        { "backoff", false, read_retry_backoff },
        { "backoff_max", false, read_retry_backoff_max },
        { NULL, false, NULL },
    };
    struct procedure_stage *stage = reader_stage(reader);

    procedure_reader_fields(reader, value, fields);
    if (stage->backoff_ms <= stage->backoff_ms_max) return;
    if (reader->backoff_max.line != 0) {
        lint_error(reader->report, reader->backoff_max, "out-of-range",
                   "backoff_max is shorter than backoff, the first wait; raise it");
    }
    stage->backoff_ms_max = stage->backoff_ms;
}

static void read_after_delivery(struct procedure_reader *reader, struct value value)
{
    (void)value_limit(value, &reader_stage(reader)->delivery);
}

static void read_after_start_within(struct procedure_reader *reader, struct value value)
{
    (void)value_limit(value, &reader_stage(reader)->start_within);
}

static void read_after_deferral(struct procedure_reader *reader, struct value value)
{
    (void)value_limit(value, &reader_stage(reader)->deferral);
}

static void read_after_deferrals(struct procedure_reader *reader, struct value value)
{
    uint32_t count;
    if (!value_number(value, &count, 1, DEFERRALS_MAX)) return;
    reader_stage(reader)->deferrals = (uint8_t)count;
}

static void read_after_valid(struct procedure_reader *reader, struct value value)
{
    (void)value_limit(value, &reader_stage(reader)->valid);
}

static void read_after_renew_before(struct procedure_reader *reader, struct value value)
{
    (void)value_limit(value, &reader_stage(reader)->renew_before);
}

/* What is not said is as the law has it: two deferrals (建筑法 9), 30 days before the end (许可法 50). */
static void read_stage_after_issue(struct procedure_reader *reader, struct value value)
{
    static const struct field fields[] = {
        { "delivery", false, read_after_delivery },
        { "start_within", false, read_after_start_within },
        { "deferral", false, read_after_deferral },
        { "deferrals", false, read_after_deferrals },
        { "valid", false, read_after_valid },
        { "renew_before", false, read_after_renew_before },
        { NULL, false, NULL },
    };
    struct procedure_stage *stage = reader_stage(reader);

    procedure_reader_fields(reader, value, fields);
    if (stage->deferral.value != 0 && stage->deferrals == 0) stage->deferrals = 2;
    if (stage->valid.value == 0 || stage->renew_before.value != 0) return;
    stage->renew_before = (struct limit){ .value = 30, .unit = LIMIT_NATURAL_DAYS };
}

static void read_stage_lease(struct procedure_reader *reader, struct value value)
{
    (void)value_duration(value, &reader_stage(reader)->lease_ms, LEASE_MS_MIN, LEASE_MS_MAX);
}

/* clang-format off */
const struct field procedure_stage_fields[] = {
    { "title",        true,  read_stage_title },
    { "department",   true,  read_stage_department },
    { "permit",       false, read_stage_permit },
    { "opinion",      false, read_stage_opinion },
    { "on_timeout",   false, read_stage_on_timeout },
    { "number",       false, read_stage_number },
    { "applies_if",   false, read_stage_applies_if },
    { "for_each",     false, read_stage_for_each },
    { "at_most",      false, read_stage_at_most },
    { "start_after",  false, read_stage_start_after },
    { "decide_after", false, read_stage_decide_after },
    { "limits",       false, read_stage_limits },
    { "retry",        false, read_stage_retry },
    { "lease",        false, read_stage_lease },
    { "by",           false, read_stage_by },
    { "signers",      false, read_stage_signers },
    { "by_commitment", false, read_stage_commitment },
    { "after_issue",  false, read_stage_after_issue },
    { NULL,           false, NULL },
};
/* clang-format on */
