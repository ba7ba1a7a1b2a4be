/* SPDX-License-Identifier: Apache-2.0 */
/* What the broker says, message by message, in the moment it says it: nothing may rest on what is
 * not durable. */
#include "proto/envelope.h"
#include "tests/sim/audit.h"
#include "tests/sim/check.h"
#include "tests/sim/disk.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/supplies.h"
#include "tests/sim/trace.h"
#include "tests/sim/world.h"

static void fault(uint32_t peer, const char *type, const char *what)
{
    world_fail("%s is sent %s: %s", peer_at(peer)->label, type, what);
}

static void judge_position(uint32_t peer, const char *type, uint64_t position)
{
    if (position > disk_count()) fault(peer, type, "of a position that is not durable");
}

/* The lease is durable, and what the worker is given is what was submitted. */
static void judge_job(uint32_t peer, const struct msg_job *job)
{
    struct peer *worker = peer_at(peer);
    const struct audit_bundle *bundle = audit_bundle(job->bundle);
    if (bundle == NULL || job->stage >= bundle->procedure->stage_count) {
        fault(peer, "JOB", "of a bundle or stage that is not durable");
        return;
    }
    const struct audit_stage *stage = &bundle->stages[job->stage];
    struct span application = supplies_application(bundle, stage->supplied);
    if (job->attempt > stage->attempt) fault(peer, "JOB", "its lease is not durable");
    if (job->attempt == stage->attempt && job->token != stage->token) {
        fault(peer, "JOB", "its token is not the lease's");
    }
    bool is_newest = world_is_same(job->application, application);
    if (job->attempt == stage->attempt && !is_newest) {
        fault(peer, "JOB", "its application is not what was submitted or supplied last");
    }
    const struct name *department = &bundle->procedure->stages[job->stage].department;
    if (!name_is_equal(department, &worker->department)) fault(peer, "JOB", "of others");
    if (++worker->jobs_sent > worker->credit_given) fault(peer, "JOB", "without credit");
}

static void judge_cancel(uint32_t peer, const struct msg_cancel *cancel)
{
    const struct audit_bundle *bundle = audit_bundle(cancel->bundle);
    bool may_go_on = cancel->cause != CANCEL_WITHDRAWN && cancel->cause != CANCEL_POINTLESS;
    bool is_cancelled = false;
    for (uint32_t i = 0; bundle != NULL && i < STAGES_MAX && !is_cancelled; i++) {
        const struct audit_stage *stage = &bundle->stages[i];
        uint8_t place = stage->places[cancel->attempt % AUDIT_PLACES_MAX];
        if (place != cancel->stage || stage->attempt < cancel->attempt) continue;
        is_cancelled = stage->job == JOB_CANCELLED;
        bool is_other = stage->job != JOB_LEASED || stage->attempt > cancel->attempt;
        if (may_go_on) is_cancelled = is_other; /* resumed since, or the commitment withdrawn */
    }
    if (!is_cancelled) fault(peer, "CANCEL", "the job is not cancelled");
}

/* A page without a filter is dense, and goes on where the newest one ended, or before:
 * an old FOLLOW may come late. */
static void judge_page(uint32_t peer, const struct msg_facts *facts)
{
    struct peer *follower = peer_at(peer);
    if (!follower->is_follower || facts->fact_count == 0) return;
    uint64_t first = facts->facts[0].position;
    uint64_t last = facts->facts[facts->fact_count - 1].position;
    bool is_dense = last - first + 1 == facts->fact_count && facts->next == last + 1;
    if (!is_dense || first > follower->follow_said) fault(peer, "FACTS", "a page with a gap");
    if (last >= follower->follow_said) follower->follow_said = last + 1;
}

static void judge_facts(uint32_t peer, const struct msg_facts *facts)
{
    for (uint32_t i = 0; i < facts->fact_count; i++) {
        struct span own = disk_record(facts->facts[i].position);
        struct span said = facts->facts[i].record;
        bool is_same =
            own.size == said.size && own.at != NULL && memcmp(own.at, said.at, own.size) == 0;
        if (!is_same) fault(peer, "FACTS", "a record that is not the journal's");
    }
}

