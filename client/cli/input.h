/* SPDX-License-Identifier: Apache-2.0 */
/* JSON objects from a file or standard input: one, one a line, one after another, or in an array. */
#ifndef CLIENT_CLI_INPUT_H
#define CLIENT_CLI_INPUT_H

#include "client/cli/cli.h"

struct input;

/* What bundles look like. */
#define INPUT_BUNDLE "{ \"procedure\": ... }"

/* Open a file, "-" being standard input. example - what its objects look like, for who gave something
 * else. Returns EXIT_OK, or has said what is wrong. */
int input_open(struct cli *cli, struct input **out, const char *path, const char *example);
void input_close(struct input **input); /* accepts NULL */

/* The next object, a new reference; NULL at the end. What is no JSON object is said and passed
 * over, see input_has_failed. */
json_t *input_next(struct input *input);

/* The line that the object given last begins at, from 1. */
uint64_t input_line(const struct input *input);

/* Something was no JSON object, or could not be read. */
bool input_has_failed(const struct input *input);

#endif
