/* SPDX-License-Identifier: Apache-2.0 */
/* Frames to messages and back: heads, batches, shares of the payload, and who is refused how. */
#include "proto/envelope.h"

#include "proto/message.h"
#include "proto/record.h"
#include "proto/writer.h"
#include "tests/support/fill.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])
/* clang-format off */
#define SPAN(literal) { (const uint8_t *)(literal), sizeof(literal) - 1 } /* in an initialiser */
#define BYTES(literal) ((struct span)SPAN(literal))
#define NONE ((struct span){ NULL, 0 })
#define HEAD "\x95\xa6tongfa\x01" /* [ "tongfa", 1, */
/* clang-format on */

static uint8_t payload_memory[PAYLOAD_BYTES_MAX];
static uint8_t frame_memory[ENVELOPE_BYTES_MAX];
static uint8_t texts[1024 * 1024];
static struct outgoing outgoing;
static struct procedure definition;
static struct message message;
static struct refusal refusal;

static void outgoing_reset(void)
{
    struct buffer frame;
    struct buffer payload;
    buffer_init(&frame, frame_memory, sizeof frame_memory);
    buffer_init(&payload, payload_memory, sizeof payload_memory);
    outgoing_init(&outgoing, frame, payload);
}

static struct span outgoing_frame(void)
{
    return outgoing_finish(&outgoing);
}

static struct span outgoing_payload(void)
{
    return buffer_span(&outgoing.payload);
}

/* Open a frame, and expect what the broker would answer for the whole of it. */
static enum err open_frame(struct envelope *envelope, struct span frame, struct span payload)
{
    return envelope_open(envelope, frame, payload, &definition, &refusal);
}

/* Read the only item of a frame; give its refusal. */
static enum err read_one(struct span frame, struct span payload)
{
    struct envelope envelope;
    struct message more;
    struct refusal last;

    assert_int_equal(open_frame(&envelope, frame, payload), OK);
    assert_true(envelope_next(&envelope, &message, &refusal));
    assert_false(envelope_next(&envelope, &more, &last));
    assert_ptr_equal(refusal.request_id.at, message.request_id.at);
    return refusal.err;
}

/* ---- One message ----------------------------------------------------------------------------- */

static void test_ping_is_the_thirteen_bytes_of_the_specification(void **state)
{
    (void)state;
    struct span bytes = BYTES(HEAD "\x03\xa1\x37\x80");
    struct message ping = { .type = MSG_PING, .request_id = BYTES("7") };

    assert_int_equal(bytes.size, 13);
    outgoing_reset();
    assert_int_equal(outgoing_add(&outgoing, &ping), OK);
    struct span frame = outgoing_frame();
    assert_int_equal(frame.size, bytes.size);
    assert_memory_equal(frame.at, bytes.at, bytes.size);
    assert_int_equal(read_one(bytes, NONE), OK);
    assert_int_equal(message.type, MSG_PING);
    assert_int_equal(message.request_id.size, 1);
    assert_string_equal(refusal.field, "");
}

/* A message of the type with random fields, and an application that is one. */
static void fill_message(struct fill *fill, enum message_type type, struct message *filled)
{
    static const uint8_t applications[3][4] = { "\x80", "\x81\xa1x\x05", "\x81\x01\x91\xc0" };
    static const size_t sizes[3] = { 1, 4, 4 };

    memset(filled, 0, sizeof *filled);
    filled->type = type;
    fill_struct(fill, message_schema(type), message_body(filled));
    struct span *share = message_share(filled);
    if (share != NULL) {
        uint32_t choice = chance_below(&fill->chance, 3);
        *share = (struct span){ applications[choice], sizes[choice] };
    }
    if (chance_one_in(&fill->chance, 2)) filled->request_id = BYTES("request \xe5\x90\x8c");
}

