/* SPDX-License-Identifier: Apache-2.0 */
/* Every schema there is, walked by its own table: bounds, names, refusals, and back and forth. */
#include "proto/schema.h"

#include "proto/message.h"
#include "proto/record.h"
#include "proto/structs.h"
#include "proto/writer.h"
#include "tests/support/fill.h"
#include "tests/support/schemas.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define MEMORY_BYTES (512 * 1024)

static uint8_t memory[MEMORY_BYTES];
static uint8_t texts[MEMORY_BYTES];
static union schemas_any source;
static union schemas_any target;
static struct procedure definition_source;
static struct procedure definition_target;

/* ---- Back and forth -------------------------------------------------------------------------- */

static struct span written(const struct schema *schema, const void *object)
{
    struct buffer buffer;
    buffer_init(&buffer, memory, sizeof memory);
    schema_write(&buffer, schema, object);
    return buffer_span(&buffer);
}

static enum err read_into_target(const struct schema *schema, struct span bytes,
                                 struct decoder *decoder)
{
    memset(&target, 0xa5, sizeof target); /* nothing may rest on what was there */
    decoder_init(decoder, bytes, &definition_target);
    return schema_read(schema, decoder, &target);
}

/* A share comes back without its bytes: the payload frame has them. */
static void give_shares(const struct schema *schema)
{
    for (uint32_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];
        if (field->kind != FIELD_SHARE) continue;
        struct span *to = (struct span *)(void *)((uint8_t *)&target + field->offset);
        assert_null(to->at);
        to->at = field_bytes(field, &source).at;
    }
}

static uint64_t round_trip_seed;

static void check_round_trip(const struct schema *schema)
{
    static uint8_t first[MEMORY_BYTES];
    struct fill fill;
    struct decoder decoder;
    const char *different;

    fill_init(&fill, round_trip_seed++, texts, sizeof texts);
    fill.procedure = &definition_source;
    fill_struct(&fill, schema, &source);
    struct span bytes = written(schema, &source);
    memcpy(first, bytes.at, bytes.size); /* where nothing is written while spans point into it */
    bytes.at = first;
    assert_int_equal(read_into_target(schema, bytes, &decoder), OK);
    assert_string_equal(decoder.field, "");
    assert_true(reader_is_at_end(&decoder.reader));
    give_shares(schema);
    if (!fill_is_equal(schema, &source, &target, &different)) {
        fail_msg("%s.%s differs, seed %llu", schema->name, different,
                 (unsigned long long)round_trip_seed - 1);
    }
    size_t size = bytes.size;
    bytes = written(schema, &target);
    assert_int_equal(bytes.size, size);
    assert_memory_equal(bytes.at, first, size);
}

static void test_random_structs_come_back_as_they_were(void **state)
{
    (void)state;
    for (uint32_t round = 0; round < 60; round++) {
        schemas_visit(check_round_trip, false);
    }
}

static void check_cuts(const struct schema *schema)
{
    struct fill fill;
    struct decoder decoder;

    fill_init(&fill, 7, texts, sizeof texts);
    fill.procedure = &definition_source;
    fill_struct(&fill, schema, &source);
    struct span bytes = written(schema, &source);
    for (size_t size = 0; size < bytes.size; size += 1 + size / 64) {
        struct span cut = { bytes.at, size };
        assert_int_equal(read_into_target(schema, cut, &decoder), ERR_MALFORMED);
    }
}

static void test_every_cut_of_every_struct_is_malformed(void **state)
{
    (void)state;
    schemas_visit(check_cuts, false);
}

/* ---- Refusals -------------------------------------------------------------------------------- */

/* One map with one field that is nowhere right. */
static struct span one_field(uint32_t index, struct span value)
{
    struct buffer buffer;
    buffer_init(&buffer, memory, sizeof memory);
    writer_map(&buffer, 1);
    writer_uint(&buffer, index + 1);
    writer_raw(&buffer, value);
    return buffer_span(&buffer);
}

/* Only what comes first in order of keys is reported, so other required fields must come later. */
static bool is_first_required(const struct schema *schema, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++) {
        if (schema->fields[i].required || schema->fields[i].needed != NULL) return false;
    }
    return true;
}

static void check_wrong_type(const struct schema *schema)
{
    static const uint8_t real[] = { 0xca, 0x3f, 0xc0, 0x00, 0x00 }; /* no field is a float */
    struct decoder decoder;

    for (uint32_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];
        if (!is_first_required(schema, i)) continue;
        struct span bytes = one_field(i, (struct span){ real, sizeof real });
        enum err err = read_into_target(schema, bytes, &decoder);
        assert_int_equal(err, field->kind == FIELD_SHARE ? ERR_MALFORMED : ERR_FIELD_INVALID);
        if (err == ERR_FIELD_INVALID) assert_string_equal(decoder.field, field->path);
    }
}

