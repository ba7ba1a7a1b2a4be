/* SPDX-License-Identifier: Apache-2.0 */
/* What an image is held against: the journal as the broker left it at the end, and what it had said
 * by each event of the trace. */
#ifndef TESTS_POWER_TRUTH_H
#define TESTS_POWER_TRUTH_H

#include "broker/core/engine.h"
#include "broker/shell/journal.h"
#include "tests/power/trace.h"

struct truth_record {
    struct span record;
    uint8_t chain[CHAIN_BYTES];
    bool is_end;      /* some transaction ended with it */
    struct hash hash; /* of the replay up to here, if is_end */
    uint64_t bundles; /* submitted up to here */
};

struct truth_row {
    struct span key;
    struct span value;
};

/* Tables whose rows, once written, never change. */
#define TRUTH_TABLES 3
extern const enum store_table truth_tables[TRUTH_TABLES];

struct truth_table {
    uint32_t count;
    struct truth_row *rows; /* in order of their keys */
};

/* A file that must be there, as it is, from the first word on: the broker signs with it. */
#define TRUTH_KEY "signing.key"
#define TRUTH_KEY_BYTES_MAX 4096

struct truth {
    struct engine_limits limits;
    uint8_t key[TRUTH_KEY_BYTES_MAX];
    size_t key_size; /* 0: the broker has none */
    uint64_t count;
    struct truth_record *records; /* [1..count], by position */
    struct truth_table tables[TRUTH_TABLES];
    uint64_t *told; /* [event]: the newest position that anybody had been told of */
    uint32_t commit_count;
    uint32_t message_count; /* that were said */
};

/* Read the final journal and what the trace says.
 *
 * Errors: false - logged to standard error: the journal is not sound, an answer was given before its
 *         commit, or names a record that is not what it says. */
bool truth_open(struct truth *truth, const struct trace *trace, const char *final);
void truth_close(struct truth *truth);

/* The bytes of a file in a directory; 0: there is none. */
size_t truth_read_file(const char *folder, const char *name, uint8_t bytes[TRUTH_KEY_BYTES_MAX]);

/* The row of a key in one of truth_tables, or NULL. */
const struct truth_row *truth_row(const struct truth *truth, uint32_t table, struct span key);

#endif
