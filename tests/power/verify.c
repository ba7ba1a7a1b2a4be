/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/power/verify.h"

#include "broker/shell/offline.h"
#include "broker/shell/recovery.h"
#include "broker/shell/store.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

/* Records that are appended to a recovered image. */
#define MORE_RECORDS 64

struct opened {
    struct journal *journal;
    struct engine *engine;
    struct view *view;
};

static bool bad(struct verify *verify, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool bad(struct verify *verify, const char *format, ...)
{
    va_list more;

    va_start(more, format);
    vsnprintf(verify->why, sizeof verify->why, format, more);
    va_end(more);
    return false;
}

/* ---- The restart ----------------------------------------------------------------------------- */

/* As the broker does it. */
static bool restart(struct verify *verify, struct opened *opened)
{
    struct recovery_report report;
    enum err err = journal_open(&opened->journal, verify->path, 0);

    if (err != OK) return bad(verify, "it cannot be opened: %s", err_name(err));
    err = recovery_engine_new(&opened->engine, &verify->truth->limits);
    if (err == OK) err = recovery_run(opened->journal, opened->engine, &report);
    if (err != OK) return bad(verify, "recovery fails: %s", err_name(err));
    verify->position = journal_position_next(opened->journal) - 1;
    if (report.records_rebuilt > 0) {
        return bad(verify, "%" PRIu64 " facts are not in the tables", report.records_rebuilt);
    }
    err = view_open(&opened->view, opened->journal);
    if (err == OK) err = view_begin(opened->view);
    return err == OK ? true : bad(verify, "it cannot be read: %s", err_name(err));
}

static bool check_key(struct verify *verify)
{
    const struct truth *truth = verify->truth;
    uint8_t key[TRUTH_KEY_BYTES_MAX];

    if (verify->told == 0 || truth->key_size == 0) return true;
    bool is_same = truth_read_file(verify->path, TRUTH_KEY, key) == truth->key_size &&
                   memcmp(key, truth->key, truth->key_size) == 0;
    return is_same ? true : bad(verify, "%s is not what it was", TRUTH_KEY);
}

/* ---- Records and state ----------------------------------------------------------------------- */

static bool check_length(struct verify *verify)
{
    const struct truth *truth = verify->truth;
    uint64_t position = verify->position;

    if (position < verify->told) {
        return bad(verify, "lost: position %" PRIu64 " had been told, the journal ends at %" PRIu64,
                   verify->told, position);
    }
    if (position > truth->count) {
        return bad(verify, "it ends at %" PRIu64 ", more than was ever written", position);
    }
    if (position > 0 && !truth->records[position].is_end) {
        return bad(verify, "it ends at %" PRIu64 ", within a transaction", position);
    }
    return true;
}

static bool check_records(struct verify *verify, struct view *view)
{
    uint64_t expected = 1;
    uint64_t position;
    struct span record;
    uint8_t chain[CHAIN_BYTES];

    view_seek(view, 1);
    while (expected <= verify->position && view_next(view, &position, &record, chain)) {
        const struct truth_record *truth = &verify->truth->records[expected];
        bool is_same = position == expected && record.size == truth->record.size &&
                       memcmp(record.at, truth->record.at, record.size) == 0;
        if (!is_same) return bad(verify, "record %" PRIu64 " is not what was written", expected);
        if (memcmp(chain, truth->chain, CHAIN_BYTES) != 0) {
            return bad(verify, "the chain hash of %" PRIu64 " is another", expected);
        }
        expected++;
    }
    if (view_err(view) != OK || expected != verify->position + 1) {
        return bad(verify, "the records cannot be read beyond %" PRIu64, expected - 1);
    }
    return true;
}

static bool check_state(struct verify *verify, const struct engine *engine)
{
    static const struct totals_image empty;
    struct totals_image totals;

    if (verify->position == 0) {
        engine_export_totals(engine, &totals);
        return memcmp(&totals, &empty, sizeof totals) == 0
                   ? true
                   : bad(verify, "there are no records, and yet the state is not empty");
    }
    struct hash hash = engine_hash(engine);
    return hash_is_equal(&hash, &verify->truth->records[verify->position].hash)
               ? true
               : bad(verify, "recovery gives another state than the replay up to %" PRIu64,
                     verify->position);
}

/* ---- Tables ---------------------------------------------------------------------------------- */

static bool check_table(struct verify *verify, struct view *view, uint32_t number)
{
    struct span key = { 0 };
    struct span value;

    while (view_table_next(view, truth_tables[number], &key, &value)) {
        const struct truth_row *row = truth_row(verify->truth, number, key);
        bool is_same = row != NULL && row->value.size == value.size &&
                       memcmp(row->value.at, value.at, value.size) == 0;
        if (!is_same) return bad(verify, "table %d has a row that is wrong", truth_tables[number]);
    }
    if (view_err(view) == OK) return true;
    return bad(verify, "table %d cannot be read", truth_tables[number]);
}

/* Every bundle is in memory or stored as ended, with its key. */
static bool check_bundles(struct verify *verify, const struct opened *opened)
{
    static struct bundle_image image;
    struct archived archived;
    uint64_t count = verify->position == 0 ? 0 : verify->truth->records[verify->position].bundles;

    for (uint64_t bundle = 1; bundle <= count; bundle++) {
        if (engine_image(opened->engine, bundle, &image) == OK) continue;
        enum err err = store_archived(opened->view, bundle, &image, &archived);
        if (err != OK || !archived.is_found) {
            return bad(verify, "bundle %" PRIu64 " is nowhere", bundle);
        }
        if (store_image(opened->view, bundle, &image) != OK ||
            store_find_late_key(opened->view, &image.key_hash) != bundle) {
            return bad(verify, "ended bundle %" PRIu64 " is not found by its key", bundle);
        }
    }
    return true;
}

/* ---- In full --------------------------------------------------------------------------------- */

static bool complain(void *self, const struct offline_problem *problem)
{
    struct verify *verify = self;
    return bad(verify, "verify: position %" PRIu64 ": %s", problem->position, problem->text);
}

static bool check_offline(struct verify *verify, struct journal *journal)
{
    struct offline_verified verified;
    struct offline_replayed replayed;
    enum err err = offline_verify(journal, complain, verify, &verified);

    if (err != OK) return bad(verify, "verify fails: %s", err_name(err));
    if (verified.problems > 0) return false;
    err = offline_replay(journal, &replayed);
    if (err != OK) return bad(verify, "replay fails: %s", err_name(err));
    if (!replayed.is_equal) return bad(verify, "replay and restart give different states");
    return true;
}

/* Write on: pages that the image believes to be free must not be those of a record. */
static bool check_going_on(struct verify *verify, struct opened *opened)
{
    const struct truth *truth = verify->truth;
    struct span records[MORE_RECORDS];
    struct batch batch = { .position_first = verify->position + 1, .records = records };
    uint8_t chain[CHAIN_BYTES];

    while (batch.record_count < MORE_RECORDS && truth->count > 0) {
        uint64_t position = batch.position_first + batch.record_count;
        records[batch.record_count++] =
            truth->records[position > truth->count ? truth->count : position].record;
    }
    view_end(opened->view);
    enum err err = journal_append_now(opened->journal, &batch);
    if (err == OK) err = view_begin(opened->view);
    if (err != OK) return bad(verify, "it takes no more records: %s", err_name(err));
    for (uint32_t i = 0; i < batch.record_count; i++) {
        struct span record = view_record(opened->view, batch.position_first + i, chain);
        bool is_same =
            record.size == records[i].size && memcmp(record.at, records[i].at, record.size) == 0;
        if (!is_same) return bad(verify, "a record that was appended is not there");
    }
    return check_records(verify, opened->view);
}

/* ---- The whole ------------------------------------------------------------------------------- */

void verify_image(struct verify *verify)
{
    struct opened opened = { 0 };

    verify->why[0] = '\0';
    verify->position = 0;
    bool is_good = restart(verify, &opened) && check_length(verify) && check_key(verify) &&
                   check_records(verify, opened.view) && check_state(verify, opened.engine);
    for (uint32_t i = 0; i < TRUTH_TABLES && is_good; i++) {
        is_good = check_table(verify, opened.view, i);
    }
    is_good = is_good && check_bundles(verify, &opened);
    if (is_good && verify->in_full && check_offline(verify, opened.journal)) {
        check_going_on(verify, &opened);
    }
    view_close(&opened.view);
    journal_close(&opened.journal);
    recovery_engine_free(&opened.engine, &verify->truth->limits);
}
