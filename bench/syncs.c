/* SPDX-License-Identifier: Apache-2.0 */
/* Preloaded into what is measured: counts how often it makes the disk promise something.
 *
 *     TONGFA_BENCH_SYNCS=FILE LD_PRELOAD=libbench_syncs.so PROGRAM
 *
 * FILE has room for one 64-bit number, which others may read meanwhile. Counted are fsync, fdatasync,
 * msync with MS_SYNC, and writes through descriptors that were opened with O_SYNC or O_DSYNC (LMDB
 * writes its head pages so). A program that does not call libc is not counted. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

static _Atomic uint64_t nowhere;
static _Atomic uint64_t *counter = &nowhere;

__attribute__((constructor)) static void find_counter(void)
{
    const char *path = getenv("TONGFA_BENCH_SYNCS");
    int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0) return;
    void *map = mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (map != MAP_FAILED) counter = map;
}

static void count(void)
{
    atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

static void count_if_synced(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    if (flags >= 0 && (flags & O_DSYNC) != 0) count(); /* O_SYNC contains it */
}

/* The function of libc that has the name of ours. */
#define REAL(name_) \
    static __typeof__(name_) *real; \
    if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, #name_)

/* libc declares these with reserved parameter names. */
/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

int fsync(int fd)
{
    REAL(fsync);
    count();
    return real(fd);
}

int fdatasync(int fd)
{
    REAL(fdatasync);
    count();
    return real(fd);
}

int msync(void *address, size_t size, int flags)
{
    REAL(msync);
    if ((flags & MS_SYNC) != 0) count();
    return real(address, size, flags);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset)
{
    REAL(pwrite);
    count_if_synced(fd);
    return real(fd, bytes, size, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset)
{
    REAL(pwrite64);
    count_if_synced(fd);
    return real(fd, bytes, size, offset);
}

ssize_t pwritev(int fd, const struct iovec *parts, int part_count, off_t offset)
{
    REAL(pwritev);
    count_if_synced(fd);
    return real(fd, parts, part_count, offset);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int part_count, off64_t offset)
{
    REAL(pwritev64);
    count_if_synced(fd);
    return real(fd, parts, part_count, offset);
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
