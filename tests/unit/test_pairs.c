/* SPDX-License-Identifier: Apache-2.0 */
/* Reader and writer have a quick way for what there is most of: pairs of a key and a number or name.
 * Here it is held against the long one, in any room that a buffer has left. */
#include "proto/reader.h"
#include "proto/writer.h"
#include "tests/support/chance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define ROUNDS 20000

/* A number of any width, often at a bound. */
static uint64_t any_number(struct chance *chance)
{
    uint64_t bits = chance_next(chance) >> chance_below(chance, 64);
    uint64_t bound = UINT64_C(1) << chance_below(chance, 64);
    return chance_one_in(chance, 2) ? bits : bound - chance_below(chance, 2);
}

/* Both wrote the same, or both are full; what lies beyond the room is untouched. */
static void check_same(const struct buffer *quick, const struct buffer *slow)
{
    assert_int_equal(quick->is_full, slow->is_full);
    assert_int_equal(quick->at[quick->capacity], 0xaa);
    if (quick->is_full) return;
    assert_int_equal(quick->size, slow->size);
    assert_memory_equal(quick->at, slow->at, quick->size);
}

static void test_pairs_are_written_as_msgpack_c_does_in_any_room(void **state)
{
    (void)state;
    struct chance chance = { 1 };

    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint8_t memory[2][48];
        struct buffer quick, slow;
        uint64_t number = any_number(&chance);
        uint32_t key = chance_below(&chance, 0x80);
        size_t room = chance_below(&chance, 24);

        memset(memory, 0xaa, sizeof memory);
        buffer_init(&quick, memory[0], room);
        buffer_init(&slow, memory[1], room);
        writer_pair(&quick, key, number);
        writer_uint(&quick, number);
        writer_uint_at_end(&slow, key);
        writer_uint_at_end(&slow, number);
        writer_uint_at_end(&slow, number);
        check_same(&quick, &slow);
    }
}

static void test_names_are_written_as_texts_in_any_room(void **state)
{
    (void)state;
    for (size_t size = 0; size <= sizeof(struct name); size++) {
        for (size_t room = 0; room < 80; room++) {
            uint8_t memory[2][96];
            struct buffer quick, slow;
            struct name name = { { 0 } };

            memset(name.text, 'n', size); /* all of it: not a name, and written all the same */
            memset(memory, 0xaa, sizeof memory);
            buffer_init(&quick, memory[0], room);
            buffer_init(&slow, memory[1], room);
            writer_pair_name(&quick, 5, &name);
            writer_nil(&quick);
            writer_uint(&slow, 5);
            writer_str(&slow, (struct span){ (const uint8_t *)name.text, size });
            writer_nil(&slow);
            check_same(&quick, &slow);
        }
    }
}

/* The head of a map or array, and random bytes that are often numbers. */
static struct span any_bytes(struct chance *chance, uint8_t *memory, size_t size_max)
{
    size_t size = 1 + chance_below(chance, (uint32_t)size_max);
    for (size_t i = 0; i < size; i++) {
        uint32_t any = chance_below(chance, 256);
        bool is_format = chance_one_in(chance, 4);
        memory[i] = (uint8_t)(is_format ? 0xca + any % 8 : any % 0x82);
    }
    memory[0] = (uint8_t)((chance_one_in(chance, 4) ? 0x90 : 0x80) + chance_below(chance, 5));
    return (struct span){ memory, size };
}

static void test_a_pair_that_is_read_is_what_two_values_are(void **state)
{
    (void)state;
    struct chance chance = { 2 };
    uint32_t count = 0;

    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint8_t memory[24];
        struct span bytes = any_bytes(&chance, memory, sizeof memory);
        struct reader reader;
        struct value key, value;
        uint64_t natural = 0;

        reader_init(&reader, bytes, 1 + chance_below(&chance, 6));
        if (reader_next(&reader, &value) != OK) continue;
        for (;;) {
            struct reader quick = reader;
            const struct reader before = quick;
            if (!reader_next_natural(&quick, &natural)) {
                assert_memory_equal(&quick, &before, sizeof quick);
                break;
            }
            assert_int_equal(reader_next(&reader, &key), OK);
            assert_int_equal(reader_next(&reader, &value), OK);
            assert_int_equal(key.kind, VALUE_UINT);
            assert_int_equal(value.kind, VALUE_UINT);
            assert_true(value.natural == natural);
            assert_memory_equal(&quick, &reader, sizeof quick);
            count++;
        }
    }
    assert_true(count > ROUNDS / 4); /* or nothing was said */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs_are_written_as_msgpack_c_does_in_any_room),
        cmocka_unit_test(test_names_are_written_as_texts_in_any_room),
        cmocka_unit_test(test_a_pair_that_is_read_is_what_two_values_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
