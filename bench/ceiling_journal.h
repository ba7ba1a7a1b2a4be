/* SPDX-License-Identifier: Apache-2.0 */
/* The ceiling's journal: dense records in LMDB, appended a batch at a time, one sync each. */
#ifndef BENCH_CEILING_JOURNAL_H
#define BENCH_CEILING_JOURNAL_H

#include "tongfa/base.h"

/* A record is so many bytes, the last of which are the application where there is one. */
struct ceiling_record {
    uint32_t size;
    uint32_t application_size;
    size_t application_at; /* in the arena */
    uint64_t bundle;
};

struct ceiling_batch {
    struct ceiling_record *records;
    uint32_t count;
    uint32_t capacity;
    uint8_t *arena;
    size_t arena_size;
    size_t arena_capacity;
};

void ceiling_batch_add(struct ceiling_batch *batch, uint32_t size, uint64_t bundle);
void ceiling_batch_add_application(struct ceiling_batch *batch, uint32_t size, uint64_t bundle,
                                   struct span application);
void ceiling_batch_clear(struct ceiling_batch *batch);

/* with_thread: commits run in a thread of their own, else inside ceiling_journal_append. */
void ceiling_journal_open(const char *dir, bool with_thread);

/* Give a batch to the disk; at most one is under way. */
void ceiling_journal_append(struct ceiling_batch *batch);

/* Readable when the batch is durable; only with a thread. */
int ceiling_journal_fd(void);
bool ceiling_journal_is_back(void); /* asked when it is readable; takes the news */

uint64_t ceiling_journal_commits(void);

#endif
