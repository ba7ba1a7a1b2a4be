/* SPDX-License-Identifier: Apache-2.0 */
/* Each type of fact has a pattern. {member} is a member of the fact; a part in [brackets] appears
 * only if its member is there. Times are local. */
#include "client/cli/fact.h"

#include "client/cli/output.h"
#include "client/text.h"

#include <inttypes.h>
#include <string.h>

#define DAY_MS 86400000

/* A sentence is made longer than it may be, so that whatever was cut while it was made is cut again, with
 * a mark. Wider than any time or text between two members. */
#define SLACK 128
#define DRAFT_MAX (FACT_SENTENCE_MAX + SLACK)
#define CUT_MARK "…"

struct pattern {
    const char *type;
    enum color color;
    const char *text;
};

/* clang-format off */
#define OPENED  "[; review may begin: {opened}]"
#define SKIPPED "[; does not apply: {skipped}]"
#define GRANTED "[; granted: {granted}]"
static const struct pattern patterns[] = {
    { "PROCEDURE_PUBLISHED",  COLOR_BOLD, "procedure {procedure} published by {by}" },
    { "BUNDLE_SUBMITTED",     COLOR_BOLD, "{submitter} submits \"{key}\" under {procedure} version {version}, priority {priority}" SKIPPED OPENED },
    { "MILESTONE_REACHED",    COLOR_GOOD, "milestone {milestone} is reached, says {by}" OPENED GRANTED },
    { "MILESTONE_CALLED_OFF", COLOR_BAD,  "milestone {milestone} is called off, says {by}" },
    { "STAGE_OPENED",         COLOR_NONE, "{stage}: review may begin" },
    { "JOB_LEASED",           COLOR_NONE, "{stage}: reviewed by {worker} until {until_ms} (attempt {attempt})" },
    { "JOBS_LEASED",          COLOR_NONE, "leased: {leases}" },
    { "JOB_RENEWED",          COLOR_DIM,  "{stage}: lease renewed until {until_ms}" },
    { "JOB_EXPIRED",          COLOR_BUSY, "{stage}: lease ran out (attempt {attempt})" },
    { "JOB_RELEASED",         COLOR_BUSY, "{stage}: given back unworked (attempt {attempt})[: {reason}]" },
    { "JOB_FAILED",           COLOR_BUSY, "{stage}: could not be reviewed, again from {ready_at_ms} on (attempt {attempt})[: {reason}]" },
    { "JOB_PARKED",           COLOR_BAD,  "{stage}: parked ({cause}), needs an operator[: {reason}]" },
    { "JOB_READIED",          COLOR_NONE, "{stage}: ready again ({cause})[, asked by {by}]" },
    { "VERDICT_GIVEN",        COLOR_NONE, "{stage}: {verdict}[ {special}][, {days} working days planned][ {on}] by {worker} (attempt {attempt})[, in {pre_review}][: {reason}][; materials: {materials}][; the day of it ends {until_ms}][; against it: {remedies}][; waits again: {stages}]" OPENED GRANTED },
    { "CLAIM_REFUSED",        COLOR_BAD,  "{stage}: {worker} claimed a job that was not its own (attempt {attempt})" },
    { "STAGE_GRANTED",        COLOR_GOOD, "{stage}: granted" },
    { "STAGE_BLOCKED",        COLOR_BAD,  "{stage}: blocked by {cause} {on}" },
    { "PERMITS_ISSUED",       COLOR_GOOD, "issued together[ by gate {gate}]: {permits}[; with tolerance: {tolerated}]" OPENED GRANTED },
    { "GATE_LAPSED",          COLOR_BAD,  "gate {gate} lapsed: it issues nothing" },
    { "BUNDLE_WITHDRAWN",     COLOR_BUSY, "withdrawn[ by {by}][: {reason}]" },
    { "BUNDLE_ENDED",         COLOR_BOLD, "ended: {result}" },
    { "ACTED",                COLOR_BUSY, "[{stage}: ]{act}[ {detail}][ of round {round}][, {amount} days][ {on}][, priority {priority}][ ({materials})][: {reason}][; {to} must act][; until {until_ms}][, by {by}][; stages: {stages}]" OPENED GRANTED },
    { "MIGRATED",             COLOR_BUSY, "under version {version} from now on, no more under {from}[, says {by}]" OPENED GRANTED },
    { "SUPPLIED",             COLOR_BOLD, "{by} gives a new application[: {reason}][; changed: {changed}][; reviewed again: {stages}]" OPENED GRANTED },
    { "CALENDAR_PUBLISHED",   COLOR_BOLD, "calendar published by {by}[: {years}]" },
};
/* clang-format on */

