/* SPDX-License-Identifier: Apache-2.0 */
/* Submitting many bundles with a window of unanswered ones. Each lives in a slot:
 *
 *     FREE --next()--> QUEUED --sent--> SENT --RECORDED, ERROR--> FREE
 *                        ^                |
 *                        +----------------+  BUSY, DRAINING; the connection was lost
 *
 * A slot keeps the packed application until it is answered. The request id names the slot and how
 * often it was used, so that an answer finds it at once; it need not be unique beyond the session,
 * since the key is what makes a repetition safe. */
#include "client/application.h"
#include "client/client.h"
#include "client/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define WINDOW_DEFAULT 512
#define WINDOW_MAX 4096
#define BYTES_IN_FLIGHT_MAX (16 * 1024 * 1024)

enum slot_state { SLOT_FREE = 0, SLOT_QUEUED, SLOT_SENT };

struct slot {
    enum slot_state state;
    uint32_t uses; /* fences answers to what the slot held before */
    uint64_t index;
    struct name procedure;
    uint32_t version;
    uint8_t priority;
    char key[KEY_BYTES_MAX + 1];
    uint8_t *application;
    size_t application_size;
};

struct submitting {
    struct tongfa_client *client;
    const struct tongfa_batch *batch;
    uint32_t window;
    struct slot *slots;
    uint32_t *queue; /* ring of slots to send, room for window */
    uint32_t queue_first;
    uint32_t queue_count;
    uint32_t *free_slots;
    uint32_t free_count;
    uint64_t taken;    /* from next() */
    uint64_t refused;  /* answered with an error */
    size_t bytes;      /* of applications in slots */
    bool is_exhausted; /* next() has no more */
    uint32_t epoch;    /* what is SENT was sent on this connection */
    int64_t not_before_ms;
    int64_t deadline_ms;          /* moves with each answer */
    struct tongfa_error patience; /* the last BUSY or DRAINING, in case that time runs out */
    uint8_t packed[APPLICATION_BYTES_MAX];
};

/* ---- Taking submissions in ----------------------------------------------------------------- */

static int invalid(struct tongfa_client *client, const char *field, const char *text)
{
    return client_fail(client, ERR_FIELD_INVALID, field, "%s", text);
}

/* Check and pack one. Returns 0 or the number of an error, in client->error. */
static int slot_fill(struct submitting *submitting, struct slot *slot,
                     const struct tongfa_submission *submission)
{
    struct tongfa_client *client = submitting->client;
    struct application_problem problem;
    struct buffer buffer;
    struct span key = span_of_text(submission->key);

    if (!text_to_name(&slot->procedure, submission->procedure) || name_is_empty(&slot->procedure)) {
        return invalid(client, "procedure", "a procedure's name is [a-z0-9] then [a-z0-9._-]");
    }
    if (key.size == 0 || key.size > KEY_BYTES_MAX || !utf8_is_valid(key)) {
        return invalid(client, "key", "a key is 1 to 64 bytes of UTF-8, the submitter's own");
    }
    if (submission->priority < 0 || submission->priority >= PRIORITY_COUNT) {
        return invalid(client, "priority", "priorities are 0 (the most urgent) to 7");
    }
    buffer_init(&buffer, submitting->packed, sizeof submitting->packed);
    enum err err = application_from_json(submission->application, &buffer, &problem);
    if (err != OK) return client_fail(client, err, problem.place, "%s", problem.text);

    slot->application = malloc(buffer.size);
    if (slot->application == NULL) return client_fail(client, ERR_NO_MEMORY, "", "no memory");
    memcpy(slot->application, buffer.at, buffer.size);
    slot->application_size = buffer.size;
    slot->version = submission->version;
    slot->priority = (uint8_t)submission->priority;
    return 0;
}

static void submitting_tell(struct submitting *submitting, const struct slot *slot,
                            const struct tongfa_error *error,
                            const struct tongfa_recorded *recorded)
{
    submitting->refused += error != NULL;
    if (submitting->batch->answered == NULL) return;
    struct tongfa_submit_answer answer = {
        .index = slot->index, .key = slot->key, .error = error, .recorded = recorded
    };
    submitting->batch->answered(&answer, submitting->batch->self);
}

static void queue_push(struct submitting *submitting, uint32_t slot)
{
    assert(submitting->queue_count < submitting->window);
    uint32_t last = (submitting->queue_first + submitting->queue_count++) % submitting->window;
    submitting->queue[last] = slot;
}

static void slot_release(struct submitting *submitting, uint32_t number)
{
    struct slot *slot = &submitting->slots[number];

    submitting->bytes -= slot->application_size;
    free(slot->application);
    slot->application = NULL;
    slot->application_size = 0;
    slot->state = SLOT_FREE;
    submitting->free_slots[submitting->free_count++] = number;
}

