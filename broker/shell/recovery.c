/* SPDX-License-Identifier: Apache-2.0 */
/* How it works.
 *
 * The tables were written in the transactions of the facts, so the globals are those of the newest
 * fact. Images may be older, each by its own distance; replay from recover_from brings them up, and
 * the engine skips what an image or the globals already hold.
 *
 * Between recover_from and the newest fact there are also facts of bundles that have ended and left
 * memory: the engine passes over facts of bundles that it does not know, as long as the globals hold
 * them. Facts that came after such a bundle's end (its permits were delivered, say) may be newer than
 * its stored image: then that image is brought back first. None of those bundles is built up again, for its submission is before recover_from: the
 * checkpoint takes dirty bundles in the order of their first fact that no image has, so when a
 * bundle was stored for the first time, recover_from moved beyond its submission.
 *
 * The tables can be behind the records only if somebody deleted them. Then they are rebuilt in
 * portions, each a commit without records: a rebuilder that is killed goes on where it was, and
 * bundles that have ended leave memory on the way. */
#include "broker/shell/recovery.h"

#include "broker/shell/checkpoint.h"
#include "broker/shell/clock.h"
#include "broker/shell/log.h"
#include "broker/shell/store.h"
#include "proto/record.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/mman.h>

/* Facts between two commits of a rebuild. */
#define REBUILD_FACTS 4096

/* Images read before the first of them is restored. */
#define IMAGES_AHEAD 16

struct recovery {
    struct view *view;
    struct engine *engine;
    struct recovery_report *report;
    bool with_requests;
    uint64_t stored;            /* the newest fact that the globals hold */
    struct procedure procedure; /* scratch */
    struct calendar_image calendar;
    struct bundle_image images[IMAGES_AHEAD];
    /* Only while tables are rebuilt. */
    struct journal *journal; /* NULL: they are not */
    uint64_t uncommitted;    /* facts since the last commit */
    struct draft draft;
    struct checkpoint checkpoint;
};

/* ---- Memory -------------------------------------------------------------------------------- */

enum err recovery_engine_new(struct engine **engine, const struct engine_limits *limits)
{
    void *memory = mmap(NULL, engine_bytes(limits), PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    *engine = NULL;
    if (memory == MAP_FAILED) {
        log_error("no memory for the engine, %zu bytes: %s; lower its limits", engine_bytes(limits),
                  strerror(errno));
        return ERR_NO_MEMORY;
    }
    *engine = engine_init(memory, limits);
    return OK;
}

void recovery_engine_free(struct engine **engine, const struct engine_limits *limits)
{
    if (*engine != NULL) munmap(*engine, engine_bytes(limits));
    *engine = NULL;
}

/* ---- Globals ------------------------------------------------------------------------------- */

static enum err failed(enum err err, const char *what)
{
    if (err == ERR_NO_MEMORY) {
        log_error("recovery: no room for the %s; raise the engine's limits", what);
    } else {
        log_error("recovery: the stored %s: %s: %s", what, err_name(err), err_text(err));
    }
    return err;
}

static int compare_rows(const void *left, const void *right)
{
    uint64_t a = ((const struct store_procedure *)left)->position;
    uint64_t b = ((const struct store_procedure *)right)->position;

    return (a > b) - (a < b);
}

/* The rows of STORE_PROCEDURE in order of publication. Caller frees *rows. */
static enum err list_procedures(struct view *view, struct store_procedure **rows, uint32_t *count)
{
    struct span key = { 0 };
    struct span value;
    struct store_procedure found;
    uint32_t capacity = 0;

    *rows = NULL;
    *count = 0;
    while (view_table_next(view, STORE_PROCEDURE, &key, &value)) {
        if (*count == capacity) {
            capacity = capacity == 0 ? 64 : 2 * capacity;
            struct store_procedure *more = realloc(*rows, capacity * sizeof **rows);
            if (more == NULL) return ERR_NO_MEMORY;
            *rows = more;
        }
        if (store_read_procedure(value, &found) != OK) return ERR_CORRUPT;
        (*rows)[(*count)++] = found;
    }
    if (*count > 0) qsort(*rows, *count, sizeof **rows, compare_rows);
    return view_err(view);
}

static enum err load_procedures(struct recovery *recovery)
{
    struct store_procedure *rows;
    const char *field;
    uint32_t *count = &recovery->report->procedures;
    enum err err = list_procedures(recovery->view, &rows, count);

