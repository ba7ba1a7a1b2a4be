/* SPDX-License-Identifier: Apache-2.0 */
/* How it works.
 *
 * The tables are read once, from one snapshot, which is given up before the long walks begin. What
 * is kept of them is small: of each bundle one claim ("my image ends with position p and has this
 * digest"), of the small tables a copy. Each is then compared at the one moment of the replay at
 * which it must be true, and marked; what is not marked at the end has no fact behind it.
 *
 * Digests instead of images: equal bytes are equal images, since images are written in one way only.
 * Claims stand in an array by bundle number. Its memory is reserved for as many bundles as there
 * are facts and touched only where a bundle is, so a wild number in a damaged row costs nothing. */
#include "broker/shell/offline_tables.h"

#include "broker/shell/log.h"
#include "broker/shell/packed.h"
#include "proto/record.h"

#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#define SCRATCH_BYTES (STORE_IMAGE_BYTES_MAX + ENVELOPE_BYTES_MAX)

void findings_add(struct findings *findings, uint64_t position, uint64_t bundle, const char *format,
                  ...)
{
    struct offline_problem problem = { .position = position, .bundle = bundle };
    va_list arguments;

    if (findings->is_stopped) return;
    va_start(arguments, format);
    vsnprintf(problem.text, sizeof problem.text, format, arguments);
    va_end(arguments);
    findings_pass(findings, &problem);
}

void findings_pass(struct findings *findings, const struct offline_problem *problem)
{
    if (findings->is_stopped) return;
    findings->count++;
    if (findings->complain != NULL && !findings->complain(findings->self, problem)) {
        findings->is_stopped = true;
    }
}

/* By a key that nobody knew when the tables were written: no other bytes can have been made to match. */
static struct hash digest_of(const struct tables *tables, struct span bytes)
{
    struct hash hash;

    static_assert(sizeof hash.bytes == crypto_shorthash_siphashx24_BYTES, "a digest is a hash");
    static_assert(sizeof tables->digest_key == crypto_shorthash_siphashx24_KEYBYTES, "its key");
    crypto_shorthash_siphashx24(hash.bytes, bytes.at, bytes.size, tables->digest_key);
    return hash;
}

/* ---- Reading ------------------------------------------------------------------------------- */

static enum err out_of_memory(void)
{
    log_error("verify: no memory for the tables: %s", strerror(errno));
    return ERR_NO_MEMORY;
}

static bool copied_reserve(struct copied *copied, size_t more)
{
    if (copied->count == copied->row_capacity) {
        uint32_t capacity = copied->row_capacity == 0 ? 64 : 2 * copied->row_capacity;
        struct copied_row *rows = realloc(copied->rows, capacity * sizeof *rows);
        if (rows == NULL) return false;
        copied->rows = rows;
        copied->row_capacity = capacity;
    }
    if (copied->size + more > copied->capacity) {
        size_t capacity = 2 * copied->capacity + more;
        uint8_t *bytes = realloc(copied->bytes, capacity);
        if (bytes == NULL) return false;
        copied->bytes = bytes;
        copied->capacity = capacity;
    }
    return true;
}

static enum err copy_table(struct copied *copied, struct view *view, enum store_table table)
{
    struct span key = { 0 };
    struct span value;

    while (view_table_next(view, table, &key, &value)) {
        if (!copied_reserve(copied, key.size + value.size)) return out_of_memory();
        struct copied_row *row = &copied->rows[copied->count++];
        *row = (struct copied_row){ .key_at = copied->size,
                                    .value_at = copied->size + key.size,
                                    .end = copied->size + key.size + value.size };
        memcpy(copied->bytes + row->key_at, key.at, key.size);
        if (value.size > 0) memcpy(copied->bytes + row->value_at, value.at, value.size);
        copied->size = row->end;
    }
    return OK;
}

static void copied_fini(struct copied *copied)
{
    free(copied->bytes);
    free(copied->rows);
}

/* The claim about a bundle, if there can be one of that number. */
static struct claim *claim_of(const struct tables *tables, uint64_t bundle)
{
    return bundle > 0 && bundle < tables->until ? &tables->claims[bundle] : NULL;
}

