/* SPDX-License-Identifier: Apache-2.0 */
/* Says of most keys that no ended bundle has them, without a look at the disk.
 *
 * Each submission brings a key, and nearly all are new. To find that out in STORE_KEY is a walk through
 * a table that grows for ever, to pages that nobody else needs: 7 % of the engine's time with a
 * few hundred thousand ended bundles, and a read of the disk where the table does not fit the memory. This is a Bloom filter of
 * a fixed size: what it excludes is not there, what it does not exclude has to be looked for. Of 10
 * million keys it lets through less than one in a hundred; of 100 million, nearly all.
 *
 * Source:  F. Putze, P. Sanders, J. Singler, Cache-, Hash- and Space-Efficient Bloom Filters (2009):
 *          all bits of a key lie in one cache line. */
#ifndef BROKER_SHELL_KEY_FILTER_H
#define BROKER_SHELL_KEY_FILTER_H

#include "broker/shell/journal.h"

#define KEY_FILTER_BYTES (UINT64_C(16) << 20) /* touched as used */

struct key_filter {
    uint64_t *words;
    struct hash learnt; /* no key of STORE_KEY up to this one is unknown */
    bool is_learning;   /* there may be more behind it */
};

/* Errors: ERR_NO_MEMORY - logged. */
enum err key_filter_init(struct key_filter *filter);
void key_filter_fini(struct key_filter *filter); /* accepts a zeroed one */

/* A key that STORE_KEY has, or is about to get. */
void key_filter_add(struct key_filter *filter, const struct hash *key_hash);

/* The key will be added or asked for soon: fetch where it stands. Changes nothing. */
void key_filter_expect(const struct key_filter *filter, const struct hash *key_hash);

/* Read on in STORE_KEY, so many keys at most; in order of hashes, so what has been read is of use at
 * once. Ends the learning behind the last one, and when the table cannot be read. */
void key_filter_learn(struct key_filter *filter, struct view *view, uint32_t count);

/* STORE_KEY has no such key. False: it has to be looked for. */
bool key_filter_excludes(const struct key_filter *filter, const struct hash *key_hash);

#endif
