/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/transport.h"

#include "broker/shell/log.h"
#include "tongfa/limits.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <zmq.h>
#include <cmocka.h>

static char folder[] = "/tmp/tongfa-transport-XXXXXX";
static char counter[80], office[80], path[64];
static struct transport *transport;
static void *context;  /* of the peers */
static void *peers[4]; /* those that are open */

static enum err open_doors(void)
{
    struct transport_options options = { .endpoints = { counter, office } };
    return transport_open(&transport, &options);
}

static int make(void **state)
{
    (void)state;
    log_set_level(LOG_ERROR);
    snprintf(folder, sizeof folder, "/tmp/tongfa-transport-XXXXXX");
    if (mkdtemp(folder) == NULL) return -1;
    snprintf(path, sizeof path, "%s/doors/c", folder);
    snprintf(counter, sizeof counter, "ipc://%s", path);
    snprintf(office, sizeof office, "ipc://%s/doors/o", folder);
    context = zmq_ctx_new();
    return 0;
}

static void close_peer(void *peer)
{
    for (size_t i = 0; i < sizeof peers / sizeof peers[0]; i++) {
        if (peers[i] != peer) continue;
        zmq_close(peer);
        peers[i] = NULL;
        return;
    }
}

/* Closes what a test that failed left open, too: the context waits for every socket. */
static int forget(void **state)
{
    (void)state;
    char command[80];
    transport_close(&transport);
    for (size_t i = 0; i < sizeof peers / sizeof peers[0]; i++) {
        if (peers[i] != NULL) close_peer(peers[i]);
    }
    zmq_ctx_term(context);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) == 0 ? 0 : -1;
}

static void *connect_peer(const char *identity)
{
    void *peer = zmq_socket(context, ZMQ_DEALER);
    int linger_ms = 0, wait_ms = 5000;
    zmq_setsockopt(peer, ZMQ_LINGER, &linger_ms, sizeof linger_ms);
    zmq_setsockopt(peer, ZMQ_RCVTIMEO, &wait_ms, sizeof wait_ms);
    if (identity != NULL) zmq_setsockopt(peer, ZMQ_ROUTING_ID, identity, strlen(identity));
    for (size_t i = 0; i < sizeof peers / sizeof peers[0]; i++) {
        if (peers[i] != NULL) continue;
        peers[i] = peer;
        assert_int_equal(zmq_connect(peer, counter), 0);
        return peer;
    }
    fail_msg("too many peers");
    return NULL;
}

/* A connection by hand: what is said on it has no queue of ZeroMQ's on our side. */
static int dial(void)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static void send_frames(void *peer, uint32_t count, size_t size)
{
    char *bytes = calloc(1, size + 1);
    for (uint32_t i = 0; i < count; i++) {
        zmq_send(peer, bytes, size, i + 1 < count ? ZMQ_SNDMORE : 0);
    }
    free(bytes);
}

static bool is_kept_fd(int fd, void *self)
{
    return fd == *(int *)self;
}

/* The next message at the counter. */
static void receive(struct inbound *inbound)
{
    assert_int_equal(transport_wait(transport, NULL, 0, true, 5000), 1 << DOOR_COUNTER);
    assert_true(transport_receive(transport, DOOR_COUNTER, inbound));
}

static struct span text(const char *words)
{
    return (struct span){ (const uint8_t *)words, strlen(words) };
}

static void test_a_message_comes_in_and_its_answer_goes_out(void **state)
{
    (void)state;
    struct inbound inbound;
    char answer[16] = "";
    assert_int_equal(open_doors(), OK);
    void *peer = connect_peer(NULL);
    zmq_send(peer, "envelope", 8, ZMQ_SNDMORE);
    zmq_send(peer, "payload", 7, 0);
    receive(&inbound);
    assert_int_equal(inbound.err, OK);
    assert_int_equal(inbound.frame.size, 8);
    assert_memory_equal(inbound.payload.at, "payload", 7);
    assert_true(transport_fd(&inbound) > 2);
    assert_int_equal(transport_send(transport, inbound.address, text("one"), (struct span){ 0 }),
                     OK);
    transport_release(&inbound);
    assert_false(transport_receive(transport, DOOR_COUNTER, &inbound));
    assert_int_equal(zmq_recv(peer, answer, sizeof answer, 0), 3);
    assert_memory_equal(answer, "one", 3);
    close_peer(peer);
}

