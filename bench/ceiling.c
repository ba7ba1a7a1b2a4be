/* SPDX-License-Identifier: Apache-2.0 */
/* The ceiling: what ZeroMQ and LMDB allow on this machine, to hold the broker against.
 *
 * It receives, appends and sends, and nothing else. It takes the same messages from the same load as
 * the broker, appends as many records of the same sizes, commits them in LMDB's full sync mode, all
 * that has come meanwhile together, and says what follows only after the commit:
 *
 *     SUBMIT        1 + 5 + 5 records   RECORDED to the submitter, JOB to one worker of each stage
 *     VERDICT       1 + 1 records       (with --answers: RECORDED to the worker)
 *     the fifth     1 + 1 records       FACTS with one BUNDLE_ENDED to the submitter
 *
 * It does NOT: look at keys, procedures, priorities, leases, tokens, credit or time; keep bundles
 * (one byte of a ring counts the verdicts of each); check, chain or hash anything; write images or
 * tables beside the records; read anything back; recover. Bytes of records other than the
 * application are filler. Messages for one peer that follow from one commit travel together, as
 * the broker's do; with --alone each has a message of its own.
 *
 * With --thread the commit runs beside the sockets, as in the broker; without it, between reading
 * and writing. Which is faster depends on the machine and on how much is in flight: measure both
 * and take the better one. */
#include "bench/ceiling_door.h"
#include "bench/ceiling_journal.h"
#include "bench/peer.h"
#include "bench/scan.h"

#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <zmq.h>

#define DEPARTMENTS 5
#define WORKERS_MAX 64
#define RING_SIZE (1u << 22) /* bundles that may be open at a time */
#define MESSAGES_PER_TURN 4096
#define STOP_LOOK_MS 100 /* without anything to do; then whether it was told to stop is looked at */
#define PARTS_MAX 32
#define FACTS_PER_ITEM 256
#define FACT_BYTES_MAX 64
#define TEMPLATE_NUMBER 0x0102030405060708u /* where a number is put later */

/* Sizes of the records that one message brings. */
struct parts {
    uint32_t count;
    uint32_t sizes[PARTS_MAX];
};

/* A JOB as it is sent, with places for its numbers. */
struct job_template {
    uint8_t bytes[DOOR_ITEM_BYTES_MAX];
    size_t size;
    size_t bundle_at;
    size_t token_at;
};

struct department {
    struct name name;
    uint32_t workers[WORKERS_MAX]; /* sessions */
    uint32_t worker_count;
    uint32_t turn;
};

/* What waits for one commit. */
struct round {
    struct ceiling_batch batch;
    struct mail mail;
    uint64_t *ended;
    uint32_t ended_count;
    uint32_t ended_capacity;
};

struct ceiling {
    void *sockets[2];
    bool with_thread;
    bool alone;
    bool answers;
    struct parts submit_parts, verdict_parts, end_parts;
    struct department departments[DEPARTMENTS];
    struct job_template jobs[DEPARTMENTS];
    uint32_t submitter;
    uint64_t bundle_count;
    uint64_t position;
    uint8_t left[RING_SIZE]; /* verdicts of a bundle that are still to come */
    struct round rounds[2];
    struct round *open;
    struct round *under_way;
};

/* ---- The cold way: how a dialogue begins ----------------------------------------------------- */

