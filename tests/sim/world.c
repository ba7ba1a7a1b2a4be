/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/world.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct world world;

static struct {
    struct happening *heap;
    uint32_t count;
    uint32_t capacity;
    uint64_t order;
} agenda;

void world_begin(const struct options *options)
{
    world = (struct world){ .options = *options, .wall_ms = WORLD_START_MS };
    if (options->values[OPTION_new_year] != 0) {
        world.wall_ms = WORLD_NEW_YEAR_MS - (int64_t)options->values[OPTION_seconds] * 500;
    }
    agenda.count = 0;
    agenda.order = 0;
}

void world_end(void)
{
    for (uint32_t i = 0; i < agenda.count; i++) {
        free(agenda.heap[i].letter);
    }
    free(agenda.heap);
    agenda.heap = NULL;
    agenda.count = agenda.capacity = 0;
}

void world_fail(const char *format, ...)
{
    if (world_has_failed()) return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(world.failure, sizeof world.failure, format, arguments);
    va_end(arguments);
}

bool world_has_failed(void)
{
    return world.failure[0] != '\0';
}

struct chance world_chance(const char *what, uint64_t which)
{
    struct chance chance = { .state = world.options.seed };
    for (const char *at = what; *at != '\0'; at++) {
        chance.state = chance_next(&chance) + (uint64_t)*at;
    }
    chance.state = chance_next(&chance) + which;
    chance_next(&chance);
    return chance;
}

bool world_fault(struct chance *chance, enum option rate)
{
    bool is_drawn = chance_below(chance, 1000) < world_option(rate);
    return is_drawn && world_fault_takes_place();
}

bool world_fault_takes_place(void)
{
    if (world.is_calm || world.fault_count >= world.options.faults_max) return false;
    world.fault_count++;
    return true;
}

/* ---- Agenda: a binary heap ------------------------------------------------------------------- */

static bool is_before(const struct happening *left, const struct happening *right)
{
    if (left->at_ms != right->at_ms) return left->at_ms < right->at_ms;
    return left->order < right->order;
}

void world_plan(int64_t at_ms, enum happening_kind kind, uint32_t peer, struct letter *letter)
{
    assert(at_ms >= world.now_ms);
    if (agenda.count == agenda.capacity) {
        agenda.capacity = agenda.capacity == 0 ? 256 : 2 * agenda.capacity;
        agenda.heap = realloc(agenda.heap, agenda.capacity * sizeof *agenda.heap);
        assert(agenda.heap != NULL);
    }
    struct happening happening = { at_ms, agenda.order++, kind, peer, letter };
    uint32_t at = agenda.count++;
    while (at > 0 && is_before(&happening, &agenda.heap[(at - 1) / 2])) {
        agenda.heap[at] = agenda.heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    agenda.heap[at] = happening;
}

int64_t world_next_ms(void)
{
    return agenda.count == 0 ? INT64_MAX : agenda.heap[0].at_ms;
}

struct happening world_take(void)
{
    assert(agenda.count > 0);
    struct happening first = agenda.heap[0];
    struct happening last = agenda.heap[--agenda.count];
    uint32_t at = 0;
    for (uint32_t child = 1; child < agenda.count; child = 2 * at + 1) {
        bool is_right =
            child + 1 < agenda.count && is_before(&agenda.heap[child + 1], &agenda.heap[child]);
        if (is_right) child++;
        if (!is_before(&agenda.heap[child], &last)) break;
        agenda.heap[at] = agenda.heap[child];
        at = child;
    }
    if (agenda.count > 0) agenda.heap[at] = last;
    return first;
}
