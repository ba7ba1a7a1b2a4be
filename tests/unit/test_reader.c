/* SPDX-License-Identifier: Apache-2.0 */
/* The MessagePack cursor and the writer: every format, every bound, and msgpack-c as judge. */
#include "proto/reader.h"

#include "proto/writer.h"
#include "tests/support/chance.h"
#include "tests/support/oracle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* A span over a string literal, NUL bytes included. */
/* clang-format off */
#define SPAN(literal) { (const uint8_t *)(literal), sizeof(literal) - 1 } /* in an initialiser */
#define BYTES(literal) ((struct span)SPAN(literal))
/* clang-format on */

static struct reader reader_over(struct span bytes)
{
    struct reader reader;
    reader_init(&reader, bytes, READER_VALUES_ANY);
    return reader;
}

static void test_every_integer_format_gives_its_number(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct { struct span bytes; uint64_t natural; int64_t integer; } rows[] = {
        { SPAN("\x00"), 0, 0 },
        { SPAN("\x7f"), 127, 0 },
        { SPAN("\xcc\xff"), 255, 0 },
        { SPAN("\xcc\x01"), 1, 0 },
        { SPAN("\xcd\xff\xff"), 65535, 0 },
        { SPAN("\xce\xff\xff\xff\xff"), UINT32_MAX, 0 },
        { SPAN("\xcf\xff\xff\xff\xff\xff\xff\xff\xff"), UINT64_MAX, 0 },
        { SPAN("\xd0\x05"), 5, 0 },
        { SPAN("\xd1\x00\x05"), 5, 0 },
        { SPAN("\xd2\x00\x00\x00\x05"), 5, 0 },
        { SPAN("\xd3\x7f\xff\xff\xff\xff\xff\xff\xff"), INT64_MAX, 0 },
        { SPAN("\xff"), 0, -1 },
        { SPAN("\xe0"), 0, -32 },
        { SPAN("\xd0\x80"), 0, -128 },
        { SPAN("\xd1\x80\x00"), 0, -32768 },
        { SPAN("\xd2\x80\x00\x00\x00"), 0, INT32_MIN },
        { SPAN("\xd3\x80\x00\x00\x00\x00\x00\x00\x00"), 0, INT64_MIN },
        { SPAN("\xd3\xff\xff\xff\xff\xff\xff\xff\xfe"), 0, -2 },
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct reader reader = reader_over(rows[i].bytes);
        struct value value;
        assert_int_equal(reader_next(&reader, &value), OK);
        if (rows[i].integer < 0) {
            assert_int_equal(value.kind, VALUE_INT);
            assert_true(value.integer == rows[i].integer);
        } else {
            assert_int_equal(value.kind, VALUE_UINT);
            assert_true(value.natural == rows[i].natural);
        }
        assert_true(reader_is_at_end(&reader));
    }
}

static void test_every_other_format_gives_its_value(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct { struct span bytes; enum value_kind kind; size_t size; } rows[] = {
        { SPAN("\xc0"), VALUE_NIL, 0 },
        { SPAN("\xc2"), VALUE_BOOL, 0 },
        { SPAN("\xc3"), VALUE_BOOL, 1 },
        { SPAN("\xa0"), VALUE_STR, 0 },
        { SPAN("\xa2hi"), VALUE_STR, 2 },
        { SPAN("\xd9\x02hi"), VALUE_STR, 2 },
        { SPAN("\xda\x00\x02hi"), VALUE_STR, 2 },
        { SPAN("\xdb\x00\x00\x00\x02hi"), VALUE_STR, 2 },
        { SPAN("\xc4\x02\xff\xfe"), VALUE_BIN, 2 },
        { SPAN("\xc5\x00\x02\xff\xfe"), VALUE_BIN, 2 },
        { SPAN("\xc6\x00\x00\x00\x02\xff\xfe"), VALUE_BIN, 2 },
        { SPAN("\xd4\x05\x01"), VALUE_EXT, 1 },
        { SPAN("\xd5\x05\x01\x02"), VALUE_EXT, 2 },
        { SPAN("\xd6\x05\x01\x02\x03\x04"), VALUE_EXT, 4 },
        { SPAN("\xd7\x05" "12345678"), VALUE_EXT, 8 },
        { SPAN("\xd8\x05" "1234567812345678"), VALUE_EXT, 16 },
        { SPAN("\xc7\x03\x05" "abc"), VALUE_EXT, 3 },
        { SPAN("\xc8\x00\x03\x05" "abc"), VALUE_EXT, 3 },
        { SPAN("\xc9\x00\x00\x00\x03\x05" "abc"), VALUE_EXT, 3 },
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct reader reader = reader_over(rows[i].bytes);
        struct value value;
        assert_int_equal(reader_next(&reader, &value), OK);
        assert_int_equal(value.kind, rows[i].kind);
        if (value.kind == VALUE_BOOL) assert_int_equal(value.boolean, rows[i].size);
        if (value.kind >= VALUE_STR) assert_int_equal(value.bytes.size, rows[i].size);
        if (value.kind == VALUE_EXT) assert_int_equal(value.ext_type, 5);
        assert_true(reader_is_at_end(&reader));
    }
}

