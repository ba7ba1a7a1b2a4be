/* SPDX-License-Identifier: Apache-2.0 */
/* A desk whose judges, broker and clock are played by the test. */
#ifndef TESTS_SUPPORT_DESK_PLAY_H
#define TESTS_SUPPORT_DESK_PLAY_H

#include "workers/desk.h"

#define PLAY_LEASE_MS 30000
#define PLAY_MAX_JOB_MS 100000

/* A refusal with a reason: what the judges of these tests come to. */
extern struct tongfa_verdict play_refusal;

/* A desk without a session; play_close() frees it. */
struct desk *play_open(uint32_t concurrency);

void play_close(struct desk *desk);

/* Stage 2, attempt 1 of a bundle. */
struct msg_job play_job(uint64_t bundle);

/* Begin a session; the first thing said in it must be this credit. */
void play_welcome(struct desk *desk, int64_t now_ms, uint32_t credit);

/* A desk of one judge in a session, who has had the job of bundle 1 since 0 ms; in *index, or NULL. */
struct desk *play_reviewing(uint32_t *index);

/* Ask for the next message and take it as sent.
 *
 * Returns: its type, or 0 if there is none. */
int play_say(struct desk *desk, int64_t now_ms, struct message *message);

void play_assert_silent(struct desk *desk, int64_t now_ms);

/* Answer the message that was made last. err counts with MSG_ERROR only. */
enum desk_news play_answer(struct desk *desk, enum message_type type, enum err err, int64_t now_ms);

#endif
