/* SPDX-License-Identifier: Apache-2.0 */
/* A worker on a stage: tongfa_worker_run in a thread, a fake broker in front of it, and judges that
 * do as they are told. */
#ifndef TESTS_SUPPORT_WORKER_STAGE_H
#define TESTS_SUPPORT_WORKER_STAGE_H

#include "tests/support/fake_broker.h"
#include "tongfa/worker.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

#define PATIENCE_MS 20000
#define LEASE_MS 600000 /* no renewal unless a test wants one */

/* HOLD waits until told to go on or cancelled, HANG hears nothing but the former. */
enum behaviour { GRANT = 1, REFUSE, HOLD, HANG };

/* A worker in a thread of its own, and the hand on its judges. */
struct worker_stage {
    struct fake_broker *broker;
    const char *endpoint;
    struct tongfa_worker_options options;
    pthread_t thread;
    int code;
    atomic_int behaviour;
    atomic_int judging;
    atomic_int cancelled;
    atomic_int returned; /* judges that touch nothing of this any more */
    sem_t go;            /* HOLD and HANG go on when it is posted */
};

/* A worker that has not begun; change its options, then stage_start. */
struct worker_stage *stage_open(unsigned concurrency);
void stage_start(struct worker_stage *stage);

/* A worker with a session and its first credit. */
struct worker_stage *stage_ready(unsigned concurrency);

/* Take HELLO and answer it. */
void stage_welcome(struct worker_stage *stage, uint32_t heartbeat_ms);

/* The next message, passing over heartbeats unless one is wanted; it must be of this type. */
struct message stage_take(struct worker_stage *stage, enum message_type type);
void stage_take_credit(struct worker_stage *stage, uint32_t credit);
struct message stage_take_verdict(struct worker_stage *stage, uint64_t bundle, enum verdict kind);

/* A job whose application is {"text":"hi"}. */
struct message stage_job(uint64_t bundle, uint32_t lease_ms);
void stage_send_job(struct worker_stage *stage, uint64_t bundle, uint32_t lease_ms);

/* Answer a request. */
void stage_record(struct worker_stage *stage, const struct message *request);
void stage_decline(struct worker_stage *stage, const struct message *request, enum err err);

/* Wait until one of the counters has come to this. */
void stage_wait_for(atomic_int *count, int wanted);

/* Wait for the worker's end, check its exit code, and take the stage down. */
void stage_join(struct worker_stage *stage, int code);

/* Stop every worker of the process and join this one. */
void stage_stop(struct worker_stage *stage);

/* What the judges run. */
void stage_judge(const struct tongfa_job *job, struct tongfa_verdict *verdict, void *self);

#endif
