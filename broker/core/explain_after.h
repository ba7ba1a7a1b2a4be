/* SPDX-License-Identifier: Apache-2.0 */
/* EXPLAIN, after the issue of permits. */
#ifndef BROKER_CORE_EXPLAIN_AFTER_H
#define BROKER_CORE_EXPLAIN_AFTER_H

#include "broker/core/machine.h"

/* Add what the permits of an image wait for to an explanation of its bundle. */
void explain_permits(const struct engine *engine, const struct published *published,
                     const struct bundle_image *image, struct msg_explanation *explanation);

#endif
