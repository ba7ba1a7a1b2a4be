/* SPDX-License-Identifier: Apache-2.0 */
/* The log: one line per event on standard error, from any thread.
 *
 *     error   someone must act        warn    something is wrong and was dealt with
 *     info    the story, the default  debug   for whoever looks for a fault
 *
 * Only ids, never personal data of applicants. */
#ifndef BROKER_SHELL_LOG_H
#define BROKER_SHELL_LOG_H

enum log_level { LOG_ERROR = 0, LOG_WARN, LOG_INFO, LOG_DEBUG, LOG_LEVEL_COUNT };

/* Lines above this level are dropped. Set it before a second thread starts. */
void log_set_level(enum log_level level);

/* The level of a name such as "warn"; LOG_LEVEL_COUNT: there is none of that name. */
enum log_level log_level_of(const char *name);

void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
