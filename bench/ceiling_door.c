/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/ceiling_door.h"

#include "bench/peer.h"
#include "bench/scan.h"

#include <errno.h>
#include <stdlib.h>
#include <zmq.h>

#define TABLE_SIZE 4096
#define BATCH_HEAD_SIZE 17

static struct door_session sessions[DOOR_SESSIONS_MAX];
static uint32_t session_count;
static uint32_t table[TABLE_SIZE]; /* number of a session plus 1, by hash of its identity */
static struct chunk *spare;

void *door_open(void *context, const char *endpoint)
{
    const int zero = 0, one = 1;
    void *socket = zmq_socket(context, ZMQ_ROUTER);
    zmq_setsockopt(socket, ZMQ_ROUTER_MANDATORY, &one, sizeof one);
    zmq_setsockopt(socket, ZMQ_SNDHWM, &zero, sizeof zero);
    zmq_setsockopt(socket, ZMQ_RCVHWM, &zero, sizeof zero);
    zmq_setsockopt(socket, ZMQ_LINGER, &zero, sizeof zero);
    if (zmq_bind(socket, endpoint) != 0) die("%s: %s", endpoint, zmq_strerror(errno));
    return socket;
}

uint32_t door_session(uint8_t door, const void *identity, size_t size)
{
    uint32_t number;
    assert(size == 5); /* as ZeroMQ makes them: a zero byte, 32 bits */
    memcpy(&number, (const uint8_t *)identity + 1, sizeof number);
    uint32_t at = (number * 2654435761u + door) % TABLE_SIZE;
    for (; table[at] != 0; at = (at + 1) % TABLE_SIZE) {
        const struct door_session *session = &sessions[table[at] - 1];
        if (session->door == door && memcmp(session->identity, identity, size) == 0) {
            return table[at] - 1;
        }
    }
    if (session_count == DOOR_SESSIONS_MAX) die("too many peers");
    struct door_session *session = &sessions[session_count];
    session->door = door;
    session->identity_size = (uint8_t)size;
    memcpy(session->identity, identity, size);
    table[at] = ++session_count;
    return session_count - 1;
}

static void send_frames(void *const sockets[2], uint32_t number, struct span frame,
                        struct span payload)
{
    const struct door_session *session = &sessions[number];
    void *socket = sockets[session->door];
    if (zmq_send(socket, session->identity, session->identity_size, ZMQ_SNDMORE) < 0) return;
    bool has_payload = payload.size > 0;
    if (zmq_send(socket, frame.at, frame.size, has_payload ? ZMQ_SNDMORE : 0) < 0) die("send");
    if (has_payload && zmq_send(socket, payload.at, payload.size, 0) < 0) die("send");
}

void door_say(void *const sockets[2], uint32_t session, const struct message *message)
{
    static uint8_t bytes[8192];
    struct buffer frame, payload;
    struct outgoing outgoing;
    buffer_init(&frame, bytes, sizeof bytes);
    buffer_init(&payload, NULL, 0);
    outgoing_init(&outgoing, frame, payload);
    if (outgoing_add(&outgoing, message) != OK) die("an answer does not fit");
    send_frames(sockets, session, outgoing_finish(&outgoing), (struct span){ 0 });
}

/* ---- Mail ------------------------------------------------------------------------------------ */

void mail_init(struct mail *mail)
{
    *mail = (struct mail){ 0 };
    mail->last = &mail->first;
}

static struct chunk *chunk_new(uint32_t session)
{
    struct chunk *chunk = spare;
    if (chunk != NULL) {
        spare = chunk->next;
    } else {
        chunk = calloc(1, sizeof *chunk);
        void *items = malloc(ENVELOPE_BYTES_MAX);
        void *payload = malloc(PAYLOAD_BYTES_MAX);
        if (chunk == NULL || items == NULL || payload == NULL) die("no memory");
        buffer_init(&chunk->items, items, ENVELOPE_BYTES_MAX);
        buffer_init(&chunk->payload, payload, PAYLOAD_BYTES_MAX);
    }
    chunk->next = NULL;
    chunk->session = session;
    chunk->count = 0;
    chunk->items.size = BATCH_HEAD_SIZE;
    chunk->payload.size = 0;
    return chunk;
}

uint8_t *mail_room(struct mail *mail, uint32_t session, size_t payload_size, bool alone)
{
    struct chunk *chunk = mail->open[session];
    bool fits = chunk != NULL && !alone && chunk->count < BATCH_ITEMS_MAX &&
                chunk->items.capacity - chunk->items.size >= DOOR_ITEM_BYTES_MAX &&
                chunk->payload.capacity - chunk->payload.size >= payload_size;
    if (!fits) {
        chunk = chunk_new(session);
        mail->open[session] = chunk;
        *mail->last = chunk;
        mail->last = &chunk->next;
    }
    return chunk->items.at + chunk->items.size;
}

void mail_add(struct mail *mail, uint32_t session, const uint8_t *end, struct span payload)
{
    struct chunk *chunk = mail->open[session];
    chunk->items.size = (size_t)(end - chunk->items.at);
    assert(chunk->items.size <= chunk->items.capacity);
    buffer_add(&chunk->payload, payload.at, payload.size);
    chunk->count++;
}

/* The head of the envelope takes the place before the items. */
static struct span frame_of(struct chunk *chunk)
{
    uint32_t count = chunk->count;
    uint8_t *from = chunk->items.at;
    if (count == 1) {
        from += BATCH_HEAD_SIZE + 1 - SCAN_HEAD_SIZE;
        memcpy(from, scan_head, SCAN_HEAD_SIZE);
    } else {
        const uint8_t head[BATCH_HEAD_SIZE] = { 0x95,
                                                0xa6,
                                                't',
                                                'o',
                                                'n',
                                                'g',
                                                'f',
                                                'a',
                                                0x01,
                                                0xcc,
                                                SCAN_BATCH_TYPE,
                                                0xa0,
                                                0x81,
                                                0x01,
                                                0xdc,
                                                (uint8_t)(count >> 8),
                                                (uint8_t)count };
        memcpy(from, head, sizeof head);
    }
    return (struct span){ from, (size_t)(chunk->items.at + chunk->items.size - from) };
}

void mail_send(struct mail *mail, void *const sockets[2])
{
    struct chunk *chunk = mail->first;
    while (chunk != NULL) {
        struct chunk *next = chunk->next;
        mail->open[chunk->session] = NULL;
        send_frames(sockets, chunk->session, frame_of(chunk), buffer_span(&chunk->payload));
        chunk->next = spare;
        spare = chunk;
        chunk = next;
    }
    mail->first = NULL;
    mail->last = &mail->first;
}
