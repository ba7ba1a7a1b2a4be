/* SPDX-License-Identifier: Apache-2.0 */
/* The broker's signing hand: when it signs where the journal stands, and what it signs for others.
 *
 *     notary_turn    a signed checkpoint of what is committed, when one is due
 *     notary_answer  CHECKPOINT, RECEIPT: what can be known now is held in the outbox
 *     notary_make    ... and a receipt is signed when it leaves, from the committed journal
 *
 * Source: proto/SPEC.md 13.4, 13.5. */
#ifndef BROKER_SHELL_NOTARY_H
#define BROKER_SHELL_NOTARY_H

#include "broker/shell/broker.h"

/* Read or make the key, and find where it signed last; broker time begins no earlier than that.
 *
 * Errors: ERR_IO, ERR_CORRUPT - logged. */
enum err notary_open(struct broker *broker);
void notary_close(struct broker *broker);

/* Sign where the journal stands if that is due: into the open draft, so that it is stored with the
 * next commit. Call in each turn just before that draft is handed over. */
void notary_turn(struct broker *broker);

/* Answer CHECKPOINT or RECEIPT. Call with room. */
void notary_answer(struct broker *broker, const struct session *session,
                   const struct message *message);

/* Make a held receipt. Returns false if its record cannot be read (logged). What the message points
 * to is good until the next call, or until the view ends. */
bool notary_make(struct broker *broker, const struct held_receipt *held,
                 struct msg_signed_record *answer);

#endif
