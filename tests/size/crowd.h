/* SPDX-License-Identifier: Apache-2.0 */
/* Very many bundles, made by the real engine without sockets: for measuring what size costs.
 *
 * Two procedures of five stages. Bundles of `stay` wait for milestones that never come: one of
 * their stages is sealed, some are leased, the others ready. Bundles of `pass` are granted at once
 * and end. With a directory all facts go into a journal there, by the broker's own checkpoint; a
 * crowd is left as kill -9 would leave it. */
#ifndef TESTS_SIZE_CROWD_H
#define TESTS_SIZE_CROWD_H

#include "broker/core/engine.h"
#include "broker/shell/checkpoint.h"
#include "broker/shell/draft.h"
#include "broker/shell/journal.h"

enum { CROWD_STAY, CROWD_PASS, CROWD_PROCEDURES };

struct crowd {
    struct engine_limits limits;
    struct engine *engine;
    struct journal *journal; /* NULL: facts are forgotten */
    struct checkpoint checkpoint;
    struct draft draft;
    struct facts facts;
    struct effects effects;
    struct procedure procedures[CROWD_PROCEDURES];
    uint32_t sessions;
    uint64_t submitted;
    uint64_t commits;
    uint64_t writes; /* to the tables */
    uint64_t random;
    int64_t now_ms;
    uint32_t job_count; /* of `pass`, sent and not yet answered */
    struct msg_job jobs[4096];
};

/* bundles_max - room for so many bundles. dir NULL: no journal. Ends the program on failure. */
struct crowd *crowd_open(uint32_t bundles_max, const char *dir);
void crowd_close(struct crowd *crowd);

void crowd_submit(struct crowd *crowd, int procedure);

/* Answer all jobs of `pass` that are out, and those that follow from the answers. */
void crowd_work(struct crowd *crowd);

/* Renew one lease after the other, or let time pass: what else a crowd may be asked for. */
void crowd_tick(struct crowd *crowd, int64_t ms);

/* Commit what the journal lacks, if that is more than so many facts. */
void crowd_commit(struct crowd *crowd, uint32_t facts);

#endif
