/* SPDX-License-Identifier: Apache-2.0 */
/* What a definition says of how the law applies: clocks, extensions, opinions, silence, remedies.
 * Part of procedure_check.h, in a file of its own. */
#ifndef BROKER_CORE_LAW_CHECK_H
#define BROKER_CORE_LAW_CHECK_H

#include "tongfa/procedure.h"

/* What is wrong with it, in a few words; NULL: nothing. */
const char *law_of_stage(const struct procedure_stage *stage);
const char *law_of_procedure(const struct procedure *procedure);

#endif