/* Take one submission. Returns false when there is no more, or no room. */
static bool submitting_take(struct submitting *submitting)
{
    struct tongfa_submission submission = { .priority = TONGFA_PRIORITY_NORMAL };

    if (submitting->is_exhausted || submitting->free_count == 0) return false;
    if (submitting->bytes >= BYTES_IN_FLIGHT_MAX) return false;
    if (!submitting->batch->next(&submission, submitting->batch->self)) {
        submitting->is_exhausted = true;
        return false;
    }
    uint32_t number = submitting->free_slots[--submitting->free_count];
    struct slot *slot = &submitting->slots[number];
    slot->index = submitting->taken++;
    slot->uses++;
    snprintf(slot->key, sizeof slot->key, "%s", submission.key != NULL ? submission.key : "");
    text_trim(slot->key);
    if (slot_fill(submitting, slot, &submission) != 0) {
        submitting_tell(submitting, slot, &submitting->client->error, NULL);
        slot_release(submitting, number);
        return true;
    }
    submitting->bytes += slot->application_size;
    slot->state = SLOT_QUEUED;
    queue_push(submitting, number);
    return true;
}

/* ---- Sending ------------------------------------------------------------------------------- */

/* After a new WELCOME: what was sent before and not answered is sent again. */
static void submitting_requeue(struct submitting *submitting)
{
    submitting->epoch = link_epoch(submitting->client->link);
    for (uint32_t i = 0; i < submitting->window; i++) {
        if (submitting->slots[i].state != SLOT_SENT) continue;
        submitting->slots[i].state = SLOT_QUEUED;
        queue_push(submitting, i);
    }
}

/* Hand one over to the link. Returns false if it takes no more now. */
static bool slot_send(struct submitting *submitting, uint32_t number)
{
    struct slot *slot = &submitting->slots[number];
    char id[REQUEST_ID_BYTES_MAX];
    struct message message = {
        .type = MSG_SUBMIT,
        .submit = {
            .procedure = slot->procedure,
            .version = slot->version,
            .key = span_of_text(slot->key),
            .priority = slot->priority,
            .application = { slot->application, slot->application_size },
        },
    };
    snprintf(id, sizeof id, "%" PRIx32 ".%" PRIx32, number, slot->uses);
    message.request_id = span_of_text(id);
    if (link_send(submitting->client->link, &message) != OK) return false;
    slot->state = SLOT_SENT;
    return true;
}

static void submitting_send(struct submitting *submitting)
{
    struct link *link = submitting->client->link;

    if (!link_is_up(link)) return;
    if (submitting->epoch != link_epoch(link)) submitting_requeue(submitting);
    if (link_now_ms() < submitting->not_before_ms) return;
    while (submitting->queue_count > 0) {
        if (!slot_send(submitting, submitting->queue[submitting->queue_first])) break;
        submitting->queue_first = (submitting->queue_first + 1) % submitting->window;
        submitting->queue_count--;
    }
    link_flush(link);
}

/* ---- Answers ------------------------------------------------------------------------------- */

/* The slot that a request id names, or NULL: the answer to something given up long ago. */
static struct slot *submitting_find(struct submitting *submitting, struct span id)
{
    char text[REQUEST_ID_BYTES_MAX + 1] = { 0 };
    uint32_t number;
    uint32_t uses;

    if (id.size == 0 || id.size > REQUEST_ID_BYTES_MAX) return NULL;
    memcpy(text, id.at, id.size);
    if (sscanf(text, "%" SCNx32 ".%" SCNx32, &number, &uses) != 2) return NULL;
    if (number >= submitting->window) return NULL;
    struct slot *slot = &submitting->slots[number];
    return slot->state == SLOT_SENT && slot->uses == uses ? slot : NULL;
}

static void submitting_answer(struct submitting *submitting, const struct message *message)
{
    struct tongfa_error error;
    struct tongfa_recorded recorded;
    struct slot *slot = submitting_find(submitting, message->request_id);

    if (slot == NULL) return;
    uint32_t number = (uint32_t)(slot - submitting->slots);
    if (message->type == MSG_ERROR && message->error.retry == RETRY_AFTER) {
        error_from_message(&submitting->patience, &message->error);
        submitting->not_before_ms = link_now_ms() + message->error.after_ms;
        slot->state = SLOT_QUEUED;
        queue_push(submitting, number);
        return;
    }
    if (message->type == MSG_ERROR) {
        error_from_message(&error, &message->error);
        submitting_tell(submitting, slot, &error, NULL);
    } else if (message->type == MSG_RECORDED) {
        recorded_from_message(&recorded, &message->recorded);
        submitting_tell(submitting, slot, NULL, &recorded);
    } else {
        return;
    }
    slot_release(submitting, number);
    submitting->deadline_ms = client_deadline(submitting->client);
}

