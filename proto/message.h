/* SPDX-License-Identifier: Apache-2.0 */
/* The message table: which schema each message type has. */
#ifndef PROTO_MESSAGE_H
#define PROTO_MESSAGE_H

#include "proto/schema.h"
#include "tongfa/message.h"

/* Types that a peer or the broker may send, in ascending order of numbers; BATCH is not one of
 * them, it only carries them. */
uint32_t message_type_count(void);
enum message_type message_type_at(uint32_t index);

/* The schema of a type's body; NULL: there is no such type. */
const struct schema *message_schema(enum message_type type);

/* Read the body of a message whose type is known, if both are what most of them are. False: nothing was
 * read; schema_read reads it, or says what is wrong. */
bool message_read_usual(struct message *message, struct reader *reader);

/* Append the body of a message, of a type that there is, as schema_write does. */
void message_write(struct buffer *buffer, const struct message *message);

/* The body of a message: what its schema describes. */
static inline void *message_body(struct message *message)
{
    return &message->hello;
}

static inline const void *message_body_seen(const struct message *message)
{
    return &message->hello;
}

/* The share of the payload frame that the message has a claim to; NULL if its type has none. */
struct span *message_share(struct message *message);
const struct span *message_share_seen(const struct message *message);

#endif
