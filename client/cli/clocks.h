/* SPDX-License-Identifier: Apache-2.0 */
/* The clocks of a bundle, as tongfa_show gives it, on standard output; nothing if it has none. */
#ifndef CLIENT_CLI_CLOCKS_H
#define CLIENT_CLI_CLOCKS_H

#include <jansson.h>

/* A table: each limit, what is used and left, when it ends, and whether the clock runs. */
void clocks_print(const json_t *bundle);

/* A line for each clock that runs: when its limits end. */
void deadlines_print(const json_t *bundle);

#endif