/* NULL: a type of a newer release; its name alone is shown then. */
static const struct pattern *pattern_of(const char *type)
{
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        if (strcmp(patterns[i].type, type) == 0) return &patterns[i];
    }
    return NULL;
}

/* The stage that a permit or lease names; by its index where the procedure is not known. */
static int stage_text(const json_t *stage, char *text, size_t size)
{
    if (json_is_string(stage)) return snprintf(text, size, "%s", json_string_value(stage));
    return snprintf(text, size, "stage %d", (int)json_integer_value(stage));
}

/* "land-use 2026-000007", or the number as the procedure writes it; an opinion has none. */
static int permit_text(const json_t *fact, const json_t *permit, char *text, size_t size)
{
    const int year = (int)json_number_of(fact, "year");
    const int64_t number = json_number_of(permit, "number");
    const char *written = json_text_of(permit, "number_text");
    char name[40];

    stage_text(json_object_get(permit, "stage"), name, sizeof name);
    if (number == 0) return snprintf(text, size, "%s (opinion)", name);
    if (written[0] != '\0') return snprintf(text, size, "%s %s", name, written);
    return snprintf(text, size, "%s %d-%06" PRId64, name, year, number);
}

/* "land-use to li until 16:24:05.123 (attempt 1)". */
static int lease_text(const json_t *lease, char *text, size_t size)
{
    char name[40];
    char until[TIME_TEXT_MAX + 1];

    stage_text(json_object_get(lease, "stage"), name, sizeof name);
    time_of_day_text(json_number_of(lease, "until_ms"), until);
    return snprintf(text, size, "%s to %s until %s (attempt %" PRId64 ")", name,
                    json_text_of(lease, "worker"), until, json_number_of(lease, "attempt"));
}

/* Permits, leases, years, materials or stages, with commas. */
static void list_text(const json_t *fact, const char *key, char *text, size_t size)
{
    size_t used = 0;
    size_t i;
    json_t *item;

    text[0] = '\0';
    json_array_foreach(json_object_get(fact, key), i, item)
    {
        if (i > 0) used += (size_t)snprintf(text + used, size - used, ", ");
        if (used >= size) return;
        int added = strcmp(key, "permits") == 0  ? permit_text(fact, item, text + used, size - used)
                    : strcmp(key, "leases") == 0 ? lease_text(item, text + used, size - used)
                    : strcmp(key, "years") == 0
                        ? snprintf(text + used, size - used, "%d", (int)json_integer_value(item))
                        : stage_text(item, text + used, size - used);
        used += (size_t)added;
        if (used >= size) return;
    }
}

/* A member as text; empty if it is not there. */
static void member_text(const json_t *fact, const char *key, char *text, size_t size)
{
    const json_t *member = json_object_get(fact, key);
    const size_t key_size = strlen(key);

    text[0] = '\0';
    if (json_is_string(member)) {
        snprintf(text, size, "%s", json_string_value(member));
    } else if (json_is_integer(member)) {
        bool is_time = key_size > 3 && strcmp(key + key_size - 3, "_ms") == 0;
        const int64_t at_ms = json_number_of(fact, "at_ms");
        if (is_time && size > TIME_TEXT_MAX && json_integer_value(member) - at_ms > DAY_MS) {
            time_text(json_integer_value(member), text);
        } else if (is_time && size > TIME_TEXT_MAX) {
            time_of_day_text(json_integer_value(member), text);
        } else {
            snprintf(text, size, "%" JSON_INTEGER_FORMAT, json_integer_value(member));
        }
    } else if (json_is_true(member)) { /* "pre-review" */
        snprintf(text, size, "%s", key);
        for (char *at = strchr(text, '_'); at != NULL; at = strchr(at, '_')) {
            *at = '-';
        }
    } else if (json_is_array(member)) {
        list_text(fact, key, text, size);
    } else if (json_is_object(member)) { /* a whole procedure */
        snprintf(text, size, "%s version %" PRId64, json_text_of(member, "name"),
                 json_number_of(member, "version"));
    }
    text_trim(text);
}

