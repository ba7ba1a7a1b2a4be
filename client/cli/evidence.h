/* SPDX-License-Identifier: Apache-2.0 */
/* Evidence from files and brokers. */
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

/* ---- Files -------------------------------------------------------------------------------- */

/* Read a whole file of at most `max` bytes; bytes->at is to be freed. Returns EXIT_OK, or has said
 * what is wrong. */
int file_read(struct cli *cli, const char *path, size_t max, struct span *bytes);

#endif
