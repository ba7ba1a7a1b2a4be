/* SPDX-License-Identifier: Apache-2.0 */
/* Ended bundles that an engine has let go, each by its newest image. A fact of one of them, long after
 * its end, brings it back, as the broker brings it back from its store. */
#ifndef TESTS_SIM_ENDED_H
#define TESTS_SIM_ENDED_H

#include "broker/core/engine.h"

struct ended;

struct ended *ended_new(void);
void ended_free(struct ended **ended);

/* NULL: this bundle is not among them. */
const struct bundle_image *ended_find(const struct ended *ended, uint64_t bundle);

/* Keep the images of all that have ended. */
void ended_keep(struct ended *ended, const struct engine *engine);

/* ... and let them go. */
void ended_forget(struct ended *ended, struct engine *engine);

/* Whose fact is to be applied is in memory again. */
enum err ended_recall(const struct ended *ended, struct engine *engine, const struct fact *fact);

/* An image says the same as the one that is kept. */
bool ended_is_same(const struct ended *ended, const struct bundle_image *image);

#endif
