/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of a definition's parts that come from the law: clocks, signers, commitments, missing materials, holds.
 * procedure_check.h reports them with the others. */
#ifndef BROKER_CORE_PROCEDURE_LAW_H
#define BROKER_CORE_PROCEDURE_LAW_H

#include "broker/core/procedure_check.h"

/* Signers that a stage names. */
uint32_t procedure_signer_count(const struct procedure *procedure, uint32_t stage);

struct law_finding {
    enum problem_place place;
    uint32_t index;
    const char *rule; /* what must be */
};

/* The next rule that is broken, in order of place and index. at begins with 0; the counts of the
 * procedure are good. Returns: false - there is none. */
bool procedure_law_next(const struct procedure *procedure, uint32_t *at,
                        struct law_finding *finding);

#endif
