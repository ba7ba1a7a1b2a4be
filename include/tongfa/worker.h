/* SPDX-License-Identifier: Apache-2.0 */
/* Write a department: one function over a job that returns a verdict; the runtime does the rest
 * (connection, credit, lease renewal, concurrency, drain).
 *
 *     static void judge(const struct tongfa_job *job, struct tongfa_verdict *verdict, void *self)
 *     {
 *         if (!plan_is_lawful(job)) tongfa_refuse(verdict, "建筑密度超过规划条件的上限。");
 *     }                                        // a verdict left alone is a grant
 *
 * Where the procedure says `opinion: true` the answer is tongfa_agree, tongfa_disagree or
 * tongfa_forward instead; the broker refuses what is none of them.
 *
 *     int main(void)
 *     {
 *         return tongfa_worker_run(&(struct tongfa_worker_options){
 *             .endpoint = "ipc:///run/tongfa/office", .department = "planning", .judge = judge });
 *     }
 */
#ifndef TONGFA_WORKER_H
#define TONGFA_WORKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TONGFA_REASON_BYTES_MAX 4000
#define TONGFA_REMEDIES_BYTES_MAX 511
#define TONGFA_NAME_BYTES_MAX 31
#define TONGFA_MATERIALS_BYTES_MAX 2047

enum tongfa_verdict_kind {
    TONGFA_GRANT = 1,
    TONGFA_REFUSE = 2,  /* by the rules; needs a reason that the applicant can read */
    TONGFA_FAIL = 3,    /* could not be reviewed now (a registry is down): try again later */
    TONGFA_PARK = 4,    /* cannot be reviewed without an operator; needs a reason */
    TONGFA_RELEASE = 5, /* given back unworked */
    TONGFA_SPECIAL = 7, /* a special procedure begins, whose time is not counted; needs a reason */
    /* Of stages that give an opinion. */
    TONGFA_AGREE = 9,
    TONGFA_CORRECT = 6,   /* the applicant must correct something first; needs a reason to read */
    TONGFA_DISAGREE = 10, /* needs a reason */
    TONGFA_FORWARD = 11,  /* agreed, and forwarded to a higher level */
    TONGFA_RETURN = 12,   /* back to a stage that this one rests on; needs a reason */
};

/* Which special procedure, in the order of the Administrative Licensing Law, Art. 45. */
enum tongfa_special_kind {
    TONGFA_HEARING = 1,
    TONGFA_TENDER = 2,
    TONGFA_AUCTION = 3,
    TONGFA_INSPECTION = 4,
    TONGFA_TESTING = 5,
    TONGFA_QUARANTINE = 6,
    TONGFA_APPRAISAL = 7,
    TONGFA_EXPERT_REVIEW = 8,
    TONGFA_OTHER = 9,
};

struct tongfa_verdict {
    enum tongfa_verdict_kind kind;
    uint32_t delay_ms;                /* TONGFA_FAIL: not before; 0: the procedure's backoff */
    enum tongfa_special_kind special; /* TONGFA_SPECIAL */
    uint32_t days;                    /* TONGFA_SPECIAL: working days that it will take */
    int64_t until_ms; /* of a hearing: the end of its day, ms since 1970-01-01 UTC; else 0 */
    char on[TONGFA_NAME_BYTES_MAX +
            1]; /* TONGFA_RETURN: the stage; TONGFA_FORWARD: to whom, or "" */
    size_t reason_size;
    char reason[TONGFA_REASON_BYTES_MAX + 1];       /* UTF-8 */
    char remedies[TONGFA_REMEDIES_BYTES_MAX + 1];   /* TONGFA_REFUSE: ""; the procedure's */
    char materials[TONGFA_MATERIALS_BYTES_MAX + 1]; /* TONGFA_CORRECT: names, commas between */
};

/* Set the kind and append a line to the reason, printf style; longer texts are cut at a character.
 * A second refusal adds to the first, so that the applicant learns everything in one round. */
