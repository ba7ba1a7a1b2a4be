/* SPDX-License-Identifier: Apache-2.0 */
/* The unified social credit code of a legal person: 18 characters, the last one checks the rest. */
#ifndef WORKERS_DEPARTMENTS_USCC_H
#define WORKERS_DEPARTMENTS_USCC_H

#include <stdbool.h>

/* True for 18 characters of the code's alphabet with a right check character.
 *
 * Source: GB 32100-2015, 4 and 5. */
bool uscc_is_valid(const char *text);

#endif
