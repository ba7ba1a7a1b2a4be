/* SPDX-License-Identifier: Apache-2.0 */
/* What is read and written most has code of its own (schema_read.h, schema_write.h). It says what the
 * tables say: of structs of every kind, of bytes that are good, damaged and cut, in buffers that are too
 * small. */
#include "proto/envelope.h"
#include "proto/message.h"
#include "proto/record.h"
#include "proto/writer.h"
#include "tests/support/fill.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define ROUNDS 20000
#define BYTES_MAX 8192

static uint8_t texts[BYTES_MAX];
static struct fill fill;
static struct message message;
static struct fact fact;

static const struct schema *make_message(uint64_t seed, enum message_type type)
{
    const struct schema *schema = message_schema(type);
    fill_init(&fill, seed, texts, sizeof texts);
    memset(&message, 0, sizeof message);
    message.type = type;
    fill_struct(&fill, schema, message_body(&message));
    return schema;
}

/* ---- Reading --------------------------------------------------------------------------------- */

static uint8_t bytes[BYTES_MAX];
static size_t size;

/* Bytes that are special to somebody: formats, small numbers, keys, text. */
static uint8_t some_byte(void)
{
    static const uint8_t special[] = { 0,    1,    2,    5,    8,    0x7f, 0x80, 0x85, 0x90, 0xa0,
                                       0xa1, 0xbf, 0xc0, 0xc2, 0xc4, 0xcc, 0xcd, 0xce, 0xcf, 0xd0,
                                       0xd9, 0xdc, 0xde, 0xe0, 0xff, 'a',  ' ',  'A' };
    bool is_special = chance_one_in(&fill.chance, 2);
    return is_special ? special[chance_below(&fill.chance, sizeof special)]
                      : (uint8_t)chance_next(&fill.chance);
}

static void spoil(void)
{
    size_t at = chance_below(&fill.chance, (uint32_t)size);
    switch (chance_below(&fill.chance, 4)) {
        case 0: bytes[at] = some_byte(); return;
        case 1: /* another byte in between */
            memmove(bytes + at + 1, bytes + at, size - at);
            bytes[at] = some_byte();
            size++;
            return;
        case 2: /* one less */
            memmove(bytes + at, bytes + at + 1, size - at - 1);
            size--;
            return;
        default: size -= chance_below(&fill.chance, 12) % size;
    }
}

/* A body as an item's third place, with a value behind it, and mostly spoilt. */
static size_t make_bytes(uint64_t seed, enum message_type type)
{
    const struct schema *schema = make_message(seed, type);
    struct buffer buffer;
    buffer_init(&buffer, bytes, sizeof bytes - 8);
    writer_array(&buffer, 2);
    size_t body = buffer.size;
    schema_write(&buffer, schema, message_body(&message));
    writer_uint(&buffer, 7);
    size = buffer_span(&buffer).size;
    for (uint32_t i = chance_below(&fill.chance, 4); i > 0; i--) {
        spoil();
    }
    return body;
}

/* Returns whether it was read by the code that is the type's own. */
static bool check_read(uint64_t seed, enum message_type type)
{
    static struct message seen;
    struct decoder decoder;
    struct value head;
    const size_t body = make_bytes(seed, type);

    decoder_init(&decoder, (struct span){ bytes, size }, NULL);
    bool is_there = reader_next(&decoder.reader, &head) == OK && decoder.reader.at == bytes + body;
    if (!is_there) return false;
    if (chance_one_in(&fill.chance, 8)) {
        decoder.reader.values_left = chance_below(&fill.chance, 20);
    }
    struct reader reader;
    memcpy(&reader, &decoder.reader, sizeof reader);
    memset(&seen, 0xa5, sizeof seen);
    seen.type = type;
    if (!message_read_usual(&seen, &reader)) {
        assert_memory_equal(&reader, &decoder.reader, sizeof reader);
        return false;
    }
    memset(&message, 0x5a, sizeof message);
    if (schema_read(message_schema(type), &decoder, message_body(&message)) != OK) {
        fail_msg("type %d, seed %llu: read, and should not be", type, (unsigned long long)seed);
    }
    assert_memory_equal(message_body(&seen), message_body(&message), message_schema(type)->size);
    assert_ptr_equal(reader.at, decoder.reader.at);
    assert_int_equal(reader.values_left, decoder.reader.values_left);
    assert_int_equal(reader.owed, decoder.reader.owed);
    assert_int_equal(reader.depth, decoder.reader.depth);
    if (reader.depth > 0) assert_int_equal(reader.open[0], decoder.reader.open[0]);
    return true;
}

static void test_what_is_usual_is_read_as_by_its_table(void **state)
{
    static const enum message_type types[] = { MSG_SUBMIT, MSG_VERDICT };
    (void)state;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        uint32_t usual_count = 0;
        for (uint64_t seed = 0; seed < ROUNDS; seed++) {
            usual_count += check_read(seed, types[i]);
        }
        assert_in_range(usual_count, ROUNDS / 50, ROUNDS / 2);
    }
}

static void test_a_grant_is_usual(void **state)
{
    (void)state;
    struct buffer buffer;
    struct reader reader;
    struct message grant = { .type = MSG_VERDICT };
    grant.verdict = (struct msg_verdict){ .bundle = 1234567890123,
                                          .stage = 3,
                                          .attempt = 1,
                                          .token = UINT64_MAX,
                                          .verdict = VERDICT_GRANT,
                                          .credit = 1 };
    buffer_init(&buffer, bytes, sizeof bytes);
    message_write(&buffer, &grant);
    reader_init(&reader, buffer_span(&buffer), READER_VALUES_ANY);
    struct message seen = { .type = MSG_VERDICT };
    assert_true(message_read_usual(&seen, &reader));
    assert_memory_equal(&seen.verdict, &grant.verdict, sizeof grant.verdict);
    assert_true(reader_is_at_end(&reader));
}

