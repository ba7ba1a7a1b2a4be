/* SPDX-License-Identifier: Apache-2.0 */
/* The story of a run, in the format of tests/story: what the broker heard, what became durable, what
 * it said, and what befell it. Off, it costs nothing. */
#ifndef TESTS_SIM_TRACE_H
#define TESTS_SIM_TRACE_H

#include "tongfa/fact.h"

#include <stdio.h>

/* Where to; NULL: off. A brief story leaves out answers and jobs that follow from its facts. */
void trace_begin(FILE *file, bool is_brief);
bool trace_is_on(void);

/* A letter is read by the broker, leaves it, or gets lost on its way to or from it. */
void trace_heard(uint32_t peer, struct span frame, struct span payload);
void trace_said(uint32_t peer, struct span frame, struct span payload);
void trace_lost(uint32_t peer, bool is_to_broker, struct span frame, struct span payload);

/* A fact has become durable. */
void trace_fact(const struct fact *fact);

/* Something happened that no peer did. */
void trace_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