static void test_a_value_of_the_wrong_type_is_refused_by_name(void **state)
{
    (void)state;
    schemas_visit(check_wrong_type, true);
}

/* Write all fields of source but one. */
static struct span written_without(const struct schema *schema, uint32_t left_out)
{
    struct buffer buffer;
    uint32_t count = 0;

    for (uint32_t i = 0; i < schema->field_count; i++) {
        if (i != left_out && schema->fields[i].required) count++;
    }
    buffer_init(&buffer, memory, sizeof memory);
    writer_map(&buffer, count);
    for (uint32_t i = 0; i < schema->field_count; i++) {
        if (i == left_out || !schema->fields[i].required) continue;
        struct schema one = *schema;
        one.fields = &schema->fields[i];
        one.field_count = 1;
        size_t at = buffer.size;
        schema_write(&buffer, &one, &source); /* 81 01 value */
        memmove(buffer.at + at, buffer.at + at + 1, buffer.size - at - 1);
        buffer.size--;
        buffer.at[at] = (uint8_t)(i + 1);
    }
    return buffer_span(&buffer);
}

static void check_missing(const struct schema *schema)
{
    struct fill fill;
    struct decoder decoder;

    fill_init(&fill, 11, texts, sizeof texts);
    fill.procedure = &definition_source;
    fill_struct(&fill, schema, &source);
    for (uint32_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];
        bool has_ref = schema->field_count > 0 && schema->fields[0].needed != NULL;
        if (!field->required || has_ref) continue;
        struct span bytes = written_without(schema, i);
        if (field->kind == FIELD_ENUM && schema->fields[0].symbols == &symbols_role) continue;
        assert_int_equal(read_into_target(schema, bytes, &decoder), ERR_FIELD_MISSING);
        assert_string_equal(decoder.field, field->path);
    }
}

static void test_a_required_field_that_is_missing_is_named(void **state)
{
    (void)state;
    schemas_visit(check_missing, true);
}

static void check_number_bounds(const struct schema *schema)
{
    struct decoder decoder;
    uint8_t bytes[16];

    for (uint32_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];
        if (field->kind != FIELD_UINT || !is_first_required(schema, i)) continue;
        if (field->max == UINT64_MAX) continue;
        struct buffer value;
        buffer_init(&value, bytes, sizeof bytes);
        writer_uint(&value, field->max + 1);
        enum err err = read_into_target(schema, one_field(i, buffer_span(&value)), &decoder);
        assert_int_equal(err, ERR_FIELD_INVALID);
        assert_string_equal(decoder.field, field->path);
        if (!field->required || field->min == 0) continue;
        buffer_init(&value, bytes, sizeof bytes);
        writer_uint(&value, field->min - 1);
        err = read_into_target(schema, one_field(i, buffer_span(&value)), &decoder);
        assert_int_equal(err, ERR_FIELD_INVALID);
    }
}

static void test_a_number_out_of_bounds_is_refused_by_name(void **state)
{
    (void)state;
    schemas_visit(check_number_bounds, true);
}

static void check_text_bounds(const struct schema *schema)
{
    static uint8_t bytes[MEMORY_BYTES];
    static uint8_t letters[ENVELOPE_BYTES_MAX + 1];
    struct decoder decoder;

    memset(letters, 'a', sizeof letters);
    for (uint32_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];
        struct buffer value;
        buffer_init(&value, bytes, sizeof bytes);
        if (field->kind == FIELD_TEXT || field->kind == FIELD_TITLE) {
            writer_str(&value, (struct span){ letters, field->max + 1 });
        } else if (field->kind == FIELD_BIN) {
            writer_bin(&value, (struct span){ letters, field->max + 1 });
        } else if (field->kind == FIELD_LIST) {
            writer_array(&value, (uint32_t)field->max + 1);
            for (uint32_t n = 0; n <= field->max; n++) {
                writer_map(&value, 0);
            }
        } else {
            continue;
        }
        enum err err = read_into_target(schema, one_field(i, buffer_span(&value)), &decoder);
        assert_int_equal(err, ERR_TOO_LARGE);
        assert_string_equal(decoder.field, field->path);
    }
}

static void test_a_text_or_list_over_its_bound_is_too_large(void **state)
{
    (void)state;
    schemas_visit(check_text_bounds, true);
}

/* Reads bytes as a type's body; the field is compared when one is expected. */
static void assert_read(enum message_type type, struct span bytes, enum err err, const char *field)
{
    struct decoder decoder;
    assert_int_equal(read_into_target(message_schema(type), bytes, &decoder), err);
    assert_string_equal(decoder.field, field);
}

/* clang-format off */
#define BYTES(literal) ((struct span){ (const uint8_t *)(literal), sizeof(literal) - 1 })
/* clang-format on */

