/* SPDX-License-Identifier: Apache-2.0 */
/* SUPPLY: the submitter gives a new application in place of the old one, because somebody asked for
 * it: a notice of corrections, a pre-review, or whatever else has a row in supply.c.
 *
 * Jobs go out with the newest application from then on. Which stages are reviewed again is for the rules
 * to say; they mostly ask which stages read a material that has changed. Submitting again under the
 * bundle's key means what it meant before: the first application, for ever. */
#ifndef BROKER_CORE_SUPPLY_H
#define BROKER_CORE_SUPPLY_H

#include "broker/core/bundle.h"
#include "broker/core/published.h"

struct engine;
struct change;

/* Why a new application may come. Asked alike before the fact is recorded and when it is applied. */
struct supply_rule {
    /* Somebody waits for it. */
    bool (*is_awaited)(const struct engine *engine, const struct bundle *bundle);
    /* The stages that are reviewed again when these materials come otherwise: under review, sealed or
     * paused. */
    set32 (*reviewed_again)(const struct engine *engine, const struct bundle *bundle,
                            uint64_t changed);
    /* Make true what else follows, before those stages are reopened. NULL: nothing. */
    void (*apply)(const struct change *change);
};

/* Any rule waits for it. */
bool supply_is_awaited(const struct engine *engine, const struct bundle *bundle);

/* The stages that read any of these materials. */
set32 supply_readers(const struct published *published, uint64_t materials);

/* Those of some stages whose review has used the old application: sealed, being
 * signed, or under review by somebody. */
set32 supply_reviewed(const struct engine *engine, const struct bundle *bundle, set32 stages);

/* The fact that has the newest application: the submission, or the last SUPPLIED. */
uint64_t supply_position(const struct bundles *bundles, const struct bundle *bundle);

#endif
