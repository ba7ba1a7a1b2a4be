/* SPDX-License-Identifier: Apache-2.0 */
/* How a map is read: its struct is emptied, each known key is read by the kind of its field, and
 * what was missing is looked for at the end. Problems do not stop the reading, since a worse one
 * may follow and the caller needs the place after the map; only MALFORMED does.
 *
 * Schemas nest three deep at most (PROCEDURE > stages > edges), and so does the recursion. */
#include "proto/schema.h"

#include "proto/schema_write.h"

/* The worst that was found in a map so far. */
struct finding {
    enum err err;
    uint32_t index; /* of its field */
    const char *path;
};

static enum err schema_read_pairs(const struct schema *schema, struct decoder *decoder,
                                  void *object, uint32_t pair_count);

void decoder_init(struct decoder *decoder, struct span bytes, struct procedure *procedure)
{
    reader_init(&decoder->reader, bytes, READER_VALUES_ANY);
    decoder->procedure = procedure;
    decoder->field = "";
}

/* Whatever the reader does not like makes the whole message malformed. */
static enum err decoder_next(struct decoder *decoder, struct value *value)
{
    return reader_next(&decoder->reader, value) == OK ? OK : ERR_MALFORMED;
}

static void *field_at(const struct field *field, void *object)
{
    return (uint8_t *)object + field->offset;
}

static void field_set_count(const struct field *field, void *object, uint32_t count)
{
    memcpy((uint8_t *)object + field->count_offset, &count, sizeof count);
}

/* ---- Emptying -------------------------------------------------------------------------------- */

/* Make everything "not given", without touching the elements of lists: they may be large. */
static void schema_clear(const struct schema *schema, void *object)
{
    if (schema->head_size > 0) memset(object, 0, schema->head_size);
    if (schema->head_size == schema->size) return;
    for (uint32_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];
        if (field->offset < schema->head_size) continue;
        if (field->kind == FIELD_LIST) {
            field_set_count(field, object, 0);
        } else if (field->kind == FIELD_MAP) {
            schema_clear(field->schema, field_at(field, object));
        } else {
            memset(field_at(field, object), 0, field->size);
        }
    }
}

/* ---- Reading values -------------------------------------------------------------------------- */

/* Zero means "not given" in an optional field, whatever its smallest value. */
static bool field_fits(const struct field *field, uint64_t number)
{
    if (number == 0 && !field->required) return true;
    return number >= field->min && number <= field->max;
}

/* UINT, SET, ENUM, and TIME that is not before 1970. */
static enum err read_natural(const struct field *field, uint64_t natural, void *object)
{
    bool is_left_out = natural == 0 && !field->required;

    if (field->kind == FIELD_ENUM) {
        if (!is_left_out && symbols_name(field->symbols, natural) == NULL) return ERR_FIELD_INVALID;
    } else if (field->kind == FIELD_TIME) {
        if (natural > INT64_MAX) return ERR_FIELD_INVALID;
    } else if (!field_fits(field, natural)) {
        return ERR_FIELD_INVALID;
    }
    field_store(field, object, natural);
    return OK;
}

/* Any number, as long as it is one. */
static enum err read_number(const struct field *field, const struct value *value, void *object)
{
    if (value->kind == VALUE_UINT) return read_natural(field, value->natural, object);
    if (value->kind != VALUE_INT || field->kind != FIELD_TIME) return ERR_FIELD_INVALID;
    *(int64_t *)field_at(field, object) = value->integer;
    return OK;
}

static enum err read_bool(const struct field *field, const struct value *value, void *object)
{
    if (value->kind != VALUE_BOOL) return ERR_FIELD_INVALID;
    *(bool *)field_at(field, object) = value->boolean;
    return OK;
}

static enum err read_name(const struct field *field, const struct value *value, void *object)
{
    if (value->kind != VALUE_STR) return ERR_FIELD_INVALID;
    if (value->bytes.size == 0 && !field->required) return OK;
    return name_from_text(field_at(field, object), value->bytes) ? OK : ERR_FIELD_INVALID;
}

