/* SPDX-License-Identifier: Apache-2.0 */
/* Opinions: what a stage gives that issues no permit of its own (`opinion: true`). A closed set: it agrees, it
 * disagrees with a reason, or it agrees and forwards to a higher level (domain.md 4.1, 初设 13, 15).
 *
 * An opinion that disagrees holds nobody up: the lead department decides, and its job tells it what each
 * upstream said. So every edge that waits for an opinion is met by any. */
#ifndef BROKER_CORE_OPINION_H
#define BROKER_CORE_OPINION_H

#include "broker/core/machine.h"

/* Why a verdict cannot be one of this stage; NULL: it can. */
const char *opinion_misfit(const struct procedure_stage *stage, uint8_t verdict);

/* Nobody can do without being told why. */
bool opinion_needs_reason(uint8_t verdict);

/* Stages that one rests on whose opinions have been given. */
set32 opinions_given(const struct published *published, const struct bundle *bundle,
                     uint32_t stage);

#endif
