/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/session.h"

#include <stdlib.h>

enum err sessions_init(struct sessions *sessions, uint32_t capacity)
{
    assert(capacity > 0);
    uint32_t index_size = 4;
    while (index_size < 2 * capacity) {
        index_size *= 2;
    }
    *sessions = (struct sessions){
        .capacity = capacity,
        .mask = index_size - 1,
        .places = calloc(capacity, sizeof(struct session)),
        .rounds = calloc(capacity, sizeof(uint32_t)),
        .by_address = calloc(index_size, sizeof(uint32_t)),
    };
    bool is_whole = sessions->places != NULL && sessions->rounds != NULL;
    if (is_whole && sessions->by_address != NULL) return OK;
    sessions_fini(sessions);
    return ERR_NO_MEMORY;
}

void sessions_fini(struct sessions *sessions)
{
    free(sessions->places);
    free(sessions->rounds);
    free(sessions->by_address);
    *sessions = (struct sessions){ 0 };
}

/* ZeroMQ counts connections up from a random number: any mixing spreads them. */
static uint32_t index_of(const struct sessions *sessions, struct address address)
{
    uint32_t mixed = (address.number ^ address.door) * 2654435761u;
    return (mixed ^ mixed >> 16) & sessions->mask;
}

static bool is_at(const struct session *session, struct address address)
{
    return session->address.number == address.number && session->address.door == address.door &&
           session->address.hanging == address.hanging;
}

/* Slot of the index that holds the address, or the free one where it belongs. */
static uint32_t find_slot(const struct sessions *sessions, struct address address)
{
    uint32_t slot = index_of(sessions, address);
    while (sessions->by_address[slot] != 0) {
        const struct session *session = &sessions->places[sessions->by_address[slot] - 1];
        if (is_at(session, address)) break;
        slot = (slot + 1) & sessions->mask;
    }
    return slot;
}

enum err sessions_add(struct sessions *sessions, struct address address,
                      const struct msg_hello *hello, struct session **out)
{
    assert(sessions_at(sessions, address) == NULL);
    if (sessions->count == sessions->capacity) return ERR_BUSY;

    uint32_t place = sessions->place_next;
    while (sessions->places[place].id.n != 0) {
        place = (place + 1) % sessions->capacity;
    }
    uint64_t number = (uint64_t)sessions->rounds[place] * sessions->capacity + place + 1;
    if (number > UINT32_MAX) return ERR_BUSY; /* four billion HELLOs: time for a restart */

    struct session *session = &sessions->places[place];
    *session = (struct session){
        .id = { (uint32_t)number },
        .address = address,
        .role = hello->role,
        .principal = hello->principal,
        .department = hello->department,
        .fd = -1,
    };
    sessions->by_address[find_slot(sessions, address)] = place + 1;
    sessions->rounds[place]++;
    sessions->count++;
    sessions->place_next = (place + 1) % sessions->capacity;
    *out = session;
    return OK;
}

/* Take a slot out of the index, and close the gap so that no search stops short of its goal. */
static void clear_slot(struct sessions *sessions, uint32_t slot)
{
    uint32_t gap = slot;
    for (;;) {
        slot = (slot + 1) & sessions->mask;
        uint32_t entry = sessions->by_address[slot];
        if (entry == 0) break;
        uint32_t home = index_of(sessions, sessions->places[entry - 1].address);
        bool may_move = ((slot - home) & sessions->mask) >= ((slot - gap) & sessions->mask);
        if (!may_move) continue;
        sessions->by_address[gap] = entry;
        gap = slot;
    }
    sessions->by_address[gap] = 0;
}

void sessions_remove(struct sessions *sessions, struct session *session)
{
    assert(session->id.n != 0);
    assert(sessions->count > 0);
    clear_slot(sessions, find_slot(sessions, session->address));
    *session = (struct session){ 0 };
    sessions->count--;
}

struct session *sessions_find(const struct sessions *sessions, session_id id)
{
    if (id.n == 0) return NULL;
    struct session *session = &sessions->places[session_place(sessions, id)];
    return session->id.n == id.n ? session : NULL;
}

struct session *sessions_at(const struct sessions *sessions, struct address address)
{
    uint32_t entry = sessions->by_address[find_slot(sessions, address)];
    return entry == 0 ? NULL : &sessions->places[entry - 1];
}

struct session *sessions_next(const struct sessions *sessions, uint32_t *place)
{
    while (*place < sessions->capacity) {
        struct session *session = &sessions->places[(*place)++];
        if (session->id.n != 0) return session;
    }
    return NULL;
}
