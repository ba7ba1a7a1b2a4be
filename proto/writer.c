/* SPDX-License-Identifier: Apache-2.0 */
/* Each function makes a packer on the spot: it is two pointers, and so nobody has one to keep. */
#include "proto/writer.h"

#include <msgpack/pack.h>

/* msgpack-c's way out. Always succeeds: the buffer itself remembers that it is full. */
static int writer_append(void *data, const char *bytes, size_t size)
{
    buffer_add(data, bytes, size);
    return 0;
}

static msgpack_packer writer_packer(struct buffer *buffer)
{
    msgpack_packer packer;
    msgpack_packer_init(&packer, buffer, writer_append);
    return packer;
}

void writer_nil(struct buffer *buffer)
{
    msgpack_packer packer = writer_packer(buffer);
    msgpack_pack_nil(&packer);
}

void writer_bool(struct buffer *buffer, bool boolean)
{
    msgpack_packer packer = writer_packer(buffer);
    if (boolean) {
        msgpack_pack_true(&packer);
    } else {
        msgpack_pack_false(&packer);
    }
}

void writer_uint_large(struct buffer *buffer, uint64_t natural)
{
    msgpack_packer packer = writer_packer(buffer);
    msgpack_pack_uint64(&packer, natural);
}

void writer_int(struct buffer *buffer, int64_t integer)
{
    msgpack_packer packer = writer_packer(buffer);
    msgpack_pack_int64(&packer, integer);
}

void writer_real(struct buffer *buffer, double real)
{
    msgpack_packer packer = writer_packer(buffer);
    msgpack_pack_double(&packer, real);
}

void writer_str(struct buffer *buffer, struct span text)
{
    msgpack_packer packer = writer_packer(buffer);
    msgpack_pack_str(&packer, text.size);
    buffer_add(buffer, text.at, text.size);
}

void writer_text(struct buffer *buffer, const char *text)
{
    writer_str(buffer, (struct span){ .at = (const uint8_t *)text, .size = strlen(text) });
}

void writer_bin(struct buffer *buffer, struct span bytes)
{
    msgpack_packer packer = writer_packer(buffer);
    msgpack_pack_bin(&packer, bytes.size);
    buffer_add(buffer, bytes.at, bytes.size);
}

void writer_ext(struct buffer *buffer, int8_t type, struct span bytes)
{
    msgpack_packer packer = writer_packer(buffer);
    msgpack_pack_ext(&packer, bytes.size, type);
    buffer_add(buffer, bytes.at, bytes.size);
}

void writer_array(struct buffer *buffer, uint32_t count)
{
    msgpack_packer packer = writer_packer(buffer);
    msgpack_pack_array(&packer, count);
}

void writer_map(struct buffer *buffer, uint32_t count)
{
    msgpack_packer packer = writer_packer(buffer);
    msgpack_pack_map(&packer, count);
}

void writer_small_map_again(struct buffer *buffer, size_t at, uint32_t count)
{
    assert(count <= WRITER_SMALL_MAP_MAX);
    if (at < buffer->size) buffer->at[at] = (uint8_t)(0x80 | count);
}

void writer_raw(struct buffer *buffer, struct span encoded)
{
    buffer_add(buffer, encoded.at, encoded.size);
}
