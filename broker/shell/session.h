/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions: who is behind a connection, since its HELLO. A table of fixed capacity.
 *
 * A session's number says its place: (number - 1) % capacity. Numbers are never used twice while
 * the broker runs, so what is addressed to an ended session finds nobody. */
#ifndef BROKER_SHELL_SESSION_H
#define BROKER_SHELL_SESSION_H

#include "broker/core/event.h"
#include "broker/shell/transport.h"

struct session {
    session_id id;
    struct address address;
    uint8_t role; /* enum role */
    bool is_gone; /* cannot be written to: ended as soon as the engine can be told */
    struct name principal;
    struct name department;
    int64_t heard_ms; /* broker time of its last message */
    int64_t said_ms;  /* ... and of ours */
    int fd;           /* of its connection, or -1 */
};

struct sessions {
    uint32_t capacity;
    uint32_t count;
    uint32_t place_next; /* where the search for a free place begins */
    uint32_t mask;       /* of the index by address */
    struct session *places;
    uint32_t *rounds;     /* how often a place was used */
    uint32_t *by_address; /* open addressing: place + 1, or 0 */
};

/* Errors: ERR_NO_MEMORY. */
enum err sessions_init(struct sessions *sessions, uint32_t capacity);
void sessions_fini(struct sessions *sessions); /* accepts a zeroed one */

/* A new session at an address that has none.
 *
 * Errors: ERR_BUSY - all places are taken. */
enum err sessions_add(struct sessions *sessions, struct address address,
                      const struct msg_hello *hello, struct session **out);

void sessions_remove(struct sessions *sessions, struct session *session);

/* NULL: there is none, or none any more. */
struct session *sessions_find(const struct sessions *sessions, session_id id);
struct session *sessions_at(const struct sessions *sessions, struct address address);

/* Walk: the next one at or after a place, which is set behind it. NULL at the end. */
struct session *sessions_next(const struct sessions *sessions, uint32_t *place);

/* Place of a session number, below capacity. */
static inline uint32_t session_place(const struct sessions *sessions, session_id id)
{
    assert(id.n > 0);
    return (id.n - 1) % sessions->capacity;
}

#endif
