/* SPDX-License-Identifier: Apache-2.0 */
/* Verdicts inside the runtime: begun, and handed on without the room that they do not use. */
#ifndef WORKERS_VERDICT_H
#define WORKERS_VERDICT_H

#include "proto/message.h"
#include "tongfa/worker.h"

/* This kind, and nothing else said. */
void verdict_set(struct tongfa_verdict *verdict, enum tongfa_verdict_kind kind);

void verdict_copy(struct tongfa_verdict *to, const struct tongfa_verdict *from);

/* What it says, as the message says it: texts stay where they are. The claim and the credit of the
 * message are untouched. */
void verdict_write(const struct tongfa_verdict *verdict, struct msg_verdict *message);

/* Its word, as programs write it; NULL: there is no such kind. */
const char *verdict_word(enum tongfa_verdict_kind kind);

/* False: there is no such word; *kind is untouched. */
bool verdict_of_word(const char *word, enum tongfa_verdict_kind *kind);

/* It is nothing without a reason. */
bool verdict_needs_reason(enum tongfa_verdict_kind kind);

#endif
