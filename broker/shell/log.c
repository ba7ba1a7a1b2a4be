/* SPDX-License-Identifier: Apache-2.0 */
/* Each line is put together in one buffer and leaves in one write(2): lines of two threads never
 * mix, and no lock is needed. A log that cannot be written is not an error of the broker. */
#include "broker/shell/log.h"

#include <assert.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static atomic_int level_now = LOG_INFO;

static const struct {
    const char *name;
    const char *colour;
} levels[LOG_LEVEL_COUNT] = {
    [LOG_ERROR] = { "error", "\033[1;31m" },
    [LOG_WARN] = { "warn", "\033[33m" },
    [LOG_INFO] = { "info", "\033[32m" },
    [LOG_DEBUG] = { "debug", "\033[2m" },
};
#define COLOUR_OFF "\033[0m"

void log_set_level(enum log_level level)
{
    assert(level < LOG_LEVEL_COUNT);
    atomic_store(&level_now, (int)level);
}

bool log_is_on(enum log_level level)
{
    return (int)level <= atomic_load(&level_now);
}

const char *log_level_name(enum log_level level)
{
    assert(level < LOG_LEVEL_COUNT);
    return levels[level].name;
}

/* "2026-11-23T08:30:00.123Z info  "; UTC, so that lines of several machines compare. */
static size_t put_head(char *line, size_t capacity, enum log_level level)
{
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    char date[32];
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &utc);

    bool is_coloured = isatty(STDERR_FILENO) == 1;
    const char *on = is_coloured ? levels[level].colour : "";
    const char *off = is_coloured ? COLOUR_OFF : "";
    int put = snprintf(line, capacity, "%s.%03ldZ %s%-5s%s ", date, now.tv_nsec / 1000000, on,
                       levels[level].name, off);
    return put < 0 ? 0 : (size_t)put;
}

/* The text itself; control characters become '?'. UTF-8 passes. */
static void write_line(char *line, size_t at, const char *format, va_list arguments)
{
    int put = vsnprintf(line + at, LOG_LINE_MAX - at, format, arguments);
    size_t end = put < 0 ? at : at + (size_t)put;
    if (end > LOG_LINE_MAX - 1) end = LOG_LINE_MAX - 1;
    for (size_t i = at; i < end; i++) {
        unsigned char byte = (unsigned char)line[i];
        if (byte < 0x20 || byte == 0x7f) line[i] = '?';
    }
    line[end++] = '\n';
    ssize_t written = write(STDERR_FILENO, line, end);
    (void)written;
}

void log_line(enum log_level level, const char *format, ...)
{
    if (!log_is_on(level)) return;
    char line[LOG_LINE_MAX + 1];
    va_list arguments;
    va_start(arguments, format);
    write_line(line, put_head(line, LOG_LINE_MAX, level), format, arguments);
    va_end(arguments);
}

void log_more(enum log_level level, const char *format, ...)
{
    if (!log_is_on(level)) return;
    char line[LOG_LINE_MAX + 1] = "        ";
    va_list arguments;
    va_start(arguments, format);
    write_line(line, strlen(line), format, arguments);
    va_end(arguments);
}
