/* SPDX-License-Identifier: Apache-2.0 */
/* Timers: when something follows for a bundle by itself because a time is over. One instant a bundle,
 * the earliest that any rule has for it, in a heap; bundles for which no rule has one are not in it.
 *
 * Derived: the instants follow from the bundle, its procedure and the calendar, so they are found
 * anew after every fact of the bundle, after a restart, and when a calendar is published.
 *
 * Bundles that have ended have terms, too, as long as they are in memory; once they have left it, the
 * store knows when to bring them back (engine_wake_ms). Rules that say so are asked about them.
 *
 * When you add a rule: its row in timers.c. due() gives the earliest instant, INT64_MAX: none; run() is
 * called when that has come, and must record a fact after which due() is later. */
#ifndef BROKER_CORE_TIMERS_H
#define BROKER_CORE_TIMERS_H

#include "broker/core/bundle.h"
#include "broker/core/heap.h"

struct engine;
struct step;

struct timer_rule {
    bool also_ended; /* of ended bundles, too */
    bool enters;     /* its fact takes an entry of the dossier: never of one that is full */
    int64_t (*due)(const struct engine *engine, uint32_t index);
    void (*run)(struct step *step, uint32_t index);
};

struct timers {
    struct bundles *bundles;
    struct heap heap;
};

void timers_init(struct timers *timers, struct arena *arena, struct bundles *bundles,
                 uint32_t count_max);

/* The bundle at an index has changed. */
void timers_update(struct engine *engine, uint32_t index);

/* The bundle at an index leaves memory. */
void timers_forget(struct engine *engine, uint32_t index);

/* Everything may have changed. */
void timers_rebuild(struct engine *engine);

/* The earliest instant of all, or INT64_MAX. */
int64_t timers_next_due_ms(const struct timers *timers);

#endif
