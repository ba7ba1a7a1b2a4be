/* SPDX-License-Identifier: Apache-2.0 */
/* A peer's message becomes an event, a question, or a refusal. */
#ifndef BROKER_SHELL_INTAKE_H
#define BROKER_SHELL_INTAKE_H

#include "broker/shell/broker.h"

/* Take the next item of the open frame, or of the next message at a door. Call with room.
 *
 * Returns false when that door has nothing to read. */
bool intake_next(struct broker *broker, enum door door);

#endif
