/* SPDX-License-Identifier: Apache-2.0 */
/* Explanations in plain sentences: what a bundle waits for, since when, and who could act. */
#ifndef CLIENT_EXPLAIN_H
#define CLIENT_EXPLAIN_H

#include "tongfa/message.h"

#include <jansson.h>

#define SENTENCE_BYTES_MAX 511
#define DURATION_BYTES_MAX 31

/* A length of time in its two largest units: "0.4 s", "3 min 5 s", "2 d 4 h". */
void duration_phrase(int64_t duration_ms, char text[DURATION_BYTES_MAX + 1]);

/* One wait as a sentence. names - the bundle's procedure, for titles; may be NULL. */
void explain_wait(const struct msg_explanation *explanation, const struct wait *wait,
                  const struct procedure *names, char text[SENTENCE_BYTES_MAX + 1]);

/* All of it; each wait with its "sentence" and titles. A new reference. */
json_t *explain_json(const struct msg_explanation *explanation, const struct procedure *names);

#endif
