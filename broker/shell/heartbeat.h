/* SPDX-License-Identifier: Apache-2.0 */
/* Who is still there, and what is kept in bounds. */
#ifndef BROKER_SHELL_HEARTBEAT_H
#define BROKER_SHELL_HEARTBEAT_H

#include "broker/shell/broker.h"

/* End the sessions that cannot be written to or have been silent for too long, and say PONG to
 * those that have heard nothing for a heartbeat. */
void heartbeat_sessions(struct broker *broker);

/* Cut connections if the bytes in transit are over their bound. */
void heartbeat_memory(struct broker *broker);

/* Broker time at which the two want to be called again. */
int64_t heartbeat_due_ms(const struct broker *broker);

#endif
