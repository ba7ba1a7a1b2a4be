/* SPDX-License-Identifier: Apache-2.0 */
/* Golden vectors as tests/vectors/README.md describes them. */
#ifndef TESTS_SUPPORT_VECTOR_H
#define TESTS_SUPPORT_VECTOR_H

#include "tongfa/base.h"

#define VECTOR_ITEMS_MAX 4

struct vector_item {
    const char *type;
    const char *id;         /* JSON */
    const char *body;       /* JSON; NULL: refused */
    const char *definition; /* JSON, or NULL */
    const char *refused;    /* "FIELD_MISSING key", or NULL */
};

/* What was not in the file is NULL or empty. Texts and bytes live as long as the program. */
struct vector {
    const char *name;
    struct span frame;
    struct span payload;
    struct span record;
    const char *fact;
    const char *head;    /* JSON */
    const char *broken;  /* name of an error */
    const char *refused; /* of a record */
    bool is_rewritten_alike;
    uint32_t item_count;
    struct vector_item items[VECTOR_ITEMS_MAX]; /* of a record, items[0].body is its body */
};

/* Read a file of $TONGFA_SOURCE/tests/vectors. Ends the program with a message if it cannot.
 *
 * Returns: how many were read. */
uint32_t vector_load(const char *file, struct vector *vectors, uint32_t vector_max);

#endif
