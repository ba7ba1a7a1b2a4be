/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/prepare.h"

#include "proto/record.h"

struct preparing {
    struct round *round;
    int64_t now_ms;
    bool is_viewing; /* the desk's view is begun */
};

/* What has just been written is read where it was written; the rest comes from the journal, whose map the
 * span points into. A NULL span if it cannot be read: post.c will say so. */
static struct span application_at(struct preparing *preparing, uint64_t position)
{
    const struct round *round = preparing->round;
    struct span application = draft_application(&round->draft, position);
    if (application.at != NULL) return application;
    if (!preparing->is_viewing) preparing->is_viewing = view_begin(round->desk->view) == OK;
    if (!preparing->is_viewing) return application;
    struct span record = view_record(round->desk->view, position, NULL);
    if (record.at != NULL) record_read_application(record, &application);
    return application;
}

/* Of jobs that rest on nobody's opinion. */
static bool make_job(struct preparing *preparing, const struct effect_job *effect,
                     struct msg_job_told *told)
{
    if (effect->job.opinions != 0) return false;
    int64_t left_ms = effect->job.until_ms - preparing->now_ms;
    told->job = effect->job;
    told->job.lease_ms = left_ms > 0 ? (uint32_t)left_ms : 0;
    told->job.application = application_at(preparing, effect->application_position);
    told->opinion_count = 0;
    return told->job.application.at != NULL;
}

/* Returns false if it is not of those that are prepared. */
static bool make(struct preparing *preparing, const struct held *held, struct message *message)
{
    message->request_id = (struct span){ held->request_id, held->request_id_size };
    switch ((int)held->kind) {
        case HELD_RECORDED:
            message->type = MSG_RECORDED;
            message->recorded = *(const struct msg_recorded *)held->body;
            return true;
        case HELD_JOB:
            message->type = MSG_JOB;
            return make_job(preparing, held->body, &message->job_told);
        default: return false;
    }
}

static void begin(const struct round *round, struct outgoing *outgoing)
{
    struct buffer frame, payload;
    buffer_init(&frame, round->desk->frame, sizeof round->desk->frame);
    buffer_init(&payload, round->desk->payload, sizeof round->desk->payload);
    outgoing_init(outgoing, frame, payload);
}

/* Put a thread into parcels. Returns false if an entry is not of those that are prepared, or there is no room
 * for it: then what there is of them is of no use. */
static bool prepare_thread(struct preparing *preparing, struct held_thread *thread)
{
    struct outbox *outbox = &preparing->round->outbox;
    const session_id session = outbox->entries[thread->first].session;
    struct outgoing outgoing;
    struct message message; /* large, and no more of it is touched than is made */

    begin(preparing->round, &outgoing);
    for (uint32_t entry = thread->first; entry != HELD_END; entry = outbox->entries[entry].next) {
        const struct held *held = &outbox->entries[entry];
        if (held->session.n != session.n || !make(preparing, held, &message)) return false;
        if (outgoing_add(&outgoing, &message) == OK) continue;
        if (outgoing.item_count == 0) return false;
        if (parcel_add(outbox, thread, &outgoing, entry) != OK) return false;
        begin(preparing->round, &outgoing);
        if (outgoing_add(&outgoing, &message) != OK) return false;
    }
    return parcel_add(outbox, thread, &outgoing, HELD_END) == OK;
}

void prepare_answers(struct batch *batch)
{
    struct round *round = batch->owner;
    struct outbox *outbox = &round->outbox;
    struct preparing preparing = {
        .round = round,
        .now_ms = round->handed_ms + clock_elapsed_ms() - round->handed_elapsed_ms,
    };

    for (uint32_t i = 0; i < outbox->order_count; i++) {
        struct held_thread *thread = &outbox->threads[outbox->order[i]];
        if (!prepare_thread(&preparing, thread)) parcels_drop(outbox, thread);
    }
    if (preparing.is_viewing) view_end(round->desk->view);
}
