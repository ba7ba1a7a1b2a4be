/* SPDX-License-Identifier: Apache-2.0 */
/* Sift up, sift down. Whenever a reference lands in a place its owner is told, so that it can be
 * found again without searching. */
#include "broker/core/heap.h"

static void place(struct heap *heap, uint32_t ref, uint32_t index)
{
    assert(index < heap->count);
    heap->refs[index] = ref;
    heap->is_placed(heap->context, ref, index);
}

static bool is_before(const struct heap *heap, uint32_t left, uint32_t right)
{
    assert(heap->is_before != NULL);
    return heap->is_before(heap->context, left, right);
}

/* Up, while it comes before its parent. Returns where it ends. */
static uint32_t rise(struct heap *heap, uint32_t index)
{
    uint32_t ref = heap->refs[index];

    assert(index < heap->count);
    while (index > 0 && is_before(heap, ref, heap->refs[(index - 1) / 2])) {
        place(heap, heap->refs[(index - 1) / 2], index);
        index = (index - 1) / 2;
    }
    place(heap, ref, index);
    return index;
}

/* Down, while a child comes before it. */
static void sink(struct heap *heap, uint32_t index)
{
    uint32_t ref = heap->refs[index];

    assert(index < heap->count);
    while (index < heap->count / 2) {
        uint32_t child = 2 * index + 1;
        bool has_right = child + 1 < heap->count;
        if (has_right && is_before(heap, heap->refs[child + 1], heap->refs[child])) child++;
        if (!is_before(heap, heap->refs[child], ref)) break;
        place(heap, heap->refs[child], index);
        index = child;
    }
    place(heap, ref, index);
}

void heap_add(struct heap *heap, uint32_t ref)
{
    assert(heap->count < heap->count_max);
    heap->refs[heap->count++] = ref;
    rise(heap, heap->count - 1);
}

uint32_t heap_first(const struct heap *heap)
{
    assert(heap->count > 0);
    return heap->refs[0];
}

void heap_move(struct heap *heap, uint32_t index)
{
    assert(index < heap->count);
    sink(heap, rise(heap, index));
}

void heap_remove(struct heap *heap, uint32_t index)
{
    assert(heap->count > 0);
    assert(index < heap->count);

    uint32_t last = heap->refs[--heap->count];
    if (index == heap->count) return;
    heap->refs[index] = last;
    heap_move(heap, index);
}
