/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/gate.h"

#define GATE_STATE_COUNT (GATE_LAPSED + 1)

/* clang-format off */
static const uint8_t moves[GATE_STATE_COUNT][GATE_MOVE_COUNT] = {
    [GATE_OPEN]   = { [GATE_MOVE_ISSUE] = GATE_ISSUED,
                      [GATE_MOVE_LAPSE] = GATE_LAPSED },
    [GATE_ISSUED] = { 0 }, /* final */
    [GATE_LAPSED] = { 0 }, /* final */
};
/* clang-format on */

enum gate_state gate_next(enum gate_state state, enum gate_move move)
{
    assert(state > 0 && state < GATE_STATE_COUNT);
    assert(move < GATE_MOVE_COUNT);
    return (enum gate_state)moves[state][move];
}

enum gate_move gate_settle(enum gate_policy policy, set32 members, set32 granted)
{
    assert((granted & ~members) == 0);
    assert(policy >= GATE_ALL_OR_NOTHING && policy <= GATE_HOLD_UNTIL);

    if (granted == 0) return GATE_MOVE_LAPSE;
    if (policy != GATE_ALL_OR_NOTHING) return GATE_MOVE_ISSUE;
    return granted == members ? GATE_MOVE_ISSUE : GATE_MOVE_LAPSE;
}
