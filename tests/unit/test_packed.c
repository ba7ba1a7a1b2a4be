/* SPDX-License-Identifier: Apache-2.0 */
/* Images as the tables keep them. */
#include "broker/shell/packed.h"
#include "proto/record.h"
#include "proto/structs.h"
#include "tests/support/fill.h"
#include "tests/support/procedure_builder.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct bundle_image image;
static struct bundle_image other;
static uint8_t memory[PACKED_BYTES_MAX];
static uint8_t texts[4096];
static struct buffer buffer;

static struct span pack(const struct bundle_image *what)
{
    buffer_init(&buffer, memory, sizeof memory);
    packed_write(&buffer, what);
    return buffer_span(&buffer);
}

static void make_random(uint64_t seed)
{
    struct fill fill;

    memset(&image, 0, sizeof image);
    fill_init(&fill, seed, texts, sizeof texts);
    fill_struct(&fill, &schema_image, &image);
    if (image.result == RESULT_OPEN) image.ended_ms = 0; /* it lives */
}

static void test_images_come_back_as_they_were(void **state)
{
    (void)state;
    for (uint64_t round = 0; round < 500; round++) {
        const char *different;
        make_random(round);
        struct span bytes = pack(&image);
        memset(&other, 0xa5, sizeof other);
        assert_true(packed_is(bytes));
        assert_int_equal(packed_read(bytes, &other), OK);
        assert_true(fill_is_equal(&schema_image, &image, &other, &different));
    }
}

static void test_an_image_that_is_cut_or_too_long_is_none(void **state)
{
    (void)state;
    for (uint64_t round = 0; round < 20; round++) {
        make_random(round);
        struct span bytes = pack(&image);
        for (size_t size = 0; size < bytes.size; size++) {
            assert_int_equal(packed_read((struct span){ bytes.at, size }, &other), ERR_CORRUPT);
        }
        memory[bytes.size++] = 0;
        assert_int_equal(packed_read(bytes, &other), ERR_CORRUPT);
    }
}

/* The largest of everything. */
static void test_the_largest_image_fits(void **state)
{
    (void)state;
    const char *different;
    memset(&image, 0, sizeof image);
    image.bundle = UINT64_MAX;
    memset(image.procedure.text, 'z', NAME_BYTES_MAX);
    memset(image.submitter.text, 'z', NAME_BYTES_MAX);
    image.version = UINT32_MAX;
    image.result = RESULT_WITHDRAWN;
    image.submitted_ms = INT64_MIN;
    image.submitted_position = 1;
    image.stage_count = STAGES_MAX;
    image.milestone_count = MILESTONES_MAX;
    image.gate_count = GATES_MAX;
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        image.stages[i] = (struct stage_image){
            .state = STAGE_WITHDRAWN,
            .job = JOB_CANCELLED,
            .verdict = VERDICT_REFUSE,
            .failures = UINT16_MAX,
            .attempt = UINT32_MAX,
            .claim_refused = UINT32_MAX,
            .token = UINT64_MAX,
            .changed_position = UINT64_MAX,
            .since_ms = INT64_MAX,
            .due_ms = -1,
            .permit_number = UINT32_MAX,
            .permit_year = UINT16_MAX,
            .verdict_position = UINT64_MAX,
        };
    }
    for (uint32_t i = 0; i < MILESTONES_MAX; i++) {
        image.milestones[i] =
            (struct milestone_image){ MILESTONE_CALLED_OFF, INT64_MAX, UINT64_MAX };
    }
    for (uint32_t i = 0; i < GATES_MAX; i++) {
        image.gates[i] = (struct gate_image){ GATE_LAPSED, INT64_MAX };
    }
    assert_int_equal(packed_read(pack(&image), &other), OK);
    assert_true(fill_is_equal(&schema_image, &image, &other, &different));
}

/* One stage, one milestone, one gate; the bytes of all releases for ever. */
static struct span make_small(void)
{
    image = (struct bundle_image){
        .bundle = 300,
        .procedure = named("p"),
        .version = 2,
        .submitter = named("wang"),
        .key_hash = { { 1, 2 } },
        .content_hash = { { 3, 4 } },
        .priority = 4,
        .submitted_ms = 0x0102030405060708,
        .submitted_position = 1000,
        .last_position = 1002,
        .stage_count = 1,
        .milestone_count = 1,
        .gate_count = 1,
        .stages = { { .state = STAGE_REVIEWING,
                      .job = JOB_LEASED,
                      .attempt = 1,
                      .token = 0x1112131415161718,
                      .changed_position = 1002,
                      .since_ms = 0x0102030405060708 - 1,
                      .due_ms = 0x0102030405060708 + 100 } },
        .milestones = { { .state = MILESTONE_OPEN, .since_ms = 0x0102030405060708 } },
        .gates = { { .state = GATE_OPEN, .since_ms = 0x0102030405060708 } },
    };
    return pack(&image);
}

