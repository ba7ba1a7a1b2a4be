/* SPDX-License-Identifier: Apache-2.0 */
/* Calendars as files: what a good one gives, and what is said of each slip, with its place. */
#include "client/calendar_yaml.h"
#include "tests/support/calendar_china.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* Lines 1 to 5; what most tests are about begins at line 6. */
#define HEAD \
    "name: t\ntitle: T\nutc_offset: +08:00\noffice_hours: [09:00-12:00, 13:30-17:30]\n" \
    "years:\n"
#define YEAR "  2025:\n    source: s\n" /* lines 6 and 7 */

static struct calendar_file file;
static struct lint_report report;

static enum err load(const char *text)
{
    struct span bytes = { (const uint8_t *)text, strlen(text) };
    memset(&file, 0, sizeof file);
    return calendar_load_text(bytes, &file, &report);
}

/* One slip, and nothing else is found. */
static void expect(const char *text, struct lint_place place, const char *rule, const char *part)
{
    enum err err = load(text);
    const struct lint_finding *finding = &report.findings[0];
    bool is_expected = report.count == 1 && finding->line == place.line &&
                       finding->column == place.column && strcmp(finding->rule, rule) == 0 &&
                       strstr(finding->text, part) != NULL;
    if (!is_expected) {
        for (uint32_t i = 0; i < report.count; i++) {
            lint_finding_print(stderr, "got", &report.findings[i]);
        }
        fail_msg("wanted %u:%u ... %s ... [%s] of\n%s", place.line, place.column, part, rule, text);
    }
    assert_int_equal(err, ERR_FIELD_INVALID);
}

#define EXPECT(text, line, column, rule, part) \
    expect(text, (struct lint_place){ line, column }, rule, part)

/* ---- Good files ---------------------------------------------------------------------------- */

static void test_a_file_gives_a_name_hours_and_years_in_their_order(void **state)
{
    (void)state;
    enum err err = load(HEAD "  2026:\n    source: later\n    working_days: 260\n"
                             "    holidays: [2026-01-01]\n"
                             "  \"2025\":\n    source: sooner\n    working_days: 260\n"
                             "    holidays: [2025-01-01, 2025-01-28..2025-01-29]\n"
                             "    makeup_days: [2025-01-25..2025-01-26]\n");
    assert_int_equal(err, OK);
    assert_int_equal(report.count, 0);
    assert_string_equal(file.name.text, "t");
    assert_string_equal(file.title, "T");
    assert_int_equal(file.hours.utc_offset_minutes, 480);
    assert_int_equal(file.hours.interval_count, 2);
    assert_int_equal(file.hours.intervals[1].open_minute, 13 * 60 + 30);
    assert_int_equal(file.hours.intervals[1].close_minute, 17 * 60 + 30);
    assert_int_equal(file.source_count, 2);
    assert_int_equal(file.sources[0].year, 2025);
    assert_string_equal(file.sources[0].text, "sooner");
    assert_string_equal(file.sources[1].text, "later");
    assert_false(calendar_is_working(&file.calendar, calendar_china_day("2025-01-29")));
    assert_true(calendar_is_working(&file.calendar, calendar_china_day("2025-01-26")));
    assert_true(calendar_is_working(&file.calendar, calendar_china_day("2025-01-27")));
}

static void test_chinas_calendar_has_a_source_for_each_year(void **state)
{
    (void)state;
    const struct calendar_file *china = calendar_china();
    static const char *const notices[] = { "5730844", "6911528", "6986383", "7047091" };
    assert_string_equal(china->name.text, "cn");
    assert_int_equal(china->source_count, 4);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(china->sources[i].year, 2023 + i);
        assert_non_null(strstr(china->sources[i].text, "gov.cn content_"));
        assert_non_null(strstr(china->sources[i].text, notices[i]));
    }
}

static void test_chinas_calendar_is_found_from_the_program(void **state)
{
    (void)state;
    char path[CALENDAR_PATH_MAX + 1];
    calendar_path(path);
    assert_int_equal(access(path, R_OK), 0);
    assert_non_null(strstr(path, "/procedures/calendars/cn.yaml"));
}

/* ---- Days ---------------------------------------------------------------------------------- */

static void test_a_day_in_another_year_is_refused(void **state)
{
    (void)state;
    EXPECT(HEAD YEAR "    working_days: 261\n    holidays: [2024-01-01]\n", 9, 16, "wrong-year",
           "2024-01-01 is not in 2025; move it");
    EXPECT(HEAD YEAR "    working_days: 260\n    holidays: [2025-12-31..2026-01-01]\n", 9, 16,
           "wrong-year", "2026-01-01 is not in 2025");
}

static void test_a_holiday_on_a_weekend_is_refused(void **state)
{
    (void)state;
    EXPECT(HEAD YEAR "    working_days: 261\n    holidays: [2025-02-01]\n", 9, 16, "wrong-weekday",
           "2025-02-01 is a Saturday, which is a rest day anyway; remove it");
    EXPECT(HEAD YEAR "    working_days: 261\n    holidays: [2025-01-31..2025-02-03]\n", 9, 16,
           "wrong-weekday", "2025-02-01");
}

