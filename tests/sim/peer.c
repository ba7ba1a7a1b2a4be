/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/peer.h"

#include "proto/envelope.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/network.h"
#include "tests/sim/plan.h"
#include "tests/sim/signers.h"
#include "tests/sim/trace.h"
#include "tests/sim/wish.h"

#include <stdio.h>

#define ASK_AGAIN_MS 3000
#define GREET_AGAIN_MS 3000
#define REFRESH_MS 10000
#define CALM_REFRESH_MS 2000
#define TRIES_MAX 5 /* of a verdict; then the lease may run out */
#define FOLLOW_CREDIT 64
#define FRAME_BYTES (128 * 1024)

static struct {
    struct peer list[PEERS_MAX];
    uint32_t count;
    struct outgoing outgoing;
    uint8_t frame[FRAME_BYTES];
    uint8_t payload[FRAME_BYTES];
} peers;

/* ---- Who there is ---------------------------------------------------------------------------- */

static uint32_t add(enum role role, const char *principal, const struct name *department)
{
    assert(peers.count < PEERS_MAX);
    uint32_t index = peers.count++;
    struct peer *peer = &peers.list[index];
    *peer = (struct peer){ .role = role, .state = PEER_AWAY, .follow_next = 1, .follow_said = 1 };
    snprintf(peer->principal.text, sizeof peer->principal.text, "%s", principal);
    if (department != NULL) peer->department = *department;
    const char *kind = role == ROLE_SUBMITTER ? "client" : "operator";
    if (role == ROLE_CLERK) kind = "clerk";
    if (role == ROLE_GOVERNMENT) kind = "government";
    if (role == ROLE_SUPERVISOR) kind = "supervisor";
    if (department != NULL) kind = peer->department.text;
    snprintf(peer->label, sizeof peer->label, "%s:%s", kind, principal);
    peer->chance = world_chance("peer", index);
    peer->wake_ms = INT64_MAX;
    peer_look_at(index, 1 + (int64_t)chance_below(&peer->chance, 50));
    return index;
}

static void add_duties(void)
{
    for (uint32_t i = 0; i < plan.procedure_count; i++) {
        struct duty *duty = duty_add(DUTY_PUBLISH, 0, 0);
        duty->planned = i;
    }
    for (uint32_t i = 0; i < plan.bundle_count; i++) {
        if (plan.bundles[i].is_left_out) continue;
        struct duty *duty =
            duty_add(DUTY_SUBMIT, 1 + plan.bundles[i].client, plan.bundles[i].submit_ms);
        duty->planned = i;
    }
    model_add_duties();
}

/* Officers who sign, where anybody does: in every department, and more of them in the first. */
static void add_signers(const struct name *departments, uint32_t count)
{
    if (!signers_are_planned()) return;
    for (uint32_t i = 0; i < count; i++) {
        struct name who;
        for (uint32_t k = 0; signers_person(&departments[i], k, &who); k++) {
            if (wish_person(&departments[i], &who) != 0) continue;
            add(ROLE_OFFICER, who.text, &departments[i]);
        }
    }
}

/* Some of those at the counter are also somebody in the office, and may decide nothing there of what they
 * accept: an officer, a head, the mayor, one of several workers (the first of each department). */
static void add_officials(const struct name *departments, uint32_t count)
{
    add(ROLE_GOVERNMENT, "mayor", NULL);
    add(ROLE_SUPERVISOR, "sun", NULL);
    add(ROLE_SUPERVISOR, "qi", NULL);
    for (uint32_t i = 0; i < count; i++) {
        add(ROLE_HEAD, "head", &departments[i]);
        add(ROLE_OFFICER, "officer", &departments[i]);
    }
    add(ROLE_CLERK, "li", NULL);
    add(ROLE_CLERK, "mayor", NULL);
    add(ROLE_CLERK, "zhou", NULL);
    add(ROLE_CLERK, "lin", NULL);
    add(ROLE_OFFICER, "zhou", &departments[0]);
    add(ROLE_HEAD, "lin", &departments[0]);
    if (world_option(OPTION_workers) > 1) add(ROLE_CLERK, "a", NULL);
    add_signers(departments, count);
}

