/* SPDX-License-Identifier: Apache-2.0 */
/* A DEALER socket that speaks Tongfa: slowly and readably for the beginning of a dialogue, with
 * ready-made items for the load itself. */
#ifndef BENCH_PEER_H
#define BENCH_PEER_H

#include "bench/tool.h"
#include "proto/envelope.h"

#define PEER_ITEM_BYTES_MAX 512 /* of an item that goes through peer_room */

struct peer {
    void *socket;
    const char *principal;
    bool batches; /* items wait for peer_flush and travel together */
    uint32_t item_count;
    struct buffer items;
    struct buffer payload;
    uint64_t sent_count; /* messages */
};

void peer_open(struct peer *peer, void *context, const char *endpoint, bool batches);

/* The same for a broker that is not there yet: tries again every so many milliseconds. */
void peer_open_eager(struct peer *peer, void *context, const char *endpoint, int again_ms);
void peer_close(struct peer *peer);

/* Say something now, whatever waits for peer_flush. */
void peer_say(struct peer *peer, const struct message *message);

/* Wait for a message of a type; others are dropped, an ERROR ends the program. What it points to is
 * valid until the next call. Returns NULL after timeout_ms. */
const struct message *peer_await(struct peer *peer, enum message_type type, int timeout_ms);

/* HELLO and its WELCOME. department NULL: none. */
void peer_hello(struct peer *peer, enum role role, const char *principal, const char *department);

/* Publish the procedure in a file, as an operator. */
void peer_publish(void *context, const char *office, const char *path, struct procedure *procedure);

/* Room for one item [type, request-id, body] with the head of an array of three before it; the
 * caller writes it and says where it ended. */
uint8_t *peer_room(struct peer *peer);

/* Send the item that ends there, or keep it for the batch. payload: its share, may be empty. */
void peer_add(struct peer *peer, const uint8_t *end, struct span payload);
void peer_flush(struct peer *peer);

#endif
