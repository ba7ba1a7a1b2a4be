/* SPDX-License-Identifier: Apache-2.0 */
/* Rows and records are copies of their own, freed when they are overwritten: whoever looks at one
 * after its view has ended is found by AddressSanitizer. */
#include "tests/sim/disk.h"

#include "broker/shell/store.h"
#include "tests/sim/audit.h"
#include "tests/sim/trace.h"
#include "tests/sim/world.h"

#include <sodium.h>
#include <stdlib.h>

#define MAP_BYTES ((uint64_t)1 << 30)
#define STARTS_FAILING_MAX 40 /* reads before one fails */

struct journal {
    bool is_dead; /* its broker died: what comes is lost */
};

struct view {
    bool is_begun;
    uint64_t position; /* where view_next goes on */
    uint64_t position_next;
    enum err err;
};

struct row {
    struct span key;
    struct span value;
};

struct stored {
    struct span record;
    uint8_t chain[CHAIN_BYTES];
};

static struct {
    struct chance chance;
    struct stored *records;
    uint64_t count;
    uint64_t capacity;
    struct row *rows[STORE_TABLE_COUNT];
    uint32_t row_counts[STORE_TABLE_COUNT];
    uint32_t row_capacities[STORE_TABLE_COUNT];
    struct journal journal;
    struct view view; /* for checks */
    struct batch *under_way;
    int64_t due_ms;
    uint64_t left_bytes; /* that the journal may grow by */
    uint32_t reads_left; /* until one fails; 0: none will */
    uint32_t appends_left;
} disk;

/* ---- What is durable ------------------------------------------------------------------------- */

static struct span copy_of(struct span span)
{
    uint8_t *at = malloc(span.size > 0 ? span.size : 1);
    assert(at != NULL);
    if (span.size > 0) memcpy(at, span.at, span.size);
    return (struct span){ at, span.size };
}

static void drop(struct span span)
{
    free((void *)(uintptr_t)span.at);
}

static int compare(struct span left, struct span right)
{
    size_t size = left.size < right.size ? left.size : right.size;
    int order = size == 0 ? 0 : memcmp(left.at, right.at, size);
    if (order != 0) return order;
    return (left.size > right.size) - (left.size < right.size);
}

/* Index of the first row that is not before a key. */
static uint32_t find_row(enum store_table table, struct span key)
{
    uint32_t from = 0;
    uint32_t until = disk.row_counts[table];
    while (from < until) {
        uint32_t middle = (from + until) / 2;
        if (compare(disk.rows[table][middle].key, key) < 0) {
            from = middle + 1;
        } else {
            until = middle;
        }
    }
    return from;
}

static void remove_row(enum store_table table, uint32_t at)
{
    struct row *rows = disk.rows[table];
    drop(rows[at].key);
    drop(rows[at].value);
    disk.row_counts[table]--;
    memmove(rows + at, rows + at + 1, (disk.row_counts[table] - at) * sizeof *rows);
}

static void insert_row(enum store_table table, uint32_t at, struct row row)
{
    if (disk.row_counts[table] == disk.row_capacities[table]) {
        uint32_t capacity = 2 * disk.row_capacities[table] + 16;
        disk.rows[table] = realloc(disk.rows[table], capacity * sizeof *disk.rows[table]);
        assert(disk.rows[table] != NULL);
        disk.row_capacities[table] = capacity;
    }
    struct row *rows = disk.rows[table];
    memmove(rows + at + 1, rows + at, (disk.row_counts[table] - at) * sizeof *rows);
    rows[at] = (struct row){ copy_of(row.key), copy_of(row.value) };
    disk.row_counts[table]++;
}

static void apply_write(const struct store_write *write)
{
    uint32_t at = find_row(write->table, write->key);
    bool is_there = at < disk.row_counts[write->table] &&
                    compare(disk.rows[write->table][at].key, write->key) == 0;
    if (is_there) remove_row(write->table, at);
    if (write->value.at == NULL) return;
    insert_row(write->table, at, (struct row){ write->key, write->value });
}

static void forget_rows(void)
{
    for (int table = 0; table < STORE_TABLE_COUNT; table++) {
        while (disk.row_counts[table] > 0) {
            remove_row((enum store_table)table, disk.row_counts[table] - 1);
        }
    }
}

/* One transaction: all of it. */
static void apply(const struct batch *batch)
{
    if (batch->position_first != disk.count + 1) {
        world_fail("a batch begins at position %llu, the journal ends at %llu",
                   (unsigned long long)batch->position_first, (unsigned long long)disk.count);
        return;
    }
    for (uint32_t i = 0; i < batch->record_count; i++) {
        if (disk.count == disk.capacity) {
            disk.capacity = 2 * disk.capacity + 256;
            disk.records = realloc(disk.records, disk.capacity * sizeof *disk.records);
            assert(disk.records != NULL);
        }
        struct stored *stored = &disk.records[disk.count++];
        *stored = (struct stored){ .record.at = NULL };
        journal_chain_head(&disk.journal, stored->chain);
        chain_step(stored->chain, disk.count, batch->records[i]);
        stored->record = copy_of(batch->records[i]);
    }
    for (uint32_t i = 0; i < batch->write_count; i++) {
        apply_write(&batch->writes[i]);
    }
    world.commit_count++;
    audit_commit(batch->position_first, batch->record_count);
}

