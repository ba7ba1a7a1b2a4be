/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a bundle as it stands can live under another version of its procedure: the list of proto/SPEC.md 9
 * "MIGRATE", reason by reason, everything known by its name. */
#ifndef TESTS_SIM_FITS_H
#define TESTS_SIM_FITS_H

#include "tests/sim/audit.h"

enum fits {
    FITS,
    FITS_NOT,
    FITS_PERHAPS, /* that is for features to know that cannot be asked */
};

struct fit {
    enum fits fits;
    set32 stages; /* FITS_NOT: those that stand against it, of the version that governs; may be 0 */
};

struct fit fits_under(const struct audit_bundle *bundle, const struct procedure *to);

/* A stage of a version by its name, or STAGES_MAX. */
uint32_t fits_stage(const struct procedure *procedure, const struct name *name);

#endif
