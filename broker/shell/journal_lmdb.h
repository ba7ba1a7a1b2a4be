/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the LMDB journal, shared by journal*.c and nobody else. */
#ifndef BROKER_SHELL_JOURNAL_LMDB_H
#define BROKER_SHELL_JOURNAL_LMDB_H

#include "broker/shell/journal.h"

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>

struct MDB_env;
struct MDB_txn;

/* In place of LMDB's number of a table that an older release did not make. */
#define NO_TABLE UINT_MAX

/* How often the slots of dead readers are freed, seconds. */
#define JOURNAL_READERS_CHECK_S 10

/* How often a journal at work lets go of the pages that it has looked at, seconds. */
#define JOURNAL_TRIM_S 1

/* What the journal's newest commit ends with. */
struct journal_head {
    uint64_t position_next;
    uint8_t chain[CHAIN_BYTES];
};

/* The engine thread and the journal thread share what stands below the mutex, under the mutex, and
 * nothing else. What stands above it is set before the thread starts. */
struct journal {
    struct MDB_env *env;
    unsigned int facts;                     /* LMDB's number of the record sequence */
    unsigned int tables[STORE_TABLE_COUNT]; /* ... of the tables beside it; NO_TABLE: not there */
    struct hash id;
    void *map; /* the file in our memory; NULL: where it is, is not known */
    size_t map_size;
    int lock_fd;  /* the directory's lock; -1: none */
    int event_fd; /* readable: a batch came back, or failure; -1: none */
    bool is_read_only;
    bool is_started;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wake;           /* the thread has something to do: a batch, or to stop */
    _Atomic(struct batch *) given; /* handed over, not yet committed */
    _Atomic(struct batch *) back;  /* committed, not yet collected */
    struct journal_head head;      /* committed */
    atomic_bool is_stopping;
    bool is_hurried; /* the thread's own: the last batch came soon */
    bool is_failed;  /* for ever: a commit failed and memory is ahead of the disk */
};

/* Find the newest record inside a transaction.
 *
 * Errors: ERR_CORRUPT - it is too short to be one, logged; ERR_IO - logged. */
enum err journal_read_head(const struct journal *journal, struct MDB_txn *txn,
                           struct journal_head *head);

/* Find out where the file is mapped; if that fails, journal_trim does nothing. */
void journal_find_map(struct journal *journal);

/* Free the slots of readers that died inside a transaction: their snapshots keep every page that
 * is freed from now on, and the file would grow without bound. */
void journal_check_readers(struct journal *journal);

#endif
