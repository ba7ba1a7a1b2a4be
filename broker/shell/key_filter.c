/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/key_filter.h"

#include "broker/shell/log.h"
#include "broker/shell/store.h"

#include <errno.h>
#include <sys/mman.h>

#define BLOCK_WORDS 8 /* a cache line of 512 bits */
#define BLOCK_COUNT (KEY_FILTER_BYTES / sizeof(uint64_t) / BLOCK_WORDS)
#define BITS_PER_KEY 6 /* of 9 bits of the hash each */

static_assert((BLOCK_COUNT & (BLOCK_COUNT - 1)) == 0, "a block is chosen by leading bits");
static_assert(BITS_PER_KEY * 9 <= 64, "the last eight bytes choose the bits");

enum err key_filter_init(struct key_filter *filter)
{
    *filter = (struct key_filter){ .is_learning = true };
    void *memory = mmap(NULL, KEY_FILTER_BYTES, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        log_error("no memory for the filter of keys: %s", strerror(errno));
        return ERR_NO_MEMORY;
    }
    filter->words = memory;
    return OK;
}

void key_filter_fini(struct key_filter *filter)
{
    if (filter->words != NULL) munmap(filter->words, KEY_FILTER_BYTES);
    *filter = (struct key_filter){ 0 };
}

static uint64_t big(const uint8_t bytes[8])
{
    uint64_t number = 0;
    for (int i = 0; i < 8; i++) {
        number = number << 8 | bytes[i];
    }
    return number;
}

/* Keys in order of their hashes have blocks in order. */
static uint64_t *block_of(const struct key_filter *filter, const struct hash *key_hash)
{
    uint64_t leading = big(key_hash->bytes) >> 32;
    return filter->words + leading * BLOCK_COUNT / (UINT64_C(1) << 32) * BLOCK_WORDS;
}

void key_filter_add(struct key_filter *filter, const struct hash *key_hash)
{
    uint64_t *block = block_of(filter, key_hash);
    uint64_t choice = big(key_hash->bytes + HASH_BYTES - 8);

    for (int i = 0; i < BITS_PER_KEY; i++, choice >>= 9) {
        block[choice >> 6 & (BLOCK_WORDS - 1)] |= UINT64_C(1) << (choice & 63);
    }
}

void key_filter_expect(const struct key_filter *filter, const struct hash *key_hash)
{
    __builtin_prefetch(block_of(filter, key_hash), 1);
}

void key_filter_learn(struct key_filter *filter, struct view *view, uint32_t count)
{
    struct span key = { .at = filter->learnt.bytes, .size = HASH_BYTES };
    struct span value;
    uint64_t bundle;

    for (uint32_t i = 0; filter->is_learning && i < count; i++) {
        if (!view_table_next(view, STORE_KEY, &key, &value)) {
            filter->is_learning = false;
            if (view_err(view) == OK) memset(filter->learnt.bytes, 0xff, HASH_BYTES);
            return;
        }
        struct hash key_hash;
        if (store_read_key(key, value, &key_hash, &bundle) != OK) continue; /* nobody finds it */
        key_filter_add(filter, &key_hash);
        filter->learnt = key_hash;
    }
}

bool key_filter_excludes(const struct key_filter *filter, const struct hash *key_hash)
{
    const uint64_t *block = block_of(filter, key_hash);
    uint64_t choice = big(key_hash->bytes + HASH_BYTES - 8);

    if (memcmp(key_hash->bytes, filter->learnt.bytes, HASH_BYTES) > 0) return false;
    for (int i = 0; i < BITS_PER_KEY; i++, choice >>= 9) {
        if ((block[choice >> 6 & (BLOCK_WORDS - 1)] >> (choice & 63) & 1) == 0) return true;
    }
    return false;
}
