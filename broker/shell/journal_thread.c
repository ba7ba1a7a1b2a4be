/* SPDX-License-Identifier: Apache-2.0 */
/* The journal's writer: one batch, one transaction, one sync.
 *
 *     engine thread                                journal thread
 *     journal_append    -- given -->  wake  ---->  write, commit, sync
 *     journal_committed <-- back ---  event_fd <-- head moves on
 *
 * A batch under way belongs to the journal thread and nobody looks at it meanwhile. A commit that
 * fails may still have reached the disk, wholly or not at all: nobody can tell until the journal
 * is opened again. So a failure is for ever; the process ends without having said anything and the
 * next one reads what is there. */
#include "broker/shell/journal_lmdb.h"

#include "broker/shell/log.h"

#include <errno.h>
#include <inttypes.h>
#include <lmdb.h>
#include <sched.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define LINGER_US 150 /* at most, after a batch that came as soon */

void chain_step(uint8_t chain[CHAIN_BYTES], uint64_t position, struct span record)
{
    crypto_generichash_state state;
    uint8_t bytes[sizeof position];

    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(position >> (56 - 8 * i));
    }
    crypto_generichash_init(&state, NULL, 0, CHAIN_BYTES);
    crypto_generichash_update(&state, chain, CHAIN_BYTES);
    crypto_generichash_update(&state, bytes, sizeof bytes);
    crypto_generichash_update(&state, record.at, record.size);
    crypto_generichash_final(&state, chain, CHAIN_BYTES);
}

/* ---- One transaction ----------------------------------------------------------------------- */

/* One cursor for all: it stays at the end, where LMDB else would go from the root each time. */
static int put_records(struct journal *journal, MDB_txn *txn, const struct batch *batch,
                       struct journal_head *head)
{
    MDB_cursor *cursor;
    int rc = mdb_cursor_open(txn, journal->facts, &cursor);
    if (rc != MDB_SUCCESS) return rc;

    for (uint32_t i = 0; i < batch->record_count; i++) {
        struct span record = batch->records[i];
        MDB_val key = { .mv_size = sizeof head->position_next, .mv_data = &head->position_next };
        MDB_val value = { .mv_size = CHAIN_BYTES + record.size };

        chain_step(head->chain, head->position_next, record);
        rc = mdb_cursor_put(cursor, &key, &value, MDB_APPEND | MDB_RESERVE);
        if (rc != MDB_SUCCESS) break;
        memcpy(value.mv_data, head->chain, CHAIN_BYTES);
        memcpy((uint8_t *)value.mv_data + CHAIN_BYTES, record.at, record.size);
        head->position_next++;
    }
    mdb_cursor_close(cursor);
    return rc;
}

static int put_writes(struct journal *journal, MDB_txn *txn, const struct batch *batch)
{
    for (uint32_t i = 0; i < batch->write_count; i++) {
        const struct store_write *write = &batch->writes[i];
        MDB_val key = { .mv_size = write->key.size, .mv_data = (void *)(uintptr_t)write->key.at };
        MDB_val value = { .mv_size = write->value.size,
                          .mv_data = (void *)(uintptr_t)write->value.at };

        assert(write->table < STORE_TABLE_COUNT);
        int rc;
        if (value.mv_data == NULL) {
            rc = mdb_del(txn, journal->tables[write->table], &key, NULL);
            if (rc == MDB_NOTFOUND) rc = MDB_SUCCESS; /* gone already */
        } else {
            rc = mdb_put(txn, journal->tables[write->table], &key, &value, 0);
        }
        if (rc != MDB_SUCCESS) return rc;
    }
    return MDB_SUCCESS;
}

static enum err refuse(const struct batch *batch, const char *why)
{
    log_error("journal: the commit of %" PRIu32 " records from position %" PRIu64
              " failed: %s; nothing of it was said to anyone, the journal takes no more",
              batch->record_count, batch->position_first, why);
    return ERR_IO;
}

/* Write a batch behind *head and move *head; on error *head is of no use. */
static enum err write_batch(struct journal *journal, const struct batch *batch,
                            struct journal_head *head)
{
    MDB_txn *txn;

    if (batch->position_first != head->position_next) {
        char why[80];
        snprintf(why, sizeof why, "it does not join on, next is position %" PRIu64,
                 head->position_next);
        return refuse(batch, why);
    }
    int rc = mdb_txn_begin(journal->env, NULL, 0, &txn);
    if (rc != MDB_SUCCESS) return refuse(batch, mdb_strerror(rc));
    rc = put_records(journal, txn, batch, head);
    if (rc == MDB_SUCCESS) rc = put_writes(journal, txn, batch);
    if (rc == MDB_SUCCESS) {
        rc = mdb_txn_commit(txn);
    } else {
        mdb_txn_abort(txn);
    }
    if (rc == MDB_MAP_FULL) {
        return refuse(batch, "the journal's map is full; start again with a larger map size");
    }
    return rc == MDB_SUCCESS ? OK : refuse(batch, mdb_strerror(rc));
}

/* ---- The thread ---------------------------------------------------------------------------- */

static int64_t monotonic_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Look for a batch without sleeping, since under load the next one comes sooner than a thread is woken. Whoever
 * wants the processor meanwhile has it. */
static void linger(struct journal *journal, int64_t until_us)
{
    pthread_mutex_unlock(&journal->mutex);
    while (journal->given == NULL && !journal->is_stopping && monotonic_us() < until_us) {
        sched_yield();
    }
    pthread_mutex_lock(&journal->mutex);
}

