/* SPDX-License-Identifier: Apache-2.0 */
/* A stage is in one span at a time; most facts end the one and begin another, which the table says, or
 * do so for all stages in a list.
 * Room is taken at once, since history is there as a whole. */
#include "client/time_line.h"

#include <stdlib.h>

struct effect {
    const char *type;
    enum span_kind span; /* that begins */
    enum mark_kind mark;
};

/* clang-format off */
static const struct effect effects[] = {
    { "STAGE_OPENED",  SPAN_READY,   MARK_NONE },
    { "JOB_LEASED",    SPAN_LEASED,  MARK_NONE },
    { "JOB_EXPIRED",   SPAN_READY,   MARK_EXPIRED },
    { "JOB_RELEASED",  SPAN_READY,   MARK_RELEASED },
    { "JOB_FAILED",    SPAN_DELAYED, MARK_FAILED },
    { "JOB_PARKED",    SPAN_PARKED,  MARK_PARKED },
    { "JOB_READIED",   SPAN_READY,   MARK_NONE },
    { "VERDICT_GIVEN", SPAN_SEALED,  MARK_VERDICT }, /* a refusal: below */
    { "STAGE_GRANTED", SPAN_GRANTED, MARK_GRANTED },
    { "STAGE_BLOCKED", SPAN_NONE,    MARK_BLOCKED },
};
static const struct {
    const char *type;
    enum event_kind kind;
    const char *name; /* the member that has it */
} events[] = {
    { "MILESTONE_REACHED",    EVENT_REACHED,    "milestone" },
    { "MILESTONE_CALLED_OFF", EVENT_CALLED_OFF, "milestone" },
    { "PERMITS_ISSUED",       EVENT_ISSUED,     "gate" },
    { "GATE_LAPSED",          EVENT_LAPSED,     "gate" },
    { "BUNDLE_WITHDRAWN",     EVENT_WITHDRAWN,  "by" },
};
/* Acts and verdicts that move stages otherwise: the stage itself, those that the fact lists, and the
 * one that it names (`on`). SPAN_KIND_COUNT: not moved. */
static const struct {
    const char *word;
    enum span_kind own;
    enum span_kind listed;
    enum span_kind named;
} turns[] = {
    { "suspend",       SPAN_KIND_COUNT, SPAN_WAITING,    SPAN_KIND_COUNT },
    { "resume",        SPAN_KIND_COUNT, SPAN_READY,      SPAN_KIND_COUNT },
    { "special_start", SPAN_WAITING,    SPAN_KIND_COUNT, SPAN_KIND_COUNT },
    { "special",       SPAN_WAITING,    SPAN_KIND_COUNT, SPAN_KIND_COUNT },
    { "special_end",   SPAN_READY,      SPAN_KIND_COUNT, SPAN_KIND_COUNT },
    { "return",        SPAN_KIND_COUNT, SPAN_WAITING,    SPAN_READY },
    { "deem",          SPAN_SEALED,     SPAN_KIND_COUNT, SPAN_KIND_COUNT },
    { "correct",       SPAN_WAITING,    SPAN_KIND_COUNT, SPAN_KIND_COUNT },
    { "retract",       SPAN_KIND_COUNT, SPAN_READY,      SPAN_KIND_COUNT },
};
/* Acts that move their stage; what else an act moves stands in its lists. */
static const struct {
    const char *act;
    const char *detail; /* "": any */
    enum span_kind span;
    enum mark_kind mark;
} acts[] = {
    { "signed",              "agree",    SPAN_SEALED, MARK_NONE },
    { "signed",              "disagree", SPAN_NONE,   MARK_REFUSED },
    { "commit",              "",         SPAN_SEALED, MARK_NONE },
    { "withdraw_commitment", "",         SPAN_READY,  MARK_NONE },
};
/* clang-format on */

struct reader {
    struct time_line *line;
    struct time_span *open; /* of each row: the span it is in */
};

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

static int64_t number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

/* ---- Spans and marks ----------------------------------------------------------------------- */

/* End the span that a stage is in and begin another. One that took no time is not kept, unless somebody
 * reviewed in it. */
