/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of a story that only ask: they print what the broker would answer, and step nothing. */
#ifndef TESTS_STORY_QUESTIONS_H
#define TESTS_STORY_QUESTIONS_H

#include "tests/story/verbs.h"

void ask_explain(const struct call *call); /* what a bundle waits for */
void ask_show(const struct call *call);    /* its stages and its result */
void ask_clocks(const struct call *call);  /* its clocks and terms */
void ask_told(const struct call *call);    /* what a reviewer of a stage is told of it */
void ask_cards(const struct call *call);   /* its cards, orders, reminders and urgency */
void ask_stats(const struct call *call);   /* the cards of every department */

#endif
