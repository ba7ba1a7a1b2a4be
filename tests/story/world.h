/* SPDX-License-Identifier: Apache-2.0 */
/* The world of a story: the real engine, a journal in memory, peers that remember what they hold.
 *
 * After every event the world checks what must always hold: positions are dense, records survive
 * their encoding, the replay of all records has the live hash, no worker is owed more than its
 * credit. Restarting goes through images, as the broker does. */
#ifndef TESTS_STORY_WORLD_H
#define TESTS_STORY_WORLD_H

#include "broker/core/engine.h"
#include "broker/shell/describe.h"
#include "tests/story/script.h"

#define WORLD_PEERS_MAX 32
#define WORLD_HELD_MAX 256
#define WORLD_RECORDS_MAX 8192
#define WORLD_TRACE_BYTES 65536
#define WORLD_COUNTERS_MAX 64
#define WORLD_REQUESTS_MAX 32
#define WORLD_BUNDLES_MAX 64
#define WORLD_BASE_MS INT64_C(1767574800000) /* Monday, 2026-01-05 09:00 in Beijing */

struct peer {
    char name[72]; /* "client:jz" */
    enum role role;
    struct name principal;
    struct name department;
    session_id session; /* 0: not connected */
    uint32_t owed;      /* jobs it may still be sent */
};

/* A lease as a worker remembers it; kept after it ended, so that stories can be late. */
struct held {
    uint32_t peer;
    uint64_t bundle;
    uint8_t stage;
    struct name stage_name;
    uint32_t attempt;
    uint64_t token;
};

/* What the broker keeps beside the journal, see broker/shell/store.h. */
struct tables {
    uint32_t counter_count;
    struct counter_image counters[WORLD_COUNTERS_MAX];
    uint32_t request_count;
    struct request_image requests[WORLD_REQUESTS_MAX]; /* by slot */
    uint32_t ended_count;
    struct bundle_image ended[WORLD_BUNDLES_MAX]; /* bundles that have left memory */
};

struct world {
    struct engine *engine;
    void *memory;
    struct facts *facts;
    struct effects *effects;
    struct tables *tables;
    int64_t base_ms; /* the beginning; 0: times are civil */
    int64_t now_ms;  /* since the beginning */
    enum room room;  /* of the journal */
    uint64_t entropy;
    uint32_t session_count;
    uint32_t peer_count;
    struct peer peers[WORLD_PEERS_MAX];
    uint32_t held_count;
    struct held held[WORLD_HELD_MAX];
    uint32_t record_count;
    struct span records[WORLD_RECORDS_MAX];
    size_t trace_size;
    char trace[WORLD_TRACE_BYTES]; /* what the command at hand caused, as in the story */
    char failure[512];             /* an invariant that broke; "" while all is well */
    char procedure_dirs[2][512];
};

/* An engine as the world's, and the memory to free. */
struct engine *world_engine_new(void **memory);

struct world *world_new(const char *story_dir);
void world_free(struct world *world);

/* Do one command; its trace is in world->trace afterwards. Returns false if the command itself is
 * wrong or an invariant broke: world->failure says what. */
bool world_play(struct world *world, const struct command *command);

/* For the commands: */
struct peer *world_peer(struct world *world, const char *name); /* known or made; NULL: full */
void world_step(struct world *world, struct event *event);      /* fills in time and entropy */
void world_connect(struct world *world, struct peer *peer);
void world_restart(struct world *world);

/* What the tables know of a bundle that has left memory, by number or by key; zero if nothing. */
struct archived world_archived(const struct world *world, uint64_t bundle,
                               const struct hash *key_hash);
/* The image of a bundle, in memory or not. Errors: ERR_BUNDLE_UNKNOWN. */
enum err world_image(const struct world *world, uint64_t bundle, struct bundle_image *image);

/* How the world speaks of facts. */
/* Milliseconds since 1970. */
int64_t world_now_ms(const struct world *world);
/* Trace the texts of the refusals of the last step. */
void world_say_why(struct world *world);
struct describe world_describe(const struct world *world);
void world_trace(struct world *world, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void world_fail(struct world *world, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
