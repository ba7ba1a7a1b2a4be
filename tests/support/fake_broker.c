/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/fake_broker.h"

#include "client/text.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>
#include <zmq.h>

#define PEER_BYTES_MAX 32

struct fake_broker {
    void *context;
    void *socket;
    uint8_t peer[PEER_BYTES_MAX];
    size_t peer_size;
    uint32_t peer_count;
    uint32_t frame_count;
    struct envelope envelope;
    bool is_reading;
    struct procedure procedure;
    uint8_t frame[ENVELOPE_BYTES_MAX];
    uint8_t payload[PAYLOAD_BYTES_MAX];
    uint8_t out_frame[ENVELOPE_BYTES_MAX];
    uint8_t out_payload[PAYLOAD_BYTES_MAX];
};

const char *fake_broker_endpoint(void)
{
    static char endpoints[64][64];
    static int count;

    assert_true(count < 64);
    snprintf(endpoints[count], sizeof endpoints[0], "ipc:///tmp/tongfa-unit-%d-%d", (int)getpid(),
             count);
    return endpoints[count++];
}

struct fake_broker *fake_broker_open(const char *endpoint)
{
    const int linger_ms = 0;
    struct fake_broker *broker = calloc(1, sizeof *broker);

    assert_non_null(broker);
    broker->context = zmq_ctx_new();
    broker->socket = zmq_socket(broker->context, ZMQ_ROUTER);
    assert_non_null(broker->socket);
    zmq_setsockopt(broker->socket, ZMQ_LINGER, &linger_ms, sizeof linger_ms);
    assert_int_equal(zmq_bind(broker->socket, endpoint), 0);
    return broker;
}

void fake_broker_close(struct fake_broker **broker_pointer)
{
    struct fake_broker *broker = *broker_pointer;

    zmq_close(broker->socket);
    zmq_ctx_term(broker->context);
    free(broker);
    *broker_pointer = NULL;
}

static void fake_broker_hear(struct fake_broker *broker)
{
    uint8_t peer[PEER_BYTES_MAX];
    struct refusal refusal;
    struct span payload = { 0 };

    int size = zmq_recv(broker->socket, peer, sizeof peer, 0);
    assert_in_range(size, 1, PEER_BYTES_MAX);
    bool is_same =
        broker->peer_size == (size_t)size && memcmp(peer, broker->peer, (size_t)size) == 0;
    broker->peer_count += !is_same;
    memcpy(broker->peer, peer, (size_t)size);
    broker->peer_size = (size_t)size;

    zmq_msg_t part;
    zmq_msg_init(&part);
    int frame_size = zmq_msg_recv(&part, broker->socket, 0);
    assert_in_range(frame_size, 1, ENVELOPE_BYTES_MAX);
    memcpy(broker->frame, zmq_msg_data(&part), (size_t)frame_size);
    bool more = zmq_msg_more(&part);
    zmq_msg_close(&part);
    if (more) {
        int payload_size = zmq_recv(broker->socket, broker->payload, sizeof broker->payload, 0);
        assert_in_range(payload_size, 1, PAYLOAD_BYTES_MAX);
        payload = (struct span){ broker->payload, (size_t)payload_size };
    }
    broker->frame_count++;
    enum err err =
        envelope_open(&broker->envelope, (struct span){ broker->frame, (size_t)frame_size },
                      payload, &broker->procedure, &refusal);
    assert_int_equal(err, OK);
    broker->is_reading = true;
}

bool fake_broker_take(struct fake_broker *broker, struct message *message, int timeout_ms)
{
    struct refusal refusal;

    for (;;) {
        if (broker->is_reading && envelope_next(&broker->envelope, message, &refusal)) {
            assert_int_equal(refusal.err, OK);
            return true;
        }
        broker->is_reading = false;
        zmq_pollitem_t item = { .socket = broker->socket, .events = ZMQ_POLLIN };
        if (zmq_poll(&item, 1, timeout_ms) <= 0) return false;
        fake_broker_hear(broker);
    }
}

uint32_t fake_broker_frames(const struct fake_broker *broker)
{
    return broker->frame_count;
}

uint32_t fake_broker_peers(const struct fake_broker *broker)
{
    return broker->peer_count;
}

void fake_broker_say_bytes(struct fake_broker *broker, struct span frame)
{
    zmq_send(broker->socket, broker->peer, broker->peer_size, ZMQ_SNDMORE);
    zmq_send(broker->socket, frame.at, frame.size, 0);
}

