/* SPDX-License-Identifier: Apache-2.0 */
/* From nodes and edges to items and links, and from their heights back to boxes and lines. */
#include "client/layout.h"

#include "client/layout_search.h"

#include <stdlib.h>

#define PORT_SPACE_MAX 16

/* ---- Items and links ----------------------------------------------------------------------- */

/* Which columns the frame of each group spans; none: first > last. */
static void find_columns(struct layout_work *work)
{
    const struct layout *layout = work->layout;

    for (uint32_t i = 0; i < layout->group_count; i++) {
        work->columns[i] = (struct column_range){ UINT32_MAX, 0 };
    }
    for (uint32_t i = 0; i < layout->node_count; i++) {
        const struct layout_node *node = &layout->nodes[i];
        if (node->group == LAYOUT_NO_GROUP) continue;
        struct column_range *columns = &work->columns[node->group];
        if (node->column < columns->first) columns->first = node->column;
        if (node->column > columns->last) columns->last = node->column;
    }
}

/* A bend runs inside a group only where its edge begins or ends there. */
static uint32_t bend_group(const struct layout_work *work, const struct layout_edge *edge,
                           uint32_t column)
{
    const uint32_t from = work->layout->nodes[edge->from].group;
    const uint32_t to = work->layout->nodes[edge->to].group;

    if (from != LAYOUT_NO_GROUP && column <= work->columns[from].last) return from;
    if (to != LAYOUT_NO_GROUP && column >= work->columns[to].first) return to;
    return LAYOUT_NO_GROUP;
}

static void link_add(struct layout_work *work, uint32_t left, uint32_t right)
{
    work->links[work->link_count++] = (struct layout_link){ left, right, work->items[left].column };
}

static int link_compare(const void *left, const void *right)
{
    const struct layout_link *a = left;
    const struct layout_link *b = right;

    if (a->column != b->column) return a->column < b->column ? -1 : 1;
    if (a->left != b->left) return a->left < b->left ? -1 : 1;
    if (a->right != b->right) return a->right < b->right ? -1 : 1;
    return 0;
}

/* The bend behind an item that an edge of this source and kind passes; made if it is the first. */
static uint32_t bend_find(struct layout_work *work, uint32_t edge, uint32_t parent, uint32_t column)
{
    const struct layout_edge *definition = &work->layout->edges[edge];
    const uint32_t group = bend_group(work, definition, column);

    for (uint32_t i = work->layout->node_count; i < work->item_count; i++) {
        const struct layout_item *item = &work->items[i];
        bool is_same = item->parent == parent && item->kind == definition->kind &&
                       item->source == definition->from && item->group == group;
        if (is_same) return i;
    }
    work->items[work->item_count] = (struct layout_item){ .column = column,
                                                          .group = group,
                                                          .extent = BEND_SPACE,
                                                          .parent = parent,
                                                          .source = definition->from,
                                                          .kind = definition->kind };
    link_add(work, parent, work->item_count);
    return work->item_count++;
}

/* The nodes come first, in their order, so that an index is the same in both lists. */
static void make_items(struct layout_work *work)
{
    struct layout *layout = work->layout;
    uint32_t bend = 0;

    for (uint32_t i = 0; i < layout->node_count; i++) {
        const struct layout_node *node = &layout->nodes[i];
        work->items[i] = (struct layout_item){ .column = node->column,
                                               .group = node->group,
                                               .extent = node->height + ITEM_SPACE };
    }
    work->item_count = layout->node_count;
    for (uint32_t i = 0; i < layout->edge_count; i++) {
        struct layout_edge *edge = &layout->edges[i];
        uint32_t at = edge->from;
        edge->bend_0 = bend;
        for (uint32_t column = layout->nodes[edge->from].column + 1;
             column < layout->nodes[edge->to].column; column++) {
            at = bend_find(work, i, at, column);
            work->bend_items[bend++] = at;
        }
        work->last_items[i] = at;
        link_add(work, at, edge->to);
    }
    if (work->link_count == 0) return;
    qsort(work->links, work->link_count, sizeof *work->links, link_compare);
}

/* ---- Results ------------------------------------------------------------------------------- */

