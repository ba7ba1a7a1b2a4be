/* SPDX-License-Identifier: Apache-2.0 */
/* The sample application of workers/departments/APPLICATION.md, for tests that spoil it. */
#ifndef TESTS_SUPPORT_APPLICATION_H
#define TESTS_SUPPORT_APPLICATION_H

#include "workers/departments/department.h"

#include <jansson.h>

/* One change: the value at a dotted path becomes this JSON; NULL takes it out. "materials.NAME"
 * and "materials.NAME.KEY" address the material of that name. */
struct change {
    const char *path;
    const char *json;
};

#define CHANGES_MAX 6

/* Changes to the sample, and what the department must say: a piece of its reason, or NULL when it
 * must still grant. */
struct review_case {
    const char *claim;
    const struct department *department;
    struct change changes[CHANGES_MAX];
    const char *reason;
    unsigned reason_count; /* 0: one */
};

/* A fresh copy of the sample; the caller drops it with json_decref. */
json_t *application_sample(void);

/* The whole text of APPLICATION.md; the caller frees it. */
char *application_document(void);

void application_change(json_t *application, const struct change *change);

/* Run cases as tests of their own. Returns the number that failed. */
int application_run_cases(const struct review_case *cases, size_t count);

#endif
