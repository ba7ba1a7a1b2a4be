/* SPDX-License-Identifier: Apache-2.0 */
/* The order in which versions of a procedure list their stages, milestones and gates. The plan has each of them at one
 * place in all versions, which keeps everything else simple; what is published has them in an order
 * of its own, and a fact means the place that its version gives them. Source: proto/SPEC.md 8 "Versions". */
#ifndef TESTS_SIM_ORDER_H
#define TESTS_SIM_ORDER_H

#include "broker/core/engine.h"
#include "tests/sim/audit.h"
#include "tests/sim/plan.h"
#include "tongfa/fact.h"

/* As they stand in the plan. */
void order_plain(struct plan_version *version);

/* In any order. */
void order_draw(struct plan_version *version, uint64_t which);

/* The procedure as it is published. */
void order_publish(const struct plan_version *version, struct procedure *published);

/* A fact of a version in terms of the plan; leases stay as they follow each other. */
void order_read(const struct plan_version *version, struct fact *fact);

/* An image, of whatever version it tells. */
void order_read_image(struct bundle_image *image);

/* A job of the version that it names. */
void order_read_job(struct msg_job *job);

/* What an engine has of a bundle, in terms of the plan. */
enum err order_image(const struct engine *engine, uint64_t number, struct bundle_image *image);

/* The stage at a place in the list of a version; and the other way. */
uint8_t order_stage(const struct plan_version *version, uint8_t place);
uint8_t order_place(const struct plan_version *version, uint8_t stage);

/* ... of the version that governs a bundle. */
const struct plan_version *order_of(const struct audit_bundle *bundle);

#endif
