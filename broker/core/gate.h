/* SPDX-License-Identifier: Apache-2.0 */
/* A gate of a bundle: which state may follow which, and what its policy says at the end. */
#ifndef BROKER_CORE_GATE_H
#define BROKER_CORE_GATE_H

#include "tongfa/state.h"

enum gate_move { GATE_MOVE_ISSUE = 0, GATE_MOVE_LAPSE, GATE_MOVE_COUNT };

/* The state after a move; 0: the move is refused. */
enum gate_state gate_next(enum gate_state state, enum gate_move move);

/* What a gate does when all of its members have ended.
 *
 * Shape: members - those that apply, maybe none; granted - a subset of them. */
enum gate_move gate_settle(enum gate_policy policy, set32 members, set32 granted);

#endif
