/* SPDX-License-Identifier: Apache-2.0 */
/* Supervision for people: cards, orders, reminders and urgency of a bundle as tongfa_show gives it. */
#ifndef CLIENT_CLI_CARDS_H
#define CLIENT_CLI_CARDS_H

#include <jansson.h>

/* Tables under the others of `show`; nothing where there is nothing. */
void cards_print(const json_t *bundle);

/* A sentence for each card that counts, and for each open order: whose turn it is. */
void cards_explain(const json_t *bundle);

#endif
