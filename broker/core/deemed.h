/* SPDX-License-Identifier: Apache-2.0 */
/* Deemed agreement (超时默认): where the procedure says `on_timeout: agree`, a review that is not done when its
 * statutory limit ends (the promised one where there is no other) counts as agreed, or granted. The broker says so
 * itself: it is always marked as deemed, and always overdue, never in time (domain.md 1 row 16, 4.1, 5.4).
 *
 * Nobody's silence is taken for agreement by a guess: while the end of the limit rests on a year that is not
 * published, nothing is deemed; nor is a stage that another one returned to, as long as that one waits for it. */
#ifndef BROKER_CORE_DEEMED_H
#define BROKER_CORE_DEEMED_H

#include "broker/core/act.h"

int64_t deemed_due(const struct engine *engine, uint32_t index);
void deemed_run(struct step *step, uint32_t index);

bool deemed_is_good(const struct change *change);
void deemed_apply(const struct change *change);

#endif
