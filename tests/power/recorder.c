/* SPDX-License-Identifier: Apache-2.0 */
/* The recorder: a library to preload into a real broker. It passes every call through and writes
 * what it saw into a trace (tests/power/trace.h).
 *
 *     LD_PRELOAD         this library
 *     TONGFA_POWER_DATA  the data directory, absolute and without symbolic links
 *     TONGFA_POWER_TRACE the trace; what is there already stays, a new life is appended
 *     TONGFA_POWER_CONTROL
 *         nosync, nometasync   open LMDB in that mode, and hide it from the broker, which asserts
 *                              that it is off: these traces must be found bad
 *         nodirsync            make no sync of a directory, as if the broker had forgotten it
 *
 * How it works. liblmdb and the broker call open, pwrite, fdatasync and the others through libc's
 * names, so that definitions of these names in a preloaded library come first. They make the
 * system call themselves. The calls of liblmdb and libzmq that matter are passed on by name.
 *
 * LMDB reads through its map what it just wrote, so no write may be held back here: what a power cut
 * leaves is worked out from the trace afterwards (images.c). Stores through a writable map cannot
 * be seen; the broker asserts that LMDB uses none for its data. The files lock and lock.mdb hold nothing
 * that outlives a process and are left out. That nothing else was missed shows in the snapshots: each life begins with the
 * files as they really are. */
#include "tests/power/trace.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include <zmq.h>

#define FDS_MAX 65536
#define VECTORS_MAX 256
#define PATH_BYTES 4096

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int trace_fd = -1;
static char folder[PATH_BYTES]; /* the data directory */
static size_t parent_size;      /* of folder: so much of it is its parent's path */
static unsigned int mode_flags; /* of mdb_env_open, to add; to hide from mdb_env_get_flags */
static bool skips_directories;
static uint32_t call_count;
static uint16_t handle_count;
static uint16_t handles[FDS_MAX]; /* [fd]: its handle; 0: none of ours */

static _Noreturn void die(const char *why)
{
    fprintf(stderr, "power recorder: %s: %s\n", why, strerror(errno));
    _exit(99);
}

/* ---- Writing the trace ----------------------------------------------------------------------- */

static void append(struct trace_event event, const struct iovec *vectors, int count)
{
    struct iovec all[VECTORS_MAX + 1];
    size_t size = 0;

    if (count > VECTORS_MAX) die("a write of too many parts");
    for (int i = 0; i < count; i++) {
        all[i + 1] = vectors[i];
        size += vectors[i].iov_len;
    }
    event.magic = TRACE_MAGIC;
    event.size = (uint32_t)size;
    all[0] = (struct iovec){ .iov_base = &event, .iov_len = sizeof event };
    long rc = syscall(SYS_writev, trace_fd, all, count + 1);
    if (rc != (long)(sizeof event + size)) die("the trace cannot be written");
}

/* Append an event. Returns the number of the call if it is one that comes back. */
static uint32_t note(struct trace_event event, const struct iovec *vectors, int count)
{
    int before = errno;

    pthread_mutex_lock(&mutex);
    bool is_call =
        event.type == TRACE_WRITE || event.type == TRACE_TRUNCATE || event.type == TRACE_COMMIT;
    if (is_call) event.call = ++call_count;
    append(event, vectors, count);
    pthread_mutex_unlock(&mutex);
    errno = before;
    return event.call;
}

static uint32_t note_bytes(struct trace_event event, const void *bytes, size_t size)
{
    struct iovec vector = { .iov_base = (void *)(uintptr_t)bytes, .iov_len = size };
    return note(event, &vector, 1);
}

static void note_done(uint32_t call, long result)
{
    note((struct trace_event){ .type = TRACE_DONE, .call = call, .at = (uint64_t)result }, NULL, 0);
}

static uint16_t handle_of(int fd)
{
    return fd >= 0 && fd < FDS_MAX && trace_fd >= 0 ? handles[fd] : 0;
}

/* ---- Beginning ------------------------------------------------------------------------------- */

static bool is_lock(const char *name)
{
    return strcmp(name, "lock") == 0 || strcmp(name, "lock.mdb") == 0;
}

/* A process that was killed may have left half an event: that call was never made. */
static void cut_tail(void)
{
    struct trace_event event;
    off_t end = (off_t)syscall(SYS_lseek, trace_fd, 0, SEEK_END);
    off_t at = 0;

    while (at + (off_t)sizeof event <= end) {
        if (pread(trace_fd, &event, sizeof event, at) != (ssize_t)sizeof event) die("reading");
        if (event.magic != TRACE_MAGIC) die("the trace is none");
        if (event.size > end - at - (off_t)sizeof event) break;
        at += (off_t)(sizeof event + event.size);
    }
    if (at < end && syscall(SYS_ftruncate, trace_fd, at) != 0) die("cutting the trace");
}

