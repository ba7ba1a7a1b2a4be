/* SPDX-License-Identifier: Apache-2.0 */
/* Starts a broker and prints how many seconds pass until it answers a question: the first PING.
 *
 *     bench-first COUNTER PIDFILE PROGRAM ARGUMENT...
 *
 * COUNTER is the endpoint; the broker goes on running, its process number is in PIDFILE. */
#include "bench/peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zmq.h>

#define PATIENCE_MS 600000

static void start(const char *pid_file, char **command)
{
    pid_t child = fork();
    if (child < 0) die("no process");
    if (child == 0) {
        execvp(command[0], command);
        die("%s cannot be run", command[0]);
    }
    FILE *file = fopen(pid_file, "w");
    if (file == NULL || fprintf(file, "%d\n", (int)child) < 0 || fclose(file) != 0) {
        die("%s cannot be written", pid_file);
    }
}

int main(int argc, char **argv)
{
    struct message hello = { .type = MSG_HELLO,
                             .hello = { .role = ROLE_SUBMITTER, .principal = { "bench-first" } } };
    struct message ping = { .type = MSG_PING };
    struct peer peer;
    if (argc < 4) die("usage: bench-first COUNTER PIDFILE PROGRAM ARGUMENT...");
    void *context = zmq_ctx_new();
    uint64_t began_ns = now_ns();
    start(argv[2], argv + 3);
    peer_open_eager(&peer, context, argv[1], 1);
    peer_say(&peer, &hello);
    if (peer_await(&peer, MSG_WELCOME, PATIENCE_MS) == NULL) die("it does not answer");
    peer_say(&peer, &ping);
    if (peer_await(&peer, MSG_PONG, PATIENCE_MS) == NULL) die("it does not answer");
    printf("%.3f\n", (double)(now_ns() - began_ns) / 1e9);
    peer_close(&peer);
    zmq_ctx_term(context);
    return 0;
}
