/* SPDX-License-Identifier: Apache-2.0 */
/* A definition in which tests make one thing wrong, and what procedure_check says of it. */
#ifndef TESTS_SUPPORT_PROCEDURE_PROBLEMS_H
#define TESTS_SUPPORT_PROCEDURE_PROBLEMS_H

#include "broker/core/procedure_check.h"

#define PROBLEMS_MAX 16

extern struct procedure procedure;
extern struct problem problems[PROBLEMS_MAX]; /* of the last check */

/* The five permits, as cmocka's set-up. Returns: 0. */
int problems_set_up(void **state);

/* Returns: how many problems there are; the first PROBLEMS_MAX stand in `problems`. */
uint32_t problems_check(void);

/* Exactly one problem, at this place, whose sentence contains some words. */
void problems_assert_one(enum problem_kind kind, enum problem_place place, uint32_t index,
                         const char *words);

#endif