static void read_image(struct tables *tables, enum store_table table, struct span key,
                       struct span value, struct findings *findings)
{
    struct bundle_image image;
    const char *name = table == STORE_OPEN ? "open" : "ended";
    bool is_good = store_read_image(key, value, &image) == OK;
    struct claim *claim = is_good ? claim_of(tables, image.bundle) : NULL;

    if (claim == NULL) {
        findings_add(findings, 0, 0, "an image among the %s bundles cannot be read", name);
        return;
    }
    if ((image.result == RESULT_OPEN) != (table == STORE_OPEN)) {
        findings_add(findings, 0, image.bundle, "the image among the %s bundles is not %s", name,
                     name);
    }
    if (claim->is_open || claim->is_closed) {
        findings_add(findings, 0, image.bundle,
                     "it has an image among the open and one among the ended bundles");
    }
    claim->is_open = claim->is_open || table == STORE_OPEN;
    claim->is_closed = claim->is_closed || table == STORE_CLOSED;
    claim->position = image.last_position;
    claim->image = digest_of(tables, value);
    claim->is_packed = packed_is(value);
}

static void read_images(struct tables *tables, struct view *view, enum store_table table,
                        struct findings *findings)
{
    struct span key = { 0 };
    struct span value;

    while (view_table_next(view, table, &key, &value)) {
        read_image(tables, table, key, value, findings);
        if (table == STORE_OPEN) {
            tables->images_open++;
        } else {
            tables->images_closed++;
        }
    }
}

static void read_keys(struct tables *tables, struct view *view, struct findings *findings)
{
    struct span key = { 0 };
    struct span value;
    struct hash hash;
    uint64_t bundle = 0;

    while (view_table_next(view, STORE_KEY, &key, &value)) {
        bool is_good = store_read_key(key, value, &hash, &bundle) == OK;
        struct claim *claim = is_good ? claim_of(tables, bundle) : NULL;

        tables->keys++;
        if (claim == NULL) {
            findings_add(findings, 0, bundle, "a row of the key index cannot be read");
        } else if (claim->has_key) {
            findings_add(findings, 0, bundle, "two keys lead to it");
        } else {
            claim->has_key = true;
            claim->key = hash;
        }
    }
}

/* Keys of a row that is soon deleted are in the key index, too, and are the same there. */
static void read_late_keys(struct tables *tables, struct view *view, struct findings *findings)
{
    struct span row = { 0 };
    struct span value;
    struct late_key key;
    uint64_t number;

    while (view_table_next(view, STORE_LATE_KEY, &row, &value)) {
        if (store_read_late_row(row, value, &number) != OK) {
            findings_add(findings, 0, 0, "a row of late keys cannot be read");
            continue;
        }
        for (uint32_t i = 0; store_late_key_at(value, i, &key); i++) {
            struct claim *claim = claim_of(tables, key.bundle);
            if (claim == NULL) {
                findings_add(findings, 0, key.bundle, "a late key leads nowhere");
            } else if (claim->has_key && !hash_is_equal(&claim->key, &key.key_hash)) {
                findings_add(findings, 0, key.bundle, "two keys lead to it");
            } else {
                if (!claim->has_key) tables->keys++;
                claim->has_key = true;
                claim->key = key.key_hash;
            }
        }
    }
}

/* A row may be left over from an older image of its bundle, so what it says is not compared. */
static void read_wakes(struct tables *tables, struct view *view, struct findings *findings)
{
    struct span key = { 0 };
    struct span value;
    struct wake_row row = { 0 };

    while (view_table_next(view, STORE_WAKE, &key, &value)) {
        bool is_good = store_read_wake(key, value, &row) == OK;
        struct claim *claim = is_good ? claim_of(tables, row.bundle) : NULL;
        if (claim == NULL || !claim->is_closed) {
            findings_add(findings, 0, is_good ? row.bundle : 0,
                         "a row says to look at an ended bundle, and there is none");
        } else {
            claim->has_wake = true;
        }
    }
}

static int compare_positions(const void *left, const void *right)
{
    uint64_t a = ((const struct remembered *)left)->image.position;
    uint64_t b = ((const struct remembered *)right)->image.position;

    return (a > b) - (a < b);
}