static void note_snapshot(const char *name)
{
    char path[PATH_BYTES + 300];
    struct stat status;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) != 0) die(path);
    void *bytes = NULL;
    if (status.st_size > 0) {
        bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, fd, 0);
        if (bytes == MAP_FAILED) die(path);
    }
    struct iovec vectors[] = {
        { .iov_base = (void *)(uintptr_t)name, .iov_len = strlen(name) + 1 },
        { .iov_base = bytes, .iov_len = (size_t)status.st_size },
    };
    note((struct trace_event){ .type = TRACE_SNAPSHOT }, vectors, 2);
    if (bytes != NULL) munmap(bytes, (size_t)status.st_size);
    syscall(SYS_close, fd);
}

static void note_snapshots(void)
{
    DIR *list = opendir(folder);
    struct dirent *entry;

    if (list == NULL) return;
    while ((entry = readdir(list)) != NULL) {
        bool is_skipped = entry->d_name[0] == '.' || is_lock(entry->d_name);
        if (!is_skipped) note_snapshot(entry->d_name);
    }
    closedir(list);
}

static void set_control(const char *control)
{
    if (control == NULL || control[0] == '\0') return;
    if (strcmp(control, "nosync") == 0) {
        mode_flags = MDB_NOSYNC;
    } else if (strcmp(control, "nometasync") == 0) {
        mode_flags = MDB_NOMETASYNC;
    } else if (strcmp(control, "nodirsync") == 0) {
        skips_directories = true;
    } else {
        errno = EINVAL;
        die("TONGFA_POWER_CONTROL");
    }
}

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("TONGFA_POWER_TRACE");
    const char *root = getenv("TONGFA_POWER_DATA");

    if (path == NULL || root == NULL) return;
    set_control(getenv("TONGFA_POWER_CONTROL"));
    if (root[0] != '/') die("TONGFA_POWER_DATA is not absolute");
    snprintf(folder, sizeof folder, "%s", root);
    parent_size = (size_t)(strrchr(folder, '/') - folder);
    int fd =
        (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (fd < 0) die(path);
    trace_fd = fd;
    cut_tail();
    note((struct trace_event){ .type = TRACE_LIFE }, NULL, 0);
    note_snapshots();
}

/* ---- Names ----------------------------------------------------------------------------------- */

/* What a path is called in the trace, or NULL if it is not ours. */
static const char *name_of(const char *path)
{
    size_t size = strlen(folder);

    if (strcmp(path, folder) == 0) return ".";
    if (strlen(path) == parent_size && strncmp(path, folder, parent_size) == 0) return "..";
    if (strncmp(path, folder, size) == 0 && path[size] == '/') return path + size + 1;
    return NULL;
}

static bool exists(int at_fd, const char *path)
{
    return syscall(SYS_faccessat, at_fd, path, F_OK) == 0;
}

/* A file was opened: remember it if it is one of ours. */
static void note_open(int fd, int flags, bool was_there)
{
    char link[64];
    char path[PATH_BYTES];

    if (fd < 0 || fd >= FDS_MAX || trace_fd < 0) return;
    handles[fd] = 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return;
    path[size] = '\0';
    const char *name = name_of(path);
    if (name == NULL || is_lock(name)) return;

    struct trace_event event = { .type = TRACE_OPEN, .handle = ++handle_count };
    if ((flags & O_CREAT) != 0 && !was_there) event.flags |= TRACE_CREATED;
    if ((flags & O_TRUNC) != 0) event.flags |= TRACE_EMPTIED;
    if ((flags & O_DSYNC) != 0) event.flags |= TRACE_DSYNC;
    note_bytes(event, name, strlen(name));
    handles[fd] = handle_count;
}

static int open_at(int at_fd, const char *path, int flags, mode_t mode)
{
    bool was_there = (flags & O_CREAT) != 0 && exists(at_fd, path);
    int fd = (int)syscall(SYS_openat, at_fd, path, flags, mode);
    int before = errno;

    note_open(fd, flags, was_there);
    errno = before;
    return fd;
}

static mode_t mode_of(int flags, va_list *more)
{
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(*more, mode_t) : 0;
}

/* ---- File calls ------------------------------------------------------------------------------ */

/* libc declares these with reserved parameter names. */
/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

int open(const char *path, int flags, ...)
{
    va_list more;

    va_start(more, flags);
    mode_t mode = mode_of(flags, &more);
    va_end(more);
    return open_at(AT_FDCWD, path, flags, mode);
}

int openat(int at_fd, const char *path, int flags, ...)
{
    va_list more;

    va_start(more, flags);
    mode_t mode = mode_of(flags, &more);
    va_end(more);
    return open_at(at_fd, path, flags, mode);
}