static void test_float_and_double_give_the_same_real(void **state)
{
    (void)state;
    struct value value;
    struct reader narrow = reader_over(BYTES("\xca\x3f\xc0\x00\x00"));
    assert_int_equal(reader_next(&narrow, &value), OK);
    assert_int_equal(value.kind, VALUE_REAL);
    assert_true(value.real == 1.5);
    struct reader wide = reader_over(BYTES("\xcb\x3f\xf8\x00\x00\x00\x00\x00\x00"));
    assert_int_equal(reader_next(&wide, &value), OK);
    assert_true(value.real == 1.5);
}

static void test_the_reserved_byte_is_malformed(void **state)
{
    (void)state;
    struct value value;
    struct reader reader = reader_over(BYTES("\xc1"));
    assert_int_equal(reader_next(&reader, &value), ERR_MALFORMED);
}

/* One of everything, nested. */
#define SAMPLE \
    "\x86\xa1" \
    "a\x93\x01\xff\xc0\xa1" \
    "b\x81\x02\x90\xa1" \
    "c\xc4\x03xyz\xa1" \
    "d\xcb\x3f\xf8\x00\x00\x00\x00\x00\x00\xa1" \
    "e\xd9\x06\xe5\x90\x8c\xe5\x8f\x91\xa1" \
    "f\xc7\x01\x09z"

static void test_every_cut_is_malformed_and_only_the_whole_is_read(void **state)
{
    (void)state;
    struct span whole = BYTES(SAMPLE);
    for (size_t size = 0; size < whole.size; size++) {
        struct reader reader = reader_over((struct span){ whole.at, size });
        assert_int_equal(reader_skip(&reader, NULL), ERR_MALFORMED);
    }
    struct span read;
    struct reader reader = reader_over(whole);
    assert_int_equal(reader_skip(&reader, &read), OK);
    assert_int_equal(read.size, whole.size);
    assert_int_equal(reader.depth, 0);
    assert_int_equal(reader.owed, 0);
}

static void test_a_claim_beyond_the_bytes_is_refused_at_its_head(void **state)
{
    (void)state;
    static const struct span claims[] = {
        SPAN("\xdd\x0a\xb2\x0a\x2a\x5e"),     /* 180 million elements in 6 bytes */
        SPAN("\xdd\x10\x00\x00\x00"),         /* 2^28 elements in 5 */
        SPAN("\xdf\xff\xff\xff\xff\x01\x01"), /* 2^32 - 1 pairs */
        SPAN("\xdc\x00\x03\x01\x02"),         /* 3 elements, 2 there */
        SPAN("\x82\x01\x02\x03"),             /* 2 pairs, 3 values there */
        SPAN("\xdb\xff\xff\xff\xff\x61"),     /* text of 4 GiB */
        SPAN("\xc6\x7f\xff\xff\xff\x61"),     /* bytes of 2 GiB */
        SPAN("\xc9\x00\x00\x00\x02\x05\x61"), /* extension of 2, 1 there */
        SPAN("\xd8\x05\x61"),                 /* extension of 16 */
    };
    for (size_t i = 0; i < COUNT(claims); i++) {
        struct reader reader = reader_over(claims[i]);
        struct value value = { .kind = VALUE_NIL };
        assert_int_equal(reader_next(&reader, &value), ERR_MALFORMED);
        assert_int_equal(value.kind, VALUE_NIL);   /* untouched */
        assert_ptr_equal(reader.at, claims[i].at); /* stays where it was */
    }
}

static void test_claims_of_all_levels_add_up(void **state)
{
    (void)state;
    /* Two arrays of two in an array of two: the inner one cannot have what the outer one needs. */
    struct reader reader = reader_over(BYTES("\x92\x92\x01"));
    struct value value;
    assert_int_equal(reader_next(&reader, &value), OK);
    assert_int_equal(reader_next(&reader, &value), ERR_MALFORMED);
}