/* In which slot a request stands depends on how large the window was at its time, so slots are
 * not compared; what the rows say is. */
static enum err read_requests(struct tables *tables, struct view *view, struct findings *findings)
{
    struct span key = { 0 };
    struct span value;
    struct request_image image;
    uint32_t slot;
    uint32_t capacity = 0;

    while (view_table_next(view, STORE_REQUEST, &key, &value)) {
        if (store_read_request(key, value, &image, &slot) != OK) {
            findings_add(findings, 0, 0, "a row of the answered requests cannot be read");
            continue;
        }
        if (tables->request_count == capacity) {
            capacity = capacity == 0 ? 64 : 2 * capacity;
            struct remembered *more =
                realloc(tables->requests, capacity * sizeof *tables->requests);
            if (more == NULL) return out_of_memory();
            tables->requests = more;
        }
        tables->requests[tables->request_count++] = (struct remembered){ .image = image };
    }
    if (tables->request_count > 0) {
        qsort(tables->requests, tables->request_count, sizeof *tables->requests, compare_positions);
    }
    return OK;
}

enum err tables_read(struct tables *tables, struct view *view, struct findings *findings)
{
    *tables = (struct tables){ .until = view_position_next(view) };
    randombytes_buf(tables->digest_key, sizeof tables->digest_key);
    tables->scratch = malloc(SCRATCH_BYTES);
    if (tables->scratch == NULL) return out_of_memory();
    tables->claims_bytes = (size_t)(tables->until + 1) * sizeof *tables->claims;
    void *memory = mmap(NULL, tables->claims_bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) return out_of_memory();
    tables->claims = memory;
    read_images(tables, view, STORE_OPEN, findings);
    read_images(tables, view, STORE_CLOSED, findings);
    read_keys(tables, view, findings);
    read_late_keys(tables, view, findings);
    read_wakes(tables, view, findings);
    if (store_recover_from(view, &tables->recover_from) != OK ||
        tables->recover_from > tables->until) {
        findings_add(findings, 0, 0, "the position to recover from cannot be read");
    }
    enum err err = copy_table(&tables->procedures, view, STORE_PROCEDURE);
    if (err == OK) err = copy_table(&tables->counters, view, STORE_COUNTER);
    if (err == OK) err = read_requests(tables, view, findings);
    if (err == OK) err = copy_table(&tables->meta, view, STORE_META);
    if (err == OK && view_err(view) != OK) err = view_err(view);
    return err;
}

void tables_fini(struct tables *tables)
{
    if (tables->claims != NULL) munmap(tables->claims, tables->claims_bytes);
    copied_fini(&tables->procedures);
    copied_fini(&tables->counters);
    free(tables->requests);
    copied_fini(&tables->meta);
    free(tables->scratch);
    *tables = (struct tables){ 0 };
}

/* ---- Comparing ----------------------------------------------------------------------------- */

void tables_check_reach(const struct tables *tables, const struct fact *fact,
                        struct findings *findings)
{
    const struct claim *claim = claim_of(tables, fact->bundle);

    if (claim == NULL || fact->position >= tables->recover_from) return;
    if (fact->position > claim->position) {
        findings_add(findings, fact->position, fact->bundle,
                     "a restart would miss it: it is before the position to recover from, and no "
                     "image has it");
    }
}

static int compare(struct span left, struct span right)
{
    size_t size = left.size < right.size ? left.size : right.size;
    int order = size > 0 ? memcmp(left.at, right.at, size) : 0;

    return order != 0 ? order : (left.size > right.size) - (left.size < right.size);
}

/* The row of a key; the table was copied in order of keys. */
static struct copied_row *copied_find(const struct copied *copied, struct span key)
{
    uint32_t low = 0;
    uint32_t high = copied->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        struct copied_row *row = &copied->rows[middle];
        struct span found = { .at = copied->bytes + row->key_at,
                              .size = row->value_at - row->key_at };
        int order = compare(found, key);
        if (order == 0) return row;
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

/* A row that a replay gives must be the one that is stored. */
static bool copied_agrees(const struct copied *copied, const struct store_write *expected)
{
    struct copied_row *row = copied_find(copied, expected->key);

    if (row == NULL) return false;
    row->is_compared = true;
    struct span value = { .at = copied->bytes + row->value_at, .size = row->end - row->value_at };
    return compare(value, expected->value) == 0;
}

static uint32_t copied_left(const struct copied *copied)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < copied->count; i++) {
        if (!copied->rows[i].is_compared) count++;
    }
    return count;
}

