/* SPDX-License-Identifier: Apache-2.0 */
/* Hashing a record takes about as long as reading it, and needs nothing that the reader finds out;
 * so two threads do it side by side, portion by portion. They share nothing while a portion is
 * under way: each has a view of its own, and what the hashing finds is kept until the reader, whose
 * findings stand between these, has come to the end, too.
 *
 * Where no thread can be had, the hashing is done when its end is waited for. */
#include "broker/shell/offline_chain.h"

#include "broker/shell/log.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>

struct chain_check {
    struct view *view;
    /* Of the portion under way; belongs to the thread from begin to end. */
    uint64_t from;
    uint64_t to;
    enum err err;
    struct findings findings;
    struct kept_findings kept;
    /* Of the whole walk; ditto. */
    uint8_t chain[CHAIN_BYTES]; /* of the record before, as stored */
    uint64_t expected;          /* the position that comes next */
    uint64_t records;
    /* Between the two. */
    pthread_t thread;
    bool has_thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool is_given;    /* a portion is under way */
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

/* ---- The check ----------------------------------------------------------------------------- */

static void check_record(struct chain_check *check, uint64_t position, struct span record,
                         const uint8_t chain[CHAIN_BYTES])
{
    struct findings *findings = &check->findings;

    if (position != check->expected) {
        findings_add(findings, check->expected, 0,
                     "positions %" PRIu64 " to %" PRIu64 " are missing", check->expected,
                     position - 1);
    } else if (record.at != NULL) {
        chain_step(check->chain, position, record);
    }
    if (record.at == NULL) {
        findings_add(findings, position, 0, "it is too short to be a record");
    } else if (position == check->expected && memcmp(check->chain, chain, CHAIN_BYTES) != 0) {
        findings_add(findings, position, 0,
                     "its chain hash does not fit: the record or its hash was changed");
    }
    memcpy(check->chain, chain, CHAIN_BYTES);
    check->expected = position + 1;
    check->records++;
}

static void check_portion(struct chain_check *check)
{
    uint8_t chain[CHAIN_BYTES];
    uint64_t position;
    struct span record;

    check->kept.count = 0;
    check->findings = (struct findings){ .complain = findings_keep, .self = &check->kept };
    check->err = view_begin(check->view);
    view_seek(check->view, check->from);
    while (check->err == OK && !check->findings.is_stopped &&
           view_next(check->view, &position, &record, chain) && position < check->to) {
        check_record(check, position, record, chain);
    }
    if (check->err == OK && view_err(check->view) == ERR_IO) check->err = ERR_IO;
    if (check->findings.is_stopped) check->err = ERR_NO_MEMORY;
    view_end(check->view);
}

/* ---- The thread ---------------------------------------------------------------------------- */

static void *run(void *argument)
{
    struct chain_check *check = argument;

    pthread_mutex_lock(&check->mutex);
    while (!check->is_stopping) {
        if (!check->is_given) {
            pthread_cond_wait(&check->changed, &check->mutex);
            continue;
        }
        pthread_mutex_unlock(&check->mutex);
        check_portion(check);
        pthread_mutex_lock(&check->mutex);
        check->is_given = false;
        pthread_cond_broadcast(&check->changed);
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
    enum err err = view_open(&check->view, journal);
    if (err != OK) {
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
    pthread_mutex_lock(&check->mutex);
    assert(!check->is_given);
    check->from = from;
    check->to = to;
    check->is_given = true;
    pthread_cond_broadcast(&check->changed);
    pthread_mutex_unlock(&check->mutex);
}

enum err chain_check_end(struct chain_check *check, const struct kept_findings **kept)
{
    if (!check->has_thread) {
        check_portion(check);
        check->is_given = false;
    }
    pthread_mutex_lock(&check->mutex);
    while (check->is_given) {
        pthread_cond_wait(&check->changed, &check->mutex);
    }
    pthread_mutex_unlock(&check->mutex);
    *kept = &check->kept;
    return check->err;
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
    view_close(&check->view);
    kept_fini(&check->kept);
    free(check);
    *self = NULL;
}
