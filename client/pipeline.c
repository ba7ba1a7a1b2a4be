/* SPDX-License-Identifier: Apache-2.0 */
/* The request id names the client, the slot, and the number of the request: an answer finds its slot
 * at once, and no other request of any client has the same id. */
#include "client/pipeline.h"

#include "client/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define WINDOW_DEFAULT 512
#define WINDOW_MAX 4096
#define BYTES_IN_FLIGHT_MAX (16 * 1024 * 1024)

struct pipeline {
    struct tongfa_client *client;
    const struct pipeline_ends *ends;
    uint32_t window;
    struct slot *slots;
    uint32_t *queue; /* ring of slots to send, room for window */
    uint32_t queue_first;
    uint32_t queue_count;
    uint32_t *free_slots;
    uint32_t free_count;
    uint64_t taken;    /* from the source */
    uint64_t refused;  /* answered with an error */
    size_t bytes;      /* kept in slots */
    bool is_exhausted; /* the source has no more */
    uint32_t epoch;    /* what is SENT was sent on this connection */
    int64_t not_before_ms;
    int64_t deadline_ms;          /* moves with each answer */
    struct tongfa_error patience; /* the last BUSY or DRAINING, in case that time runs out */
    struct message message;       /* being sent; large, so it has its place here */
};

/* ---- Taking requests in -------------------------------------------------------------------- */

/* Hand an answer to whoever wants it. */
static void pipeline_tell(struct pipeline *pipeline, const struct slot *slot,
                          const struct tongfa_error *error, const struct tongfa_recorded *recorded)
{
    pipeline->refused += error != NULL;
    if (pipeline->ends->answered == NULL) return;
    struct tongfa_answer answer = {
        .index = slot->index, .key = slot->key, .error = error, .recorded = recorded
    };
    pipeline->ends->answered(&answer, pipeline->ends->self);
}

/* A slot is in the queue at most once, so the ring cannot overflow. */
static void queue_push(struct pipeline *pipeline, uint32_t slot)
{
    assert(pipeline->queue_count < pipeline->window);
    uint32_t last = (pipeline->queue_first + pipeline->queue_count++) % pipeline->window;
    pipeline->queue[last] = slot;
}

/* The slot is free again; a late answer to what it held no longer fits its id. */
static void slot_release(struct pipeline *pipeline, uint32_t number)
{
    struct slot *slot = &pipeline->slots[number];

    pipeline->bytes -= slot->byte_count;
    free(slot->bytes);
    slot->bytes = NULL;
    slot->byte_count = 0;
    slot->state = SLOT_FREE;
    pipeline->free_slots[pipeline->free_count++] = number;
}

/* Take one request. Returns false when there is no more, or no room. */
static bool pipeline_take(struct pipeline *pipeline)
{
    if (pipeline->is_exhausted || pipeline->free_count == 0) return false;
    if (pipeline->bytes >= BYTES_IN_FLIGHT_MAX) return false;

    uint32_t number = pipeline->free_slots[pipeline->free_count - 1];
    struct slot *slot = &pipeline->slots[number];
    enum taken taken = pipeline->ends->take(pipeline->client, slot, pipeline->ends->source);
    pipeline->is_exhausted = taken == TAKEN_END;
    if (taken == TAKEN_END) return false;
    pipeline->free_count--;
    slot->index = pipeline->taken++;
    slot->use = ++pipeline->client->id_count;
    if (taken == TAKEN_BAD) {
        pipeline_tell(pipeline, slot, &pipeline->client->error, NULL);
        slot_release(pipeline, number);
        return true;
    }
    pipeline->bytes += slot->byte_count;
    slot->state = SLOT_QUEUED;
    queue_push(pipeline, number);
    return true;
}

/* ---- Sending ------------------------------------------------------------------------------- */

/* After a new WELCOME: what was sent before and not answered is sent again. */
static void pipeline_requeue(struct pipeline *pipeline)
{
    pipeline->epoch = link_epoch(pipeline->client->link);
    for (uint32_t i = 0; i < pipeline->window; i++) {
        if (pipeline->slots[i].state != SLOT_SENT) continue;
        pipeline->slots[i].state = SLOT_QUEUED;
        queue_push(pipeline, i);
    }
}

