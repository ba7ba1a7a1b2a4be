/* SPDX-License-Identifier: Apache-2.0 */
/* A hash table from 32-bit tags to indices in a pool. The owner of the pool compares the keys:
 *
 *     for (uint32_t at = map_first(map, tag, &index); at != MAP_END;
 *          at = map_after(map, at, tag, &index))
 *         if (is_it(index)) ...
 *
 * Open addressing in a power of two at most half full; a removed entry is closed up at once by
 * moving later ones back (Knuth 6.4 R), so there are no tombstones and nothing ever degrades. The table
 * doubles within the memory that it was given. Zero memory is an empty table. */
#ifndef BROKER_CORE_MAP_H
#define BROKER_CORE_MAP_H

#include "broker/core/arena.h"
#include "tongfa/base.h"

#define MAP_END UINT32_MAX

struct map_slot {
    uint32_t tag;
    uint32_t entry; /* index + 1; 0: empty */
};

struct map {
    struct map_slot *slots;
    uint32_t mask;
    uint32_t count;
    uint32_t count_max;
};

/* An empty map. Shape: 0 < count_max <= 2^30. */
void map_init(struct map *map, struct arena *arena, uint32_t count_max);

/* Add an entry; the pair must not be there yet, and the map not full. */
void map_add(struct map *map, uint32_t tag, uint32_t index);

/* Take an entry out; it must be there. */
void map_remove(struct map *map, uint32_t tag, uint32_t index);

/* The first slot with the tag from here on, before the run ends. */
static inline uint32_t map_find_from(const struct map *map, uint32_t at, uint32_t tag,
                                     uint32_t *index)
{
    assert(at <= map->mask);
    for (; map->slots[at].entry != 0; at = (at + 1) & map->mask) {
        if (map->slots[at].tag != tag) continue;
        *index = map->slots[at].entry - 1;
        return at;
    }
    return MAP_END;
}

/* The first entry with a tag, and the one after it: its index, and where it is, or MAP_END. */
static inline uint32_t map_first(const struct map *map, uint32_t tag, uint32_t *index)
{
    return map_find_from(map, tag & map->mask, tag, index);
}

static inline uint32_t map_after(const struct map *map, uint32_t at, uint32_t tag, uint32_t *index)
{
    assert(at <= map->mask);
    return map_find_from(map, (at + 1) & map->mask, tag, index);
}

/* A tag will be asked for soon: fetch where it stands. Changes nothing. */
static inline void map_expect(const struct map *map, uint32_t tag)
{
    __builtin_prefetch(&map->slots[tag & map->mask], 1);
}

#endif
