/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/fill.h"

#define LIST_LENGTH_MAX 5
#define TEXT_LENGTH_MAX 40

void fill_init(struct fill *fill, uint64_t seed, void *memory, size_t capacity)
{
    *fill = (struct fill){ .chance = { seed }, .memory = memory, .capacity = capacity };
}

static uint32_t min_u32(uint32_t left, uint32_t right)
{
    return left < right ? left : right;
}

/* A number of random width in min..max, so that small and large ones are equally likely. */
static uint64_t fill_between(struct fill *fill, uint64_t min, uint64_t max)
{
    uint64_t number = chance_next(&fill->chance) >> chance_below(&fill->chance, 64);
    uint64_t width = max - min;
    return width == UINT64_MAX ? number : min + number % (width + 1);
}

static void store(const struct field *field, void *object, uint64_t number)
{
    /* Little-endian machines only, as all that Tongfa runs on. */
    memcpy((uint8_t *)object + field->offset, &number, field->size);
}

static void fill_enum(struct fill *fill, const struct field *field, void *object)
{
    uint32_t value;
    do {
        value = chance_below(&fill->chance, field->symbols->count);
    } while (symbols_name(field->symbols, value) == NULL);
    store(field, object, value);
}

static void fill_name(struct fill *fill, const struct field *field, void *object)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    uint32_t size = 1 + chance_below(&fill->chance, NAME_BYTES_MAX);
    char *text = (char *)object + field->offset;

    for (uint32_t i = 0; i < size; i++) {
        text[i] = letters[chance_below(&fill->chance, i == 0 ? 36 : sizeof letters - 1)];
    }
}

/* size bytes of valid UTF-8, Chinese while three bytes are left. */
static void fill_utf8(struct fill *fill, uint8_t *at, size_t size)
{
    static const uint8_t signs[3][3] = { "\xe5\x90\x8c", "\xe5\x8f\x91", "\xe8\xaf\x81" };
    while (size >= 3) {
        memcpy(at, signs[chance_below(&fill->chance, 3)], 3);
        at += 3;
        size -= 3;
    }
    memset(at, '!', size);
}

/* Texts keep to their bounds; bytes are any. */
static void fill_bytes(struct fill *fill, const struct field *field, void *object)
{
    uint32_t min = field->min > 0 ? (uint32_t)field->min : 1;
    uint32_t max = min_u32((uint32_t)field->max, min > TEXT_LENGTH_MAX ? min : TEXT_LENGTH_MAX);
    uint32_t size = (uint32_t)fill_between(fill, min, max);
    uint8_t *at = fill->memory + fill->size;

    assert(size <= fill->capacity - fill->size);
    fill->size += size;
    for (uint32_t i = 0; i < size; i++) {
        at[i] = (uint8_t)chance_next(&fill->chance);
    }
    if (field->kind == FIELD_TEXT) fill_utf8(fill, at, size);
    *(struct span *)((uint8_t *)object + field->offset) = (struct span){ at, size };
}

static void fill_list(struct fill *fill, const struct field *field, void *object)
{
    uint32_t max = min_u32((uint32_t)field->max, LIST_LENGTH_MAX);
    uint32_t count = (uint32_t)fill_between(fill, field->min > 0 ? field->min : 1, max);
    uint8_t *at = (uint8_t *)object + field->offset;

    for (uint32_t i = 0; i < count; i++) {
        fill_struct(fill, field->schema, at + i * field->schema->size);
    }
    memcpy((uint8_t *)object + field->count_offset, &count, sizeof count);
}

static void fill_field(struct fill *fill, const struct field *field, void *object)
{
    uint8_t *at = (uint8_t *)object + field->offset;

    switch (field->kind) {
        case FIELD_UINT:
        case FIELD_SET:
        case FIELD_BOOL: store(field, object, fill_between(fill, field->min, field->max)); return;
        case FIELD_ENUM: fill_enum(fill, field, object); return;
        case FIELD_TIME: store(field, object, fill_between(fill, 0, INT64_MAX)); return;
        case FIELD_NAME: fill_name(fill, field, object); return;
        case FIELD_TITLE: fill_utf8(fill, at, chance_below(&fill->chance, field->size)); return;
        case FIELD_TEXT:
        case FIELD_BIN:
        case FIELD_SHARE: fill_bytes(fill, field, object); return;
        case FIELD_HASH: memset(at, 1 + (int)chance_below(&fill->chance, 255), HASH_BYTES); return;
        case FIELD_MAP: fill_struct(fill, field->schema, at); return;
        case FIELD_LIST: fill_list(fill, field, object); return;
        case FIELD_DEFINITION:
            assert(fill->procedure != NULL);
            fill_struct(fill, field->schema, fill->procedure);
            *(const struct procedure **)(void *)at = fill->procedure;
            return;
    }
}

void fill_struct(struct fill *fill, const struct schema *schema, void *object)
{
    if (schema->size > 0) memset(object, 0, schema->size);
    for (uint32_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];
        bool is_wanted = field->required || field->needed != NULL;
        if (is_wanted || !chance_one_in(&fill->chance, 3)) fill_field(fill, field, object);
        /* A field that is needed by chance of another one's value is there, or 1. */
        if (field->needed != NULL && field->kind == FIELD_UINT && !field_is_set(field, object)) {
            store(field, object, 1);
        }
    }
}

static bool spans_are_equal(struct span left, struct span right)
{
    if (left.size != right.size) return false;
    if (left.size == 0) return true;
    if (left.at == NULL || right.at == NULL) return left.at == right.at; /* a share's size */
    return memcmp(left.at, right.at, left.size) == 0;
}

static bool elements_are_equal(const struct field *field, const void *left, const void *right,
                               const char **different)
{
    uint32_t count = field_length(field, left);

    if (count != field_length(field, right)) return false;
    for (uint32_t i = 0; i < count; i++) {
        if (!fill_is_equal(field->schema, field_element(field, left, i),
                           field_element(field, right, i), different)) {
            return false;
        }
    }
    return true;
}

static bool field_is_equal(const struct field *field, const void *left, const void *right,
                           const char **different)
{
    switch (field->kind) {
        case FIELD_UINT:
        case FIELD_ENUM:
        case FIELD_SET:
        case FIELD_BOOL: return field_number(field, left) == field_number(field, right);
        case FIELD_TIME: return field_time(field, left) == field_time(field, right);
        case FIELD_NAME: /* the rest of a name is zero, so that memcmp compares */
            return memcmp((const uint8_t *)left + field->offset,
                          (const uint8_t *)right + field->offset, field->size) == 0;
        case FIELD_TITLE:
        case FIELD_TEXT:
        case FIELD_BIN:
        case FIELD_HASH:
        case FIELD_SHARE:
            return spans_are_equal(field_bytes(field, left), field_bytes(field, right));
        case FIELD_MAP:
        case FIELD_LIST:
        case FIELD_DEFINITION: return elements_are_equal(field, left, right, different);
    }
    return false;
}

bool fill_is_equal(const struct schema *schema, const void *left, const void *right,
                   const char **different)
{
    for (uint32_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];
        *different = field->path;
        if (!field_is_equal(field, left, right, different)) return false;
    }
    *different = "";
    return true;
}
