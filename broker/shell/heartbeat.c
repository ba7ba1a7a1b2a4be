/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/heartbeat.h"

#include "broker/shell/log.h"
#include "broker/shell/post.h"

#include <inttypes.h>

#define SESSIONS_EVERY_DIVIDER 4 /* of a heartbeat; PONG comes at 13/16 to 17/16 of it */
#define MEMORY_EVERY_MS 100
#define MEMORY_TIGHT_EVERY_MS 20
#define PATIENCE_MS 300  /* what was cut is freed long before */
#define OTHER_DOOR_MS 80 /* ... and so is what a closed socket held */
#define PATIENCE_MAX_MS \
    10000 /* where hanging a door anew does not help, it is not tried for ever */
#define TRIM_AFTER_MS 1000
#define SESSION_BYTES 65536 /* what ZeroMQ takes for a connection that is silent, and more */

static int64_t sessions_every_ms(const struct broker *broker)
{
    int64_t every_ms = broker->config->heartbeat_ms / SESSIONS_EVERY_DIVIDER;
    return every_ms > 10 ? every_ms : 10;
}

void heartbeat_gap(struct broker *broker, int64_t gap_ms)
{
    uint32_t place = 0;
    struct session *session;
    if (gap_ms < broker->config->heartbeat_ms) return;
    log_warn("the process stood still for %" PRId64 " ms", gap_ms);
    while ((session = sessions_next(&broker->sessions, &place)) != NULL) {
        session->heard_ms = broker->now_ms;
    }
}

void heartbeat_gone(struct broker *broker)
{
    uint32_t place = 0;
    while (broker->gone_count > 0 && broker_has_room(broker)) {
        struct session *session = sessions_next(&broker->sessions, &place);
        if (session == NULL) {
            broker->gone_count = 0; /* the others left by themselves */
        } else if (session->is_gone) {
            broker_drop(broker, session, "cannot be written to");
            broker->gone_count--;
        }
    }
}

void heartbeat_sessions(struct broker *broker, bool is_all_read)
{
    uint32_t place = 0;
    struct session *session;
    int64_t every_ms = sessions_every_ms(broker);
    if (broker->now_ms < broker->sessions_checked_ms + every_ms) return;
    broker->sessions_checked_ms = broker->now_ms;
    while (broker_has_room(broker) &&
           (session = sessions_next(&broker->sessions, &place)) != NULL) {
        bool is_silent = broker->now_ms - session->heard_ms > broker->config->liveness_ms;
        if (is_silent && is_all_read) {
            post_order(broker, session->id, MSG_BYE);
            broker_drop(broker, session, "silent for too long");
        } else if (broker->now_ms - session->said_ms + every_ms * 3 / 4 >
                   broker->config->heartbeat_ms) {
            post_order(broker, session->id, MSG_PONG);
        }
    }
}

/* ---- Memory ---------------------------------------------------------------------------------- */

/* Strangers go first. Where that was not enough, neither do those stay who have a session, unless they
 * completed a message lately: they are not the ones that send without end. */
struct cut {
    const struct broker *broker;
    int64_t since_ms;
    bool is_second;
};

static bool is_kept(int fd, void *self)
{
    const struct cut *cut = self;
    uint32_t place = 0;
    const struct session *session;
    while ((session = sessions_next(&cut->broker->sessions, &place)) != NULL) {
        if (session->fd != fd) continue;
        if (!cut->is_second || session->heard_ms >= cut->since_ms) return true;
    }
    return false;
}

static void cut_connections(struct broker *broker, uint64_t bytes)
{
    struct cut cut = { .broker = broker,
                       .since_ms = broker->now_ms - MEMORY_EVERY_MS,
                       .is_second = broker->now_ms > broker->memory.tight_ms };
    broker->memory.cut_ms = broker->now_ms;
    uint32_t count = transport_cut(broker->transport, is_kept, &cut);
    if (count == 0) return;
    log_warn("%" PRIu64 " MiB are in transit, more than inbound-bytes-max: cut %" PRIu32
             " connections that %s",
             bytes >> 20, count,
             cut.is_second ? "completed no message of late" : "have no session");
}

