/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands that read a data directory share. */
#ifndef CLIENT_CLI_JOURNAL_H
#define CLIENT_CLI_JOURNAL_H

#include "broker/shell/journal.h"
#include "broker/shell/offline.h"
#include "client/cli/cli.h"

/* Open a data directory for reading. Returns EXIT_OK, or has said what is wrong. */
int data_open(struct cli *cli, const char *data, struct journal **journal);

/* What kept an offline command from finishing; the log has the details. Returns the exit code. */
int data_failed(struct cli *cli, enum err err);

/* For offline_verify and its like: one line for each problem, as it is found; self is the cli. */
bool verify_complain(void *self, const struct offline_problem *problem);

void verify_say(const struct cli *cli, const struct offline_verified *verified);

#endif
