/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers that look random and are the same in every run: a seed is a test. */
#ifndef TESTS_SUPPORT_CHANCE_H
#define TESTS_SUPPORT_CHANCE_H

#include "tongfa/base.h"

struct chance {
    uint64_t state;
};

/* splitmix64 (Steele, Lea, Flood 2014). */
static inline uint64_t chance_next(struct chance *chance)
{
    chance->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mixed = chance->state;
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ mixed >> 31;
}

/* 0 to count - 1. */
static inline uint32_t chance_below(struct chance *chance, uint32_t count)
{
    assert(count > 0);
    return (uint32_t)(chance_next(chance) % count);
}

static inline bool chance_one_in(struct chance *chance, uint32_t count)
{
    return chance_below(chance, count) == 0;
}

#endif
