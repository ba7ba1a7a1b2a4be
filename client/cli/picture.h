/* SPDX-License-Identifier: Apache-2.0 */
/* A time line of a bundle: when each review ran, when its verdict was given, when the decision took
 * effect and when the permit was issued. */
#ifndef CLIENT_CLI_PICTURE_H
#define CLIENT_CLI_PICTURE_H

#include <jansson.h>

#include <stdio.h>

/* bundle - as tongfa_show gives it; history - all its facts, oldest first. */
void picture_print(FILE *file, const json_t *bundle, const json_t *history);

#endif
