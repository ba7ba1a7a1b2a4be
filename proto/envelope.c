/* SPDX-License-Identifier: Apache-2.0 */
/* Reading: the head of the envelope is read by envelope_open, each [type, request-id, body] by
 * envelope_next. A plain message is such a triple without an array of its own around it.
 *
 * One pass: nothing is looked at before the items that are before it have been handed out. So a
 * frame that breaks off in its middle has its first items done and ends in one MALFORMED. */
#include "proto/envelope.h"

#include "proto/application.h"
#include "proto/message.h"
#include "proto/record.h"
#include "proto/writer.h"

#define ENVELOPE_PLACES 5
#define ITEM_PLACES 3
#define BATCH_KEY_ITEMS 1

/* ---- Opening --------------------------------------------------------------------------------- */

/* As nearly everybody writes it. False: nothing was read. */
static bool open_usual_head(struct reader *reader)
{
    static const uint8_t usual[] = { 0x95, 0xa6, 't', 'o', 'n', 'g', 'f', 'a', PROTOCOL_VERSION };
    const uint8_t *at = reader->at;

    if (reader->end - at <= (ptrdiff_t)sizeof usual) return false;
    if (memcmp(at, usual, sizeof usual) != 0) return false;
    return reader_pass_into(reader, at + sizeof usual, 2, ENVELOPE_PLACES - 2);
}

/* ["tongfa", 1, ...; whoever speaks another version may have other places after these. */
static enum err open_head(struct reader *reader)
{
    struct value array;
    struct value name;
    struct value version;

    if (open_usual_head(reader)) return OK;
    if (reader_next(reader, &array) != OK || array.kind != VALUE_ARRAY) return ERR_MALFORMED;
    if (array.count == 0 || reader_next(reader, &name) != OK) return ERR_MALFORMED;
    if (!value_is_text(&name, PROTOCOL_NAME)) return ERR_PROTOCOL_UNKNOWN;
    if (array.count == 1 || reader_next(reader, &version) != OK) return ERR_MALFORMED;
    if (version.kind != VALUE_UINT) return ERR_MALFORMED;
    if (version.natural != PROTOCOL_VERSION) return ERR_VERSION_UNSUPPORTED;
    return array.count == ENVELOPE_PLACES ? OK : ERR_MALFORMED;
}

/* The body of a batch up to the head of its list of items; no list is an empty list. */
static enum err open_items(struct envelope *envelope)
{
    struct reader *reader = &envelope->reader;
    struct value value;

    if (reader_next(reader, &value) != OK || value.kind != VALUE_MAP) return ERR_MALFORMED;
    envelope->pairs_left = value.count;
    while (envelope->pairs_left > 0) {
        envelope->pairs_left--;
        if (reader_next(reader, &value) != OK || value.kind != VALUE_UINT) return ERR_MALFORMED;
        if (value.natural != BATCH_KEY_ITEMS) {
            if (reader_skip(reader, NULL) != OK) return ERR_MALFORMED;
            continue;
        }
        if (reader_next(reader, &value) != OK || value.kind != VALUE_ARRAY) return ERR_MALFORMED;
        if (value.count > BATCH_ITEMS_MAX) return ERR_TOO_LARGE;
        envelope->items_left = value.count;
        break;
    }
    return OK;
}

/* What is after the last item: the rest of a batch's body, and nothing else. */
static enum err open_tail(struct envelope *envelope)
{
    struct reader *reader = &envelope->reader;
    struct value key;

    for (; envelope->pairs_left > 0; envelope->pairs_left--) {
        if (reader_next(reader, &key) != OK || key.kind != VALUE_UINT) return ERR_MALFORMED;
        if (key.natural == BATCH_KEY_ITEMS) return ERR_MALFORMED; /* a second list */
        if (reader_skip(reader, NULL) != OK) return ERR_MALFORMED;
    }
    if (!reader_is_at_end(reader)) return ERR_MALFORMED;
    return envelope->payload_at == envelope->payload.size ? OK : ERR_MALFORMED;
}

/* What follows the version: the items of a batch, or the one message itself, whose type is read
 * again by envelope_next. */
static enum err open_body(struct envelope *envelope)
{
    const struct reader at_type = envelope->reader;
    struct value type;

    if (reader_next(&envelope->reader, &type) != OK) return ERR_MALFORMED;
    envelope->is_batch = type.kind == VALUE_UINT && type.natural == MSG_BATCH;
    if (!envelope->is_batch) {
        envelope->reader = at_type;
        envelope->items_left = 1;
        return OK;
    }
    if (reader_skip(&envelope->reader, NULL) != OK) return ERR_MALFORMED; /* the id of a batch */
    enum err err = open_items(envelope);
    if (err == OK && envelope->items_left == 0) err = open_tail(envelope);
    return err;
}

