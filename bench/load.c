/* SPDX-License-Identifier: Apache-2.0 */
/* Drives a broker, or the ceiling, with five-stage bundles and keeps exactly so many in flight.
 *
 *     submitter   SUBMIT ──►            ◄── RECORDED           ◄── FACTS (it has ended) ─┐
 *     workers          ◄── JOB x 5      VERDICT x 5 ──►                                  │
 *         ▲                                                                              │
 *         └───────────────────────── the next SUBMIT takes its place ◄───────────────────┘
 *
 * One thread and ZeroMQ's own. A JOB is answered with a grant as soon as it is read; its first four
 * fields are copied as they are, since VERDICT begins with the same. With --mode single each SUBMIT
 * and VERDICT is a message of its own; with --mode batch what one turn of the loop has for one
 * socket is one message. Its own cost is reported beside that of the process that it drives. */
#include "bench/options.h"
#include "bench/peer.h"
#include "bench/scan.h"
#include "bench/submission.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <zmq.h>

#define DEPARTMENTS 5
#define WORKERS_MAX 64 /* a department */
#define PEERS_MAX (1 + DEPARTMENTS * WORKERS_MAX)
#define TABLE_SIZE (4 * IN_FLIGHT_MAX)
#define FOLLOW_STEP 8192 /* facts after which more credit is granted */
#define MESSAGES_PER_SOCKET 256
#define ENDED_TYPES (1u << FACT_BUNDLE_ENDED)
#define ENDING_NS UINT64_C(5000000000)
#define SUBMITTER "bench-submitter"

/* Which place a bundle has among those in flight. */
struct known {
    uint64_t bundle;
    uint32_t place;
};

struct load {
    const struct options *options;
    const char *counter;
    const char *office;
    const char *procedure_path;
    uint32_t worker_count; /* a department */
    bool batches;
    void *context;
    uint32_t peer_count;
    struct peer peers[PEERS_MAX]; /* the submitter first */
    struct procedure procedure;
    struct submission submission;
    uint64_t began_ns[IN_FLIGHT_MAX];
    struct known *table; /* by bundle % TABLE_SIZE */
    uint64_t followed_count;
    uint32_t open_count;
    bool is_measuring;
    bool is_ending; /* nothing more is submitted */
    struct report report;
};

/* ---- Submitting ------------------------------------------------------------------------------ */

static void submit(struct load *load, uint32_t place)
{
    struct peer *peer = &load->peers[0];
    uint8_t *end = submission_write(&load->submission, peer_room(peer), place);
    load->began_ns[place] = now_ns();
    load->open_count++;
    peer_add(peer, end, load->submission.application);
}

/* RECORDED of a SUBMIT: from now on the bundle has a number. */
static void take_recorded(struct load *load, struct scan *scan, const struct scan_item *item)
{
    assert(item->pairs >= 1 && *scan->at == 1);
    const uint8_t *at = scan->at + 1;
    uint64_t bundle = scan_uint(&at);
    load->table[bundle % TABLE_SIZE] =
        (struct known){ .bundle = bundle, .place = submission_number(item->request_id) };
    scan_pass(scan, item);
}

/* ---- What has ended -------------------------------------------------------------------------- */

static void take_end(struct load *load, uint64_t bundle, uint64_t now)
{
    struct known *known = &load->table[bundle % TABLE_SIZE];
    if (known->bundle != bundle) return; /* another load left it behind */
    known->bundle = 0;
    load->open_count--;
    if (load->is_measuring) {
        latency_add(&load->report.latency, now - load->began_ns[known->place]);
        load->report.bundle_count++;
    }
    if (!load->is_ending) submit(load, known->place);
}

/* One {1: position, 2: record} of FACTS; the record is [type, at, bundle, ...]. */
static const uint8_t *take_fact(struct load *load, const uint8_t *at, uint64_t now)
{
    uint32_t pairs = scan_count(&at);
    for (uint32_t i = 0; i < pairs; i++) {
        uint64_t key = scan_uint(&at);
        if (key != 2) {
            at = scan_skip(at);
            continue;
        }
        const uint8_t *inside = scan_bytes(&at).at + 1;
        if (scan_uint(&inside) != FACT_BUNDLE_ENDED) die("a fact that was not asked for");
        inside = scan_skip(inside);
        take_end(load, scan_uint(&inside), now);
        load->followed_count++;
    }
    return at;
}

