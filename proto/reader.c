/* SPDX-License-Identifier: Apache-2.0 */
/* How a value is read: its first byte is looked up (fixed forms by range, the rest in a table),
 * which gives its kind and the width of the big-endian number that follows: the value itself, or
 * the size of its text, or the count of its elements.
 *
 * What must stay true: owed is the sum of open[0..depth-1]; the innermost container lacks something
 * (those around it may wait for it alone and lack 0); and owed values fit into the bytes left. So
 * claims are refused at the head that makes them, before anyone loops. */
#include "proto/reader.h"

#include "proto/big_endian.h"

#define FORMAT_UINT 0xcc /* of 8 bits; 16, 32 and 64 follow it */

/* One row of the formats 0xc0..0xdf. */
struct format {
    uint8_t kind;  /* enum value_kind; 0: not MessagePack */
    uint8_t width; /* bytes of number, size or count that follow the first byte */
    uint8_t fixed; /* size of a fixext */
};

/* clang-format off */
static const struct format formats[32] = {
    [0x00] = { VALUE_NIL,   0, 0 },
    [0x02] = { VALUE_BOOL,  0, 0 }, [0x03] = { VALUE_BOOL,  0, 0 },
    [0x04] = { VALUE_BIN,   1, 0 }, [0x05] = { VALUE_BIN,   2, 0 }, [0x06] = { VALUE_BIN, 4, 0 },
    [0x07] = { VALUE_EXT,   1, 0 }, [0x08] = { VALUE_EXT,   2, 0 }, [0x09] = { VALUE_EXT, 4, 0 },
    [0x0a] = { VALUE_REAL,  4, 0 }, [0x0b] = { VALUE_REAL,  8, 0 },
    [0x0c] = { VALUE_UINT,  1, 0 }, [0x0d] = { VALUE_UINT,  2, 0 },
    [0x0e] = { VALUE_UINT,  4, 0 }, [0x0f] = { VALUE_UINT,  8, 0 },
    [0x10] = { VALUE_INT,   1, 0 }, [0x11] = { VALUE_INT,   2, 0 },
    [0x12] = { VALUE_INT,   4, 0 }, [0x13] = { VALUE_INT,   8, 0 },
    [0x14] = { VALUE_EXT,   0, 1 }, [0x15] = { VALUE_EXT,   0, 2 }, [0x16] = { VALUE_EXT, 0, 4 },
    [0x17] = { VALUE_EXT,   0, 8 }, [0x18] = { VALUE_EXT,   0, 16 },
    [0x19] = { VALUE_STR,   1, 0 }, [0x1a] = { VALUE_STR,   2, 0 }, [0x1b] = { VALUE_STR, 4, 0 },
    [0x1c] = { VALUE_ARRAY, 2, 0 }, [0x1d] = { VALUE_ARRAY, 4, 0 },
    [0x1e] = { VALUE_MAP,   2, 0 }, [0x1f] = { VALUE_MAP,   4, 0 },
};
/* clang-format on */

void reader_init(struct reader *reader, struct span bytes, uint32_t values_max)
{
    assert(bytes.size <= INT32_MAX);
    assert(bytes.at != NULL || bytes.size == 0);
    *reader = (struct reader){
        .at = bytes.at,
        .end = bytes.size == 0 ? bytes.at : bytes.at + bytes.size,
        .values_left = values_max,
    };
}

/* The size of the sequence that a first byte begins, and the range its second byte must be in;
 * 0: no sequence begins so. Source: Unicode 15, table 3-7 "Well-Formed UTF-8 Byte Sequences". */
static size_t utf8_sequence(uint8_t first, uint8_t *low, uint8_t *high)
{
    *low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    *high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (first < 0x80) return 1;
    if (first >= 0xc2 && first <= 0xdf) return 2;
    if (first >= 0xe0 && first <= 0xef) return 3;
    if (first >= 0xf0 && first <= 0xf4) return 4;
    return 0;
}

/* Size of the well-formed sequence at `at`, 0 if there is none. */
static size_t utf8_next(const uint8_t *at, size_t left)
{
    uint8_t low;
    uint8_t high;
    size_t size = utf8_sequence(*at, &low, &high);

    if (size == 0 || size > left) return 0;
    if (size > 1 && (at[1] < low || at[1] > high)) return 0;
    for (size_t i = 2; i < size; i++) {
        if ((at[i] & 0xc0) != 0x80) return 0;
    }
    return size;
}

