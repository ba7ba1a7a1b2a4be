/* SPDX-License-Identifier: Apache-2.0 */
/* Whether stages apply: their conditions evaluated by jq, the only place that knows it.
 *
 * All conditions of a procedure are one program, compiled when it is asked for the first time since the
 * broker started: compiling takes some 20 milliseconds, evaluating some microseconds. A condition is
 * what broker/core/condition.h lets pass, so its cost is bounded by the size of the application.
 *
 * An application is seen as JSON: as client/application.h shows it. Keys that are neither text nor
 * integer are not seen.
 *
 * Where there is no memory libjq ends the process, as the broker does where a commit fails: nothing was
 * said, and the restart replays.
 *
 * Source: proto/SPEC.md 13.2 "Conditions". */
#ifndef BROKER_SHELL_CONDITION_H
#define BROKER_SHELL_CONDITION_H

#include "broker/core/event.h"

#define CONDITION_PROGRAMS_MAX 64 /* a program takes some 100 KiB; more than these take turns */

struct condition_program {
    const struct procedure *procedure;
    struct jq_state *state; /* NULL: jq does not take it */
};

struct condition_cache {
    struct condition_program programs[CONDITION_PROGRAMS_MAX];
    uint32_t count;
    uint32_t next;    /* where the next one goes */
    char failure[96]; /* what struct conditions points to */
};

/* Call before there are threads: it takes HOME from the environment, since jq would read .jq there. */
void condition_init(struct condition_cache *cache);
void condition_fini(struct condition_cache *cache);

/* A stage of the procedure has a condition. */
bool condition_is_any(const struct procedure *procedure);

/* See whether jq takes the conditions of a procedure that is to be published.
 *
 * Shape: conditions - failure and failed_stage of the first that it does not. */
void condition_try(struct condition_cache *cache, const struct procedure *procedure,
                   struct conditions *conditions);

/* Evaluate the conditions of a published procedure, which stays where it is.
 *
 * Shape: conditions - skipped; or failure and failed_stage of the first that does not give one
 *        boolean or list; or element_count of the first list that is too long. */
void condition_evaluate(struct condition_cache *cache, const struct procedure *procedure,
                        struct span application, struct conditions *conditions);

#endif
