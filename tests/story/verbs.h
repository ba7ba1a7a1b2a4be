/* SPDX-License-Identifier: Apache-2.0 */
/* The commands that actors of a story can give; README.md describes them for readers. */
#ifndef TESTS_STORY_VERBS_H
#define TESTS_STORY_VERBS_H

#include "tests/story/world.h"

/* A command and who gives it; peer is NULL for the broker itself. */
struct call {
    struct world *world;
    const struct command *command;
    struct peer *peer;
};

/* Do the command; trouble goes to world_fail. */
void verb_do(struct world *world, const struct command *command);

#endif
