/* SPDX-License-Identifier: Apache-2.0 */
/* The journal's environment: directory, lock, LMDB, format.
 *
 * Measured before it was built on: LMDB in its default sync mode lost nothing in 22,716 images of
 * crashes, and lost acknowledged transactions in each of the faster modes. So those modes are
 * refused here, at the one place where an environment is opened.
 *
 * LMDB does not sync the directory of a file that it creates. Until that is done a power cut may
 * take the whole file with all that was committed into it; so a journal counts as open only after
 * its directory, and the directory's parent, have been synced.
 *
 * The lock is the kernel's (flock on a file of its own): it ends with its process, however that
 * ends. The process number in the file is only for the message. */
#include "broker/shell/journal_lmdb.h"

#include "broker/shell/log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <lmdb.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FORMAT "tongfa journal 1"
#define ID_KEY "journal"
#define FORBIDDEN_MODES (MDB_NOSYNC | MDB_NOMETASYNC | MDB_WRITEMAP | MDB_MAPASYNC)
#define DIRECTORY_MODE 0750
#define FILE_MODE 0640
#define PATH_BYTES_MAX 4096
#define UNFINISHED "unfinished"
#define READERS_BYTES (4 * 4096) /* more than LMDB needs for its 126 readers */

static const char *const table_names[STORE_TABLE_COUNT] = {
    [STORE_OPEN] = "open",           [STORE_CLOSED] = "closed",   [STORE_KEY] = "key",
    [STORE_PROCEDURE] = "procedure", [STORE_COUNTER] = "counter", [STORE_REQUEST] = "request",
    [STORE_META] = "meta",           [STORE_SIGNED] = "signed",   [STORE_LATE_KEY] = "late key",
    [STORE_WAKE] = "wake",
};

static enum err failed(const char *what, const char *dir, const char *why)
{
    log_error("journal: cannot %s %s: %s", what, dir, why);
    return ERR_IO;
}

/* ---- Directory and lock -------------------------------------------------------------------- */

static enum err make_directory(const char *dir)
{
    if (mkdir(dir, DIRECTORY_MODE) == 0 || errno == EEXIST) return OK;
    return failed("create the data directory", dir, strerror(errno));
}

/* Name the process that has the directory, as far as it has written its number. */
static enum err refuse_second(int lock_fd, const char *dir)
{
    char holder[32] = "";
    ssize_t size = pread(lock_fd, holder, sizeof holder - 1, 0);

    if (size > 0) holder[strcspn(holder, "\n")] = '\0';
    log_error("journal: the data directory %s is in use by process %s; stop that broker first, "
              "or give this one a directory of its own",
              dir, size > 0 ? holder : "(unknown)");
    return ERR_BUSY;
}

static enum err lock_directory(struct journal *journal, const char *dir)
{
    char text[PATH_BYTES_MAX];

    if (snprintf(text, sizeof text, "%s/lock", dir) >= (int)sizeof text) {
        return failed("lock", dir, strerror(ENAMETOOLONG));
    }
    journal->lock_fd = open(text, O_RDWR | O_CREAT | O_CLOEXEC, FILE_MODE);
    if (journal->lock_fd < 0) return failed("open", text, strerror(errno));
    if (flock(journal->lock_fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return refuse_second(journal->lock_fd, dir);
        return failed("lock", text, strerror(errno));
    }
    /* Not truncated first: a file that keeps its bytes can be written on a full disk, too. */
    int size = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    if (pwrite(journal->lock_fd, text, (size_t)size, 0) != size) {
        log_warn("journal: no process number in the lock of %s: %s", dir, strerror(errno));
    }
    return OK;
}

/* LMDB writes its table of readers through a map of a file with a hole. On a full disk that is no
 * error but the death of the process, so the hole is filled before. */
static enum err fill_readers(const char *dir)
{
    char path[PATH_BYTES_MAX];

    if (snprintf(path, sizeof path, "%s/lock.mdb", dir) >= (int)sizeof path) {
        return failed("lock", dir, strerror(ENAMETOOLONG));
    }
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, FILE_MODE);
    if (fd < 0) return failed("open", path, strerror(errno));
    int rc;
    do {
        rc = posix_fallocate(fd, 0, READERS_BYTES);
    } while (rc == EINTR);
    close(fd);
    return rc == 0 ? OK : failed("fill", path, strerror(rc));
}

