/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/twin.h"

#include "proto/envelope.h"
#include "proto/message.h"
#include "proto/record.h"
#include "proto/structs.h"
#include "tests/support/fill.h"

#include <stdlib.h>

#define PENDING_STEPS_MAX 4096
#define YEAR_MS (INT64_C(365) * 24 * 3600 * 1000)
#define END_MS (INT64_C(10000) * YEAR_MS) /* time stands still from then on */

static const struct engine_limits limits = {
    .bundles_max = 12,
    .stage_blocks_max = 40,
    .procedures_max = 4,
    .departments_max = 8,
    .counters_max = 8,
    .sessions_max = TWIN_SESSIONS_MAX - 2, /* so that one can be refused */
    .requests_max = 4,
    .busy_after_ms = 250,
};

/* A replay keeps what has ended, so it needs room for all that was ever submitted. */
static const struct engine_limits replay_limits = {
    .bundles_max = TWIN_BUNDLES_MAX,
    .stage_blocks_max = TWIN_BUNDLES_MAX * 10,
    .procedures_max = 4,
    .departments_max = 8,
    .counters_max = 8,
    .sessions_max = 1,
    .requests_max = 4,
    .busy_after_ms = 250,
};

static struct twin twin_memory;
static struct facts facts;
static struct effects effects;
static struct procedure definition; /* of the record read last */

/* An engine on memory that is reserved once and zeroed for each use. */
static struct engine *engine_again(void **memory, const struct engine_limits *for_limits)
{
    size_t size = engine_bytes(for_limits);

    if (*memory == NULL) *memory = aligned_alloc(64, size);
    assert(*memory != NULL);
    memset(*memory, 0, size);
    return engine_init(*memory, for_limits);
}

struct twin *twin_begin(void)
{
    static void *memory[2];
    struct twin *twin = &twin_memory;

    twin->engine = engine_again(&memory[0], &limits);
    twin->shadow = engine_again(&memory[1], &limits);
    twin->now_ms = TWIN_START_MS;
    twin->room = ROOM_AMPLE;
    twin->steps = 0;
    twin->sessions_ever = 0;
    memset(twin->sessions, 0, sizeof twin->sessions);
    twin->job_count = 0;
    twin->refused = OK;
    twin->record_count = 0;
    twin->record_bytes = 0;
    twin->archive_count = 0;
    return twin;
}

bool twin_is_full(const struct twin *twin)
{
    struct totals_image totals;
    engine_export_totals(twin->engine, &totals);
    /* The next step may bring as many facts as a step can. */
    return totals.bundles_submitted == TWIN_BUNDLES_MAX ||
           twin->record_count + 2 * STEP_FACTS_MAX > TWIN_RECORDS_MAX ||
           twin->record_bytes > TWIN_RECORD_BYTES / 2;
}

struct hash twin_hash(struct span bytes, uint64_t salt)
{
    uint64_t lanes[2] = { UINT64_C(0xcbf29ce484222325) ^ salt, UINT64_C(0x84222325cbf29ce4) };
    struct hash hash;

    for (size_t i = 0; i < bytes.size; i++) {
        for (int lane = 0; lane < 2; lane++) {
            lanes[lane] = (lanes[lane] ^ bytes.at[i]) * UINT64_C(0x100000001b3);
            lanes[lane] ^= lanes[lane] >> 29;
        }
    }
    memcpy(hash.bytes, lanes, sizeof hash.bytes);
    return hash;
}

static bool is_same(const struct engine *left, const struct engine *right)
{
    struct hash left_hash = engine_hash(left);
    struct hash right_hash = engine_hash(right);
    return hash_is_equal(&left_hash, &right_hash);
}

/* ---- Facts --------------------------------------------------------------------------------- */

