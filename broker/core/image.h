/* SPDX-License-Identifier: Apache-2.0 */
/* Images: a bundle in memory as struct bundle_image, and back. */
#ifndef BROKER_CORE_IMAGE_H
#define BROKER_CORE_IMAGE_H

#include "broker/core/machine.h"

/* The image of the bundle at an index. */
void image_of(const struct engine *engine, uint32_t index, struct bundle_image *image);

#endif