void peers_begin(void)
{
    struct name departments[16];
    char name[16];
    peers.count = 0;
    add(ROLE_OPERATOR, "ops", NULL);
    for (uint32_t i = 0; i < world_option(OPTION_clients); i++) {
        snprintf(name, sizeof name, "c%u", i + 1);
        add(ROLE_SUBMITTER, name, NULL);
    }
    for (uint32_t i = 0; i < world_option(OPTION_followers); i++) {
        peers.list[add(ROLE_OPERATOR, "screen", NULL)].is_follower = true;
    }
    uint32_t count = plan_departments(departments, 16);
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < world_option(OPTION_workers); k++) {
            snprintf(name, sizeof name, "%c", (char)('a' + k));
            add(ROLE_WORKER, name, &departments[i]);
        }
    }
    if (wishes_are_on() && count > 0) add_officials(departments, count);
    add_duties();
}

uint32_t peer_count(void)
{
    return peers.count;
}

struct peer *peer_at(uint32_t index)
{
    assert(index < peers.count);
    return &peers.list[index];
}

/* ---- Saying ---------------------------------------------------------------------------------- */

static void begin_envelope(void)
{
    struct buffer frame, payload;
    buffer_init(&frame, peers.frame, sizeof peers.frame);
    buffer_init(&payload, peers.payload, sizeof peers.payload);
    outgoing_init(&peers.outgoing, frame, payload);
}

static void send_envelope(uint32_t index)
{
    if (peers.outgoing.item_count == 0) return;
    struct span frame = outgoing_finish(&peers.outgoing);
    network_send(index, frame, buffer_span(&peers.outgoing.payload));
    peers.list[index].said_ms = world.now_ms;
    begin_envelope();
}

/* What it asks for, at most: a letter may come twice. */
static void count_credit(struct peer *peer, const struct message *message)
{
    if (message->type == MSG_CREDIT) peer->credit_given += 2 * (uint64_t)message->credit.credit;
    if (message->type == MSG_VERDICT) peer->credit_given += 2 * (uint64_t)message->verdict.credit;
}

void peer_say(uint32_t index, const struct message *message)
{
    count_credit(&peers.list[index], message);
    enum err err = outgoing_add(&peers.outgoing, message);
    if (err == ERR_TOO_LARGE) {
        send_envelope(index);
        err = outgoing_add(&peers.outgoing, message);
    }
    assert(err == OK);
    /* Sometimes alone, sometimes together with what comes next. */
    if (chance_one_in(&peers.list[index].chance, 2)) send_envelope(index);
}

static void greet(uint32_t index)
{
    struct peer *peer = &peers.list[index];
    struct message hello = {
        .type = MSG_HELLO,
        .request_id = { (const uint8_t *)"h", 1 },
        .hello = { .role = (uint8_t)peer->role,
                   .principal = peer->principal,
                   .department = peer->department,
                   .software = { (const uint8_t *)"sim", 3 } },
    };
    peer->state = PEER_GREETING;
    peer->greeted_ms = world.now_ms;
    peer_say(index, &hello);
}

static void connect(uint32_t index)
{
    struct peer *peer = &peers.list[index];
    bool is_counter = peer->role == ROLE_SUBMITTER || peer->role == ROLE_CLERK;
    network_connect(index, is_counter ? DOOR_COUNTER : DOOR_OFFICE);
    peer->credit_given = peer->jobs_sent = 0;
    peer->heard_ms = world.now_ms;
    greet(index);
}

static void leave(uint32_t index, int64_t for_ms)
{
    struct peer *peer = &peers.list[index];
    peer->state = PEER_AWAY;
    peer->back_ms = world.now_ms + for_ms;
    peer_look_at(index, peer->back_ms);
}

/* What a role says anew from time to time, since it may have been lost. */
static void refresh(uint32_t index)
{
    struct peer *peer = &peers.list[index];
    struct message message = { .type = MSG_CREDIT };
    peer->refreshed_ms = world.now_ms;
    if (peer->role == ROLE_WORKER) {
        message.credit.credit = world_option(OPTION_credit);
    } else if (peer->is_follower) {
        message.type = MSG_FOLLOW;
        message.follow = (struct msg_follow){ .from = peer->follow_next, .credit = FOLLOW_CREDIT };
    } else if (peer->role == ROLE_OPERATOR) {
        message.type = MSG_PARKED;
        message.request_id = (struct span){ (const uint8_t *)"q", 1 };
        message.parked = (struct msg_parked){ .limit = PARKED_PAGE_MAX };
    } else {
        return;
    }
    peer_say(index, &message);
}

/* ---- Waking ---------------------------------------------------------------------------------- */

