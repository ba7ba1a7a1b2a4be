/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of ended bundles on their way into STORE_KEY.
 *
 * Keys are hashes: each that is put into a large table by itself dirties a page of its own, four
 * thousand bytes for twenty-four. So a commit writes the keys of the bundles that it stores as ended
 * into one row of STORE_LATE_KEY, behind one another, and they stay in memory besides. Of these
 * there are two generations: one is filled while the other is written into STORE_KEY in the order
 * of its hashes, where many keys share a page; then the rows that held it are deleted. */
#ifndef BROKER_SHELL_LATE_KEYS_H
#define BROKER_SHELL_LATE_KEYS_H

#include "broker/shell/draft.h"
#include "broker/shell/key_filter.h"

#define LATE_KEYS_MAX (1u << 17) /* in one generation */
#define LATE_KEYS_SLOTS (2 * LATE_KEYS_MAX)

/* Open addressing, a slot without bundle is empty; a hash's home is its leading bits, so that slots are nearly in order of hashes. */
struct late_generation {
    struct late_key *slots;
    uint32_t count;
    uint64_t row_end; /* its keys stand in rows before this one */
};

struct late_keys {
    struct late_generation generations[2];
    uint32_t filling;   /* which of them; the other is being written */
    uint32_t cursor;    /* slots of the other before this one are written */
    uint32_t ahead;     /* ... and those before this one are in the draft under way */
    uint64_t row_next;  /* number of the next row */
    uint64_t row_first; /* rows before this one are deleted */
    uint64_t row_kept;  /* ... and those before this one in the draft under way */
    void *memory;
    struct key_filter filter; /* of STORE_KEY, and of all that wait */
};

/* Memory is reserved once and touched as used. The filter is to learn (key_filter_learn), in whatever
 * time there is; until then STORE_KEY is asked. Errors: ERR_NO_MEMORY - logged. */
enum err late_keys_init(struct late_keys *late);
void late_keys_fini(struct late_keys *late); /* accepts a zeroed one */

/* After recovery: what the rows hold. Errors: ERR_CORRUPT, ERR_NO_MEMORY - logged; ERR_IO. */
enum err late_keys_load(struct late_keys *late, struct view *view);

/* Number of an ended bundle by its key, or 0: from here, or from STORE_KEY in a view begun after the last
 * late_keys_committed; NULL: only from here. */
uint64_t late_keys_find(const struct late_keys *late, struct view *view,
                        const struct hash *key_hash);

/* There is room for the keys of so many bundles more. Else they go into STORE_KEY at once. */
bool late_keys_have_room(const struct late_keys *late, uint32_t count);

/* Complete a draft: a row with the keys of the bundles that it ends, and some of those that wait
 * into STORE_KEY: as many again as to keep pace, all of them in time where nothing else is to do. */
void late_keys_fill(struct late_keys *late, struct draft *draft, bool is_idle);

/* That draft is durable. */
void late_keys_committed(struct late_keys *late, const struct draft *draft);

#endif
