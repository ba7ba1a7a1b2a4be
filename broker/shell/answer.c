/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/answer.h"

#include "broker/shell/log.h"
#include "broker/shell/notary.h"
#include "proto/record.h"

#include <inttypes.h>
#include <stdio.h>

#define DEFINITION_BYTES_MAX (128 * 1024)
#define PARKED_REASON_BYTES_MAX \
    3000 /* a page of the longest fits a message; HISTORY has them whole */

static struct span span_of_text(const char *text)
{
    return (struct span){ (const uint8_t *)text, strlen(text) };
}

void answer_error(const struct broker *broker, const struct effect_refused *refused,
                  char text[ANSWER_TEXT_MAX], struct message *message)
{
    const char *advice = err_text(refused->err);
    uint32_t after_ms = refused->after_ms;
    if (refused->text[0] != '\0') {
        snprintf(text, ANSWER_TEXT_MAX, "%s; %s", refused->text, advice);
    } else {
        snprintf(text, ANSWER_TEXT_MAX, "%s", advice);
    }
    enum retry_hint retry = err_retry(refused->err);
    if (retry == RETRY_AFTER && after_ms == 0) after_ms = broker->config->limits.busy_after_ms;
    message->type = MSG_ERROR;
    message->error = (struct msg_error){
        .number = (uint8_t)refused->err,
        .name = span_of_text(err_name(refused->err)),
        .field = span_of_text(refused->field),
        .text = span_of_text(text),
        .retry = (uint8_t)retry,
        .after_ms = after_ms,
        .bundle = refused->bundle,
    };
}

/* What is asked for should be there, so it is logged where it is not. */
static bool was_read(enum err err, uint64_t position)
{
    if (err != OK) log_error("position %" PRIu64 " cannot be read", position);
    return err == OK;
}

static struct span record_at(struct broker *broker, uint64_t position)
{
    struct view *view = broker_view(broker);
    if (view == NULL) return (struct span){ 0 };
    return view_record(view, position, NULL);
}

/* The record at a position, read; false if there is none. */
static bool read_fact(struct broker *broker, uint64_t position, struct fact *fact)
{
    struct span record = record_at(broker, position);
    enum err err = record.at == NULL ? ERR_CORRUPT : record_read(record, position, NULL, fact);
    return was_read(err, position);
}

static void make_welcome(const struct broker *broker, const struct held *held,
                         struct msg_welcome *welcome)
{
    *welcome = (struct msg_welcome){
        .software = span_of_text("tongfa-broker " TONGFA_VERSION),
        .session = held->session.n,
        .now_ms = broker->now_ms,
        .heartbeat_ms = broker->config->heartbeat_ms,
        .liveness_ms = broker->config->liveness_ms,
        .envelope_bytes_max = ENVELOPE_BYTES_MAX,
        .payload_bytes_max = PAYLOAD_BYTES_MAX,
        .application_bytes_max = APPLICATION_BYTES_MAX,
        .batch_items_max = BATCH_ITEMS_MAX,
        .credit_max = CREDIT_MAX,
        .position = broker_position(broker),
        .synced = true,
    };
}

/* What has just been written is read where it was written, since most jobs are of new bundles; the
 * rest comes from the journal, whose map the span points into. */
static struct span application_at(struct broker *broker, uint64_t position)
{
    struct span application = { 0 };
    if (broker->said != NULL) application = draft_application(&broker->said->draft, position);
    if (application.at != NULL) return application;
    struct span record = record_at(broker, position);
    enum err err = ERR_CORRUPT;
    if (record.at != NULL) err = record_read_application(record, &application);
    was_read(err, position);
    return application;
}

/* Opinions that were given when the job went out are committed by now, and so is what they say. */
static void make_job(struct broker *broker, const struct effect_job *effect,
                     struct msg_job_told *told)
{
    struct msg_job *job = &told->job;

    *job = effect->job;
    told->opinion_count =
        engine_opinions(broker->engine, job->bundle, job->opinions, told->opinions);
    int64_t left_ms = job->until_ms - broker->now_ms;
    job->lease_ms = left_ms > 0 ? (uint32_t)left_ms : 0;
    job->application = application_at(broker, effect->application_position);
}

static void make_bundle(struct broker *broker, const struct msg_bundle *held,
                        struct msg_bundle *bundle)
{
    struct fact fact;
    memcpy(bundle, held,
           offsetof(struct msg_bundle, clocks) + held->clock_count * sizeof(struct clock_view));
    memcpy(bundle->terms, held->terms, held->term_count * sizeof(struct term_view));
    bundle->key = (struct span){ 0 };
    if (!read_fact(broker, bundle->image.submitted_position, &fact)) return;
    bundle->key = fact.bundle_submitted.key;
}

/* Newest first, each fact leading to the one before it. */
static void make_history(struct broker *broker, const struct held_history *history,
                         struct msg_facts *page)
{
    struct view *view = broker_view(broker);
    uint64_t position = history->position;
    size_t bytes = 0;

