/* SPDX-License-Identifier: Apache-2.0 */
/* Clocks of bundles: when they start and stop, that they cost nothing where there are none, survive
 * images, and end where a second calendar, walked day by day, says. */
#include "broker/core/ledger.h"

#include "broker/shell/packed.h"
#include "tests/support/calendar_china.h"
#include "tests/support/chance.h"
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define MINUTE_MS 60000
#define CHINA_MS (INT64_C(8) * 3600 * 1000)

static struct fixture fixture;
static struct procedure procedure;

static int set_up(void **state)
{
    (void)state;
    fixture_open(&fixture, NULL);
    procedure_begin(&procedure, "p");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

static uint32_t add_stage(const char *name, enum clock_from from)
{
    uint32_t stage = procedure_add_stage(&procedure, name, "office");
    procedure.stages[stage].promised = (struct limit){ 5, LIMIT_WORKING_DAYS };
    procedure.stages[stage].clock_from = (uint8_t)from;
    return stage;
}

/* The procedure is published, and a bundle submitted with an office of one worker. */
static void begin(void)
{
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(fixture_join(&fixture, 1, ROLE_WORKER, "office"), OK);
    assert_int_equal(fixture_credit(&fixture, 1, 50), OK);
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
}

static void give(uint32_t stage, enum verdict verdict)
{
    fixture.now_ms += 1000;
    assert_int_equal(fixture_verdict(&fixture, 1, fixture_job(&fixture, 1, stage), verdict), OK);
}

static struct ledger ledger_of(uint32_t stage)
{
    struct bundle_image image = fixture_image(&fixture, 1);
    return (struct ledger){ image.stages[stage].clock_started_ms,
                            image.stages[stage].clock_stopped_ms };
}

/* ---- Starting and stopping ------------------------------------------------------------------ */

static void test_a_clock_starts_with_its_review_and_stops_with_the_decision(void **state)
{
    (void)state;
    uint32_t first = add_stage("first", CLOCK_FROM_ACCEPTANCE);
    uint32_t second = add_stage("second", CLOCK_FROM_ACCEPTANCE);
    procedure.stages[second].start_after.stages = set_of(first);
    begin();
    int64_t submitted_ms = fixture.now_ms;
    assert_int_equal(ledger_of(first).started_ms, submitted_ms);
    assert_int_equal(ledger_of(second).started_ms, 0);
    give(first, VERDICT_GRANT);
    assert_int_equal(ledger_of(first).stopped_ms, submitted_ms + 1000);
    assert_int_equal(ledger_of(second).started_ms, submitted_ms + 1000);
    assert_int_equal(ledger_of(second).stopped_ms, 0);
}

static void test_from_receipt_it_starts_with_the_submission(void **state)
{
    (void)state;
    uint32_t first = add_stage("first", CLOCK_NONE);
    uint32_t second = add_stage("second", CLOCK_FROM_RECEIPT);
    procedure.stages[second].start_after.stages = set_of(first);
    begin();
    int64_t submitted_ms = fixture.now_ms;
    assert_int_equal(ledger_of(first).started_ms, 0);
    assert_int_equal(ledger_of(second).started_ms, submitted_ms);
    give(first, VERDICT_GRANT);
    assert_int_equal(ledger_of(second).started_ms, submitted_ms);
}

static void test_a_sealed_grant_does_not_stop_it_but_its_effect_does(void **state)
{
    (void)state;
    uint32_t stage = add_stage("s", CLOCK_FROM_ACCEPTANCE);
    procedure.stages[stage].decide_after.milestones =
        set_of(procedure_add_milestone(&procedure, "m"));
    begin();
    give(stage, VERDICT_GRANT);
    assert_int_equal(ledger_of(stage).stopped_ms, 0);
    fixture.now_ms += 5000;
    assert_int_equal(fixture_signal(&fixture, 1, "m"), OK);
    assert_int_equal(ledger_of(stage).stopped_ms, fixture.now_ms);
}

static void test_what_can_be_granted_no_more_stops_and_a_failure_does_not(void **state)
{
    (void)state;
    uint32_t refused = add_stage("refused", CLOCK_FROM_ACCEPTANCE);
    uint32_t blocked = add_stage("blocked", CLOCK_FROM_RECEIPT);
    uint32_t going = add_stage("going", CLOCK_FROM_ACCEPTANCE);
    procedure.stages[blocked].start_after.stages = set_of(refused);
    begin();
    give(going, VERDICT_FAIL);
    assert_int_equal(ledger_of(going).stopped_ms, 0);
    give(refused, VERDICT_REFUSE);
    assert_int_equal(ledger_of(refused).stopped_ms, fixture.now_ms);
    assert_int_equal(ledger_of(blocked).stopped_ms, fixture.now_ms);
    assert_int_equal(ledger_of(going).stopped_ms, 0);
    fixture.now_ms += 1000;
    assert_int_equal(fixture_withdraw(&fixture, 1), OK);
    assert_int_equal(ledger_of(going).stopped_ms, fixture.now_ms);
    assert_true(ledger_of(refused).stopped_ms < fixture.now_ms);
}

/* ---- Memory and images ---------------------------------------------------------------------- */

/* The largest procedure: three blocks of clocks, each stage its own. */
static void test_each_of_32_stages_has_its_own_clock_in_memory_and_images(void **state)
{
    (void)state;
    static uint8_t bytes[PACKED_BYTES_MAX];
    static struct bundle_image image, again;
    struct buffer buffer;
    char name[8] = "s00";

    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        name[1] = (char)('0' + i / 10);
        name[2] = (char)('0' + i % 10);
        uint32_t stage = add_stage(name, i % 5 == 4 ? CLOCK_NONE : CLOCK_FROM_ACCEPTANCE);
        if (i > 0) procedure.stages[stage].start_after.stages = set_of(i - 1);
    }
    begin();
    for (uint32_t i = 0; i < STAGES_MAX - 1; i++) {
        give(i, VERDICT_GRANT);
    }
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        int64_t from_ms = i % 5 == 4 ? 0 : fixture.now_ms - 1000 * (int64_t)(STAGES_MAX - 1 - i);
        assert_int_equal(ledger_of(i).started_ms, from_ms);
    }
    image = fixture_image(&fixture, 1);
    buffer_init(&buffer, bytes, sizeof bytes);
    packed_write(&buffer, &image);
    assert_int_equal(packed_read(buffer_span(&buffer), &again), OK);
    assert_int_equal(again.stages[30].clock_started_ms, image.stages[30].clock_started_ms);
    assert_int_equal(again.stages[30].clock_stopped_ms, image.stages[30].clock_stopped_ms);
    struct engine *restored = fixture_restore(&fixture);
    assert_same_hash(restored, fixture.engine);
    engine_off_heap(restored);
}

