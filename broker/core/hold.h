/* SPDX-License-Identifier: Apache-2.0 */
/* The hold of a gate with the policy hold_until: it waits for its members as long as it may, and no
 * decision waits longer for its delivery than the procedure says, at most the ten working days of the
 * law (许可法 44).
 *
 *     all members have ended          what is granted is issued together; as under issue_rest
 *     the hold of the first is over   what is granted by then is issued together, and the gate is settled
 *     afterwards                      each further member is issued as soon as it is granted: to hold it
 *                                     again would only make its applicant wait for nobody
 *
 * The hold counts from the grant that took effect first. A member whose missing material the gate waits
 * for cannot be delivered, so its hold does not run. What is issued in the end is
 * the same whatever the timing; when, and how many together, is not. */
#ifndef BROKER_CORE_HOLD_H
#define BROKER_CORE_HOLD_H

#include "broker/core/machine.h"

/* Granted members of a gate that nothing but the other members keeps from being issued. */
set32 hold_ready(const struct engine *engine, const struct bundle *bundle, uint32_t gate);

/* The instant at which the hold of an open gate is over; INT64_MAX: none runs. */
int64_t hold_end_ms(const struct engine *engine, const struct bundle *bundle, uint32_t gate);

int64_t hold_due(const struct engine *engine, uint32_t index);
void hold_run(struct step *step, uint32_t index);

#endif
