/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/network.h"

#include "tests/sim/check.h"
#include "tests/sim/disk.h"
#include "tests/sim/peer.h"
#include "tests/sim/trace.h"

#include <stdlib.h>

#define RING_MAX 4096 /* letters at a door */
#define LATE_MS 3000
#define TURNS_WITHOUT_TIME_MAX 20000

struct transport {
    int nothing;
};

struct link {
    uint32_t connection;
    enum door door;
    int64_t deaf_until_ms;
    int64_t mute_until_ms;
    struct chance chance;
};

struct ring {
    struct letter *letters[RING_MAX];
    uint32_t first;
    uint32_t count;
};

static struct {
    struct link links[PEERS_MAX];
    uint32_t connections; /* ever made */
    struct ring rings[DOOR_COUNT];
    uint32_t read_count; /* letters that the broker has at hand */
    struct transport transport;
    bool is_open;
    bool is_dead;
    uint32_t sends_left; /* until the broker dies; 0: it does not */
    uint32_t turns;      /* without time going on */
} network;

void network_begin(void)
{
    memset(&network, 0, sizeof network);
    for (uint32_t i = 0; i < PEERS_MAX; i++) {
        network.links[i].chance = world_chance("network", i);
    }
}

static void empty_rings(void)
{
    for (int door = 0; door < DOOR_COUNT; door++) {
        struct ring *ring = &network.rings[door];
        for (; ring->count > 0; ring->count--) {
            free(ring->letters[ring->first]);
            ring->first = (ring->first + 1) % RING_MAX;
        }
    }
}

void network_end(void)
{
    empty_rings();
}

/* ---- Letters --------------------------------------------------------------------------------- */

static struct letter *letter_new(uint32_t connection, struct span frame, struct span payload)
{
    struct letter *letter = malloc(sizeof *letter + frame.size + payload.size);
    assert(letter != NULL);
    *letter = (struct letter){ connection, frame.size, payload.size };
    memcpy(letter->bytes, frame.at, frame.size);
    if (payload.size > 0) memcpy(letter->bytes + frame.size, payload.at, payload.size);
    return letter;
}

static int64_t arrival_ms(struct chance *chance)
{
    uint32_t delay_ms = world.is_calm ? 1 : world_option(OPTION_delay_ms);
    int64_t at_ms = world.now_ms + 1 + (delay_ms > 1 ? chance_below(chance, delay_ms) : 0);
    if (world_fault(chance, OPTION_reorder)) at_ms += chance_below(chance, LATE_MS);
    return at_ms;
}

/* A letter sets out, if it is not lost, and perhaps a second time. */
static void post(uint32_t peer, enum happening_kind kind, struct span frame, struct span payload)
{
    struct link *link = &network.links[peer];
    world.letter_count++;
    if (world_fault(&link->chance, OPTION_lose)) {
        trace_lost(peer, kind == HAPPENS_ARRIVAL, frame, payload);
        return;
    }
    world_plan(arrival_ms(&link->chance), kind, peer, letter_new(link->connection, frame, payload));
    if (!world_fault(&link->chance, OPTION_duplicate)) return;
    world_plan(arrival_ms(&link->chance), kind, peer, letter_new(link->connection, frame, payload));
}

void network_connect(uint32_t peer, enum door door)
{
    assert(peer < PEERS_MAX);
    network.links[peer].connection = ++network.connections;
    network.links[peer].door = door;
}

void network_send(uint32_t peer, struct span frame, struct span payload)
{
    struct link *link = &network.links[peer];
    if (world.now_ms < link->mute_until_ms) return;
    if (world_fault(&link->chance, OPTION_garbage)) {
        struct span cut = { frame.at, chance_below(&link->chance, (uint32_t)frame.size) };
        post(peer, HAPPENS_ARRIVAL, cut, (struct span){ 0 });
    }
    post(peer, HAPPENS_ARRIVAL, frame, payload);
}

