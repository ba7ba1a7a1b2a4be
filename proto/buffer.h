/* SPDX-License-Identifier: Apache-2.0 */
/* A bounded byte buffer in the caller's memory. Once something did not fit it is "full" and stays
 * so: write everything, ask once at the end. */
#ifndef PROTO_BUFFER_H
#define PROTO_BUFFER_H

#include "tongfa/base.h"

struct buffer {
    uint8_t *at;
    size_t size;
    size_t capacity;
    bool is_full;   /* something did not fit; the contents are not usable */
    size_t bin_end; /* where the last BIN of a schema ends, so that nobody has to look for it */
};

static inline void buffer_init(struct buffer *buffer, void *memory, size_t capacity)
{
    *buffer = (struct buffer){ .at = memory, .capacity = capacity };
}

static inline void buffer_add(struct buffer *buffer, const void *bytes, size_t size)
{
    if (size > buffer->capacity - buffer->size) {
        buffer->is_full = true;
        return;
    }
    if (size > 0) memcpy(buffer->at + buffer->size, bytes, size);
    buffer->size += size;
}

static inline struct span buffer_span(const struct buffer *buffer)
{
    assert(!buffer->is_full);
    return (struct span){ .at = buffer->at, .size = buffer->size };
}

#endif
