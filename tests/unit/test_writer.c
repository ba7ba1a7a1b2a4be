/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define COUNT_MAX 40

static const uint8_t content[3] = { 7, 8, 9 };

/* A map of `count` pairs behind two bytes of something else; its last value is a BIN. */
static void write_map(struct buffer *buffer, uint32_t count, bool again)
{
    writer_text(buffer, "x");
    size_t at = buffer->size;
    writer_map(buffer, again ? 0 : count);
    for (uint32_t i = 1; i < count; i++) {
        writer_pair(buffer, i, i * 1000);
    }
    if (count > 0) writer_uint(buffer, count);
    if (count > 0) writer_bin(buffer, (struct span){ content, sizeof content });
    buffer->bin_end = buffer->size;
    if (again) writer_map_again(buffer, at, count);
}

static void test_a_count_put_in_at_the_end_is_as_if_it_had_been_known(void **state)
{
    (void)state;
    uint8_t known_memory[1024];
    uint8_t again_memory[1024];
    struct buffer known, again;

    for (uint32_t count = 0; count <= COUNT_MAX; count++) {
        buffer_init(&known, known_memory, sizeof known_memory);
        buffer_init(&again, again_memory, sizeof again_memory);
        write_map(&known, count, false);
        write_map(&again, count, true);
        assert_int_equal(again.size, known.size);
        assert_memory_equal(again.at, known.at, known.size);
        assert_int_equal(again.bin_end, known.bin_end);
    }
}

static void test_a_larger_head_needs_its_room(void **state)
{
    (void)state;
    uint8_t memory[1024];
    struct buffer buffer;

    buffer_init(&buffer, memory, sizeof memory);
    write_map(&buffer, COUNT_MAX, false);
    size_t size = buffer.size;
    for (size_t room = 0; room <= size; room++) {
        buffer_init(&buffer, memory, room);
        write_map(&buffer, COUNT_MAX, true);
        assert_int_equal(buffer.is_full, room < size);
        assert_true(buffer.size <= room);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_count_put_in_at_the_end_is_as_if_it_had_been_known),
        cmocka_unit_test(test_a_larger_head_needs_its_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
