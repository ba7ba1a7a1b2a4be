/* SPDX-License-Identifier: Apache-2.0 */
/* Recovery: from an open journal to an engine that goes on where the last process ended.
 *
 *     globals ── images of open bundles ── facts from recover_from on ── ready
 *
 * What is read depends on what is open and on the checkpoint's bound, not on history. */
#ifndef BROKER_SHELL_RECOVERY_H
#define BROKER_SHELL_RECOVERY_H

#include "broker/core/engine.h"
#include "broker/shell/journal.h"

struct recovery_report {
    uint64_t position_next; /* after the newest fact */
    uint64_t recover_from;  /* replay began here */
    uint64_t records_read;
    uint32_t procedures;
    uint32_t counters;
    uint32_t requests;
    uint32_t images_open;
    uint64_t records_rebuilt; /* facts that the tables lacked */
    int64_t newest_ms;        /* time of the newest fact; 0: there is none */
    int64_t took_ms;
};

/* Restore an empty engine. Tables that lack facts (deleted, say) are rebuilt on the way, in the
 * memory of what is open at a time; the journal must not be started yet.
 *
 * Errors: ERR_CORRUPT - stored bytes contradict each other, logged with the table or position;
 *         ERR_NO_MEMORY - the engine's limits are too small for what is open, logged; ERR_IO. */
enum err recovery_run(struct journal *journal, struct engine *engine,
                      struct recovery_report *report);

/* The same from a view that was begun, without writing: what the journal holds may be read by
 * anyone. with_requests false: the window of answered requests stays empty; how many of them are
 * remembered is configuration, and two states can only be compared without them. */
enum err recovery_load(struct view *view, struct engine *engine, bool with_requests,
                       struct recovery_report *report);

/* Take the mark of its request out of a fact, so that applying it remembers none. */
void recovery_forget_request(struct fact *fact);

/* Memory for an engine, and the empty engine in it. Errors: ERR_NO_MEMORY - logged. */
enum err recovery_engine_new(struct engine **engine, const struct engine_limits *limits);
void recovery_engine_free(struct engine **engine, const struct engine_limits *limits);

#endif
