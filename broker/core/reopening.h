/* SPDX-License-Identifier: Apache-2.0 */
/* Return (退回) to an earlier stage: a reviewer finds that a stage which its own rests on was decided wrongly. The
 * named stage is reviewed again; what depends on it, and only that, waits until it is decided again and is
 * then reviewed again, too. What has been issued is never reopened, what was refused or blocked has ended.
 *
 *     named      SEALED, GRANTED but held by its gate        -> REVIEWING, READY
 *     dependent  REVIEWING, SEALED, GRANTED, PAUSED special  -> WAITING, held
 *
 * One entry of the dossier holds the dependents as long as the named stage has no new verdict. They go on by
 * the very fact that gives it one. Clocks run through it: this time is the authority's own.
 *
 * Source: domain.md 8.3, RETURN(to named earlier node). */
#ifndef BROKER_CORE_REOPENING_H
#define BROKER_CORE_REOPENING_H

#include "broker/core/act.h"

/* A stage returns to another one. */
struct reopening {
    const struct published *published;
    const struct bundle *bundle;
    uint8_t stage; /* who returns it */
    uint8_t on;    /* to whom */
};

/* Errors: STAGE_UNKNOWN, ACT_IMPOSSIBLE - with field and text in *refusal. */
enum err reopening_find(struct reopening *reopening, const struct name *on,
                        struct refusal *refusal);
enum err reopening_check(const struct engine *engine, const struct reopening *reopening,
                         struct refusal *refusal);

/* What is to wait. */
set32 reopening_dependents(const struct published *published, const struct bundle *bundle,
                           uint32_t on);

/* Tell whoever is at work on what waits from now on. */
void reopening_cancel(struct step *step, const struct reopening *reopening);

bool reopening_is_good(const struct change *change, const struct reopening *reopening,
                       set32 stages);
void reopening_begin(const struct change *change, const struct reopening *reopening, set32 stages);

/* Stages that an entry of the dossier holds back: those of a return that is not over. */
set32 reopening_held_by(const struct entry *entry);

/* A bundle came back from its image: who is held follows from its dossier. */
void reopening_restore(const struct engine *engine, struct bundle *bundle);

/* Stages that wait for the new verdict of these and of no others; `refused` are those of them that are
 * refused. Together with a refusal those are lost that could only begin after it: nobody waits for them
 * any more. */
set32 reopening_released(const struct engine *engine, const struct bundle *bundle, set32 decided,
                         set32 refused);

/* What goes on because these are refused: what a return held back, and nothing else. */
struct onward reopening_onward(const struct engine *engine, const struct bundle *bundle,
                               set32 refused);

/* A fact that refuses lets nothing else go on. */
bool reopening_frees_well(const struct bundle *bundle, const struct onward *onward);

/* A stage has its verdict, or there will be none: nobody waits for it any longer. */
void reopening_end(const struct change *change, uint32_t stage);

/* Others wait until this stage is decided again. */
bool reopening_awaits(const struct engine *engine, const struct bundle *bundle, uint32_t stage);

/* The named stage that holds another one, from its entry; NULL: it is not held. */
const struct entry *reopening_of(const struct engine *engine, const struct bundle *bundle,
                                 uint32_t stage);

/* The act return. */
enum err reopening_check_act(const struct act_case *act, struct refusal *refusal);
void reopening_decide_act(const struct act_case *act, struct fact_acted *fact);
bool reopening_act_is_good(const struct change *change);
void reopening_apply_act(const struct change *change);

#endif
