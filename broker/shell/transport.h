/* SPDX-License-Identifier: Apache-2.0 */
/* The two doors: ROUTER sockets at the counter and the office. Only transport.c knows ZeroMQ.
 *
 * A peer is known by the number that ZeroMQ gave its connection; a peer that brings an identity of
 * its own is refused, since whoever came next with the same would get its messages. One thread, but for
 * what is written before it is sent (struct outbound). */
#ifndef BROKER_SHELL_TRANSPORT_H
#define BROKER_SHELL_TRANSPORT_H

#include "tongfa/base.h"
#include "tongfa/errors.h"

enum door {
    DOOR_COUNTER = 0, /* 受: submitters */
    DOOR_OFFICE = 1,  /* 审: workers, operators */
    DOOR_COUNT
};

/* Where a message came from and an answer goes. A reconnected peer has another number. */
struct address {
    uint32_t number;
    uint8_t door;     /* enum door */
    uint16_t hanging; /* of the door: numbers of one say nothing in the next */
};

struct transport;

struct transport_options {
    const char *endpoints[DOOR_COUNT];
};

/* Open both doors, as listen.h says.
 *
 * Errors: logged; as of listen_open. */
enum err transport_open(struct transport **out, const struct transport_options *options);

/* Close the doors: what was sent has a moment to leave. Accepts NULL; nulls the pointer. */
void transport_close(struct transport **transport);

/* The endpoint as bound: with the port that was chosen for "*". */
const char *transport_endpoint(const struct transport *transport, enum door door);

/* What transport_wait found: doors as 1 << door, and ... */
#define WAIT_FD_FIRST DOOR_COUNT /* ... fds[i] as 1 << (WAIT_FD_FIRST + i) */
#define WAIT_FDS_MAX 4

/* Wait until a message is at a door, an fd is readable, or timeout_ms has passed (-1: for ever).
 *
 * Shape: fds - fd_count of them; with_doors false: messages may wait. */
uint32_t transport_wait(struct transport *transport, const int *fds, uint32_t fd_count,
                        bool with_doors, int64_t timeout_ms);

#define INBOUND_PART_BYTES 64

/* A message as it came: what the spans point to is the transport's until transport_release. */
struct inbound {
    struct address address;
    struct span frame;
    struct span payload;
    enum err err; /* OK, or why none of it may be read: MALFORMED, TOO_LARGE, NOT_ALLOWED */
    _Alignas(16) uint8_t parts[3][INBOUND_PART_BYTES];
};

/* Take the next message at a door without waiting. Returns false if there is none. A message of
 * too many frames is read away frame by frame. */
bool transport_receive(struct transport *transport, enum door door, struct inbound *inbound);
void transport_release(struct inbound *inbound);

/* The file descriptor of the connection that it came by, or -1. Before transport_release. */
int transport_fd(const struct inbound *inbound);

/* Send a frame, and a second one unless payload is empty, without waiting.
 *
 * Errors: ERR_BUSY - the peer does not read; ERR_TIMEOUT - it is gone. Then nothing was sent. */
enum err transport_send(struct transport *transport, struct address address, struct span frame,
                        struct span payload);

/* A message that is ready to leave. It is written in any thread, and used up by being sent, also in vain, or
 * dropped. */
struct outbound {
    _Alignas(16) uint8_t parts[2][INBOUND_PART_BYTES];
};

/* Errors: ERR_NO_MEMORY - there is none then. */
enum err outbound_write(struct outbound *outbound, struct span frame, struct span payload);
void outbound_drop(struct outbound *outbound);

/* Errors: as of transport_send. */
enum err outbound_send(struct outbound *outbound, struct transport *transport,
                       struct address address);

/* Answer what was just received, whatever identity its sender has. A failure is nobody's loss. */
void transport_answer(struct transport *transport, const struct inbound *inbound,
                      struct span frame);

/* ---- A bound on bytes in transit ------------------------------------------------------------
 *
 * ZeroMQ gives out whole messages only, so one that never ends grows the process unseen (64 MiB of
 * it took 1.4 GB). Whoever owns the loop looks now and then, and cuts the connections that have
 * completed nothing lately: the guilty one is among them, an innocent one reconnects.
 *
 * And what came with an identity that another connection has is never given out, nor freed when the
 * connection ends: ZeroMQ frees it with the socket. So where cutting does not help, the door is hung
 * anew: another socket at the same endpoint, and every peer there begins again with HELLO. */

/* Bytes that the process has allocated; the journal's map and the engine are not among them. */
uint64_t transport_bytes(void);

/* Give back to the system what is free of it: allocators keep it else. Takes milliseconds. */
void transport_trim(void);

/* Cut every connection of both doors but those whose fd is kept. Returns how many were cut. */
uint32_t transport_cut(struct transport *transport, bool (*is_kept)(int fd, void *self),
                       void *self);

/* Replace a door's socket. Does not wait. Addresses at that door are no longer valid: sending there is
 * ERR_TIMEOUT. The old socket is let go some milliseconds later, by transport_let_go: what was sent
 * shall have left.
 *
 * Errors: ERR_IO - logged: no other socket is to be had; the door is as it was. */
enum err transport_rehang(struct transport *transport, enum door door);

/* Close the replaced sockets, if there are any: connections end, and what came in by them is
 * freed. */
void transport_let_go(struct transport *transport);

#endif