static struct buffer scratch_of(const struct tables *tables)
{
    struct buffer buffer;

    buffer_init(&buffer, tables->scratch, SCRATCH_BYTES);
    return buffer;
}

static void check_image(struct tables *tables, struct claim *claim, const struct engine *engine,
                        const struct bundle_image *image, struct findings *findings)
{
    struct buffer buffer = scratch_of(tables);
    struct hash digest = digest_of(tables, store_image_like(&buffer, image, claim->is_packed));

    claim->is_compared = true;
    if (!hash_is_equal(&digest, &claim->image)) {
        findings_add(findings, 0, image->bundle,
                     "its stored image is not what a replay to position %" PRIu64 " gives",
                     claim->position);
    }
    if (!claim->is_closed) return;
    if (!claim->has_key) {
        findings_add(findings, 0, image->bundle, "it has ended and no key leads to it");
    } else if (!hash_is_equal(&claim->key, &image->key_hash)) {
        findings_add(findings, 0, image->bundle, "a key leads to it that is not its own");
    }
    if (image->result == RESULT_OPEN || claim->has_wake) return;
    if (engine_wake_ms(engine, image, image->ended_ms) == INT64_MAX) return;
    findings_add(findings, 0, image->bundle, "its permits end some day, and no row says when");
}

/* The request behind a fact, as it is remembered. Returns false if there is none. */
static bool request_of(const struct fact *fact, struct request_image *image)
{
    static const struct request_mark none = { 0 };

    *image = (struct request_image){ .bundle = fact->bundle, .position = fact->position };
    switch (fact->type) {
        case FACT_PROCEDURE_PUBLISHED:
            image->mark = fact->procedure_published.request;
            image->version = fact->procedure_published.procedure->version;
            break;
        case FACT_MILESTONE_REACHED:
        case FACT_MILESTONE_CALLED_OFF: image->mark = fact->milestone.request; break;
        case FACT_JOB_READIED: image->mark = fact->job_readied.request; break;
        case FACT_BUNDLE_WITHDRAWN: image->mark = fact->bundle_withdrawn.request; break;
        case FACT_ACTED: image->mark = fact->acted.request; break;
        case FACT_SUPPLIED: image->mark = fact->supplied.request; break;
        case FACT_MIGRATED:
            image->mark = fact->migrated.request;
            image->version = fact->migrated.version;
            break;
        case FACT_CALENDAR_PUBLISHED: image->mark = fact->calendar_published.request; break;
        case FACT_BUNDLE_SUBMITTED:
        case FACT_STAGE_OPENED:
        case FACT_JOB_LEASED:
        case FACT_JOBS_LEASED:
        case FACT_JOB_RENEWED:
        case FACT_JOB_EXPIRED:
        case FACT_JOB_RELEASED:
        case FACT_JOB_FAILED:
        case FACT_JOB_PARKED:
        case FACT_VERDICT_GIVEN:
        case FACT_CLAIM_REFUSED:
        case FACT_STAGE_GRANTED:
        case FACT_STAGE_BLOCKED:
        case FACT_PERMITS_ISSUED:
        case FACT_GATE_LAPSED:
        case FACT_BUNDLE_ENDED:
        case FACT_TYPE_COUNT: return false;
    }
    return memcmp(&image->mark, &none, sizeof none) != 0;
}

static bool request_is_equal(const struct request_image *left, const struct request_image *right)
{
    return hash_is_equal(&left->mark.id, &right->mark.id) &&
           hash_is_equal(&left->mark.content, &right->mark.content) &&
           left->bundle == right->bundle && left->position == right->position &&
           left->version == right->version;
}

