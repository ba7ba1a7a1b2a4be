/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of `verify`: the hashing of records, in a thread of its own beside the reading of them, and in the
 * caller's when it has read.
 *
 *     chain_check_open
 *     for each portion:  chain_check_begin ... the caller reads the same records ... chain_check_end
 *     chain_check_close */
#ifndef BROKER_SHELL_OFFLINE_CHAIN_H
#define BROKER_SHELL_OFFLINE_CHAIN_H

#include "broker/shell/offline_tables.h"

/* Findings that wait until it is their turn to be told. */
struct kept_findings {
    struct offline_problem *list;
    size_t count;
    size_t capacity;
};

/* Keep one. Returns false, which stops whoever complains, if there is no memory: then list is NULL.
 * It is an offline_complain; self is the struct kept_findings. */
bool findings_keep(void *self, const struct offline_problem *problem);
void kept_fini(struct kept_findings *kept);

struct chain_check;

/* Enough to wait seldom, few enough to keep findings. */
#define CHAIN_PORTION_RECORDS 16384

/* Errors: ERR_NO_MEMORY. */
enum err chain_check_open(struct chain_check **out, struct journal *journal);

/* Begin to check the records of [from, to): up to CHAIN_PORTION_RECORDS. */
void chain_check_begin(struct chain_check *check, uint64_t from, uint64_t to);

/* Help with it until it is done.
 *
 * Owns:   *kept points to what was found in this portion, in order; it stays the check's.
 * Errors: ERR_IO, ERR_NO_MEMORY - it could not be checked. */
enum err chain_check_end(struct chain_check *check, const struct kept_findings **kept);

/* After the last portion: records checked, and the chain hash of the last one as stored. */
uint64_t chain_check_records(const struct chain_check *check);
void chain_check_head(const struct chain_check *check, uint8_t chain[CHAIN_BYTES]);

void chain_check_close(struct chain_check **self); /* accepts NULL; nulls the pointer */

#endif
