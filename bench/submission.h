/* SPDX-License-Identifier: Apache-2.0 */
/* SUBMIT, written fast: the same application under ever new keys. */
#ifndef BENCH_SUBMISSION_H
#define BENCH_SUBMISSION_H

#include "tongfa/base.h"
#include "tongfa/limits.h"

#define SUBMISSION_KEY_SIZE 24

struct submission {
    const char *procedure;
    struct span application;
    uint64_t count; /* written so far */
    char key[SUBMISSION_KEY_SIZE + 1];
    uint8_t bytes[APPLICATION_BYTES_MAX];
};

/* An application of about so many bytes, and keys that no earlier run has used. */
void submission_init(struct submission *submission, const char *procedure, uint32_t bytes);

/* Write the item; its request id is a number. Returns its end. */
uint8_t *submission_write(struct submission *submission, uint8_t *at, uint32_t number);

/* The number in the request id of an answer. */
uint32_t submission_number(struct span request_id);

/* A short str; the last digits before `end`, in hexadecimal. */
uint8_t *submission_text(uint8_t *at, const char *text, size_t size);
void submission_digits(char *end, uint64_t number, uint32_t count);

#endif
