/* SPDX-License-Identifier: Apache-2.0 */
/* Questions: what a bundle is named by, and answers as of the moment of the question. */
#ifndef BROKER_SHELL_QUERY_H
#define BROKER_SHELL_QUERY_H

#include "broker/shell/broker.h"

/* Number of the bundle that a reference names, or 0: by number it is believed as it stands, by key
 * it is looked for in memory, then among the ended. Source: proto/SPEC.md 8 "Naming a bundle". */
uint64_t query_bundle(struct broker *broker, const struct session *session,
                      const struct bundle_ref *ref);

/* BLAKE2b-128 of a submitter, a zero byte, and its key. */
struct hash query_key_hash(const struct name *submitter, struct span key);

/* A bundle as it is, or as it ended. Errors: ERR_BUNDLE_UNKNOWN, ERR_CORRUPT. */
enum err query_image(struct broker *broker, uint64_t bundle, struct bundle_image *image);

/* Answer a question: SHOW, HISTORY, EXPLAIN, STATS, DEFINITION, PARKED, CHECKPOINT, RECEIPT. The answer
 * is held in the open outbox. Call with room. */
void query_answer(struct broker *broker, const struct session *session,
                  const struct message *message);

#endif
