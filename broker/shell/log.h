/* SPDX-License-Identifier: Apache-2.0 */
/* The log: lines on standard error, one for each thing that happened, any thread.
 *
 *     2026-11-23T08:30:00.123Z info  ready: counter ipc:///run/tongfa/counter, ...
 *
 * error: someone must act; warn: someone may want to look; info: the life of the process; debug:
 * every event with its facts and effects. Only ids, never what an applicant wrote. Colours only on
 * a terminal. */
#ifndef BROKER_SHELL_LOG_H
#define BROKER_SHELL_LOG_H

#include <stdbool.h>

enum log_level {
    LOG_ERROR = 0,
    LOG_WARN,
    LOG_INFO, /* until log_set_level says otherwise */
    LOG_DEBUG,
    LOG_LEVEL_COUNT
};

/* Longer lines are cut. */
#define LOG_LINE_MAX 1024

void log_set_level(enum log_level level);
bool log_is_on(enum log_level level);

/* "error", "warn", "info", "debug". */
const char *log_level_name(enum log_level level);

/* Log a line, printf style, without line end. Bytes that are no printable text are shown as '?', so
 * that nothing a peer sent can move the cursor or forge a line. */
void log_line(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A line that belongs to the one before: indented, without time and level. */
void log_more(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)
#define log_warn(...) log_line(LOG_WARN, __VA_ARGS__)
#define log_info(...) log_line(LOG_INFO, __VA_ARGS__)
#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)

#endif
