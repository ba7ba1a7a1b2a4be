/* SPDX-License-Identifier: Apache-2.0 */
/* Someone who changes a stored journal behind everyone's back: straight in LMDB, by its rules.
 *
 * LMDB allows one environment of a file in a process. So each deed opens and closes it; nobody else
 * in this process may have the journal open then. */
#ifndef TESTS_SUPPORT_VANDAL_H
#define TESTS_SUPPORT_VANDAL_H

#include "broker/shell/journal.h"
#include "tongfa/state.h"

struct vandal;

struct vandal *vandal_new(const char *dir);
void vandal_free(struct vandal **vandal);

/* Records; values are 32 bytes of chain hash and the record. All must exist. */
void vandal_flip_record(struct vandal *vandal, uint64_t position, size_t byte);
void vandal_delete_record(struct vandal *vandal, uint64_t position);
void vandal_take_record(struct vandal *vandal, uint64_t position); /* delete one, and ... */
void vandal_bring_back(struct vandal *vandal);                     /* undo that */
void vandal_cut_record(struct vandal *vandal, uint64_t position, size_t size);
void vandal_exchange_records(struct vandal *vandal, uint64_t left, uint64_t right);

/* Replace a record and make the chain right from there to the end. */
void vandal_forge_record(struct vandal *vandal, uint64_t position, struct span record);

/* Rows of tables. value NULL: delete. */
void vandal_put(struct vandal *vandal, enum store_table table, const char *key, const char *value);
void vandal_put_bytes(struct vandal *vandal, enum store_table table, const char *key,
                      struct span value);
void vandal_delete_first(struct vandal *vandal, enum store_table table);
void vandal_flip_first(struct vandal *vandal, enum store_table table); /* its last byte */
void vandal_read_image(struct vandal *vandal, enum store_table table, struct bundle_image *image);
void vandal_write_image(struct vandal *vandal, enum store_table table,
                        const struct bundle_image *image);

#endif
