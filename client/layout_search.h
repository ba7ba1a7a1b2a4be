/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the layout: what is placed, and the search for the best place. */
#ifndef CLIENT_LAYOUT_SEARCH_H
#define CLIENT_LAYOUT_SEARCH_H

#include "client/layout.h"

#define ITEM_SPACE 24 /* between boxes */
#define BEND_SPACE 13

/* A node, or a bend: the place where a line passes a column. */
struct layout_item {
    uint32_t column;
    uint32_t group;
    int32_t extent; /* with half of the space on either side */
    int32_t y;      /* of its middle */
    int32_t wish;
    int64_t sum; /* of the heights of its neighbours */
    int32_t count;
    uint32_t parent; /* bends: the item before */
    uint32_t source; /* ... the node that the line comes from */
    uint32_t kind;
};

/* A line from one column into the next. */
struct layout_link {
    uint32_t left;
    uint32_t right;
    uint32_t column; /* of its left end; links are in this order */
};

struct layout_entry; /* what is placed as a whole */

struct column_range {
    uint32_t first;
    uint32_t last;
};

struct layout_work {
    struct layout *layout;
    struct layout_item *items; /* the nodes, then bends */
    uint32_t item_count;
    struct layout_link *links;
    uint32_t link_count;
    struct layout_entry *entries;
    int32_t *best; /* y of each item */
    int64_t best_cost;
    uint32_t *last_items; /* of each edge: the item before its end */
    uint32_t *bend_items; /* parallel to layout->bends */
    struct column_range columns[LAYOUT_GROUPS_MAX];
    int32_t shift[LAYOUT_GROUPS_MAX];
};

/* Room for so many entries; NULL without memory. Owns: the caller frees it. */
struct layout_entry *layout_entries_new(size_t count);

/* Find y of each item, and layout->crossings. */
void layout_search(struct layout_work *work);

#endif
