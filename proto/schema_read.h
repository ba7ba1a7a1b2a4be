/* SPDX-License-Identifier: Apache-2.0 */
/* How a struct is read that comes as nearly everybody writes it: its fields in order of their keys, small
 * and good. Whoever has the table of a schema that is read very often gets code for that schema alone,
 * in which nothing of the rows is looked at. Where anything is unusual, all the more where it is
 * wrong, nothing has been read, and schema_read says what it is. */
#ifndef PROTO_SCHEMA_READ_H
#define PROTO_SCHEMA_READ_H

#include "proto/big_endian.h"
#include "proto/schema.h"

/* A natural number in its shortest form or a longer one. NULL: it is something else. */
ALWAYS_INLINE const uint8_t *usual_natural(const uint8_t *at, const uint8_t *end, uint64_t *natural)
{
    if (at == end) return NULL;
    const uint8_t first = *at++;
    *natural = first;
    if (first <= 0x7f) return at;
    const uint32_t width = 1u << (first & 3);
    if (first < 0xcc || first > 0xcf || (size_t)(end - at) < width) return NULL;
    uint64_t bytes = 0;
    memcpy(&bytes, at, end - at < 8 ? width : sizeof bytes);
    *natural = big_endian(bytes) >> (64 - 8 * width);
    return at + width;
}

/* A text of up to 31 bytes. NULL: it is something else. */
ALWAYS_INLINE const uint8_t *usual_text(const uint8_t *at, const uint8_t *end, struct span *text)
{
    if (at == end || (*at & 0xe0) != 0xa0) return NULL;
    *text = (struct span){ .at = at + 1, .size = *at & 0x1f };
    if (text->size > (size_t)(end - text->at)) return NULL;
    return text->at + text->size;
}

/* Bytes whose length stands in one byte or two. NULL: they are something else. */
ALWAYS_INLINE const uint8_t *usual_bin(const uint8_t *at, const uint8_t *end, struct span *bin)
{
    if (end - at < 3) return NULL;
    if (*at == 0xc4) {
        *bin = (struct span){ .at = at + 2, .size = at[1] };
    } else if (*at == 0xc5) {
        *bin = (struct span){ .at = at + 3, .size = (size_t)at[1] << 8 | at[2] };
    } else {
        return NULL;
    }
    return bin->size <= (size_t)(end - bin->at) ? bin->at + bin->size : NULL;
}

/* Kinds of which few messages have a field. */
ALWAYS_INLINE const uint8_t *usual_bytes(const struct field *field, const uint8_t *at,
                                         const uint8_t *end, void *member)
{
    struct span bin;

    if (field->kind == FIELD_BOOL) {
        if (at == end || (*at | 1) != 0xc3) return NULL;
        *(bool *)member = *at == 0xc3;
        return at + 1;
    }
    at = usual_bin(at, end, &bin);
    if (at == NULL) return NULL;
    if (field->kind == FIELD_HASH) {
        if (bin.size != HASH_BYTES) return NULL;
        memcpy(member, bin.at, HASH_BYTES);
        return at;
    }
    assert(field->kind == FIELD_BIN);
    if (bin.size == 0 || bin.size < field->min || bin.size > field->max) return NULL;
    *(struct span *)member = bin;
    return at;
}

/* The value of a field, at `at`. NULL: it is unusual. */
ALWAYS_INLINE const uint8_t *usual_value(const struct field *field, const uint8_t *at,
                                         const uint8_t *end, void *object)
{
    void *member = (uint8_t *)object + field->offset;
    uint64_t natural;
    struct span text;

    if (field->kind == FIELD_NAME || field->kind == FIELD_TEXT) {
        at = usual_text(at, end, &text);
        if (at == NULL || text.size == 0) return NULL;
        if (field->kind == FIELD_NAME) return name_from_text(member, text) ? at : NULL;
        if (text.size < field->min || text.size > field->max) return NULL;
        *(struct span *)member = text;
        return utf8_is_valid(text) ? at : NULL;
    }
    if (field->kind == FIELD_BOOL || field->kind == FIELD_HASH || field->kind == FIELD_BIN) {
        return usual_bytes(field, at, end, member);
    }
    at = usual_natural(at, end, &natural);
    if (at == NULL) return NULL;
    if (field->kind == FIELD_ENUM) {
        if (symbols_name(field->symbols, natural) == NULL) return NULL;
    } else if (field->kind == FIELD_TIME) {
        if (natural > INT64_MAX) return NULL;
    } else if (natural < field->min || natural > field->max) {
        return NULL;
    }
    if (field->kind == FIELD_SHARE) {
        *(struct span *)member = (struct span){ .size = natural };
        return at;
    }
    if (field->kind > FIELD_TIME) return NULL;
    field_store(field, object, natural);
    return at;
}

/* Read the map at the reader into *object, whose schema has no lists. False: nothing was read. */
ALWAYS_INLINE bool schema_read_usual(const struct schema *schema, struct reader *reader,
                                     void *object)
{
    const uint8_t *at = reader->at;
    const uint8_t *end = reader->end;

    assert(schema->head_size == schema->size);
    if (at == end || (*at & 0xf0) != 0x80) return false;
    const uint32_t pair_count = *at++ & 0x0f;
    uint32_t left = pair_count;
    memset(object, 0, schema->size);
#pragma GCC unroll 32
    for (uint32_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];
        if (left == 0 || at == end || *at != i + 1) {
            if (field->required) return false;
            continue;
        }
        at = usual_value(field, at + 1, end, object);
        if (at == NULL) return false;
        left--;
    }
    if (left > 0) return false;
#pragma GCC unroll 32
    for (uint32_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];
        if (field->needed == NULL || !field->needed(object)) continue;
        if (!field_is_set(field, object)) return false;
    }
    return reader_pass_map(reader, at, pair_count);
}

#endif
