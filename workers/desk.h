/* SPDX-License-Identifier: Apache-2.0 */
/* The desk: what a worker holds, and what it must tell the broker next. No threads, no sockets and
 * no clock; the runtime brings messages and time, and carries away what desk_next says.
 *
 * A verdict stays on the desk until the broker has answered it, through any number of lost
 * connections; a job under review is renewed at each third of its lease. */
#ifndef WORKERS_DESK_H
#define WORKERS_DESK_H

#include "tongfa/message.h"
#include "tongfa/worker.h"

#define CONCURRENCY_MAX 256
#define DESK_NONE UINT32_MAX

/* clang-format off */
enum place_state {
    PLACE_NONE      = 0, /* no state: refused in the table */
    PLACE_FREE      = 1,
    PLACE_REVIEWING = 2, /* with a judge */
    PLACE_LOST      = 3, /* with a judge, but the lease is gone: whatever it says is dropped */
    PLACE_ABANDONED = 4, /* with a judge, but given back to the broker */
    PLACE_ANSWERED  = 5, /* the verdict waits for the broker's answer */
    PLACE_STATE_COUNT
};

enum place_move {
    MOVE_JOB     = 0, /* the broker sent a job, a judge begins */
    MOVE_JUDGE   = 1, /* the judge has ended */
    MOVE_LOSE    = 2, /* the lease is over: cancelled, expired or stale */
    MOVE_RELEASE = 3, /* drain: give it back */
    MOVE_SETTLE  = 4, /* the broker answered the verdict */
    PLACE_MOVE_COUNT
};
/* clang-format on */

/* The state after a move, or PLACE_NONE if that must not happen. */
enum place_state place_next(enum place_state state, enum place_move move);

/* After the desk was closed, jobs may still be on their way: granted before the broker heard of it.
 * A PING behind the last CREDIT comes back after all of them. */
enum barrier {
    BARRIER_NONE = 0, /* nothing to wait for */
    BARRIER_DUE,
    BARRIER_SENT,
};

/* One job on the desk. */
struct place {
    enum place_state state;
    uint32_t generation; /* one more with each job: tells answers of an old one */
    uint64_t bundle;
    uint8_t stage;
    uint32_t attempt;
    uint64_t token;
    int64_t renew_at_ms;
    int64_t bound_at_ms; /* the judge may take until then */
    uint32_t renew_every_ms;
    bool is_sent;       /* ANSWERED, ABANDONED: the verdict is on its way */
    int64_t send_at_ms; /* ... and not before this */
    struct tongfa_verdict verdict;
};

struct desk {
    struct place *places;
    uint32_t place_count;
    uint32_t concurrency;
    uint32_t max_job_ms;
    uint32_t in_review;  /* places with a judge */
    uint32_t credit_out; /* jobs that the broker may still send */
    bool is_up;          /* there is a session */
    bool must_grant;     /* the session does not know our credit yet */
    bool is_closed;      /* drain: no more jobs */
    bool is_paused;      /* the broker drains: no more credit in this session */
    enum barrier barrier;
    char request_id[REQUEST_ID_BYTES_MAX + 1]; /* of the message last made */
};

/* Use the caller's memory for desk_places(concurrency) places. */
void desk_init(struct desk *desk, struct place *places, uint32_t concurrency, uint32_t max_job_ms);
uint32_t desk_places(uint32_t concurrency);

/* A new session began: grant credit anew, repeat what is unanswered, renew what is held. */
void desk_on_welcome(struct desk *desk, int64_t now_ms);
void desk_on_lost(struct desk *desk);

/* A job came. Returns its place, where a judge begins; or DESK_NONE if it must go back at once,
 * because more came than was granted or the desk is closed: then use desk_refuse. */
uint32_t desk_on_job(struct desk *desk, const struct msg_job *job, int64_t now_ms);

/* The message that gives a job back for which there is no place. */
struct message desk_refuse(const struct msg_job *job);

/* The judge at this place has ended; its verdict is copied if it still counts. Returns true then. */
bool desk_on_judged(struct desk *desk, uint32_t index, const struct tongfa_verdict *verdict,
                    int64_t now_ms);

enum desk_news {
    DESK_NOTHING = 0,
    DESK_SETTLED,  /* verdict recorded */
    DESK_STALE,    /* the lease was lost; the place's judge should stop, if there is one */
    DESK_DECLINED, /* the broker refused it for good; desk_next says what becomes of the job */
    DESK_DELAYED,  /* ... for now: it will be repeated */
};

/* RECORDED, ERROR or PONG came. On news, *index is the place concerned. */
enum desk_news desk_on_answer(struct desk *desk, const struct message *answer, int64_t now_ms,
                              uint32_t *index);

/* CANCEL came. Returns the place that lost its lease, or DESK_NONE. */
uint32_t desk_on_cancel(struct desk *desk, const struct msg_cancel *cancel);

/* No more jobs: what is under review may end. */
void desk_close(struct desk *desk);

/* Give back what is still under review. */
void desk_abandon(struct desk *desk, int64_t now_ms);

/* Make the next message that is due. It points into the desk; after it was handed over call
 * desk_sent, with its place. Returns false if nothing is due; *due_ms is when to ask again. */
bool desk_next(struct desk *desk, int64_t now_ms, struct message *message, uint32_t *index,
               int64_t *due_ms);
void desk_sent(struct desk *desk, const struct message *message, uint32_t index, int64_t now_ms);

/* A place whose judge has just run over its bound: it is given up, and its lease will run out. Tell
 * the judge. DESK_NONE: there is none. */
uint32_t desk_over_bound(struct desk *desk, int64_t now_ms);

/* True when nothing is held, no judge and no verdict, and after desk_close nothing can come. */
bool desk_is_empty(const struct desk *desk);

#endif
