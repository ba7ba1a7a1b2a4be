/* SPDX-License-Identifier: Apache-2.0 */
/* The counter (受): a bundle is received, and then accepted, or not (许可法 32).
 *
 *     RECEIVED    its clock runs    accept, put_right      review
 *                                   nobody says anything   review, from the receipt on
 *                                   not_require            ended NOT_REQUIRED
 *                                   not_accept             ended NOT_ACCEPTED
 *                                   ask_corrections        CORRECTING, once only
 *     CORRECTING  the applicant's   corrections come       RECEIVED, its clock begins anew
 *                                   they do not in time    ended, as the procedure says
 *
 * Nothing of a bundle opens before it is accepted; milestones are taken down all the same. All that is
 * to be remembered of the counter stands in the first entry of the dossier (ENTRY_INTAKE), which is
 * there from the receipt on: the broker can accept by itself however full it is.
 *
 * Whoever accepted a bundle decides nothing of it (受审分离: 许可法 24; 滨州 10). */
#ifndef BROKER_CORE_INTAKE_H
#define BROKER_CORE_INTAKE_H

#include "broker/core/act.h"
#include "broker/core/intake_image.h"

/* ---- Rules of acts ------------------------------------------------------------------------- */

enum err intake_check(const struct act_case *act, struct refusal *refusal);
enum err intake_check_accept(const struct act_case *act, struct refusal *refusal);
enum err intake_check_not_accept(const struct act_case *act, struct refusal *refusal);
enum err intake_check_ask(const struct act_case *act, struct refusal *refusal);
void intake_decide_accept(const struct act_case *act, struct fact_acted *fact);
bool intake_accepts_well(const struct change *change);
void intake_accept(const struct change *change);
bool intake_ends_well(const struct change *change);
void intake_end(const struct change *change);
bool intake_asks_well(const struct change *change);
void intake_ask(const struct change *change);

/* ---- By itself ----------------------------------------------------------------------------- */

int64_t intake_due(const struct engine *engine, uint32_t index);
void intake_run(struct step *step, uint32_t index);

/* ---- Other facts --------------------------------------------------------------------------- */

/* A bundle has come in where there is a counter: it is received. */
void intake_begin(const struct change *change);

/* Rule of SUPPLY: corrections come before acceptance, and the counter looks at it afresh. */
bool intake_is_correcting(const struct engine *engine, const struct bundle *bundle);
set32 intake_reviews_nothing(const struct engine *engine, const struct bundle *bundle,
                             uint64_t changed);
void intake_supplied(const struct change *change);

/* It has ended, so nothing of the counter is open any more. */
void intake_close(const struct change *change);

/* What it came to at the counter, if it ended there; else RESULT_OPEN. */
enum bundle_result intake_result(const struct bundles *bundles, const struct bundle *bundle);

/* The instant from which clocks count that this fact starts: its own, or that of the receipt where it
 * is deemed to have been accepted then (许可法 32, last sentence of (4)). */
int64_t intake_effective_ms(const struct fact *fact);

/* Who accepted the bundle; NULL: nobody, or the broker itself. */
const struct name *intake_acceptor(const struct bundles *bundles, const struct bundle *bundle);

/* The last instant in time. INT64_MAX: the procedure sets no limit. */
int64_t intake_look_due_ms(const struct engine *engine, const struct procedure *procedure,
                           int64_t from_ms);

#endif