static void nest(uint8_t *bytes, size_t depth)
{
    memset(bytes, 0x91, depth);
    bytes[depth - 1] = 0x90;
}

static void test_nesting_is_read_up_to_its_bound(void **state)
{
    (void)state;
    uint8_t bytes[NESTING_MAX + 1];

    nest(bytes, NESTING_MAX);
    struct reader reader = reader_over((struct span){ bytes, NESTING_MAX });
    assert_int_equal(reader_skip(&reader, NULL), OK);
    nest(bytes, NESTING_MAX + 1);
    reader = reader_over((struct span){ bytes, NESTING_MAX + 1 });
    assert_int_equal(reader_skip(&reader, NULL), ERR_TOO_LARGE);
}

static void test_values_are_read_up_to_their_budget(void **state)
{
    (void)state;
    struct span three = BYTES("\x92\x01\x02");
    struct reader reader;

    reader_init(&reader, three, 3);
    assert_int_equal(reader_skip(&reader, NULL), OK);
    reader_init(&reader, three, 2);
    assert_int_equal(reader_skip(&reader, NULL), ERR_TOO_LARGE);
}

static void test_skip_takes_one_value_with_all_that_is_in_it(void **state)
{
    (void)state;
    struct reader reader = reader_over(BYTES("\x93\x82\x01\x90\x02\x80\x05\x06\x07"));
    struct value value;
    struct span skipped;

    assert_int_equal(reader_next(&reader, &value), OK); /* the array of three */
    assert_int_equal(reader_skip(&reader, &skipped), OK);
    assert_int_equal(skipped.size, 5); /* the map */
    assert_int_equal(reader_next(&reader, &value), OK);
    assert_true(value.natural == 5);
    assert_int_equal(reader_leave(&reader, 0), OK); /* the rest of the array */
    assert_int_equal(reader_next(&reader, &value), OK);
    assert_true(value.natural == 7);
    assert_true(reader_is_at_end(&reader));
}

static void test_utf8_is_told_from_what_only_looks_like_it(void **state)
{
    (void)state;
    static const struct span valid[] = {
        SPAN(""),
        SPAN("plain ascii, longer than eight bytes"),
        SPAN("\xc2\x80"),
        SPAN("\xdf\xbf"),
        SPAN("\xe0\xa0\x80"),
        SPAN("\xed\x9f\xbf"),
        SPAN("\xee\x80\x80"),
        SPAN("\xf0\x90\x80\x80"),
        SPAN("\xf4\x8f\xbf\xbf"),
        SPAN("12345678\xe5\x90\x8c"),
        SPAN("\x00"),
    };
    static const struct span invalid[] = {
        SPAN("\x80"),             /* a continuation alone */
        SPAN("\xc0\x80"),         /* overlong */
        SPAN("\xc1\xbf"),         /* overlong */
        SPAN("\xe0\x9f\xbf"),     /* overlong */
        SPAN("\xf0\x8f\xbf\xbf"), /* overlong */
        SPAN("\xed\xa0\x80"),     /* a surrogate */
        SPAN("\xf4\x90\x80\x80"), /* above U+10FFFF */
        SPAN("\xf5\x80\x80\x80"),
        SPAN("\xff"),
        SPAN("\xc2"), /* cut */
        SPAN("\xe5\x90"),
        SPAN("\xf0\x90\x80"),
        SPAN("\xe5\x90\x41"), /* a letter inside */
        SPAN("1234567\xe5\x90"),
        SPAN("12345678\xff"),
    };
    for (size_t i = 0; i < COUNT(valid); i++) {
        assert_true(utf8_is_valid(valid[i]));
    }
    for (size_t i = 0; i < COUNT(invalid); i++) {
        assert_false(utf8_is_valid(invalid[i]));
    }
    struct reader reader = reader_over(BYTES("\xa2\xc0\x80"));
    struct value value;
    assert_int_equal(reader_next(&reader, &value), ERR_MALFORMED);
}

static void test_text_and_numbers_are_compared_as_what_they_are(void **state)
{
    (void)state;
    int64_t number = 0;
    struct value text = { .kind = VALUE_STR, .bytes = BYTES("abc") };
    struct value bin = { .kind = VALUE_BIN, .bytes = BYTES("abc") };
    struct value large = { .kind = VALUE_UINT, .natural = (uint64_t)INT64_MAX + 1 };
    struct value small = { .kind = VALUE_INT, .integer = INT64_MIN };

    assert_true(value_is_text(&text, "abc"));
    assert_false(value_is_text(&text, "ab"));
    assert_false(value_is_text(&text, "abcd"));
    assert_false(value_is_text(&bin, "abc"));
    assert_false(value_integer(&large, &number));
    assert_false(value_integer(&text, &number));
    assert_true(value_integer(&small, &number));
    assert_true(number == INT64_MIN);
}

