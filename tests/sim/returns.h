/* SPDX-License-Identifier: Apache-2.0 */
/* Returns, for whatever else goes by them. */
#ifndef TESTS_SIM_RETURNS_H
#define TESTS_SIM_RETURNS_H

#include "tests/sim/audit.h"

/* It was returned to, and others wait for its verdict. */
bool returns_await(const struct audit_bundle *bundle, uint8_t stage);

#endif
