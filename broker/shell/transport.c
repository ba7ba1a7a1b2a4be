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
 *   HANDSHAKE_IVL     silent connections hold their file descriptor for 30 s else
 *   MAXMSGSIZE        is per frame; unlimited else
 *   accept4           is ours, see there
 *   srand             ZeroMQ counts connections up from a rand(): a peer that guessed the next
 *                     number and brought it as its own identity would trip an assertion there */
#include "broker/shell/transport.h"

#include "broker/shell/log.h"
#include "tongfa/limits.h"

#include <czmq.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#define SEND_QUEUE_MAX 128   /* messages to a peer that does not read; then it is dropped */
#define RECEIVE_QUEUE_MAX 64 /* messages of a peer that the broker has no room for */
#define LINGER_MS 500
#define HANDSHAKE_MS 3000
#define BACKLOG 1024
#define FRAMES_MAX 3      /* number of the connection, envelope, payload */
#define OUR_NUMBER_SIZE 5 /* a zero byte and 32 bits: what ZeroMQ makes itself */

struct transport {
    zsock_t *doors[DOOR_COUNT];
    void *sockets[DOOR_COUNT]; /* ... as libzmq knows them */
    char endpoints[DOOR_COUNT][256];
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

/* The folder of a socket file, one level, if it is not there. */
static void make_folder(const char *path)
{
    char folder[256];
    const char *slash = strrchr(path, '/');
    if (slash == NULL || slash == path) return;
    snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
    if (mkdir(folder, 0750) == 0) log_info("made %s", folder);
}

/* ZeroMQ removes whatever is in the way of a socket file. So look first what it is. */
static enum err check_ipc_path(const char *path)
{
    struct stat status;
    if (lstat(path, &status) != 0) return OK;
    if (!S_ISSOCK(status.st_mode)) {
        log_error("%s is there and is no socket; remove it or choose another endpoint", path);
        return ERR_IO;
    }

    struct sockaddr_un address = { .sun_family = AF_UNIX };
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return ERR_IO;
    bool is_alive = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    if (is_alive) {
        log_error("another process listens at ipc://%s", path);
        return ERR_BUSY;
    }
    log_info("replacing %s, left behind by a process that is gone", path);
    return OK;
}

static void set_options(zsock_t *door, const char *endpoint)
{
    zsock_set_router_mandatory(door, 1);
    zsock_set_zap_domain(door, "tongfa");
    zsock_set_sndhwm(door, SEND_QUEUE_MAX);
    zsock_set_rcvhwm(door, RECEIVE_QUEUE_MAX);
    zsock_set_linger(door, LINGER_MS);
    zsock_set_handshake_ivl(door, HANDSHAKE_MS);
    zsock_set_backlog(door, BACKLOG);
    zsock_set_ipv6(door, strncmp(endpoint, "tcp://[", 7) == 0);
    zsock_set_maxmsgsize(door, PAYLOAD_BYTES_MAX);
}

static enum err open_door(struct transport *transport, enum door door, const char *endpoint)
{
    bool is_ipc = strncmp(endpoint, "ipc://", 6) == 0;
    const char *path = endpoint + 6;
    if (is_ipc) {
        make_folder(path);
        enum err err = check_ipc_path(path);
        if (err != OK) return err;
    }

