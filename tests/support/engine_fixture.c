/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/engine_fixture.h"

#include "broker/core/machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

const struct engine_limits fixture_limits = {
    .bundles_max = 256,
    .stage_blocks_max = 2048,
    .procedures_max = 16,
    .departments_max = 64,
    .counters_max = 256,
    .sessions_max = 128,
    .requests_max = 64,
    .busy_after_ms = 250,
};

/* Memory of engines that are gone, for the next ones of the same size: random tests make thousands, and
 * the system's work to give and take the pages would be most of theirs. */
static struct {
    void *memory;
    size_t size;
} spare[4];
#define SPARE_MAX (sizeof spare / sizeof spare[0])

static void *memory_take(size_t size)
{
    for (size_t i = 0; i < SPARE_MAX; i++) {
        void *memory = spare[i].memory;
        if (memory == NULL || spare[i].size != size) continue;
        spare[i].memory = NULL;
        return memory;
    }
    return aligned_alloc(64, size);
}

struct engine *engine_on_heap(const struct engine_limits *limits)
{
    size_t size = engine_bytes(limits);
    void *memory = memory_take(size);

    assert_non_null(memory);
    memset(memory, 0, size);
    return engine_init(memory, limits);
}

void engine_off_heap(struct engine *engine)
{
    if (engine == NULL) return;
    size_t size = engine_bytes(&engine->limits);
    for (size_t i = 0; i < SPARE_MAX; i++) {
        if (spare[i].memory != NULL) continue;
        spare[i].memory = engine; /* it stands at the beginning of its memory */
        spare[i].size = size;
        return;
    }
    free(engine);
}

void fixture_open(struct fixture *fixture, const struct engine_limits *limits)
{
    memset(fixture, 0, sizeof *fixture);
    fixture->limits = limits == NULL ? fixture_limits : *limits;
    fixture->engine = engine_on_heap(&fixture->limits);
    fixture->shadow = engine_on_heap(&fixture->limits);
    fixture->facts = calloc(1, sizeof *fixture->facts);
    fixture->effects = calloc(1, sizeof *fixture->effects);
    assert_non_null(fixture->effects);
    fixture->now_ms = FIXTURE_START_MS;
    fixture->year = FIXTURE_YEAR;
}

void fixture_close(struct fixture *fixture)
{
    engine_off_heap(fixture->engine);
    engine_off_heap(fixture->shadow);
    free(fixture->facts);
    free(fixture->effects);
    free(fixture->jobs);
    free(fixture->job_sessions);
    free(fixture->journal);
    for (uint32_t i = 0; i < fixture->procedure_count; i++) {
        free(fixture->procedures[i]);
    }
    memset(fixture, 0, sizeof *fixture);
}

struct hash hash_of_text(const char *text)
{
    struct hash hash = { { 0 } };
    uint64_t lanes[2] = { UINT64_C(0xcbf29ce484222325), UINT64_C(0x84222325cbf29ce4) };

    for (; *text != '\0'; text++) {
        for (int i = 0; i < 2; i++) {
            lanes[i] = (lanes[i] ^ (uint8_t)*text) * UINT64_C(0x100000001b3);
            lanes[i] ^= lanes[i] >> 29;
        }
    }
    memcpy(hash.bytes, lanes, sizeof hash.bytes);
    return hash;
}

/* ---- Checks after every step --------------------------------------------------------------- */

static void keep_fact(struct fixture *fixture, const struct fact *fact)
{
    if (fixture->journal_count == fixture->journal_max) {
        fixture->journal_max = fixture->journal_max == 0 ? 256 : 2 * fixture->journal_max;
        fixture->journal =
            realloc(fixture->journal, fixture->journal_max * sizeof *fixture->journal);
        assert_non_null(fixture->journal);
    }
    struct fact *kept = &fixture->journal[fixture->journal_count++];
    *kept = *fact;
    if (fact->type != FACT_PROCEDURE_PUBLISHED) return;
    struct procedure *copy = malloc(sizeof *copy);
    assert_non_null(copy);
    *copy = *fact->procedure_published.procedure;
    assert_true(fixture->procedure_count < 64);
    fixture->procedures[fixture->procedure_count++] = copy;
    kept->procedure_published.procedure = copy;
}

