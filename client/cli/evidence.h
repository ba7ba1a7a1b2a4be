/* SPDX-License-Identifier: Apache-2.0 */
/* Evidence from files, read as strictly as it is written: what was read is written again and must be
 * the same bytes. */
#ifndef CLIENT_CLI_EVIDENCE_H
#define CLIENT_CLI_EVIDENCE_H

#include "broker/shell/evidence.h"
#include "client/cli/cli.h"

/* ---- Keys ---------------------------------------------------------------------------------- */

/* Read a public key of 64 hexadecimal digits, given by an option. Returns EXIT_OK, or has said what
 * is wrong. */
int public_key_read(struct cli *cli, const char *text, uint8_t key[PUBLIC_KEY_BYTES]);

/* ---- Signed checkpoints -------------------------------------------------------------------- */

/* From JSON as the broker gives it. False: it is not one. */
bool checkpoint_read(const json_t *json, struct signed_checkpoint *checkpoint);

/* What a witness has kept. */
struct testimony {
    struct signed_checkpoint *list;
    size_t count;
    size_t size; /* bytes of the file up to the end of its last whole line */
};

/* Read a witness's file; half a line at its end, as a crash may leave one, is not an error.
 * Returns EXIT_OK, or has said what is wrong. */
int testimony_read(struct cli *cli, FILE *file, const char *path, struct testimony *testimony);
void testimony_free(struct testimony *testimony);

/* ---- Receipts ------------------------------------------------------------------------------ */

#define RECEIPT_FACTS_MAX 8

/* A receipt's file. Spans point into its own memory. */
struct receipt_file {
    struct receipt facts[RECEIPT_FACTS_MAX]; /* of one journal and one key */
    size_t count;
    uint8_t *memory;
};

/* Read the bytes of a file. False: it is not a receipt as tongfa writes them. */
bool receipt_file_read(struct receipt_file *file, struct span bytes);
void receipt_file_free(struct receipt_file *file); /* accepts a zeroed one */

/* Read a whole file of at most `max` bytes; bytes->at is to be freed. Returns EXIT_OK, or has said
 * what is wrong. */
int file_read(struct cli *cli, const char *path, size_t max, struct span *bytes);

#endif
