/* SPDX-License-Identifier: Apache-2.0 */
/* After Sugiyama: an edge that passes columns gets a bend in each; nodes and bends are items, ordered
 * within their columns by the mean of their neighbours, left and right in turn.
 *
 * Groups make it harder, since a frame is one rectangle over several columns. So order and place are
 * found in two steps: first inside each group, then outside, where a whole group is one entry that
 * takes part in all its columns. An entry is pushed down by those before it and pushed up by those
 * behind it; the mean of the two places keeps the distances of both and is fair to either side.
 *
 * The best of several beginnings is taken, by crossings, then by how much lines rise and fall. */
#include "client/layout_search.h"

#include <stdlib.h>

#define FRAME_SPACE 8 /* half of what is between frames */
#define ROUNDS 36
#define ROUNDS_STRAIGHTEN 40
#define CROSSING_COST 400 /* pixels of rise and fall that one crossing less is worth */
#define PULL_LINKED 24
#define PULL_LOOSE 3

/* What is placed as a whole: an item, or a group. */
struct layout_entry {
    int32_t key; /* entries keep the order of their keys */
    int32_t wish;
    int32_t extent;
    int32_t top;
    uint32_t first_column;
    uint32_t last_column;
    uint32_t index;
    bool is_group;
};

enum side { SIDE_LEFT = 1, SIDE_RIGHT = 2, SIDE_BOTH = 3 };

struct layout_entry *layout_entries_new(size_t count)
{
    return calloc(count, sizeof(struct layout_entry));
}

/* ---- Placing ------------------------------------------------------------------------------- */

static int32_t half(int64_t sum)
{
    return (int32_t)((sum - (sum & 1)) / 2); /* down, also below zero */
}

static int entry_compare(const void *left, const void *right)
{
    const struct layout_entry *a = left;
    const struct layout_entry *b = right;

    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    if (a->is_group != b->is_group) return a->is_group ? -1 : 1;
    return a->index < b->index ? -1 : 1;
}

/* The first place at or below its wish that those before it leave; they are in `floors`. */
static int32_t entry_drop(const struct layout_entry *entry, int32_t floors[LAYOUT_COLUMNS_MAX])
{
    int32_t top = entry->wish - entry->extent / 2;

    for (uint32_t i = entry->first_column; i <= entry->last_column; i++) {
        if (floors[i] > top) top = floors[i];
    }
    for (uint32_t i = entry->first_column; i <= entry->last_column; i++) {
        floors[i] = top + entry->extent;
    }
    return top;
}

/* The same from below. */
static int32_t entry_lift(const struct layout_entry *entry, int32_t ceilings[LAYOUT_COLUMNS_MAX])
{
    int32_t bottom = entry->wish - entry->extent / 2 + entry->extent;

    for (uint32_t i = entry->first_column; i <= entry->last_column; i++) {
        if (ceilings[i] < bottom) bottom = ceilings[i];
    }
    for (uint32_t i = entry->first_column; i <= entry->last_column; i++) {
        ceilings[i] = bottom - entry->extent;
    }
    return bottom - entry->extent;
}

/* Nothing wishes to be further out than the fullest column makes necessary, with a quarter of air:
 * else what hangs on nothing would be pushed out for ever, and frames would grow with it. */
static void entries_gather(struct layout_entry *entries, uint32_t count)
{
    int64_t load[LAYOUT_COLUMNS_MAX] = { 0 };
    int64_t load_max = 0;
    int64_t sum = 0;

    for (uint32_t i = 0; i < count; i++) {
        sum += entries[i].wish;
        for (uint32_t j = entries[i].first_column; j <= entries[i].last_column; j++) {
            load[j] += entries[i].extent;
            if (load[j] > load_max) load_max = load[j];
        }
    }
    const int32_t mean = count > 0 ? (int32_t)(sum / (int64_t)count) : 0;
    for (uint32_t i = 0; i < count; i++) {
        const int32_t room = (int32_t)(load_max * 5 / 8) - entries[i].extent / 2;
        if (entries[i].wish < mean - room) entries[i].wish = mean - room;
        if (entries[i].wish > mean + room) entries[i].wish = mean + room;
    }
}

