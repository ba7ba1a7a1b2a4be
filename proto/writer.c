/* SPDX-License-Identifier: Apache-2.0 */
/* Each function makes a packer on the spot: it is two pointers, and so nobody has one to keep. */
#include "proto/writer.h"

#include "proto/big_endian.h"

#include <msgpack/pack.h>

#define FORMAT_UINT 0xcc   /* of 8 bits; 16, 32 and 64 follow it */
#define FORMAT_FIXSTR 0xa0 /* of no byte; those of up to 31 follow it */

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

uint8_t *writer_put_large(uint8_t *at, uint64_t natural)
{
    uint32_t log = 3; /* of the bytes that are needed */
    if (natural <= UINT32_MAX) log = natural <= UINT8_MAX ? 0 : natural <= UINT16_MAX ? 1 : 2;

    assert(natural >= 0x80);
    *at = (uint8_t)(FORMAT_UINT + log);
    big_endian_store(at + 1, natural, 1u << log);
    return at + 1 + (1u << log);
}

void writer_uint_at_end(struct buffer *buffer, uint64_t natural)
{
    msgpack_packer packer = writer_packer(buffer);
    msgpack_pack_uint64(&packer, natural);
}

void writer_int(struct buffer *buffer, int64_t integer)
{
    if (integer >= 0) {
        writer_uint(buffer, (uint64_t)integer);
        return;
    }
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

void writer_pair_name(struct buffer *buffer, uint32_t key, const struct name *name)
{
    const char *nul = memchr(name->text, '\0', sizeof name->text);
    const size_t size = nul == NULL ? sizeof name->text : (size_t)(nul - name->text);

    static_assert(NAME_BYTES_MAX <= 31, "a name is a fixstr");
    assert(key < 0x80);
    if (size > NAME_BYTES_MAX || buffer->capacity - buffer->size < 2 + sizeof *name) {
        writer_uint(buffer, key);
        writer_str(buffer, (struct span){ (const uint8_t *)name->text, size });
        return;
    }
    uint8_t *at = buffer->at + buffer->size;
    at[0] = (uint8_t)key;
    at[1] = (uint8_t)(FORMAT_FIXSTR + size);
    memcpy(at + 2, name, sizeof *name);
    buffer->size += 2 + size;
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

void writer_large_array(struct buffer *buffer, uint32_t count)
{
    msgpack_packer packer = writer_packer(buffer);
    msgpack_pack_array(&packer, count);
}

void writer_large_map(struct buffer *buffer, uint32_t count)
{
    msgpack_packer packer = writer_packer(buffer);
    msgpack_pack_map(&packer, count);
}

void writer_map_again(struct buffer *buffer, size_t at, uint32_t count)
{
    const size_t wider = 2; /* as its head has two bytes more */

    assert(count <= WRITER_MAP_AGAIN_MAX);
    if (at >= buffer->size) return;
    if (count <= 15) {
        buffer->at[at] = (uint8_t)(0x80 | count);
        return;
    }
    if (buffer->capacity - buffer->size < wider) {
        buffer->is_full = true;
        return;
    }
    uint8_t *head = buffer->at + at;
    memmove(head + 1 + wider, head + 1, buffer->size - at - 1);
    memcpy(head, (const uint8_t[]){ 0xde, 0, (uint8_t)count }, 1 + wider);
    buffer->size += wider;
    if (buffer->bin_end > at) buffer->bin_end += wider;
}

void writer_raw(struct buffer *buffer, struct span encoded)
{
    buffer_add(buffer, encoded.at, encoded.size);
}