/* Most text is ASCII. */
static bool is_ascii(struct span text)
{
    uint64_t bits = 0;
    size_t i = 0;

    for (; text.size - i >= sizeof bits; i += sizeof bits) {
        uint64_t eight;
        memcpy(&eight, text.at + i, sizeof eight);
        bits |= eight;
    }
    for (; i < text.size; i++) {
        bits |= text.at[i];
    }
    return (bits & UINT64_C(0x8080808080808080)) == 0;
}

bool utf8_is_valid(struct span text)
{
    if (is_ascii(text)) return true;
    for (size_t i = 0; i < text.size;) {
        size_t size = utf8_next(text.at + i, text.size - i);
        if (size == 0) return false;
        i += size;
    }
    return true;
}

/* Big-endian number of 0, 1, 2, 4 or 8 bytes. */
static uint64_t reader_load(const uint8_t *at, uint32_t width)
{
    uint64_t number = 0;
    for (uint32_t i = 0; i < width; i++) {
        number = number << 8 | at[i];
    }
    return number;
}

static double reader_real(uint64_t bits, uint32_t width)
{
    double real;
    if (width == sizeof(float)) {
        uint32_t half = (uint32_t)bits;
        float narrow;
        memcpy(&narrow, &half, sizeof narrow);
        return (double)narrow;
    }
    memcpy(&real, &bits, sizeof real);
    return real;
}

/* A value as its bytes give it. Not a struct value: without a union the compiler keeps it in
 * registers, and that is most of the reader's speed. */
struct token {
    enum value_kind kind;
    int8_t ext_type;
    uint32_t width;    /* of number, if it is a number */
    uint64_t number;   /* itself; or the size of text, bytes, extension; or the count of elements */
    const uint8_t *at; /* of text, bytes, extension */
};

/* A number that was sent as signed: widen it, and call it what it is. */
static void token_widen(struct token *token)
{
    assert(token->width >= 1 && token->width <= 8);
    uint64_t above = ~(UINT64_MAX >> (64 - 8 * token->width)); /* the bits that were not sent */
    bool is_negative = (token->number >> (8 * token->width - 1) & 1) != 0;

    token->kind = is_negative ? VALUE_INT : VALUE_UINT;
    if (is_negative) token->number |= above;
}

/* Take what the head promises: size bytes that follow it. */
static enum err token_bytes(struct token *token, const uint8_t **next, const uint8_t *end)
{
    if (token->number > (uint64_t)(end - *next)) return ERR_MALFORMED;
    token->at = *next;
    *next += token->number;
    struct span text = { token->at, (size_t)token->number };
    return token->kind != VALUE_STR || utf8_is_valid(text) ? OK : ERR_MALFORMED;
}

/* The formats that have a row in the table; first is the byte before *next. An extension's type
 * stands between its size and its bytes. */
static enum err token_tabled(struct token *token, uint8_t first, const uint8_t **next,
                             const uint8_t *end)
{
    const struct format *format = &formats[first & 0x1f];
    const bool is_ext = format->kind == VALUE_EXT;

    if (format->kind == 0) return ERR_MALFORMED;
    if ((size_t)(end - *next) < format->width + (is_ext ? 1U : 0U)) return ERR_MALFORMED;
    token->kind = (enum value_kind)format->kind;
    token->width = format->width;
    token->number = reader_load(*next, format->width);
    *next += format->width;
    if (token->kind == VALUE_BOOL) token->number = first & 1;
    if (token->kind == VALUE_INT) token_widen(token);
    if (is_ext) {
        token->ext_type = (int8_t) * (*next)++;
        if (format->fixed != 0) token->number = format->fixed;
    }
    bool has_bytes = is_ext || token->kind == VALUE_STR || token->kind == VALUE_BIN;
    return has_bytes ? token_bytes(token, next, end) : OK;
}

/* Decode what begins at *next and move *next behind it. Looks at nothing but the bytes. */
static inline enum err token_read(struct token *token, const uint8_t **next, const uint8_t *end)
{
    const uint8_t first = *(*next)++;

    token->number = first;
    if (first <= 0x7f) {
        token->kind = VALUE_UINT;
        return OK;
    }
    if (first >= 0xe0) {
        token->width = 1;
        token_widen(token);
        return OK;
    }
    if (first <= 0x9f) {
        token->kind = first <= 0x8f ? VALUE_MAP : VALUE_ARRAY;
        token->number = first & 0x0f;
        return OK;
    }
    if (first <= 0xbf) {
        token->kind = VALUE_STR;
        token->number = first & 0x1f;
        return token_bytes(token, next, end);
    }
    return token_tabled(token, first, next, end);
}

