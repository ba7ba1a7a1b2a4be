/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of an application (APPLICATION.md): path, Chinese title, kind; and how one is read. */
#ifndef WORKERS_DEPARTMENTS_FIELD_H
#define WORKERS_DEPARTMENTS_FIELD_H

#include <jansson.h>
#include <stdint.h>

#define TEXT_BYTES_MAX 200
#define FIELDS_MAX 128

enum field_kind {
    FIELD_TEXT = 1,
    FIELD_PROJECT_CODE,
    FIELD_UNIT_NO,
    FIELD_DIGEST,
    FIELD_DATE,
    FIELD_MONEY,
    FIELD_MONEY_POSITIVE,
    FIELD_MEASURE,
    FIELD_MEASURE_POSITIVE,
    FIELD_COUNT,
    FIELD_FLAG,
    FIELD_USE,         /* of land */
    FIELD_PROOF_KIND,  /* of land */
    FIELD_CHOICE_KIND, /* of a contractor */
};

struct field {
    const char *path; /* "land_contract.price_fen" */
    const char *title;
    enum field_kind kind;
};

/* What a field holds: text for texts, codes and words; number for the rest. */
struct field_value {
    const char *text; /* points into the application */
    int64_t number;
};

enum field_state {
    FIELD_UNREAD = 0,
    FIELD_GOOD,
    FIELD_MISSING,
    FIELD_WRONG, /* not of its kind */
};

/* The group of fields before the first dot, which is one paper of the application. */
struct field_group {
    const char *name;
    const char *title;
    const char *advice; /* what to do when the whole paper is missing */
};

/* Index of the field in the table. The path must be in it. */
unsigned field_index(const char *path);

const struct field *field_at(unsigned index);
unsigned field_count(void);

enum field_state field_read(const struct field *field, const json_t *application,
                            struct field_value *value);

/* What a value of the kind looks like, for the applicant. */
const char *field_kind_text(enum field_kind kind);

const struct field_group *field_group_of(const struct field *field);

/* The Chinese word for a value of FIELD_USE. */
const char *field_use_title(const char *use);

#endif
