/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/peer.h"

#include "bench/scan.h"
#include "client/lint.h"
#include "proto/record.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <zmq.h>

#define BATCH_HEAD_SIZE 17 /* head, type, request id, map of one, key, array of so many */
#define ITEMS_BYTES (ENVELOPE_BYTES_MAX - PEER_ITEM_BYTES_MAX)

static void set_int(void *socket, int option, int value)
{
    if (zmq_setsockopt(socket, option, &value, sizeof value) != 0) die("%s", zmq_strerror(errno));
}

void peer_open(struct peer *peer, void *context, const char *endpoint, bool batches)
{
    peer_open_eager(peer, context, endpoint, 100);
    peer->batches = batches;
}

void peer_open_eager(struct peer *peer, void *context, const char *endpoint, int again_ms)
{
    *peer = (struct peer){ .socket = zmq_socket(context, ZMQ_DEALER) };
    set_int(peer->socket, ZMQ_RECONNECT_IVL, again_ms);
    set_int(peer->socket, ZMQ_SNDHWM, 0); /* the load is bounded by what is in flight */
    set_int(peer->socket, ZMQ_RCVHWM, 0);
    set_int(peer->socket, ZMQ_LINGER, 0);
    if (zmq_connect(peer->socket, endpoint) != 0) die("%s: %s", endpoint, zmq_strerror(errno));
    void *items = malloc(ENVELOPE_BYTES_MAX);
    void *payload = malloc(PAYLOAD_BYTES_MAX);
    if (items == NULL || payload == NULL) die("no memory");
    buffer_init(&peer->items, items, ENVELOPE_BYTES_MAX);
    buffer_init(&peer->payload, payload, PAYLOAD_BYTES_MAX);
    peer->items.size = BATCH_HEAD_SIZE;
}

void peer_close(struct peer *peer)
{
    zmq_close(peer->socket);
    free(peer->items.at);
    free(peer->payload.at);
    *peer = (struct peer){ 0 };
}

static void send_frames(struct peer *peer, struct span frame, struct span payload)
{
    bool has_payload = payload.size > 0;
    if (zmq_send(peer->socket, frame.at, frame.size, has_payload ? ZMQ_SNDMORE : 0) < 0) {
        die("send: %s", zmq_strerror(errno));
    }
    if (has_payload && zmq_send(peer->socket, payload.at, payload.size, 0) < 0) {
        die("send: %s", zmq_strerror(errno));
    }
    peer->sent_count++;
}

/* ---- Readably -------------------------------------------------------------------------------- */

void peer_say(struct peer *peer, const struct message *message)
{
    static uint8_t envelope[ENVELOPE_BYTES_MAX], payload[PAYLOAD_BYTES_MAX];
    struct buffer frame_buffer, payload_buffer;
    struct outgoing outgoing;
    buffer_init(&frame_buffer, envelope, sizeof envelope);
    buffer_init(&payload_buffer, payload, sizeof payload);
    outgoing_init(&outgoing, frame_buffer, payload_buffer);
    if (outgoing_add(&outgoing, message) != OK) die("a message does not fit");
    send_frames(peer, outgoing_finish(&outgoing), buffer_span(&outgoing.payload));
}

/* The first item of that type in a frame. */
static bool find_item(struct span frame, struct span payload, enum message_type type,
                      struct message *found)
{
    static struct procedure procedure;
    struct envelope envelope;
    struct refusal refusal;
    if (envelope_open(&envelope, frame, payload, &procedure, &refusal) != OK) die("bad envelope");
    while (envelope_next(&envelope, found, &refusal)) {
        if (refusal.err != OK) die("bad item: %s", err_name(refusal.err));
        if (found->type == MSG_ERROR) {
            die("refused: %.*s: %.*s", (int)found->error.name.size,
                (const char *)found->error.name.at, (int)found->error.text.size,
                (const char *)found->error.text.at);
        }
        if (found->type == type) return true;
    }
    return false;
}