static size_t find_number(const struct job_template *job, size_t from)
{
    const uint8_t number[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
    const uint8_t *found = memmem(job->bytes + from, job->size - from, number, sizeof number);
    assert(found != NULL);
    return (size_t)(found - job->bytes);
}

/* The items differ in their numbers only, so one is written properly and patched ever after. */
static void make_job(struct ceiling *ceiling, const struct procedure *procedure, uint32_t stage)
{
    static uint8_t dummy[256];
    struct job_template *job = &ceiling->jobs[stage];
    struct message message = { .type = MSG_JOB,
                               .job = { .bundle = TEMPLATE_NUMBER,
                                        .stage = (uint8_t)stage,
                                        .attempt = 1,
                                        .token = TEMPLATE_NUMBER,
                                        .until_ms = (int64_t)1 << 41,
                                        .lease_ms = 600000,
                                        .stage_name = procedure->stages[stage].name,
                                        .procedure = procedure->name,
                                        .version = 1,
                                        .priority = PRIORITY_DEFAULT,
                                        .submitted_ms = (int64_t)1 << 41,
                                        .application = { dummy, sizeof dummy } } };
    struct buffer item;
    buffer_init(&item, job->bytes, sizeof job->bytes);
    item_write(&item, &message);
    if (item.is_full) die("a JOB does not fit");
    job->size = item.size - 3; /* without the size of the application */
    job->bundle_at = find_number(job, 0);
    job->token_at = find_number(job, job->bundle_at + 8);
    ceiling->departments[stage].name = procedure->stages[stage].department;
}

static void take_publish(struct ceiling *ceiling, const struct procedure *procedure)
{
    if (procedure->stage_count != DEPARTMENTS) die("not a procedure of five stages");
    for (uint32_t i = 0; i < DEPARTMENTS; i++) {
        make_job(ceiling, procedure, i);
    }
}

static void take_hello(struct ceiling *ceiling, uint32_t session, const struct msg_hello *hello)
{
    for (uint32_t i = 0; hello->role == ROLE_WORKER && i < DEPARTMENTS; i++) {
        struct department *department = &ceiling->departments[i];
        if (!name_is_equal(&department->name, &hello->department)) continue;
        if (department->worker_count == WORKERS_MAX) die("too many workers");
        department->workers[department->worker_count++] = session;
    }
    if (hello->role == ROLE_SUBMITTER) ceiling->submitter = session;
}

static void take_cold(struct ceiling *ceiling, uint32_t session, struct span frame)
{
    static struct procedure procedure;
    static struct message message;
    struct envelope envelope;
    struct refusal refusal;
    struct message answer = { 0 };
    if (envelope_open(&envelope, frame, (struct span){ 0 }, &procedure, &refusal) != OK) {
        die("a message that is none");
    }
    if (!envelope_next(&envelope, &message, &refusal) || refusal.err != OK) die("a bad message");
    answer.request_id = message.request_id;
    if (message.type == MSG_HELLO) {
        take_hello(ceiling, session, &message.hello);
        answer.type = MSG_WELCOME;
        answer.welcome = (struct msg_welcome){ .heartbeat_ms = 1000, .liveness_ms = 10000 };
    } else if (message.type == MSG_PUBLISH) {
        take_publish(ceiling, message.publish.procedure);
        answer.type = MSG_RECORDED;
        answer.recorded = (struct msg_recorded){ .position = 1, .version = 1 };
    } else if (message.type == MSG_PING) {
        answer.type = MSG_PONG;
        answer.pong = (struct msg_pong){ .position = ceiling->position };
    } else {
        return; /* CREDIT, FOLLOW, MORE: everybody is always ready */
    }
    door_say(ceiling->sockets, session, &answer);
}

/* ---- The hot way ----------------------------------------------------------------------------- */

static void append(struct ceiling *ceiling, const struct parts *parts, uint64_t bundle)
{
    for (uint32_t i = 0; i < parts->count; i++) {
        ceiling_batch_add(&ceiling->open->batch, parts->sizes[i], bundle);
    }
    ceiling->position += parts->count;
}

static void record(struct ceiling *ceiling, uint32_t session, struct span request_id,
                   uint64_t bundle)
{
    uint8_t *at = mail_room(&ceiling->open->mail, session, 0, ceiling->alone);
    *at++ = 0x93;
    *at++ = MSG_RECORDED;
    *at++ = (uint8_t)(0xa0 | request_id.size);
    memcpy(at, request_id.at, request_id.size);
    at += request_id.size;
    *at++ = 0x83;
    *at++ = 1;
    at = scan_put_uint(at, bundle);
    *at++ = 2;
    at = scan_put_uint(at, ceiling->position);
    *at++ = 5;
    *at++ = 1;
    mail_add(&ceiling->open->mail, session, at, (struct span){ 0 });
}

static void put_big(uint8_t *at, uint64_t number)
{
    number = htobe64(number);
    memcpy(at, &number, sizeof number);
}

static void send_job(struct ceiling *ceiling, uint32_t stage, uint64_t bundle,
                     struct span application)
{
    const struct job_template *job = &ceiling->jobs[stage];
    struct department *department = &ceiling->departments[stage];
    uint32_t session = department->workers[department->turn++ % department->worker_count];
    uint8_t *at = mail_room(&ceiling->open->mail, session, application.size, ceiling->alone);
    memcpy(at, job->bytes, job->size);
    put_big(at + job->bundle_at, bundle);
    put_big(at + job->token_at, bundle * UINT64_C(0x9e3779b97f4a7c15));
    at = scan_put_uint(at + job->size, application.size);
    mail_add(&ceiling->open->mail, session, at, application);
}

/* Returns the bytes of the payload that were its share. */
static size_t take_submit(struct ceiling *ceiling, uint32_t session, struct scan_item *item,
                          struct scan *scan, struct span payload)
{
    struct span application = { .at = payload.at };
    for (uint32_t i = 0; i < item->pairs; i++) {
        uint8_t key = *scan->at++;
        if (key == 5) {
            application.size = scan_uint(&scan->at);
        } else {
            scan->at = scan_skip(scan->at);
        }
    }
    uint64_t bundle = ++ceiling->bundle_count;
    const struct parts *parts = &ceiling->submit_parts;
    assert(application.size <= payload.size);
    ceiling->left[bundle % RING_SIZE] = DEPARTMENTS;
    ceiling_batch_add_application(&ceiling->open->batch, parts->sizes[0], bundle, application);
    for (uint32_t i = 1; i < parts->count; i++) {
        ceiling_batch_add(&ceiling->open->batch, parts->sizes[i], bundle);
    }
    ceiling->position += parts->count;
    record(ceiling, session, item->request_id, bundle);
    for (uint32_t stage = 0; stage < DEPARTMENTS; stage++) {
        send_job(ceiling, stage, bundle, application);
    }
    return application.size;
}

static void take_verdict(struct ceiling *ceiling, uint32_t session, struct scan_item *item,
                         struct scan *scan)
{
    struct round *round = ceiling->open;
    const uint8_t *at = scan->at + 1; /* key 1 is the first */
    uint64_t bundle = scan_uint(&at);
    scan_pass(scan, item);
    append(ceiling, &ceiling->verdict_parts, bundle);
    if (ceiling->answers) record(ceiling, session, item->request_id, bundle);
    if (--ceiling->left[bundle % RING_SIZE] > 0) return;
    append(ceiling, &ceiling->end_parts, bundle);
    if (round->ended_count == round->ended_capacity) {
        round->ended_capacity = 2 * round->ended_capacity + 1024;
        round->ended = realloc(round->ended, round->ended_capacity * sizeof *round->ended);
        if (round->ended == NULL) die("no memory");
    }
    round->ended[round->ended_count++] = bundle;
}

static void take_frame(struct ceiling *ceiling, uint32_t session, struct span frame,
                       struct span payload)
{
    struct scan_item item;
    struct scan scan = scan_open(frame);
    if (!scan.is_batch && *scan.at != MSG_SUBMIT && *scan.at != MSG_VERDICT) {
        take_cold(ceiling, session, frame);
        return;
    }
    while (scan_next(&scan, &item)) {
        if (item.type == MSG_SUBMIT) {
            size_t share = take_submit(ceiling, session, &item, &scan, payload);
            payload.at += share;
            payload.size -= share;
        } else if (item.type == MSG_VERDICT) {
            take_verdict(ceiling, session, &item, &scan);
        } else {
            die("type %" PRIu32 " in a batch", item.type);
        }
    }
}

/* Read one message. Returns false if there is none. */
static bool take_next(struct ceiling *ceiling, uint8_t door)
{
    static zmq_msg_t parts[3];
    void *socket = ceiling->sockets[door];
    uint32_t count = 0;
    bool more = true;
    while (more && count < 3) {
        zmq_msg_init(&parts[count]);
        if (zmq_msg_recv(&parts[count], socket, ZMQ_DONTWAIT) < 0) return false;
        more = zmq_msg_more(&parts[count++]) != 0;
    }
    assert(count >= 2 && !more);
    struct span payload = { 0 };
    if (count == 3) payload = (struct span){ zmq_msg_data(&parts[2]), zmq_msg_size(&parts[2]) };
    uint32_t session = door_session(door, zmq_msg_data(&parts[0]), zmq_msg_size(&parts[0]));
    take_frame(ceiling, session, (struct span){ zmq_msg_data(&parts[1]), zmq_msg_size(&parts[1]) },
               payload);
    while (count > 0) {
        zmq_msg_close(&parts[--count]);
    }
    return true;
}

/* ---- The turn -------------------------------------------------------------------------------- */

/* [20, time, bundle, previous, {1: all}] at a position. */
static uint8_t *put_fact(uint8_t *at, uint64_t position, uint64_t bundle)
{
    *at++ = 0x82;
    *at++ = 1;
    at = scan_put_uint(at, position);
    *at++ = 2;
    *at++ = 0xc4;
    uint8_t *size = at++;
    *at++ = 0x95;
    *at++ = FACT_BUNDLE_ENDED;
    at = scan_put_uint(at, UINT64_C(1) << 41);
    at = scan_put_uint(at, bundle);
    at = scan_put_uint(at, position - 1);
    *at++ = 0x81;
    *at++ = 1;
    *at++ = RESULT_ALL;
    *size = (uint8_t)(at - size - 1);
    return at;
}

/* FACTS with what has ended in this round. */
static void mail_ended(struct ceiling *ceiling, struct round *round)
{
    uint32_t step = ceiling->alone ? 1 : DOOR_ITEM_BYTES_MAX / FACT_BYTES_MAX - 1;
    for (uint32_t i = 0; i < round->ended_count; i += step) {
        uint32_t count = round->ended_count - i < step ? round->ended_count - i : step;
        uint8_t *at = mail_room(&round->mail, ceiling->submitter, 0, ceiling->alone);
        const uint8_t head[] = { 0x93, MSG_FACTS, 0xa1, 'f', 0x82, 1 };
        memcpy(at, head, sizeof head);
        at = scan_put_uint(at + sizeof head, ceiling->position + 1);
        *at++ = 3;
        *at++ = (uint8_t)(0x90 | count);
        for (uint32_t j = 0; j < count; j++) {
            at = put_fact(at, ceiling->position, round->ended[i + j]);
        }
        mail_add(&round->mail, ceiling->submitter, at, (struct span){ 0 });
    }
    round->ended_count = 0;
}

static void say(struct ceiling *ceiling, struct round *round)
{
    mail_send(&round->mail, ceiling->sockets);
    ceiling_batch_clear(&round->batch);
}

static void hand_over(struct ceiling *ceiling)
{
    struct round *round = ceiling->open;
    if (ceiling->under_way != NULL || round->batch.count == 0) return;
    mail_ended(ceiling, round);
    ceiling_journal_append(&round->batch);
    if (!ceiling->with_thread) {
        say(ceiling, round);
        return;
    }
    ceiling->under_way = round;
    ceiling->open = round == &ceiling->rounds[0] ? &ceiling->rounds[1] : &ceiling->rounds[0];
}

static void turn(struct ceiling *ceiling)
{
    zmq_pollitem_t polls[3] = {
        { .socket = ceiling->sockets[0], .events = ZMQ_POLLIN },
        { .socket = ceiling->sockets[1], .events = ZMQ_POLLIN },
        { .fd = ceiling_journal_fd(), .events = ZMQ_POLLIN },
    };
    zmq_poll(polls, ceiling->with_thread ? 3 : 2, STOP_LOOK_MS);
    if (ceiling->under_way != NULL && polls[2].revents != 0 && ceiling_journal_is_back()) {
        say(ceiling, ceiling->under_way);
        ceiling->under_way = NULL;
    }
    bool is_more = true;
    for (int i = 0; i < MESSAGES_PER_TURN && is_more; i++) {
        is_more = take_next(ceiling, 0);
        is_more = take_next(ceiling, 1) || is_more;
    }
    hand_over(ceiling);
}

/* ---- Options --------------------------------------------------------------------------------- */

/* "139,48x5,84x5": sizes, with how many of each. */
static const char *read_parts(struct parts *parts, const char *text)
{
    parts->count = 0;
    for (;;) {
        char *end;
        unsigned long size = strtoul(text, &end, 10);
        unsigned long count = 1;
        if (*end == 'x') count = strtoul(end + 1, &end, 10);
        if (end == text || size < 48 - 8 || size > 4096) die("%s: a size is 48 to 4096", text);
        for (; count > 0 && parts->count < PARTS_MAX; count--) {
            parts->sizes[parts->count++] = (uint32_t)size;
        }
        text = end + 1;
        if (*end != ',') return *end == '/' ? text : end;
    }
}

static void read_records(struct ceiling *ceiling, const char *text)
{
    text = read_parts(&ceiling->submit_parts, text);
    text = read_parts(&ceiling->verdict_parts, text);
    text = read_parts(&ceiling->end_parts, text);
    if (*text != '\0') die("--records SUBMIT/VERDICT/END, each SIZExCOUNT,...");
}

static void usage(void)
{
    fputs("usage: bench-ceiling --data FOLDER --counter ENDPOINT --office ENDPOINT\n"
          "           [--thread] [--alone] [--answers] [--io-threads 1] [--records SIZES]\n\n"
          "SIZES are bytes of the records of a submission (without the application), of a verdict\n"
          "and of an end, with the 32 of the chain: 139,48x5,84x5/66,48/75,49 by default.\n",
          stderr);
    exit(2);
}

static volatile sig_atomic_t is_stopped;

static void on_signal(int number)
{
    (void)number;
    is_stopped = 1;
}

int main(int argc, char **argv)
{
    static struct ceiling ceiling;
    static const struct option names[] = {
        { "data", 1, 0, 'd' },    { "counter", 1, 0, 'c' },    { "office", 1, 0, 'o' },
        { "thread", 0, 0, 't' },  { "alone", 0, 0, 'a' },      { "answers", 0, 0, 'r' },
        { "records", 1, 0, 's' }, { "io-threads", 1, 0, 'i' }, { 0 }
    };
    const char *data = NULL, *counter = NULL, *office = NULL;
    void *context = zmq_ctx_new();
    read_records(&ceiling, "139,48x5,84x5/66,48/75,49");
    for (int option; (option = getopt_long(argc, argv, "", names, NULL)) >= 0;) {
        switch (option) {
            case 'd': data = optarg; break;
            case 'c': counter = optarg; break;
            case 'o': office = optarg; break;
            case 't': ceiling.with_thread = true; break;
            case 'a': ceiling.alone = true; break;
            case 'r': ceiling.answers = true; break;
            case 's': read_records(&ceiling, optarg); break;
            case 'i': zmq_ctx_set(context, ZMQ_IO_THREADS, (int)strtol(optarg, NULL, 10)); break;
            default: usage();
        }
    }
    if (data == NULL || counter == NULL || office == NULL) usage();
    ceiling_journal_open(data, ceiling.with_thread);
    for (int i = 0; i < 2; i++) {
        mail_init(&ceiling.rounds[i].mail);
    }
    ceiling.open = &ceiling.rounds[0];
    ceiling.sockets[0] = door_open(context, counter);
    ceiling.sockets[1] = door_open(context, office);
    signal(SIGTERM, on_signal);
    while (!is_stopped) {
        turn(&ceiling);
    }
    return 0;
}
