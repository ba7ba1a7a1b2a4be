/* SPDX-License-Identifier: Apache-2.0 */
/* Both names of each call are taken over, that of 32-bit and that of 64-bit offsets: which one a
 * library was compiled with is not ours to know. A descriptor is watched by what /proc says that it
 * is open on, so nothing has to be kept in step with close and dup. */
#undef _FORTIFY_SOURCE
#include "tests/faults/inject.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define PARTS_MAX 64 /* of a writev that is cut */

const char *const inject_kind_names[INJECT_KIND_COUNT] = {
    [INJECT_OPEN] = "open",           [INJECT_MKDIR] = "mkdir", [INJECT_WRITE] = "write",
    [INJECT_FDATASYNC] = "fdatasync", [INJECT_FSYNC] = "fsync", [INJECT_FTRUNCATE] = "ftruncate",
    [INJECT_FALLOCATE] = "fallocate",
};

static char watched[PATH_MAX];
static struct inject_fault armed;

struct shared {
    _Atomic uint32_t calls[INJECT_KIND_COUNT];
    _Atomic uint32_t injected;
};
static struct shared own;
static struct shared *shared = &own;

/* ---- Telling it what to do ------------------------------------------------------------------- */

void inject_watch(const char *directory)
{
    snprintf(watched, sizeof watched, "%s", directory);
}

void inject_arm(const struct inject_fault *fault)
{
    for (int kind = 0; kind < INJECT_KIND_COUNT; kind++) {
        atomic_store(&shared->calls[kind], 0);
    }
    atomic_store(&shared->injected, 0);
    armed = *fault;
}

void inject_disarm(void)
{
    armed.nth = 0;
}

struct inject_counts inject_counts(void)
{
    struct inject_counts counts;
    for (int kind = 0; kind < INJECT_KIND_COUNT; kind++) {
        counts.calls[kind] = atomic_load(&shared->calls[kind]);
    }
    counts.injected = atomic_load(&shared->injected);
    return counts;
}

/* The counts live in a file, so that they outlive the process. */
static void share_counts(const char *path)
{
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || syscall(SYS_ftruncate, fd, sizeof(struct shared)) != 0) return;
    void *map = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (map != MAP_FAILED) shared = map;
    close(fd);
}

static int error_of(const char *name)
{
    static const struct {
        const char *name;
        int error;
    } errors[] = {
        { "EIO", EIO }, { "ENOSPC", ENOSPC }, { "EINTR", EINTR }, { "short", INJECT_SHORT }
    };
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        if (strcmp(errors[i].name, name) == 0) return errors[i].error;
    }
    return EIO;
}

__attribute__((constructor)) static void read_environment(void)
{
    const char *directory = getenv("FAULT_DIRECTORY");
    const char *counts = getenv("FAULT_COUNTS");
    const char *kind = getenv("FAULT_KIND");
    const char *nth = getenv("FAULT_NTH");
    const char *error = getenv("FAULT_ERROR");
    const char *for_good = getenv("FAULT_FOR_GOOD");

    if (directory == NULL) return;
    inject_watch(directory);
    if (counts != NULL) share_counts(counts);
    if (kind == NULL || nth == NULL || error == NULL) return;
    for (int i = 0; i < INJECT_KIND_COUNT; i++) {
        if (strcmp(inject_kind_names[i], kind) != 0) continue;
        armed = (struct inject_fault){ .kind = (enum inject_kind)i,
                                       .nth = (uint32_t)strtoul(nth, NULL, 10),
                                       .error = error_of(error),
                                       .is_for_good = for_good != NULL };
    }
}

/* ---- Whose turn it is ------------------------------------------------------------------------ */

static bool is_watched_path(const char *path)
{
    size_t size = strlen(watched);
    return size > 0 && strncmp(path, watched, size) == 0 &&
           (path[size] == '\0' || path[size] == '/');
}

static bool is_watched_fd(int fd)
{
    char link[64];
    char path[PATH_MAX];
    if (watched[0] == '\0') return false;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return false;
    path[size] = '\0';
    return is_watched_path(path);
}

static bool is_watched_at(int directory_fd, const char *path)
{
    if (path[0] == '/' || directory_fd == AT_FDCWD) return is_watched_path(path);
    return is_watched_fd(directory_fd);
}

/* Count a watched call. Returns the error that it must fail with, or 0. */
static int due(enum inject_kind kind, bool is_watched)
{
    if (!is_watched) return 0;
    uint32_t number = atomic_fetch_add(&shared->calls[kind], 1) + 1;
    if (armed.nth == 0 || armed.kind != kind || number < armed.nth) return 0;
    if (number > armed.nth && !armed.is_for_good) return 0;
    if (armed.error == EINTR && number >= armed.nth + INJECT_INTERRUPTS) return 0;
    atomic_fetch_add(&shared->injected, 1);
    return armed.error;
}

/* The error of a call that writes nothing: it cannot be cut short. */
static bool fails(enum inject_kind kind, bool is_watched)
{
    int error = due(kind, is_watched);
    if (error == 0 || error == INJECT_SHORT) return false;
    errno = error;
    return true;
}