/* A title is copied; a NUL in it would cut it. */
static enum err read_title(const struct field *field, const struct value *value, void *object)
{
    if (value->kind != VALUE_STR) return ERR_FIELD_INVALID;
    if (value->bytes.size > field->max) return ERR_TOO_LARGE;
    if (value->bytes.size == 0) return OK;
    if (memchr(value->bytes.at, '\0', value->bytes.size) != NULL) return ERR_FIELD_INVALID;
    memcpy(field_at(field, object), value->bytes.at, value->bytes.size);
    return OK;
}

/* TEXT and BIN stay where they are. */
static enum err read_span(const struct field *field, const struct value *value, void *object)
{
    enum value_kind kind = field->kind == FIELD_TEXT ? VALUE_STR : VALUE_BIN;
    if (value->kind != kind) return ERR_FIELD_INVALID;
    if (value->bytes.size > field->max) return ERR_TOO_LARGE;
    if (!field_fits(field, value->bytes.size)) return ERR_FIELD_INVALID;
    *(struct span *)field_at(field, object) = value->bytes;
    return OK;
}

static enum err read_hash(const struct field *field, const struct value *value, void *object)
{
    if (value->kind != VALUE_BIN || value->bytes.size != HASH_BYTES) return ERR_FIELD_INVALID;
    memcpy(field_at(field, object), value->bytes.at, HASH_BYTES);
    return OK;
}

/* A share that cannot be read leaves the payload undivided: nothing after it could be trusted. */
static enum err read_share(const struct field *field, const struct value *value, void *object)
{
    if (value->kind != VALUE_UINT || value->natural > PAYLOAD_BYTES_MAX) return ERR_MALFORMED;
    *(struct span *)field_at(field, object) = (struct span){ .size = (size_t)value->natural };
    if (value->natural > field->max) return ERR_TOO_LARGE;
    return field_fits(field, value->natural) ? OK : ERR_FIELD_INVALID;
}

static enum err read_map(const struct field *field, const struct value *value,
                         struct decoder *decoder, void *object)
{
    if (value->kind != VALUE_MAP) return ERR_FIELD_INVALID;
    enum err err = schema_read_pairs(field->schema, decoder, field_at(field, object), value->count);
    decoder->field = field->path; /* the map, not the place in it: several fields share a schema */
    return err;
}

/* One element. Whatever is no map is skipped, so that the next one can be read. */
static enum err read_element(const struct field *field, struct decoder *decoder, void *element)
{
    const uint32_t depth = decoder->reader.depth;
    struct value value;

    decoder->field = field->path;
    if (decoder_next(decoder, &value) != OK) return ERR_MALFORMED;
    if (value.kind == VALUE_MAP) {
        return schema_read_pairs(field->schema, decoder, element, value.count);
    }
    schema_clear(field->schema, element);
    return reader_leave(&decoder->reader, depth) == OK ? ERR_FIELD_INVALID : ERR_MALFORMED;
}

/* The elements of a list; its array's head has been read. The first bad element of the worst kind
 * of problem is reported. */
static enum err read_list(const struct field *field, const struct value *value,
                          struct decoder *decoder, void *object)
{
    struct finding worst = { OK, 0, field->path };

    if (value->kind != VALUE_ARRAY) return ERR_FIELD_INVALID;
    if (value->count > field->max) return ERR_TOO_LARGE;
    if (value->count < field->min) return ERR_FIELD_INVALID;
    for (uint32_t i = 0; i < value->count; i++) {
        uint8_t *element = (uint8_t *)field_at(field, object) + i * field->schema->size;
        enum err err = read_element(field, decoder, element);
        if (err == ERR_MALFORMED) return err;
        if (err == OK || worst.err == ERR_TOO_LARGE) continue;
        if (worst.err == OK || err == ERR_TOO_LARGE) {
            worst = (struct finding){ err, i, decoder->field };
        }
    }
    field_set_count(field, object, value->count);
    decoder->field = worst.path;
    return worst.err;
}

