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
    ALSO_ENDED = 256,  /* not a need: it may be done to a bundle that has ended, too */
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
    ROW(30, SPECIAL_START, "special_start", ACT_BY_OFFICER | ACT_BY_HEAD, \
        NEEDS_STAGE | NEEDS_DETAIL | NEEDS_AMOUNT | NEEDS_REASON) \
    ROW(31, SPECIAL_END,   "special_end",   ACT_BY_OFFICER | ACT_BY_HEAD, NEEDS_STAGE | NEEDS_REASON) \
    ROW(32, EXTEND,        "extend",        ACT_BY_HEAD | ACT_BY_GOVERNMENT, \
        TAKES_STAGE | NEEDS_AMOUNT | NEEDS_REASON) \
    ROW(33, RETURN,        "return",        ACT_BY_OFFICER | ACT_BY_HEAD, \
        NEEDS_STAGE | NEEDS_ON | NEEDS_REASON) \
    ROW(34, DEEM,          "deem",          ACT_BY_NOBODY, NEEDS_STAGE | NEEDS_DETAIL) \
    /* counter-signing of a stage */ \
    ROW(40, SIGN,          "sign",          ACT_BY_OFFICER | ACT_BY_HEAD, NEEDS_STAGE | NEEDS_DETAIL) \
    ROW(41, ADD_SIGNER,    "add_signer",    ACT_BY_HEAD, NEEDS_STAGE | NEEDS_REASON | NEEDS_ON) \
    ROW(42, REMOVE_SIGNER, "remove_signer", ACT_BY_HEAD, NEEDS_STAGE | NEEDS_REASON | NEEDS_ON) \
    ROW(43, SIGNED,        "signed",        ACT_BY_NOBODY, NEEDS_STAGE | NEEDS_DETAIL) \
    /* materials that may come later */ \
    ROW(50, TOLERATE,          "tolerate",          ACT_BY_NOBODY, NEEDS_MATERIALS | AT_INTAKE) \
    ROW(51, MATERIAL_SUPPLIED, "material_supplied", ACT_BY_CLERK, \
        NEEDS_MATERIALS | AT_INTAKE | ALSO_ENDED) \
    ROW(52, MATERIAL_OVERDUE,  "material_overdue",  ACT_BY_NOBODY, NEEDS_MATERIALS) \
    /* decisions on a commitment, checked later */ \
    ROW(53, COMMIT,              "commit",              ACT_BY_SUBMITTER, NEEDS_STAGE) \
    ROW(54, WITHDRAW_COMMITMENT, "withdraw_commitment", ACT_BY_SUBMITTER, NEEDS_STAGE) \
    ROW(55, COMMITMENT_KEPT,     "commitment_kept",     ACT_BY_OFFICER | ACT_BY_HEAD, \
        NEEDS_STAGE | ALSO_ENDED) \
    ROW(56, COMMITMENT_FALSE,    "commitment_false",    ACT_BY_OFFICER | ACT_BY_HEAD, \
        NEEDS_STAGE | NEEDS_REASON | ALSO_ENDED) \
    ROW(57, BAR_COMMITMENT,      "bar_commitment",      ACT_BY_OFFICER | ACT_BY_HEAD, \
        TAKES_STAGE | NEEDS_REASON) \
    ROW(58, CHECK_OVERDUE,       "check_overdue",       ACT_BY_NOBODY, NEEDS_STAGE | ALSO_ENDED) \
    /* what becomes of a permit after its issue */ \
    ROW(60, DELIVER,         "deliver",         ACT_BY_CLERK, NEEDS_STAGE | ALSO_ENDED) \
    ROW(61, REVOKE,          "revoke",          ACT_BY_HEAD | ACT_BY_GOVERNMENT, NEEDS_STAGE | NEEDS_REASON | ALSO_ENDED) \
    ROW(62, RECALL,          "recall",          ACT_BY_HEAD, NEEDS_STAGE | NEEDS_REASON | ALSO_ENDED) \
    ROW(63, DEREGISTER,      "deregister",      ACT_BY_HEAD, NEEDS_STAGE | NEEDS_DETAIL | NEEDS_REASON | ALSO_ENDED) \
    ROW(64, ASK_DEFERRAL,    "ask_deferral",    ACT_BY_SUBMITTER | ACT_BY_CLERK, NEEDS_STAGE | NEEDS_REASON | ALSO_ENDED) \
    ROW(65, DEFER,           "defer",           ACT_BY_OFFICER | ACT_BY_HEAD, NEEDS_STAGE | ALSO_ENDED) \
    ROW(66, REFUSE_DEFERRAL, "refuse_deferral", ACT_BY_OFFICER | ACT_BY_HEAD, NEEDS_STAGE | NEEDS_REASON | ALSO_ENDED) \
    ROW(67, START_WORKS,     "start_works",     ACT_BY_CLERK | ACT_BY_OFFICER | ACT_BY_HEAD, NEEDS_STAGE | ALSO_ENDED) \
    ROW(68, STOP_WORKS,      "stop_works",      ACT_BY_CLERK | ACT_BY_OFFICER | ACT_BY_HEAD, NEEDS_STAGE | NEEDS_REASON | ALSO_ENDED) \
    ROW(69, GO_ON_WORKS,     "go_on_works",     ACT_BY_OFFICER | ACT_BY_HEAD, NEEDS_STAGE | ALSO_ENDED) \
    ROW(70, ASK_RENEWAL,     "ask_renewal",     ACT_BY_SUBMITTER | ACT_BY_CLERK, NEEDS_STAGE | ALSO_ENDED) \
    ROW(71, RENEW,           "renew",           ACT_BY_OFFICER | ACT_BY_HEAD, NEEDS_STAGE | ALSO_ENDED) \
    ROW(72, REFUSE_RENEWAL,  "refuse_renewal",  ACT_BY_OFFICER | ACT_BY_HEAD, NEEDS_STAGE | NEEDS_REASON | ALSO_ENDED) \
    ROW(73, LAPSE,           "lapse",           ACT_BY_NOBODY, NEEDS_STAGE | ALSO_ENDED) \
    ROW(74, EXPIRE,          "expire",          ACT_BY_NOBODY, NEEDS_STAGE | ALSO_ENDED) \
    ROW(75, DEEM_RENEWED,    "deem_renewed",    ACT_BY_NOBODY, NEEDS_STAGE | ALSO_ENDED) \
    /* supervision: cards; detail - enum card_level, on - the rule set */ \
    ROW(80, RAISE_CARD,    "raise_card",    ACT_BY_NOBODY, \
        TAKES_STAGE | AT_INTAKE) /* role - who must act */ \
    ROW(81, APPEAL_CARD,   "appeal_card",   ACT_BY_OFFICER | ACT_BY_HEAD, \
        TAKES_STAGE | NEEDS_DETAIL | NEEDS_REASON) \
    ROW(82, UPHOLD_CARD,   "uphold_card",   ACT_BY_SUPERVISOR, \
        TAKES_STAGE | NEEDS_DETAIL | NEEDS_REASON) \
    ROW(83, WITHDRAW_CARD, "withdraw_card", ACT_BY_SUPERVISOR, \
        TAKES_STAGE | NEEDS_DETAIL | NEEDS_REASON) \
    /* reminders (催办), and orders (督办) to the department of a stage */ \
    ROW(84, REMIND,        "remind",        ACT_BY_SUBMITTER | ACT_BY_SUPERVISOR, NEEDS_STAGE) \
    ROW(85, ORDER,         "order",         ACT_BY_SUPERVISOR, NEEDS_STAGE | NEEDS_REASON) \
    ROW(86, ACK_ORDER,     "ack_order",     ACT_BY_OFFICER | ACT_BY_HEAD, NEEDS_STAGE) \
    ROW(87, REPORT_ORDER,  "report_order",  ACT_BY_OFFICER | ACT_BY_HEAD, \
        NEEDS_STAGE | NEEDS_REASON) \
    ROW(88, RETURN_ORDER,  "return_order",  ACT_BY_SUPERVISOR, NEEDS_STAGE | NEEDS_REASON) \
    ROW(89, RECTIFY_ORDER, "rectify_order", ACT_BY_OFFICER | ACT_BY_HEAD, NEEDS_STAGE) \
    ROW(90, VERIFY_ORDER,  "verify_order",  ACT_BY_SUPERVISOR, NEEDS_STAGE) \
    ROW(91, CLOSE_ORDER,   "close_order",   ACT_BY_SUPERVISOR, NEEDS_STAGE) \
    ROW(92, APPEAL_ORDER,  "appeal_order",  ACT_BY_OFFICER | ACT_BY_HEAD, \
        NEEDS_STAGE | NEEDS_REASON) \
    ROW(93, UPHOLD_ORDER,  "uphold_order",  ACT_BY_SUPERVISOR, NEEDS_STAGE | NEEDS_REASON) \
    /* urgent bundles (绿色通道); amount - the priority from now on */ \
    ROW(94, URGE,  "urge",  ACT_BY_GOVERNMENT | ACT_BY_HEAD | ACT_BY_SUPERVISOR, NEEDS_REASON) \
    ROW(95, RELAX, "relax", ACT_BY_GOVERNMENT | ACT_BY_HEAD | ACT_BY_SUPERVISOR, NEEDS_REASON)
/* clang-format on */

/* ACT_SIGN and ACT_SIGNED: the detail. */
enum sign_answer {
    SIGN_AGREE = 1,
    SIGN_DISAGREE = 2,
};

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
