/* SPDX-License-Identifier: Apache-2.0 */
/* Records: how facts, procedures, images and the small globals become bytes in the journal and on
 * the wire. Formats are for ever: fields are added with new keys, never changed. */
#ifndef PROTO_RECORD_H
#define PROTO_RECORD_H

#include "proto/application.h"
#include "proto/buffer.h"
#include "proto/schema.h"
#include "tongfa/errors.h"
#include "tongfa/fact.h"
#include "tongfa/state.h"

/* Append the record of a fact; its position is not part of it (it is the record's key). */
void record_write(struct buffer *buffer, const struct fact *fact);

/* Where the application lies in the record of a submission that was just written; empty in all others.
 *
 * Owns: nothing; it points into the buffer. */
struct span record_application(const struct buffer *buffer, const struct fact *fact);

/* Read a record. Spans of *fact point into it; procedure is room for a published definition (NULL:
 * it is skipped, and the fact's pointer is NULL).
 *
 * Errors: ERR_CORRUPT - it is not a record. */
enum err record_read(struct span record, uint64_t position, struct procedure *procedure,
                     struct fact *fact);

/* Only what linking and filtering need, without reading the body. Errors: ERR_CORRUPT. */
struct record_head {
    enum fact_type type;
    int64_t at_ms;
    uint64_t bundle;
    uint64_t previous;
};
enum err record_read_head(struct span record, struct record_head *head);

/* Only the application in the record of a submission or supply: whoever sends a job needs no more of it.
 *
 * Errors: ERR_CORRUPT - it is no record of that type. */
enum err record_read_application(struct span record, struct span *application);

void procedure_write(struct buffer *buffer, const struct procedure *procedure);

/* Errors: FIELD_MISSING, FIELD_INVALID, TOO_LARGE, MALFORMED with *field naming the place. */
enum err procedure_read(struct span bytes, struct procedure *procedure, const char **field);

void image_write(struct buffer *buffer, const struct bundle_image *image);
enum err image_read(struct span bytes, struct bundle_image *image);

/* The body of a fact whose type is known, if it is of a kind that every bundle has and comes as we write it.
 * False: nothing was read, and record_read says what it is. */
bool fact_read_usual(struct fact *fact, struct reader *reader);

/* The name of a fact type as in SPEC ("JOB_LEASED"), or NULL. */
const char *fact_type_name(enum fact_type type);

/* The schema of a fact's body (proto/schema.h), or NULL; and the body. */
const struct schema *fact_schema(enum fact_type type);
const void *fact_body(const struct fact *fact);

#endif
