/* SPDX-License-Identifier: Apache-2.0 */
/* Small texts on the client's side: names, and bytes that look like text or hexadecimal. */
#ifndef CLIENT_TEXT_H
#define CLIENT_TEXT_H

#include "tongfa/base.h"

/* Read a name: [a-z0-9] then [a-z0-9._-], at most NAME_BYTES_MAX. NULL and "" give the empty name.
 * Returns false and leaves *name alone if text is none. */
bool name_from_text(struct name *name, const char *text);

/* The same for text that is not NUL-terminated. */
bool name_from_span(struct name *name, struct span text);

struct span span_of_text(const char *text); /* NULL gives the empty span */

static inline bool span_is_equal(struct span left, struct span right)
{
    return left.size == right.size && (left.size == 0 || memcmp(left.at, right.at, left.size) == 0);
}

/* Lower-case hexadecimal and back. text has room for 2 * bytes.size + 1. */
void hex_from_bytes(char *text, struct span bytes);

/* Returns false if text is not exactly 2 * size hexadecimal digits, of either case. */
bool hex_to_bytes(uint8_t *bytes, size_t size, struct span text);

#endif
