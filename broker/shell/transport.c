/* SPDX-License-Identifier: Apache-2.0 */
/* CZMQ opens, sets and closes the sockets; messages go through raw libzmq, since a frame object for
 * each frame is the slow way. CZMQ's handlers of signals stay off: signals are the broker's. Its
 * context ends with the process, which waits LINGER_MS for answers under way.
 *
 * What is set and why (measured in ZeroMQ 4.3.4):
 *   ROUTER_MANDATORY  without it a message for a slow or dead peer vanishes and the call says OK
 *   no HANDOVER       with it whoever brings an identity gets the mail of its last owner
 *   ZAP_DOMAIN        keeps peers of ZMTP 1 and 2 out, which leave up to 28 KB behind each time they
 *                     break off; without a ZAP handler it changes nothing for others
 *   USE_FD            we listen, ZeroMQ accepts: see transport_rehang
 *   HANDSHAKE_IVL     silent connections hold their file descriptor for 30 s else
 *   MAXMSGSIZE        is per frame; unlimited else
 *   accept4           is ours, see there
 *   srand             ZeroMQ counts connections up from a rand(): a peer that guessed the next
 *                     number and brought it as its own identity would trip an assertion there */
#include "broker/shell/transport.h"

#include "broker/shell/listen.h"
#include "broker/shell/log.h"
#include "tongfa/limits.h"

#include <czmq.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SEND_QUEUE_MAX 128   /* messages to a peer that does not read; then it is dropped */
#define RECEIVE_QUEUE_MAX 64 /* messages of a peer that the broker has no room for */
#define LINGER_MS 500
#define REHANG_LINGER_MS 100
#define HANDSHAKE_MS 3000
#define FRAMES_MAX 3      /* number of the connection, envelope, payload */
#define OUR_NUMBER_SIZE 5 /* a zero byte and 32 bits: what ZeroMQ makes itself */

struct transport {
    zsock_t *doors[DOOR_COUNT];
    zsock_t *leaving[DOOR_COUNT];  /* replaced and not yet let go; or NULL */
    void *sockets[DOOR_COUNT];     /* ... as libzmq knows them */
    uint16_t hangings[DOOR_COUNT]; /* how often each was hung anew */
    int listening[DOOR_COUNT];     /* ours until the end, see listen.h */
    char endpoints[DOOR_COUNT][ENDPOINT_BYTES_MAX];
    DIR *fds; /* /proc/self/fd, opened while there are some left */
};

static_assert(sizeof(zmq_msg_t) <= INBOUND_PART_BYTES, "a frame object fits its place");

static zmq_msg_t *part(struct inbound *inbound, uint32_t at)
{
    return (zmq_msg_t *)(void *)inbound->parts[at];
}

/* ---- Too many connections -------------------------------------------------------------------- */

/* A file descriptor to let go when there are no others; -1: it is let go, or not yet opened. */
static atomic_int spare_fd = -1;

static void open_spare(void)
{
    if (atomic_load(&spare_fd) >= 0) return;
    atomic_store(&spare_fd, open("/dev/null", O_RDONLY | O_CLOEXEC));
}

/* ZeroMQ 4.3.4 aborts the process when an ipc endpoint cannot accept for want of file descriptors:
 * whoever may connect could end the broker. So its calls come here instead of to libc, and then the
 * newcomer is accepted on the spare descriptor and sent away, which ZeroMQ does not mind. */
/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): libc's are reserved */
int accept4(int fd, __SOCKADDR_ARG address, socklen_t *restrict size, int flags)
{
    int accepted = (int)syscall(SYS_accept4, fd, address.__sockaddr__, size, flags);
    if (accepted >= 0 || errno != EMFILE) return accepted;

    int spare = atomic_exchange(&spare_fd, -1);
    if (spare >= 0) close(spare);
    accepted = (int)syscall(SYS_accept4, fd, address.__sockaddr__, size, flags);
    if (accepted >= 0) close(accepted);
    open_spare();
    errno = ECONNABORTED;
    return -1;
}

/* ---- Opening --------------------------------------------------------------------------------- */

static void set_options(zsock_t *socket)
{
    zsock_set_router_mandatory(socket, 1);
    zsock_set_zap_domain(socket, "tongfa");
    zsock_set_sndhwm(socket, SEND_QUEUE_MAX);
    zsock_set_rcvhwm(socket, RECEIVE_QUEUE_MAX);
    zsock_set_linger(socket, LINGER_MS);
    zsock_set_handshake_ivl(socket, HANDSHAKE_MS);
    zsock_set_maxmsgsize(socket, PAYLOAD_BYTES_MAX);
}

