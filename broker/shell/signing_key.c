/* SPDX-License-Identifier: Apache-2.0 */
/* A key that is made is written under another name, synced, linked to its own name and the directory
 * synced: whoever finds the file finds all of it, and two brokers that begin at the same time end
 * with the same key, since a link never replaces. */
#include "broker/shell/signing_key.h"

#include "broker/shell/log.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEED_TEXT_BYTES (2 * SIGNING_SEED_BYTES)
#define LINE_BYTES (SEED_TEXT_BYTES + 1) /* and a line feed */
#define PATH_BYTES_MAX 4096
#define KEY_MODE 0600
#define OTHERS 0077

static enum err failed(const char *what, const char *path)
{
    log_error("signing key: cannot %s %s: %s", what, path, strerror(errno));
    return ERR_IO;
}

/* ---- Reading ------------------------------------------------------------------------------- */

static enum err read_line(struct signing_key *key, int fd, const char *path)
{
    char line[LINE_BYTES + 1];
    uint8_t seed[SIGNING_SEED_BYTES];
    size_t size = 0;
    const char *end = NULL;

    ssize_t got = read(fd, line, sizeof line);
    if (got < 0) return failed("read", path);
    bool is_key = (got == LINE_BYTES && line[SEED_TEXT_BYTES] == '\n') || got == SEED_TEXT_BYTES;
    is_key =
        is_key && sodium_hex2bin(seed, sizeof seed, line, SEED_TEXT_BYTES, NULL, &size, &end) == 0;
    is_key = is_key && size == sizeof seed && end == line + SEED_TEXT_BYTES;
    if (is_key) signing_key_from_seed(key, seed);
    sodium_memzero(line, sizeof line);
    sodium_memzero(seed, sizeof seed);
    if (is_key) return OK;
    log_error("signing key: %s is no signing key: one line of 64 hexadecimal digits was expected; "
              "restore it, or move it away and a new one is made",
              path);
    return ERR_CORRUPT;
}

static enum err read_key(struct signing_key *key, int fd, const char *path)
{
    struct stat status;

    if (fstat(fd, &status) != 0) return failed("look at", path);
    if (!S_ISREG(status.st_mode)) {
        log_error("signing key: %s is no file", path);
        return ERR_IO;
    }
    if ((status.st_mode & OTHERS) != 0) {
        log_error("signing key: %s can be read by others; chmod 600 it, or better: move it away "
                  "and let a new one be made",
                  path);
        return ERR_IO;
    }
    return read_line(key, fd, path);
}

/* ---- Making -------------------------------------------------------------------------------- */

static enum err write_key(const char *path)
{
    char line[LINE_BYTES + 1];
    uint8_t seed[SIGNING_SEED_BYTES];
    enum err err = OK;

    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, KEY_MODE);
    if (fd < 0) return failed("make", path);
    randombytes_buf(seed, sizeof seed);
    sodium_bin2hex(line, sizeof line, seed, sizeof seed);
    line[SEED_TEXT_BYTES] = '\n';
    if (fchmod(fd, KEY_MODE) != 0 || write(fd, line, LINE_BYTES) != LINE_BYTES || fsync(fd) != 0) {
        err = failed("write", path);
    }
    sodium_memzero(line, sizeof line);
    sodium_memzero(seed, sizeof seed);
    close(fd);
    return err;
}

static enum err sync_directory_of(const char *path)
{
    char dir[PATH_BYTES_MAX];
    enum err err = OK;

    snprintf(dir, sizeof dir, "%s", path);
    char *slash = strrchr(dir, '/');
    if (slash != NULL) slash[slash == dir ? 1 : 0] = '\0';
    int fd = open(slash != NULL ? dir : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return failed("open the directory of", path);
    if (fsync(fd) != 0) err = failed("sync the directory of", path);
    close(fd);
    return err;
}

static enum err make_key(const char *path)
{
    char temporary[PATH_BYTES_MAX];

    int size = snprintf(temporary, sizeof temporary, "%s.%ld", path, (long)getpid());
    if (size >= (int)sizeof temporary) {
        errno = ENAMETOOLONG;
        return failed("make", path);
    }
    enum err err = write_key(temporary);
    if (err == OK && link(temporary, path) != 0 && errno != EEXIST) err = failed("make", path);
    unlink(temporary);
    if (err == OK) err = sync_directory_of(path);
    if (err == OK) log_info("signing key: made %s; keep a copy of it in a safe place", path);
    return err;
}

/* ---- Both ---------------------------------------------------------------------------------- */

enum err signing_key_open(struct signing_key *key, const char *data, const char *path)
{
    char whole[PATH_BYTES_MAX];

    enum err err = evidence_start();
    if (err != OK) return err;
    int size = path[0] == '/' ? snprintf(whole, sizeof whole, "%s", path)
                              : snprintf(whole, sizeof whole, "%s/%s", data, path);
    if (size >= (int)sizeof whole) {
        errno = ENAMETOOLONG;
        return failed("read", path);
    }
    int fd = open(whole, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) {
        err = make_key(whole);
        if (err != OK) return err;
        fd = open(whole, O_RDONLY | O_CLOEXEC);
    }
    if (fd < 0) return failed("read", whole);
    sodium_mlock(key, sizeof *key); /* where it may not be locked, it works unlocked */
    err = read_key(key, fd, whole);
    close(fd);
    return err;
}

void signing_key_close(struct signing_key *key)
{
    sodium_munlock(key, sizeof *key); /* and zeroes it */
}

void public_key_text(const uint8_t public_key[PUBLIC_KEY_BYTES], char text[PUBLIC_KEY_TEXT_MAX + 1])
{
    sodium_bin2hex(text, PUBLIC_KEY_TEXT_MAX + 1, public_key, PUBLIC_KEY_BYTES);
}
