/* SPDX-License-Identifier: Apache-2.0 */
/* What a judge leaves behind, made fit for the protocol. */
#ifndef WORKERS_REASON_H
#define WORKERS_REASON_H

#include "tongfa/worker.h"

/* Make a verdict one that the broker can take: a known kind, a bounded delay, a reason of valid
 * UTF-8 without controls (each wrong byte becomes a '?'). A refusal without a reason is no refusal
 * that an applicant can be given: it is parked, and so are an unknown kind, a special procedure
 * without its kind or days, a return to no stage, and a name that is none.
 *
 * Source: proto/SPEC.md 10 "VERDICT"; Administrative Licensing Law, Art. 38. */
void reason_check(struct tongfa_verdict *verdict);

#endif
