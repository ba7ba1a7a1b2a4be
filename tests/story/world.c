/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/story/world.h"

#include "proto/record.h"
#include "proto/symbols.h"
#include "tests/story/verbs.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define RECORD_BYTES_MAX 65536

static const struct engine_limits limits = {
    .bundles_max = WORLD_BUNDLES_MAX,
    .stage_blocks_max = 256,
    .procedures_max = 8,
    .departments_max = 32,
    .counters_max = WORLD_COUNTERS_MAX,
    .sessions_max = 64,
    .requests_max = WORLD_REQUESTS_MAX,
    .busy_after_ms = 1000,
};

void world_fail(struct world *world, const char *format, ...)
{
    va_list arguments;

    if (world->failure[0] != '\0') return; /* the first is the cause */
    va_start(arguments, format);
    vsnprintf(world->failure, sizeof world->failure, format, arguments);
    va_end(arguments);
}

void world_trace(struct world *world, const char *format, ...)
{
    va_list arguments;
    size_t room = WORLD_TRACE_BYTES - world->trace_size;

    va_start(arguments, format);
    int added = vsnprintf(world->trace + world->trace_size, room, format, arguments);
    va_end(arguments);
    if (added < 0 || (size_t)added >= room) {
        world_fail(world, "the trace of one command is too long");
        return;
    }
    world->trace_size += (size_t)added;
}

struct engine *world_engine_new(void **memory)
{
    size_t size = (engine_bytes(&limits) + 63) / 64 * 64;
    *memory = aligned_alloc(64, size);
    if (*memory == NULL) abort();
    memset(*memory, 0, size);
    return engine_init(*memory, &limits);
}

struct world *world_new(const char *story_dir)
{
    struct world *world = calloc(1, sizeof *world);
    if (world == NULL) abort();
    world->base_ms = WORLD_BASE_MS;
    world->engine = world_engine_new(&world->memory);
    world->facts = calloc(1, sizeof *world->facts);
    world->effects = calloc(1, sizeof *world->effects);
    world->tables = calloc(1, sizeof *world->tables);
    if (world->facts == NULL || world->effects == NULL || world->tables == NULL) abort();
    snprintf(world->procedure_dirs[0], sizeof world->procedure_dirs[0], "%s/procedures", story_dir);
    snprintf(world->procedure_dirs[1], sizeof world->procedure_dirs[1], "%s/../../procedures",
             story_dir);
    return world;
}

void world_free(struct world *world)
{
    for (uint32_t i = 0; i < world->record_count; i++) {
        free((void *)(uintptr_t)world->records[i].at);
    }
    free(world->memory);
    free(world->facts);
    free(world->effects);
    free(world->tables);
    free(world);
}

struct describe world_describe(const struct world *world)
{
    return (struct describe){
        .engine = world->engine,
        .base_ms = world->base_ms,
        .ahead_ms = world->base_ms == 0 ? STORY_AHEAD_MS : 0,
        .now_ms = world->base_ms + world->now_ms,
    };
}

/* ---- Peers --------------------------------------------------------------------------------- */

static bool name_set(struct name *name, const char *text, size_t size)
{
    memset(name, 0, sizeof *name);
    if (size == 0 || size > NAME_BYTES_MAX) return false;
    memcpy(name->text, text, size);
    return true;
}

struct peer *world_peer(struct world *world, const char *name)
{
    for (uint32_t i = 0; i < world->peer_count; i++) {
        if (strcmp(world->peers[i].name, name) == 0) return &world->peers[i];
    }
    const char *colon = strchr(name, ':');
    if (world->peer_count == WORLD_PEERS_MAX || colon == NULL) return NULL;

    struct peer *peer = &world->peers[world->peer_count];
    struct name kind;
    if (!name_set(&kind, name, (size_t)(colon - name))) return NULL;
    const char *at = strchr(colon, '@');
    if (at == NULL) at = name + strlen(name);
    if (!name_set(&peer->principal, colon + 1, (size_t)(at - colon - 1))) return NULL;
    if (*at == '@' && !name_set(&peer->department, at + 1, strlen(at + 1))) return NULL;
    snprintf(peer->name, sizeof peer->name, "%s", name);
    uint32_t role = ROLE_WORKER;
    if (strcmp(kind.text, "client") == 0) {
        role = ROLE_SUBMITTER;
    } else if (!symbols_find(&symbols_role, kind.text, &role)) {
        peer->department = kind;
    }
    peer->role = (enum role)role;
    world->peer_count++;
    return peer;
}

