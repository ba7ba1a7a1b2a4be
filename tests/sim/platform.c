/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/platform.h"

#include "broker/shell/log.h"
#include "broker/shell/signing_key.h"
#include "tests/sim/disk.h"
#include "tests/sim/trace.h"
#include "tests/sim/world.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>

#define BOOTED_MS 5000 /* the machine had been up so long */

int __wrap_clock_gettime(clockid_t which, struct timespec *now)
{
    int64_t base_ms = which == CLOCK_REALTIME ? world.wall_ms : BOOTED_MS;
    int64_t ms = base_ms + world_elapsed_ms();
    *now = (struct timespec){ .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
    return 0;
}

/* A disk of its own for the journal: what it has left is the journal's room too. */
int __wrap_statvfs(const char *path, struct statvfs *disk)
{
    (void)path;
    *disk = (struct statvfs){ .f_frsize = 1, .f_bavail = disk_left_bytes() };
    return 0;
}

/* ---- Random bytes: the same in every run ------------------------------------------------------ */

static struct chance entropy;

static const char *random_name(void)
{
    return "simulated";
}

static uint32_t random_word(void)
{
    return (uint32_t)chance_next(&entropy);
}

static void random_bytes(void *memory, size_t size)
{
    uint8_t *at = memory;
    for (size_t i = 0; i < size; i += sizeof(uint64_t)) {
        uint64_t word = chance_next(&entropy);
        memcpy(at + i, &word, size - i < sizeof word ? size - i : sizeof word);
    }
}

void platform_begin(void)
{
    static struct randombytes_implementation implementation = {
        .implementation_name = random_name,
        .random = random_word,
        .buf = random_bytes,
    };
    entropy = world_chance("entropy", 0);
    randombytes_set_implementation(&implementation);
}

/* ---- broker/shell/signing_key.h: a key without a file ----------------------------------------- */

enum err signing_key_open(struct signing_key *key, const char *data, const char *path)
{
    static const uint8_t seed[SIGNING_SEED_BYTES] = { 's', 'i', 'm' };
    (void)data;
    (void)path;
    signing_key_from_seed(key, seed);
    return OK;
}

void signing_key_close(struct signing_key *key)
{
    memset(key, 0, sizeof *key);
}

void public_key_text(const uint8_t public_key[PUBLIC_KEY_BYTES], char text[PUBLIC_KEY_TEXT_MAX + 1])
{
    sodium_bin2hex(text, PUBLIC_KEY_TEXT_MAX + 1, public_key, PUBLIC_KEY_BYTES);
}

/* ---- broker/shell/log.h ----------------------------------------------------------------------- */

void log_set_level(enum log_level level)
{
    (void)level;
}

bool log_is_on(enum log_level level)
{
    return level < LOG_INFO && trace_is_on();
}

const char *log_level_name(enum log_level level)
{
    static const char *const names[] = { "error", "warn", "info", "debug" };
    return names[level];
}

void log_line(enum log_level level, const char *format, ...)
{
    if (!log_is_on(level)) return;
    char line[LOG_LINE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    trace_note("%s: %s", log_level_name(level), line);
}

void log_more(enum log_level level, const char *format, ...)
{
    (void)level;
    (void)format;
}
