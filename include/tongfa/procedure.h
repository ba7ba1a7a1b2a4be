/* SPDX-License-Identifier: Apache-2.0 */
/* A procedure: the versioned definition that a bundle lives by.
 *
 * Stages are nodes; milestones are outside nodes. Edges are sets on the downstream stage:
 *
 *     start_after    the review may not begin before
 *     decide_after   the review runs now; the decision takes effect when (Binzhou, Art. 16)
 *
 * Made by the YAML loader and by the codec; checked by broker/core/procedure_check.h. A struct of
 * this kind is plain data: copy it, compare it by content hash of its encoding. */
#ifndef TONGFA_PROCEDURE_H
#define TONGFA_PROCEDURE_H

#include "tongfa/base.h"
#include "tongfa/limits.h"

enum gate_policy {
    GATE_ALL_OR_NOTHING = 1, /* one member not granted: none is issued, the grants lapse */
    GATE_ISSUE_REST = 2,     /* when all members have ended, the granted ones are issued */
    GATE_HOLD_UNTIL = 3,     /* the same, or when the hold of the first granted one is over */
};

/* What a gate does while a material is missing that one of its members reads. */
enum on_tolerance {
    ON_TOLERANCE_WAIT = 1, /* also where a definition does not say */
    ON_TOLERANCE_GRANT = 2,
};

/* What becomes of an application whose missing material did not come in time. */
enum on_overdue {
    ON_OVERDUE_REFUSE = 1,   /* the stages that read it are refused; also where nothing is said */
    ON_OVERDUE_WITHDRAW = 2, /* the application counts as withdrawn (安阳 24) */
};

enum on_refusal {
    ON_REFUSAL_FINISH = 1, /* reviews go on, the applicant learns everything in one round */
    ON_REFUSAL_CANCEL = 2, /* reviews that can no longer lead to a permit are cancelled */
};

enum limit_unit {
    LIMIT_WORKING_DAYS = 1,
    LIMIT_NATURAL_DAYS = 2,
    LIMIT_WORKING_HOURS = 3,
    LIMIT_NATURAL_HOURS = 4,
    LIMIT_MONTHS = 5, /* of terms after issue only: a year is twelve */
};

/* An amount of time that law or promise allows; value 0 means none is set. */
struct limit {
    uint16_t value;
    uint8_t unit; /* enum limit_unit */
};

#define EXTENSION_NONE UINT16_MAX /* a limit that cannot be extended */

/* What happens when the time of a review is over. */
enum on_timeout {
    ON_TIMEOUT_WAIT = 0,  /* it is late, and still owed */
    ON_TIMEOUT_AGREE = 1, /* it counts as agreed, or granted, and as overdue (超时默认) */
};

/* From when a stage's limits count. */
enum clock_from {
    CLOCK_NONE = 0,            /* they are said to people, and count nothing */
    CLOCK_FROM_ACCEPTANCE = 1, /* from acceptance, if the review may begin later, from then on */
    CLOCK_FROM_RECEIPT = 2,    /* from the receipt of the application (建筑法 8) */
};

/* What follows when nobody at the counter says anything in time. */
enum on_silence {
    ON_SILENCE_ACCEPT = 1, /* accepted, from the day of receipt on (许可法 32) */
    ON_SILENCE_WAIT = 2,
};

/* What follows when the applicant does not supply corrections in time; national law is silent. */
enum on_lapse {
    ON_LAPSE_RETURN = 1,     /* 逾期退件 */
    ON_LAPSE_WITHDRAW = 2,   /* 视为撤回申请 [安阳 24] */
    ON_LAPSE_NOT_ACCEPT = 3, /* 不予受理, as 不予审批 of [滨州 11] */
};

/* How an application comes in. All zero: it is accepted as it is submitted. */
struct procedure_intake {
    bool counter;                /* it is received; somebody at the counter accepts it, or not */
    bool on_spot;                /* silence counts from the end of the day of receipt [登记 17] */
    uint8_t on_silence;          /* enum on_silence */
    uint8_t on_lapse;            /* enum on_lapse; 0: correct_within is not set */
    struct limit within;         /* to say so (许可法 32: 5 working days); none if on_spot */
    struct limit correct_within; /* for the applicant to correct; value 0: it is not limited */
};

/* What follows when corrections do not come in time. National law is silent; these three are found. */
enum on_unanswered {
    ON_UNANSWERED_REFUSE = 1,   /* the stages concerned are refused (滨州 10, 11) */
    ON_UNANSWERED_WITHDRAW = 2, /* the application counts as withdrawn (安阳 24, 36) */
    ON_UNANSWERED_RETURN = 3,   /* it is sent back (逾期退件: 厦门 T_YQTJ) */
};

/* Corrections after acceptance; all zero: the default, see broker/core/correction.h. */
struct corrections {
    struct limit notice; /* from the first deficiency to the notice, at most (许可法 32(4)) */
    struct limit supply; /* from the notice to the answer */
    uint8_t rounds;      /* notices that go out by themselves; more need a supervisor */
    uint8_t on_timeout;  /* enum on_unanswered */
};
#define CORRECTION_ROUNDS_MAX 9

/* Lights of supervision (红黄牌), the mildest first. */
enum card_level {
    CARD_NOTICE = 1,
    CARD_YELLOW = 2,
    CARD_RED = 3,
    CARD_DEEP_RED = 4,
    CARD_LEVEL_COUNT
};

