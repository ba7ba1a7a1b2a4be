/* SPDX-License-Identifier: Apache-2.0 */
/* Full replay: the whole journal from its first fact, in the memory of what was open at a time.
 *
 * For proofs, not for restarts. An engine forgets an ended bundle when the checkpoint has stored
 * it; a replay forgets it when its last fact has been applied. Which fact that is, and how large the
 * engine must be, a survey of the records finds out beforehand. */
#ifndef BROKER_SHELL_REPLAY_H
#define BROKER_SHELL_REPLAY_H

#include "broker/core/engine.h"
#include "broker/shell/journal.h"
#include "proto/record.h"

/* Snapshots are renewed after so many records: a long one keeps a running broker's freed pages. */
#define REPLAY_RENEW_RECORDS 65536

/* Bundles are counted by portions of so many positions: near enough, and small. */
#define SURVEY_PORTION 4096

struct survey {
    uint64_t until; /* the first position that is left out */
    uint64_t *last; /* [bundle]: position of its newest fact; 0: no such bundle */
    size_t last_bytes;
    uint32_t *began; /* [position / SURVEY_PORTION]: bundles that were submitted there */
    uint32_t *ended; /* ... and that have their newest fact there */
    size_t portions_bytes;
    uint64_t bundle_count; /* bundles are numbered densely from 1 */
    uint64_t open_count;
    uint64_t entering_count; /* facts that may add to a dossier */
    uint32_t procedure_count;
    uint32_t stage_count_sum; /* of all procedures */
    uint32_t blocks_max;      /* blocks of stages that a bundle needs at most */
    int64_t first_ms;
    int64_t newest_ms;
};

/* Begin a survey of what the view shows now. Errors: ERR_NO_MEMORY - logged. */
enum err survey_init(struct survey *survey, struct view *view);
void survey_fini(struct survey *survey); /* accepts a zeroed one */

/* Take note of one fact after the other. Errors: ERR_CORRUPT - a bundle number that no submission
 * gave, or one out of its order. */
enum err survey_note(struct survey *survey, const struct fact *fact);

/* Note all records of a view that was begun; the view is begun anew in between.
 *
 * Errors: ERR_CORRUPT - logged with the position; ERR_IO. */
enum err survey_run(struct survey *survey, struct view *view);

/* Limits of an engine that can take the whole replay. */
struct engine_limits survey_limits(const struct survey *survey);

/* Called after each fact has been applied. An error ends the replay. */
typedef enum err replay_watch(void *self, const struct engine *engine, const struct fact *fact);

/* Apply all facts of a completed survey to an empty engine; watch may be NULL. The marks of requests
 * are left out, see recovery_load; watch is shown the whole fact.
 *
 * Errors: ERR_CORRUPT - logged with the position; ERR_NO_MEMORY; ERR_IO; the watcher's. */
enum err replay_run(const struct survey *survey, struct view *view, struct engine *engine,
                    replay_watch *watch, void *self);

#endif
