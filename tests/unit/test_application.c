/* SPDX-License-Identifier: Apache-2.0 */
#include "client/application.h"
#include "proto/writer.h"
#include "tongfa/limits.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static uint8_t memory[APPLICATION_BYTES_MAX + 1024];

static json_t *json_of(const char *text)
{
    json_error_t error;
    json_t *json = json_loads(text, JSON_ALLOW_NUL, &error);
    assert_non_null(json);
    return json;
}

/* Pack JSON text; the bytes are in `memory`. */
static enum err pack(const char *text, struct span *bytes, struct application_problem *problem)
{
    struct buffer buffer;
    json_t *json = json_of(text);

    buffer_init(&buffer, memory, sizeof memory);
    enum err err = application_from_json(json, &buffer, problem);
    json_decref(json);
    if (err == OK) *bytes = buffer_span(&buffer);
    return err;
}

static void assert_comes_back_as(const char *text, const char *expected)
{
    struct span bytes = { 0 };
    json_t *back = NULL;

    assert_int_equal(pack(text, &bytes, NULL), OK);
    assert_int_equal(application_to_json(bytes, &back), OK);
    json_t *wanted = json_of(expected);
    assert_true(json_equal(back, wanted));
    json_decref(wanted);
    json_decref(back);
}

static void assert_refused(const char *text, enum err err, const char *place)
{
    struct span bytes;
    struct application_problem problem = { .place = "untouched" };

    assert_int_equal(pack(text, &bytes, &problem), err);
    assert_string_equal(problem.place, place);
    assert_true(strlen(problem.text) > 0);
}

static void test_every_kind_of_json_survives_the_journey(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{}",
        "{\"applicant\":\"荆州中科达科技产业园有限公司\",\"area\":133333.5,\"floors\":18}",
        "{\"a\":[1,-1,0,127,128,-32,-33,65536,4294967296]}",
        "{\"a\":[9223372036854775807,-9223372036854775808]}",
        "{\"a\":[true,false,null,\"\",[],{}],\"nul\":\"a\\u0000b\"}",
        "{\"a\":{\"b\":{\"c\":[{\"d\":[[1]]}]}}}",
        "{\"\":0.1,\"e\":1e300}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_comes_back_as(texts[i], texts[i]);
    }
}

static void test_a_digest_travels_as_32_bytes(void **state)
{
    (void)state;
    const char *text =
        "{\"materials\":[{\"name\":\"plan\",\"uri\":\"file:///p\",\"size\":9,\"digest\":"
        "\"000102030405060708090A0B0C0D0E0F101112131415161718191a1b1c1d1e1f\"}]}";
    struct span bytes;

    assert_int_equal(pack(text, &bytes, NULL), OK);
    static const uint8_t head[] = { 0xc4, 32, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };
    assert_non_null(memmem(bytes.at, bytes.size, head, sizeof head));
    assert_comes_back_as(
        text, "{\"materials\":[{\"name\":\"plan\",\"uri\":\"file:///p\",\"size\":9,\"digest\":"
              "\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\"}]}");
}

static void test_a_digest_elsewhere_stays_text(void **state)
{
    (void)state;
    assert_comes_back_as("{\"digest\":\"zz\",\"x\":{\"materials\":[{\"digest\":\"zz\"}]}}",
                         "{\"digest\":\"zz\",\"x\":{\"materials\":[{\"digest\":\"zz\"}]}}");
}

static void test_a_refusal_names_the_place(void **state)
{
    (void)state;
    assert_refused("[]", ERR_APPLICATION_MALFORMED, "");
    assert_refused("{\"materials\":[{\"name\":\"a\"},{\"digest\":\"12\"}]}",
                   ERR_APPLICATION_MALFORMED, "materials[1].digest");
    assert_refused("{\"materials\":[{\"digest\":7}]}", ERR_APPLICATION_MALFORMED,
                   "materials[0].digest");
}

static void test_nesting_ends_at_16(void **state)
{
    (void)state;
    struct span bytes;
    struct application_problem problem;

    assert_int_equal(pack("{\"a\":[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]}", &bytes, NULL), OK);
    assert_int_equal(pack("{\"a\":[[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]]}", &bytes, &problem),
                     ERR_APPLICATION_MALFORMED);
}

/* An application with an array of `count` numbers: 3 values more than that. */
static enum err pack_numbers(uint32_t count, struct span *bytes)
{
    struct buffer buffer;
    json_t *array = json_array();
    for (uint32_t i = 0; i < count; i++) {
        json_array_append_new(array, json_integer(1));
    }
    json_t *json = json_pack("{s:o}", "a", array);

    buffer_init(&buffer, memory, sizeof memory);
    enum err err = application_from_json(json, &buffer, NULL);
    json_decref(json);
    if (err == OK) *bytes = buffer_span(&buffer);
    return err;
}

static void test_values_end_at_4096_in_both_directions(void **state)
{
    (void)state;
    struct span bytes;
    json_t *back = NULL;

    assert_int_equal(pack_numbers(APPLICATION_VALUES_MAX - 3, &bytes), OK);
    assert_int_equal(application_to_json(bytes, &back), OK);
    json_decref(back);
    assert_int_equal(pack_numbers(APPLICATION_VALUES_MAX - 2, &bytes), ERR_APPLICATION_MALFORMED);
}