    for (uint32_t i = 0; i < *count && err == OK; i++) {
        err = procedure_read(rows[i].definition, &recovery->procedure, &field);
        if (err != OK) {
            err = ERR_CORRUPT;
        } else {
            err = engine_restore_procedure(recovery->engine, &recovery->procedure, &rows[i].content,
                                           rows[i].position);
        }
    }
    free(rows);
    return err == OK ? OK : failed(err, "procedures");
}

static enum err load_counters(struct recovery *recovery)
{
    struct span key = { 0 };
    struct span value;
    struct counter_image image;
    enum err err = OK;

    while (err == OK && view_table_next(recovery->view, STORE_COUNTER, &key, &value)) {
        err = store_read_counter(key, value, &image);
        if (err == OK) err = engine_restore_counter(recovery->engine, &image);
        recovery->report->counters++;
    }
    if (err == OK) err = view_err(recovery->view);
    return err == OK ? OK : failed(err, "permit counters");
}

/* Rows beyond the window were left by a larger one. They are older than what the window got since,
 * and would push it out. */
static enum err load_requests(struct recovery *recovery)
{
    struct span key = { 0 };
    struct span value;
    struct request_image image;
    uint32_t requests_max = engine_limits_of(recovery->engine)->requests_max;
    uint32_t slot;
    enum err err = OK;

    while (err == OK && recovery->with_requests &&
           view_table_next(recovery->view, STORE_REQUEST, &key, &value)) {
        err = store_read_request(key, value, &image, &slot);
        if (err == OK && slot >= requests_max) break;
        if (err == OK) err = engine_restore_request(recovery->engine, &image);
        recovery->report->requests++;
    }
    if (err == OK) err = view_err(recovery->view);
    return err == OK ? OK : failed(err, "answered requests");
}

static enum err load_calendar(struct recovery *recovery)
{
    struct calendar_image *image = &recovery->calendar;
    enum err err = store_calendar(recovery->view, image);

    if (err == OK && image->position != 0) err = engine_restore_calendar(recovery->engine, image);
    return err == OK ? OK : failed(err, "calendar");
}

static enum err load_globals(struct recovery *recovery)
{
    struct totals_image totals;
    enum err err = load_procedures(recovery);

    if (err == OK) err = load_counters(recovery);
    if (err == OK) err = load_requests(recovery);
    if (err == OK) err = load_calendar(recovery);
    if (err != OK) return err;
    err = store_totals(recovery->view, &totals);
    if (err == OK && totals.position >= recovery->report->position_next) err = ERR_CORRUPT;
    if (err == OK) err = engine_restore_totals(recovery->engine, &totals);
    recovery->stored = totals.position;
    return err == OK ? OK : failed(err, "totals");
}

/* The next images, as many as fit, so that the processor fetches for one while another is taken. */
static enum err read_open(struct recovery *recovery, struct span *key, uint32_t *count)
{
    struct span value;
    enum err err = OK;

    *count = 0;
    while (err == OK && *count < IMAGES_AHEAD &&
           view_table_next(recovery->view, STORE_OPEN, key, &value)) {
        struct bundle_image *image = &recovery->images[*count];
        err = store_read_image(*key, value, image);
        if (err != OK) break;
        if (image->last_position >= recovery->report->position_next) err = ERR_CORRUPT;
        engine_restore_expect(recovery->engine, image);
        (*count)++;
    }
    return err;
}

static enum err load_open(struct recovery *recovery)
{
    struct span key = { 0 };
    uint32_t count = IMAGES_AHEAD;
    enum err err = OK;

    while (err == OK && count == IMAGES_AHEAD) {
        err = read_open(recovery, &key, &count);
        for (uint32_t i = 0; i < count && err == OK; i++) {
            err = engine_restore_bundle(recovery->engine, &recovery->images[i]);
        }
        recovery->report->images_open += count;
    }
    if (err == OK) err = view_err(recovery->view);
    return err == OK ? OK : failed(err, "open bundles");
}

/* ---- Rebuilding ---------------------------------------------------------------------------- */

static enum err rebuild_begin(struct recovery *recovery, struct journal *journal)
{
    uint64_t position_next = recovery->report->position_next;