static void test_too_many_frames_are_read_away_and_refused(void **state)
{
    (void)state;
    struct inbound inbound;
    assert_int_equal(open_doors(), OK);
    void *peer = connect_peer(NULL);
    send_frames(peer, 3, 10);
    send_frames(peer, 5000, 10);
    send_frames(peer, 1, 10);
    static const enum err expected[] = { ERR_MALFORMED, ERR_MALFORMED, OK };
    for (int i = 0; i < 3; i++) {
        receive(&inbound);
        assert_int_equal(inbound.err, expected[i]);
        transport_release(&inbound);
    }
    close_peer(peer);
}

static void test_an_envelope_over_its_bound_is_refused(void **state)
{
    (void)state;
    struct inbound inbound;
    assert_int_equal(open_doors(), OK);
    void *peer = connect_peer(NULL);
    send_frames(peer, 1, ENVELOPE_BYTES_MAX);
    send_frames(peer, 1, ENVELOPE_BYTES_MAX + 1);
    receive(&inbound);
    assert_int_equal(inbound.err, OK);
    transport_release(&inbound);
    receive(&inbound);
    assert_int_equal(inbound.err, ERR_TOO_LARGE);
    transport_release(&inbound);
    close_peer(peer);
}

static void test_a_frame_over_every_bound_ends_the_connection_only(void **state)
{
    (void)state;
    struct inbound inbound;
    assert_int_equal(open_doors(), OK);
    void *peer = connect_peer(NULL), *good = connect_peer(NULL);
    send_frames(peer, 1, PAYLOAD_BYTES_MAX + 1);
    send_frames(good, 2, 11);
    receive(&inbound);
    assert_int_equal(inbound.frame.size, 11);
    transport_release(&inbound);
    close_peer(peer);
    close_peer(good);
}

static void test_an_identity_of_the_peers_own_is_refused(void **state)
{
    (void)state;
    static const char *const identities[] = { "fire", "abcde", "x" };
    assert_int_equal(open_doors(), OK);
    for (int i = 0; i < 3; i++) {
        struct inbound inbound;
        char answer[16];
        void *peer = connect_peer(identities[i]);
        send_frames(peer, 1, 3);
        receive(&inbound);
        assert_int_equal(inbound.err, ERR_NOT_ALLOWED);
        transport_answer(transport, &inbound, text("no"));
        transport_release(&inbound);
        assert_int_equal(zmq_recv(peer, answer, sizeof answer, 0), 2);
        close_peer(peer);
    }
}

/* A peer of ZMTP 2: it names itself, says something, and breaks off. */
static void say_old_words(void)
{
    static const uint8_t words[214] = { 0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 1, 5, 0, 200 };
    int fd = dial();
    (void)send(fd, words, sizeof words, MSG_NOSIGNAL);
    close(fd);
}

/* ZeroMQ would keep some 28 KB of each for good. */
static void test_peers_of_older_protocols_leave_nothing_behind(void **state)
{
    (void)state;
    const uint64_t growth_max = 1024 * 1024;
    assert_int_equal(open_doors(), OK);
    uint64_t before = transport_bytes();
    for (int i = 0; i < 500; i++) {
        say_old_words();
        assert_int_equal(transport_wait(transport, NULL, 0, true, 0), 0);
    }
    for (int turn = 0; turn < 50 && transport_bytes() > before + growth_max; turn++) {
        assert_int_equal(transport_wait(transport, NULL, 0, true, 10), 0);
    }
    assert_true(transport_bytes() <= before + growth_max);
}

static void test_a_peer_that_is_gone_is_noticed(void **state)
{
    (void)state;
    assert_int_equal(open_doors(), OK);
    struct address nobody = { .number = 12345, .door = DOOR_OFFICE };
    assert_int_equal(transport_send(transport, nobody, text("x"), text("y")), ERR_TIMEOUT);
}

static void test_a_peer_that_never_reads_is_noticed(void **state)
{
    (void)state;
    struct inbound inbound;
    static char large[ENVELOPE_BYTES_MAX];
    struct span frame = { (uint8_t *)large, sizeof large };
    assert_int_equal(open_doors(), OK);
    void *peer = connect_peer(NULL);
    int room = 1;
    zmq_setsockopt(peer, ZMQ_RCVHWM, &room, sizeof room);
    send_frames(peer, 1, 3);
    receive(&inbound);
    enum err err = OK;
    int sent = 0;
    for (; err == OK && sent < 5000; sent++) {
        err = transport_send(transport, inbound.address, frame, (struct span){ 0 });
    }
    assert_int_equal(err, ERR_BUSY);
    transport_release(&inbound);
    close_peer(peer);
}

