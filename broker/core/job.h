/* SPDX-License-Identifier: Apache-2.0 */
/* A job: a stage's piece of work, offered to one worker at a time. Which state may follow which. */
#ifndef BROKER_CORE_JOB_H
#define BROKER_CORE_JOB_H

#include "tongfa/state.h"

enum job_move {
    JOB_MOVE_OFFER = 0, /* the stage was opened */
    JOB_MOVE_LEASE,
    JOB_MOVE_RENEW,
    JOB_MOVE_EXPIRE,
    JOB_MOVE_RELEASE,
    JOB_MOVE_FAIL,
    JOB_MOVE_PARK,  /* asked for, or after the last failure or expiry */
    JOB_MOVE_READY, /* a delay is over */
    JOB_MOVE_RETRY, /* an operator's */
    JOB_MOVE_DECIDE,
    JOB_MOVE_CANCEL,
    JOB_MOVE_REOPEN, /* the review begins again: its stage was paused, or returned */
    JOB_MOVE_COUNT
};

/* The state after a move; JOB_NONE: the move is refused. */
enum job_state job_next(enum job_state state, enum job_move move);

/* Nobody works on it or waits for it; only its stage can bring it back. */
bool job_is_final(enum job_state state);

#endif
