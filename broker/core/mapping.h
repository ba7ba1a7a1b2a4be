/* SPDX-License-Identifier: Apache-2.0 */
/* Where everything of one version of a procedure is in another one, by its name; and whether a bundle of
 * the one can live under the other (migration.h says what stands against it). */
#ifndef BROKER_CORE_MAPPING_H
#define BROKER_CORE_MAPPING_H

#include "broker/core/published.h"
#include "broker/core/words.h"
#include "tongfa/state.h"

#define MAPPING_GONE UINT8_MAX

/* Of each index of the old version that of the new one, or MAPPING_GONE. */
struct mapping {
    const struct published *from;
    const struct published *to;
    const struct bundle_image *image; /* as it is */
    uint8_t stages[STAGES_MAX];
    uint8_t milestones[MILESTONES_MAX];
    uint8_t gates[GATES_MAX];
    uint8_t materials[MATERIALS_MAX];
};

/* Fill in the indices; from and to are set, two versions of one procedure. */
void mapping_names(struct mapping *mapping);

/* An entry of the dossier in terms of the new version; nothing of what it speaks of but materials is gone. */
void mapping_entry(const struct mapping *mapping, struct entry *entry);

/* Everything fits; else *why says what does not. */
bool mapping_fits(const struct mapping *mapping, struct words *why);

#endif
