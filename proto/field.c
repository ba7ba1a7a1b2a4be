/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at the fields of a struct through its schema: what the writer needs, and whoever shows a
 * struct. Nothing here changes one. Asking a field for what its kind does not have is a mistake of
 * the caller, and an assertion. */
#include "proto/schema.h"

static const void *field_at(const struct field *field, const void *object)
{
    return (const uint8_t *)object + field->offset;
}

/* Bytes before the first NUL; all of them if there is none. */
static struct span span_of_text(const char *text, size_t size_max)
{
    const char *nul = memchr(text, '\0', size_max);
    size_t size = nul == NULL ? size_max : (size_t)(nul - text);
    return (struct span){ .at = (const uint8_t *)text, .size = size };
}

struct span field_bytes(const struct field *field, const void *object)
{
    const void *at = field_at(field, object);
    if (field->kind == FIELD_NAME || field->kind == FIELD_TITLE) {
        return span_of_text(at, field->size);
    }
    if (field->kind == FIELD_HASH) return (struct span){ .at = at, .size = HASH_BYTES };
    assert(field->kind == FIELD_TEXT || field->kind == FIELD_BIN || field->kind == FIELD_SHARE);
    return *(const struct span *)at;
}

/* A struct in place counts as given if anything in it is. */
static bool schema_is_set(const struct schema *schema, const void *object)
{
    for (uint32_t i = 0; i < schema->field_count; i++) {
        if (field_is_set(&schema->fields[i], object)) return true;
    }
    return false;
}

static bool hash_is_zero(struct span hash)
{
    for (size_t i = 0; i < hash.size; i++) {
        if (hash.at[i] != 0) return false;
    }
    return true;
}

bool field_is_set(const struct field *field, const void *object)
{
    switch (field->kind) {
        case FIELD_UINT:
        case FIELD_ENUM:
        case FIELD_SET:
        case FIELD_BOOL: return field_number(field, object) != 0;
        case FIELD_TIME: return field_time(field, object) != 0;
        case FIELD_NAME:
        case FIELD_TITLE: return *(const char *)field_at(field, object) != '\0';
        case FIELD_TEXT:
        case FIELD_BIN:
        case FIELD_SHARE: return field_bytes(field, object).size > 0;
        case FIELD_HASH: return !hash_is_zero(field_bytes(field, object));
        case FIELD_MAP: return schema_is_set(field->schema, field_at(field, object));
        case FIELD_LIST: return field_length(field, object) > 0;
        case FIELD_DEFINITION: return field_element(field, object, 0) != NULL;
    }
    assert(false); /* a field of a kind that does not exist */
    return false;
}

const char *field_symbol(const struct field *field, const void *object)
{
    if (field->symbols == NULL) return NULL;
    return symbols_name(field->symbols, field_number(field, object));
}

uint32_t field_length(const struct field *field, const void *object)
{
    uint32_t count;
    if (field->kind != FIELD_LIST) return 1;
    memcpy(&count, (const uint8_t *)object + field->count_offset, sizeof count);
    return count;
}

const void *field_element(const struct field *field, const void *object, uint32_t index)
{
    const void *at = field_at(field, object);
    if (field->kind == FIELD_DEFINITION) return *(const struct procedure *const *)at;
    assert(field->kind == FIELD_LIST || field->kind == FIELD_MAP);
    assert(index < field_length(field, object));
    return (const uint8_t *)at + index * field->schema->size;
}

const struct field *schema_field(const struct schema *schema, const char *name)
{
    for (uint32_t i = 0; i < schema->field_count; i++) {
        if (strcmp(schema->fields[i].name, name) == 0) return &schema->fields[i];
    }
    return NULL;
}
