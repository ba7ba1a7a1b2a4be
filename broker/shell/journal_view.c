/* SPDX-License-Identifier: Apache-2.0 */
/* Views: reading snapshots of the journal.
 *
 * A view keeps its slot in LMDB's table of readers from open to close, and its cursors, so that
 * beginning anew costs no system call and no memory. Between end and begin it holds no snapshot. */
#include "broker/shell/journal_lmdb.h"

#include "broker/shell/log.h"

#include <lmdb.h>
#include <stdlib.h>

/* A place in one table. */
struct walker {
    MDB_cursor *cursor;
    bool is_current; /* belongs to the present snapshot */
    const void *key; /* where it stands, as last returned */
};

struct view {
    struct journal *journal;
    MDB_txn *txn;
    bool is_begun;
    struct walker records;
    struct walker tables[STORE_TABLE_COUNT];
    uint64_t position_next;
    uint64_t position; /* view_next goes on here */
    enum err err;
};

static enum err failed(struct view *view, int rc)
{
    log_error("journal: reading: %s", mdb_strerror(rc));
    bool is_corrupt = rc == MDB_CORRUPTED || rc == MDB_PAGE_NOTFOUND || rc == MDB_INVALID;
    view->err = is_corrupt ? ERR_CORRUPT : ERR_IO;
    return view->err;
}

enum err view_open(struct view **out, struct journal *journal)
{
    struct view *view = calloc(1, sizeof *view);

    *out = NULL;
    if (view == NULL) return ERR_NO_MEMORY;
    view->journal = journal;
    view->position = 1;
    *out = view;
    return OK;
}

void view_close(struct view **self)
{
    struct view *view = *self;

    if (view == NULL) return;
    if (view->records.cursor != NULL) mdb_cursor_close(view->records.cursor);
    for (int i = 0; i < STORE_TABLE_COUNT; i++) {
        if (view->tables[i].cursor != NULL) mdb_cursor_close(view->tables[i].cursor);
    }
    if (view->txn != NULL) mdb_txn_abort(view->txn);
    free(view);
    *self = NULL;
}

static int begin(struct view *view)
{
    if (view->txn != NULL) return mdb_txn_renew(view->txn);
    return mdb_txn_begin(view->journal->env, NULL, MDB_RDONLY, &view->txn);
}

enum err view_begin(struct view *view)
{
    struct journal_head head = { 0 };

    view_end(view);
    view->err = OK;
    int rc = begin(view);
    if (rc == MDB_MAP_RESIZED && view->journal->is_read_only) {
        mdb_env_set_mapsize(view->journal->env, 0); /* the broker was started with a larger map */
        rc = begin(view);
    }
    if (rc != MDB_SUCCESS) return failed(view, rc);
    view->is_begun = true;
    view->records.is_current = false;
    for (int i = 0; i < STORE_TABLE_COUNT; i++) {
        view->tables[i].is_current = false;
    }
    view->err = journal_read_head(view->journal, view->txn, &head);
    view->position_next = head.position_next;
    if (view->err != OK) view_end(view);
    return view->err;
}

void view_end(struct view *view)
{
    if (!view->is_begun) return;
    mdb_txn_reset(view->txn);
    view->is_begun = false;
}

enum err view_err(const struct view *view)
{
    return view->err;
}

uint64_t view_position_next(const struct view *view)
{
    assert(view->is_begun);
    return view->position_next;
}

/* Bring a walker into the present snapshot. */
static int walker_use(struct view *view, struct walker *walker, unsigned int table)
{
    int rc = MDB_SUCCESS;

    if (walker->is_current) return rc;
    walker->key = NULL;
    if (walker->cursor == NULL) {
        rc = mdb_cursor_open(view->txn, table, &walker->cursor);
    } else {
        rc = mdb_cursor_renew(view->txn, walker->cursor);
    }
    walker->is_current = rc == MDB_SUCCESS;
    return rc;
}

/* A stored value as chain hash and record; a NULL record if it is too short to be that. */
static struct span split(struct view *view, const MDB_val *value, uint8_t chain[CHAIN_BYTES])
{
    if (chain != NULL) memset(chain, 0, CHAIN_BYTES);
    if (value->mv_size < CHAIN_BYTES) {
        view->err = ERR_CORRUPT;
        return (struct span){ 0 };
    }
    if (chain != NULL) memcpy(chain, value->mv_data, CHAIN_BYTES);
    return (struct span){ .at = (const uint8_t *)value->mv_data + CHAIN_BYTES,
                          .size = value->mv_size - CHAIN_BYTES };
}

struct span view_record(struct view *view, uint64_t position, uint8_t chain[CHAIN_BYTES])
{
    MDB_val key = { .mv_size = sizeof position, .mv_data = &position };
    MDB_val value;

    assert(view->is_begun);
    int rc = mdb_get(view->txn, view->journal->facts, &key, &value);
    if (rc == MDB_SUCCESS) return split(view, &value, chain);
    if (rc != MDB_NOTFOUND) failed(view, rc);
    return (struct span){ 0 };
}

