/* SPDX-License-Identifier: Apache-2.0 */
/* A broker that does what a test tells it: a ROUTER socket that reads messages and writes any. */
#ifndef TESTS_SUPPORT_FAKE_BROKER_H
#define TESTS_SUPPORT_FAKE_BROKER_H

#include "proto/envelope.h"

struct fake_broker;

/* A fresh endpoint, valid as long as the process. */
const char *fake_broker_endpoint(void);

/* Bind the endpoint; asserts that it can. */
struct fake_broker *fake_broker_open(const char *endpoint);
void fake_broker_close(struct fake_broker **broker);

/* The next message, batches item by item; remembers who said it. Spans are valid until the next
 * frame is read. Returns false if none comes in time. */
bool fake_broker_take(struct fake_broker *broker, struct message *message, int timeout_ms);

/* How many frames were read, and how many different peers spoke. */
uint32_t fake_broker_frames(const struct fake_broker *broker);
uint32_t fake_broker_peers(const struct fake_broker *broker);

/* Say something to the peer heard last. */
void fake_broker_say(struct fake_broker *broker, const struct message *message);
void fake_broker_say_all(struct fake_broker *broker, const struct message *messages,
                         uint32_t count);
void fake_broker_say_bytes(struct fake_broker *broker, struct span frame);

/* Answer a HELLO with WELCOME. */
void fake_broker_welcome(struct fake_broker *broker, const struct message *hello,
                         uint32_t heartbeat_ms, uint32_t liveness_ms);

/* ---- In a thread of its own, for callers that block ----------------------------------------- */

/* Deals with a message; nothing in it may assert. HELLO is dealt with before. */
typedef void fake_broker_handler(struct fake_broker *broker, const struct message *message,
                                 void *self);

struct fake_server;

/* Serve an endpoint until stopped. */
struct fake_server *fake_server_start(const char *endpoint, fake_broker_handler *handler,
                                      void *self);
void fake_server_stop(struct fake_server **server);

/* From the handler: forget the session, as a broker that was restarted. The peer says HELLO again
 * on a new connection. */
void fake_broker_forget(struct fake_broker *broker);

/* Answers, under the request's id. */
void fake_broker_record(struct fake_broker *broker, const struct message *request, uint64_t bundle,
                        uint64_t position);
void fake_broker_refuse(struct fake_broker *broker, const struct message *request, enum err err,
                        uint32_t after_ms);

#endif