static void assert_written(const struct buffer *buffer, struct span expected)
{
    assert_false(buffer->is_full);
    assert_int_equal(buffer->size, expected.size);
    assert_memory_equal(buffer->at, expected.at, expected.size);
}

static void test_the_writer_takes_the_shortest_form(void **state)
{
    (void)state;
    uint8_t memory[64];
    struct buffer buffer;
    static const struct {
        uint64_t natural;
        struct span bytes;
    } uints[] = {
        { 127, SPAN("\x7f") },
        { 128, SPAN("\xcc\x80") },
        { 255, SPAN("\xcc\xff") },
        { 256, SPAN("\xcd\x01\x00") },
        { 65536, SPAN("\xce\x00\x01\x00\x00") },
        { UINT64_C(1) << 32, SPAN("\xcf\x00\x00\x00\x01\x00\x00\x00\x00") },
    };
    static const struct {
        int64_t integer;
        struct span bytes;
    } ints[] = {
        { 5, SPAN("\x05") },
        { 200, SPAN("\xcc\xc8") },
        { -1, SPAN("\xff") },
        { -32, SPAN("\xe0") },
        { -33, SPAN("\xd0\xdf") },
        { -129, SPAN("\xd1\xff\x7f") },
        { -32769, SPAN("\xd2\xff\xff\x7f\xff") },
        { INT64_MIN, SPAN("\xd3\x80\x00\x00\x00\x00\x00\x00\x00") },
    };
    for (size_t i = 0; i < COUNT(uints); i++) {
        buffer_init(&buffer, memory, sizeof memory);
        writer_uint(&buffer, uints[i].natural);
        assert_written(&buffer, uints[i].bytes);
    }
    for (size_t i = 0; i < COUNT(ints); i++) {
        buffer_init(&buffer, memory, sizeof memory);
        writer_int(&buffer, ints[i].integer);
        assert_written(&buffer, ints[i].bytes);
    }
}

static void test_what_is_written_is_read_back(void **state)
{
    (void)state;
    uint8_t memory[256];
    struct buffer buffer;

    buffer_init(&buffer, memory, sizeof memory);
    writer_map(&buffer, 6);
    writer_text(&buffer, "a");
    writer_array(&buffer, 3);
    writer_uint(&buffer, 1);
    writer_int(&buffer, -1);
    writer_nil(&buffer);
    writer_text(&buffer, "b");
    writer_raw(&buffer, BYTES("\x81\x02\x90"));
    writer_text(&buffer, "c");
    writer_bin(&buffer, BYTES("xyz"));
    writer_text(&buffer, "d");
    writer_real(&buffer, 1.5);
    writer_text(&buffer, "e");
    writer_str(&buffer, BYTES("\xe5\x90\x8c\xe5\x8f\x91"));
    writer_text(&buffer, "f");
    writer_ext(&buffer, 9, BYTES("zz"));
    struct reader reader = reader_over(buffer_span(&buffer));
    assert_int_equal(reader_skip(&reader, NULL), OK);
    assert_true(reader_is_at_end(&reader));
    assert_null(oracle_disagrees(buffer_span(&buffer)));

    buffer_init(&buffer, memory, sizeof memory);
    writer_bool(&buffer, true);
    writer_bool(&buffer, false);
    assert_written(&buffer, BYTES("\xc3\xc2"));
}

static void test_a_full_buffer_stays_full_and_nothing_is_written_beyond_it(void **state)
{
    (void)state;
    uint8_t memory[4] = { 0, 0, 0, 0xaa };
    struct buffer buffer;

    buffer_init(&buffer, memory, 3);
    writer_text(&buffer, "long");
    assert_true(buffer.is_full);
    writer_nil(&buffer);
    assert_true(buffer.is_full);
    assert_int_equal(memory[3], 0xaa);
}

/* ---- Against msgpack-c ----------------------------------------------------------------------- */

static void assert_agreement(const uint8_t *bytes, size_t size)
{
    const char *disagreement = oracle_disagrees((struct span){ bytes, size });
    if (disagreement == NULL) return;
    for (size_t i = 0; i < size; i++) {
        print_message("%02x ", bytes[i]);
    }
    fail_msg("%s", disagreement);
}

