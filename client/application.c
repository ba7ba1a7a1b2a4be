/* SPDX-License-Identifier: Apache-2.0 */
/* Both directions are recursive; NESTING_MAX bounds the depth in each. */
#include "client/application.h"

#include "client/text.h"
#include "proto/reader.h"
#include "proto/writer.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define DIGEST_BYTES 32

/* ---- JSON to MessagePack ------------------------------------------------------------------- */

struct packing {
    struct buffer *buffer;
    struct application_problem *problem;
    uint32_t depth;
    uint32_t values;
    char place[120]; /* where in the application the packing is */
};

/* Say where and why; returns err, so that it can be returned. */
static enum err packing_fail(struct packing *packing, enum err err, const char *text)
{
    snprintf(packing->problem->place, sizeof packing->problem->place, "%s", packing->place);
    text_trim(packing->problem->place); /* a long key may have been cut inside a character */
    snprintf(packing->problem->text, sizeof packing->problem->text, "%s", text);
    return err;
}

/* True inside materials[*]: the object at hand is a material. */
static bool packing_is_material(const struct packing *packing)
{
    return packing->depth == 3 && strncmp(packing->place, "materials[", 10) == 0;
}

static enum err pack_value(struct packing *packing, const json_t *json);

/* "digest" of a material: hexadecimal in JSON, 32 bytes on the wire. Source: proto/SPEC.md 6. */
static enum err pack_digest(struct packing *packing, const json_t *json)
{
    uint8_t digest[DIGEST_BYTES];
    struct span text = { (const uint8_t *)json_string_value(json), json_string_length(json) };

    if (!json_is_string(json) || !hex_to_bytes(digest, sizeof digest, text)) {
        return packing_fail(packing, ERR_APPLICATION_MALFORMED,
                            "a digest is the SHA-256 of the document in 64 hexadecimal digits");
    }
    packing->values++;
    writer_bin(packing->buffer, (struct span){ digest, sizeof digest });
    return OK;
}

/* A key may hold a zero byte, if a stranger sent it. The place grows by ".key" and shrinks again. */
static enum err pack_object(struct packing *packing, const json_t *json)
{
    const char *key;
    size_t key_size;
    json_t *member;
    const size_t place_size = strlen(packing->place);
    const bool is_material = packing_is_material(packing);

    writer_map(packing->buffer, (uint32_t)json_object_size(json));
    json_object_keylen_foreach((json_t *)json, key, key_size, member)
    {
        snprintf(packing->place + place_size, sizeof packing->place - place_size, "%s%s",
                 place_size > 0 ? "." : "", key);
        packing->values++;
        writer_str(packing->buffer, (struct span){ (const uint8_t *)key, key_size });
        bool is_digest = is_material && key_size == 6 && memcmp(key, "digest", 6) == 0;
        enum err err = is_digest ? pack_digest(packing, member) : pack_value(packing, member);
        if (err != OK) return err;
        packing->place[place_size] = '\0';
    }
    return OK;
}

static enum err pack_array(struct packing *packing, const json_t *json)
{
    size_t index;
    json_t *element;
    const size_t place_size = strlen(packing->place);

    writer_array(packing->buffer, (uint32_t)json_array_size(json));
    json_array_foreach(json, index, element)
    {
        snprintf(packing->place + place_size, sizeof packing->place - place_size, "[%zu]", index);
        enum err err = pack_value(packing, element);
        if (err != OK) return err;
        packing->place[place_size] = '\0';
    }
    return OK;
}

/* The broker reads NESTING_MAX levels and no more, the outermost map being the first. */
static enum err pack_container(struct packing *packing, const json_t *json)
{
    if (++packing->depth > NESTING_MAX) {
        return packing_fail(packing, ERR_APPLICATION_MALFORMED, "nested more than 16 deep");
    }
    enum err err = json_is_object(json) ? pack_object(packing, json) : pack_array(packing, json);
    packing->depth--;
    return err;
}

static enum err pack_value(struct packing *packing, const json_t *json)
{
    if (++packing->values > APPLICATION_VALUES_MAX) {
        return packing_fail(packing, ERR_APPLICATION_MALFORMED,
                            "more than 4096 values; keep documents outside, as materials");
    }
    switch (json_typeof(json)) {
        case JSON_OBJECT:
        case JSON_ARRAY: return pack_container(packing, json);
        case JSON_STRING:
            writer_str(packing->buffer, (struct span){ (const uint8_t *)json_string_value(json),
                                                       json_string_length(json) });
            return OK;
        case JSON_INTEGER: writer_int(packing->buffer, json_integer_value(json)); return OK;
        case JSON_REAL: writer_real(packing->buffer, json_real_value(json)); return OK;
        case JSON_TRUE:
        case JSON_FALSE: writer_bool(packing->buffer, json_is_true(json)); return OK;
        case JSON_NULL: writer_nil(packing->buffer); return OK;
    }
    return ERR_APPLICATION_MALFORMED; /* jansson has no other type */
}

enum err application_from_json(const json_t *json, struct buffer *buffer,
                               struct application_problem *problem)
{
    struct application_problem unwanted = { 0 };
    struct packing packing = { .buffer = buffer, .problem = problem != NULL ? problem : &unwanted };
    const size_t before = buffer->size;

    if (!json_is_object(json)) {
        return packing_fail(&packing, ERR_APPLICATION_MALFORMED,
                            "an application is a JSON object: { \"name\": value, ... }");
    }
    enum err err = pack_value(&packing, json);
    if (err != OK) return err;
    if (packing.values > APPLICATION_VALUES_MAX) {
        return packing_fail(&packing, ERR_APPLICATION_MALFORMED, "more than 4096 values");
    }
    if (buffer->is_full || buffer->size - before > APPLICATION_BYTES_MAX) {
        return packing_fail(&packing, ERR_TOO_LARGE,
                            "more than 65536 bytes; keep documents outside, as materials");
    }
    return OK;
}

