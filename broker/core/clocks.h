/* SPDX-License-Identifier: Apache-2.0 */
/* When a limit ends that is not a stage's: of a missing material, a commitment's check, a hold. */
#ifndef BROKER_CORE_CLOCKS_H
#define BROKER_CORE_CLOCKS_H

#include "broker/core/ledger.h"
#include "broker/core/machine.h"

/* The last instant in time of a limit that counts from an instant on, and stands while the bundle as a
 * whole does. Of a bundle that stands still: if it went on now.
 *
 * Shape: limit - its value is not 0. */
int64_t clocks_due_ms(const struct engine *engine, const struct bundle *bundle, int64_t from_ms,
                      struct limit limit);

/* The same of an entry of an image, also when its bundle has ended: of a material that is missing, or a
 * commitment that is to be checked. 0: it waits for nothing, or has no limit. */
int64_t clocks_entry_due_ms(const struct engine *engine, const struct procedure *procedure,
                            const struct bundle_image *image, const struct entry *entry,
                            int64_t now_ms);

#endif