static void test_unknown_keys_are_skipped_whatever_is_in_them(void **state)
{
    (void)state;
    assert_read(MSG_CREDIT, BYTES("\x83\x63\x92\x80\x91\x01\x01\x05\xcd\xff\xff\xc3"), OK, "");
    assert_int_equal(target.message.type, 5); /* the struct begins with its credit */
    assert_read(MSG_PING, BYTES("\x81\x01\x92\x01\x02"), OK, "");
    assert_read(MSG_CREDIT, BYTES("\x81\x00\xa1x"), OK, "");
}

static void test_keys_may_come_in_any_order(void **state)
{
    (void)state;
    assert_read(MSG_RETRY, BYTES("\x82\x02\xa1x\x01\x07"), OK, "");
}

static void test_a_key_given_twice_is_invalid(void **state)
{
    (void)state;
    assert_read(MSG_CREDIT, BYTES("\x82\x01\x05\x01\x05"), ERR_FIELD_INVALID, "credit");
}

static void test_a_share_given_twice_is_malformed(void **state)
{
    (void)state;
    struct decoder decoder;
    struct span twice = BYTES("\x82\x05\x04\x05\x04");
    assert_int_equal(read_into_target(message_schema(MSG_SUBMIT), twice, &decoder), ERR_MALFORMED);
}

static void test_keys_that_are_no_uint_are_malformed(void **state)
{
    (void)state;
    struct decoder decoder;
    struct span text = BYTES("\x81\xa1x\x01");
    struct span negative = BYTES("\x81\xff\x01");
    struct span no_map = BYTES("\x91\x01");
    const struct schema *schema = message_schema(MSG_CREDIT);
    assert_int_equal(read_into_target(schema, text, &decoder), ERR_MALFORMED);
    assert_int_equal(read_into_target(schema, negative, &decoder), ERR_MALFORMED);
    assert_int_equal(read_into_target(schema, no_map, &decoder), ERR_MALFORMED);
}

static void test_an_explicit_zero_is_the_same_as_left_out(void **state)
{
    (void)state;
    assert_read(MSG_CREDIT, BYTES("\x81\x01\x00"), OK, "");
    assert_read(MSG_STATS, BYTES("\x81\x01\xa0"), OK, "");
    assert_read(MSG_CANCEL, BYTES("\x82\x01\x07\x04\x00"), OK, "");
    assert_read(MSG_MORE, BYTES("\x81\x01\x00"), ERR_FIELD_INVALID, "credit"); /* required */
}

static void test_the_lowest_key_is_reported_first(void **state)
{
    (void)state;
    /* RETRY: bundle missing, stage no name. */
    assert_read(MSG_RETRY, BYTES("\x81\x02\xa1X"), ERR_FIELD_MISSING, "bundle");
    /* both bad, in the wrong order */
    assert_read(MSG_RETRY, BYTES("\x82\x02\xa1X\x01\xa1X"), ERR_FIELD_INVALID, "bundle");
    assert_read(MSG_RETRY, BYTES("\x82\x02\xa1X\x01\x07"), ERR_FIELD_INVALID, "stage");
}

static void test_too_large_goes_before_a_bad_field(void **state)
{
    (void)state;
    uint8_t bytes[128];
    struct buffer buffer;

    buffer_init(&buffer, bytes, sizeof bytes);
    writer_map(&buffer, 2);
    writer_uint(&buffer, 1);
    writer_text(&buffer, "NO NAME");
    writer_uint(&buffer, 3);
    memset(texts, 'k', KEY_BYTES_MAX + 1);
    writer_str(&buffer, (struct span){ texts, KEY_BYTES_MAX + 1 });
    assert_read(MSG_SUBMIT, buffer_span(&buffer), ERR_TOO_LARGE, "key");
}

static void test_malformed_goes_before_everything(void **state)
{
    (void)state;
    struct decoder decoder;
    struct span bytes = BYTES("\x82\x01\xa1X\x02\xc1");
    assert_int_equal(read_into_target(message_schema(MSG_RETRY), bytes, &decoder), ERR_MALFORMED);
}

static void test_a_bundle_is_named_by_number_or_key(void **state)
{
    (void)state;
    assert_read(MSG_SHOW, BYTES("\x80"), ERR_FIELD_MISSING, "bundle");
    assert_read(MSG_SHOW, BYTES("\x81\x03\xa1x"), ERR_FIELD_MISSING, "bundle");
    assert_read(MSG_SHOW, BYTES("\x81\x01\x00"), ERR_FIELD_MISSING, "bundle");
    assert_read(MSG_SHOW, BYTES("\x81\x01\x07"), OK, "");
    assert_read(MSG_SHOW, BYTES("\x81\x02\xa1k"), OK, "");
    assert_read(MSG_SIGNAL, BYTES("\x80"), ERR_FIELD_MISSING, "bundle");
    assert_read(MSG_HISTORY, BYTES("\x82\x02\xa1k\x05\x01"), OK, "");
}

