/* SPDX-License-Identifier: Apache-2.0 */
/* Facts: what became true. The journal is a dense sequence of them; every state of the engine is
 * the sum of its facts, applied by engine_apply, live and on replay.
 *
 * Stages, milestones and gates are named by their index in the bundle's procedure. Spans point into
 * the bytes that the fact came from (a message, or the journal's map).
 *
 * When you add a fact: a number here (never reuse one), a struct, its table in proto/record.c, its
 * case in broker/core/apply.c, its paragraph in proto/SPEC.md, a golden vector, its line in the
 * story format (broker/shell/describe.c). */
#ifndef TONGFA_FACT_H
#define TONGFA_FACT_H

#include "tongfa/act.h"
#include "tongfa/base.h"
#include "tongfa/calendar.h"
#include "tongfa/limits.h"
#include "tongfa/procedure.h"

#define GATE_NONE 255 /* permits of a stage outside any gate */

/* clang-format off */
enum fact_type {
    FACT_PROCEDURE_PUBLISHED  = 1,
    FACT_BUNDLE_SUBMITTED     = 2,
    FACT_MILESTONE_REACHED    = 3,
    FACT_MILESTONE_CALLED_OFF = 4,
    FACT_STAGE_OPENED         = 5,  /* of release 0.1.0; since then in struct onward */
    FACT_JOB_LEASED           = 6,  /* of release 0.1.0; since then JOBS_LEASED */
    FACT_JOB_RENEWED          = 7,
    FACT_JOB_EXPIRED          = 8,  /* the lease ran out; READY again */
    FACT_JOB_RELEASED         = 9,  /* given back politely; READY again, not counted as a failure */
    FACT_JOB_FAILED           = 10, /* DELAYED until ready_at_ms */
    FACT_JOB_PARKED           = 11, /* needs an operator */
    FACT_JOB_READIED          = 12, /* a delay is over, or an operator retried a parked job */
    FACT_VERDICT_GIVEN        = 13, /* the review is done: a grant is sealed, a refusal refuses */
    FACT_CLAIM_REFUSED        = 14, /* someone claimed a job whose lease was not theirs */
    FACT_STAGE_GRANTED        = 15, /* of release 0.1.0; since then in struct onward */
    FACT_STAGE_BLOCKED        = 16, /* it can never be granted */
    FACT_PERMITS_ISSUED       = 17, /* all permits of a gate, or of one stage outside any gate */
    FACT_GATE_LAPSED          = 18, /* the gate issues nothing; its held grants lapse */
    FACT_BUNDLE_WITHDRAWN     = 19,
    FACT_BUNDLE_ENDED         = 20,
    FACT_JOBS_LEASED          = 21, /* jobs of one bundle, to a worker each */
    FACT_CALENDAR_PUBLISHED   = 22,
    FACT_ACTED                = 23, /* somebody did something to it: tongfa/act.h */
    FACT_SUPPLIED             = 24, /* the submitter gave a new application */
    FACT_MIGRATED             = 25, /* another version of its procedure governs it from now on */
    FACT_TYPE_COUNT
};
/* clang-format on */

enum verdict {
    VERDICT_GRANT = 1,
    VERDICT_REFUSE = 2,  /* needs a reason and remedies (Administrative Licensing Law, Art. 38) */
    VERDICT_FAIL = 3,    /* could not be reviewed now; try again later */
    VERDICT_PARK = 4,    /* cannot be reviewed without an operator; needs a reason */
    VERDICT_RELEASE = 5, /* given back unworked; counts as nothing */
    VERDICT_CORRECT = 6, /* the applicant must correct something; needs a reason */
    VERDICT_SPECIAL = 7, /* a special procedure begins: kind, planned days and a reason */
    /* Of stages that give an opinion, and of no others. */
    VERDICT_AGREE = 9,
    VERDICT_DISAGREE = 10, /* needs a reason */
    VERDICT_FORWARD = 11,  /* agreed, and forwarded to a higher level (转报) */
    VERDICT_RETURN = 12,   /* back to a stage that this one rests on: needs its name and a reason */

    VERDICT_GRANT_TOLERANCE = 8, /* of a stage: granted and issued while a material is missing */
};

/* The review is done with it. */
static inline bool verdict_is_final(uint8_t verdict)
{
    return verdict == VERDICT_GRANT || verdict == VERDICT_REFUSE ||
           (verdict >= VERDICT_AGREE && verdict <= VERDICT_FORWARD);
}

enum bundle_result {
    RESULT_OPEN = 0,
    RESULT_ALL = 1,
    RESULT_PARTIAL = 2,
    RESULT_NONE = 3,
    RESULT_WITHDRAWN = 4,
    RESULT_NOT_REQUIRED = 5, /* no licence is needed (许可法 32(1)) */
    RESULT_NOT_ACCEPTED = 6, /* it is for another authority (许可法 32(2)) */
    RESULT_RETURNED = 7,     /* corrections did not come in time */
};