void view_seek(struct view *view, uint64_t position)
{
    view->position = position;
    view->records.key = NULL;
}

bool view_next(struct view *view, uint64_t *position, struct span *record,
               uint8_t chain[CHAIN_BYTES])
{
    struct walker *walker = &view->records;
    MDB_val key = { .mv_size = sizeof view->position, .mv_data = &view->position };
    MDB_val value;

    assert(view->is_begun);
    int rc = walker_use(view, walker, view->journal->facts);
    if (rc == MDB_SUCCESS) {
        MDB_cursor_op move = walker->key == NULL ? MDB_SET_RANGE : MDB_NEXT;
        rc = mdb_cursor_get(walker->cursor, &key, &value, move);
    }
    if (rc != MDB_SUCCESS) {
        walker->key = NULL;
        if (rc != MDB_NOTFOUND) failed(view, rc);
        return false;
    }
    walker->key = key.mv_data;
    memcpy(position, key.mv_data, sizeof *position);
    view->position = *position + 1;
    *record = split(view, &value, chain);
    return true;
}

struct span view_get(struct view *view, enum store_table table, struct span key)
{
    MDB_val wanted = { .mv_size = key.size, .mv_data = (void *)(uintptr_t)key.at };
    MDB_val value;

    assert(view->is_begun);
    assert(table < STORE_TABLE_COUNT);
    if (view->journal->tables[table] == NO_TABLE) return (struct span){ 0 };
    int rc = mdb_get(view->txn, view->journal->tables[table], &wanted, &value);
    if (rc == MDB_SUCCESS) return (struct span){ .at = value.mv_data, .size = value.mv_size };
    if (rc != MDB_NOTFOUND) failed(view, rc);
    return (struct span){ 0 };
}

/* Move behind a key, wherever the cursor stands. */
static int move_behind(struct walker *walker, struct span behind, MDB_val *key, MDB_val *value)
{
    if (behind.size == 0) return mdb_cursor_get(walker->cursor, key, value, MDB_FIRST);
    if (walker->key == behind.at) return mdb_cursor_get(walker->cursor, key, value, MDB_NEXT);
    *key = (MDB_val){ .mv_size = behind.size, .mv_data = (void *)(uintptr_t)behind.at };
    int rc = mdb_cursor_get(walker->cursor, key, value, MDB_SET_RANGE);
    if (rc != MDB_SUCCESS || key->mv_size != behind.size ||
        memcmp(key->mv_data, behind.at, behind.size) != 0) {
        return rc;
    }
    return mdb_cursor_get(walker->cursor, key, value, MDB_NEXT);
}

bool view_table_next(struct view *view, enum store_table table, struct span *key,
                     struct span *value)
{
    struct walker *walker = &view->tables[table];
    MDB_val found = { 0 };
    MDB_val content = { 0 };

    assert(view->is_begun);
    if (view->journal->tables[table] == NO_TABLE) return false;
    int rc = walker_use(view, walker, view->journal->tables[table]);
    if (rc == MDB_SUCCESS) rc = move_behind(walker, *key, &found, &content);
    walker->key = rc == MDB_SUCCESS ? found.mv_data : NULL;
    if (rc != MDB_SUCCESS) {
        if (rc != MDB_NOTFOUND) failed(view, rc);
        return false;
    }
    *key = (struct span){ .at = found.mv_data, .size = found.mv_size };
    *value = (struct span){ .at = content.mv_data, .size = content.mv_size };
    return true;
}

/* Move to the last row that is not after a key. */
static int move_until(struct walker *walker, struct span until, MDB_val *key, MDB_val *value)
{
    *key = (MDB_val){ .mv_size = until.size, .mv_data = (void *)(uintptr_t)until.at };
    int rc = mdb_cursor_get(walker->cursor, key, value, MDB_SET_RANGE);
    if (rc == MDB_NOTFOUND) return mdb_cursor_get(walker->cursor, key, value, MDB_LAST);
    if (rc != MDB_SUCCESS) return rc;
    bool is_it = key->mv_size == until.size && memcmp(key->mv_data, until.at, until.size) == 0;
    return is_it ? rc : mdb_cursor_get(walker->cursor, key, value, MDB_PREV);
}

bool view_table_until(struct view *view, enum store_table table, struct span until,
                      struct span *key, struct span *value)
{
    struct walker *walker = &view->tables[table];
    MDB_val found = { 0 };
    MDB_val content = { 0 };

    assert(view->is_begun);
    assert(until.size > 0);
    if (view->journal->tables[table] == NO_TABLE) return false;
    int rc = walker_use(view, walker, view->journal->tables[table]);
    if (rc == MDB_SUCCESS) rc = move_until(walker, until, &found, &content);
    walker->key = NULL; /* a walk does not go on from here */
    if (rc != MDB_SUCCESS) {
        if (rc != MDB_NOTFOUND) failed(view, rc);
        return false;
    }
    *key = (struct span){ .at = found.mv_data, .size = found.mv_size };
    *value = (struct span){ .at = content.mv_data, .size = content.mv_size };
    return true;
}
