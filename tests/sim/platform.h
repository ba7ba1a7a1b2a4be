/* SPDX-License-Identifier: Apache-2.0 */
/* What else the broker asks of the machine: time, random bytes, a log. The real ones are replaced at
 * link time (some by --wrap, see CMakeLists.txt), so that broker/shell/clock.c itself runs. */
#ifndef TESTS_SIM_PLATFORM_H
#define TESTS_SIM_PLATFORM_H

#include <sys/statvfs.h>
#include <time.h>

void platform_begin(void);

int __wrap_clock_gettime(clockid_t which, struct timespec *now);
int __wrap_statvfs(const char *path, struct statvfs *disk);

#endif
