/* SPDX-License-Identifier: Apache-2.0 */
/* Small texts on the client's side: names, and bytes that look like text or hexadecimal. */
#ifndef CLIENT_TEXT_H
#define CLIENT_TEXT_H

#include "tongfa/base.h"

/* Read a name (proto/schema.h), where NULL and "" give the empty one. Returns false and leaves *name
 * alone if text is no name. */
bool text_to_name(struct name *name, const char *text);

struct span span_of_text(const char *text); /* NULL gives the empty span */

static inline bool span_is_equal(struct span left, struct span right)
{
    return left.size == right.size && (left.size == 0 || memcmp(left.at, right.at, left.size) == 0);
}

/* Cut an unfinished UTF-8 sequence off the end of a text that was cut at a byte. */
void text_trim(char *text);

/* The character at *text, which moves on by *size bytes; a byte that is no UTF-8 counts as U+FFFD.
 *
 * Shape: *text - NUL-terminated and not at its end. */
uint32_t text_character(const char **text, size_t *size);

/* Nothing that a text may show: control characters, which could command a terminal, and those that
 * turn the direction of writing around. */
bool text_character_is_unsafe(uint32_t code);

/* Lower-case hexadecimal and back. text has room for 2 * bytes.size + 1. */
void hex_from_bytes(char *text, struct span bytes);

/* Returns false if text is not exactly 2 * size hexadecimal digits, of either case. */
bool hex_to_bytes(uint8_t *bytes, size_t size, struct span text);

#endif
