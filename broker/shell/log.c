/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A line is put together first and leaves with one write, so that lines of two threads do not
 * mix. A longer one is cut. */
#define LINE_BYTES_MAX 1024

static const char *const names[LOG_LEVEL_COUNT] = {
    [LOG_ERROR] = "error",
    [LOG_WARN] = "warn",
    [LOG_INFO] = "info",
    [LOG_DEBUG] = "debug",
};

static enum log_level level_max = LOG_INFO;

void log_set_level(enum log_level level)
{
    level_max = level;
}

enum log_level log_level_of(const char *name)
{
    enum log_level level = LOG_ERROR;

    while (level < LOG_LEVEL_COUNT && strcmp(names[level], name) != 0)
        level++;
    return level;
}

static void write_line(enum log_level level, const char *format, va_list arguments)
{
    char line[LINE_BYTES_MAX];
    struct timespec now;
    struct tm utc;

    if (level > level_max) return;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    size_t size = strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%S", &utc);
    size += (size_t)snprintf(line + size, sizeof line - size, ".%03dZ %-5s ",
                             (int)(now.tv_nsec / 1000000), names[level]);
    int text = vsnprintf(line + size, sizeof line - size, format, arguments);
    if (text > 0) size += (size_t)text;
    if (size > sizeof line - 1) size = sizeof line - 1;
    line[size] = '\n';
    if (write(STDERR_FILENO, line, size + 1) < 0) return; /* nobody is left to tell */
}

/* clang-format off */
#define LOG_FUNCTION(name, level) \
    void name(const char *format, ...) \
    { \
        va_list arguments; \
        va_start(arguments, format); \
        write_line(level, format, arguments); \
        va_end(arguments); \
    }
LOG_FUNCTION(log_error, LOG_ERROR)
LOG_FUNCTION(log_warn, LOG_WARN)
LOG_FUNCTION(log_info, LOG_INFO)
LOG_FUNCTION(log_debug, LOG_DEBUG)
/* clang-format on */