/* A definition goes where the caller of decoder_init has room for one. */
static enum err read_definition(const struct field *field, const struct value *value,
                                struct decoder *decoder, void *object)
{
    if (value->kind != VALUE_MAP) return ERR_FIELD_INVALID;
    if (decoder->procedure == NULL) return OK; /* the caller skips what is left of it */
    *(const struct procedure **)field_at(field, object) = decoder->procedure;
    return schema_read_pairs(field->schema, decoder, decoder->procedure, value->count);
}

/* Read the value of a field. Its head may have been all that was looked at. */
static enum err field_read(const struct field *field, struct decoder *decoder, void *object)
{
    struct value value;

    decoder->field = field->path;
    enum err err = decoder_next(decoder, &value);
    if (err != OK) return err;
    switch (field->kind) {
        case FIELD_UINT:
        case FIELD_SET:
        case FIELD_ENUM:
        case FIELD_TIME: return read_number(field, &value, object);
        case FIELD_BOOL: return read_bool(field, &value, object);
        case FIELD_NAME: return read_name(field, &value, object);
        case FIELD_TITLE: return read_title(field, &value, object);
        case FIELD_TEXT:
        case FIELD_BIN: return read_span(field, &value, object);
        case FIELD_HASH: return read_hash(field, &value, object);
        case FIELD_SHARE: return read_share(field, &value, object);
        case FIELD_MAP: return read_map(field, &value, decoder, object);
        case FIELD_LIST: return read_list(field, &value, decoder, object);
        case FIELD_DEFINITION: return read_definition(field, &value, decoder, object);
    }
    assert(false); /* a field of a kind that does not exist */
    return ERR_MALFORMED;
}

/* ---- Reading maps ---------------------------------------------------------------------------- */

/* Source: proto/SPEC.md 12: TOO_LARGE goes before a bad field; among equals the lowest key. */
static void finding_note(struct finding *worst, enum err err, uint32_t index, const char *path)
{
    bool is_larger = err == ERR_TOO_LARGE && worst->err != ERR_TOO_LARGE;
    bool is_equal = (err == ERR_TOO_LARGE) == (worst->err == ERR_TOO_LARGE);

    if (worst->err == OK || is_larger || (is_equal && index < worst->index)) {
        *worst = (struct finding){ err, index, path };
    }
}

/* Read one key and its value. */
static enum err schema_read_pair(const struct schema *schema, struct decoder *decoder, void *object,
                                 uint64_t *seen, struct finding *worst)
{
    const uint32_t depth = decoder->reader.depth;
    struct value key;
    enum err err = decoder_next(decoder, &key);

    if (err != OK || key.kind != VALUE_UINT) return ERR_MALFORMED;
    if (key.natural == 0 || key.natural > schema->field_count) {
        return reader_skip(&decoder->reader, NULL) == OK ? OK : ERR_MALFORMED;
    }
    const uint32_t index = (uint32_t)key.natural - 1;
    const struct field *field = &schema->fields[index];
    if ((*seen >> index & 1) != 0) {
        if (field->kind == FIELD_SHARE) return ERR_MALFORMED;
        finding_note(worst, ERR_FIELD_INVALID, index, field->path);
        return reader_skip(&decoder->reader, NULL) == OK ? OK : ERR_MALFORMED;
    }
    *seen |= UINT64_C(1) << index;
    err = field_read(field, decoder, object);
    if (err == ERR_MALFORMED) return err;
    if (err != OK) finding_note(worst, err, index, decoder->field);
    return reader_leave(&decoder->reader, depth) == OK ? OK : ERR_MALFORMED;
}

/* A field that others make necessary is missing also when it is there and says nothing. */
static bool field_is_missing(const struct field *field, const void *object, bool is_seen)
{
    if (field->required && !is_seen) return true;
    return field->needed != NULL && !field_is_set(field, object) && field->needed(object);
}

/* Read a key and its value, if they are the pair that most are: a field that was not there before,
 * and a natural number. False: nothing was read. */
