/* SPDX-License-Identifier: Apache-2.0 */
/* Corrections after acceptance (过程补件): reviewers find what must be corrected, each for itself; the
 * applicant hears of it once, answers once, and only what that concerns is reviewed again.
 *
 *     verdict correct, or act correct    the stage is PAUSED; entry DEFICIENCY          "raised"
 *     all open reviews have answered,    act notify, by the broker itself: the entries of all that
 *     or the notice is due               raised something become pauses of their clocks "told"
 *     SUPPLY                             told stages, and those that read a changed material, are
 *                                        reviewed again; the others never stopped
 *     no answer in time                  act unanswered: what the procedure says
 *
 * One notice is the law's number; another round waits for a supervisor, who gives a reason. An applicant
 * is never asked for two things at once: no notice goes out before the last one is answered.
 *
 * Source: 许可法 32(4), all corrections told once; 滨州 5, 10, the lead department tells; domain.md 4.1. */
#ifndef BROKER_CORE_CORRECTION_H
#define BROKER_CORE_CORRECTION_H

#include "broker/core/act.h"

/* What the procedure says, or else: notice within 5 working days (许可法 32(4)), answer within 15, one
 * round, stages refused. */
struct corrections correction_terms(const struct procedure *procedure);

/* Stages that wait until the applicant is told, and those that wait for the answer. */
set32 correction_raised(const struct bundles *bundles, const struct bundle *bundle);
set32 correction_told(const struct bundles *bundles, const struct bundle *bundle);

/* The open notice that is pending, or given; NULL: there is none. And how many went out. */
struct entry *correction_notice(const struct bundles *bundles, const struct bundle *bundle,
                                enum notice_state state);
uint32_t correction_rounds(const struct bundles *bundles, const struct bundle *bundle);

/* A deficiency may be entered: there is room, and the procedure has these materials. */
bool correction_has_room(const struct bundles *bundles, const struct bundle *bundle,
                         uint32_t entries_max);
bool correction_knows(const struct published *published, uint64_t materials);

/* Materials by their names, with commas between. False: the procedure has no such. */
bool correction_find(const struct published *published, struct span names, uint64_t *materials);

/* A deficiency of the fact's stage, raised by a verdict or act. */
void correction_raise(const struct change *change, uint64_t materials);

/* Nothing is asked of these stages any more. */
void correction_close(const struct change *change, set32 stages);

/* A stage has ended: nothing is asked of it, and a notice about nothing any more is over. */
void correction_drop(const struct change *change, uint32_t stage);

/* All open reviews have answered, and a notice may go out. */
bool correction_is_complete(const struct engine *engine, const struct bundle *bundle);

/* Give the notice. */
void correction_notify(struct step *step, uint32_t index);

/* The last instants for the notice and for the answer; 0: none is due, or it needs a supervisor. */
int64_t correction_notice_due(const struct engine *engine, const struct bundle *bundle);
int64_t correction_answer_due(const struct engine *engine, const struct bundle *bundle);

/* The bundle was sent back because nothing was supplied. */
bool correction_is_returned(const struct bundles *bundles, const struct bundle *bundle);

/* ---- Timer, supply, acts: rows in timers.c, supply.c, act_rules.c --------------------------- */

int64_t correction_due(const struct engine *engine, uint32_t index);
void correction_run(struct step *step, uint32_t index);

bool correction_awaits(const struct engine *engine, const struct bundle *bundle);
set32 correction_reviewed_again(const struct engine *engine, const struct bundle *bundle,
                                uint64_t changed);
void correction_supplied(const struct change *change);

enum err correction_check_raise(const struct act_case *act, struct refusal *refusal);
void correction_decide_raise(const struct act_case *act, struct fact_acted *fact);
bool correction_raises_well(const struct change *change);
void correction_apply_raise(const struct change *change);

enum err correction_check_notify(const struct act_case *act, struct refusal *refusal);
void correction_decide_notify(const struct act_case *act, struct fact_acted *fact);
bool correction_notifies_well(const struct change *change);
void correction_apply_notify(const struct change *change);

enum err correction_check_retract(const struct act_case *act, struct refusal *refusal);
void correction_decide_retract(const struct act_case *act, struct fact_acted *fact);
bool correction_retracts_well(const struct change *change);
void correction_apply_retract(const struct change *change);

bool correction_ends_well(const struct change *change);
void correction_apply_end(const struct change *change);

#endif
