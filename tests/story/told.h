/* SPDX-License-Identifier: Apache-2.0 */
/* TOLD BUNDLE STAGE: what the applicant is told of a verdict, read from its fact. */
#ifndef TESTS_STORY_TOLD_H
#define TESTS_STORY_TOLD_H

#include "tests/story/world.h"

void told(struct world *world, uint64_t bundle, const char *stage);

#endif
