/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/route.h"

/* Roles and doors as sets. */
#define S (1u << ROLE_SUBMITTER)
#define W (1u << ROLE_WORKER)
#define O (1u << ROLE_OPERATOR)
/* Those who act: at the counter, and in the office. */
#define A \
    (1u << ROLE_CLERK | 1u << ROLE_OFFICER | 1u << ROLE_HEAD | 1u << ROLE_GOVERNMENT | \
     1u << ROLE_SUPERVISOR)
#define COUNTER (1u << DOOR_COUNTER)
#define OFFICE (1u << DOOR_OFFICE)
#define BOTH (COUNTER | OFFICE)

struct route {
    uint8_t doors; /* empty: no peer sends this */
    uint16_t roles;
    bool is_first; /* needs no session */
    bool is_new;   /* new work: refused while draining */
};

/* clang-format off */
static const struct route routes[] = {
    /*                  doors    roles          first  new */
    [MSG_HELLO]        = { BOTH,    S | W | O | A, true,  false },
    [MSG_BYE]          = { BOTH,    S | W | O | A, false, false },
    [MSG_PING]         = { BOTH,    S | W | O | A, false, false },
    [MSG_SHOW]         = { BOTH,    S | O | A,     false, false },
    [MSG_HISTORY]      = { BOTH,    S | O | A,     false, false },
    [MSG_EXPLAIN]      = { BOTH,    S | O | A,     false, false },
    [MSG_FOLLOW]       = { BOTH,    S | O | A,     false, false },
    [MSG_MORE]         = { BOTH,    S | O | A,     false, false },
    [MSG_UNFOLLOW]     = { BOTH,    S | O | A,     false, false },
    [MSG_STATS]        = { BOTH,    S | O | A,     false, false },
    [MSG_DEFINITION]   = { BOTH,    S | O | A,     false, false },
    [MSG_CHECKPOINT]   = { BOTH,    S | O | A,     false, false },
    [MSG_RECEIPT]      = { BOTH,    S | O | A,     false, false },
    [MSG_SUBMIT]       = { COUNTER, S,             false, true  },
    [MSG_SIGNAL]       = { COUNTER, S,             false, true  },
    [MSG_WITHDRAW]     = { COUNTER, S,             false, true  },
    [MSG_SUPPLY]       = { COUNTER, S,             false, true  },
    [MSG_PUBLISH]      = { OFFICE,  O,             false, true  },
    [MSG_PARKED]       = { OFFICE,  O,             false, false },
    [MSG_RETRY]        = { OFFICE,  O,             false, true  },
    [MSG_PUBLISH_CALENDAR] = { OFFICE,  O,             false, true  },
    [MSG_ACT]          = { BOTH,    S | O | A,     false, true  },
    [MSG_MIGRATE]      = { OFFICE,  O,             false, true  },
    [MSG_CREDIT]       = { OFFICE,  W,             false, false },
    [MSG_VERDICT]      = { OFFICE,  W,             false, false },
    [MSG_RENEW]        = { OFFICE,  W,             false, false },
};
/* clang-format on */

static const struct route *route_of(enum message_type type)
{
    static const struct route none = { 0 };
    return (size_t)type < sizeof routes / sizeof routes[0] ? &routes[type] : &none;
}

enum err route_enter(enum message_type type, enum door door, bool has_session)
{
    const struct route *route = route_of(type);
    if (route->doors == 0) return ERR_TYPE_UNKNOWN;
    if ((route->doors & 1u << door) == 0) return ERR_WRONG_DOOR;
    if (!has_session && !route->is_first) return ERR_HELLO_FIRST;
    return OK;
}

enum err route_allow(enum message_type type, enum role role, bool is_draining)
{
    const struct route *route = route_of(type);
    assert(route->doors != 0);
    if (is_draining && route->is_new) return ERR_DRAINING;
    if ((route->roles & 1u << role) == 0) return ERR_NOT_ALLOWED;
    return OK;
}

bool route_fits(enum role role, enum door door)
{
    return (role == ROLE_SUBMITTER || role == ROLE_CLERK) == (door == DOOR_COUNTER);
}
