/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions: who is connected, in which role, and how many jobs a worker will still take. Volatile:
 * gone with the process, not in the hash. Leases do not depend on it; a worker that comes back
 * under another session answers by the token. */
#ifndef BROKER_CORE_PRESENCE_H
#define BROKER_CORE_PRESENCE_H

#include "broker/core/department.h"
#include "broker/core/event.h"

struct session {
    session_id id;       /* 0: the entry is free */
    uint8_t role;        /* enum role */
    uint16_t department; /* index, or DEPARTMENT_NONE */
    uint32_t credit;
    struct name principal;
    uint32_t previous; /* among the free sessions of its department */
    uint32_t next;     /* ... ; in a free entry: the next free + 1 */
};

struct presence {
    struct session *at;
    uint32_t count;
    uint32_t count_max;
    uint32_t high;
    uint32_t free_first;
    struct map by_id;
};

void presence_init(struct presence *presence, struct arena *arena, uint32_t count_max);

/* Index of a session, or SESSION_NONE. */
uint32_t presence_find(const struct presence *presence, session_id id);

/* A new session with no credit; there must be room and no such session. */
void presence_join(struct presence *presence, struct departments *departments,
                   const struct session *session);

void presence_leave(struct presence *presence, struct departments *departments, uint32_t index);

/* Set its credit, at most CREDIT_MAX. A session that gets its first credit waits behind the others
 * of its department. */
void presence_set_credit(struct presence *presence, struct departments *departments, uint32_t index,
                         uint32_t credit);

/* Take one credit from the session of a department that has waited longest; if it has more, it
 * waits again, behind the others. Returns its index. There must be one.
 *
 * Shape: except - not this principal's, as long as others are free; NULL: anybody's. */
uint32_t presence_take(struct presence *presence, struct departments *departments,
                       uint16_t department, const struct name *except);

#endif