/* A socket of ZeroMQ's that accepts at a duplicate of a listening one, which it closes. NULL: errno
 * says why. */
static zsock_t *new_socket(const char *endpoint, int listening)
{
    srand(randombytes_random());
    int fd = fcntl(listening, F_DUPFD_CLOEXEC, 0);
    zsock_t *socket = fd < 0 ? NULL : zsock_new(ZMQ_ROUTER);
    if (socket == NULL) {
        if (fd >= 0) close(fd);
        return NULL;
    }
    set_options(socket);
    zsock_set_use_fd(socket, fd);
    if (zsock_bind(socket, "%s", endpoint) < 0) zsock_destroy(&socket);
    return socket;
}

static enum err hang(struct transport *transport, enum door door)
{
    const char *endpoint = transport->endpoints[door];
    zsock_t *socket = new_socket(endpoint, transport->listening[door]);
    if (socket == NULL) {
        log_error("no socket for %s: %s", endpoint, zmq_strerror(zmq_errno()));
        return ERR_IO;
    }
    transport->doors[door] = socket;
    transport->sockets[door] = zsock_resolve(socket);
    return OK;
}

/* Every peer costs a file descriptor: use as many as the system lets us. */
static void raise_fd_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

enum err transport_open(struct transport **out, const struct transport_options *options)
{
    struct transport *transport = calloc(1, sizeof *transport);
    if (transport == NULL) return ERR_NO_MEMORY;

    raise_fd_limit();
    open_spare();
    transport->fds = opendir("/proc/self/fd");
    zsys_handler_set(NULL);
    enum err err = transport->fds == NULL ? ERR_NO_MEMORY : OK;
    for (int door = 0; door < DOOR_COUNT; door++) {
        transport->listening[door] = -1;
    }
    for (int door = 0; err == OK && door < DOOR_COUNT; door++) {
        err = listen_open(options->endpoints[door], transport->endpoints[door],
                          &transport->listening[door]);
        if (err == OK) err = hang(transport, (enum door)door);
    }
    if (err != OK) {
        transport_close(&transport);
        return err;
    }
    *out = transport;
    return OK;
}

void transport_close(struct transport **transport)
{
    if (*transport == NULL) return;
    transport_let_go(*transport);
    for (int door = 0; door < DOOR_COUNT; door++) {
        listen_close((*transport)->endpoints[door], &(*transport)->listening[door]);
        zsock_destroy(&(*transport)->doors[door]);
    }
    if ((*transport)->fds != NULL) closedir((*transport)->fds);
    free(*transport);
    *transport = NULL;
}

const char *transport_endpoint(const struct transport *transport, enum door door)
{
    return transport->endpoints[door];
}

/* ---- Receiving ------------------------------------------------------------------------------- */

uint32_t transport_wait(struct transport *transport, const int *fds, uint32_t fd_count,
                        bool with_doors, int64_t timeout_ms)
{
    zmq_pollitem_t items[WAIT_FD_FIRST + WAIT_FDS_MAX] = { 0 };
    assert(fd_count <= WAIT_FDS_MAX);
    for (int door = 0; door < DOOR_COUNT; door++) {
        items[door].socket = transport->sockets[door];
        items[door].events = with_doors ? ZMQ_POLLIN : 0;
    }
    for (uint32_t i = 0; i < fd_count; i++) {
        items[WAIT_FD_FIRST + i].fd = fds[i];
        items[WAIT_FD_FIRST + i].events = ZMQ_POLLIN;
    }

    int skip = with_doors ? 0 : DOOR_COUNT;
    int count = WAIT_FD_FIRST + (int)fd_count;
    if (zmq_poll(items + skip, count - skip, (long)timeout_ms) <= 0) return 0;
    uint32_t ready = 0;
    for (int i = skip; i < count; i++) {
        if (items[i].revents != 0) ready |= 1u << i;
    }
    return ready;
}

/* Read frames away, one at a time: none of them is kept. */
static void read_away(void *socket)
{
    zmq_msg_t frame;
    int more = 1;
    while (more != 0) {
        zmq_msg_init(&frame);
        if (zmq_msg_recv(&frame, socket, ZMQ_DONTWAIT) < 0) more = 0;
        if (more != 0) more = zmq_msg_more(&frame);
        zmq_msg_close(&frame);
    }
}

static struct span span_of(zmq_msg_t *frame)
{
    return (struct span){ .at = zmq_msg_data(frame), .size = zmq_msg_size(frame) };
}

