/* SPDX-License-Identifier: Apache-2.0 */
/* Backup: a copy of one moment, made while a broker writes.
 *
 * LMDB walks a snapshot and writes its live pages one after another. As long as the snapshot is held,
 * no page that the broker frees can be used again: the broker's file grows by whatever it writes. A
 * target that hangs would let it grow without bound, so the copying is given a time: it is done in a
 * thread, and when the time is over the process has to end, which frees the snapshot.
 *
 * LMDB does not sync what it copies; that is done here. */
#include "broker/shell/journal_lmdb.h"

#include "broker/shell/log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FILE_MODE 0640
#define PATH_BYTES_MAX 4096

/* What the thread works with; it may outlive the caller. */
struct copying {
    struct MDB_env *env;
    int fd;
    int rc;
};

static enum err failed(const char *what, const char *path, const char *why)
{
    log_error("backup: cannot %s %s: %s", what, path, why);
    return ERR_IO;
}

static void *run(void *argument)
{
    struct copying *copying = argument;

    copying->rc = mdb_env_copyfd2(copying->env, copying->fd, MDB_CP_COMPACT);
    if (copying->rc == MDB_SUCCESS && fsync(copying->fd) != 0) copying->rc = errno;
    return NULL;
}

/* Let the thread work for so long. */
static enum err run_within(struct copying *copying, const char *path, int64_t limit_ms)
{
    pthread_t thread;
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += limit_ms / 1000;
    until.tv_nsec += (limit_ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    int rc = pthread_create(&thread, NULL, run, copying);
    if (rc != 0) return failed("copy to", path, strerror(rc));
    rc = limit_ms > 0 ? pthread_timedjoin_np(thread, NULL, &until) : ETIMEDOUT;
    if (rc == 0) return OK;
    log_error("backup: %s was not written in %" PRId64 " ms", path, limit_ms);
    return ERR_TIMEOUT;
}

enum err journal_copy(struct journal *journal, const char *dir, int64_t limit_ms)
{
    char path[PATH_BYTES_MAX];
    struct copying *copying = calloc(1, sizeof *copying);

    if (copying == NULL) return ERR_NO_MEMORY;
    if (snprintf(path, sizeof path, "%s/data.mdb", dir) >= (int)sizeof path) {
        free(copying);
        return failed("write", dir, strerror(ENAMETOOLONG));
    }
    copying->env = journal->env;
    copying->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
    enum err err = copying->fd < 0 ? failed("make", path, strerror(errno)) : OK;
    if (err == OK) err = run_within(copying, path, limit_ms);
    if (err == ERR_TIMEOUT) return err; /* all of it is the thread's */
    if (err == OK && copying->rc != MDB_SUCCESS) {
        err = failed("write", path, mdb_strerror(copying->rc));
    }
    if (copying->fd >= 0) close(copying->fd);
    free(copying);
    return err;
}
