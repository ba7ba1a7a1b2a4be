/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/ceiling_journal.h"

#include "bench/tool.h"

#include <lmdb.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAP_BYTES ((size_t)64 << 30)
#define RECORD_HEAD 40 /* where the number of the bundle stands */
#define RECORD_BYTES_MAX 4096

static struct {
    MDB_env *env;
    MDB_dbi facts;
    uint64_t next; /* position */
    uint64_t commits;
    bool with_thread;
    int event_fd;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    struct ceiling_batch *given;
} journal;

static uint8_t filler[RECORD_BYTES_MAX];

static void *grow(void *memory, size_t size)
{
    memory = realloc(memory, size);
    if (memory == NULL) die("no memory");
    return memory;
}

void ceiling_batch_add(struct ceiling_batch *batch, uint32_t size, uint64_t bundle)
{
    if (batch->count == batch->capacity) {
        batch->capacity = batch->capacity == 0 ? 1 << 16 : 2 * batch->capacity;
        batch->records = grow(batch->records, batch->capacity * sizeof *batch->records);
    }
    batch->records[batch->count++] = (struct ceiling_record){ .size = size, .bundle = bundle };
}

void ceiling_batch_add_application(struct ceiling_batch *batch, uint32_t size, uint64_t bundle,
                                   struct span application)
{
    if (application.size > batch->arena_capacity - batch->arena_size) {
        batch->arena_capacity = 2 * batch->arena_capacity + (1 << 20);
        batch->arena = grow(batch->arena, batch->arena_capacity);
    }
    ceiling_batch_add(batch, size + (uint32_t)application.size, bundle);
    struct ceiling_record *record = &batch->records[batch->count - 1];
    record->application_size = (uint32_t)application.size;
    record->application_at = batch->arena_size;
    memcpy(batch->arena + batch->arena_size, application.at, application.size);
    batch->arena_size += application.size;
}

void ceiling_batch_clear(struct ceiling_batch *batch)
{
    batch->count = 0;
    batch->arena_size = 0;
}

static void must(int rc, const char *what)
{
    if (rc != MDB_SUCCESS) die("%s: %s", what, mdb_strerror(rc));
}

static void commit(const struct ceiling_batch *batch)
{
    MDB_txn *txn;
    MDB_cursor *cursor;
    must(mdb_txn_begin(journal.env, NULL, 0, &txn), "begin");
    must(mdb_cursor_open(txn, journal.facts, &cursor), "cursor");
    for (uint32_t i = 0; i < batch->count; i++) {
        const struct ceiling_record *record = &batch->records[i];
        MDB_val key = { .mv_size = sizeof journal.next, .mv_data = &journal.next };
        MDB_val value = { .mv_size = record->size };
        must(mdb_cursor_put(cursor, &key, &value, MDB_APPEND | MDB_RESERVE), "put");
        size_t head = record->size - record->application_size;
        memcpy(value.mv_data, filler, head);
        memcpy((uint8_t *)value.mv_data + RECORD_HEAD, &record->bundle, sizeof record->bundle);
        if (record->application_size > 0) {
            memcpy((uint8_t *)value.mv_data + head, batch->arena + record->application_at,
                   record->application_size);
        }
        journal.next++;
    }
    mdb_cursor_close(cursor);
    must(mdb_txn_commit(txn), "commit");
    journal.commits++;
}

static void *run(void *argument)
{
    (void)argument;
    pthread_mutex_lock(&journal.mutex);
    for (;;) {
        while (journal.given == NULL) {
            pthread_cond_wait(&journal.wake, &journal.mutex);
        }
        struct ceiling_batch *batch = journal.given;
        journal.given = NULL;
        pthread_mutex_unlock(&journal.mutex);
        commit(batch);
        uint64_t one = 1;
        if (write(journal.event_fd, &one, sizeof one) < 0) die("eventfd");
        pthread_mutex_lock(&journal.mutex);
    }
    return NULL;
}

void ceiling_journal_open(const char *dir, bool with_thread)
{
    MDB_txn *txn;
    pthread_t thread;
    if (mkdir(dir, 0750) != 0) die("cannot make %s", dir);
    memset(filler, 0x5a, sizeof filler);
    must(mdb_env_create(&journal.env), "create");
    must(mdb_env_set_mapsize(journal.env, MAP_BYTES), "map size");
    must(mdb_env_set_maxdbs(journal.env, 2), "maxdbs");
    must(mdb_env_open(journal.env, dir, MDB_NOTLS, 0640), dir); /* default mode: full sync */
    must(mdb_txn_begin(journal.env, NULL, 0, &txn), "begin");
    must(mdb_dbi_open(txn, "facts", MDB_CREATE | MDB_INTEGERKEY, &journal.facts), "facts");
    must(mdb_txn_commit(txn), "commit");
    journal.next = 1;
    journal.with_thread = with_thread;
    journal.event_fd = -1;
    if (!with_thread) return;
    journal.event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    pthread_mutex_init(&journal.mutex, NULL);
    pthread_cond_init(&journal.wake, NULL);
    if (pthread_create(&thread, NULL, run, NULL) != 0) die("no thread");
}

void ceiling_journal_append(struct ceiling_batch *batch)
{
    if (!journal.with_thread) {
        commit(batch);
        return;
    }
    pthread_mutex_lock(&journal.mutex);
    journal.given = batch;
    pthread_cond_signal(&journal.wake);
    pthread_mutex_unlock(&journal.mutex);
}

int ceiling_journal_fd(void)
{
    return journal.event_fd;
}

bool ceiling_journal_is_back(void)
{
    uint64_t count;
    return read(journal.event_fd, &count, sizeof count) > 0;
}

uint64_t ceiling_journal_commits(void)
{
    return journal.commits;
}
