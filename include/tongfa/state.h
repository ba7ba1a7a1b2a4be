/* SPDX-License-Identifier: Apache-2.0 */
/* States that peers can see, and the image of a bundle: everything durable that is known of it.
 *
 * An image is what a checkpoint stores, what recovery loads, what a closed bundle leaves behind and
 * what SHOW answers from. The engine keeps the same facts in a denser form (broker/core/bundle.h). */
#ifndef TONGFA_STATE_H
#define TONGFA_STATE_H

#include "tongfa/base.h"
#include "tongfa/fact.h"
#include "tongfa/limits.h"

/* clang-format off */
enum stage_state {
    STAGE_NONE      = 0, /* no state: refused in tables */
    STAGE_WAITING   = 1, /* a start_after edge is open */
    STAGE_REVIEWING = 2, /* its job is offered or being worked on */
    STAGE_SEALED    = 3, /* grant given, a decide_after edge is open */
    STAGE_GRANTED   = 4, /* decided, held by its gate */
    STAGE_ISSUED    = 5,
    STAGE_REFUSED   = 6,
    STAGE_BLOCKED   = 7, /* can never be granted; what its reviewer said is advice */
    STAGE_LAPSED    = 8, /* was granted, its gate lapsed */
    STAGE_WITHDRAWN = 9,
    STAGE_SKIPPED   = 10, /* it does not apply; met for whoever waits for it */
    STAGE_PAUSED    = 11, /* its review stands; the dossier says why */
    STAGE_STATE_COUNT
};

enum job_state {
    JOB_NONE      = 0, /* not offered yet */
    JOB_READY     = 1, /* in its department's queue */
    JOB_LEASED    = 2,
    JOB_DELAYED   = 3, /* failed, waits for due_ms */
    JOB_PARKED    = 4, /* waits for an operator */
    JOB_DONE      = 5, /* verdict given */
    JOB_CANCELLED = 6,
    JOB_STATE_COUNT
};

enum milestone_state {
    MILESTONE_OPEN       = 1,
    MILESTONE_REACHED    = 2,
    MILESTONE_CALLED_OFF = 3,
};

enum gate_state {
    GATE_OPEN   = 1,
    GATE_ISSUED = 2,
    GATE_LAPSED = 3,
};
/* clang-format on */

/* How far a bundle as a whole has come. */
enum phase {
    PHASE_REVIEW = 0, /* accepted: its stages are reviewed */
    PHASE_SUSPENDED = 1,
    PHASE_RECEIVED = 2,   /* at the counter, not accepted yet */
    PHASE_CORRECTING = 3, /* ... and back with the applicant, who was told what to correct */
    PHASE_PRE_REVIEW = 4, /* before acceptance: pre-verdicts are sealed, no clock runs */
    PHASE_COUNT
};

/* Not accepted yet, or it ended so. */
static inline bool phase_is_intake(uint8_t phase)
{
    return phase == PHASE_RECEIVED || phase == PHASE_CORRECTING;
}

/* ---- The dossier: what happened to a bundle beyond the states of its stages -------------------- */

enum entry_kind {
    ENTRY_PAUSE = 1, /* a clock stands: detail - enum pause_cause; from, until: 0 while it stands */
    /* The first entry of whatever came in at a counter: detail - enum intake_outcome; by, position,
     * until - of the act that gave it; from - when the clock of this look at it began; amount - looks;
     * materials - put right on the spot. */
    ENTRY_INTAKE = 2,
    /* What the applicant was told to correct before acceptance: materials, by; from, until - asked
     * and supplied. */
    ENTRY_INTAKE_NOTICE = 3,
    /* Another version governs since position: amount - the one that did before. */
    ENTRY_MIGRATION = 4,
    /* the newest application: position - of its fact; materials - all that ever changed; amount - how
     * often; from, until - the first and the newest time */
    ENTRY_SUPPLY = 5,
    /* a reviewer found something to correct and the applicant has not been told: materials; it becomes a
     * pause of its stage when it is */
    ENTRY_DEFICIENCY = 6,
    /* a round of corrections: state - enum notice_state; amount - which round; materials; from - when it
     * was given; until - when it was answered, or nothing came of it */
    ENTRY_NOTICE = 7,
    ENTRY_EXTENSION =
        9,             /* detail - enum extends; amount - in the unit of the limit; until: never */
    ENTRY_RETURN = 10, /* a stage is reviewed again: detail - who returned to it; materials - the
                          * stages that wait until it is decided again; until: 0 before that */
    ENTRY_DEEMED =
        11, /* its verdict was nobody's: detail - enum verdict; until: 0 while it holds */

    /* `by` is asked to sign: state - enum signer_state */
    ENTRY_SIGNER = 12,

