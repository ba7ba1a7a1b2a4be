/* SPDX-License-Identifier: Apache-2.0 */
/* What an image says of the counter (intake.h). */
#ifndef BROKER_CORE_INTAKE_IMAGE_H
#define BROKER_CORE_INTAKE_IMAGE_H

#include "broker/core/ledger.h"
#include "tongfa/state.h"

/* The entry of the counter; NULL: it was accepted as it was submitted. */
const struct entry *intake_of_image(const struct bundle_image *image);

/* The running, or last, look of the counter, and the applicant's time to correct: from when to when.
 * started_ms 0: there is none. */
struct ledger intake_look(const struct bundle_image *image);
struct ledger intake_correction(const struct bundle_image *image);

/* From when the review counts: 0 before acceptance. */
int64_t intake_accepted_ms(const struct bundle_image *image);

#endif
