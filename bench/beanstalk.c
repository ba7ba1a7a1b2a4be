/* SPDX-License-Identifier: Apache-2.0 */
/* The same fan-out on beanstalkd: what its users would write for bundles of five stages.
 *
 *     submitter ──put──► [submit] ──► coordinator ──put x 5──► [stage-0..4] ──► 5 workers
 *         ▲                                                                      │ put
 *         └── [done] ◄──put── coordinator ◄── [result] ◄─────────────────────────┘
 *
 * So a bundle is 12 jobs, each put, reserved and deleted. A job is deleted when what follows from
 * it has been INSERTED, so that nothing is lost between two tubes (for the five stages when the
 * last of them is). The count of results is in the coordinator's memory.
 *
 * One thread, one connection to put into each tube and one to reserve from it. Many reserves are
 * under way on a connection, and what a turn has for one goes in one write: as few system calls as
 * the protocol allows, on both sides. */
#include "bench/options.h"
#include "bench/tool.h"

#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define STAGES 5
#define RESERVES_MAX 64 /* under way on one connection */
#define ROOM (1 << 20)
#define BODY_MAX 65536
#define DIGITS 8 /* of the place among those in flight, with which every body begins */
#define SMALL_BODY 40

enum tube {
    TUBE_SUBMIT = 0,
    TUBE_STAGE = 1, /* the first of five */
    TUBE_RESULT = TUBE_STAGE + STAGES,
    TUBE_DONE,
    TUBE_COUNT
};

/* What to delete when a put has been answered. */
struct after {
    uint32_t tube; /* reserved from there; TUBE_COUNT: nothing */
    uint64_t job;
};

struct wire {
    int fd;
    char *in;
    size_t in_size;
    char *out;
    size_t out_size;
    struct after afters[IN_FLIGHT_MAX * 2]; /* a ring: puts that are not answered */
    uint32_t after_first;
    uint32_t after_count;
};

static struct options options;
static struct wire putters[TUBE_COUNT];
static struct wire takers[TUBE_COUNT];
static struct report report;
static uint64_t began_ns[IN_FLIGHT_MAX];
static uint8_t results_left[IN_FLIGHT_MAX];
static char body[BODY_MAX];
static bool is_measuring;

static void say(struct wire *wire, const char *bytes, size_t size)
{
    if (size > ROOM - wire->out_size) die("beanstalkd does not read");
    memcpy(wire->out + wire->out_size, bytes, size);
    wire->out_size += size;
}

static void say_line(struct wire *wire, const char *word, const char *text)
{
    char line[64];
    const int size = snprintf(line, sizeof line, "%s%s\r\n", word, text);
    say(wire, line, (size_t)size);
}

/* A job for a place; its body is as large as an application, or small. */
static void put(uint32_t tube, uint32_t place, bool is_small, struct after after)
{
    struct wire *wire = &putters[tube];
    char line[64], digits[DIGITS + 1];
    size_t size = is_small ? SMALL_BODY : options.application_bytes;
    snprintf(digits, sizeof digits, "%08" PRIx32, place);
    memcpy(body, digits, DIGITS);
    const int line_size = snprintf(line, sizeof line, "put 4 0 600 %zu\r\n", size);
    say(wire, line, (size_t)line_size);
    body[size] = '\r';
    body[size + 1] = '\n';
    say(wire, body, size + 2);
    memset(body + size, 'x', 2);
    assert(wire->after_count < IN_FLIGHT_MAX * 2);
    wire->afters[(wire->after_first + wire->after_count++) % (IN_FLIGHT_MAX * 2)] = after;
}

static void delete_job(uint32_t tube, uint64_t job)
{
    char line[64];
    const int size = snprintf(line, sizeof line, "delete %" PRIu64 "\r\n", job);
    say(&takers[tube], line, (size_t)size);
}

static void submit(uint32_t place)
{
    began_ns[place] = now_ns();
    put(TUBE_SUBMIT, place, false, (struct after){ .tube = TUBE_COUNT });
}

static void take_end(uint32_t place)
{
    if (is_measuring) {
        latency_add(&report.latency, now_ns() - began_ns[place]);
        report.bundle_count++;
    }
    submit(place);
}

/* Somebody got a job out of a tube. */
static void take_job(uint32_t tube, uint64_t job, uint32_t place)
{
    struct after after = { .tube = tube, .job = job };
    report.message_count++;
    if (tube == TUBE_SUBMIT) {
        results_left[place] = STAGES;
        for (uint32_t i = 0; i < STAGES; i++) {
            bool is_last = i + 1 == STAGES;
            put(TUBE_STAGE + i, place, false, is_last ? after : (struct after){ TUBE_COUNT, 0 });
        }
    } else if (tube == TUBE_RESULT) {
        if (--results_left[place] == 0) {
            put(TUBE_DONE, place, true, after);
        } else {
            delete_job(tube, job);
        }
    } else if (tube == TUBE_DONE) {
        delete_job(tube, job);
        take_end(place);
    } else {
        report.verdict_count++;
        put(TUBE_RESULT, place, true, after);
    }
}

/* ---- Reading --------------------------------------------------------------------------------- */