/* A frame at either end of the picture needs room beside the outermost column. */
static void set_columns(struct layout_work *work)
{
    struct layout *layout = work->layout;
    int32_t x = 0;

    for (uint32_t i = 0; i < layout->group_count; i++) {
        if (work->columns[i].first == 0) x = LAYOUT_FRAME;
    }
    for (uint32_t i = 0; i < layout->column_count; i++) {
        layout->column_x[i] = x;
        layout->width = x + layout->column_width[i];
        x = layout->width + LAYOUT_GAP;
    }
    for (uint32_t i = 0; i < layout->group_count; i++) {
        if (work->columns[i].last + 1 != layout->column_count) continue;
        layout->width = x - LAYOUT_GAP + LAYOUT_FRAME;
    }
}

/* The frame of each group, as its items have been placed. Bends take no room beside the line. */
static void set_groups(struct layout_work *work)
{
    struct layout *layout = work->layout;

    for (uint32_t i = 0; i < layout->group_count; i++) {
        const struct column_range columns = work->columns[i];
        int32_t top = INT32_MAX;
        int32_t bottom = INT32_MIN;
        layout->groups[i].box = (struct svg_box){ 0 };
        if (columns.first > columns.last) continue;
        for (uint32_t j = 0; j < work->item_count; j++) {
            const struct layout_item *item = &work->items[j];
            if (item->group != i) continue;
            const int32_t space = j < layout->node_count ? ITEM_SPACE : 0;
            const int32_t from = item->y - item->extent / 2 + space / 2;
            if (from < top) top = from;
            if (from + item->extent - space > bottom) bottom = from + item->extent - space;
        }
        const int32_t x = layout->column_x[columns.first] - LAYOUT_FRAME;
        layout->groups[i].box =
            (struct svg_box){ x, top - layout->groups[i].header - LAYOUT_FRAME,
                              layout->column_x[columns.last] + layout->column_width[columns.last] +
                                  LAYOUT_FRAME - x,
                              bottom - top + layout->groups[i].header + 2 * LAYOUT_FRAME };
    }
}

/* Everything moves so that the topmost is at 0. */
static void set_boxes(struct layout_work *work)
{
    struct layout *layout = work->layout;
    int32_t top = INT32_MAX;
    int32_t bottom = INT32_MIN;

    set_groups(work);
    for (uint32_t i = 0; i < work->item_count; i++) {
        const struct layout_item *item = &work->items[i];
        if (item->y - item->extent / 2 < top) top = item->y - item->extent / 2;
        if (item->y + item->extent / 2 > bottom) bottom = item->y + item->extent / 2;
    }
    for (uint32_t i = 0; i < layout->group_count; i++) {
        const struct svg_box *box = &layout->groups[i].box;
        if (box->height == 0) continue;
        if (box->y < top) top = box->y;
        if (box->y + box->height > bottom) bottom = box->y + box->height;
    }
    for (uint32_t i = 0; i < layout->group_count; i++) {
        layout->groups[i].box.y -= top;
    }
    for (uint32_t i = 0; i < work->item_count; i++) {
        work->items[i].y -= top;
    }
    for (uint32_t i = 0; i < layout->node_count; i++) {
        struct layout_node *node = &layout->nodes[i];
        node->box =
            (struct svg_box){ layout->column_x[node->column], work->items[i].y - node->height / 2,
                              layout->column_width[node->column], node->height };
    }
    layout->height = bottom - top;
}

/* How many lines arrive at the node of a link above it, and in all. */
static void arrivals(const struct layout_work *work, uint32_t edge, int32_t *above, int32_t *all)
{
    const struct layout *layout = work->layout;
    const uint32_t to = layout->edges[edge].to;
    const int32_t y = work->items[work->last_items[edge]].y;

    *above = 0;
    *all = 0;
    for (uint32_t i = 0; i < layout->edge_count; i++) {
        if (layout->edges[i].to != to) continue;
        const int32_t other = work->items[work->last_items[i]].y;
        if (other < y || (other == y && i < edge)) ++*above;
        ++*all;
    }
}

/* The heights at which an edge leaves and arrives: arrivals side by side, in the order in which they
 * come; departures of two kinds a little apart. */
