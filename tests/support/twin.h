/* SPDX-License-Identifier: Apache-2.0 */
/* An engine and its twin, which knows nothing but the records of the first one's facts. Small pools,
 * so that they fill. What must hold is asserted after every step, so any input may drive it:
 *
 *   - positions are dense, facts of a bundle are chained, time stands in them
 *   - every fact survives its record, and the twin that applies it has the same hash
 *   - a request of a peer has one answer; jobs go to connected workers within their credit
 *   - what is said can be written and read as a message
 *   - on a full disk nothing becomes true
 *   - an open bundle waits for something that EXPLAIN can name
 *
 * and at the end (twin_end): a replay of all records, and a restart from images, have that hash. */
#ifndef TESTS_SUPPORT_TWIN_H
#define TESTS_SUPPORT_TWIN_H

#include "broker/core/engine.h"

#define TWIN_SESSIONS_MAX 8
#define TWIN_JOBS_MAX 64
#define TWIN_BUNDLES_MAX 48   /* ever submitted; then twin_is_full */
#define TWIN_RECORDS_MAX 4096 /* ditto */
#define TWIN_RECORD_BYTES (1024 * 1024)
#define TWIN_START_MS INT64_C(1700000000000)

struct twin_session {
    session_id id; /* 0: free */
    uint8_t role;
    uint32_t credit;
    struct name principal;
    struct name department;
};

struct twin {
    struct engine *engine;
    struct engine *shadow;
    int64_t now_ms;
    enum room room; /* on the disk */
    uint64_t steps;
    uint32_t sessions_ever;
    struct twin_session sessions[TWIN_SESSIONS_MAX];
    struct msg_job jobs[TWIN_JOBS_MAX]; /* given last, job n at n % TWIN_JOBS_MAX */
    uint32_t job_count;
    enum err refused; /* the refusal of the last step, or OK */
    uint32_t record_count;
    struct span records[TWIN_RECORDS_MAX];
    size_t record_bytes;
    uint8_t record_memory[TWIN_RECORD_BYTES];
    uint32_t archive_count; /* bundles that ended and left the engines */
    struct bundle_image archive[TWIN_BUNDLES_MAX];
};

/* Begin anew. There is one; its memory is reserved at the first call. */
struct twin *twin_begin(void);

/* No more can be kept: end the run. */
bool twin_is_full(const struct twin *twin);

/* An event of now, for a session of the twin or (NULL) for the broker itself. */
struct event twin_event(const struct twin *twin, enum event_type type,
                        const struct twin_session *session);

/* Decide it, check what came of it, and decide what became possible by it. */
void twin_step(struct twin *twin, const struct event *event);

/* A session begins; NULL if the engine refuses it (twin->refused) or there is no place. */
struct twin_session *twin_join(struct twin *twin, const struct msg_hello *hello,
                               struct span request_id);
void twin_leave(struct twin *twin, struct twin_session *session);

void twin_wait(struct twin *twin, int64_t ms);

/* The oldest dirty bundle becomes an image; if it has ended it leaves both engines. */
void twin_store(struct twin *twin);

/* What the archive has of a bundle, by number or key; is_found false: nothing. */
struct archived twin_archived(const struct twin *twin, uint64_t bundle,
                              const struct hash *key_hash);

void twin_end(struct twin *twin);

/* A hash that is good enough among few things. */
struct hash twin_hash(struct span bytes, uint64_t salt);

#endif