static enum err sync_directory(int at_fd, const char *path, const char *dir)
{
    int fd = openat(at_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0) return failed("open for syncing", dir, strerror(errno));
    enum err err = OK;
    if (fsync(fd) != 0) err = failed("sync", dir, strerror(errno));
    if (err == OK && at_fd == AT_FDCWD) err = sync_directory(fd, "..", dir);
    close(fd);
    return err;
}

/* ---- A journal that is being made -------------------------------------------------------------
 *
 * LMDB begins a file with both of its head pages in one write. If that write is torn, the file is no
 * journal for ever, although nothing was lost with it. So a mark stands beside the file until the
 * first transaction is on the disk, and where it stands a file that cannot be read is made anew. */
static enum err path_of(const char *dir, const char *name, char path[PATH_BYTES_MAX])
{
    bool fits = snprintf(path, PATH_BYTES_MAX, "%s/%s", dir, name) < PATH_BYTES_MAX;
    return fits ? OK : failed("open", dir, strerror(ENAMETOOLONG));
}

/* The same where the longest name, that of the mark, has fitted before. */
static void path_of_known(const char *dir, const char *name, char path[PATH_BYTES_MAX])
{
    enum err err = path_of(dir, name, path);
    assert(strlen(name) <= strlen(UNFINISHED));
    assert(err == OK);
}

static enum err mark_unfinished(const char *dir)
{
    char data[PATH_BYTES_MAX];
    char mark[PATH_BYTES_MAX];
    struct stat status;

    enum err err = path_of(dir, UNFINISHED, mark);
    if (err != OK) return err;
    path_of_known(dir, "data.mdb", data);
    if (stat(data, &status) == 0 || errno != ENOENT) return OK;
    int fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, FILE_MODE);
    if (fd < 0) return failed("mark as unfinished", dir, strerror(errno));
    close(fd);
    return sync_directory(AT_FDCWD, dir, dir);
}

static bool is_unfinished(const char *dir, char mark[PATH_BYTES_MAX])
{
    path_of_known(dir, UNFINISHED, mark);
    return access(mark, F_OK) == 0;
}

/* Returns: OK - there is nothing any more, begin anew. */
static enum err remove_unfinished(const char *dir)
{
    char data[PATH_BYTES_MAX];

    path_of_known(dir, "data.mdb", data);
    log_warn("journal: %s was never finished and holds nothing; making it anew", data);
    return unlink(data) == 0 ? OK : failed("remove", data, strerror(errno));
}

/* From here on whatever is in the file counts. */
static enum err mark_finished(const char *dir)
{
    char mark[PATH_BYTES_MAX];

    if (!is_unfinished(dir, mark)) return OK;
    if (unlink(mark) != 0) return failed("remove", mark, strerror(errno));
    return sync_directory(AT_FDCWD, dir, dir);
}

/* ---- Environment --------------------------------------------------------------------------- */

static enum err open_environment(struct journal *journal, const char *dir, size_t map_bytes)
{
    unsigned int flags = MDB_NOTLS | (journal->is_read_only ? MDB_RDONLY : 0);
    int rc = mdb_env_create(&journal->env);

    if (rc == MDB_SUCCESS) rc = mdb_env_set_maxdbs(journal->env, STORE_TABLE_COUNT + 1);
    if (rc == MDB_SUCCESS && map_bytes > 0) rc = mdb_env_set_mapsize(journal->env, map_bytes);
    if (rc == MDB_SUCCESS) rc = mdb_env_open(journal->env, dir, flags, FILE_MODE);
    if (rc == MDB_SUCCESS) rc = mdb_env_get_flags(journal->env, &flags);
    if (rc == MDB_INVALID || rc == MDB_VERSION_MISMATCH || rc == MDB_CORRUPTED) {
        log_error("journal: %s/data.mdb is not a journal: %s", dir, mdb_strerror(rc));
        return ERR_CORRUPT;
    }
    if (rc != MDB_SUCCESS) return failed("open", dir, mdb_strerror(rc));
    assert((flags & FORBIDDEN_MODES) == 0);
    return OK;
}

/* What is not there and cannot be made, since only reading is wanted, counts as empty: the journal of
 * an older release has fewer tables. */
static enum err open_or_begin(struct journal *journal, const char *dir, size_t map_bytes)
{
    char mark[PATH_BYTES_MAX];
    enum err err = open_environment(journal, dir, map_bytes);

    if (err != ERR_CORRUPT || !is_unfinished(dir, mark)) return err;
    mdb_env_close(journal->env);
    journal->env = NULL;
    err = remove_unfinished(dir);
    return err == OK ? open_environment(journal, dir, map_bytes) : err;
}