/* They are told, so that they need not wait to find out; they end with the next turn. */
static uint32_t give_up_sessions(struct broker *broker, enum door door)
{
    uint32_t place = 0, count = 0;
    struct session *session;
    while ((session = sessions_next(&broker->sessions, &place)) != NULL) {
        if (session->address.door != door || session->is_gone) continue;
        post_order(broker, session->id, MSG_BYE);
        count++;
        if (session->is_gone) continue; /* it could not even be told, and is counted */
        session->is_gone = true;
        broker->gone_count++;
    }
    return count;
}

/* The door that was to blame the last time, and soon after, if need be, the other one. */
static void rehang(struct broker *broker, uint64_t bytes)
{
    static const char *const names[DOOR_COUNT] = { "counter", "office" };
    struct memory *memory = &broker->memory;
    if (memory->is_half_done) {
        memory->suspect = memory->suspect == DOOR_OFFICE ? DOOR_COUNTER : DOOR_OFFICE;
        if (memory->patience_ms < PATIENCE_MAX_MS) memory->patience_ms *= 2;
    }
    memory->is_half_done = !memory->is_half_done;
    memory->rehang_ms =
        broker->now_ms + (memory->is_half_done ? OTHER_DOOR_MS : memory->patience_ms);
    uint32_t count = give_up_sessions(broker, memory->suspect);
    if (transport_rehang(broker->transport, memory->suspect) != OK) return;
    log_warn("%" PRIu64 " MiB are still in transit, whoever was cut: the %s is hung anew, %" PRIu32
             " sessions there begin again",
             bytes >> 20, names[memory->suspect], count);
}

static int64_t memory_due_ms(const struct memory *memory)
{
    bool is_tight = memory->tight_ms > 0;
    return memory->looked_ms + (is_tight ? MEMORY_TIGHT_EVERY_MS : MEMORY_EVERY_MS);
}

/* No more than may be. What is free goes back to the system when it has been so for a while. */
static void relax(struct memory *memory, int64_t now_ms)
{
    if (memory->tight_ms > 0) {
        log_info("bytes in transit are in their bound again, after %" PRId64 " ms",
                 now_ms - memory->tight_ms);
        memory->tight_ms = 0;
        memory->trim_ms = now_ms + TRIM_AFTER_MS;
    } else if (memory->trim_ms > 0 && now_ms >= memory->trim_ms) {
        memory->trim_ms = 0;
        transport_trim();
    }
}

/* What stays over half the bound once it was over the whole would leave too little for others. */
void heartbeat_memory(struct broker *broker)
{
    struct memory *memory = &broker->memory;
    int64_t now_ms = broker->now_ms;
    uint64_t bound = broker->config->inbound_bytes_max;
    if (now_ms < memory_due_ms(memory)) return;
    memory->looked_ms = now_ms;
    transport_let_go(broker->transport);

    uint64_t bytes = transport_bytes();
    uint64_t own = memory->base + (uint64_t)broker->sessions.count * SESSION_BYTES;
    bytes = bytes > own ? bytes - own : 0;
    bool was_tight = memory->tight_ms > 0;
    if (bytes <= (was_tight ? bound / 2 : bound)) {
        relax(memory, now_ms);
        return;
    }
    if (!was_tight) {
        memory->tight_ms = now_ms;
        memory->patience_ms = PATIENCE_MS;
        memory->rehang_ms = now_ms + PATIENCE_MS;
        memory->is_half_done = false;
        cut_connections(broker, bytes);
    } else if (now_ms >= memory->rehang_ms) {
        rehang(broker, bytes);
    } else if (bytes > bound && now_ms >= memory->cut_ms + MEMORY_EVERY_MS) {
        cut_connections(broker, bytes);
    }
}

int64_t heartbeat_due_ms(const struct broker *broker)
{
    int64_t due_ms = memory_due_ms(&broker->memory);
    int64_t sessions_ms = broker->sessions_checked_ms + sessions_every_ms(broker);
    return broker->sessions.count > 0 && sessions_ms < due_ms ? sessions_ms : due_ms;
}
