/* SPDX-License-Identifier: Apache-2.0 */
/* The journal: one dense sequence of fact records, and beside it what follows from them.
 *
 * An interface (append a batch at an expected position, read from a position, be told what is
 * committed) with LMDB as the embedded default; only journal*.c know LMDB. Everything but the
 * record sequence can be deleted and rebuilt from it.
 *
 *     engine thread --- batch ---> journal thread: one LMDB transaction, one sync
 *                   <-- batch ---  eventfd readable; the batch is durable (or the journal failed)
 */
#ifndef BROKER_SHELL_JOURNAL_H
#define BROKER_SHELL_JOURNAL_H

#include "proto/buffer.h"
#include "tongfa/errors.h"
#include "tongfa/limits.h"

/* Address space that a journal reserves unless told otherwise: the bound of its file, not its size.
 * Valgrind has less to give: see the preset `memcheck`. */
#ifndef JOURNAL_MAP_BYTES
#define JOURNAL_MAP_BYTES ((size_t)64 << 30)
#endif

struct journal;

/* Tables beside the records. Keys and values are opaque here. */
enum store_table {
    STORE_OPEN = 0,  /* bundle number (8 bytes big-endian) -> image of an open bundle */
    STORE_CLOSED,    /* bundle number -> image of an ended bundle */
    STORE_KEY,       /* key hash (16) -> bundle number (8) */
    STORE_PROCEDURE, /* name, 0, version (4 big-endian) -> position (8), content hash, definition */
    STORE_COUNTER,   /* department, 0, year (2) -> last number */
    STORE_REQUEST,   /* ring slot (4) -> answered request */
    STORE_META,      /* "totals", "recover_from", "format", "journal" */
    STORE_SIGNED,    /* position (8) -> time, chain, public key, signature: signed checkpoints */
    STORE_LATE_KEY,  /* row (8) -> rows of STORE_KEY that are not there yet, behind one another */
    STORE_WAKE,      /* time (8), bundle number (8) -> nothing: when to look at an ended bundle */
    STORE_TABLE_COUNT
};

/* One write to a table; value.at NULL: delete. */
struct store_write {
    enum store_table table;
    struct span key;
    struct span value;
};

/* What one transaction makes durable together. The engine thread fills it, hands it over, and does
 * not touch it until it comes back. All pointers are the owner's and stay valid meanwhile. */
struct batch {
    uint64_t position_first; /* of records[0]; must be the journal's next position */
    uint32_t record_count;
    const struct span *records;
    uint32_t write_count;
    const struct store_write *writes;
    /* Called in the journal's thread when the batch is durable, before it comes back; or NULL. */
    void (*then)(struct batch *batch);
    void *owner; /* the caller's own; untouched */
};

/* Open or create a journal in a directory (created with its parents' last level; both fsynced).
 * LMDB's default sync mode only; takes the directory's lock so that one process writes.
 * map_bytes 0: JOURNAL_MAP_BYTES. LMDB forbids to open one directory twice in one process, and to
 * use what was opened before a fork.
 *
 * Errors: ERR_IO - logged where it happened; ERR_CORRUPT - not a journal of a known format;
 *         ERR_BUSY - another process has the directory. */
enum err journal_open(struct journal **out, const char *dir, size_t map_bytes);

/* The same for reading only, also while a broker writes. No thread, no batches. */
enum err journal_open_read(struct journal **out, const char *dir);

/* Stops the thread, and closes. Accepts NULL and half-open ones; nulls the pointer. */
void journal_close(struct journal **self);

/* Start the journal thread; and stop it after the batch that it is at, if there is one. */
enum err journal_start(struct journal *journal);
void journal_stop(struct journal *journal);

/* Hand a batch over; at most one is under way. It comes back through journal_committed. */
void journal_append(struct journal *journal, struct batch *batch);

/* Readable when a batch came back or the journal failed. */
int journal_fd(const struct journal *journal);

/* A batch came back; asked without a lock or a system call. */
bool journal_is_back(const struct journal *journal);

/* The batch that came back, or NULL. Never blocks.
 *
 * Errors: ERR_IO - its commit failed: memory is ahead of the disk and nothing was said; exit. */
enum err journal_committed(struct journal *journal, struct batch **batch);

/* Append and wait, without the thread: recovery tools and tests. */
enum err journal_append_now(struct journal *journal, struct batch *batch);

/* Position after the newest committed record; 1 in an empty journal. */
uint64_t journal_position_next(const struct journal *journal);

/* Chain hash of the newest committed record; zeros in an empty journal. */
void journal_chain_head(const struct journal *journal, uint8_t chain[CHAIN_BYTES]);

/* Which journal this is: random, made with it, never changed. Zeros in one that was made before
 * there were names and has not been opened for writing since. */
struct hash journal_id(const struct journal *journal);

/* Bytes used by the environment's file, and by its map at most. */
void journal_bytes(const struct journal *journal, uint64_t *used, uint64_t *max);

/* Let go of the pages of the file that are resident in our memory; they stay in the page cache. From
 * any thread, at any time. */
void journal_trim(struct journal *journal);

/* Write the journal as it is at this moment to data.mdb in a directory that has none, and sync the
 * file; also while another process writes the journal. In a thread of its own, for so long at most.
 *
 * Errors: ERR_IO - logged, what was written is left; ERR_NO_MEMORY; ERR_TIMEOUT - the copying goes on
 *         in its thread, whose snapshot makes the journal grow: end the process, close nothing. */
enum err journal_copy(struct journal *journal, const char *dir, int64_t limit_ms);

/* ---- Reading: a view is a snapshot; what it returns points into the map until the view ends or
 * is renewed. One view per journal and thread; keep none open across waiting. ---------------- */
struct view;
enum err view_open(struct view **out, struct journal *journal);
void view_close(struct view **self);
enum err view_begin(struct view *view); /* the newest committed state */
void view_end(struct view *view);

/* What reading has met since view_begin: the readers below answer "none" for what they cannot read.
 *
 * Errors: ERR_CORRUPT, ERR_IO - logged. */
enum err view_err(const struct view *view);

uint64_t view_position_next(const struct view *view);

/* Record at a position; NULL span if there is none. chain may be NULL. */
struct span view_record(struct view *view, uint64_t position, uint8_t chain[CHAIN_BYTES]);

/* A record sequence from a position on, the fast way; goes on behind the last one also after
 * view_begin. Returns false at the end. A value too short to be a record comes as a NULL span. */
bool view_next(struct view *view, uint64_t *position, struct span *record,
               uint8_t chain[CHAIN_BYTES]);
void view_seek(struct view *view, uint64_t position); /* where view_next goes on */

struct span view_get(struct view *view, enum store_table table, struct span key);

/* Walk a table in key order: begin with an empty key, go on with the last one or with any bytes
 * that are to be passed over. Returns false at the end. */
bool view_table_next(struct view *view, enum store_table table, struct span *key,
                     struct span *value);

/* The last row of a table whose key is not after `until`. Returns false if there is none. */
bool view_table_until(struct view *view, enum store_table table, struct span until,
                      struct span *key, struct span *value);

/* chain_n = BLAKE2b-256(chain_{n-1}, position big-endian, record) */
void chain_step(uint8_t chain[CHAIN_BYTES], uint64_t position, struct span record);

#endif
