/* SPDX-License-Identifier: Apache-2.0 */
/* A worker's claim to a job: bundle, stage, attempt and token, as VERDICT and RENEW quote them.
 * Any session of the stage's department may make it, as long as the quoted lease is running. */
#ifndef BROKER_CORE_CLAIM_H
#define BROKER_CORE_CLAIM_H

#include "broker/core/machine.h"

struct claim {
    uint64_t number; /* of the bundle */
    uint32_t stage;
    uint32_t attempt;
    uint64_t token;
    /* Found by claim_find; NULL: nothing of this address in memory. */
    uint32_t index;
    struct bundle *bundle;
    const struct published *published;
    struct stage *record;
};

/* Look up what the claim is about. */
void claim_find(const struct step *step, struct claim *claim);

/* The lease it quotes is running and may be answered by this session. */
bool claim_holds(const struct step *step, const struct claim *claim);

/* It quotes the lease whose verdict was given. */
bool claim_is_answered(const struct step *step, const struct claim *claim);

/* Refuse it as LEASE_STALE; journaled once for each attempt of an open bundle's stage. */
void claim_refuse(struct step *step, const struct claim *claim);

#endif