static struct peer *peer_of_session(struct world *world, session_id session)
{
    for (uint32_t i = 0; i < world->peer_count; i++) {
        if (world->peers[i].session.n == session.n) return &world->peers[i];
    }
    return NULL;
}

/* HELLO; a peer that is refused stays unconnected. */
void world_connect(struct world *world, struct peer *peer)
{
    if (peer->session.n != 0) return;
    peer->session.n = ++world->session_count;
    peer->owed = 0;
    struct event event = { .type = EVENT_JOINED, .session = peer->session };
    event.principal = peer->principal;
    event.joined.role = (uint8_t)peer->role;
    event.joined.principal = peer->principal;
    event.joined.department = peer->department;
    world_step(world, &event);
    bool is_refused =
        world->effects->count > 0 && world->effects->effects[0].type == EFFECT_REFUSED;
    if (is_refused) peer->session.n = 0;
}

/* ---- Journal in memory --------------------------------------------------------------------- */

static void journal_fact(struct world *world, const struct fact *fact)
{
    static uint8_t bytes[RECORD_BYTES_MAX];
    struct buffer buffer;

    if (fact->position != world->record_count + 1u) {
        world_fail(world, "position %llu follows %u", (unsigned long long)fact->position,
                   world->record_count);
        return;
    }
    if (world->record_count == WORLD_RECORDS_MAX) abort();
    buffer_init(&buffer, bytes, sizeof bytes);
    record_write(&buffer, fact);
    struct span written = buffer_span(&buffer);
    uint8_t *copy = malloc(written.size);
    if (copy == NULL) abort();
    memcpy(copy, written.at, written.size);
    world->records[world->record_count++] = (struct span){ .at = copy, .size = written.size };
}

/* The replay of all records from nothing has the live hash: the first law. */
static void check_replay(struct world *world)
{
    static struct procedure procedure;
    void *memory;
    struct engine *engine = world_engine_new(&memory);

    for (uint32_t i = 0; i < world->record_count; i++) {
        struct fact fact;
        if (record_read(world->records[i], i + 1u, &procedure, &fact) != OK) {
            world_fail(world, "record %u cannot be read back", i + 1);
            break;
        }
        enum err err = engine_apply(engine, &fact);
        if (err != OK) {
            world_fail(world, "replay of record %u: %s", i + 1, err_name(err));
            break;
        }
    }
    struct hash replayed = engine_hash(engine);
    struct hash live = engine_hash(world->engine);
    if (!hash_is_equal(&replayed, &live)) world_fail(world, "the replay has another hash");
    free(memory);
}

/* ---- Restart: through images, as the broker does ------------------------------------------- */

struct archived world_archived(const struct world *world, uint64_t bundle,
                               const struct hash *key_hash)
{
    for (uint32_t i = 0; i < world->tables->ended_count; i++) {
        const struct bundle_image *image = &world->tables->ended[i];
        bool is_it =
            key_hash == NULL ? image->bundle == bundle : hash_is_equal(&image->key_hash, key_hash);
        if (is_it) return engine_archived(image);
    }
    return (struct archived){ .is_found = false };
}

/* What is stored of a bundle that has ended: the newest image takes the place of an older one. */
static void store_ended(struct tables *tables, const struct bundle_image *image)
{
    uint32_t at = 0;

    while (at < tables->ended_count && tables->ended[at].bundle != image->bundle) {
        at++;
    }
    if (at == WORLD_BUNDLES_MAX) abort();
    if (at == tables->ended_count) tables->ended_count++;
    tables->ended[at] = *image;
}

enum err world_image(const struct world *world, uint64_t bundle, struct bundle_image *image)
{
    enum err err = engine_image(world->engine, bundle, image);
    struct archived archived = world_archived(world, bundle, NULL);

