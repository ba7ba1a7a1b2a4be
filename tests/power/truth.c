/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/power/truth.h"

#include "broker/shell/offline.h"
#include "broker/shell/recovery.h"
#include "broker/shell/replay.h"
#include "proto/envelope.h"
#include "proto/message.h"
#include "proto/record.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Of the traced broker (tongfa_power.py): the window of answered requests is part of the state. */
#define REQUESTS_MAX 256

const enum store_table truth_tables[TRUTH_TABLES] = { STORE_CLOSED, STORE_KEY, STORE_PROCEDURE };

static struct procedure procedure; /* scratch */

static bool refuse(const char *format, ...) __attribute__((format(printf, 1, 2)));

static bool refuse(const char *format, ...)
{
    va_list more;

    va_start(more, format);
    vfprintf(stderr, format, more);
    va_end(more);
    fputc('\n', stderr);
    return false;
}

static void *need(void *memory)
{
    if (memory == NULL) abort();
    return memory;
}

static struct span copy(struct span span)
{
    uint8_t *bytes = need(malloc(span.size + 1));

    if (span.size > 0) memcpy(bytes, span.at, span.size);
    return (struct span){ .at = bytes, .size = span.size };
}

/* ---- The final journal ----------------------------------------------------------------------- */

static bool read_records(struct truth *truth, struct view *view)
{
    uint64_t position;
    struct span record;
    uint8_t chain[CHAIN_BYTES];

    truth->count = view_position_next(view) - 1;
    truth->records = need(calloc(truth->count + 1, sizeof *truth->records));
    view_seek(view, 1);
    while (view_next(view, &position, &record, chain)) {
        truth->records[position].record = copy(record);
        memcpy(truth->records[position].chain, chain, CHAIN_BYTES);
    }
    return view_err(view) == OK;
}

static bool read_table(struct truth *truth, struct view *view, uint32_t number)
{
    struct truth_table *table = &truth->tables[number];
    struct span key = { 0 };
    struct span value;
    uint32_t capacity = 0;

    while (view_table_next(view, truth_tables[number], &key, &value)) {
        if (table->count == capacity) {
            capacity = capacity == 0 ? 256 : 2 * capacity;
            table->rows = need(realloc(table->rows, capacity * sizeof *table->rows));
        }
        table->rows[table->count++] = (struct truth_row){ copy(key), copy(value) };
    }
    return view_err(view) == OK;
}

static bool complain(void *self, const struct offline_problem *problem)
{
    (void)self;
    refuse("the final journal: position %" PRIu64 ": %s", problem->position, problem->text);
    return true;
}

size_t truth_read_file(const char *folder, const char *name, uint8_t bytes[TRUTH_KEY_BYTES_MAX])
{
    char path[512];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rbe");
    if (file == NULL) return 0;
    size_t size = fread(bytes, 1, TRUTH_KEY_BYTES_MAX, file);
    fclose(file);
    return size;
}

static bool read_final(struct truth *truth, const char *final)
{
    struct journal *journal = NULL;
    struct view *view = NULL;
    struct offline_verified verified;
    bool is_good = journal_open_read(&journal, final) == OK && view_open(&view, journal) == OK &&
                   offline_verify(journal, complain, NULL, &verified) == OK &&
                   verified.problems == 0 && view_begin(view) == OK && read_records(truth, view);

    for (uint32_t i = 0; i < TRUTH_TABLES && is_good; i++) {
        is_good = read_table(truth, view, i);
    }
    view_close(&view);
    journal_close(&journal);
    truth->key_size = truth_read_file(final, TRUTH_KEY, truth->key);
    return is_good ? true : refuse("%s: not a sound journal", final);
}

/* ---- Commits and states ---------------------------------------------------------------------- */

static bool note_commits(struct truth *truth, const struct trace *trace)
{
    for (uint32_t i = 0; i < trace->count; i++) {
        struct trace_event event = trace_event(trace, i);
        if (event.type != TRACE_COMMIT) continue;
        truth->commit_count++;
        bool is_kept = event.at > 0 && event.at <= truth->count; /* else a kill came between */
        if (is_kept) truth->records[event.at].is_end = true;
    }
    return truth->records[truth->count].is_end ? true
                                               : refuse("the final journal ends within a commit");
}

