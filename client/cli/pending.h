/* SPDX-License-Identifier: Apache-2.0 */
/* Bundles that were submitted and have not ended: a hash table from number to key. */
#ifndef CLIENT_CLI_PENDING_H
#define CLIENT_CLI_PENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pending_bundle {
    uint64_t bundle; /* 0: an empty place */
    int64_t submitted_ms;
    char *key;
};

struct pending {
    struct pending_bundle *places;
    size_t capacity; /* a power of two, at most half full */
    size_t count;
};

/* Without memory the program ends. A bundle that is there already stays as it is. */
void pending_add(struct pending *pending, uint64_t bundle, const char *key);

/* Its entry, or NULL; valid until the next add or remove. */
struct pending_bundle *pending_find(struct pending *pending, uint64_t bundle);
void pending_remove(struct pending *pending, uint64_t bundle);
void pending_fini(struct pending *pending);

#endif
