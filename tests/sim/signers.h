/* SPDX-License-Identifier: Apache-2.0 */
/* Who there is to sign stages, which of them sign which, what each thinks of a bundle, and what that
 * comes to. feature_signing.c follows who was asked, and has signed. */
#ifndef TESTS_SIM_SIGNERS_H
#define TESTS_SIM_SIGNERS_H

#include "tests/support/chance.h"
#include "tongfa/procedure.h"

/* How those who are asked stand. */
struct votes {
    uint32_t agreed;
    uint32_t disagreed;
    uint32_t asked;
};

void signers_begin(void);
void signers_draw(struct procedure *procedure, uint32_t index);

/* Of one stage others sign, or nobody, or by another rule; nothing where nobody ever signs. */
void signers_change(struct procedure *procedure, struct chance *chance);

/* Some stage of some procedure has signers. */
bool signers_are_planned(void);

/* The n-th of those in a department who may be asked to sign, from 0; false: no more. Its head and its
 * officer are among them. */
bool signers_person(const struct name *department, uint32_t nth, struct name *who);
uint32_t signers_person_count(const struct name *department);

/* Whom the procedure names for a stage: how many. */
uint32_t signers_count(const struct procedure *procedure, uint32_t stage);

/* What somebody thinks of a stage: enum sign_answer. */
uint8_t signers_answer(uint32_t planned, uint8_t stage, const struct name *who);

/* What votes come to by the rule of the procedure: enum sign_answer; 0: that is open. */
uint8_t signers_outcome(const struct procedure_stage *stage, struct votes votes);

/* The same when everybody has had their say, of these, or of those whom the procedure names. 0: a veto
 * meets a grant, and it matters who is first. */
uint8_t signers_foresee(const struct procedure_stage *stage, struct votes votes);
uint8_t signers_foresee_plan(uint32_t planned, uint8_t stage);

#endif
