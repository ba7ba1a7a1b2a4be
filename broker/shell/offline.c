/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/offline.h"

#include "broker/core/bundle.h"
#include "broker/shell/clock.h"
#include "broker/shell/recovery.h"
#include "broker/shell/replay.h"
#include "broker/shell/store.h"

/* ---- Dump ---------------------------------------------------------------------------------- */

static bool is_wanted(const struct offline_range *range, struct span record)
{
    struct record_head head;

    if (range->bundle == 0) return true;
    return record.at != NULL && record_read_head(record, &head) == OK &&
           head.bundle == range->bundle;
}

enum err offline_dump(struct journal *journal, const struct offline_range *range,
                      offline_show *show, void *self)
{
    static _Thread_local struct procedure procedure;
    struct offline_record found;
    struct view *view = NULL;
    bool goes_on = true;
    enum err err = view_open(&view, journal);

    if (err == OK) err = view_begin(view);
    if (err == OK) view_seek(view, range->from);
    while (err == OK && goes_on && view_next(view, &found.position, &found.record, found.chain)) {
        if (range->until != 0 && found.position > range->until) break;
        if (is_wanted(range, found.record)) {
            found.err = ERR_CORRUPT;
            if (found.record.at != NULL) {
                found.err = record_read(found.record, found.position, &procedure, &found.fact);
            }
            goes_on = show(self, &found);
        }
        if (found.position % REPLAY_RENEW_RECORDS == 0) err = view_begin(view);
    }
    if (err == OK && view_err(view) == ERR_IO) err = ERR_IO;
    view_close(&view);
    return err;
}

/* ---- Replay -------------------------------------------------------------------------------- */

/* What an engine can be asked for at most; a restart that needed more would not be possible. */
#define BUNDLES_BOUND (1u << 24)
#define PROCEDURES_BOUND 60000

static uint32_t bounded(uint64_t number, uint32_t bound)
{
    return number < bound ? (uint32_t)number : bound;
}

static uint64_t row_count(struct view *view, enum store_table table)
{
    struct span key = { 0 };
    struct span value;
    uint64_t count = 0;

    while (view_table_next(view, table, &key, &value)) {
        count++;
    }
    return count;
}

/* Limits of an engine that can take what a restart reads: each fact that it replays may bring one
 * more of everything. */
static enum err limits_of_restart(struct view *view, struct engine_limits *limits)
{
    const struct bundle_size largest = { STAGES_MAX, MILESTONES_MAX, STAGES_MAX, 1 };
    uint64_t recover_from;
    enum err err = store_recover_from(view, &recover_from);

    if (err != OK) return err;
    uint64_t facts = view_position_next(view) - recover_from + 1;
    uint32_t bundles = bounded(row_count(view, STORE_OPEN) + facts, BUNDLES_BOUND);
    uint32_t procedures = bounded(row_count(view, STORE_PROCEDURE) + facts, PROCEDURES_BOUND);
    *limits = (struct engine_limits){
        .bundles_max = bundles,
        .stage_blocks_max =
            bounded((uint64_t)bundles * (bundle_blocks(&largest) + 6) + 4096, (1u << 30) - 1),
        .procedures_max = procedures,
        .departments_max = bounded((uint64_t)procedures * STAGES_MAX, PROCEDURES_BOUND),
        .counters_max = bounded(row_count(view, STORE_COUNTER) + facts * STAGES_MAX, BUNDLES_BOUND),
        .sessions_max = 1,
        .requests_max = 1, /* none is remembered */
        .busy_after_ms = 1,
    };
    return view_err(view);
}

/* What a restart would begin with. */
static enum err restore(struct view *view, struct offline_replayed *replayed)
{
    struct engine *engine = NULL;
    struct engine_limits limits;
    struct recovery_report report;
    enum err err = limits_of_restart(view, &limits);

    if (err == OK) err = recovery_engine_new(&engine, &limits);
    if (err == OK) err = recovery_load(view, engine, false, &report);
    if (err == OK) {
        replayed->restored = engine_hash(engine);
        replayed->records_restored = report.records_read;
        replayed->recover_from = report.recover_from;
        replayed->took_restored_ms = report.took_ms;
    }
    recovery_engine_free(&engine, &limits);
    return err;
}

static enum err rebuild(struct view *view, const struct survey *survey,
                        struct offline_replayed *replayed)
{
    struct engine *engine = NULL;
    struct engine_limits limits = survey_limits(survey);
    int64_t began_ms = clock_elapsed_ms();
    enum err err = recovery_engine_new(&engine, &limits);

    if (err == OK) err = replay_run(survey, view, engine, NULL, NULL);
    if (err == OK) {
        replayed->whole = engine_hash(engine);
        replayed->position = engine_position_next(engine) - 1;
        replayed->records_whole = replayed->position;
        replayed->took_whole_ms = clock_elapsed_ms() - began_ms;
    }
    recovery_engine_free(&engine, &limits);
    return err;
}

/* The restart is done first, from one snapshot; the long walks after it stop where that ended and
 * may renew theirs. */
enum err offline_replay(struct journal *journal, struct offline_replayed *replayed)
{
    struct view *view = NULL;
    struct survey survey = { 0 };
    enum err err = view_open(&view, journal);

    *replayed = (struct offline_replayed){ 0 };
    if (err == OK) err = view_begin(view);
    if (err == OK) err = survey_init(&survey, view);
    if (err == OK) err = restore(view, replayed);
    if (err == OK) err = survey_run(&survey, view);
    if (err == OK) err = rebuild(view, &survey, replayed);
    replayed->is_equal = err == OK && hash_is_equal(&replayed->whole, &replayed->restored);
    view_close(&view);
    survey_fini(&survey);
    return err;
}
