/* SPDX-License-Identifier: Apache-2.0 */
/* Signed checkpoints and receipts as JSON. There is one way to write each, byte for byte: whoever reads
 * one writes it again and compares, and so sees whatever was changed in it, even a blank. */
#ifndef CLIENT_EVIDENCE_H
#define CLIENT_EVIDENCE_H

#include "tongfa/message.h"

#include <jansson.h>

#define RECEIPT_FORMAT "tongfa receipt 1"
#define RECEIPT_RECORDS_MAX 8

/* ---- Writing ------------------------------------------------------------------------------- */

/* { "journal", "position", "chain", "at_ms", "public_key", "signature" }. NULL without memory. */
json_t *checkpoint_json(const struct msg_signed_checkpoint *checkpoint);

/* { "format", "journal", "public_key", "facts": [ { "position", "record", ... } ] } of records that
 * have one journal and one key. NULL without memory. */
json_t *receipt_json(const struct msg_signed_record *records, size_t count);

/* The text of a receipt's file, to be freed; NULL without memory. */
char *receipt_text(const json_t *receipt);

/* ---- Reading ------------------------------------------------------------------------------- */

#define CHECKPOINT_MEMORY_BYTES (CHAIN_BYTES + PUBLIC_KEY_BYTES + SIGNATURE_BYTES)

/* From JSON as checkpoint_json makes it, or from a line of a witness's file, without its line feed,
 * which must be written exactly so. Spans point into memory. False: it is not one. */
bool checkpoint_from_json(const json_t *json, struct msg_signed_checkpoint *checkpoint,
                          uint8_t memory[CHECKPOINT_MEMORY_BYTES]);
bool checkpoint_from_line(const char *line, struct msg_signed_checkpoint *checkpoint,
                          uint8_t memory[CHECKPOINT_MEMORY_BYTES]);

/* The records of a receipt; spans point into memory of its own. */
struct receipt_records {
    struct msg_signed_record records[RECEIPT_RECORDS_MAX];
    size_t count;
    uint8_t *memory;
};

/* From the bytes of a receipt's file, which must be written exactly so: receipt_text and a line feed.
 * False: it is not one; there is nothing to be freed then. */
bool receipt_from_bytes(struct span bytes, struct receipt_records *receipt);
void receipt_records_fini(struct receipt_records *receipt); /* accepts a zeroed one */

#endif