/* How long to wait for the next answer. */
static int64_t submitting_due(const struct submitting *submitting)
{
    int64_t due_ms = submitting->deadline_ms;

    if (submitting->queue_count > 0 && link_is_up(submitting->client->link)) {
        int64_t soon_ms = link_now_ms() + 10; /* the link's queue is full */
        if (submitting->not_before_ms > soon_ms) soon_ms = submitting->not_before_ms;
        if (soon_ms < due_ms) due_ms = soon_ms;
    }
    return due_ms;
}

/* No answer for too long. */
static int submitting_fail(struct submitting *submitting)
{
    struct tongfa_client *client = submitting->client;

    if (submitting->patience.number == 0 || !link_is_up(client->link)) {
        return client_fail_silent(client);
    }
    client->error = submitting->patience;
    return client->error.number;
}

static int submitting_run(struct submitting *submitting)
{
    struct tongfa_client *client = submitting->client;
    struct message *message = &client->answer;

    submitting->deadline_ms = client_deadline(client);
    for (;;) {
        while (submitting_take(submitting)) {
            continue;
        }
        if (submitting->free_count == submitting->window) return 0; /* all taken and answered */
        submitting_send(submitting);
        int number = client_wait(client, submitting_due(submitting));
        if (number != 0) return number;
        while (link_next(client->link, message)) {
            submitting_answer(submitting, message);
        }
        if (link_now_ms() >= submitting->deadline_ms) return submitting_fail(submitting);
    }
}

/* ---- The public calls ---------------------------------------------------------------------- */

static void submitting_free(struct submitting *submitting)
{
    if (submitting == NULL) return;
    for (uint32_t i = 0; submitting->slots != NULL && i < submitting->window; i++) {
        free(submitting->slots[i].application);
    }
    free(submitting->slots);
    free(submitting->queue);
    free(submitting->free_slots);
    free(submitting);
}

/* Returns NULL without memory. */
static struct submitting *submitting_new(struct tongfa_client *client,
                                         const struct tongfa_batch *batch)
{
    struct submitting *submitting = calloc(1, sizeof *submitting);
    if (submitting == NULL) return NULL;

    uint32_t window = batch->window != 0 ? batch->window : WINDOW_DEFAULT;
    submitting->window = window < WINDOW_MAX ? window : WINDOW_MAX;
    submitting->client = client;
    submitting->batch = batch;
    submitting->slots = calloc(submitting->window, sizeof *submitting->slots);
    submitting->queue = calloc(submitting->window, sizeof *submitting->queue);
    submitting->free_slots = calloc(submitting->window, sizeof *submitting->free_slots);
    if (submitting->slots == NULL || submitting->queue == NULL || submitting->free_slots == NULL) {
        submitting_free(submitting);
        return NULL;
    }
    while (submitting->free_count < submitting->window) { /* the first slot on top */
        submitting->free_slots[submitting->free_count] =
            submitting->window - 1 - submitting->free_count;
        submitting->free_count++;
    }
    return submitting;
}

int tongfa_submit_all(struct tongfa_client *client, const struct tongfa_batch *batch)
{
    struct submitting *submitting = submitting_new(client, batch);
    if (submitting == NULL) return client_fail(client, ERR_NO_MEMORY, "", "not enough memory");

    error_clear(&client->error);
    int number = submitting_run(submitting);
    if (number == 0 && submitting->refused > 0) {
        number = client_fail(client, ERR_REFUSED, "", "%" PRIu64 " of %" PRIu64 " were refused",
                             submitting->refused, submitting->taken);
    }
    submitting_free(submitting);
    return number;
}

/* A batch of one. */
struct single {
    const struct tongfa_submission *submission;
    bool is_taken;
    struct tongfa_error error;
    struct tongfa_recorded recorded;
};

static bool single_next(struct tongfa_submission *submission, void *self)
{
    struct single *single = self;
    bool is_first = !single->is_taken;

    *submission = *single->submission;
    single->is_taken = true;
    return is_first;
}

static void single_answered(const struct tongfa_submit_answer *answer, void *self)
{
    struct single *single = self;
    if (answer->error != NULL) single->error = *answer->error;
    if (answer->recorded != NULL) single->recorded = *answer->recorded;
}

int tongfa_submit(struct tongfa_client *client, const struct tongfa_submission *submission,
                  struct tongfa_recorded *out)
{
    struct single single = { .submission = submission };
    struct tongfa_batch batch = {
        .next = single_next, .answered = single_answered, .self = &single, .window = 1
    };
    int number = tongfa_submit_all(client, &batch);
    if (number == ERR_REFUSED) {
        client->error = single.error;
        number = single.error.number;
    }
    if (number == 0 && out != NULL) *out = single.recorded;
    return number;
}
