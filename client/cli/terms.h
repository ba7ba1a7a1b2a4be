/* SPDX-License-Identifier: Apache-2.0 */
/* What runs for the permits of a bundle after their issue, and what became of them, on standard
 * output; nothing if there is nothing. */
#ifndef CLIENT_CLI_TERMS_H
#define CLIENT_CLI_TERMS_H

#include <jansson.h>

/* A table of terms (delivery, start of works, validity), then a line for each permit that has ended. */
void terms_print(const json_t *bundle);

#endif
