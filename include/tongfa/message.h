/* SPDX-License-Identifier: Apache-2.0 */
/* Messages between a peer and the broker, as C sees them. proto/SPEC.md is their one source, the
 * tables in proto/message.c say how they become bytes.
 *
 * Spans point into the received bytes while a message is read, into the sender's while it is
 * written. Zero means "not given" in optional fields.
 *
 * When you add a message: a number here, a struct, its table in proto/message.c, its section in
 * proto/SPEC.md, golden vectors, who may send it in broker/shell/route.c, a test for each refusal. */
#ifndef TONGFA_MESSAGE_H
#define TONGFA_MESSAGE_H

#include "tongfa/base.h"
#include "tongfa/errors.h"
#include "tongfa/fact.h"
#include "tongfa/limits.h"
#include "tongfa/procedure.h"
#include "tongfa/state.h"

/* clang-format off */
enum message_type {
    /* peer to broker, both doors */
    MSG_HELLO       = 1,
    MSG_BYE         = 2,  /* also broker to peer: the session is over */
    MSG_PING        = 3,
    MSG_SHOW        = 10,
    MSG_HISTORY     = 11,
    MSG_EXPLAIN     = 12,
    MSG_FOLLOW      = 13,
    MSG_MORE        = 14, /* more credit for the running FOLLOW */
    MSG_UNFOLLOW    = 15,
    MSG_STATS       = 16,
    MSG_DEFINITION  = 17, /* ask for a published procedure; answered by MSG_PROCEDURE */
    MSG_CHECKPOINT  = 18, /* ask for a signed checkpoint */
    MSG_RECEIPT     = 19, /* ask for a receipt; answered by MSG_SIGNED_RECORD */
    /* peer to broker, counter */
    MSG_SUBMIT      = 20,
    MSG_SIGNAL      = 21,
    MSG_WITHDRAW    = 22,
    MSG_SUPPLY      = 23,
    /* peer to broker, office: operators */
    MSG_PUBLISH     = 30,
    MSG_PARKED      = 31,
    MSG_RETRY       = 32,
    MSG_PUBLISH_CALENDAR = 33,
    /* peer to broker, both doors */
    MSG_ACT         = 34, /* tongfa/act.h */
    MSG_MIGRATE     = 35, /* office: operators */
    /* peer to broker, office: workers */
    MSG_CREDIT      = 40,
    MSG_VERDICT     = 41,
    MSG_RENEW       = 42,
    /* broker to peer */
    MSG_WELCOME     = 100,
    MSG_PONG        = 101,
    MSG_ERROR       = 102,
    MSG_RECORDED    = 103, /* done, and in the journal */
    MSG_BUNDLE      = 110, /* answers SHOW */
    MSG_EXPLANATION = 111,
    MSG_FACTS       = 112, /* answers HISTORY; pushed to followers */
    MSG_STATISTICS  = 113,
    MSG_PARKED_JOBS = 114,
    MSG_PROCEDURE   = 115,
    MSG_SIGNED_CHECKPOINT = 116,
    MSG_SIGNED_RECORD     = 117,
    MSG_JOB         = 120,
    MSG_CANCEL      = 121,
    MSG_DRAIN       = 122, /* take no new work here; finish and reconnect later */
    /* both ways */
    MSG_BATCH       = 130, /* many messages in one, each with its own answer */
};

/* clang-format on */

/* Who a request is about: by number, or by the submitter's own key (of the session's principal,
 * or of `submitter` where an operator asks). */
struct bundle_ref {
    uint64_t bundle; /* 0: by key */
    struct span key;
    struct name submitter;
};

struct msg_hello {
    uint8_t role;           /* enum role */
    struct name principal;  /* submitter, worker or operator name */
    struct name department; /* workers, officers and heads */
    struct span software;   /* name and version, for the log; <= 64 bytes */
};

struct msg_submit {
    struct name procedure;
    uint32_t version; /* 0: the newest published */
    struct span key;
    uint8_t priority;
    struct span application; /* this item's share of the payload frame */
};