static void test_bytes_end_at_64_kib(void **state)
{
    (void)state;
    struct buffer buffer;
    char *text = malloc(APPLICATION_BYTES_MAX);
    assert_non_null(text);
    memset(text, 'x', APPLICATION_BYTES_MAX);

    for (size_t over = 0; over < 2; over++) {
        size_t size = APPLICATION_BYTES_MAX - 6 + over; /* 1 map, 2 key, 3 head of text */
        json_t *json = json_pack("{s:s%}", "a", text, size);
        buffer_init(&buffer, memory, sizeof memory);
        assert_int_equal(application_from_json(json, &buffer, NULL), over ? ERR_TOO_LARGE : OK);
        json_decref(json);
    }
    free(text);
}

static void test_a_buffer_that_is_too_small_is_told(void **state)
{
    (void)state;
    struct buffer buffer;
    json_t *json = json_of("{\"abc\":\"def\"}");

    buffer_init(&buffer, memory, 8);
    assert_int_equal(application_from_json(json, &buffer, NULL), ERR_TOO_LARGE);
    json_decref(json);
}

static void test_bytes_of_strangers_become_json_or_an_error(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *json; /* NULL: refused */
    } cases[] = {
        { "\x81\x05\x01", 3, "{\"5\":1}" }, /* keys that are numbers */
        { "\x81\xff\x01", 3, "{\"-1\":1}" },
        { "\x81\xc4\x01\x61\x01", 5, "{\"61\":1}" },     /* ... bin */
        { "\x81\xc0\x01", 3, "{\"c0\":1}" },             /* ... nil */
        { "\x81\x92\x01\xc3\x01", 5, "{\"9201c3\":1}" }, /* ... an array */
        { "\x81\x92\x01", 3, NULL },                     /* ... of which half is there */
        { "\x81\xa1"
          "b\xc4\x02\xab\xcd",
          7, "{\"b\":\"abcd\"}" }, /* bin */
        { "\x81\xa1"
          "e\xd4\x01\xff",
          6, "{\"e\":\"ff\"}" }, /* ext */
        { "\x81\xa1"
          "r\xcb\x7f\xf8\0\0\0\0\0\0",
          12, "{\"r\":null}" }, /* NaN */
        { "\x82\xa1"
          "a\x01\xa1"
          "a\x02",
          7, "{\"a\":2}" }, /* a key twice: the last */
        { "", 0, NULL },
        { "\x90", 1, NULL },     /* no map */
        { "\x80\x80", 2, NULL }, /* something after it */
        { "\x81\xa1"
          "a",
          3, NULL },                         /* cut off */
        { "\x81\xa1\xff\x01", 4, NULL },     /* no UTF-8 */
        { "\xdf\xff\xff\xff\xff", 5, NULL }, /* a count beyond the bytes */
        { "\xc1", 1, NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        json_t *back = NULL;
        struct span bytes = { (const uint8_t *)cases[i].bytes, cases[i].size };
        enum err err = application_to_json(bytes, &back);
        assert_int_equal(err, cases[i].json != NULL ? OK : ERR_APPLICATION_MALFORMED);
        if (err != OK) continue;
        json_t *wanted = json_of(cases[i].json);
        assert_true(json_equal(back, wanted));
        json_decref(wanted);
        json_decref(back);
    }
}

static void test_a_large_natural_comes_back_as_a_real(void **state)
{
    (void)state;
    struct buffer buffer;
    json_t *back = NULL;

    buffer_init(&buffer, memory, sizeof memory);
    writer_map(&buffer, 1);
    writer_text(&buffer, "n");
    writer_uint(&buffer, UINT64_MAX);
    assert_int_equal(application_to_json(buffer_span(&buffer), &back), OK);
    json_t *number = json_object_get(back, "n");
    assert_true(json_is_real(number));
    assert_true(fabs(json_real_value(number) / 18446744073709551615.0 - 1) < 1e-12);
    json_decref(back);
}

/* jansson reads no such key from text, but makes one from a stranger's bytes. */
static void test_a_key_with_a_zero_byte_survives_the_journey(void **state)
{
    (void)state;
    static const uint8_t bytes[] = "\x82\xa1\x00\x01\xa0\x02";
    const struct span packed = { bytes, sizeof bytes - 1 };
    struct buffer buffer;
    json_t *json = NULL;

    assert_int_equal(application_to_json(packed, &json), OK);
    buffer_init(&buffer, memory, sizeof memory);
    assert_int_equal(application_from_json(json, &buffer, NULL), OK);
    json_decref(json);
    assert_int_equal(buffer.size, packed.size);
    assert_memory_equal(memory, bytes, packed.size);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind_of_json_survives_the_journey),
        cmocka_unit_test(test_a_digest_travels_as_32_bytes),
        cmocka_unit_test(test_a_digest_elsewhere_stays_text),
        cmocka_unit_test(test_a_refusal_names_the_place),
        cmocka_unit_test(test_nesting_ends_at_16),
        cmocka_unit_test(test_values_end_at_4096_in_both_directions),
        cmocka_unit_test(test_bytes_end_at_64_kib),
        cmocka_unit_test(test_a_buffer_that_is_too_small_is_told),
        cmocka_unit_test(test_bytes_of_strangers_become_json_or_an_error),
        cmocka_unit_test(test_a_large_natural_comes_back_as_a_real),
        cmocka_unit_test(test_a_key_with_a_zero_byte_survives_the_journey),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
