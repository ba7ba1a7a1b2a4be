/* SPDX-License-Identifier: Apache-2.0 */
/* Bundles that have ended and left memory: when something can be due of them (engine_wake_ms). What the
 * shell remembers is a hint: the calendar that counts is that of the day on which it looks. */
#ifndef BROKER_CORE_WAKE_H
#define BROKER_CORE_WAKE_H

#include "broker/core/machine.h"

/* When to look at what is due at due_ms by the calendar of now, and not before earliest_ms by any calendar
 * of the same UTC offset: some days before that, for other offsets; from then on once a day at least,
 * since a calendar may bring it nearer.
 *
 * Units:   ms of broker time, all greater than 0.
 * Returns: later than now_ms. */
int64_t wake_at(int64_t earliest_ms, int64_t due_ms, int64_t now_ms);

#endif
