/* SPDX-License-Identifier: Apache-2.0 */
/* Two rules keep what is signed true for ever.
 *
 * Only what is committed is signed. notary_turn signs while the journal is idle, so that position
 * and chain hash are of one moment and on the disk; what it signs is stored with the next commit,
 * and said to nobody before, since CHECKPOINT is answered from the committed tables. A receipt is
 * signed when its answer leaves, from the committed records.
 *
 * What was signed is never taken back: a broker that starts goes on from the newest signed
 * checkpoint of the table, in position and in time. */
#include "broker/shell/notary.h"

#include "broker/core/intake_image.h"
#include "broker/shell/log.h"
#include "broker/shell/query.h"
#include "broker/shell/signing_key.h"
#include "broker/shell/store.h"
#include "proto/record.h"

#include <inttypes.h>

/* ---- Opening ------------------------------------------------------------------------------- */

static enum err find_newest(struct broker *broker)
{
    struct notary *notary = &broker->notary;
    struct signed_checkpoint newest;
    const struct signed_wanted wanted = { 0 };

    enum err err = view_begin(broker->view);
    if (err != OK) return err;
    if (store_signed(broker->view, &notary->journal, &wanted, &newest)) {
        notary->position = newest.position;
        notary->at_ms = newest.at_ms;
        notary->is_due = memcmp(newest.public_key, notary->key.public_key, PUBLIC_KEY_BYTES) != 0;
    } else {
        notary->is_due = true;
    }
    err = view_err(broker->view);
    view_end(broker->view);
    return err;
}

enum err notary_open(struct broker *broker)
{
    struct notary *notary = &broker->notary;
    const struct config *config = broker->config;
    char text[PUBLIC_KEY_TEXT_MAX + 1];

    enum err err = signing_key_open(&notary->key, config->data, config->signing_key);
    if (err != OK) return err;
    notary->journal = journal_id(broker->journal);
    err = find_newest(broker);
    if (err != OK) return err;
    if (notary->at_ms > broker->recovery.newest_ms) broker->recovery.newest_ms = notary->at_ms;
    public_key_text(notary->key.public_key, text);
    log_info("signs with public key %s", text);
    return OK;
}

void notary_close(struct broker *broker)
{
    signing_key_close(&broker->notary.key);
}

/* ---- Signed checkpoints -------------------------------------------------------------------- */

static bool is_due(const struct broker *broker, uint64_t position)
{
    const struct notary *notary = &broker->notary;
    const struct config *config = broker->config;

    if (notary->is_due) return true;
    if (position <= notary->position) return false;
    if (broker->phase == PHASE_CLOSING) return true;
    return position - notary->position >= config->sign_after_records ||
           broker->now_ms - notary->at_ms >= config->sign_after_ms;
}

void notary_turn(struct broker *broker)
{
    struct notary *notary = &broker->notary;
    struct draft *draft = &broker->open->draft;
    uint64_t position = broker_position(broker);

    if (broker->under_way != NULL || !is_due(broker, position)) return;
    if (broker->room == ROOM_NONE) return; /* nothing can be stored now */
    struct signed_checkpoint checkpoint = {
        .journal = notary->journal,
        .position = position,
        .at_ms = broker->now_ms,
    };
    journal_chain_head(broker->journal, checkpoint.chain);
    evidence_sign_checkpoint(&checkpoint, &notary->key);
    draft_write(draft, store_put_signed(&draft->write_bytes, &checkpoint));
    notary->position = position;
    notary->at_ms = broker->now_ms;
    notary->is_due = false;
    log_debug("signed checkpoint at position %" PRIu64, position);
}

static void answer_checkpoint(struct broker *broker, const struct session *session,
                              const struct message *message)
{
    struct outbox *outbox = &broker->open->outbox;
    struct signed_checkpoint checkpoint;
    const struct signed_wanted wanted = {
        .position = message->checkpoint.position,
        .after = message->checkpoint.after,
    };
    struct view *view = broker_view(broker);

    if (view == NULL || !store_signed(view, &broker->notary.journal, &wanted, &checkpoint)) {
        outbox_refuse(outbox, session->id, message->request_id, ERR_CHECKPOINT_UNKNOWN, "position");
        return;
    }
    outbox_hold(outbox, session->id, message->request_id, HELD_SIGNED_CHECKPOINT,
                (struct span){ (const uint8_t *)&checkpoint, sizeof checkpoint });
}

/* ---- Receipts ------------------------------------------------------------------------------ */

/* The image of the stage that a request names, or NULL. */
static const struct stage_image *
find_stage(const struct broker *broker, const struct bundle_image *image, const struct name *name)
{
    const struct procedure *procedure =
        engine_procedure(broker->engine, &image->procedure, image->version);

    for (uint32_t i = 0; procedure != NULL && i < image->stage_count; i++) {
        if (name_is_equal(&procedure->stages[i].name, name)) return &image->stages[i];
    }
    return NULL;
}