static void assert_same(const struct message *left, const struct message *right)
{
    const char *different;
    assert_int_equal(left->type, right->type);
    assert_int_equal(left->request_id.size, right->request_id.size);
    if (left->request_id.size > 0) {
        assert_memory_equal(left->request_id.at, right->request_id.at, left->request_id.size);
    }
    if (!fill_is_equal(message_schema(left->type), message_body_seen(left),
                       message_body_seen(right), &different)) {
        fail_msg("%s.%s differs", message_type_name(left->type), different);
    }
}

static void test_every_type_comes_back_as_it_was(void **state)
{
    (void)state;
    static struct message sent;
    struct envelope envelope;
    struct fill fill;

    for (uint32_t round = 0; round < 40 * message_type_count(); round++) {
        fill_init(&fill, round, texts, sizeof texts);
        fill_message(&fill, message_type_at(round % message_type_count()), &sent);
        outgoing_reset();
        assert_int_equal(outgoing_add(&outgoing, &sent), OK);
        /* no room for a procedure: the random definition of a PUBLISH is none */
        assert_int_equal(
            envelope_open(&envelope, outgoing_frame(), outgoing_payload(), NULL, &refusal), OK);
        assert_true(envelope_next(&envelope, &message, &refusal));
        assert_int_equal(refusal.err, OK);
        assert_same(&sent, &message);
        assert_false(envelope_next(&envelope, &message, &refusal));
    }
}

static void test_an_id_of_bytes_comes_back_as_bytes_and_text_as_text(void **state)
{
    (void)state;
    struct message text = { .type = MSG_PONG, .request_id = BYTES("\xe5\x90\x8c") };
    struct message bytes = { .type = MSG_PONG, .request_id = BYTES("\xff\x00") };

    outgoing_reset();
    assert_int_equal(outgoing_add(&outgoing, &text), OK);
    assert_int_equal(outgoing_frame().at[10], 0xa3);
    outgoing_reset();
    assert_int_equal(outgoing_add(&outgoing, &bytes), OK);
    assert_int_equal(outgoing_frame().at[10], 0xc4);
    assert_int_equal(read_one(outgoing_frame(), NONE), OK);
    assert_int_equal(message.request_id.size, 2);
}

static void test_whole_frames_are_refused_by_the_first_thing_that_is_wrong(void **state)
{
    (void)state;
    static const struct {
        struct span frame;
        enum err err;
        size_t id_size;
    } rows[] = {
        { SPAN(""), ERR_MALFORMED, 0 },
        { SPAN("\xc1"), ERR_MALFORMED, 0 },
        { SPAN("\x80"), ERR_MALFORMED, 0 },
        { SPAN("\x90"), ERR_MALFORMED, 0 },
        { SPAN("\x95\xa6tong"), ERR_MALFORMED, 0 },
        { SPAN("\x91\xa6tongfa"), ERR_MALFORMED, 0 },
        { SPAN("\x95\xa6tonfga\x01\x03\xa0\x80"), ERR_PROTOCOL_UNKNOWN, 0 },
        { SPAN("\x95\xc4\x06tongfa\x01\x03\xa0\x80"), ERR_PROTOCOL_UNKNOWN, 0 },
        { SPAN("\x95\x05\x01\x03\xa0\x80"), ERR_PROTOCOL_UNKNOWN, 0 },
        { SPAN("\x95\xa6tongfa\x02\x03\xa2id\x80"), ERR_VERSION_UNSUPPORTED, 2 },
        { SPAN("\x96\xa6tongfa\x02\x03\xa2id\x80\xc0"), ERR_VERSION_UNSUPPORTED, 2 },
        { SPAN("\x92\xa6tongfa\x00"), ERR_VERSION_UNSUPPORTED, 0 },
        { SPAN("\x95\xa6tongfa\xa1\x31\x03\xa2id\x80"), ERR_MALFORMED, 2 },
        { SPAN("\x94\xa6tongfa\x01\x03\xa2id"), ERR_MALFORMED, 2 },
        { SPAN("\x96\xa6tongfa\x01\x03\xa2id\x80\x80"), ERR_MALFORMED, 2 },
        { SPAN("\xdd\x0a\xb2\x0a\x2a\x5e"), ERR_MALFORMED, 0 },
        { SPAN(HEAD "\xcc\x82\xa0\xc0"), ERR_MALFORMED, 0 }, /* a batch without a map */
        { SPAN(HEAD "\xcc\x82\xa0\x81\x01\xc0"), ERR_MALFORMED, 0 },
        { SPAN(HEAD "\xcc\x82\xa0\x81\xa1\x31\x90"), ERR_MALFORMED, 0 },
        { SPAN(HEAD "\xcc\x82\xa0\x82\x01\x90\x01\x90"), ERR_MALFORMED, 0 }, /* two lists */
        { SPAN(HEAD "\xcc\x82\xa0\x80\xc0"), ERR_MALFORMED, 0 },             /* bytes behind it */
    };
    struct envelope envelope;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(open_frame(&envelope, rows[i].frame, NONE), rows[i].err);
        assert_int_equal(refusal.err, rows[i].err);
        assert_int_equal(refusal.request_id.size, rows[i].id_size);
        assert_false(envelope_next(&envelope, &message, &refusal));
    }
}

