/* SPDX-License-Identifier: Apache-2.0 */
/* Duties: what a peer wants the broker to do, asked for again and again under one request id until it
 * is answered for good. The answer is judged in the moment the broker gives it, whether or not it
 * arrives. */
#ifndef TESTS_SIM_DUTY_H
#define TESTS_SIM_DUTY_H

#include "tongfa/message.h"

enum duty_kind {
    DUTY_PUBLISH = 1,
    DUTY_SUBMIT,
    DUTY_SUBMIT_OTHER, /* the same key, another application: must be refused */
    DUTY_SIGNAL,
    DUTY_CONTRADICT, /* the milestone the other way: must be refused */
    DUTY_WITHDRAW,
    DUTY_VERDICT,
    DUTY_FORGE, /* a verdict by a wrong token or attempt: must be refused */
    DUTY_RENEW,
    DUTY_RETRY,
    DUTY_FEATURE, /* what a feature of the model wants: model.h */
};

struct feature;

struct duty {
    enum duty_kind kind;
    const struct feature *feature; /* DUTY_FEATURE: whose words and rules hold */
    uint32_t peer;
    uint32_t planned; /* bundle, or procedure, in the plan; or what a feature counts */
    uint8_t index;    /* stage or milestone, or the version before this one */
    uint8_t place;    /* of a stage in the version under which its job was leased */
    uint8_t verdict;  /* enum verdict */
    bool is_done;
    bool is_echo;    /* done, but asked for once more */
    bool by_key;     /* names its bundle by key */
    uint8_t tries;   /* since it was last answered */
    uint64_t bundle; /* number */
    uint32_t attempt;
    uint64_t token;
    uint64_t materials; /* VERDICT_CORRECT: a set; a bit beyond them: one that there is not */
    int64_t due_ms;
    int64_t next_ms;   /* when to ask (again) */
    uint64_t position; /* of the first RECORDED; 0: none yet */
};

void duty_begin(void);
void duty_end(void);

/* A new duty, or NULL where there are too many; the caller fills in the rest. */
struct duty *duty_add(enum duty_kind kind, uint32_t peer, int64_t due_ms);

uint32_t duty_count(void);
struct duty *duty_at(uint32_t index);

/* The duty that a request id names, or NULL. */
struct duty *duty_of(struct span request_id);

/* A worker wants to give this job back. */
bool duty_releases(uint64_t bundle, uint8_t stage, uint32_t attempt);

/* The lease that its attempt and token name is running. */
bool duty_is_holding(const struct duty *duty);

/* The peer accepted the bundle, and may not decide on it. */
bool duty_is_misplaced(const struct duty *duty, const struct msg_error *error);
bool duty_is_separated(const struct duty *duty);

/* "GRANT" and so on. */
const char *duty_verdict_name(uint8_t verdict);

/* Who holds the job by this token refuses with remedies of its own. */
bool duty_has_remedies(uint64_t token);
#define DUTY_REMEDIES "ask the department above"

/* The message that asks for it; what it points to is good until the next call. */
void duty_message(const struct duty *duty, struct message *message);

/* The story's words for it: "GRANT 1 s3". */
void duty_describe(const struct duty *duty, char *text, size_t size);

/* The broker has said this about it: may it? */
void duty_judge_recorded(struct duty *duty, const struct msg_recorded *recorded);
void duty_judge_refused(const struct duty *duty, const struct msg_error *error);

/* The answer has come: true if the duty is over. */
bool duty_recorded(struct duty *duty, const struct msg_recorded *recorded);
bool duty_refused(struct duty *duty, const struct msg_error *error);

#endif