/* The real function; looked up once. */
#define REAL(name) \
    static __typeof__(&name) real; \
    if (real == NULL) *(void **)(&real) = dlsym(RTLD_NEXT, #name)

/* libc declares these with reserved parameter names. */
/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

/* ---- open, mkdir ----------------------------------------------------------------------------- */

static mode_t mode_of(int flags, va_list arguments)
{
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

#define DEFINE_OPEN(name) \
    int name(const char *path, int flags, ...) \
    { \
        REAL(name); \
        va_list arguments; \
        va_start(arguments, flags); \
        mode_t mode = mode_of(flags, arguments); \
        va_end(arguments); \
        if (fails(INJECT_OPEN, is_watched_path(path))) return -1; \
        return real(path, flags, mode); \
    }
DEFINE_OPEN(open)
DEFINE_OPEN(open64)

#define DEFINE_OPENAT(name) \
    int name(int directory_fd, const char *path, int flags, ...) \
    { \
        REAL(name); \
        va_list arguments; \
        va_start(arguments, flags); \
        mode_t mode = mode_of(flags, arguments); \
        va_end(arguments); \
        if (fails(INJECT_OPEN, is_watched_at(directory_fd, path))) return -1; \
        return real(directory_fd, path, flags, mode); \
    }
DEFINE_OPENAT(openat)
DEFINE_OPENAT(openat64)

int mkdir(const char *path, mode_t mode)
{
    REAL(mkdir);
    return fails(INJECT_MKDIR, is_watched_path(path)) ? -1 : real(path, mode);
}

/* ---- Writing --------------------------------------------------------------------------------- */

/* How many of the bytes are to be written, or -1 with errno. */
static ssize_t share_of(int fd, size_t size)
{
    int error = due(INJECT_WRITE, is_watched_fd(fd));
    if (error == 0) return (ssize_t)size;
    if (error == INJECT_SHORT) return (ssize_t)(size / 2);
    errno = error;
    return -1;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    REAL(write);
    ssize_t share = share_of(fd, size);
    return share < 0 ? -1 : real(fd, bytes, (size_t)share);
}

#define DEFINE_PWRITE(name, offset_type) \
    ssize_t name(int fd, const void *bytes, size_t size, offset_type offset) \
    { \
        REAL(name); \
        ssize_t share = share_of(fd, size); \
        return share < 0 ? -1 : real(fd, bytes, (size_t)share, offset); \
    }
DEFINE_PWRITE(pwrite, off_t)
DEFINE_PWRITE(pwrite64, off64_t)

/* The parts of a vector that make up so many bytes. Returns their number. */
static int cut_vector(const struct iovec *parts, int count, ssize_t share,
                      struct iovec cut[PARTS_MAX])
{
    size_t left = (size_t)share;
    int used = 0;
    while (used < count && used < PARTS_MAX && left > 0) {
        cut[used] = parts[used];
        if (cut[used].iov_len > left) cut[used].iov_len = left;
        left -= cut[used++].iov_len;
    }
    return used;
}

static size_t bytes_of(const struct iovec *parts, int count)
{
    size_t size = 0;
    for (int i = 0; i < count; i++) {
        size += parts[i].iov_len;
    }
    return size;
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    REAL(writev);
    struct iovec cut[PARTS_MAX];
    size_t size = bytes_of(parts, count);
    ssize_t share = share_of(fd, size);
    if (share < 0) return -1;
    if ((size_t)share == size) return real(fd, parts, count);
    return real(fd, cut, cut_vector(parts, count, share, cut));
}

#define DEFINE_PWRITEV(name, offset_type) \
    ssize_t name(int fd, const struct iovec *parts, int count, offset_type offset) \
    { \
        REAL(name); \
        struct iovec cut[PARTS_MAX]; \
        size_t size = bytes_of(parts, count); \
        ssize_t share = share_of(fd, size); \
        if (share < 0) return -1; \
        if ((size_t)share == size) return real(fd, parts, count, offset); \
        return real(fd, cut, cut_vector(parts, count, share, cut), offset); \
    }
DEFINE_PWRITEV(pwritev, off_t)
DEFINE_PWRITEV(pwritev64, off64_t)

/* ---- Syncing and sizing ---------------------------------------------------------------------- */

int fdatasync(int fd)
{
    REAL(fdatasync);
    return fails(INJECT_FDATASYNC, is_watched_fd(fd)) ? -1 : real(fd);
}

int fsync(int fd)
{
    REAL(fsync);
    return fails(INJECT_FSYNC, is_watched_fd(fd)) ? -1 : real(fd);
}

#define DEFINE_FTRUNCATE(name, offset_type) \
    int name(int fd, offset_type size) \
    { \
        REAL(name); \
        return fails(INJECT_FTRUNCATE, is_watched_fd(fd)) ? -1 : real(fd, size); \
    }
DEFINE_FTRUNCATE(ftruncate, off_t)
DEFINE_FTRUNCATE(ftruncate64, off64_t)

/* This one returns its error. */
#define DEFINE_FALLOCATE(name, offset_type) \
    int name(int fd, offset_type offset, offset_type size) \
    { \
        REAL(name); \
        return fails(INJECT_FALLOCATE, is_watched_fd(fd)) ? errno : real(fd, offset, size); \
    }
DEFINE_FALLOCATE(posix_fallocate, off_t)
DEFINE_FALLOCATE(posix_fallocate64, off64_t)

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