static void test_items_are_refused_by_the_first_thing_that_is_wrong(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct { struct span frame; enum err err; const char *field; } rows[] = {
        { SPAN(HEAD "\x03\xa0\xc0"),         ERR_MALFORMED, "" },    /* the body is no map */
        { SPAN(HEAD "\xa1\x33\xa0\x80"),     ERR_MALFORMED, "" },    /* the type is no uint */
        { SPAN(HEAD "\x03\xc0\x80"),         ERR_MALFORMED, "" },    /* the id is neither */
        { SPAN(HEAD "\x03\xa0\x80\xc0"),     ERR_MALFORMED, "" },    /* something behind it */
        { SPAN(HEAD "\x63\xa0\x80"),         ERR_TYPE_UNKNOWN, "" },
        { SPAN(HEAD "\x63\xa0\x81\x01\x01"), ERR_TYPE_UNKNOWN, "" },
        { SPAN(HEAD "\x63\xa0\xc0"),         ERR_MALFORMED, "" },
        { SPAN(HEAD "\xcf\xff\xff\xff\xff\xff\xff\xff\xff\xa0\x80"), ERR_TYPE_UNKNOWN, "" },
        { SPAN(HEAD "\x20\xa0\x80"),         ERR_FIELD_MISSING, "bundle" },
        { SPAN(HEAD "\x20\xa0\x81\x01\x07"), ERR_FIELD_MISSING, "stage" },
        { SPAN(HEAD "\x20\xa0\x82\x01\x07\x02\xa1X"), ERR_FIELD_INVALID, "stage" },
        { SPAN(HEAD "\x03\xd9\x21" "123456789012345678901234567890123\x80"),
          ERR_TOO_LARGE, "request_id" },
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(read_one(rows[i].frame, NONE), rows[i].err);
        assert_string_equal(refusal.field, rows[i].field);
    }
}

static void test_a_refused_item_keeps_its_type_and_id(void **state)
{
    (void)state;
    assert_int_equal(read_one(BYTES(HEAD "\x20\xa2id\x80"), NONE), ERR_FIELD_MISSING);
    assert_int_equal(message.type, MSG_RETRY);
    assert_int_equal(refusal.request_id.size, 2);
    assert_int_equal(read_one(BYTES(HEAD "\x63\xa2id\x80"), NONE), ERR_TYPE_UNKNOWN);
    assert_int_equal(message.type, 99);
    assert_int_equal(refusal.request_id.size, 2);
}

