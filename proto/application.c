/* SPDX-License-Identifier: Apache-2.0 */
/* Both functions are one walk over the top level of the map: values are skipped (and so checked)
 * but for the one under "materials". */
#include "proto/application.h"

#include "proto/reader.h"
#include "proto/schema.h"

#define DIGEST_BYTES 32

/* Where materials go; materials may be NULL when they are only checked. */
struct material_list {
    struct material *materials;
    uint32_t max;
    uint32_t count;
};

enum material_key { MATERIAL_NAME, MATERIAL_URI, MATERIAL_DIGEST, MATERIAL_SIZE, MATERIAL_KEYS };

static const char *const material_keys[MATERIAL_KEYS] = { "name", "uri", "digest", "size" };

/* Read one field of a material; false: it is out of its bounds. */
static bool material_read_field(struct material *material, enum material_key key,
                                const struct value *value)
{
    switch (key) {
        case MATERIAL_NAME:
            return value->kind == VALUE_STR && name_from_text(&material->name, value->bytes);
        case MATERIAL_URI:
            material->uri = value->bytes;
            return value->kind == VALUE_STR && value->bytes.size > 0 &&
                   value->bytes.size <= URI_BYTES_MAX;
        case MATERIAL_DIGEST:
            material->digest = value->bytes;
            return value->kind == VALUE_BIN && value->bytes.size == DIGEST_BYTES;
        case MATERIAL_SIZE: material->size = value->natural; return value->kind == VALUE_UINT;
        case MATERIAL_KEYS: break;
    }
    assert(false); /* a key that materials do not have */
    return false;
}

static enum material_key material_key_of(const struct value *key)
{
    for (uint32_t i = 0; i < MATERIAL_KEYS; i++) {
        if (value_is_text(key, material_keys[i])) return (enum material_key)i;
    }
    return MATERIAL_KEYS;
}

/* One key of a material and its value. */
static bool material_read_pair(struct reader *reader, struct material *material, uint32_t *seen)
{
    struct value value;

    if (reader_next(reader, &value) != OK || value.kind != VALUE_STR) return false;
    enum material_key key = material_key_of(&value);
    if (key == MATERIAL_KEYS) return reader_skip(reader, NULL) == OK;
    if (set_has(*seen, key)) return false;
    *seen |= set_of(key);
    return reader_next(reader, &value) == OK && material_read_field(material, key, &value);
}

static bool material_read(struct reader *reader, struct material *material)
{
    struct value head;
    uint32_t seen = 0;

    *material = (struct material){ 0 };
    if (reader_next(reader, &head) != OK || head.kind != VALUE_MAP) return false;
    for (uint32_t i = 0; i < head.count; i++) {
        if (!material_read_pair(reader, material, &seen)) return false;
    }
    return set_has(seen, MATERIAL_NAME) && set_has(seen, MATERIAL_URI);
}

static bool materials_read(struct reader *reader, struct material_list *list)
{
    struct material unwanted;
    struct value head;

    if (reader_next(reader, &head) != OK || head.kind != VALUE_ARRAY) return false;
    if (head.count > list->max) return false;
    for (uint32_t i = 0; i < head.count; i++) {
        struct material *material = list->materials == NULL ? &unwanted : &list->materials[i];
        if (!material_read(reader, material)) return false;
    }
    list->count = head.count;
    return true;
}

/* Walk the application; to its end, or only to the end of its materials. */
static bool application_walk(struct span application, struct material_list *list, bool to_the_end)
{
    struct reader reader;
    struct value value;
    bool is_seen = false;

    if (application.size > APPLICATION_BYTES_MAX) return false;
    reader_init(&reader, application, APPLICATION_VALUES_MAX);
    if (reader_next(&reader, &value) != OK || value.kind != VALUE_MAP) return false;
    const uint32_t pair_count = value.count;
    for (uint32_t i = 0; i < pair_count; i++) {
        const uint32_t depth = reader.depth;
        if (reader_next(&reader, &value) != OK) return false;
        if (!value_is_text(&value, "materials")) {
            if (reader_leave(&reader, depth) != OK) return false; /* a key may be a container */
            enum err err = to_the_end ? reader_skip(&reader, NULL) : reader_pass(&reader);
            if (err != OK) return false;
            continue;
        }
        if (is_seen || !materials_read(&reader, list)) return false;
        if (!to_the_end) return true;
        is_seen = true;
    }
    return reader_is_at_end(&reader);
}

enum err application_check(struct span application)
{
    struct material_list list = { .max = MATERIALS_MAX };
    return application_walk(application, &list, true) ? OK : ERR_APPLICATION_MALFORMED;
}

enum err application_materials(struct span application, struct material *materials,
                               uint32_t material_max, uint32_t *material_count)
{
    struct material_list list = { .materials = materials, .max = material_max };

    if (!application_walk(application, &list, false)) return ERR_APPLICATION_MALFORMED;
    *material_count = list.count;
    return OK;
}
