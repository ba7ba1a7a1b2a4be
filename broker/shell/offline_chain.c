/* SPDX-License-Identifier: Apache-2.0 */
/* Hashing a record takes twice as long as reading it. But the hash of the record before stands in the
 * journal, so each can be checked by itself, in any order: a portion is cut into chunks, and whoever has
 * nothing else to do takes the next one. That is a thread of its own, and the reader when it has read. They
 * share nothing but the number of the next chunk: each has a view of its own, and what is found in a chunk is
 * kept in it until all are done. Then they are joined in order, and what is missing between them is seen.
 *
 * Where no thread can be had the reader takes all chunks. */
#include "broker/shell/offline_chain.h"

#include "broker/shell/log.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>

#define CHUNK_RECORDS 2048
#define CHUNKS_MAX (CHAIN_PORTION_RECORDS / CHUNK_RECORDS)

/* Some records, and what came of them. */
struct chunk {
    uint64_t from;
    uint64_t to;
    enum err err;
    struct findings findings;
    struct kept_findings kept;
    uint64_t records;
    uint64_t position_first;    /* of the first one that is there */
    uint64_t expected;          /* the position that comes next; 0: none was there yet */
    uint8_t chain[CHAIN_BYTES]; /* of the record before that, as stored */
};

struct chain_check {
    struct view *thread_view;
    struct view *caller_view;
    /* Of the portion under way. */
    struct chunk chunks[CHUNKS_MAX];
    uint32_t chunk_count;
    uint32_t chunk_next; /* under the mutex: nobody has taken this one and those behind it */
    struct kept_findings kept;
    /* Of the whole walk. */
    uint8_t chain[CHAIN_BYTES]; /* of the record before, as stored */
    uint64_t expected;          /* the position that comes next */
    uint64_t records;
    /* Between the two. */
    pthread_t thread;
    bool has_thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool is_at_work;  /* the thread has a chunk */
    bool is_stopping; /* the thread shall end */
};

/* ---- Findings that wait -------------------------------------------------------------------- */

bool findings_keep(void *self, const struct offline_problem *problem)
{
    struct kept_findings *kept = self;

    if (kept->count == kept->capacity) {
        size_t capacity = kept->capacity == 0 ? 64 : 2 * kept->capacity;
        struct offline_problem *more = realloc(kept->list, capacity * sizeof *more);
        if (more == NULL) {
            kept_fini(kept);
            return false;
        }
        kept->list = more;
        kept->capacity = capacity;
    }
    kept->list[kept->count++] = *problem;
    return true;
}

void kept_fini(struct kept_findings *kept)
{
    free(kept->list);
    *kept = (struct kept_findings){ 0 };
}

/* ---- A chunk ------------------------------------------------------------------------------- */

static void find_gap(struct findings *findings, uint64_t expected, uint64_t position)
{
    findings_add(findings, expected, 0, "positions %" PRIu64 " to %" PRIu64 " are missing",
                 expected, position - 1);
}

/* What is missing before the first record is seen when the chunks are joined. */
static void check_record(struct chunk *chunk, uint64_t position, struct span record,
                         const uint8_t chain[CHAIN_BYTES])
{
    struct findings *findings = &chunk->findings;
    bool follows = position == chunk->expected;

    if (chunk->records++ == 0) {
        chunk->position_first = position;
    } else if (!follows) {
        find_gap(findings, chunk->expected, position);
    }
    if (follows && record.at != NULL) chain_step(chunk->chain, position, record);
    if (record.at == NULL) {
        findings_add(findings, position, 0, "it is too short to be a record");
    } else if (follows && memcmp(chunk->chain, chain, CHAIN_BYTES) != 0) {
        findings_add(findings, position, 0,
                     "its chain hash does not fit: the record or its hash was changed");
    }
    memcpy(chunk->chain, chain, CHAIN_BYTES);
    chunk->expected = position + 1;
}

/* The walk begins one record before the chunk, for its hash. */
static void check_chunk(struct chunk *chunk, struct view *view)
{
    uint8_t chain[CHAIN_BYTES];
    uint64_t position;
    struct span record;

    chunk->kept.count = 0;
    chunk->findings = (struct findings){ .complain = findings_keep, .self = &chunk->kept };
    chunk->records = 0;
    chunk->expected = chunk->from == 1 ? 1 : 0;
    memset(chunk->chain, 0, CHAIN_BYTES);
    chunk->err = view_begin(view);
    if (chunk->err != OK) return;
    view_seek(view, chunk->from - 1);
    while (!chunk->findings.is_stopped && view_next(view, &position, &record, chain) &&
           position < chunk->to) {
        if (position >= chunk->from) {
            check_record(chunk, position, record, chain);
        } else {
            memcpy(chunk->chain, chain, CHAIN_BYTES);
            chunk->expected = chunk->from;
        }
    }
    if (view_err(view) == ERR_IO) chunk->err = ERR_IO;
    if (chunk->findings.is_stopped) chunk->err = ERR_NO_MEMORY;
    view_end(view);
}

