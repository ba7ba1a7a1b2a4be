/* SPDX-License-Identifier: Apache-2.0 */
/* Hand in bundles and ask about them: what an upstream platform, a screen or a script needs.
 *
 *     struct tongfa_client *client;
 *     tongfa_open(&client, &(struct tongfa_options){
 *         .endpoint = "ipc:///run/tongfa/counter", .principal = "jingzhou-counter" });
 *     if (tongfa_submit(client, &submission, &recorded) != 0) {
 *         fprintf(stderr, "%s\n", tongfa_last_error(client)->text);
 *     }
 *     tongfa_close(&client);
 *
 * Every call blocks until it is answered. Lost connections are made again and what was not answered
 * is sent again: keys and request ids make that safe. BUSY and DRAINING are waited out as the broker
 * advises, until timeout_ms has passed without an answer. One thread uses a client at a time.
 *
 * Functions return 0, or the number of an error whose details tongfa_last_error has. Outputs are
 * written only on success; a NULL output is not wanted. json_t is jansson's: read it with
 * json_object_get and friends, give it back with json_decref. */
#ifndef TONGFA_CLIENT_H
#define TONGFA_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TONGFA_ENDPOINT_COUNTER "ipc:///run/tongfa/counter"
#define TONGFA_ENDPOINT_OFFICE "ipc:///run/tongfa/office"
#define TONGFA_TIMEOUT_MS 10000
#define TONGFA_PRIORITY_NORMAL 4

struct tongfa_client;

enum tongfa_role {
    TONGFA_SUBMITTER = 1, /* at the counter: submit, signal, withdraw, ask */
    TONGFA_OPERATOR = 3,  /* at the office: publish, list and retry parked jobs, ask */
    TONGFA_CLERK = 4,     /* at the counter; and those below at the office: act, ask */
    TONGFA_OFFICER = 5,   /* of a department */
    TONGFA_HEAD = 6,      /* of a department */
    TONGFA_GOVERNMENT = 7,
    TONGFA_SUPERVISOR = 8,
};

struct tongfa_options {
    const char *endpoint;  /* ipc://... or tcp://127.0.0.1:...; NULL: the role's default above */
    enum tongfa_role role; /* 0: TONGFA_SUBMITTER */
    const char *principal; /* who asks: [a-z0-9][a-z0-9._-]*, at most 31 bytes; keys belong to it */
    const char *department; /* officers and heads: theirs; else NULL */
    const char *software;   /* for the broker's log, at most 64 bytes; may be NULL */
    int64_t timeout_ms;     /* longest wait for one answer; 0: TONGFA_TIMEOUT_MS; < 0: for ever */
};

/* When a refused call is worth trying again. */
enum tongfa_retry {
    TONGFA_RETRY_NEVER = 1,
    TONGFA_RETRY_AFTER = 2, /* after_ms */
    TONGFA_RETRY_WHEN = 3,  /* when the condition in the text holds */
};

struct tongfa_error {
    int number;      /* as in proto/SPEC.md 12; 0: none */
    char name[32];   /* "KEY_CONFLICT" */
    char field[128]; /* the offending field, name or place; may be empty */
    char text[512];  /* what is wrong and what to do, one English sentence or two */
    enum tongfa_retry retry;
    uint32_t after_ms;
    uint64_t bundle;     /* the bundle concerned, or 0 */
    bool is_unreachable; /* no broker could be reached at the endpoint */
};

/* What the broker has in its journal. */
struct tongfa_recorded {
    uint64_t bundle;   /* 0: of no bundle */
    uint64_t position; /* of the fact */
    uint32_t version;  /* submit and publish: of the procedure */
    bool repeated;     /* it was there before; this is the first answer again */
};

/* Begin to connect to a broker; does not wait.
 *
 * Owns:    *out is the caller's until tongfa_close.
 * Errors:  18 FIELD_INVALID - endpoint, principal or software; 90 IO; 91 NO_MEMORY. */
int tongfa_open(struct tongfa_client **out, const struct tongfa_options *options);
void tongfa_close(struct tongfa_client **client); /* accepts NULL; nulls the pointer */

/* Of the call that failed last. Valid until the next call. */
const struct tongfa_error *tongfa_last_error(const struct tongfa_client *client);

/* Make the call under way return soon with 95 INTERRUPTED, and every later one at once. The only
 * function that a signal handler or another thread may call. */
void tongfa_interrupt(struct tongfa_client *client);

/* ---- Submitting ---------------------------------------------------------------------------- */