/* Hand the token out. */
static void token_give(const struct token *token, struct value *value)
{
    value->kind = token->kind;
    value->count = 0;
    value->ext_type = token->ext_type;
    switch (token->kind) {
        case VALUE_NIL: break;
        case VALUE_BOOL: value->boolean = token->number != 0; break;
        case VALUE_UINT: value->natural = token->number; break;
        case VALUE_INT: value->integer = -1 - (int64_t)~token->number; break;
        case VALUE_REAL: value->real = reader_real(token->number, token->width); break;
        case VALUE_STR:
        case VALUE_BIN:
        case VALUE_EXT:
            value->bytes = (struct span){ .at = token->at, .size = (size_t)token->number };
            break;
        case VALUE_ARRAY:
        case VALUE_MAP: value->count = (uint32_t)token->number; break;
    }
}

/* The values that a container's head promises; 0 for what is no container. */
static uint64_t token_owes(const struct token *token)
{
    if (token->kind == VALUE_ARRAY) return token->number;
    if (token->kind == VALUE_MAP) return 2 * token->number;
    return 0;
}

/* A container has been read that owes so many values, at least one: it is the innermost one now. The
 * one around it may owe nothing by now, and closes with what is opened in it. */
static inline void reader_open(struct reader *reader, uint32_t owes)
{
    if (reader->depth > 0) {
        reader->open[reader->depth - 1]--;
        reader->owed--;
    }
    reader->open[reader->depth++] = owes;
    reader->owed += owes;
    reader->values_left--;
}

static enum err next_by_token(struct reader *reader, struct value *value)
{
    struct token token = { 0 };
    const uint8_t *next = reader->at;

    if (reader_is_at_end(reader)) return ERR_MALFORMED;
    enum err err = token_read(&token, &next, reader->end);
    if (err != OK) return err;

    const bool is_container = token.kind == VALUE_ARRAY || token.kind == VALUE_MAP;
    const uint64_t owes = token_owes(&token);
    const uint64_t owed = reader->owed - (reader->depth > 0 ? 1U : 0U) + owes;
    if (owed > (uint64_t)(reader->end - next)) return ERR_MALFORMED;
    if (reader->values_left == 0) return ERR_TOO_LARGE;
    if (is_container && reader->depth == NESTING_MAX) return ERR_TOO_LARGE;

    reader->at = next;
    token_give(&token, value);
    if (owes == 0) {
        reader_settle(reader, 1);
        return OK;
    }
    reader_open(reader, (uint32_t)owes);
    return OK;
}

/* The head of a map or array of up to 15, which is one byte. False: it cannot be had so quickly. */
static bool next_small_container(struct reader *reader, struct value *value)
{
    const uint8_t first = *reader->at;
    const uint32_t count = first & 0x0f;
    const uint32_t owes = first <= 0x8f ? 2 * count : count;
    const size_t left = (size_t)(reader->end - reader->at) - 1;

    if (count == 0 || reader->values_left == 0 || reader->depth == NESTING_MAX) return false;
    if ((size_t)reader->owed + owes > left) return false;
    *value = (struct value){ .kind = first <= 0x8f ? VALUE_MAP : VALUE_ARRAY, .count = count };
    reader->at++;
    reader_open(reader, owes);
    return true;
}

/* A text of up to 31 bytes. */
static bool next_small_text(struct reader *reader, struct value *value)
{
    const struct span text = { .at = reader->at + 1, .size = *reader->at & 0x1f };
    const size_t left = (size_t)(reader->end - text.at);

    if (reader->values_left == 0 || text.size + reader->owed > left) return false;
    if (!utf8_is_valid(text)) return false;
    *value = (struct value){ .kind = VALUE_STR, .bytes = text };
    reader->at = text.at + text.size;
    reader_settle(reader, 1);
    return true;
}

/* Most of what is no number is a small map, array or text. Where those have something unusual, all the
 * more where they are wrong, the long way says what it is. */
enum err reader_next_large(struct reader *reader, struct value *value)
{
    const uint8_t first = reader_is_at_end(reader) ? 0 : *reader->at;

    if (first >= 0x80 && first <= 0x9f && next_small_container(reader, value)) return OK;
    if (first >= 0xa0 && first <= 0xbf && next_small_text(reader, value)) return OK;
    return next_by_token(reader, value);
}