/* Copies one {member} of the pattern; returns what follows it. *is_there: it was not empty. */
static const char *copy_member(const json_t *fact, const char *pattern, char *text, bool *is_there)
{
    char key[32];
    const size_t used = strlen(text);
    const size_t size = strcspn(pattern + 1, "}");

    snprintf(key, sizeof key, "%.*s", (int)size, pattern + 1);
    member_text(fact, key, text + used, DRAFT_MAX + 1 - used);
    *is_there = text[used] != '\0';
    return pattern + 1 + size + 1;
}

/* Walks the pattern once; a bracket remembers where it began, so that it can be taken back. */
static void sentence_draft(const json_t *fact, char text[DRAFT_MAX + 1])
{
    const struct pattern *pattern = pattern_of(json_text_of(fact, "type"));
    const char *at = pattern != NULL ? pattern->text : "";
    size_t optional = 0; /* where the part in brackets began */
    bool is_there = true;

    text[0] = '\0';
    while (*at != '\0') {
        size_t used = strlen(text);
        if (used == DRAFT_MAX) break;
        if (*at == '{') {
            at = copy_member(fact, at, text, &is_there);
            continue;
        }
        if (*at == '[') {
            optional = used;
            is_there = true;
        } else if (*at == ']') {
            if (!is_there) text[optional] = '\0';
        } else {
            text[used] = *at;
            text[used + 1] = '\0';
        }
        at++;
    }
    text_trim(text);
}

void fact_sentence(const json_t *fact, char text[FACT_SENTENCE_MAX + 1])
{
    char draft[DRAFT_MAX + 1];

    sentence_draft(fact, draft);
    if (strlen(draft) > FACT_SENTENCE_MAX) {
        draft[FACT_SENTENCE_MAX - strlen(CUT_MARK)] = '\0';
        text_trim(draft);
        memcpy(draft + strlen(draft), CUT_MARK, sizeof CUT_MARK);
    }
    memcpy(text, draft, strlen(draft) + 1);
}

/* The date stands on a line of its own whenever the day changes. */
void fact_print(FILE *file, const json_t *fact, int64_t *day_ms, bool with_bundle)
{
    char sentence[FACT_SENTENCE_MAX + 1];
    char day[TIME_TEXT_MAX + 1];
    char last_day[TIME_TEXT_MAX + 1];
    char at[TIME_TEXT_MAX + 1];
    const int64_t at_ms = json_number_of(fact, "at_ms");
    const int64_t bundle = json_number_of(fact, "bundle");
    const struct pattern *pattern = pattern_of(json_text_of(fact, "type"));

    time_text(*day_ms, last_day);
    time_text(at_ms, day);
    if (strncmp(day, last_day, 10) != 0) {
        color_begin(file, COLOR_DIM);
        fprintf(file, "%.10s\n", day);
        color_end(file, COLOR_DIM);
    }
    *day_ms = at_ms;
    time_of_day_text(at_ms, at);
    fprintf(file, "%s  #%-6" PRId64 "  ", at, json_number_of(fact, "position"));
    if (with_bundle && bundle != 0) fprintf(file, "bundle %-5" PRId64 "  ", bundle);
    fact_sentence(fact, sentence);
    enum color color = pattern != NULL ? pattern->color : COLOR_NONE;
    color_begin(file, color);
    text_print(file, sentence[0] != '\0' ? sentence : json_text_of(fact, "type"));
    color_end(file, color);
    fputc('\n', file);
}
