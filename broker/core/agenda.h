/* SPDX-License-Identifier: Apache-2.0 */
/* Agenda: the jobs that have a deadline, leased and delayed ones, first due first; of those that are
 * due together, the one that changed first. It does not matter in which order they came.
 *
 *     list 0   due 30:04  30:05  30:05  30:09 ...     leases of 30 minutes
 *     list 1   due 10:02  10:05  10:07 ...            leases of 10 minutes
 *     heap     due 04:11  09:59                       what fits behind no list
 */
#ifndef BROKER_CORE_AGENDA_H
#define BROKER_CORE_AGENDA_H

#include "broker/core/bundle.h"
#include "broker/core/heap.h"

#define AGENDA_LISTS_MAX 32

/* In order, linked through the stages. */
struct agenda_list {
    stage_ref first;
    stage_ref last;
    int64_t first_due_ms; /* empty: INT64_MAX */
    int64_t last_due_ms;  /* empty: INT64_MIN */
};

struct agenda {
    const struct bundles *bundles;
    struct agenda_list lists[AGENDA_LISTS_MAX];
    uint32_t list_count; /* the last of them is not empty */
    struct heap heap;
};

/* Shape: bundles stay where they are; jobs_max - how many there may be at a time. */
void agenda_init(struct agenda *agenda, struct arena *arena, const struct bundles *bundles,
                 uint32_t jobs_max);

/* Empty it, before it is built anew. */
void agenda_forget(struct agenda *agenda);

/* Deadline and position of a job that is in stay as they are until it is out. */
void agenda_add(struct agenda *agenda, stage_ref ref);
void agenda_remove(struct agenda *agenda, stage_ref ref);

/* The job that is due first, or STAGE_REF_NONE; when that is, or INT64_MAX. */
stage_ref agenda_first(const struct agenda *agenda);
int64_t agenda_next_due_ms(const struct agenda *agenda);

#endif