    if (err == OK || !archived.is_found) return err;
    *image = *archived.image;
    return OK;
}

static void store_counter(struct tables *tables, const struct counter_image *image)
{
    uint32_t at = 0;

    while (at < tables->counter_count &&
           (tables->counters[at].year != image->year ||
            !name_is_equal(&tables->counters[at].department, &image->department))) {
        at++;
    }
    if (at == WORLD_COUNTERS_MAX) abort();
    if (at == tables->counter_count) tables->counter_count++;
    tables->counters[at] = *image;
}

/* Bring the tables up to date with what has changed since the last restart. */
static void store_changes(struct world *world)
{
    struct tables *tables = world->tables;
    struct counter_image counter;
    struct request_image request;
    uint32_t slot;

    while (engine_export_counter(world->engine, &counter)) {
        store_counter(tables, &counter);
    }
    while (engine_export_request(world->engine, &request, &slot)) {
        if (slot >= WORLD_REQUESTS_MAX) abort();
        tables->requests[slot] = request;
        if (slot >= tables->request_count) tables->request_count = slot + 1;
    }
}

static void restore_globals(struct world *world, struct engine *engine)
{
    static struct procedure procedure;
    const struct tables *tables = world->tables;
    struct totals_image totals;

    for (uint32_t i = 0; i < world->record_count; i++) {
        struct fact fact;
        if (record_read(world->records[i], i + 1u, &procedure, &fact) != OK) continue;
        if (fact.type != FACT_PROCEDURE_PUBLISHED) continue;
        enum err err = engine_restore_procedure(engine, &procedure,
                                                &fact.procedure_published.content, fact.position);
        if (err != OK) world_fail(world, "restore procedure: %s", err_name(err));
    }
    for (uint32_t i = 0; i < tables->counter_count; i++) {
        if (engine_restore_counter(engine, &tables->counters[i]) != OK) {
            world_fail(world, "restore counter");
        }
    }
    for (uint32_t i = 0; i < tables->request_count; i++) {
        if (engine_restore_request(engine, &tables->requests[i]) != OK) {
            world_fail(world, "restore request");
        }
    }
    if (engine_calendar(world->engine)->position != 0 &&
        engine_restore_calendar(engine, engine_calendar(world->engine)) != OK) {
        world_fail(world, "restore calendar");
    }
    engine_export_totals(world->engine, &totals);
    if (engine_restore_totals(engine, &totals) != OK) world_fail(world, "restore totals");
}

static void restore_bundles(struct world *world, struct engine *engine)
{
    struct tables *tables = world->tables;
    struct totals_image totals;
    static struct bundle_image image;

    engine_export_totals(world->engine, &totals);
    for (uint64_t bundle = 1; bundle <= totals.bundles_submitted; bundle++) {
        if (engine_image(world->engine, bundle, &image) != OK) continue;
        if (image.result != RESULT_OPEN) {
            store_ended(tables, &image);
            continue;
        }
        enum err err = engine_restore_bundle(engine, &image);
        if (err != OK) world_fail(world, "restore bundle: %s", err_name(err));
    }
    if (engine_restore_end(engine) != OK) world_fail(world, "restore end");
}

void world_restart(struct world *world)
{
    void *memory;
    struct engine *engine = world_engine_new(&memory);

    store_changes(world);
    restore_globals(world, engine);
    restore_bundles(world, engine);
    struct hash before = engine_hash(world->engine);
    struct hash after = engine_hash(engine);
    if (!hash_is_equal(&before, &after)) world_fail(world, "the restart has another hash");
    free(world->memory);
    world->memory = memory;
    world->engine = engine;
    for (uint32_t i = 0; i < world->peer_count; i++) {
        world->peers[i].session.n = 0;
    }
}

/* ---- Steps --------------------------------------------------------------------------------- */

