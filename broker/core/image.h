/* SPDX-License-Identifier: Apache-2.0 */
/* Images: a bundle in memory as struct bundle_image, and back. */
#ifndef BROKER_CORE_IMAGE_H
#define BROKER_CORE_IMAGE_H

#include "broker/core/machine.h"

/* The image of the bundle at an index. */
void image_of(const struct engine *engine, uint32_t index, struct bundle_image *image);

/* Make the open bundle at an index what an image of it under another procedure says; there must be
 * room for it (bundle_can_reshape). Jobs take their places in queues and agenda again. */
void image_refill(struct engine *engine, uint32_t index, uint32_t procedure,
                  const struct bundle_image *image);

#endif