static void test_nesting_over_its_bound_is_malformed(void **state)
{
    (void)state;
    /* PING with an unknown key that holds arrays: two levels are the envelope's */
    struct span fits = BYTES(HEAD "\x03\xa0\x81\x63\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91"
                                  "\x91\x91\x90");
    struct span deep = BYTES(HEAD "\x03\xa0\x81\x63\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91"
                                  "\x91\x91\x91\x90");
    assert_int_equal(read_one(fits, NONE), OK);
    assert_int_equal(read_one(deep, NONE), ERR_MALFORMED);
}

/* ---- Batches --------------------------------------------------------------------------------- */

#define BATCH HEAD "\xcc\x82\xa0" /* [ "tongfa", 1, 130, "", */

static void test_a_batch_gives_its_items_in_order_with_their_shares(void **state)
{
    (void)state;
    static struct message sent[64];
    struct envelope envelope;
    struct fill fill;

    fill_init(&fill, 42, texts, sizeof texts);
    outgoing_reset();
    for (uint32_t i = 0; i < COUNT(sent); i++) {
        enum message_type type = message_type_at(chance_below(&fill.chance, message_type_count()));
        if (type == MSG_PUBLISH || i % 4 == 0) type = i % 8 == 0 ? MSG_SUBMIT : MSG_JOB;
        fill_message(&fill, type, &sent[i]);
        assert_int_equal(outgoing_add(&outgoing, &sent[i]), OK);
    }
    assert_int_equal(open_frame(&envelope, outgoing_frame(), outgoing_payload()), OK);
    for (uint32_t i = 0; i < COUNT(sent); i++) {
        assert_true(envelope_next(&envelope, &message, &refusal));
        assert_int_equal(refusal.err, OK);
        assert_same(&sent[i], &message);
    }
    assert_false(envelope_next(&envelope, &message, &refusal));
}

static void test_a_cut_batch_gives_whole_items_and_then_malformed(void **state)
{
    (void)state;
    struct message ping = { .type = MSG_PING, .request_id = BYTES("p") };
    struct envelope envelope;

    outgoing_reset();
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(outgoing_add(&outgoing, &ping), OK);
    }
    struct span frame = outgoing_frame();
    for (size_t size = 0; size < frame.size; size++) {
        uint32_t malformed = 0;
        if (open_frame(&envelope, (struct span){ frame.at, size }, NONE) != OK) continue;
        while (envelope_next(&envelope, &message, &refusal)) {
            assert_int_equal(malformed, 0); /* nothing comes after it */
            if (refusal.err == ERR_MALFORMED) malformed++;
        }
        assert_int_equal(malformed, 1);
    }
}

static void test_a_batch_may_be_empty(void **state)
{
    (void)state;
    struct envelope envelope;
    static const struct span frames[] = { SPAN(BATCH "\x80"), SPAN(BATCH "\x81\x01\x90"),
                                          SPAN(BATCH "\x82\x09\xc0\x01\x90") };
    for (size_t i = 0; i < COUNT(frames); i++) {
        assert_int_equal(open_frame(&envelope, frames[i], NONE), OK);
        assert_false(envelope_next(&envelope, &message, &refusal));
    }
    assert_int_equal(open_frame(&envelope, frames[0], BYTES("x")), ERR_MALFORMED);
}

static void test_unknown_keys_around_the_items_are_skipped(void **state)
{
    (void)state;
    struct span frame = BYTES(BATCH "\x83\x09\x91\xc0\x01\x91\x93\x03\xa1\x61\x80\x0a\x80");
    assert_int_equal(read_one(frame, NONE), OK);
    assert_int_equal(message.type, MSG_PING);
}

static void test_what_is_wrong_behind_the_items_refuses_the_last_one(void **state)
{
    (void)state;
    struct span twice = BYTES(BATCH "\x82\x01\x91\x93\x03\xa1\x61\x80\x01\x90");
    struct span no_key = BYTES(BATCH "\x82\x01\x91\x93\x03\xa1\x61\x80\xc0\x90");
    struct span behind = BYTES(BATCH "\x81\x01\x91\x93\x03\xa1\x61\x80\x80");
    assert_int_equal(read_one(twice, NONE), ERR_MALFORMED);
    assert_int_equal(read_one(no_key, NONE), ERR_MALFORMED);
    assert_int_equal(read_one(behind, NONE), ERR_MALFORMED);
    assert_int_equal(refusal.request_id.size, 1);
}

