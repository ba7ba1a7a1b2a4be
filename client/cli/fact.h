/* SPDX-License-Identifier: Apache-2.0 */
/* A fact, as JSON gives it, in one line that people read. */
#ifndef CLIENT_CLI_FACT_H
#define CLIENT_CLI_FACT_H

#include <jansson.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define FACT_SENTENCE_MAX 700

/* "design-scheme: grant given by design-1 (attempt 1)"; the text is one line of UTF-8, and
 * ends with "…" where it was cut. */
void fact_sentence(const json_t *fact, char text[FACT_SENTENCE_MAX + 1]);

/* "16:24:05.123  #41  bundle 12  JOB_LEASED  ...". With a date where the day has changed since
 * *day_ms, which is updated; with_bundle - name the bundle too. */
void fact_print(FILE *file, const json_t *fact, int64_t *day_ms, bool with_bundle);

#endif
