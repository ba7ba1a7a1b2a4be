/* SPDX-License-Identifier: Apache-2.0 */
/* The order in which versions of a procedure list their milestones and gates. The plan has each of them at one
 * place in all versions, which keeps everything else simple; what is published has them in an order
 * of its own, and a fact means the place that its version gives them. Source: proto/SPEC.md 8 "Versions". */
#ifndef TESTS_SIM_ORDER_H
#define TESTS_SIM_ORDER_H

#include "tests/sim/plan.h"
#include "tongfa/fact.h"

/* As they stand in the plan. */
void order_plain(struct plan_version *version);

/* In any order. */
void order_draw(struct plan_version *version, uint64_t which);

/* The procedure as it is published. */
void order_publish(const struct plan_version *version, struct procedure *published);

/* A fact of a version in terms of the plan. */
void order_read(const struct plan_version *version, struct fact *fact);

#endif