static enum err restore_with(const struct bundle_image *image)
{
    struct engine *engine = engine_on_heap(&fixture.limits);
    struct totals_image totals;
    const struct fact_procedure_published *body = &fixture.journal[0].procedure_published;

    engine_export_totals(fixture.engine, &totals);
    assert_int_equal(engine_restore_procedure(engine, body->procedure, &body->content, 1), OK);
    assert_int_equal(engine_restore_totals(engine, &totals), OK);
    enum err err = engine_restore_bundle(engine, image);
    engine_off_heap(engine);
    return err;
}

static void test_images_with_clocks_that_cannot_be_are_refused(void **state)
{
    (void)state;
    static struct bundle_image image;
    uint32_t done = add_stage("done", CLOCK_FROM_ACCEPTANCE);
    uint32_t open = add_stage("open", CLOCK_FROM_ACCEPTANCE);
    uint32_t free = add_stage("free", CLOCK_NONE);
    begin();
    give(done, VERDICT_REFUSE);
    image = fixture_image(&fixture, 1);
    assert_int_equal(restore_with(&image), OK);
    image.stages[done].clock_stopped_ms = image.stages[done].clock_started_ms - 1;
    assert_int_equal(restore_with(&image), ERR_CORRUPT);
    image = fixture_image(&fixture, 1);
    image.stages[open].clock_stopped_ms = fixture.now_ms;
    assert_int_equal(restore_with(&image), ERR_CORRUPT);
    image = fixture_image(&fixture, 1);
    image.stages[free].clock_started_ms = fixture.now_ms;
    assert_int_equal(restore_with(&image), ERR_CORRUPT);
    image = fixture_image(&fixture, 1);
    image.stages[done].clock_started_ms = 0;
    assert_int_equal(restore_with(&image), ERR_CORRUPT);
}

