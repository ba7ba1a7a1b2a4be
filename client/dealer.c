/* SPDX-License-Identifier: Apache-2.0 */
#include "client/dealer.h"

#include "tongfa/limits.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <zmq.h>

#define HIGH_WATER_MARK 64 /* messages queued inside ZeroMQ, each way */
#define INCOMING_MAX 32    /* messages kept between two releases */
#define CONNECT_WAIT_MS 3000

/* One received message as ZeroMQ holds it. */
struct incoming {
    zmq_msg_t frame;
    zmq_msg_t payload; /* empty if there was none */
};

struct dealer {
    void *context;
    void *socket;  /* NULL: not connected */
    void *monitor; /* hears when the socket's connection ends */
    struct incoming incoming[INCOMING_MAX];
    uint32_t incoming_count;
    bool is_gone;
};

/* One ZeroMQ context for the whole process: libzmq 4.3.4 may crash at exit with several. It lives
 * as long as any dealer. */
static struct {
    pthread_mutex_t lock;
    void *context;
    uint32_t dealers;
} shared = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* The context, made for the first dealer. NULL: there are no file descriptors or memory left. */
static void *context_acquire(void)
{
    pthread_mutex_lock(&shared.lock);
    if (shared.context == NULL) shared.context = zmq_ctx_new();
    if (shared.context != NULL) shared.dealers++;
    void *context = shared.context;
    pthread_mutex_unlock(&shared.lock);
    return context;
}

/* Ends the context with the last dealer; waits for sockets that linger (never longer than the
 * linger given to dealer_hang_up). The lock is not held meanwhile: another thread may begin anew. */
static void context_release(void)
{
    pthread_mutex_lock(&shared.lock);
    assert(shared.dealers > 0);
    void *context = --shared.dealers == 0 ? shared.context : NULL;
    if (context != NULL) shared.context = NULL;
    pthread_mutex_unlock(&shared.lock);

    while (context != NULL && zmq_ctx_term(context) != 0 && errno == EINTR) {
        continue; /* a signal came; sockets still linger */
    }
}

enum err dealer_new(struct dealer **out)
{
    struct dealer *dealer = calloc(1, sizeof *dealer);
    if (dealer == NULL) return ERR_NO_MEMORY;

    dealer->context = context_acquire();
    if (dealer->context == NULL) {
        free(dealer);
        return ERR_IO;
    }
    *out = dealer;
    return OK;
}

void dealer_free(struct dealer **dealer_pointer)
{
    struct dealer *dealer = *dealer_pointer;
    if (dealer == NULL) return;
    *dealer_pointer = NULL;

    dealer_release(dealer);
    dealer_hang_up(dealer, 0);
    context_release();
    free(dealer);
}

/* ---- Connecting ---------------------------------------------------------------------------- */

/* Bounds first: ZeroMQ's defaults are none. A frame larger than the protocol allows ends the
 * connection before it is stored; both queues are short, since whoever sends more than is read
 * should learn it. Returns 0, or -1 with errno. */
static int socket_set_options(void *socket, const char *endpoint)
{
    static const struct {
        int option;
        int value;
    } options[] = {
        { ZMQ_LINGER, 0 },
        { ZMQ_RECONNECT_IVL, -1 },
        { ZMQ_SNDHWM, HIGH_WATER_MARK },
        { ZMQ_RCVHWM, HIGH_WATER_MARK },
        { ZMQ_HANDSHAKE_IVL, CONNECT_WAIT_MS },
        { ZMQ_CONNECT_TIMEOUT, CONNECT_WAIT_MS },
    };
    int64_t bytes_max = PAYLOAD_BYTES_MAX;
    int is_ipv6 = strchr(endpoint, '[') != NULL;

    int rc = zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &bytes_max, sizeof bytes_max);
    if (rc == 0) rc = zmq_setsockopt(socket, ZMQ_IPV6, &is_ipv6, sizeof is_ipv6);
    for (size_t i = 0; rc == 0 && i < sizeof options / sizeof options[0]; i++) {
        rc = zmq_setsockopt(socket, options[i].option, &options[i].value, sizeof(int));
    }
    return rc;
}

/* Listen for the end of the connection, and for the failure to make one. Without this a broker that
 * was killed would be missed only when it has been silent for the whole liveness time. */
static int dealer_watch(struct dealer *dealer)
{
    static atomic_uint number;
    const int events = ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_CLOSED |
                       ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL;
    const int linger_ms = 0;
    char address[48];

    snprintf(address, sizeof address, "inproc://dealer-%u", atomic_fetch_add(&number, 1));
    if (zmq_socket_monitor(dealer->socket, address, events) != 0) return -1;

    dealer->monitor = zmq_socket(dealer->context, ZMQ_PAIR);
    if (dealer->monitor == NULL) return -1;
    zmq_setsockopt(dealer->monitor, ZMQ_LINGER, &linger_ms, sizeof linger_ms);
    return zmq_connect(dealer->monitor, address);
}

enum err dealer_connect(struct dealer *dealer, const char *endpoint)
{
    assert(dealer->socket == NULL);

