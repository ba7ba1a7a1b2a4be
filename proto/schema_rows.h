/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of schema tables. Only files that define schemas include this.
 *
 * PATH is the prefix of refusals: "" in the schema of a message, "stages." in that of the elements
 * of a list `stages`. Define it before a table. */
#ifndef PROTO_SCHEMA_ROWS_H
#define PROTO_SCHEMA_ROWS_H

#include "proto/schema.h"

#define REQUIRED true
#define OPTIONAL false

#define MEMBER_SIZE(struct_, member_) ((uint32_t)sizeof(((struct_ *)NULL)->member_))

/* Where a member shows by itself whether it is set: a number in all of its bytes, a text in place in its
 * first, a span in its size. Nothing says so of the other kinds. */
#define PROBE_AT(struct_, member_, kind_) \
    (offsetof(struct_, member_) + (IS_SPAN(kind_) ? offsetof(struct span, size) : 0))
#define PROBE_BYTES(struct_, member_, kind_) \
    ((kind_) <= FIELD_BOOL                             ? MEMBER_SIZE(struct_, member_) \
     : (kind_) == FIELD_NAME || (kind_) == FIELD_TITLE ? 1 \
     : IS_SPAN(kind_) || (kind_) == FIELD_DEFINITION   ? 8 \
                                                       : 0)
#define IS_SPAN(kind_) ((kind_) == FIELD_TEXT || (kind_) == FIELD_BIN || (kind_) == FIELD_SHARE)

/* The eight bytes that are looked at lie in the struct; so the last members are not at their start. A
 * struct without so many has no probes. */
#define PROBE_OFFSET(struct_, member_, kind_) \
    (uint32_t)(PROBE_AT(struct_, member_, kind_) + 8 <= sizeof(struct_) \
                   ? PROBE_AT(struct_, member_, kind_) \
                   : sizeof(struct_) - 8)
#define PROBE_SHIFT(struct_, member_, kind_) \
    (8 * ((PROBE_AT(struct_, member_, kind_) - PROBE_OFFSET(struct_, member_, kind_)) % 8))
#define PROBE_MASK(struct_, member_, kind_) \
    (PROBE_BYTES(struct_, member_, kind_) == 0 || sizeof(struct_) < 8 \
         ? 0 \
         : UINT64_MAX >> ((64 - 8 * PROBE_BYTES(struct_, member_, kind_)) % 64) \
                             << PROBE_SHIFT(struct_, member_, kind_))
static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the first byte is the lowest");

/* What all rows share; the member may be a path (ref.bundle) and then has a name of its own. */
#define ROW_AS(struct_, member_, name_, kind_, required_) \
    .name = name_, .path = PATH name_, .kind = kind_, .required = required_, \
    .offset = offsetof(struct_, member_), .size = MEMBER_SIZE(struct_, member_), \
    .probe_offset = (required_) ? 0 : PROBE_OFFSET(struct_, member_, kind_), \
    .probe_mask = (required_) ? 0 : PROBE_MASK(struct_, member_, kind_)
#define ROW(struct_, member_, kind_, required_) ROW_AS(struct_, member_, #member_, kind_, required_)

#define ROW_UINT(struct_, member_, required_, min_, max_) \
    { \
        ROW(struct_, member_, FIELD_UINT, required_), .min = (min_), .max = (max_) \
    }
#define ROW_ENUM(struct_, member_, required_, symbols_) \
    { \
        ROW(struct_, member_, FIELD_ENUM, required_), .symbols = &(symbols_) \
    }
#define ROW_SET(struct_, member_, required_, max_) \
    { \
        ROW(struct_, member_, FIELD_SET, required_), .max = (max_) \
    }
#define ROW_TIME(struct_, member_) \
    { \
        ROW(struct_, member_, FIELD_TIME, OPTIONAL) \
    }
#define ROW_BOOL(struct_, member_) \
    { \
        ROW(struct_, member_, FIELD_BOOL, OPTIONAL), .max = 1 \
    }
#define ROW_NAME(struct_, member_, required_) \
    { \
        ROW(struct_, member_, FIELD_NAME, required_), .max = NAME_BYTES_MAX \
    }
#define ROW_TITLE(struct_, member_) \
    { \
        ROW(struct_, member_, FIELD_TITLE, OPTIONAL), .max = MEMBER_SIZE(struct_, member_) - 1 \
    }
#define ROW_TEXT(struct_, member_, required_, min_, max_) \
    { \
        ROW(struct_, member_, FIELD_TEXT, required_), .min = (min_), .max = (max_) \
    }
#define ROW_BIN(struct_, member_, required_, min_, max_) \
    { \
        ROW(struct_, member_, FIELD_BIN, required_), .min = (min_), .max = (max_) \
    }
#define ROW_HASH(struct_, member_) \
    { \
        ROW(struct_, member_, FIELD_HASH, OPTIONAL), .max = HASH_BYTES \
    }
#define ROW_SHARE(struct_, member_) \
    { \
        ROW(struct_, member_, FIELD_SHARE, REQUIRED), .min = 1, .max = APPLICATION_BYTES_MAX \
    }
#define ROW_MAP(struct_, member_, required_, schema_) \
    { \
        ROW(struct_, member_, FIELD_MAP, required_), .max = 1, .schema = &(schema_) \
    }
/* The member is a pointer; the room is the decoder's. */
#define ROW_DEFINITION(struct_, member_, schema_) \
    { \
        .name = #member_, .path = PATH #member_, .kind = FIELD_DEFINITION, .required = REQUIRED, \
        .offset = offsetof(struct_, member_), .size = sizeof(void *), .max = 1, \
        .schema = &(schema_) \
    }
/* The bound of a list is the room that the struct has for it. */
#define ROW_LIST(struct_, member_, count_, min_, schema_) \
    { \
        ROW(struct_, member_, FIELD_LIST, (min_) > 0), \
            .count_offset = offsetof(struct_, count_), .min = (min_), .schema = &(schema_), \
            .max = sizeof(((struct_ *)NULL)->member_) / sizeof(((struct_ *)NULL)->member_[0]) \
    }

/* A schema whose struct has no list, and one whose first list is given. */
#define SCHEMA(name_, struct_, fields_) \
    { \
        .name = (name_), .fields = (fields_), .field_count = sizeof(fields_) / sizeof(fields_)[0], \
        .size = sizeof(struct_), .head_size = sizeof(struct_) \
    }
#define SCHEMA_LISTS(name_, struct_, fields_, first_) \
    { \
        .name = (name_), .fields = (fields_), .field_count = sizeof(fields_) / sizeof(fields_)[0], \
        .size = sizeof(struct_), .head_size = offsetof(struct_, first_) \
    }
/* A schema without any field. */
#define SCHEMA_EMPTY(name_) \
    { \
        .name = (name_) \
    }

#endif
