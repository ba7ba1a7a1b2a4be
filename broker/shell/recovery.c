/* SPDX-License-Identifier: Apache-2.0 */
/* How it works.
 *
 * The tables were written in the transactions of the facts, so the globals are those of the newest
 * fact. Images may be older, each by its own distance; replay from recover_from brings them up, and
 * the engine skips what an image or the globals already hold.
 *
 * Between recover_from and the newest fact there are also facts of bundles that have ended and left
 * memory: the engine passes over facts of bundles that it does not know, as long as the globals hold
 * them. None of those bundles is built up again, for its submission is before recover_from: the
 * checkpoint takes dirty bundles in the order of their first fact that no image has, so when a
 * bundle was stored for the first time, recover_from moved beyond its submission. */
#include "broker/shell/recovery.h"

#include "broker/shell/clock.h"
#include "broker/shell/log.h"
#include "broker/shell/store.h"
#include "proto/record.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/mman.h>

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

struct row {
    uint64_t position;
    struct span value;
};

static int compare_rows(const void *left, const void *right)
{
    uint64_t a = ((const struct row *)left)->position;
    uint64_t b = ((const struct row *)right)->position;

    return (a > b) - (a < b);
}

/* The rows of STORE_PROCEDURE in order of publication. Caller frees *rows. */
static enum err list_procedures(struct view *view, struct row **rows, uint32_t *count)
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
            struct row *more = realloc(*rows, capacity * sizeof **rows);
            if (more == NULL) return ERR_NO_MEMORY;
            *rows = more;
        }
        if (store_read_procedure(value, &found) != OK) return ERR_CORRUPT;
        (*rows)[(*count)++] = (struct row){ .position = found.position, .value = value };
    }
    if (*count > 0) qsort(*rows, *count, sizeof **rows, compare_rows);
    return view_err(view);
}

static enum err load_procedures(struct view *view, struct engine *engine,
                                struct recovery_report *report)
{
    struct row *rows;
    static _Thread_local struct procedure procedure;
    struct store_procedure found;
    const char *field;
    enum err err = list_procedures(view, &rows, &report->procedures);

    for (uint32_t i = 0; i < report->procedures && err == OK; i++) {
        err = store_read_procedure(rows[i].value, &found);
        if (err == OK && procedure_read(found.definition, &procedure, &field) != OK) {
            err = ERR_CORRUPT;
        }
        if (err == OK) {
            err = engine_restore_procedure(engine, &procedure, &found.content, found.position);
        }
    }
    free(rows);
    return err == OK ? OK : failed(err, "procedures");
}

static enum err load_counters(struct view *view, struct engine *engine,
                              struct recovery_report *report)
{
    struct span key = { 0 };
    struct span value;
    struct counter_image image;
    enum err err = OK;

    while (err == OK && view_table_next(view, STORE_COUNTER, &key, &value)) {
        err = store_read_counter(key, value, &image);
        if (err == OK) err = engine_restore_counter(engine, &image);
        report->counters++;
    }
    if (err == OK) err = view_err(view);
    return err == OK ? OK : failed(err, "permit counters");
}

static enum err load_requests(struct view *view, struct engine *engine,
                              struct recovery_report *report)
{
    struct span key = { 0 };
    struct span value;
    struct request_image image;
    enum err err = OK;

    while (err == OK && view_table_next(view, STORE_REQUEST, &key, &value)) {
        err = store_read_request(key, value, &image);
        if (err == OK) err = engine_restore_request(engine, &image);
        report->requests++;
    }
    if (err == OK) err = view_err(view);
    return err == OK ? OK : failed(err, "answered requests");
}

static enum err load_globals(struct view *view, struct engine *engine,
                             struct recovery_report *report)
{
    struct totals_image totals;
    enum err err = load_procedures(view, engine, report);

