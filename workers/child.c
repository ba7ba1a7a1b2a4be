/* SPDX-License-Identifier: Apache-2.0 */
/* How it ends. The end of the program is seen by its pidfd (or, on a kernel without, by looking
 * every 20 ms), not by the end of its output: a grandchild may hold the pipes open for ever. The
 * zombie is kept until its group was killed, so that the group's number cannot be anybody else's.
 *
 *     RUNNING --exit----------------------------------> group SIGKILL, read what is left, reap
 *        |----time over, cancelled, too much output---> group SIGTERM --1 s--> SIGKILL --> reap
 */
#include "workers/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define KILL_AFTER_MS 1000 /* between SIGTERM and SIGKILL */
#define LOOK_EVERY_MS 20   /* without a pidfd */

enum { INPUT, OUTPUT, ERRORS, PIPE_COUNT };

struct child {
    const struct child_options *options;
    struct child_result *result;
    pid_t pid;
    int pid_fd;               /* or -1 */
    int pipes[PIPE_COUNT];    /* our ends; -1: closed */
    int far_ends[PIPE_COUNT]; /* the program's ends; -1: closed */
    size_t input_at;
    bool is_stopping;
    bool is_ended;
    int64_t due_ms; /* RUNNING: time over; stopping: SIGKILL */
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void close_fd(int *fd)
{
    if (*fd >= 0) (void)close(*fd);
    *fd = -1;
}

static enum err open_pipes(struct child *child)
{
    for (int i = 0; i < PIPE_COUNT; i++) {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) return ERR_IO;
        bool is_input = i == INPUT;
        child->pipes[i] = ends[is_input ? 1 : 0];
        child->far_ends[i] = ends[is_input ? 0 : 1];
        if (fcntl(child->pipes[i], F_SETFL, O_NONBLOCK) != 0) return ERR_IO;
    }
    return OK;
}

static void close_pipes(struct child *child)
{
    for (int i = 0; i < PIPE_COUNT; i++) {
        close_fd(&child->pipes[i]);
        close_fd(&child->far_ends[i]);
    }
}

/* Returns 0 or an errno. */
static int spawn_with(struct child *child, posix_spawn_file_actions_t *actions,
                      posix_spawnattr_t *attributes)
{
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                             POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(attributes, 0);
    posix_spawnattr_setsigmask(attributes, &none);
    posix_spawnattr_setsigdefault(attributes, &all);
    for (int i = 0; i < PIPE_COUNT; i++) {
        int rc = posix_spawn_file_actions_adddup2(actions, child->far_ends[i], i);
        if (rc != 0) return rc;
    }
    int rc = posix_spawn_file_actions_addclosefrom_np(actions, PIPE_COUNT);
    if (rc != 0) return rc;
    char *const *arguments = child->options->arguments;
    return posix_spawnp(&child->pid, arguments[0], actions, attributes, arguments,
                        child->options->environment);
}

static enum err spawn(struct child *child)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    errno = posix_spawn_file_actions_init(&actions);
    if (errno != 0) return ERR_IO;
    errno = posix_spawnattr_init(&attributes);
    if (errno == 0) {
        int rc = spawn_with(child, &actions, &attributes);
        posix_spawnattr_destroy(&attributes);
        errno = rc;
    }
    int rc = errno;
    posix_spawn_file_actions_destroy(&actions);
    errno = rc;
    return rc == 0 ? OK : ERR_IO;
}

/* Give the program the next piece of its input. One that does not read is no error. */
static void write_input(struct child *child)
{
    struct span input = child->options->input;
    while (child->input_at < input.size) {
        ssize_t size =
            write(child->pipes[INPUT], input.at + child->input_at, input.size - child->input_at);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0 && errno == EAGAIN) return;
        if (size < 0) break;
        child->input_at += (size_t)size;
    }
    close_fd(&child->pipes[INPUT]);
}

static void keep_output(struct child_result *result, const char *bytes, size_t size)
{
    size_t room = CHILD_OUTPUT_MAX - result->output_size;
    if (size > room) {
        size = room;
        if (result->end == 0) result->end = CHILD_TALKED;
    }
    memcpy(result->output + result->output_size, bytes, size);
    result->output_size += size;
}

/* Keep the tail: what is older moves out. */
static void keep_errors(struct child_result *result, const char *bytes, size_t size)
{
    if (size > CHILD_ERRORS_MAX) {
        bytes += size - CHILD_ERRORS_MAX;
        size = CHILD_ERRORS_MAX;
    }
    size_t over = result->errors_size + size;
    over = over > CHILD_ERRORS_MAX ? over - CHILD_ERRORS_MAX : 0;
    memmove(result->errors, result->errors + over, result->errors_size - over);
    result->errors_size -= over;
    memcpy(result->errors + result->errors_size, bytes, size);
    result->errors_size += size;
}

