/* SPDX-License-Identifier: Apache-2.0 */
/* A peer's message becomes an event, a question, or a refusal. */
#ifndef BROKER_SHELL_INTAKE_H
#define BROKER_SHELL_INTAKE_H

#include "broker/shell/broker.h"

/* Receive what waits at a door, a handful at most. Call when intake_next returned false.
 *
 * Returns false when nothing does. */
bool intake_receive(struct broker *broker, enum door door);

/* Take the next item of what was received. Call with room.
 *
 * Returns false when all of it is taken. */
bool intake_next(struct broker *broker);

/* There is more to take. */
bool intake_is_any(const struct broker *broker);

/* Release what was received, taken or not. */
void intake_drop(struct broker *broker);

#endif