/* ---- The thread ---------------------------------------------------------------------------- */

/* Called under the mutex, which is let go meanwhile. Returns false if there is none left. */
static bool take_chunk(struct chain_check *check, struct view *view)
{
    if (check->chunk_next == check->chunk_count) return false;
    struct chunk *chunk = &check->chunks[check->chunk_next++];
    pthread_mutex_unlock(&check->mutex);
    check_chunk(chunk, view);
    pthread_mutex_lock(&check->mutex);
    return true;
}

static void *run(void *argument)
{
    struct chain_check *check = argument;

    pthread_mutex_lock(&check->mutex);
    while (!check->is_stopping) {
        check->is_at_work = true;
        if (take_chunk(check, check->thread_view)) continue;
        check->is_at_work = false;
        pthread_cond_broadcast(&check->changed);
        pthread_cond_wait(&check->changed, &check->mutex);
    }
    pthread_mutex_unlock(&check->mutex);
    return NULL;
}

enum err chain_check_open(struct chain_check **out, struct journal *journal)
{
    struct chain_check *check = calloc(1, sizeof *check);

    *out = NULL;
    if (check == NULL) return ERR_NO_MEMORY;
    check->expected = 1;
    enum err err = view_open(&check->thread_view, journal);
    if (err == OK) err = view_open(&check->caller_view, journal);
    if (err != OK) {
        view_close(&check->thread_view);
        free(check);
        return err;
    }
    pthread_mutex_init(&check->mutex, NULL);
    pthread_cond_init(&check->changed, NULL);
    check->has_thread = pthread_create(&check->thread, NULL, run, check) == 0;
    *out = check;
    return OK;
}

void chain_check_begin(struct chain_check *check, uint64_t from, uint64_t to)
{
    uint32_t count = 0;

    assert(to - from <= CHAIN_PORTION_RECORDS);
    pthread_mutex_lock(&check->mutex);
    assert(!check->is_at_work);
    for (; from < to; count++) {
        uint64_t end = to - from > CHUNK_RECORDS ? from + CHUNK_RECORDS : to;
        check->chunks[count].from = from;
        check->chunks[count].to = end;
        from = end;
    }
    check->chunk_count = count;
    check->chunk_next = 0;
    pthread_cond_broadcast(&check->changed);
    pthread_mutex_unlock(&check->mutex);
}

/* Go on behind a chunk, as if all had been one walk. */
static enum err join(struct chain_check *check, const struct chunk *chunk)
{
    struct findings findings = { .complain = findings_keep, .self = &check->kept };

    if (chunk->err != OK || chunk->records == 0) return chunk->err;
    if (chunk->position_first != check->expected) {
        find_gap(&findings, check->expected, chunk->position_first);
    }
    for (size_t i = 0; i < chunk->kept.count && !findings.is_stopped; i++) {
        findings_pass(&findings, &chunk->kept.list[i]);
    }
    memcpy(check->chain, chunk->chain, CHAIN_BYTES);
    check->expected = chunk->expected;
    check->records += chunk->records;
    return findings.is_stopped ? ERR_NO_MEMORY : OK;
}

enum err chain_check_end(struct chain_check *check, const struct kept_findings **kept)
{
    enum err err = OK;

    pthread_mutex_lock(&check->mutex);
    while (take_chunk(check, check->caller_view)) {
    }
    while (check->is_at_work) {
        pthread_cond_wait(&check->changed, &check->mutex);
    }
    pthread_mutex_unlock(&check->mutex);
    check->kept.count = 0;
    for (uint32_t i = 0; i < check->chunk_count && err == OK; i++) {
        err = join(check, &check->chunks[i]);
    }
    *kept = &check->kept;
    return err;
}

uint64_t chain_check_records(const struct chain_check *check)
{
    return check->records;
}

void chain_check_head(const struct chain_check *check, uint8_t chain[CHAIN_BYTES])
{
    memcpy(chain, check->chain, CHAIN_BYTES);
}

void chain_check_close(struct chain_check **self)
{
    struct chain_check *check = *self;

    if (check == NULL) return;
    pthread_mutex_lock(&check->mutex);
    check->is_stopping = true;
    pthread_cond_broadcast(&check->changed);
    pthread_mutex_unlock(&check->mutex);
    if (check->has_thread) pthread_join(check->thread, NULL);
    pthread_cond_destroy(&check->changed);
    pthread_mutex_destroy(&check->mutex);
    view_close(&check->thread_view);
    view_close(&check->caller_view);
    for (int i = 0; i < CHUNKS_MAX; i++) {
        kept_fini(&check->chunks[i].kept);
    }
    kept_fini(&check->kept);
    free(check);
    *self = NULL;
}
