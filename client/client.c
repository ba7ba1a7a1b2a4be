/* SPDX-License-Identifier: Apache-2.0 */
/* One conversation. A request is sent, then the link is waited upon until an answer bears its id.
 * Three things may come between, and each has the same remedy, sending it again under the same id:
 *
 *     the connection is lost       again when link_epoch has changed
 *     BUSY, DRAINING               again after the time that the broker asks for
 *
 * That is harmless because the broker knows repeated ids and keys (proto/SPEC.md 4 and 8). */
#include "client/client.h"

#include "client/text.h"
#include "proto/symbols.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <unistd.h>

/* ---- Errors -------------------------------------------------------------------------------- */

_Static_assert((int)TONGFA_RETRY_NEVER == (int)RETRY_NEVER, "public and internal hints agree");
_Static_assert((int)TONGFA_RETRY_AFTER == (int)RETRY_AFTER, "public and internal hints agree");
_Static_assert((int)TONGFA_RETRY_WHEN == (int)RETRY_WHEN, "public and internal hints agree");
_Static_assert((int)TONGFA_SUBMITTER == (int)ROLE_SUBMITTER, "public and internal roles agree");
_Static_assert((int)TONGFA_OPERATOR == (int)ROLE_OPERATOR, "public and internal roles agree");
_Static_assert((int)TONGFA_SUPERVISOR == (int)ROLE_SUPERVISOR, "public and internal roles agree");

void error_clear(struct tongfa_error *error)
{
    *error = (struct tongfa_error){ 0 };
}

/* A text of the broker into memory of ours; cut between characters where it does not fit. */
static void text_copy(char *text, size_t capacity, struct span span)
{
    snprintf(text, capacity, "%.*s", (int)(span.size < capacity ? span.size : capacity),
             span.size > 0 ? (const char *)span.at : "");
    text_trim(text);
}

void error_from_message(struct tongfa_error *error, const struct msg_error *message)
{
    error_clear(error);
    error->number = message->number;
    text_copy(error->name, sizeof error->name, message->name);
    text_copy(error->field, sizeof error->field, message->field);
    text_copy(error->text, sizeof error->text, message->text);
    if (error->name[0] == '\0') {
        snprintf(error->name, sizeof error->name, "%s", err_name((enum err)message->number));
    }
    if (error->text[0] == '\0') {
        snprintf(error->text, sizeof error->text, "%s", err_text((enum err)message->number));
    }
    error->retry = (enum tongfa_retry)message->retry;
    error->after_ms = message->after_ms;
    error->bundle = message->bundle;
}

int client_fail(struct tongfa_client *client, enum err err, const char *field, const char *format,
                ...)
{
    struct tongfa_error *error = &client->error;
    va_list arguments;

    error_clear(error);
    error->number = (int)err;
    error->retry = (enum tongfa_retry)err_retry(err);
    snprintf(error->name, sizeof error->name, "%s", err_name(err));
    snprintf(error->field, sizeof error->field, "%s", field);
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    text_trim(error->field);
    text_trim(error->text);
    return error->number;
}

int client_fail_as_told(struct tongfa_client *client, const struct msg_error *error)
{
    error_from_message(&client->error, error);
    return client->error.number;
}

/* Three cases that call for three remedies: the broker is there but does not answer; it answered
 * HELLO with a refusal for now; there is none. */
int client_fail_silent(struct tongfa_client *client)
{
    const double seconds = (double)client->timeout_ms / 1000;

    if (link_is_up(client->link)) {
        return client_fail(client, ERR_TIMEOUT, "",
                           "the broker at %s gave no answer within %.1f s; it may be overloaded, "
                           "try again or allow more time",
                           client->endpoint, seconds);
    }
    if (link_refusal(client->link)->number != 0) {
        client_fail_as_told(client, link_refusal(client->link));
        client->error.is_unreachable = client->error.number == ERR_DRAINING;
        return client->error.number;
    }
    client_fail(client, ERR_TIMEOUT, "endpoint",
                "no broker answered at %s within %.1f s; is it running, and is this its endpoint?",
                client->endpoint, seconds);
    client->error.is_unreachable = true;
    return client->error.number;
}

const struct tongfa_error *tongfa_last_error(const struct tongfa_client *client)
{
    return &client->error;
}

/* ---- Waiting and asking -------------------------------------------------------------------- */

int64_t client_deadline(const struct tongfa_client *client)
{
    return client->timeout_ms < 0 ? INT64_MAX : link_now_ms() + client->timeout_ms;
}