static void test_a_batch_in_a_batch_is_an_unknown_type(void **state)
{
    (void)state;
    struct envelope envelope;
    struct span frame = BYTES(BATCH "\x81\x01\x92\x93\xcc\x82\xa0\x81\x01\x90\x93\x03\xa0\x80");
    assert_int_equal(open_frame(&envelope, frame, NONE), OK);
    assert_true(envelope_next(&envelope, &message, &refusal));
    assert_int_equal(refusal.err, ERR_TYPE_UNKNOWN);
    assert_true(envelope_next(&envelope, &message, &refusal));
    assert_int_equal(refusal.err, OK);
    assert_false(envelope_next(&envelope, &message, &refusal));
}

static void test_an_item_that_is_no_triple_ends_the_batch(void **state)
{
    (void)state;
    struct envelope envelope;
    struct span frame = BYTES(BATCH "\x81\x01\x92\x92\x03\xa0\x93\x03\xa0\x80");
    assert_int_equal(open_frame(&envelope, frame, NONE), OK);
    assert_true(envelope_next(&envelope, &message, &refusal));
    assert_int_equal(refusal.err, ERR_MALFORMED);
    assert_false(envelope_next(&envelope, &message, &refusal));
}

static void test_a_batch_has_a_bound(void **state)
{
    (void)state;
    struct message ping = { .type = MSG_PING };
    struct envelope envelope;
    struct buffer frame;
    uint32_t count = 0;

    outgoing_reset();
    while (outgoing_add(&outgoing, &ping) == OK) {
        count++;
    }
    assert_int_equal(count, BATCH_ITEMS_MAX);
    assert_int_equal(open_frame(&envelope, outgoing_frame(), NONE), OK);

    buffer_init(&frame, frame_memory, sizeof frame_memory);
    writer_raw(&frame, BYTES(BATCH "\x81\x01"));
    writer_array(&frame, BATCH_ITEMS_MAX + 1);
    for (uint32_t i = 0; i <= BATCH_ITEMS_MAX; i++) {
        writer_raw(&frame, BYTES("\x93\x03\xa0\x80"));
    }
    assert_int_equal(open_frame(&envelope, buffer_span(&frame), NONE), ERR_TOO_LARGE);
}

/* ---- Payload --------------------------------------------------------------------------------- */

/* SUBMIT of procedure "p", key "k" and an application of the given size (< 128). */
static struct span submit_frame(uint8_t share)
{
    static uint8_t bytes[32];
    struct span head = BYTES(HEAD "\x14\xa1s\x83\x01\xa1p\x03\xa1k\x05");
    memcpy(bytes, head.at, head.size);
    bytes[head.size] = share;
    return (struct span){ bytes, head.size + 1 };
}

static void test_a_share_is_held_against_the_payload(void **state)
{
    (void)state;
    struct span application = BYTES("\x81\xa1x\x05");

    assert_int_equal(read_one(submit_frame(4), application), OK);
    assert_ptr_equal(message.submit.application.at, application.at);
    assert_int_equal(message.submit.application.size, 4);
    assert_int_equal(read_one(submit_frame(3), application), ERR_MALFORMED); /* a byte unclaimed */
    assert_int_equal(read_one(submit_frame(5), application), ERR_MALFORMED); /* a byte missing */
    assert_int_equal(read_one(submit_frame(4), NONE), ERR_MALFORMED);
    assert_int_equal(read_one(submit_frame(0), NONE), ERR_FIELD_INVALID);
    assert_string_equal(refusal.field, "application");
    assert_int_equal(read_one(BYTES(HEAD "\x03\xa0\x80"), BYTES("x")), ERR_MALFORMED);
}

