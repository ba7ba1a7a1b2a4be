/* SPDX-License-Identifier: Apache-2.0 */
/* What a broker signs, so that others can check it without trusting the broker's disk.
 *
 *     signed checkpoint   "up to this position, journal X ends with this chain hash": pins every
 *                         record before it. A witness on another machine keeps copies.
 *     receipt             "at this position of journal X stands this record": for whoever was
 *                         told that something was recorded. Needs nobody to be checked.
 *
 * Signatures are Ed25519 over a fixed string of bytes that begins with what it is, so that one can
 * never be taken for the other. Nothing here touches a file or a clock.
 * Source: proto/SPEC.md 13.4, 13.5. */
#ifndef BROKER_SHELL_EVIDENCE_H
#define BROKER_SHELL_EVIDENCE_H

#include "broker/shell/journal.h"
#include "tongfa/message.h"

#define SECRET_KEY_BYTES 64
#define SIGNING_SEED_BYTES 32

struct signing_key {
    uint8_t public_key[PUBLIC_KEY_BYTES];
    uint8_t secret_key[SECRET_KEY_BYTES]; /* libsodium's: seed and public key */
};

struct signed_checkpoint {
    struct hash journal;        /* which journal */
    uint64_t position;          /* 0: of the empty journal */
    uint8_t chain[CHAIN_BYTES]; /* of the record at that position; zeros at 0 */
    int64_t at_ms;              /* broker time of the signing */
    uint8_t public_key[PUBLIC_KEY_BYTES];
    uint8_t signature[SIGNATURE_BYTES];
};

struct receipt {
    struct hash journal;
    uint64_t position;
    struct span record;
    uint8_t chain_before[CHAIN_BYTES]; /* of the position before */
    uint8_t chain[CHAIN_BYTES];        /* chain_step of the two above */
    int64_t at_ms;                     /* broker time of the signing; the fact's is in the record */
    uint8_t public_key[PUBLIC_KEY_BYTES];
    uint8_t signature[SIGNATURE_BYTES];
};

/* Begin to use libsodium. Errors: ERR_IO - it does not start, logged. */
enum err evidence_start(void);

/* The key pair of a seed. */
void signing_key_from_seed(struct signing_key *key, const uint8_t seed[SIGNING_SEED_BYTES]);

/* Fill in public key and signature (and the chain of a receipt) of what else is there. */
void evidence_sign_checkpoint(struct signed_checkpoint *checkpoint, const struct signing_key *key);
void evidence_sign_receipt(struct receipt *receipt, const struct signing_key *key);

/* Is every byte of it what the owner of its public key has signed? Whether that is the right key
 * is for the caller to ask. */
bool evidence_checkpoint_is_genuine(const struct signed_checkpoint *checkpoint);
bool evidence_receipt_is_genuine(const struct receipt *receipt);

/* As messages; their spans point into what they are made of. */
struct msg_signed_checkpoint
evidence_checkpoint_message(const struct signed_checkpoint *checkpoint);
struct msg_signed_record evidence_receipt_message(const struct receipt *receipt);

/* And back again; the record of a receipt stays where it is. Spans have the sizes that the codec, or
 * whoever else made them, sees to. */
struct signed_checkpoint evidence_checkpoint_of(const struct msg_signed_checkpoint *message);
struct receipt evidence_receipt_of(const struct msg_signed_record *message);

/* Hash of what was submitted. Source: proto/SPEC.md 13.6.
 *
 * Shape: version - as sent, 0 where it was left out: "the newest" is the same request later. */
struct hash evidence_content_hash(const struct name *procedure, uint32_t version, uint8_t priority,
                                  struct span application);

#endif
