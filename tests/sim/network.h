/* SPDX-License-Identifier: Apache-2.0 */
/* The simulated network: broker/shell/transport.h once more, without ZeroMQ.
 *
 * Letters take time, get lost, come twice and come late. A connection has a number as a ROUTER would
 * give it; a peer that connects anew has another one. The broker waits in transport_wait: there the
 * world's time goes on, until there is something for it to do. */
#ifndef TESTS_SIM_NETWORK_H
#define TESTS_SIM_NETWORK_H

#include "broker/shell/transport.h"
#include "tests/sim/world.h"

void network_begin(void);
void network_end(void);

/* A new connection of a peer; the one before is dead. */
void network_connect(uint32_t peer, enum door door);

/* A peer sends a frame and a payload over its connection. */
void network_send(uint32_t peer, struct span frame, struct span payload);

/* A peer hears nothing, or is not heard, until a time. */
void network_deafen(uint32_t peer, int64_t until_ms);
void network_mute(uint32_t peer, int64_t until_ms);

/* A letter has come to the broker's door, or to a peer. */
void network_arrive(struct letter *letter);
bool network_reaches(uint32_t peer, const struct letter *letter);

/* The broker dies at its n-th send from now: 0: at once. What it does then is seen by nobody. */
void network_kill(uint32_t sends);
bool network_is_dead(void);

/* Time goes on without a broker; letters to it are lost. */
void network_idle(int64_t until_ms);

/* The broker was too busy to look for a while. */
void network_stall(int64_t ms);

#endif
