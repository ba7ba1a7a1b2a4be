/* SPDX-License-Identifier: Apache-2.0 */
/* Every good frame, record and application, cut short at every byte and spoiled in every byte: what
 * is cut is refused, what is spoiled is refused or understood, nothing is read beyond its end. Each
 * piece stands at the end of memory of its own, so that a sanitizer sees one byte too many. */
#include "proto/application.h"
#include "proto/envelope.h"
#include "proto/record.h"
#include "tests/support/vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define VECTORS_MAX 1024

/* A byte of each kind of MessagePack: numbers, map, array, text, bytes, and what is never valid. */
static const uint8_t kinds[] = { 0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0,
                                 0xc1, 0xc2, 0xc4, 0xca, 0xcb, 0xcc, 0xcf, 0xd0, 0xd3,
                                 0xd4, 0xd9, 0xda, 0xdc, 0xdd, 0xde, 0xdf, 0xe0, 0xff };

static struct vector vectors[VECTORS_MAX];
static struct procedure procedure;

/* Reads bytes and says whether they were good. */
typedef bool reading(struct span bytes, struct span payload);

static bool read_copy(reading *read, struct span bytes, size_t size, struct span payload)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);

    assert_non_null(copy);
    memcpy(copy, bytes.at, size);
    bool is_good = read((struct span){ copy, size }, payload);
    free(copy);
    return is_good;
}

static void cut(reading *read, struct span bytes, struct span payload)
{
    assert_true(read_copy(read, bytes, bytes.size, payload));
    for (size_t size = 0; size < bytes.size; size++) {
        if (read_copy(read, bytes, size, payload)) fail_msg("cut to %zu bytes it is good", size);
    }
}

/* Returns how many of the spoiled ones were understood nevertheless. */
static uint32_t spoil(reading *read, struct span bytes, struct span payload)
{
    uint8_t *copy = malloc(bytes.size);
    uint32_t understood = 0;

    assert_non_null(copy);
    memcpy(copy, bytes.at, bytes.size);
    for (size_t at = 0; at < bytes.size; at++) {
        for (size_t i = 0; i < sizeof kinds; i++) {
            copy[at] = kinds[i];
            understood += read((struct span){ copy, bytes.size }, payload);
        }
        copy[at] = bytes.at[at];
    }
    free(copy);
    return understood;
}

/* ---- Frames ---------------------------------------------------------------------------------- */

static bool read_frame(struct span frame, struct span payload)
{
    static struct message message;
    struct envelope envelope;
    struct refusal refusal;
    uint32_t items = 0;

    if (envelope_open(&envelope, frame, payload, &procedure, &refusal) != OK) return false;
    while (envelope_next(&envelope, &message, &refusal)) {
        assert_in_range(++items, 1, frame.size);
        if (refusal.err != OK) return false;
    }
    return true;
}

static bool is_good_frame(const struct vector *vector)
{
    return vector->frame.size > 0 && read_frame(vector->frame, vector->payload);
}

static void test_no_part_of_a_frame_is_a_frame(void **state)
{
    (void)state;
    uint32_t count = vector_load("messages.txt", vectors, VECTORS_MAX);
    uint32_t good = 0;

    for (uint32_t i = 0; i < count; i++) {
        if (!is_good_frame(&vectors[i])) continue;
        cut(read_frame, vectors[i].frame, vectors[i].payload);
        spoil(read_frame, vectors[i].frame, vectors[i].payload);
        good++;
    }
    assert_true(good > 30);
}

/* The payload belongs to the frame: with one byte less or more neither is good. */
static void test_no_other_payload_goes_with_a_frame(void **state)
{
    (void)state;
    uint32_t count = vector_load("messages.txt", vectors, VECTORS_MAX);
    uint32_t good = 0;

    for (uint32_t i = 0; i < count; i++) {
        struct span payload = vectors[i].payload;
        if (!is_good_frame(&vectors[i]) || payload.size == 0) continue;
        for (size_t size = 0; size < payload.size; size++) {
            assert_false(read_frame(vectors[i].frame, (struct span){ payload.at, size }));
        }
        good++;
    }
    assert_true(good > 2);
}

/* ---- Records --------------------------------------------------------------------------------- */

static bool read_record(struct span record, struct span payload)
{
    static struct fact fact;
    struct record_head head;

    (void)payload;
    bool is_headed = record_read_head(record, &head) == OK;
    bool is_good = record_read(record, 7, &procedure, &fact) == OK;
    assert_true(is_headed || !is_good);
    return is_good;
}