void peer_look_at(uint32_t index, int64_t at_ms)
{
    struct peer *peer = &peers.list[index];
    if (at_ms <= world.now_ms) at_ms = world.now_ms + 1;
    if (peer->wake_ms > world.now_ms && peer->wake_ms <= at_ms) return;
    peer->wake_ms = at_ms;
    world_plan(at_ms, HAPPENS_WAKE, index, NULL);
}

static bool is_asking(const struct duty *duty)
{
    return !duty->is_done || duty->is_echo;
}

static void ask(uint32_t index, struct duty *duty)
{
    static struct message message;
    bool is_claim = duty->kind >= DUTY_VERDICT && duty->kind <= DUTY_RENEW;
    duty->tries++;
    duty->next_ms = world.now_ms + ASK_AGAIN_MS;
    duty_message(duty, &message);
    peer_say(index, &message);
    if (is_claim && duty->tries >= TRIES_MAX && !world.is_calm) duty->is_done = true;
    if (duty->is_echo && duty->tries >= TRIES_MAX) duty->is_echo = false;
}

static int64_t do_duties(uint32_t index)
{
    struct peer *peer = &peers.list[index];
    int64_t next_ms = INT64_MAX;
    bool is_first = true;
    for (uint32_t i = peer->duty_first; i < duty_count(); i++) {
        struct duty *duty = duty_at(i);
        if (duty->peer != index || !is_asking(duty)) {
            if (is_first) peer->duty_first = i + 1;
            continue;
        }
        is_first = false;
        if (duty->next_ms <= world.now_ms) ask(index, duty);
        if (is_asking(duty) && duty->next_ms < next_ms) next_ms = duty->next_ms;
    }
    return next_ms;
}

/* A peer may lose its connection, or become deaf or mute without noticing. */
static bool suffer(uint32_t index)
{
    struct peer *peer = &peers.list[index];
    int64_t for_ms = 1 + (int64_t)chance_below(&peer->chance, 15000);
    if (world_fault(&peer->chance, OPTION_half_dead)) {
        bool is_deaf = chance_one_in(&peer->chance, 2);
        trace_note("%s is %s for %lld ms", peer->label, is_deaf ? "deaf" : "mute",
                   (long long)for_ms);
        (is_deaf ? network_deafen : network_mute)(index, world.now_ms + for_ms);
    }
    if (!world_fault(&peer->chance, OPTION_cut)) return false;
    trace_note("%s loses its connection", peer->label);
    leave(index, for_ms / 4);
    return true;
}

static void live(uint32_t index)
{
    struct peer *peer = &peers.list[index];
    int64_t refresh_ms = world.is_calm ? CALM_REFRESH_MS : REFRESH_MS;
    if (world.now_ms - peer->heard_ms > PEER_LIVENESS_MS) {
        leave(index, 0);
        return;
    }
    if (suffer(index)) return;
    int64_t next_ms = do_duties(index);
    if (world.now_ms - peer->refreshed_ms >= refresh_ms) refresh(index);
    client_ask(index);
    if (world.now_ms - peer->said_ms >= PEER_HEARTBEAT_MS) {
        struct message ping = { .type = MSG_PING };
        peer_say(index, &ping);
    }
    int64_t latest_ms = world.now_ms + PEER_HEARTBEAT_MS / 2;
    peer_look_at(index, next_ms < latest_ms ? next_ms : latest_ms);
}

void peer_wake(uint32_t index)
{
    struct peer *peer = &peers.list[index];
    if (peer->wake_ms != world.now_ms) return; /* it was called for another time */
    begin_envelope();
    switch (peer->state) {
        case PEER_AWAY:
            if (world.now_ms >= peer->back_ms) connect(index);
            peer_look_at(index,
                         peer->state == PEER_AWAY ? peer->back_ms : world.now_ms + GREET_AGAIN_MS);
            break;
        case PEER_GREETING:
            if (world.now_ms - peer->heard_ms > PEER_LIVENESS_MS) {
                connect(index);
            } else if (world.now_ms - peer->greeted_ms >= GREET_AGAIN_MS) {
                greet(index);
            }
            peer_look_at(index, world.now_ms + GREET_AGAIN_MS);
            break;
        case PEER_JOINED: live(index); break;
    }
    send_envelope(index);
}

/* ---- Hearing --------------------------------------------------------------------------------- */

