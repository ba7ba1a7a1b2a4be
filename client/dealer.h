/* SPDX-License-Identifier: Apache-2.0 */
/* A DEALER socket that serves one connection at a time and says when it has ended. The only file on
 * the peers' side that knows ZeroMQ; link.c decides what all this is for.
 *
 * ZeroMQ would reconnect by itself, silently, and deliver old messages to a broker that does not
 * know the session. So its own reconnection is off, and a monitor tells of the end at once. */
#ifndef CLIENT_DEALER_H
#define CLIENT_DEALER_H

#include "tongfa/base.h"
#include "tongfa/errors.h"

struct dealer;

/* Errors: ERR_NO_MEMORY; ERR_IO - no ZeroMQ context. */
enum err dealer_new(struct dealer **out);
void dealer_free(struct dealer **dealer); /* hangs up; accepts NULL */

/* Begin a connection on a fresh socket; does not wait.
 *
 * Errors: ERR_FIELD_INVALID - the endpoint is none; ERR_IO. */
enum err dealer_connect(struct dealer *dealer, const char *endpoint);

/* End the connection; what still waits to leave gets linger_ms. Messages received stay readable. */
void dealer_hang_up(struct dealer *dealer, int linger_ms);

bool dealer_is_connected(const struct dealer *dealer); /* or trying to */

/* True once the connection has ended or could not be made. */
bool dealer_is_gone(struct dealer *dealer);

/* Send one message of one or two frames (payload.size 0: one). Never blocks.
 *
 * Errors: ERR_BUSY - the socket takes nothing now. */
enum err dealer_send(struct dealer *dealer, struct span frame, struct span payload);

/* The next message received; its bytes are valid until dealer_release. Returns false if there is
 * none, or when too many are kept. */
bool dealer_take(struct dealer *dealer, struct span *frame, struct span *payload);
void dealer_release(struct dealer *dealer);

/* Sleep until the socket or wake_fd (or -1) is readable, the connection ends, or the socket is
 * writable and that is wanted.
 *
 * Returns: -1 with errno, else 1 if wake_fd is readable, else 0. */
int dealer_sleep(struct dealer *dealer, int wake_fd, bool is_write_wanted, int64_t timeout_ms);

#endif