/* Through its bytes and into the twin. */
static void keep_fact(struct twin *twin, const struct fact *fact)
{
    struct buffer buffer;
    struct fact again;

    buffer_init(&buffer, twin->record_memory + twin->record_bytes,
                sizeof twin->record_memory - twin->record_bytes);
    record_write(&buffer, fact);
    struct span record = buffer_span(&buffer);
    assert(record_read(record, fact->position, &definition, &again) == OK);
    if (engine_wants_recall(twin->shadow, &again)) {
        const struct archived archived = twin_archived(twin, again.bundle, NULL);
        assert(engine_recall(twin->shadow, archived.image) == OK);
    }
    assert(engine_apply(twin->shadow, &again) == OK);
    twin->records[twin->record_count++] = record;
    twin->record_bytes += record.size;
}

static void check_facts(struct twin *twin)
{
    static struct msg_explanation explanation;
    static struct bundle_image image;

    assert(twin->room != ROOM_NONE || facts.count == 0);
    for (uint32_t i = 0; i < facts.count; i++) {
        assert(facts.facts[i].position == twin->record_count + 1);
        assert(facts.facts[i].at_ms == twin->now_ms);
        keep_fact(twin, &facts.facts[i]);
    }
    assert(engine_position_next(twin->engine) == twin->record_count + 1);
    assert(is_same(twin->engine, twin->shadow));
    for (uint32_t i = 0; i < facts.count; i++) {
        uint64_t bundle = facts.facts[i].bundle;
        if (bundle == 0 || engine_image(twin->engine, bundle, &image) != OK) continue;
        assert(engine_explain(twin->engine, bundle, twin->now_ms, &explanation) == OK);
        assert((explanation.wait_count > 0) == (image.result == RESULT_OPEN));
    }
}

/* ---- Effects ------------------------------------------------------------------------------- */

static struct twin_session *find_session(struct twin *twin, session_id id)
{
    for (uint32_t i = 0; i < TWIN_SESSIONS_MAX; i++) {
        if (id.n != 0 && twin->sessions[i].id.n == id.n) return &twin->sessions[i];
    }
    return NULL;
}

/* The message that the shell would make of it. */
static bool message_of(const struct effect *effect, struct message *message)
{
    *message = (struct message){ .request_id = effect->request_id };
    switch (effect->type) {
        case EFFECT_RECORDED:
            message->type = MSG_RECORDED;
            message->recorded = effect->recorded;
            return true;
        case EFFECT_JOB:
            message->type = MSG_JOB;
            message->job = effect->job.job;
            message->job.application = (struct span){ (const uint8_t *)"\x80", 1 };
            return true;
        case EFFECT_CANCEL:
            message->type = MSG_CANCEL;
            message->cancel = effect->cancel;
            return true;
        case EFFECT_REFUSED: break; /* its texts are the shell's */
    }
    return false;
}

static void check_message(const struct effect *effect)
{
    static uint8_t memory[2][4096];
    static struct message message;
    static struct message again;
    struct buffer frame, payload;
    struct outgoing outgoing;
    struct envelope envelope;
    struct refusal refusal;
    const char *different;

    if (!message_of(effect, &message)) return;
    buffer_init(&frame, memory[0], sizeof memory[0]);
    buffer_init(&payload, memory[1], sizeof memory[1]);
    outgoing_init(&outgoing, frame, payload);
    assert(outgoing_add(&outgoing, &message) == OK);
    enum err err = envelope_open(&envelope, outgoing_finish(&outgoing),
                                 buffer_span(&outgoing.payload), NULL, &refusal);
    assert(err == OK);
    assert(envelope_next(&envelope, &again, &refusal));
    assert(refusal.err == OK);
    assert(fill_is_equal(message_schema(message.type), message_body_seen(&message),
                         message_body_seen(&again), &different));
}

static void keep_job(struct twin *twin, struct twin_session *session, const struct msg_job *job)
{
    assert(session != NULL);
    assert(session->role == ROLE_WORKER);
    assert(session->credit > 0);
    session->credit--;
    twin->jobs[twin->job_count++ % TWIN_JOBS_MAX] = *job;
}

/* What a peer asked for is answered once; CREDIT and HELLO only when they are refused. */
static void check_answers(const struct event *event, uint32_t answers)
{
    bool is_asked =
        event->session.n != 0 && event->type >= EVENT_PUBLISH && event->type != EVENT_CREDIT;
    assert(answers <= 1);
    assert(!is_asked || answers == 1);
}