/* Replay everything once, and take the hash of the state wherever a transaction ended. */
static bool replay(struct truth *truth)
{
    struct engine *engine = NULL;
    struct fact fact;
    uint64_t bundles = 0;
    enum err err = recovery_engine_new(&engine, &truth->limits);

    for (uint64_t i = 1; i <= truth->count && err == OK; i++) {
        struct truth_record *record = &truth->records[i];
        err = record_read(record->record, i, &procedure, &fact);
        if (err == OK) err = engine_apply(engine, &fact);
        if (err == OK && fact.type == FACT_BUNDLE_SUBMITTED) bundles++;
        record->bundles = bundles;
        if (err == OK && record->is_end) record->hash = engine_hash(engine);
    }
    recovery_engine_free(&engine, &truth->limits);
    return err == OK ? true : refuse("the final journal cannot be replayed");
}

static void set_limits(struct truth *truth)
{
    uint32_t bundles = 16;
    struct record_head head;

    for (uint64_t i = 1; i <= truth->count; i++) {
        bool is_one = record_read_head(truth->records[i].record, &head) == OK &&
                      head.type == FACT_BUNDLE_SUBMITTED;
        if (is_one) bundles++;
    }
    truth->limits = (struct engine_limits){
        .bundles_max = bundles,
        .stage_blocks_max = 4 * bundles,
        .procedures_max = 16,
        .departments_max = 64,
        .counters_max = 256,
        .sessions_max = 1,
        .requests_max = REQUESTS_MAX,
        .busy_after_ms = 1,
    };
}

/* ---- What was said --------------------------------------------------------------------------- */

static bool read_fact(const struct truth *truth, uint64_t position, struct fact *fact)
{
    if (position == 0 || position > truth->count) return false;
    return record_read(truth->records[position].record, position, &procedure, fact) == OK;
}

static bool is_leased_by(const struct fact_jobs_leased *leased, const struct msg_job *job)
{
    for (uint32_t i = 0; i < leased->lease_count; i++) {
        const struct lease *lease = &leased->leases[i];
        bool is_it = lease->stage == job->stage && lease->attempt == job->attempt;
        if (is_it && lease->token == job->token) return true;
    }
    return false;
}

/* The position of the lease that a job was sent under; 0: there is none. */
static uint64_t lease_of(const struct truth *truth, const struct msg_job *job)
{
    struct record_head head;
    struct fact fact;

    for (uint64_t i = truth->count; i >= 1; i--) {
        if (record_read_head(truth->records[i].record, &head) != OK) return 0;
        if (head.type != FACT_JOBS_LEASED || head.bundle != job->bundle) continue;
        if (read_fact(truth, i, &fact) && is_leased_by(&fact.jobs_leased, job)) return i;
    }
    return 0;
}

static bool check_facts(const struct truth *truth, const struct msg_facts *facts,
                        uint64_t *position)
{
    for (uint32_t i = 0; i < facts->fact_count; i++) {
        const struct fact_record *one = &facts->facts[i];
        if (one->position == 0 || one->position > truth->count) return false;
        struct span record = truth->records[one->position].record;
        bool is_same =
            record.size == one->record.size && memcmp(record.at, one->record.at, record.size) == 0;
        if (!is_same) return false;
        if (one->position > *position) *position = one->position;
    }
    return true;
}

/* The newest position that a message is proof of; 0: of none. Returns false where the journal does not
 * hold what it says. */
static bool position_of(const struct truth *truth, const struct message *message,
                        uint64_t *position)
{
    struct fact fact;

    *position = 0;
    switch ((int)message->type) {
        case MSG_RECORDED:
            *position = message->recorded.position;
            return read_fact(truth, *position, &fact) && fact.bundle == message->recorded.bundle;
        case MSG_JOB: *position = lease_of(truth, &message->job); return *position != 0;
        case MSG_FACTS: return check_facts(truth, &message->facts, position);
        case MSG_BUNDLE: *position = message->bundle.image.last_position; break;
        case MSG_WELCOME: *position = message->welcome.position; break;
        case MSG_PONG: *position = message->pong.position; break;
        case MSG_STATISTICS: *position = message->statistics.position; break;
        default: break;
    }
    return *position <= truth->count;
}