/* Whom to answer when the envelope is refused whole: its fourth place, if that is an id. */
static struct span open_request_id(struct span frame)
{
    struct reader reader;
    struct value value;

    reader_init(&reader, frame, READER_VALUES_ANY);
    if (reader_next(&reader, &value) != OK) return (struct span){ 0 };
    if (value.kind != VALUE_ARRAY || value.count < 4) return (struct span){ 0 };
    for (uint32_t i = 0; i < 3; i++) {
        if (reader_skip(&reader, NULL) != OK) return (struct span){ 0 };
    }
    if (reader_next(&reader, &value) != OK) return (struct span){ 0 };
    if (value.kind != VALUE_STR && value.kind != VALUE_BIN) return (struct span){ 0 };
    return value.bytes.size <= REQUEST_ID_BYTES_MAX ? value.bytes : (struct span){ 0 };
}

enum err envelope_open(struct envelope *envelope, struct span frame, struct span payload,
                       struct procedure *procedure, struct refusal *refusal)
{
    enum err err = OK;

    *refusal = (struct refusal){ .field = "" };
    *envelope = (struct envelope){ .payload = payload, .procedure = procedure };
    if (frame.size > ENVELOPE_BYTES_MAX || payload.size > PAYLOAD_BYTES_MAX) {
        refusal->err = ERR_TOO_LARGE;
        if (frame.size <= ENVELOPE_BYTES_MAX) refusal->request_id = open_request_id(frame);
        return refusal->err;
    }
    reader_init(&envelope->reader, frame, READER_VALUES_ANY);
    err = open_head(&envelope->reader);
    if (err == OK) err = open_body(envelope);
    if (err == OK) return OK;
    envelope->items_left = 0;
    refusal->err = err;
    if (err != ERR_PROTOCOL_UNKNOWN) refusal->request_id = open_request_id(frame);
    return err;
}

/* ---- Items ----------------------------------------------------------------------------------- */

/* type and request id. TOO_LARGE: the id is; the reader stands at the body all the same. */
static enum err item_head(struct envelope *envelope, struct message *message)
{
    struct reader *reader = &envelope->reader;
    struct value value;

    if (envelope->is_batch) {
        if (reader_next(reader, &value) != OK) return ERR_MALFORMED;
        if (value.kind != VALUE_ARRAY || value.count != ITEM_PLACES) return ERR_MALFORMED;
    }
    if (reader_next(reader, &value) != OK || value.kind != VALUE_UINT) return ERR_MALFORMED;
    if (value.natural <= INT32_MAX) message->type = (enum message_type)value.natural;
    if (reader_next(reader, &value) != OK) return ERR_MALFORMED;
    if (value.kind != VALUE_STR && value.kind != VALUE_BIN) return ERR_MALFORMED;
    if (value.bytes.size > REQUEST_ID_BYTES_MAX) return ERR_TOO_LARGE;
    message->request_id = value.bytes;
    return OK;
}

/* Give the item its share of the payload frame. Also when it is refused: the next share begins
 * behind it. */
static enum err item_share(struct envelope *envelope, struct message *message)
{
    struct span *share = message_share(message);

    if (share == NULL) return OK;
    if (share->size > envelope->payload.size - envelope->payload_at) return ERR_MALFORMED;
    if (share->size > 0) share->at = envelope->payload.at + envelope->payload_at;
    envelope->payload_at += share->size;
    return OK;
}

/* A definition is a message in a message: what would be MALFORMED there is a bad field here. */
static enum err item_definition(struct envelope *envelope, struct message *message,
                                const char **field)
{
    message->publish.procedure = NULL;
    if (envelope->procedure == NULL) return OK;
    enum err err = procedure_read(message->publish.encoded, envelope->procedure, field);
    if (err == ERR_MALFORMED) {
        *field = "encoded";
        return ERR_FIELD_INVALID;
    }
    if (err == OK) message->publish.procedure = envelope->procedure;
    return err;
}

/* The body of an item whose head could be read.
 * Source: proto/SPEC.md 12: the first that holds is the one reported. */
static enum err item_body(struct envelope *envelope, struct message *message, const char **field)
{
    const struct schema *schema = message_schema(message->type);

