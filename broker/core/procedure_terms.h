/* SPDX-License-Identifier: Apache-2.0 */
/* What a definition says besides stages and edges: limits, terms after issue, and the rules that differ
 * from place to place. procedure_check.c asks for each of them. */
#ifndef BROKER_CORE_PROCEDURE_TERMS_H
#define BROKER_CORE_PROCEDURE_TERMS_H

#include "tongfa/procedure.h"

/* A limit of a review: value 0 sets none, and may leave the unit open. Months are for terms only:
 * what a clock counts can stand still, and half a month is no amount. */
bool procedure_limit_is_good(const struct limit *limit);

/* The first of the procedure's terms that is wrong, in words; NULL: they are good. */
const char *procedure_terms_fault(const struct procedure *procedure);

/* What is wrong with the terms of a stage's permit, a sentence without its end; NULL: nothing. */
const char *procedure_stage_terms_fault(const struct procedure_stage *stage);

#endif