/* ---- Hung anew ------------------------------------------------------------------------------- */

#define HEAP_SIZE 20000

static void rehang(enum door door)
{
    assert_int_equal(transport_rehang(transport, door), OK);
    transport_wait(transport, NULL, 0, false, 5);
    transport_let_go(transport);
}

/* A peer of ZMTP 3 that brings an identity, and then a heap of messages. */
static int dial_as_fire(uint32_t messages)
{
    static const uint8_t greeting[64] = { 0xff, 0,    0, 0, 0,   0,   0,   0,
                                          0,    0x7f, 3, 0, 'N', 'U', 'L', 'L' };
    static const char ready[] = "\4\55\5READY\13Socket-Type\0\0\0\6DEALER\10Identity\0\0\0\4fire";
    static uint8_t message[9 + HEAP_SIZE] = { 2, [7] = HEAP_SIZE >> 8, [8] = HEAP_SIZE & 255 };
    int fd = dial();
    assert_int_equal(send(fd, greeting, sizeof greeting, MSG_NOSIGNAL), sizeof greeting);
    assert_int_equal(send(fd, ready, sizeof ready - 1, MSG_NOSIGNAL), sizeof ready - 1);
    for (size_t heard = 0; heard <= sizeof greeting;) { /* ZeroMQ wants its READY awaited */
        uint8_t bytes[256];
        ssize_t size = recv(fd, bytes, sizeof bytes, 0);
        assert_true(size > 0);
        heard += (size_t)size;
    }
    for (uint32_t i = 0; i < messages; i++) {
        assert_int_equal(send(fd, message, sizeof message, MSG_NOSIGNAL), sizeof message);
    }
    return fd;
}

/* As a client does whose words may have been lost with its connection. */
static void say_until_heard(void *peer, size_t size, struct inbound *inbound)
{
    bool is_heard = false;
    for (int turn = 0; turn < 100 && !is_heard; turn++) {
        send_frames(peer, 1, size);
        transport_wait(transport, NULL, 0, true, 100);
        is_heard = transport_receive(transport, DOOR_COUNTER, inbound);
    }
    assert_true(is_heard);
}

/* Receive whatever comes until as many bytes are held, or no more than that. */
static bool wait_for_bytes(uint64_t bytes, bool is_at_least)
{
    struct inbound inbound;
    for (int turn = 0; turn < 1000; turn++) {
        bool is_over = transport_bytes() >= bytes;
        if (is_over == is_at_least) return true;
        transport_wait(transport, NULL, 0, true, 5);
        while (transport_receive(transport, DOOR_COUNTER, &inbound)) {
            transport_release(&inbound);
        }
    }
    return false;
}

/* Valgrind has an allocator of its own, which nobody can ask how much it gave. */
static bool bytes_are_counted(void)
{
    uint64_t before = transport_bytes();
    void *volatile memory = malloc(1 << 20);
    bool is_counted = transport_bytes() >= before + (1 << 20);
    free(memory);
    return is_counted;
}

/* Not even the end of the connections frees it. */
static void test_what_came_by_repeated_identities_is_freed_with_the_socket(void **state)
{
    (void)state;
    if (!bytes_are_counted()) skip();
    const uint32_t peer_count = 20, messages = 40;
    const uint64_t heap = (uint64_t)peer_count * messages * HEAP_SIZE;
    int fds[20];
    assert_int_equal(open_doors(), OK);
    uint64_t before = transport_bytes();
    int first = dial_as_fire(1);
    struct inbound inbound;
    receive(&inbound);
    transport_release(&inbound);
    for (uint32_t i = 0; i < peer_count; i++) {
        fds[i] = dial_as_fire(messages);
    }
    assert_true(wait_for_bytes(before + heap, true));
    for (uint32_t i = 0; i < peer_count; i++) {
        close(fds[i]);
    }
    uint32_t connections = 1;
    for (int turn = 0; connections > 0 && turn < 1000; turn++) {
        connections = transport_cut(transport, is_kept_fd, &(int){ -1 });
        transport_wait(transport, NULL, 0, true, 5);
    }
    assert_int_equal(connections, 0);
    assert_true(transport_bytes() >= before + heap);
    rehang(DOOR_COUNTER);
    assert_true(wait_for_bytes(before + heap / 10, false));
    close(first);
}

