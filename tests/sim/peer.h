/* SPDX-License-Identifier: Apache-2.0 */
/* Peers: clients, workers, an operator and a follower, as patient as programs written from
 * proto/SPEC.md alone must be. They connect, say HELLO, keep the connection alive, ask again what was
 * not answered, and never trust that an answer comes. */
#ifndef TESTS_SIM_PEER_H
#define TESTS_SIM_PEER_H

#include "tests/sim/duty.h"
#include "tests/sim/world.h"
#include "tongfa/message.h"

#define PEERS_MAX 64
#define PEER_HEARTBEAT_MS 4000
#define PEER_LIVENESS_MS 12000
#define PEER_READS 32

enum peer_state {
    PEER_AWAY = 1, /* until back_ms */
    PEER_GREETING, /* HELLO is on its way */
    PEER_JOINED,
};

struct peer {
    enum role role;
    struct name principal;
    struct name department;
    char label[72]; /* "north:a" */
    bool is_follower;
    enum peer_state state;
    int64_t back_ms;
    int64_t greeted_ms;
    int64_t heard_ms;
    int64_t said_ms;
    int64_t wake_ms;             /* when it looks again */
    int64_t refreshed_ms;        /* CREDIT, PARKED or FOLLOW was said last */
    uint64_t follow_next;        /* position that it wants next */
    uint64_t follow_said;        /* position after the newest that it was sent */
    uint64_t credit_given;       /* jobs that it has ever asked for over this connection */
    uint64_t jobs_sent;          /* ... and was sent */
    uint32_t read_count;         /* letters of it that the broker has read */
    int64_t read_ms[PEER_READS]; /* ... and in which broker time the latest, in a ring */
    struct chance chance;
    uint32_t duty_first; /* its first duty that is not over */
};

void peers_begin(void);
uint32_t peer_count(void);
struct peer *peer_at(uint32_t index);

/* The peer looks at its duties and its clock. */
void peer_wake(uint32_t index);

/* A letter has come to it. */
void peer_receive(uint32_t index, const struct letter *letter);

/* The broker reads a letter of it. */
void peer_was_read(uint32_t index, int64_t broker_ms);

/* All connections have ended with the broker. */
void peers_lose_broker(void);

/* Faults have stopped: do everything that is left, now. */
void peers_calm(void);

/* Every duty is over. */
bool peers_are_done(void);

/* ---- Between peer.c, worker.c and client.c --------------------------------------------------- */

/* Look again at this time at the latest. */
void peer_look_at(uint32_t index, int64_t at_ms);

/* Put a message into the envelope being written; it leaves at the end of the wake. */
void peer_say(uint32_t index, const struct message *message);

/* A job came, or was called back. */
void worker_take_job(uint32_t index, const struct msg_job *job);
void worker_cancel(uint32_t index, const struct msg_cancel *cancel);

/* Wants that follow from an answer; questions asked by chance. */
void client_take_answer(uint32_t index, struct duty *duty, bool is_recorded);
void client_ask(uint32_t index);
void operator_take_parked(uint32_t index, const struct msg_parked_jobs *jobs);

#endif
