/* SPDX-License-Identifier: Apache-2.0 */
/* Cards (红黄牌): lights that the broker raises by itself as the time of a clock runs out, by the rule
 * set that the procedure names (card_rules.h). A clock is that of a stage whose limits count, or that
 * of all stages together.
 *
 *     RAISED --appeal--> APPEALED --uphold--> UPHELD
 *        |                  |
 *        +---- withdraw ----+--> WITHDRAWN
 *
 * Each level once for each clock, whatever becomes of it. A clock that stands raises nothing; a
 * calendar that arrives moves what has not been raised yet, and never what has. Where several are due
 * at once (the broker was away), each is raised, in the order of their instants.
 *
 * Source: domain.md 5.1 (电子监察); 优化营商环境条例 36, 滨州 19 for what is over the promised time. */
#ifndef BROKER_CORE_CARD_H
#define BROKER_CORE_CARD_H

#include "broker/core/act.h"

enum card_move { CARD_MOVE_APPEAL = 0, CARD_MOVE_UPHOLD, CARD_MOVE_WITHDRAW, CARD_MOVE_COUNT };

/* The state after a move; 0: the move is refused. */
enum card_state card_next(enum card_state state, enum card_move move);

bool card_raised_well(const struct change *change);
void card_raise(const struct change *change);

/* APPEAL_CARD, UPHOLD_CARD, WITHDRAW_CARD. */
enum err card_check(const struct act_case *act, struct refusal *refusal);
bool card_moved_well(const struct change *change);
void card_move(const struct change *change);

int64_t card_due(const struct engine *engine, uint32_t index);
void card_run(struct step *step, uint32_t index);

/* ---- Counts of departments ------------------------------------------------------------------- */

/* A bundle has ended: its cards are counted no more. */
void cards_end(const struct change *change);

/* From the bundles, after a restart. */
void cards_count_anew(struct engine *engine);

#endif