static void test_no_part_of_a_record_is_a_record(void **state)
{
    (void)state;
    const struct span nothing = { 0 };
    uint32_t count = vector_load("records.txt", vectors, VECTORS_MAX);
    uint32_t good = 0;

    for (uint32_t i = 0; i < count; i++) {
        if (vectors[i].record.size == 0 || !read_record(vectors[i].record, nothing)) continue;
        cut(read_record, vectors[i].record, nothing);
        spoil(read_record, vectors[i].record, nothing);
        good++;
    }
    assert_true(good > 10);
}

/* ---- Applications ---------------------------------------------------------------------------- */

#define DIGEST \
    "\xc4\x20" \
    "0123456789abcdef0123456789abcdef"
#define MATERIALS \
    "\xa9materials\x92" \
    "\x84\xa4name\xa8" \
    "contract\xa3uri\xa5" \
    "s3:ab\xa6" \
    "digest" DIGEST "\xa4size\x07" \
    "\x83\xa4name\xa4" \
    "deed\xa3uri\xa3" \
    "f:b\xa3new\x91\xc0"

static bool read_application(struct span application, struct span payload)
{
    struct material materials[2];
    uint32_t count = 0;

    (void)payload;
    bool is_good = application_check(application) == OK;
    enum err err = application_materials(application, materials, 2, &count);
    if (err == OK) assert_in_range(count, 0, 2);
    if (is_good) assert_int_equal(err, OK);
    return is_good;
}

static void test_no_part_of_an_application_is_one(void **state)
{
    (void)state;
    static const char bytes[] = "\x84\xa1x\x05\x92\x01\x02\xc0" MATERIALS "\xa1y\x81\xa1z\xcb"
                                "12345678";
    const struct span application = { (const uint8_t *)bytes, sizeof bytes - 1 };
    const struct span nothing = { 0 };

    cut(read_application, application, nothing);
    uint32_t understood = spoil(read_application, application, nothing);
    assert_in_range(understood, 1, application.size * sizeof kinds / 2);
}

static void test_materials_out_of_their_bounds_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "\x81\xa9materials\x05",     /* no list */
        "\x81\xa9materials\x91\x05", /* of no maps */
        "\x81\xa9materials\x91\x80", /* without name and URI */
        "\x81\xa9materials\x91\x82\xa4name\xa1"
        "a\x05\x06", /* a key that is no text */
        "\x81\xa9materials\x91\x81\xa4name\xa1"
        "a", /* no URI */
        "\x81\xa9materials\x91\x82\xa4name\xa1"
        "A\xa3uri\xa1u", /* no name of ours */
        "\x81\xa9materials\x91\x82\xa4name\x05\xa3uri\xa1u",
        "\x81\xa9materials\x91\x82\xa4name\xa1"
        "a\xa3uri\xa0",
        "\x81\xa9materials\x91\x82\xa4name\xa1"
        "a\xa3uri\x05",
        "\x81\xa9materials\x91\x83\xa4name\xa1"
        "a\xa3uri\xa1u\xa4size\xa1"
        "1",
        "\x81\xa9materials\x91\x83\xa4name\xa1"
        "a\xa3uri\xa1u\xa6"
        "digest\xa1x",
        "\x81\xa9materials\x91\x83\xa4name\xa1"
        "a\xa3uri\xa1u\xa6"
        "digest\xc4\x01x",
        "\x81\xa9materials\x91\x83\xa4name\xa1"
        "a\xa3uri\xa1u\xa3uri\xa1u",
        "\x82\xa9materials\x90\xa9materials\x90",
    };
    struct material materials[2];
    uint32_t count;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct span application = { (const uint8_t *)wrong[i], strlen(wrong[i]) };
        if (application_check(application) != ERR_APPLICATION_MALFORMED) {
            fail_msg("number %zu is good", i);
        }
    }
    static const char three[] = "\x81\xa9materials\x93"
                                "\x82\xa4name\xa1"
                                "a\xa3uri\xa1u"
                                "\x82\xa4name\xa1"
                                "b\xa3uri\xa1u"
                                "\x82\xa4name\xa1"
                                "c\xa3uri\xa1u";
    struct span application = { (const uint8_t *)three, sizeof three - 1 };
    assert_int_equal(application_check(application), OK);
    assert_int_equal(application_materials(application, materials, 2, &count),
                     ERR_APPLICATION_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_part_of_a_frame_is_a_frame),
        cmocka_unit_test(test_no_other_payload_goes_with_a_frame),
        cmocka_unit_test(test_no_part_of_a_record_is_a_record),
        cmocka_unit_test(test_no_part_of_an_application_is_one),
        cmocka_unit_test(test_materials_out_of_their_bounds_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
