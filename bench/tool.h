/* SPDX-License-Identifier: Apache-2.0 */
/* What every program here needs, whatever it speaks. */
#ifndef BENCH_TOOL_H
#define BENCH_TOOL_H

#include "tongfa/base.h"

/* Say what is wrong and end the program. */
void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

uint64_t now_ns(void); /* monotonic */

#endif