    dealer->is_gone = false;
    dealer->socket = zmq_socket(dealer->context, ZMQ_DEALER);
    if (dealer->socket == NULL) return ERR_IO;
    if (socket_set_options(dealer->socket, endpoint) != 0 || dealer_watch(dealer) != 0) {
        dealer_hang_up(dealer, 0);
        return ERR_IO;
    }
    if (zmq_connect(dealer->socket, endpoint) != 0) {
        enum err err = errno == EMFILE || errno == ENOMEM ? ERR_IO : ERR_FIELD_INVALID;
        dealer_hang_up(dealer, 0);
        return err;
    }
    return OK;
}

/* The monitor is stopped before its socket is closed: libzmq writes its last event at that point. */
void dealer_hang_up(struct dealer *dealer, int linger_ms)
{
    if (dealer->socket != NULL) {
        zmq_setsockopt(dealer->socket, ZMQ_LINGER, &linger_ms, sizeof linger_ms);
        zmq_socket_monitor(dealer->socket, NULL, 0);
        zmq_close(dealer->socket);
        dealer->socket = NULL;
    }
    if (dealer->monitor != NULL) {
        zmq_close(dealer->monitor);
        dealer->monitor = NULL;
    }
}

bool dealer_is_connected(const struct dealer *dealer)
{
    return dealer->socket != NULL;
}

bool dealer_is_gone(struct dealer *dealer)
{
    if (dealer->monitor == NULL) return dealer->is_gone;

    zmq_msg_t part;
    zmq_msg_init(&part);
    while (zmq_msg_recv(&part, dealer->monitor, ZMQ_DONTWAIT) >= 0) {
        dealer->is_gone = true; /* every event listened for means the end */
    }
    zmq_msg_close(&part);
    return dealer->is_gone;
}

/* ---- Sending and receiving ----------------------------------------------------------------- */

enum err dealer_send(struct dealer *dealer, struct span frame, struct span payload)
{
    assert(dealer->socket != NULL);

    int more = payload.size > 0 ? ZMQ_SNDMORE : 0;
    if (zmq_send(dealer->socket, frame.at, frame.size, ZMQ_DONTWAIT | more) < 0) return ERR_BUSY;
    /* The second frame follows the first wherever it went; there is nothing to refuse. */
    if (more != 0) zmq_send(dealer->socket, payload.at, payload.size, ZMQ_DONTWAIT);
    return OK;
}

/* Read and forget the frames that no message of this protocol has. */
static void dealer_skip(struct dealer *dealer, bool more)
{
    zmq_msg_t rest;

    while (more) {
        zmq_msg_init(&rest);
        zmq_msg_recv(&rest, dealer->socket, 0); /* the frames of a message arrive together */
        more = zmq_msg_more(&rest) != 0;
        zmq_msg_close(&rest);
    }
}

/* Frames are not copied: the caller gets views of ZeroMQ's own messages, which stay in incoming[]
 * until they are released together. */
bool dealer_take(struct dealer *dealer, struct span *frame, struct span *payload)
{
    if (dealer->socket == NULL || dealer->incoming_count == INCOMING_MAX) return false;

    struct incoming *incoming = &dealer->incoming[dealer->incoming_count];
    zmq_msg_init(&incoming->frame);
    if (zmq_msg_recv(&incoming->frame, dealer->socket, ZMQ_DONTWAIT) < 0) {
        zmq_msg_close(&incoming->frame);
        return false;
    }
    zmq_msg_init(&incoming->payload);
    if (zmq_msg_more(&incoming->frame)) {
        zmq_msg_recv(&incoming->payload, dealer->socket, 0);
        dealer_skip(dealer, zmq_msg_more(&incoming->payload) != 0);
    }
    dealer->incoming_count++;
    *frame = (struct span){ zmq_msg_data(&incoming->frame), zmq_msg_size(&incoming->frame) };
    *payload = (struct span){ zmq_msg_data(&incoming->payload), zmq_msg_size(&incoming->payload) };
    return true;
}

void dealer_release(struct dealer *dealer)
{
    for (uint32_t i = 0; i < dealer->incoming_count; i++) {
        zmq_msg_close(&dealer->incoming[i].frame);
        zmq_msg_close(&dealer->incoming[i].payload);
    }
    dealer->incoming_count = 0;
}

/* The monitor is polled too, so that the end of a connection ends the sleep. */
int dealer_sleep(struct dealer *dealer, int wake_fd, bool is_write_wanted, int64_t timeout_ms)
{
    zmq_pollitem_t items[3];
    int count = 0;

    if (wake_fd >= 0) items[count++] = (zmq_pollitem_t){ .fd = wake_fd, .events = ZMQ_POLLIN };
    if (dealer->socket != NULL) {
        short events = is_write_wanted ? ZMQ_POLLIN | ZMQ_POLLOUT : ZMQ_POLLIN;
        items[count++] = (zmq_pollitem_t){ .socket = dealer->socket, .events = events };
        items[count++] = (zmq_pollitem_t){ .socket = dealer->monitor, .events = ZMQ_POLLIN };
    }
    if (zmq_poll(items, count, (long)timeout_ms) < 0) return -1;
    return wake_fd >= 0 && (items[0].revents & ZMQ_POLLIN) != 0;
}