static void test_who_acts_for_a_department_names_it_and_nobody_else_must(void **state)
{
    (void)state;
    assert_read(MSG_HELLO, BYTES("\x82\x01\x02\x02\xa1w"), ERR_FIELD_MISSING, "department");
    assert_read(MSG_HELLO, BYTES("\x83\x01\x02\x02\xa1w\x03\xa4plan"), OK, "");
    assert_read(MSG_HELLO, BYTES("\x82\x01\x01\x02\xa1s"), OK, "");
    assert_read(MSG_HELLO, BYTES("\x82\x01\x04\x02\xa1s"), OK, "");
    assert_read(MSG_HELLO, BYTES("\x82\x01\x05\x02\xa1s"), ERR_FIELD_MISSING, "department");
    assert_read(MSG_HELLO, BYTES("\x82\x01\x06\x02\xa1s"), ERR_FIELD_MISSING, "department");
    assert_read(MSG_HELLO, BYTES("\x82\x01\x07\x02\xa1s"), OK, "");
    assert_read(MSG_HELLO, BYTES("\x82\x01\x09\x02\xa1s"), ERR_FIELD_INVALID, "role");
}

static void test_names_keep_to_their_alphabet(void **state)
{
    (void)state;
    static const char *const good[] = { "a", "0", "a.b_c-d", "five-permits",
                                        "abcdefghijklmnopqrstuvwxyz01234" };
    static const char *const bad[] = { "",    ".a",        "-a",
                                       "_a",  "A",         "a b",
                                       "a/b", "a\xc3\xa9", "abcdefghijklmnopqrstuvwxyz012345" };
    struct name name = { "before" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct span text = { (const uint8_t *)bad[i], strlen(bad[i]) };
        assert_false(name_from_text(&name, text));
        assert_string_equal(name.text, "before");
    }
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct span text = { (const uint8_t *)good[i], strlen(good[i]) };
        assert_true(name_from_text(&name, text));
        assert_string_equal(name.text, good[i]);
    }
    assert_true(name_from_text(&name, BYTES("x")));
    assert_true(name_is_equal(&name, &(struct name){ "x" })); /* the rest is zero */
}

static void test_a_field_can_be_looked_at_without_knowing_it(void **state)
{
    (void)state;
    const struct schema *schema = message_schema(MSG_VERDICT);
    struct msg_verdict verdict = { .bundle = 7, .verdict = VERDICT_FAIL, .reason = BYTES("down") };
    const struct field *kind = schema_field(schema, "verdict");
    const struct field *reason = schema_field(schema, "reason");

    assert_string_equal(field_symbol(kind, &verdict), "fail");
    assert_int_equal(field_bytes(reason, &verdict).size, 4);
    assert_true(field_is_set(reason, &verdict));
    assert_false(field_is_set(schema_field(schema, "credit"), &verdict));
    assert_true(field_number(schema_field(schema, "bundle"), &verdict) == 7);
    verdict.verdict = 77;
    assert_null(field_symbol(kind, &verdict));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_structs_come_back_as_they_were),
        cmocka_unit_test(test_every_cut_of_every_struct_is_malformed),
        cmocka_unit_test(test_a_value_of_the_wrong_type_is_refused_by_name),
        cmocka_unit_test(test_a_required_field_that_is_missing_is_named),
        cmocka_unit_test(test_a_number_out_of_bounds_is_refused_by_name),
        cmocka_unit_test(test_a_text_or_list_over_its_bound_is_too_large),
        cmocka_unit_test(test_unknown_keys_are_skipped_whatever_is_in_them),
        cmocka_unit_test(test_keys_may_come_in_any_order),
        cmocka_unit_test(test_a_key_given_twice_is_invalid),
        cmocka_unit_test(test_a_share_given_twice_is_malformed),
        cmocka_unit_test(test_keys_that_are_no_uint_are_malformed),
        cmocka_unit_test(test_an_explicit_zero_is_the_same_as_left_out),
        cmocka_unit_test(test_the_lowest_key_is_reported_first),
        cmocka_unit_test(test_too_large_goes_before_a_bad_field),
        cmocka_unit_test(test_malformed_goes_before_everything),
        cmocka_unit_test(test_a_bundle_is_named_by_number_or_key),
        cmocka_unit_test(test_who_acts_for_a_department_names_it_and_nobody_else_must),
        cmocka_unit_test(test_names_keep_to_their_alphabet),
        cmocka_unit_test(test_a_field_can_be_looked_at_without_knowing_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