static void check_facts(struct fixture *fixture)
{
    for (uint32_t i = 0; i < fixture->facts->count; i++) {
        const struct fact *fact = &fixture->facts->facts[i];
        assert_int_equal(fact->position, fixture->journal_count + 1);
        assert_int_equal(fact->at_ms, fixture->now_ms);
        keep_fact(fixture, fact);
        if (!fixture->is_shadow_stale) {
            if (engine_wants_recall(fixture->shadow, fact)) {
                assert_int_equal(engine_recall(fixture->shadow, fixture->archived.image), OK);
            }
            assert_int_equal(engine_apply(fixture->shadow, fact), OK);
        }
    }
    assert_int_equal(engine_position_next(fixture->engine), fixture->journal_count + 1);
    if (!fixture->is_shadow_stale) assert_same_hash(fixture->engine, fixture->shadow);
}

static void keep_job(struct fixture *fixture, const struct effect *effect)
{
    if (fixture->job_count == fixture->job_max) {
        fixture->job_max = fixture->job_max == 0 ? 64 : 2 * fixture->job_max;
        fixture->jobs = realloc(fixture->jobs, fixture->job_max * sizeof *fixture->jobs);
        fixture->job_sessions =
            realloc(fixture->job_sessions, fixture->job_max * sizeof *fixture->job_sessions);
        if (fixture->jobs == NULL || fixture->job_sessions == NULL) abort();
    }
    fixture->jobs[fixture->job_count] = effect->job.job;
    fixture->job_sessions[fixture->job_count++] = effect->session;
}

static void check_effects(struct fixture *fixture)
{
    uint32_t answers = 0;

    for (uint32_t i = 0; i < fixture->effects->count; i++) {
        const struct effect *effect = &fixture->effects->effects[i];
        if (effect->type == EFFECT_RECORDED || effect->type == EFFECT_REFUSED) answers++;
        if (effect->type != EFFECT_JOB && effect->type != EFFECT_CANCEL) continue;
        assert_true(effect->session.n < FIXTURE_SESSIONS_MAX);
        assert_true(fixture->is_connected[effect->session.n]);
        if (effect->type == EFFECT_CANCEL) continue;
        assert_true(fixture->credit[effect->session.n] > 0);
        fixture->credit[effect->session.n]--;
        keep_job(fixture, effect);
    }
    assert_true(answers <= 1);
}

/* Whatever a bundle waits for, EXPLAIN can say it. */
static void check_explained(const struct fixture *fixture)
{
    static struct msg_explanation explanation;
    struct bundle_image image;

    for (uint32_t i = 0; i < fixture->facts->count; i++) {
        uint64_t bundle = fixture->facts->facts[i].bundle;
        if (bundle == 0 || engine_image(fixture->engine, bundle, &image) != OK) continue;
        assert_int_equal(engine_explain(fixture->engine, bundle, fixture->now_ms, &explanation),
                         OK);
        if (image.result == RESULT_OPEN) assert_true(explanation.wait_count > 0);
        for (uint32_t k = 0; k < explanation.wait_count && image.result != RESULT_OPEN; k++) {
            assert_int_equal(explanation.waits[k].edge, EDGE_AFTER);
        }
    }
}

static void check_idle(const struct fixture *fixture)
{
    static struct msg_statistics statistics;
    const struct name all = { "" };

    engine_statistics(fixture->engine, &all, &statistics);
    if (engine_is_pending(fixture->engine) || statistics.is_draining) return;
    for (uint32_t i = 0; i < statistics.department_count; i++) {
        const struct department_statistics *department = &statistics.departments[i];
        assert_true(department->ready == 0 || department->credit == 0);
    }
}

struct event *fixture_event(struct fixture *fixture, enum event_type type, uint32_t session)
{
    fixture->event = (struct event){ .type = type, .session = { session } };
    fixture->event.principal = named("tester");
    fixture->event.archived = fixture->archived;
    fixture->event.request = fixture->request;
    fixture->event.conditions = fixture->conditions;
    return &fixture->event;
}

void fixture_step(struct fixture *fixture)
{
    fixture->event.now_ms = fixture->now_ms;
    fixture->event.civil_year = fixture->year;
    fixture->event.entropy = ++fixture->entropy * UINT64_C(0x2545f4914f6cdd1d);
    engine_step(fixture->engine, &fixture->event, fixture->facts, fixture->effects);
    check_facts(fixture);
    check_effects(fixture);
    check_explained(fixture);
    check_idle(fixture);
}

static enum err step(struct fixture *fixture)
{
    fixture_step(fixture);
    const struct effect *refused = fixture_effect(fixture, EFFECT_REFUSED, 0);
    return refused == NULL ? OK : refused->refused.err;
}

