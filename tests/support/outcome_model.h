/* SPDX-License-Identifier: Apache-2.0 */
/* What a bundle comes to, written down a second time: plain recursion over the definition, without
 * states, facts or time. Also random procedures to try it on. */
#ifndef TESTS_SUPPORT_OUTCOME_MODEL_H
#define TESTS_SUPPORT_OUTCOME_MODEL_H

#include "tongfa/procedure.h"
#include "tongfa/state.h"

struct outcome {
    const struct procedure *procedure;
    set32 refusals; /* stages whose reviewer would refuse; the others would grant */
    set32 reached;  /* milestones that are reached; the others are called off */
    set32 skipped;  /* stages that do not apply */
};

/* The end state of a stage under on_refusal: finish. */
enum stage_state outcome_of(const struct outcome *outcome, uint32_t stage);

/* The same for all stages: which are issued, and how the bundle ends. */
set32 outcome_issued(const struct outcome *outcome);
enum bundle_result outcome_result(const struct outcome *outcome);

/* The next number of a random sequence. */
uint64_t random_next(uint64_t *random);
uint32_t random_below(uint64_t *random, uint32_t bound);

/* A random procedure that passes procedure_check: up to stage_max stages in up to 4 departments,
 * both kinds of edges, up to 4 milestones, up to 3 gates of both policies; a few opinions. */
void procedure_random(struct procedure *procedure, uint64_t *random, uint32_t stage_max);

#endif