    if (schema == NULL) {
        struct value body;
        const uint32_t depth = envelope->reader.depth;
        if (reader_next(&envelope->reader, &body) != OK) return ERR_MALFORMED;
        if (body.kind != VALUE_MAP) return ERR_MALFORMED;
        enum err err = reader_leave(&envelope->reader, depth);
        return err == OK ? ERR_TYPE_UNKNOWN : ERR_MALFORMED;
    }
    enum err err = OK;
    if (!message_read_usual(message, &envelope->reader)) {
        struct decoder decoder = { .reader = envelope->reader, .field = "" };
        err = schema_read(schema, &decoder, message_body(message));
        if (err == ERR_MALFORMED) return err;
        envelope->reader = decoder.reader;
        *field = decoder.field;
    }
    if (item_share(envelope, message) != OK) {
        *field = "";
        return ERR_MALFORMED;
    }
    if (err != OK) return err;
    if (message->type == MSG_PUBLISH) return item_definition(envelope, message, field);
    const struct span *share = message_share(message);
    if (share == NULL) return OK;
    *field = "application";
    return application_check(*share);
}

bool envelope_next(struct envelope *envelope, struct message *message, struct refusal *refusal)
{
    if (envelope->items_left == 0) return false;
    envelope->items_left--;
    message->type = (enum message_type)0;
    message->request_id = (struct span){ 0 };
    *refusal = (struct refusal){ .field = "" };

    enum err head = item_head(envelope, message);
    enum err body = ERR_MALFORMED;
    if (head != ERR_MALFORMED) body = item_body(envelope, message, &refusal->field);
    if (body != ERR_MALFORMED && envelope->items_left == 0 && open_tail(envelope) != OK) {
        body = ERR_MALFORMED;
    }
    refusal->err = body;
    if (head == ERR_TOO_LARGE && body != ERR_MALFORMED) {
        refusal->err = head;
        refusal->field = "request_id";
    }
    if (body == ERR_MALFORMED) {
        envelope->items_left = 0;
        refusal->field = "";
    }
    if (refusal->err == OK) refusal->field = "";
    refusal->request_id = message->request_id;
    return true;
}

/* ---- Writing --------------------------------------------------------------------------------- */

void outgoing_init(struct outgoing *outgoing, struct buffer frame, struct buffer payload)
{
    assert(frame.capacity > OUTGOING_HEAD_BYTES);
    *outgoing = (struct outgoing){ .frame = frame, .payload = payload };
    outgoing->frame.size = OUTGOING_HEAD_BYTES;
    outgoing->frame.is_full = false;
    outgoing->payload.size = 0;
    outgoing->payload.is_full = false;
}

/* In the kind in which the peer can be expected to have sent it.
 * Source: proto/SPEC.md 4. */
static void write_request_id(struct buffer *buffer, struct span id)
{
    if (utf8_is_valid(id)) {
        writer_str(buffer, id);
    } else {
        writer_bin(buffer, id);
    }
}

void item_write(struct buffer *buffer, const struct message *message)
{
    assert(message_schema(message->type) != NULL);
    writer_array(buffer, ITEM_PLACES);
    writer_uint(buffer, (uint64_t)message->type);
    write_request_id(buffer, message->request_id);
    message_write(buffer, message);
}

/* Write first and look afterwards. */
enum err outgoing_add(struct outgoing *outgoing, const struct message *message)
{
    const size_t frame_size = outgoing->frame.size;
    const size_t payload_size = outgoing->payload.size;

    if (outgoing->item_count == BATCH_ITEMS_MAX) return ERR_TOO_LARGE;
    item_write(&outgoing->frame, message);
    const struct span *share = message_share_seen(message);
    if (share != NULL) buffer_add(&outgoing->payload, share->at, share->size);
    if (!outgoing->frame.is_full && !outgoing->payload.is_full) {
        outgoing->item_count++;
        return OK;
    }
    outgoing->frame.size = frame_size;
    outgoing->frame.is_full = false;
    outgoing->payload.size = payload_size;
    outgoing->payload.is_full = false;
    return ERR_TOO_LARGE;
}

/* The first item's own head, one byte, is written again: alone an item stands without it. */
struct span outgoing_finish(struct outgoing *outgoing)
{
    uint8_t memory[OUTGOING_HEAD_BYTES + 1];
    struct buffer head;

    assert(outgoing->item_count > 0);
    buffer_init(&head, memory, sizeof memory);
    writer_array(&head, ENVELOPE_PLACES);
    writer_text(&head, PROTOCOL_NAME);
    writer_uint(&head, PROTOCOL_VERSION);
    if (outgoing->item_count > 1) {
        writer_uint(&head, MSG_BATCH);
        writer_text(&head, "");
        writer_map(&head, 1);
        writer_uint(&head, BATCH_KEY_ITEMS);
        writer_array(&head, outgoing->item_count);
        writer_array(&head, ITEM_PLACES);
    }
    assert(!head.is_full);
    const size_t at = sizeof memory - head.size;
    memcpy(outgoing->frame.at + at, memory, head.size);
    return (struct span){ outgoing->frame.at + at, outgoing->frame.size - at };
}