const struct message *peer_await(struct peer *peer, enum message_type type, int timeout_ms)
{
    static struct message message;
    static zmq_msg_t frame, payload;
    static bool is_used;
    uint64_t until = now_ns() + (uint64_t)timeout_ms * 1000000u;
    for (;;) {
        if (is_used) {
            zmq_msg_close(&frame);
            zmq_msg_close(&payload);
        }
        is_used = true;
        zmq_msg_init(&frame);
        zmq_msg_init(&payload);
        uint64_t now = now_ns();
        int left_ms = now < until ? (int)((until - now) / 1000000u) : 0;
        zmq_pollitem_t poll = { .socket = peer->socket, .events = ZMQ_POLLIN };
        if (zmq_poll(&poll, 1, left_ms) <= 0) return NULL;
        if (zmq_msg_recv(&frame, peer->socket, 0) < 0) die("receive: %s", zmq_strerror(errno));
        if (zmq_msg_more(&frame) && zmq_msg_recv(&payload, peer->socket, 0) < 0) {
            die("receive: %s", zmq_strerror(errno));
        }
        struct span first = { zmq_msg_data(&frame), zmq_msg_size(&frame) };
        struct span second = { zmq_msg_data(&payload), zmq_msg_size(&payload) };
        if (find_item(first, second, type, &message)) return &message;
    }
}

static void set_name(struct name *name, const char *text)
{
    snprintf(name->text, sizeof name->text, "%s", text);
}

void peer_hello(struct peer *peer, enum role role, const char *principal, const char *department)
{
    struct message hello = { .type = MSG_HELLO, .hello = { .role = (uint8_t)role } };
    peer->principal = principal;
    set_name(&hello.hello.principal, principal);
    if (department != NULL) set_name(&hello.hello.department, department);
    peer_say(peer, &hello);
    if (peer_await(peer, MSG_WELCOME, 10000) == NULL) die("%s is not welcomed", principal);
}

void peer_publish(void *context, const char *office, const char *path, struct procedure *procedure)
{
    static struct lint_report report;
    static uint8_t bytes[ENVELOPE_BYTES_MAX];
    struct buffer encoded;
    struct peer peer;
    if (procedure_load(path, procedure, &report) != OK) die("%s is no procedure", path);
    buffer_init(&encoded, bytes, sizeof bytes);
    procedure_write(&encoded, procedure);
    peer_open(&peer, context, office, false);
    peer_hello(&peer, ROLE_OPERATOR, "bench-operator", NULL);
    struct message message = {
        .type = MSG_PUBLISH, .publish = { .procedure = procedure, .encoded = buffer_span(&encoded) }
    };
    peer_say(&peer, &message);
    if (peer_await(&peer, MSG_RECORDED, 10000) == NULL) die("PUBLISH is not answered");
    peer_close(&peer);
}

/* ---- Fast ------------------------------------------------------------------------------------ */

uint8_t *peer_room(struct peer *peer)
{
    if (peer->items.size > ITEMS_BYTES || peer->item_count == BATCH_ITEMS_MAX) peer_flush(peer);
    return peer->items.at + peer->items.size;
}

/* One item by itself: the head of the envelope takes the place of that of the item. */
static void send_single(struct peer *peer, const uint8_t *end, struct span payload)
{
    uint8_t *frame = peer->items.at + BATCH_HEAD_SIZE + 1 - SCAN_HEAD_SIZE;
    memcpy(frame, scan_head, SCAN_HEAD_SIZE);
    send_frames(peer, (struct span){ frame, (size_t)(end - frame) }, payload);
}

void peer_add(struct peer *peer, const uint8_t *end, struct span payload)
{
    assert(end - peer->items.at <= (ptrdiff_t)peer->items.capacity);
    if (!peer->batches) {
        send_single(peer, end, payload);
        return;
    }
    if (payload.size > peer->payload.capacity - peer->payload.size) {
        const uint8_t *from = peer->items.at + peer->items.size;
        size_t size = (size_t)(end - from);
        peer_flush(peer);
        memmove(peer->items.at + peer->items.size, from, size);
        end = peer->items.at + peer->items.size + size;
    }
    buffer_add(&peer->payload, payload.at, payload.size);
    peer->items.size = (size_t)(end - peer->items.at);
    peer->item_count++;
}

void peer_flush(struct peer *peer)
{
    struct span payload = buffer_span(&peer->payload);
    uint32_t count = peer->item_count;
    if (count == 0) return;
    peer->item_count = 0;
    peer->payload.size = 0;
    size_t size = peer->items.size;
    peer->items.size = BATCH_HEAD_SIZE;
    if (count == 1) {
        send_single(peer, peer->items.at + size, payload);
        return;
    }
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
    memcpy(peer->items.at, head, sizeof head);
    send_frames(peer, (struct span){ peer->items.at, size }, payload);
}