static void span_change(struct reader *reader, uint32_t stage, struct time_span next)
{
    struct time_line *line = reader->line;
    struct time_span *open = &reader->open[stage];

    open->until_ms = next.from_ms;
    bool is_kept = open->until_ms > open->from_ms || open->kind == SPAN_LEASED;
    if (open->kind != SPAN_NONE && is_kept) {
        line->spans[line->span_count++] = *open;
    }
    next.stage = stage;
    *open = next;
}

static void mark_add(struct reader *reader, uint32_t stage, enum mark_kind kind, int64_t at_ms)
{
    struct time_line *line = reader->line;

    if (kind == MARK_NONE) return;
    line->marks[line->mark_count++] = (struct time_mark){ kind, stage, at_ms };
}

/* What happens to a stage at a moment. */
static void stage_change(struct reader *reader, uint32_t stage, enum span_kind span,
                         enum mark_kind mark, int64_t at_ms)
{
    span_change(reader, stage, (struct time_span){ .kind = span, .from_ms = at_ms, .worker = "" });
    mark_add(reader, stage, mark, at_ms);
}

/* ---- Facts --------------------------------------------------------------------------------- */

/* The row of a stage's name, or of the stage that a fact, permit or lease names; row_count: there is
 * none. */
static uint32_t row_find(const struct time_line *line, const json_t *item)
{
    const char *name = json_is_string(item) ? json_string_value(item) : text_of(item, "stage");
    uint32_t row = 0;

    while (row < line->row_count && strcmp(line->rows[row].name, name) != 0) {
        row++;
    }
    return row;
}

static void read_lease(struct reader *reader, const json_t *lease, int64_t at_ms)
{
    const uint32_t stage = row_find(reader->line, lease);

    if (stage == reader->line->row_count) return;
    span_change(reader, stage,
                (struct time_span){ .kind = SPAN_LEASED,
                                    .from_ms = at_ms,
                                    .attempt = number_of(lease, "attempt"),
                                    .worker = text_of(lease, "worker") });
}

static void read_stage_fact(struct reader *reader, const json_t *fact, const struct effect *effect)
{
    const uint32_t stage = row_find(reader->line, fact);
    const int64_t at_ms = number_of(fact, "at_ms");
    const bool is_pre = json_is_true(json_object_get(fact, "pre_review")); /* it is sealed */
    const bool is_refused = strcmp(text_of(fact, "verdict"), "refuse") == 0 && !is_pre;

    if (stage == reader->line->row_count) return;
    if (effect->span == SPAN_LEASED) {
        read_lease(reader, fact, at_ms);
    } else if (is_refused) {
        stage_change(reader, stage, SPAN_NONE, MARK_REFUSED, at_ms);
    } else {
        stage_change(reader, stage, effect->span, effect->mark, at_ms);
    }
}

/* The same happens to each stage in a list of the fact's. */
static void read_list(struct reader *reader, const json_t *fact, const char *list,
                      enum span_kind span, enum mark_kind mark)
{
    const int64_t at_ms = number_of(fact, "at_ms");
    size_t i;
    json_t *item;

    json_array_foreach(json_object_get(fact, list), i, item)
    {
        const uint32_t stage = row_find(reader->line, item);
        if (stage == reader->line->row_count) continue;
        if (span == SPAN_LEASED) {
            read_lease(reader, item, at_ms);
        } else {
            stage_change(reader, stage, span, mark, at_ms);
        }
    }
}

static void turn(struct reader *reader, const json_t *item, enum span_kind span, int64_t at_ms)
{
    const uint32_t stage = row_find(reader->line, item);

    if (span == SPAN_KIND_COUNT || stage == reader->line->row_count) return;
    stage_change(reader, stage, span, span == SPAN_SEALED ? MARK_VERDICT : MARK_NONE, at_ms);
}

