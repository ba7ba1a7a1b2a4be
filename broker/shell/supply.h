/* SPDX-License-Identifier: Apache-2.0 */
/* SUPPLY as an event: what the engine must know of a new application, and what is different in it. */
#ifndef BROKER_SHELL_SUPPLY_H
#define BROKER_SHELL_SUPPLY_H

#include "broker/shell/broker.h"
#include "proto/application.h"

/* The first material that the procedure does not have, or that is given twice, into *unknown. */
void supply_check_materials(const struct procedure *procedure, const struct material *materials,
                            uint32_t count, struct name *unknown);

/* Those that it requires and that are not given. */
uint64_t supply_missing(const struct procedure *procedure, const struct material *materials,
                        uint32_t count);

/* The materials of a procedure that two lists do not have alike: added, removed, or of another place,
 * digest or size. Bit i is the i-th of the procedure; others are passed over. */
uint64_t supply_compare(const struct procedure *procedure, const struct material *before,
                        uint32_t before_count, const struct material *after, uint32_t after_count);

/* Fill the event whose message names a bundle. Errors: ERR_APPLICATION_MALFORMED. */
enum err supply_complete(struct broker *broker, struct event *event);

#endif
