/* SPDX-License-Identifier: Apache-2.0 */
/* What must be said, held until the facts decided with it are durable.
 *
 * One outbox belongs to one draft: what was decided while that draft was open waits in it, in order
 * and threaded by session, so that each peer gets one message for all of it. What could be known
 * only when it is said (the application of a job, a page of history) is read from the journal then;
 * what must be as it was when the question came (the state of a bundle) is kept as a copy. What is said
 * most stands here by then as the messages that peers get (prepare.h). */
#ifndef BROKER_SHELL_OUTBOX_H
#define BROKER_SHELL_OUTBOX_H

#include "broker/core/engine.h"
#include "broker/shell/session.h"
#include "broker/shell/transport.h"
#include "proto/envelope.h"

#define OUTBOX_ENTRIES_MAX 16384
#define PARCELS_BYTES_MAX \
    ((size_t)8 << 20) /* of what is prepared: so much more is in memory at most */

enum held_kind {
    HELD_RECORDED = 1, /* struct msg_recorded */
    HELD_REFUSED,      /* struct effect_refused */
    HELD_JOB,          /* struct effect_job */
    HELD_CANCEL,       /* struct msg_cancel */
    HELD_WELCOME,      /* these four: nothing */
    HELD_PONG,
    HELD_DRAIN,
    HELD_BYE,
    HELD_BUNDLE,            /* struct msg_bundle without its key, as far as its clocks go */
    HELD_EXPLANATION,       /* struct msg_explanation, as many waits as there are */
    HELD_HISTORY,           /* struct held_history */
    HELD_STATISTICS,        /* struct msg_statistics */
    HELD_PARKED,            /* struct held_parked */
    HELD_PROCEDURE,         /* struct held_procedure */
    HELD_SIGNED_CHECKPOINT, /* struct signed_checkpoint */
    HELD_RECEIPT,           /* struct held_receipt */
};

struct held_history {
    uint64_t position; /* the newest fact wanted */
    uint32_t limit;
};

struct held_procedure {
    const struct procedure *procedure; /* the engine never moves or changes it */
};

struct held_receipt {
    uint64_t position; /* 0: that of the publication of ... */
    struct name procedure;
    uint32_t version;
};

struct held_parked {
    struct msg_parked_jobs jobs;         /* without reasons */
    uint64_t positions[PARKED_PAGE_MAX]; /* facts that hold them */
};

struct held {
    session_id session;
    uint32_t next; /* entry of the same session, or HELD_END */
    uint8_t kind;  /* enum held_kind */
    uint8_t request_id_size;
    uint8_t request_id[REQUEST_ID_BYTES_MAX];
    const void *body;
};
#define HELD_END UINT32_MAX

/* The entries of one place in the table of sessions, oldest first: mostly one session's. */
struct held_thread {
    uint32_t first;
    uint32_t last;
    uint32_t round;        /* valid if it is the outbox's */
    uint32_t parcel_first; /* all its entries, prepared ... */
    uint32_t parcel_count; /* 0: they are not */
};

/* A message that is ready to be sent, made of entries that follow each other in a thread. */
struct parcel {
    uint32_t end; /* the first entry that is not in it, or HELD_END */
    struct outbound outbound;
};

struct outbox {
    uint32_t count;
    uint32_t round;
    struct held *entries;
    struct held_thread *threads; /* by place of the session */
    uint32_t *order;             /* places that have a thread, in order of their first entry */
    uint32_t order_count;
    const struct sessions *sessions;
    uint8_t *bodies;
    size_t bodies_size;
    struct parcel *parcels; /* what is prepared */
    uint32_t parcel_count;
    size_t parcel_bytes; /* of those that were dropped, too */
    void *memory;
    size_t memory_size;
};

/* Memory is reserved once and touched as used. Errors: ERR_NO_MEMORY. */
enum err outbox_init(struct outbox *outbox, const struct sessions *sessions);
void outbox_fini(struct outbox *outbox); /* accepts a zeroed one */

/* There is room for the effects of one more step and one more answer of any kind. */
bool outbox_has_room(const struct outbox *outbox);

void outbox_clear(struct outbox *outbox);

/* Hold something for a session. Call with room.
 *
 * Shape: body - size bytes, copied; the kind says of what type. */
void outbox_hold(struct outbox *outbox, session_id session, struct span request_id,
                 enum held_kind kind, struct span body);

void outbox_hold_effect(struct outbox *outbox, const struct effect *effect);

/* Prepare a thread, parcel by parcel: what comes before the entry `end` and is not in a parcel yet. Either all
 * of it is prepared, or what there is of it is taken back.
 *
 * Errors: ERR_TOO_LARGE - PARCELS_BYTES_MAX; ERR_NO_MEMORY. */
enum err parcel_add(struct outbox *outbox, struct held_thread *thread, struct outgoing *outgoing,
                    uint32_t end);
void parcels_drop(struct outbox *outbox, struct held_thread *thread);

/* Refuse a request: err's own name, text and hint; field may be "". */
void outbox_refuse(struct outbox *outbox, session_id session, struct span request_id, enum err err,
                   const char *field);

#endif