    /* a material is missing: state - enum tolerance_state, materials - which, amount - set of the
     * stages whose permits were issued without it */
    ENTRY_TOLERANCE = 15,
    /* a stage was decided on the applicant's word: state - enum commitment_state, detail - 1: its
     * check is late */
    ENTRY_COMMITMENT = 16,
    /* none is taken, of a stage or of the whole (安阳 29) */
    ENTRY_NO_COMMITMENT = 17,
    /* What became of a permit since its issue; each is of the stage that issued it. */
    ENTRY_DELIVERY = 19,   /* it was delivered */
    ENTRY_PERMIT_END = 20, /* it is no more in force: detail - enum permit_end; amount - why */
    ENTRY_DEFERRAL = 21,   /* of the start of works: state - enum request_state; amount - months */
    ENTRY_WORKS = 22,      /* works have begun */
    ENTRY_RENEWAL = 23,    /* state - enum request_state */
    ENTRY_STANDSTILL = 24, /* works stand still: until - when they went on; 0: they still do */
    /* Supervision. A card: detail - enum card_level; state - enum card_state; amount - enum role that
     * must act, 0: nobody is named; by - empty. */
    ENTRY_CARD = 25,
    ENTRY_REMINDER = 26, /* one a stage: from - the latest; amount - how many there were */
    /* To the department of the stage: state - enum order_state; detail - 1: it was appealed against;
     * due - by when it is to be done; until - when it was closed */
    ENTRY_ORDER = 27,
    ENTRY_URGENCY = 28, /* detail - the priority before; amount - the one since */
    ENTRY_KIND_COUNT
};

enum signer_state {
    SIGNER_ASKED = 0,
    SIGNER_AGREED = 1,
    SIGNER_DISAGREED = 2,
    SIGNER_CANCELLED = 3, /* decided without this one */
    SIGNER_REMOVED = 4,
    SIGNER_STATE_COUNT
};

enum tolerance_state {
    TOLERANCE_MISSING = 0,
    TOLERANCE_SUPPLIED = 1,
    TOLERANCE_OVERDUE = 2,
    TOLERANCE_STATE_COUNT
};

enum commitment_state {
    COMMITMENT_GIVEN = 0, /* and not checked yet: open also when the bundle has ended */
    COMMITMENT_KEPT = 1,
    COMMITMENT_FALSE = 2,
    COMMITMENT_WITHDRAWN = 3,
    COMMITMENT_STATE_COUNT
};

enum pause_cause {
    PAUSE_SUSPENSION = 1, /* of the bundle as a whole */
    PAUSE_INTAKE = 9,     /* the same: it is corrected before acceptance */
    PAUSE_CORRECTION = 2, /* the applicant was told what to correct: materials */
    PAUSE_SPECIAL = 3,    /* state - enum special_kind; amount - the working days planned for it */
};

enum notice_state {
    NOTICE_PENDING = 0, /* its round has begun, the applicant has not been told */
    NOTICE_GIVEN = 1,
    NOTICE_ANSWERED = 2,
    NOTICE_LAPSED = 3, /* no answer in time, and the stages were refused or the bundle withdrawn */
    NOTICE_RETURNED = 4, /* ... and the bundle sent back */
};

/* What became of a bundle at the counter. */
enum intake_outcome {
    INTAKE_OPEN = 0,
    INTAKE_ACCEPTED = 1,
    INTAKE_PUT_RIGHT = 2, /* accepted; its materials were put right on the spot */
    INTAKE_DEEMED = 3,    /* accepted, since nobody said otherwise in time: from the receipt on */
    INTAKE_NOT_REQUIRED = 4, /* no licence is needed: 不受理 */
    INTAKE_NOT_ACCEPTED = 5, /* not for this authority to decide: 不予受理 */
    INTAKE_WITHDRAWN = 6,    /* corrections did not come in time: deemed withdrawn */
    INTAKE_RETURNED = 7,     /* ... returned */
    INTAKE_OUTCOME_COUNT
};

static inline bool intake_is_accepted(uint8_t outcome)
{
    return outcome >= INTAKE_ACCEPTED && outcome <= INTAKE_DEEMED;
}

enum card_state {
    CARD_RAISED = 1,
    CARD_APPEALED = 2,
    CARD_UPHELD = 3,
    CARD_WITHDRAWN = 4, /* it counts for nobody; none takes its place */
    CARD_STATE_COUNT
};

/* Of a supervision order (督办): broker/core/supervision.c has the table. */
enum order_state {
    ORDER_NONE = 0, /* also: refused */
    ORDER_ISSUED = 1,
    ORDER_ACKED = 2,
    ORDER_REPORTED = 3,
    ORDER_RETURNED = 4,
    ORDER_RECTIFYING = 5,
    ORDER_VERIFIED = 6,
    ORDER_CLOSED = 7,
    ORDER_APPEALED = 8,
    ORDER_STATE_COUNT
};

/* How a permit ends. Three acts that the law keeps apart, and two that nobody does. */
enum permit_end {
    PERMIT_REVOKED = 1,      /* 撤销: it should not have been granted (许可法 69) */
    PERMIT_RECALLED = 2,     /* 撤回: what it rests on has changed (许可法 8) */
    PERMIT_LAPSED = 3,       /* 自行废止: works did not begin in time (建筑法 9) */
    PERMIT_EXPIRED = 4,      /* its term is over, and it was not renewed (许可法 50, 70) */
    PERMIT_DEREGISTERED = 5, /* 注销: struck off; may follow each of the others (许可法 70) */
};

