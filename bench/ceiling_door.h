/* SPDX-License-Identifier: Apache-2.0 */
/* The ceiling's sockets, its peers, and the messages that wait for a commit. */
#ifndef BENCH_CEILING_DOOR_H
#define BENCH_CEILING_DOOR_H

#include "proto/envelope.h"

#define DOOR_SESSIONS_MAX 1024
#define DOOR_ITEM_BYTES_MAX 512

/* One message being put together: a batch of items, or a single one. */
struct chunk {
    struct chunk *next;
    uint32_t session;
    uint32_t count;
    struct buffer items;
    struct buffer payload;
};

/* The messages of one commit. */
struct mail {
    struct chunk *first;
    struct chunk **last;
    struct chunk *open[DOOR_SESSIONS_MAX]; /* by session: where its next item goes */
};

struct door_session {
    uint8_t identity[8];
    uint8_t identity_size;
    uint8_t door;
};

void *door_open(void *context, const char *endpoint);

/* The number of a peer, from 0; a new one is entered. */
uint32_t door_session(uint8_t door, const void *identity, size_t size);

/* Say something now, without a commit. */
void door_say(void *const sockets[2], uint32_t session, const struct message *message);

void mail_init(struct mail *mail);

/* Room for an item for a session, beginning with the head of an array of three. With `alone` it
 * shares its message with no other. */
uint8_t *mail_room(struct mail *mail, uint32_t session, size_t payload_size, bool alone);
void mail_add(struct mail *mail, uint32_t session, const uint8_t *end, struct span payload);

/* Send it all and begin anew. */
void mail_send(struct mail *mail, void *const sockets[2]);

#endif
