/* SPDX-License-Identifier: Apache-2.0 */
/* Backup of a data directory: a new directory that appears under its name when all of it is on disk. */
#ifndef BROKER_SHELL_BACKUP_H
#define BROKER_SHELL_BACKUP_H

#include "broker/shell/offline.h"

#define BACKUP_LIMIT_MS ((int64_t)3600 * 1000)

struct backup_options {
    const char *target; /* must not exist */
    int64_t limit_ms;   /* for the copying */
    bool is_verified;   /* check the copy before it gets its name */
    offline_complain *complain;
    void *self;
};

struct backup_report {
    uint64_t position; /* of its newest record */
    uint64_t bytes;
    struct offline_verified verified; /* zeros if it was not */
};

/* Copy a journal that is open for reading, also while a broker writes it.
 *
 * Errors: ERR_BUSY - the target exists, or TARGET.part: another backup is under way, or one was
 *         broken off; ERR_CORRUPT - the copy is not sound, and was removed (complain heard why);
 *         ERR_IO, ERR_NO_MEMORY - logged. ERR_TIMEOUT - the time is over: end the process without
 *         closing the journal, so that its snapshot is freed. */
enum err backup_make(struct journal *journal, const struct backup_options *options,
                     struct backup_report *report);

#endif