int close(int fd)
{
    if (fd >= 0 && fd < FDS_MAX) handles[fd] = 0;
    return (int)syscall(SYS_close, fd);
}

static uint32_t note_write(int fd, const struct iovec *vectors, int count, off_t at)
{
    struct trace_event event = { .type = TRACE_WRITE, .handle = handle_of(fd), .at = (uint64_t)at };
    return note(event, vectors, count);
}

static off_t offset_of(int fd)
{
    return (off_t)syscall(SYS_lseek, fd, 0, SEEK_CUR);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    struct iovec vector = { .iov_base = (void *)(uintptr_t)bytes, .iov_len = size };

    if (handle_of(fd) == 0) return syscall(SYS_pwrite64, fd, bytes, size, at);
    uint32_t call = note_write(fd, &vector, 1, at);
    ssize_t rc = syscall(SYS_pwrite64, fd, bytes, size, at);
    note_done(call, rc);
    return rc;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    struct iovec vector = { .iov_base = (void *)(uintptr_t)bytes, .iov_len = size };

    if (handle_of(fd) == 0) return syscall(SYS_write, fd, bytes, size);
    uint32_t call = note_write(fd, &vector, 1, offset_of(fd));
    ssize_t rc = syscall(SYS_write, fd, bytes, size);
    note_done(call, rc);
    return rc;
}

ssize_t writev(int fd, const struct iovec *vectors, int count)
{
    if (handle_of(fd) == 0) return syscall(SYS_writev, fd, vectors, count);
    uint32_t call = note_write(fd, vectors, count, offset_of(fd));
    ssize_t rc = syscall(SYS_writev, fd, vectors, count);
    note_done(call, rc);
    return rc;
}

ssize_t pwritev(int fd, const struct iovec *vectors, int count, off_t at)
{
    if (handle_of(fd) == 0) return syscall(SYS_pwritev, fd, vectors, count, at, 0);
    uint32_t call = note_write(fd, vectors, count, at);
    ssize_t rc = syscall(SYS_pwritev, fd, vectors, count, at, 0);
    note_done(call, rc);
    return rc;
}

int ftruncate(int fd, off_t size)
{
    if (handle_of(fd) == 0) return (int)syscall(SYS_ftruncate, fd, size);
    uint32_t call = note((struct trace_event){ .type = TRACE_TRUNCATE,
                                               .handle = handle_of(fd),
                                               .at = (uint64_t)size },
                         NULL, 0);
    int rc = (int)syscall(SYS_ftruncate, fd, size);
    note_done(call, rc);
    return rc;
}

static void note_blind(const char *what)
{
    note_bytes((struct trace_event){ .type = TRACE_BLIND }, what, strlen(what));
}

int posix_fallocate(int fd, off_t at, off_t size)
{
    if (handle_of(fd) != 0) note_blind("posix_fallocate");
    return syscall(SYS_fallocate, fd, 0, at, size) == 0 ? 0 : errno;
}

static int synced(int fd, int rc)
{
    if (rc == 0 && handle_of(fd) != 0) {
        note((struct trace_event){ .type = TRACE_SYNC, .handle = handle_of(fd) }, NULL, 0);
    }
    return rc;
}

int fdatasync(int fd)
{
    return synced(fd, (int)syscall(SYS_fdatasync, fd));
}

int fsync(int fd)
{
    struct stat status;

    if (skips_directories && fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) return 0;
    return synced(fd, (int)syscall(SYS_fsync, fd));
}

int msync(void *address, size_t size, int flags)
{
    if (trace_fd >= 0) note_blind("msync: a writable map is used");
    return (int)syscall(SYS_msync, address, size, flags);
}

/* ---- Directory calls ------------------------------------------------------------------------- */

int mkdir(const char *path, mode_t mode)
{
    int rc = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);

    if (rc == 0 && trace_fd >= 0 && strcmp(path, folder) == 0) {
        note((struct trace_event){ .type = TRACE_MKDIR }, NULL, 0);
    }
    return rc;
}

int unlink(const char *path)
{
    int rc = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    const char *name = trace_fd >= 0 ? name_of(path) : NULL;

    if (rc == 0 && name != NULL) {
        note_bytes((struct trace_event){ .type = TRACE_UNLINK }, name, strlen(name));
    }
    return rc;
}

