/* SPDX-License-Identifier: Apache-2.0 */
/* From when on a version of a procedure is in force: from the day that it names, or else from its
 * publication on. Days are numbers such as 20260301, local to the office.
 *
 * A bundle is governed by the version that is in force when it is accepted. What is received under an
 * older one, and accepted when a newer one has come into force meanwhile, is moved (migration.h), if
 * that is possible; where silence makes it accepted, that was at the receipt, and so is the version.
 * A definition never touches what was accepted before it. */
#ifndef BROKER_CORE_IN_FORCE_H
#define BROKER_CORE_IN_FORCE_H

#include "broker/core/office_hours.h"
#include "broker/core/published.h"

/* There is such a day, in a year that a calendar can have. */
bool in_force_is_day(uint32_t number);

/* The local day of an instant as a number. */
uint32_t in_force_day(const struct office_hours *hours, int64_t at_ms);

/* The highest version that is in force on a day, or the one that is named, in force or not.
 * PUBLISHED_NONE: there is none. */
uint32_t in_force_find(const struct published_list *list, const struct name *name, uint32_t version,
                       uint32_t day);

#endif
