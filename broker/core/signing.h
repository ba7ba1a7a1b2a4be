/* SPDX-License-Identifier: Apache-2.0 */
/* Counter-signing (会签) of a stage: what its worker granted takes effect when enough of its signers
 * have agreed. A stage may also have no review of its own, and signers alone (by: signers).
 *
 *     REVIEWING --grant--> PAUSED, job DONE  --enough agree--------------> SEALED
 *     WAITING ---open----> PAUSED, job NONE  --they cannot be enough-----> REFUSED
 *
 * While a stage is signed its clock runs: it is the department's own time. Who is asked stands in the
 * procedure, and from the first act about it on in the dossier, an entry each, so that opening a stage
 * needs no room there. A round begins when the stage last moved: entries older than that
 * are of an earlier one and count no more.
 *
 * Of n who are asked (removed ones do not count) all, or as many as the procedure says, must agree.
 * It is refused when that cannot come about any more; with a veto as soon as one disagrees. The first
 * answer that decides cancels the others.
 *
 * Source: two officials at least (许可法 34(3)); who disagrees says why (domain.md 4.1: 初设 15). */
#ifndef BROKER_CORE_SIGNING_H
#define BROKER_CORE_SIGNING_H

#include "broker/core/act.h"

/* Signers of a stage are asked just now. */
bool signing_is_on(const struct engine *engine, const struct bundle *bundle, uint32_t stage);

/* Its grant goes to signers. */
bool signing_is_wanted(const struct procedure *procedure, uint32_t stage);

/* The n-th of those who are asked and have not answered, from 0, or NULL. */
const struct name *signing_asked(const struct engine *engine, const struct bundle *bundle,
                                 uint32_t stage, uint32_t nth);

/* Record what the signatures of a stage come to, if they do. Returns: whether they did. */
bool signing_settle(struct step *step, uint32_t index, uint32_t stage);

/* Whoever is still asked about these stages is asked no more: they ended otherwise. */
void signing_cancel(const struct change *change, set32 stages);

enum err signing_check_sign(const struct act_case *act, struct refusal *refusal);
bool signing_signs_well(const struct change *change);
void signing_sign(const struct change *change);

enum err signing_check_add(const struct act_case *act, struct refusal *refusal);
bool signing_adds_well(const struct change *change);
void signing_add(const struct change *change);

enum err signing_check_remove(const struct act_case *act, struct refusal *refusal);
bool signing_removes_well(const struct change *change);
void signing_remove(const struct change *change);

bool signing_ends_well(const struct change *change);
void signing_end(const struct change *change);

#endif
