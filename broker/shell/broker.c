/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/broker.h"

#include "broker/shell/describe.h"
#include "broker/shell/intake.h"
#include "broker/shell/log.h"
#include "broker/shell/notary.h"
#include "broker/shell/space.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/mman.h>

#define PORTION 256 /* images with each batch at least, while there is need */

/* ---- Opening and closing --------------------------------------------------------------------- */

/* Most of it is room that is touched as it is used. */
static struct broker *broker_memory(void)
{
    void *memory = mmap(NULL, sizeof(struct broker), PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

static enum err open_rounds(struct broker *broker)
{
    uint64_t position_next = engine_position_next(broker->engine);
    for (int i = 0; i < ROUND_COUNT; i++) {
        enum err err = draft_init(&broker->rounds[i].draft);
        if (err == OK) err = outbox_init(&broker->rounds[i].outbox, &broker->sessions);
        if (err != OK) return err;
        broker->rounds[i].desk = &broker->desk;
    }
    broker->open = &broker->rounds[0];
    draft_begin(&broker->open->draft, position_next);
    checkpoint_init(&broker->checkpoint, broker->config->checkpoint_distance, PORTION);
    broker->checkpoint.recover_from = broker->recovery.recover_from;
    broker->checkpoint.late = &broker->late_keys;
    return OK;
}

static enum err load_late_keys(struct broker *broker)
{
    enum err err = late_keys_init(&broker->late_keys);
    if (err == OK) err = view_begin(broker->view);
    if (err != OK) return err;
    err = late_keys_load(&broker->late_keys, broker->view);
    view_end(broker->view);
    return err;
}

/* From the disk to an engine that goes on where the last process ended. */
static enum err open_journal(struct broker *broker)
{
    const struct config *config = broker->config;
    enum err err = journal_open(&broker->journal, config->data, (size_t)config->map_bytes);
    if (err == OK) err = recovery_engine_new(&broker->engine, &config->limits);
    if (err == OK) err = recovery_run(broker->journal, broker->engine, &broker->recovery);
    if (err == OK) err = view_open(&broker->view, broker->journal);
    if (err == OK) err = view_open(&broker->desk.view, broker->journal);
    if (err == OK) err = load_late_keys(broker);
    if (err == OK) err = notary_open(broker);
    if (err == OK) err = clock_init(&broker->clock, broker->recovery.newest_ms, config->time_zone);
    if (err == OK) err = journal_start(broker->journal);
    return err;
}

enum err broker_open(struct broker **out, const struct config *config)
{
    struct broker *broker = broker_memory();
    if (broker == NULL) return ERR_NO_MEMORY;
    broker->config = config;
    condition_init(&broker->conditions);

    enum err err = open_journal(broker);
    if (err == OK) err = sessions_init(&broker->sessions, config->limits.sessions_max);
    if (err == OK) err = followers_init(&broker->followers, config->limits.sessions_max);
    if (err == OK) err = open_rounds(broker);
    struct transport_options options = { .endpoints = { config->counter, config->office } };
    if (err == OK) err = transport_open(&broker->transport, &options);
    if (err != OK) {
        broker_close(&broker);
        return err;
    }
    broker->now_ms = broker->started_ms = clock_now_ms(&broker->clock);
    broker->memory.base = transport_bytes();
    space_look(broker, true);
    *out = broker;
    return OK;
}

void broker_close(struct broker **out)
{
    struct broker *broker = *out;
    if (broker == NULL) return;
    intake_drop(broker);
    transport_close(&broker->transport);
    notary_close(broker);
    late_keys_fini(&broker->late_keys);
    condition_fini(&broker->conditions);
    if (broker->journal != NULL) journal_stop(broker->journal);
    view_close(&broker->desk.view);
    view_close(&broker->view);
    journal_close(&broker->journal);
    for (int i = 0; i < ROUND_COUNT; i++) {
        draft_fini(&broker->rounds[i].draft);
        outbox_fini(&broker->rounds[i].outbox);
    }
    followers_fini(&broker->followers);
    sessions_fini(&broker->sessions);
    recovery_engine_free(&broker->engine, &broker->config->limits);
    munmap(broker, sizeof *broker);
    *out = NULL;
}

/* ---- The committed journal ------------------------------------------------------------------- */

struct view *broker_view(struct broker *broker)
{
    if (!broker->view_is_begun && view_begin(broker->view) == OK) broker->view_is_begun = true;
    return broker->view_is_begun ? broker->view : NULL;
}

void broker_end_view(struct broker *broker)
{
    if (broker->view_is_begun) view_end(broker->view);
    broker->view_is_begun = false;
}

uint64_t broker_position(const struct broker *broker)
{
    return journal_position_next(broker->journal) - 1;
}

/* ---- A step ---------------------------------------------------------------------------------- */

bool broker_has_room(const struct broker *broker)
{
    return draft_has_room(&broker->open->draft) && outbox_has_room(&broker->open->outbox);
}

/* Random bits are made in bulk: one seed, and so one system call, for many events. */
static uint64_t fresh_bits(struct broker *broker)
{
    if (broker->entropy_left == 0) {
        uint8_t seed[randombytes_SEEDBYTES];
        randombytes_buf(seed, sizeof seed);
        randombytes_buf_deterministic(broker->entropy, sizeof broker->entropy, seed);
        sodium_memzero(seed, sizeof seed);
        broker->entropy_left = ENTROPY_WORDS;
    }
    uint64_t bits = broker->entropy[--broker->entropy_left];
    broker->entropy[broker->entropy_left] = 0;
    return bits;
}

void broker_event(struct broker *broker, enum event_type type, session_id session,
                  struct event *event)
{
    const size_t union_end = offsetof(struct event, key_hash);
    const struct session *from = sessions_find(&broker->sessions, session);

    memset(event, 0, offsetof(struct event, joined));
    memset((uint8_t *)event + union_end, 0, sizeof *event - union_end);
    event->type = type;
    event->now_ms = broker->now_ms;
    event->civil_year = clock_civil_year(&broker->clock, broker->now_ms);
    event->entropy = fresh_bits(broker);
    event->room = broker->room;
    event->session = session;
    if (from != NULL) event->principal = from->principal;
}

/* "wang#3", or "broker". */
static void name_peer(const struct broker *broker, session_id session, char text[64])
{
    const struct session *from = sessions_find(&broker->sessions, session);
    if (session.n == 0) {
        snprintf(text, 64, "broker");
    } else {
        snprintf(text, 64, "%s#%" PRIu32, from == NULL ? "" : from->principal.text, session.n);
    }
}

static void log_step(const struct broker *broker, const struct event *event, const char *cause)
{
    struct describe how = { .engine = broker->engine };
    char line[DESCRIBE_LINE_MAX];
    char peer[64];

    name_peer(broker, event->session, peer);
    log_debug("%s > %s", peer, cause);
    for (uint32_t i = 0; i < broker->facts.count; i++) {
        for (uint32_t at = 0; describe_fact(&how, &broker->facts.facts[i], at, line); at++) {
            log_more(LOG_DEBUG, "%s", line);
        }
    }
    for (uint32_t i = 0; i < broker->effects.count; i++) {
        name_peer(broker, broker->effects.effects[i].session, peer);
        describe_effect(&how, &broker->effects.effects[i], peer, line);
        log_more(LOG_DEBUG, "%s", line);
    }
}

void broker_hold_step(struct broker *broker, const struct event *event, const char *cause)
{
    bool is_news = broker->facts.count + broker->effects.count > 0;
    if (broker->facts.count > 0) broker->fact_ms = broker->now_ms;
    draft_record(&broker->open->draft, &broker->facts);
    followers_note(&broker->followers, &broker->facts);
    for (uint32_t i = 0; i < broker->effects.count; i++) {
        outbox_hold_effect(&broker->open->outbox, &broker->effects.effects[i]);
    }
    if (log_is_on(LOG_DEBUG) && (is_news || event->type != EVENT_TICK)) {
        log_step(broker, event, cause);
    }
}

void broker_step(struct broker *broker, const struct event *event, const char *cause)
{
    assert(broker_has_room(broker));
    engine_step(broker->engine, event, &broker->facts, &broker->effects);
    broker_hold_step(broker, event, cause);
}

void broker_drop(struct broker *broker, struct session *session, const char *why)
{
    struct event event;
    broker_event(broker, EVENT_LEFT, session->id, &event);
    log_info("session %" PRIu32 " (%s) ends: %s", session->id.n, session->principal.text, why);
    followers_stop(&broker->followers, session->id);
    sessions_remove(&broker->sessions, session);
    broker_step(broker, &event, "left");
}
