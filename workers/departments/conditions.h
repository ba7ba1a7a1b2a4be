/* SPDX-License-Identifier: Apache-2.0 */
/* The planning conditions of a plot, and the indicators of a design that must lie within them. */
#ifndef WORKERS_DEPARTMENTS_CONDITIONS_H
#define WORKERS_DEPARTMENTS_CONDITIONS_H

#include "workers/departments/review.h"

/* One indicator that is an area of the design over the area of the plot. */
struct indicator {
    const char *title;
    const char *unit;     /* "%" or "" */
    const char *area;     /* field: the area */
    const char *declared; /* field: the indicator as declared; NULL: not declared */
    const char *min;      /* fields: the bounds */
    const char *max;
    int64_t scale; /* 100: a ratio; 10000: percent; both in hundredths */
};

/* The declared indicator must be the computed one, to within 0.01. */
void conditions_check_declared(struct review *review, const struct indicator *indicator);

/* The computed indicator must lie within its bounds. */
void conditions_check_bounds(struct review *review, const struct indicator *indicator);

/* The height in this field must lie within its bounds. */
void conditions_check_height(struct review *review, const char *height);

/* The bounds themselves must make sense: min <= max. */
void conditions_check_order(struct review *review, const char *min, const char *max);

#endif