static void test_an_application_that_is_none_is_refused_last(void **state)
{
    (void)state;
    assert_int_equal(read_one(submit_frame(2), BYTES("\x90\x90")), ERR_APPLICATION_MALFORMED);
    assert_string_equal(refusal.field, "application");
    assert_int_equal(read_one(submit_frame(1), BYTES("\x90")), ERR_APPLICATION_MALFORMED);
    struct span bad_name = BYTES(HEAD "\x14\xa1s\x83\x01\xa1P\x03\xa1k\x05\x01");
    assert_int_equal(read_one(bad_name, BYTES("\x90")), ERR_FIELD_INVALID);
    assert_string_equal(refusal.field, "procedure");
}

static void test_a_refused_item_leaves_the_shares_of_the_others(void **state)
{
    (void)state;
    /* Three SUBMITs: a bad procedure name, a bad application, a good one. */
    struct span frame = BYTES(BATCH "\x81\x01\x93"
                                    "\x93\x14\xa1\x31\x83\x01\xa1P\x03\xa1k\x05\x02"
                                    "\x93\x14\xa1\x32\x83\x01\xa1p\x03\xa1k\x05\x01"
                                    "\x93\x14\xa1\x33\x83\x01\xa1p\x03\xa1k\x05\x04");
    struct span payload = BYTES("zz\x90\x81\xa1x\x05");
    struct envelope envelope;

    assert_int_equal(open_frame(&envelope, frame, payload), OK);
    assert_true(envelope_next(&envelope, &message, &refusal));
    assert_int_equal(refusal.err, ERR_FIELD_INVALID);
    assert_true(envelope_next(&envelope, &message, &refusal));
    assert_int_equal(refusal.err, ERR_APPLICATION_MALFORMED);
    assert_int_equal(refusal.request_id.at[0], '2');
    assert_true(envelope_next(&envelope, &message, &refusal));
    assert_int_equal(refusal.err, OK);
    assert_ptr_equal(message.submit.application.at, payload.at + 3);
}

static void test_an_application_over_its_bound_is_too_large(void **state)
{
    (void)state;
    struct span frame = BYTES(HEAD "\x14\xa1s\x83\x01\xa1p\x03\xa1k\x05\xce\x00\x01\x00\x01");
    struct span payload = { payload_memory, APPLICATION_BYTES_MAX + 1 };
    assert_int_equal(read_one(frame, payload), ERR_TOO_LARGE);
    assert_string_equal(refusal.field, "application");
}

static void test_frames_over_their_bounds_are_too_large(void **state)
{
    (void)state;
    static uint8_t large[PAYLOAD_BYTES_MAX + 1];
    struct envelope envelope;
    struct span frame = { large, ENVELOPE_BYTES_MAX + 1 };
    struct span payload = { large, PAYLOAD_BYTES_MAX + 1 };

    assert_int_equal(open_frame(&envelope, frame, NONE), ERR_TOO_LARGE);
    assert_int_equal(open_frame(&envelope, BYTES(HEAD "\x03\xa2id\x80"), payload), ERR_TOO_LARGE);
    assert_int_equal(refusal.request_id.size, 2);
    assert_false(envelope_next(&envelope, &message, &refusal));
}

/* ---- PUBLISH --------------------------------------------------------------------------------- */

static struct span publish_frame(struct span encoded)
{
    struct message publish = { .type = MSG_PUBLISH, .publish = { .encoded = encoded } };
    outgoing_reset();
    assert_int_equal(outgoing_add(&outgoing, &publish), OK);
    return outgoing_frame();
}