static bool read_said(struct truth *truth, const struct trace *trace, uint32_t number,
                      uint64_t *newest)
{
    static struct message message;
    struct envelope envelope;
    struct refusal refusal;
    uint64_t position;
    /* A job's share of the payload is not in the trace: any bytes will do. */
    static const uint8_t payload[PAYLOAD_BYTES_MAX];
    struct span frame = { trace_bytes(trace, number), trace_event(trace, number).size };
    struct span share = { payload, sizeof payload };

    if (envelope_open(&envelope, frame, share, &procedure, &refusal) != OK) {
        return refuse("event %u: the broker sends what cannot be read", number);
    }
    while (envelope_next(&envelope, &message, &refusal)) {
        truth->message_count++;
        if (!position_of(truth, &message, &position)) {
            return refuse("event %u: %s says something that the journal does not hold", number,
                          message_type_name(message.type));
        }
        if (position > *newest) *newest = position;
    }
    return true;
}

/* The rule that all rests on, straight from the trace: first the commit, then the word. */
static bool read_trace(struct truth *truth, const struct trace *trace)
{
    uint64_t newest = 0;
    uint64_t begun = 0;
    uint64_t committed = 0;
    uint32_t call = 0; /* of the commit under way */

    truth->told = need(calloc(trace->count, sizeof *truth->told));
    for (uint32_t i = 0; i < trace->count; i++) {
        struct trace_event event = trace_event(trace, i);
        if (event.type == TRACE_LIFE) committed = begun; /* found in the journal, if it is there */
        if (event.type == TRACE_COMMIT) {
            begun = event.at > begun ? event.at : begun;
            call = event.call;
        }
        if (event.type == TRACE_DONE && event.call == call && event.at == 0) committed = begun;
        if (event.type == TRACE_SAY && !read_said(truth, trace, i, &newest)) return false;
        if (newest > committed) {
            return refuse("event %u: position %" PRIu64 " is told; only %" PRIu64
                          " has been committed",
                          i, newest, committed);
        }
        truth->told[i] = newest;
    }
    return true;
}

/* ---- The whole ------------------------------------------------------------------------------- */

bool truth_open(struct truth *truth, const struct trace *trace, const char *final)
{
    *truth = (struct truth){ 0 };
    if (!read_final(truth, final) || !note_commits(truth, trace)) return false;
    set_limits(truth);
    return replay(truth) && read_trace(truth, trace);
}

void truth_close(struct truth *truth)
{
    for (uint64_t i = 1; i <= truth->count && truth->records != NULL; i++) {
        free((void *)(uintptr_t)truth->records[i].record.at);
    }
    for (uint32_t i = 0; i < TRUTH_TABLES; i++) {
        for (uint32_t j = 0; j < truth->tables[i].count; j++) {
            free((void *)(uintptr_t)truth->tables[i].rows[j].key.at);
            free((void *)(uintptr_t)truth->tables[i].rows[j].value.at);
        }
        free(truth->tables[i].rows);
    }
    free(truth->records);
    free(truth->told);
    *truth = (struct truth){ 0 };
}

static int compare(struct span left, struct span right)
{
    size_t size = left.size < right.size ? left.size : right.size;
    int order = memcmp(left.at, right.at, size);

    if (order != 0) return order;
    return (left.size > right.size) - (left.size < right.size);
}

const struct truth_row *truth_row(const struct truth *truth, uint32_t table, struct span key)
{
    const struct truth_table *rows = &truth->tables[table];
    uint32_t low = 0;
    uint32_t high = rows->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare(rows->rows[middle].key, key);
        if (order == 0) return &rows->rows[middle];
        if (order < 0) low = middle + 1;
        if (order > 0) high = middle;
    }
    return NULL;
}