static int open_tables(struct journal *journal, MDB_txn *txn)
{
    unsigned int create = journal->is_read_only ? 0 : MDB_CREATE;
    int rc = mdb_dbi_open(txn, "facts", create | MDB_INTEGERKEY, &journal->facts);

    for (int i = 0; i < STORE_TABLE_COUNT && rc == MDB_SUCCESS; i++) {
        rc = mdb_dbi_open(txn, table_names[i], create, &journal->tables[i]);
        if (rc != MDB_NOTFOUND) continue;
        journal->tables[i] = NO_TABLE;
        rc = i == STORE_META ? MDB_NOTFOUND : MDB_SUCCESS;
    }
    return rc;
}

/* An empty journal gets its format written, any other must have it. */
static enum err check_format(struct journal *journal, MDB_txn *txn, const char *dir)
{
    MDB_val key = { .mv_size = strlen("format"), .mv_data = "format" };
    MDB_val value;
    int rc = mdb_get(txn, journal->tables[STORE_META], &key, &value);

    if (rc == MDB_SUCCESS && value.mv_size == strlen(FORMAT) &&
        memcmp(value.mv_data, FORMAT, strlen(FORMAT)) == 0) {
        return OK;
    }
    if (rc == MDB_SUCCESS || (rc == MDB_NOTFOUND && journal->head.position_next > 1)) {
        log_error("journal: %s has records in a format that this version does not know; "
                  "it knows \"%s\"",
                  dir, FORMAT);
        return ERR_CORRUPT;
    }
    if (rc == MDB_NOTFOUND && !journal->is_read_only) {
        value = (MDB_val){ .mv_size = strlen(FORMAT), .mv_data = FORMAT };
        rc = mdb_put(txn, journal->tables[STORE_META], &key, &value, 0);
    }
    return rc == MDB_SUCCESS ? OK : failed("read the format of", dir, mdb_strerror(rc));
}

/* Read the journal's name; one that has none gets one if it may be written. */
static enum err check_id(struct journal *journal, MDB_txn *txn, const char *dir)
{
    MDB_val key = { .mv_size = strlen(ID_KEY), .mv_data = ID_KEY };
    MDB_val value;
    int rc = mdb_get(txn, journal->tables[STORE_META], &key, &value);

    if (rc == MDB_SUCCESS && value.mv_size != HASH_BYTES) {
        log_error("journal: %s has no readable name", dir);
        return ERR_CORRUPT;
    }
    if (rc == MDB_SUCCESS) memcpy(journal->id.bytes, value.mv_data, HASH_BYTES);
    if (rc == MDB_NOTFOUND && !journal->is_read_only) {
        randombytes_buf(journal->id.bytes, HASH_BYTES);
        value = (MDB_val){ .mv_size = HASH_BYTES, .mv_data = journal->id.bytes };
        rc = mdb_put(txn, journal->tables[STORE_META], &key, &value, 0);
    }
    return rc == MDB_SUCCESS || rc == MDB_NOTFOUND
               ? OK
               : failed("read the name of", dir, mdb_strerror(rc));
}

struct hash journal_id(const struct journal *journal)
{
    return journal->id;
}

enum err journal_read_head(const struct journal *journal, MDB_txn *txn, struct journal_head *head)
{
    MDB_cursor *cursor;
    MDB_val key;
    MDB_val value;
    int rc = mdb_cursor_open(txn, journal->facts, &cursor);

    if (rc != MDB_SUCCESS) return failed("read", "the records", mdb_strerror(rc));
    rc = mdb_cursor_get(cursor, &key, &value, MDB_LAST);
    mdb_cursor_close(cursor);
    *head = (struct journal_head){ .position_next = 1 };
    if (rc == MDB_NOTFOUND) return OK;
    if (rc != MDB_SUCCESS) return failed("read", "the newest record", mdb_strerror(rc));
    if (key.mv_size != sizeof head->position_next || value.mv_size < CHAIN_BYTES) {
        log_error("journal: the newest record is too short to be one");
        return ERR_CORRUPT;
    }
    memcpy(&head->position_next, key.mv_data, sizeof head->position_next);
    head->position_next++;
    memcpy(head->chain, value.mv_data, CHAIN_BYTES);
    return OK;
}

/* The first transaction: tables, head and format. */
static enum err open_contents(struct journal *journal, const char *dir)
{
    MDB_txn *txn;
    int rc = mdb_txn_begin(journal->env, NULL, journal->is_read_only ? MDB_RDONLY : 0, &txn);

