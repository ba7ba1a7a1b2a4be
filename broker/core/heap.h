/* SPDX-License-Identifier: Apache-2.0 */
/* A binary heap of 32-bit references, ordered and placed by its owner: the owner says which of two
 * comes first, and is told where each stands, so that any can be moved or taken out. */
#ifndef BROKER_CORE_HEAP_H
#define BROKER_CORE_HEAP_H

#include "tongfa/base.h"

struct heap {
    uint32_t *refs;
    uint32_t count;
    uint32_t count_max;
    void *context;
    bool (*is_before)(const void *context, uint32_t left, uint32_t right);
    void (*is_placed)(void *context, uint32_t ref, uint32_t index);
};

void heap_add(struct heap *heap, uint32_t ref);

/* The first one; the heap must not be empty. */
uint32_t heap_first(const struct heap *heap);

/* Take out the one at an index. */
void heap_remove(struct heap *heap, uint32_t index);

/* The one at an index has got another place in the order. */
void heap_move(struct heap *heap, uint32_t index);

#endif
