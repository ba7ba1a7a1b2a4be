/* SPDX-License-Identifier: Apache-2.0 */
/* The codec against the golden vectors, in both directions; each vector is a test of its own. */
#include "proto/envelope.h"
#include "proto/message.h"
#include "proto/record.h"
#include "proto/structs.h"
#include "tests/support/render.h"
#include "tests/support/vector.h"

#include <stdio.h>
#include <stdlib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define VECTORS_MAX 640

static struct vector vectors[VECTORS_MAX];
static struct CMUnitTest tests[VECTORS_MAX];

static uint8_t frame_memory[ENVELOPE_BYTES_MAX];
static uint8_t payload_memory[PAYLOAD_BYTES_MAX];
static uint8_t text_memory[4 * ENVELOPE_BYTES_MAX];
static struct procedure definition;
static struct message message;

static void assert_bytes(struct span left, struct span right)
{
    assert_int_equal(left.size, right.size);
    if (left.size > 0) assert_memory_equal(left.at, right.at, left.size);
}

static void assert_struct(const struct schema *schema, const void *object, const char *expected)
{
    struct buffer text;
    buffer_init(&text, text_memory, sizeof text_memory);
    render_struct(&text, schema, object);
    assert_string_equal(render_end(&text), expected);
}

/* The id as the vectors write it: a str, or bytes in hex. */
static void assert_id(struct span id, const char *expected)
{
    struct buffer text;
    buffer_init(&text, text_memory, sizeof text_memory);
    if (utf8_is_valid(id)) {
        render_text(&text, id);
    } else {
        render_hex(&text, id);
    }
    assert_string_equal(render_end(&text), expected);
}

static void assert_type(enum message_type type, const char *expected)
{
    const char *name = message_type_name(type);
    char number[16];
    snprintf(number, sizeof number, "%u", (unsigned)type);
    assert_string_equal(name == NULL ? number : name, expected);
}

static void assert_refused(const struct refusal *refusal, const char *expected)
{
    char text[128];
    bool has_field = refusal->field[0] != '\0';
    snprintf(text, sizeof text, "%s%s%s", err_name(refusal->err), has_field ? " " : "",
             refusal->field);
    assert_string_equal(text, expected);
}

static void assert_item(const struct vector_item *item, const struct refusal *refusal)
{
    assert_type(message.type, item->type);
    assert_id(refusal->request_id, item->id);
    if (item->refused != NULL) {
        assert_refused(refusal, item->refused);
        return;
    }
    assert_refused(refusal, "OK");
    assert_struct(message_schema(message.type), message_body(&message), item->body);
    if (item->definition != NULL) {
        assert_ptr_equal(message.publish.procedure, &definition);
        assert_struct(&schema_procedure, &definition, item->definition);
    }
}

static void test_message(void **state)
{
    const struct vector *vector = *state;
    struct envelope envelope;
    struct refusal refusal;
    struct outgoing outgoing;
    struct buffer buffers[2];
    bool is_written = true;

    buffer_init(&buffers[0], frame_memory, sizeof frame_memory);
    buffer_init(&buffers[1], payload_memory, sizeof payload_memory);
    outgoing_init(&outgoing, buffers[0], buffers[1]);
    enum err err = envelope_open(&envelope, vector->frame, vector->payload, &definition, &refusal);
    for (uint32_t i = 0; i < vector->item_count; i++) {
        assert_true(envelope_next(&envelope, &message, &refusal));
        assert_item(&vector->items[i], &refusal);
        if (refusal.err == OK) assert_int_equal(outgoing_add(&outgoing, &message), OK);
        is_written = is_written && refusal.err == OK;
    }
    if (vector->broken != NULL) {
        if (err == OK) assert_true(envelope_next(&envelope, &message, &refusal));
        assert_string_equal(err_name(refusal.err), vector->broken);
        is_written = false;
    }
    assert_false(envelope_next(&envelope, &message, &refusal));
    if (!is_written || !vector->is_rewritten_alike) return;
    assert_bytes(outgoing_finish(&outgoing), vector->frame);
    assert_bytes(buffer_span(&outgoing.payload), vector->payload);
}

static void test_record(void **state)
{
    const struct vector *vector = *state;
    static struct fact fact;
    struct record_head head;
    struct buffer buffer;
    char text[128];

    enum err err = record_read(vector->record, 7, &definition, &fact);
    if (vector->refused != NULL) {
        assert_string_equal(err_name(err), vector->refused);
        return;
    }
    assert_int_equal(err, OK);
    assert_string_equal(fact_type_name(fact.type), vector->fact);
    assert_int_equal(record_read_head(vector->record, &head), OK);
    assert_int_equal(head.type, fact.type);
    snprintf(text, sizeof text, "{\"at_ms\": %lld, \"bundle\": %llu, \"previous\": %llu}",
             (long long)head.at_ms, (unsigned long long)head.bundle,
             (unsigned long long)head.previous);
    assert_string_equal(text, vector->head);
    assert_true(fact.at_ms == head.at_ms);
    assert_true(fact.bundle == head.bundle);
    assert_true(fact.previous == head.previous);
    assert_struct(fact_schema(fact.type), fact_body(&fact), vector->items[0].body);
    buffer_init(&buffer, frame_memory, sizeof frame_memory);
    record_write(&buffer, &fact);
    assert_bytes(buffer_span(&buffer), vector->record);
}

/* Every message and every fact has a vector; nobody adds one without. */
static void test_no_type_is_without_a_vector(void **state)
{
    const uint32_t *count = *state;
    for (uint32_t i = 0; i < message_type_count(); i++) {
        const char *name = message_type_name(message_type_at(i));
        uint32_t at = 0;
        while (at < *count && (vectors[at].item_count == 0 || vectors[at].items[0].body == NULL ||
                               strcmp(vectors[at].items[0].type, name) != 0)) {
            at++;
        }
        if (at == *count) fail_msg("no vector of %s", name);
    }
    for (uint32_t type = 1; type < FACT_TYPE_COUNT; type++) {
        const char *name = fact_type_name((enum fact_type)type);
        uint32_t at = 0;
        while (at < *count && (vectors[at].fact == NULL || strcmp(vectors[at].fact, name) != 0)) {
            at++;
        }
        if (at == *count) fail_msg("no vector of %s", name);
    }
}

int main(void)
{
    static const char *const files[] = { "messages.txt", "malformed.txt", "records.txt",
                                         "corrupt.txt" };
    static uint32_t count;

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        count += vector_load(files[i], vectors + count, VECTORS_MAX - 1 - count);
    }
    for (uint32_t i = 0; i < count; i++) {
        tests[i] = (struct CMUnitTest){
            .name = vectors[i].name,
            .test_func = vectors[i].record.size > 0 ? test_record : test_message,
            .initial_state = &vectors[i],
        };
    }
    tests[count] = (struct CMUnitTest){ .name = "test_no_type_is_without_a_vector",
                                        .test_func = test_no_type_is_without_a_vector,
                                        .initial_state = &count };
    return _cmocka_run_group_tests("vectors", tests, count + 1, NULL, NULL);
}