static void note_names(uint8_t type, const char *old_path, const char *new_path)
{
    const char *old_name = trace_fd >= 0 ? name_of(old_path) : NULL;
    const char *new_name = trace_fd >= 0 ? name_of(new_path) : NULL;

    if (old_name == NULL && new_name == NULL) return;
    if (old_name == NULL || new_name == NULL) {
        note_blind("a file moves into or out of the data directory");
        return;
    }
    struct iovec vectors[] = {
        { .iov_base = (void *)(uintptr_t)old_name, .iov_len = strlen(old_name) + 1 },
        { .iov_base = (void *)(uintptr_t)new_name, .iov_len = strlen(new_name) },
    };
    note((struct trace_event){ .type = type }, vectors, 2);
}

int rename(const char *old_path, const char *new_path)
{
    int rc = (int)syscall(SYS_renameat, AT_FDCWD, old_path, AT_FDCWD, new_path);

    if (rc == 0) note_names(TRACE_RENAME, old_path, new_path);
    return rc;
}

int link(const char *old_path, const char *new_path)
{
    int rc = (int)syscall(SYS_linkat, AT_FDCWD, old_path, AT_FDCWD, new_path, 0);

    if (rc == 0) note_names(TRACE_LINK, old_path, new_path);
    return rc;
}

/* The same under the names that programs built for large files use. */
int open64(const char *path, int flags, ...) __attribute__((alias("open")));
int openat64(int at_fd, const char *path, int flags, ...) __attribute__((alias("openat")));
ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at)
    __attribute__((alias("pwrite")));
ssize_t pwritev64(int fd, const struct iovec *vectors, int count, off64_t at)
    __attribute__((alias("pwritev")));
int ftruncate64(int fd, off64_t size) __attribute__((alias("ftruncate")));
int posix_fallocate64(int fd, off64_t at, off64_t size) __attribute__((alias("posix_fallocate")));

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */

/* ---- LMDB ------------------------------------------------------------------------------------ */

/* The next definition of a name behind ours. */
static void *next(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);

    if (found == NULL) die(name);
    return found;
}

int mdb_env_open(MDB_env *env, const char *path, unsigned int flags, mdb_mode_t mode)
{
    int (*pass)(MDB_env *, const char *, unsigned int, mdb_mode_t);

    *(void **)&pass = next("mdb_env_open");
    return pass(env, path, flags | mode_flags, mode);
}

int mdb_env_get_flags(MDB_env *env, unsigned int *flags)
{
    int (*pass)(MDB_env *, unsigned int *);

    *(void **)&pass = next("mdb_env_get_flags");
    int rc = pass(env, flags);
    if (rc == MDB_SUCCESS) *flags &= ~mode_flags;
    return rc;
}

/* Records are appended under their positions; the last one is what a commit makes durable. */
static _Thread_local uint64_t newest_position;

int mdb_cursor_put(MDB_cursor *cursor, MDB_val *key, MDB_val *data, unsigned int flags)
{
    static int (*pass)(MDB_cursor *, MDB_val *, MDB_val *, unsigned int);

    if (pass == NULL) *(void **)&pass = next("mdb_cursor_put");
    int rc = pass(cursor, key, data, flags);
    if (rc == MDB_SUCCESS && (flags & MDB_APPEND) != 0 && key->mv_size == sizeof newest_position) {
        memcpy(&newest_position, key->mv_data, sizeof newest_position);
    }
    return rc;
}

int mdb_txn_commit(MDB_txn *txn)
{
    static int (*pass)(MDB_txn *);

    if (pass == NULL) *(void **)&pass = next("mdb_txn_commit");
    if (trace_fd < 0) return pass(txn);
    uint32_t call =
        note((struct trace_event){ .type = TRACE_COMMIT, .at = newest_position }, NULL, 0);
    int rc = pass(txn);
    note_done(call, rc);
    return rc;
}

/* ---- What is said ---------------------------------------------------------------------------- */

/* A message to a peer is: where it goes, the envelope, the payload. */
static _Thread_local int frame_number;

static void note_frame(const void *bytes, size_t size)
{
    if (frame_number == 1 && trace_fd >= 0) {
        note_bytes((struct trace_event){ .type = TRACE_SAY }, bytes, size);
    }
}

static int sent(int rc, int flags)
{
    frame_number = rc >= 0 && (flags & ZMQ_SNDMORE) != 0 ? frame_number + 1 : 0;
    return rc;
}

int zmq_send(void *socket, const void *bytes, size_t size, int flags)
{
    static int (*pass)(void *, const void *, size_t, int);

    if (pass == NULL) *(void **)&pass = next("zmq_send");
    note_frame(bytes, size);
    return sent(pass(socket, bytes, size, flags), flags);
}

int zmq_msg_send(zmq_msg_t *frame, void *socket, int flags)
{
    static int (*pass)(zmq_msg_t *, void *, int);

    if (pass == NULL) *(void **)&pass = next("zmq_msg_send");
    note_frame(zmq_msg_data(frame), zmq_msg_size(frame));
    return sent(pass(frame, socket, flags), flags);
}