/* The head of an envelope as nobody writes it, who could: everything in a longer form. */
static void test_the_usual_head_is_one_of_several(void **state)
{
    static const char usual[] = "\x95\xa6tongfa\x01",
                      unusual[] = "\xdc\x00\x05\xd9\x06tongfa\xcc\x01";
    static const char rest[] = "\x03\xa1i\x80"; /* a PING */
    struct envelope envelopes[2];
    struct refusal refusals[2];
    uint8_t frames[2][sizeof unusual + sizeof rest];
    (void)state;
    for (size_t cut = 0; cut < sizeof rest; cut++) {
        size_t rest_size = sizeof rest - 1 - cut;
        memcpy(frames[0], usual, sizeof usual - 1);
        memcpy(frames[0] + sizeof usual - 1, rest, rest_size);
        memcpy(frames[1], unusual, sizeof unusual - 1);
        memcpy(frames[1] + sizeof unusual - 1, rest, rest_size);
        size_t sizes[] = { sizeof usual - 1 + rest_size, sizeof unusual - 1 + rest_size };
        enum err errs[2];
        for (int i = 0; i < 2; i++) {
            errs[i] = envelope_open(&envelopes[i], (struct span){ frames[i], sizes[i] },
                                    (struct span){ 0 }, NULL, &refusals[i]);
            if (errs[i] != OK) continue;
            assert_true(envelope_next(&envelopes[i], &message, &refusals[i]));
            errs[i] = refusals[i].err;
        }
        assert_int_equal(errs[0], cut == 0 ? OK : ERR_MALFORMED);
        assert_int_equal(errs[1], errs[0]);
        if (errs[0] != OK) continue;
        assert_int_equal(envelopes[0].reader.values_left, envelopes[1].reader.values_left);
        assert_int_equal(envelopes[0].reader.owed, envelopes[1].reader.owed);
        assert_int_equal(envelopes[0].reader.depth, envelopes[1].reader.depth);
    }
}

/* ---- Writing --------------------------------------------------------------------------------- */

/* By its own code and by its table, into buffers of one size. */
struct twice {
    uint8_t own_bytes[BYTES_MAX];
    uint8_t table_bytes[BYTES_MAX];
    struct buffer own;
    struct buffer table;
};
static struct twice twice;

static void twice_init(size_t capacity)
{
    buffer_init(&twice.own, twice.own_bytes, capacity);
    buffer_init(&twice.table, twice.table_bytes, capacity);
}

static size_t check_twice(void)
{
    assert_int_equal(twice.own.is_full, twice.table.is_full);
    assert_int_equal(twice.own.size, twice.table.size);
    assert_int_equal(twice.own.bin_end, twice.table.bin_end);
    assert_memory_equal(twice.own_bytes, twice.table_bytes, twice.own.size);
    return twice.own.size;
}

static void write_message(const struct schema *schema, size_t capacity)
{
    twice_init(capacity);
    message_write(&twice.own, &message);
    schema_write(&twice.table, schema, message_body(&message));
}

static void test_messages_are_written_as_by_their_tables(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < message_type_count(); i++) {
        enum message_type type = message_type_at(i);
        if (type == MSG_PUBLISH) continue; /* brings a definition */
        for (uint64_t seed = 0; seed < 200; seed++) {
            const struct schema *schema = make_message(seed, type);
            write_message(schema, BYTES_MAX);
            size_t whole = check_twice();
            write_message(schema, chance_below(&fill.chance, (uint32_t)whole + 1));
            check_twice();
        }
    }
}

static void write_fact(const struct schema *schema, size_t capacity)
{
    twice_init(capacity);
    record_write(&twice.own, &fact);
    writer_array(&twice.table, 5);
    writer_uint(&twice.table, (uint64_t)fact.type);
    writer_int(&twice.table, fact.at_ms);
    writer_uint(&twice.table, fact.bundle);
    writer_uint(&twice.table, fact.previous);
    schema_write(&twice.table, schema, fact_body(&fact));
}

static void test_facts_are_written_as_by_their_tables(void **state)
{
    (void)state;
    for (uint32_t type = 1; type < FACT_TYPE_COUNT; type++) {
        if (type == FACT_PROCEDURE_PUBLISHED) continue;
        const struct schema *schema = fact_schema((enum fact_type)type);
        for (uint64_t seed = 0; seed < 200; seed++) {
            fill_init(&fill, seed, texts, sizeof texts);
            fact = (struct fact){ .type = (enum fact_type)type };
            fact.at_ms = (int64_t)(chance_next(&fill.chance) >> chance_below(&fill.chance, 64));
            fact.bundle = chance_next(&fill.chance) >> chance_below(&fill.chance, 64);
            fact.previous = chance_next(&fill.chance) >> chance_below(&fill.chance, 64);
            fill_struct(&fill, schema, &fact.procedure_published);
            write_fact(schema, BYTES_MAX);
            size_t whole = check_twice();
            write_fact(schema, chance_below(&fill.chance, (uint32_t)whole + 1));
            check_twice();
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_usual_is_read_as_by_its_table),
        cmocka_unit_test(test_a_grant_is_usual),
        cmocka_unit_test(test_the_usual_head_is_one_of_several),
        cmocka_unit_test(test_messages_are_written_as_by_their_tables),
        cmocka_unit_test(test_facts_are_written_as_by_their_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
