/* SPDX-License-Identifier: Apache-2.0 */
/* Writes MessagePack into a bounded buffer, each value in its shortest form. What does not fit
 * makes the buffer "full" (proto/buffer.h): write everything, look once at the end.
 *
 *     writer_map(&buffer, 1);
 *     writer_text(&buffer, "name");
 *     writer_uint(&buffer, 7);
 *
 * msgpack-c does the encoding, but for what is written most: numbers and names. Nobody outside
 * proto/ sees it. */
#ifndef PROTO_WRITER_H
#define PROTO_WRITER_H

#include "proto/buffer.h"

/* The largest number: its format and eight bytes. */
#define WRITER_NUMBER_BYTES 9

/* Write a number where there is room for the largest; returns where it ends. */
uint8_t *writer_put_large(uint8_t *at, uint64_t natural);

/* Keys and most numbers are one byte, which is themselves. */
static inline uint8_t *writer_put(uint8_t *at, uint64_t natural)
{
    if (natural >= 0x80) return writer_put_large(at, natural);
    *at = (uint8_t)natural;
    return at + 1;
}

/* ... where there may be less room. */
void writer_uint_at_end(struct buffer *buffer, uint64_t natural);

static inline void writer_uint(struct buffer *buffer, uint64_t natural)
{
    if (buffer->capacity - buffer->size < WRITER_NUMBER_BYTES) {
        writer_uint_at_end(buffer, natural);
        return;
    }
    buffer->size = (size_t)(writer_put(buffer->at + buffer->size, natural) - buffer->at);
}

/* A key of one byte and a number. */
static inline void writer_pair(struct buffer *buffer, uint32_t key, uint64_t natural)
{
    assert(key < 0x80);
    if (buffer->capacity - buffer->size < 1 + WRITER_NUMBER_BYTES) {
        writer_uint_at_end(buffer, key);
        writer_uint_at_end(buffer, natural);
        return;
    }
    uint8_t *at = buffer->at + buffer->size;
    *at = (uint8_t)key;
    buffer->size = (size_t)(writer_put(at + 1, natural) - buffer->at);
}

/* A key of one byte and a name, which is copied whole: what is behind it will be written over. */
void writer_pair_name(struct buffer *buffer, uint32_t key, const struct name *name);

void writer_nil(struct buffer *buffer);
void writer_bool(struct buffer *buffer, bool boolean);
void writer_int(struct buffer *buffer, int64_t integer);
void writer_real(struct buffer *buffer, double real);

/* text is UTF-8; the writer does not check it. */
void writer_str(struct buffer *buffer, struct span text);
void writer_text(struct buffer *buffer, const char *text); /* ... NUL-terminated */
void writer_bin(struct buffer *buffer, struct span bytes);
void writer_ext(struct buffer *buffer, int8_t type, struct span bytes);

/* The head of a container; the caller writes count elements, or count keys and values, after it. Most
 * are one byte. */
void writer_large_array(struct buffer *buffer, uint32_t count);
void writer_large_map(struct buffer *buffer, uint32_t count);

static inline void writer_array(struct buffer *buffer, uint32_t count)
{
    if (count > 15 || buffer->size == buffer->capacity) {
        writer_large_array(buffer, count);
        return;
    }
    buffer->at[buffer->size++] = (uint8_t)(0x90 | count);
}

static inline void writer_map(struct buffer *buffer, uint32_t count)
{
    if (count > 15 || buffer->size == buffer->capacity) {
        writer_large_map(buffer, count);
        return;
    }
    buffer->at[buffer->size++] = (uint8_t)(0x80 | count);
}

/* A map whose size is known at its end: write it with count 0, then the pairs, then the count in
 * place of that. What is behind the head moves if a large count needs a larger one. at - where the buffer
 * ended before; nothing happens in a full buffer that lacks it. */
#define WRITER_MAP_AGAIN_MAX 255
void writer_map_again(struct buffer *buffer, size_t at, uint32_t count);

/* Bytes that are MessagePack already, as they are. */
void writer_raw(struct buffer *buffer, struct span encoded);

#endif
