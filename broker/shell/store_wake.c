/* SPDX-License-Identifier: Apache-2.0 */
/* A row says: bring this ended bundle back at this time and look. The time leads, so that the first row
 * is the next one. Its value says nothing: what is due follows from the bundle's image. */
#include "broker/shell/store.h"

#define TIME_BYTES 8
#define KEY_BYTES (TIME_BYTES + 8)

static void put(uint8_t *at, uint64_t number)
{
    for (size_t i = 8; i-- > 0;) {
        at[i] = (uint8_t)number;
        number >>= 8;
    }
}

static uint64_t take(const uint8_t *at)
{
    uint64_t number = 0;

    for (size_t i = 0; i < 8; i++) {
        number = number << 8 | at[i];
    }
    return number;
}

static struct span add(struct buffer *bytes, const void *at, size_t size)
{
    size_t from = bytes->size;

    buffer_add(bytes, at, size);
    assert(!bytes->is_full);
    return (struct span){ .at = bytes->at + from, .size = size };
}

struct store_write store_delete_wake(struct buffer *bytes, const struct wake_row *row)
{
    uint8_t key[KEY_BYTES];

    assert(row->at_ms >= 0);
    put(key, (uint64_t)row->at_ms);
    put(key + TIME_BYTES, row->bundle);
    return (struct store_write){ .table = STORE_WAKE, .key = add(bytes, key, sizeof key) };
}

struct store_write store_put_wake(struct buffer *bytes, const struct wake_row *row)
{
    struct store_write write = store_delete_wake(bytes, row);

    write.value = add(bytes, "", 1);
    return write;
}

enum err store_read_wake(struct span key, struct span value, struct wake_row *row)
{
    if (key.size != KEY_BYTES || value.size != 1 || value.at[0] != 0) return ERR_CORRUPT;
    *row = (struct wake_row){ .at_ms = (int64_t)take(key.at), .bundle = take(key.at + TIME_BYTES) };
    return row->bundle != 0 && row->at_ms >= 0 ? OK : ERR_CORRUPT;
}