    if (err == OK) err = load_counters(view, engine, report);
    if (err == OK) err = load_requests(view, engine, report);
    if (err != OK) return err;
    err = store_totals(view, &totals);
    if (err == OK && totals.position >= report->position_next) err = ERR_CORRUPT;
    if (err == OK) err = engine_restore_totals(engine, &totals);
    return err == OK ? OK : failed(err, "totals");
}

/* ---- Bundles ------------------------------------------------------------------------------- */

static enum err load_open(struct view *view, struct engine *engine, struct recovery_report *report)
{
    struct span key = { 0 };
    struct span value;
    struct bundle_image image;
    enum err err = OK;

    while (err == OK && view_table_next(view, STORE_OPEN, &key, &value)) {
        err = store_read_image(key, value, &image);
        if (err == OK && image.last_position >= report->position_next) err = ERR_CORRUPT;
        if (err == OK) err = engine_restore_bundle(engine, &image);
        report->images_open++;
    }
    if (err == OK) err = view_err(view);
    return err == OK ? OK : failed(err, "open bundles");
}

enum err recovery_apply(struct engine *engine, uint64_t position, struct span record,
                        struct procedure *procedure)
{
    struct fact fact;
    enum err err =
        record.at == NULL ? ERR_CORRUPT : record_read(record, position, procedure, &fact);

    if (err != OK) {
        log_error("recovery: position %" PRIu64 " is not a record", position);
        return err;
    }
    err = engine_apply(engine, &fact);
    if (err == ERR_NO_MEMORY) {
        log_error("recovery: no room for position %" PRIu64 "; raise the engine's limits",
                  position);
    } else if (err != OK) {
        log_error("recovery: position %" PRIu64 " (%s of bundle %" PRIu64
                  ") contradicts what was before it",
                  position, fact_type_name(fact.type), fact.bundle);
    }
    return err;
}

static enum err replay(struct view *view, struct engine *engine, struct recovery_report *report)
{
    static _Thread_local struct procedure procedure;
    uint64_t expected = report->recover_from;
    uint64_t position;
    struct span record;
    enum err err = OK;

    view_seek(view, report->recover_from);
    while (err == OK && view_next(view, &position, &record, NULL)) {
        if (position != expected) {
            log_error("recovery: position %" PRIu64 " is missing", expected);
            return ERR_CORRUPT;
        }
        expected++;
        report->records_read++;
        err = recovery_apply(engine, position, record, &procedure);
    }
    return err == OK ? view_err(view) : err;
}

/* ---- The whole ----------------------------------------------------------------------------- */

enum err recovery_load(struct view *view, struct engine *engine, struct recovery_report *report)
{
    int64_t began_ms = clock_elapsed_ms();
    struct totals_image totals;

    *report = (struct recovery_report){ .position_next = view_position_next(view) };
    enum err err = store_recover_from(view, &report->recover_from);
    if (err == OK && report->recover_from > report->position_next) err = ERR_CORRUPT;
    if (err != OK) return failed(err, "position to recover from");
    err = load_globals(view, engine, report);
    if (err == OK) err = load_open(view, engine, report);
    if (err == OK) {
        err = engine_restore_end(engine);
        if (err != OK) failed(err, "bundles");
    }
    if (err == OK) err = replay(view, engine, report);
    if (err == OK && engine_position_next(engine) != report->position_next) {
        err = failed(ERR_CORRUPT, "newest position");
    }
    engine_export_totals(engine, &totals);
    report->newest_ms = totals.now_ms;
    report->took_ms = clock_elapsed_ms() - began_ms;
    return err;
}

enum err recovery_run(struct journal *journal, struct engine *engine,
                      struct recovery_report *report)
{
    struct view *view = NULL;
    enum err err = view_open(&view, journal);

    *report = (struct recovery_report){ 0 };
    if (err == OK) err = view_begin(view);
    if (err == OK) err = recovery_load(view, engine, report);
    view_close(&view);
    return err;
}
