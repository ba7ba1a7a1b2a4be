/* SPDX-License-Identifier: Apache-2.0 */
/* State is copied when the question comes: what the engine knows a moment later may not be durable
 * when the answer leaves. The journal is read when the answer leaves: by then it has everything
 * that was known when the question came. */
#include "broker/shell/query.h"

#include "broker/shell/notary.h"
#include "broker/shell/store.h"
#include "proto/record.h"

#include <sodium.h>

struct hash query_key_hash(const struct name *submitter, struct span key)
{
    struct hash hash;
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, HASH_BYTES);
    crypto_generichash_update(&state, (const uint8_t *)submitter->text,
                              strlen(submitter->text) + 1);
    crypto_generichash_update(&state, key.at, key.size);
    crypto_generichash_final(&state, hash.bytes, HASH_BYTES);
    return hash;
}

uint64_t query_bundle(struct broker *broker, const struct session *session,
                      const struct bundle_ref *ref)
{
    if (ref->bundle != 0) return ref->bundle;
    bool is_own = name_is_empty(&ref->submitter);
    struct hash hash = query_key_hash(is_own ? &session->principal : &ref->submitter, ref->key);
    uint64_t bundle = engine_find_key(broker->engine, &hash);
    if (bundle != 0) return bundle;
    return late_keys_find(&broker->late_keys, broker_view(broker), &hash);
}

enum err query_image(struct broker *broker, uint64_t bundle, struct bundle_image *image)
{
    if (bundle == 0) return ERR_BUNDLE_UNKNOWN;
    enum err err = engine_image(broker->engine, bundle, image);
    if (err == OK) return OK;
    struct view *view = broker_view(broker);
    if (view == NULL) return ERR_BUNDLE_UNKNOWN;
    return store_image(view, bundle, image);
}

static void hold(struct broker *broker, const struct session *session,
                 const struct message *message, enum held_kind kind, struct span body)
{
    outbox_hold(&broker->open->outbox, session->id, message->request_id, kind, body);
}

static void refuse(struct broker *broker, const struct session *session,
                   const struct message *message, enum err err)
{
    outbox_refuse(&broker->open->outbox, session->id, message->request_id, err, "");
}

static void answer_show(struct broker *broker, const struct session *session,
                        const struct message *message)
{
    static struct msg_bundle answer;
    uint64_t bundle = query_bundle(broker, session, &message->show.ref);
    if (query_image(broker, bundle, &answer.image) != OK) {
        refuse(broker, session, message, ERR_BUNDLE_UNKNOWN);
        return;
    }
    engine_clocks(broker->engine, &answer.image, broker->now_ms, &answer);
    engine_terms(broker->engine, &answer.image, broker->now_ms, &answer);
    engine_notices(broker->engine, &answer.image);
    size_t size =
        offsetof(struct msg_bundle, clocks) + answer.clock_count * sizeof(struct clock_view);
    if (answer.term_count > 0) {
        size = offsetof(struct msg_bundle, terms) + answer.term_count * sizeof(struct term_view);
    }
    hold(broker, session, message, HELD_BUNDLE, (struct span){ (const uint8_t *)&answer, size });
}

static void answer_explain(struct broker *broker, const struct session *session,
                           const struct message *message)
{
    static struct msg_explanation explanation;
    struct bundle_image image;
    uint64_t bundle = query_bundle(broker, session, &message->show.ref);
    if (query_image(broker, bundle, &image) != OK) {
        refuse(broker, session, message, ERR_BUNDLE_UNKNOWN);
        return;
    }
    enum err err = engine_explain(broker->engine, bundle, broker->now_ms, &explanation);
    if (err != OK) engine_explain_ended(broker->engine, &image, broker->now_ms, &explanation);
    size_t size =
        offsetof(struct msg_explanation, waits) + explanation.wait_count * sizeof(struct wait);
    hold(broker, session, message, HELD_EXPLANATION,
         (struct span){ (const uint8_t *)&explanation, size });
}

/* Where the facts before a position begin: behind it in the bundle's own chain, if it is one of the
 * bundle's facts (as the `next` of a page is); else the chain is walked from its newest fact. */
