/* SPDX-License-Identifier: Apache-2.0 */
/* Signed checkpoints and receipts as JSON. There is one way to write each, byte for byte: whoever reads
 * one writes it again and compares, and so sees whatever was changed in it, even a blank. */
#ifndef CLIENT_EVIDENCE_H
#define CLIENT_EVIDENCE_H

#include "tongfa/message.h"

#include <jansson.h>

#define RECEIPT_FORMAT "tongfa receipt 1"
#define RECEIPT_RECORDS_MAX 8

/* { "journal", "position", "chain", "at_ms", "public_key", "signature" }. NULL without memory. */
json_t *checkpoint_json(const struct msg_signed_checkpoint *checkpoint);

/* { "format", "journal", "public_key", "facts": [ { "position", "record", ... } ] } of records that
 * have one journal and one key. NULL without memory. */
json_t *receipt_json(const struct msg_signed_record *records, size_t count);

/* The text of a receipt's file, to be freed; NULL without memory. */
char *receipt_text(const json_t *receipt);

#endif