/* Clocks come out of the same room as stages, and give it back. */
static void test_blocks_of_clocks_are_given_back(void **state)
{
    (void)state;
    struct bundle_image image;
    add_stage("s", CLOCK_FROM_ACCEPTANCE);
    begin();
    for (uint32_t i = 0; i < fixture.limits.stage_blocks_max; i++) { /* two blocks each */
        char key[16];
        snprintf(key, sizeof key, "k%u", i);
        assert_int_equal(fixture_submit(&fixture, "p", key), OK);
        uint64_t bundle = fixture_recorded(&fixture)->bundle;
        assert_int_equal(fixture_withdraw(&fixture, bundle), OK);
        while (engine_export_dirty(fixture.engine, &image)) {
            if (image.result != RESULT_OPEN) engine_evict(fixture.engine, image.bundle);
        }
        fixture.is_shadow_stale = true; /* the shadow keeps them */
    }
}

/* ---- Against a second calendar -------------------------------------------------------------- */

/* Working days after the day of receipt, one by one. */
static int32_t walk(int64_t started_ms, uint32_t count)
{
    int64_t local_ms = started_ms + CHINA_MS;
    int32_t day = (int32_t)(local_ms / CIVIL_DAY_MS);
    bool is_closed = local_ms % CIVIL_DAY_MS > (17 * 60 + 30) * (int64_t)MINUTE_MS;

    if (is_closed) day++;
    while (!calendar_china_is_working(day)) {
        day++;
    }
    while (count > 0) {
        day++;
        if (calendar_china_is_working(day)) count--;
    }
    return day;
}

static void test_limits_end_where_a_second_calendar_says(void **state)
{
    (void)state;
    const struct calendar_file *china = calendar_china();
    struct chance random = { .state = 20 };
    int64_t first_ms = civil_to_day((struct civil){ 2023, 1, 1 }) * CIVIL_DAY_MS;
    for (uint32_t i = 0; i < 5000; i++) {
        struct course course = { .clock.started_ms =
                                     first_ms +
                                     MINUTE_MS * (int64_t)chance_below(&random, 3 * 365 * 1440) };
        struct limit limit = { (uint16_t)(1 + chance_below(&random, 60)), LIMIT_WORKING_DAYS };
        int32_t day = walk(course.clock.started_ms, limit.value);
        int64_t due_ms = day * CIVIL_DAY_MS + (17 * 60 + 30) * (int64_t)MINUTE_MS - CHINA_MS;
        struct limit_view view =
            ledger_read(&china->calendar, &china->hours, &course, limit, due_ms);
        assert_int_equal(view.due_ms, due_ms);
        assert_int_equal(view.used, limit.value);
        assert_false(view.late);
        assert_false(view.provisional);
        view = ledger_read(&china->calendar, &china->hours, &course, limit, due_ms + 1);
        assert_true(view.late);
        course.clock.stopped_ms = due_ms; /* in time, for ever */
        view = ledger_read(&china->calendar, &china->hours, &course, limit, due_ms + 1);
        assert_false(view.late);
    }
}

/* ---- Pauses --------------------------------------------------------------------------------- */

static int32_t day_of(int64_t at_ms)
{
    return (int32_t)((at_ms + CHINA_MS) / CIVIL_DAY_MS);
}

/* A day d is taken away if a pause from S to E has S < d <= E; 0: it lasts. */
static bool is_paused(const struct pause *pauses, uint32_t count, int32_t day)
{
    for (uint32_t i = 0; i < count; i++) {
        bool lasts = pauses[i].until_ms == 0;
        if (day_of(pauses[i].from_ms) >= day) continue;
        if (lasts || day_of(pauses[i].until_ms) >= day) return true;
    }
    return false;
}