/* An act, or a verdict that ends no review. False: it is none of these. */
static bool read_turn(struct reader *reader, const json_t *fact)
{
    const bool is_act = strcmp(text_of(fact, "type"), "ACTED") == 0;
    const char *word = text_of(fact, is_act ? "act" : "verdict");
    const int64_t at_ms = number_of(fact, "at_ms");
    size_t at = 0;

    while (at < sizeof turns / sizeof turns[0] && strcmp(turns[at].word, word) != 0) {
        at++;
    }
    if (at == sizeof turns / sizeof turns[0]) return false;
    turn(reader, fact, turns[at].own, at_ms);
    if (turns[at].listed != SPAN_KIND_COUNT) {
        read_list(reader, fact, "stages", turns[at].listed, MARK_NONE);
    }
    if (turns[at].named != SPAN_KIND_COUNT) {
        turn(reader, json_object_get(fact, "on"), turns[at].named, at_ms);
    }
    return true;
}

/* Stages of a list that are reviewed again, or refused because of what did or did not happen. */
static void read_correction(struct reader *reader, const json_t *fact)
{
    const char *act = text_of(fact, "act");
    bool is_refused =
        strcmp(act, "convert") == 0 ||
        (strcmp(act, "unanswered") == 0 && strcmp(text_of(fact, "detail"), "refuse") == 0);

    if (is_refused) read_list(reader, fact, "stages", SPAN_NONE, MARK_REFUSED);
    if (strcmp(text_of(fact, "type"), "SUPPLIED") == 0) {
        read_list(reader, fact, "stages", SPAN_READY, MARK_NONE);
    }
}

static void read_act(struct reader *reader, const json_t *fact)
{
    const uint32_t stage = row_find(reader->line, fact);
    const char *act = text_of(fact, "act");
    const int64_t at_ms = number_of(fact, "at_ms");

    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
        bool is_detail =
            acts[i].detail[0] == '\0' || strcmp(acts[i].detail, text_of(fact, "detail")) == 0;
        if (strcmp(acts[i].act, act) != 0 || !is_detail) continue;
        if (stage < reader->line->row_count) {
            stage_change(reader, stage, acts[i].span, acts[i].mark, at_ms);
        }
    }
    if (strcmp(act, "material_overdue") == 0 || strcmp(act, "commitment_false") == 0) {
        read_list(reader, fact, "stages", SPAN_NONE, MARK_REFUSED);
    }
}

/* A card of a stage; that of all stages together has no row. */
static void read_card(struct reader *reader, const json_t *fact)
{
    static const struct {
        const char *level;
        enum mark_kind mark;
    } cards[] = { { "yellow", MARK_YELLOW }, { "red", MARK_RED }, { "deep_red", MARK_DEEP_RED } };
    const uint32_t stage = row_find(reader->line, fact);

    if (stage == reader->line->row_count) return;
    if (strcmp(text_of(fact, "act"), "raise_card") != 0) return;
    for (size_t i = 0; i < sizeof cards / sizeof cards[0]; i++) {
        if (strcmp(cards[i].level, text_of(fact, "detail")) != 0) continue;
        mark_add(reader, stage, cards[i].mark, number_of(fact, "at_ms"));
    }
}

static void read_fact(struct reader *reader, const json_t *fact)
{
    struct time_line *line = reader->line;
    const char *type = text_of(fact, "type");

    const bool is_turn = read_turn(reader, fact);
    for (size_t i = 0; i < sizeof effects / sizeof effects[0] && !is_turn; i++) {
        if (strcmp(effects[i].type, type) == 0) read_stage_fact(reader, fact, &effects[i]);
    }
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        if (strcmp(events[i].type, type) != 0) continue;
        if (text_of(fact, events[i].name)[0] == '\0') continue; /* issued outside a gate */
        line->events[line->event_count++] = (struct time_event){
            .kind = events[i].kind,
            .at_ms = number_of(fact, "at_ms"),
            .name = text_of(fact, events[i].name),
            .count = (uint32_t)json_array_size(json_object_get(fact, "permits")),
        };
    }
    read_correction(reader, fact);
    if (strcmp(type, "ACTED") == 0) read_act(reader, fact);
    if (strcmp(type, "ACTED") == 0) read_card(reader, fact);
    read_list(reader, fact, "leases", SPAN_LEASED, MARK_NONE);
    read_list(reader, fact, "permits", SPAN_NONE, MARK_ISSUED);
    read_list(reader, fact, "opened", SPAN_READY, MARK_NONE);
    read_list(reader, fact, "granted", SPAN_GRANTED, MARK_GRANTED);
    read_list(reader, fact, "skipped", SPAN_NONE, MARK_SKIPPED);
}

