/* SPDX-License-Identifier: Apache-2.0 */
/* Distance is that of Damerau and Levenshtein in its simple form (optimal string alignment): two
 * neighbours swapped count once, since that is the commonest slip of a typist. */
#include "client/suggest.h"

#include <stdbool.h>
#include <string.h>

#define WORD_BYTES_MAX 63

static size_t smaller(size_t left, size_t right)
{
    return left < right ? left : right;
}

static size_t distance(const char *left, const char *right)
{
    size_t rows[3][WORD_BYTES_MAX + 1]; /* before the previous, previous, current */
    size_t *before = rows[0];
    size_t *previous = rows[1];
    size_t *current = rows[2];
    size_t right_size = strlen(right);

    for (size_t j = 0; j <= right_size; j++) {
        previous[j] = j;
    }
    for (size_t i = 1; left[i - 1] != '\0'; i++) {
        current[0] = i;
        for (size_t j = 1; j <= right_size; j++) {
            size_t change = left[i - 1] == right[j - 1] ? 0 : 1;
            current[j] =
                smaller(previous[j - 1] + change, smaller(previous[j], current[j - 1]) + 1);
            bool swapped =
                i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if (swapped) {
                current[j] = smaller(current[j], before[j - 2] + 1);
            }
        }
        size_t *free_row = before;
        before = previous;
        previous = current;
        current = free_row;
    }
    return previous[right_size];
}

const char *suggest(const char *word, const char *const *words, size_t word_count)
{
    const char *best = NULL;
    size_t word_size = strlen(word);
    size_t best_distance = (word_size > 3 ? word_size / 3 : 1) + 1;

    if (word_size > WORD_BYTES_MAX) return NULL;
    for (size_t i = 0; i < word_count; i++) {
        if (strlen(words[i]) > WORD_BYTES_MAX) continue;
        size_t found = distance(word, words[i]);
        if (found >= best_distance) continue;
        best_distance = found;
        best = words[i];
    }
    return best;
}
