/* SPDX-License-Identifier: Apache-2.0 */
/* Schemas: one table says how a struct becomes a MessagePack map and back, with names and bounds.
 *
 * The i-th field (from 0) has key i + 1. The same table drives reading, writing, and whoever wants
 * to show a struct without knowing it:
 *
 *     for (uint32_t i = 0; i < schema->field_count; i++) {
 *         const struct field *field = &schema->fields[i];
 *         if (!field_is_set(field, object)) continue;
 *         switch (field->kind) { case FIELD_UINT: ... field_number(field, object) ... }
 *     } */
#ifndef PROTO_SCHEMA_H
#define PROTO_SCHEMA_H

#include "proto/buffer.h"
#include "proto/reader.h"
#include "proto/symbols.h"
#include "tongfa/errors.h"
#include "tongfa/procedure.h"

enum field_kind {
    FIELD_UINT = 1, /* uint8_t to uint64_t */
    FIELD_ENUM,     /* ... with names for its values */
    FIELD_SET,      /* set32; these three are numbers */
    FIELD_TIME,     /* int64_t, ms since 1970-01-01 UTC */
    FIELD_BOOL,
    FIELD_NAME,       /* struct name */
    FIELD_TITLE,      /* char[], NUL-terminated UTF-8 */
    FIELD_TEXT,       /* struct span of UTF-8; a str */
    FIELD_BIN,        /* struct span; a bin */
    FIELD_HASH,       /* struct hash; a bin of 16 */
    FIELD_SHARE,      /* struct span in the payload frame; a uint, its size */
    FIELD_MAP,        /* a struct in place */
    FIELD_LIST,       /* an array of structs in place, and their count */
    FIELD_DEFINITION, /* const struct procedure *; a map */
};

struct schema;

struct field {
    uint64_t probe_mask;   /* bits of 8 bytes that are all zero if it is not written; 0: unknown */
    uint32_t probe_offset; /* of these bytes */
    enum field_kind kind;
    bool required;         /* must be there, and is written also when zero */
    uint32_t offset;       /* of the member */
    uint32_t size;         /* of the member */
    uint32_t count_offset; /* LIST: of the uint32_t that counts */
    const char *name;      /* as in SPEC: "lease_ms" */
    const char *path;      /* with its list, for refusals: "stages.lease_ms" */
    uint64_t min;          /* smallest number, bytes of text, elements; 0 passes if not required */
    uint64_t max;          /* largest ... */
    const struct schema *schema;        /* MAP, LIST, DEFINITION: of the struct or element */
    const struct symbols *symbols;      /* ENUM: its values */
    bool (*needed)(const void *object); /* required only if this is true of the whole struct */
};

struct schema {
    const char *name;
    const struct field *fields;
    uint32_t field_count; /* at most 64 */
    size_t size;          /* of the struct */
    size_t head_size;     /* of the part before its first list; = size if it has none */
};

/* Reading. field is the path of the offending field after an error, or "". */
struct decoder {
    struct reader reader;
    struct procedure *procedure; /* room for a DEFINITION; NULL: it is skipped */
    const char *field;
};

void decoder_init(struct decoder *decoder, struct span bytes, struct procedure *procedure);

/* Read the map at the reader into *object. Unknown keys are skipped. Lists are not zeroed beyond
 * their count. A SHARE gets its size and a NULL pointer; the caller knows the payload.
 *
 * Errors:  in order of precedence, and among equals the field of the lowest key:
 *          MALFORMED - not a map with uint keys; the reader cannot go on.
 *          TOO_LARGE - a text or list is over its bound.
 *          FIELD_MISSING, FIELD_INVALID - with decoder->field. Except after MALFORMED, the map has
 *          been read to its end and a SHARE has its size.
 * Source:  proto/SPEC.md 4. */
enum err schema_read(const struct schema *schema, struct decoder *decoder, void *object);

/* Append *object as a map: required fields and those that are not zero, in order of their keys. */
void schema_write(struct buffer *buffer, const struct schema *schema, const void *object);

/* For what must be seen by the compiler with the table of one schema (schema_read.h, schema_write.h). */
#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* ---- Looking at a field of a struct ---------------------------------------------------------- */

/* Not zero, not empty. */
bool field_is_set(const struct field *field, const void *object);

/* UINT, ENUM, SET, BOOL. */
static inline uint64_t field_number(const struct field *field, const void *object)
{
    const void *at = (const uint8_t *)object + field->offset;
    switch (field->size) {
        case 1: return *(const uint8_t *)at;
        case 2: return *(const uint16_t *)at;
        case 4: return *(const uint32_t *)at;
        case 8: return *(const uint64_t *)at;
        default: assert(false); /* a number of a size that no schema has */
    }
    return 0;
}

static inline void field_store(const struct field *field, void *object, uint64_t number)
{
    void *at = (uint8_t *)object + field->offset;
    switch (field->size) {
        case 1: *(uint8_t *)at = (uint8_t)number; return;
        case 2: *(uint16_t *)at = (uint16_t)number; return;
        case 4: *(uint32_t *)at = (uint32_t)number; return;
        case 8: *(uint64_t *)at = number; return;
        default: assert(false); /* a number of a size that no schema has */
    }
}

/* TIME */
static inline int64_t field_time(const struct field *field, const void *object)
{
    assert(field->kind == FIELD_TIME);
    return *(const int64_t *)(const void *)((const uint8_t *)object + field->offset);
}

/* NAME, TITLE, TEXT, BIN, HASH, SHARE: the bytes. */
struct span field_bytes(const struct field *field, const void *object);

/* ENUM: the name of the value; NULL if it has none. */
const char *field_symbol(const struct field *field, const void *object);

/* LIST: how many; MAP, DEFINITION: 1. */
uint32_t field_length(const struct field *field, const void *object);

/* LIST: the element at an index; MAP, DEFINITION: the struct (index 0). It has field->schema. */
const void *field_element(const struct field *field, const void *object, uint32_t index);

/* The field of that name, or NULL. */
const struct field *schema_field(const struct schema *schema, const char *name);

/* A name as SPEC 4 wants it: 1 to 31 bytes, [a-z0-9] then [a-z0-9._-]. False: it is none, *name is
 * untouched. */
bool name_from_text(struct name *name, struct span text);

#endif
