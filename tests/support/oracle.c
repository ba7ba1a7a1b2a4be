/* SPDX-License-Identifier: Apache-2.0 */
/* msgpack-c reserves memory for whatever a head claims. Bytes that claim more than CLAIM_MAX
 * elements somewhere are therefore shown to it only if the reader takes them. */
#include "tests/support/oracle.h"

#include "proto/reader.h"

#include <msgpack.h>

#define CLAIM_MAX 65536

/* True if no array32 or map32 head at any place claims more than msgpack-c should be asked for. */
static bool oracle_is_affordable(struct span bytes)
{
    for (size_t i = 0; i + 5 <= bytes.size; i++) {
        if (bytes.at[i] != 0xdd && bytes.at[i] != 0xdf) continue;
        uint32_t claim = (uint32_t)bytes.at[i + 1] << 24 | (uint32_t)bytes.at[i + 2] << 16 |
                         (uint32_t)bytes.at[i + 3] << 8 | bytes.at[i + 4];
        if (claim > CLAIM_MAX) return false;
    }
    return true;
}

static bool bytes_are(const struct value *value, const char *at, uint32_t size)
{
    return value->bytes.size == size && (size == 0 || memcmp(value->bytes.at, at, size) == 0);
}

/* Bit by bit, so that 0.0 is not -0.0; but any NaN is a NaN. */
static bool reals_are(double left, double right)
{
    uint64_t bits[2];
    memcpy(&bits[0], &left, sizeof left);
    memcpy(&bits[1], &right, sizeof right);
    return bits[0] == bits[1] || (left != left && right != right);
}

static bool scalar_is(const struct value *value, const msgpack_object *object)
{
    switch (object->type) {
        case MSGPACK_OBJECT_NIL: return value->kind == VALUE_NIL;
        case MSGPACK_OBJECT_BOOLEAN:
            return value->kind == VALUE_BOOL && value->boolean == object->via.boolean;
        case MSGPACK_OBJECT_POSITIVE_INTEGER:
            return value->kind == VALUE_UINT && value->natural == object->via.u64;
        case MSGPACK_OBJECT_NEGATIVE_INTEGER:
            return value->kind == VALUE_INT && value->integer == object->via.i64;
        case MSGPACK_OBJECT_FLOAT32:
        case MSGPACK_OBJECT_FLOAT64:
            return value->kind == VALUE_REAL && reals_are(value->real, object->via.f64);
        case MSGPACK_OBJECT_STR:
            return value->kind == VALUE_STR &&
                   bytes_are(value, object->via.str.ptr, object->via.str.size);
        case MSGPACK_OBJECT_BIN:
            return value->kind == VALUE_BIN &&
                   bytes_are(value, object->via.bin.ptr, object->via.bin.size);
        case MSGPACK_OBJECT_EXT:
            return value->kind == VALUE_EXT && value->ext_type == object->via.ext.type &&
                   bytes_are(value, object->via.ext.ptr, object->via.ext.size);
        case MSGPACK_OBJECT_ARRAY:
            return value->kind == VALUE_ARRAY && value->count == object->via.array.size;
        case MSGPACK_OBJECT_MAP:
            return value->kind == VALUE_MAP && value->count == object->via.map.size;
    }
    return false;
}

static bool tree_is(struct reader *reader, const msgpack_object *object)
{
    struct value value;

    if (reader_next(reader, &value) != OK || !scalar_is(&value, object)) return false;
    for (uint32_t i = 0; i < value.count && value.kind == VALUE_ARRAY; i++) {
        if (!tree_is(reader, &object->via.array.ptr[i])) return false;
    }
    for (uint32_t i = 0; i < value.count && value.kind == VALUE_MAP; i++) {
        if (!tree_is(reader, &object->via.map.ptr[i].key)) return false;
        if (!tree_is(reader, &object->via.map.ptr[i].val)) return false;
    }
    return true;
}

/* Reasons for which the reader may refuse what msgpack-c takes. */
struct strictness {
    bool has_bad_text;
    uint32_t depth;
};

static void strictness_of(const msgpack_object *object, uint32_t depth, struct strictness *found)
{
    if (object->type == MSGPACK_OBJECT_STR) {
        struct span text = { (const uint8_t *)object->via.str.ptr, object->via.str.size };
        found->has_bad_text = found->has_bad_text || !utf8_is_valid(text);
    }
    bool is_array = object->type == MSGPACK_OBJECT_ARRAY;
    bool is_map = object->type == MSGPACK_OBJECT_MAP;
    if ((is_array || is_map) && depth + 1 > found->depth) found->depth = depth + 1;
    for (uint32_t i = 0; is_array && i < object->via.array.size; i++) {
        strictness_of(&object->via.array.ptr[i], depth + 1, found);
    }
    for (uint32_t i = 0; is_map && i < object->via.map.size; i++) {
        strictness_of(&object->via.map.ptr[i].key, depth + 1, found);
        strictness_of(&object->via.map.ptr[i].val, depth + 1, found);
    }
}

static const char *oracle_compare(struct span bytes, enum err err, size_t size,
                                  const msgpack_unpacked *theirs, size_t size_theirs)
{
    struct strictness strict = { false, 0 };
    struct reader reader;

    strictness_of(&theirs->data, 0, &strict);
    if (err == ERR_MALFORMED && strict.has_bad_text) return NULL;
    if (err == ERR_TOO_LARGE && strict.depth > NESTING_MAX) return NULL;
    if (err != OK) return "the reader refuses what msgpack-c takes";
    if (size != size_theirs) return "the value ends at different bytes";
    reader_init(&reader, bytes, READER_VALUES_ANY);
    return tree_is(&reader, &theirs->data) ? NULL : "the values differ";
}

const char *oracle_disagrees(struct span bytes)
{
    struct reader reader;
    struct span first = { 0 };
    msgpack_unpacked theirs;
    size_t offset = 0;

    reader_init(&reader, bytes, READER_VALUES_ANY);
    enum err err = reader_skip(&reader, &first);
    if (bytes.size == 0) return err == ERR_MALFORMED ? NULL : "the reader takes no bytes";
    if (err != OK && !oracle_is_affordable(bytes)) return NULL;

    msgpack_unpacked_init(&theirs);
    msgpack_unpack_return rc =
        msgpack_unpack_next(&theirs, (const char *)bytes.at, bytes.size, &offset);
    const char *disagreement = NULL;
    if (rc == MSGPACK_UNPACK_SUCCESS || rc == MSGPACK_UNPACK_EXTRA_BYTES) {
        disagreement = oracle_compare(bytes, err, first.size, &theirs, offset);
    } else if (err == OK) {
        disagreement = "the reader takes what msgpack-c refuses";
    }
    msgpack_unpacked_destroy(&theirs);
    return disagreement;
}