static void remember_job(struct world *world, struct peer *peer, const struct effect *effect)
{
    const struct msg_job *job = &effect->job.job;

    if (peer->owed == 0) world_fail(world, "%s got a job without credit", peer->name);
    peer->owed--;
    if (world->held_count == WORLD_HELD_MAX) abort();
    world->held[world->held_count++] = (struct held){
        .peer = (uint32_t)(peer - world->peers),
        .bundle = job->bundle,
        .stage = job->stage,
        .stage_name = job->stage_name,
        .attempt = job->attempt,
        .token = job->token,
    };
}

static void trace_step(struct world *world)
{
    const struct describe how = world_describe(world);
    char line[DESCRIBE_LINE_MAX];

    for (uint32_t i = 0; i < world->facts->count; i++) {
        journal_fact(world, &world->facts->facts[i]);
        for (uint32_t at = 0; describe_fact(&how, &world->facts->facts[i], at, line); at++) {
            world_trace(world, "        %s\n", line);
        }
    }
    for (uint32_t i = 0; i < world->effects->count; i++) {
        const struct effect *effect = &world->effects->effects[i];
        struct peer *peer = peer_of_session(world, effect->session);
        describe_effect(&how, effect, peer == NULL ? "nobody" : peer->name, line);
        world_trace(world, "        %s\n", line);
        if (effect->type != EFFECT_JOB) continue;
        if (peer == NULL) world_fail(world, "a job for nobody");
        if (peer != NULL) remember_job(world, peer, effect);
    }
}

static uint16_t civil_year_of(int64_t at_ms)
{
    return (uint16_t)civil_from_day((int32_t)((at_ms + STORY_AHEAD_MS) / CIVIL_DAY_MS)).year;
}

void world_step(struct world *world, struct event *event)
{
    event->now_ms = world->base_ms + world->now_ms;
    event->civil_year = civil_year_of(event->now_ms);
    event->room = world->room;
    event->entropy = ++world->entropy * UINT64_C(0x9e3779b97f4a7c15);
    engine_step(world->engine, event, world->facts, world->effects);
    trace_step(world);
    while (engine_is_pending(world->engine) && world->room != ROOM_NONE) {
        struct event tick = *event;
        tick.type = EVENT_TICK;
        tick.session.n = 0;
        engine_step(world->engine, &tick, world->facts, world->effects);
        if (world->facts->count + world->effects->count == 0) {
            world_fail(world, "pending, but nothing happens");
            return;
        }
        trace_step(world);
    }
    check_replay(world);
}

/* As the broker does with its rows of STORE_WAKE: bundles that have left memory are looked at when
 * something may be due for them. */
static void wake_all(struct world *world)
{
    int64_t now_ms = world->base_ms + world->now_ms;
    struct bundle_image image;

    for (uint32_t i = 0; i < world->tables->ended_count; i++) {
        const struct bundle_image *ended = &world->tables->ended[i];
        if (engine_image(world->engine, ended->bundle, &image) == OK) continue;
        if (engine_wake_ms(world->engine, ended, ended->ended_ms) > now_ms) continue;
        struct event event = { .type = EVENT_WAKE, .wake = ended->bundle };
        event.archived = engine_archived(ended);
        world_step(world, &event);
    }
}

bool world_play(struct world *world, const struct command *command)
{
    world->trace_size = 0;
    world->trace[0] = '\0';
    if (command->is_civil && world->record_count == 0) world->base_ms = 0;
    if (command->is_civil != (world->base_ms == 0)) world_fail(world, "two kinds of time");
    if (command->at_ms < world->now_ms) world_fail(world, "time runs backwards");
    world->now_ms = command->at_ms;
    if (engine_next_due_ms(world->engine) <= world->base_ms + world->now_ms) {
        struct event tick = { .type = EVENT_TICK };
        world_step(world, &tick);
    }
    wake_all(world);
    if (world->failure[0] == '\0') verb_do(world, command);
    return world->failure[0] == '\0';
}

int64_t world_now_ms(const struct world *world)
{
    return world->base_ms + world->now_ms;
}

void world_say_why(struct world *world)
{
    for (uint32_t i = 0; i < world->effects->count; i++) {
        const struct effect *effect = &world->effects->effects[i];
        if (effect->type != EFFECT_REFUSED || effect->refused.text[0] == '\0') continue;
        world_trace(world, "        since %s\n", effect->refused.text);
    }
}