/* ---- Events -------------------------------------------------------------------------------- */

enum err fixture_publish(struct fixture *fixture, const struct procedure *procedure)
{
    struct event *event = fixture_event(fixture, EVENT_PUBLISH, 0);
    event->publish.procedure = procedure;
    event->content_hash = hash_of_text(procedure->name.text);
    return step(fixture);
}

enum err fixture_join(struct fixture *fixture, uint32_t session, enum role role,
                      const char *department)
{
    struct event *event = fixture_event(fixture, EVENT_JOINED, session);
    event->joined.role = (uint8_t)role;
    event->joined.principal = named("tester");
    event->joined.department = named(department);
    assert_true(session < FIXTURE_SESSIONS_MAX);
    fixture->credit[session] = 0;
    enum err err = step(fixture);
    if (err == OK) fixture->is_connected[session] = true;
    return err;
}

void fixture_leave(struct fixture *fixture, uint32_t session)
{
    fixture_event(fixture, EVENT_LEFT, session);
    fixture->credit[session] = 0;
    fixture->is_connected[session] = false;
    step(fixture);
}

enum err fixture_credit(struct fixture *fixture, uint32_t session, uint32_t credit)
{
    struct event *event = fixture_event(fixture, EVENT_CREDIT, session);
    event->credit.credit = credit;
    fixture->credit[session] = credit;
    return step(fixture);
}

void fixture_tick(struct fixture *fixture, int64_t after_ms)
{
    fixture->now_ms += after_ms;
    fixture_event(fixture, EVENT_TICK, 0);
    step(fixture);
}

void fixture_drain(struct fixture *fixture)
{
    fixture_event(fixture, EVENT_DRAIN, 0);
    step(fixture);
}

enum err fixture_submit(struct fixture *fixture, const char *procedure, const char *key)
{
    struct event *event = fixture_event(fixture, EVENT_SUBMIT, 0);
    event->submit.procedure = named(procedure);
    event->submit.priority = PRIORITY_DEFAULT;
    event->submit.key = (struct span){ (const uint8_t *)"key", 3 };
    event->key_hash = hash_of_text(key);
    event->content_hash = hash_of_text(procedure);
    return step(fixture);
}

static enum err signal_as(struct fixture *fixture, uint64_t bundle, const char *milestone,
                          bool called_off)
{
    struct event *event = fixture_event(fixture, EVENT_SIGNAL, 0);
    event->signal.ref.bundle = bundle;
    event->signal.milestone = named(milestone);
    event->signal.called_off = called_off;
    return step(fixture);
}

enum err fixture_signal(struct fixture *fixture, uint64_t bundle, const char *milestone)
{
    return signal_as(fixture, bundle, milestone, false);
}

enum err fixture_call_off(struct fixture *fixture, uint64_t bundle, const char *milestone)
{
    return signal_as(fixture, bundle, milestone, true);
}

enum err fixture_withdraw(struct fixture *fixture, uint64_t bundle)
{
    struct event *event = fixture_event(fixture, EVENT_WITHDRAW, 0);
    event->withdraw.ref.bundle = bundle;
    return step(fixture);
}

enum err fixture_retry(struct fixture *fixture, uint64_t bundle, const char *stage)
{
    struct event *event = fixture_event(fixture, EVENT_RETRY, 0);
    event->retry.bundle = bundle;
    event->retry.stage = named(stage);
    return step(fixture);
}

enum err fixture_verdict(struct fixture *fixture, uint32_t session, const struct msg_job *job,
                         enum verdict verdict)
{
    struct event *event = fixture_event(fixture, EVENT_VERDICT, session);
    event->verdict = (struct msg_verdict){
        .bundle = job->bundle,
        .stage = job->stage,
        .attempt = job->attempt,
        .token = job->token,
        .verdict = (uint8_t)verdict,
        .reason = { (const uint8_t *)"because", 7 },
    };
    return step(fixture);
}

enum err fixture_renew(struct fixture *fixture, uint32_t session, const struct msg_job *job)
{
    struct event *event = fixture_event(fixture, EVENT_RENEW, session);
    event->renew = (struct msg_renew){
        .bundle = job->bundle,
        .stage = job->stage,
        .attempt = job->attempt,
        .token = job->token,
    };
    return step(fixture);
}

/* ---- What came of it ----------------------------------------------------------------------- */

const struct msg_job *fixture_job(const struct fixture *fixture, uint64_t bundle, uint32_t stage)
{
    for (uint32_t i = fixture->job_count; i-- > 0;) {
        const struct msg_job *job = &fixture->jobs[i];
        if (job->bundle == bundle && job->stage == stage) return job;
    }
    return NULL;
}

