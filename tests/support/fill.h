/* SPDX-License-Identifier: Apache-2.0 */
/* Structs filled and compared through their schemas: any message or fact, without a line for it. */
#ifndef TESTS_SUPPORT_FILL_H
#define TESTS_SUPPORT_FILL_H

#include "proto/schema.h"
#include "tests/support/chance.h"

/* Memory for what spans of filled structs point to. */
struct fill {
    struct chance chance;
    uint8_t *memory;
    size_t size;
    size_t capacity;
    struct procedure *procedure; /* for a DEFINITION */
};

void fill_init(struct fill *fill, uint64_t seed, void *memory, size_t capacity);

/* Give each field a random value within its bounds; about a third of what may be left out is. The
 * lists and texts are short. Whatever the schema does not describe stays zero. */
void fill_struct(struct fill *fill, const struct schema *schema, void *object);

/* True if all fields are equal; else *different is the path of the first that is not. Spans are
 * compared by what they point to, lists up to their count. */
bool fill_is_equal(const struct schema *schema, const void *left, const void *right,
                   const char **different);

#endif