static void test_random_bytes_are_read_as_msgpack_c_reads_them(void **state)
{
    (void)state;
    struct chance chance = { 1 };
    uint8_t bytes[48];

    for (uint32_t round = 0; round < 60000; round++) {
        size_t size = 1 + chance_below(&chance, sizeof bytes);
        for (size_t i = 0; i < size; i++) {
            /* Heads of formats more often than not, small sizes behind them. */
            uint32_t what = chance_below(&chance, 4);
            uint32_t any = chance_below(&chance, 256);
            bytes[i] = (uint8_t)(what == 0 ? 0x80 + any % 0x60 : what == 1 ? any % 4 : any);
        }
        assert_agreement(bytes, size);
    }
}

static void test_mutated_values_are_read_as_msgpack_c_reads_them(void **state)
{
    (void)state;
    struct chance chance = { 2 };
    struct span sample = BYTES(SAMPLE);
    uint8_t bytes[sizeof SAMPLE];

    for (uint32_t round = 0; round < 60000; round++) {
        memcpy(bytes, sample.at, sample.size);
        uint32_t changes = 1 + chance_below(&chance, 3);
        for (uint32_t i = 0; i < changes; i++) {
            bytes[chance_below(&chance, (uint32_t)sample.size)] = (uint8_t)chance_next(&chance);
        }
        assert_agreement(bytes, sample.size - chance_below(&chance, 3));
    }
}

/* A random value, up to depth levels deep. */
static void write_random(struct buffer *buffer, struct chance *chance, uint32_t depth)
{
    uint64_t bits = chance_next(chance);
    uint32_t count = chance_below(chance, 4);

    switch (chance_below(chance, depth == 0 ? 7 : 9)) {
        case 0: writer_nil(buffer); return;
        case 1: writer_bool(buffer, bits & 1); return;
        case 2: writer_uint(buffer, bits >> (bits & 63)); return;
        case 3: writer_int(buffer, -(int64_t)(bits >> 1 >> (bits & 63))); return;
        case 4: writer_real(buffer, (double)bits); return;
        case 5: writer_str(buffer, BYTES("\xe5\x90\x8c\xe5\x8f\x91, issued together")); return;
        case 6: writer_bin(buffer, (struct span){ (uint8_t *)&bits, bits & 7 }); return;
        case 7:
            writer_array(buffer, count);
            for (uint32_t i = 0; i < count; i++) {
                write_random(buffer, chance, depth - 1);
            }
            return;
        default:
            writer_map(buffer, count);
            for (uint32_t i = 0; i < 2 * count; i++) {
                write_random(buffer, chance, depth - 1);
            }
            return;
    }
}

static void test_random_trees_are_read_as_msgpack_c_reads_them(void **state)
{
    (void)state;
    struct chance chance = { 3 };
    uint8_t memory[65536];
    struct buffer buffer;

    for (uint32_t round = 0; round < 4000; round++) {
        buffer_init(&buffer, memory, sizeof memory);
        write_random(&buffer, &chance, 5);
        assert_false(buffer.is_full);
        struct reader reader = reader_over(buffer_span(&buffer));
        assert_int_equal(reader_skip(&reader, NULL), OK);
        assert_agreement(memory, buffer.size);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_integer_format_gives_its_number),
        cmocka_unit_test(test_every_other_format_gives_its_value),
        cmocka_unit_test(test_float_and_double_give_the_same_real),
        cmocka_unit_test(test_the_reserved_byte_is_malformed),
        cmocka_unit_test(test_every_cut_is_malformed_and_only_the_whole_is_read),
        cmocka_unit_test(test_a_claim_beyond_the_bytes_is_refused_at_its_head),
        cmocka_unit_test(test_claims_of_all_levels_add_up),
        cmocka_unit_test(test_nesting_is_read_up_to_its_bound),
        cmocka_unit_test(test_values_are_read_up_to_their_budget),
        cmocka_unit_test(test_skip_takes_one_value_with_all_that_is_in_it),
        cmocka_unit_test(test_utf8_is_told_from_what_only_looks_like_it),
        cmocka_unit_test(test_text_and_numbers_are_compared_as_what_they_are),
        cmocka_unit_test(test_the_writer_takes_the_shortest_form),
        cmocka_unit_test(test_what_is_written_is_read_back),
        cmocka_unit_test(test_a_full_buffer_stays_full_and_nothing_is_written_beyond_it),
        cmocka_unit_test(test_random_bytes_are_read_as_msgpack_c_reads_them),
        cmocka_unit_test(test_mutated_values_are_read_as_msgpack_c_reads_them),
        cmocka_unit_test(test_random_trees_are_read_as_msgpack_c_reads_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
