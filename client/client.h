/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of libtongfa share: one conversation with a broker, asked and answered in order,
 * and the procedures that were seen in it. include/tongfa/client.h is the door for others. */
#ifndef CLIENT_CLIENT_H
#define CLIENT_CLIENT_H

#include "client/link.h"
#include "tongfa/client.h"

#include <stdatomic.h>

#define PROCEDURES_KEPT 16
#define BUNDLES_KEPT 4096 /* a power of two */

/* Which procedure a bundle lives by, as far as it is known here. */
struct known_bundle {
    uint64_t bundle;
    struct name procedure;
    uint32_t version;
};

struct tongfa_client {
    struct link *link;
    enum role role;
    char endpoint[256];
    char principal[NAME_BYTES_MAX + 1];
    char department[NAME_BYTES_MAX + 1];
    char software[65];
    int64_t timeout_ms;         /* < 0: for ever */
    int wake_fd;                /* readable once interrupted */
    atomic_bool is_interrupted; /* a signal handler or another thread sets it */
    char id_prefix[17];         /* of request ids: unique to this client */
    uint64_t id_count;
    struct tongfa_error error;
    struct message answer; /* to the request asked last */

    /* Names behind indices. While following, asking for them goes over a connection of its own
     * (`side`), so that what this one has just received stays readable. */
    bool is_following;
    struct tongfa_client *side;
    struct procedure *procedures[PROCEDURES_KEPT];
    uint32_t procedure_count;
    struct known_bundle bundles[BUNDLES_KEPT]; /* at number modulo BUNDLES_KEPT */
};

/* ---- Errors: each sets the client's error and returns its number --------------------------- */

int client_fail(struct tongfa_client *client, enum err err, const char *field, const char *format,
                ...) __attribute__((format(printf, 4, 5)));
int client_fail_as_told(struct tongfa_client *client, const struct msg_error *error);

/* No answer came in time: because there is no broker, or because it does not answer. */
int client_fail_silent(struct tongfa_client *client);

void error_from_message(struct tongfa_error *error, const struct msg_error *message);
void error_clear(struct tongfa_error *error);

/* ---- Asking -------------------------------------------------------------------------------- */

/* When a call that begins now has waited long enough; INT64_MAX: never. */
int64_t client_deadline(const struct tongfa_client *client);

/* Wait for messages until a time of link_now_ms(), or less. Returns 0, or why it is no use. */
int client_wait(struct tongfa_client *client, int64_t until_ms);

/* A request id that no other request has. */
void client_request_id(struct tongfa_client *client, char id[REQUEST_ID_BYTES_MAX + 1]);

/* Send a request until it is answered, also over a new connection; wait while the broker is BUSY
 * or DRAINING. The answer is in client->answer until the next ask; its spans until the next wait. */
int client_ask(struct tongfa_client *client, struct message *request, enum message_type expected);

/* Fill a reference. Returns 0 or the number of an error. */
int client_ref(struct tongfa_client *client, const struct tongfa_ref *ref, struct bundle_ref *out);

void recorded_from_message(struct tongfa_recorded *out, const struct msg_recorded *recorded);

/* ---- Names --------------------------------------------------------------------------------- */

/* A published procedure, asked for if it is not known yet; version is not 0. NULL: there is none,
 * or no answer; then names are simply not shown. Overwrites client->answer unless is_following. */
const struct procedure *client_procedure(struct tongfa_client *client, const struct name *name,
                                         uint32_t version);

/* That of a bundle; as it is now, or as it was when a fact of this position was recorded: where it is not
 * remembered already. */
const struct procedure *client_procedure_of(struct tongfa_client *client, uint64_t bundle);
const struct procedure *client_procedure_at(struct tongfa_client *client, uint64_t bundle,
                                            uint64_t position);

void client_remember(struct tongfa_client *client, uint64_t bundle, const struct name *procedure,
                     uint32_t version);

/* The same procedure, if it is remembered, in another version. */
void client_remember_version(struct tongfa_client *client, uint64_t bundle, uint32_t version);

/* Keep a definition that was seen. Returns where it is kept, or NULL without memory. */
const struct procedure *client_keep(struct tongfa_client *client,
                                    const struct procedure *procedure);

/* Publish what procedure_load made. */
int client_publish(struct tongfa_client *client, const struct procedure *procedure,
                   struct tongfa_recorded *out);

/* Publish some years of what calendar_load made, and its hours. */
int client_publish_calendar(struct tongfa_client *client, const struct calendar_notice *calendar,
                            struct tongfa_recorded *out);

#endif
