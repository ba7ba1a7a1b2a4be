/* SPDX-License-Identifier: Apache-2.0 */
/* Ended bundles whose permits have a term that runs (works must begin, the permit expires) are not in
 * memory. STORE_WAKE holds, in order of time, when each must be looked at; this file looks. */
#ifndef BROKER_SHELL_WAKE_H
#define BROKER_SHELL_WAKE_H

#include "broker/shell/draft.h"

struct broker;

struct wakes {
    int64_t next_ms;            /* of the first row; INT64_MAX: there is none */
    bool is_known;              /* ... as of the last commit that changed rows */
    const struct draft *moving; /* rows are moved in it, and it is not durable; NULL: none */
};

/* When wake_run has something to do, or INT64_MAX. */
int64_t wake_due_ms(struct broker *broker);

/* Bring back what is due, let the engine do what follows, and write when to look again. */
void wake_run(struct broker *broker);

/* A draft is durable. */
void wake_committed(struct broker *broker, const struct draft *draft);

#endif
