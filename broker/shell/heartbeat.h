/* SPDX-License-Identifier: Apache-2.0 */
/* Who is still there, and what is kept in bounds. */
#ifndef BROKER_SHELL_HEARTBEAT_H
#define BROKER_SHELL_HEARTBEAT_H

#include "broker/shell/broker.h"

/* The process stood still for gap_ms (stopped, suspended, starved): that was nobody's silence. */
void heartbeat_gap(struct broker *broker, int64_t gap_ms);

/* End the sessions that cannot be written to. Call with every turn, before jobs are given out. */
void heartbeat_gone(struct broker *broker);

/* End the sessions that have been silent for too long, and say PONG to those that have heard
 * nothing for a heartbeat.
 *
 * Shape: is_all_read - nothing waits at the doors: whoever seems silent is. */
void heartbeat_sessions(struct broker *broker, bool is_all_read);

/* Keep the bytes in transit in their bound: cut connections; where that does not help within some
 * tenths of a second, hang a door anew. */
void heartbeat_memory(struct broker *broker);

/* Broker time at which these want to be called again. */
int64_t heartbeat_due_ms(const struct broker *broker);

#endif