static bool schema_read_natural(const struct schema *schema, struct decoder *decoder, void *object,
                                uint64_t *seen, struct finding *worst)
{
    struct reader *reader = &decoder->reader;
    uint64_t natural;

    if (reader_is_at_end(reader)) return false;
    const uint32_t index = *reader->at - 1u;
    if (index >= schema->field_count || (*seen >> index & 1) != 0) return false;
    const struct field *field = &schema->fields[index];
    if (field->kind > FIELD_TIME || !reader_next_natural(reader, &natural)) return false;
    *seen |= UINT64_C(1) << index;
    enum err err = read_natural(field, natural, object);
    if (err != OK) finding_note(worst, err, index, field->path);
    return true;
}

static enum err schema_read_pairs(const struct schema *schema, struct decoder *decoder,
                                  void *object, uint32_t pair_count)
{
    struct finding worst = { OK, 0, "" };
    uint64_t seen = 0;

    schema_clear(schema, object);
    for (uint32_t i = 0; i < pair_count; i++) {
        if (schema_read_natural(schema, decoder, object, &seen, &worst)) continue;
        if (schema_read_pair(schema, decoder, object, &seen, &worst) != OK) return ERR_MALFORMED;
    }
    for (uint32_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];
        if (field_is_missing(field, object, (seen >> i & 1) != 0)) {
            finding_note(&worst, ERR_FIELD_MISSING, i, field->path);
        }
    }
    decoder->field = worst.path;
    return worst.err;
}

enum err schema_read(const struct schema *schema, struct decoder *decoder, void *object)
{
    struct value value;

    assert(schema->field_count <= 64);
    decoder->field = "";
    if (decoder_next(decoder, &value) != OK || value.kind != VALUE_MAP) return ERR_MALFORMED;
    return schema_read_pairs(schema, decoder, object, value.count);
}

bool name_from_text(struct name *name, struct span text)
{
    if (text.size == 0 || text.size > NAME_BYTES_MAX) return false;
    for (size_t i = 0; i < text.size; i++) {
        const uint8_t c = text.at[i];
        bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        bool is_mark = c == '.' || c == '_' || c == '-';
        if (!is_word && (i == 0 || !is_mark)) return false;
    }
    *name = (struct name){ { 0 } };
    memcpy(name->text, text.at, text.size);
    return true;
}

/* ---- Writing --------------------------------------------------------------------------------- */

static void list_write(struct buffer *buffer, const struct field *field, const void *object)
{
    const uint32_t count = field_length(field, object);

    assert(count <= field->max);
    writer_array(buffer, count);
    for (uint32_t i = 0; i < count; i++) {
        schema_write(buffer, field->schema, field_element(field, object, i));
    }
}

/* What is neither a natural number nor a name. */
static void value_write(struct buffer *buffer, const struct field *field, const void *object)
{
    switch (field->kind) {
        case FIELD_TIME: writer_int(buffer, field_time(field, object)); break;
        case FIELD_BOOL: writer_bool(buffer, field_number(field, object) != 0); break;
        case FIELD_TITLE:
        case FIELD_TEXT: writer_str(buffer, field_bytes(field, object)); break;
        case FIELD_HASH: writer_bin(buffer, field_bytes(field, object)); break;
        case FIELD_BIN:
            writer_bin(buffer, field_bytes(field, object));
            buffer->bin_end = buffer->size;
            break;
        case FIELD_MAP:
        case FIELD_DEFINITION:
            schema_write(buffer, field->schema, field_element(field, object, 0));
            break;
        case FIELD_LIST: list_write(buffer, field, object); break;
        case FIELD_UINT:
        case FIELD_ENUM:
        case FIELD_SET:
        case FIELD_SHARE:
        case FIELD_NAME: assert(false); /* field_write has written it */
    }
}

void schema_write_other(struct buffer *buffer, const struct field *field, uint32_t key,
                        const void *object)
{
    writer_uint(buffer, key);
    value_write(buffer, field, object);
}

void schema_write(struct buffer *buffer, const struct schema *schema, const void *object)
{
    schema_write_here(buffer, schema, object);
}
