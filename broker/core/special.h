/* SPDX-License-Identifier: Apache-2.0 */
/* Special procedures (特别程序) of a stage: hearing, tender, auction, inspection, testing, quarantine,
 * appraisal, expert review, and what other laws name. Their time is not counted, and the applicant is
 * told in writing how much of it is needed (许可法 45): the kind, the planned days and the reason stand in the
 * fact. The review stands until somebody ends it; planned days that are over are shown, and end nothing.
 *
 * It begins by an act of the department, or by a worker's verdict on the job that it holds. */
#ifndef BROKER_CORE_SPECIAL_H
#define BROKER_CORE_SPECIAL_H

#include "broker/core/act.h"

/* What a special procedure is begun with. */
struct special_demand {
    uint8_t kind; /* enum special_kind */
    uint32_t days;
    int64_t until_ms; /* of a hearing: the end of its day */
};

/* Errors: ERR_ACT_IMPOSSIBLE - with field and text in *refusal. */
enum err special_check(const struct step *step, const struct special_demand *demand,
                       struct refusal *refusal);

/* The stage stands from this fact on: its review is called off. */
bool special_is_good(const struct change *change, uint8_t stage,
                     const struct special_demand *demand);
void special_begin(const struct change *change, uint8_t stage, const struct special_demand *demand);

/* The special procedure that a stage stands for; NULL: none. */
struct entry *special_find(const struct engine *engine, const struct bundle *bundle,
                           uint32_t stage);

/* "hearing", "expert_review": as symbols_special_kind has it. */
struct name special_name(uint8_t kind);

/* The acts special_start and special_end. */
enum err special_check_start(const struct act_case *act, struct refusal *refusal);
void special_decide_start(const struct act_case *act, struct fact_acted *fact);
bool special_starts_well(const struct change *change);
void special_start(const struct change *change);

enum err special_check_end(const struct act_case *act, struct refusal *refusal);
bool special_ends_well(const struct change *change);
void special_end(const struct change *change);

/* A stage has ended otherwise: blocked, refused or withdrawn. What it stood for is over. */
void special_drop(const struct change *change, uint32_t stage);

#endif
