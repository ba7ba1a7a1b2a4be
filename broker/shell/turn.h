/* SPDX-License-Identifier: Apache-2.0 */
/* The loop: read, decide, make it durable, only then let it out.
 *
 *     peers ──► intake ──► engine_step ──► open round ──► journal ──► round under way ──► peers
 *                              ▲              (n + 1)      (one at a time)   (n)
 *                        clock, sessions
 */
#ifndef BROKER_SHELL_TURN_H
#define BROKER_SHELL_TURN_H

#include "broker/shell/broker.h"

/* One turn of the loop. *is_signal: signal_fd is readable.
 *
 * Errors:  ERR_IO - a commit failed: memory is ahead of the disk and nothing of it was said; the
 *          caller must exit at once. */
enum err broker_turn(struct broker *broker, int signal_fd, bool *is_signal);

/* Ask for the end, once: refuse new work, let workers answer, then make everything durable and say BYE. The
 * turns go on until broker->phase is PHASE_CLOSED. */
void broker_drain(struct broker *broker);

#endif