enum park_cause {
    PARK_ASKED = 1,    /* the worker's verdict */
    PARK_ATTEMPTS = 2, /* attempts_max failures or expiries */
};

enum ready_cause {
    READY_DELAY_OVER = 1,
    READY_RETRIED = 2, /* by an operator; failures count from zero again */
};

enum block_cause {
    BLOCK_STAGE = 1,     /* upstream stage `index` ended without the grant or issue it needs */
    BLOCK_MILESTONE = 2, /* milestone `index` was called off */
    BLOCK_GATE = 3,      /* its gate `index` can issue nothing any more (on_refusal: cancel) */
};

/* Which request caused a fact, for answering it again; all zero: none. */
struct request_mark {
    struct hash id;      /* of principal and request id */
    struct hash content; /* of type and body */
};

/* What goes on at once because of a fact: reviews that may begin, their jobs READY, and sealed grants
 * that take effect, each of them with all that follows from it in turn. It stands in the fact
 * itself, so that nothing comes between (parallel-approval rules of Binzhou, Art. 16). */
struct onward {
    set32 opened;  /* stages */
    set32 granted; /* stages */
};

struct fact_procedure_published {
    const struct procedure *procedure;
    struct hash content;
    struct name by;
    struct request_mark request;
};

struct fact_bundle_submitted {
    struct name procedure;
    uint32_t version;
    struct name submitter;
    struct span key;          /* the submitter's own, KEY_BYTES_MAX */
    struct hash key_hash;     /* of submitter and key */
    struct hash content_hash; /* of procedure, version, priority and application */
    uint8_t priority;         /* 0..PRIORITY_COUNT-1 */
    struct span application;  /* the client's bytes, unchanged */
    struct onward onward;     /* grants nothing */
    set32 skipped;            /* stages whose applies_if is false */
    uint8_t received;         /* 1: it is received only, and has to be accepted: opens nothing */
};

struct fact_milestone {
    uint8_t milestone;
    struct name by;
    struct request_mark request;
    struct onward onward; /* called off: empty */
};

struct fact_stage_opened {
    uint8_t stage;
};

struct lease {
    uint8_t stage;
    uint32_t attempt; /* from 1, one more at each lease: the fence */
    uint64_t token;   /* whoever quotes it holds the lease */
    int64_t until_ms;
    struct name worker;
};

struct fact_jobs_leased {
    uint32_t lease_count;
    struct lease leases[LEASES_PER_FACT_MAX]; /* in order of their stages, each once */
};

struct fact_job_renewed {
    uint8_t stage;
    uint32_t attempt;
    int64_t until_ms;
};

struct fact_job_expired {
    uint8_t stage;
    uint32_t attempt;
};

struct fact_job_released {
    uint8_t stage;
    uint32_t attempt;
    struct span reason; /* may be empty */
};

struct fact_job_failed {
    uint8_t stage;
    uint32_t attempt;
    int64_t ready_at_ms;
    struct span reason; /* may be empty */
};

struct fact_job_parked {
    uint8_t stage;
    uint32_t attempt;
    uint8_t cause; /* enum park_cause */
    struct span reason;
};

struct fact_job_readied {
    uint8_t stage;
    uint8_t cause; /* enum ready_cause */
    struct name by;
    struct request_mark request;
};

struct fact_verdict_given {
    uint8_t stage;
    uint32_t attempt;
    uint8_t verdict; /* a final one, CORRECT, SPECIAL or RETURN */
    struct name worker;
    struct span reason;
    struct onward onward; /* a refusal grants nothing */
    uint64_t materials;   /* CORRECT: what must be corrected; 0: the application itself */
    bool pre_review;      /* a pre-verdict: sealed, without effect until the bundle is accepted */
    struct span remedies; /* REFUSE: what the applicant can do against it (许可法 38) */
    uint8_t special;      /* SPECIAL: enum special_kind */
    uint32_t days;        /* SPECIAL: working days planned for it */
    int64_t until_ms;     /* SPECIAL: the end of the day of the hearing */
    struct name on;       /* RETURN: the stage that is reviewed again; FORWARD: to whom */
    set32 stages;         /* RETURN: that wait until it is decided again */
    uint8_t to_signers;   /* 1: a grant that its signers decide on; then onward is without it */
};

struct fact_claim_refused {
    uint8_t stage;
    uint32_t attempt; /* as claimed */
    struct name worker;
};

struct fact_stage_granted {
    uint8_t stage;
};

struct fact_stage_blocked {
    uint8_t stage;
    uint8_t cause; /* enum block_cause */
    uint8_t index;
};