/* Read what is there now; rounds bounds it, so that a chatty program is not waited for. */
static void read_pipe(struct child *child, int which, int rounds)
{
    char bytes[4096];
    while (child->pipes[which] >= 0 && rounds-- > 0) {
        ssize_t size = read(child->pipes[which], bytes, sizeof bytes);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0 && errno == EAGAIN) return;
        if (size <= 0) {
            close_fd(&child->pipes[which]);
        } else if (which == OUTPUT) {
            keep_output(child->result, bytes, (size_t)size);
        } else {
            keep_errors(child->result, bytes, (size_t)size);
        }
    }
}

/* Begin to end the program. */
static void stop(struct child *child, enum child_end end)
{
    if (child->is_stopping) return;
    child->is_stopping = true;
    child->result->end = end;
    child->due_ms = now_ms() + KILL_AFTER_MS;
    (void)kill(-child->pid, SIGTERM);
}

/* Has it ended? It stays a zombie, whose number nobody else can get. */
static bool has_ended(const struct child *child)
{
    siginfo_t info = { .si_pid = 0 };
    return waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == child->pid;
}

/* Look once at everything, waiting for at most as long as nothing is due. */
static void look(struct child *child)
{
    int64_t left_ms = child->due_ms - now_ms();
    if (left_ms < 0) left_ms = 0;
    if (left_ms > 60000) left_ms = 60000;
    if (child->pid_fd < 0 && left_ms > LOOK_EVERY_MS) left_ms = LOOK_EVERY_MS;

    struct pollfd fds[] = {
        { .fd = child->pipes[INPUT], .events = POLLOUT },
        { .fd = child->pipes[OUTPUT], .events = POLLIN },
        { .fd = child->pipes[ERRORS], .events = POLLIN },
        { .fd = child->pid_fd, .events = POLLIN },
        { .fd = child->is_stopping ? -1 : child->options->cancel_fd, .events = POLLIN },
    };
    if (poll(fds, sizeof fds / sizeof fds[0], (int)left_ms) < 0) return;
    if (fds[0].revents != 0) write_input(child);
    if (fds[1].revents != 0) read_pipe(child, OUTPUT, 4);
    if (fds[2].revents != 0) read_pipe(child, ERRORS, 4);
    if (fds[4].revents != 0) stop(child, CHILD_CANCELLED);
}

static void watch(struct child *child)
{
    while (!has_ended(child)) {
        look(child);
        if (child->result->end == CHILD_TALKED) stop(child, CHILD_TALKED);
        if (now_ms() < child->due_ms) continue;
        if (child->is_stopping) {
            (void)kill(-child->pid, SIGKILL);
            child->due_ms = now_ms() + KILL_AFTER_MS;
        } else {
            stop(child, CHILD_TIMED_OUT);
        }
    }
}

/* After its end: nobody of its group lives on, and what it wrote is read. */
static void finish(struct child *child)
{
    struct child_result *result = child->result;
    (void)kill(-child->pid, SIGKILL);
    read_pipe(child, OUTPUT, CHILD_OUTPUT_MAX / 1024);
    read_pipe(child, ERRORS, CHILD_OUTPUT_MAX / 1024);

    int status = 0;
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR) {
        continue;
    }
    if (result->end == 0) {
        result->end = WIFSIGNALED(status) ? CHILD_SIGNALLED : CHILD_EXITED;
        result->code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    }
    result->output[result->output_size] = '\0';
    result->errors[result->errors_size] = '\0';
}

enum err child_run(const struct child_options *options, struct child_result *result)
{
    assert(options->arguments[0] != NULL);
    struct child child = {
        .options = options,
        .result = result,
        .pid_fd = -1,
        .pipes = { -1, -1, -1 },
        .far_ends = { -1, -1, -1 },
        .due_ms = now_ms() + options->timeout_ms,
    };
    result->end = 0;
    result->code = 0;
    result->output_size = 0;
    result->errors_size = 0;

    enum err err = open_pipes(&child);
    if (err == OK) err = spawn(&child);
    if (err != OK) {
        int rc = errno;
        close_pipes(&child);
        errno = rc;
        return err;
    }
    for (int i = 0; i < PIPE_COUNT; i++) {
        close_fd(&child.far_ends[i]);
    }
    child.pid_fd = pidfd_open(child.pid, 0);
    watch(&child);
    finish(&child);
    close_fd(&child.pid_fd);
    close_pipes(&child);
    return OK;
}
