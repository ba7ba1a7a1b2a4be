/* SPDX-License-Identifier: Apache-2.0 */
/* What a definition says besides stages and edges: limits, and the rules that differ from place to place.
 * procedure_check.c asks for each of them. */
#ifndef BROKER_CORE_PROCEDURE_TERMS_H
#define BROKER_CORE_PROCEDURE_TERMS_H

#include "tongfa/procedure.h"

/* Value 0 sets no limit, and may leave the unit open. */
bool procedure_limit_is_good(const struct limit *limit);

/* The first of the procedure's terms that is wrong, in words; NULL: they are good. */
const char *procedure_terms_fault(const struct procedure *procedure);

#endif
