/* SPDX-License-Identifier: Apache-2.0 */
/* How a key comes into the table.
 *
 *     ended ──► row of STORE_LATE_KEY, and filling ──► full, or idle: generations change places
 *                                                 ──► written in order of hashes into STORE_KEY
 *                                                 ──► all of them durable: rows deleted, emptied
 *
 * A key is in memory from late_keys_committed on, in the same moment in which its bundle leaves the
 * engine, and until all of its generation is durable in STORE_KEY. After a restart it comes back
 * from its row; a row that was not yet deleted brings keys again that the table has, and they
 * are written once more.
 *
 * The written generation must be through before the other is full. Each draft takes twice as many
 * keys as it ends bundles, so it is through when the other is half full. Where rows of another
 * release filled both, keys go into the table at once until there is room. */
#include "broker/shell/late_keys.h"

#include "broker/shell/log.h"
#include "broker/shell/store.h"

#include <errno.h>
#include <inttypes.h>
#include <sys/mman.h>

#define PORTION 256         /* keys with each draft at least, while a generation is written */
#define DELETED_ROWS_MAX 64 /* with one draft */
#define AHEAD 8             /* keys whose place in memory is fetched before they are added */

static_assert(PORTION <= DRAFT_LATE_KEYS_MAX, "a portion fits a draft");
static_assert(DELETED_ROWS_MAX < DRAFT_LATE_ROWS_MAX, "they and the new row fit a draft");

static size_t generation_bytes(void)
{
    return LATE_KEYS_SLOTS * sizeof(struct late_key);
}

enum err late_keys_init(struct late_keys *late)
{
    *late = (struct late_keys){ .row_next = 1, .row_first = 1, .row_kept = 1 };
    void *memory = mmap(NULL, 2 * generation_bytes(), PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        log_error("no memory for late keys: %s", strerror(errno));
        return ERR_NO_MEMORY;
    }
    late->memory = memory;
    late->generations[0].slots = memory;
    late->generations[1].slots = late->generations[0].slots + LATE_KEYS_SLOTS;
    return key_filter_init(&late->filter);
}

void late_keys_fini(struct late_keys *late)
{
    if (late->memory != NULL) munmap(late->memory, 2 * generation_bytes());
    key_filter_fini(&late->filter);
    *late = (struct late_keys){ 0 };
}

/* ---- One generation -------------------------------------------------------------------------- */

static uint32_t home_of(const struct hash *hash)
{
    uint32_t leading = (uint32_t)hash->bytes[0] << 24 | (uint32_t)hash->bytes[1] << 16 |
                       (uint32_t)hash->bytes[2] << 8 | hash->bytes[3];
    return leading / (uint32_t)((UINT64_C(1) << 32) / LATE_KEYS_SLOTS);
}

static struct late_key *slot_of(const struct late_generation *generation, const struct hash *hash)
{
    uint32_t at = home_of(hash);
    while (generation->slots[at].bundle != 0 &&
           !hash_is_equal(&generation->slots[at].key_hash, hash)) {
        at = (at + 1) % LATE_KEYS_SLOTS;
    }
    return &generation->slots[at];
}

static void add(struct late_keys *late, const struct late_key *key, uint64_t row)
{
    struct late_generation *generation = &late->generations[late->filling];
    struct late_key *slot = slot_of(generation, &key->key_hash);

    assert(generation->count < LATE_KEYS_MAX);
    assert(key->bundle != 0);
    if (slot->bundle == 0) generation->count++;
    *slot = *key;
    generation->row_end = row + 1;
    key_filter_add(&late->filter, &key->key_hash);
}

/* The key will be added soon. */
static void expect(const struct late_keys *late, const struct hash *key_hash)
{
    __builtin_prefetch(&late->generations[late->filling].slots[home_of(key_hash)], 1);
    key_filter_expect(&late->filter, key_hash);
}

/* The pages go back to the system: zeros when they are next touched. */
static void empty(struct late_generation *generation)
{
    if (madvise(generation->slots, generation_bytes(), MADV_DONTNEED) != 0) {
        memset(generation->slots, 0, generation_bytes());
    }
    generation->count = 0;
}

/* ---- Looking --------------------------------------------------------------------------------- */

