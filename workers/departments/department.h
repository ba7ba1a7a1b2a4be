/* SPDX-License-Identifier: Apache-2.0 */
/* The departments that come with Tongfa. Each is a table of what it needs and one function with
 * its rules; all of them are pure functions of the application (APPLICATION.md). */
#ifndef WORKERS_DEPARTMENTS_DEPARTMENT_H
#define WORKERS_DEPARTMENTS_DEPARTMENT_H

#include "workers/departments/review.h"

struct department {
    const char *name;
    const char *stage;
    const char *permit;
    const char *const *fields;    /* paths that must be there; ends with NULL */
    const char *const *materials; /* names that must be there; ends with NULL */
    void (*rules)(struct review *review);
};

extern const struct department department_land;
extern const struct department department_design;
extern const struct department department_planning;
extern const struct department department_registry;
extern const struct department department_construction;

/* All of them, in the order of their permits; ends with NULL. */
extern const struct department *const departments[];

/* The department of this name, or NULL. */
const struct department *department_find(const char *name);

/* Hold an application against all rules of a department. The verdict must be a fresh one; it
 * stays a grant if nothing speaks against the application. */
void department_judge(const struct department *department, const json_t *application,
                      struct tongfa_verdict *verdict);

#endif
