/* SPDX-License-Identifier: Apache-2.0 */
/* Open addressing with linear probing: one cache line answers most questions. The slots hold the
 * tag, so that neither probing nor closing up needs to look into the owner's pool.
 *
 * Slots are used as they are needed: a table of eight bytes for each of a few thousand entries stays in the
 * processor's cache, the same entries strewn over the room for a million miss it each time, and the
 * address of their page as well (5 % of the engine's time). When half of the slots are taken the
 * table doubles in place, 20 ms for the last doubling before a million. */
#include "broker/core/map.h"

#define MAP_COUNT_MAX (1u << 30)
#define SLOTS_LEAST 64

/* A power of two, at most half of it ever used: probes stay short whatever the tags. */
static uint32_t slot_count(uint32_t count_max)
{
    uint32_t slots = 8;

    assert(count_max > 0);
    assert(count_max <= MAP_COUNT_MAX);
    while (slots < 2 * count_max) {
        slots *= 2;
    }
    return slots;
}

void map_init(struct map *map, struct arena *arena, uint32_t count_max)
{
    uint32_t slots = slot_count(count_max);

    assert(map != NULL);
    assert((slots & (slots - 1)) == 0);
    *map = (struct map){
        .slots = arena_take(arena, slots, sizeof(struct map_slot)),
        .mask = (slots < SLOTS_LEAST ? slots : SLOTS_LEAST) - 1,
        .count_max = count_max,
    };
}

/* Into the first empty slot from its home on. */
static void put(struct map *map, struct map_slot slot)
{
    uint32_t at = slot.tag & map->mask;

    while (map->slots[at].entry != 0) {
        assert(map->slots[at].tag != slot.tag || map->slots[at].entry != slot.entry);
        at = (at + 1) & map->mask;
    }
    map->slots[at] = slot;
}

/* Each entry is taken out and put in again, along the runs, from an empty slot on: then whatever lies
 * between an entry's new home and its old place has found its place before. */
static void grow(struct map *map)
{
    const uint32_t half = map->mask + 1;
    uint32_t empty = 0;

    while (map->slots[empty].entry != 0) {
        empty++;
    }
    map->mask = 2 * half - 1;
    for (uint32_t i = 1; i <= half; i++) {
        struct map_slot *at = &map->slots[(empty + i) & (half - 1)];
        struct map_slot slot = *at;
        if (slot.entry == 0) continue;
        *at = (struct map_slot){ 0 };
        put(map, slot);
    }
}

void map_add(struct map *map, uint32_t tag, uint32_t index)
{
    assert(map->count < map->count_max);
    assert(index < UINT32_MAX);
    if (2 * map->count > map->mask) grow(map);
    put(map, (struct map_slot){ .tag = tag, .entry = index + 1 });
    map->count++;
}

/* The hole at `hole` may be filled by the entry at `at` unless that would put the entry before its
 * home: home lies cyclically in (hole, at]. */
static bool may_move(const struct map *map, uint32_t at, uint32_t hole)
{
    uint32_t home = map->slots[at].tag & map->mask;
    return ((at - home) & map->mask) >= ((at - hole) & map->mask);
}

void map_remove(struct map *map, uint32_t tag, uint32_t index)
{
    uint32_t found = UINT32_MAX;
    uint32_t hole = map_first(map, tag, &found);

    while (found != index) {
        assert(hole != MAP_END);
        hole = map_after(map, hole, tag, &found);
    }
    assert(map->count > 0);
    /* Close up: pull back each entry of the run that may stand in the hole. */
    for (uint32_t at = (hole + 1) & map->mask; map->slots[at].entry != 0;
         at = (at + 1) & map->mask) {
        if (!may_move(map, at, hole)) continue;
        map->slots[hole] = map->slots[at];
        hole = at;
    }
    map->slots[hole] = (struct map_slot){ 0 };
    map->count--;
}
