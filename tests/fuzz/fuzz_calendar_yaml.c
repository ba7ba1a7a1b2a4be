/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes at all as a calendar: a report comes out, and a calendar only without an error in it.
 * Whatever calendar that is, what is added can be counted back. */
#include "client/calendar_yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* libfyaml 0.7.12 loses the memory of a quoted scalar that it refuses. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml.so\n";
}

static void check_counting(const struct calendar_file *file, int64_t from_ms)
{
    int64_t amount = 12345678;
    int64_t end_ms =
        calendar_add(&file->calendar, &file->hours, LIMIT_WORKING_HOURS, from_ms, amount).at_ms;
    struct calendar_amount counted =
        calendar_count(&file->calendar, &file->hours, LIMIT_WORKING_HOURS, from_ms, end_ms);
    assert(counted.amount == amount);

    struct calendar_instant last =
        calendar_add(&file->calendar, &file->hours, LIMIT_WORKING_DAYS, from_ms, 30);
    assert(calendar_is_working(&file->calendar, last.day));
    counted =
        calendar_count(&file->calendar, &file->hours, LIMIT_WORKING_DAYS, from_ms, last.at_ms);
    assert(counted.amount == 30);
}

static void check_file(const struct calendar_file *file)
{
    assert(office_hours_is_valid(&file->hours));
    assert(file->source_count > 0);
    for (uint32_t i = 0; i < file->source_count; i++) {
        int32_t year = file->sources[i].year;
        uint32_t count = 0;
        int32_t first = civil_to_day((struct civil){ year, 1, 1 });
        assert(calendar_is_published(&file->calendar, year));
        assert(i == 0 || file->sources[i - 1].year < year);
        for (int32_t day = first; day < first + (int32_t)civil_year_days(year); day++) {
            count += calendar_is_working(&file->calendar, day) ? 1 : 0;
        }
        assert(count == calendar_working_count(&file->calendar, year));
        check_counting(file, first * CIVIL_DAY_MS);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct lint_report report;
    static struct calendar_file file;

    enum err err = calendar_load_text((struct span){ bytes, size }, &file, &report);
    if (err == OK) {
        assert(report.error_count == 0);
        check_file(&file);
    } else {
        assert(err == ERR_FIELD_INVALID);
        assert(report.error_count > 0);
    }
    return 0;
}