bool reader_next_natural(struct reader *reader, uint64_t *natural)
{
    const uint8_t *next = reader->at + 1;

    if (reader->end - reader->at < 2 || reader->at[0] > 0x7f) return false;
    if (reader->values_left < 2 || reader->depth == 0) return false;
    if (reader->open[reader->depth - 1] < 2) return false;
    if (*next <= 0x7f) {
        *natural = *next++;
    } else {
        const uint32_t width = 1u << (*next & 3);
        if (*next < FORMAT_UINT || *next > FORMAT_UINT + 3 || reader->end - next < 9) return false;
        if (reader->owed - 2 > (size_t)(reader->end - next) - 1 - width) return false;
        *natural = big_endian_load(next + 1, width);
        next += 1 + width;
    }
    reader->at = next;
    reader_settle(reader, 2);
    return true;
}

/* Bytes of a value that holds no others; 0: it does, or is none. */
static size_t flat_size(const uint8_t *at, const uint8_t *end)
{
    const uint8_t first = *at;
    if (first <= 0x7f || first >= 0xe0) return 1;
    if (first <= 0x9f) return 0;
    if (first <= 0xbf) return (size_t)1 + (first & 0x1f);

    const struct format *format = &formats[first & 0x1f];
    bool has_bytes = format->kind == VALUE_STR || format->kind == VALUE_BIN;
    if (format->kind == 0 || format->kind == VALUE_EXT || format->kind >= VALUE_ARRAY) return 0;
    if ((size_t)(end - at) < (size_t)1 + format->width) return 0;
    return (size_t)1 + format->width + (has_bytes ? reader_load(at + 1, format->width) : 0);
}

enum err reader_pass(struct reader *reader)
{
    size_t size = reader_is_at_end(reader) ? 0 : flat_size(reader->at, reader->end);
    if (size == 0 || reader->values_left == 0) return reader_skip(reader, NULL);
    const uint64_t owed = reader->owed - (reader->depth > 0 ? 1U : 0U);
    if (size + owed > (size_t)(reader->end - reader->at)) return ERR_MALFORMED;
    reader->at += size;
    reader_settle(reader, 1);
    return OK;
}

bool reader_pass_map(struct reader *reader, const uint8_t *at, uint32_t pair_count)
{
    const uint64_t owed = reader->owed - (reader->depth > 0 ? 1U : 0U);

    assert(at > reader->at && at <= reader->end);
    if (owed > (uint64_t)(reader->end - at) || reader->depth == NESTING_MAX) return false;
    if (reader->values_left < 1 + 2 * pair_count) return false;
    reader->at = at;
    reader->values_left -= 2 * pair_count;
    reader_settle(reader, 1);
    return true;
}

bool reader_pass_into(struct reader *reader, const uint8_t *at, uint32_t passed, uint32_t left)
{
    assert(at > reader->at && at <= reader->end);
    assert(reader->depth == 0 && left > 0);
    if (left > (size_t)(reader->end - at) || reader->values_left < 1 + passed) return false;
    reader->at = at;
    reader->values_left -= 1 + passed;
    reader->open[0] = left;
    reader->owed = left;
    reader->depth = 1;
    return true;
}

enum err reader_leave_deep(struct reader *reader, uint32_t depth)
{
    while (reader->depth > depth) {
        struct value value;
        enum err err = reader_next(reader, &value);
        if (err != OK) return err;
    }
    return OK;
}

enum err reader_skip(struct reader *reader, struct span *bytes)
{
    const uint8_t *start = reader->at;
    const uint32_t depth = reader->depth;
    struct value value;

    enum err err = reader_next(reader, &value);
    if (err == OK) err = reader_leave(reader, depth);
    if (err == OK && bytes != NULL) {
        *bytes = (struct span){ .at = start, .size = (size_t)(reader->at - start) };
    }
    return err;
}

bool value_is_text(const struct value *value, const char *text)
{
    size_t size = strlen(text);
    return value->kind == VALUE_STR && value->bytes.size == size &&
           memcmp(value->bytes.at, text, size) == 0;
}

bool value_integer(const struct value *value, int64_t *number)
{
    if (value->kind == VALUE_INT) {
        *number = value->integer;
        return true;
    }
    if (value->kind != VALUE_UINT || value->natural > INT64_MAX) return false;
    *number = (int64_t)value->natural;
    return true;
}
