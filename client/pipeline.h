/* SPDX-License-Identifier: Apache-2.0 */
/* Many requests at a time, in a window of unanswered ones. Each lives in a slot:
 *
 *     FREE --take--> QUEUED --sent--> SENT --RECORDED, ERROR--> FREE
 *                      ^                |
 *                      +----------------+  BUSY, DRAINING; the connection was lost
 *
 * A slot keeps what it sends until it is answered. */
#ifndef CLIENT_PIPELINE_H
#define CLIENT_PIPELINE_H

#include "client/client.h"

enum slot_state { SLOT_FREE = 0, SLOT_QUEUED, SLOT_SENT };

struct slot {
    enum slot_state state;
    uint64_t use; /* one number for each request: fences answers to what the slot held before */
    uint64_t index;
    char key[KEY_BYTES_MAX + 1];
    uint8_t *bytes; /* of the application */
    size_t byte_count;
    enum message_type type; /* MSG_SUBMIT, MSG_SIGNAL */
    union {
        struct msg_submit submit;
        struct msg_signal signal;
    };
};

enum taken {
    TAKEN,     /* the slot is filled */
    TAKEN_BAD, /* it is no request: client->error says why */
    TAKEN_END  /* there is no more */
};

/* Where requests come from and answers go. */
struct pipeline_ends {
    enum taken (*take)(struct tongfa_client *client, struct slot *slot, void *source);
    void *source;
    void (*answered)(const struct tongfa_answer *answer, void *self); /* may be NULL */
    void *self;
    uint32_t window; /* 0: a default */
};

/* Send all that is taken until all is answered.
 *
 * Errors: as tongfa_submit_all, set in the client. */
int pipeline_run(struct tongfa_client *client, const struct pipeline_ends *ends);

#endif