struct msg_signal {
    struct bundle_ref ref;
    struct name milestone;
    bool called_off; /* false: reached */
};

struct msg_withdraw {
    struct bundle_ref ref;
    struct span reason;
};

struct msg_supply {
    struct bundle_ref ref;
    struct span reason;      /* what the submitter says to it; may be empty */
    struct span application; /* this item's share of the payload frame; takes the old one's place */
};

struct msg_show { /* also EXPLAIN */
    struct bundle_ref ref;
};

struct msg_history {
    struct bundle_ref ref;
    uint64_t before; /* facts before this position, newest first; 0: from the newest */
    uint32_t limit;  /* 1..HISTORY_PAGE_MAX */
};

struct msg_follow {
    uint64_t from;         /* first position wanted, from 1 */
    uint32_t credit;       /* facts the peer is ready to take */
    uint32_t types;        /* set of fact types wanted, bit i = type i; 0: all */
    uint64_t bundle;       /* only this bundle's; 0: all */
    struct name submitter; /* only bundles of this submitter; empty: all */
};

struct msg_more {
    uint32_t credit;
};

struct msg_stats {
    struct name after; /* departments after this name */
};

struct msg_definition {
    struct name procedure;
    uint32_t version; /* 0: the newest */
};

struct msg_checkpoint {
    uint64_t position; /* 0: the oldest of all, or the newest of all */
    bool after;        /* the oldest at or after position, instead of the newest at or before */
};

/* Which fact of a bundle a receipt is wanted for. */
enum receipt_of {
    RECEIPT_SUBMISSION = 1,
    RECEIPT_DEFINITION = 2, /* the publication of the procedure that it lives by */
    RECEIPT_VERDICT = 3,    /* what the reviewer of a stage said */
    RECEIPT_OUTCOME = 4,    /* what became of a stage: granted, issued, refused, blocked ... */
    RECEIPT_POSITION = 5,   /* the one at a position */
    RECEIPT_ACCEPTANCE = 6, /* what became of it at the counter: accepted or not */
};

struct msg_receipt {
    struct bundle_ref ref;
    uint8_t of; /* enum receipt_of */
    struct name stage;
    uint64_t position;
};

struct msg_publish {
    const struct procedure *procedure; /* decoded into the caller's struct */
    struct span encoded;               /* its bytes, for the content hash */
};

struct msg_parked {
    struct name department; /* empty: all */
    uint64_t after;         /* bundles after this number */
    uint32_t limit;         /* 1..PARKED_PAGE_MAX */
};

struct msg_retry {
    uint64_t bundle;
    struct name stage;
};

struct msg_publish_calendar {
    struct calendar_notice calendar;
};

struct msg_act {
    struct bundle_ref ref;
    uint8_t act;       /* enum act */
    struct name stage; /* empty: the bundle as a whole */
    uint8_t detail;    /* these as in struct fact_acted */
    uint32_t amount;
    uint64_t materials;
    int64_t until_ms;
    struct name on;
    struct span reason;
};

struct msg_migrate {
    struct bundle_ref ref;
    struct name procedure;
    uint32_t version; /* 0: the newest in force */
};

struct msg_credit {
    uint32_t credit; /* jobs the worker will take in all from now on; replaces the last value */
};

struct msg_verdict {
    uint64_t bundle;
    uint8_t stage;
    uint32_t attempt;
    uint64_t token;
    uint8_t verdict; /* enum verdict */
    struct span reason;
    uint32_t delay_ms;     /* VERDICT_FAIL: at least this long; 0: the procedure's backoff */
    uint32_t credit;       /* added to the worker's credit with this answer */
    struct span materials; /* CORRECT: names with commas between; empty: the application itself */
    /* These as in struct fact_verdict_given. */
    struct span remedies;
    uint8_t special;
    uint32_t days;
    int64_t until_ms;
    struct name on;
};

struct msg_renew {
    uint64_t bundle;
    uint8_t stage;
    uint32_t attempt;
    uint64_t token;
};