/* Why a permit is revoked (许可法 69): five faults of the agency, then one of the holder, for which it
 * must be. The numbers are ours. */
enum revocation {
    REVOKE_ABUSE = 1,  /* of office, or neglect of it */
    REVOKE_POWERS = 2, /* beyond the agency's */
    REVOKE_PROCEDURE = 3,
    REVOKE_UNQUALIFIED = 4, /* the holder was */
    REVOKE_OTHER = 5,
    REVOKE_FRAUD = 6, /* fraud, bribery and the like */
};

/* Why a permit is recalled (许可法 8). */
enum recall {
    RECALL_LAW = 1,           /* what it rests on was changed or repealed */
    RECALL_CIRCUMSTANCES = 2, /* ... or has changed greatly */
};

#define GO_ON_CHECKED 1 /* works go on: the permit was checked again (建筑法 10) */

/* Why a permit is struck off: the numbers of 许可法 70. */
enum deregistration {
    DEREGISTER_EXPIRED = 1,
    DEREGISTER_HOLDER_UNABLE = 2,    /* a person who has died, or can no longer do it */
    DEREGISTER_HOLDER_DISSOLVED = 3, /* a legal person that has ceased to be */
    DEREGISTER_REVOKED = 4,          /* or recalled */
    DEREGISTER_FORCE_MAJEURE = 5,    /* what was permitted cannot be done */
    DEREGISTER_BY_LAW = 6,           /* whatever else a law names, such as 自行废止 */
};

/* What the holder of a permit asks for, and what came of it. */
enum request_state {
    REQUEST_OPEN = 1,
    REQUEST_GRANTED = 2,
    REQUEST_REFUSED = 3,
    REQUEST_DEEMED = 4, /* granted, since nobody decided in time (许可法 50) */
};

/* One entry, in the order in which they came; what its fields mean is for its kind to say. */
struct entry {
    uint8_t kind;  /* enum entry_kind */
    uint8_t stage; /* its index, or STAGE_WHOLE */
    uint8_t detail;
    uint8_t state;
    uint32_t amount;
    uint64_t materials; /* bit i: the i-th of the procedure */
    uint64_t position;  /* of the fact that entered it */
    int64_t from_ms;
    int64_t until_ms;
    int64_t due_ms; /* when something will follow by itself; 0: never */
    struct name by;
};

struct stage_image {
    uint8_t state;          /* enum stage_state */
    uint8_t job;            /* enum job_state */
    uint8_t verdict;        /* one that ends a review (verdict_is_final) once given, else 0 */
    uint16_t failures;      /* failures and expiries since the job was last readied by hand */
    uint32_t attempt;       /* of the last lease; 0: never leased */
    uint32_t claim_refused; /* highest attempt + 1 whose foreign claim is journaled; 0: none */
    uint64_t token;         /* of the running lease, or the one that gave the verdict; else 0 */
    uint64_t
        changed_position;   /* the fact that last moved the stage or its job: the queue's order */
    int64_t since_ms;       /* ... and its time */
    int64_t due_ms;         /* LEASED: end of lease; DELAYED: ready again; else 0 */
    uint32_t permit_number; /* once issued; 0 for an opinion */
    uint16_t permit_year;
    uint64_t verdict_position; /* of its VERDICT_GIVEN; 0: none yet */
    int64_t clock_started_ms;  /* when its limits began to count; 0: not yet, or they do not */
    int64_t clock_stopped_ms;  /* ... and when they ceased to */
};

struct milestone_image {
    uint8_t state; /* enum milestone_state */
    int64_t since_ms;
    uint64_t position; /* of the fact that settled it; 0 while OPEN */
};

struct gate_image {
    uint8_t state; /* enum gate_state */
    int64_t since_ms;
};

struct bundle_image {
    uint64_t bundle;
    struct name procedure;
    uint32_t version;
    struct name submitter;
    struct hash key_hash;
    struct hash content_hash;
    uint8_t priority;
    uint8_t result; /* enum bundle_result; RESULT_OPEN while it lives */
    uint8_t phase;  /* enum phase; of an ended bundle as it was at the end */
    int64_t submitted_ms;
    int64_t ended_ms; /* 0 while it lives */
    uint64_t submitted_position;
    uint64_t last_position; /* its latest fact: the head of its chain of facts */
    uint32_t stage_count;
    uint32_t milestone_count;
    uint32_t gate_count;
    uint32_t entry_count;
    struct stage_image stages[STAGES_MAX];
    struct milestone_image milestones[MILESTONES_MAX];
    struct gate_image gates[GATES_MAX];
    struct entry entries[ENTRIES_MAX]; /* those beyond entry_count are undefined */
};

/* The version that governed a bundle when a fact of its position was recorded. */
static inline uint32_t image_version_at(const struct bundle_image *image, uint64_t position)
{
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        if (entry->kind == ENTRY_MIGRATION && position < entry->position) return entry->amount;
    }
    return image->version;
}

#endif
