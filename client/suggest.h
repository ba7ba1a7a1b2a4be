/* SPDX-License-Identifier: Apache-2.0 */
/* "Did you mean": the known word that a mistyped one is closest to. */
#ifndef CLIENT_SUGGEST_H
#define CLIENT_SUGGEST_H

#include <stddef.h>

/* Units:   words - word_count strings.
 * Returns: the closest of the words, the first among equals; NULL if none is close: more than a
 *          third of the letters would have to be changed, added, left out or swapped. */
const char *suggest(const char *word, const char *const *words, size_t word_count);

#endif
