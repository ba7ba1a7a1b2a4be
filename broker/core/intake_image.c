/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/intake_image.h"

const struct entry *intake_of_image(const struct bundle_image *image)
{
    assert(image->entry_count <= ENTRIES_MAX);
    if (image->entry_count == 0 || image->entries[0].kind != ENTRY_INTAKE) return NULL;
    return &image->entries[0];
}

/* While the applicant corrects, nobody is looking. */
struct ledger intake_look(const struct bundle_image *image)
{
    const struct entry *entry = intake_of_image(image);

    if (entry == NULL || image->phase == PHASE_CORRECTING) return (struct ledger){ 0 };
    assert(entry->from_ms > 0);
    return (struct ledger){ .started_ms = entry->from_ms, .stopped_ms = entry->until_ms };
}

struct ledger intake_correction(const struct bundle_image *image)
{
    assert(image->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        if (entry->kind != ENTRY_INTAKE_NOTICE) continue;
        return (struct ledger){ .started_ms = entry->from_ms, .stopped_ms = entry->until_ms };
    }
    return (struct ledger){ 0 };
}

int64_t intake_accepted_ms(const struct bundle_image *image)
{
    const struct entry *entry = intake_of_image(image);

    assert(image->bundle != 0);
    if (entry == NULL) return image->submitted_ms;
    if (!intake_is_accepted(entry->detail)) return 0;
    return entry->detail == INTAKE_DEEMED ? entry->from_ms : entry->until_ms;
}
