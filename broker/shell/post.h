/* SPDX-License-Identifier: Apache-2.0 */
/* What must be said becomes messages: one for each peer, or as many as its bounds make. */
#ifndef BROKER_SHELL_POST_H
#define BROKER_SHELL_POST_H

#include "broker/shell/broker.h"

/* Say everything that an outbox holds, and empty it. What it says is durable, or was said by
 * nobody's leave but the broker's. Sessions that cannot be written to are marked as gone, and jobs
 * that were not sent are kept for the next turn. */
void post_outbox(struct broker *broker, struct outbox *outbox);

/* Say one thing at once. */
void post_message(struct broker *broker, session_id session, const struct message *message);

/* The same with a page for a follower. Returns false if its connection takes no more for now: that is
 * no reason to end its session, since a page can be made again. */
bool post_page(struct broker *broker, session_id session, const struct message *message);

/* PONG, BYE or DRAIN at once, unasked. */
void post_order(struct broker *broker, session_id session, enum message_type type);

/* Refuse something of a peer that has no session, or none any more. */
void post_refusal(struct broker *broker, const struct inbound *inbound, struct span request_id,
                  const struct effect_refused *refused);

#endif