/* Wait for something to do until a moment. Returns false when the moment has come. */
static bool wait_until(struct journal *journal, const struct timespec *moment)
{
    int rc = 0;
    int64_t began_us = monotonic_us();

    if (journal->is_hurried) linger(journal, began_us + LINGER_US);
    while (journal->given == NULL && !journal->is_stopping && rc == 0) {
        rc = pthread_cond_timedwait(&journal->wake, &journal->mutex, moment);
    }
    journal->is_hurried = monotonic_us() - began_us < LINGER_US;
    return rc == 0;
}

static void give_back(struct journal *journal, enum err err, const struct journal_head *head)
{
    uint64_t one = 1;

    assert(journal->event_fd >= 0);
    if (err == OK) {
        journal->head = *head;
        journal->back = journal->given;
    } else {
        journal->is_failed = true;
    }
    journal->given = NULL;
    if (write(journal->event_fd, &one, sizeof one) < 0) {
        journal->is_failed = true; /* whoever looks next learns it */
        log_error("journal: the eventfd cannot be written");
    }
}

static void commit_given(struct journal *journal)
{
    struct batch *batch = journal->given;
    struct journal_head head = journal->head;

    pthread_mutex_unlock(&journal->mutex);
    enum err err = write_batch(journal, batch, &head);
    if (err == OK && batch->then != NULL) batch->then(batch);
    pthread_mutex_lock(&journal->mutex);
    give_back(journal, err, &head);
}

static void *run(void *argument)
{
    struct journal *journal = argument;
    struct timespec check;

    clock_gettime(CLOCK_MONOTONIC, &check);
    time_t trim_s = check.tv_sec + JOURNAL_TRIM_S;
    check.tv_sec += JOURNAL_READERS_CHECK_S;
    pthread_mutex_lock(&journal->mutex);
    while (!journal->is_failed) {
        bool is_due = !wait_until(journal, &check);
        if (journal->given != NULL) {
            commit_given(journal);
        } else if (journal->is_stopping) {
            break;
        }
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (now.tv_sec < trim_s && !is_due && now.tv_sec < check.tv_sec) continue;
        pthread_mutex_unlock(&journal->mutex);
        journal_trim(journal);
        trim_s = now.tv_sec + JOURNAL_TRIM_S;
        if (is_due || now.tv_sec >= check.tv_sec) journal_check_readers(journal);
        pthread_mutex_lock(&journal->mutex);
        if (!is_due && now.tv_sec < check.tv_sec) continue;
        check.tv_sec = now.tv_sec + JOURNAL_READERS_CHECK_S;
    }
    pthread_mutex_unlock(&journal->mutex);
    return NULL;
}

enum err journal_start(struct journal *journal)
{
    sigset_t all;
    sigset_t before;

    assert(!journal->is_started);
    assert(!journal->is_read_only);
    sigfillset(&all); /* signals are for the engine thread */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int rc = pthread_create(&journal->thread, NULL, run, journal);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (rc != 0) {
        log_error("journal: cannot start its thread: %s", strerror(rc));
        return ERR_IO;
    }
    journal->is_started = true;
    pthread_setname_np(journal->thread, "journal");
    return OK;
}

void journal_stop(struct journal *journal)
{
    if (!journal->is_started) return;
    pthread_mutex_lock(&journal->mutex);
    journal->is_stopping = true;
    pthread_cond_signal(&journal->wake);
    pthread_mutex_unlock(&journal->mutex);
    pthread_join(journal->thread, NULL);
    journal->is_started = false;
}

/* ---- The engine's side --------------------------------------------------------------------- */

void journal_append(struct journal *journal, struct batch *batch)
{
    assert(journal->is_started);
    pthread_mutex_lock(&journal->mutex);
    if (!journal->is_failed) {
        assert(journal->given == NULL);
        assert(journal->back == NULL);
        journal->given = batch;
        pthread_cond_signal(&journal->wake);
    }
    pthread_mutex_unlock(&journal->mutex);
}

bool journal_is_back(const struct journal *journal)
{
    return atomic_load_explicit(&journal->back, memory_order_relaxed) != NULL;
}

int journal_fd(const struct journal *journal)
{
    return journal->event_fd;
}

enum err journal_committed(struct journal *journal, struct batch **batch)
{
    uint64_t count;
    enum err err = OK;

    *batch = NULL;
    pthread_mutex_lock(&journal->mutex);
    if (!journal->is_failed && journal->back != NULL &&
        read(journal->event_fd, &count, sizeof count) < 0) {
        journal->is_failed = true;
        log_error("journal: the eventfd cannot be read");
    }
    if (journal->is_failed) {
        err = ERR_IO; /* the eventfd stays readable */
    } else {
        *batch = journal->back;
        journal->back = NULL;
    }
    pthread_mutex_unlock(&journal->mutex);
    return err;
}

enum err journal_append_now(struct journal *journal, struct batch *batch)
{
    assert(!journal->is_started);
    assert(!journal->is_read_only);
    if (journal->is_failed) return ERR_IO;
    struct journal_head head = journal->head;
    enum err err = write_batch(journal, batch, &head);
    if (err == OK) {
        journal->head = head;
    } else {
        journal->is_failed = true;
    }
    return err;
}

uint64_t journal_position_next(const struct journal *journal)
{
    pthread_mutex_t *mutex = (pthread_mutex_t *)(uintptr_t)&journal->mutex;

    pthread_mutex_lock(mutex);
    uint64_t next = journal->head.position_next;
    pthread_mutex_unlock(mutex);
    return next;
}

void journal_chain_head(const struct journal *journal, uint8_t chain[CHAIN_BYTES])
{
    pthread_mutex_t *mutex = (pthread_mutex_t *)(uintptr_t)&journal->mutex;

    pthread_mutex_lock(mutex);
    memcpy(chain, journal->head.chain, CHAIN_BYTES);
    pthread_mutex_unlock(mutex);
}
