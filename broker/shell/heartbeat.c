/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/heartbeat.h"

#include "broker/shell/log.h"
#include "broker/shell/post.h"

#include <inttypes.h>

#define SESSIONS_EVERY_DIVIDER 4 /* of a heartbeat: a peer is told at 5/4 of it at the latest */
#define MEMORY_EVERY_MS 100

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
        } else if (broker->now_ms - session->said_ms + every_ms > broker->config->heartbeat_ms) {
            post_order(broker, session->id, MSG_PONG);
        }
    }
}

/* Strangers go first. Where that was not enough, neither do those stay who have a session, unless they
 * completed a message since the last look: they are not the ones that send without end. */
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

void heartbeat_memory(struct broker *broker)
{
    int64_t since_ms = broker->memory_checked_ms;
    if (broker->now_ms < since_ms + MEMORY_EVERY_MS) return;
    broker->memory_checked_ms = broker->now_ms;

    uint64_t bytes = transport_bytes();
    uint64_t bound = broker->memory_base + broker->config->inbound_bytes_max;
    bool was_tight = broker->memory_is_tight;
    broker->memory_is_tight = bytes > bound;
    if (!broker->memory_is_tight) return;
    struct cut cut = { .broker = broker, .since_ms = since_ms, .is_second = was_tight };
    uint32_t count = transport_cut(broker->transport, is_kept, &cut);
    log_warn("%" PRIu64 " MiB are in transit, more than inbound-bytes-max: cut %" PRIu32
             " connections that %s",
             (bytes - broker->memory_base) >> 20, count,
             was_tight ? "completed no message of late" : "have no session");
}

int64_t heartbeat_due_ms(const struct broker *broker)
{
    int64_t due_ms = broker->memory_checked_ms + MEMORY_EVERY_MS;
    int64_t sessions_ms = broker->sessions_checked_ms + sessions_every_ms(broker);
    return broker->sessions.count > 0 && sessions_ms < due_ms ? sessions_ms : due_ms;
}
