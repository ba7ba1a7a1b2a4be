/* SPDX-License-Identifier: Apache-2.0 */
/* Structs as JSON, in the very words of tests/vectors/README.md. */
#ifndef TESTS_SUPPORT_RENDER_H
#define TESTS_SUPPORT_RENDER_H

#include "proto/buffer.h"
#include "proto/schema.h"

/* Append the fields that are written on the wire: `{"key": "k", "priority": 4}`. */
void render_struct(struct buffer *buffer, const struct schema *schema, const void *object);

/* Append a str as JSON string, or bytes as "hex:80". */
void render_text(struct buffer *buffer, struct span text);
void render_hex(struct buffer *buffer, struct span bytes);

/* End the text with NUL and give it; the buffer has had room for all of it. */
const char *render_end(struct buffer *buffer);

#endif
