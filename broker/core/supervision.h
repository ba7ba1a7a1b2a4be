/* SPDX-License-Identifier: Apache-2.0 */
/* What supervisors do about a department that is slow: reminders and orders.
 *
 * A reminder (催办) asks for a stage that is under review, once a working day.
 *
 * A supervision order (督办) is given to the department of a stage, one open order for each department
 * of a bundle:
 *
 *     ISSUED --ack--> ACKED --report--> REPORTED --rectify--> RECTIFYING --verify--> VERIFIED
 *                                          |  ^                   |                     |
 *                                       return report           return                close
 *                                          v  |                   v                     v
 *                                        RETURNED <---------------+                   CLOSED
 *
 *     REPORTED is closed at once where there is nothing to rectify
 *     APPEALED: from ISSUED, ACKED, RETURNED, within 30 days, once; upheld: ACKED again; or closed
 *
 * Source: 政府督查工作条例 11 to 21 (order, self-check, conclusion, objection, rectification), 15 (no
 * repeated and no many-headed supervision); domain.md 5.3. */
#ifndef BROKER_CORE_SUPERVISION_H
#define BROKER_CORE_SUPERVISION_H

#include "broker/core/act.h"

enum order_move {
    ORDER_MOVE_ACK = 0,
    ORDER_MOVE_REPORT,
    ORDER_MOVE_RETURN,
    ORDER_MOVE_RECTIFY,
    ORDER_MOVE_VERIFY,
    ORDER_MOVE_CLOSE,
    ORDER_MOVE_APPEAL,
    ORDER_MOVE_UPHOLD,
    ORDER_MOVE_COUNT
};

/* The state after a move; ORDER_NONE: the move is refused. */
enum order_state order_next(enum order_state state, enum order_move move);

enum err reminder_check(const struct act_case *act, struct refusal *refusal);
bool reminder_is_good(const struct change *change);
void reminder_apply(const struct change *change);

enum err order_check_issue(const struct act_case *act, struct refusal *refusal);
void order_decide(const struct act_case *act, struct fact_acted *fact);
bool order_issued_well(const struct change *change);
void order_issue(const struct change *change);

/* All acts on an order that is there. */
enum err order_check_move(const struct act_case *act, struct refusal *refusal);
bool order_moved_well(const struct change *change);
void order_move(const struct change *change);

#endif