/* What is signed is of the journal as it is. */
static void judge_signed(uint32_t peer, const struct msg_signed_checkpoint *checkpoint)
{
    uint8_t chain[CHAIN_BYTES] = { 0 };
    judge_position(peer, "SIGNED_CHECKPOINT", checkpoint->position);
    if (checkpoint->position > 0) view_record(disk_view(), checkpoint->position, chain);
    bool is_same = checkpoint->chain.size == CHAIN_BYTES &&
                   memcmp(checkpoint->chain.at, chain, CHAIN_BYTES) == 0;
    if (!is_same) fault(peer, "SIGNED_CHECKPOINT", "of another journal");
}

static void judge_receipt(uint32_t peer, const struct msg_signed_record *receipt)
{
    struct span own = disk_record(receipt->position);
    bool is_same = own.at != NULL && own.size == receipt->record.size &&
                   memcmp(own.at, receipt->record.at, own.size) == 0;
    if (!is_same) fault(peer, "SIGNED_RECORD", "of a record that is not the journal's");
}

static void judge_explanation(uint32_t peer, const struct msg_explanation *explanation)
{
    if (explanation->result == RESULT_OPEN && explanation->wait_count == 0) {
        fault(peer, "EXPLANATION", "open, and waits for nothing");
    }
}

/* In terms of the plan. Whom a cancelled job was leased to knows its place alone: duty.h. */
static const struct message *read_message(const struct message *message)
{
    static struct message own;
    if (message->type != MSG_JOB && message->type != MSG_BUNDLE) return message;
    own = *message;
    if (message->type == MSG_BUNDLE) order_read_image(&own.bundle.image);
    if (message->type == MSG_JOB) order_read_job(&own.job);
    return &own;
}

static void judge(uint32_t peer, const struct message *said)
{
    const struct message *message = read_message(said);
    struct duty *duty = duty_of(message->request_id);
    switch ((int)message->type) {
        case MSG_RECORDED:
            judge_position(peer, "RECORDED", message->recorded.position);
            if (duty != NULL) duty_judge_recorded(duty, &message->recorded);
            break;
        case MSG_ERROR:
            if (duty != NULL) duty_judge_refused(duty, &message->error);
            break;
        case MSG_WELCOME: judge_position(peer, "WELCOME", message->welcome.position); break;
        case MSG_PONG: judge_position(peer, "PONG", message->pong.position); break;
        case MSG_BUNDLE: judge_position(peer, "BUNDLE", message->bundle.image.last_position); break;
        case MSG_STATISTICS:
            judge_position(peer, "STATISTICS", message->statistics.position);
            break;
        case MSG_EXPLANATION: judge_explanation(peer, &message->explanation); break;
        case MSG_FACTS:
            judge_facts(peer, &message->facts);
            if (message->request_id.size == 0) judge_page(peer, &message->facts); /* no HISTORY */
            break;
        case MSG_SIGNED_CHECKPOINT: judge_signed(peer, &message->signed_checkpoint); break;
        case MSG_SIGNED_RECORD: judge_receipt(peer, &message->signed_record); break;
        case MSG_JOB: judge_job(peer, &message->job); break;
        case MSG_CANCEL: judge_cancel(peer, &message->cancel); break;
        default: break;
    }
    model_judge(peer, message);
}

typedef void take_message(uint32_t peer, const struct message *message);

static void each(uint32_t peer, struct span frame, struct span payload, take_message *take)
{
    static struct message message;
    struct envelope envelope;
    struct refusal refusal;
    if (envelope_open(&envelope, frame, payload, NULL, &refusal) != OK) {
        fault(peer, "a message", "that cannot be read");
        return;
    }
    while (envelope_next(&envelope, &message, &refusal) && !world_has_failed()) {
        if (refusal.err != OK) fault(peer, "a message", "that cannot be read");
        take(peer, &message);
    }
}

void check_said(uint32_t peer, struct span frame, struct span payload)
{
    if (world_has_failed()) return;
    trace_said(peer, frame, payload);
    each(peer, frame, payload, judge);
}

static void note_unsent(uint32_t peer, const struct message *message)
{
    (void)peer;
    if (message->type == MSG_JOB) check_note_unsent(&read_message(message)->job);
}

void check_unsent(struct span frame, struct span payload)
{
    if (!world_has_failed()) each(0, frame, payload, note_unsent);
}