/* Ends that no fact of their own tells: the gate lapsed, or the bundle was withdrawn. */
static void read_end(struct reader *reader, uint32_t row, const json_t *stage)
{
    const char *state = reader->line->rows[row].state;
    const int64_t at_ms = number_of(stage, "since_ms");

    if (strcmp(state, "lapsed") == 0) stage_change(reader, row, SPAN_NONE, MARK_LAPSED, at_ms);
    if (strcmp(state, "withdrawn") == 0) {
        stage_change(reader, row, SPAN_NONE, MARK_WITHDRAWN, at_ms);
    }
}

/* ---- The whole ----------------------------------------------------------------------------- */

static void read_bundle(struct reader *reader, const json_t *bundle, int64_t now_ms)
{
    struct time_line *line = reader->line;
    size_t i;
    json_t *stage;

    line->bundle = number_of(bundle, "bundle");
    line->key = text_of(bundle, "key");
    line->title = text_of(bundle, "title");
    line->result = text_of(bundle, "result");
    line->begin_ms = number_of(bundle, "submitted_ms");
    line->end_ms = number_of(bundle, "ended_ms");
    line->is_open = line->end_ms == 0;
    if (line->is_open) line->end_ms = now_ms;
    if (line->end_ms < line->begin_ms) line->end_ms = line->begin_ms;
    json_array_foreach(json_object_get(bundle, "stages"), i, stage)
    {
        line->rows[i] = (struct time_row){ .name = text_of(stage, "name"),
                                           .title = text_of(stage, "title"),
                                           .department = text_of(stage, "department"),
                                           .state = text_of(stage, "state"),
                                           .permit_year = number_of(stage, "permit_year"),
                                           .permit_number = number_of(stage, "permit_number") };
        reader->open[i] = (struct time_span){
            .kind = SPAN_WAITING, .stage = (uint32_t)i, .from_ms = line->begin_ms, .worker = ""
        };
        line->row_count++;
    }
}

static const char *const lists[] = {
    "leases", "permits", "opened", "granted", "skipped", "stages"
};

/* Room for two changes a fact, one for each stage in its lists, and two for each row at the end. */
static bool take_memory(struct reader *reader, size_t row_count, const json_t *history)
{
    struct time_line *line = reader->line;
    size_t changes = 1 + 2 * row_count;
    size_t i;
    json_t *fact;

    json_array_foreach(history, i, fact)
    {
        changes += 2;
        for (size_t list = 0; list < sizeof lists / sizeof lists[0]; list++) {
            changes += json_array_size(json_object_get(fact, lists[list]));
        }
    }
    line->rows = calloc(row_count + 1, sizeof *line->rows);
    line->spans = calloc(changes, sizeof *line->spans);
    line->marks = calloc(changes, sizeof *line->marks);
    line->events = calloc(json_array_size(history) + 1, sizeof *line->events);
    reader->open = calloc(row_count + 1, sizeof *reader->open);
    return line->rows != NULL && line->spans != NULL && line->marks != NULL &&
           line->events != NULL && reader->open != NULL;
}

enum err time_line_read(struct time_line *line, const json_t *bundle, const json_t *history,
                        int64_t now_ms)
{
    struct reader reader = { .line = line };
    const json_t *stages = json_object_get(bundle, "stages");
    size_t i;
    json_t *fact;

    memset(line, 0, sizeof *line);
    bool has_memory = take_memory(&reader, json_array_size(stages), history);
    if (has_memory) {
        read_bundle(&reader, bundle, now_ms);
        json_array_foreach(history, i, fact)
        {
            read_fact(&reader, fact);
        }
        for (uint32_t row = 0; row < line->row_count; row++) {
            read_end(&reader, row, json_array_get(stages, row));
            stage_change(&reader, row, SPAN_NONE, MARK_NONE, line->end_ms);
        }
    }
    free(reader.open);
    return has_memory ? OK : ERR_NO_MEMORY;
}

void time_line_fini(struct time_line *line)
{
    free(line->rows);
    free(line->spans);
    free(line->marks);
    free(line->events);
    *line = (struct time_line){ 0 };
}