/* Several rows may name one position: a smaller window leaves old rows behind. */
static void check_request(struct tables *tables, const struct fact *fact)
{
    struct request_image expected;
    uint32_t low = 0;
    uint32_t high = tables->request_count;

    if (!request_of(fact, &expected)) return;
    tables->request_last = fact->position;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (tables->requests[middle].image.position < fact->position) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < tables->request_count; low++) {
        struct remembered *row = &tables->requests[low];
        if (row->image.position != fact->position) return;
        if (request_is_equal(&row->image, &expected)) row->is_compared = true;
    }
}

static void check_requests(const struct tables *tables, struct findings *findings)
{
    const struct remembered *rows = tables->requests;
    uint32_t count = tables->request_count;

    for (uint32_t i = 0; i < count; i++) {
        if (rows[i].is_compared) continue;
        findings_add(findings, rows[i].image.position, rows[i].image.bundle,
                     "a stored answer names this position, whose fact does not say that");
    }
    if (tables->request_last > 0 &&
        (count == 0 || rows[count - 1].image.position != tables->request_last)) {
        findings_add(findings, tables->request_last, 0,
                     "the newest answered request is not stored");
    }
}

void tables_check_fact(struct tables *tables, const struct engine *engine, const struct fact *fact,
                       struct findings *findings)
{
    struct claim *claim = claim_of(tables, fact->bundle);
    struct bundle_image image;

    if (fact->type == FACT_PROCEDURE_PUBLISHED) {
        struct buffer buffer = scratch_of(tables);
        struct store_write expected =
            store_put_procedure(&buffer, fact->position, &fact->procedure_published);
        if (!copied_agrees(&tables->procedures, &expected)) {
            findings_add(findings, fact->position, 0,
                         "the stored definition of %s version %" PRIu32 " is not this one",
                         fact->procedure_published.procedure->name.text,
                         fact->procedure_published.procedure->version);
        }
    }
    check_request(tables, fact);
    if (claim == NULL || claim->position != fact->position) return;
    if (engine_image(engine, fact->bundle, &image) == OK) {
        check_image(tables, claim, engine, &image, findings);
    }
}

static void check_globals(struct tables *tables, struct engine *engine, struct findings *findings)
{
    struct counter_image counter;
    struct totals_image totals;
    struct calendar_image calendar;

    while (engine_export_counter(engine, &counter)) {
        struct buffer buffer = scratch_of(tables);
        struct store_write expected = store_put_counter(&buffer, &counter);
        if (copied_agrees(&tables->counters, &expected)) continue;
        findings_add(findings, 0, 0,
                     "the stored permit counter of %s in %u is not %" PRIu32 ", its last number",
                     counter.department.text, (unsigned)counter.year, counter.last);
    }
    if (engine_export_calendar(engine, &calendar)) {
        struct buffer buffer = scratch_of(tables);
        struct store_write expected = store_put_calendar(&buffer, &calendar);
        if (!copied_agrees(&tables->meta, &expected)) {
            findings_add(findings, calendar.position, 0,
                         "the stored calendar is not that of a replay");
        }
    }
    if (tables->until == 1) return;
    struct buffer buffer = scratch_of(tables);
    engine_export_totals(engine, &totals);
    struct store_write expected = store_put_totals(&buffer, &totals);
    if (!copied_agrees(&tables->meta, &expected)) {
        findings_add(findings, 0, 0, "the stored totals are not those of a replay");
    }
}

void tables_check_end(struct tables *tables, struct engine *engine, struct findings *findings)
{
    check_globals(tables, engine, findings);
    check_requests(tables, findings);
    uint32_t left = copied_left(&tables->procedures) + copied_left(&tables->counters);
    if (left > 0) {
        findings_add(findings, 0, 0,
                     "%" PRIu32 " rows of procedures or permit counters have no fact behind them",
                     left);
    }
    for (uint64_t bundle = 1; bundle < tables->until && !findings->is_stopped; bundle++) {
        const struct claim *claim = &tables->claims[bundle];
        if ((claim->is_open || claim->is_closed) && !claim->is_compared) {
            findings_add(findings, 0, bundle,
                         "its stored image ends with position %" PRIu64 ", which is no fact of it",
                         claim->position);
        }
        if (claim->has_key && !claim->is_closed) {
            findings_add(findings, 0, bundle, "a key leads to it, but it is not stored as ended");
        }
    }
}
