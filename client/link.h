/* SPDX-License-Identifier: Apache-2.0 */
/* A peer's connection to one door of a broker: DEALER socket, HELLO, heartbeats, reconnect with
 * backoff. Used by libtongfa and by the worker runtime. One thread uses a link. */
#ifndef CLIENT_LINK_H
#define CLIENT_LINK_H

#include "proto/envelope.h"
#include "tongfa/errors.h"
#include "tongfa/message.h"

struct link;

struct link_options {
    const char *endpoint; /* tcp://127.0.0.1:port or ipc://path */
    enum role role;
    const char *principal;
    const char *department; /* workers, officers, heads; else NULL or empty */
    const char *software;   /* "tongfa 0.1" */
};

/* Begin to connect; does not wait. Errors: ERR_FIELD_INVALID - endpoint or names; ERR_IO. */
enum err link_open(struct link **out, const struct link_options *options);
void link_close(struct link **link); /* says BYE if it is up; accepts NULL */

/* Queue a message. It leaves with link_wait or link_flush, many in one frame.
 *
 * Errors: ERR_TOO_LARGE - it can never be sent; ERR_BUSY - the queue is full, wait first;
 *         ERR_TIMEOUT - the link is down (what was queued before it went down is lost: the caller
 *         repeats what was not answered, that is what keys and tokens are for). */
enum err link_send(struct link *link, const struct message *message);
enum err link_flush(struct link *link);

/* Wait until a message can be read, wake_fd (or -1) is readable, the link came up or went down, or
 * timeout_ms has passed; keep the connection alive meanwhile: heartbeats, silence, HELLO again with
 * backoff 100 ms..5 s.
 *
 * Returns OK also on time-out. Errors: ERR_IO - the context is gone; ERR_REFUSED - HELLO was
 * refused for good, link_refusal says why. */
enum err link_wait(struct link *link, int wake_fd, int timeout_ms);

/* The next message received, or false. What it points to is valid until the next link_wait. A PONG
 * is the link's own, unless its PING was the caller's and had a request id. */
bool link_next(struct link *link, struct message *message);

/* Up: WELCOME came. The epoch grows by one with each WELCOME: a worker whose epoch changed grants
 * its credit anew, a client repeats what was not answered. */
bool link_is_up(const struct link *link);
uint32_t link_epoch(const struct link *link);
const struct msg_welcome *link_welcome(const struct link *link);

/* Why the last HELLO was refused (for good, or for now: the link tries again); number 0 if it was
 * not, or has been welcomed since. */
const struct msg_error *link_refusal(const struct link *link);

/* Monotonic milliseconds, the clock of the link's time-outs. */
int64_t link_now_ms(void);

#endif