static void test_a_make_up_day_from_monday_to_friday_is_refused(void **state)
{
    (void)state;
    EXPECT(HEAD YEAR
           "    working_days: 261\n    holidays: []\n    makeup_days:\n      - 2025-01-27\n",
           11, 9, "wrong-weekday", "2025-01-27 is a Monday, which is worked anyway; remove it");
}

static void test_a_day_that_stands_twice_is_refused(void **state)
{
    (void)state;
    EXPECT(HEAD YEAR "    working_days: 260\n    holidays: [2025-01-01, 2025-01-01]\n", 9, 28,
           "duplicate", "holidays names 2025-01-01 twice; remove one");
    EXPECT(HEAD YEAR "    working_days: 260\n    holidays: []\n"
                     "    makeup_days: [2025-01-25..2025-01-26, 2025-01-26]\n",
           10, 43, "duplicate", "makeup_days names 2025-01-26 twice");
}

static void test_what_is_no_date_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "2025-02-29",  "2025-1-1",     "01-01",
        "2025-01-01x", "2025-01-01..", "2025-01-01.2025-01-02",
        "2025-00-01",  "2025-13-01",   "x",
        "2025/01/01",  "..2025-01-01", "2025-01-01...2025-01-02",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char text[512];
        snprintf(text, sizeof text, HEAD YEAR "    working_days: 261\n    holidays: [\"%s\"]\n",
                 wrong[i]);
        EXPECT(text, 9, 16, "bad-date", "is no date; write 2025-01-31");
    }
    EXPECT(HEAD YEAR "    working_days: 261\n    holidays: [2025-01-03..2025-01-02]\n", 9, 16,
           "bad-date", "ends before it begins");
    EXPECT(HEAD YEAR "    working_days: 261\n    holidays: [2025]\n", 9, 16, "wrong-type",
           "a text is expected");
    EXPECT(HEAD YEAR "    working_days: 261\n    holidays: 2025-01-01\n", 9, 15, "wrong-type",
           "write [2025-01-01]");
}

/* ---- Years --------------------------------------------------------------------------------- */

static void test_a_year_that_stands_twice_is_refused(void **state)
{
    (void)state;
    EXPECT(HEAD YEAR "    working_days: 261\n    holidays: []\n" YEAR
                     "    working_days: 261\n    holidays: []\n",
           10, 3, "duplicate", "2025 stands here twice; remove one");
}

static void test_a_count_that_the_lists_do_not_give_is_refused(void **state)
{
    (void)state;
    EXPECT(HEAD YEAR "    working_days: 261\n    holidays: [2025-01-01]\n", 8, 19, "wrong-count",
           "working_days is 261, but with these holidays and make-up days 2025 has 260");
    EXPECT(HEAD YEAR "    working_days: 0\n    holidays: []\n", 8, 19, "out-of-range", "1 to 366");
}

static void test_a_year_out_of_bounds_is_refused(void **state)
{
    (void)state;
    EXPECT(HEAD "  1999: {}\n", 6, 3, "out-of-range", "from 2000 to 2063");
    EXPECT(HEAD "  2064: {}\n", 6, 3, "out-of-range", "from 2000 to 2063");
    EXPECT(HEAD "  next: {}\n", 6, 3, "out-of-range", "a year is next");
    EXPECT("name: t\ntitle: T\nutc_offset: +08:00\noffice_hours: [09:00-12:00]\nyears: {}\n", 5, 8,
           "missing-value", "years is empty; write at least one");
    EXPECT("name: t\ntitle: T\nutc_offset: +08:00\noffice_hours: [09:00-12:00]\nyears: 2025\n", 5,
           8, "wrong-type", "years is a number");
}

static void test_a_key_that_is_missing_mistyped_or_twice_is_named(void **state)
{
    (void)state;
    EXPECT(HEAD YEAR "    holidays: []\n", 7, 5, "missing-key", "2025 lacks the key working_days");
    EXPECT(HEAD YEAR "    working_days: 261\n    holiday: []\n", 9, 5, "unknown-key",
           "did you mean holidays?");
    EXPECT(HEAD YEAR "    working_days: 261\n    holidays: []\n    public: 1\n", 10, 5,
           "unknown-key", "there is no key 'public' here; remove it");
    EXPECT(HEAD YEAR "    working_days: 261\n    holidays: []\n    source: t\n", 10, 5, "duplicate",
           "source stands here twice");
    EXPECT("title: T\nutc_offset: +08:00\noffice_hours: [09:00-12:00]\nyears:\n" YEAR
           "    working_days: 261\n    holidays: []\n",
           1, 1, "missing-key", "the calendar lacks the key name; add it");
    EXPECT(HEAD "  2025: []\n", 6, 9, "wrong-type", "2025 is a list, a mapping is expected");
    EXPECT("[]\n", 1, 1, "wrong-type", "the calendar is a list");
}