static void test_a_definition_is_read_where_the_caller_has_room(void **state)
{
    (void)state;
    static struct procedure sent;
    struct envelope envelope;
    struct buffer buffer;
    struct fill fill;
    const char *different;

    fill_init(&fill, 5, texts, sizeof texts);
    sent = (struct procedure){
        .name = { "one" }, .version = 3, .on_refusal = ON_REFUSAL_FINISH, .stage_count = 1
    };
    sent.stages[0] = (struct procedure_stage){ .name = { "a" },
                                               .department = { "b" },
                                               .title = "环节",
                                               .lease_ms = 30000,
                                               .attempts_max = 3 };
    buffer_init(&buffer, texts, sizeof texts);
    procedure_write(&buffer, &sent);
    assert_int_equal(read_one(publish_frame(buffer_span(&buffer)), NONE), OK);
    assert_ptr_equal(message.publish.procedure, &definition);
    const struct schema *schema = fact_schema(FACT_PROCEDURE_PUBLISHED);
    struct fact_procedure_published left = { .procedure = &sent };
    struct fact_procedure_published right = { .procedure = &definition };
    assert_true(fill_is_equal(schema, &left, &right, &different));

    struct span frame = publish_frame(buffer_span(&buffer));
    assert_int_equal(envelope_open(&envelope, frame, NONE, NULL, &refusal), OK);
    assert_true(envelope_next(&envelope, &message, &refusal));
    assert_int_equal(refusal.err, OK);
    assert_null(message.publish.procedure);
}

static void test_a_bad_definition_is_refused_by_the_place_in_it(void **state)
{
    (void)state;
    assert_int_equal(read_one(publish_frame(BYTES("\x81\x01\xa1p")), NONE), ERR_FIELD_MISSING);
    assert_string_equal(refusal.field, "version");
    struct span stage = BYTES("\x84\x01\xa1p\x02\x01\x04\x01\x05\x91\x82\x01\xa1s\x02\xa1\x64");
    assert_int_equal(read_one(publish_frame(stage), NONE), ERR_FIELD_MISSING);
    assert_string_equal(refusal.field, "stages.lease_ms");
    assert_int_equal(read_one(publish_frame(BYTES("\xc1")), NONE), ERR_FIELD_INVALID);
    assert_string_equal(refusal.field, "encoded");
    assert_int_equal(read_one(publish_frame(BYTES("\x80\x80")), NONE), ERR_FIELD_INVALID);
    assert_string_equal(refusal.field, "encoded");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ping_is_the_thirteen_bytes_of_the_specification),
        cmocka_unit_test(test_every_type_comes_back_as_it_was),
        cmocka_unit_test(test_an_id_of_bytes_comes_back_as_bytes_and_text_as_text),
        cmocka_unit_test(test_whole_frames_are_refused_by_the_first_thing_that_is_wrong),
        cmocka_unit_test(test_items_are_refused_by_the_first_thing_that_is_wrong),
        cmocka_unit_test(test_a_refused_item_keeps_its_type_and_id),
        cmocka_unit_test(test_nesting_over_its_bound_is_malformed),
        cmocka_unit_test(test_a_batch_gives_its_items_in_order_with_their_shares),
        cmocka_unit_test(test_a_cut_batch_gives_whole_items_and_then_malformed),
        cmocka_unit_test(test_a_batch_may_be_empty),
        cmocka_unit_test(test_unknown_keys_around_the_items_are_skipped),
        cmocka_unit_test(test_what_is_wrong_behind_the_items_refuses_the_last_one),
        cmocka_unit_test(test_a_batch_in_a_batch_is_an_unknown_type),
        cmocka_unit_test(test_an_item_that_is_no_triple_ends_the_batch),
        cmocka_unit_test(test_a_batch_has_a_bound),
        cmocka_unit_test(test_a_share_is_held_against_the_payload),
        cmocka_unit_test(test_an_application_that_is_none_is_refused_last),
        cmocka_unit_test(test_a_refused_item_leaves_the_shares_of_the_others),
        cmocka_unit_test(test_an_application_over_its_bound_is_too_large),
        cmocka_unit_test(test_frames_over_their_bounds_are_too_large),
        cmocka_unit_test(test_a_definition_is_read_where_the_caller_has_room),
        cmocka_unit_test(test_a_bad_definition_is_refused_by_the_place_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