/* Pauses come as they come: one over the other, one inside the other, in any order. */
static uint32_t some_pauses(struct chance *random, int64_t from_ms, struct pause pauses[8])
{
    uint32_t count = chance_below(random, 7);
    for (uint32_t i = 0; i < count; i++) {
        pauses[i].from_ms = from_ms + MINUTE_MS * (int64_t)chance_below(random, 60 * 1440);
        pauses[i].until_ms =
            pauses[i].from_ms + MINUTE_MS * (int64_t)chance_below(random, 20 * 1440);
    }
    return count;
}

/* The day on which so many have been used, walked one by one. */
static int32_t walk_paused(int64_t started_ms, uint32_t limit, const struct pause *pauses,
                           uint32_t count)
{
    int32_t day = walk(started_ms, 0);
    while (limit > 0) {
        day++;
        if (calendar_china_is_working(day) && !is_paused(pauses, count, day)) limit--;
    }
    for (uint32_t i = 0; i < count; i++) { /* it stopped in the middle of its last day */
        int64_t close_ms = day * CIVIL_DAY_MS + (17 * 60 + 30) * (int64_t)MINUTE_MS - CHINA_MS;
        if (pauses[i].from_ms >= close_ms || pauses[i].until_ms < close_ms) continue;
        day = walk(pauses[i].until_ms, 0);
        i = UINT32_MAX; /* another one may lie over the new end */
    }
    return day;
}

static void test_a_pause_takes_away_its_days_and_no_other(void **state)
{
    (void)state;
    const struct calendar_file *china = calendar_china();
    struct chance random = { .state = 21 };
    int64_t first_ms = civil_to_day((struct civil){ 2023, 1, 1 }) * CIVIL_DAY_MS;
    for (uint32_t i = 0; i < 5000; i++) {
        struct pause pauses[8] = { 0 };
        struct course course = { .clock.started_ms =
                                     first_ms +
                                     MINUTE_MS * (int64_t)chance_below(&random, 2 * 365 * 1440) };
        uint32_t count = some_pauses(&random, course.clock.started_ms, pauses);
        struct limit limit = { (uint16_t)(1 + chance_below(&random, 40)), LIMIT_WORKING_DAYS };
        for (uint32_t n = 0; n < count; n++) {
            course_add(&course, pauses[n]);
        }
        int32_t day = walk_paused(course.clock.started_ms, limit.value, pauses, count);
        int64_t late_ms = (day + 1) * CIVIL_DAY_MS - CHINA_MS;
        struct limit_view view =
            ledger_read(&china->calendar, &china->hours, &course, limit, late_ms);
        assert_int_equal(day_of(view.due_ms), day);
        uint64_t used = 0;
        for (int32_t d = walk(course.clock.started_ms, 0) + 1; d <= day + 1; d++) {
            used += calendar_china_is_working(d) && !is_paused(pauses, count, d);
        }
        assert_int_equal(view.used, used);
        assert_true(view.late);
    }
}

static void test_a_clock_that_stands_is_never_late(void **state)
{
    (void)state;
    const struct calendar_file *china = calendar_china();
    struct course course = { .clock.started_ms = calendar_china_ms("2024-11-12T10:00") };
    const struct limit limit = { 5, LIMIT_WORKING_DAYS };
    course_add(&course, (struct pause){ calendar_china_ms("2024-11-14T15:00"), 0 });
    for (int32_t day = 1; day < 200; day++) {
        int64_t at_ms = course.pauses[0].from_ms + day * CIVIL_DAY_MS;
        struct limit_view view =
            ledger_read(&china->calendar, &china->hours, &course, limit, at_ms);
        assert_int_equal(view.used, 2);
        assert_false(view.late);
        assert_true(view.due_ms > at_ms);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_a_clock_starts_with_its_review_and_stops_with_the_decision),
        TEST(test_from_receipt_it_starts_with_the_submission),
        TEST(test_a_sealed_grant_does_not_stop_it_but_its_effect_does),
        TEST(test_what_can_be_granted_no_more_stops_and_a_failure_does_not),
        TEST(test_each_of_32_stages_has_its_own_clock_in_memory_and_images),
        TEST(test_images_with_clocks_that_cannot_be_are_refused),
        TEST(test_blocks_of_clocks_are_given_back),
        TEST(test_limits_end_where_a_second_calendar_says),
        TEST(test_a_pause_takes_away_its_days_and_no_other),
        TEST(test_a_clock_that_stands_is_never_late),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