struct tongfa_submission {
    const char *procedure;
    uint32_t version;                 /* 0: the newest published */
    const char *key;                  /* the submitter's own, 1 to 64 bytes, one bundle for ever */
    int priority;                     /* 0 (the most urgent) to 7; see TONGFA_PRIORITY_NORMAL */
    const struct json_t *application; /* object; bounds in proto/SPEC.md 6 */
};

/* Submit one bundle. Submitting it again gives the same answer with `repeated`. */
int tongfa_submit(struct tongfa_client *client, const struct tongfa_submission *submission,
                  struct tongfa_recorded *out);

/* What became of one item of a batch. */
struct tongfa_answer {
    uint64_t index;                         /* from 0, in the order of next() */
    const char *key;                        /* may be empty for a signal by number */
    const struct tongfa_error *error;       /* NULL: recorded */
    const struct tongfa_recorded *recorded; /* NULL: refused */
};

struct tongfa_batch {
    /* Give the next submission; false: that was all. What it points to must stay until the next
     * call of next; it is packed before. */
    bool (*next)(struct tongfa_submission *submission, void *self);
    /* Take an answer; answers come in no certain order. May be NULL. */
    void (*answered)(const struct tongfa_answer *answer, void *self);
    void *self;
    uint32_t window; /* how many may be unanswered at a time, at most 4096; 0: 512 */
};

/* Submit many bundles, as fast as the broker takes them.
 *
 * Errors:  94 REFUSED - everything was answered, at least one with an error;
 *          93 TIMEOUT - no answer for timeout_ms; what was answered stays. Run it again with the
 *          same keys to go on. */
int tongfa_submit_all(struct tongfa_client *client, const struct tongfa_batch *batch);

/* ---- One bundle ---------------------------------------------------------------------------- */

/* Which bundle: by its number, or by a submitter's key. */
struct tongfa_ref {
    uint64_t bundle;
    const char *key;       /* used if bundle is 0 */
    const char *submitter; /* whose key; NULL: the client's principal */
};

/* An outside event that stages wait for: it has happened, or it never will. */
int tongfa_signal(struct tongfa_client *client, const struct tongfa_ref *ref, const char *milestone,
                  bool called_off, struct tongfa_recorded *out);

struct tongfa_signal_item {
    struct tongfa_ref ref;
    const char *milestone;
    bool called_off;
};

/* The same for many, as tongfa_submit_all; answers bear the key of the reference. */
struct tongfa_signals {
    bool (*next)(struct tongfa_signal_item *item, void *self);
    void (*answered)(const struct tongfa_answer *answer, void *self);
    void *self;
    uint32_t window;
};
int tongfa_signal_all(struct tongfa_client *client, const struct tongfa_signals *signals);

int tongfa_withdraw(struct tongfa_client *client, const struct tongfa_ref *ref, const char *reason,
                    struct tongfa_recorded *out);

/* What people do to a bundle besides submitting it: proto/SPEC.md 8.1 says which acts there are, who
 * may do them and what each must say. What an act does not want is NULL or 0. */
struct tongfa_act {
    struct tongfa_ref ref;
    const char *act;       /* "suspend" */
    const char *stage;     /* NULL: the bundle as a whole */
    const char *detail;    /* which of several kinds: a word of SPEC 8.1, or a number */
    uint32_t amount;       /* of days, mostly */
    const char *materials; /* names with commas between */
    int64_t until_ms;
    const char *on; /* another person, department, stage or rule */
    const char *reason;
};
int tongfa_act(struct tongfa_client *client, const struct tongfa_act *act,
               struct tongfa_recorded *out);

/* Give a new application in place of the old one, since somebody asked for it. reason: what you say to
 * it; may be NULL.
 *
 * Errors:  78 ACT_IMPOSSIBLE - nobody asked. */
int tongfa_supply(struct tongfa_client *client, const struct tongfa_ref *ref,
                  const struct json_t *application, const char *reason,
                  struct tongfa_recorded *out);

/* State of a bundle, with the names and titles of its procedure: { "bundle", "key", "procedure",
 * "result", "stages": [ { "name", "title", "department", "state", "job", ... } ], ... }. A stage with a
 * permit has "permit_number", its serial; "permit_number_text", if the procedure has a format. Its
 * "exchange_code" is what the national exchange of approval data calls its state (办理状态). */
int tongfa_show(struct tongfa_client *client, const struct tongfa_ref *ref, struct json_t **out);