/* Whatever blocks, blocks here: so that an interrupt and a refusal for good are seen everywhere. */
int client_wait(struct tongfa_client *client, int64_t until_ms)
{
    if (client->is_interrupted) {
        return client_fail(client, ERR_INTERRUPTED, "", "%s", err_text(ERR_INTERRUPTED));
    }
    int64_t wait_ms = until_ms - link_now_ms();
    if (wait_ms > INT32_MAX) wait_ms = INT32_MAX;
    if (wait_ms < 0) wait_ms = 0;

    enum err err = link_wait(client->link, client->wake_fd, (int)wait_ms);
    if (err == ERR_REFUSED) return client_fail_as_told(client, link_refusal(client->link));
    if (err != OK) return client_fail(client, err, "", "%s", err_text(err));
    return 0;
}

void client_request_id(struct tongfa_client *client, char id[REQUEST_ID_BYTES_MAX + 1])
{
    snprintf(id, REQUEST_ID_BYTES_MAX + 1, "%s-%" PRIx64, client->id_prefix, ++client->id_count);
}

/* An ask under way. */
struct asking {
    struct message *request;
    enum message_type expected;
    uint32_t epoch;        /* of the connection it was last sent on; 0: to be sent */
    int64_t not_before_ms; /* the broker asked for patience until then */
    bool is_answered;
};

/* Send the request if this connection has not had it, and the broker's patience is over. */
static int asking_send(struct tongfa_client *client, struct asking *asking)
{
    if (client->is_interrupted) return 0; /* client_wait says so */
    if (!link_is_up(client->link) || asking->epoch == link_epoch(client->link)) return 0;
    if (link_now_ms() < asking->not_before_ms) return 0;

    enum err err = link_send(client->link, asking->request);
    if (err == ERR_TOO_LARGE) {
        return client_fail(client, err, "", "the request does not fit into one message");
    }
    if (err == OK) asking->epoch = link_epoch(client->link);
    return 0; /* BUSY, TIMEOUT: the link itself is at it; again after the next wait */
}

/* Take what came. Returns an error's number if that is the answer. */
static int asking_receive(struct tongfa_client *client, struct asking *asking)
{
    struct message *answer = &client->answer;

    while (!asking->is_answered && link_next(client->link, answer)) {
        if (!span_is_equal(answer->request_id, asking->request->request_id)) continue;
        if (answer->type == asking->expected) {
            asking->is_answered = true;
        } else if (answer->type == MSG_ERROR) {
            int number = client_fail_as_told(client, &answer->error);
            if (answer->error.retry != RETRY_AFTER) return number;
            asking->not_before_ms = link_now_ms() + answer->error.after_ms;
            asking->epoch = 0;
        }
    }
    return 0;
}

/* When to look again though nothing came in. */
static int64_t asking_due(const struct tongfa_client *client, const struct asking *asking,
                          int64_t deadline_ms)
{
    int64_t due_ms = deadline_ms;

    if (asking->epoch != link_epoch(client->link) && link_is_up(client->link)) {
        due_ms = link_now_ms() + 10; /* its queue was full */
        if (asking->not_before_ms > due_ms) due_ms = asking->not_before_ms;
    }
    return due_ms < deadline_ms ? due_ms : deadline_ms;
}

int client_ask(struct tongfa_client *client, struct message *request, enum message_type expected)
{
    char id[REQUEST_ID_BYTES_MAX + 1];
    struct asking asking = { .request = request, .expected = expected };
    const int64_t deadline_ms = client_deadline(client);

    client_request_id(client, id);
    request->request_id = span_of_text(id);
    error_clear(&client->error);
    for (;;) {
        int number = asking_send(client, &asking);
        if (number == 0) number = client_wait(client, asking_due(client, &asking, deadline_ms));
        if (number == 0) number = asking_receive(client, &asking);
        if (number != 0) return number;
        if (asking.is_answered) return 0;
        if (link_now_ms() < deadline_ms) continue;

        bool is_told_why = client->error.number != 0 && link_is_up(client->link);
        return is_told_why ? client->error.number : client_fail_silent(client);
    }
}

