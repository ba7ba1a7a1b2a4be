/* SPDX-License-Identifier: Apache-2.0 */
/* A milestone of a bundle: an outside event, reached or called off once. */
#ifndef BROKER_CORE_MILESTONE_H
#define BROKER_CORE_MILESTONE_H

#include "tongfa/state.h"

enum milestone_move { MILESTONE_MOVE_REACH = 0, MILESTONE_MOVE_CALL_OFF, MILESTONE_MOVE_COUNT };

/* The state after a move; 0: the move is refused. */
enum milestone_state milestone_next(enum milestone_state state, enum milestone_move move);

/* When it was settled; its state stands in the sets of its bundle. */
struct milestone {
    int64_t since_ms;
    uint64_t position;
};

#endif