/* A step of the escalation ladder: who must act when a card of that level is raised. */
struct escalation {
    uint8_t at; /* enum card_level */
    uint8_t to; /* enum role: ROLE_OFFICER, HEAD, GOVERNMENT or SUPERVISOR */
    char interview[TITLE_BYTES_MAX + 1]; /* 约谈: who is called in, about what; may be empty */
};

struct supervision {
    struct name rules; /* the rule set that raises cards; empty: none is raised */
    uint32_t escalate_count;
    struct escalation escalate[ESCALATIONS_MAX];
};

/* Upstreams of one kind: bits index procedure.stages and procedure.milestones. */
struct edges {
    set32 stages;
    set32 milestones;
};

struct procedure_stage {
    struct name name;
    struct name department;
    char title[TITLE_BYTES_MAX + 1];  /* UTF-8, NUL-terminated */
    char permit[TITLE_BYTES_MAX + 1]; /* what it issues; empty: an opinion, without a number */
    char number[TITLE_BYTES_MAX + 1]; /* how its permits' numbers are written; empty: 2026-000017 */
    char
        applies_if[CONDITION_BYTES_MAX + 1]; /* jq over the application; empty: it always applies */
    /* A stage of a list's elements is one of as many copies, one after another in the list of stages. */
    char for_each[CONDITION_BYTES_MAX + 1]; /* jq, gives the list; empty: it is no copy */
    uint8_t at_most;                        /* copies, 1..ELEMENTS_MAX; 0: it is no copy */
    uint8_t element; /* which of them, 1..at_most; it applies if there is one */
    struct edges start_after;
    struct edges decide_after;
    struct limit statutory;
    struct limit promised;
    uint32_t lease_ms;       /* LEASE_MS_MIN..LEASE_MS_MAX */
    uint32_t backoff_ms;     /* wait after the first failure; doubles */
    uint32_t backoff_ms_max; /* ... up to this */
    uint8_t clock_from;      /* enum clock_from; not CLOCK_NONE: a limit is set */
    uint16_t attempts_max;   /* failures and expiries before the job is parked, 1..ATTEMPTS_MAX */
    bool opinion;            /* its verdict is an opinion: agree, disagree or forward; no permit */
    uint8_t on_timeout;      /* enum on_timeout; AGREE: its limits count */
    uint16_t extension;      /* at most, in the unit of the limit; 0: what the law allows */

    uint8_t sign_need; /* signers who must agree; 0: all of them */
    bool sign_veto;    /* who disagrees refuses it */
    bool by_signers;   /* it has no review of its own, only signers */

    struct limit check_within; /* it may be decided on a commitment, checked later; value 0: not */
    /* After the issue of its permit; value 0 of a limit: there is no such term. */
    struct limit delivery;     /* days until it is delivered (许可法 44) */
    struct limit start_within; /* months until works begin; else it lapses (建筑法 9) */
    struct limit deferral;     /* months that one deferral of that adds at most */
    uint8_t deferrals;         /* how many deferrals there can be */
    struct limit valid;        /* months until it expires, unless it is renewed (许可法 50) */
    struct limit renew_before; /* days before that by which a renewal must be asked for */
};

struct procedure_milestone {
    struct name name;
    char title[TITLE_BYTES_MAX + 1];
};

struct procedure_gate {
    struct name name;
    uint8_t policy; /* enum gate_policy */
    set32 members;  /* stages; a stage is in at most one gate */

    uint8_t on_tolerance; /* enum on_tolerance; 0: wait */
    uint8_t hold_days;    /* GATE_HOLD_UNTIL: working days, 1..HOLD_DAYS_MAX; else 0 */
};

struct procedure_material {
    struct name name;
    char title[TITLE_BYTES_MAX + 1];
    bool required;
    set32 stages; /* who reads it */

    struct limit may_miss; /* it may come later, within this; value 0: it may not */
};

/* An officer who signs what others have reviewed; of the departments of these stages. */
struct procedure_signer {
    struct name name; /* the principal */
    set32 stages;
};

struct procedure {
    struct name name;
    uint32_t version; /* from 1 */
    char title[TITLE_BYTES_MAX + 1];
    uint8_t on_refusal;     /* enum on_refusal */
    uint32_t area;          /* whose permits these are, six digits of GB/T 2260; 0: not said */
    struct limit statutory; /* of all stages together */
    struct limit promised;
    struct procedure_intake intake;
    uint32_t in_force; /* from this day on, 20260301; 0: from its publication on */
    struct corrections corrections;
    uint8_t
        pre_review_until; /* milestone + 1 until which bundles are pre-reviewed; 0: they are not */
    uint16_t extension;   /* of these, at most; 0: what the law allows */
    char remedies[REMEDIES_BYTES_MAX + 1]; /* against a refusal; empty: REMEDIES_DEFAULT */
    struct supervision supervision;
    uint32_t stage_count;
    uint32_t milestone_count;
    uint32_t gate_count;
    uint32_t material_count;
    uint32_t signer_count;
    uint8_t on_overdue; /* enum on_overdue; 0: refuse */
    struct procedure_stage stages[STAGES_MAX];
    struct procedure_milestone milestones[MILESTONES_MAX];
    struct procedure_gate gates[GATES_MAX];
    struct procedure_material materials[MATERIALS_MAX];
    struct procedure_signer signers[SIGNERS_MAX];
};

#endif