uint64_t late_keys_find(const struct late_keys *late, struct view *view,
                        const struct hash *key_hash)
{
    if (key_filter_excludes(&late->filter, key_hash)) return 0;
    for (int i = 0; i < 2; i++) {
        if (late->generations[i].count == 0) continue;
        uint64_t bundle = slot_of(&late->generations[i], key_hash)->bundle;
        if (bundle != 0) return bundle;
    }
    return view == NULL ? 0 : store_find_key(view, key_hash);
}

bool late_keys_have_room(const struct late_keys *late, uint32_t count)
{
    return late->generations[late->filling].count + count <= LATE_KEYS_MAX;
}

/* ---- Loading --------------------------------------------------------------------------------- */

static enum err load_row(struct late_keys *late, uint64_t row, struct span value)
{
    struct late_key key;

    for (uint32_t i = 0; store_late_key_at(value, i, &key); i++) {
        if (key.bundle == 0) return ERR_CORRUPT;
        if (!late_keys_have_room(late, 1)) {
            if (late->generations[1 - late->filling].count > 0) {
                log_error("no room for the late keys of row %" PRIu64, row);
                return ERR_NO_MEMORY;
            }
            late->generations[late->filling].row_end = row; /* that row is in both */
            late->filling = 1 - late->filling;
        }
        add(late, &key, row);
    }
    return OK;
}

enum err late_keys_load(struct late_keys *late, struct view *view)
{
    struct span key = { 0 };
    struct span value;
    uint64_t row;
    enum err err = OK;

    while (err == OK && view_table_next(view, STORE_LATE_KEY, &key, &value)) {
        err = store_read_late_row(key, value, &row);
        if (err == OK && late->row_next == 1) late->row_first = late->row_kept = row;
        if (err == OK) err = load_row(late, row, value);
        if (err == OK) late->row_next = row + 1;
        if (err != OK) log_error("the rows of late keys: %s", err_name(err));
    }
    return err == OK ? view_err(view) : err;
}

/* ---- Writing --------------------------------------------------------------------------------- */

/* The next keys of the generation that is written, in order of slots. */
static void fill_portion(struct late_keys *late, struct draft *draft, uint32_t portion)
{
    const struct late_generation *generation = &late->generations[1 - late->filling];

    late->ahead = late->cursor;
    if (generation->count == 0) return;
    for (; late->ahead < LATE_KEYS_SLOTS; late->ahead++) {
        const struct late_key *key = &generation->slots[late->ahead];
        if (key->bundle == 0) continue;
        if (portion-- == 0) break;
        draft_write(draft, store_put_key(&draft->write_bytes, &key->key_hash, key->bundle));
    }
}

/* Rows whose keys are all in the table. */
static void fill_deletions(struct late_keys *late, struct draft *draft)
{
    const struct late_generation *written = &late->generations[1 - late->filling];
    uint64_t end = written->count > 0 ? late->row_first : written->row_end;

    late->row_kept = late->row_first;
    while (late->row_kept < end && late->row_kept - late->row_first < DELETED_ROWS_MAX) {
        draft_write(draft, store_delete_late_row(&draft->write_bytes, late->row_kept++));
    }
}

void late_keys_fill(struct late_keys *late, struct draft *draft, bool is_idle)
{
    struct late_generation *filled = &late->generations[late->filling];
    bool is_due = is_idle || filled->count >= LATE_KEYS_MAX / 2;

    if (late->generations[1 - late->filling].count == 0 && is_due && filled->count > 0) {
        late->filling = 1 - late->filling;
        late->cursor = 0;
    }
    uint32_t portion = is_idle ? DRAFT_LATE_KEYS_MAX : 2 * draft->late_count + PORTION;
    fill_portion(late, draft, portion < DRAFT_LATE_KEYS_MAX ? portion : DRAFT_LATE_KEYS_MAX);
    fill_deletions(late, draft);
    if (draft->late_count == 0) return;
    draft_write(draft, store_put_late_row(&draft->write_bytes, late->row_next, draft->late,
                                          draft->late_count));
}

void late_keys_committed(struct late_keys *late, const struct draft *draft)
{
    struct late_generation *written = &late->generations[1 - late->filling];

    late->cursor = late->ahead;
    late->row_first = late->row_kept;
    if (written->count > 0 && late->cursor == LATE_KEYS_SLOTS) empty(written);
    for (uint32_t i = 0; i < draft->late_count; i++) {
        if (i + AHEAD < draft->late_count) expect(late, &draft->late[i + AHEAD].key_hash);
        add(late, &draft->late[i], late->row_next);
    }
    if (draft->late_count > 0) late->row_next++;
}
