/* SPDX-License-Identifier: Apache-2.0 */
/* What a link may become: the picture stands at the top of client/link.c. */
#ifndef CLIENT_LINK_STATE_H
#define CLIENT_LINK_STATE_H

#include "tongfa/base.h"

enum link_state {
    LINK_NONE = 0,
    LINK_DOWN,     /* no connection; the next one begins after the backoff */
    LINK_GREETING, /* HELLO was said */
    LINK_UP,       /* WELCOME came */
    LINK_REFUSED,  /* for good */
    LINK_STATE_COUNT
};

enum link_move {
    LINK_MOVE_DIAL,
    LINK_MOVE_WELCOME,
    LINK_MOVE_LOSE,
    LINK_MOVE_REFUSE,
    LINK_MOVE_COUNT
};

/* The state after a move; LINK_NONE: the move is refused. */
enum link_state link_next_state(enum link_state state, enum link_move move);

#endif
