/* SPDX-License-Identifier: Apache-2.0 */
/* A calendar as it is published (include/tongfa/calendar.h), and what the broker keeps of it. */
#ifndef BROKER_CORE_CALENDAR_NOTICE_H
#define BROKER_CORE_CALENDAR_NOTICE_H

#include "broker/core/calendar.h"
#include "tongfa/calendar.h"

/* Whether a notice keeps the rules of proto/SPEC.md 9 "PUBLISH_CALENDAR"; any values may be asked.
 *
 * Returns: NULL - it does; else which rule it breaks, an English sentence. */
const char *calendar_notice_flaw(const struct calendar_notice *notice);

/* Everything that is in the notice is so already.
 *
 * Shape:   notice - without a flaw. */
bool calendar_notice_is_known(const struct calendar_notice *notice, const struct calendar *calendar,
                              const struct office_hours *hours);

/* Its years and hours take the place of those that are there.
 *
 * Shape:   notice - without a flaw. */
void calendar_notice_take(const struct calendar_notice *notice, struct calendar *calendar,
                          struct office_hours *hours);

/* The way back, for a year: its working days as the bytes of a notice.
 *
 * Shape:   year - published. */
void calendar_year_bytes(const struct calendar *calendar, int32_t year,
                         uint8_t bytes[CALENDAR_DAYS_BYTES]);

/* What the broker takes for a year where there is none, and for office hours: Monday to Friday,
 * 09:00 to 17:30 at UTC+08:00. Source: proto/SPEC.md 9 "PUBLISH_CALENDAR". */
extern const struct office_hours office_hours_default;

#endif
