/* SPDX-License-Identifier: Apache-2.0 */
/* China's calendar for tests, and a second one that shares nothing with it: the days are written
 * here again from the notices, one by one, and looked up in the list. */
#ifndef TESTS_SUPPORT_CALENDAR_CHINA_H
#define TESTS_SUPPORT_CALENDAR_CHINA_H

#include "client/calendar_yaml.h"

/* procedures/calendars/cn.yaml; a test that cannot load it fails. */
const struct calendar_file *calendar_china(void);

/* Day and instant of "2023-03-30", "2023-03-30T16:00" in China. */
int32_t calendar_china_day(const char *text);
int64_t calendar_china_ms(const char *text);

/* By the lists here; false for a day of a year that was not published. */
bool calendar_china_is_working(int32_t day);
bool calendar_china_is_published(int32_t day);

#endif