void disk_begin(void)
{
    disk.chance = world_chance("disk", 0);
    disk.due_ms = INT64_MAX;
    disk.left_bytes = MAP_BYTES;
}

void disk_end(void)
{
    forget_rows();
    for (int table = 0; table < STORE_TABLE_COUNT; table++) {
        free(disk.rows[table]);
    }
    for (uint64_t i = 0; i < disk.count; i++) {
        drop(disk.records[i].record);
    }
    free(disk.records);
    memset(&disk, 0, sizeof disk);
}

uint64_t disk_count(void)
{
    return disk.count;
}

struct span disk_record(uint64_t position)
{
    assert(position > 0);
    return position <= disk.count ? disk.records[position - 1].record : (struct span){ 0 };
}

int64_t disk_wake_ms(void)
{
    struct wake_row row;
    if (disk.row_counts[STORE_WAKE] == 0) return INT64_MAX;
    const struct row *first = &disk.rows[STORE_WAKE][0];
    return store_read_wake(first->key, first->value, &row) == OK ? row.at_ms : INT64_MAX;
}

/* ---- Faults ---------------------------------------------------------------------------------- */

int64_t disk_due_ms(void)
{
    return disk.under_way == NULL ? INT64_MAX : disk.due_ms;
}

bool disk_is_ready(void)
{
    return disk.under_way != NULL && disk.due_ms <= world.now_ms;
}

void disk_kill(void)
{
    if (disk.journal.is_dead) return;
    disk.journal.is_dead = true;
    if (disk.under_way == NULL) return;
    if (chance_one_in(&disk.chance, 2)) {
        trace_note("the commit under way reaches the disk");
        apply(disk.under_way);
    } else {
        trace_note("the commit under way is lost");
    }
    disk.under_way = NULL;
}

void disk_before_start(void)
{
    disk.reads_left = disk.appends_left = 0;
    if (world_fault(&disk.chance, OPTION_lose_tables)) {
        trace_note("all tables beside the records are deleted");
        forget_rows();
    }
    if (world_fault(&disk.chance, OPTION_bad_start)) {
        disk.reads_left = 1 + chance_below(&disk.chance, STARTS_FAILING_MAX);
        disk.appends_left = 1 + chance_below(&disk.chance, 2);
    }
}

void disk_set_full(uint64_t left_bytes)
{
    disk.left_bytes = left_bytes < MAP_BYTES ? left_bytes : MAP_BYTES;
}

uint64_t disk_left_bytes(void)
{
    return disk.left_bytes;
}

/* ---- broker/shell/journal.h ------------------------------------------------------------------ */

enum err journal_open(struct journal **out, const char *dir, size_t map_bytes)
{
    (void)dir;
    (void)map_bytes;
    disk.journal.is_dead = false;
    *out = &disk.journal;
    return OK;
}

void journal_close(struct journal **self)
{
    if (*self != NULL) disk_kill();
    *self = NULL;
}

void journal_stop(struct journal *journal)
{
    (void)journal; /* no thread */
}

enum err journal_start(struct journal *journal)
{
    (void)journal;
    disk.reads_left = disk.appends_left = 0; /* the start is over */
    return OK;
}

void journal_append(struct journal *journal, struct batch *batch)
{
    assert(disk.under_way == NULL);
    if (journal->is_dead) return;
    disk.under_way = batch;
    disk.due_ms = world.now_ms + 1;
    if (world_option(OPTION_commit_ms) > 0) {
        disk.due_ms += chance_below(&disk.chance, world_option(OPTION_commit_ms));
    }
}

void journal_trim(struct journal *journal)
{
    (void)journal; /* nothing is mapped */
}

int journal_fd(const struct journal *journal)
{
    (void)journal;
    return -1;
}

/* Asked while the broker reads, when no time passes: a commit may end just then. */
bool journal_is_back(const struct journal *journal)
{
    if (journal->is_dead || disk.under_way == NULL) return false;
    if (!disk_is_ready() && chance_one_in(&disk.chance, 2)) disk.due_ms = world.now_ms;
    return disk_is_ready();
}