static void check_effects(struct twin *twin, const struct event *event)
{
    uint32_t answers = 0;

    for (uint32_t i = 0; i < effects.count; i++) {
        const struct effect *effect = &effects.effects[i];
        struct twin_session *session = find_session(twin, effect->session);
        check_message(effect);
        if (effect->type == EFFECT_JOB) keep_job(twin, session, &effect->job.job);
        if (effect->type == EFFECT_CANCEL) assert(session != NULL);
        if (effect->type == EFFECT_REFUSED) {
            twin->refused = effect->refused.err;
            assert(memchr(effect->refused.text, '\0', sizeof effect->refused.text) != NULL);
            assert(memchr(effect->refused.field, '\0', sizeof effect->refused.field) != NULL);
        }
        if (effect->type == EFFECT_RECORDED || effect->type == EFFECT_REFUSED) {
            answers++;
            assert(effect->session.n == event->session.n);
        }
    }
    check_answers(event, answers);
}

/* ---- Events -------------------------------------------------------------------------------- */

struct event twin_event(const struct twin *twin, enum event_type type,
                        const struct twin_session *session)
{
    struct event event = {
        .type = type,
        .now_ms = twin->now_ms,
        .civil_year = (uint16_t)(1970 + twin->now_ms / YEAR_MS),
        .room = twin->room,
        .entropy = (twin->steps + 1) * UINT64_C(0x2545f4914f6cdd1d),
    };
    if (session != NULL) {
        event.session = session->id;
        event.principal = session->principal;
    }
    return event;
}

static void step_once(struct twin *twin, const struct event *event)
{
    twin->steps++;
    engine_step(twin->engine, event, &facts, &effects);
    check_facts(twin);
    check_effects(twin, event);
}

void twin_step(struct twin *twin, const struct event *event)
{
    uint32_t count = 0;

    twin->refused = OK;
    step_once(twin, event);
    while (engine_is_pending(twin->engine) && twin->room != ROOM_NONE && !twin_is_full(twin)) {
        struct event tick = twin_event(twin, EVENT_TICK, NULL);
        enum err refused = twin->refused;
        step_once(twin, &tick);
        twin->refused = refused;
        count++;
        assert(count < PENDING_STEPS_MAX);
    }
}

void twin_wait(struct twin *twin, int64_t ms)
{
    assert(ms >= 0);
    if (twin->now_ms < END_MS) twin->now_ms += ms;
    struct event tick = twin_event(twin, EVENT_TICK, NULL);
    twin_step(twin, &tick);
    if (twin->room == ROOM_NONE || twin_is_full(twin)) return;
    assert(engine_next_due_ms(twin->engine) > twin->now_ms);
}

struct twin_session *twin_join(struct twin *twin, const struct msg_hello *hello,
                               struct span request_id)
{
    struct twin_session *session = NULL;

    for (uint32_t i = 0; i < TWIN_SESSIONS_MAX && session == NULL; i++) {
        if (twin->sessions[i].id.n == 0) session = &twin->sessions[i];
    }
    if (session == NULL) return NULL;
    *session = (struct twin_session){
        .id = { ++twin->sessions_ever },
        .role = hello->role,
        .principal = hello->principal,
        .department = hello->department,
    };
    struct event event = twin_event(twin, EVENT_JOINED, session);
    event.joined = *hello;
    event.request_id = request_id;
    twin_step(twin, &event);
    if (twin->refused == OK) return session;
    *session = (struct twin_session){ .id = { 0 } };
    return NULL;
}

void twin_leave(struct twin *twin, struct twin_session *session)
{
    struct event event = twin_event(twin, EVENT_LEFT, session);
    *session = (struct twin_session){ .id = { 0 } };
    twin_step(twin, &event);
}

/* ---- Storing ------------------------------------------------------------------------------- */