/* ---- MessagePack to JSON ------------------------------------------------------------------- */

static enum err unpack_value(struct reader *reader, json_t **out);

static json_t *json_of_bytes(struct span bytes)
{
    char *text = malloc(2 * bytes.size + 1);
    if (text == NULL) return NULL;

    hex_from_bytes(text, bytes);
    json_t *json = json_string(text);
    free(text);
    return json;
}

static json_t *json_of_real(double real)
{
    return isfinite(real) ? json_real(real) : json_null(); /* JSON lacks NaN and infinity */
}

/* What was read before an error is freed with the container that holds it. */
static enum err unpack_array(struct reader *reader, uint32_t count, json_t *array)
{
    for (uint32_t i = 0; i < count; i++) {
        json_t *element = NULL;
        enum err err = unpack_value(reader, &element);
        if (err != OK) return err;
        if (json_array_append_new(array, element) != 0) return ERR_NO_MEMORY;
    }
    return OK;
}

/* What MessagePack allows for a key and JSON does not: bytes in hexadecimal digits, as they are where they are
 * values; of anything else the bytes that it was written with. */
static enum err unpack_odd_key(struct reader *reader, json_t **key)
{
    const struct reader before = *reader;
    struct value value;

    if (reader_next(reader, &value) != OK) return ERR_APPLICATION_MALFORMED;
    struct span bytes = value.bytes;
    if (value.kind != VALUE_BIN) {
        *reader = before;
        if (reader_skip(reader, &bytes) != OK) return ERR_APPLICATION_MALFORMED;
    }
    *key = json_of_bytes(bytes);
    return *key == NULL ? ERR_NO_MEMORY : OK;
}

/* Read a map's key as text; numbers become decimal text in memory, the rest what the caller gives back. */
static enum err unpack_key(struct reader *reader, char memory[24], json_t **odd, struct span *key)
{
    const struct reader before = *reader;
    struct value value;
    enum err err = OK;

    if (reader_next(reader, &value) != OK) return ERR_APPLICATION_MALFORMED;
    if (value.kind == VALUE_STR) {
        *key = value.bytes;
        return OK;
    }
    if (value.kind == VALUE_UINT) {
        snprintf(memory, 24, "%" PRIu64, value.natural);
    } else if (value.kind == VALUE_INT) {
        snprintf(memory, 24, "%" PRId64, value.integer);
    } else {
        *reader = before;
        err = unpack_odd_key(reader, odd);
    }
    *key = span_of_text(*odd == NULL ? memory : json_string_value(*odd));
    return err;
}

static enum err unpack_map(struct reader *reader, uint32_t count, json_t *object)
{
    for (uint32_t i = 0; i < count; i++) {
        char memory[24] = "";
        struct span key;
        json_t *odd = NULL;
        json_t *member = NULL;
        enum err err = unpack_key(reader, memory, &odd, &key);
        if (err == OK) err = unpack_value(reader, &member);
        bool is_set =
            err == OK && json_object_setn_new(object, (const char *)key.at, key.size, member) == 0;
        json_decref(odd);
        if (err != OK) return err;
        if (!is_set) return ERR_NO_MEMORY;
    }
    return OK;
}

/* The value itself, or the empty container that its elements go into. */
static json_t *unpack_scalar(const struct value *value)
{
    switch (value->kind) {
        case VALUE_NIL: return json_null();
        case VALUE_BOOL: return json_boolean(value->boolean);
        case VALUE_UINT:
            if (value->natural > INT64_MAX) return json_of_real((double)value->natural);
            return json_integer((json_int_t)value->natural);
        case VALUE_INT: return json_integer(value->integer);
        case VALUE_REAL: return json_of_real(value->real);
        case VALUE_STR: return json_stringn((const char *)value->bytes.at, value->bytes.size);
        case VALUE_BIN:
        case VALUE_EXT: return json_of_bytes(value->bytes);
        case VALUE_ARRAY: return json_array();
        case VALUE_MAP: return json_object();
    }
    return NULL;
}

static enum err unpack_value(struct reader *reader, json_t **out)
{
    struct value value;

    if (reader_next(reader, &value) != OK) return ERR_APPLICATION_MALFORMED;
    json_t *json = unpack_scalar(&value);
    if (json == NULL) return ERR_NO_MEMORY;

    enum err err = OK;
    if (value.kind == VALUE_ARRAY) err = unpack_array(reader, value.count, json);
    if (value.kind == VALUE_MAP) err = unpack_map(reader, value.count, json);
    if (err != OK) {
        json_decref(json);
        return err;
    }
    *out = json;
    return OK;
}

const json_t *application_within(const json_t *json)
{
    const json_t *inner = json_object_get(json, "application");
    bool is_bundle = json_is_object(inner) && json_object_get(json, "procedure") != NULL;
    return is_bundle ? inner : json;
}

enum err application_to_json(struct span application, json_t **out)
{
    struct reader reader;
    json_t *json = NULL;

    if (application.size == 0 || application.size > APPLICATION_BYTES_MAX) {
        return ERR_APPLICATION_MALFORMED;
    }
    reader_init(&reader, application, APPLICATION_VALUES_MAX);
    enum err err = unpack_value(&reader, &json);
    if (err != OK) return err;
    if (!json_is_object(json) || !reader_is_at_end(&reader)) {
        json_decref(json);
        return ERR_APPLICATION_MALFORMED;
    }
    *out = json;
    return OK;
}
