/* SPDX-License-Identifier: Apache-2.0 */
/* Two walks over the records. The first finds out which fact is each bundle's last, and so how many
 * bundles had one to come at a time; the second applies, and lets a bundle go with its last fact,
 * which may be a revocation long after its end. So a replay of ten years needs the memory of the
 * busiest time. Both walks stop at the same position and
 * may renew their snapshots in between: records before it never change. */
#include "broker/shell/replay.h"

#include "broker/core/bundle.h"
#include "broker/core/published.h"
#include "broker/shell/log.h"
#include "broker/shell/recovery.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/mman.h>

/* Ended bundles are forgotten in groups: to be forgotten each must be clean, and cleaning one means
 * to clean all that became dirty before it. */
#define GROUP_MAX 1024

/* Room beside what the survey counted. */
#define SPARE 64

#define YEAR_MS ((int64_t)365 * 24 * 3600 * 1000)

/* Entries that one fact adds to a dossier, at most. */
#define ENTRIES_PER_FACT 8

#define BLOCKS_BOUND ((UINT64_C(1) << 30) - 1)

/* ---- Survey -------------------------------------------------------------------------------- */

/* Zeros, touched as used. NULL: there is no memory, logged. */
static void *reserve(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory != MAP_FAILED) return memory;
    log_error("replay: no memory for the list of bundles: %s", strerror(errno));
    return NULL;
}

enum err survey_init(struct survey *survey, struct view *view)
{
    *survey = (struct survey){ .until = view_position_next(view) };
    /* A bundle has at least one fact, so no number can reach `until`. */
    survey->last_bytes = (size_t)(survey->until + 1) * sizeof *survey->last;
    survey->portions_bytes = (size_t)(survey->until / SURVEY_PORTION + 1) * sizeof *survey->began;
    survey->last = reserve(survey->last_bytes);
    survey->began = reserve(survey->portions_bytes);
    survey->ended = reserve(survey->portions_bytes);
    bool is_there = survey->last != NULL && survey->began != NULL && survey->ended != NULL;
    return is_there ? OK : ERR_NO_MEMORY;
}

void survey_fini(struct survey *survey)
{
    if (survey->last != NULL) munmap(survey->last, survey->last_bytes);
    if (survey->began != NULL) munmap(survey->began, survey->portions_bytes);
    if (survey->ended != NULL) munmap(survey->ended, survey->portions_bytes);
    *survey = (struct survey){ 0 };
}

static void note_procedure(struct survey *survey, const struct procedure *procedure)
{
    const struct bundle_size size = procedure_size(procedure);
    uint32_t blocks = bundle_blocks(&size);

    survey->procedure_count++;
    survey->stage_count_sum += procedure->stage_count;
    if (blocks > survey->blocks_max) survey->blocks_max = blocks;
}

enum err survey_note(struct survey *survey, const struct fact *fact)
{
    if (survey->first_ms == 0) survey->first_ms = fact->at_ms;
    survey->newest_ms = fact->at_ms;
    if (fact->type == FACT_PROCEDURE_PUBLISHED) {
        note_procedure(survey, fact->procedure_published.procedure);
    }
    if (fact->type == FACT_BUNDLE_SUBMITTED) {
        if (fact->bundle != survey->bundle_count + 1) return ERR_CORRUPT;
        survey->bundle_count++;
        survey->open_count++;
        survey->began[fact->position / SURVEY_PORTION]++;
    }
    if (fact->type >= FACT_ACTED) survey->entering_count++;
    if (fact->bundle == 0) return OK;
    if (fact->bundle > survey->bundle_count) return ERR_CORRUPT;
    survey->last[fact->bundle] = fact->position;
    if (fact->type == FACT_BUNDLE_ENDED && survey->open_count > 0) survey->open_count--;
    return OK;
}

/* Go on in the newest snapshot now and then. */
static enum err renew(struct view *view, uint64_t position)
{
    return position % REPLAY_RENEW_RECORDS == 0 ? view_begin(view) : OK;
}

/* The next fact before `until`. Returns false at the end and on error. */
static bool next_fact(struct view *view, uint64_t until, struct procedure *procedure,
                      struct fact *fact, enum err *err)
{
    uint64_t position;
    struct span record;

    if (*err != OK || !view_next(view, &position, &record, NULL) || position >= until) {
        if (*err == OK) *err = view_err(view);
        return false;
    }
    *err = record.at == NULL ? ERR_CORRUPT : record_read(record, position, procedure, fact);
    if (*err != OK) log_error("replay: position %" PRIu64 " is not a record", position);
    return *err == OK;
}

enum err survey_run(struct survey *survey, struct view *view)
{
    static _Thread_local struct procedure procedure;
    struct fact fact;
    enum err err = OK;

