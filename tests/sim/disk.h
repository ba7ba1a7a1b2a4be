/* SPDX-License-Identifier: Apache-2.0 */
/* The simulated disk: broker/shell/journal.h once more, without LMDB, thread or file. It outlives
 * the broker; what is committed is there after a crash, wholly or not at all.
 *
 * A commit takes time and may fail. As on a real disk nobody can tell then whether it took place:
 * here a chance decides. A broker that dies leaves the batch under way to the same chance. */
#ifndef TESTS_SIM_DISK_H
#define TESTS_SIM_DISK_H

#include "broker/shell/journal.h"

void disk_begin(void);
void disk_end(void);

/* Records that are durable: positions 1 to disk_count(). */
uint64_t disk_count(void);
struct span disk_record(uint64_t position);

/* When the batch under way comes back; INT64_MAX: there is none. */
int64_t disk_due_ms(void);
bool disk_is_ready(void);

/* The broker dies now: nothing that it still does reaches the disk. */
void disk_kill(void);

/* Before the next broker starts: it may fail to read, or find its tables gone. */
void disk_before_start(void);

/* The journal may grow by so many bytes only; UINT64_MAX: as far as anybody could want. Below the
 * reserve new work is refused, below a quarter of it everything. */
#define DISK_RESERVE_BYTES ((uint64_t)64 << 20)
void disk_set_full(uint64_t left_bytes);
uint64_t disk_left_bytes(void);

/* When the first of the ended bundles whose terms run is to be looked at; INT64_MAX: none is. */
int64_t disk_wake_ms(void);

/* A view of what is durable, for checks. */
struct view *disk_view(void);

#endif
