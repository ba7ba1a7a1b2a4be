/* SPDX-License-Identifier: Apache-2.0 */
/* A ROUTER takes a message whole or not at all, so a message that was not taken is known to be
 * unsent, and so are the jobs in it: they go back into their queues at the next turn instead of
 * waiting for their leases to end. Jobs of a message that was taken and lost on the way do wait. */
#include "broker/shell/post.h"

#include "broker/shell/answer.h"
#include "broker/shell/log.h"
#include "proto/record.h"

#include <inttypes.h>

static void keep_returned(struct broker *broker, struct returned_job job)
{
    if (broker->returned_count < RETURNED_MAX) broker->returned[broker->returned_count++] = job;
}

static void begin(struct broker *broker, session_id session)
{
    struct post *post = &broker->post;
    struct buffer items, payload;
    buffer_init(&items, post->items, sizeof post->items);
    buffer_init(&payload, post->payload, sizeof post->payload);
    outgoing_init(&post->outgoing, items, payload);
    post->session = session;
    post->job_count = 0;
    post->may_wait = false;
}

/* Send what was put together for the session, and begin anew. */
static void flush(struct broker *broker)
{
    struct post *post = &broker->post;
    struct session *session = sessions_find(&broker->sessions, post->session);
    if (post->outgoing.item_count == 0) return;

    enum err err = ERR_TIMEOUT;
    if (session != NULL && !session->is_gone) {
        struct buffer frame;
        buffer_init(&frame, post->frame, sizeof post->frame);
        err = outgoing_finish(&post->outgoing, &frame);
        assert(err == OK); /* the bounds of items and frame see to it */
        err = transport_send(broker->transport, session->address, buffer_span(&frame),
                             buffer_span(&post->outgoing.payload));
        if (err == ERR_BUSY && post->may_wait) {
            post->is_put_off = true;
            begin(broker, post->session);
            return;
        }
        session->said_ms = broker->now_ms;
        session->is_gone = err != OK;
        if (err != OK) broker->gone_count++;
    }
    if (err != OK && session != NULL) {
        log_info("session %" PRIu32 " (%s) %s", session->id.n, session->principal.text,
                 err == ERR_BUSY ? "does not read what it is sent" : "is gone");
    }
    for (uint32_t i = 0; err != OK && i < post->job_count; i++) {
        keep_returned(broker, post->jobs[i]);
    }
    begin(broker, post->session);
}

static struct returned_job returned_of(const struct msg_job *job)
{
    return (struct returned_job){
        .bundle = job->bundle, .token = job->token, .attempt = job->attempt, .stage = job->stage
    };
}

/* Add to what is put together; more than a message can hold leaves in several. */
static void add(struct broker *broker, const struct message *message)
{
    struct post *post = &broker->post;
    enum err err = outgoing_add(&post->outgoing, message);
    if (err == ERR_TOO_LARGE) {
        flush(broker);
        err = outgoing_add(&post->outgoing, message);
    }
    if (err != OK) {
        log_error("an answer to session %" PRIu32 " does not fit a message", post->session.n);
        return;
    }
    if (message->type == MSG_JOB) post->jobs[post->job_count++] = returned_of(&message->job);
}

/* The same with what was prepared; that is small. */
static void add_prepared(struct broker *broker, const struct outbox *outbox,
                         const struct held *held)
{
    struct post *post = &broker->post;
    const struct effect_job *effect = held->kind == HELD_JOB ? held->body : NULL;
    struct span item = outbox_item(outbox, held);
    struct span share = { 0 };

    if (effect != NULL) {
        share = draft_application(&broker->said->draft, effect->application_position);
    }
    if (outgoing_add_item(&post->outgoing, item, share) != OK) {
        flush(broker);
        enum err err = outgoing_add_item(&post->outgoing, item, share);
        assert(err == OK);
    }
    if (effect != NULL) post->jobs[post->job_count++] = returned_of(&effect->job);
}

/* What was held for a session that has ended: only a job matters to anyone. */
static void discard(struct broker *broker, const struct held *held)
{
    if (held->kind != HELD_JOB) return;
    keep_returned(broker, returned_of(&((const struct effect_job *)held->body)->job));
}

/* The entries of one place in the table of sessions: mostly one session's. */
static void post_thread(struct broker *broker, const struct outbox *outbox, uint32_t entry)
{
    static struct message message;
    begin(broker, outbox->entries[entry].session);
    for (; entry != HELD_END; entry = outbox->entries[entry].next) {
        const struct held *held = &outbox->entries[entry];
        const struct session *session = sessions_find(&broker->sessions, held->session);
        if (session == NULL || session->is_gone) {
            discard(broker, held);
            continue;
        }
        if (held->session.n != broker->post.session.n) {
            flush(broker);
            begin(broker, held->session);
        }
        if (held->item_size > 0) {
            add_prepared(broker, outbox, held);
            continue;
        }
        answer_make(broker, held, &message);
        add(broker, &message);
    }
    flush(broker);
}

void post_outbox(struct broker *broker, struct outbox *outbox)
{
    for (uint32_t i = 0; i < outbox->order_count; i++) {
        post_thread(broker, outbox, outbox->threads[outbox->order[i]].first);
    }
    outbox_clear(outbox);
}

bool post_page(struct broker *broker, session_id session, const struct message *message)
{
    begin(broker, session);
    broker->post.may_wait = true;
    broker->post.is_put_off = false;
    add(broker, message);
    flush(broker);
    return !broker->post.is_put_off;
}

void post_message(struct broker *broker, session_id session, const struct message *message)
{
    begin(broker, session);
    add(broker, message);
    flush(broker);
}

void post_order(struct broker *broker, session_id session, enum message_type type)
{
    struct message message = { .type = type };
    if (type == MSG_PONG) {
        message.pong =
            (struct msg_pong){ .now_ms = broker->now_ms, .position = broker_position(broker) };
    }
    post_message(broker, session, &message);
}

void post_refusal(struct broker *broker, const struct inbound *inbound, struct span request_id,
                  const struct effect_refused *refused)
{
    struct post *post = &broker->post;
    struct message message = { .request_id = request_id };
    struct buffer frame;
    char text[ANSWER_TEXT_MAX];

    answer_error(broker, refused, text, &message);
    begin(broker, (session_id){ 0 });
    buffer_init(&frame, post->frame, sizeof post->frame);
    if (outgoing_add(&post->outgoing, &message) == OK &&
        outgoing_finish(&post->outgoing, &frame) == OK) {
        transport_answer(broker->transport, inbound, buffer_span(&frame));
    }
}