static void entries_place(struct layout_entry *entries, uint32_t count)
{
    int32_t floors[LAYOUT_COLUMNS_MAX];
    int32_t ceilings[LAYOUT_COLUMNS_MAX];

    for (uint32_t i = 0; i < LAYOUT_COLUMNS_MAX; i++) {
        floors[i] = INT32_MIN / 4;
        ceilings[i] = INT32_MAX / 4;
    }
    entries_gather(entries, count);
    if (count > 1) qsort(entries, count, sizeof *entries, entry_compare);
    for (uint32_t i = 0; i < count; i++) {
        entries[i].top = entry_drop(&entries[i], floors);
    }
    for (uint32_t i = count; i-- > 0;) {
        entries[i].top = half((int64_t)entries[i].top + entry_lift(&entries[i], ceilings));
    }
}

static void entry_of_item(const struct layout_work *work, uint32_t index, bool keeps_order,
                          struct layout_entry *entry)
{
    const struct layout_item *item = &work->items[index];

    *entry = (struct layout_entry){ .key = keeps_order ? item->y : item->wish,
                                    .wish = item->wish,
                                    .extent = item->extent,
                                    .first_column = item->column,
                                    .last_column = item->column,
                                    .index = index };
}

/* Order and place the items of a group, as if it were alone; then it is an entry itself. */
static void place_inside(struct layout_work *work, uint32_t group, bool keeps_order,
                         struct layout_entry *entry)
{
    uint32_t count = 0;
    int32_t top = INT32_MAX;
    int32_t bottom = INT32_MIN;
    int64_t sum = 0;

    for (uint32_t i = 0; i < work->item_count; i++) {
        if (work->items[i].group != group) continue;
        sum += work->items[i].y;
        entry_of_item(work, i, keeps_order, &work->entries[count++]);
    }
    assert(count > 0);
    entries_place(work->entries, count);
    for (uint32_t i = 0; i < count; i++) {
        const struct layout_entry *inner = &work->entries[i];
        work->items[inner->index].y = inner->top + inner->extent / 2;
        if (inner->top < top) top = inner->top;
        if (inner->top + inner->extent > bottom) bottom = inner->top + inner->extent;
    }
    top -= work->layout->groups[group].header + LAYOUT_FRAME + FRAME_SPACE;
    bottom += LAYOUT_FRAME + FRAME_SPACE;
    const int32_t middle = top + (bottom - top) / 2;
    *entry = (struct layout_entry){ .key = keeps_order ? (int32_t)(sum / (int64_t)count) : middle,
                                    .wish = middle,
                                    .extent = bottom - top,
                                    .first_column = work->columns[group].first,
                                    .last_column = work->columns[group].last,
                                    .index = group,
                                    .is_group = true };
    work->shift[group] = -top;
}

/* One placing of everything by its wishes: groups inside, then groups and the rest among each other. */
static void place(struct layout_work *work, bool keeps_order)
{
    struct layout_entry groups[LAYOUT_GROUPS_MAX] = { 0 };
    uint32_t count = 0;

    for (uint32_t i = 0; i < work->layout->group_count; i++) {
        if (work->columns[i].first > work->columns[i].last) continue; /* no member */
        place_inside(work, i, keeps_order, &groups[count++]);
    }
    memcpy(work->entries, groups, count * sizeof *groups);
    for (uint32_t i = 0; i < work->item_count; i++) {
        if (work->items[i].group != LAYOUT_NO_GROUP) continue;
        entry_of_item(work, i, keeps_order, &work->entries[count++]);
    }
    entries_place(work->entries, count);
    for (uint32_t i = 0; i < count; i++) {
        const struct layout_entry *entry = &work->entries[i];
        if (entry->is_group) {
            work->shift[entry->index] += entry->top;
        } else {
            work->items[entry->index].y = entry->top + entry->extent / 2;
        }
    }
    for (uint32_t i = 0; i < work->item_count; i++) {
        struct layout_item *item = &work->items[i];
        if (item->group != LAYOUT_NO_GROUP) item->y += work->shift[item->group];
    }
}

/* ---- Searching ----------------------------------------------------------------------------- */

/* Wish each item to the mean of its neighbours, and a little to the middle of the picture: else parts
 * that nothing connects stay far apart. */
