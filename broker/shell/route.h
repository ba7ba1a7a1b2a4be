/* SPDX-License-Identifier: Apache-2.0 */
/* Who may send what where: one table, see route.c. */
#ifndef BROKER_SHELL_ROUTE_H
#define BROKER_SHELL_ROUTE_H

#include "broker/shell/transport.h"
#include "tongfa/message.h"

/* Before the fields of a message are looked at.
 *
 * Errors, in order: TYPE_UNKNOWN - not something that a peer sends; WRONG_DOOR; HELLO_FIRST.
 * Source: proto/SPEC.md 12, 5. */
enum err route_enter(enum message_type type, enum door door, bool has_session);

/* After the fields: what the role may do.
 *
 * Errors, in order: DRAINING - it would change something, and the broker is going down;
 *                   NOT_ALLOWED - not by this role.
 * Source: proto/SPEC.md 2, 12. */
enum err route_allow(enum message_type type, enum role role, bool is_draining);

/* Does a role belong at a door? Source: proto/SPEC.md 2. */
bool route_fits(enum role role, enum door door);

#endif
