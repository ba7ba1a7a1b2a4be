/* SPDX-License-Identifier: Apache-2.0 */
/* The audit: an independent reading of every fact that became durable, in the order in which it did.
 *
 * It knows the plan and the rules of proto/SPEC.md, and nothing of the engine: it keeps its own
 * small picture of each bundle, says whether each fact may follow, whether anything that must follow
 * is missing at the end of a commit, and whether a bundle ends as the model predicts. */
#ifndef TESTS_SIM_AUDIT_H
#define TESTS_SIM_AUDIT_H

#include "tests/sim/plan.h"
#include "tongfa/fact.h"

#define AUDIT_DEPARTMENTS_MAX 16
#define AUDIT_PLACES_MAX 16

struct audit_stage {
    enum stage_state state;
    enum job_state job;
    uint32_t attempt;                 /* of the latest lease */
    uint8_t places[AUDIT_PLACES_MAX]; /* ... and of those before: under which index, order.h */
    uint32_t failures;                /* since it was readied by hand */
    uint32_t failures_moved;          /* ... when another version began to govern */
    uint64_t token;                   /* of the latest lease */
    int64_t due_ms;                   /* end of lease or delay */
    uint64_t ready_position;          /* READY: the fact that made it so */
    uint32_t claim_refused;           /* highest attempt + 1 of a claim that was noted */
    uint32_t supplied;                /* applications that had been supplied at the latest lease */
};

struct audit_bundle {
    uint64_t number;
    uint32_t planned;                  /* index in the plan */
    const struct procedure *procedure; /* the version that governs it */
    bool may_cancel; /* its refusals call off what is pointless, or did so under another version */
    uint64_t last_position;
    enum bundle_result result;
    bool is_withdrawn;
    enum bundle_result sent_off; /* how it must end then; OPEN: withdrawn */
    bool is_received;            /* at the counter: it was not accepted yet, or never was */
    bool is_correcting;          /* ... and the applicant was told what to correct */
    struct name acceptor;        /* who accepted it there; empty: nobody, or the broker itself */
    bool
        is_pre_reviewed; /* it is not accepted yet, and reviewed all the same; or was given up so */
    bool is_suspended;
    bool is_urgent;
    uint8_t priority;  /* now */
    uint32_t supplied; /* applications since the first */
    set32 reached;
    set32 called_off;
    uint32_t gates_settled; /* set */
    struct audit_stage stages[STAGES_MAX];
};

/* Nothing that is decided of it takes effect, and no time of it runs. */
static inline bool audit_stands(const struct audit_bundle *bundle)
{
    return bundle->is_suspended || bundle->is_received || bundle->is_pre_reviewed;
}

/* What is remembered of each fact. */
struct audit_fact {
    enum fact_type type;
    uint64_t bundle;
    uint8_t stage;
    uint8_t kind;     /* verdict, result, cause, version */
    bool ends_commit; /* the last of its batch */
    uint32_t attempt;
    set32 leased;                           /* JOBS_LEASED: the stages */
    uint8_t stages[LEASES_PER_FACT_MAX];    /* ... one after the other */
    uint32_t attempts[LEASES_PER_FACT_MAX]; /* ... and their attempts */
    int64_t at_ms;
    struct hash request; /* id of the request behind it; zero: none */
};

struct audit_department {
    struct name name;
    uint64_t ready;
    uint64_t leased;
    uint64_t delayed;
    uint64_t parked;
};

void audit_begin(void);
void audit_end(void);

/* These records have become durable. */
void audit_commit(uint64_t position_first, uint32_t count);

/* The broker has been started again: whose turn it was is forgotten, and begins anew. */
void audit_restarted(void);

/* NULL: nothing of this position or number is durable. */
const struct audit_fact *audit_fact(uint64_t position);

/* It leased this stage, under this attempt. */
bool audit_fact_leased(const struct audit_fact *fact, uint8_t stage, uint32_t attempt);

const struct audit_bundle *audit_bundle(uint64_t number);

/* The number of a planned bundle, or 0: not submitted. */
uint64_t audit_number(uint32_t planned);

uint64_t audit_bundle_count(void);
uint32_t audit_open_count(void);
int64_t audit_newest_ms(void);

/* Facts after a position that a remembered request caused. */
uint64_t audit_requests_since(uint64_t position);

/* Counts of jobs as they should be, by department. */
uint32_t audit_departments(struct audit_department *list, uint32_t list_max);

/* ---- Between audit.c and audit_bundle.c ------------------------------------------------------ */

/* A fact that must not be, with its position. */
void audit_fault(const struct fact *fact, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Take a fact about a bundle's stages, milestones, gates or end, and what goes on because of it. */
void audit_apply(struct audit_bundle *bundle, const struct fact *fact);

/* Nothing comes of the bundle any more: all its stages end, but those that have. */
void audit_withdraw(struct audit_bundle *bundle);

/* Everything that follows has followed. */
void audit_settled(const struct audit_bundle *bundle);

/* The stage of an index; the first one, and a fault, where there is none. */
struct audit_stage *audit_stage_at(struct audit_bundle *bundle, const struct fact *fact,
                                   uint32_t index);

/* Its job is leased, under this attempt, and the lease has not run out. */
void audit_expect_live(const struct fact *fact, const struct audit_stage *stage, uint32_t attempt);

/* The job of a stage is offered from this fact on. */
void audit_make_ready(const struct audit_bundle *bundle, struct audit_stage *stage,
                      const struct fact *fact);

/* This job becomes ready: if its submitter has no other there, its turn comes after all others'. */
void audit_line_up(const struct audit_bundle *bundle, uint32_t stage, uint64_t position);

/* Nobody in its department should have been served before this ready job; now its submitter has
 * had its turn. */
void audit_queue(const struct fact *fact, const struct audit_bundle *bundle, uint32_t stage);

/* The next permit number of a stage's department in a year must be this one. */
void audit_number_permit(const struct fact *fact, const struct name *department, uint32_t number);

#endif