/* At most 16 + 1 + 3 + 1 + 11 bytes, within REQUEST_ID_BYTES_MAX. */
static void slot_id(const struct pipeline *pipeline, uint32_t number,
                    char id[REQUEST_ID_BYTES_MAX + 1])
{
    snprintf(id, REQUEST_ID_BYTES_MAX + 1, "%s-%" PRIx32 ".%" PRIx64, pipeline->client->id_prefix,
             number, pipeline->slots[number].use);
}

/* Hand one over to the link. Returns false if it takes no more now. */
static bool slot_send(struct pipeline *pipeline, uint32_t number)
{
    struct slot *slot = &pipeline->slots[number];
    struct message *message = &pipeline->message;
    char id[REQUEST_ID_BYTES_MAX + 1];

    slot_id(pipeline, number, id);
    message->type = slot->type;
    message->request_id = span_of_text(id);
    if (slot->type == MSG_SUBMIT) {
        message->submit = slot->submit;
    } else {
        message->signal = slot->signal;
    }
    if (link_send(pipeline->client->link, message) != OK) return false;
    slot->state = SLOT_SENT;
    return true;
}

/* Send what is queued, as far as the link takes it. BUSY for one pauses all: the broker's limit is
 * not that of one bundle. */
static void pipeline_send(struct pipeline *pipeline)
{
    struct link *link = pipeline->client->link;

    if (!link_is_up(link) || pipeline->client->is_interrupted) return;
    if (pipeline->epoch != link_epoch(link)) pipeline_requeue(pipeline);
    if (link_now_ms() < pipeline->not_before_ms) return;
    while (pipeline->queue_count > 0) {
        if (!slot_send(pipeline, pipeline->queue[pipeline->queue_first])) break;
        pipeline->queue_first = (pipeline->queue_first + 1) % pipeline->window;
        pipeline->queue_count--;
    }
    link_flush(link);
}

/* ---- Answers ------------------------------------------------------------------------------- */

/* The slot that a request id names, or NULL: the answer to something given up long ago. */
static struct slot *pipeline_find(struct pipeline *pipeline, struct span id)
{
    const size_t prefix_size = strlen(pipeline->client->id_prefix) + 1;
    char text[REQUEST_ID_BYTES_MAX + 1] = { 0 };
    char expected[REQUEST_ID_BYTES_MAX + 1];

    if (id.size < prefix_size || id.size > REQUEST_ID_BYTES_MAX) return NULL;
    memcpy(text, id.at, id.size);
    unsigned long number = strtoul(text + prefix_size, NULL, 16);
    if (number >= pipeline->window) return NULL;
    struct slot *slot = &pipeline->slots[number];
    slot_id(pipeline, (uint32_t)number, expected);
    return slot->state == SLOT_SENT && strcmp(text, expected) == 0 ? slot : NULL;
}

/* Deal with one message. RECORDED and refusals are final; RETRY_AFTER queues the slot again. */
static void pipeline_answer(struct pipeline *pipeline, const struct message *message)
{
    struct tongfa_error error;
    struct tongfa_recorded recorded;
    struct slot *slot = pipeline_find(pipeline, message->request_id);

    if (slot == NULL) return;
    uint32_t number = (uint32_t)(slot - pipeline->slots);
    if (message->type == MSG_ERROR && message->error.retry == RETRY_AFTER) {
        error_from_message(&pipeline->patience, &message->error);
        pipeline->not_before_ms = link_now_ms() + message->error.after_ms;
        slot->state = SLOT_QUEUED;
        queue_push(pipeline, number);
        return;
    }
    if (message->type == MSG_ERROR) {
        error_from_message(&error, &message->error);
        pipeline_tell(pipeline, slot, &error, NULL);
    } else if (message->type == MSG_RECORDED) {
        recorded_from_message(&recorded, &message->recorded);
        pipeline_tell(pipeline, slot, NULL, &recorded);
    } else {
        return;
    }
    slot_release(pipeline, number);
    pipeline->deadline_ms = client_deadline(pipeline->client);
}

