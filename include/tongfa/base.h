/* SPDX-License-Identifier: Apache-2.0 */
/* Words that every layer shares: spans of bytes, short names, hashes, sets. */
#ifndef TONGFA_BASE_H
#define TONGFA_BASE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef NDEBUG
#error "assertions are part of the program: build without NDEBUG"
#endif

/* Bytes that somebody else owns; valid as long as that owner says. */
struct span {
    const uint8_t *at;
    size_t size;
};

/* A short ASCII name: [a-z0-9] then [a-z0-9._-], NUL-terminated, the rest zero, so that memcmp
 * compares. An empty name means "none". */
#define NAME_BYTES_MAX 31
struct name {
    char text[NAME_BYTES_MAX + 1];
};

/* BLAKE2b-128 of something; made outside the core, compared inside. */
#define HASH_BYTES 16
struct hash {
    uint8_t bytes[HASH_BYTES];
};

/* A set of stages or milestones of one procedure: bit i is the i-th in its list. */
typedef uint32_t set32;

static inline bool name_is_equal(const struct name *left, const struct name *right)
{
    return memcmp(left->text, right->text, sizeof left->text) == 0;
}

static inline bool name_is_empty(const struct name *name)
{
    return name->text[0] == '\0';
}

static inline bool hash_is_equal(const struct hash *left, const struct hash *right)
{
    return memcmp(left->bytes, right->bytes, HASH_BYTES) == 0;
}

static inline set32 set_of(uint32_t index)
{
    assert(index < 32);
    return (set32)1 << index;
}

static inline bool set_has(set32 set, uint32_t index)
{
    assert(index < 32);
    return (set >> index & 1) != 0;
}

/* The set of the first count indices. */
static inline set32 set_first(uint32_t count)
{
    assert(count <= 32);
    return count == 32 ? UINT32_MAX : ((set32)1 << count) - 1;
}

#endif
