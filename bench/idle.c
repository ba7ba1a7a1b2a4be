/* SPDX-License-Identifier: Apache-2.0 */
/* A hall full of workers with nothing to do: so many connections, each with credit, each of which
 * says PING when it has said nothing for as long as WELCOME allows, as the worker runtime does.
 * Prints what that costs the broker. */
#include "bench/options.h"
#include "bench/peer.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <zmq.h>

#define WORKERS_MAX 4000

struct hall {
    uint32_t count;
    struct peer peers[WORKERS_MAX];
    uint64_t heartbeat_ns;
    uint64_t pings;
    uint64_t answers;
};

static void enter(struct hall *hall, void *context, const char *office,
                  const struct procedure *procedure)
{
    struct peer *peer = &hall->peers[hall->count];
    const struct name *department =
        &procedure->stages[hall->count % procedure->stage_count].department;
    struct message hello = {
        .type = MSG_HELLO,
        .hello = { .role = ROLE_WORKER, .principal = { "bench-idle" }, .department = *department }
    };
    struct message credit = { .type = MSG_CREDIT };
    credit.credit.credit = 4;
    peer_open(peer, context, office, false);
    peer_say(peer, &hello);
    const struct message *welcome = peer_await(peer, MSG_WELCOME, 10000);
    if (welcome == NULL) die("worker %" PRIu32 " is not welcomed", hall->count);
    hall->heartbeat_ns = welcome->welcome.heartbeat_ms * UINT64_C(1000000);
    peer_say(peer, &credit);
    hall->count++;
}

/* Read what there is; it says nothing that a worker without work would want to know. */
static void drain(struct hall *hall, struct peer *peer)
{
    char byte;
    while (zmq_recv(peer->socket, &byte, 1, ZMQ_DONTWAIT) >= 0) {
        hall->answers++;
    }
}

/* Everybody in turn, evenly over the heartbeat, as strangers to each other would be. */
static void run_until(struct hall *hall, uint64_t until_ns)
{
    const struct message ping = { .type = MSG_PING };
    uint64_t step_ns = hall->heartbeat_ns / hall->count;
    uint64_t next_ns = now_ns();
    for (uint32_t at = 0; next_ns < until_ns; at = (at + 1) % hall->count) {
        struct peer *peer = &hall->peers[at];
        drain(hall, peer);
        peer_say(peer, &ping);
        hall->pings++;
        next_ns += step_ns;
        for (uint64_t now = now_ns(); now < next_ns; now = now_ns()) {
            poll(NULL, 0, (int)((next_ns - now) / 1000000) + 1);
        }
    }
}

int main(int argc, char **argv)
{
    static struct hall hall;
    static struct procedure procedure;
    struct options options;
    const char *office = NULL, *path = NULL, *count_text = "1000";
    const struct option_text texts[] = { { "office", &office, true },
                                         { "procedure", &path, true },
                                         { "workers", &count_text, false },
                                         { 0 } };
    options_read(&options, argc, argv, texts);
    uint32_t count = (uint32_t)options_number(count_text, 1, WORKERS_MAX);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    void *context = zmq_ctx_new();
    zmq_ctx_set(context, ZMQ_MAX_SOCKETS, WORKERS_MAX + 16);
    peer_publish(context, office, path, &procedure);
    while (hall.count < count) {
        enter(&hall, context, office, &procedure);
    }
    run_until(&hall, now_ns() + (uint64_t)(options.warmup_s * 1e9));
    hall.pings = hall.answers = 0;
    struct usage before = usage_of(&options.target);
    uint64_t began_ns = now_ns();
    run_until(&hall, began_ns + (uint64_t)(options.seconds * 1e9));
    double seconds = (double)(now_ns() - began_ns) / 1e9;
    struct usage after = usage_of(&options.target);
    printf("{\"workers\": %" PRIu32 ", \"seconds\": %.3f, \"cpu_share\": %.5f, ", count, seconds,
           (double)(after.cpu_ns - before.cpu_ns) / 1e9 / seconds);
    printf("\"pings_per_s\": %.1f, \"answers_per_s\": %.1f, \"rss_bytes\": %" PRIu64 "}\n",
           (double)hall.pings / seconds, (double)hall.answers / seconds, after.rss_bytes);
    fflush(stdout);
    _Exit(0); /* a thousand sockets take their time to close */
}
