/* SPDX-License-Identifier: Apache-2.0 */
/* Open addressing with linear probing; removing moves later entries up, so that no marks of removed
 * ones are left. */
#include "client/cli/pending.h"

#include "client/cli/output.h"

#include <stdlib.h>
#include <string.h>

static size_t place_of(const struct pending *pending, uint64_t bundle)
{
    uint64_t mixed = bundle * UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(mixed >> 32) & (pending->capacity - 1);
}

/* The entry, or the empty place where it would be. */
static struct pending_bundle *pending_place(struct pending *pending, uint64_t bundle)
{
    size_t at = place_of(pending, bundle);

    while (pending->places[at].bundle != 0 && pending->places[at].bundle != bundle) {
        at = (at + 1) & (pending->capacity - 1);
    }
    return &pending->places[at];
}

static void pending_grow(struct pending *pending)
{
    struct pending larger = { .capacity = pending->capacity == 0 ? 64 : 2 * pending->capacity };

    larger.places = memory_checked(calloc(larger.capacity, sizeof *larger.places));
    for (size_t i = 0; i < pending->capacity; i++) {
        if (pending->places[i].bundle == 0) continue;
        *pending_place(&larger, pending->places[i].bundle) = pending->places[i];
    }
    larger.count = pending->count;
    free(pending->places);
    *pending = larger;
}

void pending_add(struct pending *pending, uint64_t bundle, const char *key)
{
    if (2 * (pending->count + 1) > pending->capacity) pending_grow(pending);
    struct pending_bundle *place = pending_place(pending, bundle);
    if (place->bundle != 0) return;
    *place = (struct pending_bundle){ .bundle = bundle, .key = memory_checked(strdup(key)) };
    pending->count++;
}

struct pending_bundle *pending_find(struct pending *pending, uint64_t bundle)
{
    if (pending->capacity == 0 || bundle == 0) return NULL;
    struct pending_bundle *place = pending_place(pending, bundle);
    return place->bundle != 0 ? place : NULL;
}

void pending_remove(struct pending *pending, uint64_t bundle)
{
    struct pending_bundle *gap = pending_find(pending, bundle);
    if (gap == NULL) return;

    free(gap->key);
    *gap = (struct pending_bundle){ 0 };
    pending->count--;
    const size_t mask = pending->capacity - 1;
    size_t at = (size_t)(gap - pending->places);
    for (;;) { /* whoever follows without a gap is put where it belongs now */
        at = (at + 1) & mask;
        struct pending_bundle moved = pending->places[at];
        if (moved.bundle == 0) return;
        pending->places[at] = (struct pending_bundle){ 0 };
        *pending_place(pending, moved.bundle) = moved;
    }
}

void pending_fini(struct pending *pending)
{
    for (size_t i = 0; i < pending->capacity; i++) {
        free(pending->places[i].key);
    }
    free(pending->places);
    *pending = (struct pending){ 0 };
}
