/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of `verify`: a journal held against the signed checkpoints in its own table. */
#ifndef BROKER_SHELL_OFFLINE_EVIDENCE_H
#define BROKER_SHELL_OFFLINE_EVIDENCE_H

#include "broker/shell/offline_tables.h"

/* Compare every signed checkpoint of the table with the records of a view that was begun.
 *
 * Errors: ERR_IO, ERR_CORRUPT - the file cannot be read, logged. */
enum err offline_check_signed(struct journal *journal, struct view *view, struct findings *findings,
                              uint64_t *count);

#endif