    zsock_t *socket = transport->doors[door] = zsock_new(ZMQ_ROUTER);
    if (socket == NULL) {
        log_error("no socket: %s", zmq_strerror(zmq_errno()));
        return ERR_IO;
    }
    transport->sockets[door] = zsock_resolve(socket);
    set_options(socket, endpoint);
    if (zsock_bind(socket, "%s", endpoint) < 0) {
        int reason = zmq_errno();
        log_error("cannot bind %s: %s", endpoint, zmq_strerror(reason));
        return reason == EADDRINUSE ? ERR_BUSY : ERR_IO;
    }
    snprintf(transport->endpoints[door], sizeof transport->endpoints[door], "%s",
             zsock_endpoint(socket));
    if (is_ipc && chmod(path, 0660) != 0) log_warn("chmod %s: %s", path, strerror(errno));
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
    srand(randombytes_random());
    for (int door = 0; err == OK && door < DOOR_COUNT; door++) {
        err = open_door(transport, (enum door)door, options->endpoints[door]);
    }
    if (err != OK) {
        transport_close(&transport);
        return err;
    }
    *out = transport;
    return OK;
}

/* The socket file goes while we still listen there: later it might be another process's. */
static void close_door(struct transport *transport, int door)
{
    const char *endpoint = transport->endpoints[door];
    if (strncmp(endpoint, "ipc://", 6) == 0) unlink(endpoint + 6);
    zsock_destroy(&transport->doors[door]);
}

void transport_close(struct transport **transport)
{
    if (*transport == NULL) return;
    for (int door = 0; door < DOOR_COUNT; door++) {
        close_door(*transport, door);
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

    *inbound = (struct inbound){ .address = { .door = (uint8_t)door }, .fd = -1 };
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
    if (count > 1) inbound->fd = zmq_msg_get(part(inbound, 1), ZMQ_SRCFD);
    judge(inbound, count, !more);
    return true;
}

void transport_release(struct inbound *inbound)
{
    for (uint32_t i = 0; i < FRAMES_MAX; i++) {
        zmq_msg_close(part(inbound, i));
    }
}

/* ---- Sending --------------------------------------------------------------------------------- */

/* After the first frame was taken the rest is, too: a ROUTER decides about a message once. */
static enum err send_to(void *socket, struct span to, struct span frame, struct span payload)
{
    if (zmq_send(socket, to.at, to.size, ZMQ_DONTWAIT | ZMQ_SNDMORE) < 0) {
        return zmq_errno() == EHOSTUNREACH ? ERR_TIMEOUT : ERR_BUSY;
    }
    bool has_payload = payload.size > 0;
    int rc = zmq_send(socket, frame.at, frame.size, ZMQ_DONTWAIT | (has_payload ? ZMQ_SNDMORE : 0));
    if (rc >= 0 && has_payload) {
        rc = zmq_send(socket, payload.at, payload.size, ZMQ_DONTWAIT);
    }
    return rc < 0 ? ERR_BUSY : OK;
}

enum err transport_send(struct transport *transport, struct address address, struct span frame,
                        struct span payload)
{
    uint8_t to[OUR_NUMBER_SIZE] = { 0 };
    memcpy(to + 1, &address.number, sizeof address.number);
    return send_to(transport->sockets[address.door], (struct span){ to, sizeof to }, frame,
                   payload);
}

void transport_answer(struct transport *transport, const struct inbound *inbound, struct span frame)
{
    zmq_msg_t *from = (zmq_msg_t *)(void *)inbound->parts[0];
    void *socket = transport->sockets[inbound->address.door];
    (void)send_to(socket, span_of(from), frame, (struct span){ 0 });
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

/* The next of our file descriptors that is a socket, or -1. ZeroMQ's thread may close any of them
 * meanwhile and open another: at worst the wrong peer has to reconnect. */
static int next_socket(DIR *folder, bool *listens)
{
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        int value = 0;
        socklen_t size = sizeof value;
        int fd = (int)strtol(entry->d_name, NULL, 10);
        if (entry->d_name[0] == '.' || fd == dirfd(folder)) continue;
        if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &value, &size) != 0) continue;
        *listens = value != 0;
        return fd;
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
uint32_t transport_cut(struct transport *transport, bool (*is_kept)(int fd, void *self), void *self)
{
    struct own_address doors[DOOR_COUNT] = { 0 };
    uint32_t door_count = 0, cut_count = 0;
    bool listens;
    int fd;

    rewinddir(transport->fds);
    while ((fd = next_socket(transport->fds, &listens)) >= 0) {
        if (listens && door_count < DOOR_COUNT) doors[door_count++] = own_address(fd);
    }
    rewinddir(transport->fds);
    while ((fd = next_socket(transport->fds, &listens)) >= 0) {
        struct own_address own = own_address(fd);
        bool is_ours = false;
        for (uint32_t i = 0; i < door_count; i++) {
            bool is_same = own.size > 0 && own.size == doors[i].size &&
                           memcmp(&own.address, &doors[i].address, own.size) == 0;
            is_ours = is_ours || is_same;
        }
        if (listens || !is_ours || is_kept(fd, self)) continue;
        if (shutdown(fd, SHUT_RDWR) == 0) cut_count++;
    }
    return cut_count;
}