/* An image as it comes back from its bytes. */
static void reread(struct bundle_image *image)
{
    static uint8_t memory[64 * 1024];
    struct buffer buffer;

    buffer_init(&buffer, memory, sizeof memory);
    image_write(&buffer, image);
    assert(image_read(buffer_span(&buffer), image) == OK);
}

void twin_store(struct twin *twin)
{
    static struct bundle_image image;
    static struct bundle_image other;
    const char *different;

    bool is_dirty = engine_export_dirty(twin->engine, &image);
    assert(engine_export_dirty(twin->shadow, &other) == is_dirty);
    if (!is_dirty) return;
    reread(&image);
    assert(fill_is_equal(&schema_image, &image, &other, &different));
    if (image.result == RESULT_OPEN) return;
    uint32_t at = 0;
    while (at < twin->archive_count && twin->archive[at].bundle != image.bundle) {
        at++; /* it came back, and this is a newer image of it */
    }
    assert(at < TWIN_BUNDLES_MAX);
    if (at == twin->archive_count) twin->archive_count++;
    twin->archive[at] = image;
    engine_evict(twin->engine, image.bundle);
    engine_evict(twin->shadow, image.bundle);
    assert(is_same(twin->engine, twin->shadow));
}

struct archived twin_archived(const struct twin *twin, uint64_t bundle, const struct hash *key_hash)
{
    for (uint32_t i = 0; i < twin->archive_count; i++) {
        const struct bundle_image *image = &twin->archive[i];
        bool is_it = image->bundle == bundle ||
                     (key_hash != NULL && hash_is_equal(&image->key_hash, key_hash));
        if (!is_it) continue;
        return engine_archived(image);
    }
    return (struct archived){ .is_found = false };
}

/* ---- The end ------------------------------------------------------------------------------- */

static struct engine *replay(const struct twin *twin)
{
    static void *memory;
    struct engine *engine = engine_again(&memory, &replay_limits);
    struct fact fact;

    for (uint32_t i = 0; i < twin->record_count; i++) {
        assert(record_read(twin->records[i], i + 1, &definition, &fact) == OK);
        assert(engine_apply(engine, &fact) == OK);
    }
    return engine;
}

/* Procedures from their records, the other globals from a replay, in which all are unsaved. */
static void restore_globals(const struct twin *twin, struct engine *source, struct engine *engine)
{
    struct counter_image counter;
    struct request_image request;
    struct totals_image totals;
    struct fact fact;
    uint32_t slot;

    for (uint32_t i = 0; i < twin->record_count; i++) {
        assert(record_read(twin->records[i], i + 1, &definition, &fact) == OK);
        if (fact.type != FACT_PROCEDURE_PUBLISHED) continue;
        assert(engine_restore_procedure(engine, &definition, &fact.procedure_published.content,
                                        fact.position) == OK);
    }
    while (engine_export_counter(source, &counter)) {
        assert(engine_restore_counter(engine, &counter) == OK);
    }
    while (engine_export_request(source, &request, &slot)) {
        assert(engine_restore_request(engine, &request) == OK);
    }
    if (engine_calendar(source)->position != 0) {
        assert(engine_restore_calendar(engine, engine_calendar(source)) == OK);
    }
    engine_export_totals(source, &totals);
    assert(engine_restore_totals(engine, &totals) == OK);
}

static struct engine *restore(const struct twin *twin, struct engine *source)
{
    static void *memory;
    static struct bundle_image image;
    struct engine *engine = engine_again(&memory, &limits);
    struct totals_image totals;

    restore_globals(twin, source, engine);
    engine_export_totals(source, &totals);
    for (uint64_t bundle = totals.bundles_submitted; bundle > 0; bundle--) {
        if (engine_image(twin->engine, bundle, &image) != OK) continue;
        if (image.result != RESULT_OPEN) continue;
        reread(&image);
        assert(engine_restore_bundle(engine, &image) == OK);
    }
    assert(engine_restore_end(engine) == OK);
    return engine;
}

void twin_end(struct twin *twin)
{
    struct engine *replayed = replay(twin);
    assert(is_same(twin->engine, replayed));
    assert(is_same(twin->engine, restore(twin, replayed)));
}
