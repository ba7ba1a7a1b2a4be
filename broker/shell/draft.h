/* SPDX-License-Identifier: Apache-2.0 */
/* A batch while it is written: its records, what the tables get with them, and the memory of both.
 *
 *     draft_begin ── draft_record(facts of a step) ... ── checkpoint_fill ── journal_append(&draft->batch)
 *          ▲                                                                        │
 *          └───────────────────── checkpoint_committed ◄── journal_committed ◄──────┘
 *
 * Two drafts take turns: one is under way to the disk while the engine fills the other. Memory is
 * reserved once and touched as used. */
#ifndef BROKER_SHELL_DRAFT_H
#define BROKER_SHELL_DRAFT_H

#include "broker/core/engine.h"
#include "broker/shell/journal.h"
#include "proto/buffer.h"

#define DRAFT_RECORDS_MAX 16384
#define DRAFT_IMAGES_MAX 16384
#define DRAFT_LATE_KEYS_MAX DRAFT_IMAGES_MAX
#define DRAFT_LATE_ROWS_MAX 80
#define DRAFT_WAKES_MAX 64 /* rows that are moved */
#define DRAFT_WRITES_MAX \
    (4 * DRAFT_RECORDS_MAX + 4 * DRAFT_IMAGES_MAX + DRAFT_LATE_KEYS_MAX + DRAFT_LATE_ROWS_MAX + \
     2 * DRAFT_WAKES_MAX + 16)

/* The key of an ended bundle that STORE_KEY gets later: broker/shell/late_keys.h. */
struct late_key {
    struct hash key_hash;
    uint64_t bundle;
};

struct draft {
    struct batch batch; /* hand this to the journal */
    struct buffer record_bytes;
    struct buffer write_bytes;
    struct span *records;
    struct span *applications; /* of each record that has one */
    struct store_write *writes;
    uint64_t *ended; /* bundles whose last image is in the draft */
    uint32_t ended_count;
    struct late_key *late; /* ... and of these the keys that wait */
    uint32_t late_count;
    uint32_t image_count;
    uint32_t wake_count; /* rows of STORE_WAKE that it writes */
    void *memory;
};

/* Errors: ERR_NO_MEMORY - logged. */
enum err draft_init(struct draft *draft);
void draft_fini(struct draft *draft); /* accepts a zeroed one */

/* Empty it. position_first is the position that the next fact will get. */
void draft_begin(struct draft *draft, uint64_t position_first);

/* There is room for the facts of one more step, whatever it brings. */
bool draft_has_room(const struct draft *draft);

/* Nothing in it would change the disk. */
bool draft_is_empty(const struct draft *draft);

/* Add the facts of a step, and to the tables the procedures that they publish. Call with room. */
void draft_record(struct draft *draft, const struct facts *facts);

/* The application in the fact at this position, if that is in the draft and has one; else a NULL span. */
struct span draft_application(const struct draft *draft, uint64_t position);

/* For checkpoint.c: add a row; memory for it is draft->write_bytes. */
void draft_write(struct draft *draft, struct store_write write);

#endif
