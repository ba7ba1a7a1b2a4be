/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the dossier of an image is one that the broker could have written (image.c asks). */
#ifndef BROKER_CORE_IMAGE_DOSSIER_H
#define BROKER_CORE_IMAGE_DOSSIER_H

#include "broker/core/machine.h"

/* The stages that are in one of some states.
 *
 * Shape: each state is one that there is. */
set32 stages_in(const struct bundle_image *image, set32 states);

/* The phase and the entries agree with one another, with the stages and with the procedure. */
bool dossier_is_good(const struct bundle_image *image, const struct procedure *procedure);

#endif
