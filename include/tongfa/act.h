/* SPDX-License-Identifier: Apache-2.0 */
/* Acts: what people, or the broker itself when a time is over, do to a bundle besides submitting it
 * and answering for jobs. One row each: number, name, the roles that may do it, what it must say.
 *
 *     ACT (a message) -> ACTED (a fact) -> what follows
 *
 * Numbers are protocol and never change their meaning.
 *
 * When you add an act: its row here, its row in broker/core/act_rules.c with the file that decides
 * and applies it, its phrase in broker/shell/describe_act.c, its paragraph in proto/SPEC.md 10.1, a
 * golden vector, stories, and its prediction in the simulator's model. */
#ifndef TONGFA_ACT_H
#define TONGFA_ACT_H

#include "tongfa/base.h"

/* clang-format off */
enum role {
    ROLE_SUBMITTER = 1, /* counter */
    ROLE_WORKER = 2,    /* office */
    ROLE_OPERATOR = 3,  /* office; may also use the counter's queries */
    ROLE_CLERK = 4,     /* counter; accepts or not (受), and never decides (审) */
    ROLE_OFFICER = 5,   /* office; a person of a department who decides */
    ROLE_HEAD = 6,      /* office; the head of a department */
    ROLE_GOVERNMENT = 7, /* office; the head of the government of that level */
    ROLE_SUPERVISOR = 8, /* office; supervises departments */
};
/* clang-format on */

/* Workers, officers and heads act for one department only. */
static inline bool role_has_department(enum role role)
{
    return role == ROLE_WORKER || role == ROLE_OFFICER || role == ROLE_HEAD;
}

#define STAGE_WHOLE 255 /* in place of a stage: the bundle as a whole */

/* Roles as sets, and nobody: only the broker itself does this. */
#define ACT_BY_NOBODY 0u
#define ACT_BY_SUBMITTER (1u << ROLE_SUBMITTER)
#define ACT_BY_OPERATOR (1u << ROLE_OPERATOR)
#define ACT_BY_CLERK (1u << ROLE_CLERK)
#define ACT_BY_OFFICER (1u << ROLE_OFFICER)
#define ACT_BY_HEAD (1u << ROLE_HEAD)
#define ACT_BY_GOVERNMENT (1u << ROLE_GOVERNMENT)
#define ACT_BY_SUPERVISOR (1u << ROLE_SUPERVISOR)

/* What the message must say. */
enum act_needs {
    NEEDS_STAGE = 1,
    NEEDS_REASON = 2, /* REASON_MISSING without it; the others FIELD_MISSING */
    NEEDS_DETAIL = 4,
    NEEDS_AMOUNT = 8,
    NEEDS_MATERIALS = 16,
    NEEDS_UNTIL = 32,
    NEEDS_ON = 64,
    TAKES_STAGE = 128, /* it may be of a stage, or of the bundle as a whole */
    AT_INTAKE = 4096,  /* also before the bundle is accepted; all others afterwards only */
};

