/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/evidence.h"

#include "broker/shell/log.h"

#include <sodium.h>

_Static_assert(PUBLIC_KEY_BYTES == crypto_sign_ed25519_PUBLICKEYBYTES, "a key of Ed25519");
_Static_assert(SECRET_KEY_BYTES == crypto_sign_ed25519_SECRETKEYBYTES, "a key of Ed25519");
_Static_assert(SIGNING_SEED_BYTES == crypto_sign_ed25519_SEEDBYTES, "a seed of Ed25519");
_Static_assert(SIGNATURE_BYTES == crypto_sign_ed25519_BYTES, "a signature of Ed25519");

/* What a statement begins with; the zero byte at its end is part of it. */
#define CHECKPOINT_DOMAIN "tongfa signed checkpoint 1"
#define RECEIPT_DOMAIN "tongfa receipt 1"
#define STATEMENT_BYTES_MAX 256

enum err evidence_start(void)
{
    if (sodium_init() >= 0) return OK;
    log_error("evidence: libsodium does not start");
    return ERR_IO;
}

void signing_key_from_seed(struct signing_key *key, const uint8_t seed[SIGNING_SEED_BYTES])
{
    crypto_sign_ed25519_seed_keypair(key->public_key, key->secret_key, seed);
}

/* ---- Statements ---------------------------------------------------------------------------- */

/* The bytes that are signed, of fixed size for each domain. */
struct statement {
    struct buffer bytes;
    uint8_t memory[STATEMENT_BYTES_MAX];
};

static void add_number(struct statement *statement, uint64_t number)
{
    uint8_t bytes[sizeof number];

    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(number >> (56 - 8 * i));
    }
    buffer_add(&statement->bytes, bytes, sizeof bytes);
}

static void begin(struct statement *statement, const char *domain, const struct hash *journal,
                  uint64_t position)
{
    buffer_init(&statement->bytes, statement->memory, sizeof statement->memory);
    buffer_add(&statement->bytes, domain, strlen(domain) + 1);
    buffer_add(&statement->bytes, journal->bytes, HASH_BYTES);
    add_number(statement, position);
}

static void end(struct statement *statement, int64_t at_ms,
                const uint8_t public_key[PUBLIC_KEY_BYTES])
{
    add_number(statement, (uint64_t)at_ms);
    buffer_add(&statement->bytes, public_key, PUBLIC_KEY_BYTES);
    assert(!statement->bytes.is_full);
}

/* Source: proto/SPEC.md 13.4 */
static void state_checkpoint(struct statement *statement,
                             const struct signed_checkpoint *checkpoint)
{
    begin(statement, CHECKPOINT_DOMAIN, &checkpoint->journal, checkpoint->position);
    buffer_add(&statement->bytes, checkpoint->chain, CHAIN_BYTES);
    end(statement, checkpoint->at_ms, checkpoint->public_key);
}

/* The record itself is in the chain hash. Source: proto/SPEC.md 13.5 */
static void state_receipt(struct statement *statement, const struct receipt *receipt)
{
    begin(statement, RECEIPT_DOMAIN, &receipt->journal, receipt->position);
    buffer_add(&statement->bytes, receipt->chain_before, CHAIN_BYTES);
    buffer_add(&statement->bytes, receipt->chain, CHAIN_BYTES);
    end(statement, receipt->at_ms, receipt->public_key);
}

static void sign(uint8_t signature[SIGNATURE_BYTES], const struct statement *statement,
                 const struct signing_key *key)
{
    crypto_sign_ed25519_detached(signature, NULL, statement->bytes.at, statement->bytes.size,
                                 key->secret_key);
}

static bool is_signed(const uint8_t signature[SIGNATURE_BYTES], const struct statement *statement,
                      const uint8_t public_key[PUBLIC_KEY_BYTES])
{
    return crypto_sign_ed25519_verify_detached(signature, statement->bytes.at,
                                               statement->bytes.size, public_key) == 0;
}

/* ---- Signing and checking ------------------------------------------------------------------ */

void evidence_sign_checkpoint(struct signed_checkpoint *checkpoint, const struct signing_key *key)
{
    struct statement statement;

    memcpy(checkpoint->public_key, key->public_key, PUBLIC_KEY_BYTES);
    state_checkpoint(&statement, checkpoint);
    sign(checkpoint->signature, &statement, key);
}

