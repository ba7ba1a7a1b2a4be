/* SPDX-License-Identifier: Apache-2.0 */
/* Stored bytes into the engine, in the order of a recovery: rows of the tables first, then records.
 * What contradicts itself is refused; nothing crashes, and what was taken can be worked with:
 * explained, exported, restored from images with the same hash, and gone on from in time.
 *
 * input = a script (tests/support/script.h) of
 *
 *     RECORD     a record; argument: bits of ALTER_ say what of it is left as it stands instead of
 *                being made to fit what was before it
 *     PROCEDURE  the value of a row, as broker/shell/store.h reads it
 *     COUNTER, REQUEST, IMAGE   size of the key, the key, the value
 *     TOTALS     eight numbers of 8 bytes */
#include "broker/shell/recovery.h"
#include "broker/shell/store.h"
#include "proto/record.h"
#include "proto/structs.h"
#include "tests/support/fill.h"
#include "tests/support/script.h"

#include <stdlib.h>

enum operation { RECORD, PROCEDURE, COUNTER, REQUEST, TOTALS, IMAGE, OPERATION_COUNT };

#define ALTER_PREVIOUS 1
#define ALTER_TIME 2
#define ALTER_POSITION 4
#define ALTER_BUNDLE 8

#define BUNDLES_MAX 16
#define POSITION_MAX (UINT64_C(1) << 40) /* a journal has as many records as its positions say */
#define LATER_STEPS_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t size_max, unsigned seed);
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t size_max);

static const struct engine_limits limits = {
    .bundles_max = BUNDLES_MAX,
    .stage_blocks_max = 48,
    .procedures_max = 4,
    .departments_max = 8,
    .counters_max = 8,
    .sessions_max = 8,
    .requests_max = 4,
    .busy_after_ms = 250,
};

static struct procedure definition;

static struct engine *engine_again(void **memory)
{
    size_t size = engine_bytes(&limits);

    if (*memory == NULL) *memory = aligned_alloc(64, size);
    assert(*memory != NULL);
    memset(*memory, 0, size);
    return engine_init(*memory, &limits);
}

/* ---- Tables -------------------------------------------------------------------------------- */

static enum err take_procedure(struct engine *engine, struct span bytes)
{
    struct store_procedure row;
    const char *field;

    enum err err = store_read_procedure(bytes, &row);
    if (err == OK && procedure_read(row.definition, &definition, &field) != OK) err = ERR_CORRUPT;
    if (err == OK && row.position > POSITION_MAX) err = ERR_CORRUPT;
    if (err != OK) return err;
    return engine_restore_procedure(engine, &definition, &row.content, row.position);
}

static enum err take_counter(struct engine *engine, struct span key, struct span value)
{
    struct counter_image image;
    enum err err = store_read_counter(key, value, &image);
    return err == OK ? engine_restore_counter(engine, &image) : err;
}

static enum err take_request(struct engine *engine, struct span key, struct span value)
{
    struct request_image image;
    uint32_t slot;

    enum err err = store_read_request(key, value, &image, &slot);
    return err == OK && slot < limits.requests_max ? engine_restore_request(engine, &image) : err;
}

static uint64_t number_at(const uint8_t *at)
{
    uint64_t number = 0;
    for (int i = 0; i < 8; i++) {
        number = number << 8 | at[i];
    }
    return number;
}

static enum err take_totals(struct engine *engine, struct span bytes)
{
    uint64_t numbers[8];

    if (bytes.size != sizeof numbers) return ERR_CORRUPT;
    for (int i = 0; i < 8; i++) {
        numbers[i] = number_at(bytes.at + (ptrdiff_t)8 * i);
    }
    if (numbers[0] > POSITION_MAX) return ERR_CORRUPT; /* recovery.c load_globals */
    return engine_restore_totals(engine, &(struct totals_image){
                                             .position = numbers[0],
                                             .bundles_submitted = numbers[1],
                                             .bundles_ended = numbers[2],
                                             .permits_issued = numbers[3],
                                             .claims_refused = numbers[4],
                                             .jobs_expired = numbers[5],
                                             .leases = numbers[6],
                                             .now_ms = (int64_t)numbers[7],
                                         });
}

static enum err take_image(struct engine *engine, struct span key, struct span value)
{
    static struct bundle_image image;

    enum err err = store_read_image(key, value, &image);
    if (err == OK && image.last_position > POSITION_MAX) err = ERR_CORRUPT;
    return err == OK ? engine_restore_bundle(engine, &image) : err;
}

/* ---- Records ------------------------------------------------------------------------------- */

/* Without this hardly an input would get beyond its first fact. */
static void make_fit(struct engine *engine, uint8_t altered, struct fact *fact)
{
    static struct bundle_image image;
    struct totals_image totals;

    engine_export_totals(engine, &totals);
    if (fact->type == FACT_BUNDLE_SUBMITTED && (altered & ALTER_BUNDLE) == 0) {
        fact->bundle = totals.bundles_submitted + 1;
    }
    bool is_known = engine_image(engine, fact->bundle, &image) == OK;
    if ((altered & ALTER_PREVIOUS) == 0) fact->previous = is_known ? image.last_position : 0;
    if ((altered & ALTER_TIME) == 0 && fact->at_ms < totals.now_ms) fact->at_ms = totals.now_ms;
}

