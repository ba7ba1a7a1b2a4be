/* SPDX-License-Identifier: Apache-2.0 */
/* Departments: who waits for whom. On one side the ready jobs, a line for each priority; on the
 * other the sessions with free credit, longest waiting first. A department is known from the first
 * published procedure that names it, and never forgotten.
 *
 * A department with both is `hot`: dispatch.c empties the list of hot ones. It may contain
 * departments that have cooled down meanwhile. */
#ifndef BROKER_CORE_DEPARTMENT_H
#define BROKER_CORE_DEPARTMENT_H

#include "broker/core/lane.h"
#include "broker/core/published.h"

#define DEPARTMENT_NONE UINT16_MAX
#define SESSION_NONE UINT32_MAX

struct department {
    struct name name;
    /* Derived from the bundles. */
    struct line ready[PRIORITY_COUNT];
    struct job_queue parked;
    uint32_t ready_levels; /* bit p: ready[p] is not empty */
    uint32_t ready_count;
    uint32_t leased_count;
    uint32_t delayed_count;
    uint32_t card_counts[CARD_LEVEL_COUNT]; /* of open bundles, not withdrawn (card.c) */
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
    struct lanes lanes; /* of all lines */
    uint16_t hot_first;
    uint16_t hot_last;
};

void departments_init(struct departments *departments, struct arena *arena, uint32_t count_max,
                      uint32_t jobs_max);

/* Index of a department, or DEPARTMENT_NONE. */
uint16_t departments_find(const struct departments *departments, const struct name *name);

/* Departments that a procedure names and that are not known yet. */
uint32_t departments_missing(const struct departments *departments,
                             const struct procedure *procedure);

/* Index of a department, a new one if need be; there must be room. */
uint16_t departments_add(struct departments *departments, const struct name *name);

/* Where in `sorted` the names after a name begin. */
uint32_t departments_after(const struct departments *departments, const struct name *name);

/* Empty all lines, lists and counts of jobs, before they are built anew. */
void departments_forget_jobs(struct departments *departments);

/* A job of this department is ready, and is ready no more. */
void departments_add_ready(struct departments *departments, uint16_t index,
                           const struct bundles *bundles, stage_ref ref);
void departments_remove_ready(struct departments *departments, uint16_t index,
                              const struct bundles *bundles, stage_ref ref);

/* This ready job is about to be leased: its submitter has had its turn. */
void departments_pass_turn(struct departments *departments, uint16_t index,
                           const struct bundles *bundles, stage_ref ref);

/* The ready job that is next: most urgent, then whose turn it is, then first ready. There must be
 * one. Source: proto/SPEC.md 11.2 "Order". */
stage_ref departments_next_ready(const struct departments *departments, uint16_t index);

/* It has both a ready job and a free session. */
bool department_is_matching(const struct department *department);

/* Put it in the list of hot ones if it is matching and not in it. */
void departments_heat(struct departments *departments, uint16_t index);

/* Take the first of the list of hot ones: its index, or DEPARTMENT_NONE. */
uint16_t departments_take_hot(struct departments *departments);

#endif
