/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/prepare.h"

/* Jobs of new bundles, whose application is in the round, and nobody's opinion yet. */
static bool make_job(const struct round *round, int64_t now_ms, const struct effect_job *effect,
                     struct msg_job_told *told)
{
    struct span application = draft_application(&round->draft, effect->application_position);
    if (application.at == NULL || effect->job.opinions != 0) return false;

    int64_t left_ms = effect->job.until_ms - now_ms;
    told->job = effect->job;
    told->job.lease_ms = left_ms > 0 ? (uint32_t)left_ms : 0;
    told->job.application = application;
    told->opinion_count = 0;
    return true;
}

/* Returns false if it is not of those that are prepared. */
static bool make(const struct round *round, int64_t now_ms, const struct held *held,
                 struct message *message)
{
    message->request_id = (struct span){ held->request_id, held->request_id_size };
    switch ((int)held->kind) {
        case HELD_RECORDED:
            message->type = MSG_RECORDED;
            message->recorded = *(const struct msg_recorded *)held->body;
            return true;
        case HELD_JOB:
            message->type = MSG_JOB;
            return make_job(round, now_ms, held->body, &message->job_told);
        default: return false;
    }
}

/* Put a thread into parcels. Returns false if an entry is not of those that are prepared, or finds no
 * room: then what there is of them is of no use. */
static bool prepare_thread(struct round *round, int64_t now_ms, struct held_thread *thread)
{
    struct outbox *outbox = &round->outbox;
    const session_id session = outbox->entries[thread->first].session;
    struct outgoing outgoing;
    struct message message; /* large, and no more of it is touched than is made */

    if (!parcel_begin(outbox, &outgoing)) return false;
    for (uint32_t entry = thread->first; entry != HELD_END; entry = outbox->entries[entry].next) {
        const struct held *held = &outbox->entries[entry];
        if (held->session.n != session.n || !make(round, now_ms, held, &message)) return false;
        if (outgoing_add(&outgoing, &message) == OK) continue;
        if (outgoing.item_count == 0) return false;
        parcel_end(outbox, thread, &outgoing, entry);
        if (!parcel_begin(outbox, &outgoing)) return false;
        if (outgoing_add(&outgoing, &message) != OK) return false;
    }
    parcel_end(outbox, thread, &outgoing, HELD_END);
    return true;
}

void prepare_answers(struct batch *batch)
{
    struct round *round = batch->owner;
    struct outbox *outbox = &round->outbox;
    int64_t now_ms = round->handed_ms + clock_elapsed_ms() - round->handed_elapsed_ms;

    for (uint32_t i = 0; i < outbox->order_count; i++) {
        struct held_thread *thread = &outbox->threads[outbox->order[i]];
        if (!prepare_thread(round, now_ms, thread)) thread->parcel_count = 0;
    }
}
