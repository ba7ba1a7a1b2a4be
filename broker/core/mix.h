/* SPDX-License-Identifier: Apache-2.0 */
/* Mixing of bits: for hash tables, state digests and lease tokens; not for secrets by itself. */
#ifndef BROKER_CORE_MIX_H
#define BROKER_CORE_MIX_H

#include "tongfa/base.h"

/* A permutation of 64 bits in which each bit of the input moves about half of the output.
 * Source: Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators (2014), the finisher
 * with the constants of Stafford's variant 13. */
static inline uint64_t mix64(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* A running digest takes in one more word. */
static inline uint64_t mix_in(uint64_t digest, uint64_t word)
{
    return mix64(digest * UINT64_C(0x9e3779b97f4a7c15) + word + 1);
}

/* The n-th 8 bytes of something, in memory order. */
static inline uint64_t mix_word(const void *bytes, size_t n)
{
    uint64_t word;
    memcpy(&word, (const uint8_t *)bytes + 8 * n, sizeof word);
    return word;
}

/* Tags for struct map. Numbers that follow one another are asked for together: eight share a cache
 * line of the map's slots. Not more: runs would grow into one another. */
static inline uint32_t tag_of_number(uint64_t number)
{
    return ((uint32_t)mix64(number >> 3) & ~7u) | (uint32_t)(number & 7);
}

static inline uint32_t tag_of_hash(const struct hash *hash)
{
    return (uint32_t)mix_in(mix_word(hash->bytes, 0), mix_word(hash->bytes, 1));
}

static inline uint32_t tag_of_name(const struct name *name)
{
    uint64_t digest = 0;
    for (size_t n = 0; n < sizeof name->text / 8; n++) {
        digest = mix_in(digest, mix_word(name->text, n));
    }
    return (uint32_t)digest;
}

#endif
