/* SPDX-License-Identifier: Apache-2.0 */
/* What is said most is put into messages by the journal's thread, when the commit that it waits for is
 * done: the engine's thread, which decides everything, has only to send them. A peer that is told
 * anything else, or anything for which the engine must be asked, is left to post.c and answer.c. */
#ifndef BROKER_SHELL_PREPARE_H
#define BROKER_SHELL_PREPARE_H

#include "broker/shell/broker.h"

/* Prepare the answers of a round that is durable. For struct batch, whose owner is the round; in the
 * journal's thread, which has the round to itself. */
void prepare_answers(struct batch *batch);

#endif