static uint64_t history_from(struct broker *broker, const struct bundle_image *image,
                             uint64_t before)
{
    struct record_head head;
    uint64_t position = image->last_position;
    if (before == 0 || before > position) return position;

    struct view *view = broker_view(broker);
    struct span record = { 0 };
    if (view != NULL) record = view_record(view, before, NULL);
    bool is_read = record.at != NULL && record_read_head(record, &head) == OK;
    if (is_read && head.bundle == image->bundle) return head.previous;
    while (is_read && position >= before) {
        record = view_record(view, position, NULL);
        is_read = record.at != NULL && record_read_head(record, &head) == OK;
        position = is_read ? head.previous : 0;
    }
    return position;
}

static void answer_history(struct broker *broker, const struct session *session,
                           const struct message *message)
{
    struct bundle_image image;
    uint64_t bundle = query_bundle(broker, session, &message->history.ref);
    if (query_image(broker, bundle, &image) != OK) {
        refuse(broker, session, message, ERR_BUNDLE_UNKNOWN);
        return;
    }
    struct held_history history = {
        .position = history_from(broker, &image, message->history.before),
        .limit = message->history.limit,
    };
    hold(broker, session, message, HELD_HISTORY,
         (struct span){ (const uint8_t *)&history, sizeof history });
}

static void answer_stats(struct broker *broker, const struct session *session,
                         const struct message *message)
{
    struct msg_statistics statistics = { 0 };
    uint64_t map_bytes;
    engine_statistics(broker->engine, &message->stats.after, &statistics);
    statistics.now_ms = broker->now_ms;
    statistics.started_ms = broker->started_ms;
    statistics.position = broker_position(broker);
    statistics.commits = broker->commit_count;
    statistics.recover_from = broker->checkpoint.recover_from;
    statistics.sessions = broker->sessions.count;
    statistics.followers = broker->followers.count;
    statistics.is_draining = broker->phase != PHASE_OPEN;
    journal_bytes(broker->journal, &statistics.journal_bytes, &map_bytes);
    hold(broker, session, message, HELD_STATISTICS,
         (struct span){ (const uint8_t *)&statistics, sizeof statistics });
}

static void answer_definition(struct broker *broker, const struct session *session,
                              const struct message *message)
{
    const struct procedure *procedure = engine_procedure(
        broker->engine, &message->definition.procedure, message->definition.version);
    if (procedure == NULL) {
        refuse(broker, session, message, ERR_PROCEDURE_UNKNOWN);
        return;
    }
    struct held_procedure held = { .procedure = procedure };
    hold(broker, session, message, HELD_PROCEDURE,
         (struct span){ (const uint8_t *)&held, sizeof held });
}

/* The fact that parked a stage's job, or 0. */
static uint64_t parked_position(const struct broker *broker, const struct parked_job *job)
{
    struct bundle_image image;
    if (engine_image(broker->engine, job->bundle, &image) != OK) return 0;
    const struct procedure *procedure =
        engine_procedure(broker->engine, &image.procedure, image.version);
    for (uint32_t i = 0; procedure != NULL && i < procedure->stage_count; i++) {
        bool is_it = name_is_equal(&procedure->stages[i].name, &job->stage);
        if (is_it) return image.stages[i].changed_position;
    }
    return 0;
}

static void answer_parked(struct broker *broker, const struct session *session,
                          const struct message *message)
{
    static struct held_parked parked;
    parked = (struct held_parked){ 0 };
    engine_parked(broker->engine, &message->parked, &parked.jobs);
    for (uint32_t i = 0; i < parked.jobs.job_count; i++) {
        parked.positions[i] = parked_position(broker, &parked.jobs.jobs[i]);
    }
    hold(broker, session, message, HELD_PARKED,
         (struct span){ (const uint8_t *)&parked, sizeof parked });
}

void query_answer(struct broker *broker, const struct session *session,
                  const struct message *message)
{
    switch ((int)message->type) {
        case MSG_SHOW: answer_show(broker, session, message); break;
        case MSG_HISTORY: answer_history(broker, session, message); break;
        case MSG_EXPLAIN: answer_explain(broker, session, message); break;
        case MSG_STATS: answer_stats(broker, session, message); break;
        case MSG_DEFINITION: answer_definition(broker, session, message); break;
        case MSG_PARKED: answer_parked(broker, session, message); break;
        case MSG_CHECKPOINT:
        case MSG_RECEIPT: notary_answer(broker, session, message); break;
        default: assert(false);
    }
}
