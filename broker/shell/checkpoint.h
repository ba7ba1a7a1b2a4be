/* SPDX-License-Identifier: Apache-2.0 */
/* The checkpoint: continuous and incremental. With each batch go the globals that it changed and a
 * small portion of bundle images, so that a restart reads what is open and a bounded rest of the
 * journal, never its history; and nothing ever stops for it. */
#ifndef BROKER_SHELL_CHECKPOINT_H
#define BROKER_SHELL_CHECKPOINT_H

#include "broker/shell/late_keys.h"

#define CHECKPOINT_BEHIND_DEFAULT 100000
#define CHECKPOINT_PORTION_DEFAULT 256

struct checkpoint {
    uint64_t behind_max;           /* facts that a restart may have to replay */
    uint32_t portion;              /* images with each batch at least, while there is need */
    uint64_t recover_from;         /* as last put into a draft; 0: not yet */
    const struct draft *under_way; /* filled, not committed; NULL: none */
    struct late_keys *late;        /* where keys wait; NULL: they go into their table at once */
    struct bundle_image image;     /* scratch */
};

/* behind_max is the bound of the replay distance: a larger one writes less (a bundle that ends
 * sooner is stored once, as ended), and keeps ended bundles in memory for longer. A bundle of five
 * stages has 9 facts: with the default those are stored once that end among 11,000 others. */
void checkpoint_init(struct checkpoint *checkpoint, uint64_t behind_max, uint32_t portion);

/* Complete a draft that holds all facts of the engine so far: call last, just before
 * journal_append. is_idle: nothing else is to do; then bundles go out that could wait.
 *
 * A draft without records may get rows too: append it if it is not empty (draft_is_empty), and
 * then fill no other until it was committed. Calling this again and again with is_idle ends with an
 * empty draft, when a restart would replay nothing. */
void checkpoint_fill(struct checkpoint *checkpoint, struct engine *engine, struct draft *draft,
                     bool is_idle);

/* The same for an engine that is still behind the journal, while recovery rebuilds tables that lack
 * facts: everything that it has goes into a draft without records. */
void checkpoint_catch_up(struct checkpoint *checkpoint, struct engine *engine, struct draft *draft);

/* The draft is durable: forget the ended bundles that it stored. Begin a view anew before the next
 * look-up by key. */
void checkpoint_committed(struct checkpoint *checkpoint, struct engine *engine,
                          const struct draft *draft);

#endif
