/* SPDX-License-Identifier: Apache-2.0 */
/* A cursor over MessagePack from strangers: bounded, without allocation, without copies.
 *
 *     reader_init(&reader, bytes, READER_VALUES_ANY);
 *     while (!reader_is_at_end(&reader)) {
 *         if (reader_next(&reader, &value) != OK) return ERR_MALFORMED;
 *         ... value.kind; a container is followed by what is in it ...
 *     }
 *
 * No count is trusted: all values that open containers still owe must fit into the bytes that are
 * left, one byte each. So a loop over value.count ends before the bytes do. A map of n pairs is
 * followed by 2 n values: key, value, key, value. */
#ifndef PROTO_READER_H
#define PROTO_READER_H

#include "tongfa/base.h"
#include "tongfa/errors.h"
#include "tongfa/limits.h"

enum value_kind {
    VALUE_NIL = 1,
    VALUE_BOOL,  /* boolean */
    VALUE_UINT,  /* natural: an integer >= 0, however it was encoded */
    VALUE_INT,   /* integer: below zero */
    VALUE_REAL,  /* real: float or double */
    VALUE_STR,   /* bytes: valid UTF-8, no NUL at the end */
    VALUE_BIN,   /* bytes */
    VALUE_EXT,   /* bytes and ext_type */
    VALUE_ARRAY, /* count elements follow */
    VALUE_MAP,   /* count pairs follow */
};

struct value {
    enum value_kind kind;
    uint32_t count;
    int8_t ext_type;
    union {
        bool boolean;
        uint64_t natural;
        int64_t integer;
        double real;
        struct span bytes; /* points into what is read */
    };
};

#define READER_VALUES_ANY UINT32_MAX

struct reader {
    const uint8_t *at; /* the next byte */
    const uint8_t *end;
    uint32_t values_left;       /* how many more values may be read */
    uint32_t owed;              /* values that all open containers still lack */
    uint32_t depth;             /* open containers; read it to know where a walk is */
    uint32_t open[NESTING_MAX]; /* ... and what each of them still lacks */
};

/* Begin to read bytes (fewer than 2 GiB). values_max bounds the values of all levels together. */
void reader_init(struct reader *reader, struct span bytes, uint32_t values_max);

/* Read the next value, or the head of the next container.
 *
 * Shape:   *value is written only on success; the reader stays where it was on error.
 * Errors:  ERR_MALFORMED - the bytes end, are no MessagePack, claim more values or bytes than
 *          there are, or hold text that is not UTF-8.
 *          ERR_TOO_LARGE - more values than allowed, or nested deeper than NESTING_MAX. */
enum err reader_next_large(struct reader *reader, struct value *value);

/* Values that hold no others have been read: the innermost container owes so many less, and those
 * that owe nothing are closed. */
static inline void reader_settle(struct reader *reader, uint32_t count)
{
    reader->values_left -= count;
    if (reader->depth == 0) return;
    uint32_t *open = &reader->open[reader->depth - 1];
    assert(*open >= count);
    *open -= count;
    reader->owed -= count;
    while (*open == 0 && --reader->depth > 0) {
        open--;
    }
}

/* Keys and most numbers are one byte, which is themselves. What containers owe still fits: it became
 * one less, and so did the bytes that are left. */
static inline enum err reader_next(struct reader *reader, struct value *value)
{
    if (reader->at == reader->end || *reader->at > 0x7f || reader->values_left == 0) {
        return reader_next_large(reader, value);
    }
    value->kind = VALUE_UINT;
    value->count = 0;
    value->ext_type = 0;
    value->natural = *reader->at++;
    reader_settle(reader, 1);
    return OK;
}

/* Read a pair of the innermost map whose key is one byte and whose value is a natural number, as
 * most pairs of schemas are. False: it is not seen to be one, and nothing was read; reader_next says
 * what it is, and what is wrong with it. */
bool reader_next_natural(struct reader *reader, uint64_t *natural);

/* Read the next value with everything in it, and say where it lies (bytes may be NULL).
 *
 * Errors: as reader_next. */
enum err reader_skip(struct reader *reader, struct span *bytes);

/* Pass over the next value with everything in it. Bytes that were checked when they were written need
 * it no more: the text of a flat value is not looked at.
 *
 * Errors: as reader_next. */
enum err reader_pass(struct reader *reader);

/* The map at the reader, of so many pairs none of which holds others, has been read by other means up to
 * `at`: go there. False: its containers owe more than is left, or that were too many values. */
bool reader_pass_map(struct reader *reader, const uint8_t *at, uint32_t pair_count);

/* The head of an array, and the first so many of its values, none of which holds others, have been read by
 * other means up to `at`: go there. It holds `left` more, at least one; nothing may be open. False: that is more
 * than is left, or those were too many values. */
bool reader_pass_into(struct reader *reader, const uint8_t *at, uint32_t passed, uint32_t left);

/* Read the rest of a container whose head has been read: what is left of it when a walker is at
 * depth + 1 and wants to be at depth again. Errors: as reader_next. */
enum err reader_leave_deep(struct reader *reader, uint32_t depth);

static inline enum err reader_leave(struct reader *reader, uint32_t depth)
{
    return reader->depth > depth ? reader_leave_deep(reader, depth) : OK;
}

static inline bool reader_is_at_end(const struct reader *reader)
{
    return reader->at == reader->end;
}

/* True for the text, whatever its length; false for anything that is not a str. */
bool value_is_text(const struct value *value, const char *text);

/* The value as a signed number. False: it is no integer, or above INT64_MAX. */
bool value_integer(const struct value *value, int64_t *number);

/* Well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. */
bool utf8_is_valid(struct span text);

#endif
