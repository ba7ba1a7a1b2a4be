/* SPDX-License-Identifier: Apache-2.0 */
/* Where the boxes of a directed graph go: columns from left to right, few crossings, no overlaps.
 *
 *     column 0     column 1        column 2
 *     +-----+     +-----------------------+
 *     |  a  |--+->|   b   |----->|   d    |    the frame of a group holds its members and nothing
 *     +-----+  |  +-----------------------+    else; lines of others lead around it
 *              |
 *              +--->  c
 *
 * The caller says in which column each node stands and how high it is; every edge leads to the right.
 * Positions are whole numbers and depend on nothing but the input. */
#ifndef CLIENT_LAYOUT_H
#define CLIENT_LAYOUT_H

#include "client/svg.h"
#include "tongfa/errors.h"

#define LAYOUT_NODES_MAX 48
#define LAYOUT_EDGES_MAX 2048
#define LAYOUT_GROUPS_MAX 8
#define LAYOUT_COLUMNS_MAX 64
#define LAYOUT_KINDS_MAX 2
#define LAYOUT_NO_GROUP UINT32_MAX

#define LAYOUT_GAP 104  /* between columns */
#define LAYOUT_LEVEL 26 /* of it, where lines are level, at either side */
#define LAYOUT_FRAME 18 /* from members to their frame; less than LAYOUT_LEVEL */

struct layout_node {
    uint32_t column;
    uint32_t group;
    int32_t height;
    struct svg_box box; /* out */
};

/* Lines of one kind that leave a node share their way as far as they can. */
struct layout_edge {
    uint32_t from;
    uint32_t to; /* in a later column */
    uint32_t kind;
    int32_t from_y;  /* out: where it leaves, */
    int32_t to_y;    /* ... arrives, */
    uint32_t bend_0; /* ... and the first of its heights in the columns between, in layout.bends */
};

struct layout_group {
    int32_t header;     /* room above its members */
    struct svg_box box; /* out; empty if it has no member */
};

struct layout {
    uint32_t node_count;
    uint32_t edge_count;
    uint32_t group_count;
    uint32_t column_count;
    int32_t column_width[LAYOUT_COLUMNS_MAX];
    int32_t column_x[LAYOUT_COLUMNS_MAX]; /* out */
    struct layout_node nodes[LAYOUT_NODES_MAX];
    struct layout_edge edges[LAYOUT_EDGES_MAX];
    struct layout_group groups[LAYOUT_GROUPS_MAX];
    int32_t *bends;     /* out */
    int32_t width;      /* out, with frames, from 0 */
    int32_t height;     /* out */
    uint32_t crossings; /* out */
};

/* Owns:    layout->bends, until layout_fini.
 * Errors:  ERR_NO_MEMORY. */
enum err layout_place(struct layout *layout);

/* Accepts one that is all zero. */
void layout_fini(struct layout *layout);

/* Draw the way of an edge into a path that has been begun. */
void layout_draw_edge(const struct layout *layout, const struct layout_edge *edge, struct svg *svg);

#endif
