/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/pile.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* The record of a position: its size and bytes follow from it. */
static struct span record_of(uint64_t position, uint8_t memory[PILE_RECORD_BYTES_MAX])
{
    size_t size = 1 + (size_t)(position * 37 % (PILE_RECORD_BYTES_MAX - 1));

    for (size_t i = 0; i < size; i++) {
        memory[i] = (uint8_t)(position * 131 + i * 7);
    }
    return (struct span){ .at = memory, .size = size };
}

struct batch *pile_make(struct pile *pile, uint64_t position_first, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        pile->records[i] = record_of(position_first + i, pile->memory[i]);
    }
    pile->batch = (struct batch){
        .position_first = position_first,
        .record_count = count,
        .records = pile->records,
        .owner = pile,
    };
    return &pile->batch;
}

struct store_write pile_write(enum store_table table, const char *key, const char *value)
{
    struct store_write write = {
        .table = table,
        .key = { .at = (const uint8_t *)key, .size = strlen(key) },
    };
    if (value != NULL) {
        write.value = (struct span){ .at = (const uint8_t *)value, .size = strlen(value) };
    }
    return write;
}

/* Wait until the batch under way has come back or failed. */
enum err pile_await(struct journal *journal, struct batch **batch)
{
    struct pollfd poll_fd = { .fd = journal_fd(journal), .events = POLLIN };

    assert_int_equal(poll(&poll_fd, 1, 30000), 1);
    return journal_committed(journal, batch);
}

void pile_append(struct journal *journal, uint32_t count)
{
    struct pile pile = { 0 };

    assert_int_equal(
        journal_append_now(journal, pile_make(&pile, journal_position_next(journal), count)), OK);
}

/* Every record is the one of its position, the chain holds, and nothing is missing. */
uint64_t pile_check(struct journal *journal)
{
    struct view *view = NULL;
    uint8_t expected[PILE_RECORD_BYTES_MAX];
    uint8_t chain[CHAIN_BYTES] = { 0 };
    uint8_t found[CHAIN_BYTES];
    uint64_t position;
    uint64_t next = 1;
    struct span record;

    assert_int_equal(view_open(&view, journal), OK);
    assert_int_equal(view_begin(view), OK);
    while (view_next(view, &position, &record, found)) {
        assert_int_equal(position, next++);
        struct span wanted = record_of(position, expected);
        assert_int_equal(record.size, wanted.size);
        assert_memory_equal(record.at, wanted.at, wanted.size);
        chain_step(chain, position, record);
        assert_memory_equal(chain, found, CHAIN_BYTES);
    }
    assert_int_equal(view_err(view), OK);
    assert_int_equal(view_position_next(view), next);
    assert_int_equal(journal_position_next(journal), next);
    journal_chain_head(journal, found);
    assert_memory_equal(chain, found, CHAIN_BYTES);
    view_close(&view);
    return next;
}
