/* SPDX-License-Identifier: Apache-2.0 */
/* From a file to what a broker is sent. */
#include "client/calendar_yaml.h"

void calendar_notice_of(const struct calendar_file *file, uint32_t from, calendar_bytes bytes,
                        struct calendar_notice *notice)
{
    int16_t offset = file->hours.utc_offset_minutes;

    *notice = (struct calendar_notice){
        .ahead_minutes = (uint16_t)(offset > 0 ? offset : 0),
        .behind_minutes = (uint16_t)(offset < 0 ? -offset : 0),
        .hour_count = file->hours.interval_count,
    };
    for (uint32_t i = 0; i < notice->hour_count; i++) {
        notice->hours[i].open_minute = file->hours.intervals[i].open_minute;
        notice->hours[i].close_minute = file->hours.intervals[i].close_minute;
    }
    for (uint32_t i = from; i < file->source_count; i++) {
        uint32_t at = notice->year_count;
        const struct calendar_source *source = &file->sources[i];
        if (at == CALENDAR_YEARS_PER_FACT) break;
        calendar_year_bytes(&file->calendar, source->year, bytes[at]);
        notice->years[notice->year_count++] = (struct calendar_days){
            .year = (uint16_t)source->year,
            .working = { .at = bytes[at], .size = CALENDAR_DAYS_BYTES },
            .source = { .at = (const uint8_t *)source->text, .size = strlen(source->text) },
        };
    }
}
