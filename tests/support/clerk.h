/* SPDX-License-Identifier: Apache-2.0 */
/* A broker without sockets: a real engine, a real journal, real batches, and workers that are
 * played. What it does follows from its seed.
 *
 * clerk_commit is the broker's turn: fill, append, committed. A test that wants to act between
 * filling and committing calls the two halves. */
#ifndef TESTS_SUPPORT_CLERK_H
#define TESTS_SUPPORT_CLERK_H

#include "broker/core/engine.h"
#include "broker/shell/checkpoint.h"
#include "broker/shell/draft.h"
#include "broker/shell/journal.h"
#include "broker/shell/recovery.h"

#define CLERK_HELD_MAX 4096
#define CLERK_KEY_BYTES 24

struct clerk {
    struct engine_limits limits;
    struct engine *engine;
    struct journal *journal;
    struct view *view;
    struct checkpoint checkpoint;
    struct draft drafts[2];
    struct draft *draft; /* the one being written */
    struct facts *facts;
    struct effects *effects;
    struct recovery_report recovered;
    struct hash restored;                /* of the state after recovery */
    struct msg_job held[CLERK_HELD_MAX]; /* jobs that the workers have */
    uint32_t held_count;
    struct procedure procedure; /* the five permits */
    uint64_t random;
    int64_t now_ms;
    uint32_t sessions;
    const char *submitter;     /* of the next bundles; NULL: "office" */
    uint64_t submitted;        /* by this clerk and those before it in the directory */
    struct bundle_image image; /* of the bundle that was acted on last, before it came back */
    enum err refused;          /* by the last step; OK: it was not */
};

/* Open a journal in a directory, recover, let a worker with much credit come to each department if
 * the procedure is published. The test fails if anything does. */
void clerk_open(struct clerk *clerk, const char *dir, uint64_t behind_max);

/* As a kill would: what is not committed is lost. Once more does nothing. */
void clerk_close(struct clerk *clerk);

void clerk_publish(struct clerk *clerk); /* the five permits; the workers come then */

/* Submit a bundle with the key of its number, all milestones reached. Returns its number. */
uint64_t clerk_submit(struct clerk *clerk);

/* Answer jobs that are held, picked by chance: mostly granted, some refused, failed, given back. */
void clerk_work(struct clerk *clerk, uint32_t count);

void clerk_withdraw(struct clerk *clerk, uint64_t bundle);

/* Do something to a stage of a bundle, in memory or not, as the broker's own person. Returns: why it was
 * refused, or OK. */
enum err clerk_act(struct clerk *clerk, enum act act, uint64_t bundle, uint32_t stage);

/* Look at an ended bundle that may have left memory. */
void clerk_wake(struct clerk *clerk, uint64_t bundle);

/* Answer one job of a bundle whether or not its lease still holds. False: none is held. */
bool clerk_answer(struct clerk *clerk, uint64_t bundle, enum verdict verdict);

/* Time passes: leases run out, delays end. */
void clerk_wait(struct clerk *clerk, int64_t ms);

/* A mixed piece of everyday work, by chance. */
void clerk_bustle(struct clerk *clerk);

/* Work until every job is done. */
void clerk_finish(struct clerk *clerk);

void clerk_commit(struct clerk *clerk, bool is_idle);
struct draft *clerk_fill(struct clerk *clerk, bool is_idle);
void clerk_settle(struct clerk *clerk, struct draft *draft);

/* Commit idly until nothing is left to be stored. */
void clerk_rest(struct clerk *clerk);

/* Is the key of a bundle found, by the rule of the broker? Returns its number or 0. */
uint64_t clerk_find(struct clerk *clerk, uint64_t bundle);
struct hash clerk_key_hash(uint64_t bundle);

/* The hash of what a restart from the committed journal would begin with. */
struct hash clerk_restored_hash(struct clerk *clerk, struct recovery_report *report);

uint32_t clerk_rows(struct clerk *clerk, enum store_table table);

/* Delete all rows of all tables; only the format stays. Open the clerk anew before anything else. */
void clerk_delete_tables(struct clerk *clerk);

#endif
