/* SPDX-License-Identifier: Apache-2.0 */
#include "workers/departments/uscc.h"

#include <stddef.h>
#include <string.h>

#define USCC_LENGTH 18

/* Digits and letters without I, O, S, V and Z; a character's place is its value. */
static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/* Powers of 3 modulo 31, one for each character before the check character. */
static const unsigned weights[USCC_LENGTH - 1] = { 1,  3,  9,  27, 19, 26, 16, 17, 20,
                                                   29, 25, 13, 8,  24, 10, 30, 28 };

/* Value of a character, or -1. */
static int value_of(char character)
{
    const char *at = character == '\0' ? NULL : strchr(alphabet, character);
    return at == NULL ? -1 : (int)(at - alphabet);
}

bool uscc_is_valid(const char *text)
{
    if (strlen(text) != USCC_LENGTH) return false;

    unsigned sum = 0;
    for (size_t i = 0; i < USCC_LENGTH - 1; i++) {
        int value = value_of(text[i]);
        if (value < 0) return false;
        sum += weights[i] * (unsigned)value;
    }
    return value_of(text[USCC_LENGTH - 1]) == (int)((31 - sum % 31) % 31);
}
