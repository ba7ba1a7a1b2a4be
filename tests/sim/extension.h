/* SPDX-License-Identifier: Apache-2.0 */
/* Extensions, for whatever goes by limits. */
#ifndef TESTS_SIM_EXTENSION_H
#define TESTS_SIM_EXTENSION_H

#include "tongfa/procedure.h"

/* The limits of a stage, or of all stages together (STAGE_WHOLE), with what was added to them. Returns how
 * much that is; 0: nothing. */
uint16_t extension_grow(uint64_t bundle, uint8_t stage, struct limit *statutory,
                        struct limit *promised);

#endif