static void set_ends(struct layout_work *work, uint32_t index)
{
    struct layout *layout = work->layout;
    struct layout_edge *edge = &layout->edges[index];
    bool has_other_kind = false;
    int32_t above;
    int32_t all;

    arrivals(work, index, &above, &all);
    int32_t space = all > 1 ? (layout->nodes[edge->to].height - 20) / (all - 1) : 0;
    if (space > PORT_SPACE_MAX) space = PORT_SPACE_MAX;
    edge->to_y = work->items[edge->to].y + above * space - (all - 1) * space / 2;
    for (uint32_t i = 0; i < layout->edge_count; i++) {
        const struct layout_edge *other = &layout->edges[i];
        if (other->from == edge->from && other->kind != edge->kind) has_other_kind = true;
    }
    edge->from_y = work->items[edge->from].y;
    if (has_other_kind) edge->from_y += edge->kind == 0 ? -8 : 8;
}

static void set_results(struct layout_work *work, uint32_t bend_count)
{
    set_columns(work);
    set_boxes(work);
    for (uint32_t i = 0; i < bend_count; i++) {
        work->layout->bends[i] = work->items[work->bend_items[i]].y;
    }
    for (uint32_t i = 0; i < work->layout->edge_count; i++) {
        set_ends(work, i);
    }
}

/* ---- The whole ----------------------------------------------------------------------------- */

/* Also checks what the caller promised: every edge leads to the right. */
static uint32_t count_bends(const struct layout *layout)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < layout->edge_count; i++) {
        const struct layout_edge *edge = &layout->edges[i];
        assert(edge->from < layout->node_count);
        assert(edge->to < layout->node_count);
        assert(layout->nodes[edge->from].column < layout->nodes[edge->to].column);
        count += layout->nodes[edge->to].column - layout->nodes[edge->from].column - 1;
    }
    return count;
}

static void work_fini(struct layout_work *work)
{
    free(work->items);
    free(work->links);
    free(work->entries);
    free(work->best);
    free(work->last_items);
    free(work->bend_items);
}

static enum err work_init(struct layout_work *work, struct layout *layout, uint32_t bend_count)
{
    const size_t item_max = layout->node_count + bend_count + 1;

    *work =
        (struct layout_work){ .layout = layout,
                              .items = calloc(item_max, sizeof *work->items),
                              .links = calloc(item_max + layout->edge_count, sizeof *work->links),
                              .entries = layout_entries_new(item_max + LAYOUT_GROUPS_MAX),
                              .best = calloc(item_max, sizeof *work->best),
                              .last_items = calloc(LAYOUT_EDGES_MAX, sizeof *work->last_items),
                              .bend_items = calloc(item_max, sizeof *work->bend_items) };
    layout->bends = calloc(item_max, sizeof *layout->bends);
    if (work->items == NULL || work->links == NULL || work->entries == NULL) return ERR_NO_MEMORY;
    if (work->best == NULL || work->last_items == NULL) return ERR_NO_MEMORY;
    return work->bend_items == NULL || layout->bends == NULL ? ERR_NO_MEMORY : OK;
}

enum err layout_place(struct layout *layout)
{
    struct layout_work work;
    const uint32_t bend_count = count_bends(layout);

    assert(layout->node_count > 0);
    assert(layout->node_count <= LAYOUT_NODES_MAX);
    enum err err = work_init(&work, layout, bend_count);
    if (err == OK) {
        find_columns(&work);
        make_items(&work);
        layout_search(&work);
        set_results(&work, bend_count);
    }
    work_fini(&work);
    return err;
}

void layout_fini(struct layout *layout)
{
    free(layout->bends);
    layout->bends = NULL;
}

void layout_draw_edge(const struct layout *layout, const struct layout_edge *edge, struct svg *svg)
{
    const struct svg_box *from = &layout->nodes[edge->from].box;
    const uint32_t last = layout->nodes[edge->to].column;
    struct svg_point at = { from->x + from->width, edge->from_y };

    svg_path_move(svg, at);
    for (uint32_t column = layout->nodes[edge->from].column + 1; column <= last; column++) {
        const uint32_t bend = edge->bend_0 + column - layout->nodes[edge->from].column - 1;
        const int32_t y = column == last ? edge->to_y : layout->bends[bend];
        const struct svg_point leave = { layout->column_x[column] - LAYOUT_GAP + LAYOUT_LEVEL,
                                         at.y };
        const struct svg_point arrive = { layout->column_x[column] - LAYOUT_LEVEL, y };
        svg_path_line(svg, leave);
        svg_path_sway(svg, leave, arrive);
        at = (struct svg_point){
            layout->column_x[column] + (column == last ? 0 : layout->column_width[column]), y
        };
        svg_path_line(svg, at);
    }
}
