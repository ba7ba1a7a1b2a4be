/* SPDX-License-Identifier: Apache-2.0 */
/* How a struct is written. schema.c includes this for the schemas that it is given; whoever has the
 * table of a schema that is written very often includes it, too, and gets code for that schema alone:
 * the compiler sees each row, so that nothing of it is looked at while it is written. */
#ifndef PROTO_SCHEMA_WRITE_H
#define PROTO_SCHEMA_WRITE_H

#include "proto/schema.h"
#include "proto/writer.h"

/* Key and value of a field that is neither a natural number nor a name. */
void schema_write_other(struct buffer *buffer, const struct field *field, uint32_t key,
                        const void *object);

/* Most fields are written as a number that is not negative; false for the others. */
ALWAYS_INLINE bool field_natural(const struct field *field, const void *object, uint64_t *natural)
{
    switch ((int)field->kind) {
        case FIELD_UINT:
        case FIELD_ENUM:
        case FIELD_SET: *natural = field_number(field, object); return true;
        case FIELD_TIME:
            *natural = (uint64_t)field_time(field, object);
            return *natural <= INT64_MAX;
        case FIELD_SHARE: *natural = field_bytes(field, object).size; return true;
        default: return false;
    }
}

ALWAYS_INLINE const struct name *name_at(const struct field *field, const void *object)
{
    return (const struct name *)(const void *)((const uint8_t *)object + field->offset);
}

/* Most fields of most objects: not required and not set, by what the row says of its member. */
ALWAYS_INLINE bool field_is_zero(const struct field *field, const void *object)
{
    uint64_t word;
    if (field->probe_mask == 0) return false;
    memcpy(&word, (const uint8_t *)object + field->probe_offset, sizeof word);
    return (word & field->probe_mask) == 0;
}

/* Key and value, if the field is to be written; returns whether it was. Numbers and names, which
 * most fields are, are looked at once. */
ALWAYS_INLINE bool field_write(struct buffer *buffer, const struct field *field, uint32_t key,
                               const void *object)
{
    uint64_t natural;

    if (field_natural(field, object, &natural)) {
        if (natural == 0 && !field->required) return false;
        writer_pair(buffer, key, natural);
        return true;
    }
    if (field->kind == FIELD_NAME) {
        const struct name *name = name_at(field, object);
        if (name_is_empty(name) && !field->required) return false;
        writer_pair_name(buffer, key, name);
        return true;
    }
    if (!field->required && !field_is_set(field, object)) return false;
    schema_write_other(buffer, field, key, object);
    return true;
}

/* What schema_write does, where it is called. */
ALWAYS_INLINE void schema_write_here(struct buffer *buffer, const struct schema *schema,
                                     const void *object)
{
    const size_t head = buffer->size;
    uint32_t pair_count = 0;

    writer_map(buffer, 0);
#pragma GCC unroll 32
    for (uint32_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];
        if (field_is_zero(field, object)) continue;
        if (field_write(buffer, field, i + 1, object)) pair_count++;
    }
    writer_map_again(buffer, head, pair_count);
}

#endif
