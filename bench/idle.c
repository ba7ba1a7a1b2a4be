/* SPDX-License-Identifier: Apache-2.0 */
/* A hall full of workers with nothing to do: so many connections, each with credit, each of which
 * says PING when it has said nothing for as long as WELCOME allows, or for half as long when the
 * broker says PONG, as the worker runtime does. Prints what that costs the broker. */
#include "bench/options.h"
#include "bench/peer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <zmq.h>

#define WORKERS_MAX 4000
#define EVENTS_MAX 256

struct hall {
    uint32_t count;
    struct peer peers[WORKERS_MAX];
    uint64_t said_ns[WORKERS_MAX];
    uint64_t heartbeat_ns;
    int epoll;
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

static void ping(struct hall *hall, uint32_t worker)
{
    const struct message message = { .type = MSG_PING };
    peer_say(&hall->peers[worker], &message);
    hall->said_ns[worker] = now_ns();
    hall->pings++;
}

/* Read what there is. To a worker without work nothing but PONG is said. */
static bool drain(struct hall *hall, uint32_t worker)
{
    uint64_t before = hall->answers;
    char byte;
    while (zmq_recv(hall->peers[worker].socket, &byte, 1, ZMQ_DONTWAIT) >= 0) {
        hall->answers++;
    }
    return hall->answers > before;
}

/* What came in, and what ZeroMQ learnt of while it sent, which its descriptor does not show. */
static void tend(struct hall *hall, uint32_t worker)
{
    while (drain(hall, worker)) {
        if (now_ns() - hall->said_ns[worker] >= hall->heartbeat_ns / 2) ping(hall, worker);
    }
}

/* Those that have been silent for too long. Returns when the next one will have been. */
static uint64_t speak(struct hall *hall, uint64_t now)
{
    uint64_t next_ns = now + hall->heartbeat_ns;
    for (uint32_t worker = 0; worker < hall->count; worker++) {
        if (now - hall->said_ns[worker] >= hall->heartbeat_ns) {
            ping(hall, worker);
            tend(hall, worker);
        }
        uint64_t due_ns = hall->said_ns[worker] + hall->heartbeat_ns;
        if (due_ns < next_ns) next_ns = due_ns;
    }
    return next_ns;
}

static void run_until(struct hall *hall, uint64_t until_ns)
{
    struct epoll_event events[EVENTS_MAX];
    for (uint64_t now = now_ns(); now < until_ns; now = now_ns()) {
        uint64_t next_ns = speak(hall, now);
        if (next_ns > until_ns) next_ns = until_ns;
        now = now_ns();
        int wait_ms = now < next_ns ? (int)((next_ns - now) / 1000000) + 1 : 0;
        int count = epoll_wait(hall->epoll, events, EVENTS_MAX, wait_ms);
        for (int i = 0; i < count; i++) {
            tend(hall, events[i].data.u32);
        }
    }
}

/* Their heartbeats are spread evenly at first, as those of strangers to each other would be. */
static void listen_to_all(struct hall *hall)
{
    hall->epoll = epoll_create1(EPOLL_CLOEXEC);
    for (uint32_t worker = 0; worker < hall->count; worker++) {
        struct epoll_event event = { .events = EPOLLIN | EPOLLET, .data.u32 = worker };
        int fd;
        size_t size = sizeof fd;
        zmq_getsockopt(hall->peers[worker].socket, ZMQ_FD, &fd, &size);
        if (epoll_ctl(hall->epoll, EPOLL_CTL_ADD, fd, &event) != 0) die("no room for an event");
        hall->said_ns[worker] = now_ns() - hall->heartbeat_ns * worker / hall->count;
        drain(hall, worker);
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
    listen_to_all(&hall);
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
