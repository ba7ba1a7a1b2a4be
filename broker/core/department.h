/* SPDX-License-Identifier: Apache-2.0 */
/* Departments: who waits for whom. On one side the ready jobs, a queue for each priority; on the
 * other the sessions with free credit, longest waiting first. A department is known from the first
 * published procedure that names it, and never forgotten.
 *
 * A department with both is `hot`: dispatch.c empties the list of hot ones. It may contain
 * departments that have cooled down meanwhile. */
#ifndef BROKER_CORE_DEPARTMENT_H
#define BROKER_CORE_DEPARTMENT_H

#include "broker/core/job_queue.h"
#include "broker/core/published.h"

#define DEPARTMENT_NONE UINT16_MAX
#define SESSION_NONE UINT32_MAX

struct department {
    struct name name;
    /* Derived from the bundles. */
    struct job_queue ready[PRIORITY_COUNT];
    struct job_queue parked;
    uint32_t ready_levels; /* bit p: ready[p] is not empty */
    uint32_t ready_count;
    uint32_t leased_count;
    uint32_t delayed_count;
    /* Volatile: presence.c keeps it. */
    uint32_t session_count;
    uint32_t free_count;
    uint32_t credit; /* of all its sessions */
    uint32_t free_first;
    uint32_t free_last;
    uint16_t hot_next;
    bool is_hot; /* in the list */
};

struct departments {
    struct department *at;
    uint16_t *sorted; /* indices in order of names */
    uint32_t count;
    uint32_t count_max;
    struct map by_name;
    uint16_t hot_first;
    uint16_t hot_last;
};

void departments_init(struct departments *departments, struct arena *arena, uint32_t count_max);

/* Index of a department, or DEPARTMENT_NONE. */
uint16_t departments_find(const struct departments *departments, const struct name *name);

/* Departments that a procedure names and that are not known yet. */
uint32_t departments_missing(const struct departments *departments,
                             const struct procedure *procedure);

/* Index of a department, a new one if need be; there must be room. */
uint16_t departments_add(struct departments *departments, const struct name *name);

/* Where in `sorted` the names after a name begin. */
uint32_t departments_after(const struct departments *departments, const struct name *name);

/* Empty its queues and counts of jobs, before they are built anew. */
void department_forget_jobs(struct department *department);

void department_add_ready(struct department *department, const struct bundles *bundles,
                          stage_ref ref, uint32_t priority);
void department_remove_ready(struct department *department, const struct bundles *bundles,
                             stage_ref ref, uint32_t priority);

/* The ready job that is next: most urgent, then first ready. There must be one. */
stage_ref department_next_ready(const struct department *department);

/* It has both a ready job and a free session. */
bool department_is_matching(const struct department *department);

/* Put it in the list of hot ones if it is matching and not in it. */
void departments_heat(struct departments *departments, uint16_t index);

/* Take the first of the list of hot ones: its index, or DEPARTMENT_NONE. */
uint16_t departments_take_hot(struct departments *departments);

#endif
