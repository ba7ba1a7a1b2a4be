/* SPDX-License-Identifier: Apache-2.0 */
/* Opens so many bundles as fast as the broker takes them, and leaves them open: a batch is sent as
 * soon as one is answered. The procedure is to be one that nobody works on. */
#include "bench/options.h"
#include "bench/peer.h"
#include "bench/scan.h"
#include "bench/submission.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <zmq.h>

#define BATCH_ITEMS 256

struct fill {
    struct peer peer;
    struct submission submission;
    uint64_t wanted;
    uint64_t recorded;
};

static void submit_some(struct fill *fill)
{
    for (uint32_t i = 0; i < BATCH_ITEMS && fill->submission.count < fill->wanted; i++) {
        uint8_t *end = submission_write(&fill->submission, peer_room(&fill->peer), i);
        peer_add(&fill->peer, end, fill->submission.application);
    }
    peer_flush(&fill->peer);
}

static void take_answers(struct fill *fill)
{
    zmq_msg_t frame;
    struct scan_item item;
    zmq_msg_init(&frame);
    if (zmq_msg_recv(&frame, fill->peer.socket, 0) < 0) die("receive: %s", zmq_strerror(errno));
    struct scan scan = scan_open((struct span){ zmq_msg_data(&frame), zmq_msg_size(&frame) });
    while (scan_next(&scan, &item)) {
        if (item.type == MSG_ERROR) {
            scan_refusal(&item);
            die("refused after %" PRIu64 " bundles", fill->recorded);
        }
        if (item.type == MSG_RECORDED) fill->recorded++;
        scan_pass(&scan, &item);
    }
    zmq_msg_close(&frame);
}

int main(int argc, char **argv)
{
    static struct fill fill;
    static struct procedure procedure;
    struct options options;
    const char *counter = NULL, *office = NULL, *path = NULL, *count = NULL;
    const struct option_text texts[] = {
        { "counter", &counter, true },
        { "office", &office, true },
        { "procedure", &path, true },
        { "count", &count, true },
        { 0 },
    };
    options_read(&options, argc, argv, texts);
    fill.wanted = (uint64_t)options_number(count, 1, 1e9);
    void *context = zmq_ctx_new();
    peer_publish(context, office, path, &procedure);
    submission_init(&fill.submission, procedure.name.text, options.application_bytes);
    peer_open(&fill.peer, context, counter, true);
    peer_hello(&fill.peer, ROLE_SUBMITTER, "bench-filler", NULL);

    struct usage before = usage_of(&options.target);
    uint64_t began_ns = now_ns();
    while (fill.recorded < fill.wanted) {
        while (fill.submission.count - fill.recorded < options.in_flight &&
               fill.submission.count < fill.wanted) {
            submit_some(&fill);
        }
        take_answers(&fill);
    }
    double seconds = (double)(now_ns() - began_ns) / 1e9;
    struct usage after = usage_of(&options.target);
    printf("{\"bundles\": %" PRIu64 ", \"seconds\": %.3f, \"bundles_per_s\": %.1f, ", fill.wanted,
           seconds, (double)fill.wanted / seconds);
    printf("\"target_cpu_us\": %.3f, \"rss_bytes\": %" PRIu64 ", \"peak_bytes\": %" PRIu64 ", ",
           (double)(after.cpu_ns - before.cpu_ns) / 1e3 / (double)fill.wanted, after.rss_bytes,
           after.peak_bytes);
    printf("\"anon_bytes\": %" PRIu64 ", \"data_bytes\": %" PRIu64 "}\n", after.anon_bytes,
           after.data_bytes);
    peer_close(&fill.peer);
    zmq_ctx_term(context);
    return 0;
}