/* How long to wait for the next answer. */
static int64_t pipeline_due(const struct pipeline *pipeline)
{
    int64_t due_ms = pipeline->deadline_ms;

    if (pipeline->queue_count > 0 && link_is_up(pipeline->client->link)) {
        int64_t soon_ms = link_now_ms() + 10; /* the link's queue is full */
        if (pipeline->not_before_ms > soon_ms) soon_ms = pipeline->not_before_ms;
        if (soon_ms < due_ms) due_ms = soon_ms;
    }
    return due_ms;
}

/* No answer for too long. */
static int pipeline_fail(struct pipeline *pipeline)
{
    struct tongfa_client *client = pipeline->client;

    if (pipeline->patience.number == 0 || !link_is_up(client->link)) {
        return client_fail_silent(client);
    }
    client->error = pipeline->patience;
    return client->error.number;
}

/* Take, send, wait, answer, until nothing is left. Each answer moves the deadline: a large batch may
 * take long, silence may not. */
static int pipeline_work(struct pipeline *pipeline)
{
    struct tongfa_client *client = pipeline->client;
    struct message *message = &client->answer;

    pipeline->deadline_ms = client_deadline(client);
    for (;;) {
        while (pipeline_take(pipeline)) {
            continue;
        }
        if (pipeline->free_count == pipeline->window) return 0; /* all taken and answered */
        pipeline_send(pipeline);
        int number = client_wait(client, pipeline_due(pipeline));
        if (number != 0) return number;
        while (link_next(client->link, message)) {
            pipeline_answer(pipeline, message);
        }
        if (link_now_ms() >= pipeline->deadline_ms) return pipeline_fail(pipeline);
    }
}

/* ---- Running ----------------------------------------------------------------------------------- */

/* Accepts NULL and half-built ones. */
static void pipeline_free(struct pipeline *pipeline)
{
    if (pipeline == NULL) return;
    for (uint32_t i = 0; pipeline->slots != NULL && i < pipeline->window; i++) {
        free(pipeline->slots[i].bytes);
    }
    free(pipeline->slots);
    free(pipeline->queue);
    free(pipeline->free_slots);
    free(pipeline);
}

/* Returns NULL without memory. */
static struct pipeline *pipeline_new(struct tongfa_client *client, const struct pipeline_ends *ends)
{
    struct pipeline *pipeline = calloc(1, sizeof *pipeline);
    if (pipeline == NULL) return NULL;

    uint32_t window = ends->window != 0 ? ends->window : WINDOW_DEFAULT;
    pipeline->window = window < WINDOW_MAX ? window : WINDOW_MAX;
    pipeline->client = client;
    pipeline->ends = ends;
    pipeline->slots = calloc(pipeline->window, sizeof *pipeline->slots);
    pipeline->queue = calloc(pipeline->window, sizeof *pipeline->queue);
    pipeline->free_slots = calloc(pipeline->window, sizeof *pipeline->free_slots);
    if (pipeline->slots == NULL || pipeline->queue == NULL || pipeline->free_slots == NULL) {
        pipeline_free(pipeline);
        return NULL;
    }
    while (pipeline->free_count < pipeline->window) { /* the first slot on top */
        pipeline->free_slots[pipeline->free_count] = pipeline->window - 1 - pipeline->free_count;
        pipeline->free_count++;
    }
    return pipeline;
}

int pipeline_run(struct tongfa_client *client, const struct pipeline_ends *ends)
{
    struct pipeline *pipeline = pipeline_new(client, ends);
    if (pipeline == NULL) return client_fail(client, ERR_NO_MEMORY, "", "not enough memory");

    error_clear(&client->error);
    int number = pipeline_work(pipeline);
    if (number == 0 && pipeline->refused > 0) {
        number = client_fail(client, ERR_REFUSED, "", "%" PRIu64 " of %" PRIu64 " were refused",
                             pipeline->refused, pipeline->taken);
    }
    pipeline_free(pipeline);
    return number;
}