static void test_peers_come_back_after_a_door_was_hung_anew(void **state)
{
    (void)state;
    struct inbound inbound;
    char answer[8];
    assert_int_equal(open_doors(), OK);
    void *peer = connect_peer(NULL);
    send_frames(peer, 1, 3);
    receive(&inbound);
    struct address old = inbound.address;
    rehang(DOOR_COUNTER);
    assert_int_equal(transport_send(transport, old, text("late"), (struct span){ 0 }), ERR_TIMEOUT);
    transport_answer(transport, &inbound, text("late"));
    transport_release(&inbound);

    say_until_heard(peer, 4, &inbound);
    assert_int_equal(inbound.err, OK);
    assert_int_equal(inbound.frame.size, 4);
    assert_int_not_equal(inbound.address.hanging, old.hanging);
    assert_int_equal(transport_send(transport, inbound.address, text("one"), (struct span){ 0 }),
                     OK);
    transport_release(&inbound);
    assert_int_equal(zmq_recv(peer, answer, sizeof answer, 0), 3);
    assert_memory_equal(answer, "one", 3);
    close_peer(peer);
}

static void test_what_was_said_before_a_door_was_hung_anew_arrives(void **state)
{
    (void)state;
    struct inbound inbound;
    char answer[8];
    assert_int_equal(open_doors(), OK);
    void *peer = connect_peer(NULL);
    send_frames(peer, 1, 3);
    receive(&inbound);
    for (int i = 0; i < 100; i++) {
        enum err err = transport_send(transport, inbound.address, text("one"), (struct span){ 0 });
        assert_int_equal(err, OK);
    }
    rehang(DOOR_COUNTER);
    transport_release(&inbound);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(zmq_recv(peer, answer, sizeof answer, 0), 3);
    }
    close_peer(peer);
}

static void test_the_other_door_does_not_notice(void **state)
{
    (void)state;
    struct inbound inbound;
    char answer[8];
    assert_int_equal(open_doors(), OK);
    void *peer = connect_peer(NULL);
    send_frames(peer, 1, 3);
    receive(&inbound);
    rehang(DOOR_OFFICE);
    assert_int_equal(transport_send(transport, inbound.address, text("one"), (struct span){ 0 }),
                     OK);
    transport_release(&inbound);
    assert_int_equal(zmq_recv(peer, answer, sizeof answer, 0), 3);
    close_peer(peer);
}

/* Whoever connects at any moment is let in: the kernel keeps those whom nobody accepts yet. */
static void test_nobody_is_turned_away_while_a_door_is_hung_anew(void **state)
{
    (void)state;
    assert_int_equal(open_doors(), OK);
    for (int i = 0; i < 200; i++) {
        rehang(DOOR_COUNTER);
        close(dial());
    }
    struct inbound inbound;
    void *peer = connect_peer(NULL);
    send_frames(peer, 1, 3);
    receive(&inbound);
    transport_release(&inbound);
    close_peer(peer);
}

static void test_doors_of_tcp_are_hung_anew_at_the_same_port(void **state)
{
    (void)state;
    struct inbound inbound;
    char before[80];
    snprintf(counter, sizeof counter, "tcp://127.0.0.1:*");
    snprintf(office, sizeof office, "tcp://[::1]:*");
    assert_int_equal(open_doors(), OK);
    snprintf(before, sizeof before, "%s", transport_endpoint(transport, DOOR_COUNTER));
    snprintf(counter, sizeof counter, "%s", before);
    void *peer = connect_peer(NULL);
    send_frames(peer, 1, 3);
    receive(&inbound);
    transport_release(&inbound);
    rehang(DOOR_COUNTER);
    rehang(DOOR_OFFICE);
    assert_string_equal(transport_endpoint(transport, DOOR_COUNTER), before);
    say_until_heard(peer, 4, &inbound);
    assert_int_equal(inbound.frame.size, 4);
    transport_release(&inbound);
    close_peer(peer);
}

/* ---- Socket files ---------------------------------------------------------------------------- */

/* A socket that was closed listens until ZeroMQ's thread has come round to it. */
static void wait_until_deaf(const char *at)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    snprintf(address.sun_path, sizeof address.sun_path, "%s", at);
    int rc = 0;
    for (int tries = 0; rc == 0 && tries < 5000; tries++) {
        int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        rc = connect(fd, (struct sockaddr *)&address, sizeof address);
        close(fd);
        if (rc == 0) poll(NULL, 0, 1);
    }
    assert_int_equal(rc, -1);
}