    view_seek(view, 1);
    while (next_fact(view, survey->until, &procedure, &fact, &err)) {
        err = survey_note(survey, &fact);
        if (err != OK) {
            log_error("replay: position %" PRIu64 " names bundle %" PRIu64 ", but %" PRIu64
                      " were submitted before",
                      fact.position, fact.bundle, survey->bundle_count);
        } else {
            err = renew(view, fact.position);
        }
    }
    return err;
}

/* How many bundles have been submitted at a time and have a fact to come, or never end. */
static uint64_t most_at_a_time(const struct survey *survey)
{
    uint64_t count = 0;
    uint64_t most = 0;

    memset(survey->ended, 0, survey->portions_bytes);
    for (uint64_t bundle = 1; bundle <= survey->bundle_count; bundle++) {
        survey->ended[survey->last[bundle] / SURVEY_PORTION]++;
    }
    for (uint64_t i = 0; i <= survey->until / SURVEY_PORTION; i++) {
        count += survey->began[i];
        if (count > most) most = count;
        count -= survey->ended[i];
    }
    return most + survey->open_count;
}

/* Some of the blocks are kept for dossiers (bundle.c), and what those take comes on top. */
static uint32_t blocks_of(const struct survey *survey, uint64_t bundles)
{
    uint64_t blocks = bundles * (survey->blocks_max > 0 ? survey->blocks_max : 1);

    blocks += blocks / 32 + survey->entering_count * ENTRIES_PER_FACT / ENTRIES_PER_BLOCK;
    blocks += survey->entering_count + SPARE;
    return (uint32_t)(blocks < BLOCKS_BOUND ? blocks : BLOCKS_BOUND);
}

struct engine_limits survey_limits(const struct survey *survey)
{
    uint64_t bundles = most_at_a_time(survey) + GROUP_MAX + SPARE;
    int64_t years = (survey->newest_ms - survey->first_ms) / YEAR_MS + 2;

    if (bundles > survey->bundle_count + SPARE) bundles = survey->bundle_count + SPARE;
    return (struct engine_limits){
        .bundles_max = (uint32_t)bundles,
        .stage_blocks_max = blocks_of(survey, bundles),
        .procedures_max = survey->procedure_count + SPARE,
        .departments_max = survey->stage_count_sum + SPARE,
        .counters_max = survey->stage_count_sum * (uint32_t)years + SPARE,
        .sessions_max = 1,
        .requests_max = 1, /* none is remembered */
        .busy_after_ms = 1,
    };
}

/* ---- Replay -------------------------------------------------------------------------------- */

struct forgetter {
    struct engine *engine;
    uint32_t count;
    uint64_t bundles[GROUP_MAX];
    struct bundle_image image; /* scratch */
};

static void forget_group(struct forgetter *forgetter)
{
    while (engine_export_dirty(forgetter->engine, &forgetter->image)) {
    }
    for (uint32_t i = 0; i < forgetter->count; i++) {
        engine_evict(forgetter->engine, forgetter->bundles[i]);
    }
    forgetter->count = 0;
}

/* Its last fact has been applied: if it has ended, nothing will ask for it again. */
static void forget_later(struct forgetter *forgetter, uint64_t bundle)
{
    enum err err = engine_image(forgetter->engine, bundle, &forgetter->image);

    assert(err == OK); /* the engine takes no fact of a bundle that it does not know */
    if (forgetter->image.result == RESULT_OPEN) return;
    forgetter->bundles[forgetter->count++] = bundle;
    if (forgetter->count == GROUP_MAX) forget_group(forgetter);
}

static enum err apply(struct engine *engine, const struct fact *fact)
{
    struct fact unmarked = *fact;

    recovery_forget_request(&unmarked);
    enum err err = engine_apply(engine, &unmarked);
    if (err == ERR_CORRUPT) {
        log_error("replay: position %" PRIu64 " (%s of bundle %" PRIu64
                  ") contradicts what was before it",
                  fact->position, fact_type_name(fact->type), fact->bundle);
    } else if (err != OK) {
        log_error("replay: position %" PRIu64 ": %s", fact->position, err_text(err));
    }
    return err;
}

enum err replay_run(const struct survey *survey, struct view *view, struct engine *engine,
                    replay_watch *watch, void *self)
{
    static _Thread_local struct procedure procedure;
    struct forgetter *forgetter = calloc(1, sizeof *forgetter);
    struct fact fact;
    enum err err = forgetter == NULL ? ERR_NO_MEMORY : OK;

    if (err == OK) forgetter->engine = engine;
    view_seek(view, 1);
    while (next_fact(view, survey->until, &procedure, &fact, &err)) {
        err = apply(engine, &fact);
        if (err == OK && watch != NULL) err = watch(self, engine, &fact);
        if (err != OK) break;
        if (fact.bundle != 0 && survey->last[fact.bundle] == fact.position) {
            forget_later(forgetter, fact.bundle);
        }
        err = renew(view, fact.position);
    }
    if (err == OK) forget_group(forgetter);
    free(forgetter);
    return err;
}