static void take_facts(struct load *load, struct scan *scan, const struct scan_item *item)
{
    uint64_t now = now_ns();
    for (uint32_t i = 0; i < item->pairs; i++) {
        uint64_t key = scan_uint(&scan->at);
        if (key != 3) {
            scan->at = scan_skip(scan->at);
            continue;
        }
        uint32_t count = scan_count(&scan->at);
        for (uint32_t j = 0; j < count; j++) {
            scan->at = take_fact(load, scan->at, now);
        }
    }
    if (load->followed_count < FOLLOW_STEP) return;
    load->followed_count -= FOLLOW_STEP;
    struct message more = { .type = MSG_MORE, .more = { .credit = FOLLOW_STEP } };
    peer_say(&load->peers[0], &more);
}

/* ---- Working --------------------------------------------------------------------------------- */

/* Answer a JOB: keys 1 to 4 are the same in VERDICT. */
static void take_job(struct load *load, struct peer *peer, struct scan *scan,
                     const struct scan_item *item)
{
    uint32_t pairs = 0;
    const uint8_t *from = scan->at;
    while (*scan->at <= 4) {
        scan->at = scan_skip(scan->at + 1);
        pairs++;
    }
    size_t size = (size_t)(scan->at - from);
    for (uint32_t i = pairs; i < item->pairs; i++) {
        scan->at = scan_skip(scan->at + 1);
    }
    uint8_t *at = peer_room(peer);
    char id[4];
    submission_digits(id + sizeof id, load->report.verdict_count++, sizeof id);
    *at++ = 0x93;
    *at++ = MSG_VERDICT;
    at = submission_text(at, id, sizeof id);
    *at++ = (uint8_t)(0x80 | (pairs + 2));
    memcpy(at, from, size);
    at += size;
    *at++ = 5;
    *at++ = VERDICT_GRANT;
    *at++ = 8;
    *at++ = 1; /* credit for the job that is done */
    peer_add(peer, at, (struct span){ 0 });
}

static void take_item(struct load *load, struct peer *peer, struct scan *scan,
                      const struct scan_item *item)
{
    switch (item->type) {
        case MSG_JOB: take_job(load, peer, scan, item); break;
        case MSG_FACTS: take_facts(load, scan, item); break;
        case MSG_RECORDED:
            if (peer == &load->peers[0]) {
                take_recorded(load, scan, item);
            } else {
                scan_pass(scan, item);
            }
            break;
        case MSG_PONG: scan_pass(scan, item); break;
        case MSG_ERROR: scan_refusal(item); die("the broker refused something");
        default: die("an unexpected message of type %" PRIu32, item->type);
    }
}

/* Read what there is at a socket. Returns false if there was nothing. */
static bool drain(struct load *load, struct peer *peer)
{
    zmq_msg_t frame;
    zmq_msg_t payload;
    bool is_any = false;
    zmq_msg_init(&frame);
    zmq_msg_init(&payload);
    for (int i = 0; i < MESSAGES_PER_SOCKET; i++) {
        if (zmq_msg_recv(&frame, peer->socket, ZMQ_DONTWAIT) < 0) break;
        bool has_payload = zmq_msg_more(&frame) != 0;
        struct scan_item item;
        struct scan scan = scan_open((struct span){ zmq_msg_data(&frame), zmq_msg_size(&frame) });
        while (scan_next(&scan, &item)) {
            take_item(load, peer, &scan, &item);
        }
        assert(scan.at == (uint8_t *)zmq_msg_data(&frame) + zmq_msg_size(&frame));
        if (has_payload) zmq_msg_recv(&payload, peer->socket, 0);
        load->report.message_count++;
        is_any = true;
    }
    zmq_msg_close(&frame);
    zmq_msg_close(&payload);
    return is_any;
}

static bool is_done(const struct load *load)
{
    return load->is_ending && load->open_count == 0;
}

