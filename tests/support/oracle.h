/* SPDX-License-Identifier: Apache-2.0 */
/* A second opinion on MessagePack: what msgpack-c's unpacker makes of the same bytes. */
#ifndef TESTS_SUPPORT_ORACLE_H
#define TESTS_SUPPORT_ORACLE_H

#include "tongfa/base.h"

/* Read the first value of bytes with proto/reader and with msgpack-c, and compare: both take it or
 * both refuse it, it ends at the same byte and holds the same values. They may differ where the
 * reader is stricter on purpose: text that is not UTF-8, and nesting deeper than NESTING_MAX.
 *
 * Returns: NULL if they agree, else what they disagree about. */
const char *oracle_disagrees(struct span bytes);

#endif