int client_ref(struct tongfa_client *client, const struct tongfa_ref *ref, struct bundle_ref *out)
{
    struct bundle_ref filled = { .bundle = ref->bundle };

    if (ref->bundle == 0) {
        filled.key = span_of_text(ref->key);
        if (filled.key.size == 0 || filled.key.size > KEY_BYTES_MAX) {
            return client_fail(client, ERR_FIELD_INVALID, "key",
                               "name a bundle by its number, or by a key of 1 to 64 bytes");
        }
        if (!text_to_name(&filled.submitter, ref->submitter)) {
            return client_fail(client, ERR_FIELD_INVALID, "submitter",
                               "a submitter's name is [a-z0-9] then [a-z0-9._-], at most 31 bytes");
        }
    }
    *out = filled;
    return 0;
}

void recorded_from_message(struct tongfa_recorded *out, const struct msg_recorded *recorded)
{
    if (out == NULL) return;
    *out = (struct tongfa_recorded){
        .bundle = recorded->bundle,
        .position = recorded->position,
        .version = recorded->version,
        .repeated = recorded->repeated,
    };
}

/* ---- Opening and closing ------------------------------------------------------------------- */

/* Copy the options; link_open checks what is left to check. Errors: FIELD_INVALID. */
static enum err client_set(struct tongfa_client *client, const struct tongfa_options *options)
{
    const enum role role = options->role == 0 ? ROLE_SUBMITTER : (enum role)options->role;
    const bool is_in_front = role == ROLE_SUBMITTER || role == ROLE_CLERK;
    const char *department = options->department != NULL ? options->department : "";
    const char *endpoint = options->endpoint;
    const char *software = options->software != NULL ? options->software : "";
    const char *principal = options->principal != NULL ? options->principal : "";

    if (symbols_name(&symbols_role, role) == NULL || role == ROLE_WORKER) return ERR_FIELD_INVALID;
    if (endpoint == NULL) endpoint = is_in_front ? TONGFA_ENDPOINT_COUNTER : TONGFA_ENDPOINT_OFFICE;
    if (strlen(department) >= sizeof client->department) return ERR_FIELD_INVALID;
    if (strlen(endpoint) >= sizeof client->endpoint) return ERR_FIELD_INVALID;
    if (strlen(software) >= sizeof client->software) return ERR_FIELD_INVALID;
    if (strlen(principal) >= sizeof client->principal) return ERR_FIELD_INVALID;
    snprintf(client->endpoint, sizeof client->endpoint, "%s", endpoint);
    snprintf(client->software, sizeof client->software, "%s", software);
    snprintf(client->principal, sizeof client->principal, "%s", principal);
    snprintf(client->department, sizeof client->department, "%s", department);
    client->role = role;
    client->timeout_ms = options->timeout_ms != 0 ? options->timeout_ms : TONGFA_TIMEOUT_MS;
    return OK;
}

/* What a client needs besides a link: a way to be woken, and a prefix that makes its request ids
 * its own. Errors: IO. */
static enum err client_prepare(struct tongfa_client *client)
{
    uint8_t random[8];

    client->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (client->wake_fd < 0) return ERR_IO;
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random) return ERR_IO;
    hex_from_bytes(client->id_prefix, (struct span){ random, sizeof random });
    return OK;
}

int tongfa_open(struct tongfa_client **out, const struct tongfa_options *options)
{
    struct tongfa_client *client = calloc(1, sizeof *client);
    if (client == NULL) return ERR_NO_MEMORY;

    client->wake_fd = -1;
    enum err err = client_set(client, options);
    if (err == OK) err = client_prepare(client);
    if (err == OK) {
        err = link_open(&client->link, &(struct link_options){
                                           .endpoint = client->endpoint,
                                           .role = client->role,
                                           .principal = client->principal,
                                           .department = client->department,
                                           .software = client->software,
                                       });
    }
    if (err != OK) {
        tongfa_close(&client); /* accepts one that is half built */
        return (int)err;
    }
    *out = client;
    return 0;
}

void tongfa_close(struct tongfa_client **client_pointer)
{
    struct tongfa_client *client = *client_pointer;
    if (client == NULL) return;
    *client_pointer = NULL;

    tongfa_close(&client->side);
    link_close(&client->link);
    if (client->wake_fd >= 0) close(client->wake_fd);
    for (uint32_t i = 0; i < client->procedure_count; i++) {
        free(client->procedures[i]);
    }
    free(client);
}

/* Only what POSIX allows in a signal handler, and what needs no lock. */
void tongfa_interrupt(struct tongfa_client *client)
{
    const uint64_t one = 1;
    const int saved = errno;

    client->is_interrupted = true;
    if (write(client->wake_fd, &one, sizeof one) < 0) {
        /* it is readable already */
    }
    errno = saved;
}
