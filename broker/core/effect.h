/* SPDX-License-Identifier: Apache-2.0 */
/* Effects: what must be said, held by the shell until the facts decided with them are committed. */
#ifndef BROKER_CORE_EFFECT_H
#define BROKER_CORE_EFFECT_H

#include "broker/core/event.h"

enum effect_type {
    EFFECT_RECORDED = 1, /* answer: done */
    EFFECT_REFUSED,      /* answer: refused */
    EFFECT_JOB,          /* a job for a worker; the shell adds the application from the journal */
    EFFECT_CANCEL,       /* a job is called back */
};

struct effect_refused {
    enum err err;
    char field[NAME_BYTES_MAX + 1]; /* offending field or name; may be empty */
    char text[160];                 /* more than err_text says; may be empty */
    uint32_t after_ms;              /* RETRY_AFTER */
    uint64_t bundle;
};

struct effect_job {
    uint64_t application_position; /* of the fact that has the newest application */
    struct msg_job job;            /* job.application is empty, job.lease_ms the whole lease */
};

struct effect {
    enum effect_type type;
    session_id session;
    struct span request_id; /* points into the event's */
    union {
        struct msg_recorded recorded;
        struct effect_refused refused;
        struct effect_job job;
        struct {
            struct msg_cancel cancel;
            struct name cancel_stage; /* for the log: its name when that was decided */
        };
    };
};

#endif
