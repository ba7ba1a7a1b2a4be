/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/stage.h"

/* clang-format off */
static const uint8_t moves[STAGE_STATE_COUNT][STAGE_MOVE_COUNT] = {
    [STAGE_WAITING]   = { [STAGE_MOVE_OPEN]     = STAGE_REVIEWING,
                          [STAGE_MOVE_REFUSE]   = STAGE_REFUSED, /* a material never came */
                          [STAGE_MOVE_BLOCK]    = STAGE_BLOCKED,
                          [STAGE_MOVE_WITHDRAW] = STAGE_WITHDRAWN,
                          [STAGE_MOVE_SKIP]     = STAGE_SKIPPED },
    [STAGE_REVIEWING] = { [STAGE_MOVE_SEAL]     = STAGE_SEALED,
                          [STAGE_MOVE_REFUSE]   = STAGE_REFUSED,
                          [STAGE_MOVE_PAUSE]    = STAGE_PAUSED,
                          [STAGE_MOVE_RETURN]   = STAGE_WAITING,
                          [STAGE_MOVE_BLOCK]    = STAGE_BLOCKED, /* on_refusal: cancel */
                          [STAGE_MOVE_WITHDRAW] = STAGE_WITHDRAWN },
    [STAGE_PAUSED]    = { [STAGE_MOVE_RESUME]   = STAGE_REVIEWING,
                          [STAGE_MOVE_RETURN]   = STAGE_WAITING,
                          [STAGE_MOVE_SEAL]     = STAGE_SEALED,  /* its signers agreed */
                          [STAGE_MOVE_REFUSE]   = STAGE_REFUSED, /* ... or did not; nothing was supplied */
                          [STAGE_MOVE_BLOCK]    = STAGE_BLOCKED, /* on_refusal: cancel */
                          [STAGE_MOVE_WITHDRAW] = STAGE_WITHDRAWN },
    [STAGE_SEALED]    = { [STAGE_MOVE_DECIDE]   = STAGE_GRANTED,
                          [STAGE_MOVE_RETURN]   = STAGE_WAITING,
                          [STAGE_MOVE_REOPEN]   = STAGE_REVIEWING,
                          [STAGE_MOVE_RESUME]   = STAGE_REVIEWING, /* a commitment is withdrawn */
                          [STAGE_MOVE_REFUSE]   = STAGE_REFUSED,   /* ... or false; a pre-verdict takes effect */
                          [STAGE_MOVE_BLOCK]    = STAGE_BLOCKED,
                          [STAGE_MOVE_WITHDRAW] = STAGE_WITHDRAWN },
    [STAGE_GRANTED]   = { [STAGE_MOVE_ISSUE]    = STAGE_ISSUED,
                          [STAGE_MOVE_RETURN]   = STAGE_WAITING,
                          [STAGE_MOVE_REOPEN]   = STAGE_REVIEWING,
                          [STAGE_MOVE_REFUSE]   = STAGE_REFUSED, /* a commitment is false */
                          [STAGE_MOVE_BLOCK]    = STAGE_BLOCKED, /* it rests on one that was */
                          [STAGE_MOVE_LAPSE]    = STAGE_LAPSED,
                          [STAGE_MOVE_WITHDRAW] = STAGE_WITHDRAWN },
    [STAGE_ISSUED]    = { 0 }, /* final */
    [STAGE_REFUSED]   = { 0 }, /* final */
    [STAGE_BLOCKED]   = { 0 }, /* final */
    [STAGE_LAPSED]    = { 0 }, /* final */
    [STAGE_WITHDRAWN] = { 0 }, /* final */
    [STAGE_SKIPPED]   = { 0 }, /* final */
};
/* clang-format on */
_Static_assert(STAGE_NONE == 0, "an unwritten cell must mean: refused");

enum stage_state stage_next(enum stage_state state, enum stage_move move)
{
    assert(state > STAGE_NONE && state < STAGE_STATE_COUNT);
    assert(move < STAGE_MOVE_COUNT);
    return (enum stage_state)moves[state][move];
}

bool stage_is_final(enum stage_state state)
{
    assert(state > STAGE_NONE && state < STAGE_STATE_COUNT);
    return state >= STAGE_ISSUED && state <= STAGE_SKIPPED;
}
_Static_assert(STAGE_GRANTED < STAGE_ISSUED && STAGE_SKIPPED < STAGE_PAUSED,
               "the final states are one range");
