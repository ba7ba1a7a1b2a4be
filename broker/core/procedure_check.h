/* SPDX-License-Identifier: Apache-2.0 */
/* Rules that a procedure obeys before it may be published; `tongfa lint` reports the same. */
#ifndef BROKER_CORE_PROCEDURE_CHECK_H
#define BROKER_CORE_PROCEDURE_CHECK_H

#include "tongfa/errors.h"
#include "tongfa/procedure.h"

enum problem_kind {
    PROBLEM_NONE = 0,
    PROBLEM_NO_STAGE,           /* a procedure has at least one stage */
    PROBLEM_BAD_NAME,           /* a name is empty or not well formed */
    PROBLEM_NAME_TWICE,         /* two stages, milestones, gates or materials of one name */
    PROBLEM_OUT_OF_RANGE,       /* a number, count or set is out of its bounds */
    PROBLEM_CYCLE,              /* a stage depends on itself */
    PROBLEM_CYCLE_THROUGH_GATE, /* a member waits for what waits for its gate's issue */
    PROBLEM_TWO_GATES,          /* a stage is a member of two gates */
    PROBLEM_GATE_EMPTY,
    PROBLEM_NUMBER,    /* the format of permit numbers, see permit_number.h */
    PROBLEM_CONDITION, /* an applies_if, see condition.h */
    PROBLEM_ELEMENTS,  /* a for_each and its copies, see there */
};

enum problem_place {
    PLACE_PROCEDURE = 0,
    PLACE_STAGE,
    PLACE_MILESTONE,
    PLACE_GATE,
    PLACE_MATERIAL,
};

struct problem {
    enum problem_kind kind;
    enum problem_place place;
    uint32_t index; /* in the list of that place */
    uint32_t other; /* second index concerned (name twice, cycle), else the same */
    char text[160]; /* one sentence with names, what is wrong and what to do */
};

/* As struct name promises, the zeros after its end included. */
bool procedure_name_is_good(const struct name *name);

/* Check everything; writes up to problem_max problems, in order of place and index, those of
 * procedure_law.h last.
 *
 * Returns: how many were written; 0 means the procedure may be published. */
uint32_t procedure_check(const struct procedure *procedure, struct problem *problems,
                         uint32_t problem_max);

/* Stages in dependency order (upstreams first; among equals the list's order), over both kinds of
 * edges. The procedure has passed procedure_check. order has room for stage_count entries. */
void procedure_order(const struct procedure *procedure, uint8_t order[STAGES_MAX]);

/* What is wrong with its counter or its day in force, in a few words; NULL: nothing. */
const char *procedure_intake_flaw(const struct procedure *procedure);

#endif
