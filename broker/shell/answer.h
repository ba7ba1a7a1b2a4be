/* SPDX-License-Identifier: Apache-2.0 */
/* From what is held to what is said: the part of an answer that is known only now. */
#ifndef BROKER_SHELL_ANSWER_H
#define BROKER_SHELL_ANSWER_H

#include "broker/shell/broker.h"

#define ANSWER_TEXT_MAX 400

/* Make the message of a held entry. What it points to is good until the next call, or until the
 * view ends. */
void answer_make(struct broker *broker, const struct held *held, struct message *message);

/* An ERROR with its name, text and hint. text gives room for a sentence of its own. */
void answer_error(const struct broker *broker, const struct effect_refused *refused,
                  char text[ANSWER_TEXT_MAX], struct message *message);

#endif
