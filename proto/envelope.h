/* SPDX-License-Identifier: Apache-2.0 */
/* Frames to messages and back: the envelope, batches, and who owns which share of the payload.
 *
 *     envelope = [ "tongfa", 1, type, request-id, { key: value, ... } ]
 *     batch    = [ "tongfa", 1, 130,  "",  { 1: [ [type, request-id, {..}], ... ] } ]
 *
 * A request id is a str, or a bin; it is written as a str if it is UTF-8, else as a bin.
 * Reading allocates nothing and never trusts a count; what is read points into the frames. */
#ifndef PROTO_ENVELOPE_H
#define PROTO_ENVELOPE_H

#include "proto/buffer.h"
#include "proto/reader.h"
#include "tongfa/errors.h"
#include "tongfa/message.h"

/* Why a frame or an item of it was refused. */
struct refusal {
    enum err err;
    const char *field;      /* its name in SPEC ("key", in a list "stages.lease_ms"), or "" */
    struct span request_id; /* as far as it was readable, else empty */
};

/* A frame being read, item by item. Fields are private. */
struct envelope {
    struct reader reader; /* stands at the next item */
    struct span payload;
    size_t payload_at; /* bytes that items have claimed */
    uint32_t items_left;
    uint32_t pairs_left; /* of a batch's body, after its items */
    bool is_batch;
    struct procedure *procedure; /* room for one PUBLISH; may be NULL where none is taken */
};

/* Begin to read a message. payload is empty when there is no second frame; procedure is where a
 * definition goes (each PUBLISH item overwrites it; items are handled before the next is read; with
 * NULL a definition is not read and publish.procedure is NULL).
 *
 * Errors: TOO_LARGE, MALFORMED, PROTOCOL_UNKNOWN, VERSION_UNSUPPORTED, in *refusal; the whole
 *         frame is refused with one answer. */
enum err envelope_open(struct envelope *envelope, struct span frame, struct span payload,
                       struct procedure *procedure, struct refusal *refusal);

/* The next message of the frame; one that is no batch has exactly one, a batch may have none.
 *
 * Returns false at the end. On true, *refusal says whether this item can be used: with
 * refusal->err != OK the item is refused (MALFORMED, TYPE_UNKNOWN, TOO_LARGE, FIELD_MISSING,
 * FIELD_INVALID, APPLICATION_MALFORMED) and *message holds its type and request id only, as far as
 * they were readable (type 0: not). After MALFORMED nothing more can be read. Payload bytes that no
 * item claims, and bytes after the envelope, make the last item MALFORMED. */
bool envelope_next(struct envelope *envelope, struct message *message, struct refusal *refusal);

/* A frame being written, for one peer: encoded [type, request-id, {..}] one after another, behind room for
 * what stands before them. Fields are private; made by outgoing_init. */
struct outgoing {
    struct buffer frame;
    struct buffer payload;
    uint32_t item_count;
};

/* Room that a frame's memory has before its first item. */
#define OUTGOING_HEAD_BYTES 20

/* Use the caller's two pieces of memory; also empties one for reuse. No frame becomes larger than its
 * memory, which has more than OUTGOING_HEAD_BYTES. */
void outgoing_init(struct outgoing *outgoing, struct buffer frame, struct buffer payload);

/* Add a message. Of a PUBLISH the encoded definition is written, not the decoded one.
 *
 * Errors: ERR_TOO_LARGE - it does not fit any more; outgoing is as before: send what it has. */
enum err outgoing_add(struct outgoing *outgoing, const struct message *message);

/* A message as it stands among the items of an envelope, without its share of the payload. */
void item_write(struct buffer *buffer, const struct message *message);

/* The envelope frame, in the memory of outgoing: a plain message for one item, a batch for more. Call with
 * at least one item; more may be added afterwards. The payload frame is outgoing->payload as it is; none
 * is sent when it is empty. */
struct span outgoing_finish(struct outgoing *outgoing);

/* Name of a type as in SPEC ("SUBMIT"), or NULL. */
const char *message_type_name(enum message_type type);

#endif
