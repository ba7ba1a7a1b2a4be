/* SPDX-License-Identifier: Apache-2.0 */
/* Submitters: whoever has a bundle in memory, each name kept once, with how many. Derived from the
 * bundles. The queues give turns by submitter, and room is shared out by what each has. */
#ifndef BROKER_CORE_SUBMITTER_H
#define BROKER_CORE_SUBMITTER_H

#include "broker/core/map.h"
#include "tongfa/base.h"

#define SUBMITTER_NONE UINT32_MAX

struct submitter {
    struct name name;
    uint32_t bundle_count; /* in memory; 0: the entry is free */
    uint32_t free_next;    /* in a free entry: the next free + 1 */
};

struct submitters {
    struct submitter *at;
    uint32_t count;
    uint32_t count_max;
    uint32_t high; /* entries from here on were never used */
    uint32_t free_first;
    struct map by_name;
};

void submitters_init(struct submitters *submitters, struct arena *arena, uint32_t count_max);

/* Index of a submitter, or SUBMITTER_NONE: it has no bundle in memory. */
uint32_t submitters_find(const struct submitters *submitters, const struct name *name);

/* It has one more bundle. There must be room for one more submitter. Returns its index. */
uint32_t submitters_enter(struct submitters *submitters, const struct name *name);

/* One less; with the last one it is forgotten. */
void submitters_leave(struct submitters *submitters, uint32_t index);

#endif
