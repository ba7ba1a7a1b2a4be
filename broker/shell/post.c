/* SPDX-License-Identifier: Apache-2.0 */
/* A ROUTER takes a message whole or not at all, so a message that was not taken is known to be
 * unsent, and so are the jobs in it: they go back into their queues at the next turn instead of
 * waiting for their leases to end. Jobs of a message that was taken and lost on the way do wait. */
#include "broker/shell/post.h"

#include "broker/shell/answer.h"
#include "broker/shell/log.h"

#include <inttypes.h>

/* Only a job matters to anyone if it is not sent. */
static void keep_job(struct broker *broker, const struct held *held)
{
    if (held->kind != HELD_JOB || broker->returned_count == RETURNED_MAX) return;
    const struct msg_job *job = &((const struct effect_job *)held->body)->job;
    broker->returned[broker->returned_count++] = (struct returned_job){
        .bundle = job->bundle, .token = job->token, .attempt = job->attempt, .stage = job->stage
    };
}

static void keep_jobs(struct broker *broker, const struct outbox *outbox, uint32_t entry,
                      uint32_t end)
{
    for (; entry != end; entry = outbox->entries[entry].next) {
        keep_job(broker, &outbox->entries[entry]);
    }
}

static struct session *reachable(struct broker *broker, session_id id)
{
    struct session *session = sessions_find(&broker->sessions, id);
    return session == NULL || session->is_gone ? NULL : session;
}

/* Something was sent to a session that was reachable, and err is what became of it.
 *
 * Errors: ERR_TIMEOUT - it was not taken: the session is gone from now on. */
static enum err note_sending(struct broker *broker, struct session *session, enum err err)
{
    session->said_ms = broker->now_ms;
    if (err == OK) return OK;
    session->is_gone = true;
    broker->gone_count++;
    log_info("session %" PRIu32 " (%s) %s", session->id.n, session->principal.text,
             err == ERR_BUSY ? "does not read what it is sent" : "is gone");
    return ERR_TIMEOUT;
}

static void begin(struct post *post)
{
    struct buffer frame, payload;
    buffer_init(&frame, post->frame, sizeof post->frame);
    buffer_init(&payload, post->payload, sizeof post->payload);
    outgoing_init(&post->outgoing, frame, payload);
}

/* Send what was put together, if there is anything, and begin anew.
 *
 * Errors: ERR_TIMEOUT - the session is over, or gone from now on; ERR_BUSY - its connection takes no more for
 *         now, if it may wait. Then nothing was sent. */
static enum err flush(struct broker *broker, session_id id, bool may_wait)
{
    struct outgoing *outgoing = &broker->post.outgoing;
    struct session *session = reachable(broker, id);
    enum err err = session == NULL ? ERR_TIMEOUT : OK;
    if (session != NULL && outgoing->item_count > 0) {
        struct span frame = outgoing_finish(outgoing);
        err = transport_send(broker->transport, session->address, frame,
                             buffer_span(&outgoing->payload));
        if (err != ERR_BUSY || !may_wait) err = note_sending(broker, session, err);
    }
    begin(&broker->post);
    return err;
}

static enum err send_parcel(struct broker *broker, session_id id, struct outbound *outbound)
{
    struct session *session = reachable(broker, id);
    if (session == NULL) {
        outbound_drop(outbound);
        return ERR_TIMEOUT;
    }
    return note_sending(broker, session,
                        outbound_send(outbound, broker->transport, session->address));
}

/* What it says is all in parcels. */
static void post_parcels(struct broker *broker, const struct outbox *outbox,
                         const struct held_thread *thread)
{
    struct parcel *parcel = &outbox->parcels[thread->parcel_first];
    const session_id session = outbox->entries[thread->first].session;
    uint32_t entry = thread->first;
    for (uint32_t i = 0; i < thread->parcel_count; i++, parcel++) {
        if (send_parcel(broker, session, &parcel->outbound) != OK) {
            keep_jobs(broker, outbox, entry, parcel->end);
        }
        entry = parcel->end;
    }
}

/* Put it together here, entry by entry; more than a message can hold leaves in several. */
static void post_entries(struct broker *broker, const struct outbox *outbox, uint32_t entry)
{
    static struct message message;
    session_id session = outbox->entries[entry].session;
    uint32_t first = entry; /* of those that were put together and not sent */
    begin(&broker->post);
    for (; entry != HELD_END; entry = outbox->entries[entry].next) {
        const struct held *held = &outbox->entries[entry];
        if (held->session.n != session.n) {
            if (flush(broker, session, false) != OK) keep_jobs(broker, outbox, first, entry);
            session = held->session;
            first = entry;
        }
        if (reachable(broker, session) == NULL) {
            keep_jobs(broker, outbox, first, held->next);
            first = held->next;
            begin(&broker->post);
            continue;
        }
        answer_make(broker, held, &message);
        enum err err = outgoing_add(&broker->post.outgoing, &message);
        if (err == ERR_TOO_LARGE) {
            if (flush(broker, session, false) != OK) keep_jobs(broker, outbox, first, entry);
            first = entry;
            err = outgoing_add(&broker->post.outgoing, &message);
        }
        if (err != OK) {
            log_error("an answer to session %" PRIu32 " does not fit a message", session.n);
        }
    }
    if (flush(broker, session, false) != OK) keep_jobs(broker, outbox, first, HELD_END);
}

void post_outbox(struct broker *broker, struct outbox *outbox)
{
    for (uint32_t i = 0; i < outbox->order_count; i++) {
        const struct held_thread *thread = &outbox->threads[outbox->order[i]];
        if (thread->parcel_count > 0) {
            post_parcels(broker, outbox, thread);
        } else {
            post_entries(broker, outbox, thread->first);
        }
    }
    outbox->parcel_count = 0; /* all are used up */
    outbox_clear(outbox);
}

/* Errors: as of send_frames. */
static enum err post_one(struct broker *broker, session_id session, bool may_wait,
                         const struct message *message)
{
    begin(&broker->post);
    if (outgoing_add(&broker->post.outgoing, message) != OK) {
        log_error("a message to session %" PRIu32 " does not fit", session.n);
        return OK;
    }
    return flush(broker, session, may_wait);
}

bool post_page(struct broker *broker, session_id session, const struct message *message)
{
    return post_one(broker, session, true, message) != ERR_BUSY;
}

void post_message(struct broker *broker, session_id session, const struct message *message)
{
    post_one(broker, session, false, message);
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
    struct outgoing *outgoing = &broker->post.outgoing;
    struct message message = { .request_id = request_id };
    char text[ANSWER_TEXT_MAX];

    answer_error(broker, refused, text, &message);
    begin(&broker->post);
    if (outgoing_add(outgoing, &message) == OK) {
        transport_answer(broker->transport, inbound, outgoing_finish(outgoing));
    }
}
