/* SPDX-License-Identifier: Apache-2.0 */
/* Waits for the first answer of a broker that is starting, and prints when it came: seconds of the
 * monotonic clock, for whoever knows when it was started. */
#include "bench/peer.h"

#include <stdio.h>
#include <zmq.h>

#define PATIENCE_MS 600000
#define AGAIN_MS 1

int main(int argc, char **argv)
{
    const struct message hello = {
        .type = MSG_HELLO, .hello = { .role = ROLE_SUBMITTER, .principal = { "bench-first" } }
    };
    const struct message ping = { .type = MSG_PING, .request_id = { (const uint8_t *)"p", 1 } };
    struct peer peer;
    if (argc != 2) die("usage: bench-first COUNTER");
    void *context = zmq_ctx_new();
    peer_open_eager(&peer, context, argv[1], AGAIN_MS);
    peer_say(&peer, &hello);
    if (peer_await(&peer, MSG_WELCOME, PATIENCE_MS) == NULL) die("it does not answer");
    peer_say(&peer, &ping);
    if (peer_await(&peer, MSG_PONG, PATIENCE_MS) == NULL) die("it does not answer");
    printf("%.6f\n", (double)now_ns() / 1e9);
    peer_close(&peer);
    zmq_ctx_term(context);
    return 0;
}
