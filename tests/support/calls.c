/* SPDX-License-Identifier: Apache-2.0 */
/* The names with two underscores are the linker's: --wrap=f turns f into __wrap_f, and __real_f into
 * the f that it was. */
#include "tests/support/calls.h"

#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* The journal's thread calls, too; a test arms while it waits. */
static atomic_uint kinds_armed;
static atomic_uint calls_left;     /* the call that makes it 0 fails */
static _Atomic(const char *) only; /* NULL: calls of any name */
static atomic_int code;
static atomic_int system_error = EIO;
static void *newest_memory;
static pthread_mutex_t copying = PTHREAD_MUTEX_INITIALIZER;
static _Atomic(const char *) failed_name;
static _Atomic int64_t clock_ahead_s;

void calls_arm(enum call_kind kinds, uint32_t number, int lmdb_code)
{
    failed_name = NULL;
    only = NULL;
    code = lmdb_code;
    calls_left = number;
    kinds_armed = kinds;
}

void calls_arm_only(const char *name, uint32_t number, int lmdb_code)
{
    calls_arm(0, number, lmdb_code);
    only = name;
    kinds_armed = CALL_ANY;
}

const char *calls_disarm(void)
{
    kinds_armed = 0;
    return failed_name;
}

uint32_t calls_pause(void)
{
    return atomic_exchange(&kinds_armed, 0);
}

void calls_go_on(uint32_t paused)
{
    kinds_armed = paused;
}

void calls_set_system_error(int error)
{
    system_error = error;
}

void calls_hang_copying(void)
{
    pthread_mutex_lock(&copying);
}

void calls_go_on_copying(void)
{
    pthread_mutex_unlock(&copying);
}

void *calls_newest_memory(void)
{
    return newest_memory;
}

void calls_set_clock_ahead(int64_t seconds)
{
    clock_ahead_s = seconds;
}

/* Is this the call that fails? */
static bool is_failing(enum call_kind kind, const char *name)
{
    if ((kinds_armed & kind) == 0 || calls_left == 0) return false;
    if (only != NULL && strcmp(only, name) != 0) return false;
    if (atomic_fetch_sub(&calls_left, 1) != 1) return false;
    failed_name = name;
    if (kind != CALL_LMDB) errno = kind == CALL_SYSTEM ? system_error : ENOMEM;
    return true;
}

/* clang-format off */
#define WRAP(kind, type, name, failure, parameters, ...) \
    type __real_##name parameters; \
    type __wrap_##name parameters; \
    type __wrap_##name parameters { return is_failing(kind, #name) ? (failure) : __real_##name(__VA_ARGS__); }
#define WRAP_LMDB(name, parameters, ...) \
    WRAP(CALL_LMDB, int, name, code, parameters, __VA_ARGS__)
#define WRAP_SYSTEM(name, parameters, ...) \
    WRAP(CALL_SYSTEM, int, name, -1, parameters, __VA_ARGS__)

WRAP_LMDB(mdb_env_create, (MDB_env **env), env)
WRAP_LMDB(mdb_env_set_maxdbs, (MDB_env *env, MDB_dbi count), env, count)
WRAP_LMDB(mdb_env_set_mapsize, (MDB_env *env, size_t size), env, size)
WRAP_LMDB(mdb_env_open, (MDB_env *env, const char *path, unsigned int flags, mdb_mode_t mode), env, path, flags, mode)
WRAP_LMDB(mdb_env_get_flags, (MDB_env *env, unsigned int *flags), env, flags)
WRAP_LMDB(mdb_reader_check, (MDB_env *env, int *dead), env, dead)
WRAP_LMDB(mdb_txn_begin, (MDB_env *env, MDB_txn *parent, unsigned int flags, MDB_txn **txn), env, parent, flags, txn)
WRAP_LMDB(mdb_txn_renew, (MDB_txn *txn), txn)
WRAP_LMDB(mdb_dbi_open, (MDB_txn *txn, const char *name, unsigned int flags, MDB_dbi *dbi), txn, name, flags, dbi)
WRAP_LMDB(mdb_get, (MDB_txn *txn, MDB_dbi dbi, MDB_val *key, MDB_val *value), txn, dbi, key, value)
WRAP_LMDB(mdb_put, (MDB_txn *txn, MDB_dbi dbi, MDB_val *key, MDB_val *value, unsigned int flags), txn, dbi, key, value, flags)
WRAP_LMDB(mdb_del, (MDB_txn *txn, MDB_dbi dbi, MDB_val *key, MDB_val *value), txn, dbi, key, value)
WRAP_LMDB(mdb_cursor_open, (MDB_txn *txn, MDB_dbi dbi, MDB_cursor **cursor), txn, dbi, cursor)
WRAP_LMDB(mdb_cursor_renew, (MDB_txn *txn, MDB_cursor *cursor), txn, cursor)
WRAP_LMDB(mdb_cursor_put, (MDB_cursor *cursor, MDB_val *key, MDB_val *value, unsigned int flags), cursor, key, value, flags)
WRAP_LMDB(mdb_cursor_get, (MDB_cursor *cursor, MDB_val *key, MDB_val *value, MDB_cursor_op move), cursor, key, value, move)