/* The newest `limit` facts of a bundle (0: all), oldest first, as tongfa_follow gives them. */
int tongfa_history(struct tongfa_client *client, const struct tongfa_ref *ref, uint32_t limit,
                   struct json_t **out);

/* What a bundle waits for, since when, and who could act: { "bundle", "result", "waits": [ {
 * "stage", "kind", "on", "department", "since_ms", "sentence", ... } ] }. */
int tongfa_explain(struct tongfa_client *client, const struct tongfa_ref *ref, struct json_t **out);

/* ---- Following ----------------------------------------------------------------------------- */

struct tongfa_follow {
    uint64_t from;         /* first position wanted; 0: from now on */
    uint64_t bundle;       /* only this bundle's facts; 0: all */
    const char *submitter; /* only facts of this submitter's bundles; NULL: all */
    uint32_t types;        /* bit i: fact type i is wanted; 0: all */
    bool until_live;       /* return when nothing newer is committed */
    /* Take a fact: { "position", "at_ms", "type", "bundle", "previous", ... }, stages and
     * milestones by name; it is the caller's only during the call. False: stop following. */
    bool (*fact)(const struct json_t *fact, void *self);
    void *self;
};

/* Read the journal from a position on and then live; goes on where it was after the connection
 * was lost. Each fact comes once, in order.
 *
 * Returns: 0 when fact() said so or until_live was reached. */
int tongfa_follow(struct tongfa_client *client, const struct tongfa_follow *follow);

/* ---- Evidence ------------------------------------------------------------------------------ */

/* A signed checkpoint of the broker's journal, { "journal", "position", "chain", "at_ms",
 * "public_key", "signature" }: the newest at or before a position (0: the newest of all), or with
 * `after` the oldest at or after it. Its signature is not looked at.
 *
 * Errors:  77 CHECKPOINT_UNKNOWN - there is none there, or not yet. */
int tongfa_signed_checkpoint(struct tongfa_client *client, uint64_t position, bool after,
                             struct json_t **out);

struct tongfa_witness {
    uint64_t from;   /* first position wanted */
    bool until_live; /* return when there is no newer one */
    /* Take one; it is the caller's only during the call. False: stop. */
    bool (*signed_checkpoint)(const struct json_t *checkpoint, void *self);
    void *self;
};

/* Take every signed checkpoint from a position on, in order, as they are made.
 *
 * Returns: 0 when signed_checkpoint() said so or until_live was reached. */
int tongfa_witness(struct tongfa_client *client, const struct tongfa_witness *witness);

/* What a receipt is to prove beside the submission. */
struct tongfa_receipt {
    const char *stage; /* its verdict, and what became of it; NULL: of no stage */
    uint64_t position; /* this fact of the bundle; 0: none */
    bool acceptance;   /* what became of it at the counter */
};

/* A receipt, { "format", "journal", "public_key", "facts": [ ... ] }: write it to a file as it is
 * (proto/SPEC.md 13.5), `tongfa receipt verify` checks it without a broker.
 *
 * Errors:  76 NOT_DECIDED - the stage has neither verdict nor outcome yet, or the counter has not said
 *          anything. */
int tongfa_receipt(struct tongfa_client *client, const struct tongfa_ref *ref,
                   const struct tongfa_receipt *wanted, struct json_t **out);

/* ---- The office ---------------------------------------------------------------------------- */

/* Counts of the whole broker and of each department. */
int tongfa_stats(struct tongfa_client *client, struct json_t **out);

/* Jobs that need an operator: [ { "bundle", "stage", "department", "reason", ... } ]. */
int tongfa_parked(struct tongfa_client *client, const char *department, struct json_t **out);

/* Move an open bundle to another version of its procedure; version 0: the newest in force.
 *
 * Errors:  78 ACT_IMPOSSIBLE - it does not fit; the text says what. */
int tongfa_migrate(struct tongfa_client *client, const struct tongfa_ref *ref,
                   const char *procedure, uint32_t version, struct tongfa_recorded *out);

/* Put a parked job back into its queue. */
int tongfa_retry(struct tongfa_client *client, uint64_t bundle, const char *stage,
                 struct tongfa_recorded *out);

/* Publish the definition in a YAML file. Errors: 52 PROCEDURE_INVALID - the text has the first
 * finding of `tongfa lint`. */
int tongfa_publish(struct tongfa_client *client, const char *path, struct tongfa_recorded *out);

/* A published procedure; version 0: the newest. */
int tongfa_definition(struct tongfa_client *client, const char *procedure, uint32_t version,
                      struct json_t **out);

#endif
