/* SPDX-License-Identifier: Apache-2.0 */
/* What edges and gates say of a bundle as it stands: may this begin, must that be blocked, what does a gate
 * issue. Source: proto/SPEC.md 11.1, 13.2. */
#ifndef TESTS_SIM_EDGES_H
#define TESTS_SIM_EDGES_H

#include "tests/sim/audit.h"

bool edges_is_final(enum stage_state state);

bool edges_are_met(const struct audit_bundle *bundle, uint32_t stage, const struct edges *edges);

/* The stage can never be granted any more, or under on_refusal: cancel its review can lead to no permit. */
bool edges_must_block(const struct audit_bundle *bundle, uint32_t stage);

/* Members of a gate that are granted, and whether every other one has ended. */
set32 edges_granted(const struct audit_bundle *bundle, uint32_t gate, bool *is_due);

/* Nothing of the gate can be issued any more. */
bool edges_must_lapse(const struct audit_bundle *bundle, uint32_t gate);

/* What the gate must issue since all members have ended and none has to wait; 0: nothing. */
set32 edges_issue(const struct audit_bundle *bundle, uint32_t gate);

/* ... or because it may hold no longer what is granted. */
set32 edges_release(const struct audit_bundle *bundle, uint32_t gate, int64_t now_ms);

/* Outside gates, and behind one whose hold was over, each is issued alone. */
bool edges_is_alone(const struct audit_bundle *bundle, uint32_t stage);

#endif
