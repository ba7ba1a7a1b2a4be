/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the times that a definition sets make sense: limits of reviews, and terms after issue. */
#ifndef BROKER_CORE_PROCEDURE_TERMS_H
#define BROKER_CORE_PROCEDURE_TERMS_H

#include "tongfa/procedure.h"

/* A limit of a review: value 0 sets none, and may leave the unit open. Months are for terms only:
 * what a clock counts can stand still, and half a month is no amount. */
bool limit_is_good(const struct limit *limit);

/* What is wrong with the terms of a stage's permit, a sentence without its end; NULL: nothing. */
const char *procedure_terms_problem(const struct procedure_stage *stage);

#endif
