/* SPDX-License-Identifier: Apache-2.0 */
/* A calendar on its way: from a file to a notice, into an engine, into the store's row, and back. */
#include "broker/shell/store.h"
#include "client/calendar_yaml.h"
#include "tests/support/directory.h"
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct calendar_file china;
static calendar_bytes bytes;
static struct calendar_notice notice; /* of china, whole */
static struct fixture fixture;

static int set_up(void **state)
{
    static struct lint_report report;
    char path[CALENDAR_PATH_MAX + 1];

    (void)state;
    calendar_path(path);
    assert_int_equal(calendar_load(path, &china, &report), OK);
    calendar_notice_of(&china, 0, bytes, &notice);
    fixture_open(&fixture, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

/* The answer to a publication by the broker itself. */
static enum err publish(const struct calendar_notice *calendar)
{
    fixture_event(&fixture, EVENT_PUBLISH_CALENDAR, 0)->publish_calendar.calendar = *calendar;
    fixture_step(&fixture);
    const struct effect *refused = fixture_effect(&fixture, EFFECT_REFUSED, 0);
    return refused == NULL ? OK : refused->refused.err;
}

static void assert_same_years(const struct calendar *left, const struct calendar *right)
{
    for (int32_t i = 0; i < CALENDAR_YEARS; i++) {
        const struct calendar_year *a = &left->years[i];
        const struct calendar_year *b = &right->years[i];
        assert_int_equal(a->is_published, b->is_published);
        assert_int_equal(a->working_count, b->working_count);
        assert_memory_equal(a->working, b->working, sizeof a->working);
    }
}

/* ---- Rules ---------------------------------------------------------------------------------- */

static void test_chinas_calendar_has_no_flaw(void **state)
{
    (void)state;
    assert_int_equal(notice.year_count, 4);
    assert_int_equal(notice.ahead_minutes, 480);
    assert_null(calendar_notice_flaw(&notice));
}

#define ASSERT_FLAW(change) \
    do { \
        struct calendar_notice changed = notice; \
        change; \
        assert_non_null(calendar_notice_flaw(&changed)); \
        assert_int_equal(publish(&changed), ERR_CALENDAR_INVALID); \
        assert_int_equal(fixture.journal_count, 0); \
    } while (0)

static void test_each_broken_rule_is_refused_and_nothing_taken(void **state)
{
    (void)state;
    static const uint8_t long_year[CALENDAR_DAYS_BYTES] = { [45] = 0x20 }; /* day 365 */

    ASSERT_FLAW(changed.behind_minutes = 1);
    ASSERT_FLAW(changed.ahead_minutes = 841);
    ASSERT_FLAW((changed.ahead_minutes = 0, changed.behind_minutes = 721));
    ASSERT_FLAW(changed.hour_count = 0);
    ASSERT_FLAW(changed.hour_count = CALENDAR_HOURS_MAX + 1);
    ASSERT_FLAW(changed.hours[0].close_minute = changed.hours[0].open_minute);
    ASSERT_FLAW(changed.hours[0].close_minute = 1441);
    ASSERT_FLAW((changed.hour_count = 2, changed.hours[1] = changed.hours[0]));
    ASSERT_FLAW(changed.year_count = CALENDAR_YEARS_PER_FACT + 1);
    ASSERT_FLAW(changed.years[0].year = CALENDAR_YEAR_FIRST - 1);
    ASSERT_FLAW(changed.years[3].year = CALENDAR_YEAR_LAST + 1);
    ASSERT_FLAW(changed.years[1].year = changed.years[0].year);
    ASSERT_FLAW(changed.years[0].working.size--);
    ASSERT_FLAW(changed.years[0].working.at = long_year);
    struct calendar_notice leap = notice;
    leap.years[1].working.at = long_year; /* 2024 has that day */
    assert_null(calendar_notice_flaw(&leap));
}

/* ---- The engine ----------------------------------------------------------------------------- */

static void test_without_a_calendar_office_hours_are_those_of_spec(void **state)
{
    (void)state;
    const struct calendar_image *kept = engine_calendar(fixture.engine);
    assert_int_equal(kept->position, 0);
    assert_int_equal(kept->hours.utc_offset_minutes, 480);
    assert_int_equal(office_hours_day_ms(&kept->hours), (17 * 60 + 30 - 9 * 60) * 60000);
    assert_false(calendar_is_published(&kept->calendar, 2025));
}

static void test_the_engine_has_what_the_file_has(void **state)
{
    (void)state;
    assert_int_equal(publish(&notice), OK);
    const struct calendar_image *kept = engine_calendar(fixture.engine);
    assert_int_equal(kept->position, 1);
    assert_same_years(&kept->calendar, &china.calendar);
    assert_memory_equal(&kept->hours, &china.hours, sizeof china.hours);
}

static void test_what_would_change_nothing_is_repeated(void **state)
{
    (void)state;
    struct calendar_notice part = notice;
    part.year_count = 1;
    assert_int_equal(publish(&notice), OK);
    assert_int_equal(publish(&part), OK);
    assert_true(fixture_recorded(&fixture)->repeated);
    assert_int_equal(fixture_recorded(&fixture)->position, 1);
    assert_int_equal(fixture.journal_count, 1);
}

static void test_years_that_are_not_named_stay(void **state)
{
    (void)state;
    struct calendar_notice part = notice;
    static uint8_t other[CALENDAR_DAYS_BYTES] = { 1 };

    part.year_count = 2;
    assert_int_equal(publish(&part), OK);
    part.years[0] = notice.years[2];
    part.years[0].working.at = other;
    part.year_count = 1;
    assert_int_equal(publish(&part), OK);
    const struct calendar *calendar = &engine_calendar(fixture.engine)->calendar;
    assert_int_equal(calendar_working_count(calendar, 2023), 249);
    assert_int_equal(calendar_working_count(calendar, 2025), 1);
    part.years[0] = notice.years[2]; /* and again, as it should be */
    assert_int_equal(publish(&part), OK);
    assert_int_equal(calendar_working_count(calendar, 2025), 248);
    assert_int_equal(engine_calendar(fixture.engine)->position, 3);
}

static void test_each_publication_is_in_the_hash_and_restored(void **state)
{
    (void)state;
    struct calendar_notice part = notice;
    struct hash before;

    for (uint32_t i = 0; i < 4; i++) {
        before = engine_hash(fixture.engine);
        part.years[0] = notice.years[i];
        part.year_count = 1;
        if (i == 3) part.year_count = 0;
        if (i == 2) part.hours[0].open_minute++;
        if (i == 3) part.ahead_minutes--;
        assert_int_equal(publish(&part), OK);
        assert_false(fixture_recorded(&fixture)->repeated);
        struct hash after = engine_hash(fixture.engine);
        assert_false(hash_is_equal(&before, &after));
        struct engine *restored = fixture_restore(&fixture);
        struct engine *replayed = fixture_replay(&fixture);
        assert_same_hash(restored, fixture.engine);
        assert_same_hash(replayed, fixture.engine);
        engine_off_heap(restored);
        engine_off_heap(replayed);
    }
}

/* ---- Restoring ------------------------------------------------------------------------------ */

#define ASSERT_CORRUPT(change) \
    do { \
        static struct calendar_image changed; \
        changed = *engine_calendar(fixture.engine); \
        change; \
        struct engine *engine = engine_on_heap(&fixture.limits); \
        assert_int_equal(engine_restore_calendar(engine, &changed), ERR_CORRUPT); \
        engine_off_heap(engine); \
    } while (0)

static void test_a_stored_calendar_that_cannot_be_is_corrupt(void **state)
{
    (void)state;
    assert_int_equal(publish(&notice), OK);
    ASSERT_CORRUPT(changed.position = 0);
    ASSERT_CORRUPT(changed.hours.interval_count = 0);
    ASSERT_CORRUPT(changed.calendar.years[0].working_count = 1);
    ASSERT_CORRUPT(changed.calendar.years[0].working[0] = 1);
    ASSERT_CORRUPT(changed.calendar.years[23].working[5] |= UINT64_C(1) << 60);
    assert_int_equal(engine_restore_calendar(fixture.engine, engine_calendar(fixture.engine)),
                     ERR_CORRUPT); /* it has one */
}

/* ---- The row -------------------------------------------------------------------------------- */

static uint8_t row[STORE_CALENDAR_BYTES_MAX + 1];

/* Store a row of a size and read it. */
static enum err reread(size_t size, struct calendar_image *image)
{
    struct directory directory;
    struct journal *journal = NULL;
    struct view *view = NULL;
    const struct store_write write = {
        .table = STORE_META,
        .key = { .at = (const uint8_t *)"calendar", .size = 8 },
        .value = { .at = row, .size = size },
    };
    struct batch batch = { .position_first = 1, .write_count = 1, .writes = &write };

    directory_make(&directory);
    assert_int_equal(journal_open(&journal, directory.path, 0), OK);
    if (size > 0) assert_int_equal(journal_append_now(journal, &batch), OK);
    assert_int_equal(view_open(&view, journal), OK);
    assert_int_equal(view_begin(view), OK);
    enum err err = store_calendar(view, image);
    view_close(&view);
    journal_close(&journal);
    directory_remove(&directory);
    return err;
}

static size_t write_row(void)
{
    struct buffer buffer;
    assert_int_equal(publish(&notice), OK);
    buffer_init(&buffer, row, sizeof row);
    return store_put_calendar(&buffer, engine_calendar(fixture.engine)).value.size;
}

static void test_the_row_gives_back_what_was_stored(void **state)
{
    (void)state;
    static struct calendar_image image;
    size_t size = write_row();
    assert_int_equal(reread(0, &image), OK);
    assert_int_equal(image.position, 0);
    assert_int_equal(reread(size, &image), OK);
    assert_int_equal(image.position, 1);
    assert_same_years(&image.calendar, &china.calendar);
    assert_memory_equal(&image.hours, &china.hours, sizeof china.hours);
}

static void test_a_row_that_is_cut_or_spoiled_is_corrupt(void **state)
{
    (void)state;
    static struct calendar_image image;
    size_t size = write_row();
    static const size_t sizes[] = { 1, 8, 10, 12, 14, 17, 30, 100 };
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        assert_int_equal(reread(sizes[i], &image), ERR_CORRUPT);
    }
    assert_int_equal(reread(size - 1, &image), ERR_CORRUPT);
    row[8] = 0xff; /* the offset */
    assert_int_equal(reread(size, &image), ERR_CORRUPT);
    row[8] = 1920 >> 8;
    row[11] = 5; /* intervals */
    assert_int_equal(reread(size, &image), ERR_CORRUPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_chinas_calendar_has_no_flaw),
        TEST(test_each_broken_rule_is_refused_and_nothing_taken),
        TEST(test_without_a_calendar_office_hours_are_those_of_spec),
        TEST(test_the_engine_has_what_the_file_has),
        TEST(test_what_would_change_nothing_is_repeated),
        TEST(test_years_that_are_not_named_stay),
        TEST(test_each_publication_is_in_the_hash_and_restored),
        TEST(test_a_stored_calendar_that_cannot_be_is_corrupt),
        TEST(test_the_row_gives_back_what_was_stored),
        TEST(test_a_row_that_is_cut_or_spoiled_is_corrupt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