static void test_a_socket_left_behind_is_replaced_and_opens_to_owner_and_group(void **state)
{
    (void)state;
    struct stat status;
    char kept[80];
    assert_int_equal(open_doors(), OK);
    snprintf(kept, sizeof kept, "%s.kept", path);
    assert_int_equal(link(path, kept), 0); /* closing removes the file: keep one as a crash would */
    transport_close(&transport);
    wait_until_deaf(kept);
    assert_int_equal(rename(kept, path), 0);
    assert_int_equal(open_doors(), OK);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0660);
}

static void test_an_endpoint_in_use_is_not_taken_over(void **state)
{
    (void)state;
    assert_int_equal(open_doors(), OK);
    struct transport *first = transport;
    assert_int_equal(open_doors(), ERR_BUSY);
    transport = first;
}

static void test_a_file_that_is_no_socket_is_left_alone(void **state)
{
    (void)state;
    char doors[64];
    snprintf(doors, sizeof doors, "%s/doors", folder);
    assert_int_equal(mkdir(doors, 0700), 0);
    FILE *file = fopen(path, "w");
    fputs("precious", file);
    fclose(file);
    assert_int_equal(open_doors(), ERR_IO);
    assert_int_equal(access(path, F_OK), 0);
}

static void test_a_cut_ends_every_connection_but_the_kept(void **state)
{
    (void)state;
    struct inbound inbound;
    char answer[8];
    assert_int_equal(open_doors(), OK);
    void *kept = connect_peer(NULL), *cut = connect_peer(NULL);
    send_frames(cut, 1, 4);
    receive(&inbound);
    struct address gone = inbound.address;
    transport_release(&inbound);
    send_frames(kept, 1, 3);
    receive(&inbound);
    int fd = transport_fd(&inbound);
    assert_int_equal(transport_cut(transport, is_kept_fd, &fd), 1);
    enum err err = OK;
    for (int i = 0; err == OK && i < 5000; i++) { /* until ZeroMQ's thread has seen it */
        err = transport_send(transport, gone, text("x"), (struct span){ 0 });
        transport_wait(transport, NULL, 0, false, 1);
    }
    assert_int_equal(err, ERR_TIMEOUT);
    assert_int_equal(transport_send(transport, inbound.address, text("one"), (struct span){ 0 }),
                     OK);
    assert_int_equal(zmq_recv(kept, answer, sizeof answer, 0), 3);
    transport_release(&inbound);
    close_peer(kept);
    close_peer(cut);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_message_comes_in_and_its_answer_goes_out, make,
                                        forget),
        cmocka_unit_test_setup_teardown(test_too_many_frames_are_read_away_and_refused, make,
                                        forget),
        cmocka_unit_test_setup_teardown(test_an_envelope_over_its_bound_is_refused, make, forget),
        cmocka_unit_test_setup_teardown(test_a_frame_over_every_bound_ends_the_connection_only,
                                        make, forget),
        cmocka_unit_test_setup_teardown(test_an_identity_of_the_peers_own_is_refused, make, forget),
        cmocka_unit_test_setup_teardown(test_peers_of_older_protocols_leave_nothing_behind, make,
                                        forget),
        cmocka_unit_test_setup_teardown(test_a_peer_that_is_gone_is_noticed, make, forget),
        cmocka_unit_test_setup_teardown(test_a_peer_that_never_reads_is_noticed, make, forget),
        cmocka_unit_test_setup_teardown(
            test_a_socket_left_behind_is_replaced_and_opens_to_owner_and_group, make, forget),
        cmocka_unit_test_setup_teardown(test_a_cut_ends_every_connection_but_the_kept, make,
                                        forget),
        cmocka_unit_test_setup_teardown(
            test_what_came_by_repeated_identities_is_freed_with_the_socket, make, forget),
        cmocka_unit_test_setup_teardown(test_peers_come_back_after_a_door_was_hung_anew, make,
                                        forget),
        cmocka_unit_test_setup_teardown(test_what_was_said_before_a_door_was_hung_anew_arrives,
                                        make, forget),
        cmocka_unit_test_setup_teardown(test_the_other_door_does_not_notice, make, forget),
        cmocka_unit_test_setup_teardown(test_nobody_is_turned_away_while_a_door_is_hung_anew, make,
                                        forget),
        cmocka_unit_test_setup_teardown(test_doors_of_tcp_are_hung_anew_at_the_same_port, make,
                                        forget),
        cmocka_unit_test_setup_teardown(test_a_file_that_is_no_socket_is_left_alone, make, forget),
        cmocka_unit_test_setup_teardown(test_an_endpoint_in_use_is_not_taken_over, make, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