    if (recovery->stored + 1 == position_next) return OK;
    log_warn("recovery: the tables hold facts up to position %" PRIu64
             ", the records go to %" PRIu64 "; rebuilding the tables",
             recovery->stored, position_next - 1);
    recovery->journal = journal;
    checkpoint_init(&recovery->checkpoint, 0, 1);
    enum err err = draft_init(&recovery->draft);
    draft_begin(&recovery->draft, position_next);
    return err;
}

static enum err rebuild_commit(struct recovery *recovery)
{
    checkpoint_catch_up(&recovery->checkpoint, recovery->engine, &recovery->draft);
    enum err err = journal_append_now(recovery->journal, &recovery->draft.batch);
    if (err != OK) return err;
    checkpoint_committed(&recovery->checkpoint, recovery->engine, &recovery->draft);
    draft_begin(&recovery->draft, recovery->report->position_next);
    return view_begin(recovery->view);
}

/* What a step decides for one bundle stands together in the journal, and only the whole of it is a
 * state that an image may hold. So between facts of one bundle nothing is exported. */
static bool next_is_of(struct recovery *recovery, const struct fact *fact)
{
    struct record_head head;
    struct span record = view_record(recovery->view, fact->position + 1, NULL);

    if (record.at == NULL || record_read_head(record, &head) != OK) return false;
    return head.bundle == fact->bundle;
}

/* A fact was applied that the tables lack. They are committed in portions, and early where ended
 * bundles take up the engine's memory. */
static enum err rebuild_note(struct recovery *recovery, const struct fact *fact)
{
    if (fact->type == FACT_PROCEDURE_PUBLISHED) {
        draft_write(&recovery->draft,
                    store_put_procedure(&recovery->draft.write_bytes, fact->position,
                                        &fact->procedure_published));
    }
    recovery->report->records_rebuilt++;
    recovery->uncommitted++;
    bool is_last = fact->position + 1 == recovery->report->position_next;
    bool is_due = recovery->uncommitted >= REBUILD_FACTS || engine_is_cramped(recovery->engine);
    if (!is_last && (!is_due || next_is_of(recovery, fact))) return OK;
    recovery->uncommitted = 0;
    return rebuild_commit(recovery);
}

/* ---- Replay -------------------------------------------------------------------------------- */

void recovery_forget_request(struct fact *fact)
{
    static const struct request_mark none = { 0 };

    if (fact->type == FACT_PROCEDURE_PUBLISHED) fact->procedure_published.request = none;
    if (fact->type == FACT_CALENDAR_PUBLISHED) fact->calendar_published.request = none;
    if (fact->type == FACT_MILESTONE_REACHED) fact->milestone.request = none;
    if (fact->type == FACT_MILESTONE_CALLED_OFF) fact->milestone.request = none;
    if (fact->type == FACT_JOB_READIED) fact->job_readied.request = none;
    if (fact->type == FACT_BUNDLE_WITHDRAWN) fact->bundle_withdrawn.request = none;
    if (fact->type == FACT_ACTED) fact->acted.request = none;
    if (fact->type == FACT_SUPPLIED) fact->supplied.request = none;
    if (fact->type == FACT_MIGRATED) fact->migrated.request = none;
    if (fact->type == FACT_ACTED) fact->acted.request = none;
}

/* An ended bundle that left memory before a fact of it: its stored image must come first, unless it has
 * the fact already. */
static enum err recall(struct recovery *recovery, const struct fact *fact)
{
    struct bundle_image *image = &recovery->images[0];

    if (!engine_wants_recall(recovery->engine, fact)) return OK;
    enum err err = store_image(recovery->view, fact->bundle, image);
    if (err == ERR_BUNDLE_UNKNOWN) return OK; /* the engine will say so */
    if (err != OK || image->result == RESULT_OPEN) return err;
    return image->last_position < fact->position ? engine_recall(recovery->engine, image) : OK;
}

/* Read a record and apply it. */
static enum err apply(struct recovery *recovery, uint64_t position, struct span record)
{
    struct fact fact;
    enum err err = record.at == NULL ? ERR_CORRUPT
                                     : record_read(record, position, &recovery->procedure, &fact);

