/* SPDX-License-Identifier: Apache-2.0 */
/* A review: one department's look at one application, which collects every reason against it.
 *
 * Rules read fields through the review. A field that is missing or of the wrong kind is remembered
 * and reported once at the end; the rules that need it are left out, since nothing can be said. */
#ifndef WORKERS_DEPARTMENTS_REVIEW_H
#define WORKERS_DEPARTMENTS_REVIEW_H

#include "tongfa/worker.h"
#include "workers/departments/field.h"

#include <jansson.h>

#define NUMBER_NONE INT64_MIN

struct review {
    const json_t *application;
    struct tongfa_verdict *verdict;
    unsigned reason_count;
    unsigned left_out; /* reasons that did not fit into the verdict */
    uint8_t states[FIELDS_MAX];
};

void review_init(struct review *review, const json_t *application, struct tongfa_verdict *verdict);

/* Report missing and wrong fields, and how many reasons had no room. */
void review_fini(struct review *review);

/* Add a numbered reason: what is wrong, with the figures, and what to do. */
void review_refuse(struct review *review, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Read fields, so that what is missing or wrong is reported even where no rule looks at it.
 * paths ends with NULL. */
void review_need_fields(struct review *review, const char *const *paths);

/* Ask for papers: there once, with an address, not empty. names ends with NULL. */
void review_need_materials(struct review *review, const char *const *names);
void review_need_material(struct review *review, const char *name);

/* The value of a field; NULL or NUMBER_NONE when it is missing or wrong. */
const char *review_text(struct review *review, const char *path);
int64_t review_number(struct review *review, const char *path);

/* True only for a flag that is given and set; false and remembered when it is missing or wrong. */
bool review_flag(struct review *review, const char *path);

/* Two fields must hold the same text or number; law is quoted in the reason. */
void review_same(struct review *review, const char *left, const char *right, const char *law);

/* Two areas must agree to one in a thousand of the larger. */
void review_areas_agree(struct review *review, const char *left, const char *right,
                        const char *law);

/* The code in the field must have a right check character. */
void review_uscc(struct review *review, const char *path);

/* The Chinese title of a material, or NULL. */
const char *material_title(const char *name);

#endif
