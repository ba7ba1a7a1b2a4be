/* SPDX-License-Identifier: Apache-2.0 */
/* Batches of made-up records that can be told apart, and a journal of them. */
#ifndef TESTS_SUPPORT_PILE_H
#define TESTS_SUPPORT_PILE_H

#include "broker/shell/journal.h"

#define PILE_RECORD_BYTES_MAX 512
#define PILE_RECORDS_MAX 64

struct pile {
    struct batch batch;
    struct span records[PILE_RECORDS_MAX];
    uint8_t memory[PILE_RECORDS_MAX][PILE_RECORD_BYTES_MAX];
};

/* A batch of the records that belong to these positions. */
struct batch *pile_make(struct pile *pile, uint64_t position_first, uint32_t count);

/* Append to a journal without a thread; must succeed. */
void pile_append(struct journal *journal, uint32_t count);

/* Wait until the batch under way has come back or failed. */
enum err pile_await(struct journal *journal, struct batch **batch);

/* Every record is the one of its position, the chain holds, nothing is missing.
 *
 * Returns: the position after the newest. */
uint64_t pile_check(struct journal *journal);

/* A row of a table from two texts; value NULL: delete. */
struct store_write pile_write(enum store_table table, const char *key, const char *value);

#endif
