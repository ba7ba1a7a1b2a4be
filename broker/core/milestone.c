/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/milestone.h"

#define MILESTONE_STATE_COUNT (MILESTONE_CALLED_OFF + 1)

/* clang-format off */
static const uint8_t moves[MILESTONE_STATE_COUNT][MILESTONE_MOVE_COUNT] = {
    [MILESTONE_OPEN]       = { [MILESTONE_MOVE_REACH]    = MILESTONE_REACHED,
                               [MILESTONE_MOVE_CALL_OFF] = MILESTONE_CALLED_OFF },
    [MILESTONE_REACHED]    = { 0 }, /* final */
    [MILESTONE_CALLED_OFF] = { 0 }, /* final */
};
/* clang-format on */

enum milestone_state milestone_next(enum milestone_state state, enum milestone_move move)
{
    assert(state > 0 && state < MILESTONE_STATE_COUNT);
    assert(move < MILESTONE_MOVE_COUNT);
    return (enum milestone_state)moves[state][move];
}