/* clang-format off */
#define ACT_TABLE(ROW) \
    /* the bundle as a whole stands still */ \
    ROW(1, SUSPEND, "suspend", ACT_BY_HEAD | ACT_BY_GOVERNMENT, NEEDS_REASON) \
    ROW(2, RESUME,  "resume",  ACT_BY_HEAD | ACT_BY_GOVERNMENT, 0) \
    /* at the counter (许可法 32); put_right: materials, amended on the spot */ \
    ROW(10, ACCEPT,     "accept",      ACT_BY_CLERK, AT_INTAKE) \
    ROW(11, PUT_RIGHT,  "put_right",   ACT_BY_CLERK, AT_INTAKE | NEEDS_MATERIALS) \
    ROW(12, NOT_REQUIRE, "not_require", ACT_BY_CLERK, AT_INTAKE | NEEDS_REASON) \
    ROW(13, NOT_ACCEPT, "not_accept",  ACT_BY_CLERK, AT_INTAKE | NEEDS_REASON) \
    ROW(14, ASK_CORRECTIONS, "ask_corrections", ACT_BY_CLERK, \
        AT_INTAKE | NEEDS_REASON | NEEDS_MATERIALS) \
    ROW(15, DEEM_ACCEPTED, "deem_accepted", ACT_BY_NOBODY, AT_INTAKE) \
    ROW(16, LAPSE_INTAKE, "lapse_intake", ACT_BY_NOBODY, AT_INTAKE) \
    /* corrections after acceptance, and the pre-review before it */ \
    ROW(20, CORRECT,    "correct",    ACT_BY_OFFICER | ACT_BY_HEAD, NEEDS_STAGE | NEEDS_REASON) \
    ROW(21, NOTIFY,     "notify",     ACT_BY_SUPERVISOR, NEEDS_REASON) \
    ROW(22, RETRACT,    "retract",    ACT_BY_OFFICER | ACT_BY_HEAD | ACT_BY_SUPERVISOR, \
        NEEDS_STAGE | NEEDS_REASON) \
    ROW(23, UNANSWERED, "unanswered", ACT_BY_NOBODY, 0) \
    ROW(24, CONVERT,    "convert",    ACT_BY_NOBODY, 0) \
    ROW(25, FORGO,      "forgo",      ACT_BY_NOBODY, 0) \
    /* the time of a stage, and its way back */ \
    ROW(30, SPECIAL_START, "special-start", ACT_BY_OFFICER | ACT_BY_HEAD, \
        NEEDS_STAGE | NEEDS_DETAIL | NEEDS_AMOUNT | NEEDS_REASON) \
    ROW(31, SPECIAL_END,   "special-end",   ACT_BY_OFFICER | ACT_BY_HEAD, NEEDS_STAGE | NEEDS_REASON) \
    ROW(32, EXTEND,        "extend",        ACT_BY_HEAD | ACT_BY_GOVERNMENT, \
        TAKES_STAGE | NEEDS_AMOUNT | NEEDS_REASON) \
    ROW(33, RETURN,        "return",        ACT_BY_OFFICER | ACT_BY_HEAD, \
        NEEDS_STAGE | NEEDS_ON | NEEDS_REASON) \
    ROW(34, DEEM,          "deem",          ACT_BY_NOBODY, NEEDS_STAGE | NEEDS_DETAIL)
/* clang-format on */

enum act {
#define ACT_ENUM(number, name, word, by, needs) ACT_##name = number,
    ACT_TABLE(ACT_ENUM)
#undef ACT_ENUM
};

#define ACT_COUNT 128 /* above every number */

/* SPECIAL_START: which special procedure it is, in the order of 许可法 45. */
enum special_kind {
    SPECIAL_HEARING = 1,       /* 听证 */
    SPECIAL_TENDER = 2,        /* 招标 */
    SPECIAL_AUCTION = 3,       /* 拍卖 */
    SPECIAL_INSPECTION = 4,    /* 检验 */
    SPECIAL_TESTING = 5,       /* 检测 */
    SPECIAL_QUARANTINE = 6,    /* 检疫 */
    SPECIAL_APPRAISAL = 7,     /* 鉴定 */
    SPECIAL_EXPERT_REVIEW = 8, /* 专家评审 */
    SPECIAL_OTHER = 9,         /* that another law names */
};

/* EXTEND: which limits grow, as the fact says. */
enum extends {
    EXTENDS_STATUTORY = 1,
    EXTENDS_PROMISED = 2,
    EXTENDS_BOTH = 3,
};

/* The set of roles that may do it; 0: none, or no such act. */
static inline uint32_t act_roles(uint8_t act)
{
    switch (act) {
#define ACT_ROLES(number, name, word, by, needs) \
    case ACT_##name: return by;
        ACT_TABLE(ACT_ROLES)
#undef ACT_ROLES
        default: return ACT_BY_NOBODY;
    }
}

/* The set of enum act_needs. */
static inline uint32_t act_needs(uint8_t act)
{
    switch (act) {
#define ACT_NEEDS(number, name, word, by, needs) \
    case ACT_##name: return needs;
        ACT_TABLE(ACT_NEEDS)
#undef ACT_NEEDS
        default: return 0;
    }
}

#endif
