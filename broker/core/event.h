/* SPDX-License-Identifier: Apache-2.0 */
/* Events: what came in. The only input of the engine; time, hashes, random bytes and what the shell
 * found in the archive come in with them. */
#ifndef BROKER_CORE_EVENT_H
#define BROKER_CORE_EVENT_H

#include "tongfa/message.h"

enum event_type {
    EVENT_TICK = 1, /* time has passed: leases expire, delays end */
    EVENT_JOINED,   /* a session said HELLO; answered only when refused: no REFUSED, so WELCOME */
    EVENT_LEFT,     /* a session is over: said BYE, fell silent, or could not be written to */
    EVENT_WAKE,     /* something may be due for an ended bundle that has left memory */
    EVENT_DRAIN,    /* from now on lease nothing, take nothing new; verdicts are still taken */
    /* messages, already read and checked field by field */
    EVENT_PUBLISH,
    EVENT_SUBMIT,
    EVENT_SIGNAL,
    EVENT_WITHDRAW,
    EVENT_RETRY,
    EVENT_PUBLISH_CALENDAR,
    EVENT_ACT,
    EVENT_SUPPLY,
    EVENT_MIGRATE,
    EVENT_CREDIT,
    EVENT_VERDICT,
    EVENT_RENEW,
};

/* A connected peer, numbered by the shell from 1, never reused while it runs. */
typedef struct {
    uint32_t n;
} session_id;

/* What the disk has room for. */
enum room {
    ROOM_AMPLE = 0,
    ROOM_RESERVE, /* for what is under way, not for new work */
    ROOM_NONE,    /* for nothing: a step records no fact */
};

/* What the shell knows of a bundle that is not in the engine's memory. */
struct archived {
    bool is_found;
    uint64_t bundle;
    uint64_t submitted_position;
    uint32_t version;
    struct hash content_hash;
    struct name procedure; /* with version: tells an unknown milestone or stage from a late one */
    uint8_t result;        /* enum bundle_result */
    uint64_t withdrawn_position; /* of its BUNDLE_WITHDRAWN; 0: it was not withdrawn */
    /* Owns: the shell, until the step is made. NULL: nothing can be done to it. */
    const struct bundle_image *image;
};

/* What the conditions of a procedure's stages say, evaluated by the shell.
 *
 * Owns: failure - the shell, until the step is made; NULL: each gave true or false. */
struct conditions {
    set32 skipped; /* SUBMIT: stages whose applies_if is false */
    uint32_t failed_stage;
    bool is_for_each;       /* it is not its applies_if, but its for_each */
    uint32_t element_count; /* SUBMIT: of the list of too_many_stage; 0: no list is too long */
    uint32_t too_many_stage;
    const char *failure; /* SUBMIT, PUBLISH: what is wrong with failed_stage, in a few words */
};

struct event {
    enum event_type type;
    int64_t now_ms;         /* broker time; never falls from one event to the next */
    uint16_t civil_year;    /* of now_ms in the configured time zone: permit numbers count by it */
    uint64_t entropy;       /* fresh random bits: lease tokens come from it */
    enum room room;         /* on the disk, for the facts of this step */
    session_id session;     /* who; 0: the broker itself (VERDICT: RELEASE of an unsent job) */
    struct name principal;  /* of that session */
    struct span request_id; /* comes back in the answer */
    struct request_mark
        request; /* PUBLISH, SIGNAL, WITHDRAW, RETRY, PUBLISH_CALENDAR, ACT, SUPPLY, MIGRATE */
    struct archived
        archived; /* WAKE, SUBMIT, SIGNAL, WITHDRAW, RETRY, ACT, SUPPLY, MIGRATE: what LMDB has of the bundle */
    union {
        uint64_t wake; /* the bundle */
        struct msg_hello joined;
        struct msg_publish publish;
        struct msg_submit submit;
        struct msg_signal signal; /* ref.bundle resolved by the shell; 0: there is none */
        struct msg_withdraw withdraw;
        struct msg_retry retry;
        struct msg_publish_calendar publish_calendar;
        struct msg_act act;
        struct msg_supply supply;
        struct msg_migrate migrate;
        struct msg_credit credit;
        struct msg_verdict verdict;
        struct msg_renew renew;
    };
    struct hash key_hash; /* SUBMIT: of submitter and key */
    struct hash
        content_hash; /* SUBMIT, SUPPLY: of what was asked; PUBLISH: of the definition's bytes */
    struct name
        material_unknown; /* SUBMIT, SUPPLY: one that the procedure lacks or that comes twice */
    uint64_t materials_missing;   /* SUBMIT: bit i: the i-th, which is required, was not given */
    struct conditions conditions; /* SUBMIT, SUPPLY, PUBLISH */
    uint64_t changed;             /* SUPPLY: materials that the newest application has otherwise */
};

#endif