void network_deafen(uint32_t peer, int64_t until_ms)
{
    network.links[peer].deaf_until_ms = until_ms;
}

void network_mute(uint32_t peer, int64_t until_ms)
{
    network.links[peer].mute_until_ms = until_ms;
}

static uint32_t peer_of(uint32_t connection)
{
    uint32_t peer = 0;
    while (peer < PEERS_MAX && network.links[peer].connection != connection) {
        peer++;
    }
    return peer;
}

void network_arrive(struct letter *letter)
{
    uint32_t peer = peer_of(letter->connection);
    if (peer == PEERS_MAX || !network.is_open || network.is_dead) {
        free(letter);
        return;
    }
    struct ring *ring = &network.rings[network.links[peer].door];
    assert(ring->count < RING_MAX);
    ring->letters[(ring->first + ring->count++) % RING_MAX] = letter;
}

bool network_reaches(uint32_t peer, const struct letter *letter)
{
    const struct link *link = &network.links[peer];
    return link->connection == letter->connection && world.now_ms >= link->deaf_until_ms;
}

/* ---- The broker's life ----------------------------------------------------------------------- */

void network_kill(uint32_t sends)
{
    network.sends_left = sends;
    if (sends > 0) return;
    network.is_dead = true;
    disk_kill();
}

bool network_is_dead(void)
{
    return network.is_dead;
}

/* Let the next thing happen. */
static void go_on(void)
{
    struct happening happening = world_take();
    assert(happening.at_ms >= world.now_ms);
    world.now_ms = happening.at_ms;
    network.turns = 0;
    world_happen(&happening);
}

void network_idle(int64_t until_ms)
{
    while (world_next_ms() <= until_ms && !world_has_failed()) {
        go_on();
    }
    world.now_ms = until_ms;
}

void network_stall(int64_t ms)
{
    network_idle(world.now_ms + ms);
}

/* ---- broker/shell/transport.h ---------------------------------------------------------------- */

enum err transport_open(struct transport **out, const struct transport_options *options)
{
    (void)options;
    network.is_open = true;
    network.is_dead = false;
    network.sends_left = 0;
    *out = &network.transport;
    return OK;
}

void transport_close(struct transport **transport)
{
    if (*transport == NULL) return;
    network.is_open = false;
    empty_rings();
    peers_lose_broker();
    *transport = NULL;
}

static uint32_t ready_set(bool with_doors)
{
    uint32_t ready = disk_is_ready() ? 1u << WAIT_FD_FIRST : 0;
    for (int door = 0; with_doors && door < DOOR_COUNT; door++) {
        if (network.rings[door].count > 0) ready |= 1u << door;
    }
    return ready;
}

uint32_t transport_wait(struct transport *transport, const int *fds, uint32_t fd_count,
                        bool with_doors, int64_t timeout_ms)
{
    (void)transport;
    (void)fds;
    (void)fd_count;
    assert(timeout_ms >= 0);
    int64_t until_ms = world.now_ms + timeout_ms;
    if (++network.turns > TURNS_WITHOUT_TIME_MAX) world_fail("the broker spins: time stands still");
    while (ready_set(with_doors) == 0 && !network.is_dead && !world_has_failed()) {
        int64_t disk_ms = disk_due_ms();
        int64_t next_ms = world_next_ms();
        int64_t at_ms = until_ms < disk_ms ? until_ms : disk_ms;
        if (next_ms <= at_ms) {
            go_on();
            continue;
        }
        if (at_ms > world.now_ms) network.turns = 0;
        world.now_ms = at_ms;
        if (at_ms == until_ms) break;
    }
    return ready_set(with_doors);
}