/* Where it is from, and whether it may be read. */
static void judge(struct inbound *inbound, uint32_t frame_count, bool is_whole)
{
    struct span from = span_of(part(inbound, 0));
    bool is_ours = from.size == OUR_NUMBER_SIZE && from.at[0] == 0;
    if (is_ours) memcpy(&inbound->address.number, from.at + 1, sizeof inbound->address.number);

    if (frame_count > 1) inbound->frame = span_of(part(inbound, 1));
    if (frame_count > 2) inbound->payload = span_of(part(inbound, 2));
    if (!is_ours) {
        inbound->err = ERR_NOT_ALLOWED;
    } else if (!is_whole || frame_count < 2) {
        inbound->err = ERR_MALFORMED;
    } else if (inbound->frame.size > ENVELOPE_BYTES_MAX) {
        inbound->err = ERR_TOO_LARGE;
    }
}

bool transport_receive(struct transport *transport, enum door door, struct inbound *inbound)
{
    void *socket = transport->sockets[door];
    uint32_t count = 0;
    bool more = true;

    *inbound = (struct inbound){
        .address = { .door = (uint8_t)door, .hanging = transport->hangings[door] },
    };
    for (uint32_t i = 0; i < FRAMES_MAX; i++) {
        zmq_msg_init(part(inbound, i));
    }
    while (more && count < FRAMES_MAX) {
        zmq_msg_t *frame = part(inbound, count);
        if (zmq_msg_recv(frame, socket, ZMQ_DONTWAIT) < 0) {
            transport_release(inbound);
            return false;
        }
        count++;
        more = zmq_msg_more(frame) != 0;
    }
    if (more) read_away(socket);
    judge(inbound, count, !more);
    return true;
}

/* ZeroMQ keeps it as a property in a map of texts: asked of each message it would cost as much as
 * a third of receiving. */
int transport_fd(const struct inbound *inbound)
{
    const zmq_msg_t *frame = (const zmq_msg_t *)(const void *)inbound->parts[1];
    return zmq_msg_size(frame) == 0 ? -1 : zmq_msg_get(frame, ZMQ_SRCFD);
}

void transport_release(struct inbound *inbound)
{
    for (uint32_t i = 0; i < FRAMES_MAX; i++) {
        zmq_msg_close(part(inbound, i));
    }
}

/* ---- Sending --------------------------------------------------------------------------------- */

/* Its places are as large as those of a message that came. */
static zmq_msg_t *outbound_part(struct outbound *outbound, uint32_t at)
{
    return (zmq_msg_t *)(void *)outbound->parts[at];
}

static bool write_part(zmq_msg_t *part, struct span bytes)
{
    if (zmq_msg_init_size(part, bytes.size) != 0) return false;
    if (bytes.size > 0) memcpy(zmq_msg_data(part), bytes.at, bytes.size);
    return true;
}

enum err outbound_write(struct outbound *outbound, struct span frame, struct span payload)
{
    if (!write_part(outbound_part(outbound, 0), frame)) return ERR_NO_MEMORY;
    if (write_part(outbound_part(outbound, 1), payload)) return OK;
    zmq_msg_close(outbound_part(outbound, 0));
    return ERR_NO_MEMORY;
}

void outbound_drop(struct outbound *outbound)
{
    zmq_msg_close(outbound_part(outbound, 0));
    zmq_msg_close(outbound_part(outbound, 1));
}

/* After the first frame was taken the rest is, too: a ROUTER decides about a message once. */
static enum err send_to(void *socket, struct span to, struct outbound *outbound)
{
    zmq_msg_t *frame = outbound_part(outbound, 0);
    zmq_msg_t *payload = outbound_part(outbound, 1);
    bool has_payload = zmq_msg_size(payload) > 0;
    enum err err = OK;

    if (zmq_send(socket, to.at, to.size, ZMQ_DONTWAIT | ZMQ_SNDMORE) < 0) {
        err = zmq_errno() == EHOSTUNREACH ? ERR_TIMEOUT : ERR_BUSY;
    } else if (zmq_msg_send(frame, socket, ZMQ_DONTWAIT | (has_payload ? ZMQ_SNDMORE : 0)) < 0 ||
               (has_payload && zmq_msg_send(payload, socket, ZMQ_DONTWAIT) < 0)) {
        err = ERR_BUSY;
    }
    outbound_drop(outbound); /* of what was taken there is nothing left in it */
    return err;
}

enum err outbound_send(struct outbound *outbound, struct transport *transport,
                       struct address address)
{
    uint8_t to[OUR_NUMBER_SIZE] = { 0 };
    if (address.hanging != transport->hangings[address.door]) {
        outbound_drop(outbound);
        return ERR_TIMEOUT;
    }
    memcpy(to + 1, &address.number, sizeof address.number);
    return send_to(transport->sockets[address.door], (struct span){ to, sizeof to }, outbound);
}