WRAP_SYSTEM(mkdir, (const char *path, mode_t mode), path, mode)
WRAP_SYSTEM(access, (const char *path, int mode), path, mode)
WRAP_SYSTEM(unlink, (const char *path), path)
WRAP_SYSTEM(stat, (const char *path, struct stat *status), path, status)
WRAP_SYSTEM(flock, (int fd, int operation), fd, operation)
WRAP_SYSTEM(fsync, (int fd), fd)
WRAP_SYSTEM(eventfd, (unsigned int count, int flags), count, flags)
WRAP(CALL_SYSTEM, int, posix_fallocate, system_error, (int fd, off_t offset, off_t size), fd, offset, size)
WRAP(CALL_SYSTEM, int, pthread_create, EAGAIN, (pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument), thread, attributes, run, argument)
WRAP(CALL_SYSTEM, ssize_t, pread, -1, (int fd, void *bytes, size_t size, off_t offset), fd, bytes, size, offset)
WRAP(CALL_SYSTEM, ssize_t, pwrite, -1, (int fd, const void *bytes, size_t size, off_t offset), fd, bytes, size, offset)

WRAP(CALL_MEMORY, void *, realloc, NULL, (void *old, size_t size), old, size)
WRAP(CALL_MEMORY, void *, mmap, MAP_FAILED, (void *at, size_t size, int protection, int flags, int fd, off_t offset), at, size, protection, flags, fd, offset)
/* clang-format on */

/* A transaction that was not committed is over nevertheless. */
int __real_mdb_txn_commit(MDB_txn *txn);
int __wrap_mdb_txn_commit(MDB_txn *txn);
int __wrap_mdb_txn_commit(MDB_txn *txn)
{
    if (!is_failing(CALL_LMDB, "mdb_txn_commit")) return __real_mdb_txn_commit(txn);
    mdb_txn_abort(txn);
    return code;
}

int __real_mdb_env_copyfd2(MDB_env *env, int fd, unsigned int flags);
int __wrap_mdb_env_copyfd2(MDB_env *env, int fd, unsigned int flags);
int __wrap_mdb_env_copyfd2(MDB_env *env, int fd, unsigned int flags)
{
    pthread_mutex_lock(&copying);
    pthread_mutex_unlock(&copying);
    return is_failing(CALL_LMDB, "mdb_env_copyfd2") ? code : __real_mdb_env_copyfd2(env, fd, flags);
}

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size)
{
    newest_memory = is_failing(CALL_MEMORY, "calloc") ? NULL : __real_calloc(count, size);
    return newest_memory;
}

/* Their mode is there only where a file may be made. */
int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return is_failing(CALL_SYSTEM, "open") ? -1 : __real_open(path, flags, mode);
}

int __real_openat(int at_fd, const char *path, int flags, ...);
int __wrap_openat(int at_fd, const char *path, int flags, ...);
int __wrap_openat(int at_fd, const char *path, int flags, ...)
{
    return is_failing(CALL_SYSTEM, "openat") ? -1 : __real_openat(at_fd, path, flags);
}

int __real_sodium_init(void);
int __wrap_sodium_init(void);
int __wrap_sodium_init(void)
{
    return is_failing(CALL_SYSTEM, "sodium_init") ? -1 : __real_sodium_init();
}

/* The journal's event_fd, and whatever else is read and written. */
ssize_t __real_read(int fd, void *bytes, size_t size);
ssize_t __wrap_read(int fd, void *bytes, size_t size);
ssize_t __wrap_read(int fd, void *bytes, size_t size)
{
    return is_failing(CALL_SYSTEM, "read") ? -1 : __real_read(fd, bytes, size);
}

ssize_t __real_write(int fd, const void *bytes, size_t size);
ssize_t __wrap_write(int fd, const void *bytes, size_t size);
ssize_t __wrap_write(int fd, const void *bytes, size_t size)
{
    bool is_log = fd == STDERR_FILENO;

    return !is_log && is_failing(CALL_SYSTEM, "write") ? -1 : __real_write(fd, bytes, size);
}

int __real_clock_gettime(clockid_t clock, struct timespec *time);
int __wrap_clock_gettime(clockid_t clock, struct timespec *time);
int __wrap_clock_gettime(clockid_t clock, struct timespec *time)
{
    int rc = __real_clock_gettime(clock, time);

    if (rc == 0) time->tv_sec += clock_ahead_s;
    return rc;
}
