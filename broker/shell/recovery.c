/* SPDX-License-Identifier: Apache-2.0 */
/* How it works.
 *
 * The tables were written in the transactions of the facts, so the globals are those of the newest
 * fact. Images may be older, each by its own distance; replay from recover_from brings them up, and
 * the engine skips what an image already holds.
 *
 * Between recover_from and the newest fact there are also facts of bundles that have ended and left
 * memory. Their images stay on the disk; their facts are passed over ("settled"). The exception is
 * an ended bundle with a fact that its stored image lacks (a late claim, refused while the image
 * was on its way to the disk): its image is loaded too and the fact applied, and the checkpoint will
 * store it again. To know which is which before anything is applied, the facts' heads are read
 * first; one bit for each of them remembers the answer. */
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
    report->newest_ms = totals.now_ms;
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

/* One bit for each fact from recover_from on: set where there is nothing to apply. */
struct settled {
    uint64_t from;
    uint8_t *bits;
};

static bool settled_has(const struct settled *settled, uint64_t position)
{
    uint64_t at = position - settled->from;

    return (settled->bits[at / 8] >> (at % 8) & 1) != 0;
}

/* Decide about one fact; load its bundle if that has ended and lacks the fact. */
static enum err settle(struct view *view, struct engine *engine, uint64_t position, uint64_t bundle,
                       struct recovery_report *report)
{
    struct bundle_image image;
    enum err err = store_image(view, bundle, &image);

    if (err == ERR_BUNDLE_UNKNOWN || (err == OK && image.result == RESULT_OPEN)) return OK;
    if (err != OK) return failed(err, "ended bundles");
    if (image.last_position >= position) return ERR_BUNDLE_ENDED;
    if (engine_image(engine, bundle, &image) == OK) return OK; /* loaded for an earlier fact */
    report->images_ended++;
    err = engine_restore_bundle(engine, &image);
    return err == OK ? OK : failed(err, "ended bundles");
}

/* Read the heads of all facts to be replayed. Caller frees settled->bits. */
static enum err survey(struct view *view, struct engine *engine, struct settled *settled,
                       struct recovery_report *report)
{
    uint64_t position;
    struct span record;
    struct record_head head;

    settled->from = report->recover_from;
    settled->bits = calloc((report->position_next - report->recover_from) / 8 + 1, 1);
    if (settled->bits == NULL) return failed(ERR_NO_MEMORY, "facts to be replayed");
    view_seek(view, report->recover_from);
    while (view_next(view, &position, &record, NULL)) {
        if (record.at == NULL || record_read_head(record, &head) != OK) {
            log_error("recovery: position %" PRIu64 " is not a record", position);
            return ERR_CORRUPT;
        }
        enum err err = OK;
        if (head.bundle != 0) err = settle(view, engine, position, head.bundle, report);
        if (err == ERR_BUNDLE_ENDED) {
            uint64_t at = position - settled->from;
            settled->bits[at / 8] |= (uint8_t)(1 << (at % 8));
            report->records_settled++;
        } else if (err != OK) {
            return err;
        }
    }
    return view_err(view);
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

static enum err replay(struct view *view, struct engine *engine, const struct settled *settled,
                       struct recovery_report *report)
{
    static _Thread_local struct procedure procedure;
    uint64_t expected = report->recover_from;
    uint64_t position;
    struct span record;
    struct record_head head;
    enum err err = OK;

    view_seek(view, report->recover_from);
    while (err == OK && view_next(view, &position, &record, NULL)) {
        if (position != expected) {
            log_error("recovery: position %" PRIu64 " is missing", expected);
            return ERR_CORRUPT;
        }
        expected++;
        report->records_read++;
        if (settled_has(settled, position)) continue;
        err = recovery_apply(engine, position, record, &procedure);
        if (err == OK && record_read_head(record, &head) == OK) report->newest_ms = head.at_ms;
    }
    return err == OK ? view_err(view) : err;
}

/* ---- The whole ----------------------------------------------------------------------------- */

enum err recovery_load(struct view *view, struct engine *engine, struct recovery_report *report)
{
    int64_t began_ms = clock_elapsed_ms();
    struct settled settled = { 0 };

    *report = (struct recovery_report){ .position_next = view_position_next(view) };
    enum err err = store_recover_from(view, &report->recover_from);
    if (err == OK && report->recover_from > report->position_next) err = ERR_CORRUPT;
    if (err != OK) return failed(err, "position to recover from");
    err = load_globals(view, engine, report);
    if (err == OK) err = load_open(view, engine, report);
    if (err == OK) err = survey(view, engine, &settled, report);
    if (err == OK) {
        err = engine_restore_end(engine);
        if (err != OK) failed(err, "bundles");
    }
    if (err == OK) err = replay(view, engine, &settled, report);
    free(settled.bits);
    if (err == OK && engine_position_next(engine) != report->position_next) {
        err = failed(ERR_CORRUPT, "newest position");
    }
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