static enum err take_record(struct engine *engine, const struct script_step *step)
{
    struct fact fact;
    uint64_t position = engine_position_next(engine);

    if ((step->argument & ALTER_POSITION) != 0) position -= position > 8 ? step->argument >> 4 : 0;
    enum err err = record_read(step->bytes, position, &definition, &fact);
    if (err != OK) return err;
    make_fit(engine, step->argument, &fact);
    return engine_apply(engine, &fact);
}

static enum err take(struct engine *engine, const struct script_step *step)
{
    struct span key, value;

    script_split(step->bytes, &key, &value);
    switch ((enum operation)(step->operation % OPERATION_COUNT)) {
        case RECORD: return take_record(engine, step);
        case PROCEDURE: return take_procedure(engine, step->bytes);
        case COUNTER: return take_counter(engine, key, value);
        case REQUEST: return take_request(engine, key, value);
        case TOTALS: return take_totals(engine, step->bytes);
        case IMAGE: return take_image(engine, key, value);
        case OPERATION_COUNT: break;
    }
    return OK;
}

/* ---- Afterwards ---------------------------------------------------------------------------- */

/* A peer asks, a worker comes to each department, and years pass. */
static void go_on(struct engine *engine)
{
    static struct facts facts;
    static struct effects effects;
    static struct msg_statistics statistics;
    static struct msg_explanation explanation;
    static struct msg_parked_jobs parked;
    struct totals_image totals;
    const struct name all = { "" };
    struct event event = { .type = EVENT_TICK, .civil_year = 2026, .entropy = 1 };

    engine_export_totals(engine, &totals);
    engine_statistics(engine, &all, &statistics);
    engine_parked(engine, &(struct msg_parked){ .limit = PARKED_PAGE_MAX }, &parked);
    for (uint64_t bundle = 1; bundle <= BUNDLES_MAX; bundle++) {
        (void)engine_explain(engine, bundle, totals.now_ms, &explanation);
    }
    if (totals.now_ms < 0 || totals.now_ms > INT64_MAX / 2) return; /* no clock says that */
    event.now_ms = totals.now_ms;
    for (uint32_t i = 0; i < statistics.department_count && i < limits.sessions_max; i++) {
        event.session.n = i + 1;
        event.type = EVENT_JOINED;
        event.joined = (struct msg_hello){ .role = ROLE_WORKER,
                                           .department = statistics.departments[i].department };
        engine_step(engine, &event, &facts, &effects);
        event.type = EVENT_CREDIT;
        event.credit.credit = 2;
        engine_step(engine, &event, &facts, &effects);
    }
    event.session.n = 0;
    event.type = EVENT_TICK;
    for (uint32_t i = 0; i < LATER_STEPS_MAX; i++) {
        int64_t due_ms = engine_next_due_ms(engine);
        bool is_pending = engine_is_pending(engine);
        if (!is_pending && due_ms == INT64_MAX) break;
        if (!is_pending && due_ms > event.now_ms) event.now_ms = due_ms;
        engine_step(engine, &event, &facts, &effects);
    }
}

/* Each image by itself survives its bytes. */
static void export_all(struct engine *engine)
{
    static uint8_t memory[64 * 1024];
    static struct bundle_image image;
    static struct bundle_image again;
    struct buffer buffer;
    const char *different;

    while (engine_export_dirty(engine, &image)) {
        buffer_init(&buffer, memory, sizeof memory);
        image_write(&buffer, &image);
        assert(image_read(buffer_span(&buffer), &again) == OK);
        assert(fill_is_equal(&schema_image, &image, &again, &different));
        if (image.result != RESULT_OPEN) engine_evict(engine, image.bundle);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static void *memory;
    struct engine *engine = engine_again(&memory);
    struct span script = { bytes, size };
    struct script_step step;
    enum operation reached = PROCEDURE;
    bool is_restored = false;

    while (script_next(&script, &step)) {
        enum operation operation = (enum operation)(step.operation % OPERATION_COUNT);
        if (operation != RECORD && (is_restored || operation < reached)) continue;
        if (operation == RECORD && !is_restored) {
            is_restored = true;
            if (engine_restore_end(engine) != OK) return 0;
        }
        if (operation != RECORD) reached = operation;
        enum err err = take(engine, &step);
        if (err == OK) continue;
        assert(err == ERR_CORRUPT || err == ERR_NO_MEMORY);
        return 0; /* a recovery ends here */
    }
    if (!is_restored && engine_restore_end(engine) != OK) return 0;
    (void)engine_hash(engine);
    struct totals_image totals;
    engine_export_totals(engine, &totals);
    bool has_end = totals.position + 1 == engine_position_next(engine);
    if (!has_end) return 0;
    export_all(engine);
    go_on(engine);
    return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t size_max, unsigned seed)
{
    return script_mutate(bytes, size, size_max, seed, LLVMFuzzerMutate);
}
