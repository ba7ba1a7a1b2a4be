/* SPDX-License-Identifier: Apache-2.0 */
/* The copy grows in TARGET.part and is renamed when it is complete, synced and verified: whatever
 * bears the target's name is a whole backup. */
#include "broker/shell/backup.h"

#include "broker/shell/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIRECTORY_MODE 0750
#define PATH_BYTES_MAX 4096

static enum err failed(const char *what, const char *path)
{
    log_error("backup: cannot %s %s: %s", what, path, strerror(errno));
    return ERR_IO;
}

/* ---- The directory while it grows ---------------------------------------------------------- */

static enum err make_part(const char *target, char part[PATH_BYTES_MAX])
{
    struct stat status;

    size_t size = strlen(target);
    while (size > 1 && target[size - 1] == '/') {
        size--;
    }
    if (snprintf(part, PATH_BYTES_MAX, "%.*s.part", (int)size, target) >= PATH_BYTES_MAX) {
        errno = ENAMETOOLONG;
        return failed("make", target);
    }
    if (lstat(target, &status) == 0) return ERR_BUSY;
    if (mkdir(part, DIRECTORY_MODE) == 0) return OK;
    return errno == EEXIST ? ERR_BUSY : failed("make", part);
}

static void remove_file(const char *part, const char *name)
{
    char path[PATH_BYTES_MAX];

    if (snprintf(path, sizeof path, "%s/%s", part, name) < (int)sizeof path) unlink(path);
}

static void remove_part(const char *part)
{
    remove_file(part, "data.mdb");
    remove_file(part, "lock.mdb");
    rmdir(part);
}

static enum err sync_directory(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0) return failed("open", path);
    enum err err = fsync(fd) == 0 ? OK : failed("sync", path);
    close(fd);
    return err;
}

/* Give it its name, for good. */
static enum err finish(const char *part, const char *target)
{
    char parent[PATH_BYTES_MAX];

    enum err err = sync_directory(part);
    if (err != OK) return err;
    if (snprintf(parent, sizeof parent, "%s/..", target) >= (int)sizeof parent) {
        errno = ENAMETOOLONG;
        return failed("sync", target);
    }
    if (rename(part, target) != 0) return failed("name", target);
    return sync_directory(parent);
}

/* ---- Looking at the copy ------------------------------------------------------------------- */

static enum err look(const char *part, const struct backup_options *options,
                     struct backup_report *report)
{
    struct journal *copy = NULL;
    uint64_t max;

    enum err err = journal_open_read(&copy, part);
    if (err != OK) return err;
    report->position = journal_position_next(copy) - 1;
    journal_bytes(copy, &report->bytes, &max);
    if (options->is_verified) {
        err = offline_verify(copy, options->complain, options->self, &report->verified);
    }
    journal_close(&copy);
    remove_file(part, "lock.mdb"); /* of the looking */
    return err == OK && report->verified.problems > 0 ? ERR_CORRUPT : err;
}

enum err backup_make(struct journal *journal, const struct backup_options *options,
                     struct backup_report *report)
{
    char part[PATH_BYTES_MAX];

    *report = (struct backup_report){ 0 };
    enum err err = make_part(options->target, part);
    if (err != OK) return err;
    err = journal_copy(journal, part, options->limit_ms);
    if (err == OK) err = look(part, options, report);
    if (err == OK) err = finish(part, options->target);
    if (err != OK) remove_part(part);
    return err;
}
