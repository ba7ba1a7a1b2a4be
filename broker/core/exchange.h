/* SPDX-License-Identifier: Apache-2.0 */
/* What the national exchange of approval data calls the states of a stage (办理状态, field blzt).
 *
 * A stage is one 审批事项 there. Where the procedure has a counter it is received (1) first, may be corrected
 * (6, 7), and is accepted (3) or not (4, 5), or taken back (2); else the window has taken it in (3) when
 * its bundle is recorded, since what stands in the journal went through one. Its department has begun (8) when a worker holds its
 * job for the first time; it is closed (11, 13) or called off (14) when it has ended. A row that closes
 * one (11, 13, 14) is refused by the exchange without an earlier 3 or 8: here none comes before 3.
 *
 * Source of the codes: the exchange standard of 工程建设项目审批管理系统 (2018-08-06 and later), 办理状态,
 * as two implementations of it have them; its text was not at hand. Which state of ours is which code is
 * our reading; each row of the table in exchange.c says why.
 *
 * When you add a state of a stage: its row in exchange.c, its row in the picture of
 * tests/unit/test_exchange.c, and its fact in exchange_of_fact. */
#ifndef BROKER_CORE_EXCHANGE_H
#define BROKER_CORE_EXCHANGE_H

#include "tongfa/state.h"

enum exchange_code {
    EXCHANGE_NONE = 0,
    EXCHANGE_RECEIVED = 1,           /* 已接件 */
    EXCHANGE_TAKEN_BACK = 2,         /* 已撤件, before acceptance */
    EXCHANGE_ACCEPTED = 3,           /* 窗口受理 */
    EXCHANGE_NOT_REQUIRED = 4,       /* 不受理 */
    EXCHANGE_NOT_ACCEPTED = 5,       /* 不予受理 */
    EXCHANGE_CORRECTION_BEGUN = 6,   /* 补正开始 */
    EXCHANGE_CORRECTION_ENDED = 7,   /* 补正结束 */
    EXCHANGE_REVIEW_BEGUN = 8,       /* 部门开始办理 */
    EXCHANGE_SPECIAL_BEGUN = 9,      /* 特别程序开始 */
    EXCHANGE_SPECIAL_ENDED = 10,     /* 特别程序结束 */
    EXCHANGE_PASSED = 11,            /* 办结(通过) */
    EXCHANGE_PASSED_TOLERANTLY = 12, /* 办结(容缺通过) */
    EXCHANGE_NOT_PASSED = 13,        /* 办结(不通过) */
    EXCHANGE_WITHDRAWN = 14,         /* 撤回 */
    EXCHANGE_REVOKED = 15,           /* 撤销 */
    EXCHANGE_CODE_COUNT
};

/* The code of a stage. attempt - leases of its job so far, stage_image.attempt. While it stands for a special
 * procedure, which its dossier knows, it is EXCHANGE_SPECIAL_BEGUN instead; that it ended is told by the fact
 * alone, and then the department goes on.
 *
 * Returns: EXCHANGE_NONE for a state that is not known here. */
enum exchange_code exchange_of_stage(enum stage_state state, uint32_t attempt);

/* The code of a stage of a bundle: as above once it is accepted, and what became of it before. */
enum exchange_code exchange_of_image(const struct bundle_image *image, uint32_t stage);

/* The same from an image: 12 if its permit was issued while a material was missing. It
 * says what became of a permit after its issue, too: 15 撤销. There is no
 * code for 撤回 (of the permit), 注销, or a lapse: those stay passed. */
enum exchange_code exchange_of_image(const struct bundle_image *image, uint32_t stage);

/* The code that a lease gives to its stage. EXCHANGE_NONE: its department had begun before. */
enum exchange_code exchange_of_lease(const struct lease *lease);

/* The code that PERMITS_ISSUED gives to the stage of one of its permits. */
enum exchange_code exchange_of_permit(const struct fact_permits_issued *issued, uint8_t stage);

/* The code that a fact gives to the stages it concerns: the one that it names; all of the bundle that
 * apply when it is submitted, or when something becomes of it at the counter; those with a permit in it (where
 * some are tolerated, each has its own); of an act its stage, or its stages if it refuses some; the held grants of
 * a gate that lapses; all that have not ended when the bundle is withdrawn.
 *
 * A notice gives 6 to its `stages`. 7 after that is an event and no state: what is supplied or taken back
 * gives it to those that were 6, and then they are again what they were before. Refused for want of an
 * answer are the `stages` of the act, withdrawn or sent back all that have not ended.
 *
 * Returns: EXCHANGE_NONE if it changes no code. */
enum exchange_code exchange_of_fact(const struct fact *fact);

#endif
