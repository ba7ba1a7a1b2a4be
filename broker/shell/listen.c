/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/listen.h"

#include "broker/shell/log.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 1024
#define SOCKET_FLAGS (SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK)

static const char *ipc_path(const char *endpoint)
{
    return strncmp(endpoint, "ipc://", 6) == 0 ? endpoint + 6 : NULL;
}

/* Bind and listen at an address. Returns the descriptor, or -1 with errno. */
static int listen_at(const struct sockaddr *address, socklen_t size)
{
    int one = 1;
    int fd = socket(address->sa_family, SOCKET_FLAGS, 0);
    if (fd < 0) return -1;
    if (address->sa_family != AF_UNIX) {
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    }
    if (bind(fd, address, size) == 0 && listen(fd, BACKLOG) == 0) return fd;
    int reason = errno;
    close(fd);
    errno = reason;
    return -1;
}

static enum err refuse(const char *endpoint)
{
    int reason = errno;
    log_error("cannot bind %s: %s", endpoint, strerror(reason));
    return reason == EADDRINUSE ? ERR_BUSY : ERR_IO;
}

/* ---- ipc:// ---------------------------------------------------------------------------------- */

/* The folder of a socket file, one level, if it is not there. */
static void make_folder(const char *path)
{
    char folder[ENDPOINT_BYTES_MAX];
    const char *slash = strrchr(path, '/');
    if (slash == NULL || slash == path) return;
    snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
    if (mkdir(folder, 0750) == 0) log_info("made %s", folder);
}

/* Remove a socket file that nobody listens at. */
static enum err clear_path(const char *path, const struct sockaddr_un *address)
{
    struct stat status;
    if (lstat(path, &status) != 0) return OK;
    if (!S_ISSOCK(status.st_mode)) {
        log_error("%s is there and is no socket; remove it or choose another endpoint", path);
        return ERR_IO;
    }

    int fd = socket(AF_UNIX, SOCKET_FLAGS, 0);
    if (fd < 0) return ERR_IO;
    int rc = connect(fd, (const struct sockaddr *)address, sizeof *address);
    int reason = rc == 0 ? 0 : errno;
    close(fd);
    if (reason == 0 || reason == EAGAIN) { /* ... and its queue of newcomers is full */
        log_error("another process listens at ipc://%s", path);
        return ERR_BUSY;
    }
    if (reason != ECONNREFUSED) { /* which alone says that nobody listens */
        log_error(
            "whether anybody listens at ipc://%s cannot be told: %s; remove it if nobody does",
            path, strerror(reason));
        return ERR_BUSY;
    }
    if (unlink(path) != 0) {
        log_error("cannot remove %s, left behind by a process that is gone: %s", path,
                  strerror(errno));
        return ERR_IO;
    }
    log_info("replaced %s, left behind by a process that is gone", path);
    return OK;
}

static enum err open_ipc(const char *endpoint, int *fd)
{
    const char *path = ipc_path(endpoint);
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    make_folder(path);
    enum err err = clear_path(path, &address);
    if (err != OK) return err;

    int listening = listen_at((const struct sockaddr *)&address, sizeof address);
    if (listening < 0) return refuse(endpoint);
    if (chmod(path, 0660) != 0) log_warn("chmod %s: %s", path, strerror(errno));
    *fd = listening;
    return OK;
}

/* ---- tcp:// ---------------------------------------------------------------------------------- */

static enum err open_tcp(const char *endpoint, int *fd, uint16_t *port)
{
    const struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                                    .ai_socktype = SOCK_STREAM };
    struct addrinfo *found = NULL;
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } own = { .v6 = { 0 } };
    socklen_t size = sizeof own;
    char host[ENDPOINT_BYTES_MAX];
    const char *name = endpoint + strlen("tcp://");
    const char *colon = strrchr(name, ':');
    bool has_brackets = name[0] == '[';

    snprintf(host, sizeof host, "%.*s", (int)(colon - name - 2 * has_brackets),
             name + has_brackets);
    const char *service = strcmp(colon + 1, "*") == 0 ? "0" : colon + 1;
    int rc = getaddrinfo(host, service, &hints, &found);
    if (rc != 0) {
        log_error("cannot bind %s: %s", endpoint, gai_strerror(rc));
        return ERR_IO;
    }
    int listening = listen_at(found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    if (listening < 0) return refuse(endpoint);
    if (getsockname(listening, &own.any, &size) != 0) {
        close(listening);
        return refuse(endpoint);
    }
    *port = ntohs(own.any.sa_family == AF_INET6 ? own.v6.sin6_port : own.v4.sin_port);
    *fd = listening;
    return OK;
}

/* ---- Both ------------------------------------------------------------------------------------ */

enum err listen_open(const char *endpoint, char bound[ENDPOINT_BYTES_MAX], int *fd)
{
    uint16_t port = 0;
    if (ipc_path(endpoint) != NULL) {
        enum err err = open_ipc(endpoint, fd);
        if (err == OK) snprintf(bound, ENDPOINT_BYTES_MAX, "%s", endpoint);
        return err;
    }
    enum err err = open_tcp(endpoint, fd, &port);
    int host_size = (int)(strrchr(endpoint, ':') - endpoint);
    if (err == OK) snprintf(bound, ENDPOINT_BYTES_MAX, "%.*s:%d", host_size, endpoint, port);
    return err;
}

/* The file goes while we still listen there: later it might be another process's. */
void listen_close(const char *bound, int *fd)
{
    if (*fd < 0) return;
    if (ipc_path(bound) != NULL) unlink(ipc_path(bound));
    close(*fd);
    *fd = -1;
}