    *page = (struct msg_facts){ 0 };
    while (view != NULL && position != 0 && page->fact_count < history->limit) {
        struct span record = view_record(view, position, NULL);
        struct record_head head;
        if (record.at == NULL || record_read_head(record, &head) != OK) {
            log_error("position %" PRIu64 " cannot be read", position);
            break;
        }
        bytes += record.size;
        if (bytes > ENVELOPE_BYTES_MAX / 2 && page->fact_count > 0) break;
        page->facts[page->fact_count++] =
            (struct fact_record){ .position = position, .record = record };
        page->next = position;
        position = head.previous;
    }
    if (position == 0) page->next = 0;
}

/* A text cut to a page's share of the envelope, between two characters. */
static struct span cut_reason(struct span reason)
{
    size_t size = reason.size;
    if (size <= PARKED_REASON_BYTES_MAX) return reason;
    size = PARKED_REASON_BYTES_MAX;
    while (size > 0 && (reason.at[size] & 0xc0) == 0x80) {
        size--;
    }
    return (struct span){ reason.at, size };
}

/* Why it was parked stands in the fact that parked it. */
static void make_parked(struct broker *broker, const struct held_parked *parked,
                        struct msg_parked_jobs *jobs)
{
    struct fact fact;
    *jobs = parked->jobs;
    for (uint32_t i = 0; i < jobs->job_count; i++) {
        if (parked->positions[i] == 0 || !read_fact(broker, parked->positions[i], &fact)) continue;
        if (fact.type != FACT_JOB_PARKED) continue;
        jobs->jobs[i].reason = cut_reason(fact.job_parked.reason);
    }
}

static void make_procedure(const struct procedure *procedure, struct msg_procedure *answer)
{
    static uint8_t bytes[DEFINITION_BYTES_MAX];
    struct buffer buffer;
    buffer_init(&buffer, bytes, sizeof bytes);
    procedure_write(&buffer, procedure);
    answer->encoded = buffer_span(&buffer);
}

static enum message_type type_of(enum held_kind kind)
{
    switch (kind) {
        case HELD_RECORDED: return MSG_RECORDED;
        case HELD_REFUSED: return MSG_ERROR;
        case HELD_JOB: return MSG_JOB;
        case HELD_CANCEL: return MSG_CANCEL;
        case HELD_WELCOME: return MSG_WELCOME;
        case HELD_PONG: return MSG_PONG;
        case HELD_DRAIN: return MSG_DRAIN;
        case HELD_BYE: return MSG_BYE;
        case HELD_BUNDLE: return MSG_BUNDLE;
        case HELD_EXPLANATION: return MSG_EXPLANATION;
        case HELD_HISTORY: return MSG_FACTS;
        case HELD_STATISTICS: return MSG_STATISTICS;
        case HELD_PARKED: return MSG_PARKED_JOBS;
        case HELD_PROCEDURE: return MSG_PROCEDURE;
        case HELD_SIGNED_CHECKPOINT: return MSG_SIGNED_CHECKPOINT;
        case HELD_RECEIPT: return MSG_SIGNED_RECORD;
    }
    assert(false);
    return MSG_ERROR;
}

void answer_make(struct broker *broker, const struct held *held, struct message *message)
{
    static char text[ANSWER_TEXT_MAX];
    static const struct effect_refused unreadable = { .err = ERR_POSITION_UNKNOWN,
                                                      .text = "its record is damaged" };
    const void *body = held->body;

    message->type = type_of((enum held_kind)held->kind);
    message->request_id = (struct span){ held->request_id, held->request_id_size };
    switch ((enum held_kind)held->kind) {
        case HELD_RECORDED: message->recorded = *(const struct msg_recorded *)body; break;
        case HELD_REFUSED: answer_error(broker, body, text, message); break;
        case HELD_JOB: make_job(broker, body, &message->job_told); break;
        case HELD_CANCEL: message->cancel = *(const struct msg_cancel *)body; break;
        case HELD_WELCOME: make_welcome(broker, held, &message->welcome); break;
        case HELD_PONG:
            message->pong =
                (struct msg_pong){ .now_ms = broker->now_ms, .position = broker_position(broker) };
            break;
        case HELD_DRAIN:
        case HELD_BYE: break;
        case HELD_BUNDLE: make_bundle(broker, body, &message->bundle); break;
        case HELD_EXPLANATION: {
            const struct msg_explanation *explanation = body;
            memcpy(&message->explanation, body,
                   offsetof(struct msg_explanation, waits) +
                       explanation->wait_count * sizeof(struct wait));
            break;
        }
        case HELD_HISTORY: make_history(broker, body, &message->facts); break;
        case HELD_STATISTICS: message->statistics = *(const struct msg_statistics *)body; break;
        case HELD_PARKED: make_parked(broker, body, &message->parked_jobs); break;
        case HELD_PROCEDURE:
            make_procedure(((const struct held_procedure *)body)->procedure, &message->procedure);
            break;
        case HELD_SIGNED_CHECKPOINT:
            message->signed_checkpoint = evidence_checkpoint_message(body);
            break;
        case HELD_RECEIPT:
            if (notary_make(broker, body, &message->signed_record)) break;
            answer_error(broker, &unreadable, text, message);
            break;
    }
}
