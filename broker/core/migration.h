/* SPDX-License-Identifier: Apache-2.0 */
/* Migration: another version of its procedure governs an open bundle from now on. What both versions
 * have is known by its name and carried over: stages with all that was done, milestones, gates that
 * have settled, the dossier. Clocks go on; only their limits may be others. New stages wait; stages
 * that are gone must not have begun.
 *
 * It is impossible, and the first reason of these is said, where
 *
 *     stages have begun                and are gone, or are another department's, or are asked for
 *                                      something else: an opinion, or signatures and no review
 *     stages are being signed          by others, or by another rule
 *     stages                           have other conditions (they are evaluated once, at submission)
 *     stages have begun                that the version does not let begin yet
 *     stages are granted or issued     that the version does not let be decided yet
 *     stages are granted, issued, lapsed    in another gate
 *     gates have issued or lapsed      and have other members
 *     permits are issued               and would be numbered otherwise, or have other terms
 *     the dossier                      speaks of stages that are gone
 *     commitments are to be checked    of stages that do not take any
 *     corrections are open             of materials that are gone
 *     materials are missing            that may not come later
 *     the pre-review                   is another, or there is none, or one
 *     the bundle is not accepted       and the version has no counter
 *
 * Nobody loses what was decided: a permit that takes effect may not be altered at will (许可法 8). */
#ifndef BROKER_CORE_MIGRATION_H
#define BROKER_CORE_MIGRATION_H

#include "broker/core/apply.h"
#include "broker/core/words.h"

/* A bundle as it would stand under another version.
 *
 * Shape:   index - of the bundle; to - of the version among the published ones, of the same procedure
 *          and not the one that governs. why - gets the reason.
 * Returns: false - it is impossible; *image is worth nothing then. */
bool migration_plan(const struct engine *engine, uint32_t index, uint32_t to,
                    struct bundle_image *image, struct words *why);

/* There is room for its stages, clocks and its entry. */
bool migration_has_room(const struct engine *engine, uint32_t index, uint32_t to);

/* Record it: jobs that are leased under another index are called back, they are READY again.
 *
 * Shape:   image - as migration_plan gave it. mark - the request; NULL: the broker itself does it. */
void migration_record(struct step *step, uint32_t index, const struct bundle_image *image,
                      const struct event *request);

/* A bundle is about to be accepted: if a newer version has come into force since it was received, and
 * it fits, that is the one that governs; else the one under which it was received does. */
void migration_at_acceptance(struct step *step, uint32_t index);
bool migration_has_room_at_acceptance(const struct step *step, uint32_t index);

#endif
