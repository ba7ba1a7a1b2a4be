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
    if (size == 0) return;
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

/* What has code of its own for being read: a message or a fact of one type. */
struct readable {
    const struct schema *schema;
    void *by_own;
    void *by_table;
    bool (*read_usual)(struct reader *reader); /* into by_own */
};

static struct message seen;
static struct fact seen_fact;

static bool read_message(struct reader *reader)
{
    return message_read_usual(&seen, reader);
}

static bool read_fact(struct reader *reader)
{
    return fact_read_usual(&seen_fact, reader);
}

static struct readable readable_message(enum message_type type)
{
    seen.type = message.type = type;
    return (struct readable){ message_schema(type), message_body(&seen), message_body(&message),
                              read_message };
}

static struct readable readable_fact(enum fact_type type)
{
    seen_fact.type = fact.type = type;
    return (struct readable){ fact_schema(type), &seen_fact.procedure_published,
                              &fact.procedure_published, read_fact };
}

/* A body as an item's third place, with a value behind it, and mostly spoilt. */
static size_t make_bytes(uint64_t seed, const struct readable *readable)
{
    struct buffer buffer;
    fill_init(&fill, seed, texts, sizeof texts);
    memset(readable->by_table, 0, readable->schema->size);
    fill_struct(&fill, readable->schema, readable->by_table);
    buffer_init(&buffer, bytes, sizeof bytes - 8);
    writer_array(&buffer, 2);
    size_t body = buffer.size;
    schema_write(&buffer, readable->schema, readable->by_table);
    writer_uint(&buffer, 7);
    size = buffer_span(&buffer).size;
    for (uint32_t i = chance_below(&fill.chance, 4); i > 0; i--) {
        spoil();
    }
    return body;
}

/* Both have read as far, and owe as much. */
static void assert_readers_equal(const struct reader *left, const struct reader *right)
{
    assert_ptr_equal(left->at, right->at);
    assert_int_equal(left->values_left, right->values_left);
    assert_int_equal(left->owed, right->owed);
    assert_int_equal(left->depth, right->depth);
    if (left->depth > 0) assert_int_equal(left->open[0], right->open[0]);
}

/* Returns whether it was read by the code that is the type's own. */
static bool check_read(uint64_t seed, const struct readable *readable)
{
    const struct schema *schema = readable->schema;
    const char *different;
    struct decoder decoder;
    struct value head;
    const size_t body = make_bytes(seed, readable);

    decoder_init(&decoder, (struct span){ bytes, size }, NULL);
    bool is_there = reader_next(&decoder.reader, &head) == OK && decoder.reader.at == bytes + body;
    if (!is_there) return false;
    if (chance_one_in(&fill.chance, 8)) {
        decoder.reader.values_left = chance_below(&fill.chance, 20);
    }
    struct reader reader;
    memcpy(&reader, &decoder.reader, sizeof reader);
    memset(readable->by_own, 0xa5, schema->size);
    if (!readable->read_usual(&reader)) {
        assert_memory_equal(&reader, &decoder.reader, sizeof reader);
        return false;
    }
    memset(readable->by_table, 0x5a, schema->size);
    if (schema_read(schema, &decoder, readable->by_table) != OK) {
        fail_msg("%s, seed %llu: read, and should not be", schema->name, (unsigned long long)seed);
    }
    if (!fill_is_equal(schema, readable->by_own, readable->by_table, &different)) {
        fail_msg("%s, seed %llu: %s differs", schema->name, (unsigned long long)seed, different);
    }
    assert_readers_equal(&reader, &decoder.reader);
    return true;
}

static void check_reads(struct readable readable)
{
    uint32_t usual_count = 0;
    for (uint64_t seed = 0; seed < ROUNDS; seed++) {
        usual_count += check_read(seed, &readable);
    }
    assert_in_range(usual_count, ROUNDS / 50, ROUNDS / 2);
}

static void test_what_is_usual_is_read_as_by_its_table(void **state)
{
    (void)state;
    check_reads(readable_message(MSG_SUBMIT));
    check_reads(readable_message(MSG_VERDICT));
    check_reads(readable_fact(FACT_BUNDLE_SUBMITTED));
    check_reads(readable_fact(FACT_JOBS_LEASED));
    check_reads(readable_fact(FACT_VERDICT_GIVEN));
    check_reads(readable_fact(FACT_BUNDLE_ENDED));
}

/* A record is read alike whether its head is as we write it or in longer forms, and cut it is none. */
static void test_the_usual_head_of_a_record_is_one_of_several(void **state)
{
    static const uint8_t usual[] = { 0x95, FACT_STAGE_GRANTED, 0xcd, 1, 2, 3, 4, 0x81, 1, 5 };
    static const uint8_t unusual[] = { 0xdc, 0,    5, 0xcc, FACT_STAGE_GRANTED, 0xd1, 1, 2, 3,
                                       4,    0x81, 1, 5 };
    static struct fact facts[2];
    (void)state;
    assert_int_equal(record_read((struct span){ usual, sizeof usual }, 9, NULL, &facts[0]), OK);
    assert_int_equal(record_read((struct span){ unusual, sizeof unusual }, 9, NULL, &facts[1]), OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(facts[i].at_ms, 258);
        assert_int_equal(facts[i].bundle, 3);
        assert_int_equal(facts[i].previous, 4);
        assert_int_equal(facts[i].stage_granted.stage, 5);
    }
    for (size_t cut = 1; cut <= sizeof usual; cut++) {
        struct span record = { usual, sizeof usual - cut };
        assert_int_equal(record_read(record, 9, NULL, &facts[0]), ERR_CORRUPT);
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
    seen.type = MSG_VERDICT;
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
        cmocka_unit_test(test_the_usual_head_of_a_record_is_one_of_several),
        cmocka_unit_test(test_messages_are_written_as_by_their_tables),
        cmocka_unit_test(test_facts_are_written_as_by_their_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
