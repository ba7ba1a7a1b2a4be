/* SPDX-License-Identifier: Apache-2.0 */
/* A fuzz input as a row of steps, and a mutator that knows where they begin.
 *
 *     step = operation (1 byte), argument (1 byte), size (2 bytes, big-endian), bytes
 *
 * Any bytes are a script: a step that claims more bytes than there are has those that are left. */
#ifndef TESTS_SUPPORT_SCRIPT_H
#define TESTS_SUPPORT_SCRIPT_H

#include "tongfa/base.h"

struct script_step {
    uint8_t operation;
    uint8_t argument;
    struct span bytes; /* points into the script */
};

/* Take the next step off the front. Returns false when there is none. */
bool script_next(struct span *script, struct script_step *step);

/* Split bytes in two: the first part's size stands before it (2 bytes, big-endian). */
void script_split(struct span bytes, struct span *first, struct span *second);

/* How libFuzzer changes plain bytes in place: LLVMFuzzerMutate. */
typedef size_t script_mutate_bytes(uint8_t *bytes, size_t size, size_t size_max);

/* Change a script in place: mostly one step's bytes with its size kept right, else whole steps are
 * taken out, doubled, exchanged, or turned into others. Returns the new size. */
size_t script_mutate(uint8_t *bytes, size_t size, size_t size_max, unsigned seed,
                     script_mutate_bytes *mutate_bytes);

#endif