/* clang-format off */
static const uint8_t small[] = {
    0xc1, 0x01, 0xac, 0x02, 1, 'p', 2, 4, 'w', 'a', 'n', 'g',
    1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    4, 0, 8, 7, 6, 5, 4, 3, 2, 1, 0xe8, 0x07, 2, 1, 1, 1,
    0x22, 0xf4, 0x00, 1, 0x18, 0x17, 0x16, 0x15, 0x14, 0x13, 0x12, 0x11, 2, 1, 0xc8, 1,
    1, 0, 0,
    1, 0,
};
/* clang-format on */

static void test_the_bytes_are_those_of_the_first_release(void **state)
{
    (void)state;
    struct span bytes = make_small();
    assert_int_equal(bytes.size, sizeof small);
    assert_memory_equal(bytes.at, small, sizeof small);
}

/* Offsets into the small image, and a byte that means nothing there. */
static void test_what_means_nothing_is_refused(void **state)
{
    (void)state;
    static const struct {
        size_t at;
        uint8_t byte;
    } damage[] = {
        { 0, 0xc0 },  { 1, 3 },     { 4, 32 },    { 4, 0 },     { 5, 'P' },
        { 6, 0 },     { 44, 8 },    { 45, 5 },    { 57, 33 },   { 58, 17 },
        { 59, 9 },    { 60, 0x20 }, { 60, 0x2c }, { 60, 0x72 }, { 62, 0x08 },
        { 76, 0x00 }, { 76, 0x04 }, { 79, 0 },    { 79, 4 },
    };
    for (size_t i = 0; i < sizeof damage / sizeof damage[0]; i++) {
        struct span bytes = make_small();
        memory[damage[i].at] = damage[i].byte;
        if (packed_read(bytes, &other) != ERR_CORRUPT) fail_msg("damage %zu passes", i);
    }
}

static void test_a_number_of_more_than_64_bits_is_refused(void **state)
{
    (void)state;
    uint8_t long_number[128] = { 0xc1, 0x01 };
    struct span bytes = make_small();
    memset(long_number + 2, 0xff, 9);
    long_number[11] = 0x02;
    memcpy(long_number + 12, bytes.at + 4, bytes.size - 4);
    struct span longer = { long_number, bytes.size + 8 };
    assert_int_equal(packed_read(longer, &other), ERR_CORRUPT);
    long_number[11] = 0x01; /* that is UINT64_MAX */
    assert_int_equal(packed_read(longer, &other), OK);
    assert_true(other.bundle == UINT64_MAX);
    long_number[11] = 0x81;
    assert_int_equal(packed_read(longer, &other), ERR_CORRUPT);
}

static void test_any_bytes_are_read_or_refused(void **state)
{
    (void)state;
    struct chance chance = { 1 };
    for (int round = 0; round < 20000; round++) {
        make_random(chance_below(&chance, 50));
        struct span bytes = pack(&image);
        for (int i = 0; i < 3; i++) {
            memory[chance_below(&chance, (uint32_t)bytes.size)] = (uint8_t)chance_next(&chance);
        }
        if (packed_read(bytes, &other) != OK) continue;
        assert_in_range(other.stage_count, 0, STAGES_MAX);
        assert_in_range(other.milestone_count, 0, MILESTONES_MAX);
        assert_in_range(other.gate_count, 0, GATES_MAX);
    }
}

static void test_message_pack_is_told_apart(void **state)
{
    (void)state;
    make_random(1);
    buffer_init(&buffer, memory, sizeof memory);
    image_write(&buffer, &image);
    assert_false(packed_is(buffer_span(&buffer)));
    assert_false(packed_is((struct span){ memory, 0 }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_images_come_back_as_they_were),
        cmocka_unit_test(test_an_image_that_is_cut_or_too_long_is_none),
        cmocka_unit_test(test_the_largest_image_fits),
        cmocka_unit_test(test_the_bytes_are_those_of_the_first_release),
        cmocka_unit_test(test_what_means_nothing_is_refused),
        cmocka_unit_test(test_a_number_of_more_than_64_bits_is_refused),
        cmocka_unit_test(test_any_bytes_are_read_or_refused),
        cmocka_unit_test(test_message_pack_is_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
