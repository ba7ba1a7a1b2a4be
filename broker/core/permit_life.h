/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of a permit after its issue, as the dossier of its bundle tells it: delivered, works
 * begun, deferred, renewed, ended. Nothing of it is stored as a date: when a term ends follows from
 * the issue, the procedure and the calendar that holds when somebody asks.
 *
 *     delivery   from the issue, until it is delivered          许可法 44
 *     start      from the issue, until works begin; deferrals add to it; then it lapses     建筑法 9
 *     valid      from the issue; each renewal adds as much again; then it expires           许可法 50
 *
 * All deferrals and renewals count from the day of issue together: three months and three months are
 * six months, whatever the length of the month in between. */
#ifndef BROKER_CORE_PERMIT_LIFE_H
#define BROKER_CORE_PERMIT_LIFE_H

#include "broker/core/machine.h"

struct permit_life {
    int64_t issued_ms; /* 0: nothing was issued */
    int64_t delivered_ms;
    int64_t started_ms;    /* works */
    int64_t standstill_ms; /* since when they stand still; 0: they do not */
    int64_t ended_ms;      /* 0: it is in force */
    uint8_t end;           /* enum permit_end: what ended it first */
    bool is_deregistered;
    uint8_t deferral_count;
    uint32_t deferred; /* months, all deferrals together */
    uint32_t renewal_count;
    int64_t deferral_asked_ms; /* not decided yet; 0: nobody has asked */
    int64_t renewal_asked_ms;
};

struct permit_life permit_life_of(const struct engine *engine, const struct bundle *bundle,
                                  uint32_t stage);
struct permit_life permit_life_of_image(const struct bundle_image *image, uint32_t stage);

/* The procedure sets such a term for a stage. */
bool term_is_set(const struct procedure_stage *definition, enum term_kind kind);

/* The last instant of a term. Whoever acts at that instant is in time.
 *
 * Shape:   the permit was issued, and the term is set.
 * Source:  民法典 201 to 203. */
struct calendar_instant term_end(const struct calendar_image *calendar,
                                 const struct procedure_stage *definition,
                                 const struct permit_life *life, enum term_kind kind);

/* A permit ends by itself, or is renewed by itself, at the earliest after this instant; INT64_MAX: it
 * does not. *kind says by which term. */
int64_t permit_due(const struct calendar_image *calendar, const struct procedure_stage *definition,
                   const struct permit_life *life, enum term_kind *kind);

/* When to look at a permit of a bundle that has left memory (wake.h); INT64_MAX: never. A term of months ends
 * on a day that no calendar brings nearer. */
int64_t permit_wake_ms(const struct calendar_image *calendar,
                       const struct procedure_stage *definition, const struct permit_life *life,
                       int64_t now_ms);

#endif
