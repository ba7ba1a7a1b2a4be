/* SPDX-License-Identifier: Apache-2.0 */
/* The same fan-out on NATS JetStream, with its own C library.
 *
 *     submitter ──► b.submit ──► coordinator ──► b.stage.0..4 ──► 5 workers ──► b.result
 *         ▲                                                                        │
 *         └────────────── b.done ◄── coordinator (after the fifth) ◄───────────────┘
 *
 * One stream on files, with a work queue's retention; a durable push consumer for each subject,
 * explicit acknowledgements. Messages are published without waiting for the answer, and what they
 * follow from is acknowledged at once: that is kinder to NATS than what somebody would do who must
 * not lose anything. The server answers before it syncs; it syncs every two minutes by default. */
#include "bench/options.h"
#include "bench/tool.h"

#include <nats/nats.h>

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STAGES 5
#define CONSUMERS (STAGES + 3)
#define PENDING_MAX 100000
#define SMALL_BODY 40
#define BODY_MAX 65536
#define ACK_WAIT_NS (600 * INT64_C(1000000000))

static struct options options;
static struct report report;
static jsCtx *stream;
static uint64_t began_ns[IN_FLIGHT_MAX];
static uint8_t results_left[IN_FLIGHT_MAX];
static _Thread_local char body[BODY_MAX]; /* the first submissions are published by main */
static atomic_bool is_measuring; /* report belongs to the delivery thread while this is true */
static atomic_bool is_idle;      /* nothing is being delivered at this moment */
static atomic_bool is_over;

static void must(natsStatus status, const char *what)
{
    if (status != NATS_OK) die("%s: %s", what, natsStatus_GetText(status));
}

static void publish(const char *subject, uint32_t place, bool is_small)
{
    char digits[9];
    snprintf(digits, sizeof digits, "%08" PRIx32, place);
    memcpy(body, digits, 8);
    uint32_t size = is_small ? SMALL_BODY : options.application_bytes;
    must(js_PublishAsync(stream, subject, body, (int)size, NULL), "publish");
}

static void submit(uint32_t place)
{
    began_ns[place] = now_ns();
    results_left[place] = STAGES;
    publish("b.submit", place, false);
}

static void take_submit(uint32_t place)
{
    char subject[16];
    for (uint32_t i = 0; i < STAGES; i++) {
        snprintf(subject, sizeof subject, "b.stage.%" PRIu32, i);
        publish(subject, place, false);
    }
}

static void take_stage(uint32_t place)
{
    if (atomic_load(&is_measuring)) report.verdict_count++;
    publish("b.result", place, true);
}

static void take_result(uint32_t place)
{
    if (--results_left[place] == 0) publish("b.done", place, true);
}

static void take_done(uint32_t place)
{
    if (atomic_load(&is_measuring)) {
        latency_add(&report.latency, now_ns() - began_ns[place]);
        report.bundle_count++;
    }
    submit(place);
}

/* All messages are delivered by one thread of the library. */
static void take(natsConnection *connection, natsSubscription *subscription, natsMsg *message,
                 void *closure)
{
    (void)connection;
    (void)subscription;
    void (*taker)(uint32_t) = NULL;
    char digits[9] = { 0 };
    memcpy(&taker, closure, sizeof taker);
    atomic_store(&is_idle, false);
    if (!atomic_load(&is_over)) {
        memcpy(digits, natsMsg_GetData(message), 8);
        uint32_t place = (uint32_t)strtoul(digits, NULL, 16);
        if (atomic_load(&is_measuring)) report.message_count++;
        taker(place);
        must(natsMsg_Ack(message, NULL), "ack");
    }
    natsMsg_Destroy(message);
    atomic_store(&is_idle, true);
}

static void publish_failed(jsCtx *context, jsPubAckErr *error, void *closure)
{
    (void)context;
    (void)closure;
    if (!atomic_load(&is_over)) die("publish: %s", error->ErrText);
}

/* ---- Beginning ------------------------------------------------------------------------------- */

static void add_stream(void)
{
    const char *subjects[] = { "b.>" };
    jsStreamConfig config;
    jsErrCode code = 0;
    jsStreamConfig_Init(&config);
    config.Name = "bench";
    config.Subjects = subjects;
    config.SubjectsLen = 1;
    config.Storage = js_FileStorage;
    config.Retention = js_WorkQueuePolicy;
    must(js_AddStream(NULL, stream, &config, NULL, &code), "stream");
}

static void subscribe(const char *subject, const char *durable, void (**taker)(uint32_t))
{
    natsSubscription *subscription = NULL;
    jsSubOptions sub;
    jsErrCode code = 0;
    jsSubOptions_Init(&sub);
    sub.Stream = "bench";
    sub.ManualAck = true;
    sub.Config.Durable = durable;
    sub.Config.AckPolicy = js_AckExplicit;
    sub.Config.AckWait = ACK_WAIT_NS;
    sub.Config.MaxAckPending = PENDING_MAX;
    must(js_Subscribe(&subscription, stream, subject, take, taker, NULL, &sub, &code), subject);
    must(natsSubscription_SetPendingLimits(subscription, -1, -1), "limits");
}

static void begin(const char *url)
{
    static void (*takers[])(uint32_t) = { take_submit, take_stage, take_result, take_done };
    natsConnection *connection = NULL;
    natsOptions *connect = NULL;
    jsOptions js;
    char subject[16], durable[16];
    must(nats_Open(-1), "library");
    must(nats_SetMessageDeliveryPoolSize(1), "pool");
    must(natsOptions_Create(&connect), "options");
    must(natsOptions_SetURL(connect, url), "url");
    must(natsOptions_UseGlobalMessageDelivery(connect, true), "delivery");
    must(natsConnection_Connect(&connection, connect), url);
    must(jsOptions_Init(&js), "options");
    js.PublishAsync.MaxPending = PENDING_MAX;
    js.PublishAsync.ErrHandler = publish_failed;
    must(natsConnection_JetStream(&stream, connection, &js), "JetStream");
    add_stream();
    subscribe("b.submit", "submit", &takers[0]);
    for (uint32_t i = 0; i < STAGES; i++) {
        snprintf(subject, sizeof subject, "b.stage.%" PRIu32, i);
        snprintf(durable, sizeof durable, "stage-%" PRIu32, i);
        subscribe(subject, durable, &takers[1]);
    }
    subscribe("b.result", "result", &takers[2]);
    subscribe("b.done", "done", &takers[3]);
}

static void wait_s(double seconds)
{
    struct timespec time = { .tv_sec = (time_t)seconds,
                             .tv_nsec = (long)((seconds - (double)(time_t)seconds) * 1e9) };
    nanosleep(&time, NULL);
}

int main(int argc, char **argv)
{
    const char *url = NULL;
    const struct option_text texts[] = { { "url", &url, true }, { 0 } };
    options_read(&options, argc, argv, texts);
    begin(url);
    for (uint32_t place = 0; place < options.in_flight; place++) {
        submit(place);
    }
    wait_s(options.warmup_s);
    report_begin(&report, &options, "single");
    atomic_store(&is_measuring, true);
    wait_s(options.seconds);
    atomic_store(&is_measuring, false);
    while (!atomic_load(&is_idle)) {
        wait_s(0.0001); /* the message at hand */
    }
    report_end(&report);
    fflush(stdout);
    atomic_store(&is_over, true);
    _Exit(0);
}
