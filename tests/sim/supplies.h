/* SPDX-License-Identifier: Apache-2.0 */
/* SUPPLY: applicants give new applications in place of old ones (SUPPLIED). What is the same whoever asked
 * for it is here; who waits for one, and which stages are reviewed again, features know: the hooks awaits,
 * reviewed_again and supplied of model.h. Source: proto/SPEC.md 8 "SUPPLY". */
#ifndef TESTS_SIM_SUPPLIES_H
#define TESTS_SIM_SUPPLIES_H

#include "tests/sim/audit.h"
#include "tests/sim/duty.h"
#include "tests/sim/world.h"

/* The applicant of a bundle gives another application from this world time on; in the liveness phase at
 * once: of the materials that are asked for most are another document, of the others a few. A good one
 * can only be refused because nobody asks for it. */
void supply_for(const struct audit_bundle *bundle, struct chance *chance, uint64_t asked,
                int64_t due_ms);

/* ... one that is wrong in some way, or good. */
void supply_wrongly(const struct audit_bundle *bundle, struct chance *chance, int64_t due_ms);

/* The application of a bundle after so many SUPPLIED. */
struct span supplies_application(const struct audit_bundle *bundle, uint32_t supplied);

#endif