void fake_broker_say_all(struct fake_broker *broker, const struct message *messages, uint32_t count)
{
    struct buffer frame_buffer;
    struct buffer payload;
    struct outgoing outgoing;

    buffer_init(&frame_buffer, broker->out_frame, sizeof broker->out_frame);
    buffer_init(&payload, broker->out_payload, sizeof broker->out_payload);
    outgoing_init(&outgoing, frame_buffer, payload);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(outgoing_add(&outgoing, &messages[i]), OK);
    }
    struct span frame = outgoing_finish(&outgoing);
    if (outgoing.payload.size == 0) {
        fake_broker_say_bytes(broker, frame);
        return;
    }
    zmq_send(broker->socket, broker->peer, broker->peer_size, ZMQ_SNDMORE);
    zmq_send(broker->socket, frame.at, frame.size, ZMQ_SNDMORE);
    zmq_send(broker->socket, outgoing.payload.at, outgoing.payload.size, 0);
}

void fake_broker_say(struct fake_broker *broker, const struct message *message)
{
    fake_broker_say_all(broker, message, 1);
}

void fake_broker_welcome(struct fake_broker *broker, const struct message *hello,
                         uint32_t heartbeat_ms, uint32_t liveness_ms)
{
    assert_int_equal(hello->type, MSG_HELLO);
    struct message welcome = {
        .type = MSG_WELCOME,
        .request_id = hello->request_id,
        .welcome = { .session = 1,
                     .now_ms = 1000,
                     .heartbeat_ms = heartbeat_ms,
                     .liveness_ms = liveness_ms,
                     .envelope_bytes_max = ENVELOPE_BYTES_MAX,
                     .payload_bytes_max = PAYLOAD_BYTES_MAX,
                     .application_bytes_max = APPLICATION_BYTES_MAX,
                     .batch_items_max = BATCH_ITEMS_MAX,
                     .credit_max = CREDIT_MAX,
                     .position = 41,
                     .synced = true },
    };
    fake_broker_say(broker, &welcome);
}

void fake_broker_record(struct fake_broker *broker, const struct message *request, uint64_t bundle,
                        uint64_t position)
{
    struct message recorded = { .type = MSG_RECORDED, .request_id = request->request_id };
    recorded.recorded.bundle = bundle;
    recorded.recorded.position = position;
    fake_broker_say(broker, &recorded);
}

void fake_broker_refuse(struct fake_broker *broker, const struct message *request, enum err err,
                        uint32_t after_ms)
{
    struct message error = { .type = MSG_ERROR, .request_id = request->request_id };
    error.error.number = (uint8_t)err;
    error.error.name = span_of_text(err_name(err));
    error.error.field = span_of_text("some-field");
    error.error.text = span_of_text(err_text(err));
    error.error.retry = (uint8_t)err_retry(err);
    error.error.after_ms = after_ms;
    error.error.bundle = 7;
    fake_broker_say(broker, &error);
}

void fake_broker_forget(struct fake_broker *broker)
{
    struct message bye = { .type = MSG_BYE };
    fake_broker_say(broker, &bye);
}

struct fake_server {
    struct fake_broker *broker;
    fake_broker_handler *handler;
    void *self;
    pthread_t thread;
    atomic_bool is_stopping;
};

static void *fake_server_run(void *self)
{
    struct fake_server *server = self;
    struct message *message = calloc(1, sizeof *message);

    while (!server->is_stopping) {
        if (!fake_broker_take(server->broker, message, 10)) continue;
        if (message->type == MSG_HELLO) {
            fake_broker_welcome(server->broker, message, 60000, 60000);
        } else {
            server->handler(server->broker, message, server->self);
        }
    }
    free(message);
    return NULL;
}

struct fake_server *fake_server_start(const char *endpoint, fake_broker_handler *handler,
                                      void *self)
{
    struct fake_server *server = calloc(1, sizeof *server);

    assert_non_null(server);
    server->broker = fake_broker_open(endpoint);
    server->handler = handler;
    server->self = self;
    assert_int_equal(pthread_create(&server->thread, NULL, fake_server_run, server), 0);
    return server;
}

void fake_server_stop(struct fake_server **server_pointer)
{
    struct fake_server *server = *server_pointer;

    server->is_stopping = true;
    pthread_join(server->thread, NULL);
    fake_broker_close(&server->broker);
    free(server);
    *server_pointer = NULL;
}