struct permit {
    uint8_t stage;
    uint32_t number; /* consecutive per department and year from 1; 0: an opinion */
};

struct fact_permits_issued {
    uint8_t gate; /* or GATE_NONE */
    uint16_t year;
    struct onward onward;
    set32 tolerated; /* stages whose permits are issued while a material of theirs is missing */
    uint32_t permit_count;
    struct permit permits[STAGES_MAX]; /* in dependency order */
};

struct fact_gate_lapsed {
    uint8_t gate;
};

struct fact_bundle_withdrawn {
    struct name by;
    struct span reason;
    struct request_mark request;
    uint8_t early; /* 1: before it was accepted (撤件) */
};

struct fact_bundle_ended {
    uint8_t result; /* enum bundle_result */
};

/* Its years take the place of those published before; its hours hold for all years from now on. */
struct fact_calendar_published {
    struct calendar_notice calendar;
    struct name by;
    struct request_mark request;
};

/* What an act says means what its row in tongfa/act.h and SPEC 10.1 say; 0: nothing. */
struct fact_acted {
    uint8_t act;        /* enum act */
    uint8_t stage;      /* its index, or STAGE_WHOLE */
    uint8_t detail;     /* which of several kinds */
    uint8_t role;       /* enum role of who did it */
    uint32_t amount;    /* of days, mostly */
    set32 stages;       /* that it sets going or stops, besides `stage` */
    uint64_t materials; /* bit i: the i-th of the procedure */
    int64_t until_ms;
    struct name by; /* empty: the broker itself, because a time was over */
    struct name on; /* another person, department or rule that it names */
    struct span reason;
    struct request_mark request;
    struct onward onward;
};

struct fact_supplied {
    struct name by;
    struct span reason;
    struct span application;  /* the client's bytes, unchanged; jobs go out with it from now on */
    struct hash content_hash; /* as BUNDLE_SUBMITTED would have it */
    uint64_t changed;         /* materials that were added, removed or replaced */
    set32 stages;             /* that are reviewed again */
    struct request_mark request;
    struct onward onward;
    uint8_t early; /* 1: corrections before acceptance */
};

/* What the versions share by name is carried over; SPEC 9 "MIGRATE" says when that is possible. */
struct fact_migrated {
    uint32_t version; /* that governs from now on */
    uint32_t from;    /* ... that did until now */
    struct name by;   /* empty: the broker itself, as the bundle is accepted */
    struct request_mark request;
    struct onward onward;
};

struct fact {
    uint64_t position; /* dense, from 1 */
    uint64_t previous; /* the previous fact of the same bundle; 0: the first, or of no bundle */
    uint64_t bundle;   /* 0: of no bundle */
    int64_t at_ms;     /* broker time, ms since 1970-01-01 UTC; never falls */
    enum fact_type type;
    union {
        struct fact_procedure_published procedure_published;
        struct fact_bundle_submitted bundle_submitted;
        struct fact_milestone milestone; /* reached, called off */
        struct fact_stage_opened stage_opened;
        struct lease job_leased;
        struct fact_jobs_leased jobs_leased;
        struct fact_job_renewed job_renewed;
        struct fact_job_expired job_expired;
        struct fact_job_released job_released;
        struct fact_job_failed job_failed;
        struct fact_job_parked job_parked;
        struct fact_job_readied job_readied;
        struct fact_verdict_given verdict_given;
        struct fact_claim_refused claim_refused;
        struct fact_stage_granted stage_granted;
        struct fact_stage_blocked stage_blocked;
        struct fact_permits_issued permits_issued;
        struct fact_gate_lapsed gate_lapsed;
        struct fact_bundle_withdrawn bundle_withdrawn;
        struct fact_bundle_ended bundle_ended;
        struct fact_calendar_published calendar_published;
        struct fact_acted acted;
        struct fact_supplied supplied;
        struct fact_migrated migrated;
    };
};

static inline bool onward_is_empty(const struct onward *onward)
{
    return (onward->opened | onward->granted) == 0;
}

/* What goes on because of the fact; NULL: no fact of its type lets anything go on. */
static inline const struct onward *fact_onward(const struct fact *fact)
{
    switch ((int)fact->type) {
        case FACT_BUNDLE_SUBMITTED: return &fact->bundle_submitted.onward;
        case FACT_MILESTONE_REACHED: return &fact->milestone.onward;
        case FACT_VERDICT_GIVEN: return &fact->verdict_given.onward;
        case FACT_PERMITS_ISSUED: return &fact->permits_issued.onward;
        case FACT_ACTED: return &fact->acted.onward;
        case FACT_SUPPLIED: return &fact->supplied.onward;
        case FACT_MIGRATED: return &fact->migrated.onward;
        default: return NULL;
    }
}

#endif