/* Returns the bytes that were used; 0: it is not all there yet. */
static size_t take_reserved(uint32_t tube, const char *line, const char *end, const char *limit)
{
    char *at;
    uint64_t job = strtoull(line + strlen("RESERVED "), &at, 10);
    size_t size = strtoul(at, NULL, 10);
    if ((size_t)(limit - end) < size + 4) return 0;
    char digits[DIGITS + 1] = { 0 };
    memcpy(digits, end + 2, DIGITS);
    uint32_t place = (uint32_t)strtoul(digits, NULL, 16);
    assert(place < IN_FLIGHT_MAX);
    say_line(&takers[tube], "reserve", "");
    take_job(tube, job, place);
    return (size_t)(end - line) + size + 4;
}

static size_t take_line(struct wire *wire, uint32_t tube, const char *line, const char *limit)
{
    const char *end = memchr(line, '\r', (size_t)(limit - line));
    if (end == NULL || end + 1 >= limit) return 0;
    if (memcmp(line, "RESERVED ", 9) == 0) return take_reserved(tube, line, end, limit);
    if (memcmp(line, "INSERTED ", 9) == 0) {
        struct after after = wire->afters[wire->after_first];
        assert(wire->after_count > 0);
        wire->after_first = (wire->after_first + 1) % (IN_FLIGHT_MAX * 2);
        wire->after_count--;
        if (after.tube != TUBE_COUNT) delete_job(after.tube, after.job);
    } else if (memcmp(line, "DELETED", 7) != 0 && memcmp(line, "USING", 5) != 0 &&
               memcmp(line, "WATCHING", 8) != 0) {
        die("beanstalkd says %.*s", (int)(end - line), line);
    }
    return (size_t)(end - line) + 2;
}

static void take_bytes(struct wire *wire, uint32_t tube)
{
    ssize_t size = recv(wire->fd, wire->in + wire->in_size, ROOM - wire->in_size, MSG_DONTWAIT);
    if (size == 0 || (size < 0 && errno != EAGAIN)) die("beanstalkd is gone");
    if (size < 0) return;
    wire->in_size += (size_t)size;
    const char *at = wire->in, *limit = wire->in + wire->in_size;
    for (size_t used; at < limit && (used = take_line(wire, tube, at, limit)) > 0;) {
        at += used;
    }
    wire->in_size = (size_t)(limit - at);
    memmove(wire->in, at, wire->in_size);
}

static void flush(struct wire *wire)
{
    if (wire->out_size == 0) return;
    ssize_t size = send(wire->fd, wire->out, wire->out_size, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (size < 0 && errno != EAGAIN) die("beanstalkd is gone");
    if (size <= 0) return;
    wire->out_size -= (size_t)size;
    memmove(wire->out, wire->out + size, wire->out_size);
}

static void run_until(uint64_t until_ns)
{
    struct pollfd polls[2 * TUBE_COUNT];
    while (now_ns() < until_ns) {
        for (uint32_t i = 0; i < 2 * TUBE_COUNT; i++) {
            struct wire *wire = i < TUBE_COUNT ? &putters[i] : &takers[i - TUBE_COUNT];
            flush(wire);
            short events = wire->out_size > 0 ? POLLIN | POLLOUT : POLLIN;
            polls[i] = (struct pollfd){ .fd = wire->fd, .events = events };
        }
        if (poll(polls, 2 * TUBE_COUNT, 20000) == 0) die("nothing was heard for 20 s");
        for (uint32_t i = 0; i < 2 * TUBE_COUNT; i++) {
            struct wire *wire = i < TUBE_COUNT ? &putters[i] : &takers[i - TUBE_COUNT];
            if ((polls[i].revents & ~POLLOUT) != 0) take_bytes(wire, i % TUBE_COUNT);
        }
    }
}

/* ---- Beginning ------------------------------------------------------------------------------- */

static void open_wire(struct wire *wire, int port)
{
    const int one = 1;
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    wire->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(wire->fd, (struct sockaddr *)&address, sizeof address) != 0) {
        die("no beanstalkd at port %d: %s", port, strerror(errno));
    }
    setsockopt(wire->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    wire->in = malloc(ROOM);
    wire->out = malloc(ROOM);
    if (wire->in == NULL || wire->out == NULL) die("no memory");
}

static void open_tube(uint32_t tube, int port)
{
    char name[32];
    snprintf(name, sizeof name, "tube-%" PRIu32, tube);
    open_wire(&putters[tube], port);
    say_line(&putters[tube], "use ", name);
    open_wire(&takers[tube], port);
    say_line(&takers[tube], "watch ", name);
    say_line(&takers[tube], "ignore ", "default");
    /* A reserve that finds nothing holds up what comes after it on its connection: with little in
     * flight there must not be many. */
    uint32_t reserves = options.in_flight < RESERVES_MAX ? options.in_flight : RESERVES_MAX;
    for (uint32_t i = 0; i < reserves; i++) {
        say_line(&takers[tube], "reserve", "");
    }
}

int main(int argc, char **argv)
{
    const char *port = NULL;
    const struct option_text texts[] = { { "port", &port, true }, { 0 } };
    options_read(&options, argc, argv, texts);
    memset(body, 'x', sizeof body);
    for (uint32_t tube = 0; tube < TUBE_COUNT; tube++) {
        open_tube(tube, (int)options_number(port, 1, 65535));
    }
    for (uint32_t place = 0; place < options.in_flight; place++) {
        submit(place);
    }
    run_until(now_ns() + (uint64_t)(options.warmup_s * 1e9));
    report_begin(&report, &options, "single");
    is_measuring = true;
    run_until(report.began_ns + (uint64_t)(options.seconds * 1e9));
    report_end(&report);
    return 0;
}