static void test_all_slips_come_at_once(void **state)
{
    (void)state;
    assert_int_equal(load(HEAD YEAR "    working_days: 261\n"
                                    "    holidays: [2025-02-01, 2024-01-01, x]\n"
                                    "    makeup_days: [2025-01-27]\n"
                                    "  1999: {}\n"),
                     ERR_FIELD_INVALID);
    assert_int_equal(report.error_count, 5);
}

/* ---- Hours --------------------------------------------------------------------------------- */

static void expect_hours(const char *offset, const char *hours, struct lint_place place,
                         const char *rule)
{
    char text[512];
    snprintf(text, sizeof text,
             "name: t\ntitle: T\nutc_offset: %s\noffice_hours: %s\nyears:\n" YEAR
             "    working_days: 261\n    holidays: []\n",
             offset, hours);
    if (rule == NULL) {
        assert_int_equal(load(text), OK);
        return;
    }
    expect(text, place, rule, "write");
}

static void test_office_hours_are_spans_in_the_order_of_the_day(void **state)
{
    (void)state;
    const struct lint_place first = { 4, 16 };
    expect_hours("+08:00", "[00:00-24:00]", first, NULL);
    expect_hours("+08:00", "[]", (struct lint_place){ 4, 15 }, "bad-hours");
    expect_hours("+08:00", "[12:00-09:00]", first, "bad-hours");
    expect_hours("+08:00", "[09:00-09:00]", first, "bad-hours");
    expect_hours("+08:00", "[9:00-12:00]", first, "bad-hours");
    expect_hours("+08:00", "[09:00-24:01]", first, "bad-hours");
    expect_hours("+08:00", "[09:60-12:00]", first, "bad-hours");
    expect_hours("+08:00", "[09:00-12:00x]", first, "bad-hours");
    expect_hours("+08:00", "[09:00-12:00, 11:00-17:00]", (struct lint_place){ 4, 29 }, "bad-hours");
    expect_hours("+08:00", "[09:00-12:00, 12:00-17:00]", (struct lint_place){ 4, 29 }, "bad-hours");
    EXPECT("name: t\ntitle: T\nutc_offset: +08:00\n"
           "office_hours: [01:00-02:00, 03:00-04:00, 05:00-06:00, 07:00-08:00, 09:00-10:00]\n"
           "years:\n" YEAR "    working_days: 261\n    holidays: []\n",
           4, 68, "too-many", "a day has at most 4 spans");
}

static void test_offsets_from_utc_are_signed_and_bounded(void **state)
{
    (void)state;
    const struct lint_place place = { 3, 13 };
    expect_hours("-03:30", "[09:00-12:00]", place, NULL);
    assert_int_equal(file.hours.utc_offset_minutes, -210);
    expect_hours("+14:00", "[09:00-12:00]", place, NULL);
    expect_hours("\"08:00\"", "[09:00-12:00]", place, "bad-offset");
    expect_hours("+14:01", "[09:00-12:00]", place, "bad-offset");
    expect_hours("-12:01", "[09:00-12:00]", place, "bad-offset");
    expect_hours("+8:00", "[09:00-12:00]", place, "bad-offset");
    expect_hours("+08:00h", "[09:00-12:00]", place, "bad-offset");
}

/* ---- Files --------------------------------------------------------------------------------- */

static void test_what_is_no_yaml_or_no_file_is_said(void **state)
{
    (void)state;
    EXPECT("name: \xff\n", 1, 7, "not-text", "UTF-8");
    EXPECT("name: [\n", 2, 1, "syntax", "this is not YAML");
    EXPECT("", 0, 0, "syntax", "empty");
    assert_int_equal(calendar_load("/no/such/file.yaml", &file, &report), ERR_IO);
    assert_int_equal(report.count, 1);
    assert_string_equal(report.findings[0].rule, "unreadable");
    assert_non_null(strstr(report.findings[0].text, "No such file"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_file_gives_a_name_hours_and_years_in_their_order),
        cmocka_unit_test(test_chinas_calendar_has_a_source_for_each_year),
        cmocka_unit_test(test_chinas_calendar_is_found_from_the_program),
        cmocka_unit_test(test_a_day_in_another_year_is_refused),
        cmocka_unit_test(test_a_holiday_on_a_weekend_is_refused),
        cmocka_unit_test(test_a_make_up_day_from_monday_to_friday_is_refused),
        cmocka_unit_test(test_a_day_that_stands_twice_is_refused),
        cmocka_unit_test(test_what_is_no_date_is_refused),
        cmocka_unit_test(test_a_year_that_stands_twice_is_refused),
        cmocka_unit_test(test_a_count_that_the_lists_do_not_give_is_refused),
        cmocka_unit_test(test_a_year_out_of_bounds_is_refused),
        cmocka_unit_test(test_a_key_that_is_missing_mistyped_or_twice_is_named),
        cmocka_unit_test(test_all_slips_come_at_once),
        cmocka_unit_test(test_office_hours_are_spans_in_the_order_of_the_day),
        cmocka_unit_test(test_offsets_from_utc_are_signed_and_bounded),
        cmocka_unit_test(test_what_is_no_yaml_or_no_file_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
