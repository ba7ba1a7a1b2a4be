/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/job.h"

/* clang-format off */
static const uint8_t moves[JOB_STATE_COUNT][JOB_MOVE_COUNT] = {
    [JOB_NONE]      = { [JOB_MOVE_OFFER]   = JOB_READY },
    [JOB_READY]     = { [JOB_MOVE_LEASE]   = JOB_LEASED,
                        [JOB_MOVE_PARK]    = JOB_PARKED, /* its last lease expired */
                        [JOB_MOVE_CANCEL]  = JOB_CANCELLED },
    [JOB_LEASED]    = { [JOB_MOVE_RENEW]   = JOB_LEASED,
                        [JOB_MOVE_EXPIRE]  = JOB_READY,
                        [JOB_MOVE_RELEASE] = JOB_READY,
                        [JOB_MOVE_FAIL]    = JOB_DELAYED,
                        [JOB_MOVE_PARK]    = JOB_PARKED,
                        [JOB_MOVE_DECIDE]  = JOB_DONE,
                        [JOB_MOVE_CANCEL]  = JOB_CANCELLED },
    [JOB_DELAYED]   = { [JOB_MOVE_READY]   = JOB_READY,
                        [JOB_MOVE_PARK]    = JOB_PARKED, /* it failed for the last time */
                        [JOB_MOVE_CANCEL]  = JOB_CANCELLED },
    [JOB_PARKED]    = { [JOB_MOVE_RETRY]   = JOB_READY,
                        [JOB_MOVE_CANCEL]  = JOB_CANCELLED },
    [JOB_DONE]      = { [JOB_MOVE_REOPEN]  = JOB_READY },
    [JOB_CANCELLED] = { [JOB_MOVE_REOPEN]  = JOB_READY },
};
/* clang-format on */
_Static_assert(JOB_NONE == 0, "an unwritten cell must mean: refused");

enum job_state job_next(enum job_state state, enum job_move move)
{
    assert(state < JOB_STATE_COUNT);
    assert(move < JOB_MOVE_COUNT);
    return (enum job_state)moves[state][move];
}

bool job_is_final(enum job_state state)
{
    assert(state < JOB_STATE_COUNT);
    return state == JOB_DONE || state == JOB_CANCELLED;
}
