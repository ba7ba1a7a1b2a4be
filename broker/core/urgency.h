/* SPDX-License-Identifier: Apache-2.0 */
/* Urgent bundles (绿色通道): a bundle is given a higher priority than it was submitted with, with a
 * reason, until that is taken back. Jobs that are queued move to the lanes of the new priority, behind
 * the submitter's others there; those that come later go there at once. What was submitted stands in
 * the dossier and in the submission. */
#ifndef BROKER_CORE_URGENCY_H
#define BROKER_CORE_URGENCY_H

#include "broker/core/act.h"

enum err urgency_check_begin(const struct act_case *act, struct refusal *refusal);
bool urgency_begins_well(const struct change *change);
void urgency_begin(const struct change *change);

enum err urgency_check_end(const struct act_case *act, struct refusal *refusal);
bool urgency_ends_well(const struct change *change);
void urgency_end(const struct change *change);

#endif