static enum err find_of_stage(const struct broker *broker, const struct bundle_image *image,
                              const struct msg_receipt *receipt, struct held_receipt *held)
{
    const struct stage_image *stage = find_stage(broker, image, &receipt->stage);

    if (stage == NULL) return ERR_STAGE_UNKNOWN;
    if (receipt->of == RECEIPT_VERDICT) {
        held->position = stage->verdict_position;
    } else if (stage->state >= STAGE_GRANTED) {
        held->position = stage->changed_position;
    }
    return held->position == 0 ? ERR_NOT_DECIDED : OK;
}

/* A position that is named must be committed, and of the bundle. */
static enum err find_position(struct broker *broker, const struct bundle_image *image,
                              uint64_t position, struct held_receipt *held)
{
    struct view *view = broker_view(broker);
    struct record_head head;
    struct span record = { 0 };

    if (view != NULL) record = view_record(view, position, NULL);
    if (record.at == NULL || record_read_head(record, &head) != OK) return ERR_POSITION_UNKNOWN;
    if (head.bundle != image->bundle) return ERR_POSITION_UNKNOWN;
    held->position = position;
    return OK;
}

/* What became of it at the counter: the law wants a dated receipt of either (许可法 32). Where there is no
 * counter the submission was the acceptance. */
static enum err find_acceptance(const struct bundle_image *image, struct held_receipt *held)
{
    const struct entry *entry = intake_of_image(image);

    if (entry != NULL && entry->detail == INTAKE_OPEN) return ERR_NOT_DECIDED;
    held->position = entry == NULL ? image->submitted_position : entry->position;
    return OK;
}

/* Which record is meant. Refusals in order of precedence, proto/SPEC.md 8 RECEIPT. */
static enum err find_record(struct broker *broker, const struct session *session,
                            const struct msg_receipt *receipt, struct held_receipt *held)
{
    struct bundle_image image;
    enum err err = query_image(broker, query_bundle(broker, session, &receipt->ref), &image);

    if (err != OK) return ERR_BUNDLE_UNKNOWN;
    switch ((enum receipt_of)receipt->of) {
        case RECEIPT_SUBMISSION: held->position = image.submitted_position; return OK;
        case RECEIPT_DEFINITION:
            held->procedure = image.procedure;
            held->version = image.version;
            return OK;
        case RECEIPT_VERDICT:
        case RECEIPT_OUTCOME: return find_of_stage(broker, &image, receipt, held);
        case RECEIPT_ACCEPTANCE: return find_acceptance(&image, held);
        case RECEIPT_POSITION: return find_position(broker, &image, receipt->position, held);
    }
    assert(false);
    return ERR_POSITION_UNKNOWN;
}

static void answer_receipt(struct broker *broker, const struct session *session,
                           const struct message *message)
{
    struct outbox *outbox = &broker->open->outbox;
    struct held_receipt held = { 0 };
    enum err err = find_record(broker, session, &message->receipt, &held);

    if (err != OK) {
        outbox_refuse(outbox, session->id, message->request_id, err, "");
        return;
    }
    outbox_hold(outbox, session->id, message->request_id, HELD_RECEIPT,
                (struct span){ (const uint8_t *)&held, sizeof held });
}

void notary_answer(struct broker *broker, const struct session *session,
                   const struct message *message)
{
    if (message->type == MSG_CHECKPOINT) {
        answer_checkpoint(broker, session, message);
    } else {
        assert(message->type == MSG_RECEIPT);
        answer_receipt(broker, session, message);
    }
}

bool notary_make(struct broker *broker, const struct held_receipt *held,
                 struct msg_signed_record *answer)
{
    static struct receipt receipt;
    uint8_t chain[CHAIN_BYTES];
    struct view *view = broker_view(broker);

    receipt = (struct receipt){ .journal = broker->notary.journal, .at_ms = broker->now_ms };
    receipt.position = held->position;
    if (view != NULL && receipt.position == 0) {
        receipt.position = store_definition_position(view, &held->procedure, held->version);
    }
    if (view != NULL && receipt.position > 1) {
        view_record(view, receipt.position - 1, receipt.chain_before);
    }
    if (view != NULL) receipt.record = view_record(view, receipt.position, chain);
    if (receipt.record.at == NULL) {
        log_error("position %" PRIu64 " cannot be read for a receipt", receipt.position);
        return false;
    }
    evidence_sign_receipt(&receipt, &broker->notary.key);
    if (memcmp(receipt.chain, chain, CHAIN_BYTES) != 0) {
        log_error("position %" PRIu64 " is not what was written; run tongfa journal verify",
                  receipt.position);
        return false;
    }
    *answer = evidence_receipt_message(&receipt);
    return true;
}
