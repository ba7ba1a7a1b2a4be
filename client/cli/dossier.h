/* SPDX-License-Identifier: Apache-2.0 */
/* The dossier of a bundle, as tongfa_show gives it, on standard output; nothing if it has none. */
#ifndef CLIENT_CLI_DOSSIER_H
#define CLIENT_CLI_DOSSIER_H

#include <jansson.h>

/* A table: what happened to the bundle besides, and what of it is still open. */
void dossier_print(const json_t *bundle);

#endif