static void run_until(struct load *load, uint64_t until_ns)
{
    zmq_pollitem_t polls[PEERS_MAX];
    for (uint32_t i = 0; i < load->peer_count; i++) {
        polls[i] = (zmq_pollitem_t){ .socket = load->peers[i].socket, .events = ZMQ_POLLIN };
    }
    uint64_t heard_ns = now_ns();
    for (uint64_t now = heard_ns; now < until_ns && !is_done(load); now = now_ns()) {
        bool is_any = false;
        for (uint32_t i = 0; i < load->peer_count; i++) {
            is_any = drain(load, &load->peers[i]) || is_any;
        }
        for (uint32_t i = 0; i < load->peer_count; i++) {
            peer_flush(&load->peers[i]);
        }
        if (is_any) {
            heard_ns = now;
            continue;
        }
        zmq_poll(polls, (int)load->peer_count, 1000);
        if (now - heard_ns > 20000000000u) die("nothing was heard for 20 s");
    }
}

/* ---- Beginning ------------------------------------------------------------------------------- */

static uint64_t newest_position(struct peer *peer)
{
    struct message ping = { .type = MSG_PING, .request_id = { (const uint8_t *)"p", 1 } };
    peer_say(peer, &ping);
    const struct message *pong = peer_await(peer, MSG_PONG, 10000);
    if (pong == NULL) die("PING is not answered");
    return pong->pong.position;
}

static void begin_submitter(struct load *load)
{
    struct peer *peer = &load->peers[load->peer_count++];
    peer_open(peer, load->context, load->counter, load->batches);
    peer_hello(peer, ROLE_SUBMITTER, SUBMITTER, NULL);
    struct message follow = { .type = MSG_FOLLOW,
                              .request_id = { (const uint8_t *)"f", 1 },
                              .follow = { .from = newest_position(peer) + 1,
                                          .credit = FOLLOW_CREDIT_MAX,
                                          .types = ENDED_TYPES,
                                          .submitter = { SUBMITTER } } };
    peer_say(peer, &follow);
}

static void begin_workers(struct load *load)
{
    for (uint32_t i = 0; i < DEPARTMENTS * load->worker_count; i++) {
        struct peer *peer = &load->peers[load->peer_count++];
        const struct procedure_stage *stage = &load->procedure.stages[i % DEPARTMENTS];
        struct message credit = { .type = MSG_CREDIT };
        credit.credit.credit = CREDIT_MAX;
        peer_open(peer, load->context, load->office, load->batches);
        peer_hello(peer, ROLE_WORKER, "bench-worker", stage->department.text);
        peer_say(peer, &credit);
    }
}

static void begin(struct load *load)
{
    load->context = zmq_ctx_new();
    load->table = calloc(TABLE_SIZE, sizeof *load->table);
    if (load->table == NULL) die("no memory");
    peer_publish(load->context, load->office, load->procedure_path, &load->procedure);
    if (load->procedure.stage_count != DEPARTMENTS) die("not a procedure of five stages");
    submission_init(&load->submission, load->procedure.name.text, load->options->application_bytes);
    begin_submitter(load);
    begin_workers(load);
    for (uint32_t place = 0; place < load->options->in_flight; place++) {
        submit(load, place);
    }
}

/* ---- The run --------------------------------------------------------------------------------- */

static void run(struct load *load)
{
    const struct options *options = load->options;
    run_until(load, now_ns() + (uint64_t)(options->warmup_s * 1e9));
    report_begin(&load->report, options, load->batches ? "batch" : "single");
    load->is_measuring = true;
    run_until(load, load->report.began_ns + (uint64_t)(options->seconds * 1e9));
    report_end(&load->report);
    fflush(stdout);

    /* What is in flight ends before we go: whoever measures next finds a clean broker. */
    load->is_ending = true;
    run_until(load, now_ns() + ENDING_NS);
}

int main(int argc, char **argv)
{
    static struct load load;
    static struct options options;
    const char *mode = "single", *workers = "1";
    const struct option_text texts[] = {
        { "counter", &load.counter, true },
        { "office", &load.office, true },
        { "procedure", &load.procedure_path, true },
        { "mode", &mode, false },
        { "workers", &workers, false },
        { 0 },
    };
    options_read(&options, argc, argv, texts);
    load.options = &options;
    load.batches = strcmp(mode, "batch") == 0;
    if (!load.batches && strcmp(mode, "single") != 0) die("--mode is single or batch");
    load.worker_count = (uint32_t)options_number(workers, 1, WORKERS_MAX);
    begin(&load);
    run(&load);
    return 0;
}