static void wish(struct layout_work *work, enum side side)
{
    int64_t all = 0;

    for (uint32_t i = 0; i < work->item_count; i++) {
        work->items[i].sum = 0;
        work->items[i].count = 0;
    }
    for (uint32_t i = 0; i < work->link_count; i++) {
        struct layout_item *left = &work->items[work->links[i].left];
        struct layout_item *right = &work->items[work->links[i].right];
        if ((side & SIDE_LEFT) != 0) {
            right->sum += left->y;
            right->count++;
        }
        if ((side & SIDE_RIGHT) != 0) {
            left->sum += right->y;
            left->count++;
        }
    }
    for (uint32_t i = 0; i < work->item_count; i++) {
        struct layout_item *item = &work->items[i];
        item->wish = item->count > 0 ? (int32_t)(item->sum / item->count) : item->y;
        all += item->wish;
    }
    const int32_t mean = (int32_t)(all / work->item_count);
    for (uint32_t i = 0; i < work->item_count; i++) {
        struct layout_item *item = &work->items[i];
        item->wish -= (item->wish - mean) / (item->count > 0 ? PULL_LINKED : PULL_LOOSE);
    }
}

/* Lines that begin or end in one point do not cross. */
static bool is_crossing(const struct layout_work *work, const struct layout_link *one,
                        const struct layout_link *two)
{
    int32_t left = work->items[one->left].y - work->items[two->left].y;
    int32_t right = work->items[one->right].y - work->items[two->right].y;
    return (left < 0 && right > 0) || (left > 0 && right < 0);
}

/* Links are in the order of their columns, so each is held against few others. */
static uint32_t count_crossings(const struct layout_work *work)
{
    uint32_t crossings = 0;

    for (uint32_t i = 0; i < work->link_count; i++) {
        for (uint32_t j = i + 1; j < work->link_count; j++) {
            if (work->links[i].column != work->links[j].column) break;
            if (is_crossing(work, &work->links[i], &work->links[j])) crossings++;
        }
    }
    return crossings;
}

/* Crossings count most; then lines that rise and fall, then the height of the whole. */
static void keep_if_better(struct layout_work *work)
{
    const uint32_t crossings = count_crossings(work);
    int64_t cost = (int64_t)crossings * CROSSING_COST;
    int32_t top = INT32_MAX;
    int32_t bottom = INT32_MIN;

    for (uint32_t i = 0; i < work->link_count; i++) {
        cost += abs(work->items[work->links[i].left].y - work->items[work->links[i].right].y);
    }
    for (uint32_t i = 0; i < work->item_count; i++) {
        if (work->items[i].y < top) top = work->items[i].y;
        if (work->items[i].y > bottom) bottom = work->items[i].y;
    }
    cost += bottom - top;
    if (cost >= work->best_cost) return;
    work->best_cost = cost;
    work->layout->crossings = crossings;
    for (uint32_t i = 0; i < work->item_count; i++) {
        work->best[i] = work->items[i].y;
    }
}

/* Begin anew in some order, and let left, right and both neighbours decide in turn. */
static void search_from(struct layout_work *work, uint32_t beginning)
{
    static const enum side sides[] = { SIDE_LEFT, SIDE_RIGHT, SIDE_BOTH };
    uint32_t state = beginning * 2654435761u + 1;

    for (uint32_t i = 0; i < work->item_count; i++) {
        state = state * 1664525u + 1013904223u; /* the first beginning is the order of the file */
        int32_t y = beginning == 0 ? (int32_t)i : (int32_t)(state >> 16);
        work->items[i].y = y;
        work->items[i].wish = y;
    }
    place(work, false);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        wish(work, sides[(round + beginning) % 3]);
        place(work, false);
        keep_if_better(work);
    }
}

/* Large graphs are searched less: a picture should be there at once. */
void layout_search(struct layout_work *work)
{
    const uint32_t beginnings = work->link_count > 400 ? 1 : work->link_count > 120 ? 4 : 16;

    work->best_cost = INT64_MAX;
    for (uint32_t i = 0; i < beginnings; i++) {
        search_from(work, i);
    }
    for (uint32_t i = 0; i < work->item_count; i++) {
        work->items[i].y = work->best[i];
    }
    for (uint32_t round = 0; round < ROUNDS_STRAIGHTEN; round++) {
        wish(work, SIDE_BOTH);
        place(work, true);
        keep_if_better(work);
    }
    for (uint32_t i = 0; i < work->item_count; i++) {
        work->items[i].y = work->best[i];
    }
}
