/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers with their highest byte first, as MessagePack has them. Eight bytes at a time: of a narrower
 * number they are the first ones of its eight when it stands at the top. */
#ifndef PROTO_BIG_ENDIAN_H
#define PROTO_BIG_ENDIAN_H

#include "tongfa/base.h"

static inline uint64_t big_endian(uint64_t number)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return __builtin_bswap64(number);
#else
    return number;
#endif
}

/* Write the lowest `width` bytes of a number, 1 to 8; the others of the eight at `at` are used up. */
static inline void big_endian_store(uint8_t *at, uint64_t number, uint32_t width)
{
    const uint64_t bytes = big_endian(number << (64 - 8 * width));
    memcpy(at, &bytes, sizeof bytes);
}

/* Read a number of `width` bytes, 1 to 8, where there are eight. */
static inline uint64_t big_endian_load(const uint8_t *at, uint32_t width)
{
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return big_endian(bytes) >> (64 - 8 * width);
}

#endif