/* That there is no memory is for this peer as if it did not read. */
enum err transport_send(struct transport *transport, struct address address, struct span frame,
                        struct span payload)
{
    struct outbound outbound;
    if (outbound_write(&outbound, frame, payload) != OK) return ERR_BUSY;
    return outbound_send(&outbound, transport, address);
}

void transport_answer(struct transport *transport, const struct inbound *inbound, struct span frame)
{
    zmq_msg_t *from = (zmq_msg_t *)(void *)inbound->parts[0];
    struct address address = inbound->address;
    struct outbound outbound;
    if (address.hanging != transport->hangings[address.door]) return;
    if (outbound_write(&outbound, frame, (struct span){ 0 }) != OK) return;
    (void)send_to(transport->sockets[address.door], span_of(from), &outbound);
}

/* ---- Bytes in transit ------------------------------------------------------------------------ */

/* Under AddressSanitizer its own allocator is asked, since glibc's then stands idle. */
extern size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

uint64_t transport_bytes(void)
{
    if (__sanitizer_get_current_allocated_bytes != NULL) {
        return __sanitizer_get_current_allocated_bytes();
    }
    struct mallinfo2 info = mallinfo2();
    return (uint64_t)info.uordblks + (uint64_t)info.hblkhd;
}

extern void __sanitizer_purge_allocator(void) __attribute__((weak));

void transport_trim(void)
{
    if (__sanitizer_purge_allocator != NULL) {
        __sanitizer_purge_allocator();
    } else {
        malloc_trim(0);
    }
}

/* The next of our file descriptors that is a connection, or -1. ZeroMQ's thread may close any of
 * them meanwhile and open another: at worst the wrong peer has to reconnect. */
static int next_connection(DIR *folder)
{
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        int listens = 0;
        socklen_t size = sizeof listens;
        int fd = (int)strtol(entry->d_name, NULL, 10);
        if (entry->d_name[0] == '.' || fd == dirfd(folder)) continue;
        if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0) continue;
        if (listens == 0) return fd;
    }
    return -1;
}

struct own_address {
    struct sockaddr_storage address;
    socklen_t size; /* 0: none */
};

static struct own_address own_address(int fd)
{
    struct own_address own = { .size = sizeof own.address };
    if (getsockname(fd, (struct sockaddr *)&own.address, &own.size) != 0) own.size = 0;
    return own;
}

/* A connection's own address is that of the listening socket it came in at. */
static bool is_at_a_door(int fd, const struct own_address doors[DOOR_COUNT])
{
    struct own_address own = own_address(fd);
    for (int i = 0; i < DOOR_COUNT; i++) {
        bool is_same = own.size > 0 && own.size == doors[i].size &&
                       memcmp(&own.address, &doors[i].address, own.size) == 0;
        if (is_same) return true;
    }
    return false;
}

uint32_t transport_cut(struct transport *transport, bool (*is_kept)(int fd, void *self), void *self)
{
    struct own_address doors[DOOR_COUNT];
    uint32_t count = 0;
    int fd;

    for (int door = 0; door < DOOR_COUNT; door++) {
        doors[door] = own_address(transport->listening[door]);
    }
    rewinddir(transport->fds);
    while ((fd = next_connection(transport->fds)) >= 0) {
        if (!is_at_a_door(fd, doors) || is_kept(fd, self)) continue;
        if (shutdown(fd, SHUT_RDWR) == 0) count++;
    }
    return count;
}

/* Not at once: ZeroMQ 4.3.4 forgets the frames of an unfinished message for good where the answers
 * before the end of a pipe are still unread when it ends. */
void transport_let_go(struct transport *transport)
{
    for (int door = 0; door < DOOR_COUNT; door++) {
        if (transport->leaving[door] == NULL) continue;
        zsock_set_linger(transport->leaving[door], REHANG_LINGER_MS);
        zsock_destroy(&transport->leaving[door]);
    }
}

/* The new socket is there before the old one goes, so a failure changes nothing. ZeroMQ's reaper
 * takes the old one apart in a thread of its own. */
enum err transport_rehang(struct transport *transport, enum door door)
{
    zsock_t *old = transport->doors[door];
    transport_let_go(transport);
    enum err err = hang(transport, door);
    if (err != OK) return err;
    transport->hangings[door]++;
    zsock_unbind(old, "%s", transport->endpoints[door]);
    transport->leaving[door] = old;
    return OK;
}
