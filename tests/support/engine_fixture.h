/* SPDX-License-Identifier: Apache-2.0 */
/* An engine on memory of its own, and short words for its events.
 *
 * Every step is checked against what must always hold: positions are dense, time stands in the facts,
 * a second engine that only applies the facts has the same hash, effects keep within credit, and no
 * department has both a ready job and free credit unless the engine says that it is pending. */
#ifndef TESTS_SUPPORT_ENGINE_FIXTURE_H
#define TESTS_SUPPORT_ENGINE_FIXTURE_H

#include "broker/core/engine.h"
#include "tests/support/procedure_builder.h"

#define FIXTURE_START_MS INT64_C(1700000000000)
#define FIXTURE_YEAR 2026
#define FIXTURE_SESSIONS_MAX 256

struct fixture {
    struct engine_limits limits;
    struct engine *engine;
    struct engine *shadow;        /* applies facts only */
    struct facts *facts;          /* of the last step */
    struct effects *effects;      /* of the last step */
    struct event event;           /* the next one; fixture_event begins it */
    struct archived archived;     /* what the next events bring along ... */
    struct request_mark request;  /* ... zero unless a test sets them, ... */
    struct conditions conditions; /* ... as this is */
    int64_t now_ms;
    uint16_t year;
    uint64_t entropy;
    struct fact *journal; /* position i + 1 */
    uint32_t journal_count;
    uint32_t journal_max;
    struct procedure *procedures[64]; /* copies that the journal points to */
    uint32_t procedure_count;
    struct msg_job *jobs; /* every job sent, newest last */
    session_id *job_sessions;
    uint32_t job_count;
    uint32_t job_max;
    uint32_t credit[FIXTURE_SESSIONS_MAX];   /* what each session is still owed at most */
    bool is_connected[FIXTURE_SESSIONS_MAX]; /* it has joined and not left */
    bool is_shadow_stale; /* the window or memory of the shadow cannot be compared */
};

extern const struct engine_limits fixture_limits;

/* A fresh engine; limits NULL: fixture_limits. */
void fixture_open(struct fixture *fixture, const struct engine_limits *limits);
void fixture_close(struct fixture *fixture);

/* Engine memory as the shell gives it: zero, aligned. */
struct engine *engine_on_heap(const struct engine_limits *limits);
void engine_off_heap(struct engine *engine);

/* Begin fixture->event; then fixture_step sends it. */
struct event *fixture_event(struct fixture *fixture, enum event_type type, uint32_t session);
void fixture_step(struct fixture *fixture);

/* ---- Events. Each returns the error of the refusal that answers it, or OK. ------------------- */

enum err fixture_publish(struct fixture *fixture, const struct procedure *procedure);
enum err fixture_join(struct fixture *fixture, uint32_t session, enum role role,
                      const char *department);
void fixture_leave(struct fixture *fixture, uint32_t session);
enum err fixture_credit(struct fixture *fixture, uint32_t session, uint32_t credit);
void fixture_tick(struct fixture *fixture, int64_t after_ms); /* lets time pass, then ticks */
void fixture_drain(struct fixture *fixture);

/* By session 0, the broker itself, unless fixture->event.session is set before fixture_step. */
enum err fixture_submit(struct fixture *fixture, const char *procedure, const char *key);
enum err fixture_signal(struct fixture *fixture, uint64_t bundle, const char *milestone);
enum err fixture_call_off(struct fixture *fixture, uint64_t bundle, const char *milestone);
enum err fixture_withdraw(struct fixture *fixture, uint64_t bundle);
enum err fixture_retry(struct fixture *fixture, uint64_t bundle, const char *stage);

/* Answer or renew a job from a session. */
enum err fixture_verdict(struct fixture *fixture, uint32_t session, const struct msg_job *job,
                         enum verdict verdict);
enum err fixture_renew(struct fixture *fixture, uint32_t session, const struct msg_job *job);

/* ---- What came of it ------------------------------------------------------------------------- */

/* The newest job sent for a stage, or NULL. */
const struct msg_job *fixture_job(const struct fixture *fixture, uint64_t bundle, uint32_t stage);

/* The n-th effect or fact of a type in the last step, or NULL. */
const struct effect *fixture_effect(const struct fixture *fixture, enum effect_type type,
                                    uint32_t n);
const struct fact *fixture_fact(const struct fixture *fixture, enum fact_type type, uint32_t n);

/* The answer of the last step: RECORDED must be there. */
const struct msg_recorded *fixture_recorded(const struct fixture *fixture);

/* States now. */
struct bundle_image fixture_image(const struct fixture *fixture, uint64_t bundle);
enum stage_state fixture_stage(const struct fixture *fixture, uint64_t bundle, uint32_t stage);
enum job_state fixture_job_state(const struct fixture *fixture, uint64_t bundle, uint32_t stage);

/* A hash made of a text: keys, contents, request ids. */
struct hash hash_of_text(const char *text);

/* ---- Recovery -------------------------------------------------------------------------------- */

/* A new engine from images of all open bundles as they are now. */
struct engine *fixture_restore(const struct fixture *fixture);

/* A new engine from nothing and the whole journal. */
struct engine *fixture_replay(const struct fixture *fixture);

void assert_same_hash(const struct engine *left, const struct engine *right);

#endif
