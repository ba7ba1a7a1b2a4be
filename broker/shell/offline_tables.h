/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of `verify`: what the tables claim at one moment, to be compared with a replay. */
#ifndef BROKER_SHELL_OFFLINE_TABLES_H
#define BROKER_SHELL_OFFLINE_TABLES_H

#include "broker/core/engine.h"
#include "broker/shell/journal.h"
#include "broker/shell/offline.h"
#include "broker/shell/store.h"

/* Where problems go. */
struct findings {
    offline_complain *complain;
    void *self;
    uint64_t count;
    bool is_stopped; /* whoever listens has heard enough */
};

void findings_add(struct findings *findings, uint64_t position, uint64_t bundle, const char *format,
                  ...) __attribute__((format(printf, 4, 5)));

/* The same for one that is made already. */
void findings_pass(struct findings *findings, const struct offline_problem *problem);

/* What the tables say of one bundle. An image is kept as its digest: copying all of them would take
 * their size in memory, holding a snapshot would make a running broker's file grow. */
struct claim {
    uint64_t position; /* newest fact in the image */
    struct hash image; /* digest of its bytes */
    struct hash key;
    bool is_open; /* has a row in STORE_OPEN */
    bool is_closed;
    bool is_packed; /* no older release wrote it */
    bool has_key;
    bool has_wake; /* a row says when to look at it */
    bool is_compared;
};

/* Rows of a small table, copied. */
struct copied_row {
    size_t key_at; /* in bytes */
    size_t value_at;
    size_t end;
    bool is_compared;
};
struct copied {
    uint8_t *bytes;
    size_t size;
    size_t capacity;
    struct copied_row *rows;
    uint32_t count;
    uint32_t row_capacity;
};

/* A row of the window of answered requests. */
struct remembered {
    struct request_image image;
    bool is_compared;
};

struct tables {
    uint64_t until;         /* the first position that the moment does not know */
    uint8_t digest_key[16]; /* random, of this reading */
    struct claim *claims;   /* [bundle] */
    size_t claims_bytes;
    struct copied procedures;
    struct copied counters;
    struct remembered *requests; /* by position */
    uint32_t request_count;
    uint64_t request_last; /* newest fact with a request's mark */
    struct copied meta;
    uint64_t recover_from;
    uint8_t *scratch;
    uint64_t keys;
    uint64_t images_open;
    uint64_t images_closed;
};

/* Read all tables of a view that was begun; rows that cannot be read become findings.
 *
 * Errors: ERR_NO_MEMORY - logged; ERR_IO. */
enum err tables_read(struct tables *tables, struct view *view, struct findings *findings);
void tables_fini(struct tables *tables); /* accepts a zeroed one */

/* A fact was read: is it in an image, or behind recover_from? */
void tables_check_reach(const struct tables *tables, const struct fact *fact,
                        struct findings *findings);

/* A fact was applied: compare the image that claims to end with it, and what it published. */
void tables_check_fact(struct tables *tables, const struct engine *engine, const struct fact *fact,
                       struct findings *findings);

/* All facts were applied: compare the globals, and find rows that nothing stands behind. */
void tables_check_end(struct tables *tables, struct engine *engine, struct findings *findings);

#endif
