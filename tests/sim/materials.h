/* SPDX-License-Identifier: Apache-2.0 */
/* Materials: which ones procedures want, who reads them, and which documents applications have for
 * them. Documents are numbers from 1 to MATERIALS_DOCUMENTS; some of them are one document at two places.
 * Source: proto/SPEC.md 6, 8 "SUPPLY", 13.2. */
#ifndef TESTS_SIM_MATERIALS_H
#define TESTS_SIM_MATERIALS_H

#include "tests/sim/plan.h"
#include "tests/support/chance.h"

#define MATERIALS_DOCUMENTS 12

/* Whether any procedure of this run has materials. */
bool materials_are_on(void);

/* The key "materials" of an application, and its value. */
void materials_write(struct buffer *buffer, const struct plan_bundle *bundle);

/* The document that an application has for a material; 0: none. */
uint8_t materials_document(const struct plan_bundle *bundle, uint32_t material);

/* It names one that the version which governs does not have. */
bool materials_are_unknown(const struct plan_bundle *bundle);

/* Of those that the version has: which ones are another document in the one application than in the other, as a set. */
uint64_t materials_changed(const struct procedure *procedure, const struct plan_bundle *before,
                           const struct plan_bundle *after);

/* The stages that read any of a set. */
set32 materials_readers(const struct procedure *procedure, uint64_t materials);

/* A document, or in one of eight none. */
uint8_t materials_draw(struct chance *chance);

#endif