const struct effect *fixture_effect(const struct fixture *fixture, enum effect_type type,
                                    uint32_t n)
{
    for (uint32_t i = 0; i < fixture->effects->count; i++) {
        if (fixture->effects->effects[i].type != type) continue;
        if (n-- == 0) return &fixture->effects->effects[i];
    }
    return NULL;
}

const struct fact *fixture_fact(const struct fixture *fixture, enum fact_type type, uint32_t n)
{
    for (uint32_t i = 0; i < fixture->facts->count; i++) {
        if (fixture->facts->facts[i].type != type) continue;
        if (n-- == 0) return &fixture->facts->facts[i];
    }
    return NULL;
}

const struct msg_recorded *fixture_recorded(const struct fixture *fixture)
{
    const struct effect *effect = fixture_effect(fixture, EFFECT_RECORDED, 0);
    assert_non_null(effect);
    return &effect->recorded;
}

struct bundle_image fixture_image(const struct fixture *fixture, uint64_t bundle)
{
    struct bundle_image image = { 0 }; /* beyond the counts of its lists, too: tests change these */
    assert_int_equal(engine_image(fixture->engine, bundle, &image), OK);
    return image;
}

enum stage_state fixture_stage(const struct fixture *fixture, uint64_t bundle, uint32_t stage)
{
    struct bundle_image image = fixture_image(fixture, bundle);
    assert_true(stage < image.stage_count);
    return (enum stage_state)image.stages[stage].state;
}

enum job_state fixture_job_state(const struct fixture *fixture, uint64_t bundle, uint32_t stage)
{
    struct bundle_image image = fixture_image(fixture, bundle);
    assert_true(stage < image.stage_count);
    return (enum job_state)image.stages[stage].job;
}

void assert_same_hash(const struct engine *left, const struct engine *right)
{
    struct hash left_hash = engine_hash(left);
    struct hash right_hash = engine_hash(right);
    assert_memory_equal(left_hash.bytes, right_hash.bytes, HASH_BYTES);
}

/* ---- Recovery ------------------------------------------------------------------------------ */

struct engine *fixture_replay(const struct fixture *fixture)
{
    struct engine *engine = engine_on_heap(&fixture->limits);

    for (uint32_t i = 0; i < fixture->journal_count; i++) {
        assert_int_equal(engine_apply(engine, &fixture->journal[i]), OK);
    }
    return engine;
}

/* Globals are exported by a replay, in which all of them are new, so that the live engine keeps its
 * own marks of what is still to be stored. */
static void restore_globals(const struct fixture *fixture, struct engine *engine)
{
    struct engine *source = fixture_replay(fixture);
    struct counter_image counter;
    struct request_image request;
    struct totals_image totals;
    uint32_t slot;

    for (uint32_t i = 0; i < fixture->journal_count; i++) {
        const struct fact *fact = &fixture->journal[i];
        if (fact->type != FACT_PROCEDURE_PUBLISHED) continue;
        const struct fact_procedure_published *body = &fact->procedure_published;
        assert_int_equal(
            engine_restore_procedure(engine, body->procedure, &body->content, fact->position), OK);
    }
    while (engine_export_counter(source, &counter)) {
        assert_int_equal(engine_restore_counter(engine, &counter), OK);
    }
    while (engine_export_request(source, &request, &slot)) {
        assert_int_equal(engine_restore_request(engine, &request), OK);
    }
    if (engine_calendar(source)->position != 0) {
        assert_int_equal(engine_restore_calendar(engine, engine_calendar(source)), OK);
    }
    engine_export_totals(source, &totals);
    assert_int_equal(engine_restore_totals(engine, &totals), OK);
    engine_off_heap(source);
}

struct engine *fixture_restore(const struct fixture *fixture)
{
    struct engine *engine = engine_on_heap(&fixture->limits);
    struct totals_image totals;
    struct bundle_image image;

    restore_globals(fixture, engine);
    engine_export_totals(fixture->engine, &totals);
    for (uint64_t bundle = totals.bundles_submitted; bundle > 0; bundle--) {
        if (engine_image(fixture->engine, bundle, &image) != OK) continue;
        if (image.result != RESULT_OPEN) continue;
        assert_int_equal(engine_restore_bundle(engine, &image), OK);
    }
    assert_int_equal(engine_restore_end(engine), OK);
    return engine;
}
