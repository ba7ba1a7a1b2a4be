/* SPDX-License-Identifier: Apache-2.0 */
/* The pool: threads that run a department's judge, one job each at a time. The runtime's thread
 * hands jobs over and collects verdicts; nobody but the two sides of a seat shares anything. */
#ifndef WORKERS_POOL_H
#define WORKERS_POOL_H

#include "tongfa/errors.h"
#include "tongfa/message.h"
#include "tongfa/worker.h"

struct pool;

/* Start threads. wake_fd is an eventfd that is written to when a verdict is ready.
 *
 * Errors: ERR_NO_MEMORY, ERR_IO - no threads or descriptors. */
enum err pool_open(struct pool **out, const struct tongfa_worker_options *options, int wake_fd);

/* End the threads and forget everything. A judge that is still at work is left behind with its
 * thread and what both need; the last of them gives the memory back. Accepts NULL. */
void pool_close(struct pool *pool);

/* Let a free thread judge the job; ticket is what pool_collect and pool_cancel call it. There must
 * be a free thread: no more than `concurrency` jobs at a time.
 *
 * Owns:   a copy of the job and its application.
 * Errors: ERR_NO_MEMORY - nothing has begun. */
enum err pool_begin(struct pool *pool, uint32_t ticket, const struct msg_job_told *told);

/* Tell the judge of this job, if it is still at work, that nobody waits for its verdict. */
void pool_cancel(struct pool *pool, uint32_t ticket);

/* A job that has ended, if there is one: its ticket, its verdict, and how long it took. */
bool pool_collect(struct pool *pool, uint32_t *ticket, struct tongfa_verdict *verdict,
                  int64_t *took_ms);

#endif