struct msg_welcome {
    struct span software;
    uint64_t session;
    int64_t now_ms;
    uint32_t
        heartbeat_ms; /* say something at least this often; the broker does, give or take 1/16 */
    uint32_t liveness_ms; /* silence after which either side gives the other up */
    uint32_t envelope_bytes_max;
    uint32_t payload_bytes_max;
    uint32_t application_bytes_max;
    uint32_t batch_items_max;
    uint32_t credit_max;
    uint64_t position; /* newest committed fact */
    bool synced;       /* true: an answer is given after the disk has synced */
};

struct msg_pong {
    int64_t now_ms;
    uint64_t position;
};

struct msg_error {
    uint8_t number;    /* enum err */
    struct span name;  /* "LEASE_STALE" */
    struct span field; /* the offending field, or empty */
    struct span text;
    uint8_t retry; /* enum retry_hint */
    uint32_t after_ms;
    uint64_t bundle; /* the bundle concerned, or 0 */
};

struct msg_recorded {
    uint64_t bundle;   /* 0: of no bundle */
    uint64_t position; /* of the fact that made it true */
    bool repeated;     /* it was true before: this is the first answer again */
    int64_t until_ms;  /* RENEW: the new end of the lease */
    uint32_t version;  /* PUBLISH and SUBMIT: of the procedure */
};

/* How a limit stands as the broker answers, or stood when its clock stopped. */
struct limit_view {
    uint16_t value;   /* 0: none is set */
    uint8_t unit;     /* enum limit_unit */
    bool late;        /* it has ended before that */
    bool provisional; /* a year that is not published decides */
    int64_t due_ms;   /* the last instant in time; while the clock stands, if it went on now */
    uint64_t used;    /* days; of hours milliseconds */
};

struct clock_view {
    struct name stage; /* empty: all stages together */
    int64_t started_ms;
    int64_t stopped_ms; /* 0: it runs, or stands */
    struct limit_view statutory;
    struct limit_view promised;
    uint8_t pause;     /* enum pause_cause: why it stands; 0: it does not */
    int64_t paused_ms; /* since when */
    uint8_t kind;      /* enum clock_kind; other than 0: stage is empty, its limit is `statutory` */
    uint16_t extended; /* what an extension added to those limits that it extends */
    uint8_t special;   /* enum special_kind: the special procedure that it stands for */
    struct limit_view planned; /* ... and how the days planned for it stand */
};

/* Whose clock it is, if it is not that of a stage or of all together. */
enum clock_kind {
    CLOCK_OF_REVIEW = 0,
    CLOCK_OF_INTAKE = 1,     /* the counter's: to accept or not */
    CLOCK_OF_CORRECTION = 2, /* the applicant's: to supply corrections */
};

#define CLOCKS_MAX (STAGES_MAX + 3)

/* What runs for a permit once it is issued. */
enum term_kind {
    TERM_DELIVERY = 1, /* until it is delivered */
    TERM_START = 2,    /* until works begin */
    TERM_VALID = 3,    /* until it expires */
};

struct term_view {
    struct name stage;
    uint8_t kind;            /* enum term_kind */
    int64_t started_ms;      /* the issue */
    int64_t stopped_ms;      /* what it was for has happened, or the permit has ended; 0: it runs */
    struct limit_view limit; /* deferrals and renewals included */
};

#define TERMS_MAX (3 * STAGES_MAX)

struct msg_bundle {
    struct span key;
    struct bundle_image image;
    uint32_t clock_count;
    uint32_t term_count;
    struct clock_view clocks[CLOCKS_MAX]; /* those that were started */
    struct term_view terms[TERMS_MAX];    /* of permits that were issued */
};

