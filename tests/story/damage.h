/* SPDX-License-Identifier: Apache-2.0 */
/* Damaged records of a story: each fact of the law with one field changed, in the state in which it came, and
 * its neighbours before their time and once more. The engine refuses it and is what it was, or takes it;
 * it never falls over. */
#ifndef TESTS_STORY_DAMAGE_H
#define TESTS_STORY_DAMAGE_H

#include "tests/story/world.h"

/* After a story, all of its records. What breaks stands in world->failure. */
void damage_records(struct world *world);

#endif