enum err journal_committed(struct journal *journal, struct batch **batch)
{
    *batch = NULL;
    if (journal->is_dead || !disk_is_ready()) return OK;
    struct batch *under_way = disk.under_way;
    bool is_failing = world_fault(&disk.chance, OPTION_commit_fail);
    if (is_failing) {
        bool is_durable = chance_one_in(&disk.chance, 2);
        trace_note("the commit fails, %s", is_durable ? "but is durable" : "nothing is durable");
        if (is_durable) apply(under_way);
        disk.under_way = NULL;
        return ERR_IO;
    }
    disk.under_way = NULL;
    apply(under_way);
    if (under_way->then != NULL) under_way->then(under_way);
    *batch = under_way;
    return OK;
}

enum err journal_append_now(struct journal *journal, struct batch *batch)
{
    assert(!journal->is_dead);
    if (disk.appends_left > 0 && --disk.appends_left == 0) {
        trace_note("the commit of rebuilt tables fails");
        if (chance_one_in(&disk.chance, 2)) apply(batch);
        return ERR_IO;
    }
    apply(batch);
    return OK;
}

uint64_t journal_position_next(const struct journal *journal)
{
    (void)journal;
    return disk.count + 1;
}

void journal_chain_head(const struct journal *journal, uint8_t chain[CHAIN_BYTES])
{
    (void)journal;
    memset(chain, 0, CHAIN_BYTES);
    /* While a batch is written the newest record is still without its own. */
    for (uint64_t at = disk.count; at > 0; at--) {
        if (disk.records[at - 1].record.at == NULL) continue;
        memcpy(chain, disk.records[at - 1].chain, CHAIN_BYTES);
        return;
    }
}

struct hash journal_id(const struct journal *journal)
{
    (void)journal;
    return (struct hash){ .bytes = { 's', 'i', 'm' } };
}

void journal_bytes(const struct journal *journal, uint64_t *used, uint64_t *max)
{
    (void)journal;
    *used = MAP_BYTES - disk.left_bytes;
    *max = MAP_BYTES;
}

/* ---- Views ----------------------------------------------------------------------------------- */

enum err view_open(struct view **out, struct journal *journal)
{
    (void)journal;
    *out = calloc(1, sizeof **out);
    return *out == NULL ? ERR_NO_MEMORY : OK;
}

void view_close(struct view **self)
{
    free(*self);
    *self = NULL;
}

enum err view_begin(struct view *view)
{
    view->is_begun = true;
    view->err = OK;
    view->position_next = disk.count + 1;
    return OK;
}

void view_end(struct view *view)
{
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

/* A read that does not fail, or the one that does. */
static bool is_read(struct view *view)
{
    assert(view->is_begun);
    if (view == &disk.view || disk.reads_left == 0 || --disk.reads_left > 0) return true;
    view->err = ERR_IO;
    return false;
}

struct span view_record(struct view *view, uint64_t position, uint8_t chain[CHAIN_BYTES])
{
    bool is_there = is_read(view) && position > 0 && position < view->position_next;
    if (!is_there) return (struct span){ 0 };
    const struct stored *stored = &disk.records[position - 1];
    if (chain != NULL) memcpy(chain, stored->chain, CHAIN_BYTES);
    return stored->record;
}

void view_seek(struct view *view, uint64_t position)
{
    view->position = position;
}

bool view_next(struct view *view, uint64_t *position, struct span *record,
               uint8_t chain[CHAIN_BYTES])
{
    if (view->position == 0) view->position = 1;
    if (!is_read(view) || view->position >= view->position_next) return false;
    *position = view->position++;
    *record = disk.records[*position - 1].record;
    if (chain != NULL) memcpy(chain, disk.records[*position - 1].chain, CHAIN_BYTES);
    return true;
}

struct span view_get(struct view *view, enum store_table table, struct span key)
{
    if (!is_read(view)) return (struct span){ 0 };
    uint32_t at = find_row(table, key);
    bool is_there = at < disk.row_counts[table] && compare(disk.rows[table][at].key, key) == 0;
    return is_there ? disk.rows[table][at].value : (struct span){ 0 };
}

bool view_table_next(struct view *view, enum store_table table, struct span *key,
                     struct span *value)
{
    if (!is_read(view)) return false;
    uint32_t at = key->size == 0 ? 0 : find_row(table, *key);
    uint32_t count = disk.row_counts[table];
    if (key->size > 0 && at < count && compare(disk.rows[table][at].key, *key) == 0) at++;
    if (at >= count) return false;
    *key = disk.rows[table][at].key;
    *value = disk.rows[table][at].value;
    return true;
}

bool view_table_until(struct view *view, enum store_table table, struct span until,
                      struct span *key, struct span *value)
{
    if (!is_read(view)) return false;
    uint32_t at = find_row(table, until);
    uint32_t count = disk.row_counts[table];
    if (at < count && compare(disk.rows[table][at].key, until) == 0) at++;
    if (at == 0) return false;
    *key = disk.rows[table][at - 1].key;
    *value = disk.rows[table][at - 1].value;
    return true;
}

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

struct view *disk_view(void)
{
    disk.view = (struct view){ .position = 1 };
    view_begin(&disk.view);
    return &disk.view;
}