    if (rc != MDB_SUCCESS) return failed("begin to read", dir, mdb_strerror(rc));
    rc = open_tables(journal, txn);
    enum err err = rc == MDB_SUCCESS ? OK : failed("find the tables of", dir, mdb_strerror(rc));
    if (err == OK) err = journal_read_head(journal, txn, &journal->head);
    if (err == OK) err = check_format(journal, txn, dir);
    if (err == OK) err = check_id(journal, txn, dir);
    if (err != OK) {
        mdb_txn_abort(txn);
        return err;
    }
    rc = mdb_txn_commit(txn); /* also of a reading one: it keeps the tables' numbers */
    return rc == MDB_SUCCESS ? OK : failed("write the first page of", dir, mdb_strerror(rc));
}

void journal_check_readers(struct journal *journal)
{
    int dead = 0;
    int rc = mdb_reader_check(journal->env, &dead);

    if (rc != MDB_SUCCESS) {
        log_warn("journal: the table of readers cannot be checked: %s", mdb_strerror(rc));
    } else if (dead > 0) {
        log_warn("journal: freed the snapshots of %d readers that died with them", dead);
    }
}

/* ---- Opening and closing ------------------------------------------------------------------- */

static enum err journal_new(struct journal **out)
{
    pthread_condattr_t attributes;
    struct journal *journal = calloc(1, sizeof *journal);

    if (journal == NULL) return ERR_NO_MEMORY;
    journal->lock_fd = -1;
    journal->event_fd = -1;
    pthread_mutex_init(&journal->mutex, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&journal->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    *out = journal;
    return OK;
}

enum err journal_open(struct journal **out, const char *dir, size_t map_bytes)
{
    struct journal *journal = NULL;
    enum err err = journal_new(&journal);

    *out = NULL;
    if (err == OK && sodium_init() < 0) err = failed("hash", dir, "libsodium does not start");
    if (err == OK) err = make_directory(dir);
    if (err == OK) err = lock_directory(journal, dir);
    if (err == OK) err = fill_readers(dir);
    if (err == OK) err = mark_unfinished(dir);
    if (err == OK) {
        err = open_or_begin(journal, dir, map_bytes > 0 ? map_bytes : JOURNAL_MAP_BYTES);
    }
    if (err == OK) {
        journal_find_map(journal);
        journal_check_readers(journal);
        err = open_contents(journal, dir);
    }
    if (err == OK) err = sync_directory(AT_FDCWD, dir, dir);
    if (err == OK) err = mark_finished(dir);
    if (err == OK) {
        journal->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (journal->event_fd < 0) err = failed("make an eventfd for", dir, strerror(errno));
    }
    if (err != OK) {
        journal_close(&journal);
        return err;
    }
    *out = journal;
    return OK;
}

enum err journal_open_read(struct journal **out, const char *dir)
{
    char path[PATH_BYTES_MAX];
    struct journal *journal = NULL;

    *out = NULL;
    if (snprintf(path, sizeof path, "%s/data.mdb", dir) >= (int)sizeof path) {
        return failed("open", dir, strerror(ENAMETOOLONG));
    }
    if (access(path, R_OK) != 0) return failed("read the journal", path, strerror(errno));
    enum err err = journal_new(&journal);
    if (err == OK && sodium_init() < 0) err = failed("hash", dir, "libsodium does not start");
    if (err == OK) {
        journal->is_read_only = true;
        err = open_environment(journal, dir, 0); /* the map's size is in the file */
    }
    if (err == OK) err = open_contents(journal, dir);
    if (err != OK) {
        journal_close(&journal);
        return err;
    }
    *out = journal;
    return OK;
}

void journal_close(struct journal **self)
{
    struct journal *journal = *self;

    if (journal == NULL) return;
    journal_stop(journal);
    if (journal->env != NULL) mdb_env_close(journal->env);
    if (journal->event_fd >= 0) close(journal->event_fd);
    if (journal->lock_fd >= 0) close(journal->lock_fd); /* this ends the lock */
    pthread_cond_destroy(&journal->wake);
    pthread_mutex_destroy(&journal->mutex);
    free(journal);
    *self = NULL;
}

void journal_bytes(const struct journal *journal, uint64_t *used, uint64_t *max)
{
    MDB_envinfo info;
    MDB_stat stat;

    mdb_env_info(journal->env, &info);
    mdb_env_stat(journal->env, &stat);
    *used = (uint64_t)(info.me_last_pgno + 1) * stat.ms_psize;
    *max = info.me_mapsize;
}
