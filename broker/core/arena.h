/* SPDX-License-Identifier: Apache-2.0 */
/* Carving the engine's one piece of memory. Without memory an arena only measures, so that the
 * size and the layout come from the same code. */
#ifndef BROKER_CORE_ARENA_H
#define BROKER_CORE_ARENA_H

#include "tongfa/base.h"

#define ARENA_ALIGNMENT 64

struct arena {
    uint8_t *base; /* zero bytes, aligned; NULL: measure */
    size_t used;
};

/* Room for count elements; NULL while measuring. The memory is not touched. */
static inline void *arena_take(struct arena *arena, size_t count, size_t size)
{
    assert(size > 0);
    assert(count <= SIZE_MAX / 4 / size);

    void *at = arena->base == NULL ? NULL : arena->base + arena->used;
    size_t bytes = count * size;
    arena->used += (bytes + ARENA_ALIGNMENT - 1) / ARENA_ALIGNMENT * ARENA_ALIGNMENT;
    return at;
}

#endif