    if (err != OK) {
        log_error("recovery: position %" PRIu64 " is not a record", position);
        return err;
    }
    if (!recovery->with_requests) recovery_forget_request(&fact);
    err = recall(recovery, &fact);
    if (err == OK) err = engine_apply(recovery->engine, &fact);
    if (err == ERR_NO_MEMORY) {
        log_error("recovery: no room for position %" PRIu64 "; raise the engine's limits",
                  position);
    } else if (err != OK) {
        log_error("recovery: position %" PRIu64 " (%s of bundle %" PRIu64
                  ") contradicts what was before it",
                  position, fact_type_name(fact.type), fact.bundle);
    }
    if (err != OK || recovery->journal == NULL || position <= recovery->stored) return err;
    return rebuild_note(recovery, &fact);
}

static enum err replay(struct recovery *recovery)
{
    uint64_t expected = recovery->report->recover_from;
    uint64_t position;
    struct span record;
    enum err err = OK;

    view_seek(recovery->view, expected);
    while (err == OK && view_next(recovery->view, &position, &record, NULL)) {
        if (position != expected) {
            log_error("recovery: position %" PRIu64 " is missing", expected);
            return ERR_CORRUPT;
        }
        expected++;
        recovery->report->records_read++;
        err = apply(recovery, position, record);
    }
    return err == OK ? view_err(recovery->view) : err;
}

/* ---- The whole ----------------------------------------------------------------------------- */

/* journal: where to rebuild what the tables lack; NULL: leave them. */
static enum err recover(struct recovery *recovery, struct journal *journal)
{
    struct recovery_report *report = recovery->report;
    struct totals_image totals;
    int64_t began_ms = clock_elapsed_ms();

    *report = (struct recovery_report){ .position_next = view_position_next(recovery->view) };
    enum err err = store_recover_from(recovery->view, &report->recover_from);
    if (err == OK && report->recover_from > report->position_next) err = ERR_CORRUPT;
    if (err != OK) return failed(err, "position to recover from");
    err = load_globals(recovery);
    if (err == OK) err = load_open(recovery);
    if (err == OK) {
        engine_restore_rewind(recovery->engine, report->recover_from);
        err = engine_restore_end(recovery->engine);
        if (err != OK) failed(err, "bundles");
    }
    if (err == OK && journal != NULL) err = rebuild_begin(recovery, journal);
    if (err == OK) err = replay(recovery);
    if (err == OK && engine_position_next(recovery->engine) != report->position_next) {
        err = failed(ERR_CORRUPT, "newest position");
    }
    engine_export_totals(recovery->engine, &totals);
    report->newest_ms = totals.now_ms;
    report->took_ms = clock_elapsed_ms() - began_ms;
    return err;
}

enum err recovery_load(struct view *view, struct engine *engine, bool with_requests,
                       struct recovery_report *report)
{
    struct recovery *recovery = calloc(1, sizeof *recovery);

    *report = (struct recovery_report){ 0 };
    if (recovery == NULL) return failed(ERR_NO_MEMORY, "procedures");
    recovery->view = view;
    recovery->engine = engine;
    recovery->report = report;
    recovery->with_requests = with_requests;
    enum err err = recover(recovery, NULL);
    free(recovery);
    return err;
}

enum err recovery_run(struct journal *journal, struct engine *engine,
                      struct recovery_report *report)
{
    struct recovery *recovery = calloc(1, sizeof *recovery);

    *report = (struct recovery_report){ 0 };
    if (recovery == NULL) return failed(ERR_NO_MEMORY, "procedures");
    recovery->engine = engine;
    recovery->report = report;
    recovery->with_requests = true;
    enum err err = view_open(&recovery->view, journal);
    if (err == OK) err = view_begin(recovery->view);
    if (err == OK) err = recover(recovery, journal);
    draft_fini(&recovery->draft);
    view_close(&recovery->view);
    journal_trim(journal);
    free(recovery);
    return err;
}
