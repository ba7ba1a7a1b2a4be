/* SPDX-License-Identifier: Apache-2.0 */
/* Frames from strangers: whatever they hold, each item is refused by name, or is written again and
 * comes back the same.
 *
 * input = size of the envelope frame (2 bytes, big-endian), the frame, the payload */
#include "proto/envelope.h"
#include "proto/message.h"
#include "tests/support/fill.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static uint8_t payload_memory[PAYLOAD_BYTES_MAX];
static uint8_t frame_memory[2 * ENVELOPE_BYTES_MAX];
static struct procedure definition;
static struct procedure definition_again;
static struct message message;
static struct message again;

/* Send the message on, as a program that passes it along would. */
static void write_and_read(const struct message *sent)
{
    struct buffer frame;
    struct buffer payload;
    struct outgoing outgoing;
    struct envelope envelope;
    struct refusal refusal;
    const char *different;

    buffer_init(&frame, frame_memory, sizeof frame_memory);
    buffer_init(&payload, payload_memory, sizeof payload_memory);
    outgoing_init(&outgoing, frame, payload);
    assert(outgoing_add(&outgoing, sent) == OK);
    struct span one = outgoing_finish(&outgoing);
    struct span two = buffer_span(&outgoing.payload);
    assert(envelope_open(&envelope, one, two, &definition_again, &refusal) == OK);
    assert(envelope_next(&envelope, &again, &refusal));
    assert(refusal.err == OK);
    assert(again.type == sent->type);
    assert(again.request_id.size == sent->request_id.size);
    assert(fill_is_equal(message_schema(sent->type), message_body_seen(sent),
                         message_body_seen(&again), &different));
    assert(!envelope_next(&envelope, &again, &refusal));
}

static void check_refusal(const struct refusal *refusal)
{
    assert(refusal->err >= ERR_MALFORMED && refusal->err <= ERR_APPLICATION_MALFORMED);
    assert(refusal->request_id.size <= REQUEST_ID_BYTES_MAX);
    assert(refusal->field != NULL);
    bool has_field = refusal->err == ERR_FIELD_MISSING || refusal->err == ERR_FIELD_INVALID;
    assert(!has_field || refusal->field[0] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct envelope envelope;
    struct refusal refusal;
    uint32_t count = 0;

    if (size < 2) return 0;
    size_t frame_size = (size_t)bytes[0] << 8 | bytes[1];
    if (frame_size > size - 2) frame_size = size - 2;
    struct span frame = { bytes + 2, frame_size };
    struct span payload = { bytes + 2 + frame_size, size - 2 - frame_size };
    if (envelope_open(&envelope, frame, payload, &definition, &refusal) != OK) {
        check_refusal(&refusal);
        return 0;
    }
    while (envelope_next(&envelope, &message, &refusal)) {
        count++;
        assert(count <= BATCH_ITEMS_MAX);
        if (refusal.err == OK) {
            write_and_read(&message);
        } else {
            check_refusal(&refusal);
        }
    }
    return 0;
}