enum wait_kind {
    WAIT_MILESTONE = 1,  /* on: milestone */
    WAIT_STAGE = 2,      /* on: stage that must be granted, or issued if beyond a gate */
    WAIT_WORKER = 3,     /* job READY: no free worker in the department */
    WAIT_VERDICT = 4,    /* job LEASED until until_ms */
    WAIT_RETRY = 5,      /* job DELAYED until until_ms */
    WAIT_OPERATOR = 6,   /* job PARKED */
    WAIT_GATE = 7,       /* granted; on: the member its gate still waits for */
    WAIT_RESUMPTION = 8, /* the bundle is suspended */
    WAIT_ACCEPTANCE = 9, /* somebody at the counter; until_ms: deemed accepted */
    WAIT_SUPPLY = 10,    /* the applicant must correct something, by until_ms */
    WAIT_NOTICE = 11,    /* it must, and will be told by until_ms; on: whose leave that needs */
    WAIT_SPECIAL = 12,   /* on: the special procedure; until_ms: its planned end, may be over */
    WAIT_SIGNERS = 13,   /* on: a signer who is asked */
    WAIT_TOLERANCE =
        14,         /* granted, or issued without it; on: a missing material, due at until_ms */
    WAIT_HOLD = 15, /* granted; its gate issues it at until_ms at the latest */
    /* After issue; until_ms is when it must have happened. */
    WAIT_DELIVERY = 16, /* the permit: to be delivered */
    WAIT_WORKS = 17,    /* ... its works: to begin, or it lapses */
    WAIT_DEFERRAL = 18, /* ... a deferral that was asked for: to be decided */
    WAIT_RENEWAL =
        19,          /* ... a renewal that was asked for: to be decided, or it is deemed granted */
    WAIT_CHECK = 20, /* ... the commitment that it was decided on: to be checked */
};

enum wait_edge {
    EDGE_START = 1,  /* the review */
    EDGE_DECIDE = 2, /* the decision */
    EDGE_ISSUE = 3,  /* the permit */
    EDGE_AFTER = 4,  /* what follows for the permit after its issue */
};

struct wait {
    struct name stage;      /* empty: the bundle as a whole */
    uint8_t edge;           /* enum wait_edge: what of the stage is waiting */
    uint8_t kind;           /* enum wait_kind */
    struct name on;         /* milestone, stage or gate member */
    struct name department; /* who could act; empty: an outside party (milestones) */
    int64_t since_ms;
    int64_t until_ms;       /* or 0 */
    uint32_t workers;       /* sessions of the department now */
    uint32_t workers_free;  /* ... with credit left */
    uint32_t queued_before; /* WAIT_WORKER: jobs of the department not less urgent; may be 0 */
};

struct msg_explanation {
    uint64_t bundle;
    uint8_t result; /* enum bundle_result */
    int64_t now_ms;
    uint32_t wait_count;
    struct wait waits[WAITS_MAX];
};

struct fact_record {
    uint64_t position;
    struct span record; /* SPEC section "Records" */
};

struct msg_facts {
    uint64_t next; /* FOLLOW: position to go on from; HISTORY: `before` of the next page, 0: end */
    bool is_live;  /* FOLLOW: nothing newer is committed */
    uint32_t fact_count;
    struct fact_record facts[HISTORY_PAGE_MAX];
};

struct department_statistics {
    struct name department;
    uint64_t ready;
    uint64_t leased;
    uint64_t delayed;
    uint64_t parked;
    uint32_t workers;
    uint32_t credit;
    int64_t oldest_ready_ms; /* since when its oldest READY job waits; 0: none */
    uint32_t yellow;         /* cards of open bundles that were not withdrawn */
    uint32_t red;
    uint32_t deep_red;
};

struct msg_statistics {
    int64_t now_ms;
    int64_t started_ms;
    uint64_t position;
    uint64_t bundles_open;
    uint64_t bundles_submitted;
    uint64_t bundles_ended;
    uint64_t permits_issued;
    uint64_t claims_refused;
    uint64_t jobs_expired;
    uint64_t commits;
    uint64_t journal_bytes;
    uint64_t recover_from;
    uint32_t sessions;
    uint32_t followers;
    bool is_draining;
    uint32_t department_count;
    struct department_statistics departments[DEPARTMENT_PAGE_MAX];
    struct name next; /* ask again with after = next; empty: end */
};

struct parked_job {
    uint64_t bundle;
    struct name stage;
    struct name department;
    uint32_t attempt;
    uint8_t cause; /* enum park_cause */
    int64_t since_ms;
    struct span reason;
};