static void take_error(uint32_t index, const struct message *message)
{
    struct peer *peer = &peers.list[index];
    struct duty *duty = duty_of(message->request_id);
    if (message->error.number == ERR_HELLO_FIRST && peer->state == PEER_JOINED) {
        greet(index);
        peer_look_at(index, world.now_ms + GREET_AGAIN_MS);
    }
    bool is_hello = message->request_id.size == 1 && message->request_id.at[0] == 'h';
    if (is_hello && peer->state == PEER_GREETING) leave(index, 500);
    if (duty == NULL) return;
    bool is_over = duty_refused(duty, &message->error);
    if (!duty->is_done) duty->next_ms = world.now_ms + ASK_AGAIN_MS / 4;
    if (is_over) client_take_answer(index, duty, false);
}

static void take_facts(uint32_t index, const struct msg_facts *facts)
{
    struct peer *peer = &peers.list[index];
    for (uint32_t i = 0; i < facts->fact_count; i++) {
        if (facts->facts[i].position == peer->follow_next) peer->follow_next++;
    }
    if (facts->fact_count == 0) return;
    struct message more = { .type = MSG_MORE, .more = { .credit = facts->fact_count } };
    peer_say(index, &more);
}

static void join(uint32_t index)
{
    struct peer *peer = &peers.list[index];
    peer->state = PEER_JOINED;
    refresh(index);
    peer_look_at(index, world.now_ms + 1);
}

static void take(uint32_t index, const struct message *message)
{
    struct peer *peer = &peers.list[index];
    struct duty *duty = duty_of(message->request_id);
    switch ((int)message->type) {
        case MSG_WELCOME: join(index); break;
        case MSG_ERROR: take_error(index, message); break;
        case MSG_BYE: leave(index, 200); break;
        case MSG_RECORDED:
            if (duty != NULL && duty_recorded(duty, &message->recorded)) {
                client_take_answer(index, duty, true);
            }
            break;
        case MSG_JOB: {
            struct msg_job job = message->job;
            order_read_job(&job);
            worker_take_job(index, &job);
            break;
        }
        case MSG_CANCEL: worker_cancel(index, &message->cancel); break;
        case MSG_PARKED_JOBS: operator_take_parked(index, &message->parked_jobs); break;
        case MSG_FACTS:
            if (peer->is_follower && message->request_id.size == 0) {
                take_facts(index, &message->facts);
            }
            break;
        default: break;
    }
}

void peer_receive(uint32_t index, const struct letter *letter)
{
    static struct message message;
    struct span frame = { letter->bytes, letter->frame_size };
    struct span payload = { letter->bytes + letter->frame_size, letter->payload_size };
    struct envelope envelope;
    struct refusal refusal;
    if (peers.list[index].state == PEER_AWAY) return;
    peers.list[index].heard_ms = world.now_ms;
    begin_envelope();
    if (envelope_open(&envelope, frame, payload, NULL, &refusal) != OK) {
        world_fail("%s cannot read what the broker said", peers.list[index].label);
        return;
    }
    while (envelope_next(&envelope, &message, &refusal)) {
        if (refusal.err == OK) {
            take(index, &message);
        } else {
            world_fail("%s cannot read what the broker said: %s %s", peers.list[index].label,
                       err_name(refusal.err), refusal.field);
        }
    }
    send_envelope(index);
}

void peer_was_read(uint32_t index, int64_t broker_ms)
{
    struct peer *peer = &peers.list[index];
    peer->read_ms[peer->read_count++ % PEER_READS] = broker_ms;
}

/* ---- All of them ----------------------------------------------------------------------------- */

void peers_lose_broker(void)
{
    for (uint32_t i = 0; i < peers.count; i++) {
        struct peer *peer = &peers.list[i];
        int64_t for_ms = 1 + (int64_t)chance_below(&peer->chance, 2000);
        if (peer->state != PEER_AWAY) leave(i, for_ms);
    }
}

void peers_calm(void)
{
    for (uint32_t i = 0; i < duty_count(); i++) {
        struct duty *duty = duty_at(i);
        if (duty->next_ms > world.now_ms) duty->next_ms = world.now_ms;
    }
    for (uint32_t i = 0; i < peers.count; i++) {
        network_deafen(i, 0);
        network_mute(i, 0);
        peer_look_at(i, world.now_ms + 1);
    }
}

bool peers_are_done(void)
{
    for (uint32_t i = 0; i < duty_count(); i++) {
        if (!duty_at(i)->is_done) return false;
    }
    return true;
}
