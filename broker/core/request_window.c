/* SPDX-License-Identifier: Apache-2.0 */
/* A ring of answers with an index by id. Slots are exported in the order in which they were filled
 * and have the same number in the store, so that a restart continues the ring where it was. */
#include "broker/core/request_window.h"

#include "broker/core/mix.h"

void request_window_init(struct request_window *window, struct arena *arena, uint32_t count_max)
{
    assert(count_max > 0);
    assert(count_max < REQUEST_NONE);

    *window = (struct request_window){
        .at = arena_take(arena, count_max, sizeof(struct request_image)),
        .count_max = count_max,
    };
    map_init(&window->by_id, arena, count_max);
}

bool request_mark_is_empty(const struct request_mark *mark)
{
    static const struct request_mark empty = { 0 };
    return memcmp(mark, &empty, sizeof empty) == 0;
}

uint32_t request_window_find(const struct request_window *window, const struct hash *id)
{
    uint32_t tag = tag_of_hash(id);
    uint32_t slot = 0;

    for (uint32_t at = map_first(&window->by_id, tag, &slot); at != MAP_END;
         at = map_after(&window->by_id, at, tag, &slot)) {
        assert(slot < window->count);
        if (hash_is_equal(&window->at[slot].mark.id, id)) return slot;
    }
    return REQUEST_NONE;
}

void request_window_add(struct request_window *window, const struct request_image *image)
{
    assert(!request_mark_is_empty(&image->mark));
    assert(request_window_find(window, &image->mark.id) == REQUEST_NONE);
    assert(window->next < window->count_max);

    uint32_t slot = window->next;
    if (slot < window->count) {
        map_remove(&window->by_id, tag_of_hash(&window->at[slot].mark.id), slot);
    } else {
        window->count++;
    }
    window->at[slot] = *image;
    map_add(&window->by_id, tag_of_hash(&image->mark.id), slot);
    window->next = (slot + 1) % window->count_max;
    if (window->unsaved < window->count_max) window->unsaved++;
}

/* The unsaved ones are the newest, so the oldest of them stands that many slots back. */
uint32_t request_window_take_unsaved(struct request_window *window)
{
    assert(window->unsaved <= window->count);
    if (window->unsaved == 0) return REQUEST_NONE;

    uint32_t slot = (uint32_t)(((uint64_t)window->next + window->count_max - window->unsaved) %
                               window->count_max);
    assert(slot < window->count);
    window->unsaved--;
    return slot;
}

void request_window_restored(struct request_window *window)
{
    uint32_t newest = 0;

    assert(window->count <= window->count_max);
    window->unsaved = 0;
    if (window->count == 0) return;
    for (uint32_t slot = 1; slot < window->count; slot++) {
        if (window->at[slot].position > window->at[newest].position) newest = slot;
    }
    bool is_full = window->count == window->count_max;
    window->next = is_full ? (newest + 1) % window->count_max : window->count;
    assert(window->next <= window->count);
}
