/* SPDX-License-Identifier: Apache-2.0 */
/* A few lines instead of snprintf, which the core has no right to. */
#include "broker/core/words.h"

#define DIGITS_MAX 20 /* of UINT64_MAX */

void words_init(struct words *words, char *at, size_t capacity)
{
    assert(at != NULL);
    assert(capacity > 0);

    *words = (struct words){ .at = at, .capacity = capacity };
    at[0] = '\0';
}

/* The byte goes on with a character that others began. */
static bool is_inner(char byte)
{
    return ((uint8_t)byte & 0xc0) == 0x80;
}

/* The buffer is full: take back what there is of a character whose next byte does not fit. */
static void cut(struct words *words, char next)
{
    size_t size = words->size;

    words->is_cut = true;
    if (!is_inner(next)) return;
    while (size > 0 && is_inner(words->at[size - 1])) {
        size--;
    }
    if (size > 0) size--;
    words->size = size;
    words->at[size] = '\0';
}

/* One more byte, unless the buffer is full. */
static void add_char(struct words *words, char c)
{
    assert(words->size < words->capacity);
    assert(words->at[words->size] == '\0');

    if (words->is_cut) return;
    if (words->size + 1 == words->capacity) {
        cut(words, c);
        return;
    }
    words->at[words->size++] = c;
    words->at[words->size] = '\0';
}

void words_add(struct words *words, const char *text)
{
    assert(text != NULL);

    for (; *text != '\0'; text++) {
        add_char(words, *text);
    }
}

void words_add_name(struct words *words, const struct name *name)
{
    assert(name != NULL);

    add_char(words, '"');
    for (size_t i = 0; i < NAME_BYTES_MAX && name->text[i] != '\0'; i++) {
        bool is_printable = name->text[i] > ' ' && name->text[i] <= '~';
        if (is_printable) add_char(words, name->text[i]);
        if (!is_printable) add_char(words, '?');
    }
    add_char(words, '"');
}

void words_add_number(struct words *words, uint64_t number)
{
    char digits[DIGITS_MAX + 1];
    size_t first = DIGITS_MAX;

    digits[DIGITS_MAX] = '\0';
    do {
        assert(first > 0);
        digits[--first] = "0123456789"[number % 10];
        number /= 10;
    } while (number != 0);
    words_add(words, digits + first);
}
