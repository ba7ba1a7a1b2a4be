/* SPDX-License-Identifier: Apache-2.0 */
/* Writes MessagePack into a bounded buffer, each value in its shortest form. What does not fit
 * makes the buffer "full" (proto/buffer.h): write everything, look once at the end.
 *
 *     writer_map(&buffer, 1);
 *     writer_text(&buffer, "name");
 *     writer_uint(&buffer, 7);
 *
 * msgpack-c does the encoding; nobody outside proto/ sees it. */
#ifndef PROTO_WRITER_H
#define PROTO_WRITER_H

#include "proto/buffer.h"

void writer_uint_large(struct buffer *buffer, uint64_t natural);

/* Keys and most numbers are one byte, which is themselves. */
static inline void writer_uint(struct buffer *buffer, uint64_t natural)
{
    if (natural < 0x80 && buffer->size < buffer->capacity) {
        buffer->at[buffer->size++] = (uint8_t)natural;
    } else {
        writer_uint_large(buffer, natural);
    }
}

void writer_nil(struct buffer *buffer);
void writer_bool(struct buffer *buffer, bool boolean);
void writer_int(struct buffer *buffer, int64_t integer);
void writer_real(struct buffer *buffer, double real);

/* text is UTF-8; the writer does not check it. */
void writer_str(struct buffer *buffer, struct span text);
void writer_text(struct buffer *buffer, const char *text); /* ... NUL-terminated */
void writer_bin(struct buffer *buffer, struct span bytes);
void writer_ext(struct buffer *buffer, int8_t type, struct span bytes);

/* The head of a container; the caller writes count elements, or count keys and values, after it. */
void writer_array(struct buffer *buffer, uint32_t count);
void writer_map(struct buffer *buffer, uint32_t count);

/* A map whose size is known at its end: write it with count 0, then the pairs, then the count in
 * place of that. at - where the buffer ended before; nothing happens in a full buffer that lacks it. */
#define WRITER_SMALL_MAP_MAX 15
void writer_small_map_again(struct buffer *buffer, size_t at, uint32_t count);

/* Bytes that are MessagePack already, as they are. */
void writer_raw(struct buffer *buffer, struct span encoded);

#endif
