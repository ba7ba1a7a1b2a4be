/* SPDX-License-Identifier: Apache-2.0 */
/* Submitting and signalling, one and many: what is asked is checked and packed into the slots of a
 * pipeline. */
#include "client/application.h"
#include "client/pipeline.h"
#include "client/text.h"

#include <stdio.h>
#include <stdlib.h>

/* A mistake that the broker need not be bothered with. */
static enum taken invalid(struct tongfa_client *client, const char *field, const char *text)
{
    client_fail(client, ERR_FIELD_INVALID, field, "%s", text);
    return TAKEN_BAD;
}

/* Keep the key for the answer; one that is too long is cut here and refused by the check. */
static void slot_set_key(struct slot *slot, const char *key)
{
    snprintf(slot->key, sizeof slot->key, "%s", key != NULL ? key : "");
    text_trim(slot->key);
}

/* ---- Submissions --------------------------------------------------------------------------- */

/* Where the packed application is made; then it is copied in its true size. */
struct submissions {
    const struct tongfa_batch *batch;
    uint8_t packed[APPLICATION_BYTES_MAX];
};

/* Pack the application into memory of the slot. */
static enum taken submissions_pack(struct tongfa_client *client, struct slot *slot,
                                   struct submissions *submissions, const struct json_t *json)
{
    struct application_problem problem;
    struct buffer buffer;

    buffer_init(&buffer, submissions->packed, sizeof submissions->packed);
    enum err err = application_from_json(json, &buffer, &problem);
    if (err != OK) {
        client_fail(client, err, problem.place, "%s", problem.text);
        return TAKEN_BAD;
    }
    slot->bytes = malloc(buffer.size);
    if (slot->bytes == NULL) {
        client_fail(client, ERR_NO_MEMORY, "", "not enough memory");
        return TAKEN_BAD;
    }
    memcpy(slot->bytes, buffer.at, buffer.size);
    slot->byte_count = buffer.size;
    slot->submit.application = (struct span){ slot->bytes, slot->byte_count };
    return TAKEN;
}

/* Check in the order of SPEC: procedure, key, priority, application. */
static enum taken submissions_take(struct tongfa_client *client, struct slot *slot, void *source)
{
    struct submissions *submissions = source;
    struct tongfa_submission submission = { .priority = TONGFA_PRIORITY_NORMAL };

    if (!submissions->batch->next(&submission, submissions->batch->self)) return TAKEN_END;
    struct span key = span_of_text(submission.key);
    slot_set_key(slot, submission.key);
    slot->type = MSG_SUBMIT;
    slot->submit = (struct msg_submit){
        .version = submission.version,
        .priority = (uint8_t)submission.priority,
        .key = span_of_text(slot->key),
    };
    if (!text_to_name(&slot->submit.procedure, submission.procedure) ||
        name_is_empty(&slot->submit.procedure)) {
        return invalid(client, "procedure", "a procedure's name is [a-z0-9] then [a-z0-9._-]");
    }
    if (key.size == 0 || key.size > KEY_BYTES_MAX || !utf8_is_valid(key)) {
        return invalid(client, "key", "a key is 1 to 64 bytes of UTF-8, the submitter's own");
    }
    if (submission.priority < 0 || submission.priority >= PRIORITY_COUNT) {
        return invalid(client, "priority", "priorities are 0 (the most urgent) to 7");
    }
    return submissions_pack(client, slot, submissions, submission.application);
}

int tongfa_submit_all(struct tongfa_client *client, const struct tongfa_batch *batch)
{
    struct submissions *submissions = malloc(sizeof *submissions);
    if (submissions == NULL) return client_fail(client, ERR_NO_MEMORY, "", "not enough memory");

    submissions->batch = batch;
    const struct pipeline_ends ends = { .take = submissions_take,
                                        .source = submissions,
                                        .answered = batch->answered,
                                        .self = batch->self,
                                        .window = batch->window };
    int number = pipeline_run(client, &ends);
    free(submissions);
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

static void single_answered(const struct tongfa_answer *answer, void *self)
{
    struct single *single = self;
    if (answer->error != NULL) single->error = *answer->error;
    if (answer->recorded != NULL) single->recorded = *answer->recorded;
}

int tongfa_submit(struct tongfa_client *client, const struct tongfa_submission *submission,
                  struct tongfa_recorded *out)
{
    struct single single = { .submission = submission };
    const struct tongfa_batch batch = {
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

/* ---- Signals ------------------------------------------------------------------------------- */

/* Signals carry no payload; their key lives in the slot until they are answered. */
static enum taken signals_take(struct tongfa_client *client, struct slot *slot, void *source)
{
    const struct tongfa_signals *signals = source;
    struct tongfa_signal_item item = { 0 };

    if (!signals->next(&item, signals->self)) return TAKEN_END;
    slot_set_key(slot, item.ref.key);
    slot->type = MSG_SIGNAL;
    slot->signal = (struct msg_signal){ .called_off = item.called_off };
    if (client_ref(client, &item.ref, &slot->signal.ref) != 0) return TAKEN_BAD;
    if (item.ref.bundle == 0) slot->signal.ref.key = span_of_text(slot->key);
    if (!text_to_name(&slot->signal.milestone, item.milestone) ||
        name_is_empty(&slot->signal.milestone)) {
        return invalid(client, "milestone", "a milestone's name is [a-z0-9] then [a-z0-9._-]");
    }
    return TAKEN;
}

int tongfa_signal_all(struct tongfa_client *client, const struct tongfa_signals *signals)
{
    const struct pipeline_ends ends = { .take = signals_take,
                                        .source = (void *)(uintptr_t)signals,
                                        .answered = signals->answered,
                                        .self = signals->self,
                                        .window = signals->window };
    return pipeline_run(client, &ends);
}
