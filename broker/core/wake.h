/* SPDX-License-Identifier: Apache-2.0 */
/* Bundles that have ended and left memory: when something can be due of them (engine_wake_ms). What the
 * shell remembers is a hint: the calendar that counts is that of the day on which it looks. */
#ifndef BROKER_CORE_WAKE_H
#define BROKER_CORE_WAKE_H

#include "broker/core/machine.h"

/* When to look at what is due at an instant by the calendar of now, and cannot be so before another,
 * whatever the calendar is or will be, in the same UTC offset: some days before that, for others. Once that has come, at the end by the calendar of the
 * day, looked at once a day at least, since a calendar may bring it nearer. */
int64_t wake_at(int64_t earliest_ms, int64_t due_ms, int64_t now_ms);

#endif
