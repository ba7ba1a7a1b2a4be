/* SPDX-License-Identifier: Apache-2.0 */
/* Short sentences put together in a fixed buffer; what does not fit is cut off,
 * between characters. */
#ifndef BROKER_CORE_WORDS_H
#define BROKER_CORE_WORDS_H

#include "tongfa/base.h"

struct words {
    char *at;        /* always NUL-terminated */
    size_t size;     /* bytes of text so far */
    size_t capacity; /* bytes of the buffer, the NUL included */
    bool is_cut;     /* something did not fit; nothing more is taken */
};

/* Begin an empty text in the caller's buffer. Shape: capacity > 0. */
void words_init(struct words *words, char *at, size_t capacity);

void words_add(struct words *words, const char *text);

/* A name in quotation marks. It may come from anywhere: bytes that are not printable ASCII become
 * question marks, and it ends with its field even without a NUL. */
void words_add_name(struct words *words, const struct name *name);

void words_add_number(struct words *words, uint64_t number);

#endif
