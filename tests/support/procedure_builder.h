/* SPDX-License-Identifier: Apache-2.0 */
/* Procedures written down in C, for tests. */
#ifndef TESTS_SUPPORT_PROCEDURE_BUILDER_H
#define TESTS_SUPPORT_PROCEDURE_BUILDER_H

#include "tongfa/procedure.h"

/* A name from a literal. */
struct name named(const char *text);

/* Begin: no stages yet, version 1, on_refusal finish. */
void procedure_begin(struct procedure *procedure, const char *name);

/* Add a stage of a department with a permit called as the stage; lease 30 s, backoff 1 s to 8 s,
 * 3 attempts. Returns its index. */
uint32_t procedure_add_stage(struct procedure *procedure, const char *name, const char *department);
uint32_t procedure_add_milestone(struct procedure *procedure, const char *name);
uint32_t procedure_add_gate(struct procedure *procedure, const char *name, enum gate_policy policy,
                            set32 members);

/* The five permits: A land-use, D design scheme, B works planning, C title, F construction, with
 * the milestones PRJ, LAN, PAY, TAX; all edges bind the decision; one gate, all or nothing.
 * Source: the dependency graph of the five permits (Urban and Rural Planning Law, Art. 38 and 40;
 * Construction Law, Art. 8; Real Estate Registration rules). */
enum five_stage { FIVE_A, FIVE_D, FIVE_B, FIVE_C, FIVE_F, FIVE_STAGES };
enum five_milestone { FIVE_PRJ, FIVE_LAN, FIVE_PAY, FIVE_TAX, FIVE_MILESTONES };
void procedure_five_permits(struct procedure *procedure);

#endif