void tongfa_refuse(struct tongfa_verdict *verdict, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* material: the name of one that must be corrected; NULL: it is the application itself. */
void tongfa_correct(struct tongfa_verdict *verdict, const char *material, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void tongfa_fail(struct tongfa_verdict *verdict, uint32_t delay_ms, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void tongfa_park(struct tongfa_verdict *verdict, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Opinions. to: to whom it is forwarded, or NULL. A reason may be added by tongfa_remark. */
void tongfa_agree(struct tongfa_verdict *verdict);
void tongfa_forward(struct tongfa_verdict *verdict, const char *to);
void tongfa_disagree(struct tongfa_verdict *verdict, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Another line of the reason, whatever the verdict is. */
void tongfa_remark(struct tongfa_verdict *verdict, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A special procedure that will take so many working days; of a hearing set until_ms besides, seven
 * to twenty working days from now. */
void tongfa_special(struct tongfa_verdict *verdict, enum tongfa_special_kind special, uint32_t days,
                    const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Back to a stage that this one rests on. */
void tongfa_return(struct tongfa_verdict *verdict, const char *stage, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What the reviewer of a stage that this one rests on said. */
struct tongfa_opinion {
    const char *stage;
    enum tongfa_verdict_kind verdict; /* TONGFA_AGREE, TONGFA_DISAGREE or TONGFA_FORWARD */
    bool deemed;                      /* nobody said so: its time was over */
    uint64_t position;                /* of the fact that has its reason */
};

/* A job as a department sees it. Everything is the runtime's and valid during the call. */
struct tongfa_job {
    uint64_t bundle;
    uint32_t attempt;
    int priority;
    const char *stage;
    const char *procedure;
    uint32_t version;
    int64_t submitted_ms;
    int64_t until_ms;                 /* end of the lease; renewed while the function runs */
    const struct json_t *application; /* jansson object: read with json_object_get and friends */
    uint32_t element; /* of the list that the stage is repeated for, from 1; 0: it is not */
    uint32_t opinion_count;
    const struct tongfa_opinion *opinions; /* as far as they were given when the job went out */
};

/* True once the bundle was withdrawn or the lease is lost: stop early, the verdict is dropped. */
bool tongfa_job_is_cancelled(const struct tongfa_job *job);

/* Sleep for so long, or until the job is cancelled. Returns false if it is cancelled. */
bool tongfa_job_wait(const struct tongfa_job *job, uint32_t wait_ms);

/* A descriptor that is readable once the job is cancelled, for poll(); do not read from it. */
int tongfa_job_cancel_fd(const struct tongfa_job *job);

/* Called on one of the runtime's threads, several at a time if concurrency > 1. All signals are
 * blocked there. */
typedef void tongfa_judge(const struct tongfa_job *job, struct tongfa_verdict *verdict, void *self);

struct tongfa_worker_options {
    const char *endpoint; /* the broker's office */
    const char *department;
    const char *name;     /* NULL: host and process number */
    unsigned concurrency; /* 0: 1; at most 256 */
    unsigned drain_ms;    /* on SIGTERM: finish for so long, then give back; 0: 10 000 */
    unsigned max_job_ms;  /* a longer review is cancelled, its lease runs out; 0: 600 000 */
    bool quiet;           /* only what keeps the worker from working is logged */
    bool keep_signals;    /* the caller handles SIGTERM and SIGINT and calls tongfa_worker_stop */
    tongfa_judge *judge;
    void *self;
};

/* Work until SIGTERM, SIGINT or tongfa_worker_stop. Returns an exit code: 0 drained, 1 failed,
 * 64 bad options, 77 refused by the broker (logged).
 *
 * A process may run several workers in threads of its own, up to 64; with keep_signals in all
 * of them but one. A judge that has not returned when drain_ms are over is cancelled and its job
 * given back; one that has not returned two seconds later is left behind: end the process then. */
int tongfa_worker_run(const struct tongfa_worker_options *options);

/* Ask every running tongfa_worker_run of the process to drain; a second time: to give back at once
 * what is not finished. From any thread or a signal handler. */
void tongfa_worker_stop(void);

#endif
