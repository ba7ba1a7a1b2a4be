/* SPDX-License-Identifier: Apache-2.0 */
/* What must always hold, looked at from outside: of what the broker says, of the state it keeps
 * while it runs, of what a restart would make of the disk. */
#ifndef TESTS_SIM_CHECK_H
#define TESTS_SIM_CHECK_H

#include "broker/shell/broker.h"

void check_begin(const struct engine_limits *limits);
void check_end(void);

/* The engine that applies durable facts only. */
const struct engine *check_shadow(void);

/* An ended bundle by the facts that are durable; NULL: it is open, or there is none. */
const struct bundle_image *check_ended(uint64_t bundle);

/* Requests whose answer is remembered. */
uint32_t check_requests_max(void);

/* Broker time now, also while the broker is dead. */
int64_t check_broker_ms(void);

/* The plan's index of a bundle that is durable. */
uint32_t check_planned(uint64_t bundle);

/* A fact has become durable; a commit is complete. */
void check_applied(const struct fact *fact);
void check_committed(void);

/* A wait of this stage that is of this kind, and on this if it is given, is in the explanation at
 * hand: what a feature's explains asks. */
bool check_tells(const struct name *stage, enum wait_kind kind, const struct name *on);

/* The broker says this to a peer. */
void check_said(uint32_t peer, struct span frame, struct span payload);

/* ... but the peer does not take it: the jobs in it are nobody's, and must go back at once. */
void check_unsent(struct span frame, struct span payload);

/* A broker has started; it has made a turn; NULL: it has ended. */
void check_started(const struct broker *broker);
void check_turn(const struct broker *broker);

/* The run is over: replays of the whole journal, in every manner. */
void check_replays(void);

/* ---- Between said.c and check.c -------------------------------------------------------------- */

void check_note_unsent(const struct msg_job *job);

#endif
