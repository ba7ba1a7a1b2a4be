/* SPDX-License-Identifier: Apache-2.0 */
#include "client/link_state.h"

/* clang-format off */
static const uint8_t moves[LINK_STATE_COUNT][LINK_MOVE_COUNT] = {
    [LINK_DOWN]     = { [LINK_MOVE_DIAL]    = LINK_GREETING },
    [LINK_GREETING] = { [LINK_MOVE_WELCOME] = LINK_UP,
                        [LINK_MOVE_LOSE]    = LINK_DOWN,
                        [LINK_MOVE_REFUSE]  = LINK_REFUSED },
    [LINK_UP]       = { [LINK_MOVE_LOSE]    = LINK_DOWN },
    [LINK_REFUSED]  = { 0 }, /* final */
};
/* clang-format on */
_Static_assert(LINK_NONE == 0, "an unwritten cell must mean: refused");

enum link_state link_next_state(enum link_state state, enum link_move move)
{
    assert(state < LINK_STATE_COUNT);
    assert(move < LINK_MOVE_COUNT);
    return (enum link_state)moves[state][move];
}
