/* SPDX-License-Identifier: Apache-2.0 */
/* Lanes: who is served next among the ready jobs of one department and priority.
 *
 * Each submitter that has a ready job there has a lane: its jobs, first in, first out. The lanes
 * stand in a line and take turns: the first job of the first lane is next, and with a lease its lane
 * goes to the end. So between two jobs of one submitter everybody else gets one, however many
 * somebody has handed in, and a single submitter's jobs go in the order in which they became ready.
 *
 *     line   jz:   4 7 8 9 ...        served: 4 5 6 7 8 9 ...
 *            wang: 5                  a newcomer stands behind those that are there now
 *            li:   6
 *
 * All of it is O(1) and in fixed memory: a lane has a job, so there are never more lanes than
 * stages. Lines are derived from the bundles; whose turn it is follows from the leases, and begins
 * anew when lines are rebuilt at a restart: then those come first whose oldest job waits longest. */
#ifndef BROKER_CORE_LANE_H
#define BROKER_CORE_LANE_H

#include "broker/core/job_queue.h"

#define LANE_NONE UINT32_MAX

/* Whose jobs they are. */
struct lane_owner {
    uint32_t submitter;  /* index among the submitters */
    uint16_t department; /* index among the departments */
    uint8_t priority;
};

struct lane {
    struct lane_owner owner;
    struct job_queue jobs; /* never empty; in a free entry it is */
    uint32_t previous;     /* in its line */
    uint32_t next;         /* ...; in a free entry: the next free + 1 */
};

/* The lanes of one department and priority, in the order of their turns. */
struct line {
    uint32_t first;
    uint32_t last;
    uint32_t job_count;
};

/* All lanes of all lines. */
struct lanes {
    struct lane *at;
    uint32_t count;
    uint32_t count_max;
    uint32_t high; /* entries from here on were never used */
    uint32_t free_first;
    struct map by_owner;
};

void lanes_init(struct lanes *lanes, struct arena *arena, uint32_t count_max);

/* Forget all lanes, before lines are built anew. */
void lanes_forget(struct lanes *lanes);

void line_init(struct line *line);

/* A job has become ready: behind the others of its submitter; a submitter that had none waits for
 * its turn behind the others. The owner's department and priority are the line's. */
void line_append(struct line *line, struct lanes *lanes, const struct bundles *bundles,
                 stage_ref ref, const struct lane_owner *owner);

/* A job is ready no more. */
void line_remove(struct line *line, struct lanes *lanes, const struct bundles *bundles,
                 stage_ref ref);

/* This job is being served, so its submitter has had its turn. */
void line_pass(struct line *line, struct lanes *lanes, const struct bundles *bundles,
               stage_ref ref);

/* The job that is next. There must be one. */
stage_ref line_next(const struct line *line, const struct lanes *lanes);

#endif