struct msg_parked_jobs {
    uint64_t next; /* ask again with after = next; 0: end */
    uint32_t job_count;
    struct parked_job jobs[PARKED_PAGE_MAX];
};

struct msg_procedure {
    struct span encoded; /* the definition, SPEC section "Procedures" */
};

struct msg_signed_checkpoint {
    struct hash journal;
    uint64_t position; /* 0: of the empty journal */
    struct span chain; /* CHAIN_BYTES */
    int64_t at_ms;
    struct span public_key; /* PUBLIC_KEY_BYTES */
    struct span signature;  /* SIGNATURE_BYTES */
};

struct msg_signed_record {
    struct hash journal;
    uint64_t position;
    struct span record;
    struct span chain_before;
    struct span chain;
    int64_t at_ms;
    struct span public_key;
    struct span signature;
};

/* What the reviewer of an upstream said. */
struct opinion {
    struct name stage;
    uint8_t verdict;   /* VERDICT_AGREE, DISAGREE or FORWARD */
    bool deemed;       /* nobody said so: its time was over */
    uint64_t position; /* of the fact that has its reason */
};

struct msg_job {
    uint64_t bundle;
    uint8_t stage;
    uint32_t attempt;
    uint64_t token;
    int64_t until_ms;
    uint32_t lease_ms; /* what is left of the lease as the broker sends */
    struct name stage_name;
    struct name procedure;
    uint32_t version;
    uint8_t priority;
    int64_t submitted_ms;
    struct span application; /* this item's share of the payload frame */
    uint8_t element;         /* of the list that the stage is repeated for, from 1; 0: it is not */
    set32 opinions;          /* inside the broker: upstreams whose opinions were given by then */
};

/* JOB as it leaves, with what is looked up then: thousands of the other wait for their commit. */
struct msg_job_told {
    struct msg_job job;
    uint32_t opinion_count; /* of the stages that it rests on, as far as they were given */
    struct opinion opinions[STAGES_MAX];
};

enum cancel_cause {
    CANCEL_WITHDRAWN = 1,
    CANCEL_POINTLESS = 2, /* it can no longer lead to a permit */
    CANCEL_PAUSED = 3,    /* its review stands; it will be offered again */
    CANCEL_DEEMED = 4,    /* its time is over, and it counts as agreed */
    CANCEL_COMMITTED = 5, /* it was decided on the applicant's commitment */
};

struct msg_cancel {
    uint64_t bundle;
    uint8_t stage;
    uint32_t attempt;
    uint8_t cause; /* enum cancel_cause */
};

/* One message, or one item of a batch. */
struct message {
    enum message_type type;
    struct span request_id; /* empty in what the broker sends unasked */
    union {
        struct msg_hello hello;
        struct msg_submit submit;
        struct msg_signal signal;
        struct msg_withdraw withdraw;
        struct msg_supply supply;
        struct msg_show show; /* SHOW, EXPLAIN */
        struct msg_history history;
        struct msg_follow follow;
        struct msg_more more;
        struct msg_stats stats;
        struct msg_definition definition;
        struct msg_checkpoint checkpoint;
        struct msg_receipt receipt;
        struct msg_publish publish;
        struct msg_parked parked;
        struct msg_retry retry;
        struct msg_publish_calendar publish_calendar;
        struct msg_act act;
        struct msg_migrate migrate;
        struct msg_credit credit;
        struct msg_verdict verdict;
        struct msg_renew renew;
        struct msg_welcome welcome;
        struct msg_pong pong;
        struct msg_error error;
        struct msg_recorded recorded;
        struct msg_bundle bundle;
        struct msg_explanation explanation;
        struct msg_facts facts;
        struct msg_statistics statistics;
        struct msg_parked_jobs parked_jobs;
        struct msg_procedure procedure;
        struct msg_signed_checkpoint signed_checkpoint;
        struct msg_signed_record signed_record;
        struct msg_job job; /* the head of: */
        struct msg_job_told job_told;
        struct msg_cancel cancel;
    };
};

#endif
