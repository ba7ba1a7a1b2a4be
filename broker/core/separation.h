/* SPDX-License-Identifier: Apache-2.0 */
/* Accepting and deciding are separate acts of separate persons (受审分离: 许可法 24, 滨州 10): whoever
 * accepted a bundle neither reviews nor signs a stage of it. */
#ifndef BROKER_CORE_SEPARATION_H
#define BROKER_CORE_SEPARATION_H

#include "broker/core/intake.h"

/* This person accepted the bundle. A submission that was taken without an acceptance of its own was
 * accepted by nobody. */
static inline bool separation_has_accepted(const struct bundles *bundles,
                                           const struct bundle *bundle, const struct name *who)
{
    const struct name *acceptor = intake_acceptor(bundles, bundle);

    assert(!name_is_empty(who));
    return acceptor != NULL && name_is_equal(acceptor, who);
}

#endif
