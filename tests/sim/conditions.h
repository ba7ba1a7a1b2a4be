/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions of stages, for whoever draws more stages. */
#ifndef TESTS_SIM_CONDITIONS_H
#define TESTS_SIM_CONDITIONS_H

#include "tests/sim/plan.h"

/* A stage of a procedure of the plan asks for a size, in each of its versions. */
void conditions_ask(uint32_t procedure, uint32_t index, uint8_t size,
                    struct procedure_stage *stage);

/* It asks for the same in other words. */
void conditions_say_otherwise(uint32_t procedure, uint32_t index, struct procedure_stage *stage);

#endif