bool transport_receive(struct transport *transport, enum door door, struct inbound *inbound)
{
    (void)transport;
    struct ring *ring = &network.rings[door];
    if (ring->count == 0 || network.is_dead) return false;
    struct letter *letter = ring->letters[ring->first];
    ring->first = (ring->first + 1) % RING_MAX;
    ring->count--;
    *inbound = (struct inbound){
        .address = { .number = letter->connection, .door = (uint8_t)door },
        .frame = { letter->bytes, letter->frame_size },
        .payload = { letter->bytes + letter->frame_size, letter->payload_size },
    };
    network.read_count++;
    uint32_t peer = peer_of(letter->connection);
    if (peer == PEERS_MAX) return true;
    peer_was_read(peer, check_broker_ms());
    trace_heard(peer, inbound->frame, inbound->payload);
    return true;
}

void transport_release(struct inbound *inbound)
{
    assert(network.read_count > 0);
    network.read_count--;
    free((void *)(uintptr_t)(inbound->frame.at - offsetof(struct letter, bytes)));
}

/* What is ready to leave, here. */
struct sheet {
    uint8_t *bytes;
    size_t size;
};

static struct sheet *sheet_of(struct outbound *outbound, uint32_t at)
{
    static_assert(sizeof(struct sheet) <= sizeof outbound->parts[0], "a sheet fits its place");
    return (struct sheet *)(void *)outbound->parts[at];
}

enum err outbound_write(struct outbound *outbound, struct span frame, struct span payload)
{
    const struct span spans[] = { frame, payload };
    for (uint32_t i = 0; i < 2; i++) {
        struct sheet *sheet = sheet_of(outbound, i);
        *sheet = (struct sheet){ .bytes = malloc(spans[i].size + 1), .size = spans[i].size };
        assert(sheet->bytes != NULL);
        if (spans[i].size > 0) memcpy(sheet->bytes, spans[i].at, spans[i].size);
    }
    return OK;
}

void outbound_drop(struct outbound *outbound)
{
    free(sheet_of(outbound, 0)->bytes);
    free(sheet_of(outbound, 1)->bytes);
}

enum err outbound_send(struct outbound *outbound, struct transport *transport,
                       struct address address)
{
    const struct sheet *frame = sheet_of(outbound, 0);
    const struct sheet *payload = sheet_of(outbound, 1);
    enum err err = transport_send(transport, address, (struct span){ frame->bytes, frame->size },
                                  (struct span){ payload->bytes, payload->size });
    outbound_drop(outbound);
    return err;
}

enum err transport_send(struct transport *transport, struct address address, struct span frame,
                        struct span payload)
{
    (void)transport;
    if (network.sends_left > 0 && --network.sends_left == 0) {
        trace_note("the broker dies while it answers");
        network_kill(0);
    }
    if (network.is_dead) return OK;
    uint32_t peer = peer_of(address.number);
    if (peer == PEERS_MAX) {
        check_unsent(frame, payload);
        return ERR_TIMEOUT;
    }
    if (world_fault(&network.links[peer].chance, OPTION_full_pipe)) {
        check_unsent(frame, payload);
        return ERR_BUSY;
    }
    check_said(peer, frame, payload);
    post(peer, HAPPENS_DELIVERY, frame, payload);
    return OK;
}

void transport_answer(struct transport *transport, const struct inbound *inbound, struct span frame)
{
    (void)transport_send(transport, inbound->address, frame, (struct span){ 0 });
}

uint64_t transport_bytes(void)
{
    return 0;
}

void transport_trim(void)
{
}

int transport_fd(const struct inbound *inbound)
{
    (void)inbound;
    return -1;
}

uint32_t transport_cut(struct transport *transport, bool (*is_kept)(int fd, void *self), void *self)
{
    (void)transport;
    (void)is_kept;
    (void)self;
    return 0;
}

enum err transport_rehang(struct transport *transport, enum door door)
{
    (void)transport;
    (void)door;
    assert(false); /* bytes are never too many here */
    return ERR_IO;
}

void transport_let_go(struct transport *transport)
{
    (void)transport;
}
