/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in the journal's tables: keys and values as bytes, and back again.
 *
 * Images are encoded by packed.h, definitions by proto/record.h; the small globals here, as
 * big-endian numbers of fixed width, so that a table is in the order of its numbers. */
#ifndef BROKER_SHELL_STORE_H
#define BROKER_SHELL_STORE_H

#include "broker/core/engine.h"
#include "broker/shell/draft.h"
#include "broker/shell/evidence.h"
#include "broker/shell/journal.h"
#include "proto/buffer.h"

/* No image, key or small value is longer encoded; a definition may be. */
#define STORE_IMAGE_BYTES_MAX 16384
#define STORE_SMALL_BYTES_MAX 160
#define STORE_CALENDAR_BYTES_MAX 4096

/* ---- Writing: the value and the key go into the buffer, the result points there. ------------- */

struct store_write store_put_image(struct buffer *bytes, const struct bundle_image *image);

/* The value alone, as this release writes it, or as those before it did: to compare. */
struct span store_image_like(struct buffer *bytes, const struct bundle_image *image,
                             bool is_packed);

struct store_write store_delete_open(struct buffer *bytes, uint64_t bundle);
struct store_write store_put_key(struct buffer *bytes, const struct hash *key_hash,
                                 uint64_t bundle);
struct store_write store_put_late_row(struct buffer *bytes, uint64_t row,
                                      const struct late_key *keys, uint32_t count);
struct store_write store_delete_late_row(struct buffer *bytes, uint64_t row);
struct store_write store_put_procedure(struct buffer *bytes, uint64_t position,
                                       const struct fact_procedure_published *fact);
struct store_write store_put_counter(struct buffer *bytes, const struct counter_image *image);
struct store_write store_put_request(struct buffer *bytes, const struct request_image *image,
                                     uint32_t slot);
struct store_write store_put_calendar(struct buffer *bytes, const struct calendar_image *image);
struct store_write store_put_totals(struct buffer *bytes, const struct totals_image *image);
struct store_write store_put_recover_from(struct buffer *bytes, uint64_t position);
/* When to look at an ended bundle that is not in memory: broker/shell/wake.h. */
struct wake_row {
    int64_t at_ms;
    uint64_t bundle;
};
struct store_write store_put_wake(struct buffer *bytes, const struct wake_row *row);
struct store_write store_delete_wake(struct buffer *bytes, const struct wake_row *row);

struct store_write store_put_signed(struct buffer *bytes,
                                    const struct signed_checkpoint *checkpoint);

/* ---- Reading one ----------------------------------------------------------------------------- */

/* The stored image of a bundle, ended or open; an open one may be older than the engine's.
 *
 * Errors: ERR_BUNDLE_UNKNOWN - there is none; ERR_CORRUPT. */
enum err store_image(struct view *view, uint64_t bundle, struct bundle_image *image);

/* Number of an ended bundle by its key, or 0. Look in the engine first and among the late keys, and
 * here in a view begun after the last checkpoint_committed: see broker/shell/checkpoint.c, "The key
 * is always found". */
uint64_t store_find_key(struct view *view, const struct hash *key_hash);

/* The key at a place of a row of STORE_LATE_KEY. Returns false behind the last. */
bool store_late_key_at(struct span value, uint32_t place, struct late_key *key);

/* The same as store_find_key for those who have no late keys in memory: reads all of their rows. */
uint64_t store_find_late_key(struct view *view, const struct hash *key_hash);

/* What the engine wants to know of an ended bundle that has left its memory.
 *
 * Shape:  archived - is_found is false if no ended bundle has that number; else its image is *image.
 * Errors: ERR_CORRUPT. */
enum err store_archived(struct view *view, uint64_t bundle, struct bundle_image *image,
                        struct archived *archived);

/* The bytes of a published definition; a NULL span if there is none of that version. */
struct span store_definition(struct view *view, const struct name *name, uint32_t version);

/* Position of its publication; 0 if there is none of that version. */
uint64_t store_definition_position(struct view *view, const struct name *name, uint32_t version);

/* Zeros where nothing was ever stored. Errors: ERR_CORRUPT. */
enum err store_totals(struct view *view, struct totals_image *image);

/* Position 0 where none was ever stored. Errors: ERR_CORRUPT. */
enum err store_calendar(struct view *view, struct calendar_image *image);

/* Where replay has to begin; 1 where nothing was ever stored. Errors: ERR_CORRUPT. */
enum err store_recover_from(struct view *view, uint64_t *position);

/* Which signed checkpoint: the oldest at or after a position, or the newest at or before it. */
struct signed_wanted {
    uint64_t position; /* 0: the oldest of all, the newest of all */
    bool after;
};

/* Find one. Returns false if there is none, or it cannot be read. */
bool store_signed(struct view *view, const struct hash *journal, const struct signed_wanted *wanted,
                  struct signed_checkpoint *checkpoint);

/* ---- Reading what view_table_next gives. Errors of each: ERR_CORRUPT. ------------------------ */

enum err store_read_image(struct span key, struct span value, struct bundle_image *image);
enum err store_read_key(struct span key, struct span value, struct hash *key_hash,
                        uint64_t *bundle);
enum err store_read_wake(struct span key, struct span value, struct wake_row *row);
enum err store_read_late_row(struct span key, struct span value, uint64_t *row);
enum err store_read_counter(struct span key, struct span value, struct counter_image *image);
enum err store_read_request(struct span key, struct span value, struct request_image *image,
                            uint32_t *slot);

/* journal - its name, which is not in the row. Whether it is genuine is not looked at. */
enum err store_read_signed(struct span key, struct span value, const struct hash *journal,
                           struct signed_checkpoint *checkpoint);

/* A row of STORE_PROCEDURE; definition points into value. */
struct store_procedure {
    uint64_t position;
    struct hash content;
    struct span definition;
};
enum err store_read_procedure(struct span value, struct store_procedure *procedure);

#endif