void evidence_sign_receipt(struct receipt *receipt, const struct signing_key *key)
{
    struct statement statement;

    assert(receipt->position > 0);
    memcpy(receipt->chain, receipt->chain_before, CHAIN_BYTES);
    chain_step(receipt->chain, receipt->position, receipt->record);
    memcpy(receipt->public_key, key->public_key, PUBLIC_KEY_BYTES);
    state_receipt(&statement, receipt);
    sign(receipt->signature, &statement, key);
}

bool evidence_checkpoint_is_genuine(const struct signed_checkpoint *checkpoint)
{
    static const uint8_t zeros[CHAIN_BYTES];
    struct statement statement;

    bool is_empty = memcmp(checkpoint->chain, zeros, CHAIN_BYTES) == 0;
    if (checkpoint->position == 0 && !is_empty) return false;
    state_checkpoint(&statement, checkpoint);
    return is_signed(checkpoint->signature, &statement, checkpoint->public_key);
}

bool evidence_receipt_is_genuine(const struct receipt *receipt)
{
    uint8_t chain[CHAIN_BYTES];
    struct statement statement;

    if (receipt->position == 0) return false;
    memcpy(chain, receipt->chain_before, CHAIN_BYTES);
    chain_step(chain, receipt->position, receipt->record);
    if (memcmp(chain, receipt->chain, CHAIN_BYTES) != 0) return false;
    state_receipt(&statement, receipt);
    return is_signed(receipt->signature, &statement, receipt->public_key);
}

struct msg_signed_checkpoint evidence_checkpoint_message(const struct signed_checkpoint *checkpoint)
{
    return (struct msg_signed_checkpoint){
        .journal = checkpoint->journal,
        .position = checkpoint->position,
        .chain = { checkpoint->chain, CHAIN_BYTES },
        .at_ms = checkpoint->at_ms,
        .public_key = { checkpoint->public_key, PUBLIC_KEY_BYTES },
        .signature = { checkpoint->signature, SIGNATURE_BYTES },
    };
}

struct msg_signed_record evidence_receipt_message(const struct receipt *receipt)
{
    return (struct msg_signed_record){
        .journal = receipt->journal,
        .position = receipt->position,
        .record = receipt->record,
        .chain_before = { receipt->chain_before, CHAIN_BYTES },
        .chain = { receipt->chain, CHAIN_BYTES },
        .at_ms = receipt->at_ms,
        .public_key = { receipt->public_key, PUBLIC_KEY_BYTES },
        .signature = { receipt->signature, SIGNATURE_BYTES },
    };
}

static void copy(uint8_t *target, struct span source, size_t size)
{
    assert(source.size == size);
    memcpy(target, source.at, size);
}

struct signed_checkpoint evidence_checkpoint_of(const struct msg_signed_checkpoint *message)
{
    struct signed_checkpoint checkpoint = {
        .journal = message->journal,
        .position = message->position,
        .at_ms = message->at_ms,
    };

    copy(checkpoint.chain, message->chain, CHAIN_BYTES);
    copy(checkpoint.public_key, message->public_key, PUBLIC_KEY_BYTES);
    copy(checkpoint.signature, message->signature, SIGNATURE_BYTES);
    return checkpoint;
}

struct receipt evidence_receipt_of(const struct msg_signed_record *message)
{
    struct receipt receipt = {
        .journal = message->journal,
        .position = message->position,
        .record = message->record,
        .at_ms = message->at_ms,
    };

    copy(receipt.chain_before, message->chain_before, CHAIN_BYTES);
    copy(receipt.chain, message->chain, CHAIN_BYTES);
    copy(receipt.public_key, message->public_key, PUBLIC_KEY_BYTES);
    copy(receipt.signature, message->signature, SIGNATURE_BYTES);
    return receipt;
}

/* ---- Content ------------------------------------------------------------------------------- */

/* Each part after its size: two different lists never give the same bytes. */
static void add_part(crypto_generichash_state *state, const void *at, size_t size)
{
    uint64_t prefix = size;

    crypto_generichash_update(state, (const uint8_t *)&prefix, sizeof prefix);
    crypto_generichash_update(state, at, size);
}

/* Numbers are hashed as they lie in memory: little-endian, as all machines that this runs on. */
struct hash evidence_content_hash(const struct name *procedure, uint32_t version, uint8_t priority,
                                  struct span application)
{
    struct hash hash;
    crypto_generichash_state state;

    crypto_generichash_init(&state, NULL, 0, HASH_BYTES);
    add_part(&state, procedure, sizeof *procedure);
    add_part(&state, &version, sizeof version);
    add_part(&state, &priority, sizeof priority);
    add_part(&state, application.at, application.size);
    crypto_generichash_final(&state, hash.bytes, HASH_BYTES);
    return hash;
}
